"""Tasks of Phụ lục 3–5, who reports each, and their progress."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from kpis.models import Indicator
from plans.models import AcceptedRow, EvidenceLink, Period, PlanItem, ReportedRow, standing_on
from tasks.timeliness import DeadlineKind, TaskStatus
from units.dates import START, local_date, short_date
from units.models import Unit

DEADLINE_LABELS = {
    DeadlineKind.DATE: "có hạn",
    DeadlineKind.RECURRING: "thường xuyên",
    DeadlineKind.NONE: "không quy định ngày",
}


class Task(PlanItem):
    """One row of Phụ lục 3, 4 or 5. The printed deadline always stands beside the date."""

    counterpart = models.TextField("nhiệm vụ tương ứng (Nghị quyết 71)", blank=True)
    counterpart_printed = models.TextField("nhiệm vụ tương ứng như in", blank=True)
    counterpart_number = models.CharField("TT trong Nghị quyết 71", max_length=8, blank=True)
    coordination_printed = models.TextField("phối hợp như in", blank=True)
    product = models.TextField("sản phẩm, kết quả cần đạt", blank=True)
    product_printed = models.TextField("sản phẩm như in", blank=True)
    deadline_printed = models.CharField("thời hạn như in", max_length=200, blank=True)
    deadline_text = models.CharField("thời hạn", max_length=200, blank=True)
    deadline_kind = models.CharField(
        "loại thời hạn", max_length=9, choices=[(k.value, DEADLINE_LABELS[k]) for k in DeadlineKind]
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    money_source = models.CharField("nguồn kinh phí", max_length=60, blank=True)
    leads = models.ManyToManyField(Unit, through="TaskLead", related_name="led_tasks", verbose_name="chủ trì")
    coordinating = models.ManyToManyField(
        Unit, through="TaskCoordination", related_name="coordinated_tasks", verbose_name="phối hợp"
    )
    indicators = models.ManyToManyField(Indicator, related_name="tasks", verbose_name="chỉ tiêu liên quan", blank=True)

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="task_code_once_a_plan"),
            models.CheckConstraint(
                condition=Q(deadline_kind=DeadlineKind.DATE, due_on__isnull=False)
                | (~Q(deadline_kind=DeadlineKind.DATE) & Q(due_on__isnull=True)),
                name="task_date_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title[:60]}"

    @property
    def title(self) -> str:
        """Phụ lục 3 II.2 has no name of its own: the counterpart of Nghị quyết 71 stands for it."""
        return self.name or self.counterpart

    def search_words(self) -> str:
        return f"{self.code} {self.name} {self.counterpart}"


class TaskUnit(models.Model):
    """A unit of a printed column, in printed order."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        abstract = True


class TaskLead(TaskUnit):
    task = models.ForeignKey(Task, models.CASCADE, related_name="lead_rows", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "đơn vị chủ trì"
        verbose_name_plural = "đơn vị chủ trì"
        ordering = ["task", "order"]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="task_lead_once")]

    def __str__(self) -> str:
        return f"{self.task.code}: {self.unit}"


class TaskCoordination(TaskUnit):
    task = models.ForeignKey(Task, models.CASCADE, related_name="coordination_rows", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "đơn vị phối hợp"
        verbose_name_plural = "đơn vị phối hợp"
        ordering = ["task", "order"]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="task_coordination_once")]

    def __str__(self) -> str:
        return f"{self.task.code}: {self.unit}"


class TaskAssignment(models.Model):
    """A unit that reports its part of the task, from a day on, until another (None: to the end)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name="nhiệm vụ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="task_assignments", verbose_name="đơn vị báo cáo")
    from_day = models.DateField("từ ngày", default=START)
    until_day = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "phân công nhiệm vụ"
        verbose_name_plural = "phân công nhiệm vụ"
        ordering = ["task", "unit"]
        constraints = [models.UniqueConstraint(fields=["task", "unit", "from_day"], name="task_assignment_once")]

    def __str__(self) -> str:
        return f"{self.task.code}: {self.unit}"


class ProgressValue(models.Model):
    """What a unit says of its part."""

    status = models.CharField("tình trạng", max_length=11, choices=[(s.name.lower(), s.value) for s in TaskStatus])
    percent = models.PositiveSmallIntegerField(
        "% hoàn thành", null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    product = models.TextField("sản phẩm, số văn bản", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("kiến nghị", blank=True)

    class Meta:
        abstract = True

    @property
    def task_status(self) -> TaskStatus:
        return TaskStatus[self.status.upper()]


PROGRESS_IN_RANGE = Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100)
STATUS_KNOWN = Q(status__in=[status.name.lower() for status in TaskStatus])


class Progress(ReportedRow, ProgressValue):
    """One task × one reporting unit × one period. Written by tasks/actions.py only."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="progress", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "tiến độ"
        verbose_name_plural = "tiến độ"
        ordering = ["report", "task"]
        constraints = [
            models.UniqueConstraint(fields=["task", "report"], name="one_progress_a_task_and_report"),
            models.CheckConstraint(condition=PROGRESS_IN_RANGE & STATUS_KNOWN, name="progress_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.task.code} {self.report}"

    @classmethod
    def strangers_on(cls, period: Period, day: date) -> set[str]:
        standing = Task.objects.filter(standing_on(day), plan=period.plan_id)
        held = TaskAssignment.objects.filter(task__in=standing, from_day__lte=day)
        answers = set(held.filter(Q(until_day=None) | Q(until_day__gte=day)).values_list("task_id", "unit_id"))
        rows = cls.objects.filter(report__period=period).values_list("task_id", "task__code", "report__unit_id")
        return {code for task, code, unit in rows if (task, unit) not in answers}


class AcceptedProgress(AcceptedRow, ProgressValue):
    """What was accepted, for ever."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="accepted_progress", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "tiến độ đã chấp nhận"
        verbose_name_plural = "tiến độ đã chấp nhận"
        ordering = ["period", "task", "pk"]
        indexes = [models.Index(fields=["period", "task"], name="accepted_progress_place")]
        constraints = [
            models.CheckConstraint(condition=PROGRESS_IN_RANGE & STATUS_KNOWN, name="accepted_progress_in_range")
        ]

    def __str__(self) -> str:
        return f"{self.task.code} {self.period.code}, chấp nhận {short_date(local_date(self.accepted_at))}"


class ProgressEvidence(EvidenceLink):
    """Evidence on a unit's part of a task, in the evidence's own unit and period."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="evidence_links", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "minh chứng của tiến độ"
        verbose_name_plural = "minh chứng của tiến độ"
        ordering = ["evidence", "task"]
        constraints = [models.UniqueConstraint(fields=["evidence", "task"], name="evidence_once_a_task")]

    def __str__(self) -> str:
        return f"{self.task.code}: {self.evidence}"
