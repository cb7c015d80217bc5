//! The pixels that go out: upright, in sRGB, clear where they were, the same on any thread.

use image::{GenericImageView, ImageFormat};
use rayon::prelude::*;
use stet_render::picture::{self, Form, Kind, Rendition};

use crate::files;

/// Decodes a published file of a form that the decoder here knows.
fn shown(original: &[u8], form: Form, width: u32, height: u32) -> image::DynamicImage {
    let pixels = picture::open(original).unwrap();
    image::load_from_memory(&picture::encode(&pixels, Rendition { form, width, height }).unwrap()).unwrap()
}

fn is_red(pixel: image::Rgba<u8>) -> bool {
    pixel[0] > 150 && pixel[1] < 110 && pixel[2] < 110
}

#[test]
fn every_way_a_camera_can_be_held_comes_out_upright() {
    if !files::judge_is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let upright = image::DynamicImage::from(files::scene(120, 80));
    // What a viewer must do to each orientation (EXIF 2.32, 4.6.5.1.6), undone.
    let stored = [
        upright.clone(),
        upright.fliph(),
        upright.rotate180(),
        upright.flipv(),
        upright.fliph().rotate270(),
        upright.rotate270(),
        upright.fliph().rotate90(),
        upright.rotate90(),
    ];
    for (index, image) in stored.into_iter().enumerate() {
        let orientation = format!("-EXIF:Orientation#={}", index + 1);
        let original = files::tagged(folder.path(), "a.jpg", &files::file(image, ImageFormat::Jpeg), &[&orientation]);
        let look = picture::look(&original).unwrap();
        assert_eq!((look.width, look.height), (120, 80), "{orientation}");
        let out = shown(&original, Form::Jpeg, 120, 80);
        let corners = [(8, 8), (112, 8), (8, 72), (112, 72)].map(|(x, y)| is_red(out.get_pixel(x, y)));
        assert_eq!(corners, [true, false, false, false], "{orientation}");
    }
}

#[test]
fn clear_pixels_stay_clear() {
    let original = files::file(files::clear(200, 100), ImageFormat::Png);
    let look = picture::look(&original).unwrap();
    assert_eq!((look.kind, look.placeholder.as_str()), (Kind::Clear, ""));
    for form in [Form::Png, Form::Webp] {
        let out = shown(&original, form, 100, 50);
        assert!(out.get_pixel(10, 25)[3] > 250 && out.get_pixel(90, 25)[3] < 5, "{form:?}");
    }
    // An alpha channel that says nothing is no reason for larger files.
    let opaque = image::DynamicImage::from(files::scene(40, 30)).into_rgba8();
    assert_eq!(picture::look(&files::file(opaque, ImageFormat::Png)).unwrap().kind, Kind::Opaque);
}

#[test]
fn a_moving_picture_is_its_first_frame() {
    let original = files::moving();
    let look = picture::look(&original).unwrap();
    assert!(look.moving && !picture::look(&files::file(files::scene(40, 30), ImageFormat::Gif)).unwrap().moving);
    assert!(is_red(shown(&original, Form::Webp, 40, 30).get_pixel(20, 15)));
}

#[test]
fn colours_are_brought_to_srgb() {
    // The same numbers in a wide space mean stronger colours.
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut original = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut original, 95);
    encoder.add_icc_profile(&profile).unwrap();
    let data: Vec<u8> = std::iter::repeat_n([120, 160, 120], 64 * 64).flatten().collect();
    encoder.encode(&data, 64, 64, jpeg_encoder::ColorType::Rgb).unwrap();
    let pixel = shown(&original, Form::Jpeg, 64, 64).get_pixel(32, 32);
    assert!(pixel[0] < 116 && pixel[1] > 158, "{pixel:?}");
    assert!(!shown_bytes(&original).windows(11).any(|window| window == b"ICC_PROFILE"));
}

fn shown_bytes(original: &[u8]) -> Vec<u8> {
    picture::encode(&picture::open(original).unwrap(), Rendition { form: Form::Jpeg, width: 64, height: 64 }).unwrap()
}

#[test]
fn the_same_original_gives_the_same_bytes_on_any_thread() {
    let original = files::file(files::scene(300, 200), ImageFormat::Jpeg);
    let pixels = picture::open(&original).unwrap();
    let all = picture::renditions(pixels.width, pixels.height, pixels.kind());
    let alone: Vec<Vec<u8>> = all.iter().map(|one| picture::encode(&pixels, *one).unwrap()).collect();
    let together: Vec<Vec<u8>> = all.par_iter().map(|one| picture::encode(&picture::open(&original).unwrap(), *one).unwrap()).collect();
    assert!(alone == together);
    assert_eq!(picture::look(&original).unwrap(), picture::look(&original).unwrap());
}

#[test]
fn a_placeholder_is_small() {
    let look = picture::look(&files::file(files::scene(1600, 1067), ImageFormat::Jpeg)).unwrap();
    assert!(look.placeholder.starts_with("data:image/webp;base64,") && look.placeholder.len() < 400, "{}", look.placeholder);
}

#[test]
fn every_ending_of_a_name_gives_what_the_bytes_are() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let look = picture::look(&files::file(files::scene(40, 30), format)).unwrap();
        assert_eq!((look.width, look.height, look.moving), (40, 30, false), "{format:?}");
    }
}
