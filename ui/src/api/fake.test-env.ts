// A desk for tests: answers by name, remembers what was asked, publishes topics. Uses no fixed answers of its own.

import { useTransport } from "./call.ts";
import type { Calls, Topic } from "./generated.ts";

type Answers = { [N in keyof Calls]?: (request: Calls[N]["request"]) => Calls[N]["answer"] | Promise<Calls[N]["answer"]> };

export interface FakeDesk {
  readonly asked: { name: string; request: unknown }[];
  publish(topic: Topic): void;
}

/** Puts a desk before the page. A use case without an answer refuses, so that a test sees what it forgot. */
export function fakeDesk(answers: Answers): FakeDesk {
  const asked: FakeDesk["asked"] = [];
  const handlers = new Set<(topic: Topic) => void>();
  useTransport({
    async call(name, request) {
      asked.push({ name, request });
      const answer = answers[name as keyof Calls] as ((request: unknown) => unknown) | undefined;
      if (!answer) throw new Error(`no answer for ${name}`);
      return answer(request);
    },
    listen(handler) {
      handlers.add(handler);
      return Promise.resolve(() => void handlers.delete(handler));
    },
    activity: () => Promise.resolve(),
  });
  return {
    asked,
    publish(topic) {
      for (const handler of handlers) handler(topic);
    },
  };
}
