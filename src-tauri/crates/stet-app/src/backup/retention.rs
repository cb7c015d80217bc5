//! Which backups stay. Pure: the clock is a parameter.
//!
//! All of the last hour; the last of each hour for a day; the last of each day for thirty days; the last of each
//! month for a year. One that somebody asked for stays for thirty days. The newest good one, and the newest one made
//! before an update, always stay. Where all that is more than `at_most` bytes, hours go first, then days, then months,
//! the oldest of each first.

use std::collections::HashSet;

use super::Why;

/// What the rule knows of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// When, in milliseconds since 1970 UTC.
    pub at: i64,
    /// Why.
    pub why: Why,
    /// Its size.
    pub bytes: u64,
    /// Whether it can be restored.
    pub good: bool,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What keeps a backup, the first to go first where there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Hour,
    Recent,
    Day,
    Month,
    Asked,
    Always,
}

/// Places in `all` of the backups to give up, in order. `now` in milliseconds.
pub fn surplus(all: &[Made], now: i64, at_most: u64) -> Vec<usize> {
    let mut newest_first: Vec<usize> = (0..all.len()).collect();
    newest_first.sort_by_key(|place| std::cmp::Reverse((all[*place].at, *place)));
    let first = |wanted: &dyn Fn(&Made) -> bool| newest_first.iter().copied().find(|place| wanted(&all[*place]));
    let always = [first(&|made| made.good), first(&|made| made.why == Why::Update)];
    let (mut hours, mut days, mut months) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut held: Vec<(Hold, usize)> = Vec::new();
    for place in newest_first.iter().copied() {
        let made = &all[place];
        // A clock that was wrong for a while must not keep everything it stamped: the future counts as today.
        let age = (now - made.at).max(0);
        let last_of_hour = hours.insert(made.at.div_euclid(HOUR));
        let last_of_day = days.insert(made.at.div_euclid(DAY));
        let last_of_month = months.insert(month(made.at));
        let hold = if always.contains(&Some(place)) {
            Some(Hold::Always)
        } else if made.why == Why::Asked && age <= 30 * DAY {
            Some(Hold::Asked)
        } else if last_of_month && age <= 366 * DAY {
            Some(Hold::Month)
        } else if last_of_day && age <= 30 * DAY {
            Some(Hold::Day)
        } else if made.at <= now && age <= HOUR {
            Some(Hold::Recent)
        } else if last_of_hour && age <= DAY {
            Some(Hold::Hour)
        } else {
            None
        };
        held.extend(hold.map(|hold| (hold, place)));
    }
    let mut total: u64 = held.iter().map(|(_, place)| all[*place].bytes).sum();
    // Of each kind the oldest first.
    held.sort_by_key(|(hold, place)| (*hold, all[*place].at, *place));
    held.retain(|(hold, place)| {
        let goes = *hold != Hold::Always && total > at_most;
        if goes {
            total -= all[*place].bytes;
        }
        !goes
    });
    let kept: HashSet<usize> = held.into_iter().map(|(_, place)| place).collect();
    (0..all.len()).filter(|place| !kept.contains(place)).collect()
}

