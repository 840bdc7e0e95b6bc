// Everything people can press, choose and fill in, made of the browser's own controls.

import { ask } from "./modal.js";
import { el, idOf, later, menu, once } from "./dom.js";
import { epoch, link, plain, text, wall } from "./text.js";

const PAUSE = 300; // milliseconds after the last key before the app is asked
const FEW = 8; // longer lists get a field to search in

/** One interactive element: its value, and what happens when that changes. */
class Entry {
  constructor(block, element, ctx) {
    Object.assign(this, { block, element, ctx, kind: element.type, described: null });
    this.key = `${block.block_id}\n${element.action_id}\n${element.type}`;
    this.id = idOf(ctx.prefix, block.block_id, element.action_id);
    // The app hears of it at once, not only with the whole form.
    this.live = block.type !== "input" || Boolean(block.dispatch_action);
  }

  get value() {
    const { block, element, ctx } = this;
    if (ctx.draft.has(this.key)) return ctx.draft.get(this.key).value;
    const saved = ctx.values[block.block_id]?.[element.action_id] ?? element;
    const slot = saved === element ? (key) => key.startsWith("initial_") : (key) => key !== "type";
    return saved[Object.keys(saved).find(slot)] ?? null;
  }

  /** What one call of the server says about this element. */
  told(more) {
    return { block_id: this.block.block_id, action_id: this.element.action_id, ...more };
  }

  set(value) {
    this.ctx.draft.set(this.key, this.told({ value }));
  }

  async change(value) {
    const before = this.value;
    this.set(value);
    if (this.live) await this.send(value, before);
  }

  async send(value, before = null) {
    if (this.element.confirm && !(await ask(this.element.confirm, this.ctx))) {
      this.set(before);
      this.ctx.redraw();
      return;
    }
    await this.ctx.act("choose", this.told({ value }));
  }

  /** The attributes that tie a control to its label, hint and error. */
  get props() {
    const { id, block, described, element } = this;
    const inForm = block.type === "input";
    return {
      id,
      "aria-label": inForm ? null : this.name,
      "aria-describedby": described,
      "aria-invalid": this.ctx.errors[block.block_id] ? "true" : null,
      "aria-required": inForm && !block.optional ? "true" : null,
      placeholder: plain(element.placeholder) || null,
    };
  }

  get name() {
    const { block, element } = this;
    const section = block.type === "section" ? plain(block.text) : "";
    return plain(block.label) || element.accessibility_label || plain(element.placeholder) || section || "Choose";
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Text

function typed(entry, tag, props) {
  const { element } = entry;
  const onCharacter = element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  const soon = later((value) => entry.send(value), PAUSE);
  const control = el(tag, {
    ...entry.props, value: entry.value ?? "", maxlength: element.max_length ?? null, dir: "auto", ...props,
    oninput() {
      entry.set(control.value || null);
      if (counter) counter.textContent = `${control.value.length}/${element.max_length}`;
      if (entry.live && onCharacter) soon(control.value || null);
    },
    onkeydown(event) {
      if (event.key !== "Enter" || tag === "textarea" || !entry.live) return;
      event.preventDefault();
      if (!onCharacter) entry.send(control.value || null);
    },
  });
  const counter = element.max_length && el("span", { class: "counter", id: `${entry.id}:count` },
    `${control.value.length}/${element.max_length}`);
  if (counter) control.setAttribute("aria-describedby", [entry.described, counter.id].filter(Boolean).join(" "));
  return [control, counter];
}

// Menus, dates and times

/** With the keyboard one walks through values; it counts when one is done. */
function settled(control, entry, read) {
  let walking = false;
  let sent = control.value;
  const commit = () => {
    walking = false;
    if (control.value === sent) return;
    sent = control.value;
    entry.change(read());
  };
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") walking = entry.live && event.key !== "Tab";
    else if (walking) { event.preventDefault(); commit(); }
  });
  control.addEventListener("pointerdown", () => { walking = false; });
  control.addEventListener("change", () => { if (!walking) commit(); });
  control.addEventListener("blur", commit);
  return control;
}

