//! The one place that opens a connection: questions of a laptop to its hub, over HTTP.
//!
//! What comes back is believed no more than any other bytes: it is read here within limits, and judged by the engine.

use std::io::Read as _;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use ureq::http::{Request, Response, Uri};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body};

use passerelle_wire::hash::purpose;
use passerelle_wire::id::{DeviceId, MailboxId, SpaceId};
use passerelle_wire::mailbox::{Letter, PutLetter};
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::News;
use passerelle_wire::session::{AskChallenge, Challenge, OpenSession, Proof, Session};
use passerelle_wire::space::{FoundSpace, LogPage, LogTaken};
use passerelle_wire::version::{Hello, OLDEST, PROTOCOL};
use passerelle_wire::{Message, decode, encode, route};

use crate::engine::{Ask, Call, Method, Reply};
use crate::seal::DeviceSecrets;

/// Where a hub is, and the name that proofs of identity are made for: its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: String,
    host: String,
}

/// An address that no hub can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("not an address of a hub")]
    Malformed,
    /// Without encryption on the way only a hub on this very machine is spoken to.
    #[error("an address without encryption")]
    Unencrypted,
}

impl FromStr for Address {
    type Err = AddressError;

    /// As people write it: `hub.example.fr`, or with `https://` before it; `http://` is for this machine alone.
    fn from_str(text: &str) -> Result<Address, AddressError> {
        let text = text.trim().trim_end_matches('/');
        let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let uri: Uri = whole.parse().map_err(|_| AddressError::Malformed)?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(AddressError::Malformed)?.to_lowercase();
        let bare = uri.path() == "/" && uri.query().is_none();
        let alone = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        match uri.scheme_str() {
            _ if !bare || !alone => Err(AddressError::Malformed),
            Some("http") if !is_this_machine(&host) => Err(AddressError::Unencrypted),
            Some("http" | "https") => Ok(Address { base: whole, host }),
            _ => Err(AddressError::Malformed),
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.base)
    }
}

fn is_this_machine(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody answered, or the answer was cut.
    Cut,
    /// The hub said no.
    Refused(Problem),
    /// Whoever answered is no hub, or none of a version that this laptop speaks.
    NotAHub,
}

const CONNECT: Duration = Duration::from_secs(15);
/// A hub that waits for news answers within the seconds it was given; everything else much sooner.
const ANSWER: Duration = Duration::from_mins(2);
/// What one exchange of at most a MiB takes on a link of 64 kbit/s, twice.
const CARRY: Duration = Duration::from_mins(5);
/// No answer is longer: a page of batches may end with one of the largest.
const ANSWER_BYTES: u64 = 16 * 1024 * 1024;

/// A connection to one hub, with the session of one device.
pub struct Hub {
    agent: Agent,
    address: Address,
    /// Whose session it is.
    of: Option<DeviceId>,
    token: Option<String>,
}

