//! How well a found story fits, for FTS5: BM25 with a weight for each column, from what the matching row itself holds.
//!
//! FTS5's own `bm25()` reads every row that has a word before it ranks the first one, which is linear in the archive
//! for a common word. Here the rarity of each word is a parameter. This is the one place that speaks to SQLite's C
//! interface.

#![expect(unsafe_code, reason = "FTS5 takes ranking functions through its C interface only; rusqlite has no safe form of it")]

use std::ffi::{c_int, c_void};

use rusqlite::{Connection, ffi};

/// Weights of the columns: title, standfirst, body, byline, source, tags, forms, head, keys. A word in the headline
/// says more of a story than one in its body.
const WEIGHTS: [f64; 9] = [10.0, 4.0, 1.0, 3.0, 2.0, 5.0, 0.5, 10.0, 0.0];
/// How soon more of the same word stops to count, and how much a long text is held against it. The usual values.
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Phrases of one query that count.
const PHRASES: usize = 32;

/// Makes `fit(search, rarities)` known to FTS5. `rarities` is a blob of doubles, one for each phrase in the order in
/// which the query names them; a phrase of rarity 0 does not count. Higher is better.
pub(crate) fn register(connection: &Connection) -> rusqlite::Result<()> {
    // SAFETY: the handle is open for as long as `connection` is borrowed. `fts5(?1)` writes the address of its
    // interface to the pointer bound as "fts5_api_ptr" (https://sqlite.org/fts5.html#extending_fts5), which outlives
    // the statement; the interface lives as long as the connection, and `fit` needs no data of its own.
    unsafe {
        let db = connection.handle();
        let mut statement: *mut ffi::sqlite3_stmt = std::ptr::null_mut();
        let mut api: *mut ffi::fts5_api = std::ptr::null_mut();
        let mut code = ffi::sqlite3_prepare_v2(db, c"SELECT fts5(?1)".as_ptr(), -1, &mut statement, std::ptr::null_mut());
        if code == ffi::SQLITE_OK {
            let place: *mut *mut ffi::fts5_api = &mut api;
            ffi::sqlite3_bind_pointer(statement, 1, place.cast::<c_void>(), c"fts5_api_ptr".as_ptr(), None);
            ffi::sqlite3_step(statement);
            code = ffi::sqlite3_finalize(statement);
        }
        let create = api.as_ref().and_then(|api| api.xCreateFunction);
        if let (ffi::SQLITE_OK, Some(create)) = (code, create) {
            code = create(api, c"fit".as_ptr(), std::ptr::null_mut(), Some(fit), None);
        } else if code == ffi::SQLITE_OK {
            code = ffi::SQLITE_ERROR;
        }
        match code {
            ffi::SQLITE_OK => Ok(()),
            code => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("FTS5 took no ranking function".into()))),
        }
    }
}

/// The ranking function as FTS5 calls it, once for each row.
unsafe extern "C" fn fit(
    api: *const ffi::Fts5ExtensionApi,
    row: *mut ffi::Fts5Context,
    answer: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: FTS5 calls with its own live interface, the row it is at, and `count` values.
    unsafe {
        match score(&*api, row, count, values) {
            Ok(score) => ffi::sqlite3_result_double(answer, score),
            Err(code) => ffi::sqlite3_result_error_code(answer, code),
        }
    }
}

unsafe fn score(
    api: &ffi::Fts5ExtensionApi,
    row: *mut ffi::Fts5Context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) -> Result<f64, c_int> {
    let (Some(instances), Some(instance), Some(size), Some(rows), Some(total)) =
        (api.xInstCount, api.xInst, api.xColumnSize, api.xRowCount, api.xColumnTotalSize)
    else {
        return Err(ffi::SQLITE_ERROR);
    };
    let done = |code: c_int| if code == ffi::SQLITE_OK { Ok(()) } else { Err(code) };
    let mut rarities = [0.0_f64; PHRASES];
    let mut weighed = [0.0_f64; PHRASES];
    let (mut length, mut number) = (0, 0);
    let (mut documents, mut words) = (0, 0);
    // SAFETY: `row` is the context FTS5 called with; every pointer handed over is to a local that outlives the call; a
    // value's blob is read at once, no further than its length, byte by byte.
    unsafe {
        if count > 0 {
            let value = *values;
            let bytes = usize::try_from(ffi::sqlite3_value_bytes(value)).unwrap_or(0);
            let blob = ffi::sqlite3_value_blob(value).cast::<u8>();
            if !blob.is_null() {
                let blob = std::slice::from_raw_parts(blob, bytes);
                for (place, eight) in rarities.iter_mut().zip(blob.as_chunks::<8>().0) {
                    *place = f64::from_le_bytes(*eight);
                }
            }
        }
        done(size(row, -1, &mut length))?;
        done(rows(row, &mut documents))?;
        done(total(row, -1, &mut words))?;
        done(instances(row, &mut number))?;
        for at in 0..number {
            let (mut phrase, mut column, mut offset) = (0, 0, 0);
            done(instance(row, at, &mut phrase, &mut column, &mut offset))?;
            let (phrase, column) = (usize::try_from(phrase).unwrap_or(PHRASES), usize::try_from(column).unwrap_or(WEIGHTS.len()));
            if let (Some(sum), Some(weight)) = (weighed.get_mut(phrase), WEIGHTS.get(column)) {
                *sum += weight;
            }
        }
    }
    let average = words as f64 / (documents.max(1)) as f64;
    let long = K1 * (1.0 - B + B * f64::from(length) / average.max(1.0));
    Ok(rarities.iter().zip(weighed).map(|(rarity, sum)| if sum > 0.0 { rarity * sum * (K1 + 1.0) / (sum + long) } else { 0.0 }).sum())
}
