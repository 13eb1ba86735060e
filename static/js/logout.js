// Signing out takes what this account typed and never saved out of this browser.
document.querySelector("form[data-leaves]")?.addEventListener("submit", ({ target }) => {
  const own = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${target.dataset.leaves}:`));
  for (const key of own) localStorage.removeItem(key);
});
