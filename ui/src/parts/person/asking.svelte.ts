// One act of a form under way: what it was refused for, under which field, or what it threw.

import { problemOf } from "../../api/call.ts";
import { refusedField, refusalSentence } from "../../words/index.ts";

export class Asking {
  readonly #fields: readonly string[];
  busy = $state(false);
  /** Whatever was thrown that speaks of none of the fields. */
  thrown = $state.raw<unknown>(null);
  errors = $state<Record<string, string>>({});

  /** `fields` are those that the form shows: a refusal about one of them stands under it. */
  constructor(fields: readonly string[] = []) {
    this.#fields = fields;
  }

  under(field: string): string | null {
    return this.errors[field] ?? null;
  }

  refuse(field: string, sentence: string): void {
    this.errors = { ...this.errors, [field]: sentence };
  }

  /** The field is being written again: what was said about it no longer holds. */
  mend(field: string): void {
    if (!(field in this.errors)) return;
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([name]) => name !== field));
  }

  clear(): void {
    this.thrown = null;
    this.errors = {};
  }

  /** Runs once at a time; answers whether it went through. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.clear();
    try {
      await act();
      return true;
    } catch (thrown) {
      this.#took(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #took(thrown: unknown): void {
    const problem = problemOf(thrown);
    const field = problem.code === "refused" ? refusedField(problem.refusal) : null;
    if (problem.code === "refused" && field !== null && this.#fields.includes(field)) this.refuse(field, refusalSentence(problem.refusal));
    else this.thrown = thrown;
  }
}