impl Hub {
    pub fn at(address: Address) -> Hub {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT))
            .timeout_send_body(Some(CARRY))
            .timeout_recv_response(Some(ANSWER))
            .timeout_recv_body(Some(CARRY))
            .user_agent(concat!("passerelle/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        Hub { agent: config.into(), address, of: None, token: None }
    }

    /// Whether a hub is there that speaks a version this laptop speaks.
    pub fn hello(&mut self) -> Result<Hello, Fault> {
        let hello: Hello = read(&self.send(Method::Get, route::HELLO, Vec::new(), None)?.whole()?)?;
        let meets = hello.oldest <= PROTOCOL && hello.protocol >= OLDEST;
        if meets && hello.name == self.address.host { Ok(hello) } else { Err(Fault::NotAHub) }
    }

    /// Asks what a run asks next.
    pub fn ask(&mut self, by: &DeviceSecrets, space: SpaceId, ask: &Ask) -> Reply {
        let Ok(call) = ask.call(space) else { return Reply::Problem(Problem::Malformed) };
        let answered = match self.call(by, &call) {
            Ok(answered) => answered,
            Err(Fault::Cut) => return Reply::Cut,
            Err(Fault::Refused(problem)) => return Reply::Problem(problem),
            Err(Fault::NotAHub) => return Reply::Problem(Problem::Internal),
        };
        // What came whole of a page of batches that was cut is good; anything else is only good whole.
        if !answered.complete && !matches!(ask, Ask::Batches { .. }) {
            return Reply::Cut;
        }
        ask.read(&answered.body).unwrap_or(Reply::Problem(Problem::Internal))
    }

    /// Makes a space.
    pub fn found(&mut self, by: &DeviceSecrets, founding: &FoundSpace) -> Result<LogTaken, Fault> {
        self.say(by, Method::Post, route::SPACES.to_owned(), founding)
    }

    /// A page of a space's log.
    pub fn log(&mut self, by: &DeviceSecrets, space: SpaceId, from: u64) -> Result<LogPage, Fault> {
        self.get(by, route::log(space, from))
    }

    /// Whoever waits at the hub for news of a space. It holds a session, and none of the secrets that opened it.
    pub fn ear(&mut self, by: &DeviceSecrets, space: SpaceId) -> Result<Ear, Fault> {
        self.speaks(by);
        let token = match self.token.take() {
            Some(token) => token,
            None => self.open_session(by)?,
        };
        let Hub { agent, address, of, .. } = self;
        let hub = Hub { agent: agent.clone(), address: address.clone(), of: *of, token: Some(token.clone()) };
        self.token = Some(token);
        Ok(Ear { hub, space })
    }

    /// Puts a letter where whoever knows the invitation's code finds it; `by` is none for who is not a member yet.
    pub fn put_letter(&mut self, by: Option<&DeviceSecrets>, letter: &PutLetter) -> Result<(), Fault> {
        let path = route::mailbox(letter.mailbox, letter.slot);
        let body = encode(letter).map_err(|_| Fault::Refused(Problem::Malformed))?;
        let call = Call { method: Method::Put, path, body };
        match by {
            Some(by) => self.call(by, &call)?.whole().map(drop),
            None => self.send(call.method, &call.path, call.body, None)?.whole().map(drop),
        }
    }

    /// The letter of a mailbox, none while nobody put one.
    pub fn letter(&mut self, mailbox: MailboxId, slot: u8) -> Result<Option<Vec<u8>>, Fault> {
        let path = route::mailbox(mailbox, slot);
        let letter: Letter = read(&self.send(Method::Get, &path, Vec::new(), None)?.whole()?)?;
        Ok(letter.letter.map(serde_bytes::ByteBuf::into_vec))
    }

    fn get<A: Message>(&mut self, by: &DeviceSecrets, path: String) -> Result<A, Fault> {
        read(&self.call(by, &Call { method: Method::Get, path, body: Vec::new() })?.whole()?)
    }

    fn say<Q: Message, A: Message>(
        &mut self,
        by: &DeviceSecrets,
        method: Method,
        path: String,
        message: &Q,
    ) -> Result<A, Fault> {
        let body = encode(message).map_err(|_| Fault::Refused(Problem::Malformed))?;
        read(&self.call(by, &Call { method, path, body })?.whole()?)
    }

    /// Another device, as of another space of this laptop, has a session of its own.
    fn speaks(&mut self, by: &DeviceSecrets) {
        if self.of != Some(by.device) {
            (self.of, self.token) = (Some(by.device), None);
        }
    }

    /// A call with a session; one that the hub has forgotten is opened anew once.
    fn call(&mut self, by: &DeviceSecrets, call: &Call) -> Result<Answered, Fault> {
        self.speaks(by);
        for again in [true, false] {
            if self.token.is_none() {
                self.token = Some(self.open_session(by)?);
            }
            let token = self.token.clone();
            match self.send(call.method, &call.path, call.body.clone(), token.as_deref()) {
                Err(Fault::Refused(Problem::Unauthenticated)) if again => self.token = None,
                answered => return answered,
            }
        }
        Err(Fault::Refused(Problem::Unauthenticated))
    }

    fn open_session(&mut self, by: &DeviceSecrets) -> Result<String, Fault> {
        let malformed = |_| Fault::Refused(Problem::Malformed);
        let ask = encode(&AskChallenge { device: by.device }).map_err(malformed)?;
        let challenge: Challenge = read(&self.send(Method::Post, route::CHALLENGE, ask, None)?.whole()?)?;
        let proof = Proof {
            device: by.device,
            nonce: challenge.nonce,
            hub: self.address.host.clone(),
            protocol: PROTOCOL,
        };
        let proof = by.sign.sign(purpose::SESSION, &proof).map_err(malformed)?;
        let open = encode(&OpenSession { key: by.sign.public(), proof }).map_err(malformed)?;
        let session: Session = read(&self.send(Method::Post, route::SESSION, open, None)?.whole()?)?;
        Ok(HEXLOWER.encode(&session.token))
    }

    fn send(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        token: Option<&str>,
    ) -> Result<Answered, Fault> {
        let request = Request::builder().uri(format!("{}{path}", self.address.base));
        let request = match token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        let response = match method {
            Method::Get => request.method("GET").body(()).map(|request| self.agent.run(request)),
            Method::Put => request.method("PUT").body(body).map(|request| self.agent.run(request)),
            Method::Post => request.method("POST").body(body).map(|request| self.agent.run(request)),
        };
        let response = response.map_err(|_| Fault::NotAHub)?.map_err(|_| Fault::Cut)?;
        let status = response.status();
        let answered = receive(response);
        if status.is_success() {
            return Ok(answered);
        }
        match Ask::read_problem(&answered.whole()?) {
            // Proxies have their own pages for a hub that is away.
            Reply::Problem(Problem::Internal) if status.is_server_error() => Err(Fault::Cut),
            Reply::Problem(Problem::Internal) => Err(Fault::NotAHub),
            Reply::Problem(problem) => Err(Fault::Refused(problem)),
            _ => Err(Fault::NotAHub),
        }
    }
}

