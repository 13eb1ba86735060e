// The keys of the column: Enter and ↓ next row, ↑ the one before, Alt+G last quarter's figure, Esc what is stored,
// Ctrl+Z the last saved row or the rows of the last paste. Nothing happens while an input method composes a letter.
import { keepDraft } from "./drafts.js";
import { saysNothing } from "./quantities.js";
import { allRows, cellsOf, fill, isChanged, mainCell, rowAt, rowOf, sheet, storedIn, typedIn } from "./row.js";
import { keptBecause, leave, letStand, putBack } from "./rows.js";
import { tellAloud, tellOver } from "./told.js";
import { forgetLastSave, lastSave } from "./undo.js";

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

/** "Không phát sinh" goes with a reason: the way down leads through that field, and not past it while it is empty. */
function askReason(row, cell) {
  const main = mainCell(row);
  const reason = row.querySelector("[name$='-nothing_reason']");
  if (!reason || ![main, reason].includes(cell) || reason.value.trim() || !saysNothing(main.value)) return false;
  reason.closest("details").open = true;
  reason.focus();
  tellAloud("Không phát sinh thì cần lý do; hãy ghi lý do tại đây.");
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
  if (!isChanged(row)) leave(row); // nothing is left that could be refused: neither is the refusal
  return true;
}

function undo(cell) {
  if (cell && typedIn(cell) !== storedIn(cell)) return false; // the browser takes back what is being typed
  const save = lastSave();
  if (!save || (!save.isPaste && keptBecause(save.rows[0].code))) return false;
  forgetLastSave();
  if (save.isPaste) undoPaste(save.rows);
  else putBack(save.rows[0].code, save.rows[0].texts);
  const target = mainCell(rowOf(save.rows[0].code));
  target?.focus();
  target?.select?.();
  return true;
}

/** Each row a change of its own; those that have something newer, or take no writing any more, stay and say why. */
async function undoPaste(rows) {
  const kept = await Promise.all(rows.map(async ({ code, texts }) => {
    const because = keptBecause(code);
    const refused = because ? "" : await putBack(code, texts);
    if (refused) letStand(code);
    const why = because || refused.split(";")[0].replace(/\.$/, "");
    return why && `dòng ${rowOf(code)?.querySelector(".stt").textContent ?? code} (${why})`;
  }));
  const stays = kept.filter(Boolean);
  const done = rows.length - stays.length;
  const said = done ? `Đã hoàn tác ${done} dòng vừa dán.` : "Chưa hoàn tác được dòng nào vừa dán.";
  tellOver(stays.length ? `${said} Giữ nguyên ${stays.join(", ")}.` : said, stays.length ? "warning" : "success");
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
