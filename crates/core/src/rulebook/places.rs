//! Codes of places: the country's, or that and the digits of an administrative division. Which there are is data.

use serde::Deserialize;

use crate::checks::mistake_words::Both;

/// `places` of `rulebook.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// What all codes begin with.
    country: String,
    /// How many digits may follow it.
    digits: Vec<usize>,
    /// What the digits may begin with.
    regions: Vec<String>,
}

impl Places {
    /// The code of the whole country.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// True for the code of a place.
    pub fn has(&self, code: &str) -> bool {
        code == self.country || self.digits_of(code).is_some_and(|digits| self.is_in_a_region(digits))
    }

    /// The digits of a code, where they are as many as may be.
    fn digits_of<'c>(&self, code: &'c str) -> Option<&'c str> {
        let digits = code.strip_prefix(self.country.as_str())?.strip_prefix('-')?;
        (self.digits.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    }

    fn is_in_a_region(&self, digits: &str) -> bool {
        self.regions.iter().any(|region| digits.starts_with(region.as_str()))
    }

    /// A code of a place in the country.
    pub fn example(&self) -> String {
        self.regions.first().map_or_else(|| self.country.clone(), |region| format!("{}-{region}", self.country))
    }

    /// What is to be written instead of a code that is none.
    pub fn advice(&self, code: &str) -> Both {
        if self.digits_of(code).is_some() {
            return Both::new(
                format!("代码的数字只能以这些开头：{}", self.regions.join("、")),
                format!("the digits of a code begin with one of {}", self.regions.join(", ")),
            );
        }
        let digits: Vec<String> = self.digits.iter().map(usize::to_string).collect();
        let (country, example) = (&self.country, self.example());
        Both::new(
            format!("写 {country}，或 {country}- 加 {} 位数字，例如 {example}", digits.join("、")),
            format!("write {country}, or {country}- with {} digits, such as {example}", digits.join(", ")),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_judge_of_codes() {
        let places =
            Places { country: "xx".into(), digits: vec![2, 4], regions: vec!["11".to_owned(), "43".to_owned()] };
        for code in ["xx", "xx-11", "xx-4304"] {
            assert!(places.has(code), "{code}");
        }
        for code in
            ["", "x", "xx-", "xx43", "xx-4", "xx-430", "xx-430421", "xx-99", "xx-9943", "xx-4a", "xx-43 ", "yy-43"]
        {
            assert!(!places.has(code), "{code}");
            let region = places.advice(code).en.starts_with("the digits");
            assert_eq!(region, ["xx-99", "xx-9943"].contains(&code), "{code}");
        }
    }
}
