//! An invitation from the code that is read aloud to the seat in the log.

use passerelle_sync::invitation::{Code, CodeError, Invitation, InvitationError, JoinRequest, pairing_words};
use passerelle_sync::membership::Log;
use passerelle_sync::seal::SealError;
use passerelle_wire::membership::Role;
use proptest::prelude::*;

use crate::team::{Counted, Hub, secrets, turn};

fn founded() -> Hub {
    let awa = secrets(1);
    let mut hub = Hub::founded_by(&awa);
    hub.append(&awa, &turn(1)).unwrap();
    hub
}

fn invitation(hub: &Hub) -> Invitation {
    Invitation {
        pin: hub.pin(),
        inviter: secrets(1).keys().unwrap(),
        role: Role::Member,
        hub: "https://hub.example.fr".into(),
        space_name: "Équipe de Lens".into(),
        inviter_name: "Awa".into(),
        within: None,
    }
}

#[test]
fn a_code_read_aloud_brings_a_laptop_in() {
    let (chance, mut hub) = (&mut Counted(0), founded());
    let code = Code::draw(chance).unwrap();
    let letter = invitation(&hub).seal(&code, chance).unwrap();

    let typed = Code::read(&code.text().to_lowercase().replace('-', " ").replace('0', "o")).unwrap();
    assert_eq!(typed.mailbox(), code.mailbox());
    let read = Invitation::open(&letter, &typed).unwrap();
    assert_eq!(read, invitation(&hub));
    let bruno = secrets(2);
    let back = JoinRequest::answer(&read, &bruno, "Bruno".into()).unwrap();
    let back = back.seal(&typed, chance).unwrap();

    let request = JoinRequest::open(&back, &code, &hub.pin()).unwrap();
    assert_eq!(request.name, "Bruno");
    let at_awa = pairing_words(&hub.pin(), &secrets(1).keys().unwrap(), &request.keys);
    let at_bruno = pairing_words(&read.pin, &read.inviter, &bruno.keys().unwrap());
    assert_eq!(at_awa, at_bruno);
    hub.append(&secrets(1), &request.act(Role::Member)).unwrap();
    let (log, _) = Log::found(&read.pin, &hub.page()).unwrap();
    assert_eq!(log.roll().seat(bruno.device).unwrap().role(), Some(Role::Member));
}

#[test]
fn a_slip_is_told_from_a_code_that_nobody_gave() {
    let code = Code::draw(&mut Counted(7)).unwrap();
    let text = code.text();
    assert_eq!(text.len(), 24);
    for at in (0..text.len()).filter(|at| at % 5 != 4) {
        let mut slipped: Vec<char> = text.chars().collect();
        slipped[at] = if slipped[at] == '7' { '8' } else { '7' };
        let slipped: String = slipped.into_iter().collect();
        assert_eq!(Code::read(&slipped).err(), Some(CodeError), "place {at}");
    }
    assert_eq!(Code::read("").err(), Some(CodeError));
    let other = Code::draw(&mut Counted(99)).unwrap();
    let letter = invitation(&founded()).seal(&code, &mut Counted(1)).unwrap();
    let wrong = Invitation::open(&letter, &other).unwrap_err();
    assert_eq!(wrong, InvitationError::Seal(SealError::Closed));
}

#[test]
fn a_hub_can_neither_read_nor_swap_letters() {
    let (chance, hub) = (&mut Counted(0), founded());
    let code = Code::draw(chance).unwrap();
    let letter = invitation(&hub).seal(&code, chance).unwrap();
    assert!(!letter.windows(3).any(|bytes| bytes == b"Awa"));
    let swapped = JoinRequest::open(&letter, &code, &hub.pin()).unwrap_err();
    assert_eq!(swapped, InvitationError::Seal(SealError::Closed), "one letter in the place of the other");
    let short = Invitation { inviter_name: "A".into(), ..invitation(&hub) }.seal(&code, chance).unwrap();
    assert_eq!(short.len(), letter.len(), "the size of a letter tells no name");
}

#[test]
fn other_keys_show_in_other_words_and_without_consent_there_is_no_seat() {
    let (chance, hub) = (&mut Counted(0), founded());
    let code = Code::draw(chance).unwrap();
    let read = invitation(&hub);
    let mut request = JoinRequest::answer(&read, &secrets(2), "Bruno".into()).unwrap();
    let honest = pairing_words(&read.pin, &read.inviter, &request.keys);
    request.keys.seal = secrets(66).keys().unwrap().seal;
    assert_ne!(pairing_words(&read.pin, &read.inviter, &request.keys), honest);
    let letter = request.seal(&code, chance).unwrap();
    let opened = JoinRequest::open(&letter, &code, &hub.pin());
    assert_eq!(opened.unwrap_err(), InvitationError::Consent);
}

#[test]
fn a_file_does_what_a_code_does() {
    let hub = founded();
    let code = Code::draw(&mut Counted(0)).unwrap();
    let file = invitation(&hub).to_file(&code).unwrap();
    let (read, same) = Invitation::from_file(&file).unwrap();
    assert_eq!((read.bytes(), same), (code.bytes(), invitation(&hub)));
    let mut newer = file.clone();
    newer[8] = 9;
    assert_eq!(Invitation::from_file(&newer).err(), Some(InvitationError::TooNew));
    assert_eq!(Invitation::from_file(b"a photo").err(), Some(InvitationError::Malformed));
    for end in 0..file.len() {
        assert!(Invitation::from_file(&file[..end]).is_err(), "cut at {end}");
    }
}

proptest! {
    #[test]
    fn anything_typed_is_a_code_or_a_slip(typed in ".{0,40}") {
        let _ = Code::read(&typed);
    }

    #[test]
    fn any_file_is_an_invitation_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut file = b"PSRL-INV\x01".to_vec();
        file.extend(bytes);
        let _ = Invitation::from_file(&file);
    }
}
