//! Bytes of every encoding that real files are in.

use std::io::{BufRead, Read};

use passerelle_formats::decode::{Decoder, whole};
use passerelle_formats::markup::plain;
use passerelle_formats::report::{Encoding, Limits, Place, Refusal, Report, Why};

/// Gives one byte at a time, as the slowest of sources.
struct Dripping<'a>(&'a [u8]);

impl Read for Dripping<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let amount = into.len().min(1);
        self.0.read(&mut into[..amount])
    }
}

fn read(bytes: &[u8]) -> (String, Encoding) {
    let (mut report, mut dripped) = (Report::default(), String::new());
    let text = whole(bytes, Limits::default(), &mut report).unwrap();
    Decoder::new(Dripping(bytes), Limits::default()).read_to_string(&mut dripped).unwrap();
    assert_eq!(dripped, text, "the size of the blocks changes nothing");
    (text, report.encoding)
}

#[test]
fn each_encoding_is_found_and_told() {
    let text = "Prénom;Né à\r\nZoé;Bruay-sur-l’Escaut €\r\n";
    let windows: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '’' => 0x92,
            '€' => 0x80,
            other => u8::try_from(u32::from(other)).unwrap(),
        })
        .collect();
    let wide = |order: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(order)).collect()
    };
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8Marked),
        (windows, Encoding::Windows1252),
        (wide(u16::to_le_bytes, b"\xFF\xFE"), Encoding::Utf16Le),
        (wide(u16::to_be_bytes, b"\xFE\xFF"), Encoding::Utf16Be),
    ] {
        assert_eq!(read(&bytes), (text.to_owned(), encoding));
    }
    assert_eq!(read(b""), (String::new(), Encoding::Utf8));
}

#[test]
fn xml_says_itself_what_it_is_written_in() {
    let latin = b"<?xml version='1.0' encoding=\"ISO-8859-1\"?><nom>Fran\xE7oise \xC3\xA9</nom>";
    let (text, encoding) = read(latin);
    assert!(text.ends_with("<nom>Françoise Ã©</nom>"), "declared, hence not guessed: {text}");
    assert_eq!(encoding, Encoding::Windows1252);
    let nine = b"<?xml version=\"1.0\" encoding='iso-8859-15' ?><prix>12 \xA4</prix>";
    assert!(read(nine).0.ends_with("<prix>12 €</prix>"));
}

#[test]
fn damage_in_a_good_file_stays_where_it_is() {
    let mut report = Report::default();
    let bytes = b"nom\nRen\xC3\xA9e\nNo\xEBl\nChlo\xC3\xA9\n";
    let text = whole(bytes, Limits::default(), &mut report).unwrap();
    assert_eq!(text, "nom\nRenée\nNoël\nChloé\n");
    assert_eq!(report.encoding, Encoding::Utf8);
    assert_eq!((report.findings[0].place, &report.findings[0].why), (Place::Line { line: 3 }, &Why::Bytes));
    assert_eq!(report.counts.repaired, 1);
}

#[test]
fn what_is_no_text_or_too_much_of_it_is_refused() {
    let refused = |bytes: &[u8], limits: Limits| whole(bytes, limits, &mut Report::default());
    assert_eq!(refused(b"\x7FELF\x02\x01\x00\x00", Limits::default()), Err(Refusal::Encoding));
    assert_eq!(refused(b"\xFF\xFEa\x00b", Limits::default()), Err(Refusal::Encoding), "half a character");
    let small = Limits { bytes: 1 << 20, ..Limits::default() };
    assert_eq!(refused(&vec![b'a'; (1 << 20) + 1], small), Err(Refusal::TooLarge { limit_mb: 1 }));

    let limits = Limits { record: 100_000, ..Limits::default() };
    let mut endless = Decoder::new(std::io::repeat(b'"'), limits);
    let stopped = loop {
        match endless.fill_buf() {
            Ok(text) => {
                let length = text.len();
                endless.consume(length);
            }
            Err(error) => break Refusal::from(error),
        }
    };
    assert_eq!(stopped, Refusal::RecordTooLarge { place: Place::Line { line: 1 }, limit_kb: 97 });
}

#[test]
fn texts_with_tags_become_what_a_person_reads() {
    for (raw, expected) in [
        ("Acquérir les bases", "Acquérir les bases"),
        ("Lire &amp; écrire", "Lire & écrire"),
        ("&lt;p&gt;Lire&lt;/p&gt;&lt;p&gt;Écrire&lt;/p&gt;", "Lire\n\nÉcrire"),
        ("&amp;lt;p&amp;gt;L&amp;#039;accueil&amp;lt;/p&amp;gt;", "L'accueil"),
        ("<ul><li>Souder</li><li>Découper&nbsp;: &eacute;tain</li></ul>", "- Souder\n- Découper : étain"),
        ("Moins de 26 ans (< 26) & motivé", "Moins de 26 ans (< 26) & motivé"),
        ("R&D; A&B;", "R&D; A&B;"),
        ("l&#146;atelier", "l’atelier"),
        ("<script>alert(1)</script>Bonjour<!-- caché --> à tous", "Bonjour à tous"),
        ("<b>Gras<br/>et suite", "Gras\net suite"),
        ("<style>p{}", ""),
    ] {
        assert_eq!(plain(raw), expected, "{raw}");
        assert_eq!(plain(&plain(raw)), plain(raw), "plain stays plain: {raw}");
    }
}
