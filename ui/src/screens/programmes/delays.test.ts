import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { DelayLine, Delays, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import Programmes from "./Programmes.svelte";

const USUAL: Delays = { draft: 7, acknowledge: 7, answer: 21, waitlist: 30, start: 30, length: 180 };
let lines: DelayLine[];

beforeEach(() => {
  // jsdom measures nothing: a table of no height would draw no row.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
  said.hush();
  location.hash = "#/offres";
  lines = [
    { kind: "training", delays: { ...USUAL }, usual: USUAL },
    { kind: "apprenticeship", delays: { ...USUAL, answer: 45 }, usual: { ...USUAL, answer: 30 } },
  ];
});

afterEach(() => vi.restoreAllMocks());

function desk() {
  return fakeDesk({
    "programme.list": () => [],
    "provider.list": () => [],
    "delays.list": () => structuredClone(lines),
    "delays.change": ({ kind, delays }) => {
      const wrong = Object.entries(delays).find(([, days]) => days < 1 || days > 1095);
      if (wrong) throw { code: "refused", refusal: { refusal: "unreadable", field: wrong[0] } } satisfies Problem;
      lines = lines.map((line) => (line.kind === kind ? { ...line, delays } : line));
      return null;
    },
  });
}

async function shown() {
  render(Programmes);
  const user = userEvent.setup({ delay: null });
  await user.click(await screen.findByRole("tab", { name: "Délais" }));
  return user;
}

const rowOf = async (kind: string) => (await screen.findByText(kind)).closest("[role='row']") as HTMLElement;

async function opened(user: Awaited<ReturnType<typeof shown>>, kind: string) {
  (await rowOf(kind)).focus();
  await user.keyboard("{Enter}");
  return within(await screen.findByRole("dialog", { name: `Délais : ${kind}` }));
}

describe("the delays of each kind", () => {
  it("stand in a table that says what they do, a changed one beside the usual one", async () => {
    desk();
    await shown();
    expect(screen.getByText(/Passé son délai, une orientation apparaît en retard dans Aujourd’hui/)).toBeInTheDocument();
    expect(within(await rowOf("Apprentissage")).getByText("45 jours")).toBeInTheDocument();
    expect(within(await rowOf("Apprentissage")).getByText("habituel : 30")).toBeInTheDocument();
    expect(within(await rowOf("Formation")).queryByText(/habituel/)).not.toBeInTheDocument();
  });

  it("are changed by keyboard, and the change is taken back from the bar", async () => {
    const { asked, publish } = desk();
    const user = await shown();
    const dialog = await opened(user, "Formation");
    const field = dialog.getByLabelText("Réponse, après la réception");
    expect(field).toHaveAccessibleDescription("Habituellement 21 jours");
    await user.clear(field);
    await user.type(field, "28");
    // The button stands outside the form, which jsdom's Enter does not see.
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(asked).toContainEqual({ name: "delays.change", request: { kind: "training", delays: { ...USUAL, answer: 28 } } });
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(said.now?.text).toBe("Délais enregistrés : Formation.");
    publish("catalogue");
    expect(await within(await rowOf("Formation")).findByText("habituel : 21")).toBeInTheDocument();
    said.now?.act?.run();
    await waitFor(() => expect(lines[0]?.delays).toEqual(USUAL));
  });

  it("say under the field what is refused, and keep what was typed", async () => {
    const { asked } = desk();
    const user = await shown();
    const dialog = await opened(user, "Formation");
    const [draft, length] = [dialog.getByLabelText("Envoi d’un brouillon"), dialog.getByLabelText("Durée, après le démarrage")];
    await user.clear(draft);
    await user.type(draft, "une semaine");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(asked.map(({ name }) => name)).not.toContain("delays.change");
    expect(draft).toHaveAccessibleDescription(/Un délai s’écrit en jours, de 1 à 1 095\./);
    expect(draft).toHaveFocus();
    await user.clear(draft);
    await user.type(draft, "7");
    await user.clear(length);
    await user.type(length, "2000");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(await dialog.findByText("Un délai s’écrit en jours, de 1 à 1 095.")).toBeInTheDocument();
    expect(length).toHaveValue("2000");
    expect(length).toHaveFocus();
  });

  it("go back to the usual ones", async () => {
    const { asked } = desk();
    const user = await shown();
    const dialog = await opened(user, "Apprentissage");
    await user.click(dialog.getByRole("button", { name: "Revenir aux délais habituels" }));
    expect(dialog.getByLabelText("Réponse, après la réception")).toHaveValue("30");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(asked).toContainEqual({ name: "delays.change", request: { kind: "apprenticeship", delays: { ...USUAL, answer: 30 } } });
  });
});
