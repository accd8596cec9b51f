// Lines of hours as a month's sheet has them, or one line that is corrected.

import { call } from "../../api/call.ts";
import type { ClauseContract, ClauseHoursDraft, ClauseHoursId, ClauseHoursLine, PersonId, WorksSiteId } from "../../api/generated.ts";
import { addDays, m, today } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";
import { readHours, typedHours } from "./typed.ts";

export interface SheetLine {
  /** Its place in the order in which lines were added, by which it is known here. */
  key: number;
  employer: string;
  person: PersonId | null;
  personName: string;
  contract: ClauseContract | null;
  hours: string;
}

interface Typed {
  on: string | null;
  lines: SheetLine[];
}

export type LineField = "employer" | "person" | "contract" | "hours";

/** The fields of the desk and those of a line under which they stand. */
const UNDER = { employer: "employer", minutes: "hours", contract: "contract" } as const;

/** The last day of the month before. */
export function lastMonthEnd(present: string = today()): string {
  return addDays(`${present.slice(0, 7)}-01`, -1);
}

const fresh = (key: number): SheetLine => ({ key, employer: "", person: null, personName: "", contract: null, hours: "" });
const blank = (): Typed => ({ on: lastMonthEnd(), lines: [fresh(0)] });

/** Something of its own is in it, beside what it took over from the line before. */
const filled = ({ person, hours }: SheetLine): boolean => person !== null || hours.trim() !== "";

export class HoursSheet extends KeptForm<Typed> {
  readonly #site: WorksSiteId;
  #id: ClauseHoursId | null = null;
  unreadable = $state(false);

  constructor(site: WorksSiteId) {
    super(["on", ...Object.keys(UNDER)], blank());
    this.#site = site;
  }

  /** `known` is the line that is corrected; `erased` are the words for somebody whose file is gone. */
  async begin(known: ClauseHoursLine | null, erased: string): Promise<void> {
    this.#id = known?.id ?? null;
    const what = known?.what;
    const personName = known && known.what.person !== null ? known.person_name || erased : "";
    const line = what ? { key: 0, employer: what.employer, person: what.person, personName, contract: what.contract, hours: typedHours(what.minutes) } : fresh(0);
    await this.start(`clause_hours/${this.#site}/${known?.id ?? "new"}`, { on: what?.on ?? lastMonthEnd(), lines: [line] });
  }

  /** How many lines there are to save, and their minutes as far as they can be read. */
  get sum(): { count: number; minutes: number } {
    const told = this.typed.lines.filter(filled);
    return { count: told.length, minutes: told.reduce((sum, { hours }) => sum + (readHours(hours) ?? 0), 0) };
  }

  line(key: number): SheetLine {
    return this.typed.lines.find((line) => line.key === key) ?? fresh(key);
  }

  /** One more line: employer and contract as above, since a sheet is mostly one employer's. */
  add(): void {
    const last = this.typed.lines.at(-1);
    const key = Math.max(-1, ...this.typed.lines.map((line) => line.key)) + 1;
    this.typed.lines.push({ ...fresh(key), employer: last?.employer ?? "", contract: last?.contract ?? null });
    this.keep("lines");
  }

  take(key: number): void {
    this.typed.lines = this.typed.lines.filter((line) => line.key !== key);
    for (const field of Object.values(UNDER)) this.asking.mend(`${field}/${String(key)}`);
    this.keep("lines");
  }

  under(field: LineField, key: number): string | null {
    return this.asking.under(`${field}/${String(key)}`);
  }

  keepLine(field: LineField, key: number): void {
    // Whoever worked can stand for the employer that was missing.
    if (field === "person") this.asking.mend(`employer/${String(key)}`);
    this.keep(`${field}/${String(key)}`);
  }

  /** Answers how many lines were written; 0 where something is to be corrected. */
  async send(): Promise<number> {
    const { on, lines } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    if (on === null) this.asking.refuse("on", this.unreadable ? m.works_day_unreadable() : m.works_day_missing());
    const some = lines.some(filled);
    const told = lines.filter((line, index) => (some ? filled(line) : index === 0));
    const drafts = told.map((line) => this.#read(line, on ?? ""));
    const [id, first] = [this.#id, drafts[0]];
    if (first === undefined) return 0;
    const went = await this.write(() => (id === null ? call("clause_hours.add", { site: this.#site, lines: drafts }) : call("clause_hours.correct", { id, line: first })));
    if (!went) this.#place(told);
    return went ? told.length : 0;
  }

  async remove(): Promise<boolean> {
    const id = this.#id;
    if (id === null) return false;
    this.asking.clear();
    return this.write(() => call("clause_hours.remove", { id }));
  }

  #read({ key, employer, person, contract, hours }: SheetLine, on: string): ClauseHoursDraft {
    const minutes = readHours(hours);
    if (employer.trim() === "" && person === null) this.asking.refuse(`employer/${String(key)}`, m.works_employer_missing());
    if (minutes === null) this.asking.refuse(`hours/${String(key)}`, hours.trim() === "" ? m.works_hours_missing() : m.works_hours_unreadable());
    return { employer, person, on, minutes: minutes ?? 0, contract };
  }

  /** The desk refuses a sheet by the field alone: it stands under the line that stands out in it. */
  #place(lines: readonly SheetLine[]): void {
    for (const [theirs, ours] of Object.entries(UNDER)) {
      const sentence = this.asking.under(theirs);
      if (sentence === null) continue;
      const named = lines.filter(({ person }) => person !== null);
      // More hours than a month has can only be too many for one person.
      const among = ours === "hours" && named.length > 0 ? named : lines;
      const size = (line: SheetLine): number => (ours === "hours" ? (readHours(line.hours) ?? 0) : line.employer.length);
      const worst = among.reduce((most, line) => (size(line) > size(most) ? line : most), among[0] ?? fresh(0));
      this.asking.mend(theirs);
      this.asking.refuse(`${ours}/${String(worst.key)}`, sentence);
    }
  }
}
