// What jsdom lacks and every test of a component needs.

import "@testing-library/jest-dom/vitest";
import { beforeEach } from "vitest";
import { speak } from "./words/index.ts";

Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;

beforeEach(() => {
  location.hash = "";
  speak("fr");
});
