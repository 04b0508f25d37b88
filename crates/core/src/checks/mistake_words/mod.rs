//! Everything that can be wrong in a rule file, with its words in both languages side by side. Knows no file and no
//! screen: a mistake has its words wherever it is told.

mod shape;

use gouji_tree::Fault;

/// What a text of the rulebook says it expects.
pub const TEXT: &str = "a text in both languages {zh: …, en: …}";
/// What one end of a period says it expects.
pub const BOUND: &str = "a year (YYYY) or a date (YYYY-MM-DD)";

/// The same in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    pub zh: String,
    pub en: String,
}

impl Both {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// What needs no words of a language.
    fn alike(text: &str) -> Self {
        Self::new(text, text)
    }
}

/// A kind of thing that rules name.
#[derive(Clone, Copy, Debug)]
pub struct Thing {
    code: &'static str,
    zh: &'static str,
    en: &'static str,
}

const fn thing(code: &'static str, zh: &'static str, en: &'static str) -> Thing {
    Thing { code, zh, en }
}

impl Thing {
    pub const RULE: Self = thing("unknown-rule", "规则", "rule");
    pub const INSTRUMENT: Self = thing("unknown-instrument", "文件", "instrument");
    pub const FORMAT: Self = thing("unknown-format", "文件格式", "file format");
    pub const CASE: Self = thing("unknown-case", "情形", "case");
    pub const PLACEHOLDER: Self = thing("unknown-placeholder", "占位符", "placeholder");
    pub const BODY: Self = thing("unknown-body", "单位类型", "kind of body");
    pub const TIER: Self = thing("unknown-tier", "层级", "tier");
    pub const TABLE: Self = thing("unknown-table", "表格", "table");
    pub const TOPIC: Self = thing("unknown-topic", "栏目", "section");
    pub const ROW: Self = thing("unknown-row", "行", "row");
    pub const COLUMN: Self = thing("unknown-column", "列", "column");
    pub const ROW_OF_CELL: Self = thing("unknown-cell", "行", "row");
    pub const COLUMN_OF_CELL: Self = thing("unknown-cell", "列", "column");
    pub const CELL: Self = thing("unknown-cell", "单元格", "cell");
}

