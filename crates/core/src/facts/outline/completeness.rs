//! Whether the text is all of the report, or a piece of one: what is absent is judged only where it is all there.

use crate::document::{BlockKind, Document};
use crate::facts::model::{Completeness, Facts};
use crate::lexicon::Lexicon;
use crate::source::Span;

pub(crate) fn read(document: &Document, lexicon: &Lexicon, facts: &Facts) -> Completeness {
    let outline = &facts.outline;
    let tops: Vec<_> = outline.sections.iter().filter(|s| s.level == 1).collect();
    if let Some(first) = tops.first()
        && outline.title.is_none()
        && outline.preface.is_none()
        && first.number.is_some_and(|n| n > 1)
    {
        return Completeness::Part(Span::at(outline.report.start as usize));
    }
    if outline.signature.is_some() {
        return Completeness::Whole;
    }
    let Some(block) = (0..document.blocks.len()).rev().find(|i| outline.furniture.binary_search(i).is_err()) else {
        return Completeness::Whole;
    };
    let block = document.blocks[block];
    let text = document.slice(block.span).trim_end();
    let end = Span::at(outline.report.end as usize);
    let seen = |topic: &str| tops.iter().any(|s| s.is_about(topic));
    let format = &lexicon.headings.format;
    let in_format = facts.profile.report_year.is_some_and(|y| lexicon.has_format(y.value));
    let sections_seen = format.iter().filter(|t| seen(t)).count();
    if in_format && (1..=2).contains(&sections_seen) {
        return Completeness::Part(end);
    }
    // All sections that the format asks for are there: how the last line ends tells nothing.
    if in_format && sections_seen == format.len() {
        return Completeness::Whole;
    }
    // One or two sections and none of those that close a report: the beginning of a page.
    let closing_seen = format.iter().rev().take(3).any(|t| seen(t));
    if (1..=2).contains(&tops.len())
        && !closing_seen
        && tops[0].topic.as_deref().is_some_and(|t| format.first().is_some_and(|f| f == t))
    {
        return Completeness::Part(end);
    }
    let ending = format.last().is_some_and(|t| seen(t));
    if matches!(block.kind, BlockKind::Table(_)) || text.ends_with('|') {
        // A table stands last in a report only as an annex: after the sections that close it.
        let closing = format.iter().rev().take(2).any(|t| seen(t))
            || sections_seen == 0
            || tops.iter().any(|s| {
                s.topic.as_deref().is_some_and(|t| !format.iter().any(|f| f == t))
                    && s.heading.end > tops[tops.len() / 2].heading.end
            });
        return if closing { Completeness::Whole } else { Completeness::Part(end) };
    }
    let line = text.lines().next_back().unwrap_or(text);
    let line_end = block.span.start as usize + text.len();
    if let Some(last) = outline.sections.last().filter(|s| s.heading.end as usize >= line_end) {
        let words = document.slice(last.title);
        let known = !lexicon.headings.topic(words).topics.is_empty();
        return if known && ending || line.ends_with(['。', '!', '?']) {
            Completeness::Whole
        } else {
            Completeness::Part(end)
        };
    }
    let closed = line.ends_with(['。', '!', '?', '.', '”', '"', ')', '》', '；', ';', '…', ':'])
        || line.ends_with(|c: char| c.is_ascii_digit());
    let short = line.chars().count() < 12;
    if facts.contact.ends(line_end)
        || ends_in_address(line)
        || lexicon.furniture.closes_form(line) && facts.tables.iter().any(|t| t.span.end as usize <= line_end)
    {
        return Completeness::Whole;
    }
    if closed && !line.ends_with([';', ','])
        || short && ending
        || !facts.outline.sections.is_empty() && ending && line.chars().count() <= 30
    {
        return Completeness::Whole;
    }
    if outline.sections.is_empty() { Completeness::Whole } else { Completeness::Part(end) }
}

/// The line closes with an address of the net.
fn ends_in_address(line: &str) -> bool {
    let word = line.rsplit(|c: char| !c.is_ascii_graphic()).next().unwrap_or(line);
    word.contains('@') || word.contains("://") || word.contains("www.")
}

#[cfg(test)]
mod tests {
    use crate::facts::extract;
    use crate::facts::model::{Completeness, Overrides};
    use crate::read::read;
    use crate::rulebook::embedded_lexicon;
    use crate::source::{Format, Source};

    const SIX: &str = "一、总体情况\n做好公开工作。\n二、主动公开政府信息情况\n公开信息12条。\n三、收到和处理政府信息公开申请情况\n收到申请2件。\n四、政府信息公开行政复议、行政诉讼情况\n没有。\n五、存在的主要问题及改进情况\n人员不足，将加强培训。\n六、其他需要报告的事项\n没有收取信息处理费。\n";
    const OLD: &str = "一、概述\n做好公开工作。\n二、主动公开情况\n公开信息12条。\n三、依申请公开情况\n没有收到申请。\n四、存在的不足\n人员不足。\n";
    const FORM: &str = "政府信息公开情况统计表\n统计指标 | 单位 | 统计数\n（二）举办各类培训班数 | 次 | 1\n（三）接受培训人员数 | 人次 | 41\n";

    fn is_whole(year: i16, body: &str) -> bool {
        let text = format!("云河县水务局{year}年政府信息公开工作年度报告\n{body}");
        let document = read(Source::new("r.txt", Format::Txt, text.as_bytes()).expect("text"));
        extract(&document, embedded_lexicon(), &Overrides::default()).completeness == Completeness::Whole
    }

    #[test]
    fn with_all_sections_there_the_last_line_may_end_as_it_likes() {
        for last in [
            "",
            "云ICP备00000001号-1 网站标识码：0000000001 云公网安备 00000000000111号",
            "联系地址：云河县青岭路1号，电子邮箱：sw@example.gov.cn",
            "单位负责人：张三　审核人：李四　填报人：王五　填报日期：2024年1月15日",
            "建议使用1920×1080分辨率的浏览器访问本网站",
            "附图：公开情况一览",
        ] {
            assert!(is_whole(2023, &format!("{SIX}{last}\n")), "{last}");
        }
    }

    #[test]
    fn an_older_report_is_whole_where_its_last_line_closes_it() {
        for last in [
            "人员不足。",
            "联系方式：云河县青岭路1号，邮箱sw@example.gov.cn",
            &format!("{FORM}单位负责人：张三　审核人：李四　填报人：王五　填报日期：2019年1月15日"),
        ] {
            assert!(is_whole(2018, &format!("{OLD}{last}\n")), "{last}");
        }
    }

    #[test]
    fn a_text_that_breaks_off_is_a_part() {
        assert!(!is_whole(
            2018,
            &format!("{OLD}五、下一步工作\n我局将进一步加强对政府信息公开工作的组织领导,完善各项制度和")
        ));
        let cut = SIX.find("五、").expect("the fifth");
        assert!(!is_whole(2023, &format!("{}我局将按照要求做好政府信息公开申请的办理答复和", &SIX[..cut])));
        assert!(!is_whole(2023, "一、总体情况\n做好公开工作。\n"));
    }
}
