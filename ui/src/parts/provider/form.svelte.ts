// The form of a provider, new or known: what is typed, what is refused under which field, what is kept meanwhile.

import { call, problemOf } from "../../api/call.ts";
import type { ProviderDraft, ProviderId, ProviderLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m, phoneInWords, refusalSentence, refusedField } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { Kept } from "../draft/kept.svelte.ts";

export type ProviderField = keyof ProviderDraft;

const EMPTY: Readonly<ProviderDraft> = {
  name: "",
  siret: "",
  uai: "",
  phone: "",
  email: "",
  address_line: "",
  postal_code: "",
  commune: "",
  insee: "",
  contact: "",
  note: "",
};

/** The field a refusal belongs to and its sentence; null when it belongs to the whole form. */
export function refusedUnder(thrown: unknown): { field: string; sentence: string } | null {
  const problem = problemOf(thrown);
  if (problem.code !== "refused") return null;
  const field = problem.refusal.refusal === "name_missing" ? "name" : refusedField(problem.refusal);
  return field === null ? null : { field, sentence: refusalSentence(problem.refusal) };
}

/** What was kept of a form of texts: only the fields that are known and are texts. */
export function keptTexts<T extends object>(kept: Partial<T>, empty: T): T {
  const texts = Object.entries(kept).filter(([field, value]) => Object.hasOwn(empty, field) && typeof value === "string");
  return { ...empty, ...Object.fromEntries(texts) };
}

export class ProviderForm {
  typed = $state<ProviderDraft>({ ...EMPTY });
  errors = $state<Partial<Record<ProviderField, string | undefined>>>({});
  /** What is shown is what was being typed before a lock or a closing. */
  resumed = $state(false);
  act = new Act();
  readonly #known: ProviderLine | null;
  readonly #kept: Kept<ProviderDraft>;

  constructor(known: ProviderLine | null = null) {
    this.#known = known;
    this.#kept = new Kept(`provider/${known?.id ?? "new"}`);
    this.typed = this.#written();
  }

  get isNew(): boolean {
    return this.#known === null;
  }

  async open(): Promise<void> {
    const kept = await this.#kept.read();
    if (kept === null) return;
    this.typed = keptTexts(kept, { ...EMPTY });
    this.resumed = true;
  }

  touched(field: ProviderField): void {
    this.errors = { ...this.errors, [field]: undefined };
    this.#kept.keep($state.snapshot(this.typed));
  }

  /** Throws away what is typed, back to what is written. */
  async drop(): Promise<void> {
    this.typed = this.#written();
    this.errors = {};
    this.resumed = false;
    await this.#kept.forget();
  }

  /** Writes it down; answers with the provider, or null when something is to be corrected. */
  async send(): Promise<ProviderId | null> {
    const who = $state.snapshot(this.typed);
    let provider: ProviderId | null = null;
    await this.act.run(async () => {
      try {
        provider = await this.#write(who);
      } catch (thrown) {
        const refused = refusedUnder(thrown);
        if (refused === null || !Object.hasOwn(EMPTY, refused.field)) throw thrown;
        this.errors = { [refused.field]: refused.sentence };
      }
    });
    if (provider === null) return null;
    const name = who.name.trim();
    said.say(this.isNew ? m.programme_provider_added({ name }) : m.programme_provider_saved({ name }));
    await this.drop();
    return provider;
  }

  /** What is written already, its telephone as people write it. */
  #written(): ProviderDraft {
    const who = this.#known?.who ?? EMPTY;
    return { ...who, phone: phoneInWords(who.phone) };
  }

  async #write(who: ProviderDraft): Promise<ProviderId> {
    if (this.#known === null) return (await call("provider.add", { who })).provider;
    await call("provider.correct", { provider: this.#known.id, who });
    return this.#known.id;
  }
}
