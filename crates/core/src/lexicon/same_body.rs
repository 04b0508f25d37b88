//! Whether two names may be those of one body: in full and cut short, before a reform and after it. Where nothing is
//! sure they may.

use super::bodies::Bodies;
use crate::search::ends_with;

impl Bodies {
    /// False where the fields of two names have nothing to do with each other, or where their places are others of the
    /// same tier.
    pub fn may_be_one(&self, one: &str, other: &str) -> bool {
        let (here, there) = (self.parts(one), self.parts(other));
        self.may_be_one_field(here.field, there.field) && !self.are_neighbours(&here, &there)
    }

    fn may_be_one_field(&self, one: &str, other: &str) -> bool {
        if one.chars().count() < 2 || other.chars().count() < 2 {
            return true;
        }
        let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
        let told_by = |group: &Vec<super::Str>, field: &str| group.iter().any(|f| field.contains(f.as_str()));
        holds(long, short) || self.raw.one_field.iter().any(|g| told_by(g, one) && told_by(g, other))
    }

    /// Two places of one tier with names of their own.
    fn are_neighbours(&self, here: &Parts<'_>, there: &Parts<'_>) -> bool {
        let named = |place: &str| place.chars().count() > 2;
        let (place, other) = (here.place, there.place);
        let same = holds(place, other) || holds(other, place);
        named(place) && named(other) && here.tier == there.tier && !same
    }

    /// The last place of a name, its tier, and what is behind it without the words that only say it is a body.
    fn parts<'n>(&self, name: &'n str) -> Parts<'n> {
        let marks = self.marks(name);
        let (end, tier) =
            marks.last().map_or_else(|| (self.leading_mark(name), None), |&(end, tier)| (end, Some(tier)));
        let start = marks.iter().rev().nth(1).map_or(0, |m| m.0);
        let bare = self.raw.ends.iter().find_map(|e| ends_with(name, e).then(|| &name[..name.len() - e.len()]));
        let field = bare.unwrap_or(name).get(end..).unwrap_or_default();
        Parts { place: &name[start..end], tier, field }
    }
}

struct Parts<'n> {
    place: &'n str,
    tier: Option<usize>,
    field: &'n str,
}

/// True where every character of the shorter text is one of the longer's, each once.
fn holds(long: &str, short: &str) -> bool {
    let mut rest: Vec<char> = long.chars().collect();
    short.chars().all(|c| rest.iter().position(|&r| r == c).map(|i| rest.swap_remove(i)).is_some())
}

#[cfg(test)]
mod tests {
    use crate::rulebook::embedded_lexicon;

    #[test]
    fn one_body_under_two_names() {
        let bodies = &embedded_lexicon().bodies;
        for (one, other) in [
            ("云河县卫健局", "县卫生健康局"),
            ("云河县卫生和计划生育局", "云河县卫健委"),
            ("云河县市监局", "云河县市场监督管理局"),
            ("云河县住建局", "云河县住房和城乡建设局"),
            ("云河县人社局", "云河县人力资源社会保障局"),
            ("青岭市自然资源和规划局", "市资规局"),
            ("青岭市自然资源局", "青岭市国土资源局"),
            ("云河县发展和改革局", "县发改委"),
            ("青岭市文旅局", "青岭市文化广电新闻出版局"),
            ("云河县退役军人局", "云河县退役军人事务局"),
            ("云河县应急局", "云河县安全生产监督管理局"),
            ("云河县城管局", "云河县综合行政执法局"),
            ("云河县农业农村局", "县农业局"),
            ("云河县水务局", "县水利局"),
            ("云河县行政审批局", "县行政审批服务管理局"),
            ("青岭市松泉区民政局", "松泉区民政局"),
            ("青岭市公安局松泉分局", "松泉公安分局"),
            ("云河县民政局", "青岭市民政局"),
            ("青岭市工信局", "青岭市经济和信息化局"),
            ("青岭市高新区税务局", "青岭市高新技术产业开发区税务局"),
        ] {
            assert!(bodies.may_be_one(one, other) && bodies.may_be_one(other, one), "{one} {other}");
        }
    }

    #[test]
    fn two_bodies() {
        let bodies = &embedded_lexicon().bodies;
        for (one, other) in [
            ("云河县民政局", "云河县财政局"),
            ("云河县农业农村局", "云河县林业局"),
            ("云河县民政局", "县水利局"),
            ("云河县民政局", "柳湾县民政局"),
            ("青岭市民政局", "海州市民政局"),
            ("青岭市松泉区民政局", "柳湾区民政局"),
            ("云河县教育局", "云河县交通运输局"),
        ] {
            assert!(!bodies.may_be_one(one, other) && !bodies.may_be_one(other, one), "{one} {other}");
        }
    }
}
