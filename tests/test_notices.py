"""Notices: who is told what, and that the same is told once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from units.models import Notice, NoticeKind, StandIn, Unit, User
from units.notices import coordinators_of, heads_of, leaders_of, notify, people_of

pytestmark = pytest.mark.django_db


def names(people) -> list[str]:
    return sorted(person.username for person in people)


def test_a_units_people_are_its_own_and_who_stands_in_today():
    unit = Unit.objects.get(code="KTHTDT")
    now = timezone.now()
    today = timezone.localdate(now)
    StandIn.objects.create(unit=unit, person=User.objects.get(username="cap"), starts_on=today, ends_on=today)
    past = today - timedelta(days=1)
    StandIn.objects.create(unit=unit, person=User.objects.get(username="vphdnd"), starts_on=past, ends_on=past)
    assert names(people_of(unit, now)) == ["cap", "kthtdt", "kthtdt.lanhdao"]


def test_who_left_is_not_told():
    User.objects.filter(username__in=["kthtdt", "daumoi", "lanhdao"]).update(is_active=False)
    unit = Unit.objects.select_related("ward").get(code="KTHTDT")
    assert names(people_of(unit, timezone.now())) == ["kthtdt.lanhdao"]
    assert names(coordinators_of(unit.ward, timezone.now())) == []
    assert names(leaders_of(unit.ward, timezone.now())) == []


def test_who_is_asked_for_on_a_day_is_who_is_at_work_then():
    unit, now = Unit.objects.select_related("ward").get(code="KTHTDT"), timezone.now()
    today = timezone.localdate(now)
    User.objects.filter(username__in=["kthtdt.lanhdao", "daumoi", "lanhdao"]).update(ends_on=today)
    tomorrow = now + timedelta(days=1)
    assert [names(people(unit.ward, now)) for people in (coordinators_of, leaders_of)] == [["daumoi"], ["lanhdao"]]
    assert [names(people(unit.ward, tomorrow)) for people in (coordinators_of, leaders_of)] == [[], []]
    assert names(heads_of(unit, today)) == ["kthtdt.lanhdao"]
    assert names(heads_of(unit, timezone.localdate(tomorrow))) == []


def test_everybody_is_told_but_who_did_it():
    officer, head = User.objects.get(username="kthtdt"), User.objects.get(username="kthtdt.lanhdao")
    words = {"path": "/viec/", "now": timezone.now(), "by": officer}
    notify([officer, head], NoticeKind.SENT, "Đã gửi báo cáo.", **words)
    assert list(Notice.objects.values_list("person__username", "kind", "sentence", "path")) == [
        ("kthtdt.lanhdao", "sent", "Đã gửi báo cáo.", "/viec/")
    ]


def test_what_was_told_under_a_key_is_not_told_again():
    officer, head = User.objects.get(username="kthtdt"), User.objects.get(username="kthtdt.lanhdao")
    words = {"path": "/viec/", "now": timezone.now(), "once": "late:2026-Q1:2026-03-16"}
    notify([officer], NoticeKind.LATE, "Quá hạn.", **words)
    notify([officer, head], NoticeKind.LATE, "Quá hạn.", **words)
    assert names(notice.person for notice in Notice.objects.all()) == ["kthtdt", "kthtdt.lanhdao"]
