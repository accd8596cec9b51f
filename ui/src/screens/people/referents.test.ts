import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { selectionActs } from "./acts.ts";
import Filters from "./Filters.svelte";
import { PeopleView } from "./view.svelte.ts";

afterEach(() => localStorage.clear());

function filters() {
  fakeDesk({
    "worker.list": () => [
      { id: "w1", name: "Hélène Petit", me: true, cases: 1 },
      { id: "w2", name: "Karim Haddad", me: false, cases: 2 },
    ],
  });
  const view = new PeopleView();
  render(Filters, { view, communes: [] });
  return { view, user: userEvent.setup(), select: () => screen.getByLabelText("Suivi par") };
}

it("narrows to a colleague, to nobody, or to one's own, one at a time", async () => {
  const { view, user, select } = filters();
  await within(select()).findByRole("option", { name: "Karim Haddad" });
  await user.selectOptions(select(), "Karim Haddad");
  expect(view.question.filter).toMatchObject({ referent: "w2", unassigned: false, mine: false });
  expect(view.narrowed).toBe(true);
  await user.selectOptions(select(), "Sans référent");
  expect(view.question.filter).toMatchObject({ referent: null, unassigned: true });
  await user.click(screen.getByRole("button", { name: "Mes dossiers" }));
  expect(view.question.filter).toMatchObject({ referent: null, unassigned: false, mine: true });
  expect(select()).toHaveDisplayValue("Tous les référents");
});

it("keeps in force, and shows, a colleague who is no longer in the team", async () => {
  const { view, user, select } = filters();
  const before = view.written();
  expect(JSON.parse(before), "what is kept is what earlier versions kept").not.toHaveProperty("referent");
  view.show(JSON.stringify({ referent: "w9" }));
  await waitFor(() => expect(select()).toHaveDisplayValue("Un ancien collègue"));
  expect(JSON.parse(view.written())).toMatchObject({ referent: "w9" });
  await user.selectOptions(select(), "Tous les référents");
  expect(view.narrowed).toBe(false);
});

it("asks for the hand-over of whoever is selected", () => {
  const line = { id: "p1", given_name: "Awa", family_name: "Benali" };
  void selectionActs.find(({ key }) => key === "hand_over")?.run([line] as unknown as Parameters<(typeof selectionActs)[number]["run"]>[0]);
  expect(overlays.open).toEqual({ name: "hand_over", people: [{ id: "p1", name: "Awa Benali" }] });
  overlays.open = null;
});
