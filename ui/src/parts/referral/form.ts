// What the forms about a referral share: sent by Ctrl+Enter from any field, and the focus on what is wrong.

export function ctrlEnter(form: HTMLFormElement): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    form.requestSubmit();
  };
  form.addEventListener("keydown", press);
  return () => form.removeEventListener("keydown", press);
}

/** Gives the focus to the first field with an error under it. */
export function focusError(form: HTMLFormElement | undefined): void {
  form?.querySelector<HTMLElement>("[aria-invalid='true'], fieldset:has(.error) input")?.focus();
}
