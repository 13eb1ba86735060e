"""What the page "Lời văn báo cáo" posts back: one section each, left alone where it comes back as it was drawn."""

from collections.abc import Mapping

from django import forms

from plans.forms import digest
from reports.models import NarrativeText
from reports.narrative.reading import is_stale
from reports.narrative.text import Section
from reports.report_models import DIGEST, LONGEST
from units.forms import CleanText

ROWS_AT_LEAST, ROWS_AT_MOST, LETTERS_A_ROW = 3, 24, 110
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa ghi phần này; hãy xem lại rồi lưu lần nữa."


class SectionForm(forms.Form):
    """`version` of the section that was read, `shown` a digest of the words that the page drew, `built` of those that
    the data gave then; `checked`: the edited words still hold for the new data."""

    text = CleanText(label="Lời văn", longest=LONGEST)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, error_messages={"required": INCOMPLETE})
    shown = forms.CharField(widget=forms.HiddenInput, error_messages={"required": INCOMPLETE})
    built = forms.CharField(
        min_length=DIGEST, max_length=DIGEST, widget=forms.HiddenInput, error_messages={"required": INCOMPLETE}
    )
    checked = forms.BooleanField(
        label="Lời đã sửa vẫn đúng với số liệu mới",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, section: Section, held: NarrativeText | None, posted: Mapping[str, str] | None) -> None:
        self.section, self.held = section, held
        self.overtaken = False  # since the page was drawn another text was saved
        drawn = {
            "text": self.current,
            "version": held.version if held else 0,
            "shown": digest({"text": self.current}),
            "built": section.digest,
        }
        super().__init__(posted if self._came(section, posted) else None, prefix=section.key.value, initial=drawn)
        rows = sum(1 + len(line) // LETTERS_A_ROW for line in self.typed.split("\n"))
        area = {"class": "form-control", "rows": min(max(rows, ROWS_AT_LEAST), ROWS_AT_MOST), "spellcheck": "false"}
        self.fields["text"].widget = forms.Textarea(attrs=area)

    @staticmethod
    def _came(section: Section, posted: Mapping[str, str] | None) -> bool:
        """An absent field never blanks a value."""
        return posted is not None and f"{section.key.value}-text" in posted

    @property
    def edited(self) -> bool:
        return self.held is not None and bool(self.held.text)

    @property
    def current(self) -> str:
        """The words that the report takes now."""
        return self.held.text if self.held and self.held.text else self.section.text

    @property
    def typed(self) -> str:
        return str(self.data.get(self.add_prefix("text"), "")) if self.is_bound else self.current

    @property
    def refused(self) -> bool:
        """What was typed is not stored, and the page says why. To be asked after saving."""
        return self.is_bound and bool(self.errors)

    @property
    def moved(self) -> bool:
        return is_stale(self.held, self.section)

    @property
    def left_alone(self) -> bool:
        """To be asked when the form is valid."""
        words = self.cleaned_data
        return digest({"text": words["text"]}) == words["shown"] and not words["checked"]

    def draw_anew(self, held: NarrativeText | None) -> None:
        """After a conflict: what was typed stays, and what stands now is what it is saved over."""
        self.held, self.overtaken = held, True
        self.data = dict(self.data) | {
            self.add_prefix("version"): str(held.version if held else 0),
            self.add_prefix("shown"): digest({"text": self.current}),
        }
