// Names of the codes that reasons speak of: communes from the list of the page, neighbourhoods from the desk. What has no name
// is said by its code.

import { call } from "../../api/call.ts";
import type { Fit } from "../../api/generated.ts";
import type { Names } from "../../words/index.ts";
import { communes } from "../commune/communes.ts";
import type { Communes } from "../commune/find.ts";

export class NamesOf {
  #communes = $state.raw<Communes | null>(null);
  #areas = $state.raw<Readonly<Record<string, string>>>({});
  readonly known: Names = {
    commune: (insee) => this.#communes?.name(insee) ?? null,
    qpv: (code) => this.#areas[code] ?? null,
  };

  /** Looks for what the lines name, and only for that. */
  async find({ lines }: Fit): Promise<void> {
    const reasons = lines.map(({ reason }) => reason);
    const zoned = reasons.some(({ code }) => code === "in_zone" || code === "outside_zone" || code === "zone_unsure");
    const areas = reasons.flatMap((reason) => (reason.code === "in_qpv" ? [reason.qpv] : []));
    await Promise.all([zoned ? this.#list() : null, ...areas.map((code) => this.#area(code))]);
  }

  async #list(): Promise<void> {
    try {
      this.#communes = await communes();
    } catch {
      this.#communes = null;
    }
  }

  async #area(code: string): Promise<void> {
    try {
      const found = (await call("residence.areas", { text: code })).find((area) => area.code === code);
      if (found) this.#areas = { ...this.#areas, [code]: found.name };
    } catch {
      // Without its name the code is shown: no reason to hold anything up.
    }
  }
}
