//! The word of a list that somebody may have meant.

use strsim::osa_distance;

/// The name nearest to what was written, if any is near enough to be meant.
pub fn nearest<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let written = beginning(written);
    let limit = (written.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (osa_distance(written, beginning(name)), name))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, name)| name)
}

/// As much of a name as is compared: no name has more, a hostile one may.
fn beginning(name: &str) -> &str {
    &name[..name.floor_char_boundary(240)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_slips_and_refuses_strangers() {
        assert_eq!(nearest("new_recieved", ["new_received", "carried_in"]), Some("new_received"));
        assert_eq!(nearest("期限", ["统计期限", "期间"]), Some("期间"));
        assert_eq!(nearest("zzz", ["new_received", "carried_in"]), None);
    }
}
