//! A vault full of payloads, walked through in the real window: each is read as a text, none runs, none reaches an address.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::TcpListener;

use passerelle_tests::window::{Window, story};
use passerelle_tests::{Story, Trouble, today};
use serde_json::{Value, json};

use crate::prepared::{go, vault};

/// The texts of `tests/fixtures/payloads.json`, those that beckon to the port of a listener.
struct Payloads {
    texts: Vec<String>,
    next: usize,
}

impl Payloads {
    fn new(port: u16) -> Result<Self, Trouble> {
        let listed: Vec<BTreeMap<String, String>> =
            serde_json::from_str(include_str!("../../fixtures/payloads.json"))?;
        let texts = listed.into_iter().filter_map(|mut each| each.remove("text"));
        let texts = texts.map(|text| text.replace("{port}", &port.to_string())).collect();
        Ok(Self { texts, next: 0 })
    }

    /// The next that a form takes: one that shows nothing is no name.
    fn next(&mut self) -> String {
        self.next += 1;
        let text = &self.texts[self.next % self.texts.len()];
        if text.chars().any(char::is_alphanumeric) { text.clone() } else { self.next() }
    }
}

/// What would show that something ran or wanted out, kept in the page from before the first payload on.
const WATCH: &str = "
window.__seen = [];
for (const name of ['alert', 'confirm', 'prompt', 'open', 'print'])
  window[name] = () => { window.__seen.push(name); return null };
document.addEventListener('securitypolicyviolation', (event) =>
  window.__seen.push(`${event.effectiveDirective} ${event.blockedURI}`));
";

/// What of a payload stands in the page otherwise than as a text; the head, which only the program writes, counts too.
const FOREIGN: &str = "
const strange = document.querySelectorAll('body :is(script, iframe, object, embed, base, meta, link, style, form[action], math, \
video, audio, marquee, portal, xss, template, plaintext, foreignObject, animate, [srcset], [background], [ping], [srcdoc])');
const handlers = [...document.querySelectorAll('*')].filter((each) =>
  each.getAttributeNames().some((name) => name.startsWith('on')));
const away = [...document.querySelectorAll('a')].filter((each) => !(each.getAttribute('href') ?? '#').startsWith('#'));
const pictures = [...document.querySelectorAll('img, image, use')].filter((each) =>
  !/^(data|blob):/.test(each.getAttribute('src') ?? 'data:'));
return [...strange, ...handlers, ...away, ...pictures].map((each) => each.outerHTML.slice(0, 200));
";

