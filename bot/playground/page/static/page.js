// The page: who one is, where one is, what there is to read and to write.

import { act as send, address, here, listen, read, restart } from "./wire.js";
import { blocks } from "./blocks.js";
import { byId, el, idOf, keepingFocus, menu, once, sync } from "./dom.js";
import { complain, redrawModal, showModal } from "./modal.js";
import { composer } from "./composer.js";
import { clock, day, link, mrkdwn, text } from "./text.js";

const WORDS = {
  operation_timeout: "The app did not answer within 3 seconds (operation_timeout).",
  dispatch_failed: "The app could not be reached, or it answered with an error (dispatch_failed).",
};
let state = null;
let refused = {}; // errors at the modal's fields that never reached the app
let atStart = ""; // the newest message when the page was opened
const drafts = new Map(); // what is filled in but not sent, by view or message
const seen = new Map(); // the newest message read, by person and place
const notices = new Map(); // what Slack itself told somebody, by person and place

const spot = (...parts) => JSON.stringify(parts);
const here_ = () => spot(here.me, here.place);

// Doing

async function act(verb, body = {}) {
  byId("notice").textContent = "";
  const me = here.me;
  const outcome = await send(verb, body, show);
  if (verb === "send" && !outcome.ok && outcome.error !== "lost") tell(outcome.text ?? WORDS[outcome.error] ?? outcome.error);
  else if (!outcome.ok && !Object.keys(outcome.errors).length && me === here.me) {
    complain(outcome.text ?? WORDS[outcome.error] ?? `That did not work (${outcome.error}).`);
  }
  return outcome;
}

/** Show somebody a message of Slack itself, as for commands that fail. */
function tell(words) {
  const told = notices.get(here_()) ?? [];
  notices.set(here_(), [...told, { ts: String(Date.now() / 1000), slack: words }]);
  draw();
}

/** What the drawing of blocks needs to know about where they stand. */
function context(key, target, values, redraw) {
  if (!drafts.has(key)) drafts.set(key, new Map());
  const draft = drafts.get(key);
  return {
    names: state.names,
    channels: Object.fromEntries(state.channels.map(({ id, name }) => [id, name])),
    zone: state.me.tz,
    people: state.people,
    places: [...state.channels.map(({ id, name }) => ({ id, name: `#${name}` })),
      ...(state.direct?.id ? [{ id: state.direct.id, name: state.bot.name, direct: true }] : [])],
    prefix: key, draft, values, errors: {}, redraw,
    act: (verb, body) => act(verb, { ...target, values: [...draft.values()], ...body }),
  };
}

// Drawing

function show(news) {
  state = news;
  if (state.me && !places().includes(here.place)) {
    location.replace(address(here.me, state.channels[0]?.id ?? "direct", ""));
    return;
  }
  atStart ||= [...state.people, ...(state.channels ?? [])].map(({ latest }) => latest).sort().at(-1) || "0";
  draw();
}

const places = () => [...state.channels.map(({ id }) => id), ...(state.direct ? ["direct"] : []), ...(state.home_tab ? ["home"] : [])];

function draw() {
  if (!state) return;
  byId("start").hidden = Boolean(state.me);
  byId("app").hidden = !state.me;
  if (state.me) drawApp();
  else drawStart();
}

function drawStart() {
  document.title = "Demo workspace";
  byId("modal").close();
  byId("cast").replaceChildren(...state.people.map(({ id, name, kind }) =>
    el("li", {}, el("a", { href: address(id) }, el("bdi", {}, name), el("span", { class: "quiet" }, ` ${kind}`)))));
}

function drawApp() {
  const channel = state.channels.find(({ id }) => id === here.place);
  const latest = channel ? channel.latest : state.direct?.latest;
  if (here.place !== "home") seen.set(here_(), latest ?? "");
  byId("title").textContent = channel ? `${channel.private ? "🔒 " : "#"}${channel.name}` : state.bot.name;
  byId("topic").textContent = channel ? about(channel) : "App";
  document.title = `${byId("title").textContent} – ${state.me.name}`;
  drawSide();
  keepingFocus(drawPlace, byId("messages"));
  drawModal();
}

const about = ({ people, shared, archived, topic }) => [
  archived && "Archived", `${people} people and apps`, shared && "shared with other workspaces", topic,
].filter(Boolean).join(" · ");

const isNew = (me, place, latest) => latest > (seen.get(spot(me, place)) ?? atStart);