function select(entry, groups) {
  const { placeholder, ...props } = entry.props;
  const flat = groups.flatMap((group) => group.options);
  const chosen = flat.findIndex((option) => same(option.value, entry.value));
  let index = 0;
  const options = groups.map(({ label, options: some }) => {
    const made = some.map((option) => el("option", { value: String(index++) }, option.label));
    return label ? el("optgroup", { label }, made) : made;
  });
  const control = el("select", { ...props, value: String(chosen) },
    el("option", { value: "-1" }, placeholder || "Choose an option"), options);
  return settled(control, entry, () => flat[Number(control.value)]?.value ?? null);
}

function moment(entry, type) {
  const zoned = type === "datetime-local";
  const value = entry.value && zoned ? wall(entry.value, entry.ctx.zone) : entry.value;
  const { placeholder, ...props } = entry.props;
  const control = el("input", { ...props, type, value: value ?? "" });
  const read = () => !control.value ? null : zoned ? epoch(control.value, entry.ctx.zone) : control.value;
  // A half-typed date has no value yet, so this must not wait for the end.
  control.addEventListener("input", () => { if (!entry.live) entry.set(read()); });
  return settled(control, entry, read);
}

// Lists with several answers, and radio buttons

const option = (given, ctx) => ({ value: given, label: plain(given.text), rich: text(given.text, ctx), more: text(given.description, ctx) });

const groupsOf = ({ element, ctx }) => (element.option_groups ?? [{ options: element.options ?? [] }])
  .map((group) => ({ label: plain(group.label), options: group.options.map((given) => option(given, ctx)) }));

function ticks(entry, options, { type = "checkbox", most = Infinity, after = () => {} } = {}) {
  const many = type === "checkbox";
  const isChosen = (value) => (many ? entry.value ?? [] : [entry.value]).some((one) => same(one, value));
  const rows = options.map(({ value, label, rich, more }, index) => {
    const box = el("input", {
      type, id: `${entry.id}:${index}`, name: entry.id, checked: isChosen(value), "aria-describedby": entry.described,
      "aria-invalid": entry.props["aria-invalid"],
      onchange() {
        const rest = (entry.value ?? []).filter((one) => !same(one, value));
        entry.change(many ? (box.checked ? [...rest, value] : rest) : value);
        limit();
      },
    });
    return el("label", { class: "tick" }, box, el("span", {}, rich ?? label, more?.length ? el("small", {}, more) : null));
  });
  function limit() {
    const full = (entry.value ?? []).length >= most;
    for (const row of rows) row.firstChild.disabled = many && full && !row.firstChild.checked;
    after();
  }
  limit();
  return rows;
}

function checklist(entry, groups) {
  const most = entry.element.max_selected_items ?? Infinity;
  const summary = el("summary", { id: entry.id, "aria-describedby": entry.described });
  const flat = groups.flatMap((group) => group.options);
  const count = () => {
    const chosen = flat.filter(({ value }) => (entry.value ?? []).some((one) => same(one, value)));
    const words = chosen.map(({ label }) => label).join(", ");
    const limit = most < Infinity ? `, at most ${most}` : "";
    summary.replaceChildren(words || plain(entry.element.placeholder) || "Choose options",
      el("span", { class: "quiet" }, ` (${chosen.length} chosen${limit})`));
  };
  // Ticked anew after each choice, so that all parts see the same limit.
  const rows = ticks(entry, flat, { most, after: count });
  const find = flat.length > FEW && el("input", {
    type: "search", "aria-label": `Search in ${entry.name}`, placeholder: "Search",
    oninput() {
      const words = find.value.toLowerCase();
      rows.forEach((row, index) => { row.hidden = !flat[index].label.toLowerCase().includes(words); });
    },
    onkeydown(event) { if (event.key === "Enter") event.preventDefault(); },
  });
  let index = 0;
  const parts = groups.map(({ label, options }) => {
    const mine = rows.slice(index, index += options.length);
    return label ? el("div", { role: "group", "aria-label": label }, el("p", { class: "group" }, label), mine) : mine;
  });
  return el("details", { class: "checklist" }, summary, el("div", { class: "ticks" }, find, parts));
}

