//! IPTC-IIM 4.2 records in a Photoshop resource block, as JPEG and PNG files carry them.

/// The values of application record 2, as `(data set, text)`, in order.
pub(super) fn read(block: &[u8]) -> Vec<(u8, String)> {
    let mut rest = block;
    // The block may be bare records, without Photoshop's resources around them.
    if rest.first() == Some(&0x1c) {
        return records(rest);
    }
    while let Some(start) = rest.windows(4).position(|four| four == b"8BIM") {
        rest = &rest[start + 4..];
        let Some((head, after)) = rest.split_at_checked(2) else { break };
        // A name as a Pascal string, padded to an even length, then the size of the data.
        let name = after.first().map_or(0, |length| (usize::from(*length) + 2) & !1);
        let Some(size) = after.get(name..name + 4) else { break };
        let size = u32::from_be_bytes([size[0], size[1], size[2], size[3]]) as usize;
        let Some(data) = after.get(name + 4..).and_then(|data| data.get(..size)) else { break };
        if head == [0x04, 0x04] {
            return records(data);
        }
        rest = &after[name + 4 + size..];
    }
    Vec::new()
}

fn records(data: &[u8]) -> Vec<(u8, String)> {
    let mut out = Vec::new();
    let (mut at, mut utf8) = (0, false);
    while let Some([0x1c, record, set, high, low]) = data.get(at..at + 5).and_then(|head| <&[u8; 5]>::try_from(head).ok()) {
        // Sizes above 32 KiB have a form of their own, which texts never need.
        let size = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(value) = data.get(at + 5..at + 5 + size) else { break };
        match (record, set) {
            (1, 90) => utf8 = value == [0x1b, 0x25, 0x47],
            (2, set) => out.push((*set, text(value, utf8))),
            _ => {}
        }
        at += 5 + size;
    }
    out
}

/// Texts are in ISO 8859-1 unless the envelope says UTF-8; many programs write UTF-8 and do not say so.
fn text(value: &[u8], utf8: bool) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) if utf8 => String::from_utf8_lossy(value).into_owned(),
        Err(_) => value.iter().map(|byte| char::from(*byte)).collect(),
    }
}
