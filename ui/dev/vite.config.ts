import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { realDesk } from "./talk.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

// The policy of the real window, so that a breach shows in a plain browser too.
export const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export default defineConfig({
  root: here,
  plugins: [svelte({ configFile: fileURLToPath(new URL("../svelte.config.js", import.meta.url)) }), realDesk()],
  build: { outDir: "../dist-dev", emptyOutDir: true, assetsInlineLimit: 0 },
  preview: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 4174), strictPort: true, headers: { "Content-Security-Policy": policy } },
  server: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 4173), strictPort: true, fs: { allow: [".."] } },
});
