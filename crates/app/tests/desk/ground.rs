//! A vault with one of each thing, and a request for each call that is answered: what is put into a field of one is refused for
//! that field alone.

use passerelle_domain::change::{PERSON, Table, Value as DomainValue};
use passerelle_domain::id::{DeviceId, PersonId, SpaceId, WorkerId};
use passerelle_domain::moment::Hlc;
use passerelle_vault::journal::{Entry, encode};
use passerelle_vault::receive::JournalLine;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::disagreement::heads;
use crate::document::png;
use crate::family::is_of_files;
use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, id, in_days, laptop};
use crate::types::{Kind, Leaf, leaves, requests};

/// A vault with one of each thing that a request can name.
pub struct Ground {
    pub laptop: Laptop,
    pub person: String,
    pub provider: String,
    pub programme: String,
    pub encounter: String,
    pub task: String,
}

/// A list of people that lies beside the vault.
const LIST: &str = "liste.csv";

pub fn ground() -> Ground {
    let laptop = laptop();
    let person = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Carrosserie", json!({}));
    let encounter = laptop.note(&person, "Veut la soudure.");
    let task = json!({ "person": person, "what": "Rappeler", "due_on": days_ago(0), "urgent": false });
    let task = id(&laptop.ask("task.add", task), "task");
    laptop.list(LIST, "Nom;Prénom;Né(e) le\nDiallo;Awa;jamais\nCaron;Bruno;\n");
    Ground { laptop, person, provider, programme, encounter, task }
}

impl Ground {
    /// Another person, whose file is empty, with what hangs on them.
    pub fn turn(&mut self) {
        self.person = self.laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
        self.encounter = self.laptop.note(&self.person, "Veut la soudure.");
        let task =
            json!({ "person": self.person, "what": "Rappeler", "due_on": days_ago(0), "urgent": false });
        self.task = id(&self.laptop.ask("task.add", task), "task");
    }

    fn draft(&self) -> String {
        self.laptop.propose(&self.person, &self.programme)
    }

    fn sent(&self) -> String {
        let referral = self.draft();
        let send = json!({ "referral": referral, "on": null, "note": "", "agreement": "person" });
        self.laptop.ask("referral.send", send);
        referral
    }

    fn ended(&self) -> String {
        let referral = self.draft();
        let end =
            json!({ "referral": referral, "to": "cancelled", "on": null, "reason": "error", "note": "" });
        self.laptop.ask("referral.move", end);
        referral
    }

    fn agreement(&self) -> String {
        let agree =
            json!({ "person": self.person, "provider": self.provider, "given_by": "person", "on": null });
        self.laptop.ask("agreement.record", agree);
        self.laptop.open(&self.person)["agreements"][0]["id"].as_str().unwrap().to_owned()
    }

    fn step(&self) -> String {
        let step = json!({ "person": self.person, "what": "Appeler", "by": "person", "due_on": null });
        self.laptop.ask("step.add", step)["step"].as_str().unwrap().to_owned()
    }

    fn situation(&self) -> String {
        let doing =
            json!({ "kind": "school", "since_on": null, "occasion": "entry", "proof": "none", "note": "" });
        let answer =
            self.laptop.ask("situation.record", json!({ "person": self.person, "situation": doing }));
        id(&answer, "situation")
    }

    fn notice(&self) -> String {
        let told = json!({ "person": self.person, "told_on": null, "told_to": "person", "way": "oral" });
        id(&self.laptop.ask("notice.record", told), "notice")
    }

    fn right(&self, person: &str, kind: &str) -> String {
        let asked = json!({
            "person": person, "kind": kind, "received_on": null, "asked_by": "person", "identity": "known",
            "asked": "", "remind": "Répondre",
        });
        id(&self.laptop.ask("rights.record", asked), "request")
    }

    /// A request by which the file of somebody else is limited.
    fn limiting(&self) -> String {
        let right = self.right(&self.other(), "limitation");
        let granted = json!({ "request": right, "outcome": "granted", "on": null, "note": "" });
        self.laptop.ask("rights.answer", granted);
        right
    }

