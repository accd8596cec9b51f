// Reads a day as people type it, in French or in English, whichever language is on screen.

import { addDays, isDay } from "./day.ts";

const MONTHS: readonly (readonly string[])[] = [
  ["janvier", "janv", "jan", "january"],
  ["fevrier", "fevr", "fev", "february", "feb"],
  ["mars", "march", "mar"],
  ["avril", "avr", "april", "apr"],
  ["mai", "may"],
  ["juin", "june", "jun"],
  ["juillet", "juil", "july", "jul"],
  ["aout", "august", "aug"],
  ["septembre", "sept", "sep", "september"],
  ["octobre", "oct", "october"],
  ["novembre", "nov", "november"],
  ["decembre", "dec", "december"],
];

const NAMED = new Map<string, number>(Object.entries({
  "aujourd'hui": 0,
  aujourdhui: 0,
  auj: 0,
  today: 0,
  hier: -1,
  yesterday: -1,
  "avant-hier": -2,
  "avant hier": -2,
  demain: 1,
  tomorrow: 1,
  "apres-demain": 2,
  "apres demain": 2,
}));

const WEEKDAYS = new Map<string, number>(Object.entries({
  dimanche: 0, lundi: 1, mardi: 2, mercredi: 3, jeudi: 4, vendredi: 5, samedi: 6,
  sunday: 0, monday: 1, tuesday: 2, wednesday: 3, thursday: 4, friday: 5, saturday: 6,
}));

function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’ʼ]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** Two digits mean the past hundred years up to ten years from now, so that 09 is 2009 and 98 is 1998. */
function wholeYear(digits: string | undefined, present: string): number {
  const thisYear = Number(present.slice(0, 4));
  if (digits === undefined) return thisYear;
  if (digits.length === 4) return Number(digits);
  const guess = Math.floor(thisYear / 100) * 100 + Number(digits);
  return guess > thisYear + 10 ? guess - 100 : guess;
}

function made(year: number, month: number, date: number): string | null {
  const day = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  return isDay(day) ? day : null;
}

function numbered(text: string, present: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return made(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const usual = /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?$/.exec(text);
  if (usual) return made(wholeYear(usual[3], present), Number(usual[2]), Number(usual[1]));
  const packed = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  return packed ? made(Number(packed[3]), Number(packed[2]), Number(packed[1])) : null;
}

function spelled(text: string, present: string): string | null {
  const parts = /^(?:[a-z]+ )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.?(?: (\d{4}|\d{2}))?$/.exec(text);
  if (!parts) return null;
  const month = MONTHS.findIndex((names) => names.includes(parts[2] ?? ""));
  return month < 0 ? null : made(wholeYear(parts[3], present), month + 1, Number(parts[1]));
}

function counted(text: string, present: string): string | null {
  const ahead = /^(?:dans|in) (\d{1,3}) (jours?|days?|semaines?|weeks?)$/.exec(text);
  const back = /^il y a (\d{1,3}) (jours?|semaines?)$/.exec(text) ?? /^(\d{1,3}) (days?|weeks?) ago$/.exec(text);
  const found = ahead ?? back;
  if (found) {
    const days = Number(found[1]) * (/^(s|w)/.test(found[2] ?? "") ? 7 : 1);
    return addDays(present, ahead ? days : -days);
  }
  const signed = /^([+-]) ?(\d{1,3})$/.exec(text);
  return signed ? addDays(present, signed[1] === "+" ? Number(signed[2]) : -Number(signed[2])) : null;
}

/** "lundi" and "lundi prochain" are the next one after today, "lundi dernier" the one before. */
function weekday(text: string, present: string): string | null {
  const parts = /^(next |last )?([a-z]+)( prochain| dernier)?$/.exec(text);
  const wanted = WEEKDAYS.get(parts?.[2] ?? "");
  if (!parts || wanted === undefined) return null;
  const now = new Date(`${present}T00:00:00Z`).getUTCDay();
  const past = parts[1] === "last " || parts[3] === " dernier";
  return past ? addDays(present, -((now - wanted + 7) % 7 || 7)) : addDays(present, (wanted - now + 7) % 7 || 7);
}

/** The day that was typed, as YYYY-MM-DD, or null when it is none. `present` is today, as YYYY-MM-DD. */
export function readDay(typed: string, present: string): string | null {
  const text = plain(typed);
  const named = NAMED.get(text);
  if (named !== undefined) return addDays(present, named);
  return numbered(text, present) ?? spelled(text, present) ?? counted(text, present) ?? weekday(text, present);
}
