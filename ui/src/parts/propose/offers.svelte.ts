// Offers of the imported catalogues for one person, best first, and the one that is chosen of them.

import { call } from "../../api/call.ts";
import type { OfferFilter, OfferLine, OffersForPerson, ProgrammeLine, Theme } from "../../api/generated.ts";

const ANY: OfferFilter = {
  text: "", kinds: [], themes: [], tags: [], fundings: [], sources: [], attendance: null, rhythm: null, places: false, free: false, age: null, starts_by: null, within_km: null, over: false,
};

export const keyOf = (line: OfferLine): string => `${line.source}/${line.key}`;

export class OffersFor {
  /** Whether a catalogue with offers is here; null before it is known. */
  there = $state<boolean | null>(null);
  /** Why it is not known whether there is one. */
  unread = $state.raw<unknown>(null);
  text = $state("");
  theme = $state<Theme | null>(null);
  found = $state.raw<OffersForPerson | null>(null);
  thrown = $state.raw<unknown>(null);
  /** The offer that is being kept. */
  keeping = $state.raw<OfferLine | null>(null);
  #person: string | null = null;
  #asked = 0;

  /** Answers once it is known whether there is a catalogue; the offers themselves come later. */
  async begin(person: string): Promise<void> {
    this.#person = person;
    this.found = null;
    try {
      this.there = (await call("catalogue.state", {})).offers > 0;
    } catch (thrown) {
      // Whatever is wrong with a catalogue must not stand in the way of a referral.
      this.there = false;
      this.unread = thrown;
    }
    if (this.there) void this.find();
  }

  forget(): void {
    this.#asked += 1;
    this.#person = null;
    this.there = null;
    this.unread = null;
    this.found = null;
    this.thrown = null;
  }

  async find(): Promise<void> {
    const person = this.#person;
    if (person === null) return;
    const asked = ++this.#asked;
    try {
      const filter = { ...ANY, text: this.text.trim(), themes: this.theme === null ? [] : [this.theme] };
      const found = await call("offer.for_person", { person, filter });
      // An older answer that comes late must not cover a newer one.
      if (asked !== this.#asked) return;
      this.found = found;
      this.thrown = null;
    } catch (thrown) {
      if (asked === this.#asked) this.thrown = thrown;
    }
  }

  /** Keeps the offer as a programme of the team, or finds the one that was made of it; null where that did not go through. */
  async choose(line: OfferLine): Promise<ProgrammeLine | null> {
    if (this.keeping !== null) return null;
    this.keeping = line;
    this.thrown = null;
    try {
      const { programme } = await call("offer.keep", { source: line.source, key: line.key });
      return await call("programme.open", { programme });
    } catch (thrown) {
      this.thrown = thrown;
      return null;
    } finally {
      this.keeping = null;
    }
  }
}
