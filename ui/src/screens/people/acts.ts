// What can be done with the people selected in the list. An act more is one entry more here.

import { Phone, UserRoundPen } from "../../design/icons.ts";
import type { Component } from "svelte";
import type { PersonLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { fullName } from "../../parts/person/name.ts";
import { m, phoneInWords } from "../../words/index.ts";

export interface SelectionAct {
  key: string;
  label: () => string;
  icon: Component<{ size?: number | string }>;
  run: (chosen: readonly PersonLine[]) => void | Promise<void>;
}

async function copyPhones(chosen: readonly PersonLine[]): Promise<void> {
  const phones = chosen.map(({ phone }) => phoneInWords(phone)).filter((phone) => phone !== "");
  if (phones.length === 0) return said.say(m.people_phones_none());
  try {
    await navigator.clipboard.writeText(phones.join("\n"));
    said.say(m.people_phones_copied({ count: phones.length }));
  } catch {
    said.say(m.people_phones_failed());
  }
}

function handOver(chosen: readonly PersonLine[]): void {
  overlays.open = { name: "hand_over", people: chosen.map((line) => ({ id: line.id, name: fullName(line) })) };
}

export const selectionActs: readonly SelectionAct[] = [
  { key: "hand_over", label: m.team_hand_over, icon: UserRoundPen, run: handOver },
  { key: "phones", label: m.people_copy_phones, icon: Phone, run: copyPhones },
];
