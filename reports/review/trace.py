"""What the journal says of a report's rows: what came back before, why, and what was changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.workflow import RowEvent
from units.dates import short_datetime
from units.models import Event

SAVED = ("save", "empty")
SAID = ("số liệu", "tình trạng")  # the first word of a row in the journal (kpis/actions.py, tasks/actions.py)


@dataclass(frozen=True, slots=True)
class Returned:
    """The newest return of a row. `was` is what stood then, "" where nothing was saved since."""

    at: str
    reason: str
    was: str

    @property
    def change(self) -> str:
        return f"khi trả lại: {self.was}" if self.was else "chưa sửa gì từ khi trả lại"


def returned_before(events: Iterable[Event]) -> dict[str, Returned]:
    """Plan's code → its newest return. `events` are a report's lines, newest first."""
    oldest_saves: dict[str, Event] = {}
    found: dict[str, Returned] = {}
    for event in events:
        code = event.subject_code
        if code in found:
            continue
        if event.action in SAVED:
            oldest_saves[code] = event
        elif event.action == RowEvent.RETURN:
            was = oldest_saves.get(code)
            found[code] = Returned(short_datetime(event.at), event.reason, said(was.before) if was else "")
    return found


def said(words: Mapping[str, str]) -> str:
    return next((words[name] for name in SAID if name in words), "")
