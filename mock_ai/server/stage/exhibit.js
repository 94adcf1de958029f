// What is on the Stage: a photo, a text in large letters, a sound or a clip, or why it cannot be shown.

const TEXT_SIZES = [[120, "s"], [280, "m"], [700, "l"], [Infinity, "xl"]];
const CANNOT = {photo: "This photo cannot be shown here.", sound: "This sound cannot be played here.", clip: "This clip cannot be played here."};
const $ = id => document.getElementById(id);

export async function showContent(kind, content, name) {
  if (kind === "text") {
    const words = await content.text();
    $("words").className = TEXT_SIZES.find(([most]) => words.length <= most)[1];
    $("words").textContent = words;
    $("words").hidden = false;
    return;
  }
  const place = $(kind);
  const address = URL.createObjectURL(content);
  place.onerror = () => { place.hidden = true; sayMissing(CANNOT[kind]); };
  if (kind === "photo") {
    place.onload = () => {
      place.style.setProperty("--ratio", place.naturalWidth / place.naturalHeight);
      place.style.setProperty("--natural", place.naturalWidth);
      place.hidden = false;
    };
    place.alt = "Photo " + name;
  } else {
    place.setAttribute("aria-label", (kind === "sound" ? "Sound " : "Clip ") + name);
  }
  place.dataset.address = address;
  place.src = address;
  if (kind !== "photo") place.hidden = false;
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
  $("words").textContent = "";
  $("words").hidden = $("missing").hidden = true;
}

export function sayMissing(words) {
  $("missing").textContent = words;
  $("missing").hidden = false;
}
