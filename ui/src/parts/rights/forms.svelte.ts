// What somebody asked by right, and what was decided of it, before it is written down.

import { call } from "../../api/call.ts";
import type { AskedBy, IdentityCheck, RightKind, RightOutcome } from "../../api/generated.ts";
import { m, rightWords } from "../../words/index.ts";
import { Asking } from "../person/asking.svelte.ts";

export class Recording {
  kind = $state<RightKind>("access");
  by = $state<AskedBy>("person");
  identity = $state<IdentityCheck>("known");
  on = $state<string | null>(null);
  unreadable = $state(false);
  asked = $state("");
  readonly asking = new Asking(["received_on", "asked"]);

  begin(): void {
    this.kind = "access";
    this.by = "person";
    this.identity = "known";
    this.on = null;
    this.asked = "";
    this.asking.clear();
  }

  async send(person: string): Promise<boolean> {
    this.asking.clear();
    if (this.unreadable) this.asking.refuse("received_on", m.person_day_unreadable());
    if (this.asking.under("received_on") !== null) return false;
    const remind = m.rights_task({ kind: rightWords[this.kind]() });
    const { kind, identity, asked } = this;
    return this.asking.run(() => call("rights.record", { person, kind, received_on: this.on, asked_by: this.by, identity, asked, remind }));
  }
}

export class Answering {
  outcome = $state<RightOutcome>("granted");
  on = $state<string | null>(null);
  unreadable = $state(false);
  note = $state("");
  readonly asking = new Asking(["on", "note"]);

  begin(): void {
    this.outcome = "granted";
    this.on = null;
    this.note = "";
    this.asking.clear();
  }

  async send(request: string): Promise<boolean> {
    this.asking.clear();
    if (this.unreadable) this.asking.refuse("on", m.person_day_unreadable());
    if (this.outcome !== "granted" && this.note.trim() === "") this.asking.refuse("note", m.words_refusal_reason_missing());
    if (Object.keys(this.asking.errors).length > 0) return false;
    const { outcome, on, note } = this;
    return this.asking.run(() => call("rights.answer", { request, outcome, on, note }));
  }
}

export class Reasoning {
  reason = $state("");
  readonly asking = new Asking(["reason", "on", "until"]);

  begin(): void {
    this.reason = "";
    this.asking.clear();
  }

  async send(act: (reason: string) => Promise<unknown>): Promise<boolean> {
    this.asking.clear();
    if (this.reason.trim() === "") {
      this.asking.refuse("reason", m.words_refusal_reason_missing());
      return false;
    }
    return this.asking.run(() => act(this.reason));
  }
}
