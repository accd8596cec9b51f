// A hand-over before it is done: to whom, what the next one must know, of whom; and its way back.

import { call } from "../../api/call.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";
import { undoLast } from "../undo/undo.ts";
import { Team } from "./team.svelte.ts";

/** Whose case it is. */
export interface Handed {
  id: string;
  name: string;
}

/** At most so many at once, as the desk allows. */
export const MOST = 500;

export class HandOver {
  readonly people: readonly Handed[];
  readonly #kept: Kept<{ note: string }>;
  readonly team = new Team();
  to = $state<string | null>(null);
  on = $state<string | null>(null);
  unreadable = $state(false);
  note = $state("");
  asking = new Asking(["to", "on", "note"]);

  constructor(people: readonly Handed[]) {
    this.people = people;
    this.#kept = new Kept(people.length === 1 ? `hand_over/${people[0]?.id ?? ""}` : "hand_over_many");
  }

  async begin(): Promise<void> {
    void this.team.read();
    const draft = await this.#kept.read();
    if (this.note === "" && typeof draft?.note === "string") this.note = draft.note;
  }

  typed(note: string): void {
    this.note = note;
    this.asking.mend("note");
    this.#kept.keep(note === "" ? null : { note });
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    const to = this.team.all?.find(({ id }) => id === this.to);
    if (!to) this.asking.refuse("to", m.team_to_missing());
    if (this.unreadable) this.asking.refuse("on", m.person_day_unreadable());
    if (!to || this.unreadable) return false;
    const [only] = this.people;
    const done = await this.asking.run(() => (this.people.length === 1 && only ? this.#one(only, to) : this.#many(to)));
    if (!done) return false;
    this.note = "";
    await this.#kept.forget();
    return true;
  }

  async #one({ id, name }: Handed, to: { id: string; name: string }): Promise<void> {
    await call("case.hand_over", { person: id, to: to.id, note: this.note, on: this.on });
    said.say(m.team_handed({ person: name, name: to.name }), { label: m.undo_undo(), run: undoLast });
  }

  async #many(to: { id: string; name: string }): Promise<void> {
    const people = this.people.map(({ id }) => id);
    const { handed, already } = await call("case.hand_over_many", { people, to: to.id, note: this.note });
    const name = to.name;
    if (handed === 0) return said.say(m.team_handed_none({ name }));
    const sentence = already === 0 ? m.team_handed_many({ count: handed, name }) : m.team_handed_some({ count: handed, already, name });
    said.say(sentence, { label: m.undo_undo(), run: undoLast });
  }
}
