"""Tables of the indicators: what was promised and who answers for it. Figures have their own (figure_table.py)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError

from kpis.evaluation import LABELS, Accumulation, Direction, Frequency
from kpis.models import MEASURE_LABELS, Assignment, Indicator, IndicatorLead, LinkKind
from kpis.querysets import has_figures
from plans.models import Plan
from plans.quantities import Measure, Quantity, QuantityKind, parse_quantity
from plans.resources import LONG, PlanItemResource
from units.columns import (
    Column,
    Linked,
    LinkedRows,
    LinkedSet,
    Pick,
    Reference,
    as_text,
    flag,
    show_flag,
    whole_number,
    words,
)
from units.dates import START
from units.models import Leader, Unit


def read_quantity(cell: object) -> Quantity:
    """A value cell of the plan; an empty one (Phụ lục 2 prints no baseline) counts as none."""
    typed = words(80)(cell)
    return parse_quantity(typed) if typed else Quantity("", QuantityKind.NOT_ASSIGNED)


def set_quantity(indicator: Indicator, cell: str, quantity: Quantity) -> None:
    """The used text of a value cell ("target", "baseline") and the parts that follow from it."""
    setattr(indicator, f"{cell}_text", quantity.raw)
    setattr(indicator, f"{cell}_kind", quantity.kind)
    setattr(indicator, f"{cell}_comparator", quantity.comparator)
    setattr(indicator, f"{cell}_value", quantity.value)
    if cell == "target":
        indicator.target_aspirational = quantity.aspirational


class QuantityColumn(Column):
    """The used text of a value cell; its parts are parsed from it and never entered apart."""

    def __init__(self, cell: str, column_name: str, label: str) -> None:
        super().__init__(f"{cell}_text", column_name, label, read_quantity)
        self.cell = cell

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        set_quantity(instance, self.cell, self.clean(row))


def leads_of(indicator: Indicator) -> list[Unit]:
    return [row.unit for row in indicator.lead_rows.select_related("unit")]


def store_leads(indicator: Indicator, units: Sequence[Unit]) -> None:
    indicator.lead_rows.all().delete()
    for order, unit in enumerate(units, 1):
        IndicatorLead.objects.create(indicator=indicator, unit=unit, order=order)


def first_assignment(indicator: Indicator) -> Assignment | None:
    """Who answers from the start of the plan; later changes are made on the indicator's page, with their day."""
    return indicator.assignments.select_related("unit", "leader").order_by("from_day").first()


def of_assignment(name: str) -> Callable[[Indicator], Any]:
    return lambda indicator: getattr(first_assignment(indicator), name, None)


def store_assignment(name: str) -> Callable[[Indicator, Any], None]:
    def store(indicator: Indicator, value: Unit | Leader | None) -> None:
        row = first_assignment(indicator) or Assignment(indicator=indicator, from_day=START)
        setattr(row, name, value)
        row.save()

    return store


def goal_code(indicator: Indicator) -> str:
    return indicator.linked_goal.code if indicator.linked_goal else ""


def link_later(indicator: Indicator, code: str) -> None:
    """Nothing yet: the goal may stand further down in the same file (see `after_import`)."""


