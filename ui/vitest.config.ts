import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

/** Tests write plain blanks: that the sentences have the right ones is what `scripts/words.js` looks after. */
const plainBlanks = {
  name: "plain-blanks",
  transform: (code: string, id: string) => (id.includes("/words/generated/messages/") ? code.replace(/[\u00A0\u202F]/g, " ") : null),
};

export default defineConfig({
  plugins: [svelte(), svelteTesting(), plainBlanks],
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    // Two workers that each load the screens once: what each file and each worker costs is several times its tests.
    isolate: false,
    maxWorkers: 2,
    setupFiles: ["src/setup.test-env.ts"],
    // For what hangs; how long a test takes on a busy machine says nothing of it.
    testTimeout: 300_000,
    // A laptop in Lille and a build machine elsewhere must read the same days.
    env: { TZ: "America/Los_Angeles" },
  },
});
