//! What is said, in French, of a team, its meetings, its alarms and its disagreements.

use std::fmt::Write as _;

use serde_json::Value;

use super::conflict::disagreements;
use super::courier;
use crate::safe::instant;
use crate::show::{count, list, several, table, text};

fn role(code: &str) -> &str {
    match code {
        "admin" => "coordonne",
        "member" => "lit et écrit",
        "reader" => "lit",
        "" => "retiré",
        other => other,
    }
}

/// How a meeting ended, as a sentence.
fn ended(end: &Value) -> String {
    match text(end, "end") {
        "done" => "Tout a été envoyé et reçu.".to_owned(),
        "cut" => {
            "Le serveur ne répond pas, ou le lien s'est coupé. Rien n'est perdu : cela reprendra où c'en était."
                .to_owned()
        }
        "waiting_for_admission" => "La personne qui invite n'a pas encore fait entrer ce portable.".to_owned(),
        "removed" => {
            "Ce portable n'est plus dans l'équipe. Les dossiers restent ici ; ce qui n'était pas envoyé ne part plus."
                .to_owned()
        }
        "update_needed" => {
            "Cette version de Passerelle est trop ancienne pour l'équipe. Vos changements sont gardés : ils partiront \
             après la mise à jour."
                .to_owned()
        }
        "lease_over" => {
            "Ce portable n'a pas rencontré l'équipe à temps : ses dossiers sont fermés et rien ne part, rien n'est perdu. Une \
             personne qui coordonne l'équipe le renouvelle par « space renew » ; lancez ensuite « sync »."
                .to_owned()
        }
        "stopped" => {
            "La liste des membres ne peut pas être crue : rien n'est envoyé ni repris. « alarms » dit pourquoi.".to_owned()
        }
        "refused" => format!("Le serveur a refusé ({}). Vos changements sont gardés.", refusal(&end["problem"])),
        _ => "Ce portable n'a pas encore rencontré l'équipe.".to_owned(),
    }
}

/// A no in few words; one without words by its code.
fn refusal(problem: &Value) -> String {
    match text(problem, "code") {
        "hub_full" => "il ne prend plus rien de cette équipe".to_owned(),
        "not_in_team" => "il ne connaît pas ce portable".to_owned(),
        "role_forbids" => "le rôle de ce portable ne le permet pas".to_owned(),
        "team_moved" => "l'équipe a changé entre-temps, recommencez".to_owned(),
        "not_a_hub" => "ce n'est pas un serveur de Passerelle, ou il porte un autre nom".to_owned(),
        "hub_refused" => text(problem, "why").to_owned(),
        code => code.to_owned(),
    }
}

fn meeting(met: &Value) -> String {
    let mut out = ended(&met["end"]);
    let told = [
        (count(met, "received"), "changement reçu", "changements reçus"),
        (count(met, "sent"), "envoi confirmé", "envois confirmés"),
        (count(met, "contents_received"), "document arrivé", "documents arrivés"),
        (count(met, "contents_sent"), "document envoyé", "documents envoyés"),
        (count(met, "to_send"), "changement reste à envoyer", "changements restent à envoyer"),
        (count(met, "alarms"), "alerte, que « alarms » explique", "alertes, que « alarms » explique"),
    ];
    let told: Vec<String> = told
        .iter()
        .filter(|(number, _, _)| *number > 0)
        .map(|(number, one, many)| several(*number, one, many))
        .collect();
    if !told.is_empty() {
        let _ = write!(out, " {}.", told.join(", "));
    }
    out.push('\n');
    for of in list(met, "smaller").iter().filter(|of| text(&of["end"], "end") != "done") {
        let _ = writeln!(out, "Équipe restreinte {} : {}", text(of, "name"), ended(&of["end"]));
    }
    out
}

fn words(words: &str) -> String {
    format!("\n\n    {words}\n\n")
}

fn team(team: &Value) -> String {
    let (name, hub) = (text(team, "team"), text(team, "hub"));
    match text(team, "stage") {
        "joining" => format!(
            "Équipe {name}, par le serveur {hub} : en attente de {}, dont l'écran doit montrer les mêmes six mots :{}",
            text(team, "inviter_name"),
            words(text(team, "words"))
        ),
        "in" => inside(team, name, hub),
        _ => {
            "Ce coffre n'est dans aucune équipe : « space create » en fonde une, « space join » répond à une invitation.\n"
                .to_owned()
        }
    }
}

