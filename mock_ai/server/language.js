"use strict";
/* The sentences of this page in the language that the server speaks; what it lacks stays English. */
const LANGUAGE = "en", DIRECTION = "ltr", SENTENCES = {};  // the server writes its own here

/** A sentence with its parts in that language: tr("{n} of {about} answered.", {n, about}). */
export function tr(sentence, parts = {}) {
  const said = Object.hasOwn(SENTENCES, sentence) ? SENTENCES[sentence] : sentence;
  return said.replace(/\{(\w+)\}/g, (gap, name) => parts[name] ?? gap);
}

/** Say the page itself in that language: its texts, and what its controls are called. */
export function translatePage() {
  document.documentElement.lang = LANGUAGE;
  document.documentElement.dir = DIRECTION;
  document.title = tr(document.title);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, said = text.data.trim();
    if (Object.hasOwn(SENTENCES, said)) text.data = text.data.replace(said, () => SENTENCES[said]);
  }
  for (const named of document.querySelectorAll("[aria-label]")) {
    named.setAttribute("aria-label", tr(named.getAttribute("aria-label")));
  }
}
