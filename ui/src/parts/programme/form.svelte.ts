// The form of a programme, new or known, with its provider: what is typed, what is refused where, what is kept meanwhile.

import { call } from "../../api/call.ts";
import type { Funding, ProgrammeDraft, ProgrammeId, ProgrammeKind, ProgrammeLine, ProgrammeStatus, ProviderId, Tag } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { fundingWords, kindWords, m, statusWords, tagWords } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { ProviderForm, refusedUnder } from "../provider/form.svelte.ts";

interface Typed {
  provider: ProviderId | null;
  name: string;
  kind: ProgrammeKind | null;
  summary: string;
  min_age: string;
  max_age: string;
  next_start: string | null;
  places: string;
  status: ProgrammeStatus;
  tags: Tag[];
  fundings: Funding[];
}

type Field = keyof Typed;

const EMPTY: Readonly<Typed> = {
  provider: null,
  name: "",
  kind: null,
  summary: "",
  min_age: "",
  max_age: "",
  next_start: null,
  places: "",
  status: "open",
  tags: [],
  fundings: [],
};

const OLDEST = 99;
const MOST_PLACES = 65_535;

function written({ provider, what }: ProgrammeLine): Typed {
  const figure = (number: number | null): string => (number === null ? "" : String(number));
  return { ...what, provider, min_age: figure(what.min_age), max_age: figure(what.max_age), places: figure(what.places), tags: [...what.tags], fundings: [...what.fundings] };
}

/** A kept draft may come from another version: what it holds is looked at before it is trusted. */
function trusted(kept: Partial<Record<Field, unknown>>): Typed {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const among = <C extends string>(value: unknown, words: Readonly<Record<C, unknown>>): value is C => typeof value === "string" && Object.hasOwn(words, value);
  const list = <C extends string>(value: unknown, words: Readonly<Record<C, unknown>>): C[] => (Array.isArray(value) ? value.filter((code) => among(code, words)) : []);
  return {
    provider: text(kept.provider) || null,
    name: text(kept.name),
    kind: among(kept.kind, kindWords) ? kept.kind : null,
    summary: text(kept.summary),
    min_age: text(kept.min_age),
    max_age: text(kept.max_age),
    next_start: text(kept.next_start) || null,
    places: text(kept.places),
    status: among(kept.status, statusWords) ? kept.status : "open",
    tags: list(kept.tags, tagWords),
    fundings: list(kept.fundings, fundingWords),
  };
}

/** The figure that is typed, null for nothing, NaN for what is no figure up to `most`. */
function figure(typed: string, most: number): number | null {
  const text = typed.replace(/\s/g, "");
  if (text === "") return null;
  return /^\d+$/.test(text) && Number(text) <= most ? Number(text) : NaN;
}

export class ProgrammeForm {
  typed = $state<Typed>({ ...EMPTY });
  errors = $state<Partial<Record<Field, string | undefined>>>({});
  startUnreadable = $state(false);
  /** A provider written down with the programme; null when a known one is chosen. */
  newProvider = $state.raw<ProviderForm | null>(null);
  resumed = $state(false);
  act = new Act();
  readonly #known: ProgrammeLine | null;
  readonly #kept: Kept<Typed>;

  constructor(known: ProgrammeLine | null = null) {
    this.#known = known;
    this.#kept = new Kept(`programme/${known?.id ?? "new"}`);
    this.typed = known ? written(known) : { ...EMPTY };
  }

  get isNew(): boolean {
    return this.#known === null;
  }

  async open(): Promise<void> {
    const kept = await this.#kept.read();
    if (kept === null) return;
    this.typed = trusted(kept);
    this.resumed = true;
  }

  touched(...fields: Field[]): void {
    for (const field of fields) this.errors = { ...this.errors, [field]: undefined };
    this.#kept.keep($state.snapshot(this.typed));
  }

  writeNewProvider(): void {
    this.newProvider = new ProviderForm();
    this.errors = { ...this.errors, provider: undefined };
    void this.newProvider.open();
  }

  chooseKnownProvider(): void {
    this.newProvider = null;
  }

  async drop(): Promise<void> {
    this.typed = this.#known ? written(this.#known) : { ...EMPTY };
    this.errors = {};
    this.resumed = false;
    const provider = this.newProvider;
    this.newProvider = null;
    await Promise.all([this.#kept.forget(), provider?.drop()]);
  }

  /** Writes it down, its new provider first; answers with the programme, or null when something is to be corrected. */
  async send(): Promise<ProgrammeId | null> {
    const what = this.#read();
    if (what === null) return null;
    let programme: ProgrammeId | null = null;
    await this.act.run(async () => {
      const provider = await this.#provider();
      if (provider === null) return;
      try {
        programme = await this.#write(provider, what);
      } catch (thrown) {
        const refused = refusedUnder(thrown);
        if (refused === null || !Object.hasOwn(EMPTY, refused.field)) throw thrown;
        this.errors = { [refused.field]: refused.sentence };
      }
    });
    if (programme === null) return null;
    said.say(this.isNew ? m.programme_added({ name: what.name }) : m.programme_saved({ name: what.name }));
    await this.drop();
    return programme;
  }

  /** The chosen provider, or the new one once it is written: from then on it is a known one. */
  async #provider(): Promise<ProviderId | null> {
    if (this.newProvider === null) return this.typed.provider;
    const provider = await this.newProvider.send();
    if (this.newProvider.act.thrown !== null) throw this.newProvider.act.thrown;
    if (provider === null) return null;
    this.typed.provider = provider;
    this.newProvider = null;
    return provider;
  }

  async #write(provider: ProviderId, what: ProgrammeDraft): Promise<ProgrammeId> {
    if (this.#known === null) return (await call("programme.add", { provider, what })).programme;
    await call("programme.correct", { programme: this.#known.id, what });
    return this.#known.id;
  }

  /** What is typed as the desk takes it, or null with the reasons under the fields. */
  #read(): ProgrammeDraft | null {
    const { provider, kind, min_age, max_age, places, ...rest } = $state.snapshot(this.typed);
    const [from, to, count] = [figure(min_age, OLDEST), figure(max_age, OLDEST), figure(places, MOST_PLACES)];
    const errors: Partial<Record<Field, string>> = {};
    if (provider === null && this.newProvider === null) errors.provider = m.programme_field_provider_missing();
    if (rest.name.trim() === "") errors.name = m.words_refusal_name_missing();
    if (kind === null) errors.kind = m.programme_field_kind_missing();
    if (Number.isNaN(from)) errors.min_age = m.programme_age_unreadable();
    if (Number.isNaN(to)) errors.max_age = m.programme_age_unreadable();
    else if (from !== null && to !== null && from > to) errors.max_age = m.programme_ages_reversed();
    if (Number.isNaN(count)) errors.places = m.programme_places_unreadable();
    this.errors = errors;
    if (kind === null || this.startUnreadable || Object.keys(errors).length > 0) return null;
    return { ...rest, name: rest.name.trim(), kind, min_age: from, max_age: to, places: count };
  }
}
