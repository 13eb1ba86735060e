"""What stands beside the figures of a report: the coordinator's own words."""

from django.db import models

from plans.models import Period
from reports.sections import LABELS
from units.models import User

LONGEST = 20_000  # characters of a section
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
