"""What was promised and the frame in which it is reported: plan, section, clause, correction, period, report."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from plans.calendar import PeriodCode, PeriodKind, PeriodState, period_state
from plans.workflow import EDITABLE, LABELS, RowState
from units.dates import local_date, short_date, short_datetime
from units.models import Unit, User, Ward
from units.text import search_key

parsed_code = cache(PeriodCode.parse)  # a page asks a period for its parts some dozen times
SHARE = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]


class Plan(models.Model):
    """A yearly plan of a ward. `number` is its natural key within the ward."""

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="plans", verbose_name="phường/xã")
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.TextField("trích yếu")
    issued_on = models.DateField("ngày ban hành")
    year = models.PositiveSmallIntegerField("năm")
    tolerance = models.DecimalField(
        "ngưỡng cần chú ý", max_digits=4, decimal_places=3, default=Decimal("0.1"), validators=SHARE
    )
    jump_threshold = models.DecimalField(
        "ngưỡng thay đổi so với quý trước", max_digits=4, decimal_places=3, default=Decimal("0.3"), validators=SHARE
    )
    coordinator = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan đầu mối")
    source_text = models.TextField("văn bản nguồn", blank=True)

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["ward", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "number"], name="plan_number_once_a_ward"),
            models.CheckConstraint(condition=Q(tolerance__gte=0, tolerance__lte=1), name="plan_tolerance_share"),
            models.CheckConstraint(
                condition=Q(jump_threshold__gte=0, jump_threshold__lte=1), name="plan_jump_threshold_share"
            ),
        ]

    def __str__(self) -> str:
        return f"Kế hoạch {self.number}"

    @property
    def short_name(self) -> str:
        """ "Kế hoạch 33" of "33/KH-UBND"."""
        return f"Kế hoạch {self.number.partition('/')[0]}"


class Section(models.Model):
    """A group inside an appendix. TT restarts here, so TT is no key."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections", verbose_name="kế hoạch")
    code = models.CharField("mã", max_length=20)
    appendix = models.PositiveSmallIntegerField("phụ lục")
    numeral = models.CharField("số", max_length=8)
    numeral_printed = models.CharField("số như in", max_length=8, blank=True)
    title = models.TextField("tên")
    title_printed = models.TextField("tên như in")
    line = models.PositiveIntegerField("dòng trong văn bản nguồn", null=True, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    money_source = models.CharField("nguồn kinh phí", max_length=60, blank=True)

    class Meta:
        verbose_name = "nhóm"
        verbose_name_plural = "nhóm"
        ordering = ["plan", "appendix", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="section_code_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.numeral}. {self.title}"


class ClauseKind(models.TextChoices):
    HEADING = "muc", "mục"
    CLAUSE = "noi_dung", "nội dung"
    PART = "phan", "phần"


class PlanClause(models.Model):
    """A numbered item of the plan's body: 1.1 … 7.6, the headings above them, and part 8."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="clauses", verbose_name="kế hoạch")
    number = models.CharField("số", max_length=8)
    kind = models.CharField("loại", max_length=8, choices=ClauseKind.choices)
    text = models.TextField("nội dung")
    text_printed = models.TextField("nội dung như in")
    first_line = models.PositiveIntegerField("dòng đầu")
    last_line = models.PositiveIntegerField("dòng cuối")
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "nội dung kế hoạch"
        verbose_name_plural = "nội dung kế hoạch"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="clause_number_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    @property
    def code(self) -> str:
        """What tables name it by."""
        return self.number


class Correction(models.Model):
    """A place where the text used differs from the printed one, or is odd and was left as printed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="corrections", verbose_name="kế hoạch")
    order = models.PositiveSmallIntegerField("thứ tự")
    lines = models.CharField("dòng", max_length=400)
    place = models.CharField("nơi", max_length=200, blank=True)
    printed = models.TextField("như in")
    used = models.TextField("dùng", blank=True)
    reason = models.TextField("lý do")
    kind = models.CharField("cách xử lý", max_length=20)

    class Meta:
        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="correction_order_once_a_plan")]

    def __str__(self) -> str:
        return f"Dòng {self.lines}: {self.printed[:60]}"


