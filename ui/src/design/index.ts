// Each component of the design, once. Components import each other directly, screens import from here.

export { default as Badge, type Tone } from "./Badge.svelte";
export { default as Button } from "./Button.svelte";
export { default as Card } from "./Card.svelte";
export { default as Checkbox } from "./Checkbox.svelte";
export { default as Chip } from "./Chip.svelte";
export { default as Combobox } from "./Combobox.svelte";
export { default as DataTable } from "./DataTable.svelte";
export { default as DateField } from "./DateField.svelte";
export { default as Dialog } from "./Dialog.svelte";
export { default as EmptyState } from "./EmptyState.svelte";
export { default as Field } from "./Field.svelte";
export { default as IconButton } from "./IconButton.svelte";
export { default as Kbd } from "./Kbd.svelte";
export { default as Note } from "./Note.svelte";
export { default as PageHeader } from "./PageHeader.svelte";
export { default as ProblemNote } from "./ProblemNote.svelte";
export { default as RadioGroup } from "./RadioGroup.svelte";
export { default as Select } from "./Select.svelte";
export { default as Skeleton } from "./Skeleton.svelte";
export { default as Spinner } from "./Spinner.svelte";
export { default as StatusBar } from "./StatusBar.svelte";
export { default as TextArea } from "./TextArea.svelte";
export { default as TextField } from "./TextField.svelte";
export { default as VirtualList } from "./VirtualList.svelte";
export { folded, matching, type Choice } from "./choice.ts";
export { type Column, type Sort } from "./column.ts";
export { said } from "./said.svelte.ts";
