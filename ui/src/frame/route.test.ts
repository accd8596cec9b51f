import { describe, expect, it } from "vitest";
import { place } from "./place.svelte.ts";
import { readHash, sectionOf, writeHash, type Route } from "./route.ts";

const ROUTES: Route[] = [
  { screen: "today" },
  { screen: "people" },
  { screen: "person", id: "0198c0de-1111-7000-8000-000000000001" },
  { screen: "referrals" },
  { screen: "referral", id: "a/b é" },
  { screen: "programmes" },
  { screen: "programme", id: "7" },
  { screen: "works_site", id: "0198c0de-2222-7000-8000-000000000001" },
  { screen: "funds" },
  { screen: "fund", id: "0198c0de-2222-7000-8000-000000000002" },
  { screen: "offer", source: "data_inclusion", key: "soliguide--a/b é" },
  { screen: "agenda" },
  { screen: "figures" },
  { screen: "figure", id: '{"ask":{"what":{"report":"delays"}},"name":"a/b é"}' },
  { screen: "security" },
  { screen: "team" },
];

describe("the address of a screen", () => {
  it.each(ROUTES)("$screen comes back as it went", (route) => {
    expect(readHash(writeHash(route))).toEqual(route);
  });

  it.each(["", "#", "#/", "#/nulle-part", "#/jeune", "#/jeune/", "#/jeune/%E0%A4%A", "#/catalogue", "#/catalogue/lheo", "#/catalogue/ailleurs/7", "#/catalogue/toString/7", "#/toString", "#/__proto__/x"])("%j leads to Aujourd'hui", (hash) => {
    expect(readHash(hash)).toEqual({ screen: "today" });
  });

  it("keeps the section of the rail for what is opened from it", () => {
    expect(sectionOf("person")).toBe("people");
    expect(sectionOf("works_site")).toBe("programmes");
    expect(sectionOf("offer")).toBe("programmes");
    expect(sectionOf("security")).toBe("security");
  });

  it("follows the hash until told to stop", () => {
    const stop = place.follow();
    location.hash = "#/jeunes";
    window.dispatchEvent(new HashChangeEvent("hashchange"));
    expect(place.route).toEqual({ screen: "people" });
    stop();
    location.hash = "#/offres";
    window.dispatchEvent(new HashChangeEvent("hashchange"));
    expect(place.route).toEqual({ screen: "people" });
  });
});
