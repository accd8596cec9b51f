import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { OfferView, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { couldGo, offer, offerView } from "../../parts/offer/sample.test-env.ts";
import Offer from "./Offer.svelte";

const KEY = "cap/42 é";
let view: OfferView;

beforeEach(() => {
  said.hush();
  location.hash = "#/catalogue/lheo/cap%2F42%20%C3%A9";
  view = offerView();
});

function desk(more: Parameters<typeof fakeDesk>[0] = {}) {
  return fakeDesk({
    "offer.open": () => view,
    "offer.for_whom": ({ everybody }) => ({
      people: [couldGo("p1", "Karim", "yes"), couldGo("p2", "Lina", "verify"), ...(everybody ? [couldGo("p4", "Sofia", "yes")] : []), couldGo("p3", "Théo", "no")],
      cut: false,
    }),
    "offer.keep": () => {
      view = offerView({}, "g7");
      return { programme: "g7", new: true };
    },
    "offer.refer": ({ people }) => ({ programme: "g7", referrals: people.filter((id) => id !== "p2").map((id) => `r-${id}`), already: people.filter((id) => id === "p2") }),
    ...more,
  });
}

async function shown() {
  render(Offer, { source: "lheo", of: KEY });
  return userEvent.setup({ delay: null });
}

describe("an offer of a catalogue", () => {
  it("tells all it says, and opens no connection for a link", async () => {
    const { asked } = desk();
    await shown();
    await screen.findByRole("heading", { level: 1, name: "CAP Carrosserie" });
    for (const words of [
      "Au catalogue", "Deux ans en alternance.", "16 à 25 ans", "uniquement les habitants d’un quartier prioritaire", "Aimer le travail manuel.", "inscriptions ouvertes",
      "8 janvier 2027", "Rien à payer pour la personne", "Appeler le matin.", "Mme Roussel, inscriptions", "03 20 12 34 56", "https://cfa.invalid/cap", "lheo-hdf.xml",
    ])
      expect(screen.getByText(words)).toBeInTheDocument();
    expect([...document.querySelectorAll("a")].every((link) => link.getAttribute("href")?.startsWith("#/"))).toBe(true);
    expect(asked).toContainEqual({ name: "offer.open", request: { source: "lheo", key: KEY } });
    await screen.findByRole("checkbox", { name: "Karim Haddad" });
    expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  });

  it("says what a code is called where the list was taken in, and the code alone elsewhere", async () => {
    view = offerView({
      offer: offer({ formacodes: ["23054", "99999"], romes: ["H2913"] }),
      terms: [
        { list: "formacode", code: "23054", label: "travail des métaux", version: "" },
        { list: "rome", code: "23054", label: "une autre liste", version: "" },
      ],
    });
    desk();
    await shown();
    expect(await screen.findByText(/Formacode 23054 \(travail des métaux\), 99999/)).toHaveTextContent("ROME H2913");
  });

  it("is kept once, and the focus goes to what the team has now", async () => {
    desk();
    const user = await shown();
    await user.click(await screen.findByRole("button", { name: "Garder dans les offres de l’équipe" }));
    const link = await screen.findByRole("link", { name: "Voir l’offre de l’équipe" });
    expect(link).toHaveAttribute("href", "#/offre/g7");
    await waitFor(() => expect(link).toHaveFocus());
    expect(said.now?.text).toBe("Gardée dans les offres de l’équipe.");
  });

  it("says from which data it is gone", async () => {
    view = offerView({ standing: { standing: "gone", name: "lheo-novembre.xml", at: Date.parse("2026-11-20T09:00:00Z") } });
    desk();
    await shown();
    expect(await screen.findByText(/n’est plus dans les données du 20 novembre.*« lheo-novembre\.xml »/)).toBeInTheDocument();
    expect(screen.getByText("N’est plus dans les données")).toBeInTheDocument();
  });

  it("says so where this laptop does not have it", async () => {
    desk({
      "offer.open": () => {
        throw { code: "not_found" } satisfies Problem;
      },
    });
    await shown();
    expect(await screen.findByText("Cette offre n’est plus dans le catalogue de ce portable.")).toBeInTheDocument();
  });

  it("shows text with markup as text", async () => {
    view = offerView({ offer: offer({ description: "<b>gras</b>" }) });
    desk();
    await shown();
    expect(await screen.findByText("<b>gras</b>")).toBeInTheDocument();
  });
});

describe("pour qui", () => {
  it("hides whom it does not fit until asked, and gives the reasons of each", async () => {
    const { asked } = desk();
    const user = await shown();
    const list = within(await screen.findByRole("list", { name: "Jeunes à qui la proposer" }));
    expect(list.getAllByRole("checkbox")).toHaveLength(2);
    expect(screen.getByText("oui : 1, à vérifier : 1, non : 1")).toBeInTheDocument();
    await user.click(list.getByRole("button", { name: "Raisons pour Lina Haddad" }));
    expect(list.getByText(/120 euros/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Montrer aussi ceux à qui elle ne va pas" }));
    expect(list.getByRole("checkbox", { name: "Théo Haddad" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Toute l’équipe" }));
    expect(await list.findByRole("checkbox", { name: "Sofia Haddad" })).toBeInTheDocument();
    expect(asked).toContainEqual({ name: "offer.for_whom", request: { source: "lheo", key: KEY, everybody: true } });
  });

  it("is proposed to several by the keyboard alone, and says who had it already", async () => {
    const { asked } = desk();
    const user = await shown();
    const karim = await screen.findByRole("checkbox", { name: "Karim Haddad" });
    karim.focus();
    await user.keyboard(" {ArrowDown} ");
    expect(screen.getByRole("checkbox", { name: "Lina Haddad" })).toBeChecked();
    await user.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "Raisons pour Lina Haddad" })).toHaveAttribute("aria-expanded", "true");
    screen.getByRole("button", { name: "Proposer à 2 jeunes" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(said.now?.text).toBe("1 orientation en brouillon : l’accord reste à recueillir. Déjà orientés vers cette offre : Lina Haddad."));
    expect(asked).toContainEqual({ name: "offer.refer", request: { source: "lheo", key: KEY, people: ["p1", "p2"] } });
    expect(screen.getByRole("button", { name: "Proposer" })).toBeInTheDocument();
  });

  it("asks whom, before anything is written", async () => {
    const { asked } = desk();
    const user = await shown();
    await user.click(await screen.findByRole("button", { name: "Proposer" }));
    expect(screen.getByRole("alert")).toHaveTextContent("Cochez d’abord un jeune dans la liste.");
    expect(asked.some(({ name }) => name === "offer.refer")).toBe(false);
  });
});
