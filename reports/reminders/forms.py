"""What the page "Đôn đốc" is asked for and posts back."""

from collections.abc import Sequence

from django import forms

from reports.owing import Owing

NOTHING_CHOSEN = "Chưa chọn đơn vị nào để đôn đốc."


class UnitsForm(forms.Form):
    """Which of the units that owe something are meant. Nothing named in the address: those that are late, else all.

    `ticked`: the page itself was posted, where nothing ticked is nothing.
    """

    def __init__(self, data: object, *, owing: Sequence[Owing], ticked: bool = False) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.owing, self.ticked = owing, ticked
        self.fields["don-vi"] = forms.MultipleChoiceField(
            choices=[(row.unit.code, row.unit.name) for row in owing],
            required=False,
            error_messages={"invalid_choice": "Đơn vị %(value)s không còn nợ số liệu nào trong kỳ này."},
        )

    @property
    def asked(self) -> list[str]:
        return list(self.cleaned_data.get("don-vi", [])) if self.is_valid() else []

    @property
    def chosen(self) -> list[Owing]:
        wanted = self.asked
        if wanted or self.ticked:
            return [row for row in self.owing if row.unit.code in wanted]
        return [row for row in self.owing if row.days_late] or list(self.owing)


class UrgeForm(UnitsForm):
    """`key` names this one request: a double click has one effect."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    again = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if "don-vi" not in self.errors and not data.get("don-vi"):
            self.add_error("don-vi", NOTHING_CHOSEN)
        return data
