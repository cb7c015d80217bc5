//! Bytes to text: byte order marks, UTF-8, UTF-16, Windows-1252 and Windows-1256; what is not text is refused.
//!
//! Line ends become LF. Control characters that are no white space are dropped (old wire feeds and DOS files have
//! them) and noted. Nothing else changes: the text is not normalised, and no-break spaces stay for the recognisers.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

use super::{ImportError, Note, text};

/// Text and what there is to say about its bytes.
pub(super) struct Decoded {
    /// With LF line ends and no byte order mark.
    pub text: String,
    /// What was recognised.
    pub notes: Vec<Note>,
}

/// First bytes of files that people take for text.
const MAGIC: [(&[u8], &str); 22] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a sound file"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document such as .docx or .odt"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document such as .doc"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"\xff\xfe\0\0", "UTF-32 text, which nobody writes"),
];

/// Reads the bytes of a file as text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if let Some((_, found)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // "ID3" and "BZh" could open a sentence; a file of that kind has bytes that text has not.
        if !magic_is_prose(bytes) {
            return Err(ImportError::NotText { found });
        }
    }
    let mut notes = Vec::new();
    let raw = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        notes.push(note("byte-order-mark", "The file opened with a UTF-8 byte order mark, which is not part of the text.".into()));
        unmarked(rest, &mut notes)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        utf16(rest, UTF_16LE, &mut notes)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        utf16(rest, UTF_16BE, &mut notes)?
    } else {
        unmarked(bytes, &mut notes)?
    };
    let text = clean(&raw, &mut notes)?;
    if text.chars().all(|letter| letter.is_whitespace() || text::is_invisible(letter)) {
        return Err(ImportError::Empty);
    }
    Ok(Decoded { text, notes })
}

fn magic_is_prose(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    !head.starts_with(b"%PDF-")
        && !head.starts_with(b"{\\rtf")
        && head.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e))
}

fn unmarked(bytes: &[u8], notes: &mut Vec<Note>) -> Result<String, ImportError> {
    if bytes.contains(&0) {
        return match wide_by_zeros(bytes) {
            Some(encoding) => utf16(bytes, encoding, notes),
            None => Err(ImportError::NotText { found: "binary data" }),
        };
    }
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error.valid_up_to(),
    };
    let Some(encoding) = code_page(bytes) else {
        let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
        return Err(ImportError::UnknownEncoding { line: u32::try_from(line).unwrap_or(u32::MAX) });
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let name = if encoding == WINDOWS_1256 { "Windows-1256 (Arabic)" } else { "Windows-1252 (Western European)" };
    notes.push(note(
        "encoding",
        format!("The bytes are not UTF-8; they were read as {name}. If letters look wrong, save the file as UTF-8 and import it again."),
    ));
    Ok(text.into_owned())
}

/// UTF-16 without a mark: zero bytes stand at one parity only, and often, since blanks and line ends have them.
fn wide_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), bytes.len() / 2);
    match (even, odd) {
        (0, odd) if odd * 20 >= units => Some(UTF_16LE),
        (even, 0) if even * 20 >= units => Some(UTF_16BE),
        _ => None,
    }
}

fn utf16(bytes: &[u8], encoding: &'static Encoding, notes: &mut Vec<Note>) -> Result<String, ImportError> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged || bytes.len() % 2 == 1 {
        return Err(ImportError::NotText { found: "damaged UTF-16 text" });
    }
    if text.contains('\0') {
        return Err(ImportError::NotText { found: "binary data" });
    }
    notes.push(note("encoding", format!("The file was read as {}.", encoding.name())));
    Ok(text.into_owned())
}

