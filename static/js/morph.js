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

function show(cell, { value, checked }) {
  if (cell.type === "checkbox") cell.checked = checked;
  else if (cell.value !== value) cell.value = value;
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
  // Read before the children move: a text area without its text has no value.
  const { value, checked } = isCell && keeps(old) ? old : fresh;
  syncAttributes(old, fresh);
  syncChildren(old, fresh, keeps);
  if (isCell) show(old, { value, checked });
}
