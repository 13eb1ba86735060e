// A refusal is of what was sent. Once something else is typed its sentence goes; typed again as it was, it is back.
import { cellsOf, drawnIn, rowAt, sheet, typedIn } from "./row.js";

// Fields that are judged as one: "không phát sinh" is refused at the reason because of what stands in the figure's cell.
const TOGETHER = [
  ["value", "numerator", "denominator", "nothing_reason"],
  ["status", "percent", "done_on"],
];
const fieldOf = (cell) => cell.name.slice(cell.name.lastIndexOf("-") + 1);

export function reviewRefusals(row) {
  const cells = cellsOf(row);
  for (const cell of cells) {
    const refusal = document.getElementById(`${cell.id}_error`);
    if (!refusal) continue;
    const group = TOGETHER.find((names) => names.includes(fieldOf(cell))) ?? [fieldOf(cell)];
    refusal.hidden = cells.some((other) => group.includes(fieldOf(other)) && typedIn(other) !== drawnIn(other));
    cell.setAttribute("aria-invalid", String(!refusal.hidden));
    const offer = cell.name.endsWith("-value") && row.querySelector("button[name$='-take']");
    if (offer) offer.hidden = refusal.hidden;
  }
}

sheet?.addEventListener("input", ({ target }) => {
  const row = rowAt(target);
  if (row) reviewRefusals(row);
});
