// Hot keys: plain ones act outside text fields only, and never take a key from a control that uses it.
const WRITES = "textarea, select, input:not([type=range]):not([type=checkbox])";

/** Call what belongs to a key: `actions` has "1" to "9", "0", "Enter", "Space", "ArrowLeft" and so on. */
export function listen(actions) {
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const on = event.target;
    const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (on.matches("textarea")) {
      if (key === "Escape") on.blur();
      else if (key === "Enter" && !event.shiftKey) act(event, actions.Enter);
      return;
    }
    if (on.matches(WRITES)) {
      if (key === "Escape") on.blur();
      else if (key === "Enter" && on.closest("#form")) act(event, actions.Enter);
      return;
    }
    if (on.matches("input[type=range]") && key.startsWith("Arrow")) return;
    if (on.matches("input[type=checkbox]") && key === "Space") return;
    // A button that has the focus takes Space and Enter itself, but for the suggestions: there Enter sends.
    if (on.matches("button") && key === "Space") return;
    if (on.matches("button") && key === "Enter" && !on.closest("#choices")) return;
    if (event.repeat && !key.startsWith("Arrow")) return;
    act(event, actions[key]);
  });
}

function act(event, action) {
  if (!action) return;
  event.preventDefault();
  action(event);
}
