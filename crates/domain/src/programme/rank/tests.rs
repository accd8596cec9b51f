use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn sought() -> Sought {
    Sought {
        needs: Themes::default(),
        asked: Themes::default(),
        steps: Kinds::default(),
        tags: Tags::default(),
        today: day("2026-03-10"),
    }
}

fn order(offers: &[(&'static str, Features)], sought: &Sought) -> Vec<&'static str> {
    best(offers.iter().copied(), sought, offers.len()).into_iter().map(Standing::into_key).collect()
}

fn record(sent: u16, good: u16) -> Record {
    Record { sent, started: good, held: good, completed: good, ..Record::default() }
}

#[test]
fn what_ines_wants_stands_before_what_she_needs_and_what_is_near() {
    let sought = Sought {
        needs: Themes::of(&[Theme::Mobility]),
        steps: Kinds::of(&[ProgrammeKind::Training]),
        ..sought()
    };
    let plain = Features::default();
    let offers = [
        ("near", Features { km: Some(1), ..plain }),
        ("need", Features { themes: Themes::of(&[Theme::Mobility, Theme::Housing]), ..plain }),
        ("wish", Features { wish: true, km: Some(40), ..plain }),
        ("nothing", plain),
        ("step", Features { kinds: Kinds::of(&[ProgrammeKind::Training]), km: Some(9), ..plain }),
    ];
    assert_eq!(order(&offers, &sought), ["wish", "step", "need", "near", "nothing"]);
    let step = explain(&offers[4].1, &sought);
    assert_eq!(
        step,
        Ranked {
            points: STEP + 4,
            lines: vec![
                RankLine { reason: RankReason::StepKind { kind: ProgrammeKind::Training }, points: STEP },
                RankLine { reason: RankReason::Near { km: 9 }, points: 4 },
            ]
        }
    );
}

#[test]
fn an_offer_for_everything_is_not_the_best_for_anything() {
    let needs = Themes::of(&[Theme::Housing, Theme::Mobility, Theme::Finances, Theme::Paperwork]);
    let sought = Sought { needs, ..sought() };
    let everything = Features { themes: Themes::of(Theme::ALL), ..Features::default() };
    let two = Features { themes: Themes::of(&[Theme::Housing, Theme::Mobility]), ..Features::default() };
    assert_eq!(points(&everything, &sought), points(&two, &sought));
}

#[test]
fn what_does_not_fit_comes_last_and_is_shown() {
    let wished = Features { wish: true, ..Features::default() };
    let offers = [
        ("no", Features { fit: Verdict::No, ..wished }),
        ("plain", Features::default()),
        ("yes", Features { fit: Verdict::Yes, ..Features::default() }),
    ];
    assert_eq!(order(&offers, &sought()), ["yes", "plain", "no"]);
}

#[test]
fn health_moves_an_offer_only_where_it_is_sought_by_name() {
    let care = Features { themes: Themes::of(&[Theme::Health]), ..Features::default() };
    let needed = Sought { needs: Themes::of(&[Theme::Health]), ..sought() };
    assert_eq!(explain(&care, &needed), explain(&care, &sought()));
    let asked = Sought { asked: Themes::of(&[Theme::Health]), ..sought() };
    let both = Sought { needs: needed.needs, ..asked };
    let line = RankLine { reason: RankReason::Asked { theme: Theme::Health }, points: ASKED };
    assert_eq!(explain(&care, &asked).lines, [line]);
    assert_eq!(explain(&care, &both), explain(&care, &asked), "what the file says is not told by it");
}

#[test]
fn one_success_of_one_does_not_beat_twenty_of_twenty_five() {
    for (better, worse) in [
        (record(25, 20), record(1, 1)),
        (record(1, 1), record(1, 0)),
        (record(1, 0), record(25, 5)),
        (record(50, 40), record(25, 20)),
    ] {
        assert!(better.points() > worse.points(), "{better:?} {worse:?}");
    }
    assert_eq!(Record::default().points(), None);
    let impossible = Record { started: u16::MAX, ..record(u16::MAX, u16::MAX) };
    assert!(impossible.points().is_some_and(|points| points <= WORKED));
    let lied = Record { sent: 1, ..record(9, 9) };
    assert_eq!(lied.points(), record(1, 1).points(), "no more than were sent");
    let worked = Features { record: record(25, 20), ..Features::default() };
    let json = serde_json::to_value(explain(&worked, &sought())).unwrap();
    let reason = serde_json::json!({
        "code": "worked", "scope": "programme", "sent": 25, "started": 20, "held": 20, "completed": 20
    });
    assert_eq!(json["lines"], serde_json::json!([{ "reason": reason, "points": 4 }]));
}

#[test]
fn soon_is_better_than_late_and_the_past_is_nothing() {
    let starting = |on: &str| Features { next_start: Some(day(on)), ..Features::default() };
    for (on, points) in [
        ("2026-03-09", 0),
        ("2026-03-10", 6),
        ("2026-03-24", 6),
        ("2026-03-25", 5),
        ("2026-05-09", 3),
        ("2026-06-08", 1),
        ("2026-06-09", 0),
    ] {
        assert_eq!(super::points(&starting(on), &sought()), points, "{on}");
    }
    let any = Features { any_time: true, ..starting("2027-01-01") };
    assert_eq!(super::points(&any, &sought()), ANY_TIME);
}

#[test]
fn stale_data_sinks_and_fresh_data_rises() {
    for (updated, points) in [
        ("2026-03-01", FRESH),
        ("2025-12-10", FRESH),
        ("2025-12-09", 0),
        ("2025-03-10", 0),
        ("2025-03-09", STALE),
    ] {
        let offer = Features { updated: Some(day(updated)), ..Features::default() };
        assert_eq!(super::points(&offer, &sought()), points, "{updated}");
    }
}

#[test]
fn ties_are_settled_by_start_place_and_key() {
    let at = |on: &str, km| Features { next_start: Some(day(on)), km: Some(km), ..Features::default() };
    let offers = [
        ("d", at("2026-09-02", 60)),
        ("c", at("2026-09-01", 80)),
        ("b", at("2026-09-01", 70)),
        ("a", at("2026-09-01", 80)),
        ("e", Features::default()),
    ];
    assert_eq!(order(&offers, &sought()), ["b", "a", "c", "d", "e"]);
    let first: Vec<_> = best(offers, &sought(), 2).into_iter().map(Standing::into_key).collect();
    assert_eq!(first, ["b", "a"]);
}
