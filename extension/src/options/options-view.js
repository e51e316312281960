/**
 * Show and read what can be chosen.
 *
 * @import { Look, Palette, Preferences } from "../shared/types.js"
 */
import { dress, PALETTES } from "../shared/look.js";
import { lookOf } from "../shared/preferences.js";
import { say } from "../shared/say.js";

export class OptionsView {
  #document;

  /** @param {Document} document */
  constructor(document) {
    this.#document = document;
    this.#element("palettes").append(
      .../** @type {Palette[]} */ (Object.keys(PALETTES)).map((one) => this.#palette(one)),
    );
  }

  /** @param {Preferences} preferences */
  preferences({ look, badge, sites }) {
    for (const [name, value] of Object.entries(look)) {
      const input = this.#document.querySelector(`input[name=${name}][value=${value}]`);
      /** @type {HTMLInputElement} */ (input).checked = true;
    }
    for (const label of this.#document.querySelectorAll("#palettes label")) {
      const { palette } = /** @type {HTMLElement} */ (label).dataset;
      dress(/** @type {HTMLElement} */ (label), lookOf({ ...look, palette }));
    }
    /** @type {HTMLInputElement} */ (this.#element("badge")).checked = badge;
    const hosts = Object.keys(sites).sort();
    this.#element("no-sites").hidden = hosts.length > 0;
    this.#element("site-list").replaceChildren(
      ...hosts.map((host) => this.#site(host, sites[host] ?? "")),
    );
  }

  /** @param {string} address */
  server(address) {
    this.#input("server").value = address;
  }

  /**
   * @param {string} server where the diary can be read
   * @param {boolean} [on] absent where the server was not asked
   */
  diary(server, on) {
    const box = this.#input("diary");
    box.disabled = on === undefined;
    box.checked = on ?? false;
    /** @type {HTMLAnchorElement} */ (this.#element("diary-page")).href = `${server}/diary`;
  }

  get keepsDiary() {
    return this.#input("diary").checked;
  }

  get address() {
    return this.#input("server").value.trim().replace(/\/$/u, "");
  }

  get code() {
    return this.#input("code").value;
  }

  /** @returns {{look: Look, badge: boolean}} */
  chosen() {
    /** @param {string} name */
    const value = (name) =>
      /** @type {HTMLInputElement | null} */ (
        this.#document.querySelector(`input[name=${name}]:checked`)
      )?.value;
    return {
      look: lookOf({
        palette: value("palette"),
        tint: value("tint") === "true",
        sureness: value("sureness"),
      }),
      badge: this.#input("badge").checked,
    };
  }

  /** @param {"good" | "bad"} state @param {string} text */
  serverState(state, text) {
    const line = this.#element("server-state");
    line.dataset.state = state;
    line.textContent = text;
  }

  /** @param {string} text */
  said(text) {
    this.#element("said").textContent = text;
  }

  /** Whether it is the second press: the first one asks. */
  isForgetSure() {
    const button = this.#element("forget");
    const isSure = button.dataset.asked === "true";
    button.dataset.asked = String(!isSure);
    button.textContent = say(isSure ? "options_forget" : "options_forget_sure");
    return isSure;
  }

  /** @param {Palette} palette */
  #palette(palette) {
    const label = this.#document.createElement("label");
    label.dataset.palette = palette;
    const input = this.#document.createElement("input");
    input.type = "radio";
    input.name = "palette";
    input.value = palette;
    const preview = this.#span("preview", "");
    preview.append(
      this.#span("sample opinion", say("short_opinion")),
      " ",
      this.#span("sample attributed", say("short_attributed")),
    );
    label.append(input, this.#span("", say(`palette_${palette}`)), preview);
    return label;
  }

  /** @param {string} host @param {string} rule */
  #site(host, rule) {
    const row = this.#document.createElement("li");
    const remove = this.#document.createElement("button");
    remove.type = "button";
    remove.className = "plain";
    remove.dataset.host = host;
    remove.textContent = say("options_remove");
    remove.setAttribute("aria-label", say("options_remove_site", host));
    row.append(
      this.#span("host", host),
      this.#span("soft", say(`site_${rule}`)),
      remove,
    );
    return row;
  }

  /** @param {string} className @param {string} text */
  #span(className, text) {
    const span = this.#document.createElement("span");
    if (className) span.className = className;
    span.textContent = text;
    return span;
  }

  /** @param {string} id @returns {HTMLInputElement} */
  #input(id) {
    return /** @type {HTMLInputElement} */ (this.#element(id));
  }

  /** @param {string} id @returns {HTMLElement} */
  #element(id) {
    const element = this.#document.getElementById(id);
    if (!element) throw new Error(`options.html has no #${id}`);
    return element;
  }
}
