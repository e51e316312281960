/**
 * Say things in the reader's language. The texts stand in `_locales`; where they
 * are looked up is told once by the entry files, so that nothing here knows a
 * browser.
 */

/** @typedef {(key: string, values: string[]) => string} MessageOf */

/** @type {MessageOf} */
let messageOf = () => "";

/** @param {MessageOf} lookup */
export function speakBy(lookup) {
  messageOf = lookup;
}

/**
 * @param {string} key of a message in `_locales`
 * @param {...(string | number)} values put in for `$1`, `$2`, …
 * @returns {string}
 * @throws {Error} where there is no such message
 */
export function say(key, ...values) {
  const text = messageOf(
    key,
    values.map((value) => (typeof value === "number" ? figure(value) : value)),
  );
  if (!text) throw new Error(`_locales has no message ${key}`);
  return text;
}

/**
 * Say how many: `key_one` or `key_other`, by the rules of the language.
 *
 * @param {string} key
 * @param {number} count put in for `$1`
 * @param {...(string | number)} values put in for `$2`, …
 */
export function sayCount(key, count, ...values) {
  const form = new Intl.PluralRules(language()).select(count);
  return say(`${key}_${form === "one" ? "one" : "other"}`, count, ...values);
}

/** @returns {string} a tag such as `en-GB` */
export function language() {
  return messageOf("@@ui_locale", []).replace("_", "-") || "en";
}

/** @param {number} value */
export function figure(value) {
  return value.toLocaleString(language());
}

/**
 * @param {readonly string[]} parts
 * @returns {string} such as "a, b and c"
 */
export function listed(parts) {
  if (parts.length < 2) return parts.join("");
  return say("list_and", parts.slice(0, -1).join(", "), parts.at(-1) ?? "");
}

/**
 * Put a text into an element, as text only.
 *
 * @param {Element} element
 * @param {string} text commands stand between backticks
 */
export function fill(element, text) {
  const document = element.ownerDocument;
  element.replaceChildren(
    ...text.split("`").map((part, at) => {
      if (at % 2 === 0) return part;
      const code = document.createElement("code");
      code.textContent = part;
      return code;
    }),
  );
}

/**
 * Fill in a page of the extension: `data-say` holds the key of an element's text,
 * `data-say-title` and `data-say-label` that of its tooltip and its name.
 *
 * @param {Document} document
 */
export function localise(document) {
  document.documentElement.lang = language();
  for (const element of document.querySelectorAll("[data-say]")) {
    fill(element, say(/** @type {HTMLElement} */ (element).dataset.say ?? ""));
  }
  for (const [name, attribute] of [
    ["data-say-title", "title"],
    ["data-say-label", "aria-label"],
    ["data-say-hint", "placeholder"],
  ]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      element.setAttribute(
        /** @type {string} */ (attribute),
        say(element.getAttribute(/** @type {string} */ (name)) ?? ""),
      );
    }
  }
}
