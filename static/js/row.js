// One row of an entry page: its cells, what is typed in them, what is stored. A row is `<… id="row-PL1.6">`, its cells
// are named `PL1.6-value`; where a cell shows what was refused, `data-saved` holds what is stored.
const ROW = "form.sheet [id^='row-']";

export const sheet = document.querySelector("form.sheet");

export function rowAt(node) {
  return node instanceof Element ? node.closest(ROW) : null;
}

export function allRows() {
  return [...document.querySelectorAll(ROW)];
}

export function codeOf(row) {
  return row.id.slice("row-".length);
}

export function rowOf(code) {
  return document.getElementById(`row-${code}`);
}

/** What the officer can type into. */
export function cellsOf(row) {
  const named = row.querySelectorAll("input[name], select[name], textarea[name]");
  return [...named].filter((cell) => cell.type !== "hidden" && !cell.disabled);
}

/** The cell that holds the row's answer: the figure, or the state of a task. */
export function mainCell(row) {
  return row.querySelector("[name$='-value'], [name$='-status']");
}

export function typedIn(cell) {
  if (cell.type === "checkbox") return cell.checked ? "on" : "false";
  return cell.value.replaceAll("\r\n", "\n").trim();
}

export function storedIn(cell) {
  return cell.dataset.saved === undefined ? drawnIn(cell) : cell.dataset.saved.replaceAll("\r\n", "\n").trim();
}

/** What the server drew into the cell: what is stored, or where it was refused what was typed then. */
export function drawnIn(cell) {
  if (cell.type === "checkbox") return cell.defaultChecked ? "on" : "false";
  if (cell.options) return [...cell.options].find((option) => option.defaultSelected)?.value ?? cell.options[0].value;
  return cell.defaultValue.trim();
}

export function fill(cell, text) {
  if (cell.type === "checkbox") cell.checked = text === "on";
  else cell.value = text;
}

export function isChanged(row) {
  return cellsOf(row).some((cell) => typedIn(cell) !== storedIn(cell));
}

/** Name → text of all cells, as `read` (typedIn or storedIn) sees them. */
export function textsOf(row, read) {
  return Object.fromEntries(cellsOf(row).map((cell) => [cell.name, read(cell)]));
}

/** What the plain form would post of this row. */
export function bodyOf(row, extra) {
  const body = new URLSearchParams();
  for (const cell of row.querySelectorAll("input[name], select[name], textarea[name]")) {
    if (!cell.disabled && (cell.type !== "checkbox" || cell.checked)) body.append(cell.name, cell.value);
  }
  for (const [name, text] of Object.entries(extra)) body.append(name, text);
  return body;
}