/// The Windows code page of bytes that are not UTF-8, or none where neither of the two gives text.
fn code_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // Text in Latin letters has few others, and those are all that a wrong choice among the Western pages could harm.
    // Bytes below C0 are quotation marks and dashes there.
    let accented = bytes.iter().filter(|byte| **byte >= 0xc0).count();
    if high * 3 <= letters || accented == 0 && high <= letters * 2 {
        // Bytes of long UTF-8 sequences in there mean a damaged UTF-8 file: read as Windows-1252 it would be `Ã©`.
        return (!mostly_utf8(bytes)).then_some(WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let (arabic, _) = WINDOWS_1256.decode_without_bom_handling(bytes);
    let total = arabic.chars().filter(|letter| !letter.is_ascii()).count();
    let arabic = arabic.chars().filter(|letter| text::is_arabic(*letter) && letter.is_alphabetic()).count();
    let fits = arabic * 10 >= total * 7;
    match guess {
        _ if mostly_utf8(bytes) => None,
        guess if guess == WINDOWS_1256 || guess == ISO_8859_6 => fits.then_some(WINDOWS_1256),
        // A line or two is too little for the detector; the share of letters decides.
        guess if guess == WINDOWS_1252 && high < letters => Some(WINDOWS_1252),
        _ if bytes.len() < 200 && arabic * 10 >= total * 9 => Some(WINDOWS_1256),
        _ => None,
    }
}

/// Whether the sequences that are UTF-8 outnumber by far the bytes that are not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

/// LF line ends, no control characters. Refuses text in which those are many.
fn clean(raw: &str, notes: &mut Vec<Note>) -> Result<String, ImportError> {
    let mut out = String::with_capacity(raw.len());
    let (mut dropped, mut returns, mut total) = (0usize, 0usize, 0usize);
    let mut letters = raw.chars().peekable();
    while let Some(letter) = letters.next() {
        total += 1;
        match letter {
            '\r' => {
                returns += 1;
                letters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' | '\u{85}' => out.push(letter),
            // Vertical tab and form feed part lines and pages.
            '\u{0b}' | '\u{0c}' => out.push('\n'),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => dropped += 1,
            _ => out.push(letter),
        }
    }
    if dropped * 20 > total {
        return Err(ImportError::NotText { found: "binary data" });
    }
    if returns > 0 {
        notes.push(note("line-ends", "Windows or old Macintosh line ends were changed to the common ones.".into()));
    }
    if dropped > 0 {
        notes.push(note("control-characters", format!("Control characters, which nobody can see, were left out: {dropped}.")));
    }
    Ok(out)
}

fn note(kind: &str, message: String) -> Note {
    Note { kind: kind.into(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let arabic = "قال المجلس إن الجدار سيرتفع مترين قبل الشتاء المقبل، وفق ما جاء في بيان صدر يوم الأحد.";
        let french = "Le café du port rouvre après l’été : « bientôt », dit-on.";
        let wide = |text: &str, mark: bool| -> Vec<u8> {
            mark.then_some(0xfeff_u16).into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        };
        for (bytes, wanted) in [
            (arabic.as_bytes().to_vec(), arabic),
            (WINDOWS_1256.encode(arabic).0.into_owned(), arabic),
            (WINDOWS_1256.encode("ميناء المدينة").0.into_owned(), "ميناء المدينة"),
            (WINDOWS_1252.encode(french).0.into_owned(), french),
            (WINDOWS_1252.encode("“So”").0.into_owned(), "“So”"),
            (wide(arabic, true), arabic),
            (wide(arabic, false), arabic),
            (wide("Harbour", false), "Harbour"),
            (b"\xef\xbb\xbfone\r\ntwo\rthree\n".to_vec(), "one\ntwo\nthree\n"),
            (b"ID3 is a tag.".to_vec(), "ID3 is a tag."),
        ] {
            assert_eq!(decode(&bytes).map(|decoded| decoded.text).as_deref(), Ok(wanted));
        }
    }

    #[test]
    fn refused() {
        for (bytes, wanted) in [
            (&b""[..], "empty"),
            (b"\xef\xbb\xbf \r\n", "empty"),
            (b"%PDF-1.7 x", "not-text"),
            (b"\x89PNG\r\n\x1a\n", "not-text"),
            (b"{\\rtf1 x}", "not-text"),
            (b"a\0b\0\0c", "not-text"),
            (b"\x01\x02\x03\x04text", "not-text"),
            // Cut off inside of the letter ó.
            (&"Łódź – Gdańsk: wiatr od morza, fale do metró".as_bytes()[..50], "unknown-encoding"),
            // Shift_JIS.
            (b"\x93\xfa\x96{\x8c\xea\x82\xcc\x95\xb6\x8f\xcd\x82\xf0\x93\xc7\x82\xde\x82\xb1\x82\xc6\x82\xaa\x82\xc5\x82\xab\x82\xdc\x82\xb7\x81B", "unknown-encoding"),
        ] {
            assert_eq!(decode(bytes).map(|decoded| decoded.text).map_err(|error| error.code()), Err(wanted), "{bytes:?}");
        }
    }
}
