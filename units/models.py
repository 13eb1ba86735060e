"""Ward, unit, leader, account, and the journal that everything above writes to."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from units.dates import DaysOff, short_date, short_datetime, span
from units.journal_words import action_word
from units.text import normalise_alias, search_key


class Ward(models.Model):
    """The commune-level authority whose plan it is. Nobody sees another ward's data."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=120)
    city = models.CharField("thành phố", max_length=120)
    authority = models.CharField("cơ quan ban hành, dòng 1", max_length=120, default="ỦY BAN NHÂN DÂN")
    letterhead = models.CharField("cơ quan ban hành, dòng 2", max_length=120)
    place = models.CharField("địa danh trước ngày tháng", max_length=120)
    report_recipient = models.CharField("nơi nhận báo cáo", max_length=200)
    moves_deadlines = models.BooleanField("hạn rơi vào ngày nghỉ thì dời sang ngày làm việc tiếp theo", default=False)
    head_confirms = models.BooleanField(
        "lãnh đạo đơn vị xác nhận",
        default=False,
        help_text="Cán bộ gửi thì chờ lãnh đạo đơn vị xác nhận rồi mới đến cơ quan đầu mối.",
    )

    class Meta:
        verbose_name = "phường/xã"
        verbose_name_plural = "phường/xã"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def stamp(self) -> str:
        """Of the edition of the ward's data that was read with it; "" before the first line of the journal."""
        found: Edition | None = getattr(self, "edition", None)
        return found.stamp if found else ""

    @cached_property
    def days_off(self) -> DaysOff:
        """What moves the ward's deadlines (one query; none while they do not move)."""
        if not self.moves_deadlines:
            return DaysOff()
        return DaysOff(True, dict(self.holidays.values_list("day", "name")))


class Edition(models.Model):
    """Which edition of the ward's data there is. Written by a trigger alone (units/editions.py)."""

    ward = models.OneToOneField(
        Ward, models.CASCADE, primary_key=True, related_name="edition", verbose_name="phường/xã"
    )
    stamp = models.CharField("dấu", max_length=32)

    class Meta:
        verbose_name = "phiên bản dữ liệu"
        verbose_name_plural = "phiên bản dữ liệu"

    def __str__(self) -> str:
        return self.stamp


