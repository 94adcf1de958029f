// The Stage: one item, one answer, and what a person does with it. The server decides the order, keeps the reactions and
// plays the scenario's delays and faults; this page shows them as a real app would.

import {accepted, clearAnswer, isOfKind, isWritten, openEditor, pressed, showAnswerOf, showAsked, waitingWords} from "/stage/answer.js";
import {focusFirst, offerClasses, showSure} from "/stage/classes.js";
import {cellsOf} from "/stage/element.js";
import {clearExhibit, play, sayMissing, showContent} from "/stage/exhibit.js";
import {OWN, bring, listenForOwn, nameButtons} from "/stage/own.js";
import {Refused, call, join, refusal, showName, takeBack, turnNow} from "/stage/server.js";
import {tr, translatePage} from "/stage/language.js";

const QUIET_MS = 300;      // nothing is said about waiting before that
const PATIENCE_MS = 8000;  // then trying again is offered, though the answer may still come
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
  showAsked(visit.product, turn.question);
  const isRow = turn.question && cellsOf(turn.question.text);
  $("name").textContent = !turn.question ? turn.name : visit.product === "number" && !isRow ? turn.question.text : "";
  if (!turn.question || turn.kind !== "text") showItem(turn);
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
  $("next-guess").textContent = $("lead").textContent = $("problem").textContent = "";
  $("end").hidden = $("bring-first").hidden = true;
  offer();
  const quiet = setTimeout(() => say(waitingWords(visit.product) ?? WAITING[kindShown()], true), QUIET_MS);
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

async function showAnswer(answer, problem) {
  given = answer ?? {fault: "gone", text: problem, abstain: false, confidence: null, probabilities: {}};
  const shown = given.fault ? null : given.shown;
  say(shown ? shown.headline : given.text);
  $("lead").textContent = shown ? shown.lead : "";
  const known = !shown && !given.fault && !given.abstain && given.confidence !== null;
  $("sure").hidden = !known;
  if (known) showSure(given.confidence);
  $("next-guess").textContent = known ? given.next_guess : "";
  if (answer) {
    $("mark").classList.toggle("real", !answer.simulated);
    $("mark").firstElementChild.textContent = answer.simulated ? "◇" : "●";
    $("source").textContent = answer.simulated ? tr("simulated") : tr("the trained classifier");
  }
  if (shown) {
    const complete = showAnswerOf(shown);
    offer();
    await complete;
  }
  offer();
}

function say(words, waiting = false) {
  $("sentence").classList.toggle("waiting", waiting);
  $("sentence").classList.toggle("long", words.length > 60);
  $("sentence").textContent = words;
}

// What can be done now: react to the answer, try again after a fault, or put it right.
function offer({choosing = false, late = false} = {}) {
  const failed = Boolean(given?.fault);
  const waiting = !given || sending || !isWritten();
  $("choices").hidden = choosing;
  $("classes").hidden = !choosing || !offersClasses();
  $("editor").hidden = !choosing || offersClasses();
  $("accept").hidden = failed || late;
  $("again").hidden = !failed && !late;
  for (const button of [$("accept"), $("correct"), $("reject")]) {
    button.setAttribute("aria-disabled", String(waiting || given.fault === "gone"));
  }
}

// -- what people do ---------------------------------------------------------------------------

const isChoosing = () => !$("classes").hidden || !$("editor").hidden;
const offersClasses = () => !given?.shown;

function canReact() {
  return given && given.fault !== "gone" && !sending && isWritten() && !isChoosing() && !$("choices").hidden;
}

async function react(outcome, correction = "") {
  if (!given || given.fault === "gone" || sending) return;
  sending = true;
  const choosing = isChoosing();
  offer({choosing});
  $("problem").textContent = "";
  try {
    const note = $("note").value.trim();
    const reply = await call(`answers/${given.number}/reaction`, {body: JSON.stringify({outcome, correction, note})});
    if (!reply.ok) throw await refusal(reply);
  } catch (error) {
    if (isGone(error)) return leave(error.message);
    $("problem").textContent = error instanceof Refused ? error.message : tr("The server does not answer. Try once more.");
    return;
  } finally {
    sending = false;
    offer({choosing});
  }
  $("note").value = "";
  showRemark(false);
  if (own && turn.over) end();
  else showTurn();
}

