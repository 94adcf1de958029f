// A message and the draft that answers it, written before one's eyes, with the pages that it leans on.
import {make} from "/stage/element.js";
import {tr} from "/stage/language.js";

const WORDS_A_SECOND = 28;
const LONGEST_MS = 4000;  // a long draft is written faster
let stop = () => {};
let writing = null;  // the draft that is being written

export function asked(question) {
  return [make("p", {class: "caption"}, question.caption), make("p", {class: "bubble", tabindex: "0"}, question.text)];
}

export function told(answer) {
  const draft = make("article", {class: "draft", tabindex: "0", "aria-busy": "true"});
  const sources = make("p", {class: "sources", hidden: true});
  if (answer.sources.length) {
    sources.append(answer.sources.length === 1 ? tr("It leans on this help page:") : tr("It leans on these help pages:"));
    sources.append(...answer.sources.map(cited));
  }
  return {
    parts: [make("p", {class: "caption"}, answer.caption), draft, sources],
    ready: written(draft, answer.parts).then(() => {
      draft.removeAttribute("aria-busy");
      sources.hidden = !answer.sources.length;
    }),
  };
}

// A page with a text opens; of another there is only its name.
function cited({name, text}) {
  if (!text) return make("cite", {}, name);
  return make("button", {class: "link", type: "button", "aria-haspopup": "dialog", onclick: () => openPage(name, text)}, name);
}

function openPage(name, text) {
  document.getElementById("page-title").textContent = name;
  document.getElementById("page-text").textContent = text;
  document.getElementById("page-dialog").showModal();
}

// Word by word, but at once for whoever asked their system for less motion.
async function written(draft, parts) {
  stop();
  const words = parts.flatMap((part, place) => {
    const pieces = part.text.match(/\s*\S+|\s+/g) ?? [];
    return place ? ["\n\n", ...pieces] : pieces;
  });
  const last = () => draft.replaceChildren(words.join(""));
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return last();
  let running = true;
  writing = draft;
  stop = () => { running = false; };
  const rate = Math.max(WORDS_A_SECOND / 1000, words.length / LONGEST_MS);
  const began = performance.now();
  let shown = 0;
  while (running && shown < words.length) {
    await new Promise(done => setTimeout(done, 30));
    const due = Math.min(words.length, Math.ceil((performance.now() - began) * rate));
    if (due > shown) draft.append(words.slice(shown, due).join(""));
    shown = due;
  }
  if (writing === draft) writing = null;
  last();
}

export const leave = () => stop();

// Whoever has read enough need not wait for the end.
export function press(key) {
  if (key !== " " || !writing) return false;
  stop();
  return true;
}

export const edit = answer => ({label: tr("What you would send"), value: answer.parts.map(part => part.text).join("\n\n"), rows: 7});
