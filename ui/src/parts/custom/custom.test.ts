import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { CustomEntry, CustomField } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import CustomCard from "./CustomCard.svelte";
import FieldsCard from "./FieldsCard.svelte";

beforeEach(() => said.hush());

const FIELDS: CustomEntry[] = [
  { field: "f1", label: "Pointure", kind: "number", choices: [], value: "42.5" },
  { field: "f2", label: "Permis", kind: "choice", choices: ["Code", "B"], value: "Ancien" },
  { field: "f3", label: "A un vélo", kind: "yes_no", choices: [], value: "" },
  { field: "f4", label: "Au quartier depuis", kind: "day", choices: [], value: "2019-09-01" },
];

describe("the team’s fields in a file", () => {
  it("is only the way to define one where there is none", () => {
    fakeDesk({});
    render(CustomCard, { person: "p1", fields: [] });
    expect(screen.queryByRole("heading", { name: "Champs de l’équipe" })).toBeNull();
    expect(screen.getByRole("link", { name: "Ajouter des champs propres à l’équipe" })).toHaveAttribute("href", "#/securite");
  });

  it("shows each in its own words", () => {
    fakeDesk({});
    render(CustomCard, { person: "p1", fields: FIELDS });
    const said = screen.getAllByRole("definition").map((each) => each.textContent);
    expect(said).toEqual(["42,5", "Ancien", "Non renseigné", expect.stringContaining("1er septembre 2019")]);
  });

  it("writes only what was changed, and keeps a choice that is offered no more", async () => {
    const { asked } = fakeDesk({ "person.custom": () => null });
    render(CustomCard, { person: "p1", fields: FIELDS });
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Remplir" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByLabelText("Permis")).toHaveDisplayValue("Ancien");
    await user.selectOptions(dialog.getByLabelText("A un vélo"), "Oui");
    await user.clear(dialog.getByLabelText("Pointure"));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(said.now?.text).toBe("Champs de l’équipe enregistrés."));
    expect(asked.map(({ request }) => request)).toEqual([
      { person: "p1", field: "f1", value: "" },
      { person: "p1", field: "f3", value: "yes" },
    ]);
  });

  it("says what was refused under its field, and does not write the others twice", async () => {
    let times = 0;
    const { asked } = fakeDesk({
      "person.custom": ({ field }) => {
        times += 1;
        if (field === "f1" && times === 1) throw { code: "refused", refusal: { refusal: "unreadable", field: "value" } };
        return null;
      },
    });
    render(CustomCard, { person: "p1", fields: FIELDS });
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Remplir" }));
    const dialog = within(await screen.findByRole("dialog"));
    const size = dialog.getByLabelText("Pointure");
    await user.clear(size);
    await user.type(size, "grande");
    await user.selectOptions(dialog.getByLabelText("A un vélo"), "Non");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(size).toHaveAccessibleDescription(/ne se lit pas comme/));
    await waitFor(() => expect(size).toHaveFocus());
    expect(size).toHaveValue("grande");
    await user.clear(size);
    await user.type(size, "44");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(asked.map(({ request }) => (request as { field: string }).field)).toEqual(["f1", "f3", "f1"]);
  });
});

const LICENCE: CustomField = { id: "f2", label: "Permis", kind: "choice", choices: ["Code", "B"], rank: 1, retired: false };

describe("the definition of fields", () => {
  it("defines a choice by its lines, and says a name that is taken under it", async () => {
    let taken = true;
    const { asked } = fakeDesk({
      "field.list": () => [LICENCE],
      "field.define": () => {
        if (taken) throw { code: "refused", refusal: { refusal: "label_taken" } };
        return { field: "f9" };
      },
    });
    render(FieldsCard);
    const user = userEvent.setup();
    expect(await screen.findByText("Choix : Code, B")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Définir un champ" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Nom du champ"), "Permis");
    await user.selectOptions(dialog.getByLabelText("Ce qui s’y écrit"), "Choix dans une liste");
    await user.type(dialog.getByLabelText("Choix proposés"), "Aucun{Enter}B");
    await user.click(dialog.getByRole("button", { name: "Définir un champ" }));
    expect(await dialog.findByText("Un autre champ porte déjà ce nom. Choisissez-en un autre.")).toBeInTheDocument();
    taken = false;
    await user.type(dialog.getByLabelText("Nom du champ"), " voiture");
    await user.click(dialog.getByRole("button", { name: "Définir un champ" }));
    await waitFor(() => expect(said.now?.text).toBe("Champ « Permis voiture » défini."));
    expect(asked.at(-1)?.request).toEqual({ kind: "choice", form: { label: "Permis voiture", choices: ["Aucun", "B"] } });
  });

  it("retires a field and shows it again", async () => {
    let retired = false;
    const desk = fakeDesk({
      "field.list": () => [{ ...LICENCE, retired }],
      "field.retire": (request) => {
        retired = request.retired;
        desk.publish("settings");
        return null;
      },
    });
    render(FieldsCard);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Ne plus afficher « Permis »" }));
    expect(await screen.findByText("plus affiché")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Afficher de nouveau « Permis »" }));
    await waitFor(() => expect(screen.queryByText("plus affiché")).toBeNull());
    expect(desk.asked.filter(({ name }) => name === "field.retire").map(({ request }) => request)).toEqual([
      { field: "f2", retired: true },
      { field: "f2", retired: false },
    ]);
  });
});