/// What is wrong.
#[derive(Clone, Debug)]
pub enum Wrong<'a> {
    Unknown {
        thing: Thing,
        name: &'a str,
        known: &'a [&'a str],
    },
    Shape(&'a Fault),
    /// A file that only a whole rulebook may bring.
    NoRulebook,
    /// More than a rulebook can hold, and how much that is.
    TooMany(Surplus, usize),
    /// Where the rule that has the id already stands; none where it is embedded.
    DuplicateId {
        id: &'a str,
        other: Option<&'a str>,
    },
    BadId(&'a str),
    NoCheck(&'a str),
    NoPeriod(&'a str),
    NoMessage(&'a str),
    BadText,
    BadDate(&'a str),
    BadPlace {
        code: &'a str,
        /// What may be written.
        advice: &'a Both,
    },
    /// A list has a name twice.
    DuplicateName(&'a str),
    EmptyPeriod,
    MixedAxes,
    Gap,
    Overlap,
    RepealedBasis {
        number: &'a str,
        replaced_by: Option<&'a str>,
    },
    BasisNotInForce(&'a str),
    UnverifiedError,
    UnverifiedAmendment,
    UnfoundedWarning,
    UnfoundedWeight,
    NoBasis,
    EmptyAmendment,
    NoWords,
    BadPattern(&'a str),
    NoSuchCell(&'a str),
    NoSuchReading(&'a str),
    Equation(BadEquation),
    MissingTest {
        rule: &'a str,
        expect: &'a str,
    },
    MissingBoundary {
        rule: &'a str,
        before: bool,
        after: bool,
        by_year: bool,
    },
}

/// Why a relation between cells cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadEquation {
    TooLong(usize),
    End,
    Condition,
    Compare,
    TooLarge,
    Bracket,
    Term,
}

/// What a rulebook has more of than it can hold.
#[derive(Clone, Copy, Debug)]
pub enum Surplus {
    Tables,
    /// Columns of one table, groups counted too.
    Columns,
    Rows,
    Forms,
    /// Words of one list.
    Words,
    /// Bytes of one word.
    Bytes,
}

impl Surplus {
    fn told(self, most: usize) -> Told {
        let label = Both::new("从这里起放不下了", "from here on there is no room");
        let (code, zh, en) = match self {
            Surplus::Tables => ("too-many-tables", "一套规则库最多这么多种表", "kinds of table a rulebook"),
            Surplus::Columns => {
                ("too-many-columns", "一张表最多这么多列，成组的表头也算在内", "columns a table, groups counted too")
            }
            Surplus::Rows => {
                ("too-many-rows", "一张表最多这么多行，成组的行也算在内", "rows a table, groups counted too")
            }
            Surplus::Forms => ("too-many-forms", "一套规则库最多这么多张表式", "forms a rulebook"),
            Surplus::Words => ("too-many-words", "一个词表最多这么多个词", "words a list"),
            Surplus::Bytes => ("too-long", "一个词最长这么多个字节", "bytes a word"),
        };
        let message = Both::new(format!("{zh}：{most}"), format!("at most {most} {en}"));
        Told { code, message, label, help: None }
    }
}

/// What is told of something wrong: code, sentence, what to say at its place, how to mend it.
#[derive(Debug)]
pub struct Told {
    pub code: &'static str,
    pub message: Both,
    pub label: Both,
    pub help: Option<Both>,
}

/// What is told of other places that belong to a mistake.
pub mod related {
    use super::Both;

    pub fn start() -> Both {
        Both::new("开始", "the beginning")
    }

    pub fn earlier_ends() -> Both {
        Both::new("前一个期间到这里结束", "the earlier period ends here")
    }

    pub fn earlier_ends_later() -> Both {
        Both::new("前一个期间到这里才结束", "the earlier period ends only here")
    }

    pub fn earlier_is_open() -> Both {
        Both::new("前一个期间没有 until", "the earlier period has no until")
    }
}

impl Wrong<'_> {
    pub fn told(&self) -> Told {
        let told = |code, message, label| Told { code, message, label, help: None };
        let b = |zh: &str, en: &str| Both::new(zh, en);
        let adjoin = || {
            b(
                "后一个期间的 from 应当等于前一个期间的 until",
                "the from of the later period must be the until of the earlier one",
            )
        };
        match self {
            Wrong::Shape(fault) => shape::shape(fault),
            Wrong::Unknown { thing: Thing { code, zh, en }, name, known } => told(
                code,
                Both::new(format!("未知的{zh}“{name}”"), format!("unknown {en} \"{name}\"")),
                Both::new(format!("没有这个{zh}"), format!("no such {en}")),
            )
            .help(suggestion(name, known, 12)),
            Wrong::NoRulebook => told(
                "no-rulebook",
                b(
                    "这类文件只能属于一套完整的规则库，旁边缺少 rulebook.yaml；\
                     追加的规则只能带规则、修改（amendments/）和文件目录（instruments.yaml）",
                    "such a file belongs to a whole rulebook, and no rulebook.yaml stands beside it; \
                     rules that are added may bring rules, amendments (amendments/) \
                     and instruments (instruments.yaml) only",
                ),
                Both::default(),
            ),
            Wrong::TooMany(what, most) => what.told(*most),
            Wrong::DuplicateId { id, other } => told(
                "duplicate-id",
                Both::new(format!("规则编号“{id}”重复"), format!("the rule id \"{id}\" is there twice")),
                b("已经有这个编号", "this id is taken"),
            )
            .help(Some(match other {
                Some(other) => Both::new(format!("另一处在 {other}"), format!("the other stands at {other}")),
                None => b(
                    "内置规则集已有这个编号；要改变内置规则，请写 amendments/",
                    "an embedded rule has this id; to change an embedded rule write an amendment (amendments/)",
                ),
            })),
            Wrong::BadId(id) => told(
                "bad-id",
                Both::new(format!("规则编号“{id}”不合格式"), format!("the rule id \"{id}\" is malformed")),
                b("编号", "the id"),
            )
            .help(Some(b(
                "编号用小写字母、数字和连字符，例如 period-stated",
                "ids are lower-case letters, digits and hyphens, such as period-stated",
            ))),
            Wrong::NoCheck(id) => told(
                "no-check",
                Both::new(format!("规则“{id}”缺少 check"), format!("the rule \"{id}\" has no check")),
                b("这条规则什么也不检查", "this rule checks nothing"),
            ),
            Wrong::NoPeriod(id) => told(
                "no-period",
                Both::new(format!("规则“{id}”没有适用期间"), format!("the rule \"{id}\" holds at no time")),
                b("variants 是空的", "variants is empty"),
            ),
            Wrong::NoMessage(id) => told(
                "no-message",
                Both::new(format!("规则“{id}”缺少 message"), format!("the rule \"{id}\" has no message")),
                b("没有可显示的说明", "there is nothing to be told"),
            ),
            Wrong::BadText => told(
                "bad-text",
                b("文字要写成 {zh: …, en: …}", "texts are written {zh: …, en: …}"),
                b("这条规则里有一处写成了数字", "somewhere in this rule stands a number instead"),
            ),
            Wrong::BadDate(text) => told(
                "bad-date",
                Both::new(format!("“{text}”不是日期"), format!("\"{text}\" is no date")),
                b(
                    "应写作“年-月-日”，月日各两位",
                    "dates are written year-month-day, month and day with two digits each",
                ),
            ),
            Wrong::BadPlace { code: place, advice } => told(
                "bad-place",
                Both::new(format!("“{place}”不是地区代码"), format!("\"{place}\" is no code of a place")),
                b("地区", "the place"),
            )
            .help(Some((*advice).clone())),
            Wrong::DuplicateName(name) => told(
                "duplicate-name",
                Both::new(format!("“{name}”重复"), format!("\"{name}\" is there twice")),
                b("前面已经写过", "it stands further up already"),
            ),
            Wrong::EmptyPeriod => told(
                "empty-period",
                b("期间在开始之前已经结束", "the period ends before it begins"),
                b("结束", "the end"),
            ),
            Wrong::MixedAxes => told(
                "mixed-axes",
                b("同一条规则的各个期间必须用同一种时间", "all periods of a rule must be measured by the same time"),
                b("axis 与第一个期间不同", "the axis differs from that of the first period"),
            ),
            Wrong::Gap => told(
                "gap",
                b("两个期间之间有空档", "there is a gap between two periods"),
                b("后一个期间从这里开始", "the later period begins here"),
            )
            .help(Some(adjoin())),
            Wrong::Overlap => told(
                "overlap",
                b("两个期间重叠", "two periods overlap"),
                b("后一个期间从这里开始", "the later period begins here"),
            )
            .help(Some(adjoin())),
            Wrong::RepealedBasis { number, replaced_by } => told(
                "repealed-basis",
                Both::new(
                    format!("{number}在这个期间结束之前已经失效"),
                    format!("{number} is repealed before this period ends"),
                ),
                b("失效的依据", "a repealed basis"),
            )
            .help(replaced_by.map(|by| {
                Both::new(
                    format!("已由 {by} 取代，请另立一个期间"),
                    format!("{by} took its place: write a period of its own for it"),
                )
            })),
            Wrong::BasisNotInForce(number) => told(
                "basis-not-in-force",
                Both::new(
                    format!("{number}在这个期间开始时尚未施行"),
                    format!("{number} is not in force yet when this period begins"),
                ),
                b("尚未施行的依据", "a basis not in force yet"),
            ),
            Wrong::UnverifiedError => Wrong::UnverifiedAmendment.told().help(Some(b(
                "补上已见原文的依据，或写明 ground：contradiction、impossible、unfilled",
                "add a basis whose text was seen, or a ground: contradiction, impossible or unfilled",
            ))),
            Wrong::UnverifiedAmendment => told(
                "unverified-error",
                b("没有核实过的依据，不能定为 error", "without a verified basis it cannot be an error"),
                b("至多 warning", "at most warning"),
            ),
            Wrong::UnfoundedWarning => told(
                "unfounded-warning",
                b("没有依据的惯例只能定为 info", "a practice without a basis can only be info"),
                b("至多 info", "at most info"),
            )
            .help(Some(b("补上 basis，或写明 ground", "add a basis or a ground"))),
            Wrong::UnfoundedWeight => told(
                "unfounded-weight",
                b("没有依据的惯例不计分", "a practice without a basis does not weigh in the score"),
                b("应为 0", "must be 0"),
            ),
            Wrong::NoBasis => told(
                "no-basis",
                b("地方的变动必须写明依据", "what a place changes needs a basis"),
                b("缺少 basis", "basis is missing"),
            ),
            Wrong::EmptyAmendment => told(
                "empty-amendment",
                b("这份变动什么也没有改变", "this amendment changes nothing"),
                b("缺少 severity、weight、message 或 exempt", "severity, weight, message or exempt is missing"),
            ),
            Wrong::NoWords => told(
                "no-words",
                b("缺少 words：没有可供查找的词", "words is missing: there is nothing to look for"),
                Both::default(),
            ),
            Wrong::BadPattern(error) => told(
                "bad-pattern",
                Both::new(format!("正则表达式有误：{error}"), format!("the regular expression is wrong: {error}")),
                b("写法有误", "wrong here"),
            ),
            Wrong::NoSuchCell(name) => told(
                "unknown-cell",
                Both::new(format!("没有“{name}”这个单元格"), format!("there is no cell \"{name}\"")),
                b("应写作 表格.行.列", "cells are written table.row.column"),
            ),
            Wrong::NoSuchReading(term) => told(
                "unknown-cell",
                Both::new(format!("没有“{term}”这一格"), format!("there is no cell \"{term}\"")),
                b("表式里没有", "no form has it"),
            ),
            Wrong::Equation(bad) => {
                let why = bad.words();
                let message =
                    Both::new(format!("等式写法有误：{}", why.zh), format!("the equation is wrong: {}", why.en));
                told("bad-equation", message, why)
            }
            Wrong::MissingTest { rule, expect } => told(
                "missing-test",
                Both::new(
                    format!("规则“{rule}”缺少 expect: {expect} 的测试"),
                    format!("the rule \"{rule}\" has no test that expects {expect}"),
                ),
                b("缺少测试", "a test is missing"),
            ),
            Wrong::MissingBoundary { rule, before, after, by_year } => {
                let (zh, en) = match (before, after) {
                    (false, true) => ("之前", "before"),
                    (true, false) => ("开始时", "at"),
                    _ => ("前后", "before and at"),
                };
                let (zh_unit, en_unit) = if *by_year { ("年", "year") } else { ("天", "day") };
                told(
                    "missing-test",
                    Both::new(
                        format!("规则“{rule}”缺少期间分界{zh}的测试"),
                        format!("the rule \"{rule}\" has no test {en} the boundary of its periods"),
                    ),
                    b("期间分界", "the boundary"),
                )
                .help(Some(Both::new(
                    format!("在分界的前一{zh_unit}和这一{zh_unit}各写一个测试（year 或 published）"),
                    format!(
                        "write a test for the {en_unit} before the boundary and one for its {en_unit} \
                         (year or published)"
                    ),
                )))
            }
        }
    }
}

impl Told {
    fn help(mut self, help: Option<Both>) -> Self {
        self.help = help;
        self
    }
}

/// The nearest name, else some of those that would do.
fn suggestion(written: &str, known: &[&str], most: usize) -> Option<Both> {
    match crate::search::nearest(written, known.iter().copied()) {
        Some(near) => Some(Both::new(format!("是否想写“{near}”？"), format!("did you mean \"{near}\"?"))),
        None if known.is_empty() => None,
        None => {
            let some = &known[..known.len().min(most)];
            Some(Both::new(format!("可用的有：{}", some.join("、")), format!("there are: {}", some.join(", "))))
        }
    }
}

impl BadEquation {
    fn words(self) -> Both {
        match self {
            BadEquation::TooLong(most) => {
                Both::new(format!("等式过长，最多 {most} 个字节"), format!("longer than {most} bytes"))
            }
            BadEquation::End => Both::new("这里应当结束", "it must end here"),
            BadEquation::Condition => {
                Both::new("“=>”前面应当先有比较，如 a > 0", "a comparison must stand before \"=>\", such as a > 0")
            }
            BadEquation::Compare => Both::new("这里应当是 =、<=、>=、< 或 >", "=, <=, >=, < or > must stand here"),
            BadEquation::TooLarge => Both::new("数字过大", "the number is too large"),
            BadEquation::Bracket => Both::new("这里应当是右括号", "a closing bracket must stand here"),
            BadEquation::Term => {
                Both::new("这里应当是单元格的名称或数字", "the name of a cell or a number must stand here")
            }
        }
    }
}
