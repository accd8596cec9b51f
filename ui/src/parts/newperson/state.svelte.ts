// The form of a new person: what is typed, who may already be that person, and the draft that outlives a lock.

import { call, problemOf } from "../../api/call.ts";
import type { Candidate, LikenessReason, OriginKind, PersonDraft, PersonLine, Refusal, SmallerTeam } from "../../api/generated.ts";
import { folded } from "../../design/choice.ts";
import { capital, fieldWords, m, refusalSentence, refusedField } from "../../words/index.ts";
import { session } from "../../frame/session.svelte.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { leaveForNote, type Whose } from "../quicknote/state.svelte.ts";

/** Milliseconds without a key before the vault is asked who looks alike. */
const PAUSE = 250;

export interface Typed {
  who: PersonDraft;
  origin: OriginKind;
  detail: string;
  note: string;
  /** The smaller team whose file it will be; empty for the home team. */
  space: string;
}

type Field = keyof PersonDraft | "origin_detail" | "note";

/** The fields in sight from the start; the others stand under "Plus de détails". */
const FIRST: ReadonlySet<string> = new Set(["given_name", "origin_detail", "note"]);

function blank(): Typed {
  const who: PersonDraft = {
    given_name: "",
    family_name: "",
    birth: "",
    sex: null,
    phone: "",
    email: "",
    address_line: "",
    postal_code: "",
    commune: "",
    insee: "",
    qpv: "",
    school_name: "",
    school_uai: "",
    level: null,
    guardian_name: "",
    guardian_phone: "",
    guardian_relation: null,
    guardian_email: "",
    left_school: "",
    summary: "",
  };
  return { who, origin: "street", detail: "", note: "", space: "" };
}

/** The smaller teams a new file may be of. */
export function smallerTeams(): readonly SmallerTeam[] {
  return session.state?.link?.smaller ?? [];
}

/** As it will be kept: marks that turn the line around would turn the whole sentence. */
export function nameOf(person: { given_name: string; family_name: string }): string {
  return `${person.given_name} ${person.family_name}`.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "").trim();
}

/** Where the usual sentence would leave people guessing, an example says what is readable. */
function sentenceUnder(field: string, refusal: Refusal, who: PersonDraft): string {
  if (refusal.refusal === "unreadable" && field === "birth") return m.people_birth_unreadable({ typed: who.birth.trim() });
  if (refusal.refusal === "unreadable" && (field === "phone" || field === "guardian_phone")) return m.people_phone_unreadable();
  return refusalSentence(refusal);
}

export class NewPersonForm {
  typed = $state<Typed>(blank());
  more = $state(false);
  errors = $state.raw<Readonly<Record<string, string>>>({});
  thrown = $state.raw<unknown>(null);
  busy = $state(false);
  resumed = $state(false);
  candidates = $state.raw<readonly Candidate[]>([]);
  /** Whether the vault has answered for what is typed now. */
  compared = $state(false);
  #kept = new Kept<Typed>("new_person");
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #done = false;

  get empty(): boolean {
    return JSON.stringify(this.typed) === JSON.stringify(blank());
  }

  /** Brings back what was kept, unless someone has begun already; `given` is a name to start from. */
  async begin(given?: string): Promise<void> {
    const before = await this.#kept.read();
    if (!this.empty) return;
    if (before !== null) {
      const fresh = blank();
      this.typed = { ...fresh, ...before, who: { ...fresh.who, ...before.who } };
      // Left meanwhile: the choice is asked for again.
      if (!smallerTeams().some(({ space }) => space === this.typed.space)) this.typed.space = "";
      this.more = this.#hasMore();
      this.resumed = true;
      this.#compareSoon();
    } else if (given) {
      this.typed.who.given_name = given;
      this.changed();
    }
  }

