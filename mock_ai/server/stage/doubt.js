// Pieces of an answer that can be put right in place: one is looked at, and what else it may be stands below it, on keys 1 to 9.
import {make} from "/stage/element.js";
import {tr} from "/stage/language.js";

const MOST = 4;
let pieces = [];   // each: its button, its part, and what it says now
let at = -1;
let choices = null;
let heard = "";
let changed = () => {};

// Make a place for what each piece may be; `said` begins the line, as "I heard".
export function begin(said, whenChanged) {
  pieces = [];
  at = -1;
  heard = said;
  changed = whenChanged;
  choices = make("div", {class: "others", role: "group", "aria-label": said, hidden: true});
  return choices;
}

// The button of one piece; looking at it shows its choices.
export function piece(part, given = {}) {
  const place = pieces.length;
  const button = make("button", {type: "button", class: part.doubtful ? "piece doubtful" : "piece", ...given}, part.text);
  if (part.doubtful) button.setAttribute("aria-description", tr("not sure"));
  button.addEventListener("focus", () => look(place));
  button.addEventListener("click", () => look(place));
  pieces.push({button, part, now: part.text});
  return button;
}

export function look(place) {
  at = place;
  pieces.forEach((one, n) => one.button.classList.toggle("looked-at", n === place));
  const one = pieces[place];
  if (!one) return;
  const options = [one.part.text, ...one.part.others].filter((text, n, all) => all.indexOf(text) === n).slice(0, MOST);
  choices.replaceChildren(make("span", {class: "caption"}, heard), ...options.map((text, n) => option(one, text, n)), typing(one, options.length + 1));
  choices.hidden = false;
}

function option(one, text, n) {
  const sure = n ? "" : tr("{percent}% sure", {percent: Math.min(99, Math.max(1, Math.floor(one.part.certainty * 100 + 0.5)))});
  return make("button", {type: "button", class: "chip", "aria-pressed": String(one.now === text), "aria-keyshortcuts": n + 1, onclick: () => set(one, text)},
    make("b", {}, text || tr("nothing")), sure ? make("span", {}, sure) : null, make("kbd", {}, n + 1));
}

function typing(one, key) {
  const field = make("input", {"aria-label": tr("What it is"), maxlength: "200", hidden: true});
  const button = make("button", {type: "button", class: "chip", "aria-keyshortcuts": key}, make("b", {}, tr("Type it…")), make("kbd", {}, key));
  button.addEventListener("click", () => {
    button.hidden = true;
    field.hidden = false;
    field.value = one.now;
    field.select();
    field.focus();
  });
  field.addEventListener("keydown", event => {
    if (event.key === "Enter") set(one, field.value.trim());
    else if (event.key === "Escape") look(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
    one.button.focus();
  });
  field.addEventListener("change", () => set(one, field.value.trim()));
  return make("span", {class: "typed"}, button, field);
}

function set(one, text) {
  one.now = text;
  one.button.firstChild.data = text || "–";
  one.button.classList.toggle("changed", text !== one.part.text);
  look(pieces.indexOf(one));
  changed();
}

// A key from 1 on takes what stands there.
export function press(key) {
  if (!/^[1-9]$/.test(key) || choices?.hidden !== false) return false;
  choices.querySelectorAll("button")[Number(key) - 1]?.click();
  return true;
}

// The first that is in doubt, as where the eye should be.
export function first() {
  const place = pieces.findIndex(one => one.part.doubtful);
  if (place >= 0) look(place);
  return place < 0 ? null : pieces[place].button;
}

export const now = () => pieces.map(one => one.now);
export const isChanged = () => pieces.some(one => one.now !== one.part.text);
export const changes = () => pieces.filter(one => one.now !== one.part.text);
