//! What a page is made from, as one number.
//!
//! Two pages with the same print are the same bytes, so a page whose print stands need not be made again. The print is
//! taken of the very values that a template is given (see [`crate::sheet`]), not of a list of what somebody thought
//! they depend on.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The first half of a SHA-256 over values. Only the Stet that took it knows what it means: see [`crate::Site::house`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Print([u8; 16]);

impl Print {
    /// The print of a value.
    pub fn of(value: &(impl Hash + ?Sized)) -> Print {
        let mut taker = Taker(Sha256::new());
        value.hash(&mut taker);
        taker.print()
    }

    /// Thirty-two hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads what [`Print::hex`] wrote.
    pub fn from_hex(text: &str) -> Option<Print> {
        let mut out = [0; 16];
        if text.len() != 32 || !text.is_ascii() {
            return None;
        }
        for (at, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
        }
        Some(Print(out))
    }
}

impl fmt::Debug for Print {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.hex())
    }
}

impl Serialize for Print {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Print {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Print, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        Print::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not a print"))
    }
}

/// Takes a print of whatever implements [`Hash`].
pub(crate) struct Taker(Sha256);

impl Taker {
    pub(crate) fn new() -> Taker {
        Taker(Sha256::new())
    }

    pub(crate) fn print(self) -> Print {
        let digest = self.0.finalize();
        let mut out = [0; 16];
        out.copy_from_slice(&digest[..16]);
        Print(out)
    }
}

impl Hasher for Taker {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Nobody asks: [`Taker::print`] gives the whole of it.
    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_tell_values_apart_and_are_read_back() {
        let one = Print::of(&("ab", "c"));
        assert_ne!(one, Print::of(&("a", "bc")), "where a text ends matters");
        assert_ne!(one, Print::of(&("ab", "d")));
        assert_eq!(one, Print::of(&("ab".to_owned(), "c".to_owned())));
        assert_eq!(Print::from_hex(&one.hex()), Some(one));
        assert_eq!(Print::from_hex("zz"), None);
        assert_eq!(serde_json::from_str::<Print>(&serde_json::to_string(&one).unwrap()).unwrap(), one);
    }
}
