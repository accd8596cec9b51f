// Ctrl+Enter sends a form from any of its fields, also from one of several lines.

export function ctrlEnter(form: HTMLFormElement): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    form.requestSubmit();
  };
  form.addEventListener("keydown", press);
  return () => form.removeEventListener("keydown", press);
}
