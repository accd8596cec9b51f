// Sizes of files in words: what is just over a limit must not read as the limit.

import { m } from "./generated/messages.js";
import { language } from "./language.svelte.ts";

const MEGABYTE = 1_024 * 1_024;

/** So many bytes as a number of megabytes, rounded up to a hundredth: "25", "25,01". */
export function megabytes(bytes: number): string {
  const size = Math.ceil((bytes * 100) / MEGABYTE) / 100;
  return new Intl.NumberFormat(language(), { maximumFractionDigits: 2 }).format(size);
}

/** "240 Ko", "1,3 Mo". */
export function sizeInWords(bytes: number): string {
  if (bytes < MEGABYTE) return m.document_kilobytes({ count: Math.max(1, Math.round(bytes / 1_024)) });
  const size = Math.round((bytes * 10) / MEGABYTE) / 10;
  return m.document_megabytes({ count: new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(size) });
}
