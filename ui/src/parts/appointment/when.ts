// When something takes place, as people type it and as it is said: "9 h 30", "10:15", "14h".

import type { AppointmentLine, Slot } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

/** The time as HH:MM, "" for none, null where it is no time of a day. */
export function readTime(text: string): string | null {
  const typed = text.replace(/\s/g, "").toLowerCase();
  if (typed === "") return "";
  const parts = /^(\d{1,2})(?:[h:.](\d{2})?)?$/.exec(typed) ?? /^(\d{2})(\d{2})$/.exec(typed);
  if (!parts) return null;
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? "0")];
  return hour > 23 || minute > 59 ? null : `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** "9 h 30" of "09:30"; words for a whole day. */
export function timeInWords(time: string): string {
  const [hour = "", minute = ""] = time.split(":");
  return minute === "" ? m.agenda_all_day() : m.agenda_time({ hour: String(Number(hour)), minute });
}

/** "9 h 30, 45 min". */
export function slotInWords({ time, minutes }: Slot): string {
  return minutes === null ? timeInWords(time) : m.agenda_time_long({ time: timeInWords(time), count: minutes });
}

/** What a meeting is about, or that it is one. */
export function subject({ what }: Pick<AppointmentLine, "what">): string {
  return what === "" ? m.agenda_meeting() : what;
}
