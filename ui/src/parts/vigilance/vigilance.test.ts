import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Signal } from "../../api/generated.ts";
import Signals from "./Signals.svelte";

it("says each reason in words, in the order in which the desk told them", () => {
  const signals: Signal[] = [
    { signal: "retention_over", until: "2026-02-28" },
    { signal: "retention_ending", until: "2026-02-28" },
    { signal: "representative_missing" },
    { signal: "quiet", days: 23, ever_reached: true },
    { signal: "quiet", days: 40, ever_reached: false },
    { signal: "missed", count: 2 },
    { signal: "unanswered", programme: "CAP Carrosserie", days: 1 },
    { signal: "review_due", on: "2026-02-27" },
  ];
  render(Signals, { signals });
  const region = within(screen.getByRole("region", { name: "Vigilance" }));
  const said = region.getAllByRole("listitem").map((item) => item.textContent.trim());
  expect(said).toHaveLength(signals.length);
  expect(said[3]).toBe("Aucun contact avec la personne depuis 23 jours.");
  expect(said[4]).toMatch(/^Jamais jointe/);
  expect(said[5]).toBe("2 rendez-vous manqués.");
  expect(said[6]).toMatch(/CAP Carrosserie.*1 jour de retard/);
  expect(said[0]).toMatch(/28 février 2026/);
});

it("says what the law sets, and asks for the situation that is due", async () => {
  const signals: Signal[] = [
    { signal: "deadline", clock: "summons", until: "2026-05-02", over: true },
    { signal: "deadline", clock: "cej", until: "2026-12-10", over: false, extended: false },
    { signal: "deadline", clock: "cej", until: "2026-12-10", over: false, extended: true },
    { signal: "deadline", clock: "situation", occasion: "exit_4w", on: "2026-09-28", over: true },
  ];
  const onask = vi.fn();
  render(Signals, { signals, onask });
  const said = screen.getAllByRole("listitem").map((item) => item.textContent);
  expect(said[0]).toMatch(/passés depuis le .*2 mai 2026/);
  expect(said[1]).toMatch(/dix-huit mois/);
  expect(said[2]).toMatch(/prolongé, se termine/);
  expect(said[3]).toMatch(/avant le .*28 septembre 2026/);
  await userEvent.setup().click(screen.getByRole("button", { name: "Noter la situation : quatre semaines après la sortie" }));
  expect(onask).toHaveBeenCalledWith("exit_4w");
});

it("says nothing where all is well", () => {
  render(Signals, { signals: [] });
  expect(screen.queryByRole("region")).not.toBeInTheDocument();
});
