// How the caseload is being looked at. The frame owns it, so that it outlives a visit to a file and never a lock.

import { getContext, setContext } from "svelte";
import type { CustomIs, PeopleFilter, PeopleSort, PersonLine, Stage } from "../../api/generated.ts";
import type { Sort } from "../../design/column.ts";
import { Selection } from "../../design/selection.svelte.ts";
import { QUIET_DAYS } from "../../parts/case/quiet.ts";
import { recalled, remember } from "../../parts/memory/page.ts";
import { stageWords } from "../../words/index.ts";

/** In the order of the table; the name always stays. */
export const COLUMN_KEYS = ["name", "age", "phone", "commune", "stage", "last_contact", "referent"] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

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

/** In place of a referent: those who have none. */
export const NOBODY = "nobody";

export interface Question {
  filter: PeopleFilter;
  sort: PeopleSort;
  descending: boolean;
}

/** The known ones among what was kept, in the order of the table and with the name; null when it is no list. */
export function knownColumns(kept: unknown): readonly ColumnKey[] | null {
  return Array.isArray(kept) ? COLUMN_KEYS.filter((key) => key === "name" || kept.includes(key)) : null;
}

const BY_NAME: Sort<ColumnKey> = { key: "name", descending: false };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function readWritten(written: string): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(written);
    return isRecord(kept) ? kept : {};
  } catch {
    return {};
  }
}

function isStage(value: unknown): value is Stage {
  return typeof value === "string" && Object.hasOwn(stageWords, value);
}

function readCustom(kept: unknown): CustomIs | null {
  if (!isRecord(kept)) return null;
  const { field, value } = kept;
  return typeof field === "string" && typeof value === "string" ? { field, value } : null;
}

function readSort(kept: unknown): Sort<ColumnKey> {
  const key = isRecord(kept) ? COLUMN_KEYS.find((known) => known === kept["key"] && SORTS[known] !== undefined) : undefined;
  return key === undefined ? BY_NAME : { key, descending: isRecord(kept) && kept["descending"] === true };
}

export class PeopleView {
  text = $state("");
  stage = $state<Stage | null>(null);
  commune = $state<string | null>(null);
  qpv = $state(false);
  watched = $state(false);
  /** Those as well whose file was put away or whose use is limited. */
  aside = $state(false);
  #mine = $state(false);
  #referent = $state<string | null>(null);
  age = $state.raw<AgeBand | null>(null);
  quiet = $state<number | null>(null);
  custom = $state.raw<CustomIs | null>(null);
  sort = $state.raw<Sort<ColumnKey>>(BY_NAME);
  /** The row that was last pointed at. */
  here = $state(0);
  readonly selection = new Selection<PersonLine>(({ id }) => id);
  #columns = $state.raw<readonly ColumnKey[]>(knownColumns(recalled("people.columns")) ?? COLUMN_KEYS);

  /** The columns that are shown. */
  get columns(): readonly ColumnKey[] {
    return this.#columns;
  }

  set columns(chosen: readonly ColumnKey[]) {
    this.#columns = knownColumns(chosen) ?? COLUMN_KEYS;
    remember("people.columns", this.#columns);
  }

  get mine(): boolean {
    return this.#mine;
  }

  set mine(on: boolean) {
    this.#mine = on;
    // One's own and a colleague's at once would be nobody.
    if (on) this.#referent = null;
  }

  /** A colleague whose people are shown, or those whom nobody follows. */
  get referent(): string | null {
    return this.#referent;
  }

  set referent(who: string | null) {
    this.#referent = who;
    if (who !== null) this.#mine = false;
  }

  get question(): Question {
    return {
      filter: {
        text: this.text.trim(),
        stage: this.stage,
        commune: this.commune ?? "",
        in_qpv: this.qpv,
        mine: this.mine,
        watched: this.watched,
        aside: this.aside,
        referent: this.referent === NOBODY ? null : this.referent,
        unassigned: this.referent === NOBODY,
        min_age: this.age?.from ?? null,
        max_age: this.age?.to ?? null,
        quiet_days: this.quiet,
        custom: this.custom,
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
      this.watched ||
      this.aside ||
      this.referent !== null ||
      this.age !== null ||
      this.quiet !== null ||
      this.custom !== null
    );
  }

  /** What is shown, as a view under a name holds it. */
  written(): string {
    const { text, stage, commune, qpv, mine, age, quiet, custom, sort, columns } = this;
    // Left out where they narrow nothing: views written before they were known are told from others by their text.
    const [referent, watched, aside] = [this.referent ?? undefined, this.watched || undefined, this.aside || undefined];
    return JSON.stringify({ text: text.trim(), stage, commune, qpv, mine, referent, watched, aside, age: age?.from ?? null, quiet, custom: custom ?? undefined, sort, columns });
  }

  /** Shows what was written, which another version may have written: what is not known is left out. */
  show(written: string): void {
    const kept = readWritten(written);
    this.clear();
    this.text = typeof kept["text"] === "string" ? kept["text"] : "";
    this.stage = isStage(kept["stage"]) ? kept["stage"] : null;
    this.commune = typeof kept["commune"] === "string" ? kept["commune"] : null;
    this.qpv = kept["qpv"] === true;
    this.watched = kept["watched"] === true;
    this.aside = kept["aside"] === true;
    this.referent = typeof kept["referent"] === "string" ? kept["referent"] : null;
    if (kept["mine"] === true) this.mine = true;
    this.age = AGE_BANDS.find(({ from }) => from === kept["age"]) ?? null;
    this.quiet = QUIET_CHOICES.find((days) => days === kept["quiet"]) ?? null;
    this.custom = readCustom(kept["custom"]);
    this.sort = readSort(kept["sort"]);
    this.columns = knownColumns(kept["columns"]) ?? COLUMN_KEYS;
    this.here = 0;
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
    this.watched = false;
    this.aside = false;
    this.referent = null;
    this.age = null;
    this.quiet = null;
    this.custom = null;
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
