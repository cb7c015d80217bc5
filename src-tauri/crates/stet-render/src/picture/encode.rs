//! From pixels to a file. The same pixels give the same bytes on any number of threads: each file is made on one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, SamplingFactor};
use rgb::FromSlice;

use super::facts::Facts;
use super::open::Pixels;
use super::recipe::{Form, Rendition};
use super::refused::Refused;
use super::xmp;

// Settings at which the three forms look alike on the sample newsroom's pictures (36 dB); AVIF is then a tenth to a
// sixth smaller than WebP, and WebP half as large as JPEG. AVIF at speed 9 takes one second a million pixels.
const AVIF_QUALITY: f32 = 62.0;
const AVIF_SPEED: u8 = 9;
const WEBP_QUALITY: f32 = 76.0;
const WEBP_METHOD: i32 = 4;
const JPEG_QUALITY: u8 = 80;

/// Pixels on the long side of a placeholder.
const PLACEHOLDER: u32 = 16;

/// Makes one file of a picture.
///
/// # Errors
/// Where an encoder refuses, which it does for no size that [`super::renditions`] gives.
pub fn encode(pixels: &Pixels, rendition: Rendition) -> Result<Vec<u8>, Refused> {
    let sized = resized(pixels, rendition.width, rendition.height)?;
    let data = sized.as_deref().unwrap_or(&pixels.data);
    let (width, height, channels) = (rendition.width, rendition.height, pixels.channels);
    match rendition.form {
        Form::Avif => avif(data, width, height, channels, &pixels.facts),
        Form::Webp => webp(data, width, height, channels, &pixels.facts),
        Form::Jpeg => jpeg(data, width, height, channels, &pixels.facts),
        Form::Png => png(data, width, height, channels, &pixels.facts),
    }
}

/// The picture at a few pixels, as an address that needs no further request.
pub(super) fn placeholder(pixels: &Pixels) -> Result<String, Refused> {
    let long = pixels.width.max(pixels.height);
    let side = |length: u32| (u64::from(length) * u64::from(PLACEHOLDER) / u64::from(long)).clamp(1, u64::from(PLACEHOLDER)) as u32;
    let (width, height) = (side(pixels.width), side(pixels.height));
    let sized = resized(pixels, width, height)?;
    let file = webp_plain(sized.as_deref().unwrap_or(&pixels.data), width, height, pixels.channels, 20.0)?;
    Ok(format!("data:image/webp;base64,{}", BASE64.encode(&file)))
}

fn failed(error: impl std::fmt::Display) -> Refused {
    Refused::Damaged(error.to_string())
}

/// The pixels at another size; `None` where they have it already.
fn resized(pixels: &Pixels, width: u32, height: u32) -> Result<Option<Vec<u8>>, Refused> {
    if (pixels.width, pixels.height) == (width, height) {
        return Ok(None);
    }
    let kind = if pixels.channels == 4 { PixelType::U8x4 } else { PixelType::U8x3 };
    let from = ImageRef::new(pixels.width, pixels.height, &pixels.data, kind).map_err(failed)?;
    let mut to = Image::new(width, height, kind);
    // Colours of clear pixels do not bleed into their neighbours: alpha is multiplied in and out again.
    Resizer::new().resize(&from, &mut to, &ResizeOptions::new().use_alpha(true)).map_err(failed)?;
    Ok(Some(to.into_vec()))
}

fn jpeg(data: &[u8], width: u32, height: u32, channels: usize, facts: &Facts) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, JPEG_QUALITY);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    if let Some(packet) = xmp::write(facts) {
        let segment = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
        encoder.add_app_segment(1, segment).map_err(failed)?;
    }
    let colour = if channels == 4 { ColorType::Rgba } else { ColorType::Rgb };
    let side = |length: u32| u16::try_from(length).map_err(failed);
    encoder.encode(data, side(width)?, side(height)?, colour).map_err(failed)?;
    Ok(out)
}

fn png(data: &[u8], width: u32, height: u32, channels: usize, facts: &Facts) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(if channels == 4 { png::ColorType::Rgba } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    if let Some(packet) = xmp::write(facts) {
        encoder.add_itxt_chunk("XML:com.adobe.xmp".into(), packet).map_err(failed)?;
    }
    encoder.write_header().and_then(|mut writer| writer.write_image_data(data)).map_err(failed)?;
    Ok(out)
}

