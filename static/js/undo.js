// The saves of this visit, so that the last one can be taken back as a change of its own.
const saves = [];

export function remember(code, texts) {
  saves.push({ code, texts });
}

/** Take back the last save: `put(code, texts)` says whether it could. */
export function undoLast(put) {
  const last = saves.at(-1);
  if (!last || !put(last.code, last.texts)) return null;
  saves.pop();
  return last.code;
}
