"""Who may do what, as small predicates. Views, forms, commands and admin ask here and nowhere else.

A page or row the reader may not know of is 404; one that may be read but not written is 403.
"""

from units.models import UNIT_ROLES, Role, Unit, User


def enters_figures(user: User) -> bool:
    """In a role that enters figures at all."""
    return user.role in UNIT_ROLES


def works_for(user: User, unit: Unit) -> bool:
    """Belongs to the unit, or was named to stand in for its people today; in a role that enters figures."""
    return enters_figures(user) and (user.unit_id == unit.pk or unit.pk in user.stands_in_for)


def units_worked_for(user: User) -> set[int]:
    """Ids of the units that `works_for` holds for (one query, at first need)."""
    own = {user.unit_id} if user.unit_id else set()
    return own | user.stands_in_for if enters_figures(user) else set()


def stands_in(user: User, unit: Unit) -> bool:
    """Works for a unit that is not the own one, in somebody's absence."""
    return user.unit_id != unit.pk and works_for(user, unit)


def names_stand_ins(user: User) -> bool:
    """The head of a unit says who enters when its people are away."""
    return user.role == Role.UNIT_HEAD


def heads(user: User, unit: Unit) -> bool:
    """Confirms what the unit sends. Who stands in for its people enters only."""
    return user.role == Role.UNIT_HEAD and user.unit_id == unit.pk


def is_coordinator_of(user: User, ward_id: int) -> bool:
    return user.role == Role.COORDINATOR and user.ward_id == ward_id


def can_enter_for(user: User, unit: Unit) -> bool:
    """The unit's own people; the coordinator for every unit of the ward (marked "nhập thay")."""
    return works_for(user, unit) or is_coordinator_of(user, unit.ward_id)


def enters_on_behalf(user: User, unit: Unit) -> bool:
    return can_enter_for(user, unit) and not works_for(user, unit)


def can_review(user: User, ward_id: int) -> bool:
    """Accept, return, see the board. The administrator is no reviewer by itself (domain.md, Roles)."""
    return is_coordinator_of(user, ward_id)


def sees_entered(user: User) -> bool:
    """Inside the ward everyone sees what was entered; a viewer sees accepted figures only."""
    return user.role != Role.VIEWER


def can_withdraw(user: User, unit: Unit) -> bool:
    """Rút lại is the unit's own; what the coordinator sent for a unit goes back by "Trả lại"."""
    return works_for(user, unit)


def sees_receipts_of(user: User, unit: Unit | None) -> bool:
    """The same readers as of the journal: the unit's own people, and those who lead, review or administer."""
    return sees_history_of(user, unit)


def sees_history_of(user: User, unit: Unit | None) -> bool:
    """The journal: the own unit's for its people, the whole ward's for those who lead, review or administer."""
    if user.role in {Role.COORDINATOR, Role.WARD_LEADER, Role.ADMINISTRATOR}:
        return True
    return unit is not None and works_for(user, unit)


def sees_journal(user: User) -> bool:
    """Whether the reader has any lines at all: a viewer has none."""
    return sees_history_of(user, None) or enters_figures(user)


def directs(user: User, ward_id: int) -> bool:
    """Ý kiến chỉ đạo: gives one, hands an answer back, ends one."""
    return user.role == Role.WARD_LEADER and user.ward_id == ward_id


def writes_directions(user: User, ward_id: int) -> bool:
    """The leaders; the coordinator from the minutes of a meeting, marked so (domain.md, Roles)."""
    return directs(user, ward_id) or is_coordinator_of(user, ward_id)


def sees_evidence_of(user: User, unit: Unit) -> bool:
    """Who may read the unit's history may read what proves it; a viewer sees neither (domain.md, Roles)."""
    return user.ward_id == unit.ward_id and sees_history_of(user, unit)


def sees_reports(user: User) -> bool:
    """Files that leave the ward are made by the coordinator and read by those who lead."""
    return user.role in {Role.COORDINATOR, Role.WARD_LEADER, Role.ADMINISTRATOR}


def issues_reports(user: User, ward_id: int) -> bool:
    """Phát hành, and what văn thư adds to it afterwards."""
    return is_coordinator_of(user, ward_id)


def sees_issued(user: User) -> bool:
    """What was issued: who makes and reads reports, and the viewers to whom they go (domain.md, Roles)."""
    return sees_reports(user) or user.role == Role.VIEWER


def sees_snapshots(user: User) -> bool:
    """The data behind an issued report, which say more than the report does."""
    return sees_reports(user)


def writes_reports(user: User, ward_id: int) -> bool:
    """The words of a report, what was typed of it into another system, and the forms of Sở that it fills."""
    return is_coordinator_of(user, ward_id)


def edits_plan(user: User) -> bool:
    """Plan data in admin: milestones, deadlines, who reports."""
    return user.role in {Role.COORDINATOR, Role.ADMINISTRATOR}


def sees_calendar(user: User) -> bool:
    """Deadlines, days off, milestones: how the ward works inside. A viewer reads what came of it."""
    return user.role != Role.VIEWER


def edits_people(user: User) -> bool:
    return user.role == Role.ADMINISTRATOR
