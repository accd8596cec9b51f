import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { HistoryLine } from "../../api/generated.ts";
import HistoryDialog from "./HistoryDialog.svelte";

function line(more: Partial<HistoryLine>): HistoryLine {
  const changes = [{ table: "person", row: "p1", field: "level", label: "", before: [], beside: [], after: ["bac"] }];
  return { act: "person.correct", undo: false, at: Date.UTC(2020, 2, 12, 13, 5), by: "Marguerite Sénéchal", changes, ...more };
}

describe("the history of a file", () => {
  it("says who wrote what, and what stood there before", async () => {
    const moved = { table: "case_move", row: "m1", field: "to_stage", label: "", before: [], beside: [], after: ["contacting"] };
    fakeDesk({ "history.of": () => ({ total: 2, lines: [line({}), line({ act: "case.move", changes: [moved] })] }) });
    render(HistoryDialog, { open: true, person: "p1" });
    const list = await screen.findByRole("list", { name: /les plus récents/ });
    const [first, second] = within(list).getAllByRole("listitem");
    expect(first).toHaveTextContent(/Correction de l’identité, .*12 mars 2020/);
    expect(first).toHaveTextContent("par Marguerite Sénéchal");
    expect(first).toHaveTextContent("(vide)");
    expect(second).not.toHaveTextContent("contacting");
  });

  it("tells both values where one was chosen", async () => {
    const change = { table: "person", row: "p1", field: "phone", label: "", before: ["+33639980001"], beside: [["+33639980002"]], after: ["+33639980002"] };
    fakeDesk({ "history.of": () => ({ total: 1, lines: [line({ act: "disagreement.resolve", changes: [change] })] }) });
    render(HistoryDialog, { open: true, person: "p1" });
    const row = await screen.findByRole("row", { name: /Téléphone/ });
    expect(row).toHaveTextContent(/06.39.98.00.01.*sur un autre portable.*06.39.98.00.02/);
    expect(screen.getByText(/Désaccord tranché/)).toBeInTheDocument();
  });

  it("narrows to one field, and brings earlier acts by pages", async () => {
    const { asked } = fakeDesk({ "history.of": ({ offset }) => ({ total: 2, lines: [line({ by: `Page ${String(offset)}` })] }) });
    render(HistoryDialog, { open: true, person: "p1" });
    await userEvent.click(await screen.findByRole("button", { name: "Voir les actes plus anciens" }));
    expect(await screen.findByText(/Page 1/)).toBeInTheDocument();
    expect(screen.getByText(/Page 0/)).toBeInTheDocument();
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Champ" }), "Téléphone");
    expect(asked.at(-1)?.request).toEqual({ person: "p1", table: "person", row: null, field: "phone", offset: 0, limit: 50 });
  });
});
