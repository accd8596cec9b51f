// Works sites in words: kinds of works, contracts, hours and how far a clause is met.

import type { ClauseContract, ClauseStand, ClauseWorks } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import { language } from "./language.svelte.ts";
import type { Term } from "./terms.ts";

export const clauseWorksWords: Term<ClauseWorks> = {
  operation: m.works_kind_operation,
  local_management: m.works_kind_local_management,
};

export const clauseContractWords: Term<ClauseContract> = {
  fixed_term: m.works_contract_fixed_term,
  permanent: m.works_contract_permanent,
  temporary: m.works_contract_temporary,
  apprenticeship: m.works_contract_apprenticeship,
  professionalisation: m.works_contract_professionalisation,
  insertion: m.works_contract_insertion,
  other: m.works_contract_other,
};

/** "279 h 30", "1 500 h". */
export function hoursInWords(minutes: number): string {
  const hours = new Intl.NumberFormat(language() === "fr" ? "fr-FR" : "en-GB").format(Math.floor(minutes / 60));
  const rest = minutes % 60;
  return rest === 0 ? m.works_duration({ hours }) : m.works_duration_minutes({ hours, minutes: String(rest).padStart(2, "0") });
}

/** "32 % des heures dues", "103 %, clause tenue". */
export function standInWords({ done_percent: percent, remaining_minutes: remaining }: ClauseStand): string {
  if (percent === null) return m.works_nothing_due();
  return remaining === 0 ? m.works_percent_met({ percent }) : m.works_percent({ percent });
}