fn inside(team: &Value, name: &str, hub: &str) -> String {
    let mut out = format!("Équipe {name}, par le serveur {hub}\n");
    let link = &team["link"];
    let alarms = list(team, "alarms").len();
    let waiting = count(team, "waiting");
    for (label, value) in [
        ("Ce portable", role(text(team, "role")).to_owned()),
        ("Dernière rencontre complète", instant(link, "done_ms")),
        ("La dernière fois", ended(&link["end"])),
        ("À envoyer", several(count(team, "to_send"), "changement", "changements")),
        (
            "En attente de leur clé",
            if waiting == 0 { String::new() } else { several(waiting, "partie", "parties") },
        ),
        ("Alertes à lire", if alarms == 0 { String::new() } else { alarms.to_string() }),
    ] {
        if !value.is_empty() {
            let _ = writeln!(out, "  {label} : {value}");
        }
    }
    out.push('\n');
    out.push_str(&members(list(team, "members")));
    for smaller in list(team, "smaller") {
        let _ =
            write!(out, "\nÉquipe restreinte, numéro {}\n{}", text(smaller, "space"), self::team(smaller));
    }
    out
}

fn members(members: &[Value]) -> String {
    let row = |member: &Value| {
        let me = if member["me"] == true { " (ce portable)" } else { "" };
        vec![
            format!("{}{me}", text(member, "name")),
            role(text(member, "role")).to_owned(),
            instant(member, "last_sign_ms"),
            match text(member, "lease") {
                "over" => "à renouveler",
                "renewed" => "renouvelé",
                _ => "",
            }
            .to_owned(),
            text(member, "device").to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = members.iter().map(row).collect();
    table(&["Portable de", "Rôle", "Dernier signe", "Bail", "Appareil"], &rows)
}

fn invitation(open: &Value) -> String {
    if open.is_null() {
        return "Aucune invitation n'est ouverte : « space invite » en fait une.\n".to_owned();
    }
    let request = &open["request"];
    if request.is_null() {
        return format!(
            "Personne n'a encore répondu. L'invitation vaut jusqu'au {} ({}) :\n\n    Code     {}\n    Serveur  {}\n\n",
            instant(open, "until_ms"),
            role(text(open, "role")),
            text(open, "code"),
            text(open, "hub")
        );
    }
    format!(
        "{} demande à entrer. Les six mots doivent être les mêmes sur son écran :{}S'ils le sont, écrivez « space admit » \
         et ces mots ; sinon « space cancel », et personne n'entre.\n",
        text(request, "name"),
        words(text(request, "words"))
    )
}

fn invited(open: &Value) -> String {
    format!(
        "Invitation pour un portable qui {}, jusqu'au {} :\n\n    Code     {}\n    Serveur  {}\n\nDites le code de vive \
         voix. Quand votre collègue a répondu, « space request » montre six mots à comparer.\n",
        role(text(open, "role")),
        instant(open, "until_ms"),
        text(open, "code"),
        text(open, "hub")
    )
}

fn asked(asked: &Value) -> String {
    format!(
        "Vous demandez à entrer dans l'équipe {}. Lisez ces six mots à {}, dont l'écran doit montrer les mêmes :{}« sync » \
         dit ensuite si vous êtes dans l'équipe.\n",
        text(asked, "space_name"),
        text(asked, "inviter_name"),
        words(text(asked, "words"))
    )
}

/// What an alarm is called, what it means, what was kept and what to do.
fn alarm(kind: &str) -> [&str; 3] {
    match kind {
        "forged" => [
            "Envoi falsifié",
            "ce n'est pas ce que son auteur a signé, ou l'auteur n'est pas de l'équipe ; rien n'en a été repris",
            "prévenez qui coordonne l'équipe et qui tient le serveur",
        ],
        "withheld" => [
            "Envoi gardé par le serveur",
            "il existe, et le serveur ne le donne pas ; ce qui est ici est juste mais incomplet",
            "recommencez « sync » plus tard ; si l'alerte revient, prévenez qui tient le serveur",
        ],
        "rolled_back" => [
            "Serveur revenu en arrière",
            "il montre moins qu'avant ; ce qui était reçu reste ici, ce qui vient d'ici est envoyé de nouveau",
            "demandez à qui tient le serveur s'il a repris une sauvegarde",
        ],
        "forked" => [
            "Deux histoires d'une même chose",
            "la première reçue est gardée, l'autre n'a pas été reprise",
            "prévenez qui coordonne l'équipe ; un portable copié ou restauré doit être retiré et réinvité",
        ],
        "stale" => [
            "Plus de nouvelles de l'équipe",
            "aucun autre portable n'a donné signe depuis longtemps ; rien n'est perdu ici",
            "demandez à un collègue s'il a synchronisé ; si oui, prévenez qui tient le serveur",
        ],
        "clone_suspected" => [
            "Quelqu'un envoie au nom de ce portable",
            "une copie existe, ou une sauvegarde a été reprise ; rien n'est plus envoyé d'ici",
            "après une sauvegarde reprise, quittez l'équipe et rentrez-y ; sinon faites retirer ce portable",
        ],
        "diverged" => [
            "Dossiers différents sur deux portables",
            "les mêmes changements ont donné autre chose ; rien n'a été modifié ni perdu",
            "mettez les deux portables à jour et lancez « verify » sur chacun",
        ],
        "refused" => [
            "Envoi non permis",
            "il vient d'un portable qui n'en a pas le droit ; rien n'en a été repris",
            "demandez à la personne si elle l'a envoyé ; sinon prévenez qui coordonne l'équipe",
        ],
        "clock" => [
            "Horloge fausse",
            "celle d'un portable avance de plus d'un jour ; ses changements sont repris",
            "demandez à la personne de régler la date et l'heure",
        ],
        other => [other, "d'une version plus récente", "mettez Passerelle à jour"],
    }
}

fn about(alarm: &Value) -> String {
    let number = count(alarm, "number");
    let whose = match text(alarm, "name") {
        "" => "d'un portable sans nom".to_owned(),
        name => format!("de {name}"),
    };
    let what = match text(alarm, "about") {
        "answer" if text(alarm, "kind") == "stale" => {
            format!("l'équipe ; le dernier signe est {whose}, le {}", instant(alarm, "number"))
        }
        "answer" => "une réponse du serveur".to_owned(),
        "members" => format!("la liste des membres, entrée {number}"),
        "batch" => format!("l'envoi {number} {whose}"),
        "key" => format!("la clé {number} de l'équipe"),
        "statement" => format!("ce que dit le portable {whose}"),
        "snapshot" => format!("l'ensemble des dossiers que le portable {whose} a envoyé"),
        "change" => format!("le changement {number} {whose}"),
        "document" => "le contenu d'un document".to_owned(),
        _ if text(alarm, "kind") == "clone_suspected" => "ce portable".to_owned(),
        _ => format!("le portable {whose}"),
    };
    let why = match text(alarm, "why") {
        "" => "",
        "role" => " ; son rôle ne lui permet pas d'écrire",
        "removed" => " ; il a été retiré de l'équipe",
        "writer_too_old" => " ; sa version est trop ancienne",
        "backwards" => " ; il revient sur ce qu'il avait dit",
        "log" => " ; contre les règles de l'équipe",
        _ => " ; cela ne se lit pas",
    };
    format!("{what}{why}")
}

fn alarms(alarms: &[Value]) -> String {
    let mut out = String::new();
    for one in alarms {
        let [title, what, act] = alarm(text(one, "kind"));
        let at = instant(one, "at_ms");
        let _ = writeln!(out, "Alerte {}, {at} : {title}", one["id"]);
        let _ = writeln!(out, "  Concerne : {}\n  C'est-à-dire : {what}\n  À faire : {act}", about(one));
    }
    if out.is_empty() { "Aucune alerte.\n".to_owned() } else { out }
}

/// The answer of a use case of the team as text; none for one of another subject.
pub fn readable(call: &str, answer: &Value) -> Option<String> {
    Some(match call {
        "team.found" => format!("L'équipe est fondée. {}", meeting(answer)),
        "team.synchronise" => meeting(answer),
        "person.move" => format!("Le dossier est déplacé. {}", meeting(answer)),
        "team.read" => team(answer),
        "space.members" => members(answer.as_array().map_or(&[], Vec::as_slice)),
        "team.invite" => invited(answer),
        "team.invitation" => invitation(answer),
        "team.admit" => "Le portable est dans l'équipe.\n".to_owned(),
        "team.cancel_invitation" => {
            "L'invitation est retirée : son code ne fait plus entrer personne.\n".to_owned()
        }
        "team.join" => asked(answer),
        "team.cancel_join" => "La demande est retirée. Vos dossiers n'ont pas changé.\n".to_owned(),
        "team.set_role" => "Le rôle est changé.\n".to_owned(),
        "team.remove_member" => {
            "Le portable est retiré : ce qu'il a envoyé compte, il ne lira plus rien de nouveau.\n".to_owned()
        }
        "team.renew_lease" => {
            "Le bail est renouvelé : les dossiers s'ouvrent à la prochaine rencontre de ce portable.\n"
                .to_owned()
        }
        "team.make_kit" => format!(
            "Code de relève de l'équipe :\n\n  {}\n\nÉcrivez-le sur papier et mettez-le sous clé ; il n'est gardé nulle part. Si \
             le portable de qui coordonne est perdu, « space recover » sur un autre portable de l'équipe le demande.\n",
            text(answer, "code")
        ),
        "team.withdraw_kit" => "Le code de relève ne vaut plus rien.\n".to_owned(),
        "team.use_kit" => {
            "Ce portable coordonne l'équipe. Le code a servi ; faites-en un autre avec « space kit ».\n"
                .to_owned()
        }
        "team.renew_keys" => "L'équipe a de nouvelles clés.\n".to_owned(),
        "team.leave" => "Ce coffre n'est plus dans l'équipe. Ses dossiers restent ici.\n".to_owned(),
        "team.export_file" => courier::written(answer),
        "team.import_file" => courier::taken(answer),
        "team.acknowledge_alarm" => "Lue.\n".to_owned(),
        "alarms" => alarms(answer.as_array().map_or(&[], Vec::as_slice)),
        "disagreement.list" => disagreements(answer),
        "disagreement.resolve" => "Tranché ; l'historique garde toutes les versions.\n".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_alarm_and_every_end_of_a_meeting_is_told_in_words() {
        for kind in [
            "forged",
            "withheld",
            "rolled_back",
            "forked",
            "stale",
            "clone_suspected",
            "diverged",
            "refused",
            "clock",
        ] {
            for of in
                ["answer", "members", "batch", "key", "statement", "snapshot", "change", "document", "laptop"]
            {
                let one = json!({ "id": 3, "at_ms": 0, "kind": kind, "about": of, "number": 7, "name": "Noé", "why": null });
                let said = alarms(&[one]);
                assert!(said.starts_with("Alerte 3, 01/01/1970 00:00 UTC : "), "{said}");
                assert!(!said.contains(kind), "{kind} is a code: {said}");
                assert_eq!(said.lines().count(), 4, "{said}");
            }
        }
        for end in ["done", "cut", "waiting_for_admission", "removed", "update_needed", "stopped", "refused"]
        {
            let said = ended(&json!({ "end": end, "problem": { "code": "hub_full" } }));
            assert!(said.ends_with('.') && !said.contains(end), "{said}");
        }
    }

    #[test]
    fn a_meeting_tells_only_what_happened() {
        let met = json!({ "end": { "end": "done" }, "received": 2, "sent": 1, "to_send": 0, "alarms": 0 });
        assert_eq!(meeting(&met), "Tout a été envoyé et reçu. 2 changements reçus, 1 envoi confirmé.\n");
        let nothing =
            json!({ "end": { "end": "done" }, "received": 0, "sent": 0, "to_send": 0, "alarms": 0 });
        assert_eq!(meeting(&nothing), "Tout a été envoyé et reçu.\n");
    }
}
