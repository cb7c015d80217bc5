//! Moments in a language's own words, from CLDR data (ICU4X).
//!
//! Nothing here reads a clock: "4 months ago" is counted from a moment that is handed in.

use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{self, YM, YMD, YMDE, YMDT, zone::SpecificShort};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets::Combo};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_experimental::relativetime::{RelativeTimeFormatter, RelativeTimeFormatterOptions, options::Numeric};
use icu_locale::{LanguageIdentifier, Locale, LocaleExpander};
use icu_time::zone::{UtcOffset, ZoneNameTimestamp};
use icu_time::{Time, TimeZone, ZonedDateTime};
use jiff::Timestamp;
use jiff::tz;
use serde::Serialize;

use crate::theme::ThemeError;

/// Writes dates, times and numbers in one language and the newsroom's time zone.
pub(crate) struct Calendar {
    zone: tz::TimeZone,
    icu_zone: TimeZone,
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    week_day: FixedCalendarDateTimeFormatter<Gregorian, YMDE>,
    month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    moment: FixedCalendarDateTimeFormatter<Gregorian, Combo<YMDT, SpecificShort>>,
    number: DecimalFormatter,
    relative: [RelativeTimeFormatter; 6],
}

/// A moment in words.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Words {
    /// For machines (RFC 3339).
    pub iso: String,
    /// Date, time and zone.
    pub text: String,
    /// The day alone.
    pub day: String,
    /// As seen from the newest copy.
    pub relative: String,
}

/// Units of relative time in seconds, largest first, as the page's script has them too.
const UNITS: [i64; 6] = [31_557_600, 2_629_800, 86_400, 3_600, 60, 1];

