// A list on its way in: its file, what its columns are, what is done with each line, and what became of it.

import { call } from "../../api/call.ts";
import { chooseFile, choosePlace } from "../../api/files.ts";
import type {
  Choice,
  DayOrder,
  LineChoice,
  ListImported,
  ListLine,
  ListPreview,
  Mapping,
  OriginKind,
  Target,
} from "../../api/generated.ts";
import { m, today, whySentence } from "../../words/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { Asking } from "../../parts/person/asking.svelte.ts";

/** What can be read, by the endings of the files. */
const ENDINGS = ["csv", "txt", "tsv", "xlsx"] as const;

export type Shown = "all" | "undecided" | "new" | "already" | "skipped";

export interface Chosen {
  choice: Choice;
  person: string | null;
  /** Whose file it is joined to. */
  name: string;
}

/** What becomes of a line: added, joined, left alone because it is there, skipped, or waiting. */
export type Fate = "add" | "same" | "already" | "skip" | "undecided";

/** By the number of a line among those of the table. */
export type ByRow<T> = Readonly<Partial<Record<number, T>>>;

export class ListImport {
  path = $state("");
  sheet = $state<number | null>(null);
  origin = $state<OriginKind>("siei");
  detail = $state("");
  on = $state<string | null>(today());
  unreadable = $state(false);
  referent = $state<string | null>(null);
  preview = $state.raw<ListPreview | null>(null);
  imported = $state.raw<ListImported | null>(null);
  /** It was taken back. */
  undone = $state(false);
  /** Lines of which something else is wanted than what was proposed, by their number in the table. */
  choices = $state.raw<ByRow<Chosen>>({});
  shown = $state<Shown>("all");
  saved = $state<number | null>(null);
  readonly reading = new Asking(["path"]);
  readonly sending = new Asking(["on", "detail"]);
  readonly saving = new Act();
  /** Grows with every reading: an answer that comes after a later question is not taken. */
  #turn = 0;

