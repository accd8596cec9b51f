// Where a figure leads, and how that is said aloud.

import type { FigureColumn, ReportAsk, ReportRow, ReportTable } from "../../api/generated.ts";
import { writeHash } from "../../frame/route.ts";
import { countWords, figureColumnWords, m, rowWords } from "../../words/index.ts";
import { writeFigure } from "./choices.svelte.ts";

export function figureAddress(ask: ReportAsk, { table }: ReportTable, row: ReportRow, column: FigureColumn): string {
  // What a contract asks stands with the site itself.
  if (table === "works" && (column === "hours_due" || column === "hours_left")) return writeHash(row.key === null ? { screen: "programmes" } : { screen: "works_site", id: row.key });
  return writeHash({ screen: "figure", id: writeFigure({ ask, figure: { table, row: row.key, column }, name: table === "rules" && row.key !== null ? rowWords(ask.what, table, row) : row.name }) });
}

export function figureSaid(ask: ReportAsk, { table }: ReportTable, row: ReportRow, column: FigureColumn, count: number, before: number | null): string {
  const words = { row: rowWords(ask.what, table, row), column: figureColumnWords[column](), count: countWords(column, count) };
  return before === null ? m.figures_open(words) : m.figures_open_before({ ...words, before: countWords(column, before) });
}
