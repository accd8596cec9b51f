import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The web views: WebKitGTK on Linux, WebView2 on Windows, WKWebView on macOS.
export default defineConfig({
  plugins: [svelte()],
  // Everything is a file of the bundle: the policy of the window allows no data: font or script.
  build: { outDir: "dist", emptyOutDir: true, target: ["safari16", "chrome110"], assetsInlineLimit: 0 },
  clearScreen: false,
});
