// The Stage: one item, one sentence, and what a person does with it. The server decides the order, keeps the reactions and
// plays the scenario's delays and faults; this page shows them as a real app would.

import {clearExhibit, play, sayMissing, showContent} from "/stage/exhibit.js";
import {Refused, call, join, refusal, takeBack, turnNow} from "/stage/server.js";
import {tr, translatePage} from "/stage/language.js";

const QUIET_MS = 300;      // nothing is said about waiting before that
const PATIENCE_MS = 8000;  // then trying again is offered, though the answer may still come
const MOST_CHIPS = 9;
const WAITING = {photo: tr("Looking…"), text: tr("Reading…"), sound: tr("Listening…"), clip: tr("Looking…")};

const $ = id => document.getElementById(id);
let visit = null;    // what the server said when we joined
let turn = null;     // the item shown; its "over" says that there is none any more
let own = null;      // what the visitor brought, while that is shown
let given = null;    // the answer shown; null while it is awaited
let asking = null;   // aborts the question that waits
let sending = false;

// -- one item ---------------------------------------------------------------------------------

const kindShown = () => own?.kind ?? turn?.kind ?? visit.kinds[0];

async function showTurn(step = 0) {
  own = given = null;
  asking?.abort();
  offer();
  try {
    turn = await turnNow(step);
  } catch (error) {
    if (isGone(error)) return leave(error.message);
    turn ??= {over: true, done: 0};
    return showAnswer(null, tr("The server does not answer. Try again."));
  }
  showProgress();
  clearExhibit();
  if (turn.over) return end();
  $("name").textContent = turn.name;
  showItem(turn);
  ask("turn/answer", {});
}

async function showItem(mine) {
  try {
    const reply = await call("turn/content", {method: "GET"});
    if (!reply.ok) throw await refusal(reply);
    const content = await reply.blob();
    if (mine === turn && !own) await showContent(mine.kind, content, mine.name);
  } catch (error) {
    if (mine === turn && !own) sayMissing(error instanceof Refused ? error.message : tr("This cannot be fetched just now."));
  }
}

// -- asking -----------------------------------------------------------------------------------

async function ask(path, question) {
  asking?.abort();
  const mine = asking = new AbortController();
  given = null;
  say("");
  $("sure").hidden = true;
  $("next-guess").textContent = $("problem").textContent = "";
  $("end").hidden = $("bring-first").hidden = true;
  offer();
  const quiet = setTimeout(() => say(WAITING[kindShown()], true), QUIET_MS);
  const patience = setTimeout(() => {
    $("next-guess").textContent = tr("Still waiting for an answer.");
    offer({late: true});
  }, PATIENCE_MS);
  let answer = null, problem = tr("No answer came. Try again.");
  try {
    const reply = await call(path, {...question, signal: mine.signal});
    if (reply.status === 410 || reply.status === 401) return leave((await refusal(reply)).message);
    if (reply.headers.get("content-type")?.startsWith("application/json")) {
      const document = await reply.clone().json();
      if ("number" in document) answer = document;
    }
    if (!answer) problem = (await refusal(reply)).message;
  } catch (error) {
    if (mine.signal.aborted) return;
  } finally {
    clearTimeout(quiet);
    clearTimeout(patience);
  }
  if (mine !== asking) return;
  asking = null;
  showAnswer(answer, problem);
}

function askAgain() {
  if (own) ask("own/answer", own.question);
  else if (turn.over) showTurn();
  else ask("turn/answer", {});
}

function showAnswer(answer, problem) {
  given = answer ?? {fault: "gone", text: problem, abstain: false, confidence: null, probabilities: {}};
  say(given.text);
  const known = !given.fault && !given.abstain && given.confidence !== null;
  $("sure").hidden = !known;
  if (known) showSure(given.confidence);
  $("next-guess").textContent = known ? given.next_guess : "";
  if (answer) {
    $("mark").classList.toggle("real", !answer.simulated);
    $("mark").firstElementChild.textContent = answer.simulated ? "◇" : "●";
    $("source").textContent = answer.simulated ? tr("simulated") : tr("the trained classifier");
  }
  offer();
}

function say(words, waiting = false) {
  $("sentence").classList.toggle("waiting", waiting);
  $("sentence").classList.toggle("long", words.length > 60);
  $("sentence").textContent = words;
}

function showSure(share) {
  const percent = Math.min(99, Math.max(1, Math.floor(share * 100 + 0.5)));
  $("sure").setAttribute("aria-valuenow", percent);
  $("fill").style.width = percent + "%";
  $("percent").textContent = percent + "%";
  $("percent").style.left = `clamp(14px, calc(${percent}% - 16px), calc(100% - 32px))`;
  $("percent").parentElement.classList.toggle("full", percent > 80);
}

