"""Ý kiến chỉ đạo (what a ward leader asks of units, their answers, its end), and the reports that were issued."""

from django.db import models
from django.db.models import F, Q

from kpis.models import Indicator
from plans.models import Evidence, Period, Plan, document_words
from reports.report_models import NarrativeText, OwnForm, ScreenOrder, TypedFigure
from tasks.models import Task
from units.dates import short_date
from units.models import Unit, User

__all__ = [
    "Direction",
    "DirectionAbout",
    "DirectionMessage",
    "DirectionState",
    "DirectionUnit",
    "MessageKind",
    "NarrativeText",
    "OwnForm",
    "ScreenOrder",
    "TypedFigure",
]

LONGEST = 2000  # characters of a direction, an answer, a closing word


class DirectionAbout(models.TextChoices):
    INDICATOR = "indicator", "chỉ tiêu"
    TASK = "task", "nhiệm vụ"
    UNIT = "unit", "đơn vị"
    PERIOD = "period", "kỳ báo cáo"


class DirectionState(models.TextChoices):
    OPEN = "open", "đang thực hiện"
    CLOSED = "closed", "đã kết thúc"


class MessageKind(models.TextChoices):
    ANSWER = "answer", "trả lời"
    CONTINUE = "continue", "yêu cầu làm tiếp"
    FINISH = "finish", "kết thúc"


NAMES_NOTHING = Q(document_number="", document_date__isnull=True)
NAMES_DOCUMENT = ~Q(document_number="") & Q(document_date__isnull=False)


def about_only(kind: DirectionAbout, column: str) -> Q:
    """Of the three columns that one is there, the others are not."""
    others = {f"{name}__isnull": name != column for name in ("indicator", "task", "unit")}
    return Q(about=kind, **others)


