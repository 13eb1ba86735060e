// The key "/" leads to the search field of the navigation, except where somebody types.
const WRITES = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest(WRITES);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (document.querySelector("dialog[open]")) return;
  const field = document.getElementById("find-all");
  event.preventDefault();
  field.focus();
  field.select();
});
