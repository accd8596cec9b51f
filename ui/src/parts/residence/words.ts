// Where somebody lives, in sentences: what an address says, and what was answered and still holds.

import type { AddressPrecision, LocateWhy, PersonDraft, QpvAnswer, Residence, ResidenceAnswer, ResidenceWay } from "../../api/generated.ts";
import { m, onDay } from "../../words/index.ts";

type Words<C extends string> = Readonly<Record<C, () => string>>;

export const answers: Words<ResidenceAnswer> = { in: m.residence_answer_in, out: m.residence_answer_out, uncertain: m.residence_answer_uncertain };

export const precisions: Words<AddressPrecision> = {
  house: m.residence_precision_house,
  neighbour: m.residence_precision_neighbour,
  street: m.residence_precision_street,
  commune: m.residence_precision_commune,
};

export const whyNot: Words<LocateWhy> = {
  no_list: m.residence_why_no_list,
  no_street: m.residence_why_no_street,
  no_number: m.residence_why_no_number,
  no_outlines: m.residence_why_no_outlines,
  border: m.residence_why_border,
};

const ways: Words<ResidenceWay> = { address: m.residence_way_address, hand: m.residence_way_hand };

/** The address on one line, as the answer is kept for. */
export function addressOf(who: Pick<PersonDraft, "address_line" | "postal_code" | "commune">): string {
  return [who.address_line, who.postal_code, who.commune].filter((part) => part !== "").join(", ");
}

export function metresWords(metres: number): string {
  if (metres < 1) return m.residence_less();
  return metres < 1000 ? m.residence_metres({ metres: Math.round(metres) }) : m.residence_kilometres({ km: Math.round(metres / 1000) });
}

export function areaWords(area: QpvAnswer): string {
  return m.residence_near_one({ name: area.name, code: area.code, metres: metresWords(area.metres) });
}

function told(what: string, { way, on, note }: Residence): string {
  if (way === null || on === null) return what;
  const parts = { what, way: ways[way](), day: onDay(on) };
  return note === "" ? m.residence_told(parts) : m.residence_told_note({ ...parts, note });
}

export interface Stands {
  /** What is known of the neighbourhood; empty where nobody has looked. */
  sentence: string;
  /** The answer was given for another address. */
  moved: boolean;
}

/** What holds today: a code says inside, whoever wrote it; any other answer holds for its address alone. */
export function standsOf(who: PersonDraft, residence: Residence, name: string | null): Stands {
  const moved = residence.answer !== null && residence.address !== addressOf(who);
  if (who.qpv !== "") {
    const inside = m.residence_is_in({ area: name === null ? who.qpv : m.residence_named({ name, code: who.qpv }) });
    // A code that was typed has no story of its own.
    return residence.answer === "in" ? { sentence: told(inside, residence), moved } : { sentence: inside, moved: false };
  }
  if (residence.answer === "out") return { sentence: told(m.residence_is_out(), residence), moved };
  if (residence.answer === "uncertain" && !moved) return { sentence: told(m.residence_is_uncertain(), residence), moved: false };
  return { sentence: "", moved: false };
}
