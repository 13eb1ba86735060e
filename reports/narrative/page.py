"""The page "Lời văn báo cáo" of one period: the words section by section, what was edited, what moved beneath it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from plans.models import Period
from plans.refusals import NotAllowed
from reports.desk import Desk
from reports.ledger import Scope
from reports.narrative.actions import NarrativeMoved, edit_section, restore_section
from reports.narrative.facts import Facts, facts_of
from reports.narrative.forms import INCOMPLETE, SectionForm
from reports.narrative.indicators import unexplained
from reports.narrative.reading import edited_texts
from reports.narrative.text import Paragraph, built_sections, paragraphs
from reports.scorecard import Scorecard, build_scorecard
from reports.sections import LABELS
from units.permissions import writes_reports


@dataclass(frozen=True, slots=True)
class SectionPart:
    """One section on the page."""

    form: SectionForm

    @property
    def label(self) -> str:
        return LABELS[self.form.section.key]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """What stands now, whatever was typed."""
        return paragraphs(self.form.current)

    @property
    def built(self) -> list[Paragraph]:
        return paragraphs(self.form.section.text)


@dataclass
class NarrativePage:
    """`posted`: all that came back, None where nothing did."""

    desk: Desk
    period: Period
    posted: Mapping[str, str] | None = None
    conflict: bool = False  # in one of the sections another writing was faster

    @cached_property
    def card(self) -> Scorecard:
        """What may go out (twelve queries)."""
        desk = self.desk
        return build_scorecard(desk.plan, desk.periods, self.period, scope=Scope.ACCEPTED, now=desk.now)

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.card)

    @cached_property
    def forms(self) -> list[SectionForm]:
        held = edited_texts(self.period)
        return [SectionForm(section, held.get(section.key), self.posted) for section in built_sections(self.facts)]

    @property
    def parts(self) -> list[SectionPart]:
        return [SectionPart(form) for form in self.forms]

    @property
    def writes(self) -> bool:
        return writes_reports(self.desk.user, self.desk.plan.ward_id)

    @property
    def stale_words(self) -> dict[str, str]:
        """As reports/narrative/reading.py gives them, of the forms that were read."""
        return {form.section.key.value: LABELS[form.section.key] for form in self.forms if form.moved}

    @property
    def unexplained(self) -> list[str]:
        return unexplained(self.facts)

    def save(self) -> list[str]:
        """What was written, by the names of the sections. Each by itself: a refused one keeps what was typed and does
        not hold up the others."""
        return [part.label for part in self.parts if self._write(part.form)]

    def _write(self, form: SectionForm) -> bool:
        try:
            return self._restore(form) if self._asks_back(form) else self._edit(form)
        except NarrativeMoved as moved:
            self.conflict = True
            form.draw_anew(edited_texts(self.period).get(form.section.key))
            form.add_error(None, moved.sentence)
        except NotAllowed as refused:
            form.add_error(None, refused.sentence)
        return False

    def _asks_back(self, form: SectionForm) -> bool:
        """The button "Trở về bản tự động" of this section was pressed."""
        return (self.posted or {}).get("restore") == form.section.key.value

    def _restore(self, form: SectionForm) -> bool:
        """Whatever stands in the field: only the version is asked."""
        if not form.is_bound or "version" in form.errors:
            raise NotAllowed(INCOMPLETE)
        seen = form.cleaned_data["version"]
        form.errors.clear()
        return restore_section(period=self.period, built=form.section, seen=seen, **self.desk.hand)

    def _edit(self, form: SectionForm) -> bool:
        if not form.is_bound or not form.is_valid() or form.left_alone:
            return False
        words = form.cleaned_data
        return edit_section(
            period=self.period,
            built=form.section,
            text=words["text"],
            based_on=words["built"],
            seen=words["version"],
            **self.desk.hand,
        )

    @property
    def refused(self) -> list[SectionPart]:
        return [part for part in self.parts if part.form.refused]
