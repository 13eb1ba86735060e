// A row saves itself when the focus leaves it. The verdict, the ratio and the sentence beside it are the server's.
import { dropDraft, keepDraft, offerDraft } from "./drafts.js";
import { morph } from "./morph.js";
import { Queue } from "./queue.js";
import { allRows, bodyOf, cellsOf, codeOf, fill, isChanged, mainCell, rowAt, rowOf, sheet, storedIn, textsOf, typedIn } from "./row.js";
import { askSession, askToSignIn, postFresh } from "./session.js";
import { onRetry, tellAloud, tellCounts, tellHeld, tellRow, tellWaiting } from "./told.js";
import { reviewRefusals } from "./stale.js";
import { remember } from "./undo.js";

const SAVED = 200;
const CONFLICT = 409;
const held = new Map(); // code → {status, typed}: not saved, and why is said beside the row
const awaited = new Map(); // code → who waits for the row's answer: told "", or why it was not saved
const same = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);

/** Send a row as it stands now. What was typed after a button was pressed is the officer's later word. */
async function send(code, job) {
  const row = rowOf(code);
  const typed = textsOf(row, typedIn);
  const stored = textsOf(row, storedIn);
  const extra = same(typed, job.typed) ? job.extra : {};
  tellRow(row, "Đang lưu…");
  const answer = await postFresh(`${sheet.dataset.rows}dong/${code}/`, () => bodyOf(row, extra));
  if (answer.kind !== "answer") {
    tellRow(row, "Chưa gửi được, đang chờ…");
    return answer.kind;
  }
  take(row, answer, { typed, stored, extra });
  return "done";
}

/** Show the answer in the row; what was typed since it was sent stays, and is sent in its turn. */
function take(row, { status, html }, { typed, stored, extra }) {
  const code = codeOf(row);
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.querySelector(`[id="row-${code}"]`);
  if (!fresh) {
    tellAwaited(code, "máy chủ chưa lưu được");
    return hold(row, status, typed, "Máy chủ chưa lưu được dòng này. Số đã gõ vẫn ở trong ô; hãy bấm Lưu để thử lại.");
  }
  morph(row, fresh, (cell) => cell.name in typed && typedIn(cell) !== typed[cell.name]);
  tellAwaited(code, status === SAVED ? "" : (row.querySelector(".refused")?.textContent ?? "máy chủ chưa lưu được"));
  if (status !== SAVED) {
    hold(row, status, typed, "");
    reviewRefusals(row);
    // Who meanwhile took back what was refused, or mended it and went on, is not told off for it.
    const wentOn = !same(textsOf(row, typedIn), typed) && !row.contains(document.activeElement);
    if (wentOn || (!isChanged(row) && !(`${code}-leave` in extra))) leave(row);
    return;
  }
  held.delete(code);
  tellHeld([...held.keys()]);
  tellRow(row, "");
  tellAloud(`Đã lưu dòng ${row.querySelector(".stt").textContent}`);
  tellCounts();
  if (!same(typed, stored) && !(`${code}-undo` in extra || `${code}-leave` in extra)) remember(code, stored);
  row.dispatchEvent(new CustomEvent("row:saved", { bubbles: true }));
  if (!isChanged(row)) dropDraft(row);
  else if (!row.contains(document.activeElement)) leave(row);
}

function tellAwaited(code, why) {
  awaited.get(code)?.(why);
  awaited.delete(code);
}

function hold(row, status, typed, words) {
  held.set(codeOf(row), { status, typed });
  tellHeld([...held.keys()]);
  keepDraft(row);
  tellRow(row, words);
  tellAloud(row.querySelector(".refused")?.textContent ?? words);
  row.dispatchEvent(new CustomEvent("row:held", { bubbles: true }));
}

export const queue = new Queue(send, ({ trouble, size, jobs }) => {
  tellWaiting(trouble, size);
  if (trouble === "signed out") askToSignIn(() => queue.resume());
  if (trouble) for (const code of jobs.keys()) tellRow(rowOf(code), "Chưa gửi được, đang chờ…");
});

function enqueue(row, extra = {}) {
  queue.add(codeOf(row), { extra, typed: textsOf(row, typedIn) });
}

/** Save what changed. Not again what was refused as it stands, and never over a conflict: there the officer chooses. */
export function leave(row) {
  const code = codeOf(row);
  const before = held.get(code);
  if (before?.status === CONFLICT) return;
  if (isChanged(row)) {
    if (!before || !same(textsOf(row, typedIn), before.typed)) enqueue(row);
  } else if (before) enqueue(row, { [`${code}-leave`]: "1" });
}

/** A button of a row: the offered reading, last quarter's figure, or the choice between two values. */
function press(button) {
  const row = rowAt(button);
  if (button.dataset.typed) fill(mainCell(row), button.dataset.typed);
  enqueue(row, { [button.name]: button.value });
}

/** Why the row cannot be put to other texts now; "" where it can. */
export function keptBecause(code) {
  const row = rowOf(code);
  if (!row || !mainCell(row)) return "không sửa được nữa";
  return isChanged(row) ? "đang gõ dở" : "";
}

/** Put all fields of a row to given texts and save that as a change of its own. Resolves to "", or why it was refused. */
export function putBack(code, texts) {
  const row = rowOf(code);
  for (const cell of cellsOf(row)) fill(cell, texts[cell.name] ?? storedIn(cell));
  return new Promise((tell) => {
    awaited.set(code, tell);
    enqueue(row, { [`${code}-undo`]: "1" });
  });
}

/** Show the row as it is stored, whatever is in its cells. */
export function letStand(code) {
  enqueue(rowOf(code), { [`${code}-leave`]: "1" });
}

function saveAll() {
  const changed = allRows().filter(isChanged);
  for (const row of changed) {
    if (held.get(codeOf(row))?.status !== CONFLICT) enqueue(row);
  }
  if (!changed.length) tellAloud("Không có thay đổi nào cần lưu.");
}

/** To the send page only once every row has its answer, and none was refused. */
function goOn(event, link) {
  for (const row of allRows().filter(isChanged)) leave(row); // the click may come before the focus has left
  if (!queue.size && !held.size) return;
  event.preventDefault();
  const wait = setInterval(() => {
    if (queue.trouble) clearInterval(wait);
    if (queue.size) return;
    clearInterval(wait);
    if (held.size) mainCell(rowOf(held.keys().next().value))?.focus();
    else location.assign(link.href);
  }, 100);
}

sheet.addEventListener("focusout", ({ target }) => {
  const row = rowAt(target);
  // Another window is no other row: then the focused element stays the page's active one.
  setTimeout(() => row && document.activeElement !== target && !row.contains(document.activeElement) && leave(row));
});
sheet.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name && rowAt(event.submitter)) press(event.submitter);
  else saveAll();
});
sheet.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-send]");
  if (link) goOn(event, link);
});
onRetry(async () => {
  if (queue.trouble === "signed out" && (await askSession()) === "nobody") askToSignIn(() => queue.resume());
  else queue.resume();
});
window.addEventListener("beforeunload", (event) => {
  if (queue.trouble && queue.size) event.preventDefault();
});
for (const row of allRows()) offerDraft(row);
