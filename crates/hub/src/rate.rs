//! How often a device or an address may ask. It is kept in memory only, by each process for itself.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use passerelle_wire::device::SignPublic;
use passerelle_wire::problem::Problem;

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock>;

/// The counts of all devices and addresses.
pub struct Rates {
    devices: Limiter<[u8; 32]>,
    addresses: Limiter<[u8; 8]>,
    clock: DefaultClock,
}

fn quota((second, burst): (u32, u32)) -> Quota {
    let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    Quota::per_second(at_least_one(second)).allow_burst(at_least_one(burst))
}

impl Rates {
    /// Each as requests in a second, and how many at once after a pause.
    pub fn new(device: (u32, u32), address: (u32, u32)) -> Rates {
        Rates {
            devices: RateLimiter::hashmap(quota(device)),
            addresses: RateLimiter::hashmap(quota(address)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request of whoever holds a key.
    pub fn device(&self, key: &SignPublic) -> Result<(), Problem> {
        self.devices.check_key(&key.0).map_err(|not| self.later(&not))
    }

    /// Counts a request without a session. Of an address of the sixth version the network counts.
    pub fn address(&self, address: IpAddr) -> Result<(), Problem> {
        let mut name = [0; 8];
        match address.to_canonical() {
            IpAddr::V4(four) => name.iter_mut().zip(four.octets()).for_each(|(at, byte)| *at = byte),
            IpAddr::V6(six) => name.iter_mut().zip(six.octets()).for_each(|(at, byte)| *at = byte),
        }
        self.addresses.check_key(&name).map_err(|not| self.later(&not))
    }

    fn later(&self, not: &governor::NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> Problem {
        let wait = not.wait_time_from(self.clock.now());
        Problem::TooMany { retry_ms: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1) }
    }

    /// Forgets whoever has not asked lately.
    pub fn forget(&self) {
        self.devices.retain_recent();
        self.addresses.retain_recent();
        self.devices.shrink_to_fit();
        self.addresses.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_device_that_asks_too_often_leaves_the_others_in_peace() {
        let rates = Rates::new((1, 3), (1, 1));
        let (awa, bruno) = (SignPublic([1; 32]), SignPublic([2; 32]));
        for _ in 0..3 {
            assert_eq!(rates.device(&awa), Ok(()));
        }
        let Err(Problem::TooMany { retry_ms }) = rates.device(&awa) else { panic!("the fourth is too much") };
        assert!((1..=1_000).contains(&retry_ms));
        assert_eq!(rates.device(&bruno), Ok(()));
    }

    #[test]
    fn an_address_of_the_sixth_version_counts_with_its_network() {
        let rates = Rates::new((1, 1), (1, 1));
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(rates.address(address("2001:db8::1")), Ok(()));
        assert!(rates.address(address("2001:db8::2")).is_err());
        assert_eq!(rates.address(address("2001:db8:0:1::1")), Ok(()));
        assert_eq!(rates.address(address("192.0.2.1")), Ok(()));
        assert!(rates.address(address("::ffff:192.0.2.1")).is_err(), "the same address written otherwise");
    }
}
