//! Laws of the order of offers: it is one order, whatever way the offers come in; its lines add up; health does not move it.

use chrono::{Days, NaiveDate};
use passerelle_domain::assessment::Theme;
use passerelle_domain::programme::fit::Verdict;
use passerelle_domain::programme::rank::*;
use passerelle_domain::programme::{ProgrammeKind, Tag};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..900).prop_map(|days| "2024-12-01".parse::<NaiveDate>().unwrap() + Days::new(days))
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![20 => day(), 1 => Just(NaiveDate::MIN), 1 => Just(NaiveDate::MAX)]
}

fn themes() -> impl Strategy<Value = Themes> {
    subsequence(Theme::ALL, 0..=Theme::ALL.len()).prop_map(|themes| Themes::of(&themes))
}

fn kinds() -> impl Strategy<Value = Kinds> {
    subsequence(ProgrammeKind::ALL, 0..3).prop_map(|kinds| Kinds::of(&kinds))
}

fn tags() -> impl Strategy<Value = Tags> {
    subsequence(Tag::ALL, 0..3).prop_map(|tags| Tags::of(&tags))
}

fn features() -> impl Strategy<Value = Features> {
    let record = (select(Scope::ALL), any::<[u16; 2]>(), any::<[u16; 2]>()).prop_map(
        |(scope, [sent, started], [held, completed])| Record { scope, sent, started, held, completed },
    );
    let days = || prop::option::of(any_day());
    let sets = (kinds(), themes(), tags());
    let numbers = (prop::option::of(0_u16..120), days(), days());
    (select(Verdict::ALL), sets, numbers, any::<[bool; 3]>(), record).prop_map(
        |(fit, (kinds, themes, tags), (km, next_start, updated), [any_time, wish, words], record)| Features {
            fit,
            kinds,
            themes,
            tags,
            km,
            next_start,
            any_time,
            updated,
            wish,
            words,
            record,
        },
    )
}

fn sought() -> impl Strategy<Value = Sought> {
    (themes(), themes(), kinds(), tags(), any_day()).prop_map(|(needs, asked, steps, tags, today)| Sought {
        needs,
        asked,
        steps,
        tags,
        today,
    })
}

fn keys(standings: Vec<Standing<usize>>) -> Vec<usize> {
    standings.into_iter().map(Standing::into_key).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_lines_add_up_and_each_says_why(offer in features(), sought in sought()) {
        let explained = explain(&offer, &sought);
        prop_assert_eq!(explained.points, points(&offer, &sought));
        prop_assert_eq!(explained.points, explained.lines.iter().map(|line| line.points).sum::<i32>());
        prop_assert!(explained.lines.iter().all(|line| line.points != 0));
        let json = serde_json::to_string(&explained).unwrap();
        prop_assert_eq!(serde_json::from_str::<Ranked>(&json).unwrap(), explained);
    }

    #[test]
    fn the_order_is_the_same_whichever_way_the_offers_come_in(
        offers in prop::collection::vec(features(), 0..12).prop_map(|offers| offers.into_iter().enumerate().collect::<Vec<_>>()),
        mixed in any::<prop::sample::Index>(), sought in sought(), at_most in 0_usize..14,
    ) {
        let order = keys(best(offers.clone(), &sought, offers.len()));
        let mut turned = offers.clone();
        turned.reverse();
        if !turned.is_empty() {
            turned.rotate_left(mixed.index(offers.len()));
        }
        prop_assert_eq!(&keys(best(turned.clone(), &sought, offers.len())), &order);
        let few: Vec<usize> = order.iter().copied().take(at_most).collect();
        prop_assert_eq!(keys(best(turned, &sought, at_most)), few, "the first ones are those of the whole");
        let excluded = order.iter().map(|key| offers[*key].1.fit == Verdict::No).collect::<Vec<_>>();
        prop_assert!(excluded.is_sorted(), "what does not fit stands last");
    }

    #[test]
    fn any_two_offers_have_one_order(a in features(), b in features(), c in features(), sought in sought()) {
        let of = |key: usize, offer: &Features| Standing::of(key, offer, &sought);
        let (a, b, c) = (of(1, &a), of(2, &b), of(3, &c));
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert!(a != b && b != c);
        prop_assert!(!(a < b && b < c) || a < c);
    }

    #[test]
    fn a_need_of_health_moves_nothing(offer in features(), sought in sought()) {
        let without = Sought { needs: sought.needs.without(SENSITIVE), ..sought };
        let with = Sought { needs: sought.needs.with(Theme::Health), ..sought };
        prop_assert_eq!(explain(&offer, &with), explain(&offer, &without));
        prop_assert_eq!(Standing::of(1, &offer, &with), Standing::of(1, &offer, &without));
    }

    #[test]
    fn what_is_wished_for_never_counts_less(offer in features(), sought in sought()) {
        let (wished, not) = (Features { wish: true, ..offer }, Features { wish: false, ..offer });
        prop_assert_eq!(points(&wished, &sought), points(&not, &sought) + WISH);
    }
}
