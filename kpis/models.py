"""Indicators, their milestones, who answers for them, and the figures."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from kpis.breakdown import Item, from_json
from kpis.evaluation import LABELS as EVALUATION_LABELS
from kpis.evaluation import Accumulation, Direction, Frequency
from plans.models import AcceptedRow, EvidenceLink, Period, PlanItem, ReportedRow, standing_on
from plans.quantities import Comparator, Measure, NumberRule, Quantity, QuantityKind, Reading
from units.dates import START, local_date, short_date
from units.models import Leader, Unit

MEASURE_LABELS = {Measure.PERCENT: "tỷ lệ %", Measure.INDEX: "chỉ số 0–1", Measure.COUNT: "số lượng"}
COMPARATORS = [(sign.value, sign.value) for sign in Comparator]
QUANTITY_KINDS = [
    (QuantityKind.NUMBER.value, "có số"),
    (QuantityKind.NOT_ASSIGNED.value, "- (không giao / không có)"),
    (QuantityKind.UNKNOWN.value, "? (chưa rõ)"),
]


class LinkKind(models.TextChoices):
    NONE = "", "không"
    SAME = "same", "cùng thước đo"
    NEAR = "near", "gần nhau"


class Indicator(PlanItem):
    """One row of Phụ lục 1 (2026) or Phụ lục 2 (2030). A quantity cell keeps its printed text and its parts."""

    horizon_year = models.PositiveSmallIntegerField("năm đích")
    short_name = models.CharField("tên ngắn", max_length=80)
    measure = models.CharField("thước đo", max_length=8, choices=[(m.value, MEASURE_LABELS[m]) for m in Measure])
    measure_unit = models.CharField("đơn vị tính", max_length=40)
    money_pair = models.BooleanField("tử số, mẫu số là tiền", default=False)
    direction = models.CharField(
        "chiều tốt",
        max_length=6,
        default=Direction.HIGHER,
        choices=[(d.value, EVALUATION_LABELS[d]) for d in Direction],
    )
    accumulation = models.CharField(
        "cách cộng dồn", max_length=10, choices=[(a.value, EVALUATION_LABELS[a]) for a in Accumulation]
    )
    frequency = models.CharField(
        "tần suất",
        max_length=11,
        default=Frequency.QUARTERLY,
        choices=[(f.value, EVALUATION_LABELS[f]) for f in Frequency],
    )
    baseline_printed = models.CharField("kết quả năm trước như in", max_length=80, blank=True)
    baseline_text = models.CharField("kết quả năm trước", max_length=80, blank=True)
    baseline_kind = models.CharField("loại kết quả năm trước", max_length=8, choices=QUANTITY_KINDS)
    baseline_comparator = models.CharField("dấu", max_length=1, choices=COMPARATORS, default=Comparator.EQUAL)
    baseline_value = models.DecimalField("số kết quả năm trước", max_digits=15, decimal_places=6, null=True, blank=True)
    target_printed = models.CharField("mục tiêu như in", max_length=80, blank=True)
    target_text = models.CharField("mục tiêu", max_length=80, blank=True)
    target_kind = models.CharField("loại mục tiêu", max_length=8, choices=QUANTITY_KINDS)
    target_comparator = models.CharField("dấu mục tiêu", max_length=1, choices=COMPARATORS, default=Comparator.EQUAL)
    target_value = models.DecimalField("số mục tiêu", max_digits=15, decimal_places=6, null=True, blank=True)
    target_aspirational = models.BooleanField("phấn đấu", default=False)
    leader_printed = models.CharField("phân công chỉ đạo như in", max_length=200, blank=True)
    leads = models.ManyToManyField(Unit, through="IndicatorLead", related_name="led_indicators", verbose_name="chủ trì")
    linked_goal = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="linked_from",
        verbose_name="chỉ tiêu đến năm 2030",
    )
    link_kind = models.CharField("kiểu liên kết", max_length=4, choices=LinkKind.choices, blank=True, default="")

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["plan", "horizon_year", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="indicator_code_once_a_plan"),
            models.CheckConstraint(condition=Q(measure__in=[m.value for m in Measure]), name="indicator_measure_known"),
            models.CheckConstraint(
                condition=Q(direction__in=[d.value for d in Direction])
                & Q(accumulation__in=[a.value for a in Accumulation])
                & Q(frequency__in=[f.value for f in Frequency]),
                name="indicator_rules_known",
            ),
            models.CheckConstraint(
                condition=~Q(accumulation=Accumulation.WITHIN) | Q(measure=Measure.COUNT),
                name="indicator_only_counts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(baseline_kind=QuantityKind.NUMBER, baseline_value__isnull=False)
                | (~Q(baseline_kind=QuantityKind.NUMBER) & Q(baseline_value__isnull=True)),
                name="indicator_baseline_number_or_none",
            ),
            models.CheckConstraint(
                condition=Q(target_kind=QuantityKind.NUMBER, target_value__isnull=False)
                | (~Q(target_kind=QuantityKind.NUMBER) & Q(target_value__isnull=True)),
                name="indicator_target_number_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_name}"

    def search_words(self) -> str:
        return f"{self.code} {self.short_name} {self.name}"

    @property
    def baseline(self) -> Quantity:
        return self._quantity("baseline")

    @property
    def target(self) -> Quantity:
        return self._quantity("target")

    def _quantity(self, cell: str) -> Quantity:
        return Quantity(
            raw=getattr(self, f"{cell}_text"),
            kind=QuantityKind(getattr(self, f"{cell}_kind")),
            comparator=Comparator(getattr(self, f"{cell}_comparator")),
            value=getattr(self, f"{cell}_value"),
            unit="%" if self.measure == Measure.PERCENT else "",
            aspirational=self.target_aspirational if cell == "target" else False,
        )

    @property
    def number_rule(self) -> NumberRule:
        """How a typed figure of this indicator is read."""
        return NumberRule(Measure(self.measure), target=self.target_value, money_pair=self.money_pair)


class IndicatorLead(models.Model):
    """A unit of the column "Cơ quan chủ trì", in printed order."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="lead_rows", verbose_name="chỉ tiêu")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "cơ quan chủ trì"
        verbose_name_plural = "cơ quan chủ trì"
        ordering = ["indicator", "order"]
        constraints = [models.UniqueConstraint(fields=["indicator", "unit"], name="indicator_lead_once")]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.unit}"