    fn other(&self) -> String {
        self.laptop.add("Bruno", "Caron", json!({}))
    }

    fn fresh_name(&self) -> String {
        format!("Vue {}", self.laptop.acts())
    }

    fn view(&self) -> String {
        let view = json!({ "id": null, "name": self.fresh_name(), "body": "" });
        id(&self.laptop.ask("view.save", view), "view")
    }

    /// Thirty fields may be in use: those of before make room for another.
    fn room(&self) {
        let fields = self.laptop.ask("field.list", json!({}));
        let used: Vec<&Value> =
            fields.as_array().unwrap().iter().filter(|field| field["retired"] == false).collect();
        for field in used.iter().filter(|_| used.len() > 25) {
            self.laptop.ask("field.retire", json!({ "field": field["id"], "retired": true }));
        }
    }

    /// A field under a new label.
    fn field(&self) -> String {
        self.room();
        self.laptop.field(&self.fresh_name(), "text", &[])
    }

    fn proposal(&self) -> String {
        let held = self.laptop.consultation("Que manque-t-il le soir ?");
        self.laptop.proposal(&held, "Un bus après 21 h")
    }

    fn follow_up(&self) -> String {
        let line = json!({ "proposal": null, "on": days_ago(0), "what": "Devis", "done": true });
        let held = self.laptop.consultation("Que manque-t-il le soir ?");
        id(&self.laptop.ask("follow_up.add", json!({ "consultation": held, "follow_up": line })), "follow_up")
    }

    /// A sentence that is shown.
    fn feedback(&self) -> String {
        let shown = || self.laptop.ask("feedback.show", json!({ "programme": self.programme }));
        if shown()["words"].as_array().unwrap().is_empty() {
            for number in 0..5 {
                self.laptop.give(&self.programme, "yes", "yes", &format!("Avis {number}"));
            }
            self.laptop.ask("session.lock", json!({}));
            self.laptop.unlock();
        }
        id(&shown()["words"][0], "id")
    }

    /// A file to be kept, or a place for a copy.
    fn path(&self, call: &str) -> String {
        let path = match call {
            "document.add" => self.laptop.file("scan.png", &png(20, 1)),
            _ => self.laptop.dir.path().join("copie.png"),
        };
        path.to_str().unwrap().to_owned()
    }

    /// A colleague wrote two telephones, neither of which knows of any other.
    fn disagreement(&self) -> Value {
        let page = json!({ "person": self.person, "offset": 0, "limit": 9 });
        let asked = self.laptop.ask("disagreement.list", page.clone());
        if let Some(asked) = asked["lines"].get(0) {
            return asked.clone();
        }
        let acts = self.laptop.acts();
        let lines: Vec<JournalLine> = (1..=2).map(|at| self.line(acts * 2 + at)).collect();
        let received = self.laptop.desk.receive(&lines).unwrap();
        assert_eq!((received.taken, received.refused), (2, Vec::new()));
        self.laptop.ask("disagreement.list", page)["lines"][0].clone()
    }

    fn line(&self, n: u64) -> JournalLine {
        let person = Uuid::parse_str(&self.person).unwrap();
        let phone = Entry::Set {
            table: Table::Person.number(),
            row: person,
            field: PERSON.phone,
            replaces: Vec::new(),
            value: DomainValue::text(format!("+336399{n:05}")),
        };
        JournalLine {
            device: DeviceId(Uuid::from_u128(77)),
            n,
            previous: n - 1,
            hlc: Hlc { ms: 1_700_000_000_000 + n, count: 0 },
            space: SpaceId(Uuid::from_u128(5)),
            actor: WorkerId(Uuid::from_u128(9)),
            subject: Some(PersonId(person)),
            act: "person.correct".to_owned(),
            schema: 4,
            ops: encode(&[phone]).unwrap(),
            devices: Vec::new(),
            went_on: false,
        }
    }

