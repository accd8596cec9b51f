//! Snapshots that are not what their makers signed, or not shown.

use super::{alarms, only};
use crate::house::{Answer, Asked, Days, Hub, Laptop, Liar};
use passerelle_wire::decode;
use passerelle_wire::pull::Heads;
use passerelle_wire::signed::Signed;
use passerelle_wire::snapshot::{Segment, Snapshots};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// Awa's and Bruno's team after a month, with a snapshot at the hub; Chloé comes in while it lies.
struct Month {
    hub: Hub,
    liar: Liar,
    awa: Laptop,
    bruno: Laptop,
    chloe: Laptop,
    zelie: String,
}

fn month<const STORY: usize>() -> Month {
    let (days, hub) = (Days::<STORY>, Hub::new());
    let liar = Liar::before(hub.port());
    let [awa, bruno, chloe] =
        ["Awa Ndiaye", "Bruno Lefèvre", "Chloé Petit"].map(|worker| days.laptop(worker));
    awa.ask("team.found", json!({ "hub": liar.address(), "name": "Équipe du Pile" }));
    awa.brings_in(&bruno, "member");
    let zelie = bruno.adds("Zélie", "Crépin");
    days.a_month_of_work(&[&bruno, &awa], |laptop, week| {
        if laptop.worker.starts_with("Bruno") {
            laptop.corrects(&zelie, "email", &format!("z{week}@exemple.fr"));
        }
    });
    assert!(hub.keeps().0 > 0, "somebody's laptop made a snapshot");
    Month { hub, liar, awa, bruno, chloe, zelie }
}

impl Month {
    /// Chloé is let in; she meets the team for the first time while the hub tells this lie.
    fn chloe_comes(&self, lie: impl FnMut(&Asked, &dyn Fn(&Asked) -> Answer) -> Answer + Send + 'static) {
        self.awa.meets();
        let open = self.awa.ask("team.invite", json!({ "role": "member" }));
        let asked = self.chloe.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
        self.awa.ask("team.invitation", json!({}));
        self.awa.ask("team.admit", json!({ "words": asked["words"] }));
        self.liar.answers(lie);
        self.chloe.tries();
    }

    /// It is named, nothing of it is applied, and she has everything by the batches.
    fn is_named(&self, kind: &str) {
        assert_eq!(alarms(&self.chloe), only(kind, "snapshot"));
        assert_eq!(self.chloe.shows(&self.zelie)["who"]["email"], "z4@exemple.fr", "by the batches");
        self.is_honest_again();
    }

    fn is_honest_again(&self) {
        self.liar.is_honest();
        for laptop in [&self.chloe, &self.awa, &self.chloe] {
            laptop.meets();
        }
        assert_eq!(self.chloe.everything(), self.awa.everything());
        assert_eq!(self.chloe.ask("vault.verify", json!({}))["sound"], true);
    }
}

fn changes_list(
    mut change: impl FnMut(&mut Snapshots) + Send + 'static,
) -> impl FnMut(&Asked, &dyn Fn(&Asked) -> Answer) -> Answer + Send {
    move |asked, hub| {
        let mut answer = hub(asked);
        if asked.what() == "GET snapshots" && !asked.is_segment() {
            answer.change(&mut change);
        }
        answer
    }
}

#[test]
fn an_altered_piece_of_a_snapshot_is_forged() {
    let month = month::<3>();
    month.chloe_comes(|asked, hub| {
        let mut answer = hub(asked);
        if asked.is_segment() {
            answer.change(|segment: &mut Segment| {
                let body = segment.bodies.iter_mut().flatten().last().unwrap();
                body[40] ^= 1;
            });
        }
        answer
    });
    month.is_named("forged");
}

#[test]
fn an_altered_manifest_of_a_snapshot_is_forged() {
    let month = month::<4>();
    month.chloe_comes(changes_list(|listed| {
        for signed in &mut listed.manifests {
            let at = signed.body.len() - 1;
            signed.body[at] ^= 1;
        }
    }));
    month.is_named("forged");
}

#[test]
fn a_snapshot_of_another_team_is_forged() {
    let (month, other) = (month::<5>(), month::<6>());
    let foreign: Arc<Mutex<Vec<Signed>>> = Arc::default();
    let seen = Arc::clone(&foreign);
    other.chloe_comes(move |asked, hub| {
        let answer = hub(asked);
        if asked.what() == "GET snapshots" && !asked.is_segment() {
            *seen.lock().unwrap() = decode::<Snapshots>(&answer.body).unwrap().manifests;
        }
        answer
    });
    let foreign = foreign.lock().unwrap().clone();
    assert!(!foreign.is_empty());
    month.chloe_comes(changes_list(move |listed| listed.manifests.clone_from(&foreign)));
    month.is_named("forged");
    assert_eq!(alarms(&other.chloe), []);
}

#[test]
fn a_snapshot_of_somebody_who_was_removed_is_refused() {
    let month = month::<7>();
    let theirs: Arc<Mutex<Vec<Signed>>> = Arc::default();
    let seen = Arc::clone(&theirs);
    month.liar.answers(move |asked, hub| {
        if asked.what() == "POST snapshots" {
            seen.lock()
                .unwrap()
                .push(decode::<passerelle_wire::snapshot::CommitSnapshot>(&asked.body).unwrap().manifest);
        }
        hub(asked)
    });
    Days::<7>.a_month_of_work(&[&month.bruno], |laptop, week| {
        laptop.corrects(&month.zelie, "email", &format!("z{week}@exemple.fr"));
    });
    let members = month.awa.ask("team.read", json!({}))["members"].clone();
    let bruno =
        members.as_array().unwrap().iter().find(|member| member["me"] == false).unwrap()["device"].clone();
    month.awa.meets();
    month.awa.ask("team.remove_member", json!({ "device": bruno }));
    let theirs = theirs.lock().unwrap().clone();
    assert!(!theirs.is_empty(), "Bruno's laptop made one");
    month.chloe_comes(changes_list(move |listed| listed.manifests.clone_from(&theirs)));
    month.is_named("refused");
}

#[test]
fn a_hub_that_shows_less_than_a_snapshot_covers_is_rolled_back() {
    let month = month::<8>();
    month.chloe_comes(|asked, hub| {
        let mut answer = hub(asked);
        if asked.what() == "GET heads" {
            // Before she has sent anything herself.
            answer.change(|heads: &mut Heads| {
                if heads.heads.len() == 2 {
                    heads.heads.truncate(1);
                }
            });
        }
        answer
    });
    month.is_named("rolled_back");
}

#[test]
fn a_snapshot_that_is_named_and_not_handed_out_is_withheld() {
    let month = month::<9>();
    let hidden = |asked: &Asked, hub: &dyn Fn(&Asked) -> Answer| {
        if asked.is_segment() {
            let problem = passerelle_wire::problem::Problem::NotFound;
            return Answer { status: 404, ..Answer::of(&problem.to_body()) };
        }
        hub(asked)
    };
    month.chloe_comes(hidden);
    month.is_named("withheld");
}

#[test]
fn bodies_that_are_gone_without_a_snapshot_are_withheld() {
    let mut month = month::<10>();
    month.hub.lets_go();
    month.chloe_comes(changes_list(|listed| listed.manifests.clear()));
    let told = alarms(&month.chloe);
    assert!(told.contains(&only("withheld", "batch")[0]), "{told:?}");
    month.is_honest_again();
}