// What can be done now: react to the answer, try again after a fault, or choose the right class.
function offer({choosing = false, late = false} = {}) {
  const failed = Boolean(given?.fault);
  const waiting = !given || sending;
  $("choices").hidden = choosing;
  $("classes").hidden = !choosing;
  $("accept").hidden = failed || late;
  $("again").hidden = !failed && !late;
  for (const button of [$("accept"), $("correct"), $("reject")]) {
    button.setAttribute("aria-disabled", String(waiting || given.fault === "gone"));
  }
}

// -- what people do ---------------------------------------------------------------------------

function canReact() {
  return given && given.fault !== "gone" && !sending && $("classes").hidden && !$("choices").hidden;
}

async function react(outcome, correction = "") {
  if (!given || given.fault === "gone" || sending) return;
  sending = true;
  offer({choosing: !$("classes").hidden});
  $("problem").textContent = "";
  try {
    const reply = await call(`answers/${given.number}/reaction`, {body: JSON.stringify({outcome, correction})});
    if (!reply.ok) throw await refusal(reply);
  } catch (error) {
    if (isGone(error)) return leave(error.message);
    $("problem").textContent = error instanceof Refused ? error.message : tr("The server does not answer. Try once more.");
    return;
  } finally {
    sending = false;
    offer({choosing: !$("classes").hidden});
  }
  if (own && turn.over) end();
  else showTurn();
}

function end() {
  const brought = own !== null;
  own = given = null;
  showProgress();
  clearExhibit();
  $("name").textContent = $("problem").textContent = "";
  $("sure").hidden = $("choices").hidden = $("classes").hidden = $("end").hidden = true;
  if (!visit.about) {
    const writes = visit.kinds[0] === "text";
    say(brought ? (writes ? tr("Thank you. Ask again.") : tr("Thank you. Show another.")) : writes ? tr("Ask it something.") : tr("Show it something."));
    $("bring-first").hidden = false;
    $("bring-first").firstElementChild.textContent = OWN[visit.kinds[0]];
    return;
  }
  say(tr("That was the last one. Thank you."));
  $("next-guess").textContent = tr("{done} of {about} answered.", {done: turn.done, about: visit.about});
  $("end").hidden = false;
}

// An answer in words, of a scenario that talks: no class can be chosen in its place.
const inWords = () => given.label === null && !given.abstain && !given.fault;

function askForClass() {
  if (!canReact()) return;
  const chosen = inWords() ? [] : [...visit.classes];
  if (chosen.length > MOST_CHIPS) {
    const sure = name => given.probabilities[name] ?? 0;
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
    chip.addEventListener("click", () => react("corrected", name));
    return chip;
  }));
  $("ask-class").textContent = inWords() ? tr("What should it have said?") : tr("What is it?");
  $("free").hidden = chosen.length === visit.classes.length;
  $("others").replaceChildren(...(inWords() ? [] : visit.classes).map(name => Object.assign(document.createElement("option"), {value: name})));
  $("correction").value = "";
  offer({choosing: true});
  ($("chips").firstElementChild ?? $("correction")).focus();
}

// -- what visitors bring ----------------------------------------------------------------------

const ACCEPTS = {photo: "image/*", sound: "audio/*", clip: "video/*"};
const OWN = {photo: tr("Your own photo"), text: tr("Your own words"), sound: tr("Your own sound"), clip: tr("Your own clip")};

function bring() {
  if (visit.kinds[0] === "text") return writeOwn();
  $("file").accept = visit.kinds.filter(kind => kind in ACCEPTS).map(kind => ACCEPTS[kind]).join(",");
  $("file").click();
}

function writeOwn() {
  $("own-text").value = "";
  $("text-dialog").returnValue = "";
  $("text-dialog").showModal();
}

function showOwn(kind, content, name, question) {
  own = {kind, question};
  $("name").textContent = OWN[kind];
  showProgress();
  clearExhibit();
  showContent(kind, content, name);
  ask("own/answer", question);
}

function askAboutText() {
  const words = $("own-text").value.trim();
  if ($("text-dialog").returnValue !== "ask" || !words) return;
  showOwn("text", new Blob([words]), "", {body: JSON.stringify({text: words})});
}

function askAboutFile(field) {
  const file = field.files[0];
  if (!file) return;
  const kind = {image: "photo", audio: "sound", video: "clip"}[file.type.split("/")[0]] ?? visit.kinds[0];
  const form = new FormData();
  form.append("file", file, file.name);
  showOwn(kind, file, file.name, {body: form, type: null});
  field.value = "";
}

// -- the frame --------------------------------------------------------------------------------

function showProgress() {
  const at = own || turn.over ? -1 : turn.done;
  $("dashes").replaceChildren(...Array.from({length: visit.about}, (_, place) => {
    const dash = document.createElement("i");
    dash.className = place < turn.done ? "done" : place === at ? "at" : "";
    return dash;
  }));
  const who = visit.person === String(visit.number) ? tr("person {number}", {number: visit.number}) : visit.person;
  const one = own ? OWN[own.kind] : turn.over ? "" : tr("{kind} {number} of {about}", {kind: tr(turn.kind), number: turn.number, about: turn.about});
  $("progress").textContent = [one, who].filter(Boolean).join(", ");
  $("unrecorded").hidden = own ? visit.keeps_own : visit.recorded;
  $("previous").hidden = $("next").hidden = !visit.about || (turn.over && !own);
  $("back-one").hidden = own || !turn.done;
}

