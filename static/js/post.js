// Post to our own server and say in one word what came of it.
const PATIENCE = 20_000;
const OUTLIVES_PAGE = 60_000; // characters: a browser refuses to keep more than 64 KiB alive
const LATER = new Set([429, 502, 503, 504]);

export function tokenField() {
  return document.querySelector("input[name='csrfmiddlewaretoken']");
}

/**
 * `{kind, status, html}`; `follow`: a redirect that is not to the login is part of the answer. kind: "answer", "signed out" (led to the login), "stale" (403: the token is of an earlier
 * login), "away" (no network, no server, too slow).
 */
export async function post(url, body, { follow = false, patience = PATIENCE } = {}) {
  const headers = { "X-CSRFToken": tokenField().value, "X-Requested-With": "XMLHttpRequest" };
  const signal = AbortSignal.timeout(patience);
  try {
    const keepalive = body instanceof URLSearchParams && body.toString().length < OUTLIVES_PAGE;
    const options = { method: "POST", body, headers, redirect: follow ? "follow" : "manual", keepalive, signal };
    const answer = await fetch(url, options);
    const toLogin = answer.redirected && new URL(answer.url).searchParams.has("next");
    if (toLogin || answer.type === "opaqueredirect") return { kind: "signed out" };
    if (LATER.has(answer.status)) return { kind: "away" };
    if (answer.status === 403) return { kind: "stale" };
    return { kind: "answer", status: answer.status, html: await answer.text() };
  } catch {
    return { kind: "away" };
  }
}
