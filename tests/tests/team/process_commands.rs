//! A team by the commands of `passerelle`, each a process of its own, as an administrator or a script uses them.

use crate::house::{Hub, Terminal};
use serde_json::{Value, json};

/// The value after a label of an invitation.
fn after<'s>(said: &'s str, label: &str) -> &'s str {
    said.lines()
        .find_map(|line| line.trim().strip_prefix(label))
        .unwrap_or_else(|| panic!("{label}: {said}"))
        .trim()
}

/// The six words, alone on their line.
fn words(said: &str) -> &str {
    let alone =
        said.lines().map(str::trim).find(|line| line.split(' ').count() == 6 && !line.contains("mots"));
    alone.unwrap_or_else(|| panic!("{said}"))
}

fn code(laptop: &Terminal, arguments: &[&str]) -> (i32, String, String) {
    let output = laptop.runs(arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn add(laptop: &Terminal, given: &str) -> String {
    laptop.json(&["person", "add", given])["person"].as_str().unwrap().to_owned()
}

fn pair() -> (Hub, Terminal, Terminal) {
    let hub = Hub::new();
    let (awa, bruno) = (Terminal::of("Awa Ndiaye"), Terminal::of("Bruno Lefèvre"));
    awa.says(&["space", "create", &hub.address(), "Équipe du Pile"]);
    let open = awa.json(&["space", "invite"]);
    let asked = bruno.json(&["space", "join", open["hub"].as_str().unwrap(), open["code"].as_str().unwrap()]);
    awa.says(&["space", "admit", asked["words"].as_str().unwrap()]);
    bruno.syncs();
    awa.syncs();
    (hub, awa, bruno)
}

#[test]
fn a_team_is_founded_joined_led_and_left_by_commands() {
    let hub = Hub::new();
    let (awa, bruno) = (Terminal::of("Awa Ndiaye"), Terminal::of("Bruno Lefèvre"));
    assert!(awa.says(&["space", "show"]).contains("dans aucune équipe"));
    let founded = awa.says(&["space", "create", &hub.address(), "Équipe du Pile"]);
    assert!(founded.starts_with("L'équipe est fondée. Tout a été envoyé et reçu."), "{founded}");
    assert!(awa.says(&["space", "request"]).contains("Aucune invitation"));

    let invited = awa.says(&["space", "invite", "--role", "reader"]);
    assert!(awa.says(&["space", "request"]).contains("Personne n'a encore répondu"));
    let asked = bruno.says(&["space", "join", after(&invited, "Serveur"), after(&invited, "Code")]);
    assert!(asked.contains("l'équipe Équipe du Pile") && asked.contains("Awa Ndiaye"), "{asked}");
    let (waits, said, _) = code(&bruno, &["sync"]);
    assert_eq!(waits, 6, "not let in yet");
    assert!(said.contains("n'a pas encore fait entrer"), "{said}");
    assert!(bruno.says(&["space", "show"]).contains(words(&asked)));
    let request = awa.says(&["space", "request"]);
    assert_eq!(words(&request), words(&asked), "both screens show the same words");
    let other = "baba baba baba baba baba baba";
    let refused = code(&awa, &["space", "admit", other]);
    assert_eq!((refused.0, refused.2.as_str()), (1, "{\"code\":\"words_differ\"}\n"));
    let spoken: Vec<&str> = words(&asked).split(' ').collect();
    awa.says(&[&["space", "admit"], spoken.as_slice()].concat());
    bruno.syncs();
    awa.syncs();

    let members = awa.says(&["space", "members"]);
    assert!(members.contains("Awa Ndiaye (ce portable)  coordonne"), "{members}");
    let listed = awa.json(&["space", "members"]);
    assert_eq!(listed[1]["role"], "reader");
    let numbered = listed[1]["device"].as_str().unwrap();
    awa.says(&["space", "role", numbered, "member"]);
    // Who only reads sends nothing, not even a name.
    bruno.syncs();
    awa.syncs();
    assert!(awa.says(&["space", "renew", numbered]).starts_with("Le bail est renouvelé"));
    awa.says(&["space", "role", "bruno lefèvre", "admin"]);
    bruno.syncs();
    assert_eq!(bruno.json(&["space", "show"])["role"], "admin");
    assert_eq!(code(&awa, &["space", "role", "Personne", "admin"]).0, 4);
    bruno.says(&["space", "keys"]);
    awa.syncs();

    let kit = awa.json(&["space", "kit"])["code"].as_str().unwrap().to_owned();
    awa.says(&["space", "role", "Bruno Lefèvre", "member"]);
    assert!(bruno.says(&["space", "recover", &kit]).starts_with("Ce portable coordonne l'équipe."));
    let again = code(&bruno, &["space", "kit", "--withdraw"]);
    assert_eq!((again.0, again.1.as_str()), (0, "Le code de relève ne vaut plus rien.\n"));
    awa.syncs();
    let used = code(&awa, &["space", "role", "Bruno Lefèvre", "member"]);
    assert_eq!(used.0, 0, "{used:?}");
    bruno.syncs();
    let unknown = code(&bruno, &["space", "recover", &kit]);
    assert_eq!((unknown.0, unknown.2.as_str()), (1, "{\"code\":\"kit_unknown\"}\n"));

    awa.says(&["space", "remove", "Bruno Lefèvre"]);
    let (removed, said, _) = code(&bruno, &["sync"]);
    assert_eq!(removed, 7);
    assert!(said.starts_with("Ce portable n'est plus dans l'équipe"), "{said}");
    bruno.says(&["space", "leave"]);
    assert_eq!(bruno.json(&["space", "show"]), json!({ "stage": "alone" }));
    assert_eq!(code(&bruno, &["sync"]), (1, String::new(), "{\"code\":\"not_in_team\"}\n".to_owned()));
}

#[test]
fn what_one_wrote_comes_to_the_other_and_a_hub_that_is_away_loses_nothing() {
    let (mut hub, awa, bruno) = pair();
    add(&awa, "Zélie");
    assert_eq!(awa.syncs()["sent"], 1);
    let came = bruno.says(&["sync"]);
    assert!(came.starts_with("Tout a été envoyé et reçu. 1 changement reçu"), "{came}");
    hub.dies();
    add(&bruno, "Noé");
    let (away, said, complaint) = code(&bruno, &["sync"]);
    assert_eq!((away, complaint.as_str()), (6, ""));
    assert!(
        said.starts_with("Le serveur ne répond pas") && said.contains("1 changement reste à envoyer"),
        "{said}"
    );
    let (away, _, complaint) = code(&awa, &["space", "invite"]);
    assert_eq!((away, complaint.as_str()), (6, "{\"code\":\"hub_away\"}\n"));
    hub.comes_back();
    assert_eq!(bruno.syncs()["to_send"], 0);
    awa.syncs();
    let names = |laptop: &Terminal| laptop.json(&["person", "list"])["total"].clone();
    assert_eq!((names(&awa), names(&bruno)), (json!(2), json!(2)));
    assert_eq!(awa.says(&["alarms"]), "Aucune alerte.\n");
    assert_eq!(awa.json(&["alarms"]), json!([]));
    assert_eq!(code(&awa, &["alarms", "read", "7"]).0, 4);
}

#[test]
fn what_two_said_differently_is_listed_and_settled_by_what_was_read() {
    let (_hub, awa, bruno) = pair();
    let zelie = add(&awa, "Zélie");
    awa.syncs();
    bruno.syncs();
    for (laptop, email) in [(&awa, "zelie@exemple.fr"), (&bruno, "crepin@exemple.fr")] {
        let mut who = laptop.json(&["person", "show", &zelie, "--why", "Suivi partagé"])["who"].clone();
        who["email"] = json!(email);
        let request = json!({ "person": zelie, "who": who }).to_string();
        laptop.says(&["call", "person.correct", &request]);
    }
    bruno.syncs();
    awa.syncs();
    let said = awa.says(&["conflicts", "list"]);
    assert!(said.contains("Zélie, jeune, courriel"), "{said}");
    assert!(
        said.contains("zelie@exemple.fr  (Awa Ndiaye, ") && said.contains("crepin@exemple.fr  (Bruno"),
        "{said}"
    );
    assert!(said.ends_with("1 désaccord à trancher\n"), "{said}");
    let listed = awa.json(&["conflicts", "list", &zelie]);
    let mark = listed["lines"][0]["mark"].as_str().unwrap();
    assert!(said.starts_with(mark), "{said}");
    let sides = listed["lines"][0]["sides"].as_array().unwrap();
    let of_bruno = sides.iter().position(|side| side["value"] == json!(["crepin@exemple.fr"])).unwrap();
    let letter = ["A", "B"][of_bruno];
    assert_eq!(code(&awa, &["conflicts", "resolve", mark, "D"]).0, 4);
    assert!(awa.says(&["conflicts", "resolve", mark, letter]).starts_with("Tranché"));
    assert_eq!(code(&awa, &["conflicts", "resolve", mark, letter]).0, 4, "it stands no more");
    awa.syncs();
    bruno.syncs();
    for laptop in [&awa, &bruno] {
        assert_eq!(laptop.says(&["conflicts", "list"]), "0 désaccord à trancher\n");
        let file: Value = laptop.json(&["person", "show", &zelie, "--why", "Suivi partagé"]);
        assert_eq!(file["who"]["email"], "crepin@exemple.fr");
    }
}

#[test]
fn whoever_gives_up_or_takes_back_an_invitation_leaves_nothing_behind() {
    let hub = Hub::new();
    let (awa, bruno) = (Terminal::of("Awa Ndiaye"), Terminal::of("Bruno Lefèvre"));
    awa.says(&["space", "create", &hub.address(), "Équipe du Pile"]);
    let open = awa.json(&["space", "invite"]);
    let join = ["space", "join", open["hub"].as_str().unwrap(), open["code"].as_str().unwrap()];
    bruno.says(&join);
    assert!(bruno.says(&["space", "cancel"]).starts_with("La demande est retirée"));
    assert!(awa.says(&["space", "cancel"]).starts_with("L'invitation est retirée"));
    assert!(awa.says(&["space", "request"]).contains("Aucune invitation"));
    let typo = code(&bruno, &["space", "join", &hub.address(), "AAAA-AAAA-AAAA-AAAA-AAAA"]);
    assert_eq!((typo.0, typo.2.as_str()), (1, "{\"code\":\"invitation_typo\"}\n"));
}

#[test]
fn a_stick_carries_what_was_written_and_a_file_is_erased_everywhere_by_commands() {
    let (mut hub, awa, bruno) = pair();
    hub.dies();
    let zelie = add(&bruno, "Zélie");
    let stick = tempfile::tempdir().unwrap();
    let file = stick.path().join("équipe.passerelle");
    let file = file.to_str().unwrap();
    let written = bruno.says(&["sync", "export", file]);
    assert!(
        written.starts_with("2 envois chiffrés sont dans le fichier ("),
        "the hub may lose the first: {written}"
    );
    let sealed = std::fs::read(file).unwrap();
    assert!(!sealed.windows(6).any(|bytes| bytes == "Zélie".as_bytes()), "nobody else reads it");
    assert_eq!(awa.says(&["sync", "import", file]), "1 changement reçu.\n");
    let again = awa.json(&["sync", "import", file]);
    assert_eq!((&again["received"], &again["gaps"]), (&json!(0), &json!([])), "twice is once");
    assert_eq!(awa.json(&["person", "show", &zelie, "--why", "Suivi partagé"])["who"]["given_name"], "Zélie");
    let elsewhere = stick.path().join("équipe.txt");
    assert_eq!(
        code(&bruno, &["sync", "export", elsewhere.to_str().unwrap()]).0,
        1,
        "such files end in .passerelle"
    );
    std::fs::write(&elsewhere, "Bonjour").unwrap();
    let none = code(&awa, &["sync", "import", elsewhere.to_str().unwrap()]);
    assert_eq!((none.0, none.2.as_str()), (1, "{\"code\":\"not_a_team_file\",\"newer\":false}\n"));

    let away = code(&awa, &["case", "erase", &zelie, "--yes"]);
    assert_eq!((away.0, away.2.as_str()), (6, "{\"code\":\"hub_away\"}\n"), "the hub must hear of it");
    hub.comes_back();
    awa.syncs();
    bruno.syncs();
    let role = code(&bruno, &["case", "erase", &zelie, "--yes"]);
    assert_eq!((role.0, role.2.as_str()), (1, "{\"code\":\"role_forbids\"}\n"));
    assert!(awa.says(&["case", "erase", &zelie, "--yes"]).starts_with("Le dossier est effacé pour toujours"));
    bruno.syncs();
    for laptop in [&awa, &bruno] {
        assert_eq!(code(laptop, &["person", "show", &zelie]).0, 4);
        assert_eq!(laptop.says(&["alarms"]), "Aucune alerte.\n");
    }
}
