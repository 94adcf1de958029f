import {tr, translatePage} from "/grade/language.js";
import {Refused, answers, begin, content, keep, onChange, send, unsent} from "/grade/sender.js";

const AHEAD = 20, FEW = 8;
const $ = id => document.getElementById(id);
let about = null;      // what the page knows of the project
let ahead = [];        // answers that are still to be graded, the one shown first
let past = [];         // what was graded here, the last at the end
let left = 0;           // answers to go, as far as the computer has said
let fetching = false, ended = false;
let harm = false, reason = "", chosen = "";
let shown = "";

translatePage();
$("start").hidden = false;
try { $("person").value = localStorage.getItem("grade-name") || ""; } catch { /* a private window */ }

$("join").addEventListener("submit", async event => {
  event.preventDefault();
  const name = $("person").value.trim();
  $("refused").textContent = "";
  try {
    about = await begin(name);
    try { localStorage.setItem("grade-name", name); } catch { /* a private window */ }
    await fetchMore();
    $("person").blur();  // a hidden field keeps the keys until the next frame
    $("start").hidden = true;
    show();
  } catch (error) {
    $("refused").textContent = error instanceof Refused ? error.message : tr("The computer does not answer. Is it on, and in the same network?");
  }
});

onChange(problem => {
  const n = unsent();
  const words = n ? tr("{n} kept here", {n}) : "";
  $("waiting").textContent = words;
  $("end-waiting").textContent = n ? tr("{n} grades wait on this device until the computer hears.", {n}) : "";
  $("problem").textContent = problem;
});

// More answers while there are few: so grading goes on while the computer does not answer.
async function fetchMore() {
  if (fetching || ended) return;
  fetching = true;
  try {
    if (unsent()) await send();
    const found = await answers(AHEAD + unsent());
    const graded = new Set(past.map(one => one.answer));
    const known = new Set(ahead.map(one => one.answer));
    ahead.push(...found.answers.filter(one => !known.has(one.answer) && !graded.has(one.answer)));
    left = found.left - unsent();
    ended = found.answers.length === 0 && !unsent();
  } finally {
    fetching = false;
  }
}

function show() {
  const one = ahead[0];
  $("room").hidden = !one;
  $("end").hidden = Boolean(one);
  if (!one) return;
  [harm, reason, chosen] = [false, "", ""];
  $("case").textContent = one.case;
  $("place").textContent = one.place;
  $("asked").textContent = one.asked;
  showInput(one);
  const letters = Math.max(one.words.length, one.other ? one.other.words.length : 0);
  showAnswer("reply", one, letters);
  $("other").hidden = $("sides").hidden = !one.other;
  $("verdicts").hidden = $("add-note").hidden = Boolean(one.other);
  $("answer-name").textContent = one.other ? tr("First answer") : tr("The answer");
  if (one.other) showAnswer("other-reply", one.other, letters);
  $("rubric-title").textContent = about.rubric;
  $("points").replaceChildren(...one.points.map(point => {
    const line = document.createElement("li");
    line.textContent = point.text;
    if (!point.must) line.className = "not";
    return line;
  }));
  $("rubric").hidden = !one.points.length;
  $("note").value = "";
  $("note-row").hidden = true;
  $("left").textContent = tr("{n} to go", {n: Math.max(ahead.length, left)});
  $("reading").scrollTop = 0;
  mark();
}

function showAnswer(id, one, letters) {
  $(id).textContent = one.words;
  $(id).className = one.missing ? "none" : letters > 280 ? "long" : "";
}

async function showInput(one) {
  for (const id of ["photo", "sound", "clip"]) {
    if ($(id).src) URL.revokeObjectURL($(id).src);
    $(id).hidden = true;
    $(id).removeAttribute("src");
  }
  shown = one.answer;
  $("came").hidden = !one.asked && one.kind === "text";
  if (one.kind === "text") return;
  try {
    const blob = await content(one.answer);
    if (!blob || shown !== one.answer) return;
    $(one.kind).src = URL.createObjectURL(blob);
    $(one.kind).hidden = false;
  } catch { /* it is asked for again with the answer */ }
}

function mark() {
  for (const id of ["good", "bad", "unsure"]) $(id).setAttribute("aria-pressed", String(chosen === id));
  const row = $("reasons");
  row.hidden = chosen !== "bad";
  row.replaceChildren(...about.reasons.map(name => chip(name, name === reason, () => { reason = name; finish(); })),
    chip(about.harm, harm, () => { harm = !harm; mark(); }, "harm"), chip(tr("Go on"), false, finish));
}

function chip(words, pressed, run, kind = "") {
  const made = document.createElement("button");
  made.textContent = words;
  made.className = kind;
  made.setAttribute("aria-pressed", String(pressed));
  made.addEventListener("click", run);
  return made;
}

// Of two answers, one key or button says it all.
function prefer(said) {
  if (ahead[0]?.other) { chosen = said; finish(); }
}

// Good and "can't say" go on; "not good" is kept at once and waits for why.
function say(said) {
  const one = ahead[0];
  if (!one) return;
  if (said === "bad" && chosen !== "bad") {
    chosen = "bad";
    keep({answer: one.answer, said, reason: "", harm, note: $("note").value});
    mark();
    return;
  }
  chosen = said;
  finish();
}

function finish() {
  const one = ahead.shift();
  const bad = chosen === "bad";
  keep({answer: one.answer, said: chosen, reason: bad ? reason : "", harm: bad && harm, note: $("note").value});
  past.push(one);
  left -= 1;
  show();
  if (ahead.length < FEW) fetchMore().then(() => { if (!$("end").hidden || $("room").hidden) show(); }).catch(() => {});
}

function takeBack() {
  if (chosen === "bad" && ahead.length) {
    keep({answer: ahead[0].answer, said: "", reason: "", harm: false, note: ""});
    show();
    return;
  }
  const one = past.pop();
  if (!one) {
    $("problem").textContent = tr("There is nothing to take back.");
    return;
  }
  keep({answer: one.answer, said: "", reason: "", harm: false, note: ""});
  ahead.unshift(one);
  left += 1;
  ended = false;
  show();
}

for (const id of ["good", "bad", "unsure"]) $(id).addEventListener("click", () => say(id));
const sides = {"left-better": "left", both: "both", neither: "neither", "right-better": "right"};
for (const id in sides) $(id).addEventListener("click", () => prefer(sides[id]));
$("back").addEventListener("click", takeBack);
$("end-back").addEventListener("click", takeBack);
$("add-note").addEventListener("click", () => { $("note-row").hidden = false; $("note").focus(); });

document.addEventListener("keydown", event => {
  if ($("room").hidden || event.target.tagName === "INPUT") return;
  const two = ahead[0]?.other;
  const liked = {1: "left", 2: "both", 3: "neither", 4: "right", ArrowLeft: "left", ArrowUp: "both", ArrowDown: "neither", ArrowRight: "right"}[event.key];
  const verdict = {1: "good", 2: "bad", 3: "unsure"}[event.key];
  if (two && liked) { event.preventDefault(); prefer(liked); }
  else if (verdict && !two) say(verdict);
  else if (event.key === "Backspace" || ((event.ctrlKey || event.metaKey) && event.key === "z")) { event.preventDefault(); takeBack(); }
  else if (event.key === "n" && !event.ctrlKey && !two) { event.preventDefault(); $("add-note").click(); }
});
