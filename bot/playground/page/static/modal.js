// The form on top, and the question before a dangerous button.

import { byId, el, keepingFocus } from "./dom.js";
import { blocks } from "./blocks.js";
import { plain, text } from "./text.js";

let shown = null; // what the dialog holds: the view's id, hash and errors
let sending = false; // whichever button stands there, one submission at a time

/** Show the modal on top of a person's stack, or none. */
export function showModal(view, ctx) {
  const dialog = byId("modal");
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  const errors = { ...view.errors, ...ctx.refused };
  const key = JSON.stringify([view.id, view.hash, errors]);
  if (shown?.key === key) return;
  const isNew = shown?.id !== view.id;
  const isWrong = Object.keys(errors).length > 0;
  shown = { id: view.id, key };
  const draw = () => dialog.replaceChildren(form(view, { ...ctx, errors }));
  const scrolled = dialog.querySelector(".body")?.scrollTop ?? 0;
  keepingFocus(draw, dialog);
  if (!dialog.open) dialog.showModal();
  if (isWrong) toError(dialog);
  else if (isNew) start(dialog, view);
  if (!isNew && !isWrong) dialog.querySelector(".body").scrollTop = scrolled;
}

export function redrawModal() {
  if (shown) shown.key = "";
}

/** Say something went wrong, inside the dialog when there is one. */
export function complain(words) {
  const inside = byId("modal").open && byId("modal-trouble");
  (inside || byId("notice")).textContent = words;
}

const toError = (dialog) => dialog.querySelector("[aria-invalid=true], .wrong summary")?.focus();

function start(dialog, view) {
  const wanted = view.blocks.findIndex((block) => block.element?.focus_on_load);
  const root = wanted < 0 ? dialog.querySelector(".body") : dialog.querySelectorAll(".block")[wanted];
  (root.querySelector("input, textarea, select, summary") ?? byId("modal-title")).focus();
}

async function submit(view, ctx) {
  if (sending || !view.submit) return;
  mark(true, "Sending…");
  const outcome = await ctx.act("submit", {});
  mark(false, plain(view.submit));
  if (Object.keys(outcome.errors).length) toError(byId("modal"));
}

function mark(busy, words) {
  const button = byId("modal-submit");
  sending = busy;
  if (!button) return;
  button.ariaDisabled = busy ? "true" : null; // `disabled` would throw the focus away
  button.textContent = words;
}

function form(view, ctx) {
  let closing = false;
  const close = async (all) => {
    if (closing) return;
    closing = true;
    await ctx.act("close", { all });
    closing = false;
  };
  const made = el("form", {
    novalidate: true,
    onsubmit(event) {
      event.preventDefault();
      submit(view, ctx);
    },
  },
  el("header", {},
    el("h2", { id: "modal-title", tabindex: "-1", dir: "auto" }, plain(view.title)),
    el("button", { class: "plain", type: "button", "aria-label": view.depth > 1 ? "Close all" : "Close", onclick: () => close(true) }, "✕")),
  el("div", { class: "body" }, blocks(view.blocks, ctx)),
  el("p", { class: "error", id: "modal-trouble", role: "alert" }),
  el("footer", {},
    el("button", { class: "button", type: "button", onclick: () => close(false) }, plain(view.close) || (view.submit ? "Cancel" : "Close")),
    view.submit && el("button", { class: "button primary", type: "submit", id: "modal-submit", "aria-disabled": sending ? "true" : null },
      sending ? "Sending…" : plain(view.submit))));
  byId("modal").oncancel = (event) => {
    if (event.target !== byId("modal")) return;
    event.preventDefault(); // the app says what comes next, for example the form below
    close(false);
  };
  return made;
}

/** Ask before a button or menu acts; resolves to whether it may. */
export function ask(confirm, ctx) {
  const dialog = byId("confirm");
  return new Promise((answer) => {
    dialog.replaceChildren(el("form", { method: "dialog" },
      el("header", {}, el("h2", { id: "confirm-title", dir: "auto" }, plain(confirm.title) || "Are you sure?")),
      el("div", { class: "body text", dir: "auto" }, text(confirm.text, ctx)),
      el("footer", {},
        el("button", { class: "button", value: "no" }, plain(confirm.deny) || "Cancel"),
        el("button", { class: `button ${confirm.style ?? "primary"}`, value: "yes" }, plain(confirm.confirm) || "Yes"))));
    dialog.returnValue = "no";
    dialog.onclose = () => answer(dialog.returnValue === "yes");
    dialog.showModal();
  });
}
