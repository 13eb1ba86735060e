// What was typed and is not stored yet, kept in this browser: every field of the row, under the account and the row. It
// goes when the row is saved, when the account signs out (logout.js) and by itself after a month, for the computer may be
// another's too; until then it is offered at the next visit.
import { cellsOf, codeOf, fill, mainCell, rowAt, sheet, storedIn, typedIn } from "./row.js";

const MONTH = 30 * 24 * 3600 * 1000; // ms
const LONGEST = 80; // of one field in the offer; the field itself comes back whole
const place = (row) => `draft:${sheet.dataset.user}:${sheet.dataset.rows}${codeOf(row)}`;

export function keepDraft(row) {
  const typed = cellsOf(row).filter((cell) => typedIn(cell) !== storedIn(cell));
  if (!typed.length) return dropDraft(row);
  const cells = Object.fromEntries(typed.map((cell) => [cell.name, typedIn(cell)]));
  localStorage.setItem(place(row), JSON.stringify({ at: Date.now(), cells }));
}

export function dropDraft(row) {
  localStorage.removeItem(place(row));
}

/** Whosever they are. */
function forgetOld() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
    const { at = 0 } = JSON.parse(localStorage.getItem(key));
    if (Date.now() - at > MONTH) localStorage.removeItem(key);
  }
}

function draftOf(row) {
  const kept = JSON.parse(localStorage.getItem(place(row)) ?? "{}").cells ?? {};
  return cellsOf(row).filter((cell) => cell.name in kept && kept[cell.name] !== typedIn(cell)).map((cell) => [cell, kept[cell.name]]);
}

function button(label, press) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-sm btn-outline-secondary", textContent: label });
  made.addEventListener("click", press);
  return made;
}

function wordsOf(row, cell, text) {
  if (cell.type === "checkbox") return `${cell.dataset.called}: ${text === "on" ? "có" : "không"}`;
  const shown = (cell.options ? [...cell.options].find(({ value }) => value === text)?.text : text) ?? text;
  const cut = shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
  const said = text ? `“${cut.replaceAll(/\s+/g, " ")}”` : "(xóa trống)";
  return cell === mainCell(row) ? said : `${cell.dataset.called} ${said}`;
}

function takeBack(row, draft) {
  for (const [cell, text] of draft) {
    fill(cell, text);
    for (let fold = cell.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  mainCell(row).focus();
  for (const [cell] of draft) cell.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Say what was typed last time; nothing is taken over by itself. A row that takes no writing now keeps its draft. */
export function offerDraft(row) {
  if (!mainCell(row)) return;
  const draft = draftOf(row);
  if (!draft.length) return dropDraft(row);
  const note = document.createElement("p");
  note.className = "offer";
  note.dataset.keep = "";
  note.append(`Lần trước bạn gõ ${draft.map(([cell, text]) => wordsOf(row, cell, text)).join("; ")} mà chưa lưu. `);
  const take = () => {
    note.remove();
    takeBack(row, draft);
  };
  const drop = () => {
    dropDraft(row);
    note.remove();
  };
  note.append(button("Lấy lại", take), " ", button("Bỏ", drop));
  (mainCell(row).closest("td, .fields") ?? row).append(note);
}

forgetOld();
sheet?.addEventListener("input", ({ target }) => {
  const row = rowAt(target);
  if (row) keepDraft(row);
});
