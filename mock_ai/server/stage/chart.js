// A number among those before it, with its range and what today's rule would say.
import {cellsOf, draw, make} from "/stage/element.js";
import {tr} from "/stage/language.js";

const WIDE = 720, HIGH = 420, LEFT = 64, RIGHT = 96, TOP = 14, BOTTOM = 44;
let question = null;
let place = null;

export function asked(given) {
  question = given;
  place = make("div", {class: "chart"}, plot(null));
  return [make("p", {class: "caption"}, question.caption), cellsOf(question.text), place];
}

export function told(answer) {
  place?.replaceChildren(plot(answer.parts));
  return {parts: []};
}

const said = number => number.toLocaleString(document.documentElement.lang, {maximumFractionDigits: 2});

// Round numbers that hold all values, four to seven of them.
function ticksOf(values) {
  const least = Math.min(...values), most = Math.max(...values);
  const span = most - least || Math.abs(most) || 1;
  const rough = span / 4, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(n => n * power).find(one => one >= rough);
  const first = Math.floor(least / step), last = Math.ceil(most / step);
  return Array.from({length: last - first + 1}, (_, n) => (first + n) * step);
}

function plot(parts) {
  const past = question.past, rule = question.baseline;
  const values = [...past.map(([, value]) => value), ...(rule ? [rule[1]] : []), ...(parts ?? []).map(part => part.value)].filter(Number.isFinite);
  if (!past.length && !rule && cellsOf(question.text)) return "";  // there is nothing to compare it with
  if (!values.length) return make("p", {class: "given"}, question.text);
  const ticks = ticksOf(values), low = ticks[0], high = ticks.at(-1);
  const across = n => LEFT + n * (WIDE - LEFT - RIGHT) / Math.max(1, past.length + 1);
  const up = value => TOP + (high - value) / (high - low || 1) * (HIGH - TOP - BOTTOM);
  const svg = draw("svg", {viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": inWords(past, rule, parts)});
  for (const tick of ticks) {
    svg.append(draw("line", {class: tick === low ? "axis" : "grid", x1: LEFT, x2: WIDE - 16, y1: up(tick), y2: up(tick)}));
    svg.append(draw("text", {x: LEFT - 10, y: up(tick) + 5, "text-anchor": "end"}, said(tick)));
  }
  if (rule) {
    svg.append(draw("line", {class: "rule", x1: LEFT, x2: across(past.length + 1) - 16, y1: up(rule[1]), y2: up(rule[1])}));
  }
  const points = past.map(([, value], n) => [across(n), up(value)]);
  svg.append(draw("polyline", {class: "past", points: points.map(point => point.join(",")).join(" ")}));
  for (const [x, y] of points) svg.append(draw("circle", {class: "dot", cx: x, cy: y, r: 3.2}));
  const shown = past.length < 3 ? past.map((_, n) => n) : [0, Math.floor(past.length / 2), past.length - 1];
  for (const n of new Set(shown)) {
    const crowded = n === past.length - 1 && n > 0;  // beside what comes next there is room on wide screens only
    svg.append(draw("text", {class: crowded ? "last-day" : null, x: across(n), y: HIGH - 14, "text-anchor": n ? "middle" : "start"}, past[n][0]));
  }
  if (rule) svg.append(draw("text", {class: "ink", x: LEFT + 8, y: up(rule[1]) - 7}, tr("the rule: {rule}, {value}", {rule: rule[0], value: said(rule[1])})));
  if (parts?.length === 3) svg.append(...estimate(parts, across(past.length + 1), up, points.at(-1)));
  return svg;
}

// The lower end, the number and the upper end.
function estimate([lower, middle, upper], x, up, before) {
  const y = up(middle.value), low = up(lower.value), high = up(upper.value);
  const found = [draw("line", {class: "range", x1: x, x2: x, y1: low, y2: high})];
  if (before) found.unshift(draw("line", {class: "ahead", x1: before[0], y1: before[1], x2: x, y2: y}));
  found.push(draw("path", {class: "diamond", d: `M${x} ${y - 9}l9 9-9 9-9-9z`}));
  found.push(draw("text", {class: "ink big", x: x + 18, y: y + 5}, middle.text));
  if (y - high > 18) found.push(draw("text", {x: x + 18, y: high + 5}, upper.text));
  if (low - y > 18) found.push(draw("text", {x: x + 18, y: low + 5}, lower.text));
  found.push(draw("text", {class: "ink", x, y: HIGH - 14, "text-anchor": "middle"}, tr("next")));
  return found;
}

function inWords(past, rule, parts) {
  const known = past.length ? tr("{n} values from {first} to {last}, the last {value}.", {n: past.length, first: past[0][0], last: past.at(-1)[0], value: said(past.at(-1)[1])}) : "";
  const usual = rule ? tr("The rule: {rule}, {value}.", {rule: rule[0], value: said(rule[1])}) : "";
  const next = parts?.length === 3 ? tr("It says {middle}, between {low} and {high}.", {middle: parts[1].text, low: parts[0].text, high: parts[2].text}) : "";
  return [known, usual, next].filter(Boolean).join(" ");
}

export const press = () => false;
export const edit = answer => ({label: tr("Your number"), value: answer.parts[1]?.text ?? "", rows: 1, inputmode: "decimal"});
export const leave = () => {};
