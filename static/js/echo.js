// While a figure is typed, its cell says how it is read: "= 99,5%", "43/45 = 95,6%", a question, or a refusal.
// Text that is no number yet ("43/") is given time: a refusal waits for a pause or for the cell to be left.
import { readFigure } from "./quantities.js";

const PAUSE = 700;
const waiting = new WeakMap();

function ruleOf({ dataset }) {
  return {
    measure: dataset.measure,
    asksQuotient: dataset.asksQuotient !== undefined,
    moneyPair: dataset.moneyPair !== undefined,
  };
}

function say(cell, { now }) {
  clearTimeout(waiting.get(cell));
  const place = document.getElementById(`${cell.id}-reading`);
  if (!place) return;
  const outcome = readFigure(cell.value, ruleOf(cell));
  if (outcome.kind === "refused" && !now) {
    show(place, []);
    waiting.set(cell, setTimeout(() => say(cell, { now: true }), PAUSE));
    return;
  }
  const asDrawn = cell.value === cell.defaultValue; // then the server has said it, a refusal too
  show(place, asDrawn ? [] : wordsOf(outcome), asDrawn ? "" : outcome.suggestion, cell);
  const isRefused = asDrawn ? document.getElementById(`${cell.id}_error`) !== null : outcome.kind === "refused";
  cell.setAttribute("aria-invalid", String(isRefused));
}

/** Class and text of what there is to say. */
function wordsOf({ kind, echo, warning, sentence }) {
  if (kind === "refused") return [["refused", sentence]];
  if (kind === "nothing") return [["read", "= không phát sinh"], ["ask", " · cần ghi lý do"]];
  return [["read", echo], ["ask", warning && ` · ${warning}`]].filter(([, text]) => text);
}

function show(place, words, suggestion = "", cell = null) {
  const output = place.querySelector("output");
  // Leaving the cell on the way to the button must not put another button in its place.
  if (output.textContent === words.map(([, text]) => text).join("")) return;
  output.replaceChildren(...words.map(([className, text]) => spanOf(className, text)));
  place.querySelector("button")?.remove();
  if (suggestion) place.append(takeButton(cell, suggestion));
}

function spanOf(className, textContent) {
  return Object.assign(document.createElement("span"), { className, textContent });
}

/** The possible reading, put into the cell as if it had been typed. */
function takeButton(cell, suggestion) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-outline-secondary";
  button.textContent = `Đúng, lấy ${suggestion}`;
  button.addEventListener("click", () => {
    cell.value = suggestion;
    cell.focus();
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return button;
}

for (const [event, now] of [["input", false], ["change", true]]) {
  document.addEventListener(event, ({ target }) => {
    if (target.matches("input[data-measure]")) say(target, { now });
  });
}
// The answer to what was sent draws the row anew; what was typed meanwhile is still to be read out.
document.addEventListener("row:saved", ({ target }) => {
  for (const cell of target.querySelectorAll("input[data-measure]")) say(cell, { now: false });
});
