// The field at the bottom: messages, commands with suggestions, files.

import { encoded, once, perform } from "./form.js";
import { byId, grow } from "./dom.js";
import { here } from "./wire.js";

const unsent = new Map(); // what was typed in other places and not sent

const tree = (id) => ["form", { class: "composer" }, [
  ["ul", { id: `${id}-commands`, role: "listbox", "aria-label": "Commands", hidden: "" }],
  ["p", { id: `${id}-status`, role: "status", class: "hidden" }],
  ["label", { id: `${id}-label`, for: `${id}-text`, class: "hidden" }],
  ["textarea", { id: `${id}-text`, rows: 1, dir: "auto", maxlength: 12000, "aria-autocomplete": "list", "aria-controls": `${id}-commands` }],
  ["div", { class: "row" }, [
    ["input", { id: `${id}-files`, type: "file", multiple: "", class: "hidden" }],
    ["label", { for: `${id}-files`, class: "button plain" }, ["Attach files"]],
    ["button", { id: `${id}-send`, type: "submit", class: "button primary" }, ["Send"]],
  ]],
]];

/** Return a composer; `inThread` ones write replies. Call `moved` when one is elsewhere. */
export function composer(id, { inThread = false, commands = () => [] } = {}) {
  const form = grow(tree(id));
  const part = (name) => form.querySelector(`#${id}-${name}`);
  const [list, field, send, files] = ["commands", "text", "send", "files"].map(part);
  let at = "";
  let queue = Promise.resolve(); // one after the other, in the order of writing
  let marked = -1; // the suggestion that Enter takes

  const matching = () => commands().filter(({ name }) => field.value && name.startsWith(field.value));

  function suggest() {
    const found = matching();
    // A command that is typed out is sent by Enter, not completed.
    marked = found.some(({ name }) => name === field.value) ? -1 : 0;
    list.replaceChildren(...found.map(({ name, hint, description }, index) => grow(
      ["li", { role: "option", id: `${list.id}-${index}` }, [
        ["strong", {}, [name]], ["span", { class: "quiet" }, [` ${hint}`]], ["small", {}, [description]],
      ]])));
    list.hidden = !found.length;
    part("status").textContent = found.length ? `${found.length} commands, choose with the arrow keys` : "";
    mark();
  }

  function mark() {
    [...list.children].forEach((one, index) => one.setAttribute("aria-selected", index === marked));
    const option = list.hidden ? null : list.children[marked];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function fold() {
    list.hidden = true;
    mark();
  }

  function take({ name }) {
    field.value = `${name} `;
    fold();
  }

  async function deliver(text, where) {
    const outcome = await perform("send", { text, thread_ts: inThread ? where.thread : null }, where);
    const isLost = !outcome.ok && [undefined, "cannot"].includes(outcome.error);
    if (isLost && !field.value) field.value = text;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = ""; // so that a second click sends nothing
    fold();
    const where = { ...here };
    const mine = queue.then(() => deliver(text, where)).then(() => {
      if (queue === mine) send.textContent = "Send";
    });
    queue = mine;
    send.textContent = "Sending…";
  });
  files.addEventListener("change", () => once(send, async () => {
    const added = await encoded(files.files);
    files.value = "";
    if (added.length) await perform("upload", { files: added });
  }, "Sending…"));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the focus stays in the field
    take(matching()[[...list.children].indexOf(event.target.closest("li"))]);
  });
  field.addEventListener("input", suggest);
  field.addEventListener("blur", fold);
  field.addEventListener("keydown", (event) => {
    const found = list.hidden ? [] : matching();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (step && found.length) {
      marked = (marked + step + found.length) % found.length;
      mark();
    } else if (event.key === "Escape" && found.length) fold();
    else if (found[marked] && (isEnter || (event.key === "Tab" && !event.shiftKey))) take(found[marked]);
    else if (isEnter) form.requestSubmit();
    else return;
    event.preventDefault();
  });
  if (inThread) form.querySelectorAll(`[for=${id}-files], #${id}-files`).forEach((node) => node.remove());
  byId(id).append(form);

  return {
    focus: () => field.focus(),
    moved(where, label) {
      part("label").textContent = label;
      field.placeholder = label;
      if (where === at) return;
      unsent.set(at, field.value);
      at = where;
      field.value = unsent.get(at) ?? "";
      fold();
    },
  };
}
