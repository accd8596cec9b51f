import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { LeftDraft } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import Drafts from "./Drafts.svelte";
import { draftWords, wayTo } from "./state.svelte.ts";

function left(place: string, more: Partial<LeftDraft> = {}): LeftDraft {
  return { place, words: "", person: null, person_name: "", demo: false, referral: null, programme: null, name: "", ...more };
}

const awa = { person: "awa", person_name: "Awa Benali" };
let kept: LeftDraft[];

beforeEach(() => {
  said.hush();
  overlays.open = null;
  kept = [left("quick_note/awa", { ...awa, words: "Vue au marché" }), left("chase/r1", { ...awa, referral: "r1", name: "CAP Carrosserie" })];
});

async function shown() {
  const bodies: Record<string, string> = {};
  const desk = fakeDesk({
    "draft.list": () => kept,
    "draft.read": ({ place }) => ({ body: `texte de ${place}` }),
    "draft.keep": ({ place, body }) => {
      bodies[place] = body;
      if (body === "") kept = kept.filter((draft) => draft.place !== place);
      else kept = [...kept, left(place, awa)];
      return null;
    },
  });
  render(Drafts);
  await waitFor(() => expect(screen.queryByText("Lecture des brouillons")).toBeNull());
  return { user: userEvent.setup(), bodies, ...desk };
}

describe("the drafts left behind", () => {
  it("say what they are, of whom, and how they begin", async () => {
    await shown();
    expect(await screen.findByText("Note pour Awa Benali")).toBeInTheDocument();
    expect(screen.getByText("Vue au marché")).toBeInTheDocument();
    expect(screen.getByText("Relance d’un partenaire pour Awa Benali")).toBeInTheDocument();
  });

  it("are taken up where they were written", async () => {
    const { user } = await shown();
    await user.click(await screen.findByRole("button", { name: "Reprendre : Note pour Awa Benali" }));
    expect(overlays.open).toEqual({ name: "quick_note", person: { id: "awa", name: "Awa Benali", demo: false } });
    overlays.open = null;
    await user.click(await screen.findByRole("button", { name: /^Reprendre : Relance/ }));
    expect(location.hash).toBe("#/orientation/r1");
  });

  it("are erased from their line, and brought back", async () => {
    const { user, bodies } = await shown();
    await user.click(await screen.findByRole("button", { name: "Effacer : Note pour Awa Benali" }));
    await waitFor(() => expect(screen.queryByText("Vue au marché")).toBeNull());
    expect(screen.getByRole("button", { name: /^Effacer : Relance/ })).toHaveFocus();
    said.now?.act?.run();
    await waitFor(() => expect(bodies["quick_note/awa"]).toBe("texte de quick_note/awa"));
  });

  it("are none, kindly", async () => {
    kept = [];
    await shown();
    expect(await screen.findByText("Aucun brouillon")).toBeInTheDocument();
  });
});

describe("where a draft leads", () => {
  it.each([
    [left("new_person"), { overlay: { name: "new_person" } }],
    [left("note/awa", awa), { route: { screen: "person", id: "awa" } }],
    [left("rewrite/e1", awa), { route: { screen: "person", id: "awa" } }],
    [left("task/today"), { route: { screen: "today" } }],
    [left("appointment/new"), { route: { screen: "agenda" } }],
    [left("programme/g1", { programme: "g1", name: "CAP" }), { route: { screen: "programme", id: "g1" } }],
    [left("provider/o1", { name: "CFA" }), { route: { screen: "programmes" } }],
    [left("works_site/new"), { overlay: { name: "new_works_site" } }],
    [left("works_site/s1"), { route: { screen: "works_site", id: "s1" } }],
    [left("clause_hours/s1/new"), { route: { screen: "works_site", id: "s1" } }],
    [left("note/gone"), null],
    [left("unknown/x"), null],
  ])("%o leads to %o", (draft, way) => expect(wayTo(draft)).toEqual(way));

  it("has a name even where its form is unknown", () => {
    expect(draftWords(left("unknown/x"))).toBe("Saisie");
    expect(draftWords(left("provider/o1", { name: "CFA des Deux Rives" }))).toBe("Structure pour CFA des Deux Rives");
  });
});
