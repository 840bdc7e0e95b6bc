// The page: who one is, where one is, and what there is to read.

import { markSending, perform } from "./form.js";
import { address, askAnew, here, listen, read } from "./wire.js";
import { byId, redraw, sync } from "./dom.js";
import { composer } from "./composer.js";

let state = null;
let atStart = ""; // the newest message when the page was opened
const seen = new Map(); // the newest message read, by person and place
const writing = composer("composer", { commands: () => state?.commands ?? [] });
const replying = composer("reply", { inThread: true });

const spot = (...parts) => JSON.stringify(parts);
const isNew = (me, place, latest) => latest > (seen.get(spot(me, place)) ?? atStart);
const places = () => [...state.channels.map(({ id }) => id),
  ...(state.direct ? ["direct"] : []), ...(state.home_tab ? ["home"] : [])];

function show(news) {
  state = news;
  const stamps = [...state.people, ...(state.channels ?? [])].map(({ latest }) => latest);
  atStart ||= stamps.sort().at(-1) || "0";
  byId("start").hidden = Boolean(state.me);
  byId("app").hidden = !state.me;
  if (!state.me && here.me) location.replace(address()); // somebody of an earlier demo
  else if (!state.me) drawStart();
  else if (places().includes(here.place)) drawApp();
  else location.replace(address(here.me, places()[0]));
}

function drawStart() {
  document.title = "Demo workspace";
  byId("modal").close();
  byId("modal").view = "";
  redraw(byId("cast"), state.people.map(({ id, name, kind }) =>
    ["li", {}, [["a", { href: address(id) }, [["bdi", {}, [name]], quiet(` ${kind}`)]]]]));
}

function drawApp() {
  const channel = state.channels.find(({ id }) => id === here.place);
  const latest = channel?.latest ?? state.direct?.latest ?? "";
  if (here.place !== "home") seen.set(spot(here.me, here.place), latest);
  const title = channel ? channel.sign + channel.name : state.bot;
  byId("title").textContent = title;
  byId("topic").textContent = channel ? channel.about : "App";
  document.title = `${title} – ${state.me.name}`;
  drawSide();
  drawTabs();
  const isHome = here.place === "home";
  for (const id of ["messages", "composer", "home"]) byId(id).hidden = isHome === (id !== "home");
  byId("messages").setAttribute("aria-label", `Messages in ${title}`);
  if (isHome) redraw(byId("home"), [state.home?.tree ?? quiet("The app has not put anything here yet.")]);
  else fill(byId("messages"), state.items);
  drawThread();
  writing.moved(spot(here.me, here.place), `Message ${title}`);
  drawModal();
}

// Who and where

const quiet = (words) => ["span", { class: "quiet" }, [words]];
const current = (isHere) => (isHere ? { "aria-current": "page" } : {});

function drawSide() {
  const { people, me, channels, direct, bot, joinable, shortcuts, today } = state;
  const option = ({ id, name, latest }) => ["option", { value: id, ...(id === me.id ? { selected: "" } : {}) },
    [name + (id !== me.id && isNew(id, "direct", latest) ? " – new message" : "")]];
  const line = (place, latest, words, isHere = place === here.place) => ["li", {}, [
    ["a", { id: `to:${place}`, href: address(here.me, place), ...current(isHere) },
      [...words, ...(!isHere && isNew(me.id, place, latest) ? [["span", { class: "new" }, ["new"]]] : [])]]]];
  const button = (id, words, act) => ["li", {}, [
    ["button", { id, type: "button", "data-act": JSON.stringify(act) }, [words]]]];
  const lists = {
    channels: channels.map(({ id, sign, name, latest, private: locked }) =>
      line(id, latest, [...(sign ? [`${sign} `] : []), ["bdi", {}, [name]], ...(locked ? [quiet(" private")] : [])])),
    direct: direct ? [line("direct", direct.latest, [["bdi", {}, [bot]], ["span", { class: "badge" }, ["app"]]], ["direct", "home"].includes(here.place))] : [],
    join: joinable.map(({ id, name }) => button(`join:${id}`, `Join #${name}`, { verb: "join", channel: id })),
    shortcuts: shortcuts.map(({ callback_id, name }) => button(`shortcut:${callback_id}`, name, { verb: "shortcut", callback_id })),
    time: today ? [button("next-day", "Let a day pass", { verb: "pass_day" })] : [],
  };
  redraw(byId("me"), people.map(option));
  byId("kind").textContent = me.kind;
  byId("today").textContent = today ?? "";
  for (const [id, trees] of Object.entries(lists)) {
    redraw(byId(id), trees);
    byId(id).parentElement.hidden = !trees.length;
  }
}

