// What was typed and not stored is not lost without a question when the page is left. Stored is what the page was drawn
// with, but for a field in data-unsaved: the server drew there what it refused.
const form = document.querySelector("form[data-asks]");
let isSent = false;

function differs(area) {
  return area.value !== area.defaultValue || area.closest("[data-unsaved]");
}

form?.addEventListener("submit", () => {
  isSent = true;
});
window.addEventListener("beforeunload", (event) => {
  const wasSent = isSent;
  isSent = false; // the answer may never come, and the page stay
  if (!wasSent && [...(form?.querySelectorAll("textarea") ?? [])].some(differs)) event.preventDefault();
});
