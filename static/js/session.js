// The session is over: sign in again in place. The page, and all that is typed in it, stays.
import { post, tokenField } from "./post.js";

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

/**
 * Post what `makeBody` gives. Where the token was of an earlier login — of this account in another tab, or of somebody
 * else's, for whom nothing is sent — the session is asked first. Answers as `post` does, or with the kind "other".
 */
export async function postFresh(url, makeBody, options) {
  const answer = await post(url, makeBody(), options);
  if (answer.kind !== "stale") return answer;
  const session = await askSession();
  if (session === null) return { kind: "away" };
  if (session !== "own") return { kind: session === "nobody" ? "signed out" : "other" };
  const again = await post(url, makeBody(), options);
  return again.kind === "stale" ? { kind: "answer", status: 403, html: "" } : again;
}

/** The same, and where the session is over, once more after the officer has signed in again in place. */
export async function postSignedIn(url, makeBody, options) {
  const answer = await postFresh(url, makeBody, options);
  if (answer.kind !== "signed out") return answer;
  const isBack = await new Promise((tell) => askToSignIn(() => tell(true), () => tell(false)));
  return isBack ? postFresh(url, makeBody, options) : answer;
}

function complain(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = !sentence;
  if (sentence) form.elements.password.select();
}

/** The sentence of the login page that refused. */
async function refusal(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const refused = page.querySelector("main [role='alert'], main .refused");
  const said = refused ?? (answer.ok ? null : page.querySelector("main h1 + p")); // the page of a locked account
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

/** Open the dialog; `then` is called once the officer is signed in again, `or` where it is closed before. */
export function askToSignIn(then, or = () => {}) {
  if (dialog.open) return or();
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
      else or();
    },
    { once: true },
  );
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  signIn();
});
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
