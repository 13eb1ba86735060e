// Keys of the projector view: ← → (and those of a presenter's remote, PageUp and PageDown) follow the links, Esc leaves.
const LINKS = {
  ArrowRight: "[rel=next]",
  PageDown: "[rel=next]",
  ArrowLeft: "[rel=prev]",
  PageUp: "[rel=prev]",
  Escape: "[data-leave]",
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = document.querySelector(LINKS[event.key] ?? "[data-none]");
  if (!link) return;
  event.preventDefault();
  link.click();
});
