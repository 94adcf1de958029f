// What is on the Stage: a photo, a text in large letters, a sound or a clip, or why it cannot be shown.
import {showWave, turn} from "/stage/wave.js";
import {cellsOf} from "/stage/element.js";
import {tr} from "/stage/language.js";

const TEXT_SIZES = [[120, "s"], [280, "m"], [700, "l"], [Infinity, "xl"]];
const CANNOT = {photo: tr("This photo cannot be shown here."), sound: tr("This sound cannot be played here."), clip: tr("This clip cannot be played here.")};
const $ = id => document.getElementById(id);

export async function showContent(kind, content, name) {
  if (kind === "text") {
    const words = await content.text();
    const cells = cellsOf(words);
    if (cells) {
      $("words").className = "xl";
      $("words").replaceChildren(cells);
      $("words").hidden = false;
      return;
    }
    $("words").className = TEXT_SIZES.find(([most]) => words.length <= most)[1];
    $("words").textContent = words;
    $("words").hidden = false;
    return;
  }
  const place = $(kind);
  const address = URL.createObjectURL(content);
  place.onerror = () => { place.hidden = true; sayMissing(CANNOT[kind]); };
  if (kind === "photo") {
    place.onload = () => showSized(place, place.naturalWidth, place.naturalHeight);
    place.alt = tr("Photo {name}", {name});
  } else {
    place.onloadedmetadata = kind === "clip" ? () => showSized(place, place.videoWidth, place.videoHeight) : null;
    place.setAttribute("aria-label", kind === "sound" ? tr("Sound {name}", {name}) : tr("Clip {name}", {name}));
  }
  place.dataset.address = address;
  place.src = address;
  if (kind === "sound" && !await showWave(content, place, address)) place.hidden = false;
}

function showSized(place, width, height) {
  place.style.setProperty("--ratio", width / height);
  place.style.setProperty("--natural", width);
  place.hidden = false;
}

// Plays what can be played, or stops it; says whether there is anything.
export function play() {
  const place = [$("sound"), $("clip")].find(one => one.dataset.address);
  if (place) turn(place);
  return Boolean(place);
}

export function clearExhibit() {
  for (const place of [$("photo"), $("clip"), $("sound")]) {
    if (place.dataset.address) URL.revokeObjectURL(place.dataset.address);
    place.onerror = null;
    delete place.dataset.address;
    place.removeAttribute("src");
    if (place.load) place.load();
    place.hidden = true;
  }
  $("player").replaceChildren();
  $("player").hidden = true;
  $("words").textContent = "";
  $("words").hidden = $("missing").hidden = true;
}

export function sayMissing(words) {
  $("missing").textContent = words;
  $("missing").hidden = false;
}
