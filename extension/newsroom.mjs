/**
 * The manifest of an extension that belongs to a newsroom's own server: it may talk
 * to that one as well as to this computer, and says that pages are sent there.
 */

const ADDRESS = /^https:\/\/[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?$/u;

/**
 * @param {any} manifest as it stands in manifest.json
 * @param {string} server such as `https://ascribe.example.org`
 * @returns {any} a new manifest
 * @throws {Error} if the address is none that can be served safely
 */
export function forNewsroom(manifest, server) {
  if (!ADDRESS.test(server)) {
    throw new Error(
      `ASCRIBE_SERVER must be like https://ascribe.example.org, not ${JSON.stringify(server)}`,
    );
  }
  // Firefox knows no ports in patterns; the origin is held against `server` itself.
  const pattern = `https://${new URL(server).hostname}/*`;
  const made = structuredClone(manifest);
  made.host_permissions.push(pattern);
  for (const script of made.content_scripts) script.matches.push(pattern);
  made.content_security_policy.extension_pages =
    made.content_security_policy.extension_pages.replace(
      "connect-src ",
      `connect-src ${server} `,
    );
  // What leaves the computer has to be said to Firefox's users.
  made.browser_specific_settings.gecko.data_collection_permissions.required = [
    "websiteContent",
  ];
  return made;
}