class Direction(models.Model):
    """One direction. `leader` gave it and stays named; `followed_by` waits for the answers and ends it (the successor,
    once the leader left); `written_by` is the coordinator where it was recorded from the minutes of a meeting, whose
    number and date then stand beside it.

    `period` is the one it was given in. `version` grows with every write: who writes names the one that was read.
    `key` names the request that made it, so that a double click has one effect. Written by
    reports/directions/actions.py only.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="directions", verbose_name="kế hoạch")
    period = models.ForeignKey(Period, models.PROTECT, related_name="directions", verbose_name="kỳ")
    about = models.CharField("về", max_length=10, choices=DirectionAbout.choices)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="directions", verbose_name="chỉ tiêu", null=True, blank=True
    )
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="directions", verbose_name="nhiệm vụ", null=True, blank=True
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị", null=True, blank=True)
    text = models.TextField("nội dung")
    due_on = models.DateField("hạn")
    leader = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lãnh đạo")
    followed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người theo dõi")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    given_at = models.DateTimeField("ghi lúc")
    document_number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=8, choices=DirectionState.choices, default=DirectionState.OPEN)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người kết thúc", null=True, blank=True
    )
    version = models.PositiveIntegerField("phiên bản", default=1)
    key = models.UUIDField("khóa", unique=True, editable=False)
    illustrative = models.BooleanField("minh họa", default=False)

    class Meta:
        verbose_name = "ý kiến chỉ đạo"
        verbose_name_plural = "ý kiến chỉ đạo"
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="direction_open_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=about_only(DirectionAbout.INDICATOR, "indicator")
                | about_only(DirectionAbout.TASK, "task")
                | about_only(DirectionAbout.UNIT, "unit")
                | about_only(DirectionAbout.PERIOD, ""),
                name="direction_about_one_thing",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="direction_says_something"),
            models.CheckConstraint(condition=NAMES_NOTHING | NAMES_DOCUMENT, name="direction_number_with_date"),
            models.CheckConstraint(
                condition=Q(written_by=F("leader")) | NAMES_DOCUMENT, name="direction_on_behalf_names_minutes"
            ),
            models.CheckConstraint(
                condition=Q(state=DirectionState.OPEN, closed_at__isnull=True, closed_by__isnull=True)
                | Q(state=DirectionState.CLOSED, closed_at__isnull=False, closed_by__isnull=False),
                name="direction_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_words}: {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        return self.state == DirectionState.OPEN

    @property
    def on_behalf(self) -> bool:
        """Recorded by the coordinator from the minutes."""
        return self.written_by_id != self.leader_id

    @property
    def subject_code(self) -> str:
        """The code of what it is about, as the journal names it."""
        thing = self.indicator or self.task or self.unit or self.period
        return thing.code

    @property
    def subject_words(self) -> str:
        """ "Chỉ tiêu PL1.6", "Nhiệm vụ PL4.I.1", "Công an phường", "Quý I/2026"."""
        if self.unit is not None:
            return self.unit.name
        if self.about == DirectionAbout.PERIOD:
            return self.period.label
        return f"{self.get_about_display().capitalize()} {self.subject_code}"

    @property
    def document(self) -> str:
        return document_words(self.document_number, self.document_date)


class DirectionUnit(models.Model):
    """A unit that a direction is addressed to. `answered_at`: of its last answer since the leader last asked."""

    direction = models.ForeignKey(Direction, models.CASCADE, related_name="parts", verbose_name="ý kiến chỉ đạo")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="directed", verbose_name="đơn vị")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đơn vị được giao"
        verbose_name_plural = "đơn vị được giao"
        ordering = ["direction", "unit__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["direction", "unit"], name="direction_once_a_unit")]

    def __str__(self) -> str:
        return self.unit.name


class DirectionMessage(models.Model):
    """What was said after: a unit's answer, the leader's "làm tiếp" (perhaps with a new day), the leader's end."""

    direction = models.ForeignKey(Direction, models.CASCADE, related_name="messages", verbose_name="ý kiến chỉ đạo")
    kind = models.CharField("loại", max_length=8, choices=MessageKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị", null=True, blank=True)
    text = models.TextField("nội dung", blank=True)
    due_on = models.DateField("hạn mới", null=True, blank=True)
    document_number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.SET_NULL, related_name="+", verbose_name="minh chứng", null=True, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("lúc")
    on_behalf = models.BooleanField("nhập thay", default=False)
    key = models.UUIDField("khóa", unique=True, editable=False)

    class Meta:
        verbose_name = "trả lời ý kiến chỉ đạo"
        verbose_name_plural = "trả lời ý kiến chỉ đạo"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=MessageKind.ANSWER, unit__isnull=False)
                | Q(kind__in=[MessageKind.CONTINUE, MessageKind.FINISH], unit__isnull=True),
                name="direction_answer_of_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(kind=MessageKind.FINISH) | ~Q(text=""), name="direction_message_says_something"
            ),
            models.CheckConstraint(condition=NAMES_NOTHING | NAMES_DOCUMENT, name="direction_message_number_with_date"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def document(self) -> str:
        return document_words(self.document_number, self.document_date)


class IssuedReport(models.Model):
    """What was really sent to the superiors: one version of a period's report, frozen. Triggers refuse changes.

    `reason` and `changes` (texts: where, what, from, to) belong to a later version; `digest` names what the builders
    were given, `key` the request that made it. Written by reports/documents/issuing.py only.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="issued", verbose_name="kỳ")
    version = models.PositiveSmallIntegerField("bản")
    issued_at = models.DateTimeField("phát hành lúc")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người phát hành")
    signer = models.CharField("người ký", max_length=160, blank=True)
    reason = models.TextField("lý do ra bản mới", blank=True)
    changes = models.JSONField("thay đổi so với bản trước", default=list, blank=True)
    digest = models.CharField("mã nội dung", max_length=64, editable=False)
    key = models.UUIDField("khóa", unique=True, editable=False)
    illustrative = models.BooleanField("số liệu minh họa", default=False)

    class Meta:
        verbose_name = "báo cáo đã phát hành"
        verbose_name_plural = "báo cáo đã phát hành"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="issued_version_once_a_period"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")), name="issued_again_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo {self.period}, bản {self.version}"


class FileKind(models.TextChoices):
    XLSX = "xlsx", "Excel"
    DOCX = "docx", "Word"
    SNAPSHOT = "json", "dữ liệu"
    SCAN = "scan", "bản ký (PDF)"


class IssuedFile(models.Model):
    """A file of an issued report; its bytes lie in the store "issued". A trigger refuses changes.

    A scan comes after the signature. A better one is put beside it and stands instead; the old one stays.
    """

    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="files", verbose_name="báo cáo")
    kind = models.CharField("loại", max_length=4, choices=FileKind.choices)
    stored_name = models.CharField("tên trong kho", max_length=80, unique=True)
    file_name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveIntegerField("số byte")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thêm")
    added_at = models.DateTimeField("thêm lúc")
    illustrative = models.BooleanField("số liệu minh họa", default=False)

    class Meta:
        verbose_name = "tệp đã phát hành"
        verbose_name_plural = "tệp đã phát hành"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind"], condition=~Q(kind=FileKind.SCAN), name="issued_file_once_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="issued_file_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="issued_file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.file_name


class IssuedNumber(models.Model):
    """Number and day that văn thư gave the signed paper. A trigger refuses changes: a correction is a newer row."""

    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="numbers", verbose_name="báo cáo")
    number = models.CharField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày ký")
    reason = models.TextField("lý do ghi lại", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("lúc")
    illustrative = models.BooleanField("số liệu minh họa", default=False)

    class Meta:
        verbose_name = "số văn bản của báo cáo"
        verbose_name_plural = "số văn bản của báo cáo"
        ordering = ["report", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="issued_number_says_something")]

    def __str__(self) -> str:
        return f"số {self.number} ngày {short_date(self.signed_on)}"
