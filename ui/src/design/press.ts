// A press of the mouse or the pen that may become a drag: followed over the whole window until it is let go.

/** Pixels before a press becomes a drag. */
const START = 6;

export interface Following {
  /** It became a drag. */
  begun(): void;
  move(event: PointerEvent): void;
  /** Let go after it became a drag. */
  dropped(): void;
  /** Over without a drop: never begun, given up by Escape, or taken away by the system. */
  left(how: "click" | "escape" | "cancel"): void;
}

export class Press {
  /** A drag ended just now: the click that follows it means nothing. */
  #ended = false;
  #stop: (() => void) | null = null;

  /** Follows this press. A finger scrolls, and another button means something else: they are not followed. */
  follow(event: PointerEvent, following: Following): void {
    if (event.button !== 0 || event.pointerType === "touch") return;
    this.stop();
    const { clientX, clientY } = event;
    const ending = new AbortController();
    let begun = false;
    this.#ended = false;
    this.#stop = () => ending.abort();
    const leave = (how: "click" | "escape" | "cancel"): void => {
      this.stop();
      following.left(how);
    };
    const on = { signal: ending.signal };
    window.addEventListener("pointermove", (now) => {
      if (!begun) {
        if (Math.hypot(now.clientX - clientX, now.clientY - clientY) < START) return;
        begun = true;
        following.begun();
      }
      following.move(now);
    }, on);
    window.addEventListener("pointerup", () => {
      if (!begun) return leave("click");
      this.#ended = true;
      this.stop();
      following.dropped();
    }, on);
    window.addEventListener("pointercancel", () => leave("cancel"), on);
    window.addEventListener("keydown", (pressed) => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      this.#ended = begun;
      leave(begun ? "escape" : "cancel");
    }, on);
  }

  /** Whether this click only ended a drag. */
  swallows(): boolean {
    const ended = this.#ended;
    this.#ended = false;
    return ended;
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
