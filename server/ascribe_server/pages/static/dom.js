/** Make elements. Text goes in as text only; nothing here reads HTML. */

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * Show a message where the page has its place for one.
 *
 * @param {string} message
 * @param {{bad?: boolean}} [options] `bad` for one about something that went wrong
 */
export function say(message, { bad = false } = {}) {
  const status = byId("status");
  status.textContent = message;
  status.classList.toggle("bad", bad);
  status.hidden = false;
}

/** Let the browser keep a file. @param {Blob} file @param {string} name */
export function download(file, name) {
  const link = element("a", { download: name });
  link.href = URL.createObjectURL(file);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * The range of one span of a rendered block, or nothing where it does not fit.
 *
 * @param {Element} block @param {number} start @param {number} end UTF-16 units
 */
export function rangeIn(block, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const after = at + node.nodeValue.length;
    if (!begun && start < after) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (begun && end <= after) {
      range.setEnd(node, end - at);
      return range;
    }
    at = after;
  }
  return undefined;
}
