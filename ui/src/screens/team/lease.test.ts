import axe from "axe-core";
import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Lease, SessionState, SyncEnd } from "../../api/generated.ts";
import App from "../../App.svelte";
import { session } from "../../frame/session.svelte.ts";
import { sampleSession } from "../../parts/backup/sample.test-env.ts";
import { speak } from "../../words/index.ts";

let lease: Lease;

afterEach(() => {
  session.state = null;
});

function shown(end: SyncEnd = { end: "lease_over" }) {
  const link = { team: "Lille-Sud", member: true, done_ms: 0, end: null, alarms: 0, about: null, smaller: [], coming: null };
  const desk = fakeDesk({
    "session.state": (): SessionState => sampleSession({ link: { ...link, lease } }),
    "session.lock": () => null,
    "team.synchronise": () => {
      if (end.end === "done") {
        lease = { lease: "runs" };
        desk.publish("session");
      }
      return { end, received: 0, sent: 0, to_send: 0, alarms: 0, contents_sent: 0, contents_received: 0, smaller: [] };
    },
  });
  const { container } = render(App);
  return { desk, container, user: userEvent.setup() };
}

it("closes the files of a laptop that was away for too long, says why and what leads back", async () => {
  lease = { lease: "over", days: 45 };
  const { container, user, desk } = shown();
  const title = await screen.findByRole("heading", { name: "Vos dossiers sont fermés" });
  expect(screen.getByText(/n’a pas rencontré son équipe \(Lille-Sud\) depuis plus de 45 jours/)).toBeInTheDocument();
  expect(screen.queryByRole("navigation")).not.toBeInTheDocument();
  await waitFor(() => expect(title).toHaveFocus());
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Synchroniser maintenant" }));
  expect(await screen.findByText(/le renouvellement n’y est pas encore/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: /^Verrouiller/ }));
  await waitFor(() => expect(desk.asked.some(({ name }) => name === "session.lock")).toBe(true));
});

it("opens them again with the renewal, and tells what keeps it from coming", async () => {
  lease = { lease: "over", days: 45 };
  const cut = shown({ end: "cut" });
  await cut.user.click(await screen.findByRole("button", { name: "Synchroniser maintenant" }));
  expect(await screen.findByText(/Le serveur ne répond pas/)).toBeInTheDocument();
  const back = shown({ end: "done" });
  await back.user.click((await screen.findAllByRole("button", { name: "Synchroniser maintenant" })).at(-1) as HTMLElement);
  await screen.findAllByRole("navigation");
});

it("speaks English too", async () => {
  lease = { lease: "over", days: 45 };
  shown();
  await screen.findByRole("heading", { name: "Vos dossiers sont fermés" });
  speak("en");
  expect(await screen.findByRole("heading", { name: "Your files are closed" })).toBeInTheDocument();
});