// Menus whose options the app is asked for

function external(entry, many) {
  const least = entry.element.min_query_length ?? 3;
  const chosen = el("ul", { class: "chosen" });
  const results = el("div", { class: "results" });
  const status = el("p", { role: "status", class: "quiet" }, least ? `Type at least ${least} characters to search.` : null);
  let picked = [entry.value ?? []].flat();
  const pick = (options) => {
    picked = options;
    show();
    search.focus();
    return entry.send(many ? picked : picked[0] ?? null);
  };
  const without = (given) => picked.filter((one) => !same(one, given));
  const show = () => chosen.replaceChildren(...picked.map((given) => el("li", {}, plain(given.text),
    el("button", { type: "button", class: "plain", "aria-label": `Remove ${plain(given.text)}`, onclick: () => pick(without(given)) }, "✕"))));
  const ask = later(async (query) => {
    if (query.length < least) return;
    status.textContent = "Searching…";
    const outcome = await entry.ctx.act("options", entry.told({ query }));
    const found = outcome.options ?? [];
    status.textContent = found.length ? `${found.length} found` : "Nothing found";
    results.replaceChildren(...found.map((given) => el("button", {
      type: "button",
      onclick: () => {
        results.replaceChildren();
        pick(many ? [...without(given), given] : [given]);
      },
    }, plain(given.text))));
  }, PAUSE);
  const search = el("input", {
    ...entry.props, type: "search", autocomplete: "off",
    oninput: () => ask(search.value), onfocus: () => { if (!least && !results.firstChild) ask(search.value); },
    onkeydown(event) { if (event.key === "Enter") event.preventDefault(); },
  });
  show();
  return [chosen, search, status, results];
}

// Files

export const encoded = (files) => Promise.all([...files].map((file) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done({ name: file.name, data: reader.result.slice(reader.result.indexOf(",") + 1) });
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(file);
})));

function attachments(entry) {
  const kept = entry.value ?? [];
  const attach = async (files) => {
    await entry.ctx.act("attach", entry.told({ files }));
    entry.ctx.redraw();
  };
  const ids = (files) => files.map(({ id }) => ({ id }));
  const { placeholder, ...props } = entry.props;
  const control = el("input", {
    ...props, type: "file", multiple: (entry.element.max_files ?? 10) > 1,
    accept: entry.element.filetypes?.map((kind) => `.${kind}`).join(",") ?? null,
    onchange: async () => attach([...ids(kept), ...(await encoded(control.files))]),
  });
  const list = kept.map((file) => el("li", {}, file.name, el("button", {
    type: "button", class: "plain", "aria-label": `Remove ${file.name}`,
    onclick: () => attach(ids(kept.filter((one) => one.id !== file.id))),
  }, "✕")));
  return [control, el("ul", { class: "chosen" }, list)];
}

// All kinds

const named = (list) => [{ options: list.map(({ id, name }) => ({ value: id, label: name })) }];
const people = (entry) => named(entry.ctx.people);
const channels = (entry) => named(entry.ctx.places.filter(({ direct }) => !direct));
const places = (entry) => named(entry.ctx.places);

