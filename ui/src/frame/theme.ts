// Light, dark, or what the system says.

import type { Theme } from "../api/generated.ts";

export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
