//! The one place that reads the clock and draws ids.

/// Now, in milliseconds since 1970 UTC.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// A time in milliseconds as RFC 3339 in UTC, to the second. Empty where it is out of range.
pub fn rfc3339(millisecond: i64) -> String {
    jiff::Timestamp::from_millisecond(millisecond).map(|stamp| stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

/// A time in milliseconds as it stands in names of files, to the second: `20261124T093000Z`.
pub fn compact(millisecond: i64) -> String {
    jiff::Timestamp::from_millisecond(millisecond).map(|stamp| stamp.strftime("%Y%m%dT%H%M%SZ").to_string()).unwrap_or_default()
}

/// Reads what [`compact`] wrote.
pub fn from_compact(text: &str) -> Option<i64> {
    let written = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    let at = jiff::tz::TimeZone::UTC.to_timestamp(written).ok()?.as_millisecond();
    (compact(at) == text).then_some(at)
}

/// Whether a file's time lies further back than so long.
pub fn is_older(at: std::time::SystemTime, than: std::time::Duration) -> bool {
    at.elapsed().is_ok_and(|age| age > than)
}

/// The year of a time.
pub fn year(millisecond: i64) -> i16 {
    jiff::Timestamp::from_millisecond(millisecond).map_or(1970, |stamp| jiff::tz::TimeZone::UTC.to_datetime(stamp).year())
}

/// A new story id (ULID).
pub fn story_id() -> String {
    ulid::Ulid::generate().to_string()
}
