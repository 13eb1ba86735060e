"""The table of tasks (Phụ lục 3–5): leads and coordination in printed order, who reports, the deadline."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from kpis.models import Indicator
from plans.models import Plan
from plans.resources import LONG, PlanItemResource
from tasks.models import DEADLINE_LABELS, Task, TaskAssignment, TaskCoordination, TaskLead
from tasks.querysets import has_progress
from units.columns import Column, LinkedRows, LinkedSet, Pick, Reference, day, whole_number, words
from units.dates import START, short_date
from units.models import Unit


def units_of(rows: str) -> Callable[[Task], list[Unit]]:
    """The units of a printed column, in its order."""
    return lambda task: [row.unit for row in getattr(task, rows).select_related("unit")]


def store_units(model: type[TaskLead] | type[TaskCoordination]) -> Callable[[Task, Sequence[Unit]], None]:
    def store(task: Task, units: Sequence[Unit]) -> None:
        model._default_manager.filter(task=task).delete()
        for order, unit in enumerate(units, 1):
            model._default_manager.create(task=task, unit=unit, order=order)

    return store


def reporters_of(task: Task) -> list[Unit]:
    """Who reports from the start of the plan; later changes are made on the task's page, with their day."""
    rows = task.assignments.filter(from_day=START).select_related("unit")
    return [row.unit for row in rows.order_by("pk")]


def store_reporters(task: Task, units: Sequence[Unit]) -> None:
    task.assignments.filter(from_day=START).delete()
    for unit in units:
        TaskAssignment.objects.create(task=task, unit=unit, from_day=START)


class TaskResource(PlanItemResource):
    sheet, kind = "nhiem-vu", "task"
    code = Column("code", "ma", "Mã", words(20))
    section = Reference("section", "nhom", "Nhóm", "sections")
    number = Column("number", "tt", "TT", words(8))
    name = Column("name", "ten", "Nhiệm vụ", words(LONG))
    name_printed = Column("name_printed", "ten_in", "Nhiệm vụ như in", words(LONG))
    counterpart = Column("counterpart", "nhiem_vu_71", "Nhiệm vụ tương ứng (NQ 71)", words(LONG))
    counterpart_printed = Column("counterpart_printed", "nhiem_vu_71_in", "Nhiệm vụ tương ứng như in", words(LONG))
    counterpart_number = Column("counterpart_number", "so_71", "TT trong NQ 71", words(8))
    leads_printed = Column("leads_printed", "chu_tri_in", "Chủ trì như in", words(LONG))
    leads = LinkedRows(
        "leads",
        "chu_tri",
        "Chủ trì",
        among="units",
        load=units_of("lead_rows"),
        store=store_units(TaskLead),
        many=True,
    )
    coordination_printed = Column("coordination_printed", "phoi_hop_in", "Phối hợp như in", words(LONG))
    coordinating = LinkedRows(
        "coordinating",
        "phoi_hop",
        "Phối hợp",
        among="units",
        load=units_of("coordination_rows"),
        store=store_units(TaskCoordination),
        many=True,
    )
    product = Column("product", "san_pham", "Sản phẩm", words(LONG))
    product_printed = Column("product_printed", "san_pham_in", "Sản phẩm như in", words(LONG))
    deadline_printed = Column("deadline_printed", "thoi_han_in", "Thời hạn như in", words(200))
    deadline_text = Column("deadline_text", "thoi_han", "Thời hạn", words(200))
    due_on = Column("due_on", "han_ngay", "Hạn", day, short_date)
    deadline_kind = Pick(
        "deadline_kind", "loai_han", "Loại thời hạn", [(kind.value, label) for kind, label in DEADLINE_LABELS.items()]
    )
    money_source = Column("money_source", "nguon_kinh_phi", "Nguồn kinh phí", words(60))
    reporters = LinkedRows(
        "reporters",
        "bao_cao",
        "Đơn vị báo cáo",
        among="reporting_units",
        load=reporters_of,
        store=store_reporters,
        many=True,
    )
    indicators = LinkedSet("indicators", "chi_tieu", "Chỉ tiêu liên quan", among="plan_indicators")
    clauses = LinkedSet("clauses", "noi_dung", "Nội dung kế hoạch liên quan", among="plan_clauses")
    note = Column("note", "ghi_chu", "Ghi chú", words(LONG))
    line = Column("line", "dong", "Dòng", whole_number)

    frozen: ClassVar[Mapping[str, str]] = {
        "reporters": "Kế hoạch đã có tiến độ; hãy đổi đơn vị báo cáo ở trang nhiệm vụ, kèm ngày bắt đầu.",
    }

    class Meta:
        model = Task
        import_id_fields = ("code",)

    @cached_property
    def plan_indicators(self) -> dict[str, Indicator]:
        return {row.code: row for row in Indicator.objects.filter(plan=self.plan)}

    @staticmethod
    def is_reported(plan: Plan) -> bool:
        return has_progress(plan)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        errors = dict(import_validation_errors or {})
        if "reporters" not in errors and not self.fields["reporters"].get_value(instance):
            errors["reporters"] = ["Chưa ghi đơn vị báo cáo."]
        super().validate_instance(instance, errors, **kwargs)
