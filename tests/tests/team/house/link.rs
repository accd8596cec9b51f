//! The link between laptops and a hub, carried by the test itself: it counts what goes through, tells when that was so
//! much, is cut where the test says, and can be slow. It repeats nothing and changes nothing.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From a laptop to the hub.
    Up,
    /// From the hub to a laptop.
    Down,
}

/// A link to one hub.
pub struct Link {
    port: u16,
    shared: Arc<Mutex<Shared>>,
}

type Told = Box<dyn FnOnce() + Send>;

struct Shared {
    /// Where the hub listens.
    to: u16,
    up: u64,
    down: u64,
    /// Everything is cut when this way has carried so much.
    cut: Option<(Way, u64)>,
    cuts: u64,
    /// What is told when both ways together have carried so much.
    fuse: Option<(u64, Told)>,
    /// The most bytes that go on at a time.
    piece: usize,
    open: Vec<TcpStream>,
}

/// What becomes of some bytes that came.
struct Fate {
    /// So many of them go on.
    pass: usize,
    cut: bool,
    told: Option<Told>,
}

impl Shared {
    fn carried(&mut self, way: Way) -> &mut u64 {
        match way {
            Way::Up => &mut self.up,
            Way::Down => &mut self.down,
        }
    }

    fn comes(&mut self, way: Way, bytes: usize) -> Fate {
        let so_far = *self.carried(way);
        let (mut pass, mut cut) = (bytes, false);
        if let Some((of, at)) = self.cut
            && of == way
            && so_far + bytes as u64 >= at
        {
            pass = usize::try_from(at.saturating_sub(so_far)).unwrap_or(bytes).min(bytes);
            cut = true;
            self.cut = None;
            self.cuts += 1;
        }
        *self.carried(way) += pass as u64;
        let burnt = self.fuse.as_ref().is_some_and(|(at, _)| self.up + self.down >= *at);
        let told = if burnt { self.fuse.take().map(|(_, told)| told) } else { None };
        Fate { pass, cut, told }
    }

    fn hang_up(&mut self) {
        for stream in self.open.drain(..) {
            // It may be gone already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Link {
    /// A link to the hub on this port of the loopback.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn to(hub: u16) -> Link {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its port").port();
        let shared = Shared {
            to: hub,
            up: 0,
            down: 0,
            cut: None,
            cuts: 0,
            fuse: None,
            piece: 64 * 1024,
            open: Vec::new(),
        };
        let shared = Arc::new(Mutex::new(shared));
        let carrying = Arc::clone(&shared);
        // It ends with the test's process.
        std::thread::spawn(move || {
            for laptop in listener.incoming().map_while(Result::ok) {
                join(&carrying, laptop);
            }
        });
        Link { port, shared }
    }

    /// Where laptops find the hub through this link.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// What went through, up and down.
    #[must_use]
    pub fn carried(&self) -> (u64, u64) {
        let shared = lock(&self.shared);
        (shared.up, shared.down)
    }

    /// Cuts every connection once so many more bytes went this way. Whoever connects afterwards is carried.
    pub fn cut_after(&self, way: Way, bytes: u64) {
        let mut shared = lock(&self.shared);
        let at = *shared.carried(way) + bytes;
        shared.cut = Some((way, at));
    }

    /// Lets whole what was to be cut.
    pub fn spare(&self) {
        lock(&self.shared).cut = None;
    }

    /// How often it was cut.
    #[must_use]
    pub fn cuts(&self) -> u64 {
        lock(&self.shared).cuts
    }

    /// Tells once so many more bytes went through, both ways together.
    pub fn fuse(&self, bytes: u64, told: impl FnOnce() + Send + 'static) {
        let mut shared = lock(&self.shared);
        let at = shared.up + shared.down + bytes;
        shared.fuse = Some((at, Box::new(told)));
    }

    /// Tells nobody any more.
    pub fn defuse(&self) {
        lock(&self.shared).fuse = None;
    }

    /// From now on only so many bytes go on at a time.
    pub fn slows_to(&self, bytes: usize) {
        lock(&self.shared).piece = bytes;
    }
}

/// Joins a laptop with the hub, or hangs up on it where the hub is not there.
fn join(shared: &Arc<Mutex<Shared>>, laptop: TcpStream) {
    let to = lock(shared).to;
    let Ok(hub) = TcpStream::connect(("127.0.0.1", to)) else { return };
    let ends = [(&laptop, &hub, Way::Up), (&hub, &laptop, Way::Down)];
    for (from, to, way) in ends {
        let (Ok(from), Ok(to), Ok(kept)) = (from.try_clone(), to.try_clone(), from.try_clone()) else {
            return;
        };
        let _ = from.set_nodelay(true);
        lock(shared).open.push(kept);
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            carry(&shared, from, &to, way);
            let _ = to.shutdown(Shutdown::Both);
        });
    }
}

fn carry(shared: &Mutex<Shared>, mut from: TcpStream, mut to: &TcpStream, way: Way) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let piece = lock(shared).piece.min(buffer.len());
        let Some(room) = buffer.get_mut(..piece) else { return };
        let read = match from.read(room) {
            Ok(read) if read > 0 => read,
            _ => return,
        };
        let Fate { pass, cut, told } = lock(shared).comes(way, read);
        let whole = room.get(..pass).is_some_and(|bytes| to.write_all(bytes).is_ok());
        if let Some(told) = told {
            told();
        }
        if cut {
            lock(shared).hang_up();
        }
        if cut || !whole {
            return;
        }
        std::thread::yield_now();
    }
}
