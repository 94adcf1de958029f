// Every question to the server carries the token, which stands in the address after #.
const token = new URLSearchParams(location.hash.slice(1)).get("token") || "";

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
    throw new Refused(0, "The server does not answer. Start it again.");
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
