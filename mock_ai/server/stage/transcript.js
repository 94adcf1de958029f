// What was said, in large words; those it is not sure of are dotted and can be put right one by one.
import {make} from "/stage/element.js";
import * as doubt from "/stage/doubt.js";
import {tr} from "/stage/language.js";

const LONG = 60;  // words
let words = [];  // each: its part, and where in `doubt` it stands, or -1

export function asked(question) {
  const sound = question.modality === "sound" || question.modality === "clip";
  return [make("p", {class: "caption"}, question.caption), sound || !question.text ? null : make("p", {class: "given"}, question.text)];
}

export function told(answer, changed) {
  const others = doubt.begin(tr("I heard"), () => changed(null));
  const said = make("p", {class: answer.parts.length > LONG ? "said long" : "said"});
  let speaker = "", count = 0;
  words = answer.parts.map(part => ({part, place: part.doubtful ? count++ : -1}));
  for (const {part} of words) {
    if (part.name && part.name !== speaker) said.append(make("span", {class: "speaker"}, part.name));
    speaker = part.name;
    said.append(part.doubtful ? doubt.piece(part) : part.text, " ");
  }
  return {parts: [said, others], focus: doubt.first()};
}

export const press = doubt.press;

const whole = () => {
  const now = doubt.now();
  return words.map(({part, place}) => place < 0 ? part.text : now[place]).filter(Boolean).join(" ");
};

// Where a word was put right, accepting means the words as they stand now.
export const corrected = () => doubt.isChanged() ? whole() : "";

export const edit = () => ({label: tr("What was said"), value: whole(), rows: 4});
export const leave = () => {};
