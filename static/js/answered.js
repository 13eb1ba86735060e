// A page that answers a form cannot be asked for again: going back to it shows the browser's own error page. Its place
// in the history becomes the page where the form stands, which the browser tells as the referrer.
//
// What was refused may stand far below, and a phone shows the top: the first such field of a form takes the cursor.
const from = document.referrer || location.href;

if (new URL(from).origin === location.origin) history.replaceState(null, "", from);

document.querySelector("main .field [aria-invalid='true']")?.focus();
