//! Which use cases belong together, for the stories that walk through all of them.

pub fn is_of_the_session(call: &str) -> bool {
    call.starts_with("session.") || call == "vault.export"
}

/// Calls that name files, need a hub, or take a file away for good: `backup.rs`, `catalogue.rs`, `export.rs`, `sheet.rs`,
/// `report.rs`, `report_team.rs`, `listed.rs` and the stories of a team tell what they refuse.
pub fn is_of_files(call: &str) -> bool {
    let alone = [
        "vault.recover",
        "letterhead.change_logo",
        "agenda.export",
        "person.export",
        "person.erase",
        "person.move",
        "person.export_access",
        "report.export",
        "report.export_people",
        "report.give_team",
        "report.add_teams_up",
        "report.export_team_sum",
        "fund.export",
        "fund.export_figures",
    ];
    // These name an offer of a file that was taken in: `offer.rs`.
    let offer = ["offer.open", "offer.keep", "offer.fit", "offer.for_whom", "offer.refer"];
    let family = |of: &str| call.starts_with(of);
    ["backup.", "people.", "team.", "catalogue.", "letter."].into_iter().any(family)
        || alone.contains(&call)
        || offer.contains(&call)
}
