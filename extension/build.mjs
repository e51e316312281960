/**
 * Build `dist/`: one unpacked folder that loads in Chrome and in Firefox. Another
 * folder beside it can be named: `npm run build -- dist-newsroom`.
 *
 * Scripts are bundled because a content script cannot be a module; nothing is
 * minified, so that what is shipped can be read.
 */
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { forNewsroom } from "./newsroom.mjs";

const here = new URL("./", import.meta.url);
const dist = new URL(process.argv[2] ?? "dist", here);
// For a newsroom: the https address of its own server; see server/newsroom.
const server = process.env.ASCRIBE_SERVER ?? "";
// Built aside and put in place whole: a browser that loads `dist/` meanwhile
// finds the old one or the new one.
const aside = new URL(`.cache/build-${process.pid}/`, here);
const made = new URL("new/", aside);

/** @param {string} path */
const json = async (path) =>
  JSON.parse(await readFile(new URL(path, here), "utf8"));

await mkdir(new URL("icons/", made), { recursive: true });

await build({
  absWorkingDir: fileURLToPath(here),
  entryPoints: {
    arrive: "src/arrive/arrive.js",
    background: "src/background/background.js",
    content: "src/content/content.js",
    options: "src/options/options.js",
    pair: "src/pair/pair.js",
    panel: "src/panel/panel.js",
    popup: "src/popup/popup.js",
  },
  outdir: fileURLToPath(made),
  bundle: true,
  format: "iife",
  target: ["chrome128", "firefox142"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  define: { "globalThis.ASCRIBE_SERVER": JSON.stringify(server) },
});

for (const [from, to] of [
  ["src/popup/popup.css", "popup.css"],
  ["src/panel/panel.css", "panel.css"],
  ["src/options/options.css", "options.css"],
  ["src/shared/page.css", "page.css"],
  ["_locales/en/messages.json", "_locales/en/messages.json"],
  ["_locales/de/messages.json", "_locales/de/messages.json"],
  ["icons/icon.svg", "icons/icon.svg"],
  ["icons/icon-16.png", "icons/icon-16.png"],
  ["icons/icon-32.png", "icons/icon-32.png"],
  ["icons/icon-48.png", "icons/icon-48.png"],
  ["icons/icon-128.png", "icons/icon-128.png"],
]) {
  await cp(new URL(from, here), new URL(to, made));
}

// The pages have one head, but for the name of their own style sheet.
const head = await readFile(new URL("src/shared/head.html", here), "utf8");
for (const name of ["popup", "panel", "options"]) {
  const page = await readFile(new URL(`src/${name}/${name}.html`, here), "utf8");
  await writeFile(
    new URL(`${name}.html`, made),
    page.replace("  <!-- head -->\n", head.replace("NAME", name)),
  );
}

// The version stands once, in package.json.
const plain = await json("manifest.json");
const manifest = server ? forNewsroom(plain, server) : plain;
manifest.version = (await json("package.json")).version;
await writeFile(
  new URL("manifest.json", made),
  `${JSON.stringify(manifest, null, 2)}\n`,
);

await rename(dist, new URL("old", aside)).catch(() => undefined);
await rename(made, dist);
await rm(aside, { recursive: true });
