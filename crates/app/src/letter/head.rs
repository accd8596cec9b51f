//! The letterhead of the team: its name, its address, its foot and its logo, kept in the vault and shared with the team.

use std::path::Path;

use data_encoding::BASE64;
use passerelle_domain::Refusal;
use passerelle_domain::letter::{self, LOGO_LIMIT, LetterheadDraft};
use passerelle_letters::{Letterhead, Logo, drawable};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::too_large;
use crate::Problem;
use crate::desk::{App, Open, UseCase};

/// What stands on the sheets, as the typesetter takes it.
pub(super) fn of(open: &Open) -> Result<Letterhead, Problem> {
    let Some(kept) = open.vault.letterhead()? else { return Ok(Letterhead::default()) };
    let LetterheadDraft { name, address, foot } = kept.draft;
    Ok(Letterhead { name, address, foot, logo: logo(&kept.logo) })
}

fn logo(kept: &str) -> Option<Logo> {
    let bytes = BASE64.decode(kept.as_bytes()).ok().filter(|bytes| bytes.len() <= LOGO_LIMIT as usize)?;
    Logo::of(bytes)
}

#[derive(Deserialize, TS)]
pub struct ShowLetterhead {}

#[derive(Serialize, TS)]
pub struct LetterheadShown {
    pub letterhead: LetterheadDraft,
    /// The picture as an address that a page can show; empty without one.
    pub logo: String,
}

impl UseCase for ShowLetterhead {
    const NAME: &'static str = "letterhead.show";
    type Answer = LetterheadShown;

    fn run(self, app: &App) -> Result<LetterheadShown, Problem> {
        let Some(kept) = app.ask(|vault, _| vault.letterhead())? else {
            return Ok(LetterheadShown { letterhead: LetterheadDraft::default(), logo: String::new() });
        };
        let shown = logo(&kept.logo).map(|logo| match logo {
            Logo::Png(_) => "image/png",
            Logo::Jpeg(_) => "image/jpeg",
            Logo::Svg(_) => "image/svg+xml",
        });
        let logo = shown.map_or_else(String::new, |kind| format!("data:{kind};base64,{}", kept.logo));
        Ok(LetterheadShown { letterhead: kept.draft, logo })
    }
}

/// Another name, address or foot on the letters of the team.
#[derive(Deserialize, TS)]
pub struct ChangeLetterhead {
    letterhead: LetterheadDraft,
}

impl UseCase for ChangeLetterhead {
    const NAME: &'static str = "letterhead.change";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let kept = open.vault.letterhead()?;
            Ok(((), letter::change(kept.as_ref().map(|kept| &kept.draft), &self.letterhead)?))
        })
    }
}

/// Another logo: a PNG, JPEG or simple SVG of the laptop, 500 kB at most; none takes it away.
#[derive(Deserialize, TS)]
pub struct ChangeLogo {
    /// The whole path.
    path: Option<String>,
}

fn read(path: &str, app: &App) -> Result<String, Problem> {
    let path = Path::new(path);
    if !path.is_absolute() {
        return Err(Refusal::Unreadable { field: "path".to_owned() }.into());
    }
    too_large(path, LOGO_LIMIT)?;
    let bytes = std::fs::read(path).map_err(|_| Refusal::FileUnreadable)?;
    let kept = BASE64.encode(&bytes);
    let logo = Logo::of(bytes).filter(|logo| drawable(logo, app.now().today)).ok_or(Refusal::MediaUnknown)?;
    drop(logo);
    Ok(kept)
}

impl UseCase for ChangeLogo {
    const NAME: &'static str = "letterhead.change_logo";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let logo = self.path.map_or_else(|| Ok(String::new()), |path| read(&path, app))?;
        app.act(|open, _, _| {
            let kept = open.vault.letterhead()?;
            Ok(((), letter::change_logo(kept.as_ref().map(|kept| kept.logo.as_str()), logo)))
        })
    }
}
