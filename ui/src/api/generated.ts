// A stand-in, replaced by the file generated from the Rust types.

export type Language = "fr" | "en";
export type Theme = "system" | "light" | "dark";
export type Settings = { language: Language; theme: Theme; idle_minutes: number };
export type VaultState = "absent" | "locked" | "open";
export type Protection = "passphrase_and_device" | "passphrase_alone";
export type KeyringState = "available" | "locked" | "absent" | "empty" | "replaced" | "refused" | "slow";
export type SessionState = {
  vault: VaultState;
  protection: Protection | null;
  keyring: KeyringState;
  retry_after_s: number;
  worker: string | null;
  demo: boolean;
  settings: Settings;
  pending_changes: number;
  version: string;
};
export type Created = { recovery_code: string; protection: Protection };
export type Strength = { score: number; advice: string[] };
export type VerifyReport = { sound: boolean; findings: string[] };

export type Calls = {
  "session.state": { request: Record<string, never>; answer: SessionState };
  "session.create": { request: { passphrase: string; worker: string }; answer: Created };
  "session.unlock": { request: { passphrase: string }; answer: null };
  "session.recover": { request: { recovery_code: string; passphrase: string }; answer: null };
  "session.lock": { request: Record<string, never>; answer: null };
  "session.change_passphrase": { request: { current: string; passphrase: string }; answer: null };
  "session.renew_recovery_kit": { request: { passphrase: string }; answer: { recovery_code: string } };
  "session.passphrase_strength": { request: { passphrase: string }; answer: Strength };
  "settings.change": { request: { settings: Settings }; answer: null };
  "demo.fill": { request: { people: number; seed: number }; answer: null };
  "demo.remove": { request: Record<string, never>; answer: null };
  "vault.verify": { request: Record<string, never>; answer: VerifyReport };
};

export type Problem =
  | { code: "wrong_passphrase"; retry_after_s: number }
  | { code: "wait"; retry_after_s: number }
  | { code: "wrong_recovery_code" }
  | { code: "weak_passphrase" }
  | { code: "locked" }
  | { code: "keyring"; state: KeyringState }
  | { code: "damaged" }
  | { code: "disk_full" }
  | { code: "bad_request" }
  | { code: "internal" };

export type Topic = "session" | "settings" | "people";
