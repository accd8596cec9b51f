import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { ConsultationFile } from "../../api/generated.ts";
import { said, StatusBar } from "../../design/index.ts";
import { place } from "../../frame/place.svelte.ts";
import { today } from "../../words/index.ts";
import Consultation from "./Consultation.svelte";
import PublicSheet from "./PublicSheet.svelte";
import { council } from "./sample.test-env.ts";

let file: ConsultationFile;

beforeEach(() => {
  said.hush();
  file = council();
});

function desk() {
  return fakeDesk({
    "consultation.open": () => structuredClone(file),
    "consultation.names": ({ text }) => (text.includes("Awa Diallo") ? [{ person: "awa", name: "Awa Diallo" }] : []),
    "consultation.remove": () => null,
    "proposal.add": () => ({ proposal: "new" }),
    "proposal.answer": () => null,
    "follow_up.correct": ({ follow_up }) => {
      file = { ...file, follow_ups: [{ id: "f1", what: follow_up, owed: null }] };
      return null;
    },
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
  });
}

async function shown() {
  const made = desk();
  render(StatusBar);
  render(Consultation, { id: "c1" });
  await screen.findByRole("heading", { level: 1, name: /Que manque-t-il le soir/ });
  return { ...made, user: userEvent.setup({ delay: null }) };
}

const plain = (text: string | null): string => (text ?? "").replace(/[\u00a0\u202f]/g, " ").replace(/\s+/g, " ");

describe("a consultation", () => {
  it("tells what was asked, proposed and answered, and what is late", async () => {
    await shown();
    const text = plain(document.body.textContent);
    for (const words of [
      "Conseil citoyen, jeudi 12 mars 2026", "Un bus après 21 h", "Déplacements, pour : 14, contre : 1", "Pas encore de réponse", "Réponse en retard de 12 jours",
      "Acceptée en partie, par Ville de Creil, lundi 20 avril 2026", "Motif : Un soir pour commencer", "Suite : Essai d’un trimestre", "Suite promise en retard de 26 jours",
      "QN06001M (liste de 2024), QP060001 (liste de 2015)", "Femmes (16), Hommes (2)", "Avis non comptés",
    ])
      expect(text).toContain(words);
  });

  it("asks for the reason of a refusal before it is sent", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: /Noter la réponse à/ }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("radio", { name: "Refusée" }));
    await user.type(within(dialog).getByLabelText("Qui répond"), "Ville de Creil");
    await user.click(within(dialog).getByRole("button", { name: "Enregistrer" }));
    expect(await within(dialog).findByText(/Un refus dit pourquoi/)).toBeInTheDocument();
    expect(asked.some(({ name }) => name === "proposal.answer")).toBe(false);
    await user.type(within(dialog).getByLabelText("Motif"), "Le terrain est vendu.");
    await user.click(within(dialog).getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    const answer = { kind: "refused", by: "Ville de Creil", on: today(), reason: "Le terrain est vendu.", follows: "", due_on: null };
    expect(asked).toContainEqual({ name: "proposal.answer", request: { id: "bus", answer } });
  });

  it("warns of a name in a proposal and writes it all the same", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: "Noter une proposition" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Ce qui est proposé"), "Un local pour Awa Diallo");
    expect(await within(dialog).findByText(/Le nom entier d’une personne suivie/)).toHaveTextContent("Awa Diallo");
    await user.type(within(dialog).getByLabelText(/^Pour/), "douze");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await within(dialog).findByText("Écrivez un nombre entier, ou rien.")).toBeInTheDocument();
    await user.clear(within(dialog).getByLabelText(/^Pour/));
    await user.type(within(dialog).getByLabelText(/^Pour/), "12");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    const proposal = { what: "Un local pour Awa Diallo", theme: null, opinions: { in_favour: 12, against: null, no_opinion: null } };
    expect(asked).toContainEqual({ name: "proposal.add", request: { consultation: "c1", proposal } });
  });

  it("marks what follows as done today", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: /Marquer comme fait/ }));
    await waitFor(() => expect(screen.queryByRole("button", { name: /Marquer comme fait/ })).not.toBeInTheDocument());
    const follow_up = { proposal: "gym", on: today(), what: "Premier soir d’ouverture", done: true };
    expect(asked).toContainEqual({ name: "follow_up.correct", request: { id: "f1", follow_up } });
  });

  it("that was taken out says so", async () => {
    fakeDesk({
      "consultation.open": () => {
        throw { code: "not_found" };
      },
    });
    render(Consultation, { id: "gone" });
    expect(await screen.findByText("Cette consultation n’est plus là")).toBeInTheDocument();
  });
});

describe("the public sheet", () => {
  it("gives no count under five, no remark of the team, and the answer that is late", async () => {
    desk();
    render(PublicSheet, { id: "c1" });
    await screen.findByRole("heading", { level: 1, name: /Que manque-t-il le soir/ });
    const text = plain(document.body.textContent);
    for (const words of ["Femmes (non donné), Hommes (moins de 5)", "pour : non donné, contre : moins de 5", "Réponse en retard de 12 jours", "par Ville de Creil"])
      expect(text).toContain(words);
    expect(text).not.toContain("Salle prêtée");
    expect(text).not.toMatch(/\b1[46]\b(?! h)/);
  });

  it("is printed as it stands", async () => {
    desk();
    const print = vi.spyOn(window, "print").mockImplementation(() => undefined);
    render(PublicSheet, { id: "c1" });
    await userEvent.click(await screen.findByRole("button", { name: "Imprimer" }));
    expect(print).toHaveBeenCalledOnce();
    expect(place.route.screen).toBeDefined();
    print.mockRestore();
  });
});
