// A person who comes back: their ended case goes on, or another one begins. What is typed survives a lock.

import { call } from "../../api/call.ts";
import type { OriginKind, Stage } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

export class Reopening {
  readonly #person: string;
  readonly #kept: Kept<{ reason: string }>;
  reason = $state("");
  on = $state<string | null>(null);
  unreadable = $state(false);
  asking = new Asking(["reason", "on"]);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`reopen/${person}`);
  }

  async begin(): Promise<void> {
    this.on = null;
    this.asking.clear();
    const draft = await this.#kept.read();
    if (this.reason === "" && typeof draft?.reason === "string") this.reason = draft.reason;
  }

  typed(reason: string): void {
    this.reason = reason;
    this.asking.mend("reason");
    this.#kept.keep(reason === "" ? null : { reason });
  }

  /** Answers the stage that the case is in again, or null. */
  async send(): Promise<Stage | null> {
    this.asking.clear();
    if (this.reason.trim() === "") this.asking.refuse("reason", m.team_reopen_why_missing());
    if (this.unreadable) this.asking.refuse("on", m.person_day_unreadable());
    if (Object.keys(this.asking.errors).length > 0) return null;
    let stage: Stage | null = null;
    await this.asking.run(async () => {
      stage = (await call("case.reopen", { person: this.#person, on: this.on, reason: this.reason })).stage;
    });
    if (stage === null) return null;
    this.reason = "";
    await this.#kept.forget();
    return stage;
  }
}

export class NewCase {
  readonly #person: string;
  readonly #kept: Kept<{ detail: string }>;
  origin = $state<OriginKind | null>(null);
  detail = $state("");
  on = $state<string | null>(null);
  unreadable = $state(false);
  asking = new Asking(["origin", "origin_detail", "on"]);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`new_case/${person}`);
  }

  async begin(): Promise<void> {
    this.origin = null;
    this.on = null;
    this.asking.clear();
    const draft = await this.#kept.read();
    if (this.detail === "" && typeof draft?.detail === "string") this.detail = draft.detail;
  }

  typed(detail: string): void {
    this.detail = detail;
    this.asking.mend("origin_detail");
    this.#kept.keep(detail === "" ? null : { detail });
  }

  async send(): Promise<boolean> {
    const origin = this.origin;
    this.asking.clear();
    if (origin === null) this.asking.refuse("origin", m.team_new_case_origin_missing());
    if (this.unreadable) this.asking.refuse("on", m.person_day_unreadable());
    if (origin === null || this.unreadable) return false;
    const done = await this.asking.run(() => call("case.open", { person: this.#person, origin, origin_detail: this.detail, on: this.on }));
    if (!done) return false;
    this.detail = "";
    await this.#kept.forget();
    return true;
  }
}
