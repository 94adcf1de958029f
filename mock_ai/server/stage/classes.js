// An answer that is a class: how sure it is, and the others to choose from in its place.
import {tr} from "/stage/language.js";

const MOST_CHIPS = 9;
const $ = id => document.getElementById(id);

export function showSure(share) {
  const percent = Math.min(99, Math.max(1, Math.floor(share * 100 + 0.5)));
  $("sure").setAttribute("aria-valuenow", percent);
  $("fill").style.width = percent + "%";
  $("percent").textContent = percent + "%";
  $("percent").style.left = `clamp(14px, calc(${percent}% - 16px), calc(100% - 32px))`;
  $("percent").parentElement.classList.toggle("full", percent > 80);
}

// The likeliest classes as chips, any as a text; an answer in words (`spoken`) has no classes that could take its place.
export function offerClasses(classes, answer, spoken, choose) {
  const chosen = spoken ? [] : [...classes];
  if (chosen.length > MOST_CHIPS) {
    const sure = name => answer.probabilities[name] ?? 0;
    chosen.sort((a, b) => sure(b) - sure(a));
    chosen.length = MOST_CHIPS - 1;
  }
  $("chips").replaceChildren(...chosen.map((name, place) => {
    const chip = document.createElement("button");
    const key = document.createElement("kbd");
    chip.type = "button";
    chip.textContent = name.replaceAll("_", " ");
    key.textContent = String(place + 1);
    chip.append(key);
    chip.addEventListener("click", () => choose(name));
    return chip;
  }));
  $("ask-class").textContent = spoken ? tr("What should it have said?") : tr("What is it?");
  $("free").hidden = chosen.length === classes.length;
  $("others").replaceChildren(...(spoken ? [] : classes).map(name => Object.assign(document.createElement("option"), {value: name})));
  $("correction").value = "";
}

export const focusFirst = () => ($("chips").firstElementChild ?? $("correction")).focus();
