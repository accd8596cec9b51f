// The correction of a person: what is typed beside what is kept. Only what differs is a draft.

import { call } from "../../api/call.ts";
import type { PersonDraft } from "../../api/generated.ts";
import { m, phoneInWords, problemSentence } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
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

  async begin(who: PersonDraft): Promise<void> {
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
    const done = await this.asking.run(() => call("person.correct", { person: this.#person, who: $state.snapshot(who) }));
    if (!done) return false;
    // What was sent is what is kept now: nothing differs any more.
    this.#base = $state.snapshot(who);
    this.restored = false;
    await this.#kept.forget();
    return true;
  }

  saidOf(name: string): string {
    return m.person_corrected({ name });
  }
}
