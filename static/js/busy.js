/* Says that long work is going on, and for how long already, over plain forms marked data-busy.
 *
 * data-busy: the answer is the next page, so the words stay until it comes.
 * data-busy="download": the answer is a file; it is fetched here, because only then the page learns when it ends.
 */
const WORDS = "Đang xử lý…";
const clocks = new Map();

function say(form, text) {
  let place = form.querySelector("[data-busy-words]");
  if (!place) {
    place = document.createElement("span");
    place.dataset.busyWords = "";
    place.setAttribute("role", "status");
    place.setAttribute("aria-live", "polite");
    const button = form.querySelector("button:not([type=button]), [type=submit]");
    button.after(place);
  }
  place.textContent = text;
}

function setBusy(form, busy) {
  form.toggleAttribute("aria-busy", busy);
  for (const button of form.querySelectorAll("button, [type=submit]")) button.disabled = busy;
  say(form, busy ? ` ${WORDS}` : "");
  clearInterval(clocks.get(form));
  if (busy) clocks.set(form, countSeconds(form));
}

function countSeconds(form) {
  const shown = document.createElement("span");
  shown.setAttribute("aria-hidden", "true"); // the words are read out once, not the clock every second
  form.querySelector("[data-busy-words]").append(shown);
  let seconds = 0;
  return setInterval(() => {
    seconds += 1;
    shown.textContent = ` ${seconds} giây`;
  }, 1000);
}

function fileName(answer) {
  const given = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
  return given ? given[1] : "";
}

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function download(form) {
  const data = new FormData(form);
  const isPost = form.method === "post";
  const query = isPost ? "" : `?${new URLSearchParams(data)}`;
  const answer = await fetch(form.action.split("?")[0] + query, isPost ? { method: "POST", body: data } : {});
  const name = fileName(answer);
  if (!answer.ok || answer.redirected || !name) return false;
  keep(await answer.blob(), name);
  return true;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("busy" in form.dataset)) return;
  if (form.dataset.busy !== "download") {
    setTimeout(() => setBusy(form, true)); // after the browser has read the form with its button
    return;
  }
  event.preventDefault();
  const finished = download(form).catch(() => false);
  setBusy(form, true);
  finished.then((kept) => {
    setBusy(form, false);
    if (!kept) form.submit(); // no file: the browser shows the page that says why
  });
});

// A page that the browser brings back with its "back" button works again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-busy]")) setBusy(form, false);
});
