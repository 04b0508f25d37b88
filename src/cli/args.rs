//! The command line, in one table: help, completions and manual follow from it.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

use super::values::{
    self, CheckFormat, Color, PlainFormat, ScoreFormat, agency, category, date, score_value, severity,
};
use gouji_core::report::FailOn;
use gouji_core::terms::{Category, Date, Language, Severity};

const ALLOW: &str = "gouji allow [选项] --reason <理由> <路径>…\n      gouji allow prune [选项] [路径]…";
const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(name = "gouji", version, about = values::about(), help_template = TEMPLATE)]
#[command(disable_help_subcommand = true, disable_help_flag = true, disable_version_flag = true)]
#[command(subcommand_help_heading = "命令", next_help_heading = "选项", subcommand_value_name = "命令")]
#[command(
    after_help = "退出码：0 没有问题；1 有问题或得分过低；2 用法或规则有误；3 有文件无法检查，或者要求了得分而无法评分。"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    help: Help,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

// Flattened, and asked for by each command: a global argument would stand before those of a command, which are made
// later.
#[derive(Debug, Args)]
pub struct Help {
    /// 显示帮助
    #[arg(short, long, action = clap::ArgAction::Help, help_heading = "选项", display_order = 1000)]
    help: Option<bool>,
}

// The arguments of a command are made when it is the one that is run; so late, clap would take the documentation of
// what is flattened into them for that of the command.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// 检查报告，指出不符合规定之处
    #[command(help_template = TEMPLATE, override_usage = "gouji check [选项] <路径>…")]
    Check(Check),
    /// 给报告评分：一份出成绩单，多份出排名
    #[command(help_template = TEMPLATE, override_usage = "gouji score [选项] <路径>…")]
    Score(Score),
    /// 列出从报告中读到的一切：单位、章节、表格、数字及其位置
    #[command(help_template = TEMPLATE, override_usage = "gouji facts [选项] <路径>")]
    Facts(Facts),
    /// 把问题写进报告：.docx 中作批注，.html 中作标记
    #[command(help_template = TEMPLATE, override_usage = "gouji annotate [选项] <路径> -o <文件>")]
    Annotate(Annotate),
    /// 允许某些问题并写明理由（记在报告旁的 gouji-allow.yaml）；prune 清理不再有效的
    #[command(
        help_template = TEMPLATE, override_usage = ALLOW,
        args_conflicts_with_subcommands = true, subcommand_help_heading = "命令", subcommand_value_name = "命令"
    )]
    Allow(Box<Allow>),
    /// 把现有的问题全部记为已允许（基线），以后只有新问题才算
    #[command(help_template = TEMPLATE, override_usage = "gouji baseline [选项] <路径>…")]
    Baseline(Baseline),
    /// 显示生效的设置（gouji.toml）及每项的来处
    #[command(help_template = TEMPLATE, override_usage = "gouji config [选项] [路径]…")]
    Config(Show),
    /// 写一份 gouji.toml，各项设置都在其中
    #[command(help_template = TEMPLATE, override_usage = "gouji init [选项] [文件夹]")]
    Init(Init),
    /// 在报告的副本中植入错误，看能发现多少
    #[command(help_template = TEMPLATE, override_usage = "gouji selftest [选项] <路径>")]
    Selftest(Selftest),
    /// 解释一条规则：要求、依据、正反示例、改法
    #[command(help_template = TEMPLATE, override_usage = "gouji explain [选项] <规则>")]
    Explain(Explain),
    /// 查看和测试规则
    #[command(help_template = TEMPLATE, subcommand_help_heading = "命令", subcommand_value_name = "命令")]
    Rules {
        #[command(subcommand)]
        command: Rules,
        #[command(flatten)]
        help: Help,
    },
}

impl Print {
    /// The output of a command that has one.
    pub fn output(&self) -> Option<&Path> {
        self.output.first().map(PathBuf::as_path)
    }
}

