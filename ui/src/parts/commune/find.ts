// Communes found by what is typed of their name or postal code, those of the region first.

import { folded } from "../../design/choice.ts";
import type { Commune } from "./read.ts";

/** One commune with one of its postal codes, as it stands on a letter. */
export interface Place {
  commune: Commune;
  /** Empty for a whole city of districts. */
  postal: string;
}

/** Departments of Hauts-de-France: what people type most often is near. */
const NEAR = new Set(["02", "59", "60", "62", "80"]);
/** Shown at once; whoever types on sees the others. */
const MOST = 30;

/** A name as people type it: signs are blanks, "st" is "saint". */
export function plain(name: string): string {
  return folded(name)
    .replace(/[-'.]+/g, " ")
    .replace(/\bst(e?) /g, "saint$1 ")
    .replace(/\s+/g, " ")
    .trim();
}

export class Communes {
  readonly #all: readonly { commune: Commune; plain: string }[];
  readonly #byCode = new Map<string, Commune[]>();

  constructor(all: readonly Commune[]) {
    this.#all = all.map((commune) => ({ commune, plain: plain(commune.name) }));
    for (const commune of all) {
      // A former commune stands under the code of the one it is part of: only a present one answers to it.
      if (commune.of === null) for (const code of commune.postal) this.#byCode.set(code, [...(this.#byCode.get(code) ?? []), commune]);
    }
  }

  /** Those whose name begins like this, then those in which a word does; each once for each of its postal codes. */
  named(typed: string): Place[] {
    const wanted = plain(typed);
    if (wanted.length < 2) return [];
    const ranked = this.#all
      .map(({ commune, plain }) => ({ commune, plain, rank: plain === wanted ? 0 : plain.startsWith(wanted) ? 1 : ` ${plain}`.includes(` ${wanted}`) ? 2 : 3 }))
      .filter(({ rank }) => rank < 3)
      .map((found) => ({ ...found, far: NEAR.has(found.commune.insee.slice(0, 2)) ? 0 : 1 }));
    ranked.sort((one, other) => Math.min(one.rank, 1) - Math.min(other.rank, 1) || one.far - other.far || one.rank - other.rank || one.plain.localeCompare(other.plain));
    return ranked.slice(0, MOST).flatMap(({ commune }) => placesOf(commune));
  }

  /** Those of a postal code, or of all that begin like this once two digits are typed. */
  coded(typed: string): Place[] {
    const code = typed.replace(/\s/g, "");
    if (!/^(\d{2,5}|2[ab]\d{0,3})$/i.test(code)) return [];
    if (code.length === 5) return (this.#byCode.get(code) ?? []).map((commune) => ({ commune, postal: code }));
    const places: Place[] = [];
    for (const [postal, communes] of this.#byCode) {
      if (postal.startsWith(code)) places.push(...communes.map((commune) => ({ commune, postal })));
    }
    places.sort((one, other) => one.postal.localeCompare(other.postal) || one.commune.name.localeCompare(other.commune.name));
    return places.slice(0, MOST);
  }

  /** The only commune of this name, with this postal code if one is typed; null where there are several or none. */
  only(name: string, postal: string): Place | null {
    const wanted = plain(name);
    const same = this.#all.filter((one) => one.plain === wanted).map(({ commune }) => commune);
    const code = postal.replace(/\s/g, "");
    const fits = code === "" ? same : same.filter((commune) => commune.postal.includes(code));
    const [commune] = fits;
    if (!commune || fits.length > 1) return null;
    return { commune, postal: code || (commune.postal.length === 1 ? (commune.postal[0] ?? "") : "") };
  }

  /** The name of the present commune under this INSEE code; null where there is none. */
  name(insee: string): string | null {
    return this.#all.find(({ commune }) => commune.insee === insee && commune.of === null)?.commune.name ?? null;
  }

  /** Whether this is the INSEE code of a commune of this name. */
  belongs(insee: string, name: string): boolean {
    const wanted = plain(name);
    return this.#all.some(({ commune, plain }) => commune.insee === insee && plain === wanted);
  }
}

function placesOf(commune: Commune): Place[] {
  return commune.postal.length === 0 ? [{ commune, postal: "" }] : commune.postal.map((postal) => ({ commune, postal }));
}
