//! What an original knows of its maker's whereabouts does not go out; who made it does.

use image::ImageFormat;
use stet_render::picture::{self, Facts, Form, Rendition};

use crate::files;

/// Words that must be in no published file.
const PRIVATE: [&str; 14] = [
    "GPS",
    "51.5",
    "SN-12345",
    "LENS-777",
    "Owner Person",
    "Secret Town",
    "private instructions",
    "HistoryWhen",
    "Photo Tool",
    "MakerNote",
    "ThumbnailImage",
    "2026:11:24",
    "DocumentID",
    "IPTC:City",
];

const TAGS: [&str; 34] = [
    "-EXIF:GPSLatitude=51.5",
    "-EXIF:GPSLatitudeRef=N",
    "-EXIF:GPSLongitude=0.12",
    "-EXIF:GPSLongitudeRef=W",
    "-XMP-exif:GPSLatitude=51.5",
    "-XMP-exif:GPSLongitude=0.12",
    "-EXIF:SerialNumber=SN-12345",
    "-EXIF:LensSerialNumber=LENS-777",
    "-EXIF:OwnerName=Owner Person",
    "-EXIF:DateTimeOriginal=2026:11:24 09:30:00",
    "-EXIF:Software=Photo Tool 3",
    "-EXIF:UserComment=private instructions",
    "-EXIF:Artist=E. Artist",
    "-EXIF:Copyright=Copyright E",
    "-EXIF:ImageDescription=OLYMPUS DIGITAL CAMERA",
    "-XMP-aux:SerialNumber=SN-12345",
    "-XMP-xmp:CreatorTool=Photo Tool 3",
    "-XMP-photoshop:City=Secret Town",
    "-XMP-photoshop:Instructions=private instructions",
    "-XMP-xmpMM:DocumentID=uuid:DocumentID-1",
    "-XMP-xmpMM:HistoryWhen=2026:11:24 09:30:00",
    "-IPTC:City=Secret Town",
    "-IPTC:SpecialInstructions=private instructions",
    "-IPTC:DateCreated=2026:11:24",
    "-IPTC:By-line=I. Byline",
    "-IPTC:Credit=IIM Wire",
    "-XMP-dc:Creator=A. Maker",
    "-XMP-photoshop:Credit=City Wire",
    "-XMP-dc:Rights=© 2026 City Wire",
    "-XMP-dc:Description=The quay at dawn",
    "-XMP-iptcCore:AltTextAccessibility=A stone quay",
    "-XMP-xmpRights:WebStatement=https://wire.example/licence",
    "-XMP-plus:LicensorURL=https://wire.example/buy",
    "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
];

#[test]
fn published_copies_hold_the_credit_and_nothing_private() {
    if !files::judge_is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let thumbnail = folder.path().join("thumbnail.jpg");
    std::fs::write(&thumbnail, files::file(files::scene(80, 60), ImageFormat::Jpeg)).unwrap();
    let thumbnail = format!("-ThumbnailImage<={}", thumbnail.display());
    let tags: Vec<&str> = TAGS.into_iter().chain([thumbnail.as_str()]).collect();
    for (name, image, format) in [
        ("a.jpg", files::scene(400, 300).into(), ImageFormat::Jpeg),
        ("a.png", image::DynamicImage::from(files::clear(400, 300)), ImageFormat::Png),
        ("a.webp", files::scene(400, 300).into(), ImageFormat::WebP),
    ] {
        let png = format == ImageFormat::Png;
        // A PNG holds no IPTC and no thumbnail that exiftool would write.
        let tags: Vec<&str> = tags
            .iter()
            .copied()
            .filter(|tag| !png && format != ImageFormat::WebP || !tag.contains("IPTC:") && !tag.contains("Thumb"))
            .collect();
        let original = files::tagged(folder.path(), name, &files::file(image, format), &tags);
        let before = files::told(folder.path(), name, &original);
        assert!(before.contains("GPSLatitude") && before.contains("SN-12345"), "the original is not private enough: {before}");
        let pixels = picture::open(&original).unwrap();
        assert_eq!(
            pixels.facts,
            Facts {
                creator: vec!["A. Maker".into()],
                credit: "City Wire".into(),
                copyright: "© 2026 City Wire".into(),
                caption: "The quay at dawn".into(),
                alt: "A stone quay".into(),
                licence: "https://wire.example/licence".into(),
                licensor: "https://wire.example/buy".into(),
                source_type: "digitalCapture".into(),
            }
        );
        for rendition in picture::renditions(pixels.width, pixels.height, pixels.kind()) {
            let bytes = picture::encode(&pixels, Rendition { ..rendition }).unwrap();
            let published = files::told(folder.path(), &format!("out.{}", rendition.form.ending()), &bytes);
            let stated: String = published
                .lines()
                .filter(|line| !line.starts_with("[System]") && !line.starts_with("[ExifTool]"))
                .map(|line| format!("{line}\n"))
                .collect();
            for word in PRIVATE {
                assert!(!stated.contains(word), "{name} as {:?} holds {word}:\n{stated}", rendition.form);
                assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{name} as {:?} hides {word}", rendition.form);
            }
            for word in [
                "A. Maker",
                "City Wire",
                "© 2026 City Wire",
                "The quay at dawn",
                "A stone quay",
                "https://wire.example/licence",
                "https://wire.example/buy",
                "digitalCapture",
            ] {
                assert!(stated.contains(word), "{name} as {:?} lacks {word}:\n{stated}", rendition.form);
            }
            assert!(!published.contains("Warning") && !published.contains("Error"), "{name} as {:?}:\n{published}", rendition.form);
        }
    }
}

#[test]
fn older_metadata_counts_where_there_is_no_other() {
    if !files::judge_is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let plain = files::file(files::scene(60, 40), ImageFormat::Jpeg);
    let iptc = ["-IPTC:By-line=I. Byline", "-IPTC:Credit=Wire é", "-IPTC:CopyrightNotice=© I", "-IPTC:Caption-Abstract=Caption I"];
    let latin: Vec<&str> = iptc.into_iter().chain(["-charset", "iptc=Latin"]).collect();
    let utf8: Vec<&str> = iptc.into_iter().chain(["-IPTC:CodedCharacterSet=UTF8"]).collect();
    for (tags, creator, credit) in [
        (latin, "I. Byline", "Wire é"),
        (utf8, "I. Byline", "Wire é"),
        (vec!["-EXIF:Artist=E. Artist", "-EXIF:Copyright=© I", "-EXIF:ImageDescription=Caption I"], "E. Artist", ""),
    ] {
        let facts = picture::look(&files::tagged(folder.path(), "a.jpg", &plain, &tags)).unwrap().facts;
        assert_eq!((facts.creator, facts.credit.as_str()), (vec![creator.to_owned()], credit), "{tags:?}");
        assert_eq!((facts.copyright.as_str(), facts.caption.as_str()), ("© I", "Caption I"), "{tags:?}");
    }
}

#[test]
fn an_original_that_states_nothing_gets_no_metadata() {
    let pixels = picture::open(&files::file(files::scene(60, 40), ImageFormat::Jpeg)).unwrap();
    for form in [Form::Avif, Form::Webp, Form::Jpeg] {
        let bytes = picture::encode(&pixels, Rendition { form, width: 60, height: 40 }).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("xmpmeta") && !text.contains("Exif"), "{form:?}");
    }
}
