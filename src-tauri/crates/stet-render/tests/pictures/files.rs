//! Small originals, made when a test asks for them.

use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// A picture with a red corner at the top left, green above, blue below: its turns can be told apart.
pub fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if x < width / 4 && y < height / 4 {
            Rgb([230, 20, 20])
        } else if y < height / 2 {
            Rgb([20, (100 + x * 100 / width) as u8, 20])
        } else {
            Rgb([20, 20, (100 + x * 100 / width) as u8])
        }
    })
}

/// A picture in a format.
pub fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A picture whose right half can be seen through.
pub fn clear(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, _| Rgba([200, 40, 40, if x < width / 2 { 255 } else { 0 }]))
}

/// A GIF of two frames.
pub fn moving() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut out);
    let frame = |colour| Frame::new(RgbaImage::from_pixel(40, 30, Rgba(colour)));
    encoder.encode_frames([frame([200, 0, 0, 255]), frame([0, 0, 200, 255])]).unwrap();
    drop(encoder);
    out
}

/// A PNG of many grey pixels in few bytes.
pub fn blank_png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![0; width.div_ceil(8) as usize * height as usize]).unwrap();
    drop(writer);
    out
}

/// A PNG that says it has a size, without the pixels.
pub fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut out = file(scene(8, 8), ImageFormat::Png);
    let mut header = b"IHDR".to_vec();
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut crc = u32::MAX;
    for byte in &header {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    out.splice(12..33, header.into_iter().chain((!crc).to_be_bytes()));
    out
}

/// Whether exiftool can be asked. `make test` installs it; elsewhere its tests say nothing.
pub fn judge_is_there() -> bool {
    let there = Command::new("exiftool").arg("-ver").output().is_ok_and(|output| output.status.success());
    assert!(there || std::env::var_os("STET_BAGIT_PYTHON").is_none(), "exiftool is missing: run .ci/setup test");
    there
}

/// Writes tags into a file with exiftool.
pub fn tagged(folder: &Path, name: &str, bytes: &[u8], arguments: &[&str]) -> Vec<u8> {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new("exiftool").args(["-q", "-overwrite_original"]).args(arguments).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(path).unwrap()
}

/// Everything that exiftool finds in a file: `[Group] Tag : value` lines, unknown and doubled tags too.
pub fn told(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new("exiftool").args(["-a", "-u", "-G1", "-s", "-n", "-ee"]).arg(&path).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}
