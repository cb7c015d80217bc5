//! Files that are made to do harm, or are simply broken: each is refused with a reason, or goes out without its sting.

use image::ImageFormat;
use stet_render::picture::{self, Form, Refused, Rendition};

use crate::files;

#[test]
fn what_cannot_be_published_says_why() {
    let jpeg = files::file(files::scene(200, 150), ImageFormat::Jpeg);
    let png = files::file(files::scene(200, 150), ImageFormat::Png);
    let mut broken_sum = png.clone();
    broken_sum[45] ^= 0xff;
    type Is = fn(&Refused) -> bool;
    let cases: Vec<(&str, Vec<u8>, Is)> = vec![
        ("nothing", Vec::new(), |why| matches!(why, Refused::NoPicture)),
        ("words", b"Words, and no picture.".to_vec(), |why| matches!(why, Refused::NoPicture)),
        ("a page", b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), |why| matches!(why, Refused::NoPicture)),
        ("a drawing", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), |why| *why == Refused::Svg),
        ("a drawing in XML", b"<?xml version=\"1.0\"?><!--x--><svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\"/>".to_vec(), |why| {
            *why == Refused::Svg
        }),
        ("a HEIC file", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), |why| matches!(why, Refused::Form(_))),
        ("an AVIF file", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif".to_vec(), |why| matches!(why, Refused::Form(_))),
        ("a TIFF file", b"II*\0\x08\0\0\0".to_vec(), |why| matches!(why, Refused::Form(_))),
        ("huge sides", files::png_claiming(4_000_000_000, 4_000_000_000), |why| !matches!(why, Refused::NoPicture)),
        ("too many pixels", files::png_claiming(20_000, 20_000), |why| matches!(why, Refused::TooLarge { .. })),
        ("a line", files::file(image::RgbImage::new(1, 60), ImageFormat::Png), |why| matches!(why, Refused::Line { .. })),
        ("a line that claims more", files::png_claiming(1, 30_000), |why| matches!(why, Refused::Line { .. })),
        ("a bomb", files::blank_png(7_000, 7_000), |why| matches!(why, Refused::Bomb { .. })),
        ("half a JPEG", jpeg[..jpeg.len() / 2].to_vec(), |why| *why == Refused::Truncated),
        ("a JPEG's head", jpeg[..40].to_vec(), |why| matches!(why, Refused::Truncated | Refused::Damaged(_))),
        ("half a PNG", png[..png.len() / 2].to_vec(), |why| matches!(why, Refused::Truncated | Refused::Damaged(_))),
        ("a PNG with a wrong sum", broken_sum, |why| matches!(why, Refused::Damaged(_))),
        ("a GIF's head", b"GIF89a\xff\xff\xff\xff\0\0\0".to_vec(), |why| !matches!(why, Refused::NoPicture)),
        ("no pixels", b"GIF89a\0\0\0\0\0\0\0;".to_vec(), |why| !matches!(why, Refused::NoPicture)),
    ];
    for (name, bytes, is) in cases {
        match picture::look(&bytes) {
            Err(why) => {
                assert!(is(&why), "{name}: {why:?}");
                assert!(why.to_string().len() < 300 && !why.hint().is_empty(), "{name}");
            }
            Ok(look) => panic!("{name} passed: {look:?}"),
        }
    }
}

/// A file that is a picture and something else besides is published as the picture alone.
#[test]
fn nothing_else_in_a_file_goes_out() {
    let jpeg = files::file(files::scene(64, 48), ImageFormat::Jpeg);
    let with = |tail: &[u8]| [jpeg.as_slice(), tail].concat();
    let mut comment = jpeg.clone();
    let words = b"*/=alert(1)/*<script>alert(1)</script>";
    let segment: Vec<u8> = [&[0xff, 0xfe][..], &(words.len() as u16 + 2).to_be_bytes(), words].concat();
    comment.splice(2..2, segment);
    for (name, original) in [
        ("an archive behind it", with(b"PK\x03\x04 <script>alert(1)</script>")),
        ("a page behind it", with(b"<html><script>alert(1)</script>")),
        ("a script in its comment", comment),
    ] {
        let pixels = picture::open(&original).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        for form in [Form::Avif, Form::Webp, Form::Jpeg] {
            let bytes = picture::encode(&pixels, Rendition { form, width: 64, height: 48 }).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("script") && !text.contains("PK\u{3}\u{4}"), "{name} as {form:?}");
        }
    }
}

#[test]
fn no_cut_and_no_flipped_byte_brings_the_decoder_down() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = files::file(files::scene(48, 32), format);
        for at in (0..whole.len()).step_by(whole.len().div_ceil(60)) {
            let _ = picture::look(&whole[..at]);
            let mut flipped = whole.clone();
            flipped[at] ^= 0x55;
            let _ = picture::look(&flipped);
        }
    }
}
