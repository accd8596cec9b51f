// A task being written from the day: what, for when, urgent or not. Kept until it is added.

import { call, problemOf } from "../../api/call.ts";
import type { Every } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { Kept } from "../../parts/draft/kept.svelte.ts";
import { everyOf } from "../../parts/task/every.ts";
import { fullDay, m, refusalSentence, refusedField, today } from "../../words/index.ts";

interface Typed {
  what: string;
  due: string | null;
  urgent: boolean;
  every?: Every;
}

export class NewTask {
  what = $state("");
  due = $state<string | null>(today());
  unreadable = $state(false);
  urgent = $state(false);
  every = $state<Every>("");
  whatError = $state<string | null>(null);
  dueError = $state<string | null>(null);
  act = new Act();
  readonly #kept = new Kept<Typed>("task/today");

  async open(): Promise<void> {
    const kept = await this.#kept.read();
    if (kept === null || this.what !== "") return;
    this.what = typeof kept.what === "string" ? kept.what : "";
    this.due = typeof kept.due === "string" ? kept.due : today();
    this.urgent = kept.urgent === true;
    this.every = everyOf(kept.every);
  }

  typed(): void {
    this.whatError = null;
    this.dueError = null;
    this.#kept.keep(this.what.trim() === "" ? null : { what: this.what, due: this.due, urgent: this.urgent, every: this.every });
  }

  /** Answers whether it was added. */
  async send(): Promise<boolean> {
    this.whatError = this.what.trim() === "" ? m.today_task_what_missing() : null;
    this.dueError = this.due === null ? m.today_task_due_missing() : null;
    const due = this.due;
    if (this.whatError !== null || due === null) return false;
    const added = await this.act.run(async () => {
      try {
        await call("task.add", { person: null, what: this.what.trim(), due_on: due, urgent: this.urgent, every: this.every });
      } catch (thrown) {
        if (!this.#took(thrown)) throw thrown;
      }
    });
    if (!added || this.whatError !== null || this.dueError !== null) return false;
    said.say(due === today() ? m.today_task_added_today() : m.today_task_added({ day: fullDay(due) }));
    await this.forget();
    return true;
  }

  async forget(): Promise<void> {
    this.what = "";
    this.due = today();
    this.urgent = false;
    this.every = "";
    this.whatError = null;
    this.dueError = null;
    await this.#kept.forget();
  }

  /** Puts a refusal under its field; answers whether it had one. */
  #took(thrown: unknown): boolean {
    const problem = problemOf(thrown);
    if (problem.code !== "refused") return false;
    const field = refusedField(problem.refusal);
    if (field === "due_on") this.dueError = refusalSentence(problem.refusal);
    else if (field === "what" || problem.refusal.refusal === "nothing") this.whatError = refusalSentence(problem.refusal);
    else return false;
    return true;
  }
}
