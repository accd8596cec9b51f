// The fields of the team as they are being filled in: each that was changed is written by itself, and what was refused stands
// under its own.

import { call, problemOf } from "../../api/call.ts";
import type { CustomEntry } from "../../api/generated.ts";
import { m, problemSentence } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";

export class Fill {
  readonly #person: string;
  readonly act = new Act();
  values = $state<Record<string, string>>({});
  unreadable = $state<Record<string, boolean>>({});
  errors = $state<Record<string, string>>({});
  #base: Readonly<Record<string, string>> = {};

  constructor(person: string) {
    this.#person = person;
  }

  begin(fields: readonly CustomEntry[]): void {
    this.#base = Object.fromEntries(fields.map(({ field, value }) => [field, value]));
    this.values = { ...this.#base };
    this.unreadable = Object.fromEntries(fields.map(({ field }) => [field, false]));
    this.errors = {};
    this.act.thrown = null;
  }

  get changed(): boolean {
    return Object.entries(this.values).some(([field, value]) => this.#base[field] !== value);
  }

  mend(field: string): void {
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([of]) => of !== field));
  }

  async send(): Promise<boolean> {
    this.errors = Object.fromEntries(Object.entries(this.unreadable).filter(([, is]) => is).map(([field]) => [field, m.person_day_unreadable()]));
    if (Object.keys(this.errors).length > 0) return false;
    const changed = Object.entries(this.values).filter(([field, value]) => this.#base[field] !== value);
    const done = await this.act.run(async () => {
      for (const [field, value] of changed) await this.#write(field, value);
    });
    return done && Object.keys(this.errors).length === 0;
  }

  async #write(field: string, value: string): Promise<void> {
    try {
      await call("person.custom", { person: this.#person, field, value });
      this.#base = { ...this.#base, [field]: value };
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== "refused") throw thrown;
      this.errors = { ...this.errors, [field]: problemSentence(problem) };
    }
  }
}
