import { waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Undoable } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { today } from "../../words/index.ts";
import { redoLast, undoLast } from "./undo.ts";

function act(more: Partial<Undoable>): Undoable {
  return {
    position: 7,
    act: "encounter.record",
    again: false,
    at: 0,
    person: "p1",
    person_name: "Awa Diallo",
    on: "2020-03-12",
    way: "note",
    what: "",
    people: 1,
    followed_by: null,
    ...more,
  };
}

const plain = (text: string | undefined): string => (text ?? "").replaceAll("\u00a0", " ");

beforeEach(() => {
  said.hush();
});

describe("undoing", () => {
  it("takes the last standing act back, says which, and offers to do it again", async () => {
    let next = 8;
    const { asked } = fakeDesk({
      "undo.last": () => [act({ position: 6, again: true, act: "task.add" }), act({})],
      "undo.do": () => ({ position: next++ }),
    });
    undoLast();
    await waitFor(() => expect(plain(said.now?.text)).toBe("Annulé : note du 12 mars 2020 pour Awa Diallo"));
    expect(asked.at(-1)).toEqual({ name: "undo.do", request: { position: 7 } });
    expect(said.now?.act?.label).toBe("Rétablir");
    said.now?.act?.run();
    await waitFor(() => expect(plain(said.now?.text)).toBe("Rétabli : note du 12 mars 2020 pour Awa Diallo"));
    expect(asked.at(-1)).toEqual({ name: "undo.do", request: { position: 8 } });
    expect(said.now?.act?.label).toBe("Annuler");
  });

  it("says a day near today by its distance", async () => {
    fakeDesk({ "undo.last": () => [act({ on: today() })], "undo.do": () => ({ position: 30 }) });
    undoLast();
    await waitFor(() => expect(plain(said.now?.text)).toBe("Annulé : note pour Awa Diallo, aujourd’hui"));
  });

  it("names a sheet by its activity's people, in one go", async () => {
    fakeDesk({ "undo.last": () => [act({ act: "activity.attend", on: null, person: null, person_name: "", way: null, people: 12 })], "undo.do": () => ({ position: 30 }) });
    undoLast();
    await waitFor(() => expect(plain(said.now?.text)).toBe("Annulé : feuille de présence (12 personnes)"));
  });

  it("says what has to be undone before, and writes nothing", async () => {
    const { asked } = fakeDesk({ "undo.last": () => [act({ followed_by: "referral.move" })] });
    undoLast();
    await waitFor(() => expect(said.now?.text).toContain("réponse à une orientation"));
    expect(asked.map(({ name }) => name)).toEqual(["undo.last"]);
  });

  it("says that there is nothing to undo or to do again", async () => {
    fakeDesk({ "undo.last": () => [] });
    undoLast();
    await waitFor(() => expect(said.now?.text).toBe("Rien à annuler sur ce portable."));
    redoLast();
    await waitFor(() => expect(said.now?.text).toBe("Rien à rétablir sur ce portable."));
  });
});
