// Something done now and again after each pause, one at a time, until it is told to stop.

/** Between the end of one look and the next, so that a slow hub is not asked twice at once. */
export const LOOK_EVERY_MS = 4_000;

/** `act` must not throw. Answers with the function that stops. */
export function again(act: () => Promise<unknown>, pause_ms: number = LOOK_EVERY_MS): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function look(): Promise<void> {
    await act();
    if (!stopped) timer = setTimeout(() => void look(), pause_ms);
  }
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
