// Slack's mrkdwn, plain text, rich text and dates as text nodes and a few elements.
// https://docs.slack.dev/messaging/formatting-message-text

import { el } from "./dom.js";

const EMOJI = {
  "+1": "👍", "-1": "👎", alarm_clock: "⏰", arrow_right: "➡️", ballot_box_with_check: "☑️",
  bar_chart: "📊", bell: "🔔", black_circle: "⚫", book: "📖", books: "📚", bulb: "💡",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", calendar: "📅", clap: "👏",
  clipboard: "📋", construction: "🚧", date: "📅", exclamation: "❗", eyes: "👀",
  file_folder: "📁", globe_with_meridians: "🌐", heart: "❤️", heavy_check_mark: "✔️",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", inbox_tray: "📥", information_source: "ℹ️",
  large_blue_circle: "🔵", large_green_circle: "🟢", large_yellow_circle: "🟡", link: "🔗",
  lock: "🔒", mag: "🔍", mega: "📣", memo: "📝", no_entry: "⛔", package: "📦",
  page_facing_up: "📄", paperclip: "📎", pencil2: "✏️", pray: "🙏", pushpin: "📌",
  question: "❓", raised_hands: "🙌", red_circle: "🔴", rocket: "🚀", seedling: "🌱",
  slightly_smiling_face: "🙂", smile: "😄", sparkles: "✨", speech_balloon: "💬", star: "⭐",
  tada: "🎉", thumbsdown: "👎", thumbsup: "👍", warning: "⚠️", wave: "👋",
  white_check_mark: "✅", white_circle: "⚪", x: "❌",
};
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
// Code, reference, styled words, emoji, bare address.
const INLINE = new RegExp(
  "`([^`\\n]+)`|<([^<>\\n]+)>" +
  "|(?<![\\p{L}\\p{N}])([*_~])(?=\\S)([^\\n]*?\\S)\\3(?![\\p{L}\\p{N}])" +
  "|:([a-z0-9_+-]+):|(https?://[^\\s<>|]*[^\\s<>|.,;:!?\"')\\]])", "gu");

/** Decode once: what is escaped twice was meant to be seen escaped. */
const decode = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

export const plain = (object) => !object ? "" : object.emoji === false ? object.text
  : object.text.replace(/:([a-z0-9_+-]+):/g, (code, name) => EMOJI[name] ?? code);

export const text = (object, ctx) => !object ? []
  : object.type === "mrkdwn" ? mrkdwn(object.text, ctx) : [plain(object)];

export function mrkdwn(source, ctx) {
  const parts = source.split(/```\n?([\s\S]+?)```\n?/);
  return parts.flatMap((part, index) => index % 2 ? [el("pre", {}, decode(part))] : lines(part, ctx));
}

export function link(url, ...words) {
  if (!/^(https?:|mailto:|tel:)/i.test(url)) return el("span", {}, words);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}

function lines(source, ctx) {
  const groups = [];
  for (const line of source.split("\n")) {
    const mark = /^(?:&gt;|>) ?/.exec(line);
    const last = groups.at(-1);
    const body = mark ? line.slice(mark[0].length) : line;
    if (last && last.quoted === Boolean(mark)) last.text += `\n${body}`;
    else groups.push({ quoted: Boolean(mark), text: body });
  }
  return groups.flatMap(({ quoted, text: body }) =>
    quoted ? [el("blockquote", {}, inline(body, ctx))] : inline(body, ctx));
}

function inline(source, ctx) {
  const nodes = [];
  let end = 0;
  for (const found of source.matchAll(INLINE)) {
    const [whole, code, reference, sign, styled, emoji, url] = found;
    nodes.push(decode(source.slice(end, found.index)));
    end = found.index + whole.length;
    if (code) nodes.push(el("code", {}, decode(code)));
    else if (reference) nodes.push(refer(reference, ctx));
    else if (sign) nodes.push(el(STYLES[sign], {}, inline(styled, ctx)));
    else if (emoji) nodes.push(EMOJI[emoji] ?? whole);
    else nodes.push(link(decode(url), decode(url)));
  }
  nodes.push(decode(source.slice(end)));
  return nodes;
}

function refer(body, ctx) {
  const bar = body.indexOf("|");
  const [target, label] = bar < 0 ? [body, ""] : [body.slice(0, bar), decode(body.slice(bar + 1))];
  const special = /^!(here|channel|everyone)$/.exec(target);
  if (/^@[UW]/.test(target)) return person(target.slice(1), ctx, label);
  if (/^#[CGD]/.test(target)) return channel(target.slice(1), ctx, label);
  if (special) return mention(`@${special[1]}`);
  if (target.startsWith("!subteam^")) return mention(label || "@group");
  if (target.startsWith("!date^")) {
    const [, stamp, format, url] = target.split("^");
    return moment({ timestamp: Number(stamp), format, url, fallback: label }, ctx);
  }
  const url = decode(target);
  return /^(https?:|mailto:|tel:)/i.test(url) ? link(url, label || url.replace(/^(mailto|tel):/i, "")) : `<${decode(body)}>`;
}

const mention = (words) => el("bdi", { class: "mention" }, words);
const person = (id, ctx, label) => mention(`@${ctx.names[id] ?? (label || "somebody")}`);
const channel = (id, ctx, label) => mention(`#${ctx.channels[id] ?? (label || "private channel")}`);

// Dates

function formatted(date, zone, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(date);
  } catch { // a zone this browser does not know
    return new Intl.DateTimeFormat("en-GB", options).format(date);
  }
}

