// The one dialog of the frame that can be open: never one inside another.

export type Overlay = "shortcuts";

class Overlays {
  open = $state<Overlay | null>(null);
}

export const overlays = new Overlays();
