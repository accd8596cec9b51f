// The fields that the team defined, and one being defined or corrected.

import { call, onTopics } from "../../api/call.ts";
import type { CustomField, FieldKind } from "../../api/generated.ts";
import { Act } from "../act/act.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

export class Fields {
  all = $state.raw<readonly CustomField[] | null>(null);
  readonly reading = new Act();
  readonly retiring = new Asking();

  async read(): Promise<void> {
    await this.reading.run(async () => {
      this.all = await call("field.list", {});
    });
  }

  /** Reads now and whenever a field changes; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "settings") void this.read();
    });
  }

  retire(field: CustomField, retired: boolean): Promise<boolean> {
    return this.retiring.run(() => call("field.retire", { field: field.id, retired }));
  }
}

export class FieldForm {
  label = $state("");
  kind = $state<FieldKind>("text");
  /** One for each line. */
  choices = $state("");
  asking = new Asking(["label", "choices"]);
  #before: CustomField | null = null;

  begin(before: CustomField | null): void {
    this.#before = before;
    this.label = before?.label ?? "";
    this.kind = before?.kind ?? "text";
    this.choices = before?.choices.join("\n") ?? "";
    this.asking.clear();
  }

  get changed(): boolean {
    return this.label !== (this.#before?.label ?? "") || this.choices !== (this.#before?.choices.join("\n") ?? "");
  }

  send(): Promise<boolean> {
    const form = { label: this.label, choices: this.kind === "choice" ? this.choices.split("\n") : [] };
    const before = this.#before;
    return this.asking.run(() =>
      before ? call("field.correct", { field: before.id, form }) : call("field.define", { kind: this.kind, form }),
    );
  }
}
