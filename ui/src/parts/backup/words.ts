// Backups and losses in words: when, why, how large, what is missing.

import type { Backup, BackupCause, Loss, PlacedBackup, SecondCopy } from "../../api/generated.ts";
import { instantInWords, language, m } from "../../words/index.ts";

export function momentWords(ms: number): string {
  return instantInWords(new Date(ms).toISOString());
}

export function causeWords(cause: BackupCause): string {
  const causes: Record<BackupCause, () => string> = {
    daily: m.backup_cause_daily,
    asked: m.backup_cause_asked,
    before_migration: m.backup_cause_before_migration,
  };
  return causes[cause]();
}

export function sizeWords(backup: Backup): string {
  const megabytes = backup.bytes / 1_000_000;
  if (megabytes < 0.1) return m.backup_size_small();
  const digits = new Intl.NumberFormat(language() === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: megabytes < 10 ? 1 : 0 });
  return m.backup_size({ size: digits.format(megabytes) });
}

/** One line of a list to choose from. */
export function choiceWords({ backup, place }: PlacedBackup): string {
  const said = { when: momentWords(backup.made_ms), cause: causeWords(backup.cause) };
  return place === "second" ? m.backup_choice_second(said) : m.backup_choice_of(said);
}

/** The same instant names the copies in both folders. */
export function keyOf({ backup, place }: PlacedBackup): string {
  return `${place}/${backup.id}`;
}

export function madeWords(second: SecondCopy): string {
  const words: Record<SecondCopy, () => string> = {
    none: m.backup_made,
    made: m.backup_made_both,
    absent: m.backup_made_absent,
    full: m.backup_made_full,
    failed: m.backup_made_failed,
  };
  return words[second]();
}

/** What an opening found missing: the sentence, then between which moments, where they are known. */
export function lossSentences({ kind, acts, since_ms, until_ms }: Loss): string[] {
  const sentences: Record<Loss["kind"], () => string> = {
    log_cut: () => m.backup_loss_log_cut({ count: acts }),
    older_copy: () => (acts === 0 ? m.backup_loss_older_whole() : m.backup_loss_older_copy({ count: acts })),
    other_copy: m.backup_loss_other_copy,
    mark_missing: m.backup_loss_mark_missing,
    mark_damaged: m.backup_loss_mark_damaged,
  };
  return [
    sentences[kind](),
    ...(since_ms === null ? [] : [m.backup_loss_since({ when: momentWords(since_ms) })]),
    ...(until_ms === null ? [] : [m.backup_loss_until({ when: momentWords(until_ms) })]),
  ];
}
