// What a verification found, in words: which part of the file, which records.

import type { Finding, VerifyReport } from "../../api/generated.ts";
import { lossSentences } from "../../parts/backup/words.ts";
import { m } from "../../words/index.ts";

const tables: Readonly<Record<string, () => string>> = {
  worker: m.security_table_worker,
  person: m.security_table_person,
  case_file: m.security_table_case,
  case_move: m.security_table_case_move,
  encounter: m.security_table_encounter,
  need: m.security_table_need,
  provider: m.security_table_provider,
  programme: m.security_table_programme,
  referral: m.security_table_referral,
  agreement: m.security_table_agreement,
  transition: m.security_table_transition,
  referral_check: m.security_table_check,
  task: m.security_table_task,
  delay: m.security_table_delay,
};

/** A table of a newer version is named by its code. */
function tableWords(code: string): string {
  return (Object.hasOwn(tables, code) ? tables[code]?.() : undefined) ?? code;
}

function findingSentence(finding: Finding): string {
  switch (finding.finding) {
    case "pages":
      return m.security_finding_pages({ count: finding.count });
    case "structure":
      return m.security_finding_structure({ count: finding.count });
    case "accesses":
      return m.security_finding_accesses({ line: finding.line });
    case "rows":
      return m.security_finding_rows({ count: finding.count, table: tableWords(finding.table) });
  }
}

/** Everything that a verification found wrong, a sentence each. */
export function reportSentences({ findings, orphans, documents, loss }: VerifyReport): string[] {
  return [
    ...findings.map(findingSentence),
    ...orphans.map(({ table, count }) => m.backup_hurt_orphans({ count, table: tableWords(table) })),
    ...documents.map(({ name, person_name }) => m.security_finding_document({ name, person: person_name || m.backup_nameless() })),
    ...(loss === null ? [] : lossSentences(loss).slice(0, 1)),
  ];
}

/** What colleagues with a newer version wrote and this one keeps for later, a sentence for each laptop. */
export function unreadSentences({ unread }: VerifyReport): string[] {
  const laptops = new Map<string, { name: string; count: number }>();
  for (const { device, worker, count } of unread) {
    const laptop = laptops.get(device) ?? { name: worker || m.disagreement_by_unknown(), count: 0 };
    laptops.set(device, { ...laptop, count: laptop.count + count });
  }
  return [...laptops.values()].map(({ name, count }) => m.security_verify_unread({ name, count }));
}
