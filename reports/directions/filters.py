"""What the address of the list says: which directions, of which unit, of which leader."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from reports.addresses import AddressForm
from reports.directions.reading import IS_OPEN, OWED, overdue, seen_by
from reports.models import Direction, DirectionState, DirectionUnit
from units.models import Unit, User
from units.permissions import sees_history_of, units_worked_for
from units.text import search_key

STATES = {
    "dang-thuc-hien": "Đang thực hiện",
    "qua-han": "Quá hạn",
    "da-tra-loi": "Đã trả lời, chờ lãnh đạo",
    "da-ket-thuc": "Đã kết thúc",
}


class DirectionFilterForm(AddressForm):
    carried = ()

    def __init__(self, params: Mapping[str, str], reader: User) -> None:
        super().__init__(params)
        self.reader = reader
        seen = seen_by(reader)
        units = Unit.objects.filter(pk__in=DirectionUnit.objects.filter(direction__in=seen).values("unit"))
        if not sees_history_of(reader, None):
            units = units.filter(pk__in=units_worked_for(reader))
        leaders = User.objects.filter(pk__in=seen.values("leader")) | User.objects.filter(
            pk__in=seen.values("followed_by")
        )
        self.add_choice("tinh-trang", "Tình trạng", list(STATES.items()), every="Mọi tình trạng")
        self.add_choice("don-vi", "Đơn vị", [(u.code, u.name) for u in units.order_by("order")], every="Mọi đơn vị")
        people = [(person.username, person.full_name) for person in leaders.order_by("full_name")]
        self.add_choice("lanh-dao", "Lãnh đạo", people, every="Mọi lãnh đạo")
        self.order_fields(["tinh-trang", "don-vi", "lanh-dao", "q"])

    @property
    def is_filtering(self) -> bool:
        return any(self.told(name) for name in ("tinh-trang", "don-vi", "lanh-dao", "q"))

    @property
    def address(self) -> str:
        """The filters alone, for the links between pages."""
        return self.query("tinh-trang", "don-vi", "lanh-dao", "q")

    def filter(self, found: QuerySet[Direction], today: date) -> QuerySet[Direction]:
        """Open ones, the nearest day first; then the ended ones, the newest first."""
        if unit := self.told("don-vi"):
            parts = DirectionUnit.objects.filter(unit__code=unit, unit__ward_id=self.reader.ward_id)
            found = found.filter(pk__in=parts.values("direction"))
        if leader := self.told("lanh-dao"):
            found = found.filter(Q(leader__username=leader) | Q(followed_by__username=leader))
        if state := self.told("tinh-trang"):
            found = found.filter(_states(today)[state])
        if words := search_key(self.told("q")).split():
            found = found.filter(pk__in=_holding(found, words))
        return found.order_by("-state", "-closed_at", "due_on", "-pk")


def _states(today: date) -> Mapping[str, Q]:
    return {
        "dang-thuc-hien": IS_OPEN,
        "qua-han": overdue(today),
        "da-tra-loi": IS_OPEN & ~Q(OWED),
        "da-ket-thuc": Q(state=DirectionState.CLOSED),
    }


def _holding(found: QuerySet[Direction], words: list[str]) -> list[int]:
    """Ids of those that hold every word, without case and diacritics; a ward gives some dozens a year (one query)."""
    rows = found.order_by().values_list("pk", "text", "indicator__code", "task__code", "document_number")
    keys = {pk: search_key(" ".join(text or "" for text in texts)) for pk, *texts in rows}
    return [pk for pk, key in keys.items() if all(word in key for word in words)]
