// A chase being written: its note, and how to reach the provider meanwhile.

import { call } from "../../api/call.ts";
import type { ProviderDraft } from "../../api/generated.ts";
import { Kept } from "../../parts/draft/kept.svelte.ts";

export class Chase {
  note = $state("");
  /** Whom to call or to write to; null until it is known, or when it cannot be had. */
  reach = $state.raw<ProviderDraft | null>(null);
  readonly #referral: string;
  readonly #kept: Kept<{ note: string }>;

  constructor(referral: string) {
    this.#referral = referral;
    this.#kept = new Kept(`chase/${referral}`);
  }

  async open(): Promise<void> {
    await Promise.all([this.#readNote(), this.#readReach()]);
  }

  typed(): void {
    this.#kept.keep(this.note.trim() === "" ? null : { note: this.note });
  }

  async forget(): Promise<void> {
    await this.#kept.forget();
  }

  async #readNote(): Promise<void> {
    const kept = await this.#kept.read();
    if (kept !== null && typeof kept.note === "string" && this.note === "") this.note = kept.note;
  }

  async #readReach(): Promise<void> {
    try {
      const [{ provider }, all] = await Promise.all([call("referral.open", { referral: this.#referral }), call("provider.list", {})]);
      this.reach = all.find(({ id }) => id === provider)?.who ?? null;
    } catch {
      // A number that cannot be had keeps nobody from writing the chase down.
    }
  }
}
