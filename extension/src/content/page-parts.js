/**
 * Tell by an element's name, role and class what it is to a reader: text, a
 * quotation, a caption, an aside, or nothing. Never looks at the words.
 *
 * The lists are those of `model/ascribe/reading/html_rules.py`, which reads saved pages.
 *
 * @import { BlockKind } from "../shared/types.js"
 */

/** @param {string} names */
const setOf = (names) => new Set(names.trim().split(/\s+/u));

// Elements whose words are no part of what one reads on the page.
const SKIPPED_TAGS = setOf(`
  applet area audio base button canvas datalist dialog embed frame frameset
  head iframe img input keygen label legend link map math menu meta meter nav
  noembed noframes noscript object optgroup option output param picture progress
  rp rt script search select source style svg template textarea title track
  video`);
const SKIPPED_ROLES = setOf(`
  alertdialog button dialog menu menubar menuitem navigation progressbar
  scrollbar search searchbox slider switch tab tablist textbox toolbar tooltip
  tree`);
const ASIDE_ROLES = setOf("banner complementary contentinfo");
const HIDDEN_CLASSES = setOf(`
  a11y-hidden hidden-visually screen-reader-only screen-reader-text
  screenreader-only sr-only u-visually-hidden visually-hidden visuallyhidden`);

/** @type {Record<string, BlockKind>} */
const KIND_OF_TAG = {
  h1: "heading", h2: "heading", h3: "heading",
  h4: "heading", h5: "heading", h6: "heading",
  li: "list_item", dt: "list_item", dd: "list_item",
  figcaption: "caption", caption: "caption",
  td: "cell", th: "cell",
  listing: "preformatted", plaintext: "preformatted",
  pre: "preformatted", xmp: "preformatted",
  blockquote: "quote",
};

// Words in class, id and test names by which sites mark what stands beside the
// article. Read after "relatedLinks", "related-links" and "related_links" have
// all become "related links".
const ASIDE_NAMES = [
  String.raw`advert\w*|ads?|adbox|adslot|sponsor\w*|outbrain|taboola|dianomi`,
  String.raw`(?:related|recirc\w*|recommend\w*|suggested|trending|popular|latest)`,
  "(?:most|must) (?:read|viewed|popular|shared)|read (?:more|next|also)",
  "(?:more|also) (?:from|on|in|stories|news|articles|like|read)",
  String.raw`(?:next|up) (?:up|next|article|post|story)`,
  String.raw`(?:prev\w*|older|newer) posts?`,
  "you (?:may|might)|teasers?|see also",
  String.raw`newsletters?|sign ?up|subscri\w+|opt ?in|mailing|registration`,
  String.raw`paywall|regwall|donat\w+|appeal|membership|promos?|promotion\w*`,
  "cta|call to action|affiliate (?:disclaimer|disclosure)",
  "shar(?:e|es|ing)|social|follow us|addthis|sharedaddy|jp relatedposts",
  "comments?|disqus|respond|livefyre|spot im|discussion",
  "side ?bar|rail|widgets?|breadcrumbs?",
  "author (?:bio|box|info|card|description|about)|about (?:the )?authors?",
  "bio|tags?|tag list|topics|pagination|pager",
  String.raw`cookies?|\w*consent\w*|gdpr\w*|onetrust|privacy|modal|pop ?up`,
  "overlay|toast|snackbar|tooltip|banner|masthead|footer|foot|nav",
  "navbar|menu|navigation|copyright|colophon|toolbar|print only",
  String.raw`skip (?:link|to \w+)`,
].join("|");
const ASIDE_WORDS = new RegExp(String.raw`\b(?:${ASIDE_NAMES})\b`, "u");
const CAPTION_WORDS =
  /\b(?:caption\w*|wp caption|photo credit|image credit|media credit|credits?)\b/u;