class Period(models.Model):
    """A quarter, 6 months, 9 months or the year of a plan. Its state is derived from dates, never stored."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name="kế hoạch")
    code = models.CharField("mã", max_length=8)
    kind = models.CharField("loại", max_length=2, choices=[(kind.value, kind.value) for kind in PeriodKind])
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    unit_due_at = models.DateTimeField("hạn đơn vị gửi")
    review_due_at = models.DateTimeField("hạn xem xét")
    send_due_on = models.DateField("hạn gửi cấp trên")
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    closed_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người chốt", null=True, blank=True
    )
    close_reason = models.TextField("lý do chốt", blank=True)

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["plan", "ends_on", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="period_code_once_a_plan"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PeriodKind]), name="period_kind_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"),
            models.CheckConstraint(
                condition=Q(close_reason="") | Q(closed_at__isnull=False), name="period_reason_of_a_closing"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def as_code(self) -> PeriodCode:
        return parsed_code(self.code)

    @property
    def label(self) -> str:
        return self.as_code.label

    def state(self, now: datetime) -> PeriodState:
        return period_state(starts_on=self.starts_on, opened_at=self.opened_at, closed_at=self.closed_at, now=now)

    def takes_figures(self, now: datetime) -> bool:
        return self.collects and self.state(now) is PeriodState.OPEN

    @property
    def closing_words(self) -> str:
        """ "Đã chốt 20/04/2026 vì đã gửi báo cáo số 12 (Đầu mối VH-XH)"; "" where it is not closed."""
        if self.closed_at is None:
            return ""
        why = f" vì: {self.close_reason.rstrip('.')}" if self.close_reason else ""
        return (
            f"Đã chốt {short_date(local_date(self.closed_at))}{why}{f' ({self.closed_by})' if self.closed_by else ''}."
        )

    @property
    def unit_due(self) -> datetime:
        """Until when units send, a day off passed over where the ward says so: what every page and lateness use.

        Like the next two it asks plan and ward, which a desk's periods share (one query a ward, none by default).
        """
        return self.plan.ward.days_off.moment(self.unit_due_at)

    @property
    def review_due(self) -> datetime:
        return self.plan.ward.days_off.moment(self.review_due_at)

    @property
    def send_due(self) -> date:
        return self.plan.ward.days_off.day(self.send_due_on)

    @property
    def begins_before_plan(self) -> bool:
        """Whether the data begin before the plan was issued, as quý I does; 6 tháng, 9 tháng and năm with it."""
        return self.starts_on < self.plan.issued_on

    @property
    def collects(self) -> bool:
        """Figures are entered for quarters, and for the year once it was opened for official figures."""
        return self.as_code.is_quarter or (self.kind == PeriodKind.Y and self.opened_at is not None)


class UnitReport(models.Model):
    """One unit × one period: the envelope. The review state lives on its rows.

    `content_version` grows with every write in it; an acceptance names the version that it saw. `review_began_at` is
    of the newest submission: from then on the unit cannot take it back. `sent_at` is when it went to the coordinator;
    `asked_at`, `asked_by`: who gave it to the unit's head before, where the head confirms.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ")
    content_version = models.PositiveIntegerField("phiên bản", default=0)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi", null=True, blank=True)
    asked_at = models.DateTimeField("trình lãnh đạo lúc", null=True, blank=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người trình", null=True, blank=True
    )
    review_began_at = models.DateTimeField("bắt đầu xem xét lúc", null=True, blank=True)
    last_activity_at = models.DateTimeField("hoạt động gần nhất", null=True, blank=True)
    last_activity_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người hoạt động gần nhất", null=True, blank=True
    )

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        ordering = ["period", "unit"]
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="one_report_a_unit_and_period")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.period}"

    @cached_property
    def receipt_code(self) -> str:
        """The check code of the newest submission, "" before the first (one query)."""
        return self.receipts.values_list("code", flat=True).first() or ""


