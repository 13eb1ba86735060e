// Cells copied from a spreadsheet and pasted into a value cell open the difference page in a dialog: what stands, what
// it would become, and nothing is written until it is accepted. The page beneath stays, with all that is typed in it.
import { morph } from "./morph.js";
import { tokenField } from "./post.js";
import { rowOf, storedIn, textsOf } from "./row.js";
import { postSignedIn } from "./session.js";
import { tellOver } from "./told.js";
import { rememberPaste } from "./undo.js";

const sheet = document.querySelector("form[data-paste]");
const NO_ANSWER = "Chưa gửi được đến máy chủ nên chưa lưu gì; hãy kiểm tra mạng rồi thử lại.";
const SENTENCES = {
  "signed out": "Phiên làm việc đã hết nên chưa lưu gì; hãy bấm lại để đăng nhập.",
  other: "Trình duyệt này đang đăng nhập bằng tài khoản khác nên chưa lưu gì; hãy đăng xuất ở thẻ kia rồi bấm lại.",
};

/** More than one cell: a tab, or a line end that is not the last character. */
function isBlock(text) {
  return /[\t\r\n]/.test(text.replace(/\r?\n$/, ""));
}

function makeDialog() {
  const saved = []; // the rows of this paste as they were before it
  const dialog = document.createElement("dialog");
  dialog.className = "paste-dialog";
  dialog.setAttribute("aria-labelledby", "paste-title");
  dialog.append(Object.assign(document.createElement("h2"), { id: "paste-title", textContent: "Dán từ Excel" }));
  document.body.append(dialog);
  dialog.addEventListener("submit", (event) => accept(event, dialog, saved));
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

/** Post and read the answer as a page; a sentence to show where there is none. */
async function ask(fields) {
  const makeBody = () => {
    fields.set("csrfmiddlewaretoken", tokenField().value);
    return fields;
  };
  const { kind, html } = await postSignedIn(sheet.dataset.paste, makeBody, { follow: true });
  const page = new DOMParser().parseFromString(html ?? "", "text/html");
  return page.querySelector("#paste, form[data-paste]") ? { page } : { sentence: SENTENCES[kind] ?? NO_ANSWER };
}

async function openDifference(cell, text) {
  const fields = new FormData();
  fields.set("pasted", text);
  fields.set("first", cell.name.replace(/-value$/, ""));
  const { page, sentence } = await ask(fields);
  const dialog = makeDialog();
  dialog.addEventListener("close", () => document.getElementById(cell.id)?.focus());
  if (page) show(dialog, page);
  else dialog.append(notice(sentence), closer());
  dialog.showModal();
}

function show(dialog, page) {
  dialog.replaceChildren(dialog.querySelector("#paste-title"), document.adoptNode(page.querySelector("#paste")));
}

async function accept(event, dialog, saved) {
  event.preventDefault();
  const form = event.target;
  const fields = new FormData(form, event.submitter);
  form.inert = true; // a second press would send the rows again
  const { page, sentence } = await ask(fields);
  form.inert = false;
  if (sentence) {
    form.querySelector(".notice-error")?.remove();
    form.prepend(notice(sentence));
    return;
  }
  const left = page.querySelector("#paste");
  const chosen = [...fields.keys()].filter((name) => name.endsWith("-chosen")).map((name) => name.slice(0, -7));
  await refresh(page, chosen.filter((code) => !left?.querySelector(`[id="paste-${code}"]`)), saved);
  if (left) show(dialog, page);
  else dialog.close();
}

/** Draw the saved rows and the head of the page anew; every other row keeps what is typed in it. */
async function refresh(page, codes, saved) {
  if (!codes.length) return;
  saved.push(...codes.map((code) => ({ code, texts: textsOf(rowOf(code), storedIn) })));
  rememberPaste(saved);
  const fresh = page.querySelector("form[data-paste]") ? page : await entryPage();
  const places = [".head", ".sheet-nav", ...codes.map((code) => `[id="row-${code}"]`)];
  for (const place of places) {
    const drawn = fresh?.querySelector(place);
    const shown = document.querySelector(place);
    drawn?.querySelectorAll("[data-keep]").forEach((kept) => kept.remove());
    if (drawn && shown) morph(shown, drawn, () => false);
  }
  const told = fresh?.querySelector(".notice-success");
  if (told) tellOver(told.textContent.trim());
}

async function entryPage() {
  const answer = await fetch(sheet.action).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

function notice(sentence) {
  const said = Object.assign(document.createElement("p"), { className: "notice notice-error", textContent: sentence });
  said.setAttribute("role", "alert");
  return said;
}

function closer() {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Đóng" });
  button.className = "btn btn-outline-secondary";
  button.dataset.close = "";
  return button;
}

sheet?.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!event.target.matches("input[data-measure]") || !isBlock(text)) return;
  event.preventDefault();
  openDifference(event.target, text);
});
