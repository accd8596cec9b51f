// The list of people on its way into a table: who, and which columns.

import { call } from "../../api/call.ts";
import type { Calls } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Outside } from "../outside/outside.svelte.ts";

type Request = Calls["person.export"]["request"];
/** Everything but where to and the proof. */
export type Sheet = Omit<Request, "path" | "passphrase">;

export class SheetExport extends Outside {
  constructor() {
    super("csv");
  }

  async send(sheet: Sheet): Promise<boolean> {
    this.asking.clear();
    return this.write(async (path, passphrase) => {
      const { people } = await call("person.export", { ...sheet, path, passphrase });
      said.say(m.sheet_done({ count: people, path }));
    });
  }
}
