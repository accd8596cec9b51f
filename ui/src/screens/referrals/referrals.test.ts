import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { BoardFilter, ReferralLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { day, file, line } from "../../parts/referral/sample.test-env.ts";
import Referrals from "./Referrals.svelte";
import { Board, looked, Rows, STEP } from "./state.svelte.ts";

const lina = line({ id: "lina", state: "draft", since: null, due: { kind: "finish_draft", on: day(-12), late_days: 12 } });
const sami = line({ id: "sami", person_name: "Sami Haddad", demo: true });
const awa = line({ id: "awa", person_name: "Awa Diallo", state: "received", due: { kind: "answer", on: day(-3), late_days: 3 } });
const noe = line({ id: "noe", person_name: "Noé Petit", state: "refused", and_now: true, due: { kind: "and_now", on: day(-8), late_days: 8 } });
let all: ReferralLine[];

beforeEach(() => {
  // Without a layout a menu would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  all = [lina, sami, awa, noe];
  said.hush();
  overlays.open = null;
  Object.assign(looked, { mode: "board", late: false, open: true, state: null });
  place.go({ screen: "referrals" });
});

function fits(one: ReferralLine, filter: BoardFilter): boolean {
  return (filter.state === null || one.state === filter.state) && (!filter.late || (one.due?.late_days ?? 0) > 0) && (!filter.open || one.due !== null);
}

function desk(answers: Parameters<typeof fakeDesk>[0] = {}) {
  return fakeDesk({
    "referral.list": ({ filter, offset, limit }) => {
      const lines = all.filter((one) => fits(one, filter));
      return { total: lines.length, lines: lines.slice(offset, offset + limit) };
    },
    "referral.open": ({ referral }) => {
      const found = all.find(({ id }) => id === referral);
      return file({ line: found ?? lina });
    },
    "referral.move": ({ referral, to }) => {
      all = all.map((one) => (one.id === referral ? { ...one, state: to } : one));
      return null;
    },
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    ...answers,
  });
}

/** The files of a colleague: a reason opens them. */
function colleague() {
  let reason = false;
  return desk({
    "referral.open": ({ referral }) => {
      if (!reason) throw { code: "refused", refusal: { refusal: "why_missing", person: lina.person, outside: true, limited: false } };
      return file({ line: all.find(({ id }) => id === referral) ?? lina });
    },
    "access.say_why": () => {
      reason = true;
      return null;
    },
  });
}

const card = (name: RegExp): Promise<HTMLElement> => screen.findByRole("button", { name });
const column = (name: string): HTMLElement => {
  const found = screen.getByRole("heading", { level: 2, name: new RegExp(`^${name}`) }).closest("section");
  if (!found) throw new Error(`no column ${name}`);
  return found;
};

describe("the board", () => {
  it("puts each referral under its state, what is due first at the top, and says in words what is late", async () => {
    desk();
    render(Referrals);
    expect(await card(/Lina Benali/)).toHaveAccessibleName(/En retard de 12 jours : brouillon à envoyer/);
    const sent = within(column("Envoyée")).getAllByRole("button");
    expect(sent.map((one) => one.textContent.includes("Awa"))).toEqual([true, false]);
    expect(sent[1]).toHaveAccessibleName(/Sami Haddad.*inventé.*Prépa apprentissage.*CFA des Deux Rives.*Envoyée.*accusé de réception attendu dans 5 jours/i);
    expect(within(column("Suites")).getByRole("button")).toHaveAccessibleName(/Noé Petit.*Refusée.*Sans suite depuis 8 jours/);
    expect(column("Envoyée")).toHaveAccessibleName(/2 orientations/);
    expect(within(column("Démarrée")).getByText("Aucune")).toBeInTheDocument();
  });

  it("is walked by arrows, down a column and across to the next with cards", async () => {
    desk();
    const user = userEvent.setup();
    render(Referrals);
    (await card(/Lina Benali/)).focus();
    await user.keyboard("{ArrowRight}");
    expect(await card(/Awa Diallo/)).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(await card(/Sami Haddad/)).toHaveFocus();
    await user.keyboard("{ArrowRight}");
    expect(await card(/Noé Petit/), "empty columns are stepped over").toHaveFocus();
    await user.keyboard("{ArrowLeft}{End}");
    expect(await card(/Sami Haddad/)).toHaveFocus();
    expect((await card(/Awa Diallo/)).tabIndex, "one tab stop for each column").toBe(-1);
  });

  it("moves a card by keyboard, and the focus goes with it", async () => {
    const { asked, publish } = desk();
    const user = userEvent.setup();
    render(Referrals);
    (await card(/Sami Haddad/)).focus();
    await user.keyboard("m");
    const menu = await screen.findByRole("menu", { name: "Orientation de Sami Haddad : que faire ?" });
    expect(within(menu).getAllByRole("menuitem").map((item) => item.textContent.trim())).toEqual([
      "Ouvrir l’orientation",
      "Ouvrir le dossier",
      "Le partenaire l’a reçue",
      "Mise en liste d’attente",
      "Acceptée par le partenaire",
      "Refusée par le partenaire",
      "Relancer",
    ]);
    await user.click(within(menu).getByRole("menuitem", { name: "Acceptée par le partenaire" }));
    await user.click(await screen.findByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(asked.find(({ name }) => name === "referral.move")?.request).toMatchObject({ referral: "sami", to: "accepted" }));
    publish("referrals");
    await waitFor(() => expect(within(column("Acceptée")).getByRole("button")).toHaveAccessibleName(/Sami Haddad/));
    expect(said.now?.text).toBe("Orientation de Sami Haddad : acceptée.");
  });

  it("opens a referral with Enter twice", async () => {
    desk();
    const user = userEvent.setup();
    render(Referrals);
    (await card(/Noé Petit/)).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("menuitem", { name: "Ouvrir l’orientation" })).toHaveFocus());
    await user.keyboard("{Enter}");
    await waitFor(() => expect(place.route).toEqual({ screen: "referral", id: "noe" }));
  });

  it("narrows to what is late", async () => {
    desk();
    const user = userEvent.setup();
    render(Referrals);
    await card(/Sami Haddad/);
    await user.click(screen.getByRole("button", { name: "En retard" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: /Sami Haddad/ })).not.toBeInTheDocument());
    expect(await card(/Awa Diallo/)).toBeInTheDocument();
  });

  it("says so kindly when there is nothing, and offers to propose", async () => {
    all = [];
    desk();
    const user = userEvent.setup();
    render(Referrals);
    expect(await screen.findByText("Aucune orientation ici")).toBeInTheDocument();
    await user.click(screen.getAllByRole("button", { name: "Proposer une orientation" })[0] as HTMLElement);
    expect(overlays.open).toEqual({ name: "propose" });
  });
});

