// The correction of a person: what is typed beside what is kept. Only what differs is a draft.

import { call } from "../../api/call.ts";
import type { PersonDraft } from "../../api/generated.ts";
import { m, phoneInWords, problemSentence } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { addressOf } from "../residence/words.ts";
import { Settling } from "../residence/settling.svelte.ts";
import { Asking } from "./asking.svelte.ts";
import { birthAsTyped } from "./name.ts";

/** What is kept, as people write it. */
export function asTyped(who: PersonDraft): PersonDraft {
  const left_school = birthAsTyped(who.left_school);
  return { ...who, left_school, birth: birthAsTyped(who.birth), phone: phoneInWords(who.phone), guardian_phone: phoneInWords(who.guardian_phone) };
}

const FIELDS = [
  "given_name", "family_name", "birth", "sex", "phone", "email", "address_line", "postal_code", "commune", "insee", "qpv",
  "school_name", "school_uai", "level", "left_school", "guardian_name", "guardian_relation",
  "guardian_phone", "guardian_email", "summary",
] as const satisfies readonly (keyof PersonDraft)[];

export class EditPerson {
  readonly #person: string;
  readonly #kept: Kept<Partial<PersonDraft>>;
  #base = $state.raw<PersonDraft>();
  #read = $state(false);
  who = $state<PersonDraft>();
  /** Something typed earlier was found and put back. */
  restored = $state(false);
  asking = new Asking(FIELDS);
  /** Whether they live in a priority neighbourhood, where that is settled along with the rest. */
  readonly settling = new Settling();
  address = $derived(this.who ? `${addressOf(this.who)}/${this.who.insee}` : undefined);
  #settledFor = "";
  changes = $derived.by(() => {
    const [base, who] = [this.#base, this.who];
    if (!base || !who) return {};
    return Object.fromEntries(FIELDS.filter((field) => base[field] !== who[field]).map((field) => [field, who[field]])) as Partial<PersonDraft>;
  });
  changed = $derived(Object.keys(this.changes).length > 0);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`person/${person}`);
  }

  /** The question was answered for the address as it is typed: the code follows. */
  answered(): void {
    const { decision } = this.settling;
    this.#settledFor = this.address ?? "";
    if (!this.who || decision === null) return;
    this.who.qpv = decision.qpv;
    this.asking.mend("qpv");
  }

  /** Another address is typed: what was answered for the one before does not hold for it. */
  moved(): void {
    if (this.settling.open && this.#settledFor !== this.address) this.settling.reset();
  }

  async begin(who: PersonDraft): Promise<void> {
    this.settling.reset();
    this.asking.clear();
    this.restored = false;
    this.#read = false;
    this.#base = asTyped(who);
    this.who = { ...this.#base };
    const draft = await this.#kept.read();
    this.#read = true;
    if (draft === null || this.changed) return;
    const known = Object.fromEntries(FIELDS.filter((field) => field in draft).map((field) => [field, draft[field]]));
    this.who = { ...this.#base, ...known };
    this.restored = this.changed;
  }

  /** Keeps what differs; the body of an effect of the form. */
  keep(): void {
    const draft = this.changed ? $state.snapshot(this.changes) : null;
    // Before the draft is read, nothing typed means nothing known: it must not be forgotten.
    if (this.#read) this.#kept.keep(draft);
  }

  async leave(): Promise<void> {
    if (this.#read) await this.#kept.flush(this.changed ? $state.snapshot(this.changes) : null);
  }

  /** Throws away what was typed. */
  async startAgain(): Promise<void> {
    this.settling.reset();
    if (this.#base) this.who = { ...this.#base };
    this.restored = false;
    this.asking.clear();
    await this.#kept.forget();
  }

  /** Answers whether it is kept. */
  async send(): Promise<boolean> {
    const who = this.who;
    if (!who) return false;
    if (`${who.given_name}${who.family_name}`.trim() === "") {
      this.asking.refuse("given_name", problemSentence({ code: "refused", refusal: { refusal: "name_missing" } }));
      return false;
    }
    if (this.settling.open && this.settling.answer !== null && this.settling.complains()) return false;
    const decision = this.settling.decision;
    const done = await this.asking.run(async () => {
      await call("person.correct", { person: this.#person, who: $state.snapshot(who) });
      // After the address: the answer is kept for the one that the file has.
      if (decision !== null) await call("person.decide_residence", { person: this.#person, decision });
    });
    if (!done) return false;
    // What was sent is what is kept now: nothing differs any more.
    this.#base = $state.snapshot(who);
    this.settling.reset();
    this.restored = false;
    await this.#kept.forget();
    return true;
  }

  saidOf(name: string): string {
    return m.person_corrected({ name });
  }
}