/// Waits for news of one space.
pub struct Ear {
    hub: Hub,
    space: SpaceId,
}

impl Ear {
    /// Waits until the hub has more than what is known, at most so many seconds; says what it has.
    pub fn news(&self, pos: u64, log_len: u64, wait_s: u32) -> Result<News, Fault> {
        let path = route::news(self.space, pos, log_len, wait_s);
        read(&self.hub.send(Method::Get, &path, Vec::new(), self.hub.token.as_deref())?.whole()?)
    }
}

/// The body of an answer.
struct Answered {
    body: Vec<u8>,
    complete: bool,
}

impl Answered {
    fn whole(self) -> Result<Vec<u8>, Fault> {
        if self.complete { Ok(self.body) } else { Err(Fault::Cut) }
    }
}

fn receive(response: Response<Body>) -> Answered {
    let mut body = Vec::new();
    let mut reader = response.into_body().into_with_config().limit(ANSWER_BYTES).reader();
    let complete = reader.read_to_end(&mut body).is_ok();
    Answered { body, complete }
}

fn read<M: Message>(body: &[u8]) -> Result<M, Fault> {
    decode(body).map_err(|_| Fault::NotAHub)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_write_it() {
        let read = |text: &str| text.parse::<Address>().map(|address| (address.to_string(), address.host));
        let hub = Ok(("https://hub.example.fr".to_owned(), "hub.example.fr".to_owned()));
        assert_eq!(read("hub.example.fr"), hub);
        assert_eq!(read(" https://hub.example.fr/ "), hub);
        assert_eq!(
            read("https://Hub.Example.fr:8443"),
            Ok(("https://Hub.Example.fr:8443".into(), "hub.example.fr".into()))
        );
        assert_eq!(read("http://127.0.0.1:8470"), Ok(("http://127.0.0.1:8470".into(), "127.0.0.1".into())));
        for wrong in
            ["", "hub example", "ftp://hub.example.fr", "hub.example.fr/team", "https://me:word@hub.fr"]
        {
            assert_eq!(read(wrong), Err(AddressError::Malformed), "{wrong}");
        }
    }

    #[test]
    fn a_hub_elsewhere_is_not_spoken_to_without_encryption() {
        let refused = Err(AddressError::Unencrypted);
        assert_eq!("http://hub.example.fr".parse::<Address>(), refused);
        assert_eq!("http://192.168.1.4:8470".parse::<Address>(), refused);
        assert!("http://localhost:8470".parse::<Address>().is_ok());
        assert!("http://[::1]:8470".parse::<Address>().is_ok());
    }

    #[test]
    fn nobody_there_is_a_cut_and_no_alarm() {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut hub = Hub::at(format!("http://127.0.0.1:{port}").parse().unwrap());
        assert_eq!(hub.hello(), Err(Fault::Cut));
    }
}
