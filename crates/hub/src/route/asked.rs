//! What stands in the address and the head of a request: names, numbers, and whose session it is.

use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Path, Query};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use data_encoding::HEXLOWER_PERMISSIVE;
use passerelle_wire::problem::Problem;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

use super::answer::Refused;
use crate::hub::Hub;
use crate::keep::Caller;

/// A name as it stands in a path, not as it stands in a message.
#[derive(Clone, Copy)]
pub struct Name<T>(pub T);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map(Name).map_err(D::Error::custom)
    }
}

/// The names of a path.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Hub>> for At<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, Refused> {
        let path = Path::from_request_parts(parts, hub).await;
        path.map(|Path(names)| At(names)).map_err(|_| Refused(Problem::Malformed))
    }
}

/// What stands after the question mark.
pub struct Options<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Hub>> for Options<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, Refused> {
        let query = Query::from_request_parts(parts, hub).await;
        query.map(|Query(options)| Options(options)).map_err(|_| Refused(Problem::Malformed))
    }
}

impl FromRequestParts<Arc<Hub>> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, Refused> {
        let token = token(parts).ok_or(Problem::Unauthenticated)?;
        let caller = match hub.caller(&token).await {
            Ok(caller) => caller,
            Err(problem) => {
                // Whoever guesses tokens is counted too.
                hub.rates.address(address(parts, hub))?;
                return Err(Refused(problem));
            }
        };
        hub.rates.device(&caller.key)?;
        Ok(caller)
    }
}

fn token(parts: &Parts) -> Option<[u8; 32]> {
    let text = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let hex = text.strip_prefix("Bearer ")?;
    HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()?.try_into().ok()
}

/// Somebody without a session, counted by address; with one, that one.
pub struct Anybody(pub Option<Caller>);

impl FromRequestParts<Arc<Hub>> for Anybody {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, Refused> {
        if parts.headers.contains_key(AUTHORIZATION) {
            return Caller::from_request_parts(parts, hub).await.map(|caller| Anybody(Some(caller)));
        }
        hub.rates.address(address(parts, hub))?;
        Ok(Anybody(None))
    }
}

/// Where a request comes from. Behind a proxy the last address that it added counts: those before it anybody can write.
fn address(parts: &Parts, hub: &Hub) -> IpAddr {
    let forwarded = || {
        let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
        last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let forwarded = if hub.settings.behind_proxy { forwarded() } else { None };
    forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
