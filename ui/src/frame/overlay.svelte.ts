// The one dialog of the frame that can be open: never one inside another. Any screen may ask for it.

export type Overlay =
  | { name: "shortcuts" }
  /** Takes a published file into the catalogue. */
  | { name: "import_catalogue" }
  /** Writes a works site down. */
  | { name: "new_works_site" }
  /** `typed` is what was looked for in vain, to start from. */
  | { name: "new_person"; typed?: string }
  /** Writes a note; `person` when it is known whose. */
  | { name: "quick_note"; person?: { id: string; name: string; demo?: boolean | undefined } }
  /** Hands cases over; `referent` is who has the case of one person. */
  | { name: "hand_over"; people: readonly { id: string; name: string }[]; referent?: string | null }
  /** Proposes a referral; what is known already is not asked. `settles`: a referral whose "et maintenant ?" it answers. */
  | { name: "propose"; person?: { id: string; name: string }; programme?: { id: string; name: string }; settles?: string };

class Overlays {
  open = $state.raw<Overlay | null>(null);
}

export const overlays = new Overlays();
