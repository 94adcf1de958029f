// The operator's page: takes what waits, oldest first or any, and sends what the person decides.
import {clearExhibit, showExhibit} from "./exhibit.js";
import {field, isBegun, showForm} from "./form.js";
import {refreshJournal} from "./journal.js";
import {listen} from "./keys.js";
import {get, post} from "./server.js";
import {tr, translatePage} from "./language.js";

translatePage();
const $ = id => document.getElementById(id);
const HOLD_EVERY_MS = 1500;
const HOT = 9;
let news = null; // what the server said last
let shown = null; // the request that is being answered
let chosen = 0; // its number; another in the queue may be taken
let until = 0; // when its time is up, by this page's clock
let label = null; // the class that is chosen
let edited = false; // the words are the operator's own
let heldAt = 0;
let sending = false;
let answered = 0; // the number that we sent an answer to last
let question = new AbortController();

// --- what it would say ---------------------------------------------------------------------------

const choiceOf = name => shown.choices.find(choice => choice.name === name);

function sentence() {
  const choice = label === null ? null : choiceOf(label);
  if (!choice) return "";
  const percent = Number($("sure").value);
  const form = choice.forms.find(one => percent >= one.from);
  return form.before + percent + form.after;
}

function decision() {
  const text = $("text").value.trim();
  if (label !== null && shown.choices.length) {
    const said = {choice: "class", label, probability: Number($("sure").value) / 100};
    return edited && text ? {...said, text} : said;
  }
  return text ? {choice: "text", text: $("text").value} : null;
}

function showDecision() {
  if (!edited && label !== null) $("text").value = sentence();
  $("percent").textContent = tr("{percent}% sure", {percent: $("sure").value});
  $("sure").setAttribute("aria-valuetext", tr("{percent}% sure", {percent: $("sure").value}));
  for (const button of $("choices").children) {
    if (shown.choices.length) button.setAttribute("aria-pressed", String(button.value === label));
  }
  const said = decision();
  const words = $("text").value.replace(/\s+/g, " ").trim();
  $("send").disabled = !said || sending;
  $("send-words").textContent = said ? tr("Send “{words}”", {words: words.length > 60 ? words.slice(0, 59) + "…" : words}) : tr("Send");
}

function choose(number) {
  const button = $("choices").children[number - 1];
  if (button && number <= HOT) button.click();
}

function chooseClass(name) {
  label = name;
  edited = false;
  showDecision();
}

function chooseText(text) {
  $("text").value = text;
  edited = true;
  showDecision();
}

function turn(step) {
  if (!shown || !shown.choices.length) return;
  $("sure").value = Number($("sure").value) + step;
  showDecision();
}

// --- one request ---------------------------------------------------------------------------------

function suggestion(words, key, run, value = "") {
  const button = document.createElement("button");
  const text = document.createElement("span");
  button.type = "button";
  button.value = value;
  text.textContent = words;
  button.append(text);
  if (key <= HOT) {
    const kbd = document.createElement("kbd");
    kbd.textContent = key;
    button.append(kbd);
    button.setAttribute("aria-keyshortcuts", key);
  }
  button.addEventListener("click", event => {
    run();
    if (event.detail) button.blur(); // chosen with the mouse: Space lets the dials answer again
  });
  $("choices").append(button);
}

function showChoices() {
  $("choices").replaceChildren();
  $("others").replaceChildren(new Option("…", ""));
  const classes = shown.choices.length > 0;
  const first = shown.choices.length > 12 ? shown.choices.slice(0, HOT) : shown.choices;
  $("choices").classList.toggle("lines", !classes);
  if (classes) first.forEach((choice, at) => suggestion(choice.words, at + 1, () => chooseClass(choice.name), choice.name));
  for (const choice of shown.choices.slice(first.length)) $("others").append(new Option(choice.words, choice.name));
  $("more").hidden = shown.choices.length === first.length;
  shown.suggestions.forEach((one, at) => {
    const key = (classes ? first.length : 0) + at + 1;
    suggestion(one.text, key, () => chooseText(one.text));
  });
  $("confidence").hidden = !classes;
}

function take(request) {
  shown = request;
  chosen = request.number;
  edited = false;
  label = request.choices.length ? request.automatic.label || request.choices[0].name : null;
  const least = Math.ceil(request.lowest_sure * 100);
  $("sure").min = Math.max(1, Math.min(least, 99));
  $("sure").value = Math.round((request.automatic.probability ?? 0.78) * 100);
  $("text").value = label === null && request.suggestions.length ? request.suggestions[0].text : "";
  $("words").firstElementChild.firstChild.data = request.wants_json ? tr("What it says (put into the JSON that the client asked for) ") : tr("What it says ");
  const who = {model: tr("the model answers"), stub: tr("the stub answers")}[request.automatic.source] || tr("the dials answer");
  $("who-next").textContent = tr("{who} in", {who});
  $("dials-words").textContent = {model: tr("Let the model answer"), stub: tr("Let the stub answer")}[request.automatic.source] || tr("Let the dials answer");
  $("dials").title = request.automatic.text;
  showChoices();
  showExhibit(request);
  showForm(request.form, typed);
  edited = isBegun();
  showDecision();
}

function showQueue() {
  const one = shown.kind === "text" ? "A message" : shown.kind[0].toUpperCase() + shown.kind.slice(1);
  const name = shown.name && shown.kind !== "text" ? ` ${shown.name}` : "";
  $("title").textContent = news.count > 1 ? tr("{thing}, one of {n} waiting", {thing: one + name, n: news.count}) : one + name;
  $("queue").hidden = news.count < 2;
  $("queue").replaceChildren(...news.waiting.map(one => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = one.name || one.kind;
    button.setAttribute("aria-pressed", String(one.number === shown.number));
    button.addEventListener("click", () => pick(one.number));
    item.append(button);
    return item;
  }));
}