/// Everything that was loaded from elsewhere than the program itself.
const LOADED: &str = "
return performance.getEntriesByType('resource').map((each) => each.name).filter((name) =>
  !name.startsWith(location.origin) && !/^(data|blob|ipc):|^http:\\/\\/ipc\\.localhost\\//.test(name));
";

async fn assert_nothing_ran(window: &Window, when: &str) -> Story {
    let ran = "return [window.__ran === undefined, document.title.endsWith(' - Passerelle'), window.__seen]";
    assert_eq!(window.run(ran, vec![]).await?, json!([true, true, []]), "{when}");
    assert_eq!(window.run(FOREIGN, vec![]).await?, json!([]), "{when}: built into the page");
    assert_eq!(window.run(LOADED, vec![]).await?, json!([]), "{when}: loaded from elsewhere");
    Ok(())
}

fn id(answer: &Value, of: &str) -> Value {
    answer[of].clone()
}

/// A file whose every text is a payload: who it is, its notes, plan, meetings, tasks, referral, fields.
struct File {
    person: String,
    /// The name it bears in lists.
    name: String,
    referral: String,
    programme: String,
}

/// Makes calls until one is not refused: some fields take no line's end alone, or not so long a text.
async fn fill(
    window: &Window,
    name: &str,
    texts: &mut Payloads,
    request: impl Fn(&mut Payloads) -> Value,
) -> Result<Value, Trouble> {
    let mut last = None;
    for _ in 0..5 {
        match window.call(name, request(texts)).await {
            Ok(answer) => return Ok(answer),
            Err(trouble) => last = Some(trouble),
        }
    }
    Err(last.unwrap_or_else(|| Trouble::new("never asked")))
}

async fn referral(window: &Window, person: &Value, texts: &mut Payloads) -> Result<(Value, Value), Trouble> {
    let provider = fill(window, "provider.add", texts, |texts| {
        json!({ "who": {
            "name": texts.next(), "address_line": texts.next(), "commune": texts.next(), "contact": texts.next(),
            "note": texts.next(),
        } })
    })
    .await?;
    let programme = fill(window, "programme.add", texts, |texts| {
        json!({ "provider": id(&provider, "provider"), "what": {
            "name": texts.next(), "kind": "training", "summary": texts.next(), "min_age": null, "max_age": null,
            "next_start": null, "places": null, "status": "open", "tags": [], "fundings": [],
        } })
    })
    .await?;
    let programme = id(&programme, "programme");
    let propose = json!({
        "person": person, "programme": programme, "wish": texts.next(), "session_start": null, "session_end": null,
    });
    let referral = id(&window.call("referral.propose", propose).await?, "referral");
    let send = json!({ "referral": referral, "on": null, "note": texts.next(), "agreement": "person" });
    window.call("referral.send", send).await?;
    let chase = json!({ "referral": referral, "kind": "chase", "on": null, "present": "unknown", "note": texts.next() });
    window.call("referral.check", chase).await?;
    Ok((referral, programme))
}

async fn agenda(window: &Window, person: &Value, texts: &mut Payloads) -> Story {
    let slot = json!({ "day": today(), "time": "10:00", "minutes": 30 });
    for _ in 0..4 {
        fill(window, "appointment.add", texts, |texts| {
            json!({
                "person": person, "referral": null, "what": texts.next(), "slot": slot, "place": texts.next(),
                "with_whom": texts.next(),
            })
        })
        .await?;
        fill(window, "activity.add", texts, |texts| {
            json!({
                "kind": "workshop", "title": texts.next(), "slot": slot, "place": texts.next(), "note": texts.next(),
            })
        })
        .await?;
        fill(
            window,
            "task.add",
            texts,
            |texts| json!({ "person": person, "what": texts.next(), "due_on": today(), "urgent": false }),
        )
        .await?;
    }
    Ok(())
}

async fn file(window: &Window, texts: &mut Payloads) -> Result<File, Trouble> {
    let name = "<img src=x onerror=__ran=11>";
    let added = fill(window, "person.add", texts, |texts| {
        json!({
            "who": {
                "given_name": name, "family_name": texts.next(), "birth": "2006-05-17", "address_line": texts.next(),
                "commune": texts.next(), "school_name": texts.next(), "guardian_name": texts.next(),
                "summary": texts.next(),
            },
            "origin": "street", "origin_detail": texts.next(), "note": texts.next(),
        })
    })
    .await?;
    let person = id(&added, "person");
    for text in texts.texts.clone() {
        let note = json!({
            "person": person, "kind": "street", "initiative": "worker", "result": "reached", "on": null, "place": text,
            "note": format!("{text}\n{text}"),
        });
        window.call("encounter.record", note).await?;
    }
    let words = json!({ "words": texts.next(), "decided_on": null, "agreed_on": null, "review_on": null });
    window.call("plan.write", json!({ "person": person, "plan": words })).await?;
    let need = json!({ "person": person, "theme": "housing", "answer": "yes", "note": texts.next(), "situations": [] });
    window.call("need.answer", need).await?;
    for _ in 0..4 {
        let step = |texts: &mut Payloads| json!({ "person": person, "what": texts.next(), "by": "person", "due_on": null });
        fill(window, "step.add", texts, step).await?;
        let define = |texts: &mut Payloads| json!({ "kind": "text", "form": { "label": texts.next(), "choices": [] } });
        let field = id(&fill(window, "field.define", texts, define).await?, "field");
        let say = json!({ "person": person, "field": field, "value": texts.next() });
        window.call("person.custom", say).await?;
        fill(window, "worker.add", texts, |texts| json!({ "name": texts.next() })).await?;
        fill(window, "view.save", texts, |texts| json!({ "id": null, "name": texts.next(), "body": "" }))
            .await?;
        let draft = json!({ "place": format!("quick_note/{}", texts.next()), "body": texts.next() });
        window.call("draft.keep", draft).await?;
    }
    agenda(window, &person, texts).await?;
    let (referral, programme) = referral(window, &person, texts).await?;
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    Ok(File {
        person: text(&person),
        name: name.to_owned(),
        referral: text(&referral),
        programme: text(&programme),
    })
}

/// Whether nobody came to the listener: the system keeps whoever did until they are asked for.
fn assert_nobody_came(listener: &TcpListener) -> Story {
    listener.set_nonblocking(true)?;
    let came = listener.accept().map(|(_, from)| from);
    assert!(matches!(&came, Err(error) if error.kind() == ErrorKind::WouldBlock), "somebody came: {came:?}");
    Ok(())
}

#[test]
fn a_vault_full_of_payloads_is_read_as_texts_runs_nothing_and_reaches_nobody() -> Story {
    story("payloads", async |laptop| {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let mut texts = Payloads::new(listener.local_addr()?.port())?;
        let window = laptop.open().await?;
        vault(&window).await?;
        window.run(WATCH, vec![]).await?;
        let file = file(&window, &mut texts).await?;

        for (hash, heading) in [
            (format!("#/jeune/{}", file.person), file.name.as_str()),
            ("#/jeunes".to_owned(), "Jeunes"),
            ("#/aujourdhui".to_owned(), "Aujourd’hui"),
            ("#/agenda".to_owned(), "Agenda"),
            ("#/orientations".to_owned(), "Orientations"),
            (format!("#/orientation/{}", file.referral), "Orientation de"),
            ("#/offres".to_owned(), "Offres"),
            (format!("#/offre/{}", file.programme), ""),
            ("#/doublons".to_owned(), "Doublons possibles"),
            ("#/brouillons".to_owned(), "Brouillons"),
            ("#/securite".to_owned(), "Sécurité"),
        ] {
            go(&window, &hash, heading).await?;
            assert_nothing_ran(&window, &hash).await?;
        }

        go(&window, &format!("#/jeune/{}", file.person), &file.name).await?;
        window.see("<!ENTITY a \"&b;&b;\">").await?;
        // On paper everything is unfolded, the oldest notes too.
        window.run("window.dispatchEvent(new Event('beforeprint'))", vec![]).await?;
        window.see(&texts.texts[0]).await?;
        assert_nothing_ran(&window, "ready to be printed").await?;
        window.screenshot("payloads").await?;

        window.press("Control+k").await?;
        window.write("onerror").await?;
        window.find("option", &file.name).await?;
        assert_nothing_ran(&window, "found").await?;
        window.press("Escape").await?;

        assert_nobody_came(&listener)?;
        // The watch sees what it should: were a payload ever built in, the policy would hold it back and tell.
        let port = listener.local_addr()?.port();
        let picture = format!("<img src=\"http://127.0.0.1:{port}/img\" onerror=\"window.__ran=1\">");
        window
            .run("document.body.insertAdjacentHTML('beforeend', arguments[0])", vec![json!(picture)])
            .await?;
        let told = "return window.__seen.some((each) => each.startsWith('img-src')) && window.__seen.some((each) => each.startsWith('script-src'))";
        window.until("the policy to hold back picture and handler", told, vec![]).await?;
        let ran = window.run("return window.__ran === undefined", vec![]).await?;
        assert_eq!(ran, true, "not even then");
        assert_eq!(
            window.run(FOREIGN, vec![]).await?.as_array().map(Vec::len),
            Some(2),
            "and the watch names it"
        );
        assert_nobody_came(&listener)
    })
}
