// Grades are kept on this device until the computer has them: every one is written down here first, then sent, in order.
import {tr} from "/grade/language.js";

const token = takeToken();
const BATCH = 100;
let rater = read("rater") || "";
let waiting = [];
let sending = false;
let later = 0;
let listener = () => {};
let account = "";

function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem("grade-token", given);
    history.replaceState(null, "", location.pathname);
  }
  return given || sessionStorage.getItem("grade-token") || "";
}

function read(name) {
  try { return localStorage.getItem("grade-" + name); } catch { return null; }
}

function write(name, value) {
  try { localStorage.setItem("grade-" + name, value); } catch { /* a private window: this page alone remembers */ }
}

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(path, body) {
  const reply = await fetch("/grade/" + path, {
    method: "POST", cache: "no-store", body: JSON.stringify(body),
    headers: {Authorization: "Bearer " + token, "X-Rater": rater, "Content-Type": "application/json"},
  });
  if (reply.ok) return reply.json();
  let message = tr("That did not work. Try again.");
  try { message = (await reply.json()).error.message; } catch { /* not ours */ }
  throw new Refused(reply.status, message);
}

export async function begin(name) {
  const found = await call("rater", {name});
  rater = found.rater;
  write("rater", rater);
  account = "waiting-" + found.project + "-" + name;
  waiting = JSON.parse(read(account) || "[]");
  send();
  return found;
}

export const answers = n => call("answers", {n});

export async function content(answer) {
  const reply = await fetch("/grade/content?answer=" + encodeURIComponent(answer), {
    headers: {Authorization: "Bearer " + token, "X-Rater": rater}, cache: "no-store",
  });
  return reply.ok ? reply.blob() : null;
}

export function onChange(call) { listener = call; }

export const unsent = () => waiting.length;

// Keep a grade here, and send it as soon as the computer hears.
export function keep(grade) {
  waiting.push(grade);
  write(account, JSON.stringify(waiting));
  listener("");
  send();
}

export async function send() {
  if (sending || !waiting.length) return;
  sending = true;
  clearTimeout(later);
  let problem = "", again = 0;
  try {
    const batch = waiting.slice(0, BATCH);
    await call("grades", {grades: batch});
    waiting.splice(0, batch.length);
    write(account, JSON.stringify(waiting));
    again = waiting.length ? 1 : 0;
  } catch (error) {
    again = 3000;
    if (error instanceof Refused) problem = error.message;
  }
  sending = false;
  listener(problem);
  if (again) later = setTimeout(send, again);
}

addEventListener("online", send);
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
