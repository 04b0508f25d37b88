//! The words for files that cannot be read, and for values of another shape than their types have.

use super::{BOUND, Both, TEXT, Told, suggestion};
use gouji_tree::{ErrorKind, Fault, Found, Simple, Unreadable, Wanted};

pub(crate) fn shape(fault: &Fault) -> Told {
    let told = |code, message, label, help| Told { code, message, label, help };
    match fault {
        Fault::UnknownField { field, known } => told(
            "unknown-field",
            Both::new(format!("未知的字段“{field}”"), format!("unknown field \"{field}\"")),
            Both::new("没有这个字段", "no such field"),
            suggestion(field, known, usize::MAX),
        ),
        Fault::UnknownVariant { variant, known } => told(
            "unknown-value",
            Both::new(format!("不能写“{variant}”"), format!("\"{variant}\" cannot stand here")),
            Both::new("没有这个取值", "no such value"),
            suggestion(variant, known, usize::MAX),
        ),
        Fault::MissingField(field) => told(
            "missing-field",
            Both::new(format!("缺少字段“{field}”"), format!("the field \"{field}\" is missing")),
            Both::new(format!("这里缺少 {field}"), format!("{field} is missing here")),
            None,
        ),
        Fault::Unreadable(Unreadable::Duplicate(key)) => told(
            "duplicate-key",
            Both::new(format!("字段重复：{key}"), format!("the field {key} is there twice")),
            Both::new("前面已经写过", "it stands further up already"),
            Some(Both::new("同一个字段只写一次", "write each field once")),
        ),
        other => {
            let why = unfit(other);
            let message =
                Both::new(format!("YAML 无法读取：{}", why.zh), format!("the YAML cannot be read: {}", why.en));
            told("syntax", message, Both::new("在这里", "here"), None)
        }
    }
}

fn unfit(fault: &Fault) -> Both {
    match fault {
        Fault::Unreadable(unreadable) => unreadable_words(unreadable),
        Fault::Wanted(wanted) => match wanted {
            Wanted::Scalar => Both::new("这里应当是一个词或数字", "a word or number must stand here"),
            Wanted::List => Both::new("这里应当是列表", "a list must stand here"),
            Wanted::Map => Both::new("这里应当是“字段: 值”", "fields with values must stand here"),
            Wanted::EndOfList => Both::new("列表的项太多", "the list is too long"),
            Wanted::Variant => {
                Both::new("这里应当是一个名称，或“名称: 参数”", "a name must stand here, or a name with its parameters")
            }
            Wanted::Name => Both::new("花括号里缺少名称", "a name is missing between the braces"),
            Wanted::OneName => Both::new("这里只能写一个名称", "only one name can stand here"),
            Wanted::NameAlone => Both::new("这个名称不带参数", "this name takes no parameters"),
        },
        Fault::Invalid(simple) => match simple {
            Simple::Integer("u8") => Both::new("应当是 0 到 255 的整数", "an integer from 0 to 255 must stand here"),
            Simple::Integer(name) if name.starts_with('u') => {
                Both::new("应当是不小于 0 的整数", "an integer not below 0 must stand here")
            }
            Simple::Integer(_) => Both::new("应当是整数", "an integer must stand here"),
            Simple::Float => Both::new("应当是数字", "a number must stand here"),
            Simple::Bool => Both::new("应当是 true 或 false", "true or false must stand here"),
            Simple::Char => Both::new("应当是一个字", "a single character must stand here"),
        },
        Fault::Nothing => Both::new("这里缺少内容", "something must stand here"),
        Fault::Type { found, wanted } | Fault::Value { found, wanted } => {
            let (found, wanted) = (found_words(found), wanted_words(wanted));
            Both::new(
                format!("应当是{}，不能是{}", wanted.zh, found.zh),
                format!("{} must stand here, not {}", wanted.en, found.en),
            )
        }
        Fault::Said(text) => Both::alike(text),
        other => Both::alike(&format!("{other:?}")),
    }
}

fn found_words(found: &Found) -> Both {
    match found {
        Found::Bool(value) => Both::new(format!("“{value}”"), value.to_string()),
        Found::Number(number) => Both::new(format!("“{number}”"), number),
        Found::Text(text) => Both::new(format!("“{text}”"), format!("\"{text}\"")),
        Found::Nothing => Both::new("空白", "nothing"),
        Found::List => Both::new("列表", "a list"),
        Found::Map => Both::new("“字段: 值”", "fields with values"),
        Found::Other(other) => Both::alike(other),
    }
}

/// What types say they expect, in the other language too.
fn wanted_words(wanted: &str) -> Both {
    let zh = match wanted {
        TEXT => "中英文各一的文字 {zh: …, en: …}",
        BOUND => "年份（YYYY）或日期（YYYY-MM-DD）",
        other => other,
    };
    Both::new(zh, wanted)
}

