//! Lines that are nothing but a time: absolute ones, and those relative to a moment that nobody knows.

use jiff::civil;

use super::text;
use crate::article::Moment;

/// What a line of time says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum TimeLine {
    /// A day, perhaps with a time; in UTC where the line names no other zone.
    Published(Moment),
    /// The same after a word such as "Updated".
    Updated(Moment),
    /// A date that could be several days: without a year, or all in numbers with the day and the month exchangeable.
    Ambiguous,
    /// Such as "2 hours ago" or "About 4 months".
    Relative,
}

/// Reads a line that holds a time and nothing else.
pub(super) fn time_line(line: &str) -> Option<TimeLine> {
    if line.len() > 160 {
        return None;
    }
    let folded = text::fold(line);
    if is_relative(&folded) { Some(TimeLine::Relative) } else { absolute(&folded) }
}

/// Reads a date as people write it, such as `24 November 2026`.
pub(super) fn written_date(text: &str) -> Option<Moment> {
    match time_line(text) {
        Some(TimeLine::Published(moment) | TimeLine::Updated(moment)) => Some(moment),
        _ => None,
    }
}

const UNITS: [&str; 40] = [
    "second",
    "seconds",
    "sec",
    "secs",
    "minute",
    "minutes",
    "min",
    "mins",
    "hour",
    "hours",
    "hr",
    "hrs",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "ثانيه",
    "ثواني",
    "ثوان",
    "دقيقه",
    "دقائق",
    "ساعه",
    "ساعات",
    "يوم",
    "يوما",
    "ايام",
    "اسبوع",
    "اسابيع",
    "شهر",
    "شهرا",
    "اشهر",
    "شهور",
    "سنه",
    "سنوات",
    "عام",
    "اعوام",
];
/// Arabic says "two hours" and "moments" in one word.
const COUNTED: [&str; 10] = ["دقيقتين", "ساعتين", "يومين", "اسبوعين", "شهرين", "سنتين", "عامين", "لحظات", "قليل", "ثانيتين"];
const COUNTS: [&str; 26] = [
    "a",
    "an",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "few",
    "several",
    "واحد",
    "واحده",
    "ثلاثه",
    "ثلاث",
    "اربعه",
    "اربع",
    "خمسه",
    "خمس",
    "عده",
    "بضع",
];
/// Words that stand beside a relative time and say nothing else.
const BESIDE: [&str; 34] = [
    "about",
    "around",
    "approximately",
    "almost",
    "nearly",
    "over",
    "more",
    "less",
    "than",
    "ago",
    "published",
    "posted",
    "updated",
    "last",
    "update",
    "modified",
    "on",
    "the",
    "منذ",
    "قبل",
    "حوالي",
    "نحو",
    "قرابه",
    "اكثر",
    "اقل",
    "من",
    "نشر",
    "تم",
    "النشر",
    "اخر",
    "تحديث",
    "التحديث",
    "تقريبا",
    "قرابة",
];

fn is_relative(folded: &str) -> bool {
    if ["just now", "today", "yesterday", "الان", "اليوم", "امس"].contains(&folded) {
        return true;
    }
    let (mut counts, mut units, mut both) = (0, 0, 0);
    for word in
        folded.split(|letter: char| letter.is_whitespace() || matches!(letter, ':' | ',' | '،' | '~')).filter(|word| !word.is_empty())
    {
        let word = word.trim_end_matches(['.', '+']);
        if COUNTED.contains(&word) {
            both += 1;
        } else if UNITS.contains(&word) {
            units += 1;
        } else if COUNTS.contains(&word) || (word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())) {
            counts += 1;
        } else if is_short_span(word) {
            both += 1;
        } else if !BESIDE.contains(&word) {
            return false;
        }
    }
    // "منذ ساعة" counts one without saying so; "Months" alone is a word.
    let arabic_one = units == 1 && counts == 0 && (folded.starts_with("منذ") || folded.starts_with("قبل"));
    both == 1 && units == 0 && counts == 0 || counts == 1 && units == 1 && both == 0 || arabic_one
}

