//! Human Services Data Specification 3.0 of Open Referral: the services of partners outside France, as the API hands them
//! out (`/services`, with their organisation, places and hours inside). Source: docs.openreferral.org, HSDS 3.0.

mod offer;
mod service;

use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

use serde_json::Value;

pub use offer::offer;
pub use service::{Location, Organisation, Service, Status};

use crate::field::Fields;
use crate::report::{Became, Limits, Refusal, Report, Step, Why};

/// Pages of the API, and files that name what they hold.
const WRAPPERS: &[&str] = &["contents", "services", "items", "data"];

/// Reads services: a list, pages, or one a line. A service without identifier or name is refused.
pub fn read<R: Read>(
    reader: R,
    limits: Limits,
    take: &mut dyn FnMut(Step<Service>) -> ControlFlow<()>,
) -> Result<Report, Refusal> {
    let mut report = Report::default();
    let mut ids: HashSet<String> = HashSet::new();
    let mut each = |step: Step<Value>, report: &mut Report| {
        let (place, item) = match step {
            Step::Progress { bytes } => return take(Step::Progress { bytes }),
            Step::Item { place, item } => (place, item),
        };
        let Some(map) = item.as_object() else { return ControlFlow::Continue(()) };
        let read = service::service(&mut Fields { map, place, report: &mut *report });
        match read {
            Some(service) if ids.insert(service.id.clone()) => {
                report.kept();
                take(Step::Item { place, item: service })
            }
            Some(service) => {
                report.tell(place, "id", Became::Refused, Why::Twice, &service.id, "");
                ControlFlow::Continue(())
            }
            None => ControlFlow::Continue(()),
        }
    };
    crate::json::records(reader, limits, WRAPPERS, &mut report, &mut each)?;
    Ok(report)
}
