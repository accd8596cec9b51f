import axe from "axe-core";
import { readFileSync } from "node:fs";
import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { communes } from "./communes.ts";
import { Communes, type Place } from "./find.ts";
import PlaceHarness from "./PlaceHarness.test-env.svelte";
import { readCommunes } from "./read.ts";

const text = readFileSync("src/parts/commune/communes.txt", "utf8");
const all = readCommunes(text);
const known = new Communes(all);
const written = (places: readonly Place[]) => places.map(({ commune, postal }) => `${commune.name} ${postal} ${commune.insee}`.replace("  ", " "));

describe("the communes", () => {
  it("are all there, with codes of five signs", () => {
    expect(all.length).toBeGreaterThan(35_000);
    expect(all.every(({ insee }) => /^(\d\d|2[AB])\d{3}$/.test(insee))).toBe(true);
    expect(all.every(({ postal }) => postal.every((code) => /^\d{5}$/.test(code)))).toBe(true);
    expect(new Set(all.filter((one) => one.of === null).map(({ insee }) => insee)).size).toBe(all.filter((one) => one.of === null).length);
    expect(text.length, "a chunk that opens at once").toBeLessThan(700_000);
  });

  it("are found by name without accents, signs or the whole of it, those of the region first", () => {
    expect(written(known.named("lens"))[0]).toBe("Lens 62300 62498");
    expect(written(known.named("henin b"))[0]).toBe("Hénin-Beaumont 62110 62427");
    expect(written(known.named("st quentin"))[0]).toBe("Saint-Quentin 02100 02691");
    expect(written(known.named("beaumont"))).toContain("Hénin-Beaumont 62110 62427");
    expect(written(known.named("ajaccio"))).toContain("Ajaccio 20000 2A004");
    expect(known.named("l")).toEqual([]);
    expect(known.named("Kobanê"), "a place abroad").toEqual([]);
  });

  it("are found by postal code, several where several share it", () => {
    expect(written(known.coded("60100"))).toEqual(["Creil 60100 60175"]);
    expect(known.coded("62 110").length).toBe(1);
    expect(known.coded("80300").length).toBeGreaterThan(10);
    expect(known.coded("595")[0]?.postal).toMatch(/^595/);
    expect(known.coded("62a")).toEqual([]);
  });

  it("know the districts of Paris, Lyon and Marseille, each by its own code", () => {
    expect(written(known.coded("75010"))).toEqual(["Paris 10e 75010 75110"]);
    expect(written(known.coded("69003"))).toEqual(["Lyon 3e 69003 69383"]);
    expect(written(known.coded("13015"))).toEqual(["Marseille 15e 13015 13215"]);
    expect(written(known.named("paris"))[0], "the whole city has no postal code of its own").toBe("Paris 75056");
    expect(written(known.named("paris 1"))).toContain("Paris 16e 75116 75116");
  });

  it("know the former ones of the region, by the codes of what they are part of", () => {
    const [lomme] = known.named("lomme");
    expect([lomme?.commune.name, lomme?.commune.insee, lomme?.commune.of]).toEqual(["Lomme", "59350", "Lille"]);
  });

  it("are one alone or none", () => {
    expect(known.only("creil", "")?.commune.insee).toBe("60175");
    expect(known.only("saint-denis", "")).toBeNull();
    expect(known.only("Saint-Denis", "93200")?.commune.insee).toBe("93066");
    expect(known.only("Lille", "")?.postal, "which of its codes, nobody said").toBe("");
  });
});

describe("a place being typed", () => {
  beforeEach(async () => void (await communes()));

  function place() {
    const where = { postal_code: "", commune: "", insee: "" };
    const { container } = render(PlaceHarness, { start: where });
    const said = () => JSON.parse(screen.getByTestId("where").textContent ?? "") as typeof where;
    return { container, said, user: userEvent.setup(), code: () => screen.getByLabelText("Code postal"), commune: () => screen.getByLabelText("Commune") };
  }

  it("is chosen by its name with the keyboard, and both codes come along", async () => {
    const { container, said, user, commune } = place();
    await user.type(commune(), "hénin");
    await screen.findByRole("option", { name: /Hénin-Beaumont/ });
    expect(commune()).toHaveAttribute("aria-expanded", "true");
    expect((await axe.run(container)).violations).toEqual([]);
    await user.keyboard("{ArrowDown}");
    expect(commune()).toHaveAttribute("aria-activedescendant", screen.getAllByRole("option")[0]?.id ?? "none");
    await user.keyboard("{Enter}");
    expect(said()).toEqual({ postal_code: "62110", commune: "Hénin-Beaumont", insee: "62427" });
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
    await user.type(commune(), "x");
    expect(said(), "another name is no longer that commune").toEqual({ postal_code: "62110", commune: "Hénin-Beaumontx", insee: "" });
  });

  it("is named by a postal code that has one commune, and asked for where it has several", async () => {
    const { said, user, code } = place();
    await user.type(code(), "60100");
    await waitFor(() => expect(said()).toEqual({ postal_code: "60100", commune: "Creil", insee: "60175" }));
    await user.clear(screen.getByLabelText("Commune"));
    await user.clear(code());
    await user.type(code(), "80300");
    expect(said().commune).toBe("");
    await user.click(await screen.findByRole("option", { name: "Albert, 80300" }));
    expect(said()).toEqual({ postal_code: "80300", commune: "Albert", insee: "80016" });
  });

  it("that is no commune is kept as it is typed, and Escape only puts the suggestions away", async () => {
    const { said, user, commune } = place();
    const outside = vi.fn();
    document.addEventListener("keydown", outside);
    await user.type(commune(), "Lens");
    await screen.findAllByRole("option");
    outside.mockClear();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
    expect(outside, "the dialog around does not hear it").not.toHaveBeenCalled();
    document.removeEventListener("keydown", outside);
    await user.clear(commune());
    await user.type(commune(), "Camp des Tilleuls");
    await user.tab();
    expect(said()).toEqual({ postal_code: "", commune: "Camp des Tilleuls", insee: "" });
  });

  it("typed whole and left gets its codes where only one bears the name", async () => {
    const { said, user, commune } = place();
    await user.type(commune(), "creil");
    await user.tab();
    await waitFor(() => expect(said()).toEqual({ postal_code: "60100", commune: "Creil", insee: "60175" }));
  });
});