function end() {
  const brought = own !== null;
  own = given = null;
  showProgress();
  clearExhibit();
  clearAnswer();
  showAsked("classify", null);
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

function correct() {
  if (!canReact()) return;
  if (offersClasses()) offerClasses(visit.classes, given, inWords(), name => react("corrected", name));
  offer({choosing: true});
  if (offersClasses()) focusFirst();
  else openEditor();
}

function showOwn(kind, content, name, question, words) {
  own = {kind, question};
  const asked = {caption: OWN[kind], text: words, modality: kind, past: [], baseline: null};
  $("name").textContent = isOfKind(visit.product) ? "" : OWN[kind];
  showProgress();
  clearExhibit();
  showAsked(visit.product, asked);
  if (!isOfKind(visit.product) || kind !== "text") showContent(kind, content, name);
  ask("own/answer", question);
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
  const one = own ? OWN[own.kind] : turn.over ? "" : tr("{kind} {number} of {about}", {kind: turn.noun || tr(turn.kind), number: turn.number, about: turn.about});
  $("progress").textContent = [one, who].filter(Boolean).join(", ");
  $("unrecorded").hidden = own ? visit.keeps_own : visit.recorded;
  $("previous").hidden = $("next").hidden = !visit.about || (turn.over && !own);
  $("back-one").hidden = own || !turn.done;
  $("add-remark").hidden = turn.over && !own;
}

// The field for a remark: always there beside a written answer, else where it is asked for.
function showRemark(on = true) {
  $("remark").hidden = !on && visit?.product !== "generate";
  if (on) $("note").focus();
}

function turnMark() {
  const shown = $("mark").getAttribute("aria-pressed") !== "true";
  $("mark").setAttribute("aria-pressed", String(shown));
  $("mark").setAttribute("aria-label", shown ? "" : tr("Show “{source}”", {source: $("source").textContent}));
  if (shown) $("mark").removeAttribute("aria-label");
  $("mark-key").textContent = shown ? tr("S hides") : "";
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
  $("person").blur();  // a hidden field keeps the keys until the next frame
  $("start").hidden = true;
  $("stage").hidden = false;
  nameButtons(visit.kinds);
  showRemark(false);
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
  n: () => { if (!$("add-remark").hidden) showRemark(); },
  s: turnMark,
  d: turnTheme,
};

// A key that the kind itself knows: a card, a word, a step.
function pressedInAnswer(key) {
  if (!canReact() && key !== " ") return false;
  const meant = pressed(key);
  if (meant === "accept" || meant === "reject") $(meant).click();
  return Boolean(meant);
}

function onKey(event) {
  if (!visit || event.altKey || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (event.target.matches("input, textarea")) return inField(event);
  const held = event.ctrlKey || event.metaKey;
  if (key === "backspace" || (held && key === "z" && !event.shiftKey)) takeLastBack();
  else if (held) return;
  else if (key === " ") {
    if (!pressedInAnswer(key) && (event.target.matches("audio, video, button:not(.piece)") || !play())) return;
  } else if (key === "escape" && isChoosing()) offer();
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    if (event.target.matches("audio, video")) return;
    step(event.key === "ArrowRight" ? 1 : -1);
  } else if (!$("classes").hidden && /^[1-9]$/.test(key)) $("chips").children[Number(key) - 1]?.click();
  else if (pressedInAnswer(key)) { /* taken */ }
  else if (key in LETTERS && !event.repeat) LETTERS[key]();
  else return;
  event.preventDefault();
}

// Esc leaves a field; Enter in the remark goes back to the keys, and Ctrl Enter sends a correction.
function inField(event) {
  if (event.key === "Escape" && isChoosing()) offer();
  else if (event.target === $("note") && (event.key === "Enter" || event.key === "Escape")) $("accept").focus();
  else if (event.target === $("edited") && event.key === "Enter" && (event.ctrlKey || event.metaKey || $("edited").rows < 2)) $("editor").requestSubmit();
  else return;
  event.preventDefault();
}

$("join").addEventListener("submit", begin);
$("accept").addEventListener("click", () => canReact() && react(...accepted()));
$("reject").addEventListener("click", () => canReact() && react("rejected"));
$("correct").addEventListener("click", correct);
$("again").addEventListener("click", askAgain);
$("back").addEventListener("click", () => offer());
$("edit-back").addEventListener("click", () => offer());
$("classes").addEventListener("submit", event => {
  event.preventDefault();
  const words = $("correction").value.trim();
  if (words) react("corrected", words);
});
$("editor").addEventListener("submit", event => {
  event.preventDefault();
  const words = $("edited").value.trim();
  if (words) react("corrected", words);
});
$("anew").addEventListener("click", toStart);
$("previous").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
$("bring-first").addEventListener("click", () => bring(visit.kinds));
$("bring").addEventListener("click", () => bring(visit.kinds));
$("back-one").addEventListener("click", takeLastBack);
$("add-remark").addEventListener("click", () => showRemark());
$("mark").addEventListener("click", turnMark);
listenForOwn(() => visit.kinds[0], showOwn);
document.addEventListener("keydown", onKey);

translatePage();
$("about").textContent = tr("You see one thing after another, and what it says. Accept that, put it right, or reject it. What you do is kept, with your name if you give one.");
$("start").hidden = false;
$("person").focus();
showName().then(name => {
  $("show").textContent = name;
  if (name) document.title = tr("{name} – Stage", {name});
}, () => {});  // who cannot reach the server is told so when they start
