//! From a file's bytes to upright sRGB pixels, within limits. Content decides what a file is, never its name.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::facts::{self, Facts};
use super::recipe::Kind;
use super::refused::Refused;

/// The most pixels: cameras of the trade have up to 61 million. Decoded they take 192 MB.
const PIXELS: u64 = 64_000_000;
/// The longest side.
const SIDE: u32 = 30_000;
/// The most memory that decoding may take.
const MEMORY: u64 = 512 << 20;
/// How much longer one side may be than the other.
const SHAPE: u32 = 50;
/// Pixels for each byte of the file, above which a large picture is taken for a bomb. A blank photograph as JPEG has
/// about 60, a blank drawing as PNG about 340.
const DENSITY: u64 = 500;
/// Pixels up to which nobody minds how dense a file is.
const SMALL: u64 = 4_000_000;

/// An original, decoded: upright, 8 bits a channel, in sRGB.
#[derive(Debug)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Whether the original has more frames than this one.
    pub moving: bool,
    /// What the original states.
    pub facts: Facts,
    /// Bytes a pixel: three, or four where pixels are clear.
    pub(super) channels: usize,
    /// Row by row from the top.
    pub(super) data: Vec<u8>,
}

impl Pixels {
    /// What the pixels are like.
    pub fn kind(&self) -> Kind {
        if self.channels == 4 { Kind::Clear } else { Kind::Opaque }
    }
}

/// Decodes an original.
///
/// # Errors
/// Where it is no picture that can be published.
pub fn open(bytes: &[u8]) -> Result<Pixels, Refused> {
    let format = format(bytes)?;
    // A decoder that meets a file made to break it may panic: that file is refused, and the desk goes on.
    catch_unwind(AssertUnwindSafe(|| decode(bytes, format))).unwrap_or_else(|_| Err(Refused::Damaged("it cannot be decoded".into())))
}

/// What a file is by its first bytes.
fn format(bytes: &[u8]) -> Result<ImageFormat, Refused> {
    if let Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)) = image::guess_format(bytes) {
        return Ok(format);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(Refused::Form(match bytes.get(8..12) {
            Some(b"avif" | b"avis") => "an AVIF file".into(),
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"heim" | b"heis") => "a HEIC file".into(),
            _ => "a film".into(),
        }));
    }
    for (start, name) in [
        (&b"II*\0"[..], "a TIFF file"),
        (b"MM\0*", "a TIFF file"),
        (b"BM", "a BMP file"),
        (b"8BPS", "a Photoshop file"),
        (b"%PDF", "a PDF file"),
        (b"\x00\x00\x01\x00", "an icon"),
        (b"\xff\x0a", "a JPEG XL file"),
        (b"\x00\x00\x00\x0cJXL ", "a JPEG XL file"),
    ] {
        if bytes.starts_with(start) {
            return Err(Refused::Form(name.into()));
        }
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).to_ascii_lowercase();
    Err(if start.contains("<svg") || start.contains(":svg") || bytes.starts_with(b"\x1f\x8b") { Refused::Svg } else { Refused::NoPicture })
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<Pixels, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(u32::MAX);
    limits.max_image_height = Some(u32::MAX);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    fits(bytes.len() as u64, width, height, decoder.total_bytes())?;
    if format == ImageFormat::Jpeg && !jpeg_ends(bytes) {
        return Err(Refused::Truncated);
    }
    // Metadata that cannot be read is none: the pixels may still be good.
    let facts = facts::read(
        decoder.exif_metadata().ok().flatten().as_deref(),
        decoder.iptc_metadata().ok().flatten().as_deref(),
        decoder.xmp_metadata().ok().flatten().as_deref(),
    );
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().map_err(refused)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let (data, channels) = srgb(image, profile.as_deref());
    Ok(Pixels { width, height, moving: moves(bytes, format), facts, channels, data })
}

