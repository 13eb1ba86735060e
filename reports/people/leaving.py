"""Who leaves, when, and to whom the work goes: what is asked for, what stands in its way, what to warn of."""

from dataclasses import dataclass
from datetime import date, timedelta

from plans.models import Period
from reports.models import Direction, DirectionState
from units.dates import short_date
from units.models import UNIT_ROLES, Leader, Role, Unit, User, Ward
from units.notices import heads_of
from units.people import at_work_on

LONGEST_AGO, LONGEST_AHEAD = 31, 366  # days


@dataclass(frozen=True, slots=True)
class Leaving:
    """An account, or a leader with the accounts that are the leader's; never both. No successor: None."""

    ward: Ward
    last_day: date
    account: User | None = None
    leader: Leader | None = None
    next_account: User | None = None
    next_leader: Leader | None = None

    @property
    def first_day(self) -> date:
        """The successor's first day."""
        return self.last_day + timedelta(days=1)

    @property
    def who(self) -> User | Leader:
        found = self.account or self.leader
        assert found is not None  # noqa: S101 - one of the two, by the form and by departure_of_one
        return found

    @property
    def successor(self) -> User | Leader | None:
        return self.next_account or self.next_leader

    @property
    def enters(self) -> bool:
        """Whether the account's daily work is its unit's own, which nobody hands over row by row."""
        return self.account is not None and self.account.role in UNIT_ROLES and self.account.unit is not None

    @property
    def next_follower(self) -> User | None:
        """The account that goes on with what a ward leader asked for (one query for a leader)."""
        if self.next_leader is None:
            return self.next_account
        return self.next_leader.users.filter(at_work_on(self.first_day), role=Role.WARD_LEADER).first()

    @property
    def accounts(self) -> list[User]:
        """The accounts that end, those that end earlier by themselves not among them (one query at most)."""
        found = [self.account] if self.account else list(self.leader.users.order_by("username") if self.leader else [])
        return [user for user in found if user.is_active and not user.has_left(self.first_day)]


def refusal(leaving: Leaving, today: date) -> tuple[str, str] | None:
    """The field and the sentence that stand against it; None where nothing does (one query for a leader)."""
    day = leaving.last_day
    if not today - timedelta(days=LONGEST_AGO) <= day <= today + timedelta(days=LONGEST_AHEAD):
        return "last_day", f"Ngày cuối cùng chỉ ghi từ {LONGEST_AGO} ngày trước đến {LONGEST_AHEAD} ngày sau hôm nay."
    if leaving.leader and (wrong := _leader_refusal(leaving, leaving.leader)):
        return wrong
    if leaving.successor is None:
        return None
    sentence = _leaders_successor(leaving) if leaving.leader else _accounts_successor(leaving)
    return ("successor", sentence) if sentence else None


def _leader_refusal(leaving: Leaving, leader: Leader) -> tuple[str, str] | None:
    """A closed period names the leader of its last day: that stays as it was closed."""
    if leader.ends_on and leader.ends_on <= leaving.last_day:
        return "last_day", f"{leader} đã có ngày thôi giữ chức vụ {short_date(leader.ends_on)}, không muộn hơn được."
    if leader.starts_on and leader.starts_on > leaving.last_day:
        return "last_day", f"{leader} bắt đầu giữ chức vụ từ {short_date(leader.starts_on)}."
    closed = Period.objects.filter(plan__ward=leaving.ward, closed_at__isnull=False, ends_on__gt=leaving.last_day)
    last = closed.order_by("-ends_on").first()
    if last is None:
        return None
    words = f"{last.label} đã chốt theo người chỉ đạo đến {short_date(last.ends_on)}; hãy chọn từ ngày đó trở đi."
    return "last_day", words


def _leaders_successor(leaving: Leaving) -> str:
    new, first = leaving.next_leader, leaving.first_day
    if new is None:
        return "Người tiếp nhận việc của lãnh đạo phải là một lãnh đạo; thêm lãnh đạo ở trang quản trị trước."
    if new == leaving.leader:
        return "Người tiếp nhận phải là người khác."
    if (new.starts_on and new.starts_on > first) or (new.ends_on and new.ends_on < first):
        return f"{new} không giữ chức vụ vào ngày {short_date(first)}."
    return ""


def _accounts_successor(leaving: Leaving) -> str:
    old, new = leaving.account, leaving.next_account
    if new is None or old is None:
        return "Người tiếp nhận việc của một tài khoản phải là một tài khoản."
    if new == old:
        return "Người tiếp nhận phải là người khác."
    if new.unit_id != old.unit_id or new.role != old.role:
        where = f" của {old.unit.name}" if old.unit else ""
        return (
            f"Người tiếp nhận phải là {old.get_role_display()}{where}; "
            "tạo hoặc sửa tài khoản ở trang quản trị trước, rồi ghi ngày nghỉ."
        )
    if not new.is_active or new.has_left(leaving.first_day):
        return f"Tài khoản của {new} không còn dùng vào ngày {short_date(leaving.first_day)}."
    return ""


def warnings(leaving: Leaving) -> list[str]:
    """What nobody will do from the next day on, in sentences (one query an account that ends)."""
    found = [sentence for account in leaving.accounts if (sentence := _nobody_left(leaving, account))]
    if leaving.leader and leaving.next_leader is None:
        found.append("Không có người tiếp nhận: chỉ tiêu được bàn giao sẽ ghi “chưa phân công” người chỉ đạo.")
    waiting = Direction.objects.filter(followed_by__in=leaving.accounts, state=DirectionState.OPEN).count()
    if waiting and leaving.next_follower is None:
        found.append(f"{waiting} ý kiến chỉ đạo đang thực hiện sẽ không có người theo dõi.")
    return found


def _nobody_left(leaving: Leaving, account: User) -> str:
    rest = User.objects.filter(at_work_on(leaving.first_day), ward=leaving.ward).exclude(pk=account.pk)
    day = short_date(leaving.first_day)
    if account.role == Role.COORDINATOR and not rest.filter(role=Role.COORDINATOR).exists():
        return f"Từ {day} không còn ai ở cơ quan đầu mối để xem xét, chấp nhận số liệu."
    if account.role == Role.ADMINISTRATOR and not rest.filter(role=Role.ADMINISTRATOR).exists():
        return f"Từ {day} không còn người quản trị nào."
    if account.role in UNIT_ROLES and account.unit and not rest.filter(role__in=UNIT_ROLES, unit=account.unit).exists():
        return f"Từ {day} không còn ai nhập số liệu cho {account.unit.name}; cơ quan đầu mối sẽ phải nhập thay."
    if account.role == Role.UNIT_HEAD and account.unit and _nobody_confirms(leaving, account, account.unit):
        return (
            f"Từ {day} báo cáo của {account.unit.name} gửi thẳng cơ quan đầu mối, không còn lãnh đạo đơn vị xác nhận."
        )
    return ""


def _nobody_confirms(leaving: Leaving, account: User, unit: Unit) -> bool:
    return leaving.ward.head_confirms and not heads_of(unit, leaving.first_day).exclude(pk=account.pk).exists()
