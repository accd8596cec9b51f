//! Sealed bytes that were made once, as another client would meet them: they open for ever, and are made the same again.

use data_encoding::HEXLOWER;
use passerelle_sync::codec::Entry;
use passerelle_sync::engine::Ask;
use passerelle_sync::invitation::{Code, pairing_words};
use passerelle_sync::membership::case_tag;
use passerelle_sync::seal::{
    CaseKey, EntryPlace, EpochKey, SealSecret, open_entry, open_epoch_key, seal_epoch_key, unwrap_case_key,
    wrap_case_key,
};
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::key::Seal;
use proptest::prelude::*;
use serde_bytes::ByteBuf;

use crate::invented::{Dice, file};
use crate::team::{Counted, Hub, secrets};

const SPACE: SpaceId = SpaceId([1; 16]);
const PLACE: EntryPlace = EntryPlace { space: SPACE, device: DeviceId([2; 16]), seq: 7, index: 1 };

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.as_bytes()).unwrap()
}

const WRAP: &str = "d0f7840d34abc6c77d0af1a9da748ebf6bbd672c72527a32d8e83a839ad40ceac12f7ceacd89aa4d69a9d1ce907901a189eb651543b3e418fc54c7056ba34d502077a29f79b901fd";
const ENCAPSULATED: &str = "e13d2fcaafd0d133291365944e6a24f372098865443355d4be8d668f3f243e3d";
const SEALED: &str =
    "f3890b311deeded54a94fd1fef3052f1a08ca341ad9dbf47a07a099f75a82b6d6ad2162ade1f63c5ccb1cd62fba380ed";

#[test]
fn a_wrap_and_a_seal_stay_what_they_are() {
    let (case, epoch) = (CaseKey::from_bytes([3; 32]), EpochKey::from_bytes([4; 32]));
    let wrap = wrap_case_key(&case, &epoch, SPACE, 5, &mut Counted(0)).unwrap();
    assert_eq!(hex(&wrap.body), WRAP);
    assert_eq!(unwrap_case_key(case.id(), &bytes(WRAP), &epoch, SPACE, 5).unwrap().expose(), &[3; 32]);

    let secret = SealSecret::from_bytes([6; 32]);
    let (device, check) = (DeviceId([2; 16]), epoch.check(SPACE, 5));
    let to = secret.public().unwrap();
    let made = seal_epoch_key(&epoch, SPACE, 5, device, &to, &mut Counted(0)).unwrap();
    assert_eq!((hex(&made.encapsulated).as_str(), hex(&made.sealed).as_str()), (ENCAPSULATED, SEALED));
    let kept = Seal {
        encapsulated: ByteBuf::from(bytes(ENCAPSULATED)),
        sealed: ByteBuf::from(bytes(SEALED)),
        ..made
    };
    assert_eq!(open_epoch_key(&kept, &secret, SPACE, check).unwrap().expose(), &[4; 32]);
}

/// An entry of an invented file, packed with the first dictionary and sealed.
const ENTRY: &str = "\
    d0f7840d34abc6c77d0af1a9da748ebf6bbd672c72527a328ec9cd5febe88dfbbbb9ecddad2fe76a008adaeb5fe06606\
    1dbb1dd4cf45860d953e51993713975ce814630629824cc7de6a255d3b00459dd1fe67be657ab899acc798463371e8a1\
    db6595b37c3a0c52437b101b4dd8d22c91a59ccd0071e6da5269a45fe08bf7d915798a1ee434b94a68f34d91be189dbb\
    a60ec654a353c98f6644d2fce3a5ad864b4e01bdbe0306d883336d291c724445edf727410b819fcdc2f85b2b7868bd6e\
    f8684925d5961ea10f230a16d782376e45fc02d510cde3afe4c33c2f1180879805457d3fdfc6e494999d6434c054e907\
    3ab885b94ee0f03884827a5490a5e042a16a155e0eb7594c3ada5adddcef869b2e78730c2bc9f09bd8d7d2ac0a322748\
    9df8c9ce38b1e87e";

#[test]
fn an_entry_that_was_sealed_once_opens_for_ever() {
    let key = CaseKey::from_bytes([3; 32]);
    let entry: Entry = file(&mut Dice(11), 1, false);
    assert_eq!(open_entry(&bytes(ENTRY), &key, PLACE, 2).unwrap(), entry);
}

#[test]
fn what_a_code_gives_stays_what_it_is() {
    let code = Code::from_bytes([7; 10]);
    assert_eq!(code.text().as_str(), "0W3G-E1R7-0W3G-E1R7-Q1KM");
    assert_eq!(code.mailbox().to_string(), "bf32ba37b4e0747a7d70ecec2552a8e9");
    let pin = Hub::founded_by(&secrets(1)).pin();
    let words = pairing_words(&pin, &secrets(1).keys().unwrap(), &secrets(2).keys().unwrap());
    assert_eq!(words, "kéja koupoi rénan péla malan pichou");
    assert_eq!(case_tag(SPACE, &[9; 16]).to_string(), "5a512a46ddf9c46c968753b6ae6df392");
}

proptest! {
    #[test]
    fn any_answer_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let asks = [
            Ask::Log { from: 0 },
            Ask::Seals { after: 0 },
            Ask::Wraps { epoch: 1, after: None },
            Ask::Heads,
            Ask::Batches { after: 0, max_bytes: 1 },
            Ask::Acks,
        ];
        for ask in asks {
            let _ = ask.read(&bytes);
        }
        let _ = Ask::read_problem(&bytes);
    }
}