const LONG = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { ...LONG, month: "short" };
const WEEKDAY = { ...LONG, weekday: "long" };

export const day = (seconds, zone) => formatted(new Date(seconds * 1000), zone, WEEKDAY);
export const clock = (seconds, zone) => formatted(
  new Date(seconds * 1000), zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** `2026-05-31T09:30`, as the zone's clocks show it. */
export function wall(seconds, zone) {
  const date = new Date(seconds * 1000);
  const part = (options) => formatted(date, zone, options).padStart(2, "0");
  const [year, month, dayOfMonth] = [{ year: "numeric" }, { month: "2-digit" }, { day: "2-digit" }].map(part);
  return `${year}-${month}-${dayOfMonth}T${clock(seconds, zone)}`;
}

/** The seconds at which the zone's clocks show that; the other way round. */
export function epoch(shown, zone) {
  const asUtc = Date.parse(`${shown}Z`) / 1000;
  const offset = (at) => Date.parse(`${wall(at, zone)}Z`) / 1000 - at;
  return asUtc - offset(asUtc - offset(asUtc)); // twice, for the days when clocks change
}

function nearby(seconds, zone) {
  const days = (at) => Date.parse(`${wall(at, zone).slice(0, 10)}T00:00Z`) / 86_400_000;
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days(seconds) - days(Date.now() / 1000)];
}

function ago(seconds) {
  const passed = seconds - Date.now() / 1000;
  const [unit, size] = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]]
    .find(([, length]) => Math.abs(passed) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en").format(Math.round(passed / size), unit);
}

function moment({ timestamp, format = "", url, fallback }, ctx) {
  const date = new Date(timestamp * 1000);
  if (Number.isNaN(date.getTime())) return fallback || "";
  const show = (options) => formatted(date, ctx.zone, options);
  const tokens = {
    date: () => show(LONG), date_num: () => wall(timestamp, ctx.zone).slice(0, 10),
    date_short: () => show(SHORT), date_long: () => show(WEEKDAY),
    date_slash: () => show({ day: "2-digit", month: "2-digit", year: "numeric" }),
    day_divider_pretty: () => nearby(timestamp, ctx.zone) ?? show(WEEKDAY),
    time: () => clock(timestamp, ctx.zone), ago: () => ago(timestamp),
    time_secs: () => show({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  };
  for (const name of ["date", "date_short", "date_long"]) {
    tokens[`${name}_pretty`] = () => nearby(timestamp, ctx.zone) ?? tokens[name]();
  }
  const words = format.replace(/\{(\w+)\}/g, (token, name) => tokens[name]?.() ?? token);
  const shown = el("time", { datetime: date.toISOString() }, words);
  return url ? link(url, shown) : shown;
}

// Rich text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => link(piece.url, piece.text || piece.url),
  user: (piece, ctx) => person(piece.user_id, ctx),
  channel: (piece, ctx) => channel(piece.channel_id, ctx),
  usergroup: () => mention("@group"),
  broadcast: (piece) => mention(`@${piece.range}`),
  emoji: (piece) => EMOJI[piece.name] ?? `:${piece.name}:`,
  date: (piece, ctx) => moment(piece, ctx),
  color: (piece) => piece.value,
};
const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function pieces(elements, ctx) {
  return elements.map((piece) => {
    const shown = PIECES[piece.type]?.(piece, ctx) ?? piece.text ?? "";
    const styles = Object.keys(TAGS).filter((style) => piece.style?.[style]);
    return styles.reduce((inner, style) => el(TAGS[style], {}, inner), shown);
  });
}

export function richText(block, ctx) {
  return block.elements.map((part) => {
    if (part.type === "rich_text_list") {
      const items = part.elements.map((item) => el("li", {}, pieces(item.elements, ctx)));
      const start = part.style === "ordered" && part.offset ? part.offset + 1 : null;
      return el(part.style === "ordered" ? "ol" : "ul", { class: `indent-${part.indent ?? 0}`, start }, items);
    }
    const tag = { rich_text_quote: "blockquote", rich_text_preformatted: "pre" }[part.type] ?? "div";
    return el(tag, {}, pieces(part.elements, ctx));
  });
}
