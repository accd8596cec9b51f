// What can be chosen in a list, a combobox or a group of radio buttons.

export interface Choice<V extends string = string> {
  value: V;
  label: string;
  /** A second, quieter line. */
  note?: string | undefined;
  disabled?: boolean;
}

/** Text as it is compared: without accents, case or doubled spaces. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").replace(/\s+/g, " ").trim().toLowerCase();
}

/** Keeps the choices in which every typed word begins a word, in their label or their note. */
export function matching<V extends string>(choices: readonly Choice<V>[], typed: string): Choice<V>[] {
  const words = folded(typed).split(" ").filter(Boolean);
  return choices.filter((choice) => {
    const text = folded(`${choice.label} ${choice.note ?? ""}`);
    const starts = text.split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => starts.some((start) => start.startsWith(word)) || (/[^\p{L}\p{N}]/u.test(word) && text.includes(word)));
  });
}
