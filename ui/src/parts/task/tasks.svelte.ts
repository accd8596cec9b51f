// What is to be done for a person: a new task as it is typed, and those ticked off during this visit.

import { call } from "../../api/call.ts";
import type { Every, TaskLine } from "../../api/generated.ts";
import { addDays, m, problemSentence, today } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";
import { everyOf } from "./every.ts";

interface Typed {
  what: string;
  due: string | null;
  urgent: boolean;
  every?: Every;
}

export class Tasks {
  readonly #person: string;
  readonly #kept: Kept<Typed>;
  open = $state(false);
  what = $state("");
  due = $state<string | null>(null);
  unreadable = $state(false);
  urgent = $state(false);
  every = $state<Every>("");
  adding = new Asking(["what", "due_on"]);
  settling = new Asking();
  /** Ticked off here: the file no longer tells them, but a wrong tick must be seen to be taken back. */
  done = $state.raw<readonly TaskLine[]>([]);
  #read = $state(false);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`task/${person}`);
  }

  async begin(): Promise<void> {
    const draft = await this.#kept.read();
    this.#read = true;
    if (draft === null || typeof draft.what !== "string" || draft.what === "" || this.what !== "") return;
    this.what = draft.what;
    this.due = typeof draft.due === "string" ? draft.due : null;
    this.urgent = draft.urgent === true;
    this.every = everyOf(draft.every);
    this.open = true;
  }

  /** Most things are due within the week. */
  start(): void {
    if (this.what === "") this.due = addDays(today(), 7);
    this.open = true;
  }

  keep(): void {
    const typed = this.what === "" ? null : { what: this.what, due: this.due, urgent: this.urgent, every: this.every };
    if (this.#read) this.#kept.keep(typed);
  }

  async drop(): Promise<void> {
    this.#blank();
    await this.#kept.forget();
  }

  async add(): Promise<boolean> {
    this.adding.clear();
    if (this.what.trim() === "") this.adding.refuse("what", problemSentence({ code: "refused", refusal: { refusal: "nothing" } }));
    const due = this.due;
    if (due === null) this.adding.refuse("due_on", this.unreadable ? m.person_day_unreadable() : m.task_due_missing());
    if (due === null || Object.keys(this.adding.errors).length > 0) return false;
    const done = await this.adding.run(() => call("task.add", { person: this.#person, what: this.what, due_on: due, urgent: this.urgent, every: this.every }));
    if (!done) return false;
    this.#blank();
    await this.#kept.forget();
    return true;
  }

  async settle(task: TaskLine, done: boolean): Promise<boolean> {
    const stored = await this.settling.run(() => call("task.settle", { task: task.id, done }));
    if (!stored) return false;
    const others = this.done.filter(({ id }) => id !== task.id);
    this.done = done ? [{ ...task, done_on: today() }, ...others] : others;
    return true;
  }

  #blank(): void {
    this.open = false;
    this.what = "";
    this.due = null;
    this.urgent = false;
    this.every = "";
    this.adding.clear();
  }
}
