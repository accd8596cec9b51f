// Who was told about their file, on which day and how, before it is written down.

import { call } from "../../api/call.ts";
import type { NoticeWay, ToldTo } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Asking } from "../person/asking.svelte.ts";

export class Tell {
  readonly #person: string;
  to = $state<ToldTo>("person");
  way = $state<NoticeWay>("oral");
  on = $state<string | null>(null);
  unreadable = $state(false);
  asking = new Asking(["told_on"]);

  constructor(person: string) {
    this.#person = person;
  }

  /** A minor is told together with their representative, unless it went otherwise. */
  begin(minor: boolean): void {
    this.to = minor ? "both" : "person";
    this.way = "oral";
    this.on = null;
    this.asking.clear();
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    if (this.unreadable) this.asking.refuse("told_on", m.person_day_unreadable());
    if (this.asking.under("told_on") !== null) return false;
    return this.asking.run(() => call("notice.record", { person: this.#person, told_on: this.on, told_to: this.to, way: this.way }));
  }
}
