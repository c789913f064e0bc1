import { defineConfig } from "vite";

// Plain ES modules into the Python package. Names carry a digest, so that browsers may keep them; the manifest tells
// the pages which name is which.
export default defineConfig({
  root: "src",
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "../../src/recount/web/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsDir: ".",
    // The map is 1 MB, loaded only by pages that show one.
    chunkSizeWarningLimit: 1500,
    // Everything is a file of its own: the content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: "src/main.js" },
  },
  worker: { format: "es" },
});
