// What other programs do for us: show a file that was written, or begin a message. They are the system's own.

import { ProblemError, problemOf } from "./call.ts";

export interface Outside {
  /** Opens a file with the program that the system has for it. */
  open(path: string): Promise<void>;
  /** Shows it in its folder, to be dragged into a message. */
  reveal(path: string): Promise<void>;
  /** Begins a message. */
  mail(address: string): Promise<void>;
}

async function ask(command: string, request: Record<string, unknown>): Promise<void> {
  try {
    const { invoke } = await import("@tauri-apps/api/core");
    await invoke(`plugin:opener|${command}`, request);
  } catch (thrown) {
    throw new ProblemError(problemOf(thrown));
  }
}

const system: Outside = {
  open: (path) => ask("open_path", { path }),
  reveal: (path) => ask("reveal_item_in_dir", { paths: [path] }),
  mail: (url) => ask("open_url", { url }),
};

let outside: Outside = system;

/** Replaces the system's programs, for tests and for the development page. */
export function useOutside(other: Outside): void {
  outside = other;
}

export const openFile = (path: string): Promise<void> => outside.open(path);
export const revealFile = (path: string): Promise<void> => outside.reveal(path);

/** The address of a message that is begun: RFC 6068, lines ended as it asks. */
export function mailto(draft: { to: string; subject: string; body: string }): string {
  const body = draft.body.replace(/\r?\n/g, "\r\n");
  return `mailto:${encodeURIComponent(draft.to).replace(/%40/g, "@")}?subject=${encodeURIComponent(draft.subject)}&body=${encodeURIComponent(body)}`;
}

export const beginMail = (draft: { to: string; subject: string; body: string }): Promise<void> => outside.mail(mailto(draft));
