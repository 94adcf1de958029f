// How an answer is typed that names no class: fields as a form, items to put in order, steps line by line, a number, or words.
import {tr} from "./language.js";

const $ = id => document.getElementById(id);
let shape = "";

const LABELS = {number: tr("The number"), items: tr("An item a line, the first one first"), steps: tr("A step a line")};

// Show the form (null: plain words), begun as the dials have it; `changed` is called with every letter.
export function showForm(form, changed) {
  shape = form?.shape ?? "";
  $("form").replaceChildren();
  $("form").hidden = true;
  if (shape in LABELS) $("words-label").firstChild.data = LABELS[shape] + " ";
  $("words").hidden = shape === "fields";
  $("text").inputMode = shape === "number" ? "decimal" : "text";
  if (!form) return;
  $("text").value = form.text;
  if (shape === "fields") showFields(form.fields, changed);
  else if (shape === "items") showItems(form.lines, changed);
  $("text").rows = Math.min(10, Math.max(2, form.lines.length + 1));
}

function showFields(fields, changed) {
  $("form").hidden = false;
  for (const [name, value] of fields) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.value = value;
    field.name = name;
    field.addEventListener("input", () => {
      $("text").value = [...$("form").querySelectorAll("input")].map(one => `${one.name}: ${one.value}`).join("\n");
      changed();
    });
    label.append(name, field);
    $("form").append(label);
  }
}

// Pressing one puts it first; the lines below can be typed as well.
function showItems(lines, changed) {
  $("form").hidden = false;
  $("form").append(tr("Put first:"), ...lines.map(line => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = line;
    button.addEventListener("click", () => {
      const others = $("text").value.split("\n").filter(one => one.trim() && one !== line);
      $("text").value = [line, ...others].join("\n");
      changed();
      button.blur();
    });
    return button;
  }));
}

// Where the keyboard goes to edit it.
export const field = () => $("form").querySelector("input") ?? $("text");

// Whether it has a form of its own, which stands begun.
export const isBegun = () => shape !== "";
