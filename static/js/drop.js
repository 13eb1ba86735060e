// Evidence: files dropped on a row, or chosen with its button, go to the evidence page of the unit; its answer is the
// row's new list. Without this module the link "Thêm minh chứng" leads to that page.
import { tokenField } from "./post.js";
import { postSignedIn } from "./session.js";

const PATIENCE = 300_000; // twenty megabytes over a bad line
const FAILED = "Chưa tải lên được: mất kết nối hoặc máy chủ đang bận. Hãy thử lại.";
const SENTENCES = {
  "signed out": "Chưa tải lên được: phiên làm việc đã hết. Hãy thử lại để đăng nhập.",
  other: "Chưa tải lên được: trình duyệt này đang đăng nhập bằng tài khoản khác.",
};

const boxOf = (row) => (row?.querySelector("[data-upload]") ? row.querySelector("[data-evidence]") : null);
const rowOf = (node) => node.closest?.(".line, .task") ?? null;
const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function say(box, sentence, kind) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = sentence;
  box.querySelector("[data-said]").replaceChildren(line);
}

function amount(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0) / 1024 / 1024;
  const words = size < 0.1 ? "dưới 0,1" : size.toFixed(1).replace(".", ",");
  return `${files.length} tệp (${words} MB)`;
}

function bodyOf(url, files) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", tokenField().value);
  data.set("dong", url.searchParams.get("dong"));
  files.forEach((file) => data.append("uploads", file));
  return data;
}

async function upload(box, files) {
  if (!files.length || box.dataset.busy) return;
  box.dataset.busy = "1";
  box.closest("details")?.setAttribute("open", "");
  say(box, `Đang tải lên ${amount(files)}…`, "quiet");
  const url = new URL(box.querySelector("[data-upload]").href);
  const { kind, html } = await postSignedIn(url.pathname, () => bodyOf(url, files), { patience: PATIENCE });
  delete box.dataset.busy;
  const fresh = document.createElement("template");
  fresh.innerHTML = html ?? "";
  const list = fresh.content.querySelector("[data-evidence]");
  if (list) show(box, list);
  else say(box, SENTENCES[kind] ?? FAILED, "refused");
}

function show(box, list) {
  const count = rowOf(box).querySelector("[data-proofs]");
  if (count) count.textContent = Number(list.dataset.evidence) ? ` (${list.dataset.evidence})` : "";
  const isThere = box.contains(document.activeElement);
  box.replaceWith(list);
  equip(list);
  if (isThere) list.querySelector("button").focus(); // who chose the file goes on from where the button was
}

// The button and the hint that only make sense with this module.
function equip(box) {
  const link = box.querySelector("[data-upload]");
  if (!link) return;
  const picker = Object.assign(document.createElement("input"), { type: "file", multiple: true, hidden: true });
  picker.accept = link.dataset.upload;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Chọn tệp…" });
  button.className = "btn btn-sm btn-outline-secondary";
  button.addEventListener("click", () => {
    picker.value = ""; // the same file again, after it was mended, is a choice too
    picker.click();
  });
  picker.addEventListener("change", () => upload(box, [...picker.files]));
  link.before(button, picker, " ");
  box.querySelector("[data-hint]").hidden = false;
}

let lit = null;
function light(row) {
  if (row === lit) return;
  lit?.classList.remove("dropping");
  row?.classList.add("dropping");
  lit = row;
}

// A file that misses its row must not replace the page and what is typed in it.
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  const row = rowOf(event.target);
  const takes = boxOf(row) !== null;
  event.dataTransfer.dropEffect = takes ? "copy" : "none";
  light(takes ? row : null);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) light(null);
});
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  light(null);
  const box = boxOf(rowOf(event.target));
  if (box) upload(box, [...event.dataTransfer.files]);
});

document.querySelectorAll("[data-evidence]").forEach(equip);
