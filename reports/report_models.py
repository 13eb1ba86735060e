"""What stands beside the figures of a report: the coordinator's own words, what went into nq57.vn, Sở's forms."""

from django.db import models

from kpis.models import Indicator
from plans.models import Period, Plan
from reports.sections import LABELS
from units.models import User

LONGEST = 20_000  # characters of a section
LONGEST_VALUE = 40  # characters of a figure as it is typed
LONGEST_NAME = 60  # characters of a form, as the journal names it
DIGEST = 64  # hexadecimal digits of SHA-256
SECTIONS = [(key.value, label) for key, label in LABELS.items()]


class NarrativeText(models.Model):
    """One section of the report of one period. `text` "" is the built one again: the row stays, for its version.

    `based_on` is the digest of the built text that stood beside the edit when it was written: where the data have
    changed since, the built text has another. `version` grows with every write: who writes names the one that was
    read. Written by reports/narrative/actions.py only.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="narrative", verbose_name="kỳ")
    section = models.CharField("phần", max_length=12, choices=SECTIONS)
    text = models.TextField("lời văn", blank=True)
    based_on = models.CharField("theo bản tự động", max_length=DIGEST, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=1)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")
    edited_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "lời văn báo cáo"
        verbose_name_plural = "lời văn báo cáo"
        ordering = ["period", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "section"], name="narrative_section_once_a_period"),
            models.CheckConstraint(
                condition=models.Q(section__in=[value for value, _ in SECTIONS]), name="narrative_known_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}, {self.period.label}"


class TypedFigure(models.Model):
    """That a figure was typed into nq57.vn, and which: `value` is the text, "" where the tick was taken away again.

    The row stays, for its version. Written by reports/nq57/actions.py only.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="typed_figures", verbose_name="kỳ")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="typed_figures", verbose_name="chỉ tiêu")
    value = models.CharField("số đã nhập", max_length=LONGEST_VALUE, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    typed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhập")
    typed_at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = "số đã nhập vào nq57.vn"
        verbose_name_plural = "số đã nhập vào nq57.vn"
        ordering = ["period", "indicator__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator"], name="typed_once_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.period.label}"


class ScreenOrder(models.Model):
    """In which order the screens of nq57.vn ask for the plan's indicators: codes. One that is not named stands at the
    end, in the order of the appendices."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="screen_order", verbose_name="kế hoạch")
    codes = models.JSONField("mã chỉ tiêu")
    version = models.PositiveIntegerField("phiên bản", default=1)

    class Meta:
        verbose_name = "thứ tự màn hình nq57.vn"
        verbose_name_plural = "thứ tự màn hình nq57.vn"

    def __str__(self) -> str:
        return str(self.plan)


class OwnForm(models.Model):
    """A form of Sở's, empty as it came; its bytes lie in the store "issued". `mapping`: reports/own_form/mapping.py, {}
    until somebody saved one or it was taken over from the form that this one `follows`.

    A form that was taken out of use stays, for the journal names it. `version` grows with every write of the mapping:
    who writes names the one that was read. Written by reports/own_form/actions.py only.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="own_forms", verbose_name="kế hoạch")
    name = models.CharField("tên biểu", max_length=LONGEST_NAME)
    follows = models.ForeignKey(
        "self", models.SET_NULL, related_name="followed_by", verbose_name="bản trước", null=True, blank=True
    )
    stored_name = models.CharField("tên trong kho", max_length=80, unique=True)
    file_name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveIntegerField("số byte")
    sha256 = models.CharField("SHA-256", max_length=DIGEST)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thêm")
    added_at = models.DateTimeField("thêm lúc")
    mapping = models.JSONField("cách nối", default=dict, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    mapped_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người nối", null=True, blank=True
    )
    mapped_at = models.DateTimeField("nối lúc", null=True, blank=True)
    removed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người bỏ", null=True, blank=True
    )
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "biểu mẫu của Sở"
        verbose_name_plural = "biểu mẫu của Sở"
        ordering = ["plan", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "sha256"], condition=models.Q(removed_at=None), name="own_form_once_a_plan"
            ),
            models.CheckConstraint(condition=~models.Q(name="") & models.Q(size__gt=0), name="own_form_named"),
            models.CheckConstraint(
                condition=models.Q(mapped_at=None, mapped_by=None)
                | models.Q(mapped_at__isnull=False, mapped_by__isnull=False),
                name="own_form_mapped_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="own_form_removed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_mapped(self) -> bool:
        return self.mapped_at is not None

    @property
    def is_confirmed(self) -> bool:
        """Somebody looked at the mapping and saved it; it was not only taken over."""
        return self.version > 1
