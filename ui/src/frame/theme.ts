// Light, dark, or what the system says.

import type { Appearance } from "../api/generated.ts";

export function showTheme(theme: Appearance): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
