// A session and backups for tests, in words that can be said whatever the day.

import type { Backup, LinkState, PlacedBackup, SessionState } from "../../api/generated.ts";

export function sampleSession(changed: Partial<SessionState> = {}): SessionState {
  return {
    vault: "open",
    protection: "passphrase_alone",
    keyring: "absent",
    retry_after_s: 0,
    worker: "Awa Diallo",
    demo: false,
    settings: { language: "fr", theme: "system", idle_minutes: 5 },
    pending_changes: 0,
    link: null,
    disagreements: 0,
    loss: null,
    upgraded_from: null,
    version: "0.1.0",
    ...changed,
  };
}

/** A laptop in a team that it has not met to the end yet. */
export function sampleLink(changed: Partial<LinkState> = {}): LinkState {
  return { team: "Lille-Sud", member: true, done_ms: null, end: null, alarms: 0, about: null, smaller: [], lease: { lease: "runs" }, coming: null, ...changed };
}

export function sampleBackup(at: string, changed: Partial<Backup> = {}): PlacedBackup {
  return { place: "here", backup: { id: at, made_ms: Date.parse(at), cause: "daily", acts: 12, bytes: 4_350_000, ...changed } };
}
