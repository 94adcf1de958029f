// What was asked and answered, newest first.
import {get} from "./server.js";
import {tr} from "./language.js";

const MOST_ROWS = 500;
const rows = document.getElementById("rows");
const state = document.getElementById("state");
const WHO = {dials: tr("dials"), you: tr("you"), model: tr("model"), fault: tr("fault"), refused: tr("refused")};
let last = 0;
let asking = false;
let again = false;

function cell(row, text, className = "") {
  const td = row.insertCell();
  td.textContent = text;
  td.title = text;
  td.className = className;
}

function show(exchange) {
  const row = rows.insertRow(0);
  const answer = exchange.answer !== null ? exchange.answer : exchange.abstain ? tr("I don’t know") : tr("no answer");
  const fails = exchange.answered_by === "fault" || exchange.probability === null;
  const late = exchange.timed_out ? tr(", time was up") : "";
  cell(row, new Date(exchange.at).toLocaleTimeString([], {hourCycle: "h23"}));
  cell(row, exchange.name || exchange.kind);
  cell(row, answer);
  cell(row, fails ? "" : Math.round(exchange.probability * 100) + "%", "number");
  const who = exchange.answered_by === "candidate" ? exchange.model : WHO[exchange.answered_by] || exchange.answered_by;
  cell(row, who + late, exchange.answered_by === "dials" ? "simulated" : "");
  cell(row, exchange.took_seconds.toFixed(1) + " s", "number");
  last = Math.max(last, exchange.number);
  while (rows.rows.length > MOST_ROWS) rows.deleteRow(-1);
}

/** Show what came since the last time; questions never overlap. */
export async function refreshJournal() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const journal = await get("/operator/journal?after=" + last);
    journal.exchanges.forEach(show);
    const who = journal.simulated ? tr("{model}, simulated", {model: journal.model}) : journal.model;
    const count = journal.total === 1 ? tr("1 request") : tr("{n} requests", {n: journal.total});
    state.textContent = tr("Serving {who}. {requests}. Every answer of yours is marked simulated in the record.", {who, requests: count});
    state.className = "note";
  } catch (error) {
    state.textContent = error.message;
    state.className = "note bad";
  } finally {
    asking = false;
    if (again) {
      again = false;
      refreshJournal();
    }
  }
}