class Holiday(models.Model):
    """A day on which the ward does not work, besides Saturdays and Sundays. Written by units/days_off.py only."""

    ward = models.ForeignKey(Ward, models.CASCADE, related_name="holidays", verbose_name="phường/xã")
    day = models.DateField("ngày")
    name = models.CharField("tên", max_length=80)

    class Meta:
        verbose_name = "ngày nghỉ"
        verbose_name_plural = "ngày nghỉ"
        ordering = ["ward", "day"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "day"], name="holiday_once_a_day"),
            models.CheckConstraint(condition=~Q(name=""), name="holiday_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{short_date(self.day)} {self.name}"


class UnitKind(models.TextChoices):
    OFFICE = "office", "văn phòng"
    DEPARTMENT = "department", "phòng chuyên môn"
    CENTRE = "centre", "trung tâm"
    POLICE = "police", "công an"
    PARTY = "party", "cơ quan Đảng"
    COMMUNITY = "community", "tổ chức cộng đồng"
    COLLECTIVE = "collective", "nhóm đơn vị"
    EXTERNAL = "external", "ngoài phường"


SILENT_KINDS = (UnitKind.COLLECTIVE, UnitKind.EXTERNAL)  # they stand for others or outside, and report nothing


class Unit(models.Model):
    """A body that leads, reports or coordinates. A collective stands for its members and never reports."""

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="units", verbose_name="phường/xã")
    code = models.CharField("mã", max_length=20)
    name = models.CharField("tên", max_length=160)
    short_name = models.CharField("tên ngắn", max_length=40)
    kind = models.CharField("loại", max_length=12, choices=UnitKind.choices)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["ward", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "code"], name="unit_code_once_a_ward"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """A spelling of a unit's name found in a plan or a table, so that an import maps it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="đơn vị")
    spelling = models.CharField("cách viết", max_length=160)
    key = models.CharField("khóa so sánh", max_length=160, editable=False, db_index=True)

    class Meta:
        verbose_name = "cách viết khác"
        verbose_name_plural = "cách viết khác"
        ordering = ["unit", "spelling"]
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="alias_once_a_unit")]

    def __str__(self) -> str:
        return self.spelling

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = normalise_alias(self.spelling)
        super().save(*args, **kwargs)


class Leader(models.Model):
    """The person who directs (phân công chỉ đạo) or signs; people change mid-year, so dates stand beside."""

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="leaders", verbose_name="phường/xã")
    code = models.CharField("mã", max_length=20)
    full_name = models.CharField("họ và tên", max_length=80)
    short_name = models.CharField("tên ngắn", max_length=40)
    title = models.CharField("chức danh", max_length=120)
    party_title = models.CharField("chức vụ Đảng", max_length=40, blank=True)
    signs_as = models.CharField("thể thức ký", max_length=120, blank=True, help_text="Các dòng cách nhau bằng dấu /")
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "lãnh đạo"
        verbose_name_plural = "lãnh đạo"
        ordering = ["ward", "code"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "code"], name="leader_code_once_a_ward"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="leader_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Role(models.TextChoices):
    OFFICER = "officer", "cán bộ đơn vị"
    UNIT_HEAD = "unit_head", "lãnh đạo đơn vị"
    COORDINATOR = "coordinator", "cơ quan đầu mối"
    WARD_LEADER = "ward_leader", "lãnh đạo phường"
    VIEWER = "viewer", "người xem"
    ADMINISTRATOR = "administrator", "quản trị"


UNIT_ROLES = (Role.OFFICER, Role.UNIT_HEAD, Role.COORDINATOR)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username).casefold(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class User(AbstractBaseUser):
    """One account a person: belongs to a ward and (for unit roles) a unit, and has one role."""

    username = models.CharField(
        "tên đăng nhập", max_length=60, unique=True, error_messages={"unique": "Tên đăng nhập này đã có."}
    )
    full_name = models.CharField("họ và tên", max_length=80)
    email = models.EmailField("thư điện tử công vụ", blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="users", verbose_name="phường/xã")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="users", verbose_name="đơn vị", null=True, blank=True)
    leader = models.ForeignKey(
        Leader, models.SET_NULL, related_name="users", verbose_name="là lãnh đạo", null=True, blank=True
    )
    role = models.CharField("vai trò", max_length=14, choices=Role.choices)
    is_active = models.BooleanField("đang dùng", default=True)
    ends_on = models.DateField("làm việc đến hết ngày", null=True, blank=True)
    is_demo = models.BooleanField("tài khoản trình diễn", default=False, editable=False)
    must_change_password = models.BooleanField("phải đổi mật khẩu khi đăng nhập", default=True)
    session_epoch = models.PositiveIntegerField("lượt phiên", default=0, editable=False)
    date_joined = models.DateTimeField("ngày tạo", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=~Q(role__in=UNIT_ROLES) | Q(unit__isnull=False), name="user_unit_role_has_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def has_left(self, day: date) -> bool:
        """Whether the last day of work is over: from then on the account lets nobody in (for many: units/people.py)."""
        return self.ends_on is not None and self.ends_on < day

    @property
    def is_staff(self) -> bool:
        """May open admin: the administrator for everything, the coordinator for plan data."""
        return self.is_active and self.role in {Role.ADMINISTRATOR, Role.COORDINATOR}

    @cached_property
    def stands_in_for(self) -> frozenset[int]:
        """Ids of the units for which the person enters today in somebody's absence (one query, at first need).

        Rights are asked at the moment of the request, so this is the one place that reads the clock itself.
        """
        today = timezone.localdate()
        rows = self.stand_ins.filter(starts_on__lte=today, ends_on__gte=today)
        return frozenset(rows.values_list("unit_id", flat=True))

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """No permission of Django's own is granted: units/permissions.py and the admin classes decide."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with `session_epoch`: either ends every session at once."""
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"


