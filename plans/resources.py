"""Tables of the plan itself: the plan, its sections, the clauses of its body, the register of corrections."""

from collections.abc import Iterable, Mapping, MutableMapping
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from plans.models import ClauseKind, Correction, Plan, PlanClause, Section
from plans.quantities import Measure, NumberRule, format_exact, read_cell
from plans.scheduling import make_periods
from units.columns import Column, Pick, Reference, day, whole_number, words
from units.dates import short_date
from units.models import SILENT_KINDS, Leader, Unit, Ward
from units.sheets import Errand, SheetResource
from units.text import normalise_alias

LONG = 30_000


def read_share(cell: object) -> Decimal | None:
    """A share from 0 to 1."""
    reading = read_cell(cell, "General", NumberRule(Measure.INDEX))
    return reading.value if reading else None


def units_by_name(ward: Ward | None) -> dict[str, Unit]:
    """Every code, name and spelling of the ward's units → the unit (two queries)."""
    found: dict[str, Unit] = {}
    for unit in Unit.objects.filter(ward=ward).prefetch_related("aliases"):
        spellings = [unit.name, unit.short_name, *[alias.spelling for alias in unit.aliases.all()]]
        for spelling in spellings:
            found.setdefault(normalise_alias(spelling), unit)
        found[unit.code] = unit
    return found


