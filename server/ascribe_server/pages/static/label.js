/** The page `/label`: add texts, label by keys, compare two people. */

import { decodePage, NotMarked, post } from "./ask.js";
import { byId, download, element, say } from "./dom.js";
import { showAgreement } from "./label-agreement.js";
import { counted, percent } from "./words.js";

const KEYS = { o: "opinion", a: "attributed", s: "statement", x: "other" };
const person = byId("person");
const text = byId("text");
const status = byId("status");
const desk = byId("desk");
/** Texts to be added with the next start. */
let pages = [];
let queue = [];
// Whose queue it is: the name in the field may be another by now.
let whose = "";
let at = 0;
let state = { done: 0, open: 0, file: "" };
// Labels are sent in the order of the keys, one after the other.
let sending = Promise.resolve();

byId("add-form").addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
byId("file").addEventListener("change", async (event) => {
  for (const file of event.target.files) await takeFile(file);
  event.target.value = "";
});
byId("sample")?.addEventListener("change", (event) => {
  const { value, selectedOptions } = event.target;
  if (value) take({ sample: value, name: selectedOptions[0].text });
  event.target.value = "";
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  for (const file of event.dataTransfer.files) await takeFile(file);
});
for (const button of document.querySelectorAll("[data-label]")) {
  button.addEventListener("click", () => give(button.dataset.label));
}
byId("undo").addEventListener("click", undo);
byId("skip").addEventListener("click", skip);
byId("guess").addEventListener("click", guess);
document.addEventListener("keydown", (event) => {
  if (desk.hidden || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (KEYS[key]) give(KEYS[key]);
  else if (key === "u") undo();
  else if (key === "n") skip();
  else if (key === "m") guess();
  else if (key === "?") byId("guide").click();
  else return;
  event.preventDefault();
});
byId("pair-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  await trying(async () => {
    const [first, second] = [byId("first").value, byId("second").value];
    say("Comparing…");
    await sending;
    const found = await (await post("/page/label/compare", { first, second })).json();
    if (!found.sentences) {
      byId("agreement").hidden = true;
      say(found.why, { bad: true });
      return;
    }
    status.hidden = true;
    showAgreement(byId("agreement"), found, first, second);
  });
});
trying(listPeople);

function take(page) {
  pages.push(page);
  byId("added").textContent = `${counted(pages.length, "text")} to add`;
}

async function takeFile(file) {
  const content = decodePage(await file.arrayBuffer());
  const plain = file.type === "text/plain" || /\.(txt|text|md)$/i.test(file.name);
  take(plain ? { text: content, name: file.name } : { html: content, name: file.name });
}

async function start() {
  if (text.value.trim()) {
    const name = text.value.trim().split("\n")[0].slice(0, 80);
    take({ text: text.value, name });
  }
  say("Choosing what would teach most…");
  queue = [];
  desk.hidden = true;
  whose = person.value;
  await sending;
  await trying(async () => {
    const answer = await (await post("/page/label/queue", { person: whose, pages })).json();
    pages = [];
    text.value = "";
    byId("added").textContent = "";
    queue = answer.queue;
    state = answer;
    at = 0;
    status.hidden = true;
    if (!queue.length) {
      say(answer.done ? "Every sentence has a label. Add more texts." : "Add a text first.", { bad: !answer.done });
    }
    show();
    await listPeople();
  });
}

function show() {
  const one = queue[at];
  desk.hidden = !one;
  if (!one) {
    if (queue.length) finish();
    return;
  }
  byId("progress").textContent = `${at + 1} of ${queue.length}; ${counted(state.done, "label")} given`;
  byId("where").textContent = one.title || one.name;
  byId("before").textContent = one.before.join(" ");
  byId("sentence").textContent = one.text;
  byId("after").textContent = one.after.join(" ");
  byId("chances").hidden = true;
  byId("undo").disabled = at === 0;
  for (const button of document.querySelectorAll("[data-label]")) {
    button.setAttribute("aria-pressed", String(one.given === button.dataset.label));
  }
  byId("sentence").focus({ preventScroll: true });
}

/** Say that it is done, once the last label is on the disk. */
async function finish() {
  byId("add-form").querySelector("button").focus();
  await sending;
  if (desk.hidden) {
    say(`Done: ${counted(state.done, "label")} in ${state.file}. Press "Start labelling" for more.`);
  }
}

function give(label) {
  put(queue[at], label);
  at += 1;
  show();
}

function skip() {
  at += 1;
  show();
}

function undo() {
  if (at === 0) return;
  at -= 1;
  if (queue[at].given) put(queue[at], null);
  show();
}

function guess() {
  const { chances } = queue[at];
  const told = Object.entries(chances).sort((one, two) => two[1] - one[1]);
  byId("chances").textContent = told.map(([label, chance]) => `${label} ${percent(chance)}`).join(", ");
  byId("chances").hidden = false;
}

function put(one, label) {
  one.given = label ?? undefined;
  const { doc, sentence } = one;
  const request = { person: whose, doc, sentence, label };
  sending = sending.then(() =>
    trying(async () => {
      state = await (await post("/page/label/put", request)).json();
      if (queue[at]) {
        byId("progress").textContent = `${at + 1} of ${queue.length}; ${counted(state.done, "label")} given`;
      } else {
        await listPeople();
      }
    }),
  );
}

async function listPeople() {
  showPeople((await (await post("/page/label/people", {})).json()).people);
}

function showPeople(people) {
  byId("people-part").hidden = people.length === 0;
  byId("people").replaceChildren(
    element("thead", {}, element("tr", {}, ...["Name", "Labels", "Open", ""].map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...people.map(personRow)),
  );
  byId("pair-form").hidden = people.length < 2;
  for (const [index, id] of ["first", "second"].entries()) {
    const chosen = byId(id).value;
    byId(id).replaceChildren(...people.map(({ name }) => element("option", {}, name)));
    byId(id).value = people.some(({ name }) => name === chosen) ? chosen : (people[index]?.name ?? "");
  }
}

function personRow({ name, done, open, file }) {
  const save = element("button", { type: "button", class: "small" }, "Save");
  save.onclick = () =>
    trying(async () => {
      const written = await (await post("/page/label/people", { person: name, do: "export" })).blob();
      download(written, `${name}.jsonl`);
    });
  const remove = element("button", { type: "button", class: "small danger" }, "Delete");
  remove.onclick = () => {
    if (!remove.dataset.asked) {
      remove.dataset.asked = "yes";
      remove.textContent = "Really delete?";
      return;
    }
    trying(async () => {
      const answer = await post("/page/label/people", { person: name, do: "delete" });
      if (name === whose) {
        queue = [];
        desk.hidden = true;
      }
      showPeople((await answer.json()).people);
    });
  };
  return element(
    "tr",
    {},
    element("th", { scope: "row", title: file }, name),
    element("td", {}, done.toLocaleString("en")),
    element("td", {}, open.toLocaleString("en")),
    element("td", {}, save, " ", remove),
  );
}

async function trying(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NotMarked)) throw error;
    say(error.message, { bad: true });
  }
}
