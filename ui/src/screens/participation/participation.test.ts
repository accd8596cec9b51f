import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { ConsultationLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { place } from "../../frame/place.svelte.ts";
import Participation from "./Participation.svelte";

const line = (more: Partial<ConsultationLine>): ConsultationLine => ({
  id: "c1", demo: false, kind: "citizen_council", question: "Que manque-t-il le soir ?", held_on: "2026-03-12", place: "Centre social", qpvs: [], total: 18,
  proposals: 3, answered: 2, owed: { kind: "answer", due_on: "2026-05-12", late_days: 12 }, ...more,
});

beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
  said.hush();
});
afterEach(() => {
  vi.restoreAllMocks();
  place.go({ screen: "today" });
});

function desk(lines: ConsultationLine[]) {
  let body = "";
  return fakeDesk({
    "consultation.list": () => lines,
    "consultation.add": ({ what }) => {
      if ((what.present.women ?? 0) > (what.present.total ?? 0)) throw { code: "refused", refusal: { refusal: "count_over_total", field: "sexes" } };
      return { consultation: "new" };
    },
    "consultation.names": () => [],
    "draft.read": () => ({ body }),
    "draft.keep": (kept) => {
      ({ body } = kept);
      return null;
    },
  });
}

describe("participation", () => {
  it("lists the consultations as the desk orders them, and says what is late", async () => {
    desk([line({}), line({ id: "c2", question: "Et le matin ?", proposals: 0, answered: 0, owed: null })]);
    render(Participation);
    const rows = await screen.findAllByRole("row");
    expect(rows[1]).toHaveTextContent("Réponse en retard de 12 jours");
    expect(rows[1]).toHaveTextContent("2 sur 3 avec réponse");
    expect(rows[2]).toHaveTextContent("Aucune proposition notée");
  });

  it("says kindly that there is none", async () => {
    desk([]);
    render(Participation);
    expect(await screen.findByText("Aucune consultation")).toBeInTheDocument();
  });

  it("writes one down, shows what is refused under the total, and keeps what was typed", async () => {
    const { asked } = desk([]);
    const user = userEvent.setup({ delay: null });
    render(Participation);
    await user.click(await screen.findByRole("button", { name: "Nouvelle consultation" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Question posée"), "Que manque-t-il ?");
    await user.type(within(dialog).getByLabelText("Tenue le"), "12/03/2026");
    await user.type(within(dialog).getByLabelText(/Quartiers prioritaires/), "QN06001M, qp 060 001");
    await user.type(within(dialog).getByLabelText("Présents en tout"), "5");
    await user.type(within(dialog).getByLabelText("Femmes"), "6");
    await user.click(within(dialog).getByRole("button", { name: "Enregistrer" }));
    expect(await within(dialog).findByText(/Ces chiffres font plus de monde que le total/)).toBeInTheDocument();
    await waitFor(() => expect(asked.some(({ name, request }) => name === "draft.keep" && JSON.stringify(request).includes("Que manque-t-il"))).toBe(true));
    await user.clear(within(dialog).getByLabelText("Femmes"));
    await user.type(within(dialog).getByLabelText("Femmes"), "3");
    await user.click(within(dialog).getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(place.route).toEqual({ screen: "consultation", id: "new" }));
    const sent = asked.filter(({ name }) => name === "consultation.add").at(-1)?.request;
    expect(sent).toMatchObject({ what: { held_on: "2026-03-12", qpvs: ["QN06001M", "qp 060 001"], answer_due_on: null, present: { total: 5, women: 3, men: null } } });
  });
});
