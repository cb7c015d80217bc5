//! Which files a picture is published as.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Version of everything that decides the bytes of a rendition. It is part of every name: raise it with any change to
/// sizes, settings or metadata, and no cache, here or at a reader's, shows an old file for a new one.
pub const RECIPE: u32 = 1;

/// Widths on offer. None is ever larger than the original.
const WIDTHS: [u32; 6] = [320, 480, 640, 960, 1280, 1920];
/// Widths of AVIF, which takes twenty times as long to make as WebP: those that telephones ask for.
const SMALL: [u32; 2] = [480, 960];
/// Widths of the form that is rarely asked for: JPEG or PNG.
const FEW: [u32; 2] = [640, 1280];
/// The tallest rendition: below what WebP (16,383) and JPEG (65,535) can hold, and enough for any page.
const TALLEST: u32 = 8_192;

/// What the pixels of a picture are like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Every pixel covers what is behind it.
    #[default]
    Opaque,
    /// Some can be seen through.
    Clear,
}

/// A file format that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// AV1 still picture: the smallest.
    Avif,
    /// For nearly every browser there is.
    Webp,
    /// For all others, and for cards, feeds and machines.
    Jpeg,
    /// In place of JPEG where pixels are clear.
    Png,
}

impl Form {
    /// Media type (RFC 6838).
    pub fn media_type(self) -> &'static str {
        match self {
            Form::Avif => "image/avif",
            Form::Webp => "image/webp",
            Form::Jpeg => "image/jpeg",
            Form::Png => "image/png",
        }
    }

    /// Ending of the file's name, without a dot.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Avif => "avif",
            Form::Webp => "webp",
            Form::Jpeg => "jpg",
            Form::Png => "png",
        }
    }
}

/// One file that a picture is published as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rendition {
    /// Format.
    pub form: Form,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The files of a picture of that size, form by form, narrow before wide. The last form is the one for every browser.
pub fn renditions(width: u32, height: u32, kind: Kind) -> Vec<Rendition> {
    let last = match kind {
        Kind::Opaque => Form::Jpeg,
        Kind::Clear => Form::Png,
    };
    [(Form::Avif, &SMALL[..]), (Form::Webp, &WIDTHS), (last, &FEW)]
        .into_iter()
        .flat_map(|(form, widths)| {
            steps(width, height, widths).into_iter().map(move |step| Rendition { form, width: step, height: scaled(width, height, step) })
        })
        .collect()
}

/// The widths of a ladder that the original can fill, and its own width where that is below the top.
fn steps(width: u32, height: u32, widths: &[u32]) -> Vec<u32> {
    let top = widths.last().copied().unwrap_or(width);
    let tall = (u64::from(TALLEST) * u64::from(width) / u64::from(height.max(1))).clamp(1, u64::from(u32::MAX)) as u32;
    let most = width.min(top).min(tall).max(1);
    let mut out: Vec<u32> = widths.iter().copied().filter(|step| *step < most).collect();
    out.push(most);
    out
}

/// The height of a picture at another width, to the nearest pixel.
fn scaled(width: u32, height: u32, step: u32) -> u32 {
    let (width, height, step) = (u64::from(width.max(1)), u64::from(height), u64::from(step));
    ((height * step + width / 2) / width).max(1) as u32
}

/// What stands in the names of an original's renditions: it changes with the original's bytes and with the recipe.
/// `hash` is the SHA-256 of the original, in hexadecimal.
pub fn key(hash: &str) -> String {
    let digest = Sha256::digest(format!("{RECIPE} {hash}"));
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn widths(width: u32, height: u32, form: Form) -> Vec<u32> {
        renditions(width, height, Kind::Opaque).into_iter().filter(|one| one.form == form).map(|one| one.width).collect()
    }

    #[test]
    fn ladders() {
        for (width, height, webp, jpeg) in [
            (4000, 3000, vec![320, 480, 640, 960, 1280, 1920], vec![640, 1280]),
            (1600, 1067, vec![320, 480, 640, 960, 1280, 1600], vec![640, 1280]),
            (640, 480, vec![320, 480, 640], vec![640]),
            (100, 80, vec![100], vec![100]),
            (1, 1, vec![1], vec![1]),
            (1000, 20_000, vec![320, 409], vec![409]),
        ] {
            assert_eq!((widths(width, height, Form::Webp), widths(width, height, Form::Jpeg)), (webp, jpeg), "{width}×{height}");
        }
        assert_eq!(renditions(1600, 1067, Kind::Opaque)[0], Rendition { form: Form::Avif, width: 480, height: 320 });
        assert!(renditions(90, 90, Kind::Clear).iter().any(|one| one.form == Form::Png));
    }

    proptest! {
        #[test]
        fn never_larger_never_empty_always_in_order(width in 1u32..70_000, height in 1u32..70_000) {
            let all = renditions(width, height, Kind::Opaque);
            for form in [Form::Avif, Form::Webp, Form::Jpeg] {
                let own: Vec<_> = all.iter().filter(|one| one.form == form).collect();
                prop_assert!(!own.is_empty());
                prop_assert!(own.windows(2).all(|pair| pair[0].width < pair[1].width));
                prop_assert!(own.iter().all(|one| one.width >= 1 && one.width <= width && one.height >= 1 && one.height <= TALLEST.max(1) + 32));
            }
        }
    }
}
