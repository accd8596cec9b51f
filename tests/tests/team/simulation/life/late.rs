//! What is written of a file that goes on elsewhere meanwhile: whoever moves it looks at the hub, and somebody else is quicker;
//! and snapshots, with a hub that lets go of what they cover.

use passerelle_app::team::exchange::Carrier;
use passerelle_app::team::moving::tell_moves;
use passerelle_app::team::run::run;
use passerelle_app::team::snapshot::Made;
use passerelle_domain::change::Row;
use passerelle_domain::id::SpaceId;
use passerelle_sync::engine::{Ask, Reply};
use passerelle_sync::seal::DeviceSecrets;
use passerelle_wire::id as wire;

use super::super::cloud::{Cloud, Link};
use super::super::laptop::Stock;
use super::{DAY, Life};

/// A team of three with a smaller one of two, and a person of whom the third wrote something before the first laptop puts the
/// file into the smaller team.
struct Moving<'c, 's> {
    life: Life<'c, 's>,
    home: SpaceId,
    outside: usize,
    person: Row,
}

impl<'c, 's> Moving<'c, 's> {
    fn begun(cloud: &'c Cloud, stock: &'s Stock) -> Moving<'c, 's> {
        let mut life = Life::founded(cloud, stock, 1);
        life.joins();
        life.joins();
        life.comes_into_the_smaller();
        let (home, small) = (life.laptops[0].room().id, life.small.unwrap());
        let outside = life.present().find(|at| !life.is_in(*at, small)).unwrap();
        let person = life.laptops[outside].adds("Canari".to_owned());
        life.comes_together();
        life.laptops[0].look(|vault| vault.move_file(&[person.id], home, small).unwrap());
        Moving { life, home, outside, person }
    }

    /// The first laptop meets both spaces, and has not said yet that the file went on.
    fn meets_without_telling(&mut self) {
        for space in self.life.laptops[0].spaces() {
            let (mut link, mut dice) = (self.life.whole(), self.life.dice.other());
            let mover = &self.life.laptops[0];
            run(mover, &mut link, &mut dice, *mover.room_of(space)).unwrap();
        }
    }

    /// The third laptop writes and sends it.
    fn hears(&mut self) -> Row {
        let heard = self.life.laptops[self.outside].hears(self.person, "Canari tardif".to_owned());
        self.life.meets_well(self.outside);
        heard
    }
}

/// A link on which somebody else is quicker with what they send than an entry of the log.
struct Overtaken<'l, F> {
    link: Link<'l>,
    first: Option<F>,
}

impl<F: FnOnce()> Carrier for Overtaken<'_, F> {
    fn ask(&mut self, by: &DeviceSecrets, space: wire::SpaceId, ask: &Ask) -> Reply {
        if let Some(first) = self.first.take_if(|_| matches!(ask, Ask::Append(_))) {
            first();
        }
        self.link.ask(by, space, ask)
    }
}

#[test]
fn that_a_file_went_on_is_said_once_everything_that_came_of_it_was_taken() {
    let (cloud, stock) = (Cloud::new(), Stock::new());
    let mut moving = Moving::begun(&cloud, &stock);
    moving.meets_without_telling();
    let heard = moving.hears();
    let (mover, mut link) = (&moving.life.laptops[0], Link::whole(&cloud, super::Dice::of(3)));
    assert_eq!(tell_moves(mover, &mover.room_of(moving.home), &mut link), Ok(false));
    moving.life.comes_together();
    assert!(moving.life.laptops[0].knows(heard));
    assert!(!moving.life.laptops[moving.outside].knows(moving.person), "then it was said");
}

#[test]
fn what_is_sent_just_before_it_is_said_that_the_file_went_on_is_sent_again() {
    let (cloud, stock) = (Cloud::new(), Stock::new());
    let mut moving = Moving::begun(&cloud, &stock);
    moving.meets_without_telling();
    let (writer, person) = (&moving.life.laptops[moving.outside], moving.person);
    let mut heard = None;
    let overtakes = || {
        heard = Some(writer.hears(person, "Canari tardif".to_owned()));
        let (mut link, mut dice) = (Link::whole(&cloud, super::Dice::of(4)), super::Dice::of(5));
        writer.meets(&mut link, &mut dice, None).unwrap();
    };
    let mut link = Overtaken { link: Link::whole(&cloud, super::Dice::of(3)), first: Some(overtakes) };
    let mover = &moving.life.laptops[0];
    assert_eq!(tell_moves(mover, &mover.room_of(moving.home), &mut link), Ok(true));
    moving.life.comes_together();
    assert!(moving.life.laptops[0].knows(heard.unwrap()));
    assert!(!moving.life.laptops[moving.outside].knows(person));
}

#[test]
fn no_snapshot_covers_what_was_written_late_before_it_was_carried_along() {
    let (cloud, stock) = (Cloud::new(), Stock::new());
    let Moving { mut life, home, outside, person } = Moving::begun(&cloud, &stock);
    life.meets_well(0);
    let heard = life.laptops[outside].hears(person, "Canari tardif".to_owned());
    life.meets_well(outside);
    assert!(
        !life.laptops[outside].knows(person),
        "the file went, and what was written of it was handed over"
    );

    let snapshot = |life: &mut Life<'_, '_>| {
        let (mut link, mut dice) = (life.whole(), life.dice.other());
        life.laptops[outside].makes_snapshot(home, &mut link, &mut dice, (None, u64::MAX))
    };
    assert_eq!(snapshot(&mut life), Some(Made::NotNow), "what came late is only in its batch");
    // Everybody else was away for longer than a lease: nothing is kept for them.
    cloud.passes(50 * DAY);
    let let_go = life.laptops[0].room().space.id();
    cloud.lets_go(let_go);
    life.comes_together();
    assert!(life.laptops[0].knows(heard));
    assert_eq!(snapshot(&mut life), Some(Made::Whole), "it was carried along, and that was said");
}
