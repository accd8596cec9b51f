import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem, ProgrammeLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { ProgrammeForm } from "./form.svelte.ts";

let refusal: Problem | null;
let drafts: Map<string, string>;

beforeEach(() => {
  said.hush();
  refusal = null;
  drafts = new Map();
});

function desk() {
  return fakeDesk({
    "provider.add": () => ({ provider: "garage" }),
    "programme.add": () => {
      if (refusal) throw refusal;
      return { programme: "permis" };
    },
    "programme.correct": () => null,
    "draft.read": ({ place }) => ({ body: drafts.get(place) ?? "" }),
    "draft.keep": ({ place, body }) => {
      drafts.set(place, body);
      return null;
    },
  });
}

const known: ProgrammeLine = {
  id: "cap",
  provider: "cfa",
  provider_name: "CFA des Deux Rives",
  commune: "Lille",
  demo: false,
  referrals: 0,
  source: null,
  what: { name: "CAP", kind: "apprenticeship", summary: "", min_age: 16, max_age: 25, next_start: "2027-01-08", places: 12, status: "open", tags: ["craft"], fundings: [] },
};

describe("a programme with a provider that is new too", () => {
  it("writes the provider once, even when the programme is refused first, and loses nothing that was typed", async () => {
    refusal = { code: "refused", refusal: { refusal: "too_long", field: "summary", limit: 10_000 } };
    const { asked } = desk();
    const form = new ProgrammeForm();
    form.writeNewProvider();
    if (form.newProvider) form.newProvider.typed.name = "Garage solidaire";
    form.typed.name = "Permis et vélo";
    form.typed.kind = "obstacle";
    form.typed.tags = ["rev3"];
    expect(await form.send()).toBeNull();
    expect(form.errors.summary).toContain("10000 caractères au plus");
    expect(form.typed.name).toBe("Permis et vélo");
    expect(form.typed.provider, "from now on a known one").toBe("garage");

    refusal = null;
    expect(await form.send()).toBe("permis");
    expect(asked.filter(({ name }) => name === "provider.add")).toHaveLength(1);
    expect(asked).toContainEqual({
      name: "programme.add",
      request: {
        provider: "garage",
        what: { name: "Permis et vélo", kind: "obstacle", summary: "", min_age: null, max_age: null, next_start: null, places: null, status: "open", tags: ["rev3"], fundings: [] },
      },
    });
    expect(said.now?.text).toBe("Offre ajoutée : Permis et vélo.");
  });
});

describe("a programme that is corrected", () => {
  it("sends every field back as it was, but what was changed", async () => {
    const { asked } = desk();
    const form = new ProgrammeForm(known);
    form.typed.max_age = " 29 ";
    expect(await form.send()).toBe("cap");
    expect(asked).toContainEqual({ name: "programme.correct", request: { programme: "cap", what: { ...known.what, max_age: 29 } } });
  });

  it("asks nothing of the desk while a figure or a day cannot be read", async () => {
    const { asked } = desk();
    const form = new ProgrammeForm(known);
    form.typed.min_age = "seize";
    expect(await form.send()).toBeNull();
    expect(form.errors.min_age).toBe("Un âge s’écrit en chiffres, de 0 à 99.");
    form.typed.min_age = "16";
    form.startUnreadable = true;
    expect(await form.send()).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe("what was kept", () => {
  it("is looked at before it is trusted", async () => {
    drafts.set("programme/new", JSON.stringify({ name: "Prépa", kind: "of another version", tags: ["craft", "unknown"], places: 12, status: null }));
    desk();
    const form = new ProgrammeForm();
    await form.open();
    expect(form.typed).toMatchObject({ name: "Prépa", kind: null, tags: ["craft"], places: "", status: "open" });
  });
});
