// A consultation as it is written down or corrected: what is typed, what was refused under which field.

import { call } from "../../api/call.ts";
import type { ConsultationDraft, ConsultationFile, ConsultationId, ConsultationKind, Present } from "../../api/generated.ts";
import { m, presentWords } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";
import { readCount, typedCount } from "./counts.ts";

export type CountName = keyof Present;

interface Typed {
  kind: ConsultationKind;
  question: string;
  held_on: string | null;
  place: string;
  qpvs: string;
  note: string;
  answer_due_on: string | null;
  counts: Record<CountName, string>;
}

const COUNTS = Object.keys(presentWords) as CountName[];

function counts(of: (name: CountName) => string): Record<CountName, string> {
  return Object.fromEntries(COUNTS.map((name) => [name, of(name)])) as Record<CountName, string>;
}

const blank = (): Typed => ({
  kind: "citizen_council",
  question: "",
  held_on: null,
  place: "",
  qpvs: "",
  note: "",
  answer_due_on: null,
  counts: counts(() => ""),
});

export class ConsultationForm extends KeptForm<Typed> {
  #known: ConsultationId | null = null;
  heldUnreadable = $state(false);
  dueUnreadable = $state(false);

  constructor() {
    super(["question", "held_on", "place", "qpvs", "note", "answer_due_on", "ages", "sexes", "colleges"], blank());
  }

  async begin(known: ConsultationFile | null): Promise<void> {
    this.#known = known?.id ?? null;
    const what = known?.what;
    await this.start(
      `consultation/${known?.id ?? "new"}`,
      what
        ? {
            kind: what.kind,
            question: what.question,
            held_on: what.held_on,
            place: what.place,
            qpvs: what.qpvs.join(", "),
            note: what.note,
            answer_due_on: what.answer_due_on,
            counts: counts((name) => typedCount(what.present[name])),
          }
        : blank(),
    );
  }

  /** What is wrong with the counts as a whole stands under the total. */
  underTotal(): string | null {
    return ["total", "ages", "sexes", "colleges"].map((field) => this.asking.under(field)).find((error) => error !== null) ?? null;
  }

  keepCount(name: CountName): void {
    for (const field of ["ages", "sexes", "colleges"]) this.asking.mend(field);
    this.keep(name);
  }

  /** Writes it; answers with the consultation, or null where something is to be corrected. */
  async send(): Promise<ConsultationId | null> {
    const what = this.#read();
    if (what === null) return null;
    const known = this.#known;
    let written: ConsultationId | null = null;
    await this.write(async () => {
      if (known === null) written = (await call("consultation.add", { what })).consultation;
      else {
        await call("consultation.correct", { consultation: known, what });
        written = known;
      }
    });
    return written;
  }

  #read(): ConsultationDraft | null {
    const { counts: typed, qpvs, held_on, ...rest } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    if (rest.question.trim() === "") this.asking.refuse("question", m.participation_question_missing());
    if (held_on === null) this.asking.refuse("held_on", this.heldUnreadable ? m.participation_day_unreadable() : m.participation_held_on_missing());
    if (this.dueUnreadable) this.asking.refuse("answer_due_on", m.participation_day_unreadable());
    const read = COUNTS.map((name) => [name, readCount(typed[name])] as const);
    for (const [name, count] of read) if (Number.isNaN(count)) this.asking.refuse(name, m.participation_count_unreadable());
    if (held_on === null || Object.keys(this.asking.errors).length > 0) return null;
    const present = Object.fromEntries(read) as unknown as Present;
    return { ...rest, held_on, present, qpvs: qpvs.split(/[,;\n]/).map((code) => code.trim()).filter(Boolean) };
  }
}
