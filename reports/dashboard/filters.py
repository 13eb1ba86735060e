"""What the address of a page of the dashboard says: filters, order, scope."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar, cast

from django import forms

from kpis.evaluation import Status
from reports.addresses import AddressForm, Choices
from reports.indicator_rows import IndicatorRow
from reports.ledger import Scope
from reports.scorecard import LATE, ON_TRACK, movement
from reports.task_rows import TaskRow
from tasks.timeliness import TaskStatus
from units.text import search_key

ACCEPTED_ONLY = "da-chap-nhan"
# What stays in the address when the period or the scope changes.
KEPT = ("nhom", "don-vi", "lanh-dao", "trang-thai", "q", "xep", "sap", "voi", "tinh-trang")
STATUSES: Mapping[str, tuple[str, tuple[Status, ...]]] = MappingProxyType(
    {
        "tot": ("Đạt hoặc đúng tiến độ", ON_TRACK),
        "can-chu-y": ("Cần chú ý", (Status.ATTENTION,)),
        "cham": ("Chậm hoặc không đạt", LATE),
        "chua-co-so-lieu": ("Chưa có số liệu", (Status.MISSING,)),
        "khong-phat-sinh": ("Không phát sinh", (Status.NOTHING,)),
        "chua-den-ky": ("Chưa đến kỳ", (Status.NOT_DUE,)),
        "khong-giao-muc-tieu": ("Không giao mục tiêu", (Status.WATCHED,)),
    }
)
MOVES = MappingProxyType({"tot-len": ("Tốt lên so với quý trước", 1), "kem-di": ("Kém đi so với quý trước", -1)})
ORDERS = MappingProxyType(
    {
        "nhom": "Theo nhóm",
        "don-vi": "Theo đơn vị",
        "lanh-dao": "Theo lãnh đạo",
        "trang-thai": "Theo trạng thái",
        "khong": "Không chia nhóm",
    }
)
FILTERS = ("nhom", "don-vi", "lanh-dao", "trang-thai", "q")
SORTS = ("stt", "ten", "hoan-thanh", "danh-gia", "don-vi", "lanh-dao")
TASK_ORDERS = MappingProxyType({"qua-han": "Quá hạn trước", "phu-luc": "Theo phụ lục"})
TASK_STATUSES: Mapping[str, tuple[str, Callable[[TaskRow], bool]]] = MappingProxyType(
    {
        "qua-han": ("Quá hạn", lambda row: row.verdict.overdue),
        "hoan-thanh": (TaskStatus.DONE.value, lambda row: row.verdict.status is TaskStatus.DONE),
        "dang-thuc-hien": (TaskStatus.ONGOING.value, lambda row: row.verdict.status is TaskStatus.ONGOING),
        "chua-trien-khai": (TaskStatus.NOT_STARTED.value, lambda row: row.verdict.status is TaskStatus.NOT_STARTED),
    }
)
STATUS_KEYS = {
    TaskStatus.DONE: "hoan-thanh",
    TaskStatus.ONGOING: "dang-thuc-hien",
    TaskStatus.NOT_STARTED: "chua-trien-khai",
}
Row = TypeVar("Row")
Keeps = Callable[[IndicatorRow], bool]


def wanted_scope(params: Mapping[str, str]) -> Scope:
    """What the address asks for; whether the reader gets it is asked in reports/scorecard.py."""
    return Scope.ACCEPTED if params.get("pham-vi") == ACCEPTED_ONLY else Scope.ENTERED


def search(rows: Iterable[Row], typed: str, text_of: Callable[[Row], str]) -> list[Row]:
    """The rows that hold the typed words one after the other; where none does, those that hold each of them.

    Diacritics and case do not count, a word may be cut short.
    """
    rows, wanted = list(rows), search_key(typed)
    if not wanted:
        return rows
    keys = [f" {search_key(text_of(row))}" for row in rows]
    phrases = [row for row, key in zip(rows, keys, strict=True) if f" {wanted}" in key]
    if phrases:
        return phrases
    words = [f" {word}" for word in wanted.split()]
    return [row for row, key in zip(rows, keys, strict=True) if all(word in key for word in words)]


class FilterForm(AddressForm):
    """The filters over the 29 indicators. Units and leaders to choose from are those of the rows."""

    carried = (*AddressForm.carried, "sap")

    def __init__(self, params: Mapping[str, str], rows: Iterable[IndicatorRow]) -> None:
        super().__init__(params)
        rows = list(rows)
        sections = {row.section.code: f"{row.section.numeral}. {row.section.title}" for row in rows}
        units = sorted({row.unit for row in rows if row.unit}, key=lambda unit: unit.order)
        leaders = {row.leader.code: row.leader.full_name for row in rows if row.leader}
        statuses = {key: label for key, (label, _) in (STATUSES | MOVES).items()}
        self.add_choice("nhom", "Nhóm", list(sections.items()), every="Mọi nhóm")
        self.add_choice("don-vi", "Đơn vị", [(unit.code, unit.name) for unit in units], every="Mọi đơn vị")
        self.add_choice("lanh-dao", "Lãnh đạo", list(leaders.items()), every="Mọi lãnh đạo")
        self.add_choice("trang-thai", "Trạng thái", list(statuses.items()), every="Mọi trạng thái")
        self.add_choice("xep", "Xếp", list(ORDERS.items()))

    @property
    def order(self) -> str:
        """Under which headings. Who sorts by a column sees one list, unless headings are asked for."""
        return self.told("xep") or ("khong" if self.sort else "nhom")

    @property
    def sort(self) -> str:
        """The column to sort by, "-" before it for the other way round; "" for the printed order."""
        asked = self.told("sap")
        return asked if asked.removeprefix("-") in SORTS else ""

    @property
    def is_filtering(self) -> bool:
        return any(self.told(name) for name in FILTERS)

    @property
    def words(self) -> str:
        """What is filtered, for paper: "Đơn vị: Công an phường; tìm “vneid”"."""
        fields = ((self.fields[name], self.told(name)) for name in FILTERS if name != "q" and self.told(name))
        chosen = [
            f"{field.label}: {dict(cast(Choices, cast(forms.ChoiceField, field).choices))[value]}"
            for field, value in fields
        ]
        return "; ".join(chosen + [f"tìm “{self.told('q')}”"] * bool(self.told("q")))

    def filter(self, rows: Iterable[IndicatorRow]) -> list[IndicatorRow]:
        """The rows that pass every filter, in the order given."""
        tests = [*self._simple_tests(), self._status_test()]
        kept = [row for row in rows if all(test(row) for test in tests)]
        return search(kept, self.told("q"), lambda row: f"{row.code} {row.short_name} {row.name}")

    def _simple_tests(self) -> list[Keeps]:
        section, unit, leader = self.told("nhom"), self.told("don-vi"), self.told("lanh-dao")
        return [
            lambda row: not section or row.section.code == section,
            lambda row: not unit or (row.unit is not None and row.unit.code == unit),
            lambda row: not leader or (row.leader is not None and row.leader.code == leader),
        ]

    def _status_test(self) -> Keeps:
        key = self.told("trang-thai")
        if key in MOVES:
            return lambda row: movement(row) == MOVES[key][1]
        wanted = STATUSES[key][1] if key else tuple(Status)
        return lambda row: row.verdict.status in wanted


class TaskFilterForm(AddressForm):
    """The filters over the 19 tasks. A unit's tasks are those of which it reports a part."""

    def __init__(self, params: Mapping[str, str], rows: Iterable[TaskRow]) -> None:
        super().__init__(params)
        units = sorted({part.unit for row in rows for part in row.parts}, key=lambda unit: unit.order)
        self.add_choice("don-vi", "Đơn vị", [(unit.code, unit.name) for unit in units], every="Mọi đơn vị")
        statuses = [(key, label) for key, (label, _) in TASK_STATUSES.items()]
        self.add_choice("tinh-trang", "Tình trạng", statuses, every="Mọi tình trạng")
        self.add_choice("xep", "Xếp", list(TASK_ORDERS.items()))

    @property
    def overdue_first(self) -> bool:
        return self.told("xep") != "phu-luc"

    @property
    def is_filtering(self) -> bool:
        return bool(self.told("don-vi") or self.told("tinh-trang") or self.told("q"))

    def filter(self, rows: Iterable[TaskRow]) -> list[TaskRow]:
        """In printed order, or the longest overdue first."""
        unit, status = self.told("don-vi"), self.told("tinh-trang")
        kept = [row for row in rows if not unit or unit in {part.unit.code for part in row.parts}]
        if status:
            kept = [row for row in kept if TASK_STATUSES[status][1](row)]
        found = search(kept, self.told("q"), lambda row: f"{row.code} {row.name} {row.counterpart}")
        overdue = sorted((row for row in found if row.verdict.overdue), key=lambda row: -row.verdict.days_late)
        return overdue + [row for row in found if not row.verdict.overdue] if self.overdue_first else found
