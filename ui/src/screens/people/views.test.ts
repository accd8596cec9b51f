import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import type { View } from "./desk-views.ts";
import SavedViews from "./SavedViews.svelte";
import { PeopleView } from "./view.svelte.ts";

let views: View[];
let refusal: Problem | null;
let view: PeopleView;

function desk() {
  let next = 1;
  const answers = {
    "view.list": () => structuredClone(views),
    "view.save": ({ id, name, body }: { id: string | null; name: string; body: string }) => {
      if (refusal) throw refusal;
      const known = views.find((one) => one.id === id);
      if (known) Object.assign(known, { name, body });
      else views.push({ id: `v${next++}`, name, body });
      return { view: id ?? "v" };
    },
    "view.remove": ({ id }: { id: string }) => {
      views = views.filter((one) => one.id !== id);
      return null;
    },
  };
  return fakeDesk(answers as Parameters<typeof fakeDesk>[0]);
}

function shown() {
  desk();
  view = new PeopleView();
  render(SavedViews, { view });
  return userEvent.setup();
}

beforeEach(() => {
  // Without a layout a menu would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  views = [];
  refusal = null;
  said.hush();
});
afterEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

describe("a view under a name", () => {
  it("keeps filters, sort and columns, and shows them again at a press", async () => {
    const user = shown();
    view.mine = true;
    view.quiet = 30;
    view.age = { from: 18, to: 20 };
    view.sort = { key: "last_contact", descending: true };
    view.columns = ["name", "commune"];
    await user.click(screen.getByRole("button", { name: "Garder cette vue" }));
    await user.keyboard("Mes silencieux{Enter}");
    await waitFor(() => expect(said.now?.text).toBe("Vue enregistrée : Mes silencieux."));
    const chip = await screen.findByRole("button", { name: "Mes silencieux" });
    await waitFor(() => expect(chip).toHaveAttribute("aria-pressed", "true"));
    const before = view.written();

    view.clear();
    view.columns = ["name", "age", "phone"];
    await waitFor(() => expect(chip).toHaveAttribute("aria-pressed", "false"));
    await user.click(chip);
    expect(view.written()).toBe(before);
    expect(view.question.filter).toMatchObject({ mine: true, quiet_days: 30, min_age: 18, max_age: 20 });
  });

  it("says under its name what is refused, and keeps what was typed", async () => {
    refusal = { code: "refused", refusal: { refusal: "too_long", field: "name", limit: 60 } };
    const user = shown();
    await user.click(screen.getByRole("button", { name: "Garder cette vue" }));
    await user.keyboard("{Enter}");
    const name = screen.getByLabelText("Nom de la vue");
    await waitFor(() => expect(name).toHaveAccessibleDescription("Donnez un nom à la vue."));
    await user.type(name, "Lens{Enter}");
    await waitFor(() => expect(name).toHaveAccessibleDescription(/Trop long/));
    expect(name).toHaveValue("Lens");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: "Garder cette vue" })).toHaveFocus());
  });

  it("is renamed, shows what is shown from then on, is removed and put back, by its menu", async () => {
    views = [{ id: "v9", name: "Lens", body: "{}" }];
    const user = shown();
    const act = async (name: string) => {
      (await screen.findByRole("button", { name: /^Vue .* : que faire \?$/ })).focus();
      await user.keyboard("{Enter}");
      within(await screen.findByRole("menu")).getByRole("menuitem", { name }).focus();
      await user.keyboard("{Enter}");
    };
    await act("Renommer");
    const name = await screen.findByLabelText("Nom de la vue");
    expect(name).toHaveValue("Lens");
    await waitFor(() => expect(name).toHaveFocus());
    await user.clear(name);
    await user.keyboard("Bassin minier{Enter}");
    await screen.findByRole("button", { name: "Bassin minier" });
    view.commune = "Lens";
    await act("Remplacer par ce qui est affiché");
    await waitFor(() => expect(views[0]?.body).toContain('"commune":"Lens"'));
    await act("Supprimer la vue");
    await waitFor(() => expect(said.now?.act?.label).toBe("Rétablir la vue"));
    expect(views).toEqual([]);
    said.now?.act?.run();
    expect(await screen.findByRole("button", { name: "Bassin minier" })).toBeInTheDocument();
  });

  it("of another version shows what is known of it", () => {
    view = new PeopleView();
    view.show(JSON.stringify({ text: "ka", stage: "flying", age: 40, quiet: 21, sort: { key: "phone" }, columns: ["poids"] }));
    expect(view.question).toMatchObject({ filter: { text: "ka", stage: null, min_age: null, quiet_days: 21 }, sort: "name", descending: false });
    expect(view.columns).toEqual(["name"]);
    view.show("{");
    expect(view.narrowed).toBe(false);
  });
});
