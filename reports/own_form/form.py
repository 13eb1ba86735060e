"""A form that Sở sent, read safely; and the same file with values written into it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain

from plans.table import WorkbookRefused
from plans.workbook import read_grids
from reports.own_form.cells import Format, Place, SheetXml, read_formats
from reports.own_form.layout import FormSheet, form_sheet
from reports.own_form.package import MAIN, WORKBOOK, Package, made_after, parsed, written
from reports.own_form.page_header import mark_pages
from units.text import nfc

BROKEN = "tệp hỏng, không đọc được."
# What stands before calcPr in a workbook's part (ECMA-376 Part 1, 18.2.27); the rest follows it.
BEFORE_CALCULATION = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
)  # fmt: skip
LOOKS_ELSEWHERE = ("!", "[", "INDIRECT")  # in a formula: another sheet, a table or file, a place worked out
PIVOT, OUTSIDE = "xl/pivotTables/", "xl/externalLinks/"


class Form:
    """`sheets`: those of cells that can be seen, by title. Raises WorkbookRefused, each time with one sentence."""

    def __init__(self, name: str, content: bytes) -> None:
        grids = read_grids(name, content)
        self.name, self.package = name, Package(content)
        try:
            self.parts = {nfc(title): part for title, part in self.package.sheets().items()}
            self.sheets: dict[str, FormSheet] = {
                title: form_sheet(title, grids[title]) for title in self.parts if title in grids
            }
            for title, sheet in self.sheets.items():
                len(sheet.covered)
                self.xml(title)
        except WorkbookRefused:
            raise
        except Exception:  # a part that says nonsense makes its reader raise anything
            raise WorkbookRefused(f"{name}: {BROKEN}") from None

    @cached_property
    def formats(self) -> list[Format]:
        return read_formats(self.package)

    def xml(self, title: str) -> SheetXml:
        """Parsed anew each time: it is written into."""
        return SheetXml(self.package.tree(self.parts[title]), self.formats)

    @property
    def notes(self) -> Iterator[str]:
        """What the coordinator does by hand in the filled file."""
        names = self.package.names
        if any(name.startswith(PIVOT) for name in names):
            yield "Biểu có bảng tổng hợp (PivotTable): mở bằng Excel rồi bấm “Làm mới tất cả” (Refresh All)."
        if any(name.startswith(OUTSIDE) for name in names):
            yield "Biểu có công thức lấy số từ tệp khác; phần mềm giữ nguyên các công thức đó."

    def with_values(self, values: Mapping[str, Mapping[Place, float | str]], mark: str = "") -> bytes:
        """The file's bytes. Parts that no value and no stale result touches are the ones that came; `mark` stands on
        every page of the others."""
        changed: dict[str, bytes] = {}
        kept_results = False
        for title, part in self._all_parts():
            sheet = SheetXml(self.package.tree(part), self.formats)
            cells = values.get(title, {})
            for place, value in cells.items():
                sheet.write(place, value)
            kept_results |= bool(sheet.formulas)
            stale = bool(cells) or (any(values.values()) and self._depends(sheet))
            forgot = stale and sheet.forget_results()
            if stale and mark:
                mark_pages(sheet.root, mark)
            if cells or forgot or (stale and mark):
                changed[part] = written(sheet.root)
        if changed and kept_results:
            changed[WORKBOOK] = recalculating(self.package.part(WORKBOOK))
        return self.package.with_parts(changed)

    def _all_parts(self) -> Iterator[tuple[str, str]]:
        """Hidden sheets too: their formulas may speak of what was filled."""
        titles = {part: title for title, part in self.parts.items()}
        kinds = self.package.relations().values()
        return ((titles.get(part, ""), part) for kind, part in kinds if kind == "worksheet")

    def _depends(self, sheet: SheetXml) -> bool:
        """Whether a formula may read what stands on another sheet."""
        formulas = (cell.find(f"{MAIN}f") for cell in sheet.cells.values())
        texts = [(formula.text or "").upper() for formula in formulas if formula is not None]
        return any(sign in text for text in texts for sign in chain(LOOKS_ELSEWHERE, self.defined_names))

    @cached_property
    def defined_names(self) -> list[str]:
        names = self.package.tree(WORKBOOK).iterfind(f"{MAIN}definedNames/{MAIN}definedName")
        return [name.get("name", "").upper() for name in names if name.get("name")]


def recalculating(xml: bytes) -> bytes:
    """The workbook's part, which now asks every program to work out all formulas when it opens the file."""
    root = parsed(xml)
    calculation = root.find(f"{MAIN}calcPr")
    if calculation is None:
        calculation = made_after(root, BEFORE_CALCULATION, "calcPr")
    calculation.set("fullCalcOnLoad", "1")
    return written(root)
