// Who is expected at an activity and who came, as it is being filled in.

import { call } from "../../api/call.ts";
import type { Attendance } from "../../api/generated.ts";
import { Asking } from "../person/asking.svelte.ts";

export interface SheetLine {
  person: string;
  name: string;
  answer: Attendance | null;
}

export class Sheet {
  people = $state.raw<readonly SheetLine[]>([]);
  /** Something is filled in that is not written yet. */
  changed = $state(false);
  unread = $state.raw<unknown>(null);
  asking = new Asking();
  #activity = "";

  async read(activity: string): Promise<void> {
    this.#activity = activity;
    this.people = [];
    this.changed = false;
    this.unread = null;
    this.asking.clear();
    try {
      const file = await call("activity.open", { activity });
      if (this.#activity !== activity) return;
      const known = file.people.map(({ person, person_name, answer }) => ({ person, name: person_name, answer }));
      // Whoever was added while it was read stays.
      this.people = [...known, ...this.people.filter(({ person }) => !known.some((other) => other.person === person))];
    } catch (thrown) {
      if (this.#activity === activity) this.unread = thrown;
    }
  }

  add(person: string, name: string): void {
    if (this.people.some((line) => line.person === person)) return;
    this.people = [...this.people, { person, name, answer: "invited" }];
    this.changed = true;
  }

  say(person: string, answer: Attendance): void {
    this.people = this.people.map((line) => (line.person === person ? { ...line, answer } : line));
    this.changed = true;
  }

  /** Whoever excused themselves stays excused. */
  allPresent(): void {
    this.people = this.people.map((line) => (line.answer === "excused" ? line : { ...line, answer: "present" }));
    this.changed = true;
  }

  async send(): Promise<boolean> {
    const answers = this.people.flatMap(({ person, answer }) => (answer === null ? [] : [{ person, answer }]));
    const sent = await this.asking.run(() => call("activity.attend", { activity: this.#activity, answers }));
    if (sent) this.changed = false;
    return sent;
  }
}
