// The recovery code as it is shown and typed back, in groups.

export function groups(code: string): string[] {
  return code.split(/[\s-]+/).filter(Boolean);
}

function compared(text: string): string {
  return text.replace(/[\s-]/g, "").toUpperCase();
}

/** Whether what was typed is the first group, whatever its case and spaces. */
export function isFirstGroup(code: string, typed: string): boolean {
  return typed.trim() !== "" && compared(typed) === compared(groups(code)[0] ?? "");
}
