// An answer of a kind other than a class: who draws it, and what its three keys do.
import * as cards from "/stage/cards.js";
import * as chart from "/stage/chart.js";
import * as chat from "/stage/chat.js";
import * as fields from "/stage/fields.js";
import * as steps from "/stage/steps.js";
import * as transcript from "/stage/transcript.js";
import {tr} from "/stage/language.js";

const VIEWS = {number: chart, rank: cards, extract: fields, transcribe: transcript, generate: chat, act: steps};
const KEYS = {rank: {accept: "↵", reject: "0", correct: "C"}};
const USUAL_KEYS = {accept: "A", reject: "R", correct: "C"};
const WAITING = {number: tr("Working it out…"), rank: tr("Choosing…"), extract: tr("Reading…"), transcribe: tr("Listening…"), generate: tr("Writing…"), act: tr("Working…")};
const OWN_KEYS = {rank: tr("1 to 6 take one"), extract: tr("Tab next field"), transcribe: tr("Tab next doubtful word"), act: tr("U undo a step")};
const CHANGED = {label: tr("Correct"), hint: tr("with what I changed")};
const $ = id => document.getElementById(id);

let view = null;
let shown = null;
let written = false;

export const isOfKind = kind => kind in VIEWS;
export const waitingWords = kind => WAITING[kind];

// The stage for this kind, with what was asked; None of it for classes.
export function showAsked(kind, question) {
  clearAnswer();
  $("stage").dataset.kind = isOfKind(kind) ? kind : "classify";
  $("answer").hidden = $("asked").hidden = !isOfKind(kind);
  $("kind-keys").textContent = OWN_KEYS[kind] ?? "";
  $("kind-keys").hidden = !(kind in OWN_KEYS);
  $("usual-keys").hidden = kind in OWN_KEYS;  // there is room for one of the two
  nameChoices(kind, null);
  $("asked").replaceChildren();
  if (!isOfKind(kind)) return;
  view = VIEWS[kind];
  if (question) $("asked").append(...view.asked(question).filter(Boolean));
}

// The answer's parts; resolves when all of them are there.
export async function showAnswerOf(answer) {
  shown = answer;
  written = false;
  const {parts, after = [], ready, focus} = view.told(answer, accept => nameAccept(accept ?? (view.corrected() ? CHANGED : answer.accept)));
  $("answer").replaceChildren(...parts.filter(Boolean));
  $("after").replaceChildren(...after.filter(Boolean));
  view.placed?.();
  nameChoices(answer.kind, answer);
  await ready;
  if (shown !== answer) return;
  written = true;
  if (focus && !document.activeElement?.matches("input, textarea")) focus.focus({preventScroll: true, focusVisible: false});
}

export const isWritten = () => !shown || written;

export function clearAnswer() {
  view?.leave();
  shown = view = null;
  $("answer").replaceChildren();
  $("after").replaceChildren();
  $("lead").textContent = "";
  $("editor").hidden = true;
}

function nameChoices(kind, answer) {
  const keys = KEYS[kind] ?? USUAL_KEYS;
  const usual = {accept: {label: tr("Accept"), hint: ""}, correct: {label: tr("Correct…"), hint: ""}, reject: {label: tr("Reject"), hint: ""}};
  for (const [name, key] of Object.entries(keys)) {
    const button = $(name), {label, hint} = answer?.[name] ?? usual[name];
    button.querySelector("span").textContent = label;
    button.querySelector("small").textContent = hint;
    button.querySelector("kbd").textContent = key;
    button.setAttribute("aria-keyshortcuts", key === "↵" ? "Enter" : key);
  }
}

function nameAccept({label, hint}) {
  $("accept").querySelector("span").textContent = label;
  $("accept").querySelector("small").textContent = hint;
}

// A key of the kind: true where it was taken, or which choice it means.
export const pressed = key => shown ? view.press(key) : false;

// What accepting means now: the outcome, and what was put right or taken.
export function accepted() {
  const corrected = shown ? view.corrected?.() ?? "" : "";
  return corrected ? ["corrected", corrected] : ["accepted", shown ? view.taken?.() ?? "" : ""];
}

// A field in which the whole answer can be put right.
export function openEditor() {
  const {label, value, rows, inputmode = "text"} = view.edit(shown);
  $("edit-label").textContent = label;
  $("edited").rows = rows;
  $("edited").inputMode = inputmode;
  $("edited").value = value;
  $("editor").hidden = false;
  $("edited").focus();
  $("edited").select();
}
