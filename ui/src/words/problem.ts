// Codes of the desk to sentences: what happened, what was kept, what to do. A new code without a sentence does not compile.

import type { Unreadable } from "../api/call.ts";
import type { KeyringState, Problem } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import { fileSentence } from "./file.ts";
import { refusalSentence } from "./refusal.ts";

type Told = Problem | Unreadable;
type Sentences = { [C in Told["code"]]: (problem: Extract<Told, { code: C }>) => string };

export function keyringSentence(state: KeyringState): string {
  const sentences: Record<KeyringState, () => string> = {
    available: m.words_keyring_available,
    locked: m.words_keyring_locked,
    absent: m.words_keyring_absent,
    empty: m.words_keyring_empty,
    replaced: m.words_keyring_replaced,
    refused: m.words_keyring_refused,
    slow: m.words_keyring_slow,
  };
  return sentences[state]();
}

const sentences: Sentences = {
  wrong_passphrase: () => m.words_problem_wrong_passphrase(),
  wait: (problem) => m.words_problem_wait({ count: problem.retry_after_s }),
  recovery_typo: () => m.words_problem_recovery_typo(),
  wrong_recovery_code: () => m.words_problem_wrong_recovery_code(),
  weak_passphrase: () => m.words_problem_weak_passphrase(),
  locked: () => m.words_problem_locked(),
  keyring: (problem) => keyringSentence(problem.state),
  no_vault: () => m.words_problem_no_vault(),
  vault_exists: () => m.words_problem_vault_exists(),
  damaged: () => m.words_problem_damaged(),
  newer: () => m.words_problem_newer(),
  migration_failed: () => m.words_problem_migration_failed(),
  disk_full: () => m.words_problem_disk_full(),
  busy: () => m.words_problem_busy(),
  vault_in_use: () => m.words_problem_vault_in_use(),
  not_found: () => m.words_problem_not_found(),
  stopped: () => m.words_problem_stopped(),
  content_missing: () => m.words_problem_content_missing(),
  content_away: () => m.words_problem_content_away(),
  other_space: () => m.words_problem_other_space(),
  file_refused: ({ refusal }) => fileSentence(refusal),
  catalogue_damaged: () => m.words_problem_catalogue_damaged(),
  catalogue_newer: () => m.words_problem_catalogue_newer(),
  not_latest_import: () => m.words_problem_not_latest_import(),
  refused: (problem) => refusalSentence(problem.refusal),
  hub_address: ({ unencrypted }) => (unencrypted ? m.words_problem_hub_unencrypted() : m.words_problem_hub_address()),
  hub_away: () => m.words_problem_hub_away(),
  not_a_hub: () => m.words_problem_not_a_hub(),
  hub_full: () => m.words_problem_hub_full(),
  hub_refused: ({ why }) => m.words_problem_hub_refused({ why }),
  permit_needed: () => m.words_problem_permit_needed(),
  lease_over: ({ days }) => m.words_problem_lease_over({ count: days }),
  not_in_team: () => m.words_problem_not_in_team(),
  in_team: () => m.words_problem_in_team(),
  demo_in_the_way: () => m.words_problem_demo_in_the_way(),
  role_forbids: () => m.words_problem_role_forbids(),
  last_admin: () => m.words_problem_last_admin(),
  team_moved: () => m.words_problem_team_moved(),
  team_forged: ({ alarm }) => m.words_problem_team_forged({ alarm }),
  invitation_typo: () => m.words_problem_invitation_typo(),
  invitation_unknown: () => m.words_problem_invitation_unknown(),
  invitation_used: () => m.words_problem_invitation_used(),
  kit_typo: () => m.words_problem_kit_typo(),
  kit_unknown: () => m.words_problem_kit_unknown(),
  not_a_team_file: ({ newer }) =>
    newer ? m.words_problem_newer_team_file() : m.words_problem_not_a_team_file(),
  other_team: () => m.words_problem_other_team(),
  words_differ: () => m.words_problem_words_differ(),
  update_needed: () => m.words_problem_update_needed(),
  bad_request: () => m.words_problem_bad_request(),
  unknown_call: () => m.words_problem_unknown_call(),
  internal: () => m.words_problem_internal(),
  unreadable: () => m.words_problem_unreadable(),
};

/** One sentence for one problem; a code this version does not know gets the fallback sentence. */
export function problemSentence(problem: Told): string {
  const say = sentences[problem.code] as ((problem: Told) => string) | undefined;
  return say ? say(problem) : m.words_problem_unknown({ code: problem.code });
}
