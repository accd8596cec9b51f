// Writes src/parts/commune/communes.txt, the communes of the country with their codes, from the official division of the
// territory as @etalab/decoupage-administratif has it. Run it after an update of that package: npm run communes.
//
// One line each, in the order of the INSEE codes, without what the line before says already:
//   =62                      a department: what both codes of the following lines begin with
//   3 Lens;300,110           3 more than the last code, in base 36 (nothing: one more); the name; the rest of its postal codes
//   Liévin                   the same postal codes as the line before
//   >Lomme;350               a commune that is part of another by now: its name, the rest of the other's code
// The former ones are those of the region alone, where people still say "Lomme" and not "Lille".

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const REGION = "32";
const source = createRequire(import.meta.url).resolve("@etalab/decoupage-administratif/data/communes.json");
const all = JSON.parse(readFileSync(source, "utf8"));

const PRESENT = new Set(["commune-actuelle", "arrondissement-municipal"]);
const FORMER = new Set(["commune-associee", "commune-deleguee"]);

const department = ({ code }) => code.slice(0, /^9[78]/.test(code) ? 3 : 2);
/** "Paris 10e Arrondissement" is written "Paris 10e" on every letter. */
const nameOf = ({ nom }) => nom.replace(/ Arrondissement$/, "");

const present = all.filter(({ type, codesPostaux }) => PRESENT.has(type) && codesPostaux?.length > 0);
const codes = new Set(present.map(({ code }) => code));
const former = all.filter(({ type, code, region, chefLieu }) => FORMER.has(type) && region === REGION && !codes.has(code) && codes.has(chefLieu));

const lines = [];
let begins = "";
let last = 0;
let postal = "";
for (const commune of [...present].sort((one, other) => (one.code < other.code ? -1 : 1))) {
  const own = department(commune);
  if (own !== begins) {
    if (begins !== "") lines.push(...formerOf(begins));
    [begins, last, postal] = [own, 0, ""];
    lines.push(`=${own}`);
  }
  const number = Number.parseInt(commune.code.slice(own.length), 10);
  const step = number - last === 1 ? "" : `${(number - last).toString(36)} `;
  // A whole city of districts is no address: each district has its own postal code.
  const whole = commune.type === "commune-actuelle" && present.some((part) => part.commune === commune.code);
  // A few are served from the department beside theirs: their postal codes are whole.
  const rest = whole ? "" : commune.codesPostaux.map((code) => (code.startsWith(own) ? code.slice(own.length) : code)).join(",");
  lines.push(`${step}${nameOf(commune)}${rest === postal ? "" : `;${rest}`}`);
  [last, postal] = [number, rest];
}
lines.push(...formerOf(begins));

function formerOf(own) {
  return former.filter((one) => department(one) === own && department({ code: one.chefLieu }) === own).map((one) => `>${nameOf(one)};${one.chefLieu.slice(own.length)}`);
}

const target = fileURLToPath(new URL("../src/parts/commune/communes.txt", import.meta.url));
writeFileSync(target, `${lines.join("\n")}\n`);
console.log(`communes: ${present.length} present, ${former.length} former`);
