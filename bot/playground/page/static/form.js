// What people do with buttons, menus and fields, wherever these stand in the page.

import { byId, count, grow, isTouched, limit, reset } from "./dom.js";
import { act, here } from "./wire.js";

const PAUSE = 300; // milliseconds after the last key before the app is asked
const REASONS = {
  operation_timeout: "The app did not answer within 3 seconds (operation_timeout).",
  dispatch_failed: "The app could not be reached, or answered with an error (dispatch_failed).",
};
const walking = new WeakSet(); // menus and dates that somebody walks through by keyboard
let timer = 0;

const on = (kind, selector, work) => document.addEventListener(kind, (event) => {
  const node = event.target.closest?.(selector);
  if (node) work(node, event);
});

const later = (work) => { clearTimeout(timer); timer = setTimeout(work, PAUSE); };

/** Do something; say what went wrong unless a field or Slackbot says it. */
export async function perform(verb, body = {}, where = { ...here }) {
  complain("");
  const outcome = await act(verb, body, where);
  const isTold = verb === "send" && outcome.error && outcome.error !== "cannot";
  if (!outcome.ok && !isTold && !Object.keys(outcome.errors).length) {
    complain(outcome.text ?? REASONS[outcome.error] ?? `That did not work (${outcome.error}).`);
  }
  return outcome;
}

function complain(words) {
  ((byId("modal").open && byId("modal-trouble")) || byId("notice")).textContent = words;
}

/** Work once at a time; meanwhile the button is off and may say so. */
export async function once(button, work, waiting) {
  if (button.ariaDisabled === "true") return;
  const words = button.textContent;
  button.ariaDisabled = "true"; // `disabled` would throw the focus away
  if (waiting) button.textContent = waiting;
  try {
    await work();
  } finally {
    button.ariaDisabled = null;
    if (waiting) button.textContent = words;
  }
}

/** What stands in the fields of a message, modal or Home tab. */
function collect(surface) {
  const fields = new Map();
  for (const control of surface.querySelectorAll("[data-field]")) {
    const { type, checked, value, dataset: { field, query } } = control;
    if (type === "file" || query) continue; // the server has these already
    if (!fields.has(field)) fields.set(field, type === "checkbox" ? [] : null);
    if (type === "checkbox") fields.get(field).push(...(checked ? [value] : []));
    else if (type !== "radio" || checked) fields.set(field, value || null);
  }
  return [...fields].map(([field, value]) => ({ ...JSON.parse(field), value }));
}

/** Use an element of a surface, together with what is filled in around it. */
function use(node, verb, body) {
  const surface = surfaceOf(node);
  if (!surface) return perform(verb, body);
  return perform(verb, { ...JSON.parse(surface.dataset.target), ...body, values: collect(surface) });
}

/** Where a node stands; if it was redrawn meanwhile, what stands there now. */
function surfaceOf(node) {
  const own = node.closest("[data-target]");
  if (!own || own.isConnected) return own;
  const all = [...document.querySelectorAll("[data-target]")];
  return all.find(({ dataset: { target } }) => target === own.dataset.target) ?? own;
}

/** Ask the question some elements ask first. */
function confirmed({ dataset: { confirm } }) {
  if (!confirm) return true;
  const dialog = byId("confirm");
  return new Promise((answer) => {
    dialog.replaceChildren(grow(JSON.parse(confirm)));
    dialog.returnValue = "no";
    dialog.onclose = () => answer(dialog.returnValue === "yes");
    dialog.showModal();
  });
}

// Buttons

on("click", "[data-act]", async (button) => {
  const { verb, ...body } = JSON.parse(button.dataset.act);
  const search = button.closest(".results")?.parentElement.querySelector("[data-query]");
  if (search) search.value = "";
  if (await confirmed(button)) await once(button, () => use(button, verb, body));
  if (search) byId(search.id)?.focus();
});

// One submission at a time, whichever button stands there: the app may redraw the form.
let isSending = false;

