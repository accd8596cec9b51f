// Where lists and menus that float are drawn: inside the main region, so that every reader knows where they belong.

/** The main region of the frame; the page itself before there is a frame, and inside a dialog, which covers it. */
export function floatingPlace(near: Element | null | undefined): Element {
  return near?.closest("[role='dialog']") ?? document.getElementById("main") ?? document.body;
}
