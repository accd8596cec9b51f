// Which figures are being looked at. The frame owns it, so that it outlives a visit to a list and never a lock.

import { getContext, setContext } from "svelte";
import type { Against, CaseloadBy, Figure, FunnelBy, Period, ReportAsk, What } from "../../api/generated.ts";
import { today } from "../../words/index.ts";
import { periodOf, SPANS, type Span } from "./period.ts";

export type Tab = What["report"];

export class Choices {
  tab = $state<Tab>("caseload");
  caseloadBy = $state<CaseloadBy>("stage");
  funnelBy = $state<FunnelBy>("kind");
  span = $state<Span | "free">("this_month");
  from = $state<string | null>(null);
  to = $state<string | null>(null);
  against = $state<Against | "none">("previous");
  whose = $state<"team" | "mine">("team");

  what = $derived.by((): What => {
    if (this.tab === "caseload") return { report: "caseload", by: this.caseloadBy };
    if (this.tab === "funnel") return { report: "funnel", by: this.funnelBy };
    return { report: this.tab };
  });

  /** None while one of the two days is missing. */
  period = $derived.by((): Period | null => {
    if (this.span !== "free") return periodOf(this.span, today());
    return this.from !== null && this.to !== null ? { from: this.from, to: this.to } : null;
  });

  ask = $derived.by((): ReportAsk | null => (this.period === null ? null : { what: this.what, period: this.period, mine: this.whose === "mine" }));
}

const KEY = Symbol("figures");

export function ownFigures(): void {
  setContext(KEY, new Choices());
}

/** Those of the frame; a screen that stands alone has its own. */
export function figureChoices(): Choices {
  return getContext<Choices | undefined>(KEY) ?? new Choices();
}

export const spans = SPANS;

/** A figure as its address says it: what was asked, which one, and the name of its row. */
export interface Opened {
  ask: ReportAsk;
  figure: Figure;
  name: string | null;
}

export function writeFigure(opened: Opened): string {
  return JSON.stringify(opened);
}

/** Null where the address says no figure; what it says of one is for the desk to judge. */
export function readFigure(id: string): Opened | null {
  try {
    const read: unknown = JSON.parse(id);
    if (typeof read !== "object" || read === null || !("ask" in read) || !("figure" in read)) return null;
    const { ask, figure, name } = read as Partial<Opened>;
    const whole = typeof ask?.what?.report === "string" && typeof ask.period?.from === "string" && typeof ask.period.to === "string";
    if (!whole || typeof figure?.table !== "string" || typeof figure.column !== "string") return null;
    return { ask, figure, name: typeof name === "string" ? name : null };
  } catch {
    return null;
  }
}
