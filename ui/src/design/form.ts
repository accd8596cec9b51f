// What every form does alike: sent by Ctrl+Enter from any field, and after a refusal the focus on what is to be corrected.

import { tick } from "svelte";

export function ctrlEnter(form: HTMLFormElement): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  };
  form.addEventListener("keydown", press);
  return () => form.removeEventListener("keydown", press);
}

/** Gives the focus to the first field with an error under it, once the errors are drawn. */
export async function showFirstError(form: HTMLElement | undefined): Promise<void> {
  await tick();
  form?.querySelector<HTMLElement>("[aria-invalid='true'], fieldset:has(> .error) input")?.focus();
}
