// How the caseload is being looked at. The frame owns it, so that it outlives a visit to a file and never a lock.

import { getContext, setContext } from "svelte";
import type { PeopleFilter, PeopleSort, Stage } from "../../api/generated.ts";
import type { Sort } from "../../design/column.ts";
import { QUIET_DAYS } from "../../parts/case/quiet.ts";

export type ColumnKey = "name" | "age" | "phone" | "commune" | "stage" | "referent" | "last_contact";

export const AGE_BANDS = [
  { from: 15, to: 17 },
  { from: 18, to: 20 },
  { from: 21, to: 25 },
] as const;
export const QUIET_CHOICES = [QUIET_DAYS, 30, 60, 90] as const;

export type AgeBand = (typeof AGE_BANDS)[number];

const SORTS: Readonly<Partial<Record<ColumnKey, PeopleSort>>> = {
  name: "name",
  commune: "commune",
  stage: "stage",
  last_contact: "last_contact",
};

export interface Question {
  filter: PeopleFilter;
  sort: PeopleSort;
  descending: boolean;
}

export class PeopleView {
  text = $state("");
  stage = $state<Stage | null>(null);
  commune = $state<string | null>(null);
  qpv = $state(false);
  mine = $state(false);
  age = $state.raw<AgeBand | null>(null);
  quiet = $state<number | null>(null);
  sort = $state.raw<Sort<ColumnKey>>({ key: "name", descending: false });
  /** The row that was last pointed at. */
  here = $state(0);

  get question(): Question {
    return {
      filter: {
        text: this.text.trim(),
        stage: this.stage,
        commune: this.commune ?? "",
        in_qpv: this.qpv,
        mine: this.mine,
        min_age: this.age?.from ?? null,
        max_age: this.age?.to ?? null,
        quiet_days: this.quiet,
      },
      sort: SORTS[this.sort.key] ?? "name",
      descending: this.sort.descending,
    };
  }

  /** Whether anything narrows the list. */
  get narrowed(): boolean {
    return (
      this.text.trim() !== "" ||
      this.stage !== null ||
      this.commune !== null ||
      this.qpv ||
      this.mine ||
      this.age !== null ||
      this.quiet !== null
    );
  }

  /** Those whom Aujourd'hui asks to reach again, and nobody else. */
  onlyQuiet(): void {
    this.clear();
    this.quiet = QUIET_DAYS;
    this.sort = { key: "last_contact", descending: false };
    this.here = 0;
  }

  clear(): void {
    this.text = "";
    this.stage = null;
    this.commune = null;
    this.qpv = false;
    this.mine = false;
    this.age = null;
    this.quiet = null;
  }
}

const KEY = Symbol("people");

/** Called once by the frame: what it made goes when the frame goes. */
export function ownPeopleView(): void {
  setContext(KEY, new PeopleView());
}

/** The view of the frame around, or a fresh one where a screen stands alone. */
export function peopleView(): PeopleView {
  return getContext<PeopleView | undefined>(KEY) ?? new PeopleView();
}
