//! `score --format svg`: a badge with the score of one report, or the range of scores of several.

use std::io;

use super::printer::Summing;
use super::score_sheet::number;
use super::wrap::width;
use crate::markup::escape;
use crate::report::Closing;
use crate::terms::Language;

/// The printer of the badge.
#[derive(Clone, Copy, Debug)]
pub struct ScoreBadge(pub Language);

impl Summing for ScoreBadge {
    fn whole(&self, closing: &Closing) -> io::Result<Vec<u8>> {
        Ok(self.badge(closing).into_bytes())
    }
}

impl ScoreBadge {
    fn badge(self, closing: &Closing) -> String {
        let label = self.0.pick("合规得分", "compliance");
        let values = || closing.tallies.iter().filter_map(|t| t.score.value);
        let range = match closing.tallies.as_slice() {
            [tally] => tally.score.low.zip(tally.score.high),
            _ => None,
        };
        let lowest = values().min_by(f64::total_cmp);
        let highest = values().max_by(f64::total_cmp);
        let said = match (lowest, highest, range) {
            (Some(low), Some(high), _) if low < high => format!("{}–{}", number(low), number(high)),
            (Some(value), ..) => number(value),
            (None, _, Some((low, high))) => format!("{}–{} ?", number(low), number(high)),
            _ => self.0.pick("不予评定", "not assessable").to_owned(),
        };
        let colour = match lowest {
            Some(v) if v >= 90.0 => "#2e7d32",
            Some(v) if v >= 60.0 => "#b26a00",
            Some(_) => "#b71c1c",
            None => "#616161",
        };
        let wide = |text: &str| width(text) * 7 + 14;
        let (left, right) = (wide(label), wide(&said));
        let all = left + right;
        let (label, said) = (escape(label), escape(&said));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all}\" height=\"20\" role=\"img\" \
             aria-label=\"{label}: {said}\">\n\
             <title>{label}: {said}</title>\n\
             <rect width=\"{left}\" height=\"20\" fill=\"#555\"/>\n\
             <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{colour}\"/>\n\
             <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"12\">\n\
             <text x=\"{}\" y=\"14\">{label}</text>\n<text x=\"{}\" y=\"14\">{said}</text>\n</g>\n</svg>\n",
            left / 2,
            left + right / 2,
        )
    }
}