fn unreadable_words(unreadable: &Unreadable) -> Both {
    match unreadable {
        Unreadable::Syntax(kind) => Both::new(syntax(kind), kind.to_string()),
        Unreadable::End => Both::new("文件没有内容，或没有写完", "the file is empty or ends too early"),
        Unreadable::SecondDocument => Both::new(
            "一个文件只能有一份内容，不能用“---”再起一份",
            "a file holds one document: nothing may follow a second \"---\"",
        ),
        Unreadable::Duplicate(key) => Both::new(format!("{key} 重复"), format!("{key} is there twice")),
        Unreadable::TooMuch => Both::new("内容太多", "there is too much of it"),
        Unreadable::TooDeep => Both::new("嵌套太深", "it is nested too deeply"),
        Unreadable::Circle => Both::new("别名（*）引用了它自己", "an alias (*) stands inside what it names"),
        Unreadable::Tag(tag) => Both::new(format!("不能用标签 {tag}"), format!("the tag {tag} cannot be used")),
        Unreadable::Merge => Both::new("“<<”后面应当是“字段: 值”", "fields with values must stand behind \"<<\""),
    }
}

/// What the YAML library finds wrong, in Chinese.
fn syntax(kind: &ErrorKind) -> String {
    use ErrorKind as K;
    let words = match kind {
        K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::UnclosedFlowCollection { .. } => "括号没有合上",
        K::UnexpectedEofBlockSequence | K::UnexpectedEofBlockMapping | K::UnexpectedEof => "文件没有写完",
        K::UnknownAnchor => "别名（*）没有对应的锚点（&）",
        K::MissingAnchorOrAliasName => "锚点（&）或别名（*）后面缺少名称",
        K::ExpectedNodeContent => "这里缺少内容",
        K::ExpectedBlockMappingKey => "这里应当是字段名，请检查缩进",
        K::ExpectedFlowMappingSeparator | K::ExpectedFlowSequenceSeparator => "括号里缺少逗号，或括号没有合上",
        K::ExpectedBlockSequenceEntry => "这里应当是以“- ”开头的一项",
        K::SimpleKeyExpected | K::InvalidSimpleKey => "字段名后面缺少冒号",
        K::InvalidDocumentEnd | K::ExpectedDocumentStart | K::MissingDocumentEndBeforeDirective => {
            "“---”或“...”的位置不对"
        }
        K::InvalidIndentation
        | K::InvalidFlowScalarIndent
        | K::InvalidQuotedScalarIndent
        | K::InvalidBlockScalarIndent => "缩进不对",
        K::BomInsideDocument => "文件中间有字节顺序标记（BOM）",
        K::UnexpectedCharacter { character } => return format!("这里不能写“{character}”"),
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabAtBlockScalarStart
        | K::TabInIndentation
        | K::TabInPlainScalar => "这里不能用制表符（Tab），请改用空格",
        K::CommentInterceptedScalar => "注释把一段文字截断了",
        K::CommentNotSeparated => "注释（#）前面缺少空格",
        K::ExpectedWhitespace => "这里缺少空格",
        K::InvalidMappingValueWhitespace => "冒号后面缺少空格",
        K::InvalidBlockEntryWhitespace => "“-”后面缺少空格",
        K::MisplacedFlowCollectionEnd | K::MismatchedFlowCollectionEnd { .. } => "括号不配对",
        K::RecursionLimitExceeded => "嵌套太深",
        K::BlockEntryInFlowCollection | K::BlockSequenceEntryNotAllowed => "这里不能写以“- ”开头的项",
        K::ZeroBlockScalarIndent | K::InvalidBlockScalarHeader => "“|”或“>”后面的写法有误",
        K::DocumentIndicatorInQuotedScalar | K::UnclosedQuotedScalar => "引号没有合上",
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => "引号后面有多余的内容",
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => "双引号里的转义写法有误",
        K::PlainScalarStartsWithDashFlowIndicator | K::UnexpectedEndOfPlainScalar => "这段文字的写法有误，请加引号",
        K::MappingKeyNotAllowed => "这里不能写字段",
        K::FlowMappingValueAdjacentCollection | K::InvalidColonPlacement => "冒号的位置不对",
        K::MappingValueNotAllowed => "这里不能有冒号；文字里有冒号时请加引号",
        K::DirectiveDisallowed
        | K::InvalidDirectiveTerminator
        | K::MissingDirectiveName
        | K::InvalidDirectiveName
        | K::MissingYamlVersion
        | K::MissingYamlVersionSeparator
        | K::YamlVersionTooLong
        | K::UnsupportedYamlMajorVersion
        | K::DuplicateVersionDirective
        | K::DuplicateTagDirective => "以“%”开头的一行写法有误",
        _ => "写法有误",
    };
    words.to_owned()
}