class StandIn(models.Model):
    """Who enters for a unit while its own people are away, named by the unit's head; acts under the own name."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="stand_ins", verbose_name="đơn vị")
    person = models.ForeignKey(User, models.CASCADE, related_name="stand_ins", verbose_name="người thay")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = "người thay"
        verbose_name_plural = "người thay"
        ordering = ["unit", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="stand_in_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {span(self.starts_on, self.ends_on)}"


class NoticeKind(models.TextChoices):
    OPENED = "opened", "kỳ báo cáo mở"
    CALENDAR = "calendar", "đổi lịch, chốt kỳ"
    DUE_SOON = "due_soon", "sắp đến hạn"
    DUE_TODAY = "due_today", "hạn hôm nay"
    LATE = "late", "quá hạn"
    REMINDED = "reminded", "đôn đốc"
    CONFIRM = "confirm", "chờ xác nhận"
    SENT = "sent", "đã gửi"
    RETURNED = "returned", "trả lại"
    ACCEPTED = "accepted", "đã chấp nhận"
    REMARK = "remark", "ý kiến xem xét"
    REOPEN_ASKED = "reopen_asked", "đề nghị mở lại"
    REOPENED = "reopened", "mở lại"
    DIRECTION = "direction", "ý kiến chỉ đạo"
    ANSWERED = "answered", "trả lời ý kiến chỉ đạo"
    DIGEST = "digest", "tổng hợp tuần"
    HANDED_OVER = "handed_over", "bàn giao công việc"
    ISSUED = "issued", "báo cáo phát hành"


class Notice(models.Model):
    """Something that one person should know: a sentence and the page where it is dealt with.

    `details`: lines below the sentence, as the mail has them too. `once`: a key that is unique for the person, so that
    the same thing is told once however often it is found (a reminder of the day). Written by units/notices.py only.

    A notice is its own place in the outbox: `by_mail` says that it goes out by mail, `mailed_at` that it went,
    `mail_held_at` that a process has it in hand since then (units/mail.py).
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="người nhận")
    kind = models.CharField("loại", max_length=12, choices=NoticeKind.choices)
    sentence = models.CharField("nội dung", max_length=500)
    details = models.TextField("chi tiết", blank=True)
    path = models.CharField("trang", max_length=200)
    once = models.CharField("khóa", max_length=120, blank=True)
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    by_mail = models.BooleanField("gửi qua thư", default=False)
    mail_held_at = models.DateTimeField("bắt đầu gửi lúc", null=True, blank=True)
    mailed_at = models.DateTimeField("đã gửi thư lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(by_mail=True, mailed_at=None), name="notice_outbox"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.UniqueConstraint(fields=["person", "once"], condition=~Q(once=""), name="notice_told_once"),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"), name="notice_leads_to_own_page"
            ),
            models.CheckConstraint(condition=Q(by_mail=True) | Q(mailed_at=None), name="notice_mailed_if_to_be_mailed"),
        ]

    def __str__(self) -> str:
        return self.sentence


