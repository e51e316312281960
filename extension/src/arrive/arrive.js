/**
 * On pages of the sites that the reader has chosen, and nowhere else: tell the
 * background that a page has come. Reads nothing and sends nothing else.
 */
import { notify } from "../browser.js";

if (window === window.top) notify({ kind: "arrived" });
