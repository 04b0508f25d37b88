//! The word of a list that somebody may have meant.

/// The name nearest to what was written, if any is near enough to be meant.
pub fn nearest<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let written: Vec<char> = written.chars().take(80).collect();
    let limit = (written.len() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(&written, &name.chars().take(80).collect::<Vec<_>>()), name))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Edit distance with swaps of neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut rows = vec![0; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let at = i * width + j;
            if i == 0 || j == 0 {
                rows[at] = i + j;
                continue;
            }
            let replace = rows[at - width - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[at - width] + 1).min(rows[at - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[at - 2 * width - 2] + 1);
            }
            rows[at] = best;
        }
    }
    rows[rows.len() - 1]
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