    fn appointment(&self) -> String {
        let slot = json!({ "day": days_ago(1), "time": "", "minutes": null });
        let plan = json!({
            "person": self.person, "referral": null, "what": "", "slot": slot, "place": "", "with_whom": "",
        });
        crate::laptop::id(&self.laptop.ask("appointment.add", plan), "appointment")
    }

    fn activity(&self) -> String {
        let slot = json!({ "day": days_ago(1), "time": "", "minutes": null });
        let plan = json!({ "kind": "workshop", "title": "CV", "slot": slot, "place": "", "note": "" });
        crate::laptop::id(&self.laptop.ask("activity.add", plan), "activity")
    }

    fn id(&self, call: &str, of: &str) -> Value {
        json!(match of {
            "PersonId" => self.person.clone(),
            "ProviderId" => self.provider.clone(),
            "ProgrammeId" => self.programme.clone(),
            "EncounterId" => self.encounter.clone(),
            "TaskId" => self.task.clone(),
            "AgreementId" => self.agreement(),
            "StepId" => self.step(),
            "SituationId" => self.situation(),
            "NoticeId" => self.notice(),
            "RightsRequestId" if call == "rights.lift" => self.limiting(),
            "RightsRequestId" => self.right(&self.person, "access"),
            "SavedViewId" => self.view(),
            "WorkerId" => self.laptop.colleague(&self.fresh_name()),
            "CaseId" => self.laptop.open(&self.person)["cases"][0]["id"].as_str().unwrap().to_owned(),
            "AppointmentId" => self.appointment(),
            "ActivityId" => self.activity(),
            "DocumentId" => self.laptop.document(&self.person, "scan.png", &png(20, 1)),
            "CustomFieldId" => self.field(),
            "ConsultationId" => self.laptop.consultation("Que manque-t-il le soir ?"),
            "ProposalId" => self.proposal(),
            "FollowUpId" => self.follow_up(),
            "WorksSiteId" => self.laptop.works_site("Réhabilitation"),
            "ClauseHoursId" =>
                self.laptop.worked(&self.laptop.works_site("Réhabilitation"), &self.person, 7_200),
            "FundOperationId" => self.laptop.fund_operation("Vers l'emploi"),
            "FundParticipationId" =>
                self.laptop.takes_part(&self.laptop.fund_operation("Vers l'emploi"), &self.person),
            "OutcomeRuleId" => self.laptop.outcome_rule("CEJ", "2026-01-01", &["job"]),
            "FeedbackId" => self.feedback(),
            "ReferralId" => match call {
                "referral.check" => self.sent(),
                "referral.settle_and_now" => self.ended(),
                _ => self.draft(),
            },
            other => panic!("{other}: say here what such an id names"),
        })
    }

    /// What someone careful would put into a field.
    fn good(&self, call: &str, field: &str, kind: &Kind) -> Value {
        match (kind, field) {
            (Kind::Text, "passphrase" | "current") => json!(PASSPHRASE),
            (Kind::Text, "recovery_code") => json!(self.laptop.recovery_code),
            (Kind::Text, "path") => json!(self.path(call)),
            (Kind::Text, "label" | "head") => json!(self.fresh_name()),
            (Kind::Text, "entered_on" | "until" | "due_on" | "day" | "from" | "on" | "held_on") => {
                json!(days_ago(0))
            }
            (
                Kind::Text,
                "given_name" | "name" | "worker" | "what" | "words" | "why" | "note" | "text" | "place"
                | "title" | "question" | "by" | "employer",
            ) => {
                json!("Awa")
            }
            (Kind::Text, _) => json!(""),
            (Kind::Id(of), _) => self.id(call, of),
            (Kind::Number, _) => json!(1),
            (Kind::Flag, _) => json!(false),
            (Kind::Word(_), "agreement") => json!("person"),
            (Kind::Word(words), _) => json!(words[0]),
            (Kind::Perhaps(of), "agreement") => self.good(call, field, of),
            (Kind::Perhaps(_), _) => Value::Null,
            (Kind::List(of), _) if !leaves(of).is_empty() => json!([self.good(call, field, of)]),
            (Kind::List(_), _) => json!([]),
            (Kind::Form(fields), _) => {
                fields.iter().map(|(name, kind)| (name.clone(), self.good(call, name, kind))).collect()
            }
            (Kind::Anything, _) => json!({ "format": "passerelle-export/1", "tables": {} }),
        }
    }

