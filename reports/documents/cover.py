"""The first sheet of the workbook: letterhead, what is reported to whom, how many stand where, charts, signature."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

from openpyxl.utils import get_column_letter

from kpis.evaluation import FACES
from reports.documents.columns import NAME, SHARE
from reports.documents.overview import (
    BASELINE_SHARE,
    GOAL_IS,
    GOAL_SHARE,
    OF_PHU_LUC_1,
    StatusCount,
    has_goal,
    overview_columns,
    sentences,
    status_counts,
)
from reports.documents.paper import Paper
from reports.documents.sheets import (
    BODY,
    BODY_CENTRED,
    HEADING,
    MARK,
    PLAIN,
    SLANTED,
    STRONG,
    Places,
    end_sheet,
    sign,
    write_header_row,
    write_letterhead,
    write_row,
)
from reports.documents.tables import PHU_LUC_1
from reports.scorecard import IndicatorRow, Scorecard
from reports.spreadsheet.charts import CM_POINTS, Bars, Drawing, bar_chart
from reports.spreadsheet.sheet import Sheet, Style
from reports.spreadsheet.wrapping import CHARACTER_POINTS

COVER = "Tổng hợp"
PARAGRAPH = Style(points=13)
TOTAL = Style(bold=True, indent=True)
TOTAL_CENTRED = Style(bold=True, horizontal="center")
TONES = {"good": "2E7D32", "track": "1565C0", "watch": "B26A00", "late": "B3261E", "none": "8A949E"}
LAST_YEAR, NOW, GOAL = "A7B0B8", "1565C0", "1F2933"
BARS_A_CHART = 15
BAR_CM, FRAME_CM = 0.6, 2.3  # of one indicator; of title, axis and legend
STATUS_CM = 8.2
CHART_SPACE = 10  # points under a chart


def overview_widths(card: Scorecard) -> list[float]:
    return [column.width for column in overview_columns(card)]


def write_cover(sheet: Sheet, paper: Paper, places: Mapping[str, Places]) -> None:
    """`places`: where the rows of Phụ lục 1 stand, by code."""
    write_letterhead(sheet, paper)
    for text, style, after in (
        ("BÁO CÁO", MARK, 1),
        (paper.subject, STRONG, 1),
        (paper.data_days, SLANTED, 2),
        (paper.addressed_to, PLAIN, 2),
    ):
        sheet.text(text, style)
        sheet.next(after)
    for text in sentences(paper.card):
        sheet.text(text, PARAGRAPH)
        sheet.next()
    sheet.next()
    write_statuses(sheet, paper.card)
    write_overview(sheet, paper, places)


def write_statuses(sheet: Sheet, card: Scorecard) -> None:
    """How many indicators stand where: table and chart."""
    first, listed = sheet.row + 1, status_counts(card)
    write_status_line(sheet, ("Đánh giá", "Số chỉ tiêu", "Chỉ tiêu số"), HEADING, HEADING)
    for found in listed:
        write_status_line(sheet, (found.status.value, found.count, found.numbers), BODY, BODY_CENTRED)
    last = sheet.row - 1
    total = sum(found.count for found in listed)
    write_status_line(sheet, ("Cộng", total, ""), TOTAL, TOTAL_CENTRED, formula=f"SUM(C{first}:C{last})")
    sheet.next()
    write_chart(sheet, status_drawing(sheet, listed, first, last))


def write_status_line(
    sheet: Sheet, values: tuple[str, int | str, str], style: Style, centred: Style, formula: str = ""
) -> None:
    words, count, numbers = values
    sheet.text(words, style, 1, 2, boxed=True)
    sheet.write(3, count, centred, boxed=True, number_format="0" if isinstance(count, int) else "", formula=formula)
    sheet.text(numbers, style, 4, sheet.last_column, boxed=True)
    sheet.next()


def status_drawing(sheet: Sheet, listed: Sequence[StatusCount], first: int, last: int) -> Drawing:
    title = sheet.ws.title
    return Drawing(
        title="Số chỉ tiêu theo đánh giá",
        place=f"'{title}'!$A${first}:$A${last}",
        labels=[found.status.value for found in listed],
        bars=[
            Bars(
                name="Số chỉ tiêu",
                place=f"'{title}'!$C${first}:$C${last}",
                numbers=[found.count for found in listed],
                colour=TONES["none"],
                colours=[TONES[FACES[found.status].tone] for found in listed],
            )
        ],
        width=chart_width(sheet),
        height=STATUS_CM,
    )


def write_overview(sheet: Sheet, paper: Paper, places: Mapping[str, Places]) -> None:
    """From last year to now and the target: charts, then their table, then the signature."""
    rows, columns = paper.card.indicators, overview_columns(paper.card)
    drawn = list(chunks(rows))
    charts = [sheet.skip_row(chart_height(chunk) * CM_POINTS + CHART_SPACE) for chunk in drawn]
    sheet.next()
    header_row = write_header_row(sheet, columns)
    first = sheet.row
    for row in rows:
        write_row(sheet, columns, row, in_phu_luc_1(places[row.code]))
    for chunk, chart_row in zip(drawn, charts, strict=True):
        at = first + rows.index(chunk[0])
        sheet.draw(bar_chart(overview_drawing(sheet, paper.card, chunk, at)), chart_row)
    sign(sheet, paper)
    end_sheet(sheet, paper, header_row, sheet.row)


def in_phu_luc_1(places: Places) -> Places:
    return {f"{OF_PHU_LUC_1}{key}": f"'{PHU_LUC_1}'!{place}" for key, place in places.items()}


def chunks(rows: Sequence[IndicatorRow]) -> Iterator[Sequence[IndicatorRow]]:
    """Neighbours that one chart shows, about as many in each."""
    count = ceil(len(rows) / BARS_A_CHART)
    for number in range(count):
        yield rows[number * len(rows) // count : (number + 1) * len(rows) // count]


def overview_drawing(sheet: Sheet, card: Scorecard, rows: Sequence[IndicatorRow], first: int) -> Drawing:
    """Last year, now, and the target as the frame that both would fill. `first`: the row of the first indicator."""
    keys = {column.key: number for number, column in enumerate(overview_columns(card), start=1)}
    year, before = card.plan.year, [plain(row.baseline_share) for row in rows]
    now, goals = [plain(row.verdict.achievement) for row in rows], [GOAL_IS if has_goal(row) else None for row in rows]

    def place(key: str) -> str:
        letter = get_column_letter(keys[key])
        return f"'{COVER}'!${letter}${first}:${letter}${first + len(rows) - 1}"

    numbers = f"chỉ tiêu {rows[0].number}–{rows[-1].number}"
    return Drawing(
        title=f"Kết quả năm {year - 1}, đến nay và mục tiêu năm {year} ({numbers}; mục tiêu = 100%)",
        place=place(NAME),
        labels=[row.short_name for row in rows],
        bars=[
            Bars(f"Kết quả năm {year - 1}", place(BASELINE_SHARE), before, LAST_YEAR),
            Bars("Đến nay", place(SHARE), now, NOW),
            Bars(f"Mục tiêu năm {year}", place(GOAL_SHARE), goals, GOAL, outlined=True),
        ],
        width=chart_width(sheet),
        height=chart_height(rows),
        number_format="0",
    )


def plain(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


def chart_width(sheet: Sheet) -> float:
    """In centimetres, as wide as the table."""
    return sum(sheet.widths) * CHARACTER_POINTS / CM_POINTS


def chart_height(rows: Sequence[IndicatorRow]) -> float:
    return BAR_CM * len(rows) + FRAME_CM


def write_chart(sheet: Sheet, drawing: Drawing) -> None:
    sheet.draw(bar_chart(drawing), sheet.skip_row(drawing.height * CM_POINTS + CHART_SPACE))
