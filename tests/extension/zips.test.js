import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { manifestFor } from "../../extension/manifests.mjs";

const extension = fileURLToPath(new URL("../../extension/", import.meta.url));
const manifest = JSON.parse(readFileSync(join(extension, "manifest.json"), "utf8"));

test("the same sources give the same packages, whatever the day and the zone", (context) => {
  const made = ["UTC", "Asia/Tokyo"].map((zone) => {
    const folder = mkdtempSync(join(tmpdir(), "ascribe-zips-"));
    context.after(() => rmSync(folder, { recursive: true }));
    execFileSync(process.execPath, ["zips.mjs", folder], {
      cwd: extension,
      env: { ...process.env, TZ: zone },
    });
    return readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name))]);
  });
  assert.deepEqual(made[0], made[1]);
  assert.deepEqual(
    made[0].map(([name]) => name.replace(/[\d.]+(?=\.zip)/u, "N")),
    ["ascribe-chrome-N.zip", "ascribe-firefox-N.zip"],
  );
});

test("each store gets a manifest without the other browser's keys", () => {
  const chrome = manifestFor("chrome", manifest);
  const firefox = manifestFor("firefox", manifest);
  assert.deepEqual(chrome.background, { service_worker: "background.js" });
  assert.deepEqual(firefox.background, { scripts: ["background.js"] });
  assert.equal(chrome.browser_specific_settings, undefined);
  assert.equal(chrome.sidebar_action, undefined);
  assert.equal(firefox.side_panel, undefined);
  assert.ok(!firefox.permissions.includes("sidePanel"));
  assert.ok(chrome.permissions.includes("sidePanel"));
  // The least versions in which all that is used is there.
  assert.ok(Number(chrome.minimum_chrome_version) >= 128);
  assert.ok(Number.parseInt(firefox.browser_specific_settings.gecko.strict_min_version, 10) >= 142);
  assert.deepEqual(Object.keys(firefox.icons), ["16", "32", "48", "128"]);
});
