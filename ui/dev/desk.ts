// An invented desk with believable answers; it keeps nothing and protects nothing.

import type { Transport } from "../src/api/call.ts";
import type { BackupCause, BackupPlace, PlacedBackup, Problem, SessionState, Topic, VerifyReport } from "../src/api/generated.ts";
import { offerAnswers } from "./offers.ts";
import { worksAnswers } from "./works.ts";

type Answer = (request: Record<string, unknown>) => unknown;

const HOUR_MS = 3_600_000;

function backup(hoursAgo: number, cause: BackupCause, place: BackupPlace = "here"): PlacedBackup {
  const made_ms = Date.now() - hoursAgo * HOUR_MS;
  return { place, backup: { id: String(made_ms), made_ms, cause, acts: 1200, bytes: 4_350_000 } };
}

/** `?damaged`: the way of a vault that cannot be read whole. */
const HURT: VerifyReport = {
  sound: false,
  acts: 1200,
  unread: [],
  findings: [
    { finding: "pages", count: 1 },
    { finding: "rows", table: "encounter", count: 3 },
  ],
  loss: null,
  people: [
    { person: "01990000-0000-7000-8000-000000000001", name: "Karim Haddad", rows: 2 },
    { person: "01990000-0000-7000-8000-000000000002", name: "", rows: 1 },
  ],
  orphans: [],
  documents: [],
};

export function desk(asked: URLSearchParams): Transport {
  const PASSPHRASE = "cheval agrafe pile correct";
  const handlers = new Set<(topic: Topic) => void>();
  const state: SessionState = {
    vault: (asked.get("vault") ?? "open") as SessionState["vault"],
    protection: "passphrase_and_device",
    keyring: (asked.get("keyring") ?? "available") as SessionState["keyring"],
    retry_after_s: 0,
    worker: asked.get("vault") === "absent" ? null : "Awa Diallo",
    demo: asked.has("demo"),
    settings: {
      language: (asked.get("language") ?? "fr") as "fr" | "en",
      theme: (asked.get("theme") ?? "system") as "system" | "light" | "dark",
      idle_minutes: 5,
    },
    pending_changes: 0,
    link: null,
    disagreements: 0,
    loss: asked.has("loss") ? { kind: "log_cut", acts: 3, since_ms: Date.now() - 26 * HOUR_MS, until_ms: Date.now() - 2 * HOUR_MS } : null,
    upgraded_from: asked.has("upgraded") ? backup(1, "before_migration").backup : null,
    version: "0.1.0",
  };
  let misses = 0;
  let second: string | null = asked.has("stick") ? "/media/awa/CLE/sauvegardes" : null;
  const backups = asked.has("nobackup") ? [] : [backup(3, "daily"), backup(27, "asked"), backup(51, "daily"), backup(75, "daily"), backup(99, "before_migration"), backup(190, "daily")];

  function make(cause: BackupCause): unknown {
    const made = backup(0, cause);
    backups.unshift(made);
    publish("session");
    return { backup: made.backup, second: second === null ? "none" : "absent" };
  }

  function publish(topic: Topic): void {
    for (const handler of handlers) handler(topic);
  }
  function refuse(problem: Problem): never {
    throw problem;
  }
  function set(changed: Partial<SessionState>): null {
    Object.assign(state, changed);
    publish("session");
    return null;
  }
  function check(given: unknown): void {
    if (given === PASSPHRASE) return;
    misses += 1;
    refuse({ code: "wrong_passphrase", retry_after_s: misses > 1 ? 2 ** misses : 0 });
  }

  const answers: Record<string, Answer> = {
    ...offerAnswers(),
    ...worksAnswers(() => publish("catalogue")),
    "session.state": () => structuredClone(state),
    "session.create": ({ worker }) => {
      set({ vault: "open", worker: String(worker) });
      return { recovery_code: "K7QM-2XNB-4TRD-9HWC-P3VY-6JFA-8ZES-5GLU", protection: state.protection };
    },
    "session.unlock": ({ passphrase }) => {
      check(passphrase);
      if (asked.has("damaged")) refuse({ code: "damaged" });
      return set({ vault: "open" });
    },
    "session.recover": () => set({ vault: "open" }),
    "session.lock": () => set({ vault: "locked" }),
    "session.change_passphrase": ({ current }) => {
      check(current);
      return null;
    },
    "session.renew_recovery_kit": ({ passphrase }) => {
      check(passphrase);
      return { recovery_code: "M4TZ-8KBR-2VND-7QXC-W5HY-3PJF-9SAE-6LGU" };
    },
    "session.passphrase_strength": ({ passphrase }) => ({ score: Math.min(4, Math.floor(String(passphrase).length / 6)), enough: String(passphrase).length >= 18 }),
    "settings.change": ({ settings }) => set({ settings: settings as SessionState["settings"] }),
    "demo.fill": () => set({ demo: true }),
    "demo.remove": () => set({ demo: false }),
    "field.list": () => [],
    "team.read": () => ({ stage: "alone" }),
    "vault.verify": () => (asked.has("damaged") ? HURT : { sound: true, acts: 1200, findings: [], loss: null, people: [], orphans: [], documents: [], unread: [] }),
    "vault.acknowledge_loss": () => set({ loss: null }),
    "vault.recover": ({ to, passphrase }) => {
      if (!String(to).startsWith("/")) refuse({ code: "refused", refusal: { refusal: "unreadable", field: "to" } });
      check(passphrase);
      set({ vault: "locked" });
      return { tables: [{ table: "journal", saved: 1198, lost: 2 }], rewritten: 2, people: HURT.people };
    },
    "backup.list": () => ({ backups: [...backups], second, second_there: false, due: false }),
    "backup.daily": () => {
      if (asked.has("full")) refuse({ code: "disk_full" });
      return backups.length === 0 ? make("daily") : null;
    },
    "backup.make": () => make("asked"),
    "backup.choose_folder": ({ folder }) => {
      if (folder !== null && !String(folder).startsWith("/")) refuse({ code: "refused", refusal: { refusal: "unreadable", field: "folder" } });
      second = folder as string | null;
      return set({});
    },
    "backup.restore": ({ backup: id, passphrase }) => {
      check(passphrase);
      set({ vault: "open" });
      return { acts: 1200, made_ms: Number(id), aside: "aside-1" };
    },
  };

  return {
    async call(name, request) {
      await new Promise((answered) => setTimeout(answered, 60));
      const answer = answers[name];
      if (!answer) throw { code: "bad_request" } satisfies Problem;
      return answer(request as Record<string, unknown>);
    },
    listen(handler) {
      handlers.add(handler);
      return Promise.resolve(() => void handlers.delete(handler));
    },
    activity: () => Promise.resolve(),
  };
}