impl Calendar {
    /// The calendar of a language. `digits` names a numbering system (`latn`, `arab`) that is to be used instead of the
    /// language's usual one; empty for that.
    pub(crate) fn of(lang: &str, digits: &str, zone: &str) -> Result<Calendar, ThemeError> {
        let fault = |message: String| ThemeError::Language { lang: lang.to_owned(), message };
        let tag = if digits.is_empty() || lang.contains("-u-") { lang.to_owned() } else { format!("{lang}-u-nu-{digits}") };
        let locale: Locale = tag.parse().map_err(|error| fault(format!("{error}")))?;
        let load = |error: icu_datetime::DateTimeFormatterLoadError| fault(error.to_string());
        let data = |error: icu_provider::DataError| fault(error.to_string());
        let options = RelativeTimeFormatterOptions::default().with_numeric(Numeric::Auto);
        let counted = RelativeTimeFormatterOptions::default().with_numeric(Numeric::Always);
        let mut plain = DecimalFormatterOptions::default();
        plain.grouping_strategy = Some(GroupingStrategy::Never);
        Ok(Calendar {
            zone: tz::TimeZone::get(zone).map_err(|_| ThemeError::TimeZone(zone.to_owned()))?,
            icu_zone: TimeZone::from_iana_id(zone),
            day: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long()).map_err(load)?,
            week_day: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMDE::long()).map_err(load)?,
            month: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YM::long()).map_err(load)?,
            moment: FixedCalendarDateTimeFormatter::try_new(
                (&locale).into(),
                fieldsets::YMD::long().with_time_hm().with_zone(SpecificShort),
            )
            .map_err(load)?,
            number: DecimalFormatter::try_new((&locale).into(), plain).map_err(data)?,
            relative: [
                RelativeTimeFormatter::try_new_long_year((&locale).into(), counted).map_err(data)?,
                RelativeTimeFormatter::try_new_long_month((&locale).into(), counted).map_err(data)?,
                RelativeTimeFormatter::try_new_long_day((&locale).into(), counted).map_err(data)?,
                RelativeTimeFormatter::try_new_long_hour((&locale).into(), counted).map_err(data)?,
                RelativeTimeFormatter::try_new_long_minute((&locale).into(), counted).map_err(data)?,
                RelativeTimeFormatter::try_new_long_second((&locale).into(), options).map_err(data)?,
            ],
        })
    }

    /// RFC 3339 in the newsroom's time zone, to the second, for machines.
    pub(crate) fn machine(&self, moment: Timestamp) -> String {
        let zoned = moment.to_zoned_datetime(self.zone.clone());
        if zoned.offset().is_zero() {
            moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
        } else {
            zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
        }
    }

    /// The year of a moment in the newsroom's time zone.
    pub(crate) fn year(&self, moment: Timestamp) -> i16 {
        moment.to_zoned_datetime(self.zone.clone()).year()
    }

    /// Date, time and zone: `November 24, 2026 at 7:30 AM UTC`.
    pub(crate) fn moment(&self, moment: Timestamp) -> String {
        let zoned = moment.to_zoned_datetime(self.zone.clone());
        let parts = (
            gregorian(zoned.date()),
            Time::try_new(zoned.hour() as u8, zoned.minute() as u8, zoned.second() as u8, 0),
            UtcOffset::try_from_seconds(zoned.offset().seconds()),
        );
        let (Some(date), Ok(time), Ok(offset)) = parts else { return self.machine(moment) };
        let zone =
            self.icu_zone.with_offset(Some(offset)).with_zone_name_timestamp(ZoneNameTimestamp::from_epoch_seconds(moment.as_second()));
        self.moment.format(&ZonedDateTime { date, time, zone }).to_string()
    }

    /// A day: `November 24, 2026`.
    pub(crate) fn day(&self, day: jiff::civil::Date) -> String {
        gregorian(day).map_or_else(|| day.to_string(), |date| self.day.format(&date).to_string())
    }

    /// A day with its name: `Tuesday, November 24, 2026`.
    pub(crate) fn week_day(&self, day: jiff::civil::Date) -> String {
        gregorian(day).map_or_else(|| day.to_string(), |date| self.week_day.format(&date).to_string())
    }

    /// A month of a year: `November 2026`.
    pub(crate) fn month(&self, year: i16, month: i8) -> String {
        let first = jiff::civil::Date::new(year, month, 1).ok().and_then(gregorian);
        first.map_or_else(|| format!("{year}-{month:02}"), |date| self.month.format(&date).to_string())
    }

    /// The day of a moment in the newsroom's time zone.
    pub(crate) fn day_of(&self, moment: Timestamp) -> String {
        self.day(moment.to_zoned_datetime(self.zone.clone()).date())
    }

    /// A whole number in the language's digits, not grouped.
    pub(crate) fn number(&self, number: u32) -> String {
        self.number.format(&Decimal::from(number)).to_string()
    }

    /// A moment as seen from another: `4 months ago`, `now`.
    pub(crate) fn relative(&self, moment: Timestamp, now: Timestamp) -> String {
        let (unit, value) = Calendar::distance(moment, now);
        self.relative[unit].format(Decimal::from(value)).to_string()
    }

    /// How far a moment is from another: which of [`UNITS`], and how many, in whole ones rounded towards now.
    pub(crate) fn distance(moment: Timestamp, now: Timestamp) -> (usize, i64) {
        let seconds = moment.as_second() - now.as_second();
        let unit = UNITS.iter().position(|unit| seconds.abs() >= *unit).unwrap_or(UNITS.len() - 1);
        // Seconds are never counted out: a page is not a stopwatch.
        (unit, if UNITS[unit] == 1 { 0 } else { seconds / UNITS[unit] })
    }

    /// A moment in all its forms.
    pub(crate) fn words(&self, moment: Timestamp, now: Timestamp) -> Words {
        Words { iso: self.machine(moment), text: self.moment(moment), day: self.day_of(moment), relative: self.relative(moment, now) }
    }
}