  #hasMore(): boolean {
    const { who, origin } = this.typed;
    return origin !== "street" || JSON.stringify({ ...who, given_name: "" }) !== JSON.stringify(blank().who);
  }

  changed(field?: Field): void {
    if (field !== undefined && this.errors[field]) this.errors = { ...this.errors, [field]: "" };
    this.#kept.keep(this.empty ? null : $state.snapshot(this.typed));
    this.#compareSoon();
  }

  /** Never blocks: the answer shows when it comes, and only if it still fits what is typed. */
  #compareSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.compare(), PAUSE);
  }

  async compare(): Promise<void> {
    const turn = ++this.#turn;
    const { given_name, family_name, birth, phone, email } = this.typed.who;
    if (`${given_name}${family_name}${phone}${email}`.trim().length < 2) {
      this.candidates = [];
      this.compared = false;
      return;
    }
    try {
      const found = await call("person.candidates", { given_name, family_name, birth, phone, email });
      if (turn !== this.#turn) return;
      this.candidates = found;
      this.compared = true;
    } catch {
      // The comparison helps; without it the person can still be written down.
    }
  }

  /** Answers the new person, or null when something is wrong: it stands in `errors` or `thrown`. */
  async save(): Promise<Whose | null> {
    if (this.busy) return null;
    this.errors = {};
    this.thrown = null;
    this.busy = true;
    try {
      const { who, origin, detail, note, space } = $state.snapshot(this.typed);
      const { person } = await call("person.add", { who, origin, origin_detail: detail, note, ...(space === "" ? {} : { space }) });
      this.#end();
      await this.#kept.forget();
      return { id: person, name: nameOf(who) };
    } catch (thrown) {
      this.#refused(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }

  #refused(thrown: unknown): void {
    const problem = problemOf(thrown);
    const field = problem.code !== "refused" ? null : problem.refusal.refusal === "name_missing" ? "given_name" : refusedField(problem.refusal);
    const known = field !== null && (FIRST.has(field) || field in this.typed.who);
    if (!known || problem.code !== "refused") {
      this.thrown = thrown;
      return;
    }
    this.errors = { [field]: sentenceUnder(field, problem.refusal, this.typed.who) };
    if (!FIRST.has(field)) this.more = true;
  }

  /** It is someone known: what was typed is left for the note on them. Answers whether there is such a note. */
  async isKnown({ person, likeness }: Candidate): Promise<boolean> {
    const { note, detail, origin } = this.typed;
    const lines = [note.trim(), ...this.#newToFile(person, likeness.reasons)].filter((line) => line !== "");
    const street = origin === "street";
    const place = street ? detail.trim() : "";
    if (lines.length > 0 || place !== "")
      await leaveForNote(person.id, {
        note: lines.join("\n"),
        kind: street && note.trim() !== "" ? "street" : "note",
        initiative: "worker",
        result: "reached",
        place,
      });
    this.#end();
    await this.#kept.forget();
    return lines.length > 0 || place !== "";
  }

  /** What was typed beside the name and is not what made the vault recognise the person. */
  #newToFile(person: PersonLine, reasons: readonly LikenessReason[]): string[] {
    const { who } = this.typed;
    const known: Partial<Record<keyof PersonDraft, boolean>> = {
      birth: reasons.includes("same_birth"),
      phone: reasons.includes("same_phone"),
      email: reasons.includes("same_email"),
      commune: folded(who.commune) === folded(person.commune),
      // Filled in beside the commune: it says nothing more.
      postal_code: who.insee !== "" && folded(who.commune) === folded(person.commune),
    };
    const fields = ["birth", "phone", "email", "address_line", "postal_code", "commune", "school_name", "guardian_name", "guardian_phone"] as const;
    return fields
      .filter((field) => who[field].trim() !== "" && !known[field])
      .map((field) => m.people_typed_too({ field: capital(fieldWords(field)), value: who[field].trim() }));
  }

  /** Empties the form; answers the function that puts back what stood there. */
  startOver(): () => void {
    const before = $state.snapshot(this.typed);
    this.typed = blank();
    this.errors = {};
    this.thrown = null;
    this.resumed = false;
    this.changed();
    return () => {
      this.typed = before;
      this.more = this.#hasMore();
      this.changed();
    };
  }

  /** The form goes, whichever way: what was not saved is kept at once. */
  leave(): void {
    if (this.#done) return;
    this.#end();
    void this.#kept.flush(this.empty ? null : $state.snapshot(this.typed));
  }

  #end(): void {
    this.#done = true;
    clearTimeout(this.#timer);
    this.#turn++;
  }
}