function drawTabs() {
  const tab = (place, words) => ["li", {}, [
    ["a", { id: `tab:${place}`, href: address(here.me, place), ...current(here.place === place) }, [words]]]];
  byId("tabs").hidden = !state.home_tab || !["home", "direct"].includes(here.place);
  redraw(byId("tabs"), [tab("home", "Home"), tab("direct", "Messages")]);
}

// What there is to read

/** Fill a log; who reads its end stays there, and only what is added is announced. */
function fill(log, items) {
  const isOther = log.at !== location.hash;
  const isAtEnd = isOther || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  log.at = location.hash;
  log.setAttribute("aria-live", isOther ? "off" : "polite");
  sync(log, items);
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function drawThread() {
  const isOpen = state.thread.length > 0;
  const opens = isOpen && byId("thread").hidden;
  byId("thread").hidden = !isOpen;
  byId("app").classList.toggle("threaded", isOpen);
  if (!isOpen) return;
  byId("thread-close").href = address(here.me, here.place);
  fill(byId("replies"), state.thread);
  replying.moved(spot(here.me, here.thread), "Reply in thread");
  if (opens) replying.focus();
}

function drawModal() {
  const dialog = byId("modal");
  const { modal } = state;
  const opens = modal && dialog.view !== modal.id;
  dialog.view = modal?.id;
  if (!modal) {
    dialog.close();
    dialog.drawn = "";
    if (document.activeElement === document.body) arrive();
    return;
  }
  redraw(dialog, [modal.tree]);
  markSending();
  if (!dialog.open) dialog.showModal();
  if (!opens) return;
  const first = dialog.querySelector(".body :is(input, textarea, select, summary)");
  (byId(modal.focus) ?? first ?? byId("modal-title")).focus();
}

// Moving

function go() {
  const wasThread = !byId("thread").hidden;
  const hasMoved = read();
  openMenu(false);
  byId("notice").textContent = "";
  if (hasMoved && ["home", "direct"].includes(here.place)) perform("open", { tab: here.place });
  if (!here.me) return;
  if (hasMoved || (wasThread && !here.thread)) arrive();
}

/** Be ready to write; on a phone that would open the keyboard over what one reads. */
function arrive() {
  if (matchMedia("(pointer: coarse)").matches) byId("title").focus();
  else writing.focus();
}

function openMenu(isOpen) {
  byId("app").classList.toggle("open", isOpen);
  byId("menu").ariaExpanded = String(isOpen);
}

byId("me").addEventListener("change", () => { location.hash = address(byId("me").value, here.place); });
byId("menu").addEventListener("click", () => {
  openMenu(!byId("app").classList.contains("open"));
  byId("me").focus();
});
byId("side").addEventListener("click", (event) => { if (event.target.closest("a")) openMenu(false); });
byId("messages").addEventListener("click", (event) => {
  if (!event.target.closest("[data-earlier]")) return;
  here.last += 200;
  askAnew();
});
byId("modal").addEventListener("cancel", (event) => {
  if (event.target !== event.currentTarget) return;
  event.preventDefault(); // the app says what comes next, for example the form below
  byId("back").click();
});
addEventListener("hashchange", go);
go();
listen(show, (words) => { byId("offline").textContent = words; });
