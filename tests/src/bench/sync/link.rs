//! The link between laptops and a hub, which counts what it carries.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Trouble;

/// Bytes from laptops to the hub, and from the hub to laptops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Carried {
    pub up: u64,
    pub down: u64,
}

impl Carried {
    pub fn since(self, before: Carried) -> Carried {
        Carried { up: self.up.saturating_sub(before.up), down: self.down.saturating_sub(before.down) }
    }
}

/// A link to a hub; it ends with the bench.
pub struct Link {
    port: u16,
    counts: Arc<[AtomicU64; 2]>,
}

fn carry(mut from: TcpStream, mut to: TcpStream, counts: &[AtomicU64; 2], way: usize) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(read) = from.read(&mut piece)
        && read > 0
        && let Some(bytes) = piece.get(..read)
        && to.write_all(bytes).is_ok()
    {
        if let Some(count) = counts.get(way) {
            count.fetch_add(read as u64, Ordering::Relaxed);
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

impl Link {
    /// To a hub on this port of the loopback.
    ///
    /// # Errors
    /// When no port is free.
    pub fn to(hub: u16) -> Result<Link, Trouble> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let counts = Arc::new([const { AtomicU64::new(0) }; 2]);
        let shared = Arc::clone(&counts);
        std::thread::spawn(move || {
            for laptop in listener.incoming().map_while(Result::ok) {
                let Ok(hub) = TcpStream::connect(("127.0.0.1", hub)) else { continue };
                let (Ok(laptop_too), Ok(hub_too)) = (laptop.try_clone(), hub.try_clone()) else { continue };
                let _ = (laptop.set_nodelay(true), hub.set_nodelay(true));
                let (up, down) = (Arc::clone(&shared), Arc::clone(&shared));
                std::thread::spawn(move || carry(laptop, hub, &up, 0));
                std::thread::spawn(move || carry(hub_too, laptop_too, &down, 1));
            }
        });
        Ok(Link { port, counts })
    }

    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub fn carried(&self) -> Carried {
        let [up, down] = &*self.counts;
        Carried { up: up.load(Ordering::Relaxed), down: down.load(Ordering::Relaxed) }
    }
}