/// `2h`, `15m`, `3d`.
fn is_short_span(word: &str) -> bool {
    let digits = word.trim_end_matches(['h', 'm', 'd', 'w', 'y']);
    word.len() == digits.len() + 1 && (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "يناير", "كانون الثاني", "جانفي"],
    &["february", "feb", "فبراير", "شباط", "فيفري"],
    &["march", "mar", "مارس", "اذار"],
    &["april", "apr", "ابريل", "نيسان", "افريل"],
    &["may", "مايو", "ايار", "ماي"],
    &["june", "jun", "يونيو", "يونيه", "حزيران", "جوان"],
    &["july", "jul", "يوليو", "يوليه", "تموز", "جويليه", "يوليوز"],
    &["august", "aug", "اغسطس", "اب", "اوت", "غشت"],
    &["september", "sep", "sept", "سبتمبر", "ايلول", "شتنبر"],
    &["october", "oct", "اكتوبر", "تشرين الاول"],
    &["november", "nov", "نوفمبر", "تشرين الثاني", "نونبر"],
    &["december", "dec", "ديسمبر", "كانون الاول", "دجنبر"],
];
const DATE_FILLERS: [&str; 40] = [
    "published",
    "posted",
    "date",
    "on",
    "at",
    "the",
    "of",
    "last",
    "monday",
    "mon",
    "tuesday",
    "tue",
    "wednesday",
    "wed",
    "thursday",
    "thu",
    "friday",
    "fri",
    "saturday",
    "sat",
    "sunday",
    "sun",
    "نشر",
    "في",
    "تاريخ",
    "بتاريخ",
    "النشر",
    "تم",
    "الساعه",
    "م",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعه",
    "السبت",
    "الاحد",
    "اخر",
    "-",
    "/",
];
const UPDATE_WORDS: [&str; 6] = ["updated", "update", "modified", "تحديث", "التحديث", "محدث"];
/// Names of zones that people write; only UTC and GMT mean one offset everywhere and all year.
const LOCAL_ZONES: [&str; 12] = ["est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "cet", "cest", "eet"];

#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(i8, i8, i8)>,
    afternoon: Option<bool>,
    whole: Option<Moment>,
    updated: bool,
    exchangeable: bool,
    local_zone: bool,
}

fn absolute(folded: &str) -> Option<TimeLine> {
    let mut parts = Parts::default();
    let tokens: Vec<&str> = folded
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '،' | '|' | '•' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    if tokens.len() > 14 {
        return None;
    }
    let mut at = 0;
    while at < tokens.len() {
        let pair = tokens.get(at + 1).map(|next| format!("{} {next}", tokens[at]));
        if let Some(month) = pair.as_deref().and_then(month_of) {
            parts.set_month(month)?;
            at += 2;
            continue;
        }
        parts.take(tokens[at])?;
        at += 1;
    }
    parts.finish()
}

