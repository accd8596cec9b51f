// How the screen of offers is being looked at: its tab, and what is asked of the catalogue. The frame owns it, so that it
// outlives a visit to an offer and never a lock.

import { getContext, setContext } from "svelte";
import type { Calls, Funding, OfferAttendance, OfferFrom, OfferRhythm, OfferSort, OfferSource, ProgrammeKind, Tag, Theme } from "../../api/generated.ts";

export type OffersTab = "catalogue" | "programmes" | "providers" | "delays" | "imports" | "works";

/** Where distances are measured from. */
export type Start = { kind: "commune"; insee: string; name: string } | { kind: "person"; id: string; name: string };

export type Question = Pick<Calls["offer.find"]["request"], "filter" | "sort" | "from">;

export const DISTANCES = [5, 10, 20, 30, 50, 100] as const;

function fromOf(start: Start | null): OfferFrom | null {
  if (start === null) return null;
  return start.kind === "person" ? { from: "person", person: start.id } : { from: "commune", insee: start.insee };
}

export class OfferSearch {
  /** Null until it is known whether there is a catalogue. */
  tab = $state<OffersTab | null>(null);
  text = $state("");
  kinds = $state.raw<readonly ProgrammeKind[]>([]);
  themes = $state.raw<readonly Theme[]>([]);
  tags = $state.raw<readonly Tag[]>([]);
  fundings = $state.raw<readonly Funding[]>([]);
  sources = $state.raw<readonly OfferSource[]>([]);
  attendance = $state<OfferAttendance | null>(null);
  rhythm = $state<OfferRhythm | null>(null);
  /** Only what tells of a free place. */
  places = $state(false);
  free = $state(false);
  over = $state(false);
  /** Of the young person it is sought for, in years. */
  age = $state<number | null>(null);
  startsBy = $state<string | null>(null);
  withinKm = $state<number | null>(null);
  sort = $state<OfferSort>("relevance");
  /** The row that was last pointed at. */
  here = $state(0);
  #start = $state.raw<Start | null>(null);

  get start(): Start | null {
    return this.#start;
  }

  set start(start: Start | null) {
    this.#start = start;
    if (start !== null) return;
    // Without a point nothing is near, and nothing can be put in that order.
    this.withinKm = null;
    if (this.sort === "distance") this.sort = "relevance";
  }

  get question(): Question {
    return {
      filter: {
        text: this.text.trim(),
        kinds: [...this.kinds],
        themes: [...this.themes],
        tags: [...this.tags],
        fundings: [...this.fundings],
        sources: [...this.sources],
        attendance: this.attendance,
        rhythm: this.rhythm,
        places: this.places,
        free: this.free,
        age: this.age,
        starts_by: this.startsBy,
        within_km: this.withinKm,
        over: this.over,
      },
      sort: this.sort,
      from: fromOf(this.#start),
    };
  }

  /** Whether anything narrows the list. */
  get narrowed(): boolean {
    const lists = [this.kinds, this.themes, this.tags, this.fundings, this.sources];
    const ones = [this.attendance, this.rhythm, this.age, this.startsBy, this.withinKm];
    return this.text.trim() !== "" || lists.some((list) => list.length > 0) || ones.some((one) => one !== null) || this.places || this.free;
  }

  clear(): void {
    this.text = "";
    this.kinds = [];
    this.themes = [];
    this.tags = [];
    this.fundings = [];
    this.sources = [];
    this.attendance = null;
    this.rhythm = null;
    this.places = false;
    this.free = false;
    this.over = false;
    this.age = null;
    this.startsBy = null;
    this.start = null;
    this.here = 0;
  }
}

const KEY = Symbol("offers");

/** Called once by the frame: what it made goes when the frame goes. */
export function ownOfferSearch(): void {
  setContext(KEY, new OfferSearch());
}

/** The search of the frame around, or a fresh one where a screen stands alone. */
export function offerSearch(): OfferSearch {
  return getContext<OfferSearch | undefined>(KEY) ?? new OfferSearch();
}
