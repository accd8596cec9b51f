// A meeting under way to another day or time, by pointer or by the arrow keys; it is moved once, where it is put down.

import { call, problemOf } from "../../api/call.ts";
import type { AppointmentLine, Slot } from "../../api/generated.ts";
import { Press, said } from "../../design/index.ts";
import { overlapWords } from "../../parts/appointment/overlap.ts";
import { whoOrWhat } from "../../parts/appointment/settle.ts";
import { timeInWords } from "../../parts/appointment/when.ts";
import { undoLast } from "../../parts/undo/undo.ts";
import { addDays, fullDay, m, problemSentence } from "../../words/index.ts";

/** Minutes by which an arrow key shifts the time. */
const QUARTER = 15;

/** The time so many minutes later, within its day; none stays none. */
export function later(time: string, minutes: number): string {
  const [hour, minute] = time.split(":").map(Number);
  if (hour === undefined || minute === undefined || time === "") return time;
  const at = hour * 60 + minute + minutes;
  if (at < 0 || at >= 24 * 60) return time;
  return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}

export class Moving {
  line = $state.raw<AppointmentLine | null>(null);
  /** Where it would be put down now. */
  to = $state.raw<Slot | null>(null);
  readonly #days: () => readonly string[];
  readonly #moved: (id: string) => void;
  readonly #press = new Press();

  /** `days` are those in sight; `moved` is told the meeting that stands now. */
  constructor(days: () => readonly string[], moved: (id: string) => void) {
    this.#days = days;
    this.#moved = moved;
  }

  /** Takes it up for the arrows. */
  lift(line: AppointmentLine): void {
    if (line.outcome !== "planned") return;
    this.line = line;
    this.#over(line.slot, m.agenda_lifted);
  }

  /** Answers whether the key meant something to a meeting that is carried, or lifted it. */
  press(key: string, line: AppointmentLine): boolean {
    if (this.line === null) {
      if (key.toLowerCase() !== "m" || line.outcome !== "planned") return false;
      this.lift(line);
      return true;
    }
    if (key === "Escape") this.leave();
    else if (key === "Enter" || key === " ") void this.put();
    else if (key === "ArrowLeft") this.#shift(-1, 0);
    else if (key === "ArrowRight") this.#shift(1, 0);
    else if (key === "ArrowUp") this.#shift(0, -QUARTER);
    else if (key === "ArrowDown") this.#shift(0, QUARTER);
    else return false;
    return true;
  }

  /** Follows the pointer that went down on a meeting, until it is dropped on a day. */
  begin(event: PointerEvent, line: AppointmentLine): void {
    if (line.outcome !== "planned") return;
    this.to = null;
    this.#press.follow(event, {
      begun: () => (this.line = line),
      move: (now) => {
        const day = document.elementFromPoint(now.clientX, now.clientY)?.closest<HTMLElement>("[data-day]")?.dataset["day"];
        if (this.to === null || (day !== undefined && day !== this.to.day)) this.#over({ ...line.slot, day: day ?? line.slot.day }, m.agenda_dragged);
      },
      dropped: () => void this.put(),
      left: (how) => (how === "escape" ? this.leave() : this.end()),
    });
  }

  /** Whether this click only ended a drag. */
  swallows(): boolean {
    return this.#press.swallows();
  }

  leave(): void {
    this.end();
    said.say(m.agenda_lift_left());
  }

  end(): void {
    this.#press.stop();
    this.line = null;
    this.to = null;
  }

  /** Puts it down; where it already was, nothing is written. */
  async put(): Promise<void> {
    const { line, to } = this;
    this.end();
    if (line === null || to === null) return;
    if (to.day === line.slot.day && to.time === line.slot.time) return said.say(m.agenda_lift_left());
    try {
      const { appointment } = await call("appointment.move", { appointment: line.id, slot: to });
      const others = await overlapWords(to, appointment);
      const day = fullDay(to.day);
      said.say(others ? m.agenda_moved_overlap({ day, others }) : m.agenda_moved({ day }), { label: m.agenda_undo(), run: undoLast });
      this.#moved(appointment);
    } catch (thrown) {
      said.say(m.agenda_move_failed({ why: problemSentence(problemOf(thrown)) }));
    }
  }

  #shift(days: number, minutes: number): void {
    const to = this.to;
    const sight = this.#days();
    if (to === null) return;
    const day = addDays(to.day, days);
    const within = sight.includes(day);
    this.#over({ ...to, day: within ? day : to.day, time: later(to.time, minutes) }, m.agenda_lifted);
  }

  /** Says where it is held, at the foot of the window: what is under the pointer must not shift to make room for it. */
  #over(to: Slot, words: typeof m.agenda_lifted): void {
    this.to = to;
    if (this.line) said.say(words({ who: whoOrWhat(this.line), day: fullDay(to.day), time: timeInWords(to.time) }));
  }
}
