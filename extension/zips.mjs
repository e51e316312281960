/**
 * Build the two packages for the stores: `node zips.mjs [FOLDER]`, ../dist by default.
 *
 * The folder `dist/` serves both browsers; each store gets a manifest without the
 * other's keys. The same sources give the same bytes on every machine and day.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { manifestFor } from "./manifests.mjs";

const here = new URL("./", import.meta.url);
const built = `.cache/zips-${process.pid}/`;
const dist = new URL(built, here);
const folder = resolve(
  process.argv[2] ?? fileURLToPath(new URL("../dist/", here)),
);

// The earliest time that a zip can hold; in local time, as zips tell it.
const EPOCH = new Date(1980, 0, 1);

execFileSync(process.execPath, ["build.mjs", built], { cwd: fileURLToPath(here) });

const names = (await readdir(dist, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .map((path) => relative(fileURLToPath(dist), path).replaceAll("\\", "/"))
  .sort();

await mkdir(folder, { recursive: true });
for (const browser of /** @type {const} */ (["chrome", "firefox"])) {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const name of names) files[name] = await readFile(new URL(name, dist));
  const all = JSON.parse(new TextDecoder().decode(files["manifest.json"]));
  const manifest = manifestFor(browser, all);
  files["manifest.json"] = new TextEncoder().encode(
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
  const zip = zipSync(files, { mtime: EPOCH, level: 9 });
  const path = `${folder}/ascribe-${browser}-${manifest.version}.zip`;
  await writeFile(path, zip);
  const digest = createHash("sha256").update(zip).digest("hex");
  process.stdout.write(`${digest}  ${path}\n`);
}
await rm(dist, { recursive: true });
