"""What axe finds on a page: the rules of WCAG 2.0 to 2.2, A and AA."""

from importlib.resources import files

from playwright.sync_api import Page

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def faults(page: Page) -> list[str]:
    """Rule and place of each, as text. It is evaluated, for the CSP blocks an added script."""
    page.evaluate(SCRIPT)
    found = page.evaluate("rules => axe.run({runOnly: rules}).then(result => result.violations)", RULES)
    return [f"{fault['id']}: {' '.join(node['target'])}" for fault in found for node in fault["nodes"]]