/// Year and month of a time, as one number.
fn month(at: i64) -> i64 {
    jiff::Timestamp::from_millisecond(at).map_or(0, |stamp| {
        let date = jiff::tz::TimeZone::UTC.to_datetime(stamp).date();
        i64::from(date.year()) * 12 + i64::from(date.month())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_795_514_400_000; // 2026-11-24T10:00:00Z

    fn made(minutes_ago: i64, why: Why) -> Made {
        Made { at: NOW - minutes_ago * 60_000, why, bytes: 10, good: true }
    }

    /// Minutes ago of those that stay.
    fn kept(all: &[Made], at_most: u64) -> Vec<i64> {
        let gone = surplus(all, NOW, at_most);
        (0..all.len()).filter(|place| !gone.contains(place)).map(|place| (NOW - all[place].at) / 60_000).collect()
    }

    #[test]
    fn the_rule() {
        const H: i64 = 60;
        const D: i64 = 24 * 60;
        for (what, minutes, wanted) in [
            ("all of the last hour", vec![0, 15, 30, 45, 60], vec![0, 15, 30, 45, 60]),
            ("then one an hour, the last", vec![5, 61, 75, 90, 105, 121], vec![5, 61, 121]),
            ("then one a day", vec![5, 2 * D, 2 * D + H, 2 * D + 2 * H, 3 * D], vec![5, 2 * D, 3 * D]),
            ("then one a month", vec![5, 40 * D, 41 * D, 42 * D, 80 * D], vec![5, 40 * D, 80 * D]),
            ("for a year", vec![5, 300 * D, 400 * D, 800 * D], vec![5, 300 * D]),
            ("the newest, however old", vec![900 * D, 950 * D], vec![900 * D]),
            ("nothing of nothing", vec![], vec![]),
        ] {
            let all: Vec<Made> = minutes.iter().map(|minutes| made(*minutes, Why::Timer)).collect();
            assert_eq!(kept(&all, u64::MAX), wanted, "{what}");
        }
    }

    #[test]
    fn one_that_was_asked_for_stays_for_a_month_and_one_before_an_update_for_good() {
        const D: i64 = 24 * 60;
        let all = [
            made(5, Why::Timer),
            made(3 * D, Why::Timer),
            made(3 * D + 60, Why::Asked),
            made(31 * D, Why::Timer),
            made(31 * D + 60, Why::Asked),
            made(500 * D, Why::Update),
            made(600 * D, Why::Update),
        ];
        assert_eq!(kept(&all, u64::MAX), [5, 3 * D, 3 * D + 60, 31 * D, 500 * D]);
    }

    #[test]
    fn a_damaged_newest_one_does_not_push_out_the_last_good_one() {
        let mut all = vec![made(500_000, Why::Timer), made(600_000, Why::Timer), made(700_000, Why::Timer)];
        all[0].good = false;
        assert!(kept(&all, 0).contains(&600_000));
    }

    #[test]
    fn where_there_is_no_room_hours_go_before_days_and_days_before_months() {
        const D: i64 = 24 * 60;
        let all: Vec<Made> = [5, 20, 130, 190, 3 * D, 4 * D, 60 * D, 90 * D].map(|minutes| made(minutes, Why::Timer)).into();
        assert_eq!(kept(&all, 80).len(), 8);
        assert_eq!(kept(&all, 60), [5, 20, 3 * D, 4 * D, 60 * D, 90 * D]);
        assert_eq!(kept(&all, 40), [5, 3 * D, 60 * D, 90 * D]);
        assert_eq!(kept(&all, 0), [5]);
    }

    fn backups() -> impl Strategy<Value = Vec<Made>> {
        let why = prop_oneof![5 => Just(Why::Timer), 1 => Just(Why::Asked), 1 => Just(Why::Update)];
        let one = (-3_000_i64..800_000, why, 0_u64..1_000, prop::bool::weighted(0.8));
        prop::collection::vec(one.prop_map(|(ago, why, bytes, good)| Made { at: NOW - ago * 60_000, why, bytes, good }), 0..80)
    }

    proptest! {
        #[test]
        fn the_newest_good_one_always_stays(all in backups(), at_most in 0_u64..30_000) {
            let gone = surplus(&all, NOW, at_most);
            if let Some(newest) = all.iter().filter(|made| made.good).map(|made| made.at).max() {
                prop_assert!((0..all.len()).any(|place| all[place].good && all[place].at == newest && !gone.contains(&place)));
            }
        }

        #[test]
        fn thinning_out_twice_is_thinning_out_once(all in backups(), at_most in 0_u64..30_000) {
            let gone = surplus(&all, NOW, at_most);
            let left: Vec<Made> = (0..all.len()).filter(|place| !gone.contains(place)).map(|place| all[place].clone()).collect();
            prop_assert_eq!(surplus(&left, NOW, at_most), Vec::<usize>::new());
        }

        #[test]
        fn the_order_of_the_list_does_not_matter(all in backups(), at_most in 0_u64..30_000) {
            let times = |all: &[Made]| {
                let gone = surplus(all, NOW, at_most);
                let mut out: Vec<i64> = (0..all.len()).filter(|place| !gone.contains(place)).map(|place| all[place].at).collect();
                out.sort_unstable();
                out.dedup();
                out
            };
            let mut distinct = all.clone();
            distinct.sort_by_key(|made| made.at);
            distinct.dedup_by_key(|made| made.at);
            let mut turned = distinct.clone();
            turned.reverse();
            prop_assert_eq!(times(&distinct), times(&turned));
        }

        #[test]
        fn what_stays_is_bounded(all in backups()) {
            let gone = surplus(&all, NOW, u64::MAX);
            let timer = (0..all.len()).filter(|place| !gone.contains(place) && all[*place].why == Why::Timer && all[*place].at < NOW - HOUR).count();
            prop_assert!(timer <= 25 + 32 + 14, "{}", timer);
        }

        #[test]
        fn no_more_is_kept_than_there_is_room_for(all in backups(), at_most in 0_u64..30_000) {
            let gone = surplus(&all, NOW, at_most);
            let kept: Vec<&Made> = (0..all.len()).filter(|place| !gone.contains(place)).map(|place| &all[place]).collect();
            let bytes: u64 = kept.iter().map(|made| made.bytes).sum();
            prop_assert!(bytes <= at_most || kept.len() <= 2);
        }
    }
}
