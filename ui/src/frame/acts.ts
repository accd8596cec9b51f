// The acts as the search field offers them: those of the present screen first, then those of every screen.

import { matching } from "../design/index.ts";
import type { Hit } from "./search.svelte.ts";
import { shortcuts } from "./shortcuts.svelte.ts";

/** The key that is of no use where it was just pressed. */
const HERE = "Ctrl+K";

export function actsFor(text: string): Hit[] {
  const acts = shortcuts.all
    .filter(({ keys, label }) => keys !== HERE && matching([{ value: "", label: label() }], text).length > 0)
    .map(
      ({ keys, label, run, everywhere }, index) =>
        ({ id: `act-${index}`, kind: "action", label: label(), ...(keys === null ? {} : { keys }), go: run, everywhere: everywhere === true }) as const,
    );
  return [...acts.filter((act) => !act.everywhere), ...acts.filter((act) => act.everywhere)];
}
