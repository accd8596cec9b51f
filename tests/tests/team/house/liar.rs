//! A dishonest hub: what laptops ask is answered by the hub behind it, and the test may change question and answer on the
//! way, or answer by itself.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use passerelle_wire::frame::{self, FrameReader};
use passerelle_wire::id::SpaceId;
use passerelle_wire::pull::{PageEnd, Positioned};
use passerelle_wire::{Message, decode, encode};

/// A question of a laptop.
#[derive(Clone)]
pub struct Asked {
    method: String,
    path: String,
    /// The head of the request but its first line, as it came.
    head: String,
    pub body: Vec<u8>,
}

impl Asked {
    /// What is asked, as `GET heads` or `PUT batches`.
    #[must_use]
    pub fn what(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        let what = match parts.as_slice() {
            ["spaces", _, what, ..] | [what, ..] => what,
            [] => "",
        };
        format!("{} {what}", self.method)
    }

    /// Whether a segment of a snapshot is asked for.
    #[must_use]
    pub fn is_segment(&self) -> bool {
        self.method == "GET" && self.path.contains("/snapshots/")
    }

    /// In which space.
    #[must_use]
    pub fn space(&self) -> Option<SpaceId> {
        self.path.strip_prefix("/v1/spaces/")?.split('/').next()?.parse().ok()
    }
}

/// An answer to it.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// A yes with a message.
    ///
    /// # Panics
    /// When it cannot be encoded.
    #[must_use]
    pub fn of(message: &impl Message) -> Answer {
        Answer { status: 200, body: encode(message).expect("a message") }
    }

    /// Changes the message in it; one that says no is left alone.
    ///
    /// # Panics
    /// When it holds another message.
    pub fn change<M: Message>(&mut self, change: impl FnOnce(&mut M)) {
        if self.status == 200 {
            let mut message = decode(&self.body).expect("such a message");
            change(&mut message);
            self.body = encode(&message).expect("a message");
        }
    }

    /// Changes the batches of a page.
    ///
    /// # Panics
    /// When it is no page.
    pub fn change_page(&mut self, change: impl FnOnce(&mut Vec<Positioned>)) {
        if self.status != 200 {
            return;
        }
        let (mut batches, mut end) = (Vec::new(), None);
        for frame in FrameReader::default().push(&self.body).expect("frames") {
            match frame.read::<Positioned>() {
                Some(positioned) => batches.push(positioned.expect("a batch")),
                None => end = frame.read::<PageEnd>().map(|end| end.expect("an end")),
            }
        }
        change(&mut batches);
        self.body.clear();
        for batch in &batches {
            frame::write(batch, &mut self.body).expect("a frame");
        }
        frame::write(&end.expect("an end"), &mut self.body).expect("a frame");
    }
}

/// What answers: given the question and the honest hub.
type Lie = Box<dyn FnMut(&Asked, &dyn Fn(&Asked) -> Answer) -> Answer + Send>;

struct Shared {
    to: u16,
    lie: Option<Lie>,
}

/// A hub that may lie.
pub struct Liar {
    port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl Liar {
    /// An honest one, before the hub on this port of the loopback.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn before(hub: u16) -> Liar {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its port").port();
        let shared = Arc::new(Mutex::new(Shared { to: hub, lie: None }));
        let answering = Arc::clone(&shared);
        // It ends with the test's process.
        std::thread::spawn(move || {
            for laptop in listener.incoming().map_while(Result::ok) {
                let answering = Arc::clone(&answering);
                std::thread::spawn(move || answer(&answering, laptop));
            }
        });
        Liar { port, shared }
    }

    /// Where laptops find it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Answers like this from now on.
    pub fn answers(&self, lie: impl FnMut(&Asked, &dyn Fn(&Asked) -> Answer) -> Answer + Send + 'static) {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).lie = Some(Box::new(lie));
    }

    /// Lets the hub answer one kind of question, and changes what it says.
    pub fn changes(&self, what: &'static str, mut change: impl FnMut(&mut Answer) + Send + 'static) {
        self.answers(move |asked, hub| {
            let mut answer = hub(asked);
            if asked.what() == what {
                change(&mut answer);
            }
            answer
        });
    }

    /// Changes the batches of every page.
    pub fn hands_out(&self, mut change: impl FnMut(&mut Vec<Positioned>) + Send + 'static) {
        self.changes("GET batches", move |answer| answer.change_page(&mut change));
    }

    /// Lies no more.
    pub fn is_honest(&self) {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).lie = None;
    }

    /// Shows another hub, such as a copy of the first.
    pub fn shows(&self, hub: u16) {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).to = hub;
    }
}

/// Answers one question of a laptop, then hangs up.
fn answer(shared: &Mutex<Shared>, mut laptop: TcpStream) {
    let Some((head, body)) = read(&mut laptop) else { return };
    let Some((first, head)) = head.split_once("\r\n") else { return };
    let mut words = first.split(' ').map(str::to_owned);
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return };
    let asked = Asked { method, path, head: head.to_owned(), body };
    let answer = {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let to = shared.to;
        let hub = move |asked: &Asked| ask(to, asked);
        match &mut shared.lie {
            Some(lie) => lie(&asked, &hub),
            None => hub(&asked),
        }
    };
    let length = answer.body.len();
    let head =
        format!("HTTP/1.1 {} OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n", answer.status);
    // The laptop may have been switched off.
    let _ = laptop.write_all(head.as_bytes()).and_then(|()| laptop.write_all(&answer.body));
}

/// The hub's own answer.
fn ask(hub: u16, asked: &Asked) -> Answer {
    let away = Answer { status: 502, body: Vec::new() };
    let Ok(mut hub) = TcpStream::connect(("127.0.0.1", hub)) else { return away };
    let said = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().to_lowercase();
        !["connection", "content-length", ""].contains(&name.as_str())
    };
    let lines: Vec<&str> = asked.head.split("\r\n").filter(said).collect();
    let head = format!(
        "{} {} HTTP/1.1\r\n{}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        asked.method,
        asked.path,
        lines.join("\r\n"),
        asked.body.len()
    );
    if hub.write_all(head.as_bytes()).and_then(|()| hub.write_all(&asked.body)).is_err() {
        return away;
    }
    let Some((head, body)) = read(&mut hub) else { return away };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(502);
    Answer { status, body }
}

/// A head and a whole body of HTTP/1.1, whichever way its length is said.
fn read(from: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut piece = [0; 16 * 1024];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        match from.read(&mut piece) {
            Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
            _ => return None,
        }
    };
    let mut body = bytes.split_off(end + 4);
    let head = String::from_utf8(bytes).ok()?.trim_end().to_owned();
    let low = head.to_lowercase();
    let value = |name: &str| {
        low.split("\r\n").find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim().to_owned()))
    };
    if value("transfer-encoding").is_some() {
        from.read_to_end(&mut body).ok()?;
        return Some((head, joined(&body)?));
    }
    let length: usize = value("content-length").map_or(Some(0), |length| length.parse().ok())?;
    while body.len() < length {
        match from.read(&mut piece) {
            Ok(read) if read > 0 => body.extend_from_slice(&piece[..read]),
            _ => return None,
        }
    }
    Some((head, body))
}

/// The chunks of a body, put together.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let at = chunks.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&chunks[..at]).ok()?, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        let from = at + 2;
        body.extend_from_slice(chunks.get(from..from + length)?);
        chunks = chunks.get(from + length + 2..)?;
    }
}
