"""Whether the numbers of a column stand with their units, and so their commas, under each other."""

from playwright.sync_api import Page

# The right edge of the last digit before the comma, of every text in a .num cell that is a number.
UNITS_OF_COLUMNS = r"""() => {
  const columns = new Map();
  for (const [place, table] of document.querySelectorAll("table").entries()) {
    for (const cell of table.querySelectorAll("td.num")) {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const number = /^([^\d,/\p{L}]*[\d.]*\d)(,\d+)?\s*(%|điểm %)?\s*$/u.exec(texts.currentNode.data);
        if (!number) continue;
        const range = document.createRange();
        range.setStart(texts.currentNode, number[1].length - 1);
        range.setEnd(texts.currentNode, number[1].length);
        const name = `${place}/${cell.cellIndex}`;
        columns.set(name, [...(columns.get(name) ?? []), [number[0].trim(), range.getBoundingClientRect().right]]);
      }
    }
  }
  return Object.fromEntries(columns);
}"""
NEAR = 1.5  # px


def crooked(page: Page) -> list[str]:
    """One line for each column whose numbers do not stand under each other."""
    wrong = []
    for name, found in page.evaluate(UNITS_OF_COLUMNS).items():
        edges = {text: edge for text, edge in found if edge}  # 0: not shown
        if edges and max(edges.values()) - min(edges.values()) > NEAR:
            wrong.append(f"column {name}: {edges}")
    return wrong
