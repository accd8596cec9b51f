// The catalogue kept by hand: what is asked of it, what it holds, how many of each provider.

import { call, onTopics } from "../../api/call.ts";
import type { Funding, ProgrammeKind, ProgrammeLine, ProviderLine, Tag } from "../../api/generated.ts";
import { folded, type Sort } from "../../design/index.ts";
import { today } from "../../words/index.ts";
import { narrowed, sorted, type ProgrammeColumn } from "./narrow.ts";

export class Catalogue {
  text = $state("");
  kind = $state<ProgrammeKind | null>(null);
  funding = $state<Funding | null>(null);
  tags = $state.raw<readonly Tag[]>([]);
  open = $state(false);
  soon = $state(false);
  sort = $state.raw<Sort<ProgrammeColumn>>({ key: "name", descending: false });
  /** What the desk answered for the typed words; null until it has. */
  found = $state.raw<readonly ProgrammeLine[] | null>(null);
  /** All of them, whatever is typed. */
  all = $state.raw<readonly ProgrammeLine[]>([]);
  providers = $state.raw<readonly ProviderLine[]>([]);
  thrown = $state.raw<unknown>(null);
  #questions = 0;

  readonly shown = $derived.by(() => {
    const by = { kind: this.kind, funding: this.funding, tags: this.tags, open: this.open, soon: this.soon };
    return sorted(narrowed(this.found ?? [], by, today()), this.sort);
  });
  readonly narrowing = $derived(this.text.trim() !== "" || this.kind !== null || this.funding !== null || this.tags.length > 0 || this.open || this.soon);

  /** Rereads when the catalogue changes; answers with the function that stops. */
  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "catalogue" || topic === "referrals" || topic === "people") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    const text = this.text.trim();
    try {
      const [all, providers, found] = await Promise.all([
        call("programme.list", { text: "" }),
        call("provider.list", {}),
        text === "" ? null : call("programme.list", { text }),
      ]);
      if (question !== this.#questions) return;
      this.all = all;
      this.providers = providers;
      this.found = found ?? all;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }

  /** Asks for the typed words; an answer to earlier words is dropped. */
  async look(): Promise<void> {
    const text = this.text.trim();
    if (text === "") {
      this.#questions++;
      this.found = this.all;
      return;
    }
    const question = ++this.#questions;
    try {
      const found = await call("programme.list", { text });
      if (question !== this.#questions) return;
      this.found = found;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }

  turnTag(tag: Tag, on: boolean): void {
    this.tags = on ? [...this.tags, tag] : this.tags.filter((other) => other !== tag);
  }

  clear(): void {
    this.text = "";
    this.kind = null;
    this.funding = null;
    this.tags = [];
    this.open = false;
    this.soon = false;
    void this.look();
  }
}

/** The providers whose name, town or contact has every typed word. */
export function providersWith(providers: readonly ProviderLine[], text: string): ProviderLine[] {
  const words = folded(text).split(" ").filter(Boolean);
  return providers.filter(({ who }) => {
    const place = folded(`${who.name} ${who.commune} ${who.contact}`);
    return words.every((word) => place.includes(word));
  });
}
