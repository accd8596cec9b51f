//! Counts in the text format of Prometheus. No name and no identifier is in them: only templates of addresses, and words of
//! the protocol.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// One kind of request and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Asked {
    pub route: String,
    pub method: String,
    pub status: u16,
}

/// A template of an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Route {
    pub route: String,
}

/// A word of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Named {
    pub problem: String,
}

/// All counts of one process.
pub struct Metrics {
    registry: Registry,
    pub requests: Family<Asked, Counter>,
    pub durations: Family<Route, Histogram, fn() -> Histogram>,
    pub problems: Family<Named, Counter>,
    pub batches: Counter,
    pub bytes_in: Counter,
    pub bytes_out: Counter,
    pub store_errors: Counter,
    pub waiting: Gauge,
    pub spaces: Gauge,
    pub used: Gauge<u64, AtomicU64>,
}

fn seconds() -> Histogram {
    Histogram::new([0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("passerelle_hub");
        let metrics = Metrics {
            requests: Family::default(),
            durations: Family::new_with_constructor(seconds),
            problems: Family::default(),
            batches: Counter::default(),
            bytes_in: Counter::default(),
            bytes_out: Counter::default(),
            store_errors: Counter::default(),
            waiting: Gauge::default(),
            spaces: Gauge::default(),
            used: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests that were answered", metrics.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "From the first byte of a request to the beginning of its answer",
            Unit::Seconds,
            metrics.durations.clone(),
        );
        registry.register("problems", "Answers that were a problem", metrics.problems.clone());
        registry.register("batches", "New batches that were taken", metrics.batches.clone());
        registry.register_with_unit("received", "Bodies of requests", Unit::Bytes, metrics.bytes_in.clone());
        registry.register_with_unit("sent", "Bodies of answers", Unit::Bytes, metrics.bytes_out.clone());
        registry.register("store_errors", "What the database could not do", metrics.store_errors.clone());
        registry.register("waiting", "Requests that wait for news", metrics.waiting.clone());
        registry.register("spaces", "Spaces, as of the last sweep", metrics.spaces.clone());
        registry.register_with_unit(
            "kept",
            "What all spaces take, as of the last sweep",
            Unit::Bytes,
            metrics.used.clone(),
        );
        Metrics { registry, ..metrics }
    }
}

impl Metrics {
    /// Counts one request.
    pub fn asked(&self, asked: Asked, took: Duration) {
        let route = Route { route: asked.route.clone() };
        self.durations.get_or_create(&route).observe(took.as_secs_f64());
        self.requests.get_or_create(&asked).inc();
    }

    /// Everything, as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
