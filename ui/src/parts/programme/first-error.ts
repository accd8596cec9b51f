// After a refusal the focus goes to the first field that is to be corrected.

import { tick } from "svelte";

export async function showFirstError(form: HTMLElement): Promise<void> {
  await tick();
  form.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
}
