// What visitors bring: a photo, a sound or a clip from their device, or words of their own.
import {tr} from "/stage/language.js";

const ACCEPTS = {photo: "image/*", sound: "audio/*", clip: "video/*"};
export const OWN = {photo: tr("Your own photo"), text: tr("Your own words"), sound: tr("Your own sound"), clip: tr("Your own clip")};
const $ = id => document.getElementById(id);

// Ask for something of these kinds, the usual first.
export function bring(kinds) {
  if (kinds[0] === "text") return write();
  $("file").accept = kinds.filter(kind => kind in ACCEPTS).map(kind => ACCEPTS[kind]).join(",");
  $("file").click();
}

function write() {
  $("own-text").value = "";
  $("text-dialog").returnValue = "";
  $("text-dialog").showModal();
}

// `brought` gets what it is, its content, its name, and the question for the server.
export function listenForOwn(usual, brought) {
  $("take").addEventListener("click", () => $("camera").click());
  $("camera").addEventListener("change", () => file($("camera"), usual, brought));
  $("file").addEventListener("change", () => file($("file"), usual, brought));
  $("text-dialog").addEventListener("close", () => {
    const words = $("own-text").value.trim();
    if ($("text-dialog").returnValue !== "ask" || !words) return;
    brought("text", new Blob([words]), "", {body: JSON.stringify({text: words})}, words);
  });
}

function file(field, usual, brought) {
  const chosen = field.files[0];
  if (!chosen) return;
  const kind = {image: "photo", audio: "sound", video: "clip"}[chosen.type.split("/")[0]] ?? usual();
  const form = new FormData();
  form.append("file", chosen, chosen.name);
  brought(kind, chosen, chosen.name, {body: form, type: null}, "");
  field.value = "";
}

export function nameButtons(kinds) {
  const touch = matchMedia("(pointer: coarse)").matches;
  $("take").hidden = !touch || !kinds.includes("photo");
  $("bring").textContent = kinds[0] === "text" ? OWN.text : touch && kinds[0] === "photo" ? tr("Gallery") : OWN[kinds[0]];
}