    /// A request that is answered, so that what is refused later is refused for the field alone.
    pub fn request(&self, call: &str, kind: &Kind) -> Value {
        let mut request = self.good(call, "", kind);
        match call {
            "case.move" => {
                if self.laptop.open(&self.person)["cases"][0]["stage"] == "left" {
                    let back = json!({
                        "person": self.person, "to": "contacting", "on": null, "reason": "", "exit": null,
                    });
                    self.laptop.ask("case.move", back);
                }
                request["to"] = json!("left");
                request["exit"] = json!("training");
                request["situation"] = json!({ "kind": "training", "proof": "none", "note": "" });
                request["remind"] = json!({ "four_weeks": "Situation", "six_months": "Situation" });
            }
            "referral.move" => {
                request["to"] = json!("cancelled");
                request["reason"] = json!("error");
            }
            "referral.check" => request["kind"] = json!("chase"),
            "person.merge" | "person.distinct" => request["other"] = json!(self.other()),
            "person.unmerge" => {
                let other = self.other();
                self.laptop.ask("person.merge", json!({ "kept": self.person, "other": other }));
                request["other"] = json!(other);
            }
            "undo.do" => {
                self.view();
                request["position"] = self.laptop.ask("undo.last", json!({}))[0]["position"].clone();
            }
            "case.correct" => {
                request["case"]["cej_started_on"] = json!(days_ago(0));
                request["remind"] = json!({ "summons": "Convocation", "cej": "Fin du CEJ" });
            }
            "plan.close" => {
                self.step();
            }
            "case.reopen" | "case.open" => {
                let ended =
                    json!({ "person": self.person, "to": "closed", "on": null, "reason": "", "exit": null });
                let open = self.laptop.open(&self.person)["cases"][0]["stage"] != "closed";
                drop(open.then(|| self.laptop.ask("case.move", ended)));
                request["reason"] = json!("revenue");
            }
            "participation.answer" => {
                request["what"]["left_on"] = json!(days_ago(0));
                request["remind"] = json!({ "four_weeks": "Situation", "six_months": "Situation" });
            }
            "rights.record" => request["remind"] = json!("Répondre"),
            "rights.extend" | "rights.lift" => request["reason"] = json!("Dossier long"),
            "retention.decide" => {
                request["until"] = json!(in_days(30));
                request["reason"] = json!("Recours en cours");
            }
            "person.decide_residence" => {
                request["decision"] = json!({ "answer": "in", "way": "hand", "qpv": "QN05981N", "note": "" });
            }
            "worker.add" | "worker.rename" => request["name"] = json!(self.fresh_name()),
            "view.save" => {
                // A hundred may be kept.
                let kept = self.laptop.ask("view.list", json!({}));
                for view in kept.as_array().unwrap().iter().skip(90) {
                    self.laptop.ask("view.remove", json!({ "id": view["id"] }));
                }
                request["name"] = json!(self.fresh_name());
            }
            "field.define" => {
                self.room();
                request["kind"] = json!("choice");
                request["form"]["choices"] = json!(["Oui"]);
            }
            "field.correct" => {
                request["field"] = json!(self.laptop.field(&self.fresh_name(), "choice", &["Oui"]));
                request["form"] = json!({ "label": self.fresh_name(), "choices": ["Oui", "Non"] });
            }
            "outcome_rule.add" | "outcome_rule.correct" => request["what"]["positive"] = json!(["job"]),
            "disagreement.resolve" => {
                let asked = self.disagreement();
                for of in ["table", "row", "field"] {
                    request[of] = asked[of].clone();
                }
                request["shown"] = heads(&asked).into();
                request["keep"] = json!({ "keep": "one", "head": asked["sides"][0]["heads"][0] });
            }
            "report.show" | "report.people" | "report.hours" | "report.export" | "report.export_people" => {
                request["ask"]["period"] = json!({ "from": days_ago(30), "to": days_ago(0) });
            }
            call if call.starts_with("people.") => self.list(call, &mut request),
            "person.list" => request["filter"]["custom"] = json!({ "field": self.field(), "value": "" }),
            _ => {}
        }
        request
    }

