//! A dishonest hub in front of real laptops. Each story is one lie: the alarm is named, nothing wrong is applied, and honest
//! data flows once the hub is honest again, or it is said what a person must do (docs/SYNC.md, "Alarms").

mod altered;
mod forked;
mod hidden;
mod snapshot;
mod stranger;

use crate::house::{Hub, Laptop, Liar};
use passerelle_wire::batch::Header;
use passerelle_wire::pull::Positioned;
use serde_json::{Value, json};

/// Awa's team, Bruno's laptop, and the hub that may lie to them.
struct House {
    hub: Hub,
    liar: Liar,
    awa: Laptop,
    bruno: Laptop,
}

/// Awa and Bruno have met; neither knows anything that the other does not.
fn house() -> House {
    let (awa, bruno) = (Laptop::of("Awa Ndiaye"), Laptop::of("Bruno Lefèvre"));
    house_of(awa, bruno)
}

fn house_of(awa: Laptop, bruno: Laptop) -> House {
    let hub = Hub::new();
    let liar = Liar::before(hub.port());
    awa.ask("team.found", json!({ "hub": liar.address(), "name": "Équipe du Pile" }));
    awa.brings_in(&bruno, "member");
    awa.meets();
    bruno.meets();
    House { hub, liar, awa, bruno }
}

/// What is shown of alarms that nobody has read: what was wrong, and about what.
fn alarms(laptop: &Laptop) -> Vec<(String, String)> {
    let team = laptop.ask("team.read", json!({}));
    let word = |alarm: &Value, field: &str| alarm[field].as_str().unwrap().to_owned();
    let shown = team["alarms"].as_array().unwrap().iter();
    shown.map(|alarm| (word(alarm, "kind"), word(alarm, "about"))).collect()
}

fn only(kind: &str, about: &str) -> Vec<(String, String)> {
    vec![(kind.to_owned(), about.to_owned())]
}

/// Somebody meets a hub that lies: the alarm is named, and nothing in the vault has changed.
fn is_warned(laptop: &Laptop, kind: &str, about: &str) -> Value {
    let before = laptop.everything();
    let meeting = laptop.tries();
    let told = alarms(laptop);
    assert!(told.contains(&(kind.to_owned(), about.to_owned())), "{}: {told:?}: {meeting}", laptop.worker);
    assert_eq!(laptop.everything(), before, "{}: nothing of it is applied", laptop.worker);
    meeting
}

impl House {
    /// The hub lies no more: both get everything, and no alarm is added.
    fn is_honest_again(&self) {
        self.liar.is_honest();
        let told = [alarms(&self.awa), alarms(&self.bruno)];
        for laptop in [&self.awa, &self.bruno, &self.awa] {
            laptop.meets();
        }
        assert_eq!(self.awa.everything(), self.bruno.everything(), "honest data flows");
        assert_eq!([alarms(&self.awa), alarms(&self.bruno)], told, "and nothing else was wrong");
    }

    /// Bruno writes of somebody new, and sends it.
    fn bruno_sends(&self, given: &str) -> String {
        let person = self.bruno.adds(given, "Crépin");
        self.bruno.meets();
        person
    }
}

fn header(positioned: &Positioned) -> Header {
    positioned.batch.read_header().unwrap()
}
