import { describe, expect, it } from "vitest";
import { fitting, pressed, type Column } from "./column.ts";

const columns: readonly Column[] = [
  { key: "name", label: "Offre", width: "minmax(13rem, 2fr)" },
  { key: "start", label: "Démarrage", width: "7.5rem", leaves: 2 },
  { key: "status", label: "Statut", width: "6.5rem" },
  { key: "marks", label: "Étiquettes", width: "minmax(7rem, 1fr)", leaves: 1 },
];
const keys = (room: number): string[] => fitting(columns, room).map(({ key }) => key);

describe("the columns of a table", () => {
  it("all stand where there is room", () => expect(keys(37.75)).toEqual(["name", "start", "status", "marks"]));

  it("leave in their turn as the table narrows", () => {
    expect(keys(37.5), "marks first").toEqual(["name", "start", "status"]);
    expect(keys(29), "then the start").toEqual(["name", "status"]);
  });

  it("stay when they have no turn, however narrow it gets", () => expect(keys(4)).toEqual(["name", "status"]));

  it("sort upwards, then downwards", () => {
    expect(pressed(null, "name")).toEqual({ key: "name", descending: false });
    expect(pressed({ key: "name", descending: false }, "name")).toEqual({ key: "name", descending: true });
    expect(pressed({ key: "name", descending: true }, "start")).toEqual({ key: "start", descending: false });
  });
});