describe("the acts of a card that a colleague follows", () => {
  it("are asked for with a reason, by keyboard, and open then", async () => {
    colleague();
    const user = userEvent.setup();
    render(Referrals);
    (await card(/Lina Benali/)).focus();
    await user.keyboard("m");
    const dialog = await screen.findByRole("dialog", { name: /Lina Benali/ });
    within(dialog).getByRole("button", { name: "Ouvrir le dossier" }).focus();
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("menuitem", { name: /Envoyer au partenaire/ })).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("a card that is dragged", () => {
  function over(name: string): void {
    document.elementFromPoint = () => column(name);
  }
  async function drag(from: HTMLElement, to: string): Promise<void> {
    over(to);
    await fireEvent(from, new MouseEvent("pointerdown", { bubbles: true, clientX: 5, clientY: 5 }));
    await fireEvent(window, new MouseEvent("pointermove", { clientX: 60, clientY: 60 }));
    await fireEvent(window, new MouseEvent("pointermove", { clientX: 90, clientY: 60 }));
    await fireEvent(window, new MouseEvent("pointerup", { clientX: 90, clientY: 60 }));
  }

  it("opens the sending when dropped on “Envoyée”", async () => {
    desk();
    render(Referrals);
    await drag(await card(/Lina Benali/), "Envoyée");
    expect(await screen.findByRole("dialog", { name: "Envoyer au partenaire" })).toBeInTheDocument();
  });

  it("is refused in words where the rules forbid it, and nothing moves", async () => {
    const { asked } = desk();
    render(Referrals);
    await drag(await card(/Lina Benali/), "Acceptée");
    await waitFor(() => expect(said.now?.text).toMatch(/Une orientation « brouillon » ne passe pas directement dans « Acceptée »\. Possible d’ici : Envoyer au partenaire/));
    expect(asked.some(({ name }) => name === "referral.move")).toBe(false);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("asks why first where a colleague follows the person, and then goes on", async () => {
    const { asked } = colleague();
    const user = userEvent.setup();
    render(Referrals);
    await drag(await card(/Lina Benali/), "Envoyée");
    const dialog = await screen.findByRole("dialog", { name: /Lina Benali/ });
    expect(said.now).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Ouvrir le dossier" }));
    expect(await screen.findByRole("dialog", { name: "Envoyer au partenaire" })).toBeInTheDocument();
    expect(asked.find(({ name }) => name === "access.say_why")?.request).toMatchObject({ person: lina.person });
  });

  it("says what went wrong where its acts could not be read, and moves nothing", async () => {
    desk({
      "referral.open": () => {
        throw { code: "not_found" };
      },
    });
    render(Referrals);
    await drag(await card(/Lina Benali/), "Envoyée");
    expect(await screen.findByRole("alert")).toBeInTheDocument();
    expect(said.now).toBeNull();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("asks which ending when a column holds several", async () => {
    all = [line({ id: "zoe", person_name: "Zoé Noël", state: "started", due: { kind: "end", on: day(9), late_days: 0 } })];
    desk();
    render(Referrals);
    await drag(await card(/Zoé Noël/), "Suites");
    expect(await screen.findByLabelText("Achevée")).toBeInTheDocument();
    expect(screen.getByLabelText("Abandonnée en cours")).toBeInTheDocument();
  });
});

describe("the table", () => {
  beforeEach(() => {
    // Without a layout nothing would be in sight.
    vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
    return () => vi.restoreAllMocks();
  });

  it("is remembered, shows every state and opens with Enter", async () => {
    desk();
    const user = userEvent.setup();
    const first = render(Referrals);
    await user.click(screen.getByRole("radio", { name: "En liste" }));
    expect(await screen.findByRole("grid", { name: "Orientations" })).toBeInTheDocument();
    first.unmount();
    render(Referrals);
    const row = await screen.findByRole("row", { name: /Noé Petit.*Refusée/ });
    row.focus();
    await user.keyboard("{Enter}");
    expect(place.route).toEqual({ screen: "referral", id: "noe" });
  });

  it("narrows by state", async () => {
    desk();
    looked.mode = "table";
    const user = userEvent.setup();
    render(Referrals);
    await screen.findByRole("row", { name: /Lina Benali/ });
    await user.selectOptions(screen.getByLabelText("État"), "received");
    await waitFor(() => expect(screen.queryByRole("row", { name: /Lina Benali/ })).not.toBeInTheDocument());
    expect(screen.getByRole("row", { name: /Awa Diallo/ })).toBeInTheDocument();
  });
});

describe("what is asked from the desk", () => {
  it("is fifty cards of a column, then fifty more", async () => {
    all = Array.from({ length: 120 }, (_, at) => line({ id: `r${at}`, state: "draft" }));
    desk();
    const board = new Board();
    await board.read(false);
    expect(board.columns?.[0]).toMatchObject({ total: 120 });
    expect(board.columns?.[0]?.lines).toHaveLength(STEP);
    await board.more("draft", false);
    expect(board.columns?.[0]?.lines).toHaveLength(2 * STEP);
  });

  it("is each page of the table once", async () => {
    all = Array.from({ length: 120 }, (_, at) => line({ id: `r${at}` }));
    const { asked } = desk();
    const rows = new Rows();
    await rows.read({ state: null, late: false, open: false, programme: null });
    expect(rows.total).toBe(120);
    rows.sight(40, 60);
    rows.sight(41, 61);
    await waitFor(() => expect(rows.at(60)?.id).toBe("r60"));
    expect(asked).toHaveLength(2);
  });
});
