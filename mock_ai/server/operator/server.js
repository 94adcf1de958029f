// Every question to the server carries the token. It comes in the address after #, which browsers do not send, and
// leaves it at once: what is read over a shoulder, copied with the address or kept in the history has none.
import {tr} from "./language.js";
const token = takeToken();

function takeToken() {
  const fromAddress = new URLSearchParams(location.hash.slice(1)).get("token");
  if (fromAddress) {
    sessionStorage.setItem("operator-token", fromAddress);
    history.replaceState(null, "", location.pathname);
  }
  return fromAddress || sessionStorage.getItem("operator-token") || "";
}

addEventListener("hashchange", () => location.reload()); // another server's address, in the same tab

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function asked(path, options = {}) {
  const headers = {Authorization: "Bearer " + token};
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  let reply;
  try {
    reply = await fetch(path, {...options, headers, cache: "no-store"});
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, tr("The server does not answer. Start it again."));
  }
  if (!reply.ok) {
    const why = await reply.json().then(document => document.error.message, () => reply.statusText);
    throw new Refused(reply.status, why);
  }
  return reply;
}

export const get = async (path, signal) => (await asked(path, {signal})).json();
export const bytes = async (path, signal) => (await asked(path, {signal})).blob();
export const post = async (path, document = {}) =>
  (await asked(path, {method: "POST", body: JSON.stringify(document)})).json();
