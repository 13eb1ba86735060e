"""Somebody who has no mouse: Tab and Shift+Tab to what a name calls, a look whether the focus can be seen, a key."""

from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

Role = Literal["link", "button", "textbox", "searchbox", "checkbox", "radio", "combobox", "summary"]
MOST = 400  # presses; the longest page has fewer stops
LOOK = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect()
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth)
  const top = Math.max(box.top, 0), foot = Math.min(box.bottom, innerHeight)
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8], [0.1, 0.8], [0.9, 0.2]]
  const hit = ([x, y]) => document.elementFromPoint(left + (right - left) * x, top + (foot - top) * y)
  const own = (found) => found && (at.contains(found) || found.contains(at))
  return {
    who: `${at.localName} ${(at.id || at.name || at.textContent || "").trim().slice(0, 40)}`,
    body: at === document.body || at === document.documentElement,
    look: [style.outlineStyle, style.outlineWidth, style.outlineColor].join(" "),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    there: right > left && foot > top && points.some((point) => own(hit(point))),
  }
}"""
PLAIN = """elements => elements.map((element) => {
  const style = getComputedStyle(element)
  return [style.outlineStyle, style.outlineWidth, style.outlineColor].join(" ")
})"""
STOP = """elements => {
  const at = document.activeElement, who = (at.id || at.name || at.textContent || "").trim().slice(0, 40)
  return { found: elements.indexOf(at), body: at === document.body, who: `${at.localName} ${who}` }
}"""


def unseen(stop: dict) -> str:
    """What is wrong with the focus where it stands: no outline, or off the screen or under something. "" if nothing."""
    if not stop["outlined"]:
        return f"{stop['who']}: no outline"
    return "" if stop["there"] else f"{stop['who']}: covered, or outside the screen"


def stops(page: Page) -> list[dict]:
    """Every place that Tab reaches from where the focus is, until it leaves the page."""
    found: list[dict] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(LOOK)
        if stop["body"]:
            return found
        found.append(stop)
    raise AssertionError(f"Tab does not leave {page.url} after {MOST} presses")


class Keyboard:
    """The hands of one person. Nothing here touches the page but through its keys."""

    def __init__(self, page: Page) -> None:
        page.emulate_media(reduced_motion="reduce")  # where the page scrolls is asked for at once
        page.on("filechooser", lambda chooser: None)  # from now on, not from the moment when a key is pressed
        self.page = page

    @property
    def path(self) -> str:
        """Where the page is, to be opened by somebody else."""
        return urlsplit(self.page.url).path

    def find(self, role: Role, name: str) -> Locator:
        """Controls of the role whose name holds the words."""
        if role == "summary":  # ARIA has no role for it
            return self.page.locator("summary").filter(has_text=name)
        return self.page.get_by_role(role, name=name)

    def to(self, role: Role, name: str, *, back: bool = False) -> None:
        """Tab (or Shift+Tab) to the next control of that name, once round the page at most; it must show the focus."""
        wanted = self.find(role, name).element_handles()
        plain, passed, rounds = self.page.evaluate(PLAIN, wanted), [], 0
        while rounds < 2:  # the first round may begin in the middle of the page
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop = self.page.evaluate(STOP, wanted)
            if stop["found"] >= 0:
                return self._looks(plain[stop["found"]])
            passed.append(stop["who"])
            rounds += stop["body"]
            assert len(passed) < MOST, f"Tab does not come round on {self.page.url}"
        raise AssertionError(f"no {role} {name!r} on {self.page.url} within reach of Tab: {passed}")

    def _looks(self, plain: str) -> None:
        """It can be seen where the focus is, and looks other than without it."""
        look = self.page.evaluate(LOOK)
        assert not unseen(look), unseen(look)
        assert look["look"] != plain, f"{look['who']} looks the same with the focus"

    def type(self, text: str, *keys: str) -> None:
        """Where the focus is; and then keys by their name."""
        self.page.keyboard.type(text)
        for key in keys:
            self.page.keyboard.press(key)

    def follow(self, name: str, **way: bool) -> None:
        """A link."""
        self.to("link", name, **way)
        self.enter()

    def push(self, name: str, **way: bool) -> None:
        """A button that sends a form."""
        self.to("button", name, **way)
        self.enter()

    def enter(self) -> None:
        """Enter, where it opens a page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, text: str, *, role: Role = "textbox") -> None:
        """Over what stands in the field."""
        self.to(role, name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, label: str) -> None:
        """In a list, with the arrow."""
        self.to("combobox", name)
        for _ in range(MOST):
            if label in self.page.evaluate("document.activeElement.selectedOptions[0].label"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name!r} has no {label!r}")

    def tick(self, name: str) -> None:
        self.to("checkbox", name)
        self.page.keyboard.press("Space")

    def unfold(self, name: str, **way: bool) -> None:
        self.to("summary", name, **way)
        self.page.keyboard.press("Enter")

    def hand_over(self, name: str, file: FilePayload) -> None:
        """A file, in the window that the browser opens."""
        self.to("button", name)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def reads(self, words: str) -> None:
        """What the page says now."""
        expect(self.page.locator("main")).to_contain_text(words)

    def stands_on(self, role: Role, name: str) -> None:
        """After an action in the page the focus is where the person goes on, not lost."""
        expect(self.find(role, name).and_(self.page.locator(":focus"))).to_have_count(1)
