// An agent's steps: what is done can be undone, what cannot be undone waits for a yes.
import {draw, make} from "/stage/element.js";
import {tr} from "/stage/language.js";

let steps = [];  // each: its part, its row, whether it was undone
let list = null;
let undo = null;
let changed = () => {};

export function asked(question) {
  return [make("div", {class: "slip"}, make("p", {class: "caption"}, question.caption), make("p", {tabindex: "0"}, question.text))];
}

export function told(answer, whenChanged) {
  changed = whenChanged;
  const last = answer.parts.length - 1;
  const final = answer.parts.findIndex(part => part.final);
  const waits = final < 0 && answer.parts[last]?.asks ? last : final;
  const place = waits < 0 ? answer.parts.length : waits;
  steps = answer.parts.slice(0, place).map(part => ({part, undone: false}));
  for (const step of steps) step.row = done(step);
  list = make("ol", {class: "steps", tabindex: "0"}, ...steps.map(step => step.row));
  const parts = [make("p", {class: "caption"}, answer.caption), list];
  undo = make("p", {class: "undo", hidden: true}, make("kbd", {}, "U"), tr("undoes the last step; everything it did is in the list."));
  undo.hidden = !steps.length;
  if (waits < 0) return {parts: [...parts, undo]};
  const [waiting, ...later] = answer.parts.slice(waits);
  const box = make("div", {class: "waits", role: "group", "aria-label": tr("It waits for you")},
    make("p", {class: "step"}, sign("M12 4a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM1 15c0-4 3-6 7-6s7 2 7 6zM15 2v5M15 9v1"), make("b", {}, waiting.text)),
    waiting.note ? make("p", {class: "note"}, waiting.note) : null);
  const then = later.length ? [make("p", {class: "caption then"}, tr("then")), make("ol", {class: "steps then"}, ...later.map(part => make("li", {}, words(part))))] : [];
  return {parts: [...parts, box], after: [undo, ...then]};
}

// What came last is seen first, however many they are.
export function placed() {
  list.scrollTop = list.scrollHeight;
}

function done(step) {
  const button = make("button", {type: "button", class: "link", "aria-label": tr("Undo: {step}", {step: step.part.text}), onclick: () => takeBack(step)}, tr("Undo"));
  return make("li", {}, sign("M5 8.2l2 2 4-4.2", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z"), words(step.part), step.part.asks ? null : button);
}

const words = part => make("div", {}, make("b", {}, part.text), part.note ? make("p", {class: "note"}, part.note) : null);

const sign = (path, full = "") => draw("svg", {viewBox: "0 0 16 16", class: full ? "sign full" : "sign", "aria-hidden": "true"}, full ? draw("path", {d: full}) : "", draw("path", {d: path}));

function takeBack(step) {
  step.undone = !step.undone;
  step.row.classList.toggle("undone", step.undone);
  const button = step.row.querySelector("button");
  button.textContent = step.undone ? tr("Do it again") : tr("Undo");
  button.setAttribute("aria-label", step.undone ? tr("Do it again: {step}", {step: step.part.text}) : tr("Undo: {step}", {step: step.part.text}));
  changed(null);
}

export function press(key) {
  if (key !== "u") return false;
  const last = steps.findLast(step => !step.undone && !step.part.asks);
  if (last) takeBack(last);
  return true;
}

// Approved with something undone is a correction: what stays.
export function corrected() {
  const undone = steps.filter(step => step.undone).map(step => step.part.text);
  return undone.length ? tr("Without: {steps}", {steps: undone.join("; ")}) : "";
}

export const edit = answer => ({label: tr("What it should do"), value: answer.parts.map(part => part.text).join("\n"), rows: Math.min(9, answer.parts.length + 1)});
export const leave = () => {};