on("submit", "form[data-target]", async (form, event) => {
  event.preventDefault();
  if (isSending || !byId("submit")) return;
  isSending = true;
  markSending();
  const outcome = await use(form, "submit", {});
  isSending = false;
  markSending();
  if (!Object.keys(outcome.errors).length) return;
  byId("modal").querySelector("[aria-invalid=true]:not(.ticks *), .wrong summary")?.focus();
});

export function markSending() {
  const button = byId("submit");
  if (!button) return;
  button.ariaDisabled = isSending ? "true" : null;
  button.textContent = isSending ? "Sending…" : button.dataset.words;
}

// Fields the app hears of at once. By keyboard one walks through the values of menus
// and dates: there it counts when one presses Enter or goes on.

async function choose(control) {
  if (!(await confirmed(control))) return reset(control);
  const ids = JSON.parse(control.dataset.field);
  const isIt = (one) => one.block_id === ids.block_id && one.action_id === ids.action_id;
  const { value } = collect(surfaceOf(control)).find(isIt);
  return use(control, "choose", { ...ids, value });
}

const isWalked = ({ tagName, type }) => tagName === "SELECT" || /^(date|time)/.test(type);

const arrive = (control) => { if (walking.delete(control) && isTouched(control)) choose(control); };

on("pointerdown", "[data-live=change]", (control) => walking.delete(control));
on("focusout", "[data-live=change]", arrive);
on("change", "[data-live=change]", (control) => { if (!walking.has(control)) choose(control); });
on("keydown", "[data-live=change]", (control, event) => {
  if (event.key !== "Enter" && event.key !== "Tab" && isWalked(control)) walking.add(control);
  if (event.key !== "Enter" || !walking.has(control)) return;
  event.preventDefault();
  arrive(control);
});
on("keydown", "input[data-live=enter], input[data-live=character]", (control, event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  choose(control);
});
on("input", "[data-live=character]", (control) => later(() => choose(control)));
on("input", "[data-counter]", count);

// Lists to tick, menus the app fills, files

on("change", ".checklist input", (box) => limit(box.closest(".checklist")));
on("input", ".checklist [type=search]", (search) => {
  const words = search.value.toLowerCase();
  for (const row of search.parentElement.querySelectorAll(".tick")) {
    row.hidden = !row.textContent.toLowerCase().includes(words);
  }
});
on("keydown", "[type=search]", (search, event) => {
  if (event.key === "Enter") event.preventDefault(); // it would send the form
});

const suggest = (search) => later(async () => {
  if (search.value.length < Number(search.dataset.query)) return;
  const part = (name) => byId(`${search.id}:${name}`); // redrawn while the app thinks
  part("status").textContent = "Searching…";
  const query = search.value;
  const { tree = [] } = await use(search, "options", { ...JSON.parse(search.dataset.field), query });
  if (byId(search.id)?.value !== query) return; // meanwhile one typed on
  part("results").replaceChildren(...tree.map(grow));
  part("status").textContent = tree.length ? `${tree.length} found` : "Nothing found";
});
on("input", "[data-query]", suggest);
on("focusin", "[data-query='0']", suggest);

on("change", "[data-attach]", async (control) => {
  const added = await encoded(control.files);
  control.value = ""; // the same file may be chosen again
  if (!added.length) return;
  const files = [...JSON.parse(control.dataset.attach), ...added];
  await use(control, "attach", { ...JSON.parse(control.dataset.field), files });
});

export const encoded = (files) => Promise.all([...files].map((file) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done({ name: file.name, data: reader.result.split(",")[1] ?? "" });
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(file);
})));

// Small menus: Escape, choosing and leaving close them

on("keydown", ".menu[open]", (menu, event) => {
  if (event.key !== "Escape") return;
  event.preventDefault(); // it would close the form around the menu
  menu.open = false;
  menu.firstElementChild.focus();
});
on("focusout", ".menu", (menu, event) => {
  if (!menu.contains(event.relatedTarget)) menu.open = false;
});
on("click", ".menu .entries *", (entry) => { entry.closest(".menu").open = false; });
