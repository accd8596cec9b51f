import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { recent } from "../../frame/recent.svelte.ts";
import { personFile } from "../../screens/person/file.test-env.ts";
import Person from "../../screens/person/Person.svelte";

const PASSPHRASE = "cheval agrafe pile";
let refuses: Problem | null;

beforeEach(() => {
  // Without a layout a menu would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  refuses = null;
  overlays.open = null;
  said.hush();
});

async function asking() {
  const { asked } = fakeDesk({
    "person.open": () => personFile(),
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    "person.erase": ({ passphrase }) => {
      if (refuses) throw refuses;
      if (passphrase !== PASSPHRASE) throw { code: "wrong_passphrase", retry_after_s: 0 } satisfies Problem;
      return null;
    },
  });
  place.go({ screen: "person", id: "p1" });
  render(Person, { id: "p1" });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Autres actes sur ce dossier" }));
  await user.click(await screen.findByRole("menuitem", { name: "Effacer ce dossier…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Effacer le dossier de Awa Benali" }));
  return { user, dialog, erased: () => asked.filter(({ name }) => name === "person.erase"), pass: () => dialog.getByLabelText("Votre phrase de passe") };
}

it("says what goes and what stays, asks for the passphrase, and ends on the list of people", async () => {
  const { user, dialog, erased, pass } = await asking();
  expect(dialog.getByText(/C’est définitif/)).toBeInTheDocument();
  expect(dialog.getByText(/jusqu’à 30 jours/)).toBeInTheDocument();
  expect(dialog.getByText(/Il faut un portable de coordination/)).toBeInTheDocument();
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Effacer pour toujours" }));
  await waitFor(() => expect(pass()).toHaveFocus());
  expect(erased(), "not without the passphrase").toEqual([]);
  await user.type(pass(), "autre{Enter}");
  await waitFor(() => expect(pass()).toBeInvalid());
  expect(place.route).toEqual({ screen: "person", id: "p1" });
  await user.clear(pass());
  await user.type(pass(), `${PASSPHRASE}{Enter}`);
  await waitFor(() => expect(said.now?.text).toBe("Le dossier de Awa Benali est effacé pour toujours de ce portable."));
  expect(place.route.screen).toBe("people");
  expect(recent.hits("").filter(({ id }) => id === "recent-p1"), "the palette does not offer it any more").toEqual([]);
  expect(erased().at(-1)?.request).toEqual({ person: "p1", passphrase: PASSPHRASE });
});

it.each([
  [{ code: "role_forbids" }, /Seul un portable de coordination/],
  [{ code: "hub_away" }, /l’effacement n’est pas confirmé/],
] satisfies [Problem, RegExp][])("says in words why a team does not erase it (%o), and stays", async (problem, sentence) => {
  refuses = problem;
  const { user, dialog, pass } = await asking();
  await user.type(pass(), `${PASSPHRASE}{Enter}`);
  expect(await dialog.findByText(sentence)).toBeInTheDocument();
  expect(place.route).toEqual({ screen: "person", id: "p1" });
});

it("keeps the file by the way out", async () => {
  const { user, dialog, erased, pass } = await asking();
  await user.type(pass(), PASSPHRASE);
  await user.click(dialog.getByRole("button", { name: "Garder le dossier" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(erased()).toEqual([]);
});
