// The saves of this visit, so that the last one can be taken back as a change of its own: a row, or the rows of a paste.
const saves = [];

export function remember(code, texts) {
  saves.push({ isPaste: false, rows: [{ code, texts }] });
}

/** `rows`: one list a paste, which grows as its refused rows are mended and saved. */
export function rememberPaste(rows) {
  if (!saves.some((save) => save.rows === rows)) saves.push({ isPaste: true, rows });
}

export function lastSave() {
  return saves.at(-1) ?? null;
}

export function forgetLastSave() {
  saves.pop();
}