class PlanResource(SheetResource):
    """One row; the text of the document is no cell and is handed over beside it."""

    sheet, kind = "ke-hoach", "plan"
    number = Column("number", "so", "Số, ký hiệu", words(60))
    issued_on = Column("issued_on", "ngay_ban_hanh", "Ngày ban hành", day, short_date)
    year = Column("year", "nam", "Năm", whole_number)
    title = Column("title", "ten", "Trích yếu", words(LONG))
    tolerance = Column("tolerance", "nguong", "Ngưỡng cần chú ý", read_share, format_exact)
    jump_threshold = Column(
        "jump_threshold", "nguong_thay_doi", "Ngưỡng thay đổi so với quý trước", read_share, format_exact
    )
    coordinator = Reference("coordinator", "dau_moi", "Cơ quan đầu mối", "units")
    ward = Reference("ward", "phuong", "Phường/xã", "wards")

    class Meta:
        model = Plan
        import_id_fields = ("number",)

    @cached_property
    def units(self) -> dict[str, Unit]:
        return units_by_name(self.errand.ward)

    @cached_property
    def wards(self) -> dict[str, Ward]:
        return {self.errand.ward.code: self.errand.ward} if self.errand.ward else {}

    def after_save_instance(self, instance: Any, row: object, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        errand = self.errand
        make_periods(plan=instance, by=errand.by, channel=errand.channel, now=errand.now)


class PlanSheetResource(SheetResource):
    """Rows of one plan. A new row is put after the others."""

    def __init__(self, *, errand: Errand, plan: Plan, labelled: bool = False) -> None:
        self.plan = plan
        super().__init__(errand=errand, labelled=labelled)

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self._meta.model._default_manager.filter(plan=self.plan)
        return rows

    def init_instance(self, row: object = None) -> Any:
        return self._meta.model(plan=self.plan, order=self.next_order())

    def next_order(self) -> int:
        last = self.get_queryset().order_by("order").last()
        return last.order + 1 if last else 1

    def ward_of(self, instance: object) -> Ward:
        return self.plan.ward

    @cached_property
    def units(self) -> dict[str, Unit]:
        return units_by_name(self.plan.ward)

    @cached_property
    def leaders(self) -> dict[str, Leader]:
        """Code, full name and short name → the leader (one query)."""
        found: dict[str, Leader] = {}
        for leader in Leader.objects.filter(ward=self.plan.ward):
            found |= {normalise_alias(name): leader for name in (leader.full_name, leader.short_name)}
            found[leader.code] = leader
        return found

    @cached_property
    def plan_clauses(self) -> dict[str, PlanClause]:
        return {clause.number: clause for clause in PlanClause.objects.filter(plan=self.plan)}

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {section.code: section for section in Section.objects.filter(plan=self.plan)}


class SectionResource(PlanSheetResource):
    sheet, kind = "nhom", "section"
    code = Column("code", "ma", "Mã", words(20))
    appendix = Column("appendix", "phu_luc", "Phụ lục", whole_number)
    numeral = Column("numeral", "so", "Số", words(8))
    numeral_printed = Column("numeral_printed", "so_in", "Số như in", words(8))
    title = Column("title", "ten", "Tên", words(LONG))
    title_printed = Column("title_printed", "in_ra", "Tên như in", words(LONG))
    line = Column("line", "dong", "Dòng", whole_number)
    order = Column("order", "thu_tu", "Thứ tự", whole_number)
    money_source = Column("money_source", "nguon_kinh_phi", "Nguồn kinh phí", words(60))

    class Meta:
        model = Section
        import_id_fields = ("code",)


class ClauseResource(PlanSheetResource):
    sheet, kind = "noi-dung", "clause"
    number = Column("number", "so", "Số", words(8))
    clause_kind = Pick("kind", "loai", "Loại", ClauseKind.choices)
    text = Column("text", "noi_dung", "Nội dung", words(LONG))
    text_printed = Column("text_printed", "noi_dung_in", "Nội dung như in", words(LONG))
    first_line = Column("first_line", "dong_dau", "Dòng đầu", whole_number)
    last_line = Column("last_line", "dong_cuoi", "Dòng cuối", whole_number)
    order = Column("order", "thu_tu", "Thứ tự", whole_number)

    class Meta:
        model = PlanClause
        import_id_fields = ("number",)


PLACE = "#"


class CorrectionResource(PlanSheetResource):
    """The register has no codes: the place in the file is the key."""

    sheet, kind = "dinh-chinh", "correction"
    order = Column("order", PLACE, "Thứ tự", whole_number)
    lines = Column("lines", "dong", "Dòng", words(400))
    place = Column("place", "noi", "Nơi", words(200))
    printed = Column("printed", "in_ra", "Như in", words(LONG))
    used = Column("used", "dung", "Dùng", words(LONG))
    reason = Column("reason", "ly_do", "Lý do", words(LONG))
    handling = Column("kind", "loai", "Cách xử lý", words(20))

    class Meta:
        model = Correction
        import_id_fields = ("order",)

    def before_import_row(self, row: MutableMapping[str, Any], **kwargs: Any) -> None:
        row[PLACE] = kwargs["row_number"]
        super().before_import_row(row, **kwargs)

    def _check_import_id_fields(self, headers: object) -> None:
        """The key is counted, not read: no heading is missing."""


class PlanItemResource(PlanSheetResource):
    """What indicators and tasks share: rules about rows whose plan has been reported on already."""

    frozen: ClassVar[Mapping[str, str]] = {}  # column → the sentence that refuses its change

    @staticmethod
    def is_reported(plan: Plan) -> bool:
        raise NotImplementedError

    @cached_property
    def reporting_units(self) -> dict[str, Unit]:
        """Collectives and outside bodies report nothing."""
        return {name: unit for name, unit in self.units.items() if unit.kind not in SILENT_KINDS}

    @classmethod
    def frozen_changes(cls, plan: Plan, changed: Iterable[str]) -> dict[str, str]:
        """Attributes that do not change any more → the sentence that says so; for imports and for forms."""
        held = [name for name in changed if name in cls.frozen]
        return {name: cls.frozen[name] for name in held} if held and cls.is_reported(plan) else {}

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        errors = dict(import_validation_errors or {})
        if not instance._state.adding:
            held = self.frozen_changes(self.plan, self.changed_attributes())
            errors |= {name: ValidationError(sentence) for name, sentence in held.items()}
        super().validate_instance(instance, errors, **kwargs)

    def changed_attributes(self) -> set[str]:
        return {column.attribute for column in self.get_import_fields() if column.column_name in self._columns}