class Receipt(models.Model):
    """Phiếu gửi số liệu: what a unit handed in at one moment, as it read then. A trigger refuses changes.

    `content` is what plans/receipts.py makes of the rows; `code` is computed from it, so that paper can be checked.
    """

    report = models.ForeignKey(UnitReport, models.PROTECT, related_name="receipts", verbose_name="báo cáo")
    code = models.CharField("mã kiểm tra", max_length=20, unique=True)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    content = models.JSONField("nội dung")

    class Meta:
        verbose_name = "phiếu gửi"
        verbose_name_plural = "phiếu gửi"
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"Phiếu gửi {self.code}"


class Remark(models.Model):
    """A word of the reviewer about one row of a report, or the unit's answer. A trigger refuses changes."""

    report = models.ForeignKey(UnitReport, models.PROTECT, related_name="remarks", verbose_name="báo cáo")
    code = models.CharField("dòng", max_length=20)
    text = models.TextField("ý kiến")
    from_unit = models.BooleanField("của đơn vị", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ý kiến xem xét"
        verbose_name_plural = "ý kiến xem xét"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["report", "code"], name="remark_of_row")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_says_something")]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


class RequestKey(models.Model):
    """The key of one request that changes something: a double click has one effect."""

    key = models.UUIDField("khóa", primary_key=True)
    action = models.CharField("việc", max_length=20)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "khóa yêu cầu"
        verbose_name_plural = "khóa yêu cầu"

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


def document_words(number: str, day: date | None) -> str:
    """ "Văn bản 12/BC-KTHT ngày 05/03/2026", empty where no document is named."""
    return f"Văn bản {number} ngày {short_date(day)}" if day else ""


class EvidenceKind(models.TextChoices):
    FILE = "file", "tệp"
    DOCUMENT = "document", "văn bản"


IS_FILE = Q(kind=EvidenceKind.FILE, size__gt=0) & ~Q(stored_name="") & ~Q(original_name="") & ~Q(sha256="")
IS_DOCUMENT = Q(kind=EvidenceKind.DOCUMENT, stored_name="", size=0, sha256="") & ~Q(document_number="")


