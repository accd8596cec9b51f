import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["src/setup.test-env.ts"],
    // A laptop in Lille and a build machine elsewhere must read the same days.
    env: { TZ: "America/Los_Angeles" },
  },
});
