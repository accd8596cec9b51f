// The whole copy of a person's file on its way out of the encryption.

import { call } from "../../api/call.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Outside } from "../outside/outside.svelte.ts";

export class WholeCopy extends Outside {
  constructor() {
    super("zip");
  }

  async send(person: string): Promise<boolean> {
    this.asking.clear();
    return this.write(async (path, passphrase) => {
      const { missing } = await call("person.export_access", { person, path, passphrase });
      said.say(missing > 0 ? m.rights_copy_missing({ count: missing }) : m.rights_copy_done({ path }));
    });
  }
}
