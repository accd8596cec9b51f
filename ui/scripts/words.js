// Refuses French and English that differ in keys or parameters, empty sentences, sentences nobody shows, and French
// whose signs could stand alone at the beginning of a line.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const complaints = [];

function filesUnder(folder, wanted) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "generated" ? [] : filesUnder(path, wanted);
    return wanted.test(name) ? [path] : [];
  });
}

/** Every sentence of an entry: one, or one for each plural form. */
function sentences(entry) {
  if (typeof entry === "string") return [entry];
  return entry.flatMap((variant) => Object.values(variant.match));
}

function parameters(entry) {
  const found = new Set();
  for (const text of sentences(entry)) for (const [, name] of text.matchAll(/\{(\w+)\}/g)) found.add(name);
  if (typeof entry !== "string")
    for (const variant of entry)
      for (const line of variant.declarations ?? []) if (line.startsWith("input ")) found.add(line.slice(6).trim());
  return [...found].sort().join(", ");
}

function read(subject, locale, all) {
  const path = join(root, "messages", subject, `${locale}.json`);
  let entries = {};
  try {
    entries = JSON.parse(readFileSync(path, "utf8"));
  } catch (reason) {
    complaints.push(`messages/${subject}/${locale}.json cannot be read: ${reason.message}`);
  }
  for (const [key, entry] of Object.entries(entries)) {
    if (key === "$schema") continue;
    if (all.has(key)) complaints.push(`${key} is written twice in ${locale}`);
    all.set(key, entry);
    if (sentences(entry).some((text) => typeof text !== "string" || text.trim() === "")) complaints.push(`${key} is empty in ${locale}`);
  }
}

const settings = JSON.parse(readFileSync(join(root, "project.inlang/settings.json"), "utf8"));
const listed = settings["plugin.inlang.messageFormat"].pathPattern.map((path) => path.split("/")[2]);
const subjects = readdirSync(join(root, "messages"));
for (const subject of subjects) if (!listed.includes(subject)) complaints.push(`messages/${subject} is not listed in project.inlang/settings.json`);

const fr = new Map();
const en = new Map();
for (const subject of subjects) {
  read(subject, "fr", fr);
  read(subject, "en", en);
}

/** Before ":" and within « » stands U+00A0, before "?", "!" and ";" the narrow U+202F: no other blank, and none missing. */
const misplaced = [/[ \u202F]:/, /[ \u00A0][?!;]/, /«(?!\u00A0)/, /(?<!\u00A0)»/, /\d %|\} %/, /[\p{L})»}][?!;:](?!\w)/u];
for (const [key, entry] of fr)
  if (sentences(entry).some((text) => misplaced.some((sign) => sign.test(text)))) complaints.push(`${key} wants a no-break space before : ? ! ; % or inside « » in French`);

for (const key of fr.keys()) if (!en.has(key)) complaints.push(`${key} has no English`);
for (const key of en.keys()) if (!fr.has(key)) complaints.push(`${key} has no French`);
for (const [key, entry] of fr) {
  const other = en.get(key);
  if (other !== undefined && parameters(entry) !== parameters(other))
    complaints.push(`${key} takes (${parameters(entry)}) in French and (${parameters(other)}) in English`);
}

const used = new Set();
for (const path of filesUnder(join(root, "src"), /\.(ts|svelte)$/))
  for (const [, key] of readFileSync(path, "utf8").matchAll(/\bm\.(\w+)/g)) used.add(key);
for (const key of fr.keys()) if (!used.has(key)) complaints.push(`${key} is shown nowhere`);

for (const line of complaints) console.error(line);
console.log(complaints.length === 0 ? `words: ${fr.size} sentences, French and English agree` : `words: ${complaints.length} to repair`);
process.exit(complaints.length === 0 ? 0 : 1);
