"""What building the report's workbook costs, beside openpyxl alone writing the same cells. CPU time, in one run.

Ours starts from the scorecard and ends with the bytes: columns, row heights, page breaks, formulas with their values,
charts. The floor knows everything beforehand: it writes the cells of that very file with openpyxl as its manual shows
it (value, then font, alignment, border and number format of each cell; merges, widths, heights, paper, the finished
charts) and saves. Both take turns, so that a busy machine slows them alike.

Beside it stands a second replay that makes each look once and copies it through openpyxl's private attribute, as ours
does, with nothing to decide: the least that the file can cost. It is printed and not judged.

Exit status 1 where ours costs more than `LIMIT` floors.
"""

import statistics
import sys
import tempfile
import time
from copy import copy
from io import BytesIO
from typing import Any

from bench.save_row import prepare

LIMIT = 1.25
ROUNDS, WARM_UP = 30, 3
PAPER = ("page_margins", "page_setup", "print_options", "sheet_properties", "HeaderFooter", "row_breaks")
STYLES = ("font", "alignment", "border", "number_format", "quotePrefix")


def card() -> Any:
    """Quý III of the demonstration, all that was entered."""
    from django.utils import timezone

    from plans.models import Plan
    from plans.querysets import read_periods
    from reports.documents.material import read_material

    plan = Plan.objects.select_related("ward", "coordinator").get()
    periods = read_periods(plan)
    period = next(period for period in periods if period.code == "2026-Q3")
    return read_material(plan, periods, period, now=timezone.now(), draft=True).card


class Floor:
    """The cells of a finished workbook, ready to be written again."""

    def __init__(self, content: bytes) -> None:
        from openpyxl import load_workbook

        self.book = load_workbook(BytesIO(content))
        self.sheets = [(ws, self.cells_of(ws), [str(place) for place in ws.merged_cells.ranges]) for ws in self.book]

    @staticmethod
    def cells_of(ws: Any) -> list[tuple[int, int, Any, bool, int, dict[str, Any]]]:
        from openpyxl.cell.cell import MergedCell

        return [
            (
                cell.row,
                cell.column,
                cell.value,
                cell.data_type == "s",
                ws.parent._cell_styles.index(cell._style),
                {name: copy(getattr(cell, name)) for name in STYLES},
            )
            for row in ws.iter_rows()
            for cell in row
            if not isinstance(cell, MergedCell) and cell.has_style
        ]

    def write(self, *, careful: bool) -> bytes:
        from openpyxl import Workbook

        book, stored = Workbook(), BytesIO()
        book.remove(book.worksheets[0])
        looks: dict[int, Any] = {}
        for source, cells, merged in self.sheets:
            ws = book.create_sheet(source.title)
            for row, column, value, is_text, look, styles in cells:
                cell = ws.cell(row, column)
                if value is not None:
                    cell.value = value
                    if is_text:
                        cell.data_type = "s"
                if careful and look in looks:
                    cell._style = copy(looks[look])
                    continue
                for name, style in styles.items():
                    setattr(cell, name, style)
                looks[look] = cell._style
            self.dress(ws, source, merged)
        book.save(stored)
        return stored.getvalue()

    @staticmethod
    def dress(ws: Any, source: Any, merged: list[str]) -> None:
        for place in merged:
            ws.merged_cells.add(place)
        for name, dimension in source.column_dimensions.items():
            ws.column_dimensions[name].width = dimension.width
        for row, dimension in source.row_dimensions.items():
            ws.row_dimensions[row].height = dimension.height
        for name in PAPER:
            setattr(ws, name, getattr(source, name))
        ws.print_area, ws.print_title_rows, ws.freeze_panes = (
            source.print_area,
            source.print_title_rows,
            source.freeze_panes,
        )
        ws._charts = list(source._charts)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from reports.documents.xlsx import report_workbook

        found = card()
        floor = Floor(report_workbook(found, None))
        ways = {
            "ours": lambda: report_workbook(found, None),
            "floor": lambda: floor.write(careful=False),
            "least": lambda: floor.write(careful=True),
        }
        spent = measure(ways)
    for name, median in spent.items():
        print(f"{name}: {median:.1f} ms, ratio {median / spent['floor']:.2f}")
    ratio = spent["ours"] / spent["floor"]
    print(f"limit of the workbook {LIMIT}: {'kept' if ratio <= LIMIT else 'EXCEEDED'}")
    return 0 if ratio <= LIMIT else 1


def measure(ways: dict[str, Any]) -> dict[str, float]:
    """Medians in milliseconds."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + WARM_UP):
        for name, build in ways.items():
            begin = time.process_time()
            content = build()
            took = time.process_time() - begin
            assert content.startswith(b"PK")
            if number >= WARM_UP:
                spent[name].append(took)
    return {name: statistics.median(times) * 1000 for name, times in spent.items()}


if __name__ == "__main__":
    sys.exit(main())
