"""How a form's columns and rows are ours: kept with the words that stood there, so that a later form can take it over.

As JSON: {"sheets": [{"sheet", "head", "columns": [{"at", "said", "what", "nth"}], "rows": […]}], "overwrite"}.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from reports.documents.columns import NAME
from reports.own_form.layout import FormSheet
from units.text import search_key


@dataclass(frozen=True, slots=True)
class Link:
    """A column or row of the form. `said`: what stands there, for the `nth` time; `what`: our field's key or the plan's
    code."""

    at: int
    said: str
    what: str
    nth: int = 0

    @property
    def key(self) -> tuple[str, int]:
        return search_key(self.said), self.nth


@dataclass(frozen=True, slots=True)
class SheetMap:
    """`head`: the last row of the heading."""

    sheet: str
    head: int
    columns: tuple[Link, ...] = ()
    rows: tuple[Link, ...] = ()

    @property
    def chosen_columns(self) -> dict[int, str]:
        return {link.at: link.what for link in self.columns}

    @property
    def chosen_rows(self) -> dict[int, str]:
        return {link.at: link.what for link in self.rows}


@dataclass(frozen=True, slots=True)
class FormMap:
    """`overwrite`: what the form already says in a cell that is ours is written over."""

    sheets: tuple[SheetMap, ...] = ()
    overwrite: bool = False

    def sheet(self, title: str) -> SheetMap:
        return next((each for each in self.sheets if each.sheet == title), SheetMap(title, 0))

    @property
    def codes(self) -> list[str]:
        return [link.what for each in self.sheets for link in each.rows]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(data: Mapping[str, Any]) -> FormMap:
    """What `as_json` gave; an empty one for {}."""
    sheets = tuple(
        SheetMap(each["sheet"], each["head"], _links(each["columns"]), _links(each["rows"]))
        for each in data.get("sheets", ())
    )
    return FormMap(sheets, data.get("overwrite", False))


def _links(data: Iterable[Mapping[str, Any]]) -> tuple[Link, ...]:
    return tuple(Link(**each) for each in data)


def carried_over(old: FormMap, sheets: Mapping[str, FormSheet]) -> FormMap | None:
    """The old mapping on a new version of the form: the same sheets, every linked heading there; rows by their names,
    wherever they stand now. None where it is another form."""
    by_title = {search_key(title): sheet for title, sheet in sheets.items()}
    found = [(each, by_title.get(search_key(each.sheet))) for each in old.sheets]
    moved = [_moved(each, sheet) for each, sheet in found if sheet is not None]
    taken = [each for each in moved if each is not None]
    if not taken or len(taken) < len(old.sheets) or not any(each.rows for each in taken):
        return None
    return replace(old, sheets=tuple(taken))


def _moved(old: SheetMap, sheet: FormSheet) -> SheetMap | None:
    near = sorted(range(1, sheet.last_row + 1), key=lambda row: abs(row - old.head))
    for head in near[:60]:
        columns = _matched(old.columns, sheet.headings(head))
        if len(columns) == len(old.columns):
            found = SheetMap(sheet.title, head, columns)
            names = sheet.labels(head, column_of(NAME, found.chosen_columns))
            return replace(found, rows=_matched(old.rows, names))
    return None


def _matched(links: Iterable[Link], now: Mapping[int, str]) -> tuple[Link, ...]:
    """The links whose words stand somewhere now; the second of two alike is the second again."""
    there = {link.key: link for link in linked(now, {})}
    kept = [(link, there.get(link.key)) for link in links]
    return tuple(replace(link, at=place.at, said=place.said) for link, place in kept if place is not None)


def column_of(what: str, chosen: Mapping[int, str]) -> int:
    """0 where none is linked to it."""
    return next((at for at, one in chosen.items() if one == what), 0)


def linked(texts: Mapping[int, str], chosen: Mapping[int, str]) -> list[Link]:
    """Every place with what was chosen for it, "" where nothing was."""
    seen: Counter[str] = Counter()
    found = []
    for at, said in texts.items():
        found.append(Link(at, said, chosen.get(at, ""), seen[search_key(said)]))
        seen[search_key(said)] += 1
    return found
