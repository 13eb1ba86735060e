"""Issuing that meets something else at the same moment: one wins, the other is told, and nothing is half done."""

from datetime import timedelta
from threading import Event as ThreadEvent
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.documents import issuing
from reports.documents.issued_store import ISSUED
from reports.models import IssuedFile, IssuedReport
from tests import desk
from tests.issue_desk import Q1, issue_form, told
from tests.races import at_once, on_disk, signed_in
from tests.test_review_races import second, sent
from units.models import Event, User

__all__ = ["on_disk", "second", "sent"]
pytestmark = pytest.mark.usefixtures("on_disk")
OK, CONFLICT = 302, 409
ROW = (Q1, "KTHTDT", "PL1.6")


@pytest.fixture
def accepted(sent, settings, tmp_path):
    """Two figures are accepted; the store is a folder of the test's own."""
    backend = {"BACKEND": "plans.file_store.DurableFolder", "OPTIONS": {"location": tmp_path / "issued"}}
    settings.STORAGES = settings.STORAGES | {"issued": backend}
    desk.accept(sent, "KTHTDT", User.objects.select_related("unit", "ward").get(username="daumoi"))
    return sent


def press(client, data):
    return lambda: client.post(reverse("issue", args=(Q1,)), data).status_code


def reopen(client):
    until = f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"
    data = {"key": str(uuid4()), "reason": "Sai số", "until": until}
    return lambda: client.post(reverse("grant_reopening", args=ROW), data).status_code


def nothing_is_half_done(versions: int) -> None:
    """Versions without a gap, each with its files and its line; the store holds these files and no other."""
    reports = IssuedReport.objects.order_by("version")
    assert [report.version for report in reports] == list(range(1, versions + 1))
    assert all({file.kind for file in report.files.all()} == {"xlsx", "docx", "json"} for report in reports)
    assert Event.objects.filter(action="issue").count() == versions
    names = set(IssuedFile.objects.values_list("stored_name", flat=True))
    assert set(ISSUED.strays((), timezone.now() + timedelta(days=1))) == names


def test_two_coordinators_at_once(accepted, second):
    first, other = signed_in("daumoi"), signed_in(second)
    answers = at_once([press(first, issue_form(first)), press(other, issue_form(other))])
    assert sorted(answers) == [OK, CONFLICT]
    nothing_is_half_done(1)


def test_a_double_click(accepted):
    client = signed_in("daumoi")
    assert at_once([press(client, issue_form(client))] * 2) == [OK, OK]
    nothing_is_half_done(1)


def test_many_who_press_again_and_again(accepted, second):
    """Each issues what is there; the versions run on."""
    clients = [signed_in("daumoi"), signed_in(second)]
    for _ in range(3):
        forms = [issue_form(client) | {"reason": "Bản sửa"} for client in clients]
        answers = at_once([press(client, data) for client, data in zip(clients, forms, strict=True)])
        assert sorted(answers) == [OK, CONFLICT]
    nothing_is_half_done(3)


def test_reopening_at_the_same_moment(accepted, second):
    """Whoever came first: the report says "đang điều chỉnh" only where the row was open before it was issued."""
    client, other = signed_in("daumoi"), signed_in(second)
    issued, reopened = at_once([press(client, issue_form(client)), reopen(other)])
    assert (issued in {OK, CONFLICT}, reopened) == (True, OK)
    nothing_is_half_done(1 if issued == OK else 0)
    order = list(Event.objects.filter(action__in=["issue", "reopen"]).order_by("pk").values_list("action", flat=True))
    assert order == (["issue", "reopen"] if issued == OK else ["reopen"])


class TestWhileTheFilesAreBuilt:
    """The files are there and nothing is written yet."""

    @pytest.fixture
    def meanwhile(self, monkeypatch):
        """Something else happens right after the files were built."""
        built, done, write = ThreadEvent(), ThreadEvent(), issuing._write

        def wait_then_write(*args):
            built.set()
            assert done.wait(timeout=20)
            return write(*args)

        monkeypatch.setattr(issuing, "_write", wait_then_write)

        def run(pressed, act):
            def afterwards():
                assert built.wait(timeout=20)
                try:
                    return act()
                finally:
                    done.set()

            return at_once([pressed, afterwards])

        return run

    def test_a_row_is_opened_again(self, accepted, second, meanwhile):
        client = signed_in("daumoi")
        assert meanwhile(press(client, issue_form(client)), reopen(signed_in(second))) == [CONFLICT, OK]
        nothing_is_half_done(0)

    def test_another_figure_is_accepted(self, accepted, second, meanwhile):
        plan, officer = accepted, User.objects.select_related("unit", "ward").get(username="cap")
        other = User.objects.select_related("unit", "ward").get(username=second)
        desk.enter(plan, "PL1.27", "2", officer)
        desk.send(plan, "CAP", officer)
        client = signed_in("daumoi")
        pressed = press(client, issue_form(client))
        assert meanwhile(pressed, lambda: desk.accept(plan, "CAP", other)) == [CONFLICT, 1]
        nothing_is_half_done(0)

    def test_an_officer_saves_what_does_not_go_out(self, accepted, meanwhile):
        plan, officer = accepted, User.objects.select_related("unit", "ward").get(username="cap")
        client = signed_in("daumoi")
        saved = meanwhile(press(client, issue_form(client)), lambda: str(desk.enter(plan, "PL1.27", "2", officer)))
        assert saved[0] == OK
        nothing_is_half_done(1)
        assert told(IssuedReport.objects.get(), "PL1.27")["value"] is None


def test_reopening_waits_for_the_version_that_is_being_written(accepted, second, monkeypatch):
    """Between the last look at the figures and the end of the transaction nobody opens a row."""
    looked, record = ThreadEvent(), issuing._record

    def slow_record(*args):
        looked.set()
        assert not reopened.wait(timeout=0.5)
        record(*args)

    reopened = ThreadEvent()

    def reopen_meanwhile():
        assert looked.wait(timeout=20)
        status = reopen(signed_in(second))()
        reopened.set()
        return status

    monkeypatch.setattr(issuing, "_record", slow_record)
    client = signed_in("daumoi")
    assert at_once([press(client, issue_form(client)), reopen_meanwhile]) == [OK, OK]
    nothing_is_half_done(1)
    assert told(IssuedReport.objects.get(), "PL1.6")["markers"] == []
