// The language on screen. Changing it repaints every sentence that a template or a $derived asks for.

import { overwriteGetLocale } from "./generated/runtime.js";

export type Language = "fr" | "en";

let current = $state<Language>("fr");

overwriteGetLocale(() => current);

export function language(): Language {
  return current;
}

export function speak(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen;
}
