// Bring a row to what the server answered without replacing it: focus, caret, and what is typed meanwhile stay.
// Elements marked `data-keep` belong to the page and are left alone; an opened <details> stays open.

function syncAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.localName === "details")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== "autofocus" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function syncValue(old, fresh) {
  if (fresh.type === "checkbox") old.checked = fresh.checked;
  else if ("value" in fresh && old.localName !== "button" && old.value !== fresh.value) old.value = fresh.value;
}

function alike(old, fresh) {
  return old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && (old.id ?? "") === (fresh.id ?? "");
}

function syncChildren(old, fresh, keeps) {
  const left = [...old.childNodes].filter((node) => !(node instanceof Element && node.hasAttribute("data-keep")));
  let before = null;
  for (const node of [...fresh.childNodes]) {
    const at = left.findIndex((candidate) => alike(candidate, node));
    const found = at < 0 ? node : left.splice(at, 1)[0];
    if (found === node) old.insertBefore(node, before ? before.nextSibling : old.firstChild);
    else morph(found, node, keeps);
    if (before && before.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_PRECEDING) before.after(found);
    before = found;
  }
  for (const node of left) node.remove();
}

export function morph(old, fresh, keeps) {
  if (!(old instanceof Element)) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  const isCell = old.matches("input, select, textarea");
  const typed = isCell && keeps(old) ? { value: old.value, checked: old.checked } : null;
  syncAttributes(old, fresh);
  syncChildren(old, fresh, keeps);
  if (!isCell) return;
  if (!typed) syncValue(old, fresh);
  else if (old.type === "checkbox") old.checked = typed.checked;
  else if (old.value !== typed.value) old.value = typed.value;
}