class Milestone(models.Model):
    """The value expected at the end of a quarter (mốc quý), I to III; quarter IV is the target itself."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="milestones", verbose_name="chỉ tiêu")
    quarter = models.PositiveSmallIntegerField("quý", validators=[MinValueValidator(1), MaxValueValidator(3)])
    value = models.DecimalField("mốc", max_digits=15, decimal_places=6)

    class Meta:
        verbose_name = "mốc quý"
        verbose_name_plural = "mốc quý"
        ordering = ["indicator", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "quarter"], name="milestone_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=3), name="milestone_quarters_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} quý {self.quarter}: {self.value}"


class Assignment(models.Model):
    """Who reports and who directs an indicator from a day on (`None`: from the start of the plan)."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="assignments", verbose_name="chỉ tiêu")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="đơn vị báo cáo")
    leader = models.ForeignKey(
        Leader,
        models.PROTECT,
        related_name="assignments",
        verbose_name="phân công chỉ đạo",
        null=True,
        blank=True,
    )
    from_day = models.DateField("từ ngày", default=START)

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["indicator", "from_day"]
        constraints = [models.UniqueConstraint(fields=["indicator", "from_day"], name="assignment_once_a_day")]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.unit}"


class FigureValue(models.Model):
    """The number itself: exactly one of value, pair, or the reason why there is nothing to measure."""

    value = models.DecimalField("giá trị", max_digits=15, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField("tử số", max_digits=15, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=15, decimal_places=2, null=True, blank=True)
    nothing_reason = models.TextField("lý do không phát sinh", blank=True)
    estimate = models.BooleanField("ước thực hiện", default=False)
    source = models.CharField("nguồn số liệu", max_length=300, blank=True)
    explanation = models.TextField("giải trình", blank=True)
    breakdown = models.JSONField("bảng kê", default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def items(self) -> tuple[Item, ...]:
        """The rows of the breakdown."""
        return from_json(self.breakdown)

    @property
    def reading(self) -> Reading | None:
        """The number as it was read, or None for "không phát sinh"."""
        if self.nothing_reason:
            return None
        return Reading(self.value, self.numerator, self.denominator, None)

    @property
    def amount(self) -> Fraction | None:
        """In the indicator's own unit; 43/45 stays exact."""
        reading = self.reading
        return reading.amount if reading else None


ONE_OF_THREE = (
    Q(value__isnull=False, numerator__isnull=True, denominator__isnull=True, nothing_reason="")
    | Q(value__isnull=True, numerator__isnull=False, denominator__isnull=False, nothing_reason="")
    | (Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True) & ~Q(nothing_reason=""))
)
IN_RANGE = (Q(value__isnull=True) | Q(value__gte=Decimal(0))) & (
    Q(denominator__isnull=True)
    | Q(denominator__gt=Decimal(0), numerator__gte=Decimal(0), numerator__lte=models.F("denominator"))
)


class Figure(ReportedRow, FigureValue):
    """One indicator × one period, as entered. Written by kpis/actions.py only."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures", verbose_name="chỉ tiêu")
    period = models.ForeignKey(Period, models.PROTECT, related_name="figures", verbose_name="kỳ")

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["period", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="one_figure_an_indicator_and_period"),
            models.CheckConstraint(condition=ONE_OF_THREE, name="figure_one_of_value_pair_reason"),
            models.CheckConstraint(condition=IN_RANGE, name="figure_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.period.code}"

    @classmethod
    def strangers_on(cls, period: Period, day: date) -> set[str]:
        standing = Indicator.objects.filter(standing_on(day), plan=period.plan_id)
        held = Assignment.objects.filter(indicator__in=standing, from_day__lte=day).order_by("from_day")
        answers = dict(held.values_list("indicator_id", "unit_id"))
        rows = cls.objects.filter(period=period).values_list("indicator_id", "indicator__code", "report__unit_id")
        return {code for indicator, code, unit in rows if answers.get(indicator) != unit}


class AcceptedFigure(AcceptedRow, FigureValue):
    """What was accepted, for ever. A trigger on both databases refuses changes."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="accepted_figures", verbose_name="chỉ tiêu")

    class Meta:
        verbose_name = "số liệu đã chấp nhận"
        verbose_name_plural = "số liệu đã chấp nhận"
        ordering = ["period", "indicator", "pk"]
        indexes = [models.Index(fields=["period", "indicator"], name="accepted_figure_place")]
        constraints = [
            models.CheckConstraint(condition=ONE_OF_THREE, name="accepted_one_of_value_pair_reason"),
            models.CheckConstraint(condition=IN_RANGE, name="accepted_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.period.code}, chấp nhận {short_date(local_date(self.accepted_at))}"


class FigureEvidence(EvidenceLink):
    """Evidence on the row of an indicator, in the evidence's own period."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="evidence_links", verbose_name="chỉ tiêu")

    class Meta:
        verbose_name = "minh chứng của số liệu"
        verbose_name_plural = "minh chứng của số liệu"
        ordering = ["evidence", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "indicator"], name="evidence_once_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.evidence}"