function pick(number) {
  chosen = number;
  shown = null;
  question.abort(); // and ask again at once, for this one
}

function next() {
  if (!news || news.count < 2) return;
  const at = news.waiting.findIndex(one => one.number === chosen);
  pick(news.waiting[(at + 1) % news.waiting.length].number);
}

// --- answering -----------------------------------------------------------------------------------

async function send(said) {
  if (!shown || sending || !said) return;
  const number = shown.number;
  sending = true;
  try {
    answered = number;
    const sent = await post(`/operator/waiting/${number}`, said);
    tell(sent.text ? tr("Sent: “{text}”", {text: sent.text}) : said.choice === "automatic" ? tr("The automatic answer went out.") : tr("It failed, as you wished."));
  } catch (error) {
    tell(error.message, true);
  } finally {
    sending = false;
    $("rather").value = "";
  }
  if (document.activeElement === $("text")) $("text").blur();
  question.abort();
}

async function hold() {
  if (!shown || performance.now() - heldAt < HOLD_EVERY_MS) return;
  heldAt = performance.now();
  try {
    until = performance.now() + (await post(`/operator/waiting/${shown.number}/hold`)).left * 1000;
  } catch { /* it is gone: the next news says so */ }
}

// What became of a request that somebody else answered, or that nobody did.
function tellWhyGone(before, latest) {
  if (before.number === answered || !latest.gone) return;
  tell(latest.gone);
}

function tell(words, bad = false) {
  $("message").textContent = words;
  $("message").className = bad ? "bad" : "";
}

// --- news ----------------------------------------------------------------------------------------

function show(latest) {
  const before = shown;
  news = latest;
  if (document.activeElement !== $("everything")) $("everything").checked = news.everything;
  if (document.activeElement !== $("seconds")) $("seconds").value = news.seconds;
  $("headline").textContent = news.everything ? tr("You are behind the curtain.") : news.count ? tr("Somebody asks for you.") : tr("The fake answers by itself.");
  $("lead").textContent = news.everything
    ? tr("Each answer waits for you up to {seconds} seconds. If you press nothing, the dials answer.", {seconds: news.seconds})
    : tr("Only requests that the scenario sends to a person wait here.");
  document.title = news.count ? `(${news.count}) ${tr("Behind the curtain")}` : tr("Behind the curtain");
  $("nobody").hidden = news.count > 0;
  $("request").hidden = news.count === 0;
  if (!news.shown) {
    if (before && !sending) clearExhibit();
    if (before) tellWhyGone(before, latest);
    shown = null;
    return;
  }
  until = performance.now() + news.shown.left * 1000;
  if (!before || before.number !== news.shown.number) {
    if (before && before.number === chosen) tellWhyGone(before, latest);
    take(news.shown);
  }
  showQueue();
}

function tick() {
  if (!shown) return;
  const left = Math.max(0, (until - performance.now()) / 1000);
  $("left").textContent = left.toFixed(1) + " s";
  const share = Math.min(1, left / shown.seconds);
  $("rest").style.width = share * 100 + "%";
  $("countdown").setAttribute("aria-valuenow", Math.round(share * 100));
  $("countdown").setAttribute("aria-valuetext", tr("{n} seconds", {n: Math.ceil(left)}));
}

async function follow() {
  let version = "";
  for (;;) {
    question = new AbortController();
    try {
      const latest = await get(`/operator/waiting?after=${version}&chosen=${chosen}`, question.signal);
      version = latest.version;
      show(latest);
      refreshJournal();
    } catch (error) {
      version = "";
      if (error.name === "AbortError") continue;
      $("headline").textContent = error.status === 401 ? tr("This page has no key.") : tr("Not connected.");
      $("lead").textContent = error.status === 401 ? tr("Open it with the whole address that the server printed, the part after # included.") : "";
      tell(error.message, true);
      $("nobody").hidden = $("request").hidden = true;
      shown = null;
      if (error.status === 401) return;
      await new Promise(done => setTimeout(done, 1000));
    }
  }
}

async function turnSwitch() {
  const seconds = Number($("seconds").value);
  try {
    await post("/operator/switch", {everything: $("everything").checked, seconds});
    tell("");
  } catch (error) {
    tell(error.message, true);
  }
}

$("switch").addEventListener("submit", event => event.preventDefault());
$("everything").addEventListener("change", turnSwitch);
$("seconds").addEventListener("change", turnSwitch);
$("sure").addEventListener("input", showDecision);
$("others").addEventListener("change", event => event.target.value && chooseClass(event.target.value));
function typed() {
  edited = true;
  showDecision();
  hold();
}

$("text").addEventListener("input", typed);
$("send").addEventListener("click", () => shown && send(decision()));
$("unknown").addEventListener("click", () => send({choice: "unknown"}));
$("dials").addEventListener("click", () => send({choice: "automatic"}));
$("rather").addEventListener("change", event => {
  const wish = event.target.value;
  if (wish) send(wish === "refuse" ? {choice: "refuse"} : {choice: "fault", fault: wish});
});

const keys = {
  "0": () => send({choice: "unknown"}),
  Enter: () => shown && send(decision()),
  Space: () => send({choice: "automatic"}),
  ArrowLeft: event => turn(event.shiftKey ? -10 : -1),
  ArrowRight: event => turn(event.shiftKey ? 10 : 1),
  Q: next,
  E: () => {
    field().focus();
    field().select();
  },
};
for (let number = 1; number <= HOT; number += 1) keys[number] = () => shown && choose(number);
listen(keys);
setInterval(tick, 100);
setInterval(refreshJournal, 2000);
follow();
