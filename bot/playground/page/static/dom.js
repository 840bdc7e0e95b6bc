// Building the page out of elements and text nodes; nothing is ever parsed as HTML.

const PROPERTIES = new Set(["value", "checked", "selected", "disabled", "open"]);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

export const byId = (id) => document.getElementById(id);

/** An id that is safe in `for` and `aria-describedby`, whatever the parts hold. */
export const idOf = (...parts) => parts.map((part) => encodeURIComponent(part)).join(":");

export function later(work, milliseconds) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), milliseconds);
  };
}

/** Do some work once at a time: while it runs, the button is off and says so. */
export async function once(button, work, waiting) {
  if (button.ariaDisabled === "true") return;
  const before = [...button.childNodes];
  button.ariaDisabled = "true"; // `disabled` would throw the focus away
  if (waiting) button.replaceChildren(waiting);
  try {
    await work();
  } finally {
    button.ariaDisabled = null;
    if (waiting) button.replaceChildren(...before);
  }
}

/** Redraw something; who was in a control of it is in its successor afterwards. */
export function keepingFocus(redraw, otherwise) {
  const { activeElement: focused } = document;
  const range = focused?.selectionStart == null ? null : [focused.selectionStart, focused.selectionEnd];
  redraw();
  if (!focused || focused.isConnected) return;
  const successor = focused.id && byId(focused.id);
  (successor || otherwise)?.focus({ preventScroll: true });
  if (successor && range) successor.setSelectionRange?.(...range);
}

/** Make the children of a list fit [key, data] items; what is the same stays. */
export function sync(list, items, draw) {
  const old = list.known ?? new Map();
  list.known = new Map();
  let cursor = list.firstElementChild;
  for (const [key, data] of items) {
    const json = JSON.stringify(data);
    let kept = old.get(key);
    if (kept?.json !== json) {
      const node = draw(data);
      if (kept?.node === cursor) cursor = kept ? node : cursor;
      kept?.node.replaceWith(node);
      kept = { json, node };
    }
    if (kept.node === cursor) cursor = cursor.nextElementSibling;
    else list.insertBefore(kept.node, cursor);
    list.known.set(key, kept);
  }
  while (cursor) {
    const next = cursor.nextElementSibling;
    cursor.remove();
    cursor = next;
  }
}

/** A small menu behind a button; Escape and leaving it close it. */
export function menu(label, entries, props = {}) {
  const details = el("details", { class: "menu" },
    el("summary", { "aria-label": label, title: label, ...props }, el("span", { "aria-hidden": "true" }, "⋯")),
    el("div", { class: "entries" }, entries));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.preventDefault(); // or it would close the form around the menu
    event.stopPropagation();
    details.open = false;
    details.firstElementChild.focus();
  });
  details.addEventListener("focusout", (event) => {
    if (!details.contains(event.relatedTarget)) details.open = false;
  });
  details.addEventListener("click", (event) => {
    if (event.target.closest(".entries")) details.open = false;
  });
  return details;
}
