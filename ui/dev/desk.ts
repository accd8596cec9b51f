// An invented desk with believable answers; it keeps nothing and protects nothing.

import type { Transport } from "../src/api/call.ts";
import type { Problem, SessionState, Topic } from "../src/api/generated.ts";

type Answer = (request: Record<string, unknown>) => unknown;

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
    loss: null,
    upgraded_from: null,
    version: "0.1.0",
  };
  let misses = 0;

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
    "session.state": () => structuredClone(state),
    "session.create": ({ worker }) => {
      set({ vault: "open", worker: String(worker) });
      return { recovery_code: "K7QM-2XNB-4TRD-9HWC-P3VY-6JFA-8ZES-5GLU", protection: state.protection };
    },
    "session.unlock": ({ passphrase }) => {
      check(passphrase);
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
    "vault.verify": () => ({ sound: true, findings: [] }),
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
