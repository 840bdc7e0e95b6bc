// The field at the bottom: messages, commands with suggestions, files.

import { el, once } from "./dom.js";
import { encoded } from "./fields.js";

const unsent = new Map(); // what was typed elsewhere and not sent

export function composer({ id, act, key, label, commands, thread = () => null }) {
  let at = key();
  let marked = -1; // the suggestion that Enter takes
  const list = el("ul", { id: `${id}-commands`, role: "listbox", "aria-label": "Commands", hidden: true });
  const status = el("p", { role: "status", class: "hidden" });
  const field = el("textarea", {
    id: `${id}-text`, rows: 1, dir: "auto", "aria-autocomplete": "list", "aria-controls": list.id, maxlength: 12000,
    oninput: suggest, onblur: () => setTimeout(hide, 200), onkeydown: key_,
  });
  const name = el("label", { for: field.id, class: "hidden" }, label());
  const button = el("button", { class: "button primary", type: "submit" }, "Send");
  const attach = el("input", { type: "file", multiple: true, class: "hidden", id: `${id}-file`, onchange: () => once(button, upload) });
  const form = el("form", { class: "composer", onsubmit(event) { event.preventDefault(); once(button, send, "Sending…"); } },
    list, status, name, field,
    el("div", { class: "row" }, !thread() && [attach, el("label", { for: attach.id, class: "button plain" }, "Attach files")], button));

  async function send() {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    hide();
    const outcome = await act("send", { text, thread_ts: thread() || null });
    if (!outcome.ok && outcome.error === "lost" && !field.value) field.value = text;
  }

  async function upload() {
    const files = await encoded(attach.files);
    attach.value = "";
    if (files.length) await act("upload", { files });
  }

  function matching() {
    const typed = field.value;
    if (!/^\/\S*$/.test(typed)) return [];
    return commands().filter((command) => command.name.startsWith(typed));
  }

  function suggest() {
    const found = matching();
    // A command that is typed out is sent by Enter, not completed.
    marked = found.some((command) => command.name === field.value) ? -1 : 0;
    list.replaceChildren(...found.map((command, index) => el("li", {
      role: "option", id: `${list.id}-${index}`, onpointerdown: (event) => { event.preventDefault(); take(command); },
    }, el("strong", {}, command.name), " ", el("span", { class: "quiet" }, [command.hint, command.description].filter(Boolean).join(" – ")))));
    list.hidden = !found.length;
    const words = found.length ? `${found.length} commands, choose with the arrow keys` : "";
    if (status.textContent !== words) status.textContent = words;
    mark();
  }

  function mark() {
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === marked)));
    const option = list.hidden ? null : list.children[marked];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function hide() {
    list.hidden = true;
    mark();
  }

  function take(command) {
    field.value = `${command.name} `;
    hide();
    field.focus();
  }

  function key_(event) {
    const found = list.hidden ? [] : matching();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      marked = (marked + step + found.length) % found.length;
      mark();
    } else if (event.key === "Escape" && found.length) hide();
    else if (["Enter", "Tab"].includes(event.key) && found[marked] && !event.shiftKey) {
      event.preventDefault();
      take(found[marked]);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  }

  // Somewhere else now: what was typed here waits here.
  form.moved = () => {
    name.textContent = label();
    if (at === key()) return;
    unsent.set(at, field.value);
    at = key();
    field.value = unsent.get(at) ?? "";
    hide();
  };
  return form;
}
