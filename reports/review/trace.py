"""What the journal and the receipts say of a report's rows: what came back before, why, what was changed since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plans.models import Receipt
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


def sent_before(receipts: Sequence[Receipt]) -> dict[str, str]:
    """Plan's code of each row of the newest submission → how it stood in the one before, "" at the first.

    `receipts` are a report's, newest first.
    """
    if len(receipts) < 2:
        return {}
    newest, *earlier = receipts
    before: dict[str, tuple[str, str]] = {}
    for receipt in reversed(earlier):
        before |= {code: (words, short_datetime(receipt.sent_at)) for code, words in words_of(receipt).items()}
    return {code: _moved(words, before.get(code)) for code, words in words_of(newest).items()}


def words_of(receipt: Receipt) -> dict[str, str]:
    return {row["mã"]: row["nội dung"] for row in receipt.content["dòng"]}


def _moved(words: str, before: tuple[str, str] | None) -> str:
    if before is None:
        return "dòng mới so với lần gửi trước"
    was, at = before
    return f"không đổi so với lần gửi {at}" if was == words else f"lần gửi {at}: {was}"
