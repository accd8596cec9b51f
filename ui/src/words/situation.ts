// The situations of each theme of the assessment, in words. A code without its words does not compile.

import type { NeedSituation, Theme } from "../api/generated.ts";
import { m } from "./generated/messages.js";

export const situationWords: Readonly<Record<NeedSituation, () => string>> = {
  no_home: m.terms_situation_no_home,
  hosted: m.terms_situation_hosted,
  home_at_risk: m.terms_situation_home_at_risk,
  home_unfit: m.terms_situation_home_unfit,
  no_transport: m.terms_situation_no_transport,
  no_licence: m.terms_situation_no_licence,
  stays_in_quarter: m.terms_situation_stays_in_quarter,
  no_health_cover: m.terms_situation_no_health_cover,
  care_put_off: m.terms_situation_care_put_off,
  low_spirits: m.terms_situation_low_spirits,
  disability: m.terms_situation_disability,
  no_income: m.terms_situation_no_income,
  debts: m.terms_situation_debts,
  no_bank_account: m.terms_situation_no_bank_account,
  no_identity_papers: m.terms_situation_no_identity_papers,
  stay_to_renew: m.terms_situation_stay_to_renew,
  rights_not_claimed: m.terms_situation_rights_not_claimed,
  family_break: m.terms_situation_family_break,
  cares_for_someone: m.terms_situation_cares_for_someone,
  has_child: m.terms_situation_has_child,
  violence: m.terms_situation_violence,
  speaks_little_french: m.terms_situation_speaks_little_french,
  reads_with_effort: m.terms_situation_reads_with_effort,
  no_device: m.terms_situation_no_device,
  no_connection: m.terms_situation_no_connection,
  forms_online_hard: m.terms_situation_forms_online_hard,
  never_worked: m.terms_situation_never_worked,
  no_cv: m.terms_situation_no_cv,
  undeclared_work: m.terms_situation_undeclared_work,
  left_without_diploma: m.terms_situation_left_without_diploma,
  no_idea_of_trade: m.terms_situation_no_idea_of_trade,
  no_place_found: m.terms_situation_no_place_found,
};

const themes: Readonly<Record<NeedSituation, Theme>> = {
  no_home: "housing",
  hosted: "housing",
  home_at_risk: "housing",
  home_unfit: "housing",
  no_transport: "mobility",
  no_licence: "mobility",
  stays_in_quarter: "mobility",
  no_health_cover: "health",
  care_put_off: "health",
  low_spirits: "health",
  disability: "health",
  no_income: "finances",
  debts: "finances",
  no_bank_account: "finances",
  no_identity_papers: "paperwork",
  stay_to_renew: "paperwork",
  rights_not_claimed: "paperwork",
  family_break: "family",
  cares_for_someone: "family",
  has_child: "family",
  violence: "family",
  speaks_little_french: "french",
  reads_with_effort: "french",
  no_device: "digital",
  no_connection: "digital",
  forms_online_hard: "digital",
  never_worked: "work",
  no_cv: "work",
  undeclared_work: "work",
  left_without_diploma: "training",
  no_idea_of_trade: "training",
  no_place_found: "training",
};

/** The situations of a theme, in the order in which they are asked. */
export function situationsOf(theme: Theme): NeedSituation[] {
  return (Object.keys(themes) as NeedSituation[]).filter((situation) => themes[situation] === theme);
}