class MailChoice(models.Model):
    """What a person decided on one kind of notice; where there is none, units/mail_kinds.py says what goes by mail."""

    person = models.ForeignKey(User, models.CASCADE, related_name="mail_choices", verbose_name="người nhận")
    kind = models.CharField("loại", max_length=12, choices=NoticeKind.choices)
    wanted = models.BooleanField("nhận qua thư")

    class Meta:
        verbose_name = "lựa chọn nhận thư"
        verbose_name_plural = "lựa chọn nhận thư"
        ordering = ["person", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="mail_choice_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="mail_choice_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {'có' if self.wanted else 'không'}"


class Departure(models.Model):
    """A leader or an account leaves after `last_day`; written by reports/people only.

    `handed` keeps what was done, piece by piece, so that it can be taken back before the last day is over.
    """

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="departures", verbose_name="phường/xã")
    account = models.ForeignKey(
        User, models.PROTECT, related_name="departures", verbose_name="tài khoản", null=True, blank=True
    )
    leader = models.ForeignKey(
        Leader, models.PROTECT, related_name="departures", verbose_name="lãnh đạo", null=True, blank=True
    )
    last_day = models.DateField("ngày làm việc cuối cùng")
    next_account = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="tài khoản tiếp nhận", null=True, blank=True
    )
    next_leader = models.ForeignKey(
        Leader, models.PROTECT, related_name="+", verbose_name="lãnh đạo tiếp nhận", null=True, blank=True
    )
    reason = models.TextField("lý do")
    handed = models.JSONField("đã bàn giao", default=list, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    made_at = models.DateTimeField("ghi lúc")
    undone_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người hủy", null=True, blank=True
    )
    undone_at = models.DateTimeField("hủy lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lượt nghỉ, chuyển công tác"
        verbose_name_plural = "nghỉ, chuyển công tác"
        ordering = ["-last_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, leader__isnull=True, next_leader__isnull=True)
                | Q(account__isnull=True, leader__isnull=False, next_account__isnull=True),
                name="departure_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(next_account=models.F("account")) | Q(next_account__isnull=True) | Q(account__isnull=True),
                name="departure_account_to_another",
            ),
            models.CheckConstraint(
                condition=~Q(next_leader=models.F("leader")) | Q(next_leader__isnull=True) | Q(leader__isnull=True),
                name="departure_leader_to_another",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="departure_undone_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account or self.leader}: hết ngày {short_date(self.last_day)}"


class Channel(models.TextChoices):
    SCREEN = "screen", "màn hình"
    PASTE = "paste", "dán"
    FILE = "file", "tệp Excel"
    COMMAND = "command", "dòng lệnh"
    ADMIN = "admin", "quản trị"


class Event(models.Model):
    """One line of the journal: who, when, what, from, to, why, by which way. Never changed, never deleted.

    It names its subject by code and soft id so that it can stand at the bottom of the house; triggers on both
    databases guard it (units/migrations/0002).
    """

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="+", verbose_name="phường/xã")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(
        User,
        models.DO_NOTHING,  # a line outlives the account; the name beside it stays
        related_name="+",
        verbose_name="tài khoản",
        null=True,
        blank=True,
        db_constraint=False,
    )
    actor_name = models.CharField("người thực hiện", max_length=160)
    channel = models.CharField("cách", max_length=8, choices=Channel.choices)
    action = models.CharField("việc", max_length=40)
    subject_type = models.CharField("loại", max_length=40)
    subject_id = models.BigIntegerField("số hiệu", null=True, blank=True)
    subject_code = models.CharField("mã", max_length=60)
    period_code = models.CharField("kỳ", max_length=10, blank=True)
    unit_code = models.CharField("đơn vị", max_length=20, blank=True)
    before = models.JSONField("từ", default=dict, blank=True)
    after = models.JSONField("đến", default=dict, blank=True)
    reason = models.TextField("lý do", blank=True)
    on_behalf = models.BooleanField("nhập thay", default=False)
    search = models.TextField("khóa tìm kiếm", default="", editable=False)

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["ward", "subject_code", "-at"], name="event_by_subject"),
            models.Index(fields=["ward", "period_code", "unit_code", "-at"], name="event_by_report"),
        ]
        constraints = [models.CheckConstraint(condition=Q(channel__in=Channel.values), name="event_channel_known")]

    def __str__(self) -> str:
        return f"{short_datetime(self.at)} {self.actor_name}: {action_word(self.action)} {self.subject_code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The line is found by who (as it names them, and the account of then), what, and why."""
        account = self.actor.username if self.actor else ""
        self.search = search_key(f"{self.actor_name} {account} {self.subject_code} {self.reason}")
        super().save(*args, **kwargs)
