"""A page as its reader has it: what a browser would post back, what stands in a row, what a label names."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = {"col", "input", "meta", "link", "br", "img", "hr"}
BLOCKS = {"div", "p", "td", "th", "tr", "li", "ul", "h1", "h2", "h3", "br", "dt", "dd", "option", "label", "details"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, spaces evened out."""
        return " ".join("".join(self.texts).split())

    def all(self, tag: str = "", **wanted: str) -> list["Element"]:
        """Elements inside, in page order; `cls="a b"` means both classes."""
        classes = set(wanted.pop("cls", "").split())
        found = []
        for child in self.children:
            own = set(child.attributes.get("class", "").split())
            same = all(child.attributes.get(name.rstrip("_")) == value for name, value in wanted.items())
            if (not tag or child.tag == tag) and classes <= own and same:
                found.append(child)
            found += child.all(tag, cls=" ".join(classes), **wanted)
        return found

    def one(self, tag: str = "", **wanted: str) -> "Element":
        found = self.all(tag, **wanted)
        assert len(found) == 1, (tag, wanted, len(found))
        return found[0]


class Tree(HTMLParser):
    def __init__(self, without: str = "") -> None:
        """`without`: elements with this attribute are left out, and all that is in them."""
        super().__init__(convert_charrefs=True)
        self.without = without
        self.open = [Element("page", {})]

    @property
    def left_out(self) -> bool:
        return bool(self.without) and any(self.without in element.attributes for element in self.open)

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.handle_data(" ")
        element = Element(tag, {name: value or "" for name, value in attrs})
        if not self.left_out and not (self.without and self.without in element.attributes):
            self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.handle_data(" ")
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data):
        for element in [] if self.left_out else self.open:
            element.texts.append(data)


def read(answer: HttpResponse, *, without: str = "") -> Element:
    tree = Tree(without)
    tree.feed(answer.content.decode())
    assert len(tree.open) == 1, f"<{tree.open[-1].tag}> is never closed"
    return tree.open[0]


def drawn(element: Element) -> object:
    """What two elements must share to look the same: tags, attributes, words, in order."""
    return element.tag, element.attributes, element.text, [drawn(child) for child in element.children]


def posts(form: Element) -> dict[str, str]:
    """What the form posts, last value of a name; no button pressed."""
    data: dict[str, str] = {}
    for control in form.all():
        name = control.attributes.get("name")
        if not name or control.tag == "button" or "disabled" in control.attributes:
            continue
        if control.tag == "textarea":
            data[name] = re.sub(r"^\n", "", "".join(control.texts))
        elif control.tag == "select":
            chosen = [option for option in control.all("option") if "selected" in option.attributes]
            data[name] = chosen[0].attributes["value"] if chosen else ""
        elif control.attributes.get("type") != "checkbox":
            data[name] = control.attributes.get("value", "")
        elif "checked" in control.attributes:
            data[name] = control.attributes.get("value", "on")
    return data


def labels(page: Element) -> set[str]:
    return {label.attributes["for"] for label in page.all("label") if "for" in label.attributes}


def errors(page: Element, control: str) -> str:
    """The sentence beside a control, found by the id that its aria-describedby names."""
    place = page.one(id=control)
    if place.attributes.get("aria-invalid") != "true":
        return ""
    return " ".join(page.one(id=name).text for name in place.attributes["aria-describedby"].split())
