// A document being added or corrected: the file that was chosen, its name, its kind, what was refused.

import { call } from "../../api/call.ts";
import { chooseFile, fileName } from "../../api/files.ts";
import type { DocumentKind, DocumentView } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Asking } from "../person/asking.svelte.ts";
import { OFFERED } from "./kinds.ts";

export class DocumentForm {
  path = $state<string | null>(null);
  name = $state("");
  kind = $state<DocumentKind | null>(null);
  asking = new Asking(["name", "kind"]);
  /** What is wrong with the choice of the file. */
  pathError = $state<string | null>(null);
  readonly file = $derived(this.path === null ? null : fileName(this.path));
  #before: DocumentView | null = null;

  /** `before` is the one to correct; none for a new one. */
  begin(before: DocumentView | null): void {
    this.#before = before;
    this.path = null;
    this.pathError = null;
    this.name = before?.name ?? "";
    this.kind = before?.kind ?? null;
    this.asking.clear();
  }

  get changed(): boolean {
    return this.path !== null || this.name !== (this.#before?.name ?? "") || this.kind !== (this.#before?.kind ?? null);
  }

  async choose(): Promise<void> {
    let path: string | null = null;
    const filters = [{ name: m.document_filter(), extensions: OFFERED }];
    await this.asking.run(async () => {
      path = await chooseFile(m.document_add(), filters);
    });
    if (path === null) return;
    this.path = path;
    this.pathError = null;
  }

  async send(person: string): Promise<boolean> {
    this.asking.clear();
    const { kind, path, name } = this;
    const before = this.#before;
    if (!before && path === null) this.pathError = m.document_missing();
    if (kind === null) {
      this.asking.refuse("kind", m.document_kind_missing());
      return false;
    }
    if (before) return this.asking.run(() => call("document.correct", { document: before.id, name, kind }));
    if (path === null) return false;
    return this.asking.run(() => call("document.add", { person, name, kind, path }));
  }
}
