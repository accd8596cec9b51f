import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { matching } from "./choice.ts";
import { pressed } from "./column.ts";
import Combobox from "./Combobox.svelte";
import DateField from "./DateField.svelte";
import TextField from "./TextField.svelte";

describe("a text field", () => {
  it("links its hint and its error, and keeps what was typed", async () => {
    const { rerender } = render(TextField, { label: "Prénom", hint: "Comme il se dit" });
    const field = screen.getByRole("textbox", { name: "Prénom" });
    expect(field).toHaveAccessibleDescription("Comme il se dit");
    expect(field).not.toHaveAttribute("aria-invalid");
    await userEvent.type(field, "Inès 💬");
    await rerender({ label: "Prénom", hint: "Comme il se dit", error: "Écrivez un prénom." });
    expect(field).toHaveAccessibleDescription("Comme il se dit Écrivez un prénom.");
    expect(field).toHaveAttribute("aria-invalid", "true");
    expect(field).toHaveValue("Inès 💬");
  });

  it("shows a passphrase on request", async () => {
    render(TextField, { label: "Phrase de passe", reveal: true });
    const field = screen.getByLabelText("Phrase de passe");
    expect(field).toHaveAttribute("type", "password");
    await userEvent.click(screen.getByRole("button", { name: "Montrer la saisie" }));
    expect(field).toHaveAttribute("type", "text");
  });
});

describe("a date field", () => {
  it("says the day it understood and gives it as YYYY-MM-DD", async () => {
    const onchange = vi.fn();
    render(DateField, { label: "Le", value: null, present: "2026-03-14", onchange });
    await userEvent.type(screen.getByLabelText("Le"), "hier");
    expect(onchange).toHaveBeenLastCalledWith("2026-03-13");
    expect(screen.getByRole("status")).toHaveTextContent("vendredi 13 mars 2026 (hier)");
  });

  it("keeps an impossible day on screen and says why", async () => {
    const onchange = vi.fn();
    render(DateField, { label: "Le", value: null, present: "2026-03-14", onchange });
    const field = screen.getByLabelText("Le");
    await userEvent.type(field, "31/04/2026");
    await userEvent.tab();
    expect(field).toHaveValue("31/04/2026");
    expect(field).toHaveAccessibleDescription(/« 31\/04\/2026 » n’est pas une date/);
  });

  it("writes a day that comes from outside", async () => {
    const { rerender } = render(DateField, { label: "Le", value: "2026-03-12", present: "2026-03-14" });
    expect(screen.getByLabelText("Le")).toHaveValue("12/03/2026");
    await rerender({ value: "2026-04-01" });
    expect(screen.getByLabelText("Le")).toHaveValue("01/04/2026");
    await rerender({ value: null });
    expect(screen.getByLabelText("Le")).toHaveValue("");
  });
});

describe("choices and columns", () => {
  it("are found without accents, case or apostrophe", () => {
    const choices = [
      { value: "a", label: "École de la 2e chance", note: "Lille" },
      { value: "b", label: "Atelier d’insertion" },
    ];
    expect(matching(choices, "ecole lil").map((choice) => choice.value)).toEqual(["a"]);
    expect(matching(choices, "D'INS").map((choice) => choice.value)).toEqual(["b"]);
    expect(matching(choices, "xyz")).toEqual([]);
  });

  it("sort upwards, then downwards", () => {
    expect(pressed(null, "name")).toEqual({ key: "name", descending: false });
    expect(pressed({ key: "name", descending: false }, "name")).toEqual({ key: "name", descending: true });
    expect(pressed({ key: "name", descending: true }, "age")).toEqual({ key: "age", descending: false });
  });
});

describe("a list that is found by typing", () => {
  it("shows what is chosen, never typed words that chose nothing", async () => {
    const user = userEvent.setup();
    render(Combobox, { label: "Structure", value: "cfa", choices: [{ value: "cfa", label: "CFA des Deux Rives" }] });
    const field = screen.getByRole("combobox", { name: "Structure" });
    await user.click(field);
    await user.type(field, "zz");
    await user.tab();
    expect(field).toHaveValue("CFA des Deux Rives");
  });
});
