// Meeting by a file on a stick: where it is written or read, and what came of it in words.

import { call, problemOf } from "../../api/call.ts";
import { chooseFile, choosePlace, fileName } from "../../api/files.ts";
import { m, sizeInWords, today } from "../../words/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";

const ENDING = "passerelle";

export class Courier {
  readonly act = new Act();
  /** What the last file did, sentence by sentence. */
  told = $state.raw<readonly string[]>([]);
  /** What the last file was refused for, where the desk only names the path. */
  refused = $state<string | null>(null);

  async write(): Promise<void> {
    await this.#run(m.space_file_place(), async () => {
      const chosen = await choosePlace(m.space_file_write(), m.space_file_name({ day: today() }));
      if (chosen === null) return;
      const path = chosen.toLowerCase().endsWith(`.${ENDING}`) ? chosen : `${chosen}.${ENDING}`;
      const { batches, contents, contents_left: left, bytes } = await call("team.export_file", { path });
      const written = batches === 0 ? m.space_file_empty({ path }) : m.space_file_written({ path, count: batches, size: sizeInWords(bytes) });
      this.told = [
        written,
        ...(contents > 0 ? [m.space_file_contents({ count: contents })] : []),
        ...(left > 0 ? [m.space_file_contents_left({ count: left })] : []),
        m.space_file_next(),
      ];
    });
  }

  async read(): Promise<void> {
    await this.#run(m.space_file_unreadable(), async () => {
      const path = await chooseFile(m.space_file_read(), [{ name: m.space_file_kind(), extensions: [ENDING] }]);
      if (path === null) return;
      const { received, batches, contents, gaps, alarms } = await call("team.import_file", { path });
      const name = fileName(path);
      this.told = [
        received > 0
          ? m.space_file_came({ name, count: received })
          : batches > 0
            ? m.space_file_sealed({ name, count: batches })
            : contents > 0
              ? m.space_file_read_whole({ name })
              : m.space_file_nothing({ name }),
        ...(contents > 0 ? [m.space_file_contents_came({ count: contents })] : []),
        ...gaps.map(({ name: who, from }) => m.space_file_gap({ who: who ?? m.space_about_somebody(), from })),
        ...(alarms > 0 ? [m.space_file_alarms({ count: alarms })] : []),
      ];
    });
  }

  async #run(badPath: string, act: () => Promise<void>): Promise<void> {
    if (this.act.busy) return;
    this.told = [];
    this.refused = null;
    if (await this.act.run(act)) return;
    const problem = problemOf(this.act.thrown);
    if (problem.code !== "refused") return;
    this.act.thrown = null;
    this.refused = badPath;
  }
}