fn month_of(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    (1_i8..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}

impl Parts {
    /// Takes one word of the line, or says that the line is no date.
    fn take(&mut self, word: &str) -> Option<()> {
        let bare = word.trim_end_matches([':', '.']);
        if let Some(month) = month_of(bare) {
            return self.set_month(month);
        }
        if UPDATE_WORDS.contains(&bare) {
            self.updated = true;
            return Some(());
        }
        if DATE_FILLERS.contains(&bare) || ["utc", "gmt", "z"].contains(&bare) {
            return Some(());
        }
        if LOCAL_ZONES.contains(&bare) {
            self.local_zone = true;
            return Some(());
        }
        if ["am", "a.m", "ص", "pm", "p.m", "مساء", "صباحا"].contains(&bare) {
            return self.half(["pm", "p.m", "مساء"].contains(&bare));
        }
        if let Some(clock) = bare.strip_suffix("am").or_else(|| bare.strip_suffix("pm")) {
            self.half(bare.ends_with("pm"))?;
            return match clock.parse() {
                Ok(hour @ 1..=12) => self.set_time((hour, 0, 0)),
                _ => self.set_time(clock_time(clock)?),
            };
        }
        if let Some(time) = clock_time(bare) {
            return self.set_time(time);
        }
        if bare.len() > 10 && bare.as_bytes().get(10) == Some(&b't') {
            let moment = Moment::parse(&bare.to_uppercase())?;
            return self.whole.replace(moment).is_none().then_some(());
        }
        let numbers: Vec<&str> = bare.split(['-', '/', '.']).collect();
        match numbers[..] {
            [only] => self.take_number(only),
            [first, second, third] => self.take_numbers(first, second, third),
            _ => None,
        }
    }

    fn take_number(&mut self, word: &str) -> Option<()> {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let suffix = &word[digits.len()..];
        let number: i16 = digits.parse().ok()?;
        match (digits.len(), number) {
            (4, 1900..=2100) if suffix.is_empty() => self.year.replace(number).is_none().then_some(()),
            (1..=2, 1..=31) if ["", "st", "nd", "rd", "th"].contains(&suffix) => {
                self.day.replace(i8::try_from(number).ok()?).is_none().then_some(())
            }
            _ => None,
        }
    }

    fn take_numbers(&mut self, first: &str, second: &str, third: &str) -> Option<()> {
        if self.year.is_some() || self.month.is_some() || self.day.is_some() {
            return None;
        }
        let number = |text: &str| if (1..=2).contains(&text.len()) { text.parse::<i8>().ok() } else { None };
        let year = |text: &str| if text.len() == 4 { text.parse::<i16>().ok().filter(|year| (1900..=2100).contains(year)) } else { None };
        let (day, month) = if let Some(year) = year(first) {
            self.year = Some(year);
            (number(third)?, number(second)?)
        } else {
            self.year = year(third);
            let (one, other) = (number(first)?, number(second)?);
            // A year of two digits could be a day.
            self.exchangeable = one <= 12 && other <= 12 && one != other || self.year.is_none();
            if self.year.is_none() {
                number(third)?;
            }
            if other > 12 { (other, one) } else { (one, other) }
        };
        ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some(())?;
        (self.day, self.month) = (Some(day), Some(month));
        Some(())
    }

    /// The Levant writes both its names of a month; two different months are no date.
    fn set_month(&mut self, month: i8) -> Option<()> {
        self.month.is_none_or(|other| other == month).then(|| self.month = Some(month))
    }

    fn set_time(&mut self, time: (i8, i8, i8)) -> Option<()> {
        self.time.replace(time).is_none().then_some(())
    }

    fn half(&mut self, afternoon: bool) -> Option<()> {
        self.afternoon.replace(afternoon).is_none().then_some(())
    }

    fn finish(self) -> Option<TimeLine> {
        let moment = match self {
            Parts { whole: Some(moment), year: None, month: None, day: None, time: None, .. } => moment,
            Parts { whole: Some(_), .. } => return None,
            Parts { exchangeable: true, .. } => return Some(TimeLine::Ambiguous),
            Parts { year: Some(year), month: Some(month), day: Some(day), time, afternoon, local_zone: false, .. } => {
                let (mut hour, minute, second) = time.unwrap_or_default();
                if let Some(afternoon) = afternoon {
                    (1..=12).contains(&hour).then_some(())?;
                    hour = hour % 12 + if afternoon { 12 } else { 0 };
                }
                let date = civil::Date::new(year, month, day).ok()?;
                let time = civil::Time::new(hour, minute, second, 0).ok()?;
                Moment(jiff::tz::TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?)
            }
            Parts { month: Some(_), day, year, .. } if day.is_some() || year.is_some() => return Some(TimeLine::Ambiguous),
            Parts { time: Some(_), year: None, month: None, day: None, .. } => return Some(TimeLine::Ambiguous),
            _ => return None,
        };
        Some(if self.updated { TimeLine::Updated(moment) } else { TimeLine::Published(moment) })
    }
}

/// `9:30`, `09:30:15`.
fn clock_time(word: &str) -> Option<(i8, i8, i8)> {
    let mut numbers = word.split(':');
    let mut next = |longest: usize| {
        numbers.next().filter(|text| (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (hour, minute, second) = (next(2)?, next(2).filter(|minute| minute.len() == 2)?, next(2));
    let time = (hour.parse().ok()?, minute.parse().ok()?, second.map_or(Some(0), |second| second.parse().ok())?);
    (numbers.next().is_none() && time.0 < 24 && time.1 < 60 && time.2 < 60).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (line, wanted) in [
            ("24 November 2026", "2026-11-24T00:00:00Z"),
            ("Nov 24, 2026", "2026-11-24T00:00:00Z"),
            ("Published: Tuesday, November 24th, 2026 at 9:30 pm GMT", "2026-11-24T21:30:00Z"),
            ("2026-11-24 09:30", "2026-11-24T09:30:00Z"),
            ("2026-11-24T09:30:00+02:00", "2026-11-24T07:30:00Z"),
            ("24/11/2026", "2026-11-24T00:00:00Z"),
            ("11/24/2026 9am", "2026-11-24T09:00:00Z"),
            ("Updated: 24 November 2026", "updated 2026-11-24T00:00:00Z"),
            ("٢٤ نوفمبر ٢٠٢٦", "2026-11-24T00:00:00Z"),
            ("الثلاثاء، 24 تشرين الثاني / نوفمبر 2026", "2026-11-24T00:00:00Z"),
            ("نشر في: 3 آذار 2026", "2026-03-03T00:00:00Z"),
            ("03/04/2026", "ambiguous"),
            ("24/11/26", "ambiguous"),
            ("24 November", "ambiguous"),
            ("24 November 2026 09:30 BST", "ambiguous"),
            ("09:30", "ambiguous"),
            ("About 4 months", "relative"),
            ("About 4 months ago", "relative"),
            ("Updated 2 hours ago", "relative"),
            ("an hour ago", "relative"),
            ("3h", "relative"),
            ("Yesterday", "relative"),
            ("منذ 4 أشهر", "relative"),
            ("قبل ساعتين", "relative"),
            ("منذ ساعة", "relative"),
            ("حوالي ٤ أشهر", "relative"),
            ("Months", "-"),
            ("May", "-"),
            ("2026", "-"),
            ("31 February 2026", "-"),
            ("The wall, 24 November 2026", "-"),
            ("9 out of 10 days", "-"),
            ("About us", "-"),
        ] {
            let found = match time_line(line) {
                Some(TimeLine::Published(moment)) => moment.to_string(),
                Some(TimeLine::Updated(moment)) => format!("updated {moment}"),
                Some(TimeLine::Ambiguous) => "ambiguous".into(),
                Some(TimeLine::Relative) => "relative".into(),
                None => "-".into(),
            };
            assert_eq!(found, wanted, "{line}");
        }
    }
}
