import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import Menu from "./Menu.svelte";

function shown(run: () => void): HTMLElement {
  // Without a layout it would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  const beside = document.createElement("button");
  document.body.append(beside);
  beside.focus();
  render(Menu, { open: true, label: "Que faire ?", beside, acts: [{ key: "a", label: "Relancer", run }, { key: "b", label: "Ouvrir", run: vi.fn(), apart: true }] });
  return beside;
}

const item = (name: string): HTMLElement => screen.getByRole("menuitem", { name });

it("runs the act under the focus, with the focus given back first", async () => {
  let had: Element | null = null;
  const beside = shown(() => (had = document.activeElement));
  await waitFor(() => expect(screen.getByRole("menu", { name: "Que faire ?" })).toHaveFocus());
  await userEvent.keyboard("{ArrowDown}");
  expect(item("Relancer")).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(had).toBe(beside));
});

it("closes on Escape, runs nothing and gives the focus back", async () => {
  const run = vi.fn();
  const beside = shown(run);
  await waitFor(() => expect(screen.getByRole("menu")).toHaveFocus());
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  expect(item("Ouvrir")).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(beside).toHaveFocus());
  await waitFor(() => expect(screen.queryByRole("menu")).not.toBeInTheDocument());
  expect(run).not.toHaveBeenCalled();
});
