// Elements made of text and attributes: nothing that an answer says is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

function filled(element, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== ""));
  return element;
}

export const make = (name, given = {}, ...children) => filled(document.createElement(name), given, children);

export const draw = (name, given = {}, ...children) => filled(document.createElementNS(SVG, name), given, children);

// A row of a table as the name of each column and what stands in it; null where the words are no row.
export function cellsOf(words) {
  const lines = words.split("\n").map(line => line.split("\t"));
  if (lines.some(([name, ...cells]) => !name || cells.length !== 1)) return null;
  return make("span", {class: lines.length > 14 ? "cells many" : "cells"},
    ...lines.flatMap(([name, cell]) => [make("span", {}, name), make("b", {}, cell || "–")]));
}
