// Invented works sites that can be written in, for the desk that keeps nothing: sums are right, refusals are few.

import type { ClauseHoursDraft, ClauseHoursLine, WorksSiteDraft, WorksSiteFile } from "../src/api/generated.ts";
import { draft, hours, lineOf, site } from "../src/parts/works/sample.test-env.ts";
import { addDays, today } from "../src/words/index.ts";

const LEAST = { operation: 5, local_management: 10 };

/** With its sums made anew. */
function summed(file: WorksSiteFile): WorksSiteFile {
  const { what, hours: lines } = file;
  const due_hours = Math.ceil((what.total_hours * Math.max(what.percent ?? 0, LEAST[what.works])) / 100);
  const sum = (some: readonly ClauseHoursLine[]): number => some.reduce((all, { what: { minutes } }) => all + minutes, 0);
  const named = lines.filter(({ what: { person } }) => person !== null);
  const employers = [...new Set(lines.map(({ what: { employer } }) => employer))].map((employer) => ({
    employer, minutes: sum(lines.filter((line) => line.what.employer === employer)),
  }));
  const done = sum(lines);
  return {
    ...file,
    charter_percent: LEAST[what.works],
    stand: {
      due_hours, done_minutes: done, remaining_minutes: Math.max(0, due_hours * 60 - done),
      done_percent: due_hours === 0 ? null : Math.floor((done * 100) / (due_hours * 60)),
    },
    employers: employers.sort((one, other) => other.minutes - one.minutes),
    followed: new Set(named.map(({ what: { person } }) => person)).size,
    followed_minutes: sum(named),
  };
}

const OVER = draft({
  name: "Entretien des espaces extérieurs", works: "local_management", total_hours: 4_000, percent: null, owner: "Ville de Creil", contract: "Gestion urbaine de proximité",
  qpv: "QN06091N", commune: "Creil", opens_on: addDays(today(), -320), closes_on: addDays(today(), -12), note: "Réception le 16 novembre.",
});

/** `changed` is told after every write. */
export function worksAnswers(changed: () => void): Record<string, (request: Record<string, unknown>) => unknown> {
  const sites = [
    site({ what: draft({ programme: "velo" }), programme_name: "Vélo-école" }),
    site({ id: "s2", demo: true, what: OVER, hours: [hours("h9", { employer: "Régie du quartier", minutes: 24_900, contract: "fixed_term" })] }),
  ].map(summed);
  let next = 100;
  const named = (what: ClauseHoursDraft): ClauseHoursLine => ({ id: `h${String(next++)}`, what, person_name: what.person === null ? "" : "Awa Benali" });
  function change(id: unknown, to: (file: WorksSiteFile) => Partial<WorksSiteFile>): null {
    const at = sites.findIndex((file) => file.id === id || file.hours.some((line) => line.id === id));
    const file = sites[at];
    if (file) sites[at] = summed({ ...file, ...to(file) });
    changed();
    return null;
  }
  return {
    "works_site.list": () => sites.map(lineOf),
    "works_site.open": ({ site: id }) => {
      const file = sites.find((one) => one.id === id);
      if (!file) throw { code: "not_found" };
      return structuredClone(file);
    },
    "works_site.add": ({ what }) => {
      const id = `s${String(next++)}`;
      sites.unshift(summed(site({ id, what: what as WorksSiteDraft, hours: [] })));
      changed();
      return { site: id };
    },
    "works_site.correct": ({ site: id, what }) => change(id, () => ({ what: what as WorksSiteDraft })),
    "works_site.remove": ({ site: id }) => {
      sites.splice(sites.findIndex((file) => file.id === id), 1);
      changed();
      return null;
    },
    "clause_hours.add": ({ site: id, lines }) => change(id, (file) => ({ hours: [...(lines as ClauseHoursDraft[]).map(named), ...file.hours] })),
    "clause_hours.correct": ({ id, line }) =>
      change(id, (file) => ({ hours: file.hours.map((old) => (old.id === id ? { ...old, what: line as ClauseHoursDraft } : old)) })),
    "clause_hours.remove": ({ id }) => change(id, (file) => ({ hours: file.hours.filter((old) => old.id !== id) })),
    "history.of_works_site": () => ({
      total: 1,
      lines: [
        {
          act: "clause_hours.correct", undo: false, at: Date.now(), by: "Awa Diallo",
          changes: [{ table: "clause_hours", row: "h1", field: "minutes", label: "", before: ["7200"], beside: [], after: ["7080"] }],
        },
      ],
    }),
  };
}
