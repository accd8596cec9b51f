//! What a content is, judged by its bytes alone: a name can say anything.

use crate::word::words;

words! {
    /// What may be kept. What is not in this list is not kept, and nothing of it is ever run.
    Media {
        Pdf = "pdf",
        Png = "png",
        Jpeg = "jpeg",
        Webp = "webp",
        Text = "text",
        Docx = "docx",
        Xlsx = "xlsx",
        Pptx = "pptx",
        Odt = "odt",
        Ods = "ods",
        Odp = "odp",
        Doc = "doc",
        Xls = "xls",
        Ppt = "ppt",
        Rtf = "rtf",
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A name as the old office formats write it in their table of contents.
fn wide(name: &str) -> Vec<u8> {
    name.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// An office file in a zip. One with macros is none: what it does when opened is not ours to keep.
fn zipped(bytes: &[u8]) -> Option<Media> {
    let open_document = bytes.get(30..38) == Some(b"mimetype".as_slice());
    if open_document {
        let kind = bytes.get(38..).unwrap_or_default();
        return [
            (b"application/vnd.oasis.opendocument.text".as_slice(), Media::Odt),
            (b"application/vnd.oasis.opendocument.spreadsheet", Media::Ods),
            (b"application/vnd.oasis.opendocument.presentation", Media::Odp),
        ]
        .into_iter()
        .find_map(|(name, media)| kind.starts_with(name).then_some(media));
    }
    if !holds(bytes, b"[Content_Types].xml") || holds(bytes, b"vbaProject.bin") {
        return None;
    }
    [
        (b"word/document".as_slice(), Media::Docx),
        (b"xl/workbook", Media::Xlsx),
        (b"ppt/presentation", Media::Pptx),
    ]
    .into_iter()
    .find_map(|(part, media)| holds(bytes, part).then_some(media))
}

fn old_office(bytes: &[u8]) -> Option<Media> {
    if holds(bytes, &wide("_VBA_PROJECT")) {
        return None;
    }
    [("WordDocument", Media::Doc), ("Workbook", Media::Xls), ("PowerPoint Document", Media::Ppt)]
        .into_iter()
        .find_map(|(name, media)| holds(bytes, &wide(name)).then_some(media))
}

/// Plain text, in UTF-8 or as older Windows programs write it: no byte that no text has.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x20..=0x7e | 0x80..))
        && (std::str::from_utf8(bytes).is_ok()
            // Bytes that Windows-1252 leaves without a meaning.
            || !bytes.iter().any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d)))
}

impl Media {
    /// What these bytes are; none for what is not kept.
    pub fn of(bytes: &[u8]) -> Option<Media> {
        if bytes.starts_with(b"%PDF-") {
            Some(Media::Pdf)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Media::Png)
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Media::Jpeg)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) {
            Some(Media::Webp)
        } else if bytes.starts_with(b"PK\x03\x04") {
            zipped(bytes)
        } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
            old_office(bytes)
        } else if bytes.starts_with(b"{\\rtf") {
            Some(Media::Rtf)
        } else {
            is_text(bytes).then_some(Media::Text)
        }
    }

    /// The ending that other programs know it by, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Media::Jpeg => "jpg",
            Media::Text => "txt",
            other => other.code(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(rest: &[u8]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(30, 0);
        bytes.extend(rest);
        bytes
    }

    fn old(name: &str) -> Vec<u8> {
        [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], wide(name).as_slice()].concat()
    }

    #[test]
    fn the_bytes_say_what_it_is() {
        for (bytes, media) in [
            (b"%PDF-1.7\n".to_vec(), Some(Media::Pdf)),
            (b"\x89PNG\r\n\x1a\n\0".to_vec(), Some(Media::Png)),
            (b"\x89PNG\0".to_vec(), None),
            (vec![0xff, 0xd8, 0xff, 0xe0, 0], Some(Media::Jpeg)),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ".to_vec(), Some(Media::Webp)),
            (b"RIFF\x01\x02\x03\x04WAVEfmt ".to_vec(), None),
            ("Né à Creil, 3 €\r\n\tsuite".as_bytes().to_vec(), Some(Media::Text)),
            (b"N\xe9 \xe0 Creil".to_vec(), Some(Media::Text)),
            (b"text\0with a hole".to_vec(), None),
            (b"\x7fELF\x02\x01\x01".to_vec(), None),
            (b"MZ\x90\0\x03".to_vec(), None),
            (b"{\\rtf1\\ansi bonjour}".to_vec(), Some(Media::Rtf)),
            (zip(b"mimetypeapplication/vnd.oasis.opendocument.textPK"), Some(Media::Odt)),
            (zip(b"mimetypeapplication/epub+zip"), None),
            (zip(b"[Content_Types].xml word/document.xml"), Some(Media::Docx)),
            (zip(b"[Content_Types].xml xl/workbook.xml"), Some(Media::Xlsx)),
            (zip(b"[Content_Types].xml word/document.xml word/vbaProject.bin"), None),
            (zip(b"photo.jpg"), None),
            (old("WordDocument"), Some(Media::Doc)),
            (old("Workbook"), Some(Media::Xls)),
            (old("Workbook_VBA_PROJECT"), None),
            (old("Feature.MSI"), None),
        ] {
            assert_eq!(Media::of(&bytes), media, "{:?}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn every_cut_of_a_head_is_answered() {
        for whole in [zip(b"mimetypeapplication/vnd.oasis.opendocument.text"), old("Workbook")] {
            for end in 0..whole.len() {
                Media::of(&whole[..end]);
            }
        }
        assert_eq!(Media::Jpeg.ending(), "jpg");
    }
}