    /// A list that was looked at, with a line that is kept and one that is not.
    fn list(&self, call: &str, request: &mut Value) {
        let path = self.laptop.dir.path().join(LIST);
        let reading = json!({ "path": path, "sheet": null, "mapping": null, "origin": "siei" });
        let preview = self.laptop.ask("people.read_list", reading);
        request["path"] = json!(path);
        if call != "people.read_list" {
            request["mapping"] = preview["mapping"].clone();
            request["hash"] = preview["hash"].clone();
        }
        if call == "people.save_refused" {
            request["to"] = json!(self.laptop.dir.path().join(format!("{}.csv", self.fresh_name())));
        }
    }

    /// Everything a screen reads at rest, and the whole vault out.
    pub fn assert_readable(&self, why: &str) {
        for (call, kind) in requests() {
            let reads = [".list", ".open", ".show", ".communes", ".candidates", "search"];
            if reads.iter().any(|read| call.ends_with(read)) && !is_of_files(&call) {
                self.laptop.ask(&call, self.request(&call, &kind));
            }
        }
        self.laptop.assert_sound(why);
    }

    /// Nothing that was kept steers a screen or a text.
    pub fn assert_clean(&self) {
        let document = self.laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
        let mut texts = Vec::new();
        gather(&document, &mut texts);
        for text in texts {
            let seen = |c: char| c.is_control() && c != '\n' && c != '\t';
            let turns = |c: char| {
                let marks = ['\u{200e}', '\u{200f}', '\u{61c}'];
                marks.contains(&c) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!text.contains(seen) && !text.contains(turns), "kept as it came: {text:?}");
        }
    }
}

/// Whether a problem is one that the person at the screen can do something with.
pub fn says_which(problem: &Value, leaf: &Leaf) -> bool {
    let field = leaf.0.iter().rfind(|name| name.parse::<usize>().is_err()).unwrap().as_str();
    let refusal = &problem["refusal"];
    match problem["code"].as_str().unwrap() {
        "refused" => match refusal["refusal"].as_str().unwrap() {
            "name_missing" => matches!(field, "given_name" | "family_name" | "name" | "worker"),
            "name_taken" => field == "name",
            "nothing" => matches!(field, "note" | "what" | "words"),
            "reason_missing" => matches!(field, "why" | "reason" | "note" | "words"),
            "label_taken" => field == "label",
            "said_otherwise_since" => field == "shown",
            "file_missing" | "file_unwritable" => field == "path",
            _ => refusal["field"] == field,
        },
        // One of two shapes: which field of it is wrong, nobody can say.
        "bad_request" => leaf.0.first().is_some_and(|name| name == "from"),
        "not_found" => matches!(leaf.1, Kind::Id(_)),
        "wrong_passphrase" | "weak_passphrase" => matches!(field, "passphrase" | "current"),
        "recovery_typo" => field == "recovery_code",
        _ => false,
    }
}

/// The field of a request that stands there.
pub fn at<'v>(request: &'v Value, path: &[String]) -> &'v Value {
    path.iter().fold(request, |at, name| match name.parse::<usize>() {
        Ok(index) => &at[index],
        Err(_) => &at[name],
    })
}

pub fn put(request: &mut Value, path: &[String], value: Value) {
    let at = path.iter().fold(request, |at, name| match name.parse::<usize>() {
        Ok(index) => &mut at[index],
        Err(_) => &mut at[name],
    });
    *at = value;
}

/// Every text in an answer, wherever it stands.
pub fn gather<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Object(fields) => fields.values().for_each(|field| gather(field, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
