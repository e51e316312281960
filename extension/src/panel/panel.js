/**
 * Entry of the side panel, which is Firefox's sidebar: the sentences of the page in
 * front as a list. It is the view of the marks for those who do not see them.
 *
 * `panel.html?tab=7`, opened as a page, works for tab 7.
 *
 * @import { Failed, Listing } from "../shared/types.js"
 */
import { activeTab, askBackground, messageOf, onTabChange, onTold, storage } from "../browser.js";
import { dress } from "../shared/look.js";
import { loadPreferences } from "../shared/preferences.js";
import { localise, speakBy } from "../shared/say.js";
import { exportOf } from "./export.js";
import { PanelView } from "./panel-view.js";

speakBy(messageOf);
localise(document);

const view = new PanelView(document, {
  goTo: (at) => void askBackground({ kind: "go-to", tab: shownTab, at }),
  save(format) {
    if (!listing) return;
    const { name, type, text } = exportOf(format, listing, view.shown);
    save(new Blob([text], { type }), name);
  },
});

let shownTab = -1;
/** @type {Listing | undefined} */
let listing;

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function refresh() {
  const asked = new URLSearchParams(location.search).get("tab");
  const tab = asked === null ? await activeTab() : Number(asked);
  if (tab === undefined) return;
  shownTab = tab;
  dress(document.documentElement, (await loadPreferences(storage)).look);
  /** @type {Listing | Failed} */
  const answer = await askBackground({ kind: "list", tab });
  // Another tab has come to the front meanwhile.
  if (tab !== shownTab) return;
  listing = "failure" in answer ? undefined : answer;
  view.show(listing);
}

onTold((tab) => {
  if (tab === shownTab) void refresh();
});
if (!location.search) onTabChange(() => void refresh());
void refresh();
