// The keys of the column: Enter and ↓ next row, ↑ the one before, Alt+G last quarter's figure, Esc what is stored,
// Ctrl+Z the last saved row. Nothing happens while an input method composes a letter.
import { keepDraft } from "./drafts.js";
import { saysNothing } from "./quantities.js";
import { allRows, cellsOf, fill, mainCell, rowAt, rowOf, sheet, storedIn, typedIn } from "./row.js";
import { putBack } from "./rows.js";
import { tellAloud } from "./told.js";
import { undoLast } from "./undo.js";

const isLine = (cell) => cell.localName === "input" && cell.type !== "checkbox";

/** After the last row: the button to send, or to save while there is nothing to send. */
function lastStop() {
  return document.querySelector("[data-send]:not([hidden])") ?? document.querySelector(".save-bar .btn");
}

/** The same column in the next row that takes figures (`step` 1) or the one before (-1). */
function move(row, step) {
  const rows = allRows().filter(mainCell);
  const next = rows[rows.indexOf(row) + step];
  const target = next ? mainCell(next) : step > 0 ? lastStop() : null;
  target?.focus();
  if (target?.select) target.select();
}

/** "Không phát sinh" goes with a reason: the way down leads through that field. */
function askReason(row, cell) {
  const reason = row.querySelector("[name$='-nothing_reason']");
  if (!reason || cell !== mainCell(row) || reason.value.trim() || !saysNothing(cell.value)) return false;
  reason.closest("details").open = true;
  reason.focus();
  return true;
}

function repeat(row) {
  const button = row.querySelector("button[name$='-repeat']");
  if (!button) return tellAloud("Quý trước chưa có số liệu để giữ nguyên.");
  sheet.requestSubmit(button);
  move(row, 1);
}

function restore(cell, row) {
  if (typedIn(cell) === storedIn(cell)) return false;
  fill(cell, storedIn(cell));
  cell.select?.();
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  keepDraft(row);
  return true;
}

function undo(cell) {
  if (cell && typedIn(cell) !== storedIn(cell)) return false; // the browser takes back what is being typed
  const code = undoLast(putBack);
  if (!code) return false;
  const target = mainCell(rowOf(code));
  target?.focus();
  target?.select?.();
  return true;
}

function handle(event, row, cell) {
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (plain && event.key === "Enter" && isLine(cell)) return askReason(row, cell) || (move(row, 1) ?? true);
  if (plain && event.key === "ArrowDown" && isLine(cell)) return move(row, 1) ?? true;
  if (plain && event.key === "ArrowUp" && isLine(cell)) return move(row, -1) ?? true;
  if (plain && event.key === "Escape") return restore(cell, row);
  if (event.altKey && !event.ctrlKey && event.code === "KeyG") return repeat(row) ?? true;
  return false;
}

sheet.addEventListener("keydown", (event) => {
  const row = rowAt(event.target);
  if (event.isComposing || event.keyCode === 229 || !row || !cellsOf(row).includes(event.target)) return;
  if (handle(event, row, event.target)) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
  if (!isUndo || event.isComposing) return;
  const cell = event.target.closest?.("input, select, textarea") ?? null;
  const row = rowAt(cell);
  if (cell && !row) return; // a field of something else: of the dialog, say
  if (undo(cell)) event.preventDefault();
});
