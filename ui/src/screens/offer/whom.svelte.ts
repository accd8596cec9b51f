// Who could go to an offer: those whom it fits first, some of them ticked, and referrals begun for them.

import { SvelteSet } from "svelte/reactivity";
import { call, onTopics } from "../../api/call.ts";
import type { CouldGo, OfferSource, PersonId, Verdict } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { place } from "../../frame/place.svelte.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { nameOf } from "../../parts/newperson/state.svelte.ts";
import { m } from "../../words/index.ts";

/** Referrals that are begun at once, at most: the desk takes no more. */
export const MOST = 100;
/** People shown at once; whoever looks asks for as many more. */
export const SHOWN = 40;

export class ForWhom {
  everybody = $state(false);
  /** Also those whom it does not fit. */
  all = $state(false);
  limit = $state(SHOWN);
  cut = $state(false);
  thrown = $state.raw<unknown>(null);
  act = new Act();
  /** Nobody was ticked when it was sent, or too many. */
  refused = $state<string | null>(null);
  readonly ticked = new SvelteSet<PersonId>();
  readonly opened = new SvelteSet<PersonId>();
  readonly #source: OfferSource;
  readonly #key: string;
  #found = $state.raw<readonly CouldGo[] | null>(null);
  #questions = 0;

  constructor(source: OfferSource, key: string) {
    this.#source = source;
    this.#key = key;
  }

  get found(): readonly CouldGo[] | null {
    return this.#found;
  }

  readonly fitting = $derived((this.#found ?? []).filter(({ fit }) => this.all || fit.verdict !== "no"));
  readonly shown = $derived(this.fitting.slice(0, this.limit));
  readonly counts = $derived.by(() => {
    const counts: Record<Verdict, number> = { yes: 0, verify: 0, no: 0 };
    for (const { fit } of this.#found ?? []) counts[fit.verdict] += 1;
    return counts;
  });

  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "catalogue" || topic === "people" || topic === "referrals") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    try {
      const { people, cut } = await call("offer.for_whom", { source: this.#source, key: this.#key, everybody: this.everybody });
      if (question !== this.#questions) return;
      this.#found = people;
      this.cut = cut;
      this.thrown = null;
      // Nothing is done for people who are no longer in the list.
      const there = people.map(({ person }) => person.id);
      for (const id of [...this.ticked]) if (!there.includes(id)) this.ticked.delete(id);
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }

  askEverybody(everybody: boolean): void {
    this.everybody = everybody;
    this.limit = SHOWN;
    void this.reread();
  }

  showMore(): void {
    this.limit += SHOWN;
  }

  /** Those whom it does not fit are hidden again: nothing is done for who is not seen. */
  showAll(all: boolean): void {
    this.all = all;
    if (all) return;
    for (const { person, fit } of this.#found ?? []) if (fit.verdict === "no") this.ticked.delete(person.id);
  }

  tick(id: PersonId, on: boolean): void {
    this.refused = null;
    if (on) this.ticked.add(id);
    else this.ticked.delete(id);
  }

  turn(id: PersonId): void {
    if (!this.opened.delete(id)) this.opened.add(id);
  }

  async refer(): Promise<boolean> {
    const people = [...this.ticked];
    this.refused = people.length === 0 ? m.offer_refer_missing() : people.length > MOST ? m.offer_refer_most() : null;
    if (this.refused !== null) return false;
    return this.act.run(async () => {
      const { referrals, already } = await call("offer.refer", { source: this.#source, key: this.#key, people });
      const names = already.map((id) => this.#nameOf(id)).filter((name) => name !== "");
      const done = referrals.length === 0 ? m.offer_referred_nobody() : m.offer_referred({ count: referrals.length });
      const before = names.length === 0 ? "" : m.offer_referred_already({ names: names.join(", ") });
      this.ticked.clear();
      said.say([done, before].filter((part) => part !== "").join(" "), { label: m.offer_referred_see(), run: () => place.go({ screen: "referrals" }) });
    });
  }

  #nameOf(id: PersonId): string {
    const found = this.#found?.find(({ person }) => person.id === id);
    return found ? nameOf(found.person) : "";
  }
}
