// Rules of positive exits: read, typed, refused under a field.

import { call, onTopics } from "../../api/call.ts";
import type { ExitKind, OutcomeRuleDraft, OutcomeRuleLine, OutcomeRules, ProgrammeKind, ProgrammeLine } from "../../api/generated.ts";
import type { Choice } from "../../design/index.ts";
import { KeptForm } from "../../parts/draft/form.svelte.ts";
import { m, today } from "../../words/index.ts";

export class RulesState {
  found = $state.raw<OutcomeRules | null>(null);
  thrown = $state.raw<unknown>(null);
  #questions = 0;

  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "referrals" || topic === "catalogue") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    try {
      const found = await call("outcome_rule.list", {});
      if (question !== this.#questions) return;
      this.found = found;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }
}

interface Typed {
  name: string;
  from: string | null;
  of: OutcomeRuleDraft["of"]["of"];
  kind: ProgrammeKind | null;
  programme: string | null;
  positive: readonly ExitKind[];
}

const FIELDS: readonly (keyof Typed)[] = ["name", "from", "of", "kind", "programme", "positive"];

const blank = (): Typed => ({ name: "", from: null, of: "all", kind: null, programme: null, positive: [] });

export class RuleForm extends KeptForm<Typed> {
  fromUnreadable = $state(false);
  programmes = $state.raw<readonly ProgrammeLine[]>([]);
  #known: OutcomeRuleLine | null = null;

  constructor() {
    super(FIELDS, blank());
  }

  async begin(known: OutcomeRuleLine | null, house: readonly ExitKind[]): Promise<void> {
    this.#known = known;
    void this.#offers();
    const of = known?.what.of;
    const stored: Typed =
      known === null || of === undefined
        ? { ...blank(), from: `${today().slice(0, 4)}-01-01`, positive: house }
        : {
            name: known.what.name,
            from: known.what.from,
            of: of.of,
            kind: of.of === "kind" ? of.kind : null,
            programme: of.of === "programme" ? of.programme : null,
            positive: known.what.positive,
          };
    await this.start(`outcome_rule/${known?.id ?? "new"}`, stored);
  }

  get offers(): Choice[] {
    const choices = this.programmes.map(({ id, what, provider_name }) => ({ value: id as string, label: m.works_programme_of({ name: what.name, provider: provider_name }) }));
    const kept = this.#known?.what.of;
    if (kept?.of !== "programme" || choices.some(({ value }) => value === kept.programme)) return choices;
    return [{ value: kept.programme, label: this.#known?.programme_name ?? "" }, ...choices];
  }

  takes(kind: ExitKind, positive: boolean): void {
    this.typed.positive = positive ? [...this.typed.positive, kind] : this.typed.positive.filter((other) => other !== kind);
    this.keep("positive");
  }

  async send(): Promise<boolean> {
    const what = this.#read();
    if (what === null) return false;
    const known = this.#known;
    return this.write(async () => {
      if (known === null) await call("outcome_rule.add", { what });
      else await call("outcome_rule.correct", { rule: known.id, what });
    });
  }

  async #offers(): Promise<void> {
    try {
      this.programmes = await call("programme.list", { text: "" });
    } catch {
      // A rule for all exits or for a kind can be written down without them.
      this.programmes = [];
    }
  }

  #read(): OutcomeRuleDraft | null {
    const { name, from, of, kind, programme, positive } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    if (name.trim() === "") this.asking.refuse("name", m.rules_name_missing());
    if (from === null || this.fromUnreadable) this.asking.refuse("from", m.rules_from_missing());
    if (of === "kind" && kind === null) this.asking.refuse("kind", m.rules_kind_missing());
    if (of === "programme" && programme === null) this.asking.refuse("programme", m.rules_programme_missing());
    if (positive.length === 0) this.asking.refuse("positive", m.rules_positive_missing());
    if (from === null || Object.keys(this.asking.errors).length > 0) return null;
    const shared = { name, from, positive: [...positive] };
    if (of === "kind" && kind !== null) return { ...shared, of: { of, kind } };
    if (of === "programme" && programme !== null) return { ...shared, of: { of, programme } };
    return { ...shared, of: { of: "all" } };
  }
}