const KINDS = {
  plain_text_input: (e) => typed(e, e.element.multiline ? "textarea" : "input", e.element.multiline ? { rows: 3 } : { type: "text" }),
  rich_text_input: (e) => typed(e, "textarea", { rows: 4 }),
  email_text_input: (e) => typed(e, "input", { type: "email" }),
  url_text_input: (e) => typed(e, "input", { type: "url" }),
  // The browser's own number field would swallow what is no number.
  number_input: (e) => typed(e, "input", { type: "text", inputmode: e.element.is_decimal_allowed ? "decimal" : "numeric" }),
  static_select: (e) => select(e, groupsOf(e)),
  users_select: (e) => select(e, people(e)),
  channels_select: (e) => select(e, channels(e)),
  conversations_select: (e) => select(e, places(e)),
  multi_static_select: (e) => checklist(e, groupsOf(e)),
  multi_users_select: (e) => checklist(e, people(e)),
  multi_channels_select: (e) => checklist(e, channels(e)),
  multi_conversations_select: (e) => checklist(e, places(e)),
  external_select: (e) => external(e, false),
  multi_external_select: (e) => external(e, true),
  datepicker: (e) => moment(e, "date"),
  timepicker: (e) => moment(e, "time"),
  datetimepicker: (e) => moment(e, "datetime-local"),
  radio_buttons: (e) => ticks(e, groupsOf(e)[0].options, { type: "radio" }),
  checkboxes: (e) => ticks(e, groupsOf(e)[0].options),
  file_input: attachments,
};
const IN_GROUPS = /^(radio_buttons|checkboxes|multi_(?!external).*)$/;

/** An element of a section or a row of actions. */
export function control(block, element, ctx) {
  const entry = new Entry(block, element, ctx);
  if (element.type === "button") return button(entry);
  if (element.type === "overflow") {
    const entries = element.options.map((given) => pressing(entry, el("button", { type: "button" }, plain(given.text)), given));
    return menu(`More: ${entry.name}`, entries, { id: entry.id });
  }
  if (element.type === "image") return picture(element);
  const build = KINDS[element.type];
  if (!build) return unknown(element.type);
  const made = build(entry);
  if (!IN_GROUPS.test(element.type)) return el("div", { class: "control" }, made);
  return el("fieldset", { class: "control", "aria-label": entry.name }, made);
}

/** An input block: label, control, hint and error, tied together. */
export function field(block, ctx) {
  const build = KINDS[block.element.type];
  if (!build) return unknown(block.element.type);
  const entry = new Entry(block, block.element, ctx);
  const error = ctx.errors[block.block_id];
  const hint = block.hint && el("p", { class: "hint", id: `${entry.id}:hint` }, plain(block.hint));
  const problem = error && el("p", { class: "error", id: `${entry.id}:error` }, error);
  entry.described = [hint?.id, problem?.id].filter(Boolean).join(" ") || null;
  const name = [plain(block.label), block.optional && el("span", { class: "quiet" }, " (optional)")];
  const props = { class: `field${error ? " wrong" : ""}`, dir: "auto" };
  if (IN_GROUPS.test(block.element.type)) {
    return el("fieldset", { ...props, "aria-describedby": entry.described }, el("legend", {}, name), build(entry), hint, problem);
  }
  return el("div", props, el("label", { for: entry.id }, name), build(entry), hint, problem);
}

function button(entry) {
  const { element } = entry;
  const props = { id: entry.id, class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label };
  if (!element.url) return pressing(entry, el("button", { ...props, type: "button" }, plain(element.text)));
  const made = link(element.url, plain(element.text));
  for (const [name, value] of Object.entries(props)) if (value) made.setAttribute(name, value);
  return pressing(entry, made);
}

function pressing(entry, node, given = null) {
  const value = given ? given.value : entry.element.value ?? null;
  node.addEventListener("click", () => once(node, async () => {
    if (entry.element.confirm && !(await ask(entry.element.confirm, entry.ctx))) return;
    await entry.ctx.act("press", entry.told({ value }));
  }));
  return node;
}

/** Pictures come from strangers' servers, so only their description is shown. */
export const picture = (image) => el("span", { class: "picture", role: "img", "aria-label": `Picture: ${image.alt_text}` }, `🖼 ${image.alt_text}`);

export const unknown = (type) => el("p", { class: "unknown" }, `This page cannot show “${type}”; Slack can.`);