function drawSide() {
  const fresh = (place, latest) => place !== here.place && isNew(here.me, place, latest) && el("span", { class: "new" }, " new");
  const line = (place, latest, ...words) => el("li", {}, el("a", {
    id: idOf("to", place), href: address(here.me, place), "aria-current": place === here.place || (place === "direct" && here.place === "home") ? "page" : null,
  }, words, fresh(place, latest)));
  keepingFocus(() => {
    byId("me").replaceChildren(...state.people.map(({ id, name, latest }) => el("option", { value: id, selected: id === here.me },
      name + (id !== here.me && isNew(id, "direct", latest) ? " – new message" : ""))));
    byId("kind").textContent = state.me.kind;
    byId("channels").replaceChildren(...state.channels.map(({ id, name, latest, private: locked }) =>
      line(id, latest, el("span", { "aria-hidden": "true" }, locked ? "🔒 " : "# "), el("bdi", {}, name))));
    byId("direct").replaceChildren(...(state.direct ? [line("direct", state.direct.latest, el("bdi", {}, state.bot.name), badge())] : []));
    byId("join").replaceChildren(...state.joinable.map(({ id, name }) => el("li", {},
      el("button", { id: idOf("join", id), type: "button", onclick: (event) => once(event.target, () => act("join", { channel: id })) }, `Join #${name}`))));
    byId("shortcuts").replaceChildren(...state.shortcuts.map(({ callback_id, name }) => el("li", {},
      el("button", { id: idOf("shortcut", callback_id), type: "button", onclick: (event) => once(event.target, () => act("shortcut", { callback_id })) }, name))));
  });
  byId("direct-part").hidden = !state.direct;
  byId("join-part").hidden = !state.joinable.length;
  byId("shortcuts-part").hidden = !state.shortcuts.length;
}

const badge = () => el("span", { class: "badge" }, "app");

function drawPlace() {
  const atHome = here.place === "home";
  const inApp = atHome || here.place === "direct";
  const tab = (place, words) => el("li", {}, el("a", { id: idOf("tab", place), href: address(here.me, place), "aria-current": here.place === place ? "page" : null }, words));
  byId("tabs").hidden = !inApp || !state.home_tab;
  byId("tabs").replaceChildren(tab("home", "Home"), tab("direct", "Messages"));
  byId("messages").hidden = atHome;
  byId("home").hidden = !atHome;
  byId("composer").hidden = atHome;
  byId("messages").setAttribute("aria-label", `Messages in ${byId("title").textContent}`);
  if (atHome) drawHome();
  else drawMessages();
  drawThread();
}

function drawHome() {
  const { home } = state;
  const box = byId("home");
  const key = home && spot(home.id, home.hash);
  if (box.key === key && box.firstChild) return;
  box.key = key;
  const redraw = () => { box.key = ""; draw(); };
  box.replaceChildren(...(home ? blocks(home.blocks, context(home.id, { view: home.id }, home.values, redraw))
    : [el("p", { class: "quiet" }, "The app has not put anything here yet.")]));
}

function drawMessages() {
  const { list, earlier } = state.messages;
  const roots = list.filter((message) => isRoot(message, list));
  const items = earlier ? [["earlier", { earlier }]] : [];
  let today = "";
  for (const message of [...roots, ...(notices.get(here_()) ?? [])]) {
    const date = day(Number(message.ts), state.me.tz);
    if (date !== today) items.push([`day ${date}`, { day: date }]);
    today = date;
    items.push([message.ts, { ...message, replies: repliesTo(message, list).length }]);
  }
  if (!items.length) items.push(["empty", { empty: true }]);
  fill(byId("messages"), items);
}

const isRoot = ({ ts, thread_ts }, list) => !thread_ts || thread_ts === ts || !list.some((other) => other.ts === thread_ts);
const repliesTo = ({ ts }, list) => list.filter((other) => other.thread_ts === ts && other.ts !== ts);

function drawThread() {
  const list = state.messages.list;
  const root = here.thread && list.find(({ ts }) => ts === here.thread);
  byId("thread").hidden = !root;
  byId("app").classList.toggle("threaded", Boolean(root));
  if (!root) return;
  byId("thread-close").href = address(here.me, here.place);
  fill(byId("replies"), [root, ...repliesTo(root, list)].map((message) => [message.ts, { ...message, inThread: true }]));
}