const NAMING_ATTRIBUTES = [
  "class", "id", "data-testid", "data-component", "data-module",
];
// Some sites put kilobytes of style names on one element; the telling ones lead.
const MAX_NAME_LENGTH = 500;
// The joint in "relatedLinks"; generated names such as "kAdX" have no such parts.
const JOINT = /(?<=[a-z]{2})(?=[A-Z][a-z]{2})/u;
// "sc1ad9" is a generated name; "h2" or "col12" is a word with a number.
const GENERATED = /[0-9][A-Za-z]|[a-z][A-Z]\b|[A-Z]{2}[a-z]/u;

/**
 * The words of an element's class, id and test names, in lower case:
 * `class="relatedLinks c-3 sc1ad" id="RHS_box"` gives `related links c rhs box`.
 *
 * @param {Element} element
 */
export function namingWords(element) {
  // A heading's id is made of the heading's own words.
  const attributes =
    KIND_OF_TAG[element.localName] === "heading" ? ["class"] : NAMING_ATTRIBUTES;
  const names = attributes
    .map((attribute) => element.getAttribute(attribute))
    .filter(Boolean)
    .join(" ")
    .slice(0, MAX_NAME_LENGTH);
  return (names.match(/[A-Za-z0-9]+/gu) ?? [])
    .filter((name) => !GENERATED.test(name))
    .flatMap((name) => name.split(JOINT))
    .map((word) => word.replace(/^\d+|\d+$/gu, "").toLowerCase())
    .filter(Boolean)
    .join(" ");
}

/** @param {Element} element */
const roleOf = (element) => (element.getAttribute("role") ?? "").toLowerCase();

/**
 * Whether none of the element's words belong to what one reads, going by its
 * markup alone; style is the walker's business.
 *
 * @param {Element} element
 * @param {{readsSilent?: boolean}} [options] `readsSilent` where parts that are
 *   `aria-hidden` count as text
 */
export function isSkipped(element, { readsSilent = false } = {}) {
  const name = element.localName;
  if (SKIPPED_TAGS.has(name)) return true;
  if (name === "html" || name === "body") return false;
  return (
    SKIPPED_ROLES.has(roleOf(element)) ||
    (!readsSilent && element.getAttribute("aria-hidden") === "true") ||
    [...element.classList].some((one) => HIDDEN_CLASSES.has(one.toLowerCase())) ||
    isEditable(element) ||
    isNoteMark(element)
  );
}

/**
 * Whether the element's name or role puts it beside the article.
 *
 * @param {Element} element
 */
export function isAside(element) {
  switch (element.localName) {
    case "html":
    case "body":
    case "main":
    case "h1":
      return false;
    case "footer":
      // The footer of a quotation says who is quoted.
      return element.closest("blockquote") === null;
    case "aside":
      return true;
    default:
      return ASIDE_ROLES.has(roleOf(element)) || ASIDE_WORDS.test(namingWords(element));
  }
}

/**
 * The kind of text in an element, given the kind of the text around it.
 *
 * @param {Element} element
 * @param {BlockKind} outer
 * @returns {BlockKind}
 */
export function kindInside(element, outer) {
  const name = element.localName;
  if (name === "article" || name === "main" || name === "body") return "paragraph";
  const own = roleOf(element) === "heading" ? "heading" : KIND_OF_TAG[name];
  if (outer === "quote" || outer === "caption") {
    // A quotation's list or heading is still quoted.
    return own === "preformatted" ? own : outer;
  }
  if (own) return own;
  if (
    name === "figure" ||
    (outer !== "heading" && CAPTION_WORDS.test(namingWords(element)))
  ) {
    return "caption";
  }
  if (outer === "cell" && (name === "p" || name === "div" || name === "section")) {
    // A table that lays out the page, not data.
    return "paragraph";
  }
  return outer;
}

/** @param {Element} element */
function isEditable(element) {
  const value = element.getAttribute("contenteditable");
  return value !== null && value !== "false";
}

/**
 * A raised number that leads to a footnote.
 *
 * @param {Element} element
 */
function isNoteMark(element) {
  if (element.localName !== "sup" || element.childElementCount !== 1) return false;
  const link = /** @type {Element} */ (element.firstElementChild);
  return (
    link.localName === "a" &&
    (element.textContent ?? "").trim() === (link.textContent ?? "").trim()
  );
}
