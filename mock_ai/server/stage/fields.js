// A page with what was read in it marked and numbered, and the fields beside it.
import {make} from "/stage/element.js";
import * as doubt from "/stage/doubt.js";
import {tr} from "/stage/language.js";

let page = null;
let text = "";
let fields = [];

export function asked(question) {
  text = question.text;
  page = text ? make("article", {class: "page", tabindex: "0"}, text) : null;
  return [make("p", {class: "caption"}, question.caption), page];
}

export function told(answer, changed) {
  fields = answer.parts;
  const others = doubt.begin(tr("Or is it"), () => changed(null));
  const rows = fields.map((part, place) => make("li", {},
    make("span", {class: "number"}, place + 1),
    make("span", {class: "name"}, part.name),
    make("span", {class: "value"}, doubt.piece({...part, text: part.text}, {"aria-label": `${part.name}: ${part.text || tr("nothing")}`}),
      part.doubtful && part.others.length ? make("small", {}, tr("or {other}?", {other: part.others[0]})) : null)));
  if (page) mark(page, fields);
  return {parts: [make("ol", {class: "fields"}, ...rows), others], focus: doubt.first()};
}

// The text with a mark where each field was read. Python counts characters, JavaScript counts halves of some.
function mark(page, parts) {
  const letters = Array.from(text);
  const places = parts.map((part, n) => ({...part, n})).filter(part => part.place).sort((a, b) => a.place[0] - b.place[0]);
  const pieces = [];
  let from = 0;
  for (const {place: [start, end], n, doubtful} of places) {
    if (start < from || end > letters.length) continue;  // two fields in one place: the first is marked
    pieces.push(letters.slice(from, start).join(""));
    pieces.push(make("mark", {class: doubtful ? "doubtful" : ""}, letters.slice(start, end).join("")), make("sup", {}, n + 1));
    from = end;
  }
  page.replaceChildren(...pieces, letters.slice(from).join(""));
}

export const press = doubt.press;

export const corrected = () => lines(doubt.changes().map(one => [one.part.name, one.now]));

const lines = pairs => pairs.map(([name, value]) => `${name}: ${value}`).join("\n");

export function edit() {
  const now = doubt.now();
  return {label: tr("The fields as they are"), value: lines(fields.map((part, n) => [part.name, now[n]])), rows: Math.min(8, fields.length + 1)};
}
export const leave = () => {};
