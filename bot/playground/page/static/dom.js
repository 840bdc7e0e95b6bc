// Putting what the server draws into the page: elements and text nodes, never HTML.

export const byId = (id) => document.getElementById(id);

/** Make a node of a text, or of [tag, attributes, children]. */
export function grow(tree) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, attributes, children = []] = tree;
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.map(grow));
  for (const list of node.querySelectorAll(".checklist")) limit(list);
  return node;
}

/** Draw trees into a box, unless they are there already. */
export function redraw(box, trees) {
  const json = JSON.stringify(trees);
  if (box.drawn === json) return;
  box.drawn = json;
  keeping(box, () => box.replaceChildren(...trees.map(grow)));
}

/** Make a list show [{key, tree}] items; what is the same stays untouched. */
export function sync(list, items) {
  const old = list.known ?? new Map();
  list.known = new Map();
  keeping(list, () => {
    let cursor = list.firstElementChild;
    for (const { key, tree } of items) {
      const json = JSON.stringify(tree);
      let kept = old.get(key);
      if (kept?.json !== json) {
        const node = grow(tree);
        if (kept && kept.node === cursor) cursor = node;
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
  });
}

/** Redraw, but keep what was typed and not sent, the focus, and what is unfolded. */
function keeping(box, work) {
  const touched = [...box.querySelectorAll("[data-field][id]")].filter(isTouched);
  const unfolded = [...box.querySelectorAll(".checklist[open] > summary")];
  const scrolled = box.querySelector(".body")?.scrollTop;
  const focused = box.contains(document.activeElement) ? document.activeElement : null;
  const choosing = [...box.querySelectorAll("input[type=file][id]")];
  work();
  for (const control of choosing) if (!control.isConnected) transplant(control, byId(control.id));
  for (const control of touched) if (!control.isConnected) retype(control, byId(control.id));
  for (const { id } of unfolded) if (byId(id)) byId(id).parentElement.open = true;
  for (const list of box.querySelectorAll(".checklist")) limit(list);
  if (scrolled) box.querySelector(".body").scrollTop = scrolled;
  if (focused && !focused.isConnected) refocus(focused, byId(focused.id) ?? box);
}

/** Put a file control back: the browser's own window may be open on it. */
function transplant(before, after) {
  if (after?.type !== before.type) return;
  for (const name of before.getAttributeNames()) if (!after.hasAttribute(name)) before.removeAttribute(name);
  for (const { name, value } of after.attributes) {
    if (before.getAttribute(name) !== value) before.setAttribute(name, value); // a new type would close it
  }
  after.replaceWith(before);
}

function refocus(before, after) {
  after.focus({ preventScroll: true });
  // Dates and the like have no selection.
  if (before.selectionStart != null) after.setSelectionRange?.(before.selectionStart, before.selectionEnd);
}

const isTick = ({ type }) => type === "checkbox" || type === "radio";
const initial = (select) => Math.max(0, [...select.options].findIndex((o) => o.defaultSelected));

export function isTouched(control) {
  if (control.type === "file") return false;
  if (isTick(control)) return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return control.selectedIndex !== initial(control);
  return control.value !== control.defaultValue;
}

export function reset(control) {
  if (isTick(control)) control.checked = control.defaultChecked;
  else if (control.tagName === "SELECT") control.selectedIndex = initial(control);
  else control.value = control.defaultValue;
}

function retype(before, after) {
  if (after?.type !== before.type) return;
  if (!isTick(before)) after.value = before.value;
  else if (after.value === before.value) after.checked = before.checked;
  count(after);
}

/** Say how many characters of a field are used. */
export function count(control) {
  const counter = byId(control.dataset.counter);
  if (counter) counter.textContent = `${control.value.length}/${control.maxLength}`;
}

/** Say what is ticked in a list, and let nobody tick more than allowed. */
export function limit(list) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const ticked = boxes.filter((box) => box.checked);
  const most = Number(list.dataset.most ?? Infinity);
  for (const box of boxes) box.disabled = !box.checked && ticked.length >= most;
  const names = ticked.map((box) => box.nextElementSibling.firstChild.textContent).join(", ");
  const atMost = most < Infinity ? `, at most ${most}` : "";
  list.querySelector("summary").replaceChildren(
    names || list.dataset.nothing,
    grow(["span", { class: "quiet" }, [` (${ticked.length} chosen${atMost})`]]),
  );
}
