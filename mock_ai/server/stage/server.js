// Talking to the server. The token comes in the address after #, which browsers do not send, and leaves it at once.
import {tr} from "/stage/language.js";

const token = takeToken();
let visitor = "";

function takeToken() {
  const fromAddress = new URLSearchParams(location.hash.slice(1)).get("token");
  if (fromAddress) {
    sessionStorage.setItem("token", fromAddress);
    history.replaceState(null, "", location.pathname);  // not for those who look over a shoulder
  }
  return fromAddress || sessionStorage.getItem("token") || "";
}

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function call(path, {method = "POST", body = "{}", type = "application/json", signal} = {}) {
  const headers = {Authorization: "Bearer " + token};
  if (visitor) headers["X-Visitor"] = visitor;
  if (method === "POST" && type) headers["Content-Type"] = type;
  return fetch("/stage/" + path, {method, headers, body: method === "POST" ? body : undefined, signal, cache: "no-store"});
}

export async function refusal(reply) {
  let message = tr("That did not work. Try again.");
  try {
    message = (await reply.json()).error.message;
  } catch { /* not ours */ }
  return new Refused(reply.status, message);
}

// What is shown here is called; empty where nobody named it, or nothing is shown any more.
export async function showName() {
  const reply = await call("show", {method: "GET"});
  return reply.ok ? (await reply.json()).name : "";
}

export async function join(person) {
  const reply = await call("visitors", {body: JSON.stringify({name: person})});
  if (!reply.ok) throw await refusal(reply);
  const visit = await reply.json();
  visitor = visit.visitor;
  return visit;
}

// What we see now: an item, or that it is over. A step shows another in its place, answered as rightly or wrongly.
export async function turnNow(step = 0) {
  const reply = await call("turn", {body: JSON.stringify({step})});
  if (!reply.ok) throw await refusal(reply);
  return reply.json();
}

export async function takeBack() {
  const reply = await call("back");
  if (!reply.ok) throw await refusal(reply);
  return (await reply.json()).taken_back;
}

// The picture of something that the answer names; null where there is none.
export async function picture(name) {
  const reply = await call("turn/picture?name=" + encodeURIComponent(name), {method: "GET"});
  return reply.ok ? reply.blob() : null;
}
