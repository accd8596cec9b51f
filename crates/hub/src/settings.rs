//! What the keeper of a hub decides.

/// The rules of one hub, the same for all of its processes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name under which laptops know it; a session's proof is bound to it.
    pub name: String,
    /// What whoever makes a space must say; everybody may where it is empty.
    pub permit: String,
    /// The most bytes a space may take.
    pub quota_bytes: u64,
    /// Days after which bodies may go that every active laptop has and a snapshot holds; 0 keeps them for ever.
    pub keep_days: u32,
    /// Requests of one device in a second, and how many at once after a pause.
    pub device_rate: (u32, u32),
    /// The same for one address, of requests that need no session.
    pub address_rate: (u32, u32),
    /// Bytes of requests that may be in memory at once.
    pub memory_bytes: u64,
    /// Seconds in which something of a request's body must come.
    pub idle_s: u64,
    /// Seconds that a request may take in all.
    pub request_s: u64,
    /// Whether the last address of `X-Forwarded-For` is believed.
    pub behind_proxy: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            name: "localhost".into(),
            permit: String::new(),
            quota_bytes: 10 * 1024 * 1024 * 1024,
            keep_days: 0,
            device_rate: (50, 500),
            address_rate: (100, 1_000),
            memory_bytes: 256 * 1024 * 1024,
            idle_s: 30,
            request_s: 600,
            behind_proxy: false,
        }
    }
}