  readonly fates: ByRow<Fate> = $derived(Object.fromEntries((this.preview?.lines ?? []).map((line) => [line.row, this.#fate(line)])));
  readonly lines: readonly ListLine[] = $derived((this.preview?.lines ?? []).filter((line) => this.#is(line, this.shown)));
  readonly ambiguous = $derived(this.preview?.mapping.columns.some(({ ambiguous }) => ambiguous) ?? false);

  #fate(line: ListLine): Fate {
    const chosen = this.choices[line.row];
    if (chosen?.choice === "same" || chosen?.choice === "skip") return chosen.choice;
    if (line.state === "already" || line.state === "twice") return "already";
    return line.state === "new" || chosen?.choice === "add" ? "add" : "undecided";
  }

  #is(line: ListLine, shown: Shown): boolean {
    const fate = this.fates[line.row];
    if (shown === "all") return true;
    if (shown === "new") return fate === "add";
    if (shown === "already") return fate === "already" || fate === "same";
    return fate === (shown === "skipped" ? "skip" : "undecided");
  }

  count(shown: Shown): number {
    return (this.preview?.lines ?? []).filter((line) => this.#is(line, shown)).length;
  }

  /** How many people would be added, and how many lines joined. */
  get adding(): number {
    return Object.values(this.fates).filter((fate) => fate === "add").length;
  }
  get joining(): number {
    return Object.values(this.fates).filter((fate) => fate === "same").length;
  }

  async choose(): Promise<void> {
    try {
      const path = await chooseFile(m.listed_choose(), [{ name: m.listed_filter(), extensions: ENDINGS }]);
      if (path === null) return;
      this.path = path;
    } catch {
      return this.reading.refuse("path", m.listed_no_dialog());
    }
    await this.read();
  }

  /** Reads the file anew, as another list: its columns are remembered or guessed, and nothing is chosen yet. */
  async read(sheet: number | null = null): Promise<void> {
    this.imported = null;
    this.saved = null;
    this.undone = false;
    this.choices = {};
    this.shown = "all";
    this.sheet = sheet;
    if (!(await this.#look(null))) this.preview = null;
  }

  async #look(mapping: Mapping | null): Promise<boolean> {
    const path = this.path.trim();
    this.reading.clear();
    if (path === "") {
      this.reading.refuse("path", m.listed_file_missing());
      return false;
    }
    const mine = ++this.#turn;
    try {
      this.reading.busy = true;
      const preview = await call("people.read_list", { path, sheet: this.sheet, mapping, origin: this.origin });
      if (mine !== this.#turn) return true;
      // Of another file under the same path, nothing that was chosen holds.
      if (this.preview !== null && this.preview.hash !== preview.hash) this.choices = {};
      this.preview = preview;
      return true;
    } catch (thrown) {
      if (mine !== this.#turn) return true;
      this.reading.busy = false;
      await this.reading.run(() => Promise.reject(thrown as Error));
      return false;
    } finally {
      if (mine === this.#turn) this.reading.busy = false;
    }
  }

  /** The same list under what was said of its columns: what was chosen of its lines holds. */
  async again(): Promise<void> {
    if (this.preview !== null) await this.#look(this.preview.mapping);
  }

  async setTarget(at: number, target: Target): Promise<void> {
    await this.#say(at, (column) => ({ ...column, target, order: null, ambiguous: false }));
  }

  async setOrder(at: number, order: DayOrder): Promise<void> {
    await this.#say(at, (column) => ({ ...column, order, ambiguous: false }));
  }

  async #say(at: number, change: (column: Mapping["columns"][number]) => Mapping["columns"][number]): Promise<void> {
    const before = this.preview;
    if (before === null) return;
    const columns = before.mapping.columns.map((column, index) => (index === at ? change(column) : column));
    this.preview = { ...before, mapping: { columns } };
    await this.#look({ columns });
  }

  decide(line: ListLine, chosen: Chosen | null): void {
    const { [line.row]: _, ...others } = this.choices;
    this.choices = chosen === null ? others : { ...others, [line.row]: chosen };
  }

  /** Of every line that still waits. */
  decideAll(choice: "add" | "skip"): void {
    const waiting = Object.entries(this.fates).filter(([, fate]) => fate === "undecided");
    this.choices = { ...this.choices, ...Object.fromEntries(waiting.map(([row]) => [row, { choice, person: null, name: "" }])) };
    this.shown = "all";
  }

  async send(): Promise<boolean> {
    const { preview, on } = this;
    this.sending.clear();
    if (preview === null) return false;
    if (on === null || this.unreadable) {
      this.sending.refuse("on", m.listed_on_missing());
      return false;
    }
    return this.sending.run(async () => {
      const choices: LineChoice[] = Object.entries(this.choices).flatMap(([row, chosen]) =>
        chosen ? [{ row: Number(row), choice: chosen.choice, person: chosen.person }] : [],
      );
      this.imported = await call("people.import_list", {
        path: this.path.trim(),
        sheet: this.sheet,
        mapping: preview.mapping,
        hash: preview.hash,
        origin: { kind: this.origin, detail: this.detail, on },
        referent: this.referent,
        choices,
      });
    });
  }

  async undo(): Promise<boolean> {
    const position = this.imported?.position ?? null;
    if (position === null) return false;
    return this.sending.run(async () => {
      await call("undo.do", { position });
      this.undone = true;
    });
  }

  async saveRefused(): Promise<void> {
    const { preview } = this;
    if (preview === null) return;
    await this.saving.run(async () => {
      const to = await choosePlace(m.listed_refused_save(), m.listed_refused_name());
      if (to === null) return;
      const reasons = Object.fromEntries(preview.refused.map(({ why }) => [why.why, whySentence(why)]));
      const { lines } = await call("people.save_refused", {
        path: this.path.trim(),
        sheet: this.sheet,
        mapping: preview.mapping,
        hash: preview.hash,
        to: to.toLowerCase().endsWith(".csv") ? to : `${to}.csv`,
        reason_head: m.listed_refused_head(),
        words: Object.entries(reasons).map(([why, said]) => ({ why, said })),
      });
      this.saved = lines;
    });
  }

  /** Back to the choice of a file. */
  forget(): void {
    this.#turn++;
    this.path = "";
    this.preview = null;
    this.imported = null;
    this.choices = {};
    this.saved = null;
    this.undone = false;
  }
}
