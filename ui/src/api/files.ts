// The system's own dialogs: which file comes in, where a copy goes. They answer with a path, or null when nothing was chosen.

import { ProblemError, problemOf } from "./call.ts";

export interface Filter {
  name: string;
  /** Without the dot. */
  extensions: readonly string[];
}

export interface Files {
  open(options: { title: string; filters: readonly Filter[]; multiple?: boolean }): Promise<string | readonly string[] | null>;
  save(options: { title: string; defaultPath: string }): Promise<string | null>;
}

async function ask<A>(command: "open" | "save", options: object): Promise<A> {
  try {
    const { invoke } = await import("@tauri-apps/api/core");
    return await invoke<A>(`plugin:dialog|${command}`, { options });
  } catch (thrown) {
    throw new ProblemError(problemOf(thrown));
  }
}

const system: Files = {
  open: (options) => ask("open", options),
  save: (options) => ask("save", options),
};

let files: Files = system;

/** Replaces the system's dialogs, for tests and for the development page. */
export function useFiles(other: Files): void {
  files = other;
}

export async function chooseFile(title: string, filters: readonly Filter[]): Promise<string | null> {
  const [chosen] = list(await files.open({ title, filters }));
  return chosen ?? null;
}

/** Any number of files; none where nothing was chosen. */
export async function chooseFiles(title: string, filters: readonly Filter[]): Promise<readonly string[]> {
  return list(await files.open({ title, filters, multiple: true }));
}

function list(chosen: string | readonly string[] | null): readonly string[] {
  if (chosen === null) return [];
  return typeof chosen === "string" ? [chosen] : chosen;
}

/** `name` is the one that is proposed. */
export function choosePlace(title: string, name: string): Promise<string | null> {
  return files.save({ title, defaultPath: name });
}

/** The last part of a path, of this system or another. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
