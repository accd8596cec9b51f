// Days in words. A day is the text YYYY-MM-DD and never passes through a local time, so no zone can shift it.

import { language } from "./language.svelte.ts";
import { m } from "./generated/messages.js";

const DAY_MS = 86_400_000;

/** Milliseconds of a day at UTC midnight, or NaN when the text is no real day. */
function stamp(day: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return NaN;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const made = new Date(Date.UTC(year, month - 1, date));
  // Date rolls 31 April over to 1 May: such a day does not exist.
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === date ? made.getTime() : NaN;
}

export function isDay(text: string): boolean {
  return !Number.isNaN(stamp(text));
}

/** The present day in France, whatever the zone of the machine. */
export function today(now: Date = new Date()): string {
  return dayOfInstant(now);
}

/** The day in France of an instant. */
export function dayOfInstant(instant: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(instant);
}

export function addDays(day: string, count: number): string {
  return new Date(stamp(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `start` to `end`, negative when `end` comes first. */
export function daysBetween(start: string, end: string): number {
  return Math.round((stamp(end) - stamp(start)) / DAY_MS);
}

function written(day: string, parts: Intl.DateTimeFormatOptions): string {
  const text = new Intl.DateTimeFormat(language() === "fr" ? "fr-FR" : "en-GB", { timeZone: "UTC", ...parts }).format(stamp(day));
  // "1er mars" is how the first of a month is said in French; Intl writes "1 mars".
  return language() === "fr" ? text.replace(/(^|\s)1(?=\s\p{L})/u, "$11er") : text;
}

/** "samedi 14 mars 2026": nothing left to guess. */
export function fullDay(day: string): string {
  if (!isDay(day)) return day;
  return written(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** "sam. 14 mars": enough beside the other days of its week. */
export function shortDay(day: string): string {
  return isDay(day) ? written(day, { weekday: "short", day: "numeric", month: "short" }) : day;
}

/** Near today in words ("hier", "dans 3 jours"), else "12 mars", with its year when it is another one. */
export function dayInWords(day: string, present: string = today()): string {
  if (!isDay(day)) return day;
  const distance = daysBetween(present, day);
  if (distance === 0) return m.words_today();
  if (distance === 1) return m.words_tomorrow();
  if (distance === -1) return m.words_yesterday();
  if (distance > 1 && distance <= 7) return m.words_in_days({ count: distance });
  if (distance < -1 && distance >= -7) return m.words_days_ago({ count: -distance });
  return plainDay(day, present);
}

/** "12 mars", with its year when it is another one: after "avant le" and "depuis le". */
export function plainDay(day: string, present: string = today()): string {
  if (!isDay(day)) return day;
  return written(day, { day: "numeric", month: "long", ...(day.slice(0, 4) === present.slice(0, 4) ? {} : { year: "numeric" }) });
}

/** "hier", "dans 3 jours", "le 12 mars". */
export function onDay(day: string, present: string = today()): string {
  const words = dayInWords(day, present);
  return Math.abs(daysBetween(present, day)) > 7 ? m.person_on({ day: words }) : words;
}

/** The hour of an instant as said in France: "14 h 05". */
export function clockInWords(instant: string): string {
  const when = new Date(instant);
  if (Number.isNaN(when.getTime())) return instant;
  return m.words_clock(clockOf(when));
}

function clockOf(when: Date): { hour: string; minute: string } {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" }).format(when);
  const [hour = "", minute = ""] = clock.split(":");
  return { hour: String(Number(hour)), minute };
}

/** A UTC instant as said in France: "hier à 14 h 05". */
export function instantInWords(instant: string, now: Date = new Date()): string {
  const when = new Date(instant);
  if (Number.isNaN(when.getTime())) return instant;
  return m.words_day_at({ day: dayInWords(dayOfInstant(when), dayOfInstant(now)), ...clockOf(when) });
}
