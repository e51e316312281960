/**
 * The manifest for one browser: the common one without what the other alone knows,
 * because a store warns of each key that it does not know.
 */

/**
 * @param {"chrome" | "firefox"} browser
 * @param {any} all the manifest of `dist/`; stays as it is
 * @returns {any}
 */
export function manifestFor(browser, all) {
  const manifest = structuredClone(all);
  if (browser === "chrome") {
    delete manifest.browser_specific_settings;
    delete manifest.sidebar_action;
    delete manifest.background.scripts;
  } else {
    delete manifest.minimum_chrome_version;
    delete manifest.side_panel;
    delete manifest.background.service_worker;
    manifest.permissions = manifest.permissions.filter(
      (/** @type {string} */ one) => one !== "sidePanel",
    );
  }
  return manifest;
}
