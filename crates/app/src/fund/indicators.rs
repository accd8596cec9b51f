//! The indicators of an operation on their way out, whole or masked, with the rule of each. The passphrase is asked again here,
//! not in the page.

use passerelle_domain::fund::{Figure, Indicator, gender};
use passerelle_domain::id::FundOperationId;
use passerelle_domain::person::Sex;
use passerelle_domain::report::mask::{LEAST, Shown};
use passerelle_domain::report::release::mask_parts;
use passerelle_domain::report::tally::Cell as Part;
use passerelle_formats::csv;
use passerelle_formats::sheet::{self, Cell, Sheet};
use passerelle_vault::fund::FundOperationFile;
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use serde::Deserialize;
use ts_rs::TS;

use super::export::{FundExported, FundFormat, ending, plain, text};
use super::words::say;
use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, outside};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ExportFigures>();
}

/// Writes the indicators as a workbook with a sheet that explains each, or as one table.
#[derive(Deserialize, TS)]
pub struct ExportFigures {
    operation: FundOperationId,
    format: FundFormat,
    /// Small counts are masked, and what would tell them; counts by gender stand apart then.
    masked: bool,
    /// The file, whole path, with the ending of its format, outside of the vault's folder. One that is there is replaced.
    path: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

fn name(indicator: Indicator, language: Language) -> &'static str {
    let label = indicator.label();
    say(language, label.name.fr, label.name.en)
}

/// Every count, by gender.
fn whole_sheet(figures: &[Figure], language: Language) -> Sheet {
    let genders = [Some(Sex::Female), Some(Sex::Male), Some(Sex::Other), None].map(|sex| {
        let head = gender(sex);
        say(language, head.fr, head.en)
    });
    let mut heads = vec!["Code", say(language, "Indicateur", "Indicator")];
    heads.extend(genders);
    heads.extend([
        say(language, "Total", "Total"),
        say(language, "Refus de répondre", "Refused to say"),
        say(language, "Inconnu", "Unknown"),
    ]);
    let row = |figure: &Figure| {
        let counts = &figure.counts;
        let mut cells = vec![
            Cell::Text(figure.indicator.code().to_owned()),
            Cell::Text(name(figure.indicator, language).to_owned()),
        ];
        let numbers = [counts.women, counts.men, counts.non_binary, counts.untold, counts.total()];
        cells.extend(numbers.into_iter().chain([figure.refused, figure.unknown]).map(Cell::Number));
        cells
    };
    Sheet {
        name: say(language, "Indicateurs", "Indicators").to_owned(),
        heads: heads.into_iter().map(str::to_owned).collect(),
        rows: figures.iter().map(row).collect(),
    }
}

/// Lists of parts that share one whole, the participants: what is in one part is in no other of the same list.
const LISTS: &[&[Indicator]] = &[
    &[Indicator::LongUnemployed, Indicator::Unemployed, Indicator::Inactive, Indicator::Employed],
    &[Indicator::Under18, Indicator::From18To29, Indicator::From55],
    &[Indicator::LowerSecondary, Indicator::UpperSecondary, Indicator::Tertiary],
    &[Indicator::Disability],
    &[Indicator::ThirdCountry],
    &[Indicator::ForeignBackground],
    &[Indicator::Minority],
    &[Indicator::Housing],
    &[Indicator::Rural],
    &[Indicator::NowSearching],
    &[Indicator::NowInEducation],
    &[Indicator::Qualified],
    &[Indicator::NowEmployed],
    &[Indicator::LaterEmployed],
    &[Indicator::LaterImproved],
];

