//! The drawing that stands above a table of figures, as a file for a page that somebody else writes.

use passerelle_domain::report::ask::What;
use passerelle_domain::report::period::Period;
use passerelle_formats::sheet::Cell;
use passerelle_letters::{Bar, Drawing, Language as Drawn, MOST};

use super::export::{ExportReport, Masked, ReportFormat, label, masked_lists, number};
use super::words::{self, Said, said};
use super::{Asked, FigureReport, ReportRow, ReportTable, report};
use crate::Problem;
use crate::desk::App;
use crate::safe::Language;

fn count(cell: &Cell) -> Option<u32> {
    match cell {
        Cell::Number(count) => Some(*count),
        // Drawn in whole hours, the nearest.
        Cell::Hours(minutes) => Some(minutes.saturating_add(30) / 60),
        Cell::Empty | Cell::Text(_) | Cell::Day(_) => None,
    }
}

/// The parts of a masked list and what they add up to.
fn parts<'m>(list: &'m Masked, said: &Said) -> (&'m [(String, Cell)], Option<&'m Cell>) {
    match list.rows.split_last() {
        Some(((label, whole), parts)) if label == said.whole => (parts, Some(whole)),
        _ => (&list.rows, None),
    }
}

fn masked_bars(now: &Masked, before: Option<&Masked>, said: &Said) -> Vec<Bar> {
    let (shown, _) = parts(now, said);
    let (earlier, _) = before.map(|list| parts(list, said)).unwrap_or_default();
    let told = |(name, _): &&(String, Cell)| name != said.withheld;
    let find = |label: &str| earlier.iter().find(|(other, _)| other == label);
    let mut bars: Vec<Bar> = shown
        .iter()
        .filter(told)
        .map(|(label, cell)| Bar {
            label: label.clone(),
            count: count(cell),
            before: find(label).map_or(Some(0), |(_, cell)| count(cell)),
        })
        .collect();
    let gone =
        earlier.iter().filter(told).filter(|(label, _)| !shown.iter().any(|(other, _)| other == label));
    bars.extend(gone.map(|(label, cell)| Bar { label: label.clone(), count: Some(0), before: count(cell) }));
    bars
}

fn plain_bars(table: &ReportTable, asked: &Asked, said: &Said, language: Language) -> Vec<Bar> {
    let first = |counts: &[u32]| count(&number(*table.columns.first()?, *counts.first()?));
    let bar = |row: &ReportRow| Bar {
        label: label(asked.what, table.table, row, said, language),
        count: first(&row.counts),
        before: row.before.as_deref().and_then(first),
    };
    table.rows.iter().map(bar).collect()
}

fn foot(
    request: &ExportReport,
    plain: &FigureReport,
    left_out: usize,
    said: &Said,
    language: Language,
) -> Vec<String> {
    let mut lines = Vec::new();
    if left_out > 0 {
        lines.push(match language {
            Language::Fr => format!("Lignes non dessinées\u{a0}: {left_out}."),
            Language::En => format!("Rows that are not drawn: {left_out}."),
        });
    }
    lines.push(if request.masked { said.note_masked } else { said.note_plain }.to_owned());
    lines.extend((plain.invented > 0).then(|| said.invented.to_owned()));
    lines
}

/// The first table of the report as the screen draws it, masked where that is asked for.
pub(super) fn drawing(
    app: &App,
    asked: &mut Asked,
    request: &ExportReport,
    language: Language,
) -> Result<Drawing, Problem> {
    let words_of = said(language);
    let plain = report(app, asked, request.against)?;
    let table = plain.tables.first().ok_or(Problem::Internal)?;
    let mut title = words::table(table.table, language).to_owned();
    let by = match asked.what {
        What::Works {} => words::hours_drawn(language).to_owned(),
        _ => words::dimension(asked.what, table.table, language).to_lowercase(),
    };
    if !by.is_empty() && asked.what != (What::Delays {}) {
        title = format!("{title}, {by}");
    }
    let mut bars = if request.masked {
        asked.apart = true;
        let first =
            |period: Period| Ok::<_, Problem>(masked_lists(app, asked, period, language)?.into_iter().next());
        let now = first(asked.period)?.ok_or(Problem::Internal)?;
        let before = plain.before.map(first).transpose()?.flatten();
        masked_bars(&now, before.as_ref(), &words_of)
    } else {
        plain_bars(table, asked, &words_of, language)
    };
    let left_out = bars.len().saturating_sub(MOST);
    bars.truncate(MOST);
    let mut foot = foot(request, &plain, left_out, &words_of, language);
    if bars.is_empty() {
        foot.insert(0, words_of.withheld.to_owned());
    }
    Ok(Drawing {
        language: match language {
            Language::Fr => Drawn::French,
            Language::En => Drawn::English,
        },
        title,
        span: words::period(plain.period, language),
        before: plain.before.map(|before| words::period(before, language)),
        bars,
        masked: words_of.masked.to_owned(),
        foot,
    })
}

/// The bytes of a drawing; none where the format is no drawing.
pub(super) fn bytes(
    drawing: &Drawing,
    format: ReportFormat,
    asked: &Asked,
) -> Result<Option<Vec<u8>>, Problem> {
    let bytes = match format {
        ReportFormat::Svg => drawing.svg(asked.today).map(String::into_bytes),
        ReportFormat::Png => drawing.png(asked.today),
        ReportFormat::Xlsx | ReportFormat::Csv => return Ok(None),
    };
    bytes.map(Some).map_err(|_| Problem::Internal)
}

#[cfg(test)]
mod tests {
    use passerelle_domain::report::ask::TableName;

    use super::*;

    fn list(rows: &[(&str, Cell)]) -> Masked {
        let rows = rows.iter().map(|(label, cell)| ((*label).to_owned(), cell.clone())).collect();
        Masked { table: TableName::Caseload, head: "Étape".to_owned(), rows }
    }

    #[test]
    fn masked_rows_have_no_length_and_what_was_only_before_is_a_nought_now() {
        let said = said(Language::Fr);
        let masked = || Cell::Text(said.masked.to_owned());
        let now = list(&[("repéré", Cell::Number(40)), ("suivi", masked()), (said.whole, Cell::Number(52))]);
        let before = list(&[("suivi", Cell::Number(12)), ("contacté", masked()), (said.whole, masked())]);
        let bar = |label: &str, count, before| Bar { label: label.to_owned(), count, before };
        assert_eq!(
            masked_bars(&now, Some(&before), &said),
            [bar("repéré", Some(40), Some(0)), bar("suivi", None, Some(12)), bar("contacté", Some(0), None)]
        );
        let withheld = list(&[(said.withheld, masked()), (said.whole, Cell::Number(7))]);
        assert_eq!(masked_bars(&withheld, None, &said), [], "what is withheld is no row");
    }
}
