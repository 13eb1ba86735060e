// What the page says while rows are saved: beside the row, in the banner, aloud, and in the counts of its head.
import { allRows, codeOf, sheet } from "./row.js";

const banner = document.querySelector(".waiting-bar");
const aloud = document.querySelector("#said-aloud");
const SENTENCES = {
  away: (count) => `Chưa gửi được đến máy chủ: ${count} dòng đang chờ và sẽ tự gửi khi có kết nối lại. Đừng đóng trang này.`,
  "signed out": (count) => `Phiên làm việc đã hết: ${count} dòng đang chờ.`,
  other: (count) =>
    `Trình duyệt này đang đăng nhập bằng tài khoản khác: ${count} dòng đang chờ. Hãy đăng xuất ở thẻ kia rồi bấm nút bên cạnh.`,
};
const BUTTONS = { away: "Thử lại ngay", "signed out": "Đăng nhập lại", other: "Thử lại" };

/** A word beside the row: "Đang lưu…"; none where the row speaks for itself. */
export function tellRow(row, words) {
  let note = row.querySelector(".told");
  if (!note) {
    note = document.createElement("p");
    note.className = "told quiet";
    note.dataset.keep = "";
    (row.querySelector(".says") ?? row.querySelector(".about") ?? row).append(note);
  }
  note.textContent = words;
  note.hidden = !words;
}

export function tellAloud(words) {
  aloud.textContent = words;
}

/** One sentence over the rows, in place of the one that was said there before. */
export function tellOver(words, kind = "success") {
  const said = Object.assign(document.createElement("div"), { className: `notice notice-${kind} no-print said-over` });
  said.setAttribute("role", "status");
  document.querySelectorAll(".said-over").forEach((before) => before.remove());
  document.querySelector(".sheet-nav").before(said);
  said.textContent = words; // into what is there already, so that it is read out
}

export function tellWaiting(trouble, count) {
  banner.hidden = !trouble || !count;
  if (banner.hidden) return;
  banner.querySelector("p").textContent = SENTENCES[trouble](count);
  banner.querySelector("button").textContent = BUTTONS[trouble];
}

export function onRetry(press) {
  banner.querySelector("button").addEventListener("click", press);
}

/** Which rows could not be saved, beside the buttons, each a link: the refusal itself may be scrolled away. */
export function tellHeld(codes) {
  const note = document.querySelector(".save-bar .unsaved");
  const rows = allRows().filter((row) => codes.includes(codeOf(row)));
  note.hidden = !rows.length;
  note.replaceChildren(`${rows.length} dòng chưa lưu được: `, ...rows.flatMap((row, at) => [at ? ", " : "", linkTo(row)]));
}

function linkTo(row) {
  return Object.assign(document.createElement("a"), { href: `#${row.id}`, textContent: row.querySelector(".stt").textContent });
}

/** "12/18 chỉ tiêu" in the head and on the tab, out of what the rows say of themselves. */
export function tellCounts() {
  const owed = sheet.querySelectorAll("[data-counts]").length;
  const there = sheet.querySelectorAll("[data-counts='there']").length;
  const counted = `${there}/${owed}`;
  const head = document.querySelector(".tally");
  head.textContent = head.textContent.replace(new RegExp(`\\d+/\\d+(?= ${sheet.dataset.noun})`), counted);
  const tab = document.querySelector(".tabs [aria-current]");
  tab.textContent = tab.textContent.replace(/\d+\/\d+/, counted);
  const send = document.querySelector("[data-send]");
  if (send && sheet.querySelector(".saved")) send.hidden = false;
}