/** Fill a log; who reads its end stays there, and only what is added is announced. */
function fill(log, items) {
  const fresh = log.where !== location.hash;
  const atEnd = fresh || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  log.setAttribute("aria-live", fresh ? "off" : "polite");
  sync(log, items, drawItem);
  log.where = location.hash;
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function drawItem(item) {
  if (item.day) return el("p", { class: "day" }, el("span", {}, item.day));
  if (item.empty) return el("p", { class: "quiet" }, "Nothing has been written here yet.");
  if (item.earlier) {
    return el("p", { class: "day" }, el("button", { type: "button", class: "button", onclick() { here.last += 200; restart(); } }, "Show earlier messages"));
  }
  return drawMessage(item);
}

function drawMessage(message) {
  const bySlack = Boolean(message.slack);
  const name = bySlack ? "Slackbot" : state.names[message.user] ?? "Somebody";
  const time = clock(Number(message.ts), state.me.tz);
  const onlyMe = message.ephemeral || bySlack;
  return el("article", { class: `message${onlyMe ? " only-me" : ""}`, "aria-label": `${name}, ${time}`, tabindex: "-1" },
    el("span", { class: `avatar hue-${hue(message.user ?? "")}`, "aria-hidden": "true" }, name.slice(0, 1)),
    el("div", { class: "said" },
      onlyMe && el("p", { class: "quiet" }, "Only visible to you"),
      el("p", { class: "who" }, el("bdi", { class: "name" }, name), (bySlack || message.user === state.bot.id) && badge(),
        el("time", { datetime: new Date(message.ts * 1000).toISOString() }, time), more(message, `${name}, ${time}`)),
      bySlack ? el("div", { class: "text" }, message.slack) : content(message),
      replies(message)));
}

const hue = (id) => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;

function content(message) {
  const key = `m${message.inThread ? "t" : ""}${message.ts}`;
  const redraw = () => {
    for (const log of [byId("messages"), byId("replies")]) log.known?.delete(message.ts);
    draw();
  };
  const ctx = context(key, { ts: message.ts }, {}, redraw);
  const words = () => el("div", { class: "text", dir: "auto" }, mrkdwn(message.text, ctx));
  return [
    message.blocks?.length ? blocks(message.blocks, ctx) : message.text && words(),
    message.edited && el("p", { class: "quiet" }, "(edited)"),
    (message.attachments ?? []).map((part) => el("div", { class: "attachment" },
      part.title && (part.title_link ? link(part.title_link, part.title) : el("strong", {}, part.title)),
      part.blocks ? blocks(part.blocks, ctx) : text({ type: "mrkdwn", text: part.text ?? part.fallback ?? "" }, ctx))),
    message.files.map(drawFile),
    message.reactions && el("p", { class: "reactions" }, message.reactions.map(({ name, count }) =>
      el("span", { class: "badge" }, mrkdwn(`:${name}:`, ctx), ` ${count}`))),
  ];
}

function drawFile({ id, name, size }) {
  const query = new URLSearchParams({ me: here.me });
  const amount = size < 1000 ? `${size} bytes` : size < 1e6 ? `${Math.round(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`;
  return el("a", { class: "file", href: `/play/file/${encodeURIComponent(id)}?${query}`, download: name },
    el("span", { "aria-hidden": "true" }, "📄 "), el("bdi", {}, name), el("span", { class: "quiet" }, ` ${amount} · Download`));
}

function replies(message) {
  if (!message.replies) return null;
  const words = message.replies === 1 ? "1 reply" : `${message.replies} replies`;
  return el("a", { class: "replies", id: idOf("replies", message.ts), href: address(here.me, here.place, message.ts) }, words);
}

function more(message, label) {
  if (message.slack || message.ephemeral || message.inThread) return null;
  const entries = [el("a", { href: address(here.me, here.place, message.thread_ts ?? message.ts) }, "Reply in thread")];
  for (const { callback_id, name } of state.message_shortcuts) {
    entries.push(el("button", { type: "button", onclick: () => act("shortcut", { callback_id, ts: message.ts }) }, name));
  }
  return menu(`More actions for the message of ${label}`, entries, { id: idOf("more", message.ts) });
}

function drawModal() {
  const { modal } = state;
  if (!modal) {
    for (const key of drafts.keys()) if (key.startsWith("V")) drafts.delete(key);
    refused = {};
    showModal(null);
    return;
  }
  const redraw = () => { redrawModal(); drawModal(); };
  const ctx = context(modal.id, { view: modal.id }, modal.values, redraw);
  const submitting = ctx.act;
  ctx.act = async (verb, body) => {
    const outcome = await submitting(verb, body);
    refused = outcome.errors ?? {};
    if (state.modal) drawModal();
    return outcome;
  };
  showModal(modal, { ...ctx, refused });
}

// Moving

function go() {
  const moved = read();
  const wasThread = !byId("thread").hidden;
  byId("app").classList.remove("open");
  byId("menu").ariaExpanded = "false";
  if (moved) {
    byId("notice").textContent = "";
    if (here.place === "home" || here.place === "direct") act("open", { tab: here.place });
  } else draw();
  if (here.thread) byId("reply").querySelector("textarea").focus();
  else if (moved || wasThread) byId("composer").querySelector("textarea").focus();
}

const label = () => `Message ${byId("title").textContent}`;
byId("composer").append(composer({
  id: "write", act, key: here_, label, commands: () => state?.commands ?? [],
}));
byId("reply").append(composer({
  id: "answer", act, key: () => spot(here.me, here.place, here.thread), label: () => "Reply in thread", commands: () => [],
  thread: () => here.thread,
}));
byId("me").addEventListener("change", () => { location.hash = address(byId("me").value, here.place); });
byId("menu").addEventListener("click", () => {
  const open = byId("app").classList.toggle("open");
  byId("menu").ariaExpanded = String(open);
  if (open) byId("me").focus();
});
addEventListener("hashchange", go);
go();
listen(show, (words) => { if (byId("offline").textContent !== words) byId("offline").textContent = words; });
