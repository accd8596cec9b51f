import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { CustomField } from "../../api/generated.ts";
import Filters from "./Filters.svelte";
import { PeopleView } from "./view.svelte.ts";

const LICENCE: CustomField = { id: "f1", label: "Permis", kind: "choice", choices: ["Code", "B"], rank: 1, retired: false };
const BIKE: CustomField = { ...LICENCE, id: "f2", label: "A un vélo", kind: "yes_no", choices: [] };

function filters(fields: CustomField[], values: string[] = []) {
  fakeDesk({ "field.list": () => fields, "field.values": () => values });
  const view = new PeopleView();
  render(Filters, { view, communes: [] });
  return { view, user: userEvent.setup() };
}

describe("a field of the team as a filter", () => {
  it("is not there where no field is defined, or all are retired", async () => {
    filters([{ ...LICENCE, retired: true }]);
    await Promise.resolve();
    expect(screen.queryByLabelText("Champ de l’équipe")).toBeNull();
  });

  it("is chosen, then its value among those that files say, and is let go of as a chip", async () => {
    const { view, user } = filters([LICENCE, BIKE], ["no", "yes"]);
    await user.selectOptions(await screen.findByLabelText("Champ de l’équipe"), "A un vélo");
    await user.selectOptions(await screen.findByLabelText("Valeur de « A un vélo »"), "Oui");
    expect(view.question.filter.custom).toEqual({ field: "f2", value: "yes" });
    expect(view.narrowed).toBe(true);
    await user.click(await screen.findByRole("button", { name: /A un vélo : Oui/ }));
    expect(view.question.filter.custom).toBeNull();
    expect(await screen.findByLabelText("Champ de l’équipe")).toHaveDisplayValue("Champ de l’équipe…");
  });

  it("says that no file says anything", async () => {
    const { user } = filters([LICENCE]);
    await user.selectOptions(await screen.findByLabelText("Champ de l’équipe"), "Permis");
    expect(await screen.findByText("Aucun dossier ne dit rien dans ce champ.")).toBeInTheDocument();
  });

  it("is kept by a view under a name, and a strange one is left out", async () => {
    const { view } = filters([LICENCE]);
    view.custom = { field: "f1", value: "B" };
    const written = view.written();
    view.clear();
    view.show(written);
    expect(view.custom).toEqual({ field: "f1", value: "B" });
    await waitFor(() => expect(screen.getByRole("button", { name: /Permis : B/ })).toBeInTheDocument());
    for (const custom of ["f1", { field: 1, value: "B" }, { field: "f1" }, null]) {
      view.show(JSON.stringify({ custom }));
      expect(view.custom).toBeNull();
    }
  });
});
