// The one way out of the page: typed calls, published topics, and nothing about what they mean.

import type { Calls, Problem, Topic } from "./generated.ts";

export type CallName = keyof Calls;

/** What the page itself can report when no answer of the desk could be read. */
export type Unreadable = { code: "unreadable" };

export interface Transport {
  call(name: string, request: unknown): Promise<unknown>;
  /** Answers with the function that stops listening. */
  listen(handler: (topic: Topic) => void): Promise<() => void>;
  /** Tells the shell that someone is at the keyboard, so that its idle clock restarts. */
  activity(): Promise<void>;
}

/** A refusal or a failure of the desk, with its code and its facts. */
export class ProblemError extends Error {
  readonly problem: Problem | Unreadable;

  constructor(problem: Problem | Unreadable) {
    super(problem.code);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

const shell: Transport = {
  async call(name, request) {
    const { invoke } = await import("@tauri-apps/api/core");
    return invoke("call", { name, request });
  },
  async listen(handler) {
    const { listen } = await import("@tauri-apps/api/event");
    return listen<Topic>("topic", (event) => handler(event.payload));
  },
  async activity() {
    const { invoke } = await import("@tauri-apps/api/core");
    await invoke("activity");
  },
};

let transport: Transport = shell;

/** Replaces the shell, for tests and for the development page. */
export function useTransport(other: Transport): void {
  transport = other;
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}

/** The problem inside whatever was thrown; what is not a known problem becomes `unreadable`. */
export function problemOf(thrown: unknown): Problem | Unreadable {
  if (thrown instanceof ProblemError) return thrown.problem;
  return isProblem(thrown) ? thrown : { code: "unreadable" };
}

/** Asks the desk for one use case by its name. Throws a `ProblemError`, never anything else. */
export async function call<N extends CallName>(name: N, request: Calls[N]["request"]): Promise<Calls[N]["answer"]> {
  try {
    return (await transport.call(name, request)) as Calls[N]["answer"];
  } catch (thrown) {
    throw new ProblemError(problemOf(thrown));
  }
}

/** Hears every topic that a commit or the session publishes. Answers with the function that stops. */
export function onTopics(handler: (topic: Topic) => void): () => void {
  let stopped = false;
  let stop: (() => void) | null = null;
  void transport.listen(handler).then((end) => {
    if (stopped) end();
    else stop = end;
  });
  return () => {
    stopped = true;
    stop?.();
  };
}

export function reportActivity(): void {
  transport.activity().catch(() => {
    // The idle clock then simply runs on: locking too early loses nothing.
  });
}