function turnMark() {
  const shown = $("mark").getAttribute("aria-pressed") !== "true";
  $("mark").setAttribute("aria-pressed", String(shown));
  $("mark").setAttribute("aria-label", shown ? "" : tr("Show “{source}”", {source: $("source").textContent}));
  if (shown) $("mark").removeAttribute("aria-label");
  $("mark-key").textContent = shown ? "S hides" : "";
}

function turnTheme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
}

// Another item in this one's place, or back from what was brought.
function step(by) {
  if (sending) return;
  if (own) return turn.over ? end() : showTurn();
  if (!turn.over) showTurn(by);
}

async function takeLastBack() {
  if (sending || own || !turn.done) return;
  sending = true;
  try {
    await takeBack();
  } catch (error) {
    if (isGone(error)) return leave(error.message);
    $("problem").textContent = error instanceof Refused ? error.message : tr("The server does not answer. Try once more.");
    return;
  } finally {
    sending = false;
  }
  showTurn();
}

const isGone = error => error instanceof Refused && (error.status === 410 || error.status === 401);

function leave(message) {
  asking?.abort();
  asking = visit = turn = own = null;
  $("stage").hidden = true;
  $("start").hidden = false;
  $("refused").textContent = message;
}

async function begin(event) {
  event?.preventDefault();
  try {
    visit = await join($("person").value);
    own = turn = null;
  } catch (error) {
    leave(error instanceof Refused ? error.message : tr("The server does not answer. Ask whether it is still on."));
    return;
  }
  $("refused").textContent = "";
  $("start").hidden = true;
  $("stage").hidden = false;
  const touch = matchMedia("(pointer: coarse)").matches;
  $("take").hidden = !touch || !visit.kinds.includes("photo");
  $("bring").textContent = visit.kinds[0] === "text" ? OWN.text : touch && visit.kinds[0] === "photo" ? tr("Gallery") : OWN[visit.kinds[0]];
  await showTurn();
  // Where something can be played, Space plays it rather than the button.
  if (turn && !["sound", "clip"].includes(turn.kind)) {
    (turn.over ? $("bring-first") : $("accept")).focus({preventScroll: true, focusVisible: false});
  }
}

function toStart() {
  visit = turn = null;
  $("person").value = "";
  $("stage").hidden = true;
  $("start").hidden = false;
  $("person").focus();
}

const LETTERS = {
  a: () => ($("again").hidden ? $("accept") : $("again")).click(),
  c: () => $("correct").click(),
  r: () => $("reject").click(),
  s: turnMark,
  d: turnTheme,
};

function onKey(event) {
  if (!visit || event.altKey || event.target.matches("input, textarea") || $("text-dialog").open) return;
  const key = event.key.toLowerCase();
  const held = event.ctrlKey || event.metaKey;
  if (key === "backspace" || (held && key === "z" && !event.shiftKey)) takeLastBack();
  else if (held || (key === " " && (event.target.matches("button, audio, video") || !play()))) return;
  else if (key === " ") { /* played */ }
  else if (key === "escape" && !$("classes").hidden) offer();
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    if (event.target.matches("audio, video")) return;
    step(event.key === "ArrowRight" ? 1 : -1);
  } else if (!$("classes").hidden && /^[1-9]$/.test(key)) $("chips").children[Number(key) - 1]?.click();
  else if (key in LETTERS && !event.repeat) LETTERS[key]();
  else return;
  event.preventDefault();
}

$("join").addEventListener("submit", begin);
$("accept").addEventListener("click", () => canReact() && react("accepted"));
$("reject").addEventListener("click", () => canReact() && react("rejected"));
$("correct").addEventListener("click", askForClass);
$("again").addEventListener("click", askAgain);
$("back").addEventListener("click", () => offer());
$("classes").addEventListener("submit", event => {
  event.preventDefault();
  const words = $("correction").value.trim();
  if (words) react("corrected", words);
});
$("anew").addEventListener("click", toStart);
$("previous").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
$("bring-first").addEventListener("click", bring);
$("back-one").addEventListener("click", takeLastBack);
$("bring").addEventListener("click", bring);
$("take").addEventListener("click", () => $("camera").click());
$("camera").addEventListener("change", () => askAboutFile($("camera")));
$("file").addEventListener("change", () => askAboutFile($("file")));
$("text-dialog").addEventListener("close", askAboutText);
$("mark").addEventListener("click", turnMark);
document.addEventListener("keydown", onKey);

translatePage();
$("about").textContent = tr("You see one thing after another, and what it says. Accept that, put it right, or reject it. What you do is kept, with your name if you give one.");
$("start").hidden = false;
$("person").focus();
