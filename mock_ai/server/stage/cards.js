// What is recommended: up to six cards in their order, each with its picture, of which one is taken.
import {make} from "/stage/element.js";
import {picture} from "/stage/server.js";
import {tr} from "/stage/language.js";

const MOST = 6;
let cards = [];
let chosen = 0;
let answer = null;
let changed = () => {};

export function asked(question) {
  return [make("p", {class: "given"}, make("span", {class: "caption"}, question.caption), make("span", {}, question.text))];
}

export function told(given, whenChanged) {
  answer = given;
  changed = whenChanged;
  chosen = 0;
  leave();
  const offered = answer.parts.slice(0, MOST), pictured = offered.some(part => part.photo);
  cards = offered.map((part, place) => card(part, place, pictured));
  choose(0);
  return {parts: [make("div", {class: pictured ? "cards" : "cards plain", role: "group", "aria-label": tr("What it offers, its first choice first")}, ...cards)]};
}

function card(part, place, pictured) {
  const image = part.photo ? make("img", {alt: ""}) : null;
  if (image) showPicture(image, part.text);
  const key = String(place + 1);
  return make("button", {type: "button", "aria-pressed": "false", "aria-keyshortcuts": key, onclick: () => choose(place)},
    pictured ? make("span", {class: "picture"}, image) : null,
    make("span", {class: "line"}, make("b", {}, part.text), make("kbd", {}, key)),
    part.note ? make("small", {}, part.note) : null);
}

async function showPicture(image, name) {
  const content = await picture(name);
  if (!content || !image.isConnected) return;
  image.src = URL.createObjectURL(content);
}

function choose(place) {
  chosen = place;
  cards.forEach((one, at) => one.setAttribute("aria-pressed", String(at === place)));
  changed(label());
}

const label = () => chosen ? {label: tr("Take “{name}”", {name: answer.parts[chosen].text}), hint: ""} : answer.accept;

export function press(key) {
  const place = Number(key) - 1;
  if (key === "0") return "reject";
  if (!/^[1-9]$/.test(key) || place >= cards.length) return false;
  choose(place);
  return "accept";
}

// Which was taken goes with the reaction.
export const taken = () => answer.parts[chosen]?.text ?? "";

export function leave() {
  for (const image of document.querySelectorAll("#answer img")) URL.revokeObjectURL(image.src);
  cards = [];
}

export const edit = () => ({label: tr("What would you take?"), value: "", rows: 1});
