// Tells the shell that someone is there, at most every ten seconds; the idle clock itself runs in the shell.

import { reportActivity } from "../api/call.ts";

const EVERY_MS = 10_000;

export function followActivity(report: () => void = reportActivity, clock: () => number = () => performance.now()): () => void {
  let last = -Infinity;
  const seen = (): void => {
    const now = clock();
    if (now - last < EVERY_MS) return;
    last = now;
    report();
  };
  const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
  for (const kind of kinds) window.addEventListener(kind, seen, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, seen, { capture: true });
  };
}
