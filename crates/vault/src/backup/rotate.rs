//! Which backups are kept: days, then weeks, then what a change of schema left; the newest always.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _};

use passerelle_domain::moment::Instant;

use super::{Backup, Cause};

const DAYS: usize = 7;
const WEEKS: usize = 4;
const MIGRATIONS: usize = 3;

/// The backups to remove, given all of a folder, the newest first. Kept are the newest of each of the last 7 days that have
/// one, of each of the last 4 weeks that have one, and of the last 3 changes of schema; so the newest is always kept. Days
/// without a backup do not count: a laptop left in a drawer loses none.
pub(super) fn superfluous(newest_first: &[Backup]) -> Vec<&str> {
    let (mut days, mut weeks) = (BTreeSet::new(), BTreeSet::new());
    let mut migrations = 0;
    let mut gone = Vec::new();
    for backup in newest_first {
        let day = DateTime::from_timestamp_millis(backup.made_ms).unwrap_or_default().date_naive();
        let week = (day.iso_week().year(), day.iso_week().week());
        let mut kept = false;
        if backup.cause == Cause::BeforeMigration {
            kept = migrations < MIGRATIONS;
            migrations += 1;
        } else {
            if days.len() < DAYS {
                kept |= days.insert(day);
            }
            if weeks.len() < WEEKS {
                kept |= weeks.insert(week);
            }
        }
        if !kept {
            gone.push(backup.id.as_str());
        }
    }
    gone
}

/// Those that were made before an instant, but the newest of all.
pub(super) fn before(newest_first: &[Backup], at: Instant) -> Vec<&str> {
    let older = newest_first.iter().skip(1).filter(|backup| backup.made_ms < at.0);
    older.map(|backup| backup.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(day: &str, cause: Cause) -> Backup {
        let at: DateTime<chrono::Utc> = format!("{day}:00Z").parse().unwrap();
        Backup { id: day.to_owned(), made_ms: at.timestamp_millis(), cause, acts: 1, bytes: 1 }
    }

    #[test]
    fn seven_days_and_four_weeks_stay_and_the_newest_of_each() {
        let mut all: Vec<Backup> = Vec::new();
        let first: chrono::NaiveDate = "2026-09-01".parse().unwrap();
        for day in first.iter_days().take(60) {
            for hour in ["08", "17"] {
                all.insert(0, made(&format!("{day}T{hour}:00"), Cause::Daily));
            }
        }
        let gone: BTreeSet<&str> = superfluous(&all).into_iter().collect();
        let kept: Vec<&str> = all.iter().map(|one| one.id.as_str()).filter(|id| !gone.contains(id)).collect();
        assert_eq!(
            kept,
            [
                "2026-10-30T17:00",
                "2026-10-29T17:00",
                "2026-10-28T17:00",
                "2026-10-27T17:00",
                "2026-10-26T17:00",
                "2026-10-25T17:00",
                "2026-10-24T17:00",
                "2026-10-18T17:00",
                "2026-10-11T17:00",
            ]
        );
    }

    #[test]
    fn a_lone_backup_and_those_of_a_long_absence_stay() {
        let old = [
            made("2026-01-05T09:00", Cause::Asked),
            made("2025-03-05T09:00", Cause::Daily),
            made("2024-03-05T09:00", Cause::Daily),
        ];
        assert_eq!(superfluous(&old), Vec::<&str>::new());
        assert_eq!(superfluous(&old[..1]), Vec::<&str>::new());
    }

    #[test]
    fn what_was_made_before_an_erasure_goes_but_the_newest() {
        let all: Vec<Backup> =
            (1..=4).rev().map(|day| made(&format!("2026-01-0{day}T09:00"), Cause::Daily)).collect();
        let at = |text: &str| Instant(made(text, Cause::Daily).made_ms);
        assert_eq!(before(&all, at("2026-01-03T08:00")), ["2026-01-02T09:00", "2026-01-01T09:00"]);
        let three = ["2026-01-03T09:00", "2026-01-02T09:00", "2026-01-01T09:00"];
        assert_eq!(before(&all, at("2026-02-01T08:00")), three);
    }

    #[test]
    fn copies_of_older_schemas_are_counted_apart() {
        let all: Vec<Backup> =
            (1..=5).rev().map(|day| made(&format!("2026-01-0{day}T09:00"), Cause::BeforeMigration)).collect();
        assert_eq!(superfluous(&all), ["2026-01-02T09:00", "2026-01-01T09:00"]);
    }
}
