// Refuses files that import each other in a circle. Types are erased, so `import type` draws no line.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(process.argv[2] ?? "src");

function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "generated" ? [] : sources(path);
    return /\.(ts|svelte)$/.test(name) ? [path] : [];
  });
}

const IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:[\w*{][^;"]*?\sfrom\s+)?"(\.[^"]+)"/gm;

function imported(path) {
  return [...readFileSync(path, "utf8").matchAll(IMPORT)].map(([, to]) => resolve(dirname(path), to)).filter((to) => existsSync(to) && statSync(to).isFile());
}

const lines = new Map(sources(root).map((path) => [path, imported(path)]));
const done = new Set();
const circles = [];

function walk(path, way) {
  const seen = way.indexOf(path);
  if (seen >= 0) {
    circles.push([...way.slice(seen), path]);
    return;
  }
  if (done.has(path)) return;
  for (const next of lines.get(path) ?? []) walk(next, [...way, path]);
  done.add(path);
}

for (const path of lines.keys()) walk(path, []);
for (const circle of circles) console.error(`circle: ${circle.map((path) => relative(root, path)).join(" -> ")}`);
console.log(`cycles: ${lines.size} files, ${circles.length} circles`);
process.exit(circles.length === 0 ? 0 : 1);
