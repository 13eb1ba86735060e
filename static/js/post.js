// Post to our own server and say in one word what came of it.
const PATIENCE = 20_000;
const LATER = new Set([429, 502, 503, 504]);

export function tokenField() {
  return document.querySelector("input[name='csrfmiddlewaretoken']");
}

/**
 * `{kind, status, html}`. kind: "answer", "signed out" (led to the login), "stale" (403: the token is of an earlier
 * login), "away" (no network, no server, too slow).
 */
export async function post(url, body) {
  const headers = { "X-CSRFToken": tokenField().value, "X-Requested-With": "XMLHttpRequest" };
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const options = { method: "POST", body, headers, redirect: "manual", keepalive: true, signal };
    const answer = await fetch(url, options);
    if (answer.type === "opaqueredirect") return { kind: "signed out" };
    if (LATER.has(answer.status)) return { kind: "away" };
    if (answer.status === 403) return { kind: "stale" };
    return { kind: "answer", status: answer.status, html: await answer.text() };
  } catch {
    return { kind: "away" };
  }
}