/// A language tag in the form that OpenGraph wants, `language_TERRITORY`, the territory by CLDR's likely subtags.
pub(crate) fn og_locale(tag: &str) -> String {
    // The protocol's consumers know Arabic without a country by this one name.
    if tag == "ar" {
        return "ar_AR".into();
    }
    let Ok(mut id) = tag.parse::<LanguageIdentifier>() else { return tag.replace('-', "_") };
    LocaleExpander::new_extended().maximize(&mut id);
    match id.region {
        Some(region) => format!("{}_{region}", id.language),
        None => id.language.to_string(),
    }
}

fn gregorian(day: jiff::civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(day.year().into(), day.month() as u8, day.day() as u8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn words_for_moments() {
        let english = Calendar::of("en", "", "UTC").unwrap();
        let british = Calendar::of("en-GB", "", "Europe/London").unwrap();
        let arabic = Calendar::of("ar", "", "Asia/Beirut").unwrap();
        let egyptian = Calendar::of("ar-EG", "", "UTC").unwrap();
        let latin = Calendar::of("ar-EG", "latn", "UTC").unwrap();
        let summer = at("2026-07-24T07:30:00Z");
        assert_eq!(english.moment(summer), "July 24, 2026 at 7:30\u{202f}AM UTC");
        assert_eq!(british.moment(summer), "24 July 2026 at 08:30 BST");
        assert_eq!(british.machine(summer), "2026-07-24T08:30:00+01:00");
        assert_eq!(english.machine(summer), "2026-07-24T07:30:00Z");
        assert_eq!(arabic.day_of(summer), "24 يوليو 2026");
        assert_eq!(egyptian.day_of(summer), "٢٤ يوليو ٢٠٢٦");
        assert_eq!(latin.day_of(summer), "24 يوليو 2026");
        assert_eq!((english.month(2026, 7), arabic.month(2026, 7)), ("July 2026".into(), "يوليو 2026".into()));
        let day = jiff::civil::date(2026, 7, 24);
        assert_eq!((english.week_day(day), arabic.week_day(day)), ("Friday, July 24, 2026".into(), "الجمعة، 24 يوليو 2026".into()));
        assert_eq!(egyptian.number(2026), "٢٠٢٦");
        assert_eq!(english.number(2026), "2026");
        assert_eq!(arabic.year(at("2026-12-31T23:30:00Z")), 2027);
    }

    #[test]
    fn words_for_spans() {
        let english = Calendar::of("en", "", "UTC").unwrap();
        let arabic = Calendar::of("ar-EG", "", "UTC").unwrap();
        let now = at("2026-11-24T12:00:00Z");
        for (moment, en, ar) in [
            ("2026-11-24T11:59:30Z", "now", "الآن"),
            ("2026-11-24T11:58:30Z", "1 minute ago", "قبل دقيقة واحدة"),
            ("2026-11-24T09:00:00Z", "3 hours ago", "قبل ٣ ساعات"),
            ("2026-11-22T09:00:00Z", "2 days ago", "قبل يومين"),
            ("2026-07-20T12:00:00Z", "4 months ago", "قبل ٤ أشهر"),
            ("2024-01-01T12:00:00Z", "2 years ago", "قبل سنتين"),
            ("2026-11-24T15:00:00Z", "in 3 hours", "خلال ٣ ساعات"),
        ] {
            assert_eq!(english.relative(at(moment), now), en, "{moment}");
            assert_eq!(arabic.relative(at(moment), now), ar, "{moment}");
        }
    }

    #[test]
    fn open_graph_locales() {
        for (tag, wanted) in [("en", "en_US"), ("en-GB", "en_GB"), ("ar", "ar_AR"), ("ar-EG", "ar_EG"), ("pt-BR", "pt_BR"), ("fa", "fa_IR")]
        {
            assert_eq!(og_locale(tag), wanted);
        }
    }

    #[test]
    fn unknown_zones_and_languages_are_named() {
        assert!(matches!(Calendar::of("en", "", "Mars/Olympus"), Err(ThemeError::TimeZone(_))));
        assert!(Calendar::of("tlh", "", "UTC").is_ok(), "a language without data falls back");
    }
}
