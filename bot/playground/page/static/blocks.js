// Block Kit: one function for each type of block.
// https://docs.slack.dev/reference/block-kit/blocks

import { control, field, picture, unknown } from "./fields.js";
import { el } from "./dom.js";
import { plain, richText, text } from "./text.js";

const words = (object, ctx) => el("div", { class: "text", dir: "auto" }, text(object, ctx));

const BLOCKS = {
  header: (block) => el("h3", { dir: "auto" }, plain(block.text)),
  section: (block, ctx) => [
    el("div", { class: "words" }, block.text && words(block.text, ctx),
      block.fields && el("div", { class: "columns" }, block.fields.map((part) => words(part, ctx)))),
    block.accessory && el("div", { class: "accessory" }, control(block, block.accessory, ctx)),
  ],
  context: (block, ctx) => block.elements.map((part) => part.type === "image" ? picture(part) : words(part, ctx)),
  divider: () => el("hr"),
  actions: (block, ctx) => block.elements.map((element) => control(block, element, ctx)),
  input: field,
  rich_text: (block, ctx) => el("div", { class: "text", dir: "auto" }, richText(block, ctx)),
  image: (block, ctx) => [block.title && words(block.title, ctx), picture(block)],
  markdown: (block) => el("div", { class: "text", dir: "auto" }, block.text),
  table: (block, ctx) => el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Table" },
    el("table", {}, block.rows.map((row, index) => el("tr", {}, row.map((cell, column) => el(index ? "td" : "th", {
      class: block.column_settings?.[column]?.align ?? null, scope: index ? null : "col", dir: "auto",
    }, cell.type === "rich_text" ? richText(cell, ctx) : cell.text)))))),
  alert: (block, ctx) => words(block.text, ctx),
};

export const blocks = (list, ctx) => list.map((block) => {
  const draw = BLOCKS[block.type];
  if (!draw) return el("div", { class: "block" }, unknown(block.type));
  return el("div", { class: `block ${block.type}` }, draw(block, ctx));
});
