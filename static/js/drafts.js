// What was typed and is not stored yet, kept in this browser: figures only, under the account and the row. It goes when
// the row is saved and when the account signs out (logout.js), and is offered at the next visit.
import { cellsOf, codeOf, fill, mainCell, rowAt, sheet, storedIn, typedIn } from "./row.js";

const place = (row) => `draft:${sheet.dataset.user}:${sheet.dataset.rows}${codeOf(row)}`;
const figuresOf = (row) => cellsOf(row).filter((cell) => cell.dataset.draft);

export function keepDraft(row) {
  const typed = figuresOf(row).filter((cell) => typedIn(cell) !== storedIn(cell));
  if (!typed.length) return dropDraft(row);
  localStorage.setItem(place(row), JSON.stringify(Object.fromEntries(typed.map((cell) => [cell.name, typedIn(cell)]))));
}

export function dropDraft(row) {
  localStorage.removeItem(place(row));
}

function draftOf(row) {
  const kept = JSON.parse(localStorage.getItem(place(row)) ?? "{}");
  return figuresOf(row).filter((cell) => cell.name in kept && kept[cell.name] !== typedIn(cell)).map((cell) => [cell, kept[cell.name]]);
}

function button(label, press) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-sm btn-outline-secondary", textContent: label });
  made.addEventListener("click", press);
  return made;
}

const wordsOf = ([cell, text]) => (cell.options ? [...cell.options].find((option) => option.value === text)?.text : text) ?? text;

/** Say what was typed last time; nothing is taken over by itself. */
export function offerDraft(row) {
  const draft = draftOf(row);
  if (!draft.length || !mainCell(row)) return dropDraft(row);
  const note = document.createElement("p");
  note.className = "offer";
  note.dataset.keep = "";
  const said = draft.filter(([cell]) => cell.type !== "checkbox").map(wordsOf).join(", ");
  note.append(`Lần trước bạn gõ “${said || "ước"}” mà chưa lưu. `);
  const take = () => {
    for (const [cell, text] of draft) fill(cell, text);
    note.remove();
    mainCell(row).focus();
    mainCell(row).dispatchEvent(new Event("input", { bubbles: true }));
  };
  const drop = () => {
    dropDraft(row);
    note.remove();
  };
  note.append(button("Lấy lại", take), " ", button("Bỏ", drop));
  (mainCell(row).closest("td, .fields") ?? row).append(note);
}

sheet?.addEventListener("input", ({ target }) => {
  const row = rowAt(target);
  if (row) keepDraft(row);
});
