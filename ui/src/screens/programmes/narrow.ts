// The catalogue narrowed and sorted, on what the desk answered for the typed words.

import type { Funding, ProgrammeKind, ProgrammeLine, Tag } from "../../api/generated.ts";
import type { Sort } from "../../design/index.ts";
import { addDays, kindWords, statusWords } from "../../words/index.ts";

export interface Narrowing {
  kind: ProgrammeKind | null;
  funding: Funding | null;
  tags: readonly Tag[];
  open: boolean;
  /** Starts within three months. */
  soon: boolean;
}

export type ProgrammeColumn = "name" | "provider" | "ages" | "start" | "places" | "status" | "marks" | "referrals";

const SOON_DAYS = 92;

export function narrowed(lines: readonly ProgrammeLine[], by: Narrowing, present: string): ProgrammeLine[] {
  const limit = addDays(present, SOON_DAYS);
  return lines.filter(({ what }) => {
    if (by.kind !== null && what.kind !== by.kind) return false;
    if (by.funding !== null && !what.fundings.includes(by.funding)) return false;
    if (!by.tags.every((tag) => what.tags.includes(tag))) return false;
    if (by.open && what.status !== "open") return false;
    return !by.soon || (what.next_start !== null && what.next_start >= present && what.next_start <= limit);
  });
}

type Key = string | number | null;

function keyOf({ what, provider_name, commune, referrals }: ProgrammeLine, column: ProgrammeColumn): Key {
  switch (column) {
    case "name":
      return what.name;
    case "provider":
      return `${provider_name} ${commune}`;
    case "ages":
      return what.min_age ?? what.max_age;
    case "start":
      return what.next_start;
    case "places":
      return what.places;
    case "status":
      return statusWords[what.status]();
    case "marks":
      return kindWords[what.kind]();
    case "referrals":
      return referrals;
  }
}

/** In the order asked for; what is not known comes last in either direction. */
export function sorted(lines: readonly ProgrammeLine[], { key, descending }: Sort<ProgrammeColumn>): ProgrammeLine[] {
  const turn = descending ? -1 : 1;
  return [...lines].sort((one, other) => {
    const [left, right] = [keyOf(one, key), keyOf(other, key)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === "number" && typeof right === "number") return turn * (left - right);
    return turn * String(left).localeCompare(String(right), "fr", { sensitivity: "base", numeric: true });
  });
}
