// The page's side of the real desk: a call is a request to the server of this page, which passes it on.

import type { Transport } from "../src/api/call.ts";
import type { Topic } from "../src/api/generated.ts";

interface Told {
  answer?: unknown;
  problem?: unknown;
  topic?: Topic;
}

export function bridge(): Transport {
  const handlers = new Set<(topic: Topic) => void>();
  return {
    async call(name, request) {
      const response = await fetch("/call/", { method: "POST", body: JSON.stringify({ name, request }) });
      const told = (await response.json()) as Told[];
      for (const { topic } of told) if (topic) for (const handler of handlers) handler(topic);
      const last = told.at(-1);
      if (last && "problem" in last) throw last.problem;
      return last?.answer;
    },
    listen(handler) {
      handlers.add(handler);
      return Promise.resolve(() => void handlers.delete(handler));
    },
    activity: () => Promise.resolve(),
  };
}
