// What stands on top and at the foot of the letters of the team.

import { call, onTopics } from "../../api/call.ts";
import { chooseFile } from "../../api/files.ts";
import type { LetterheadDraft } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Asking } from "../person/asking.svelte.ts";

export class Head {
  draft = $state<LetterheadDraft>({ name: "", address: "", foot: "" });
  /** The picture, as an address; empty without one. */
  logo = $state("");
  readonly asking = new Asking(["name", "address", "foot"]);
  readonly picture = new Asking();
  #typed = false;

  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "settings" && !this.#typed) void this.read();
    });
  }

  async read(): Promise<void> {
    await this.asking.run(async () => {
      const { letterhead, logo } = await call("letterhead.show", {});
      this.draft = letterhead;
      this.logo = logo;
    });
  }

  /** What is being typed is not read over. */
  type(field: keyof LetterheadDraft): void {
    this.#typed = true;
    this.asking.mend(field);
  }

  async keep(): Promise<boolean> {
    const done = await this.asking.run(() => call("letterhead.change", { letterhead: { ...this.draft } }));
    if (!done) return false;
    this.#typed = false;
    said.say(m.letter_head_kept());
    return true;
  }

  async choose(): Promise<void> {
    await this.picture.run(async () => {
      const path = await chooseFile(m.letter_head_logo_choose(), [{ name: m.letter_head_logo_kinds(), extensions: ["png", "jpg", "jpeg", "svg"] }]);
      if (path === null) return;
      await call("letterhead.change_logo", { path });
      this.logo = (await call("letterhead.show", {})).logo;
    });
  }

  async remove(): Promise<void> {
    await this.picture.run(async () => {
      await call("letterhead.change_logo", { path: null });
      this.logo = "";
    });
  }
}
