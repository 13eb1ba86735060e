// The session is over: sign in again in place. The page, and all that is typed in it, stays.
import { tokenField } from "./post.js";

const dialog = document.querySelector("dialog.sign-in");
const form = dialog.querySelector("form");
const trouble = dialog.querySelector("[role='alert']");

/** Who the browser is signed in as, with a fresh token. `null` where the server does not answer. */
export async function askSession() {
  try {
    const answer = await fetch(dialog.dataset.session, { headers: { Accept: "application/json" } });
    if (!answer.ok) return null;
    const { user, token } = await answer.json();
    for (const field of document.querySelectorAll("input[name='csrfmiddlewaretoken']")) field.value = token;
    const own = user === Number(dialog.dataset.user);
    return own ? "own" : user === null ? "nobody" : "other";
  } catch {
    return null;
  }
}

function complain(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = !sentence;
}

/** The sentence of the login page that refused. */
async function refusal(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.querySelector("main .alert, main .invalid-feedback, main h1 + p");
  return said ? said.textContent.trim() : "Chưa đăng nhập được; hãy thử lại.";
}

async function signIn() {
  await askSession();
  const body = new URLSearchParams(new FormData(form));
  body.set("csrfmiddlewaretoken", tokenField().value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect") return complain(await refusal(answer));
    if ((await askSession()) !== "own") return complain("Chưa đăng nhập được; hãy thử lại.");
  } catch {
    return complain("Chưa gửi được đến máy chủ; hãy kiểm tra mạng rồi thử lại.");
  }
  dialog.close("signed in");
}

/** Open the dialog; `then` is called once the officer is signed in again. */
export function askToSignIn(then) {
  if (dialog.open) return;
  const focused = document.activeElement;
  complain("");
  form.reset();
  dialog.returnValue = "";
  dialog.showModal();
  form.elements.password.focus();
  dialog.addEventListener(
    "close",
    () => {
      focused?.focus?.();
      if (dialog.returnValue === "signed in") then();
    },
    { once: true },
  );
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  signIn();
});
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
