// A postal code and a commune being typed: what fits them, what a choice fills in, and which code no longer holds.

import { communes } from "./communes.ts";
import type { Communes, Place } from "./find.ts";

/** The part of a form that says where. */
export interface Where {
  postal_code: string;
  commune: string;
  insee: string;
}

export class Placing {
  #known = $state.raw<Communes | null>(null);

  /** Without the list the fields are plain fields: nothing typed waits for it. */
  async begin(): Promise<void> {
    try {
      this.#known = await communes();
    } catch {
      this.#known = null;
    }
  }

  named(typed: string): readonly Place[] {
    return this.#known?.named(typed) ?? [];
  }

  coded(typed: string): readonly Place[] {
    return this.#known?.coded(typed) ?? [];
  }

  choose(where: Where, { commune, postal }: Place): void {
    where.commune = commune.name;
    where.insee = commune.insee;
    if (postal !== "") where.postal_code = postal;
    // Another city's code would stay beside a whole city of districts.
    else if (this.coded(where.postal_code).every((place) => !place.commune.name.startsWith(commune.name))) where.postal_code = "";
  }

  /** The name is typed anew: the code of the commune it named is no longer its own. One typed by hand stays. */
  renamed(where: Where, before: string): void {
    if (where.insee !== "" && where.commune !== before && this.#known?.belongs(where.insee, before)) where.insee = "";
  }

  /** A whole postal code that has one commune alone names it, where none was typed. */
  recoded(where: Where): void {
    const [place, ...more] = where.postal_code.replace(/\s/g, "").length === 5 ? this.coded(where.postal_code) : [];
    if (place && more.length === 0 && where.commune.trim() === "") this.choose(where, place);
  }

  /** The name was left as it is typed: where only one commune bears it, its codes are filled in. */
  left(where: Where): void {
    if (where.commune.trim() === "" || where.insee !== "") return;
    const place = this.#known?.only(where.commune, where.postal_code) ?? null;
    if (place) this.choose(where, place);
  }
}
