/**
 * Find one's way in a page that is made of several trees: shadow trees, and
 * frames of the page's own. Reads only.
 */

/**
 * Whether a node is the root of a shadow tree. A frame has classes of its own, so
 * `instanceof` does not tell.
 *
 * @param {Node | null} node
 * @returns {node is ShadowRoot}
 */
export const isShadowRoot = (node) => node?.nodeType === 11 && "host" in node;

/**
 * The elements around a place, innermost first, through shadow trees and frames.
 *
 * @param {Element} element
 * @returns {Generator<Element>}
 */
export function* ancestors(element) {
  /** @type {Element | null} */
  let at = element;
  while (at) {
    yield at;
    /** @type {ParentNode | null} */
    const parent = at.parentNode;
    if (at.parentElement) at = at.parentElement;
    else if (isShadowRoot(parent)) at = parent.host;
    else at = frameOf(at.ownerDocument);
  }
}

/**
 * The element that shows a document; null for the page itself.
 *
 * @param {Document} document
 * @returns {Element | null}
 */
export function frameOf(document) {
  try {
    return document.defaultView?.frameElement ?? null;
  } catch {
    // The page itself stands in a frame of another site.
    return null;
  }
}

/**
 * The document in a frame of the page's own site.
 *
 * @param {Element} element
 * @returns {Document | null} null for what is no frame, or one of another site
 */
export function documentIn(element) {
  if (element.localName !== "iframe") return null;
  try {
    return /** @type {HTMLIFrameElement} */ (element).contentDocument;
  } catch {
    return null;
  }
}

/**
 * Where the upper left corner of a document lies in the window, in CSS pixels.
 *
 * @param {Document} document
 * @returns {{x: number, y: number}}
 */
export function originOf(document) {
  let x = 0;
  let y = 0;
  for (let frame = frameOf(document); frame; frame = frameOf(frame.ownerDocument)) {
    const { left, top } = frame.getBoundingClientRect();
    x += left + frame.clientLeft;
    y += top + frame.clientTop;
  }
  return { x, y };
}
