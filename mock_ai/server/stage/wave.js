// A recording as bars that can be played, with the time below; what cannot be drawn is left to the browser's own player.
import {draw, make} from "/stage/element.js";
import {tr} from "/stage/language.js";

const BARS = 200, WIDE = 1000, HIGH = 100;
const $ = id => document.getElementById(id);

// The loudness of each stretch, from 0 to 1.
async function loudness(content) {
  const context = new OfflineAudioContext(1, 1, 16000);
  const {data, duration} = await context.decodeAudioData(await content.arrayBuffer()).then(sound => ({data: sound.getChannelData(0), duration: sound.duration}));
  const size = Math.max(1, Math.floor(data.length / BARS));
  const found = Array.from({length: Math.min(BARS, data.length)}, (_, bar) => {
    let sum = 0;
    for (let at = bar * size; at < (bar + 1) * size; at += 1) sum += (data[at] ?? 0) ** 2;
    return Math.sqrt(sum / size);
  });
  const most = Math.max(...found) || 1;
  return {bars: found.map(one => one / most), duration};
}

const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`;

// Plays a recording or a clip, or stops it. One that is stopped before it began to sound is no fault.
export function turn(place) {
  if (place.paused) place.play().catch(error => { if (error.name !== "AbortError") throw error; });
  else place.pause();
}

let stop = new AbortController();

// Draw it over the player `sound`, which keeps playing what is at `address`; whether that worked.
export async function showWave(content, sound, address) {
  let drawn;
  try {
    drawn = await loudness(content);
  } catch {
    return sound.dataset.address !== address;
  }
  if (sound.dataset.address !== address) return true;  // another one is shown by now
  stop.abort();
  stop = new AbortController();
  const {bars, duration} = drawn;
  const width = WIDE / bars.length;
  const rects = bars.map((loud, bar) => {
    const height = Math.max(4, loud * HIGH);
    return draw("rect", {x: bar * width, y: (HIGH - height) / 2, width: width * 0.55, height, rx: 1.2});
  });
  const svg = draw("svg", {viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true"}, ...rects);
  svg.addEventListener("click", event => { sound.currentTime = duration * event.offsetX / svg.clientWidth; });
  const button = make("button", {type: "button", "aria-keyshortcuts": "Space", onclick: () => turn(sound)}, "▶");
  const show = () => {
    button.textContent = sound.paused ? "▶" : "❚❚";
    button.setAttribute("aria-label", sound.paused ? tr("Play the recording") : tr("Stop the recording"));
    const played = sound.currentTime / duration * bars.length;
    rects.forEach((rect, bar) => rect.classList.toggle("played", bar < played));
  };
  for (const event of ["play", "pause", "timeupdate", "ended"]) sound.addEventListener(event, show, {signal: stop.signal});
  show();
  const times = [0, 1, 2, 3].map(third => make("span", {}, clock(duration * third / 3)));
  $("player").replaceChildren(button, svg, make("div", {class: "times"}, ...times));
  $("player").hidden = false;
  return true;
}
