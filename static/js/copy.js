// A button that copies a text field, where the browser lets us; the field itself can always be selected by hand.
for (const place of document.querySelectorAll("[data-copies]")) {
  const text = document.getElementById(place.dataset.copies);
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    place.querySelector("[role='status']").textContent = (await copied(text)) ? "Đã sao chép." : "Chưa sao chép được: hãy bấm Ctrl+C.";
  });
}

/** On plain HTTP the clipboard is only reached by the old command. */
async function copied(text) {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
