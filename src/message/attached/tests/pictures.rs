//! QR codes in pictures of every format and size, and pictures that are not worth the work.

use image::{DynamicImage, GrayImage, ImageFormat, Luma};

use super::*;
use crate::message::mail::PlaceKind;

const PAYLOAD: &str = "otpauth://totp/Exemple:marie?secret=JBSWY3DPEHPK3PXP";

/// A code, `module` pixels a module, on a picture of the size of its border.
fn code(module: u32) -> GrayImage {
    let code = qrcodegen::QrCode::encode_text(PAYLOAD, qrcodegen::QrCodeEcc::Medium).unwrap();
    let size = (code.size() as u32 + 8) * module;
    let dark = |x: u32, y: u32| code.get_module((x / module) as i32 - 4, (y / module) as i32 - 4);
    GrayImage::from_fn(size, size, |x, y| Luma([if dark(x, y) { 20 } else { 235 }]))
}

/// Soft clouds with a little grain, as a camera sees them.
fn photograph(width: u32, height: u32) -> GrayImage {
    let mut grain = 1_u32;
    GrayImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let cloud = (x as f32 / 37.0).sin() * 40.0 + (y as f32 / 53.0).cos() * 40.0 + 128.0;
        Luma([(cloud + (grain >> 24) as f32 / 16.0) as u8])
    })
}

fn encoded(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture.clone()).to_rgb8().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn codes(opened: &Opened) -> Vec<(&str, &str)> {
    let codes = opened.texts.iter().filter(|text| text.place.kind == PlaceKind::Qr);
    codes.map(|text| (text.place.name.as_str(), text.content.as_str())).collect()
}

#[test]
fn a_code_is_read_in_every_format_and_size() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP] {
        let opened = opened("code", &encoded(&code(4), format));
        assert_eq!((codes(&opened), limits(&opened)), (vec![("code", PAYLOAD)], vec![]), "{format:?}");
        assert_eq!(opened.files[0].real, format.to_mime_type());
    }
    for module in [2, 3, 6, 10, 17, 30] {
        assert_eq!(
            codes(&opened("c", &encoded(&code(module), ImageFormat::Jpeg))),
            [("c", PAYLOAD)],
            "{module} pixels"
        );
    }
}

#[test]
fn a_code_is_read_on_a_photograph_and_light_on_dark() {
    let mut picture = photograph(1200, 900);
    image::imageops::overlay(&mut picture, &code(5), 300, 200);
    assert_eq!(codes(&opened("p.jpg", &encoded(&picture, ImageFormat::Jpeg))), [("p.jpg", PAYLOAD)]);
    let mut inverted = code(5);
    image::imageops::invert(&mut inverted);
    assert_eq!(codes(&opened("i.png", &encoded(&inverted, ImageFormat::Png))), [("i.png", PAYLOAD)]);
}

#[test]
fn a_code_in_a_container_has_its_place() {
    let zip = zip_of(&[("scan.png", &encoded(&code(3), ImageFormat::Png))]);
    assert_eq!(codes(&opened("a.zip", &zip)), [("a.zip!scan.png", PAYLOAD)]);
}

#[test]
fn a_photograph_costs_no_pixels() {
    let jpeg = encoded(&photograph(1600, 1200), ImageFormat::Jpeg);
    let mut budget = Budget::default();
    let opened = open(Attached { part: "2", name: "p.jpg", declared: "", bytes: &jpeg, inline: true }, &mut budget);
    assert_eq!((limits(&opened), budget.pixels), (vec![], Budget::default().pixels));
    assert!(opened.files[0].inline);
}

#[test]
fn a_huge_picture_is_not_made() {
    // The head of a PNG of 40 000 x 40 000 pixels, and no data.
    let mut png = encoded(&code(3), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40]);
    let crc = crc32fast::hash(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(limits(&opened("g.png", &png)), [(LimitKind::Picture, "g.png")]);

    let mut jpeg = encoded(&code(3), ImageFormat::Jpeg);
    let frame = memchr::memmem::find(&jpeg, b"\xff\xc0").unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x9c, 0x40, 0x9c, 0x40]);
    assert_eq!(limits(&opened("g.jpg", &jpeg)), [(LimitKind::Picture, "g.jpg")]);
}

#[test]
fn a_message_pays_for_so_many_pixels_only() {
    let png = encoded(&code(3), ImageFormat::Png);
    let zip = zip_of(&[("1.png", &png), ("2.png", &png), ("3.png", &png)]);
    let pixels = u64::from(code(3).width()).pow(2);
    let mut budget = Budget { pixels: pixels * 2, ..Budget::default() };
    let opened = open(Attached { part: "2", name: "a.zip", declared: "", bytes: &zip, inline: false }, &mut budget);
    assert_eq!(codes(&opened).len(), 2);
    assert_eq!(limits(&opened), [(LimitKind::Picture, "a.zip!3.png")]);
}

#[test]
fn broken_pictures_say_so_and_small_ones_are_passed_over() {
    let jpeg = encoded(&code(5), ImageFormat::Jpeg);
    assert_eq!(limits(&opened("b.jpg", &jpeg[..jpeg.len() / 2])), [(LimitKind::Damaged, "b.jpg")]);
    let scan = memchr::memmem::find(&jpeg, b"\xff\xc4").unwrap();
    assert_eq!(limits(&opened("b.jpg", &jpeg[..scan])), [(LimitKind::Damaged, "b.jpg")]);
    let png = encoded(&code(5), ImageFormat::Png);
    assert_eq!(limits(&opened("b.png", &png[..png.len() / 2])), [(LimitKind::Damaged, "b.png")]);
    let dot = encoded(&GrayImage::new(1, 1), ImageFormat::Png);
    assert_eq!(limits(&opened("dot.png", &dot)), []);
}

#[test]
fn a_page_of_corners_is_not_paired() {
    let corner = |x: u32, y: u32| {
        let (x, y) = (x % 32 / 3, y % 32 / 3);
        let ring = x.max(y).max(6 - x.min(6)).max(6 - y.min(6));
        x < 7 && y < 7 && ring != 5
    };
    let page = GrayImage::from_fn(1024, 1024, |x, y| Luma([if corner(x, y) { 0 } else { 255 }]));
    assert_eq!(limits(&opened("coins.png", &encoded(&page, ImageFormat::Png))), [(LimitKind::Picture, "coins.png")]);
}
