"""What the tabs of the dashboard show, each from the scorecard of its frame."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from plans.calendar import ROMAN
from reports.comparison import compare
from reports.dashboard import task_page
from reports.dashboard.cells import indicator_lines
from reports.dashboard.columns import headings
from reports.dashboard.editions import Content
from reports.dashboard.filters import FilterForm, TaskFilterForm
from reports.dashboard.frame import Frame, short_label
from reports.dashboard.holders import holder_line
from reports.dashboard.quarters import heat_groups, meanings
from reports.dashboard.summary import movements, standing
from reports.dashboard.table import groups_of, missing_note
from reports.directions.reading import open_ones
from reports.holdings import Holding, by_leader, by_unit
from reports.scorecard import grouped


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines under a heading, drawn."""

    title: str
    counts: str
    html: SafeString


def indicators(frame: Frame) -> Content:
    card = frame.scorecard
    form = FilterForm(frame.params, card.indicators)
    shown, note = form.filter(card.indicators), missing_note(frame.quarter, frame.desk.now)
    groups = groups_of(shown, form.order, missing_note=note, sort=form.sort)
    rows_with = _rows_with(form)
    return Content(
        f"{frame.period.label} · Bảng điều khiển",
        "dashboard/indicators.html",
        {
            "tabs": frame.tabs("dashboard"),
            "card": card,
            "heading": f"{len(card.indicators)} chỉ tiêu năm {frame.year}",
            "form": form,
            "headings": headings(frame, form),
            "total": len(card.indicators),
            "groups": [Rows(group.title, group.counts, indicator_lines(group.lines, frame)) for group in groups],
            "shown": len(shown),
            "standing": standing(card.summary, rows_with),
            "directions": open_ones(frame.desk.user, frame.desk.now),
            "movements": movements(card.summary, rows_with),
            "unfiltered": form.query("ky", "pham-vi", "xep", "sap"),
        },
    )


def _rows_with(form: FilterForm) -> Callable[[str], str]:
    """The address that shows the rows of a status, in the order of the page."""
    return lambda status: form.query("ky", "pham-vi", "xep", "sap", trang_thai=status)


def tasks(frame: Frame) -> Content:
    rows = task_page.rows_of(frame)
    form = TaskFilterForm(frame.params, rows)
    shown = form.filter(rows)
    return Content(
        f"{frame.period.label} · Nhiệm vụ",
        "dashboard/tasks.html",
        {
            "tabs": frame.tabs("dashboard_tasks"),
            "heading": f"{len(rows)} nhiệm vụ năm {frame.year}",
            "form": form,
            "total": len(rows),
            "shown": len(shown),
            "standing": task_page.standing(rows, lambda status: form.query("ky", "pham-vi", "xep", tinh_trang=status)),
            "groups": task_page.groups_of(shown, overdue_first=form.overdue_first),
            "illustrative": task_page.is_illustrative(rows),
            "unfiltered": form.query("ky", "pham-vi", "xep"),
        },
    )


def goals(frame: Frame) -> Content:
    card = frame.scorecard
    return Content(
        f"{frame.period.label} · Đến năm {card.horizon}",
        "dashboard/goals.html",
        {
            "tabs": frame.tabs("dashboard_goals"),
            "card": card,
            "heading": f"{len(card.goals)} chỉ tiêu đến năm {card.horizon}",
            "groups": grouped(card.goals),
        },
    )


def quarters(frame: Frame) -> Content:
    card = frame.scorecard
    return Content(
        f"{frame.period.label} · Theo quý",
        "dashboard/quarters.html",
        {
            "tabs": frame.tabs("dashboard_quarters"),
            "card": card,
            "heading": f"{len(card.indicators)} chỉ tiêu qua các quý năm {frame.year}",
            "groups": heat_groups(card),
            "meanings": meanings(card),
            "numerals": ROMAN[1:],
        },
    )


def units(frame: Frame) -> Content:
    held = by_unit(frame.scorecard.indicators, task_page.rows_of(frame))
    return _holders(frame, "dashboard_units", "Đơn vị", "don-vi", held)


def leaders(frame: Frame) -> Content:
    return _holders(frame, "dashboard_leaders", "Lãnh đạo", "lanh-dao", by_leader(frame.scorecard.indicators))


def _holders(frame: Frame, tab: str, title: str, filtered: str, held: list[Holding]) -> Content:
    """`filtered`: the filter of the first tab that shows a holder's rows."""
    return Content(
        f"{frame.period.label} · {title}",
        "dashboard/holders.html",
        {
            "tabs": frame.tabs(tab),
            "card": frame.scorecard,
            "heading": f"{len(held)} {title.lower()}, {frame.period.label}",
            "title": title,
            "lines": [holder_line(frame, holding, filtered) for holding in held],
            "with_tasks": tab == "dashboard_units",
        },
    )


def comparison(frame: Frame) -> Content:
    earlier, later = sorted(
        (frame.other, frame.period), key=lambda period: (period.ends_on, -period.starts_on.toordinal())
    )
    cards = {period: frame.scorecard_of(period) for period in (earlier, later)}
    groups = compare(cards[earlier].indicators, cards[later].indicators)
    return Content(
        f"So sánh {short_label(earlier)} và {short_label(later)}",
        "dashboard/comparison.html",
        {
            "tabs": frame.tabs("dashboard_comparison"),
            "card": cards[frame.period],
            "heading": f"{short_label(earlier)} và {short_label(later)} năm {frame.year}",
            "earlier": short_label(earlier),
            "later": short_label(later),
            "groups": groups,
            "sentence": "; ".join(f"{len(rows)} {move.lower()}" for move, rows in groups),
        },
    )