fn webp_plain(data: &[u8], width: u32, height: u32, channels: usize, quality: f32) -> Result<Vec<u8>, Refused> {
    let mut config = webp::WebPConfig::new().map_err(|()| failed("WebP"))?;
    config.quality = quality;
    config.method = WEBP_METHOD;
    config.thread_level = 0;
    let encoder = if channels == 4 { webp::Encoder::from_rgba(data, width, height) } else { webp::Encoder::from_rgb(data, width, height) };
    let file = encoder.encode_advanced(&config).map_err(|error| Refused::Damaged(format!("{error:?}")))?;
    Ok(file.to_vec())
}

fn webp(data: &[u8], width: u32, height: u32, channels: usize, facts: &Facts) -> Result<Vec<u8>, Refused> {
    let file = webp_plain(data, width, height, channels, WEBP_QUALITY)?;
    let Some(packet) = xmp::write(facts) else { return Ok(file) };
    // The extended file format (RFC 9649, 2.7): a header chunk that says what follows, the picture, the packet.
    const XMP: u8 = 0b100;
    let body = file.get(12..).unwrap_or_default();
    let mut chunks = Vec::with_capacity(file.len() + packet.len() + 64);
    if body.starts_with(b"VP8X") {
        chunks.extend_from_slice(body);
        chunks[8] |= XMP;
    } else {
        let mut head = [XMP, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        head[4..7].copy_from_slice(&(width - 1).to_le_bytes()[..3]);
        head[7..10].copy_from_slice(&(height - 1).to_le_bytes()[..3]);
        chunk(&mut chunks, *b"VP8X", &head);
        chunks.extend_from_slice(body);
    }
    chunk(&mut chunks, *b"XMP ", packet.as_bytes());
    let mut out = Vec::with_capacity(chunks.len() + 12);
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&u32::try_from(chunks.len() + 4).map_err(failed)?.to_le_bytes());
    out.extend_from_slice(b"WEBP");
    out.extend_from_slice(&chunks);
    Ok(out)
}

fn chunk(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    out.extend_from_slice(&name);
    out.extend_from_slice(&(data.len() as u32).to_le_bytes());
    out.extend_from_slice(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
}

fn avif(data: &[u8], width: u32, height: u32, channels: usize, facts: &Facts) -> Result<Vec<u8>, Refused> {
    let mut encoder = ravif::Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_alpha_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_bit_depth(ravif::BitDepth::Eight)
        // The number of threads would be seen in the bytes.
        .with_num_threads(Some(1));
    if let Some(block) = exif_block(facts)? {
        encoder = encoder.with_exif(block);
    }
    let (width, height) = (width as usize, height as usize);
    // The one way in that is compiled with the encoder, and so with its optimisation, in every profile. Where all pixels
    // are opaque it writes no alpha.
    let opaque: Vec<u8>;
    let data = if channels == 4 {
        data
    } else {
        opaque = data.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
        &opaque
    };
    Ok(encoder.encode_rgba(ravif::Img::new(data.as_rgba(), width, height)).map_err(failed)?.avif_file)
}

/// An EXIF block with the maker, the rights and the XMP packet (TIFF tag 700): the one place for metadata that the AVIF
/// writer has.
fn exif_block(facts: &Facts) -> Result<Option<Vec<u8>>, Refused> {
    use exif::{Context, Field, In, Tag, Value};
    let Some(packet) = xmp::write(facts) else { return Ok(None) };
    let ascii = |tag, text: &str| Field { tag, ifd_num: In::PRIMARY, value: Value::Ascii(vec![text.as_bytes().to_vec()]) };
    let mut fields = Vec::new();
    if !facts.creator.is_empty() {
        fields.push(ascii(Tag::Artist, &facts.creator.join("; ")));
    }
    if !facts.copyright.is_empty() {
        fields.push(ascii(Tag::Copyright, &facts.copyright));
    }
    fields.push(Field { tag: Tag(Context::Tiff, 700), ifd_num: In::PRIMARY, value: Value::Byte(packet.into_bytes()) });
    let mut writer = exif::experimental::Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut out = std::io::Cursor::new(Vec::new());
    writer.write(&mut out, false).map_err(failed)?;
    Ok(Some(out.into_inner()))
}
