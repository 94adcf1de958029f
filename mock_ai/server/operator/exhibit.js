// What the client sent: a photo, clip, sound, or a conversation.
import {bytes} from "./server.js";
import {tr} from "./language.js";

const photo = document.getElementById("photo");
const clip = document.getElementById("clip");
const sound = document.getElementById("sound");
const missing = document.getElementById("missing");
const conversation = document.getElementById("conversation");
const NAMES = {user: tr("user"), assistant: tr("answered before"), tool: tr("a tool returned"), system: tr("instructions")};
let address = "";
let stop = new AbortController();

function clear() {
  stop.abort();
  stop = new AbortController();
  for (const media of [clip, sound]) media.pause();
  for (const media of [photo, clip, sound]) {
    media.hidden = true;
    media.removeAttribute("src");
  }
  missing.hidden = true;
  if (address) URL.revokeObjectURL(address);
  address = "";
}

function cannot(words) {
  missing.textContent = words;
  missing.hidden = false;
}

function said(role, text, photos = 0) {
  const p = document.createElement("p");
  const who = document.createElement("b");
  p.className = role;
  who.textContent = NAMES[role] || role;
  const pictures = photos ? (photos === 1 ? tr("[a photo]") + " " : tr("[{n} photos]", {n: photos}) + " ") : "";
  p.append(who, pictures + text);
  conversation.append(p);
}

/** Show what was sent with a request. */
export async function showExhibit(request) {
  clear();
  conversation.replaceChildren();
  if (request.system) said("system", request.system);
  if (request.turns.length) for (const turn of request.turns) said(turn.role, turn.text, turn.photos);
  else if (request.text) said("user", request.text);
  conversation.scrollTop = conversation.scrollHeight;
  if (!request.content_type) return;
  const kind = request.content_type.split("/")[0];
  const media = {image: photo, video: clip, audio: sound}[kind];
  if (!media) {
    cannot(tr("This file cannot be shown here."));
    return;
  }
  const {signal} = stop;
  try {
    const content = await bytes(`/operator/waiting/${request.number}/content`, signal);
    if (signal.aborted) return;
    address = URL.createObjectURL(content);
    media.onerror = () => {
      if (signal.aborted) return;
      media.hidden = true;
      cannot(tr("This {kind} cannot be shown here. Answer from the window, which can show more kinds.", {kind: tr(request.kind)}));
    };
    if (media === photo) photo.alt = tr("The photo {name}", {name: request.name || tr("without a name")});
    media.src = address;
    media.hidden = false;
  } catch (error) {
    if (!signal.aborted) cannot(error.message);
  }
}

/** Show nothing. */
export function clearExhibit() {
  clear();
  conversation.replaceChildren();
}