/// Counts with the small ones masked: each list has a part for the rest, so that no difference tells what is hidden.
fn masked_sheet(figures: &[Figure], language: Language) -> Sheet {
    let count = |indicator: Indicator| {
        let found = figures.iter().find(|figure| figure.indicator == indicator);
        found.map_or(0, |figure| figure.counts.total())
    };
    let all = figures.iter().find(|figure| figure.indicator == Indicator::Total).map(|figure| figure.counts);
    let whole = all.map_or(0, |counts| counts.total());
    let hidden = say(language, "masqué (moins de 5)", "masked (under 5)");
    let part = |count: u32| Part::new(count, count);
    let shown = |shown: Option<Shown>| match shown {
        Some(Shown::Count(count)) => Cell::Number(count),
        Some(Shown::Masked) | None => Cell::Text(hidden.to_owned()),
    };
    let mut rows = Vec::new();
    let mut push = |parts: Vec<(String, u32)>| {
        let counts: Vec<Part> = parts.iter().map(|(_, count)| part(*count)).collect();
        let masked = if whole < LEAST { None } else { mask_parts(&counts) };
        for (at, (label, _)) in parts.into_iter().enumerate() {
            let of = masked.as_ref().and_then(|masked| masked.get(at).copied());
            rows.push(vec![Cell::Text(label), shown(of)]);
        }
    };
    push(vec![(format!("EECO01 {}", name(Indicator::Total, language)), whole)]);
    if let Some(counts) = all {
        let of = |sex, count| (say(language, gender(sex).fr, gender(sex).en).to_owned(), count);
        push(vec![
            of(Some(Sex::Female), counts.women),
            of(Some(Sex::Male), counts.men),
            of(Some(Sex::Other), counts.non_binary),
            of(None, counts.untold),
        ]);
    }
    for list in LISTS {
        let mut rest = whole;
        let mut parts: Vec<(String, u32)> = Vec::new();
        for indicator in *list {
            let label = format!("{} {}", indicator.code(), name(*indicator, language));
            let (label, count) = if *indicator == Indicator::Unemployed {
                let others = say(language, "hors EECO03", "without EECO03");
                let long = count(Indicator::LongUnemployed);
                (format!("{label} ({others})"), count(*indicator).saturating_sub(long))
            } else {
                (label, count(*indicator))
            };
            rest = rest.saturating_sub(count);
            parts.push((label, count));
        }
        let codes: Vec<&str> = list.iter().map(|indicator| indicator.code()).collect();
        let none = say(language, "ni", "none of");
        parts.push((format!("— {none} {}", codes.join(", ")), rest));
        push(parts);
    }
    let heads = [say(language, "Indicateur", "Indicator"), say(language, "Participants", "Participants")];
    Sheet {
        name: say(language, "Indicateurs", "Indicators").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows,
    }
}

/// Each indicator with its rule and where it stands, and whether its wording is certain.
fn rules_sheet(file: &FundOperationFile, language: Language) -> Sheet {
    let row = |figure: &Figure| {
        let label = figure.indicator.label();
        let check = if label.to_check { say(language, "À vérifier", "To be checked") } else { "" };
        [
            figure.indicator.code(),
            say(language, label.name.fr, label.name.en),
            say(language, label.rule.fr, label.rule.en),
            say(language, label.source.fr, label.source.en),
            check,
        ]
        .map(text)
        .to_vec()
    };
    let heads = [
        "Code",
        say(language, "Intitulé", "Wording"),
        say(language, "Règle", "Rule"),
        say(language, "Source", "Source"),
        say(language, "Intitulé officiel", "Official wording"),
    ];
    Sheet {
        name: say(language, "Règles", "Rules").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: file.report.figures.iter().map(row).collect(),
    }
}

impl UseCase for ExportFigures {
    const NAME: &'static str = "fund.export_figures";
    type Answer = FundExported;

    fn run(self, app: &App) -> Result<FundExported, Problem> {
        let path = outside::place(&self.path, ending(self.format), &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let file = app.ask(|vault, now| vault.fund_operation(self.operation, now.today))?;
        let figures = &file.report.figures;
        let sheet =
            if self.masked { masked_sheet(figures, language) } else { whole_sheet(figures, language) };
        let lines = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        match self.format {
            FundFormat::Csv => {
                let rows: Vec<Vec<String>> =
                    sheet.rows.iter().map(|row| row.iter().map(plain).collect()).collect();
                outside::write(&path, &csv::table(&sheet.heads, &rows))?;
            }
            FundFormat::Xlsx => {
                let book = sheet::workbook(&[sheet, rules_sheet(&file, language)]);
                outside::write_bytes(&path, &book.map_err(|_| Problem::Internal)?)?;
            }
        }
        Ok(FundExported { lines })
    }
}