class IndicatorResource(PlanItemResource):
    sheet, kind = "chi-tieu", "indicator"
    code = Column("code", "ma", "Mã", words(20))
    section = Reference("section", "nhom", "Nhóm", "sections")
    number = Column("number", "tt", "TT", words(8))
    horizon_year = Column("horizon_year", "nam_dich", "Năm đích", whole_number)
    name = Column("name", "ten", "Chỉ tiêu", words(LONG))
    name_printed = Column("name_printed", "ten_in", "Chỉ tiêu như in", words(LONG))
    short_name = Column("short_name", "ten_ngan", "Tên ngắn", words(80))
    measure_unit = Column("measure_unit", "dvt", "ĐVT", words(40))
    measure = Pick("measure", "thuoc_do", "Thước đo", [(m.value, MEASURE_LABELS[m]) for m in Measure])
    direction = Pick("direction", "chieu", "Chiều tốt", [(d.value, LABELS[d]) for d in Direction])
    accumulation = Pick("accumulation", "luy_ke", "Cách cộng dồn", [(a.value, LABELS[a]) for a in Accumulation])
    frequency = Pick("frequency", "tan_suat", "Tần suất", [(f.value, LABELS[f]) for f in Frequency])
    money_pair = Column("money_pair", "tu_so_la_tien", "Tử số là tiền", flag, show_flag)
    baseline_printed = Column("baseline_printed", "ket_qua_2025_in", "Kết quả năm trước như in", words(80))
    baseline = QuantityColumn("baseline", "ket_qua_2025", "Kết quả năm trước")
    target_printed = Column("target_printed", "muc_tieu_in", "Mục tiêu như in", words(80))
    target = QuantityColumn("target", "muc_tieu", "Mục tiêu")
    leader_printed = Column("leader_printed", "chi_dao_in", "Phân công chỉ đạo như in", words(200))
    leads_printed = Column("leads_printed", "chu_tri_in", "Cơ quan chủ trì như in", words(LONG))
    leads = LinkedRows(
        "leads", "chu_tri", "Cơ quan chủ trì", among="units", load=leads_of, store=store_leads, many=True
    )
    reporter = LinkedRows(
        "reporter",
        "bao_cao",
        "Đơn vị báo cáo",
        among="reporting_units",
        load=of_assignment("unit"),
        store=store_assignment("unit"),
    )
    leader = LinkedRows(
        "leader",
        "chi_dao",
        "Phân công chỉ đạo",
        among="leaders",
        load=of_assignment("leader"),
        store=store_assignment("leader"),
    )
    goal = Linked("goal", "cap_2030", "Chỉ tiêu đến 2030", load=goal_code, store=link_later, read=words(20))
    link_kind = Pick("link_kind", "kieu_cap", "Kiểu liên kết", [("", ""), *LinkKind.choices[1:]])
    clauses = LinkedSet("clauses", "noi_dung", "Nội dung kế hoạch liên quan", among="plan_clauses")
    note = Column("note", "ghi_chu", "Ghi chú", words(LONG))
    line = Column("line", "dong", "Dòng", whole_number)

    frozen: ClassVar[Mapping[str, str]] = {
        "accumulation": "Kế hoạch đã có số liệu nên không đổi được cách cộng dồn.",
        "measure": "Kế hoạch đã có số liệu nên không đổi được thước đo.",
        "reporter": "Kế hoạch đã có số liệu; hãy đổi đơn vị báo cáo ở trang chỉ tiêu, kèm ngày bắt đầu.",
    }

    class Meta:
        model = Indicator
        import_id_fields = ("code",)

    @staticmethod
    def is_reported(plan: Plan) -> bool:
        return has_figures(plan)

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self._goals: dict[int, str] = {}
        self._known = set(self.get_queryset().values_list("code", flat=True))
        heading = self.fields["code"].column_name
        if heading in dataset.headers:
            self._known |= {as_text(cell).strip() for cell in dataset[heading]}

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        errors = dict(import_validation_errors or {})
        goal = self.fields["goal"].get_value(instance)
        if goal and goal not in self._known:
            errors["goal"] = ValidationError(f"Không có chỉ tiêu “{goal}” trong kế hoạch.")
        if "reporter" not in errors and self.fields["reporter"].get_value(instance) is None:
            errors["reporter"] = ValidationError("Chưa ghi đơn vị báo cáo.")
        super().validate_instance(instance, errors, **kwargs)

    def after_save_instance(self, instance: Any, row: object, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        self._goals[instance.pk] = self.fields["goal"].get_value(instance) or ""

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        goals = dict(self.get_queryset().values_list("code", "pk"))
        for indicator, code in self._goals.items():
            Indicator.objects.filter(pk=indicator).update(linked_goal=goals.get(code))
