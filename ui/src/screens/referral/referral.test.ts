import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { ReferralFile, Transition } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { day, file, line } from "../../parts/referral/sample.test-env.ts";
import Referral from "./Referral.svelte";

let of: ReferralFile;

beforeEach(() => {
  of = file();
  said.hush();
  overlays.open = null;
});

function desk() {
  return fakeDesk({
    "referral.open": () => of,
    "referral.move": ({ to }) => {
      of = file({ line: line({ state: to, since: day(0), due: null }) });
      return null;
    },
    "referral.check": () => null,
    "referral.settle_and_now": () => null,
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
  });
}

function transition(changed: Partial<Transition>): Transition {
  return { on: day(-2), at: 0, id: "t1", from: "draft", to: "sent", reason: null, note: "", ...changed };
}

describe("a referral", () => {
  it("says whose it is, where it stands and what it waits for", async () => {
    of = file({ agreement: "person", session_start: "2099-03-19" });
    desk();
    render(Referral, { id: "r1" });
    expect(await screen.findByRole("heading", { level: 1, name: "Orientation de Lina Benali vers Prépa apprentissage, CFA des Deux Rives" })).toBeInTheDocument();
    expect(screen.getByText("Envoyée il y a 2 jours, accusé de réception attendu dans 5 jours.")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Lina Benali" })).toHaveAttribute("href", "#/jeune/p1");
    expect(screen.getByRole("link", { name: "Prépa apprentissage" })).toHaveAttribute("href", "#/offre/g1");
    expect(screen.getByText("à partir du jeudi 19 mars 2099")).toBeInTheDocument();
    expect(screen.getByText("Accord du jeune")).toBeInTheDocument();
  });

  it("shows what happened, the latest first, and notes as text only", async () => {
    of = file({
      line: line({ state: "refused", and_now: true, due: { kind: "and_now", on: day(0), late_days: 0 } }),
      wish: "<img src=x onerror=alert(1)>",
      transitions: [transition({}), transition({ id: "t2", from: "sent", to: "refused", on: day(0), at: 10, reason: "no_place", note: "<b>complet</b>" })],
      checks: [
        { id: "k1", kind: "chase", on: day(-1), at: 5, present: "unknown", note: "appelé" },
        { id: "k2", kind: "chase", on: day(0), at: 9, present: "unknown", note: "rappelé" },
      ],
    });
    desk();
    render(Referral, { id: "r1" });
    const items = within(await screen.findByRole("list")).getAllByRole("listitem");
    expect(items.map((item) => item.textContent.replace(/\s+/g, " ").trim())).toEqual([
      "aujourd’hui Refusée : plus de place <b>complet</b>",
      "aujourd’hui Relance rappelé",
      "hier Relance appelé",
      "il y a 2 jours Envoyée à CFA des Deux Rives",
    ]);
    expect(document.querySelector("img")).toBeNull();
  });

  it("offers the next act first, and the other moves beside it", async () => {
    desk();
    const user = userEvent.setup();
    render(Referral, { id: "r1" });
    await user.click(await screen.findByRole("button", { name: "Noter la réponse" }));
    expect(await screen.findByRole("dialog", { name: "Faire avancer l’orientation" })).toBeInTheDocument();
    await user.click(await screen.findByLabelText("Acceptée par le partenaire"));
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(said.now?.text).toBe("Orientation de Lina Benali : acceptée."));
  });

  it("is read again when something of it changed", async () => {
    const { publish } = desk();
    render(Referral, { id: "r1" });
    await screen.findByText(/Envoyée il y a 2 jours/);
    of = file({ line: line({ state: "accepted", since: day(-1), due: null }) });
    publish("agenda");
    publish("referrals");
    expect(await screen.findByText("Acceptée par la structure hier.")).toBeInTheDocument();
  });

  it("chases when the answer is late", async () => {
    of = file({ line: line({ due: { kind: "acknowledge", on: day(-11), late_days: 11 } }) });
    const { asked } = desk();
    const user = userEvent.setup();
    render(Referral, { id: "r1" });
    expect(await screen.findByText(/En retard de 11 jours : accusé de réception attendu\./)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Relancer" }));
    await user.click(await screen.findByRole("button", { name: "Noter la relance" }));
    await waitFor(() => expect(asked.find(({ name }) => name === "referral.check")?.request).toMatchObject({ kind: "chase" }));
  });

  it("says that two laptops disagree", async () => {
    of = file({ line: line({ disputed: true }), warnings: ["disputed"] });
    desk();
    render(Referral, { id: "r1" });
    expect(await screen.findByText("Deux portables ont noté une suite différente : vérifiez l’état.")).toBeInTheDocument();
  });

  it("asks why before the referral of a colleague’s file opens", async () => {
    let said = false;
    const { asked } = fakeDesk({
      "referral.open": () => {
        if (!said) throw { code: "refused", refusal: { refusal: "why_missing", person: "p1", outside: true, limited: false } };
        return of;
      },
      "access.say_why": () => {
        said = true;
        return null;
      },
    });
    const user = userEvent.setup();
    render(Referral, { id: "r1" });
    await user.click(await screen.findByRole("button", { name: "Ouvrir le dossier" }));
    expect(await screen.findByText(/Envoyée il y a 2 jours/)).toBeInTheDocument();
    expect(asked.find(({ name }) => name === "access.say_why")?.request).toMatchObject({ person: "p1" });
  });

  it("says what happened when it cannot be read, and tries again", async () => {
    let gone = true;
    fakeDesk({
      "referral.open": () => {
        if (gone) throw { code: "not_found" };
        return of;
      },
    });
    const user = userEvent.setup();
    render(Referral, { id: "r1" });
    expect(await screen.findByText("Ceci n’existe plus dans ce coffre. Revenez à la liste.")).toBeInTheDocument();
    gone = false;
    await user.click(screen.getByRole("button", { name: "Réessayer" }));
    expect(await screen.findByText(/Envoyée il y a 2 jours/)).toBeInTheDocument();
  });
});

describe("and now?", () => {
  beforeEach(() => {
    of = file({ line: line({ state: "abandoned", and_now: true, due: { kind: "and_now", on: day(-1), late_days: 1 } }) });
  });

  it("proposes another referral to the same person, which answers the question", async () => {
    desk();
    const user = userEvent.setup();
    render(Referral, { id: "r1" });
    expect(await screen.findByRole("heading", { level: 2, name: "Et maintenant ?" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Proposer une autre orientation" }));
    expect(overlays.open).toEqual({ name: "propose", person: { id: "p1", name: "Lina Benali" }, settles: "r1" });
  });

  it("can be settled, and the file opened", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(Referral, { id: "r1" });
    await user.click(await screen.findByRole("button", { name: "C’est réglé" }));
    await waitFor(() => expect(said.now?.text).toBe("C’est noté : plus rien n’est attendu ici."));
    expect(asked).toContainEqual({ name: "referral.settle_and_now", request: { referral: "r1" } });
    await user.click(screen.getByRole("button", { name: "Ouvrir le dossier" }));
    expect(place.route).toEqual({ screen: "person", id: "p1" });
  });
});
