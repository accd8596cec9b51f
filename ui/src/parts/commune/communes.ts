// The communes, read once and only where a place is typed: a chunk of its own, part of the application, never fetched elsewhere.

import { Communes } from "./find.ts";
import { readCommunes } from "./read.ts";

let known: Promise<Communes> | undefined;

export function communes(): Promise<Communes> {
  known ??= import("./communes.txt?raw").then(({ default: text }) => new Communes(readCommunes(text)));
  return known;
}
