//! Small words of Chinese, which say how other words stand to each other and nothing of any subject.

/// Before a number that says which one, not how many: 第三.
pub(crate) const ORDINAL: char = '第';

/// Behind the number of an item in running text: 一是.
pub(crate) const IS: char = '是';

/// Between a label and what it announces: 电话为…, 电话是….
pub(crate) const LINKS: [char; 2] = ['为', IS];

/// Behind a verb: it came to pass.
pub(crate) const DONE: char = '了';

/// Between what tells which and what is meant.
pub(crate) const OF: char = '的';

/// Before a number that is no count of all: 每一件, 逐一.
pub(crate) const EACH: [char; 2] = ['每', '逐'];

/// Words that join things of one kind.
pub(crate) const AND: [&str; 4] = ["和", "及", "与", "以及"];

/// Words of which one thing or the other holds.
pub(crate) const OR: [&str; 2] = ["或", "或者"];

/// Before the beginning of a span of time.
pub(crate) const FROM: [char; 2] = ['自', '从'];

/// Before its end, and between the ends of any range.
pub(crate) const TO: [char; 2] = ['至', '到'];

/// In place of a figure: there is none.
pub(crate) const NOTHING: char = '无';

/// Before the hundredths: 百分之九十.
pub(crate) const PER_CENT: &str = "百分之";

/// What follows one of the words that join, or the mark that does.
pub(crate) fn joined(text: &str) -> Option<&str> {
    text.strip_prefix('、').or_else(|| AND.iter().find_map(|word| text.strip_prefix(word)))
}

/// True where the text ends in a word that leads to another thing of the same kind.
pub(crate) fn joins_on(text: &str) -> bool {
    AND.iter().chain(&OR).any(|word| text.ends_with(word))
}

/// Small words that lead up to the number behind a list: 共, 计, 有, 这, 以上.
pub(crate) const BEFORE_SUMS: [char; 7] = ['共', '计', '有', '的', '这', '以', '上'];
