// Signing out takes what this account typed and never saved out of this browser, and closes the way back.
document.querySelector("form[data-leaves]")?.addEventListener("submit", ({ target }) => {
  const own = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${target.dataset.leaves}:`));
  for (const key of own) localStorage.removeItem(key);
});

// "Back" may bring a page that the browser kept whole, of a session that is over or of data that moved on: it is asked
// for again, as every page is, and shows nothing until it is answered (304 where nothing changed).
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  document.documentElement.hidden = true;
  location.reload();
});