impl Command {
    /// How and where it prints.
    pub fn print(&self) -> &Print {
        match self {
            Command::Check(Check { run, .. }) | Command::Score(Score { run, .. }) => &run.print,
            Command::Allow(args) => match &args.command {
                Some(AllowCommand::Prune(prune)) => &prune.survey.print,
                None => &args.survey.print,
            },
            Command::Baseline(args) => &args.survey.print,
            Command::Config(args) => &args.print,
            Command::Init(args) => &args.print,
            Command::Facts(args) => &args.print,
            Command::Annotate(args) => &args.print,
            Command::Selftest(args) => &args.print,
            Command::Explain(args) => &args.print,
            Command::Rules { command: Rules::List(args), .. } => &args.print,
            Command::Rules { command: Rules::Test(args), .. } => &args.print,
            Command::Rules { command: Rules::Coverage(args), .. } => &args.print,
            Command::Rules { command: Rules::Diff(args), .. } => &args.print,
            Command::Rules { command: Rules::Doc(args), .. } => &args.print,
            Command::Rules { command: Rules::Mutate(args), .. } => &args.print,
        }
    }
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Rules {
    /// 列出规则
    #[command(help_template = TEMPLATE, override_usage = "gouji rules list [选项]")]
    List(RulesList),
    /// 运行规则文件中的测试
    #[command(help_template = TEMPLATE, override_usage = "gouji rules test [选项] [路径或规则]…")]
    Test(RulesTest),
    /// 逐一改动规则的参数，看它自己的测试能否发现；列出没有发现的改动
    #[command(help_template = TEMPLATE, override_usage = "gouji rules mutate [选项] [路径或规则]…")]
    Mutate(RulesMutate),
    /// 对照问题目录和法规条文，逐项列出由哪些规则检查、哪些只能由人判断
    #[command(help_template = TEMPLATE, override_usage = "gouji rules coverage [选项]")]
    Coverage(RulesCoverage),
    /// 比较两个年度或两个规则集的规则：新增、不再适用、有变化的
    #[command(help_template = TEMPLATE, override_usage = "gouji rules diff [选项] [旧规则集] [新规则集]")]
    Diff(RulesDiff),
    /// 生成每条规则的说明页（Markdown）
    #[command(help_template = TEMPLATE, override_usage = "gouji rules doc [选项] [文件夹]")]
    Doc(RulesDoc),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Check {
    #[command(flatten)]
    pub run: Run,
    /// 输出格式：terminal（默认）、concise（每个问题一行）、json、jsonl、findings-jsonl（每个问题一行，列一致）、
    /// html（网页）、markdown、csv、xlsx（整改清单）、sarif、junit、github、gitlab；不指明时按 -o 的扩展名
    #[arg(long, value_enum, value_name = "格式", hide_possible_values = true)]
    pub format: Option<CheckFormat>,
    /// sarif 中也写出已允许的问题
    #[arg(long)]
    pub sarif_allowed: bool,
    /// 就地改正有把握的问题（.txt、.md、.html；.docx 中作修订），再检查其余
    #[arg(long, conflicts_with = "diff")]
    pub fix: bool,
    /// 只显示 --fix 会作的改动；有改动则以 1 退出
    #[arg(long)]
    pub diff: bool,
    /// 与 --fix 同用：原件另存为 .orig（git 中已有的除外）
    #[arg(long, requires = "fix")]
    pub backup: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Score {
    #[command(flatten)]
    pub run: Run,
    /// 输出格式：terminal（默认）、json、markdown、html（网页）、csv、xlsx（表格）、svg（徽标）；不指明时按 -o 的扩展名
    #[arg(long, value_enum, value_name = "格式", hide_possible_values = true)]
    pub format: Option<ScoreFormat>,
    #[arg(long, value_name = "名称", help = values::schemes("评分办法，默认为第一种："))]
    pub scheme: Option<String>,
    /// 复核记录（YAML）：按指纹写明每项扣分已认可或有异议，可附说明；不改变得分
    #[arg(long, value_name = "文件")]
    pub review: Option<PathBuf>,
}

// Which rules to use.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Choice {
    /// 只用这些规则或类别，可重复，可用逗号分隔
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub select: Vec<String>,
    /// 不用这些规则或类别，可重复，可用逗号分隔
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

// What `check` and `score` share.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Run {
    /// 文件或文件夹；- 表示标准输入；文件夹内检查 .docx、.pdf、.ofd、.html、.md、.txt，遵从 .gitignore
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub known: Known,
    /// 同一单位上一年度的报告，用于核对结转等跨年数据（不影响得分）
    #[arg(long, value_name = "文件")]
    pub previous: Option<PathBuf>,
    #[command(flatten)]
    pub choice: Choice,
    /// 达到哪一级就以 1 退出：error（默认）、warning、info、never
    #[arg(long, value_name = "级别", value_parser = values::fail_on(), hide_possible_values = true)]
    pub fail_on: Option<FailOn>,
    /// 得分低于此数就以 1 退出（0 至 100），没有得分则以 3 退出
    #[arg(long, value_name = "分数", value_parser = score_value)]
    pub min_score: Option<f64>,
    /// 今天的日期，用于提醒期限（默认不提醒）
    #[arg(long, value_name = "年-月-日", value_parser = date)]
    pub today: Option<Date>,
    /// 报告尚未发布：发布期限只作提醒
    #[arg(long)]
    pub draft: bool,
    /// 跳过不是年度报告的文件，不当作错误
    #[arg(long)]
    pub skip_others: bool,
    /// 同时处理的文件数（默认与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// 不显示进度
    #[arg(long)]
    pub no_progress: bool,
    #[arg(skip)]
    pub exclude: Option<(PathBuf, Vec<String>)>,
    /// 只显示总数
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// 显示更多：提示的依据、未能判定的规则、全部文件
    #[arg(short, long)]
    pub verbose: bool,
    #[command(flatten)]
    pub print: Print,
}

// What is known of the reports beforehand, and by which rules to judge.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Known {
    /// 报告年度（以此为准，不看报告所写）
    #[arg(long, value_name = "年", value_parser = clap::value_parser!(i16).range(1949..=2200))]
    pub year: Option<i16>,
    /// 单位名称（以此为准）
    #[arg(long, value_name = "名称", value_parser = agency)]
    pub agency: Option<String>,
    #[arg(long, value_name = "类型", help = values::bodies("单位类型（以此为准）："))]
    pub body: Option<String>,
    #[arg(long, value_name = "层级", help = values::tiers("层级（以此为准）："))]
    pub tier: Option<String>,
    #[arg(long, value_name = "代码", help = values::place("地区代码，如 ", "（以此为准）"))]
    pub place: Option<String>,
    /// 公布日期（以此为准）
    #[arg(long, value_name = "年-月-日", value_parser = date)]
    pub published: Option<Date>,
    /// 另加的规则文件或文件夹，可重复
    #[arg(long, value_name = "路径")]
    pub rules: Vec<PathBuf>,
    /// 标准输入的文件名，据其扩展名判断格式
    #[arg(long, value_name = "文件名")]
    pub stdin_filename: Option<String>,
}

// How and where to print.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Print {
    /// 写入文件，而不是标准输出；check 和 score 可重复，各按扩展名取格式，- 为标准输出
    #[arg(short, long, value_name = "文件")]
    pub output: Vec<PathBuf>,
    /// 语言：zh（默认）、en
    #[arg(
        long, value_name = "语言", value_parser = values::language(), default_value = Language::default().name(),
        hide_possible_values = true, hide_default_value = true
    )]
    pub lang: Language,
    /// 颜色：auto（默认）、always、never
    #[arg(
        long, value_enum, value_name = "何时", default_value_t = Color::Auto,
        hide_possible_values = true, hide_default_value = true
    )]
    pub color: Color,
    /// 每行宽度（默认为终端宽度，不知时为 80）
    #[arg(long, value_name = "列数", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub width: Option<u16>,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Facts {
    /// 报告文件；- 表示标准输入
    #[arg(value_name = "路径", help_heading = "参数")]
    pub path: PathBuf,
    #[command(flatten)]
    pub known: Known,
    #[command(flatten)]
    pub plain: Plain,
    /// 逐一说明正文数字是怎样读出的：对象、事件、范围及其依据的词语
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Annotate {
    /// 报告文件（.docx、.html；装有 LibreOffice 时也可用 .doc、.wps）；- 表示标准输入
    #[arg(value_name = "路径", help_heading = "参数")]
    pub path: PathBuf,
    #[command(flatten)]
    pub known: Known,
    #[command(flatten)]
    pub choice: Choice,
    /// 今天的日期，用于提醒期限，并作为批注的日期（批注默认用系统日期）
    #[arg(long, value_name = "年-月-日", value_parser = date)]
    pub today: Option<Date>,
    /// 报告尚未发布：发布期限只作提醒
    #[arg(long)]
    pub draft: bool,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Allow {
    #[command(subcommand)]
    pub command: Option<AllowCommand>,
    /// 报告文件或文件夹
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 允许这一个问题（指纹，或其开头几位），可重复
    #[arg(long, value_name = "指纹")]
    pub finding: Vec<String>,
    /// 允许这条规则的问题，可重复
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub rule: Vec<String>,
    /// 只允许这一行的问题
    #[arg(long, value_name = "行号")]
    pub line: Option<usize>,
    /// 允许全部问题
    #[arg(long)]
    pub all: bool,
    /// 允许的理由（必填）
    #[arg(long, value_name = "理由")]
    pub reason: Option<String>,
    /// 谁允许的
    #[arg(long, value_name = "姓名")]
    pub by: Option<String>,
    /// 允许到哪一天为止（含当天）
    #[arg(long, value_name = "年-月-日", value_parser = date)]
    pub until: Option<Date>,
    #[command(flatten)]
    pub survey: Survey,
}

#[derive(Debug, Subcommand)]
pub enum AllowCommand {
    /// 删去不再有效的条目：问题已不存在、数已改变、期限已过、规则已没有
    #[command(help_template = TEMPLATE, override_usage = "gouji allow prune [选项] [路径]…")]
    Prune(Prune),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Prune {
    /// 报告文件或文件夹，默认为当前文件夹
    #[arg(value_name = "路径", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub survey: Survey,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Baseline {
    /// 报告文件或文件夹
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 理由（默认为“启用检查时已有”）
    #[arg(long, value_name = "理由")]
    pub reason: Option<String>,
    /// 谁允许的
    #[arg(long, value_name = "姓名")]
    pub by: Option<String>,
    /// 允许到哪一天为止（含当天）
    #[arg(long, value_name = "年-月-日", value_parser = date)]
    pub until: Option<Date>,
    #[command(flatten)]
    pub survey: Survey,
}

// What it takes to find everything.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Survey {
    #[command(flatten)]
    pub known: Known,
    /// 同一单位上一年度的报告
    #[arg(long, value_name = "文件")]
    pub previous: Option<PathBuf>,
    /// 今天的日期（默认取系统日期）
    #[arg(long, value_name = "年-月-日", value_parser = date)]
    pub today: Option<Date>,
    /// 报告尚未发布：发布期限只作提醒
    #[arg(long)]
    pub draft: bool,
    #[arg(skip)]
    pub exclude: Option<(PathBuf, Vec<String>)>,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Show {
    /// 对这里的报告生效的设置，默认为当前文件夹
    #[arg(value_name = "路径", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 输出 gouji.toml 的 JSON Schema
    #[arg(long)]
    pub schema: bool,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Init {
    /// 写在哪个文件夹，默认为当前文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: Option<PathBuf>,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Selftest {
    /// 报告文件（.docx、.html、.md、.txt）；- 表示标准输入；报告本身不会改动
    #[arg(value_name = "路径", help_heading = "参数")]
    pub path: PathBuf,
    #[command(flatten)]
    pub known: Known,
    #[command(flatten)]
    pub plain: Plain,
    /// 同时进行的检查数（默认与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Explain {
    /// 规则名
    #[arg(
        value_name = "规则",
        help_heading = "参数",
        required_unless_present = "prose",
        conflicts_with = "prose",
        default_value = "",
        hide_default_value = true
    )]
    pub rule: String,
    /// 说明这句话中的数字是怎样读出的
    #[arg(long, value_name = "句子")]
    pub prose: Option<String>,
    #[arg(long, value_name = "代码", help = values::place("规则在此地区的取值及其来处，如 ", ""))]
    pub place: Option<String>,
    /// 规则对此报告年度的取值及其来处
    #[arg(long, value_name = "年", value_parser = clap::value_parser!(i16).range(1949..=2200))]
    pub year: Option<i16>,
    /// 另加的规则文件或文件夹，可重复
    #[arg(long, value_name = "路径")]
    pub rules: Vec<PathBuf>,
    #[command(flatten)]
    pub print: Print,
}

// For people, or as data.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Plain {
    /// 输出格式：terminal（默认）、json
    #[arg(
        long, value_enum, value_name = "格式", default_value_t = PlainFormat::Terminal,
        hide_possible_values = true, hide_default_value = true
    )]
    pub format: PlainFormat,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RulesList {
    /// 只列这些类别，可重复，可用逗号分隔：structure、statutory、arithmetic、consistency、timeliness、form、wording、privacy
    #[arg(long, value_name = "类别", value_delimiter = ',', value_parser = category)]
    pub category: Vec<Category>,
    /// 只列这些级别，可重复，可用逗号分隔：error、warning、info
    #[arg(long, value_name = "级别", value_delimiter = ',', value_parser = severity)]
    pub severity: Vec<Severity>,
    /// 另加的规则文件或文件夹，可重复
    #[arg(long, value_name = "路径")]
    pub rules: Vec<PathBuf>,
    #[command(flatten)]
    pub plain: Plain,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RulesTest {
    /// 规则文件或文件夹，也可以是规则名称、名称中的一段或类别；不指明则测试内置规则
    #[arg(value_name = "路径或规则", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RulesMutate {
    /// 规则文件或文件夹，也可以是规则名称、名称中的一段或类别；不指明则改动全部内置规则
    #[arg(value_name = "路径或规则", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 每个词表最多抽这么多个词（均匀抽取）；不指明则逐词都试
    #[arg(long, value_name = "个数")]
    pub sample: Option<std::num::NonZeroUsize>,
    /// 发现的改动低于这个百分比时退出码为 1
    #[arg(long, value_name = "百分比")]
    pub at_least: Option<f64>,
    /// 只输出合计，不列出没有发现的改动
    #[arg(short, long)]
    pub quiet: bool,
    /// 同时使用的线程数，默认为处理器数
    #[arg(short, long, value_name = "数")]
    pub jobs: Option<std::num::NonZeroUsize>,
    #[command(flatten)]
    pub plain: Plain,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RulesCoverage {
    /// 只列还没有规则、也没有说明原因的
    #[arg(long)]
    pub uncovered: bool,
    /// 另加的规则文件或文件夹，可重复
    #[arg(long, value_name = "路径")]
    pub rules: Vec<PathBuf>,
    #[command(flatten)]
    pub plain: Plain,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RulesDiff {
    /// 规则文件或文件夹；只写一个时与内置规则集比较，都不写则比较两个年度
    #[arg(value_name = "规则集", help_heading = "参数", num_args = 0..=2)]
    pub books: Vec<PathBuf>,
    /// 报告年度；写两次时，前一个是旧的，后一个是新的
    #[arg(long, value_name = "年", value_parser = clap::value_parser!(i16).range(1949..=2200))]
    pub year: Vec<i16>,
    #[arg(long, value_name = "代码", help = values::place("规则在此地区的取值，如 ", ""))]
    pub place: Option<String>,
    #[command(flatten)]
    pub plain: Plain,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RulesDoc {
    /// 写入的文件夹
    #[arg(value_name = "文件夹", help_heading = "参数", default_value = "docs/rules", hide_default_value = true)]
    pub folder: PathBuf,
    /// 不写，只看文件夹里的说明页是否过时（过时则以 1 退出）
    #[arg(long)]
    pub check: bool,
    /// 另加的规则文件或文件夹，可重复
    #[arg(long, value_name = "路径")]
    pub rules: Vec<PathBuf>,
    #[command(flatten)]
    pub print: Print,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_table_is_sound() {
        super::Cli::command().debug_assert();
    }
}