fn fits(bytes: u64, width: u32, height: u32, memory: u64) -> Result<(), Refused> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Refused::Damaged("it has no pixels".into()));
    }
    if pixels > PIXELS || width > SIDE || height > SIDE || memory > MEMORY {
        return Err(Refused::TooLarge { width, height });
    }
    if width.max(height) / width.min(height) > SHAPE {
        return Err(Refused::Line { width, height });
    }
    if pixels > SMALL && pixels / bytes.max(1) > DENSITY {
        return Err(Refused::Bomb { bytes, pixels });
    }
    Ok(())
}

fn refused(error: ImageError) -> Refused {
    let words = error.to_string();
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Refused::Truncated,
        ImageError::Limits(_) => Refused::Damaged("it needs more memory than a picture may".into()),
        _ if words.contains("end of file") || words.contains("EOF") || words.contains("exhausted") => Refused::Truncated,
        _ => Refused::Damaged(words.lines().next().unwrap_or_default().trim_end_matches('.').chars().take(200).collect()),
    }
}

/// Whether a JPEG has an end-of-image marker after its first scan. Decoders fill what is missing with grey and say
/// nothing, and a picture that is half grey must not go out.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let (Some(0xff), Some(marker)) = (bytes.get(at), bytes.get(at + 1)) {
        match marker {
            0xff => at += 1,
            0xda => return bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]),
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => match bytes.get(at + 2..at + 4) {
                Some(length) => at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]])),
                None => return false,
            },
        }
    }
    false
}

fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    let bytes = Cursor::new(bytes);
    match format {
        ImageFormat::Gif => GifDecoder::new(bytes).is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() > 1),
        ImageFormat::Png => PngDecoder::new(bytes).is_ok_and(|decoder| decoder.is_apng().unwrap_or_default()),
        ImageFormat::WebP => WebPDecoder::new(bytes).is_ok_and(|decoder| decoder.has_animation()),
        _ => false,
    }
}

/// The pixels in sRGB, and how many bytes each has. A profile that cannot be used is left out: most pictures without one
/// are sRGB.
fn srgb(image: DynamicImage, profile: Option<&[u8]>) -> (Vec<u8>, usize) {
    let grey = !image.color().has_color();
    let clear = image.color().has_alpha();
    let profile = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok());
    let target = ColorProfile::new_srgb();
    let options = TransformOptions::default;
    if let Some(profile) = profile {
        let (from, channels, pixels) = match (profile.color_space, grey, clear) {
            (DataColorSpace::Gray, true, false) => (Layout::Gray, 1, image.to_luma8().into_raw()),
            (DataColorSpace::Gray, true, true) => (Layout::GrayAlpha, 2, image.to_luma_alpha8().into_raw()),
            (DataColorSpace::Rgb, _, false) => (Layout::Rgb, 3, image.to_rgb8().into_raw()),
            (DataColorSpace::Rgb, _, true) => (Layout::Rgba, 4, image.to_rgba8().into_raw()),
            _ => return plain(image, clear),
        };
        let (to, wide) = if clear { (Layout::Rgba, 4) } else { (Layout::Rgb, 3) };
        if let Ok(transform) = profile.create_transform_8bit(from, &target, to, options()) {
            let mut out = vec![0; pixels.len() / channels * wide];
            if transform.transform(&pixels, &mut out).is_ok() {
                return seen_through(out, wide);
            }
        }
    }
    plain(image, clear)
}

fn plain(image: DynamicImage, clear: bool) -> (Vec<u8>, usize) {
    if clear { seen_through(image.into_rgba8().into_raw(), 4) } else { (image.into_rgb8().into_raw(), 3) }
}

/// An alpha channel that says "opaque" everywhere is none.
fn seen_through(data: Vec<u8>, channels: usize) -> (Vec<u8>, usize) {
    if channels == 4 && data.chunks_exact(4).all(|pixel| pixel[3] == 255) {
        return (data.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(), 3);
    }
    (data, channels)
}
