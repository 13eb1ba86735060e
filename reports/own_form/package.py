"""The parts of a workbook as they lie in its zip: read one by one, and written again with a few of them changed.

A library that reads a workbook and writes it again loses what it does not know (drawings, form controls, custom
XML, extensions of formats). Here a part that nobody names comes out byte for byte.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WORKBOOK, WORKBOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
Tree = Any  # lxml brings no types


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that plans/workbook.py has looked at: no document types, no entities, not too large."""

    content: bytes

    def part(self, name: str) -> bytes:
        with ZipFile(BytesIO(self.content)) as archive:
            return archive.read(name)

    def tree(self, name: str) -> Tree:
        return parsed(self.part(name))

    @property
    def names(self) -> list[str]:
        with ZipFile(BytesIO(self.content)) as archive:
            return archive.namelist()

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The same zip, its parts in the same order with the same dates, these ones changed."""
        stored = BytesIO()
        with ZipFile(BytesIO(self.content)) as found, ZipFile(stored, "w") as kept:
            for entry in found.infolist():
                kept.writestr(entry, changed.get(entry.filename) or found.read(entry), entry.compress_type)
        return stored.getvalue()

    def sheets(self) -> dict[str, str]:
        """Title → part of every visible sheet of cells, in the order of the tabs."""
        targets = self.relations()
        listed = self.tree(WORKBOOK).iterfind(f"{MAIN}sheets/{MAIN}sheet")
        visible = [sheet for sheet in listed if sheet.get("state", "visible") == "visible"]
        parts = {sheet.get("name"): targets.get(sheet.get(RELATION_ID), ("", "")) for sheet in visible}
        return {title: part for title, (kind, part) in parts.items() if kind == "worksheet"}

    def relations(self) -> dict[str, tuple[str, str]]:
        """Of the workbook: id → kind ("worksheet", "styles") and part."""
        return {
            relation.get("Id"): (relation.get("Type", "").rpartition("/")[2], _part_of(relation.get("Target", "")))
            for relation in self.tree(WORKBOOK_RELATIONS).iterfind(RELATION)
        }

    def styles(self) -> str:
        """The part that holds them; "" where there is none."""
        return next((part for kind, part in self.relations().values() if kind == "styles"), "")


def _part_of(target: str) -> str:
    """Relative to the workbook, or from the root of the package."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(WORKBOOK), target))


def parsed(xml: bytes) -> Tree:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False))


def written(root: Tree) -> bytes:
    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True))


def made_after(parent: Tree, earlier: Iterable[str], name: str) -> Tree:
    """A new child in the order of the schema: after the last of those that come before it."""
    tags = {f"{MAIN}{one}" for one in earlier}
    place = max((number for number, child in enumerate(parent) if child.tag in tags), default=-1)
    made = parent.makeelement(f"{MAIN}{name}")
    parent.insert(place + 1, made)
    return made