class Evidence(models.Model):
    """Minh chứng: a file, or number and date of an official document (a file may carry these too).

    Which rows it stands on is told by the links above it. Written by plans/evidence.py only; nothing but its
    removal ever changes, and a removed one is kept: the journal and accepted snapshots name it.
    """

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="evidence", verbose_name="phường/xã")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence", verbose_name="đơn vị")
    period = models.ForeignKey(Period, models.PROTECT, related_name="evidence", verbose_name="kỳ")
    kind = models.CharField("loại", max_length=8, choices=EvidenceKind.choices)
    stored_name = models.CharField("tên trong kho", max_length=80, blank=True)
    original_name = models.CharField("tên tệp", max_length=200, blank=True)
    content_type = models.CharField("kiểu nội dung", max_length=100, blank=True)
    size = models.PositiveIntegerField("số byte", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    document_number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thêm")
    uploaded_at = models.DateTimeField("thêm lúc")
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    removed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người gỡ", null=True, blank=True
    )
    removal_reason = models.CharField("lý do gỡ", max_length=300, blank=True)
    search = models.TextField("khóa tìm kiếm", editable=False, default="")

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["uploaded_at", "pk"]
        indexes = [models.Index(fields=["period", "unit"], name="evidence_of_report")]
        constraints = [
            models.CheckConstraint(condition=IS_FILE | IS_DOCUMENT, name="evidence_file_or_document"),
            models.CheckConstraint(
                condition=Q(document_number="", document_date__isnull=True)
                | (~Q(document_number="") & Q(document_date__isnull=False)),
                name="evidence_number_with_date",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_someone",
            ),
            models.UniqueConstraint(
                fields=["stored_name"], condition=~Q(stored_name=""), name="evidence_stored_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name or self.document

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_key(f"{self.original_name} {self.document_number}")
        super().save(*args, **kwargs)

    @property
    def document(self) -> str:
        return document_words(self.document_number, self.document_date)


class ReopeningState(models.TextChoices):
    ASKED = "asked", "đang đề nghị"
    GRANTED = "granted", "đang mở lại"
    REFUSED = "refused", "bị từ chối"
    DONE = "done", "đã điều chỉnh xong"
    CLOSED = "closed", "đã khép lại"


def open_until(day: date | None) -> str:
    """ "Mở lại đến hết ngày 20/05/2026", empty without a day."""
    return f"Mở lại đến hết ngày {short_date(day)}" if day else ""


class Reopening(models.Model):
    """Mở lại: one row of an accepted report or of a closed period, asked for by its unit or opened at once.

    The row is named by unit, period and the plan's code, because a late figure has no row yet. Written by
    reports/reopening/actions.py only. `until`: the last day on which the row takes writing.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reopenings", verbose_name="đơn vị")
    period = models.ForeignKey(Period, models.PROTECT, related_name="reopenings", verbose_name="kỳ")
    code = models.CharField("mã", max_length=20)
    state = models.CharField("trạng thái", max_length=8, choices=ReopeningState.choices)
    reason = models.TextField("lý do")
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="reopenings", verbose_name="văn bản kèm theo", null=True, blank=True
    )
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đề nghị", null=True, blank=True
    )
    asked_at = models.DateTimeField("đề nghị lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người quyết định", null=True, blank=True
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    until = models.DateField("đến hết ngày", null=True, blank=True)
    answer = models.TextField("ý kiến của cơ quan đầu mối", blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "việc mở lại"
        verbose_name_plural = "việc mở lại"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["period", "unit", "code"], name="reopening_of_row")]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit", "code"],
                condition=Q(state__in=["asked", "granted"]),
                name="one_open_reopening_a_row",
            ),
            models.CheckConstraint(condition=Q(state__in=ReopeningState.values), name="reopening_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True, asked_at__isnull=True)
                | Q(asked_by__isnull=False, asked_at__isnull=False, evidence__isnull=False),
                name="reopening_asked_with_paper",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="reopening_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused"]) | Q(until__isnull=False), name="reopening_granted_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period}: {self.get_state_display()}"

    @property
    def until_words(self) -> str:
        return open_until(self.until)

    @property
    def since(self) -> str:
        """When it was opened, or asked for."""
        moment = self.decided_at or self.asked_at
        return short_datetime(moment) if moment else ""


class EvidenceLink(models.Model):
    """That a piece of evidence stands on a row. By place, not by row: one that is emptied and entered anew keeps it."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="%(class)s_rows", verbose_name="minh chứng")

    class Meta:
        abstract = True


def standing_on(day: date) -> Q:
    """Rows of the plan that hold on the day: not withdrawn, or withdrawn from a later day. A period asks for its last.

    The same rule for one row is `PlanItem.stands_on`, in SQL `STANDING_ON`.
    """
    return Q(withdrawn_from=None) | Q(withdrawn_from__gt=day)


STANDING_ON = "(withdrawn_from IS NULL OR withdrawn_from > %s)"


class PlanItem(models.Model):
    """What indicators and tasks share: code, section, names, the printed text beside the text used."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="kế hoạch")
    section = models.ForeignKey(Section, models.PROTECT, related_name="%(class)ss", verbose_name="nhóm")
    code = models.CharField("mã", max_length=20)
    number = models.CharField("STT", max_length=8)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    name = models.TextField("tên", blank=True)
    name_printed = models.TextField("tên như in", blank=True)
    leads_printed = models.TextField("chủ trì như in", blank=True)
    note = models.TextField("ghi chú", blank=True)
    line = models.PositiveIntegerField("dòng trong văn bản nguồn", null=True, blank=True)
    clauses = models.ManyToManyField(
        PlanClause, related_name="%(class)ss", verbose_name="nội dung kế hoạch liên quan", blank=True
    )
    withdrawn_from = models.DateField("rút từ ngày", null=True, blank=True)
    search = models.TextField("khóa tìm kiếm", editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_key(self.search_words())
        super().save(*args, **kwargs)

    def search_words(self) -> str:
        return f"{self.code} {self.name}"

    def stands_on(self, day: date) -> bool:
        return self.withdrawn_from is None or self.withdrawn_from > day


class ReportedRow(models.Model):
    """A figure or a progress inside a unit's report: review state, version, who entered it and how.

    `version` is unique over the life of the row's place (it continues the report's content_version), so that a
    row that was emptied and entered anew never looks like the old one. `reopened_until`: the row takes writing until
    the end of that day and by no other rule, from the granting of a reopening to its acceptance or "Khép lại".
    `first_sent_at`: when it first went to the coordinator; a return or a reopening leaves it, for the deadline was met
    (or not) then. Only taking that very sending back clears it. `came_back_at`: when the unit last had it back by
    somebody's decision, returned by head or coordinator or opened again after it was accepted.
    """

    report = models.ForeignKey(UnitReport, models.PROTECT, related_name="%(class)s_rows", verbose_name="báo cáo")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        default=RowState.ENTERING,
        choices=[(s.value, LABELS[s]) for s in RowState],
    )
    version = models.PositiveIntegerField("phiên bản")
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    on_behalf = models.BooleanField("nhập thay", default=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhập")
    entered_at = models.DateTimeField("nhập lúc")
    return_reason = models.TextField("lý do trả lại", blank=True)
    reopened_until = models.DateField("mở lại đến hết ngày", null=True, blank=True)
    first_sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    came_back_at = models.DateTimeField("trả lại hoặc mở lại lúc", null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def strangers_on(cls, period: Period, day: date) -> set[str]:
        """The codes of the period's rows that the plan does not ask of their unit on the day (two queries)."""
        raise NotImplementedError

    def seen_by(self, user: User, version: int) -> bool:
        """Whether that reader knows this content: it is at the version that they saw, or they wrote it themselves."""
        return self.version == version or self.entered_by_id == user.pk

    @property
    def editable(self) -> bool:
        return RowState(self.state) in EDITABLE

    def takes_writing(self, collects: bool, today: date) -> bool:
        """Whether it may be written and sent: as long as the period takes figures; an opened row until its day."""
        return self.editable and (collects if self.reopened_until is None else today <= self.reopened_until)

    @property
    def mended(self) -> bool:
        """Whether it came back and was changed since, but was not sent again."""
        back = self.came_back_at if self.state == RowState.RETURNED else None
        return back is not None and self.entered_at > back

    @property
    def decided_on(self) -> bool:
        """Whether somebody decided on a sending to the coordinator: the deadline is judged by the first of them."""
        return bool(self.first_sent_at and self.came_back_at and self.first_sent_at <= self.came_back_at)

    @property
    def to_mend(self) -> str:
        """Why it came back, as long as its unit may act on it: also after it was sent again and taken back."""
        return self.return_reason if self.editable else ""

    @property
    def reopened_words(self) -> str:
        return open_until(self.reopened_until)

    @property
    def state_label(self) -> str:
        return LABELS[RowState(self.state)]


class AcceptedRow(models.Model):
    """An immutable snapshot of an accepted row; the newest one of a place is what goes out."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="kỳ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    on_behalf = models.BooleanField("nhập thay", default=False)
    row_version = models.PositiveIntegerField("phiên bản của dòng")
    content_version = models.PositiveIntegerField("phiên bản của báo cáo")
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chấp nhận")
    accepted_at = models.DateTimeField("chấp nhận lúc")
    self_accepted = models.BooleanField("tự chấp nhận", default=False)
    evidence = models.JSONField("minh chứng khi chấp nhận", default=list, blank=True)

    class Meta:
        abstract = True
