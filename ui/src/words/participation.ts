// The closed lists of participation in words, and what residents are owed as a sentence.

import type { AnswerKind, ConsultationKind, Helped, Owed, OwedKind, Present, ProposalTheme, PublicCount, Recommend } from "../api/generated.ts";
import { dayInWords } from "./day.ts";
import { m } from "./generated/messages.js";
import { language } from "./language.svelte.ts";
import type { Term } from "./terms.ts";

export const consultationWords: Term<ConsultationKind> = {
  citizen_council: m.participation_kind_citizen_council,
  assembly: m.participation_kind_assembly,
  youth_panel: m.participation_kind_youth_panel,
  survey: m.participation_kind_survey,
  walk: m.participation_kind_walk,
  other: m.participation_kind_other,
};

export const themeWords: Term<ProposalTheme> = {
  job: m.participation_theme_job,
  training: m.participation_theme_training,
  youth: m.participation_theme_youth,
  housing: m.participation_theme_housing,
  transport: m.participation_theme_transport,
  health: m.participation_theme_health,
  safety: m.participation_theme_safety,
  surroundings: m.participation_theme_surroundings,
  culture: m.participation_theme_culture,
  rights: m.participation_theme_rights,
  other: m.participation_theme_other,
};

export const institutionWords: Term<AnswerKind> = {
  accepted: m.participation_answer_accepted,
  partly: m.participation_answer_partly,
  refused: m.participation_answer_refused,
  under_study: m.participation_answer_under_study,
};

export const helpedWords: Term<Helped> = {
  yes: m.participation_feedback_yes,
  partly: m.participation_feedback_partly,
  no: m.participation_feedback_no,
};

export const recommendWords: Term<Recommend> = { yes: m.participation_feedback_yes, no: m.participation_feedback_no };

export const presentWords: Readonly<Record<keyof Present, () => string>> = {
  total: m.participation_total,
  residents: m.participation_residents,
  local_actors: m.participation_local_actors,
  young: m.participation_young,
  other_college: m.participation_other_college,
  under_16: m.participation_under_16,
  from_16_to_25: m.participation_from_16_to_25,
  from_26_to_64: m.participation_from_26_to_64,
  from_65: m.participation_from_65,
  women: m.participation_women,
  men: m.participation_men,
  other_sex: m.participation_other_sex,
};

/** The groups in which people are counted, each with its parts. */
export const presentGroups: readonly { label: () => string; parts: readonly (keyof Present)[] }[] = [
  { label: m.participation_colleges, parts: ["residents", "local_actors", "young", "other_college"] },
  { label: m.participation_ages, parts: ["under_16", "from_16_to_25", "from_26_to_64", "from_65"] },
  { label: m.participation_sexes, parts: ["women", "men", "other_sex"] },
];

const late: Readonly<Record<OwedKind, (inputs: { count: number }) => string>> = {
  answer: m.participation_owed_answer_late,
  decision: m.participation_owed_decision_late,
  deed: m.participation_owed_deed_late,
};

const coming: Readonly<Record<OwedKind, (inputs: { day: string }) => string>> = {
  answer: m.participation_owed_answer,
  decision: m.participation_owed_decision,
  deed: m.participation_owed_deed,
};

/** "Réponse en retard de 12 jours", "Réponse attendue : dans 3 jours". */
export function owedInWords({ kind, due_on, late_days }: Owed): string {
  return late_days > 0 ? late[kind]({ count: late_days }) : coming[kind]({ day: dayInWords(due_on) });
}

/** A count as residents read it; empty where nobody counted. */
export function publicInWords(count: PublicCount): string {
  switch (count.told) {
    case "exactly":
      return String(count.count);
    case "few":
      return m.participation_few();
    case "withheld":
      return m.participation_withheld();
    case "unknown":
      return "";
  }
}

/** The code of a neighbourhood with the list it is of. */
export function qpvInWords(code: string): string {
  return code.startsWith("QN") ? m.participation_qpv_2024({ code }) : m.participation_qpv_2015({ code });
}

/** "mars 2026" of `2026-03`. */
export function monthInWords(month: string): string {
  const [year = "", number = ""] = month.split("-");
  const at = Date.UTC(Number(year), Number(number) - 1, 1);
  if (Number.isNaN(at)) return month;
  return new Intl.DateTimeFormat(language() === "fr" ? "fr-FR" : "en-GB", { timeZone: "UTC", month: "long", year: "numeric" }).format(at);
}
