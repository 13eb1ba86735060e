"""Every route × every role × GET, HEAD, POST, with the own, another unit's and another ward's codes.

A new route fails here until it has its line in ROUTES. The admin's routes are in tests/test_admin.py.
"""

import hashlib
import re
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from plans.evidence_store import put
from plans.models import Evidence, Period, Receipt, UnitReport
from plans.opening import open_period
from reports.documents.issued_store import ISSUED as ISSUED_STORE
from reports.models import Direction, DirectionUnit, IssuedFile, IssuedReport, OwnForm
from tests import desk, papers
from tests.office import in_place_of_libreoffice
from tests.page import Element, read
from units.models import Channel, Departure, Notice, NoticeKind, Role, StandIn, Unit, User, Ward

pytestmark = pytest.mark.django_db

PEOPLE = {
    "officer": "kthtdt",
    "head": "kthtdt.lanhdao",
    "coordinator": "daumoi",
    "leader": "lanhdao",
    "viewer": "nguoixem",
    "administrator": "quantri",
}
ALL = tuple(PEOPLE)
UNIT_PEOPLE = ("officer", "head", "coordinator")
QUARTER = "2026-Q1"
SENT = {
    "đơn vị": "Phòng Kinh tế, Hạ tầng và Đô thị",
    "kỳ": "Quý I/2026",
    "người gửi": "Cán bộ",
    "nhập thay": False,
    "gửi lúc": "2026-03-10T10:00:00+07:00",
    "dòng": [],
}
CODE, STAND_IN, PIECE = "ABCD-1234-EF56", "7", "9"
OTHER_CODE, OTHER_STAND_IN, OTHER_PIECE = "WXYZ-9876-AB54", "8", "10"  # the same of another unit
# Notices far from those that the fixtures cause, which PostgreSQL numbers on from test to test.
NOTICE, OTHER_NOTICE, DEPARTURE = "900011", "900012", "13"  # the officer's, a head's of another unit; of an account
DIRECTION, OTHER_DIRECTION = "14", "15"
ISSUED, ISSUED_FILE = "16", "17"
OWN_FORM = "18"
PAPER = b"%PDF-1.7 of the routes"


@dataclass(frozen=True)
class Route:
    """`reads`: who gets 200. Everybody else gets `otherwise`. `writes`: who may POST (others get `otherwise`)."""

    args: tuple[str, ...] = ()
    reads: tuple[str, ...] = ALL
    otherwise: int = 403
    writes: tuple[str, ...] = ()
    get: bool = True
    redirect: bool = False
    unseen: tuple[str, ...] = ()  # of those without the right, who may not even know of it: 404
    foreign: tuple[tuple[str, ...], ...] = field(default=())


OWN, OTHER = (QUARTER, "KTHTDT"), (QUARTER, "TTPVHCC")
INSIDE = (*UNIT_PEOPLE, "leader", "administrator")
EDITS_PLAN = ("coordinator", "administrator")
ROW, OTHER_ROW = (*OWN, "PL1.6"), (*OTHER, "PL1.23")
NOT_OF_THE_DESK = ("leader", "viewer", "administrator")
SEES_REPORTS = ("coordinator", "leader", "administrator")
SEES_ISSUED = (*SEES_REPORTS, "viewer")
ROUTES = {
    "home": Route(redirect=True),
    "my_work": Route(),
    "entry": Route(OWN, UNIT_PEOPLE, 404, writes=UNIT_PEOPLE),
    "entry_tasks": Route(OWN, UNIT_PEOPLE, 404, writes=UNIT_PEOPLE),
    "entry_workbook": Route(OWN, UNIT_PEOPLE, 404),
    "entry_upload": Route(OWN, UNIT_PEOPLE, 404, writes=UNIT_PEOPLE),
    "entry_row": Route((*OWN, "PL1.6"), UNIT_PEOPLE, 404, writes=UNIT_PEOPLE, get=False),
    "entry_paste": Route(OWN, UNIT_PEOPLE, 404, writes=UNIT_PEOPLE),
    "evidence": Route(OWN, UNIT_PEOPLE, 404, writes=UNIT_PEOPLE),
    "evidence_file": Route((PIECE,), (*UNIT_PEOPLE, "leader", "administrator"), 404),
    "remove_evidence": Route((PIECE,), UNIT_PEOPLE, writes=UNIT_PEOPLE, unseen=("viewer",)),
    "send_report": Route(OWN, UNIT_PEOPLE, 404, writes=UNIT_PEOPLE),
    "confirm_report": Route(OWN, writes=("head",), get=False, unseen=NOT_OF_THE_DESK),
    "give_back": Route(OWN, writes=("head",), get=False, unseen=NOT_OF_THE_DESK),
    "reopening": Route(ROW, UNIT_PEOPLE, 404),
    "ask_reopening": Route(ROW, writes=("officer", "head"), get=False, unseen=NOT_OF_THE_DESK),
    "grant_reopening": Route(ROW, ("coordinator",), writes=("coordinator",), get=False),
    "refuse_reopening": Route(ROW, ("coordinator",), writes=("coordinator",), get=False),
    "close_reopening": Route(ROW, ("coordinator",), writes=("coordinator",), get=False),
    "withdraw_report": Route(OWN, UNIT_PEOPLE, 404, writes=UNIT_PEOPLE, get=False),
    "paper_form": Route(OWN, UNIT_PEOPLE, 404),
    "receipts": Route((), (*UNIT_PEOPLE, "leader", "administrator"), 404),
    "receipt": Route((CODE,), (*UNIT_PEOPLE, "leader", "administrator"), 404),
    "stand_ins": Route((), ("head",), writes=("head",)),
    "end_stand_in": Route((STAND_IN,), ("head",), writes=("head",), get=False),
    "board": Route((), ("coordinator",)),
    "year_board": Route((), ("coordinator",)),
    "review": Route(OWN, ("coordinator",)),
    "begin_review": Route(OWN, ("coordinator",), writes=("coordinator",), get=False),
    "accept_report": Route(OWN, ("coordinator",), writes=("coordinator",), get=False),
    "return_report": Route(OWN, ("coordinator",), writes=("coordinator",), get=False),
    "split_report": Route(OWN, ("coordinator",), writes=("coordinator",), get=False),
    "remark": Route((*OWN, "PL1.6"), UNIT_PEOPLE, 404, writes=UNIT_PEOPLE),
    "accept_many": Route((QUARTER,), ("coordinator",), writes=("coordinator",)),
    "close_period": Route((QUARTER,), ("coordinator",), writes=("coordinator",)),
    "open_period": Route((QUARTER,), ("coordinator",), writes=("coordinator",)),
    "directions": Route((), INSIDE),
    "new_direction": Route((), ("coordinator", "leader"), writes=("coordinator", "leader")),
    "direction": Route((DIRECTION,), INSIDE, 404),
    "answer_direction": Route((DIRECTION,), writes=UNIT_PEOPLE, get=False, unseen=("viewer",)),
    "continue_direction": Route((DIRECTION,), writes=("leader",), get=False, unseen=("viewer",)),
    "finish_direction": Route((DIRECTION,), writes=("leader",), get=False, unseen=("viewer",)),
    "journal": Route((), INSIDE),
    "journal_xlsx": Route((), INSIDE),
    "journal_csv": Route((), INSIDE),
    "calendar": Route((), INSIDE, writes=EDITS_PLAN),
    "days_off": Route((), INSIDE, writes=EDITS_PLAN, get=False),
    "milestones": Route((), INSIDE, writes=EDITS_PLAN),
    "dashboard": Route(),
    "dashboard_tasks": Route(),
    "dashboard_goals": Route(),
    "meeting": Route(),
    "meeting_slide": Route(),
    "dashboard_quarters": Route(),
    "dashboard_units": Route(),
    "dashboard_leaders": Route(),
    "dashboard_comparison": Route(),
    "indicator": Route(("PL1.6",)),
    "task": Route(("PL4.I.1",)),
    "plan_text": Route(),
    "search": Route(),
    "help": Route(),
    "documents": Route((), SEES_REPORTS),
    "report_xlsx": Route((QUARTER,), SEES_REPORTS),
    "report_docx": Route((QUARTER,), SEES_REPORTS),
    "report_json": Route((QUARTER,), SEES_REPORTS),
    "issue": Route((QUARTER,), ("coordinator",), writes=("coordinator",)),
    "archive": Route((), SEES_ISSUED),
    "issued": Route((ISSUED,), SEES_ISSUED),
    "issued_file": Route((ISSUED_FILE,), SEES_ISSUED),
    "number_issued": Route((ISSUED,), ("coordinator",), writes=("coordinator",), get=False),
    "scan_issued": Route((ISSUED,), ("coordinator",), writes=("coordinator",), get=False),
    "report_pdf": Route((QUARTER,), SEES_REPORTS),
    "leaders_xlsx": Route((QUARTER,), SEES_REPORTS),
    "nq57": Route((QUARTER,), ("coordinator",), writes=("coordinator",)),
    "nq57_order": Route((), ("coordinator",), writes=("coordinator",)),
    "own_forms": Route((), ("coordinator",), writes=("coordinator",)),
    "own_form": Route((OWN_FORM,), ("coordinator",), writes=("coordinator",)),
    "own_form_empty": Route((OWN_FORM,), ("coordinator",)),
    "own_form_xlsx": Route((QUARTER, OWN_FORM), ("coordinator",)),
    "remove_own_form": Route((OWN_FORM,), ("coordinator",), writes=("coordinator",), get=False),
    "narrative": Route((QUARTER,), SEES_REPORTS, writes=("coordinator",)),
    "password_change": Route(writes=ALL),
    "notices": Route(),
    "read_notice": Route((NOTICE,), ("officer",), 404, writes=("officer",), get=False),
    "read_all_notices": Route(writes=ALL, get=False),
    "mail_choices": Route(writes=ALL),
    "urge_units": Route((QUARTER,), ("coordinator",), writes=("coordinator",)),
    "departures": Route((), ("administrator",)),
    "new_departure": Route((), ("administrator",), writes=("administrator",)),
    "undo_departure": Route((DEPARTURE,), ("administrator",), writes=("administrator",)),
}
OUTSIDE_THE_LOGIN = {"login", "logout", "session", "design"}


def named_routes() -> dict[str, frozenset[str]]:
    """Every route that is not the admin's → what its address names."""

    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name, frozenset(pattern.pattern.converters)
            elif pattern.namespace != "admin":
                yield from walk(pattern.url_patterns)

    return dict(walk(get_resolver().url_patterns))


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="units.accounts.AccountBackend")
    return client


def keep_paper(key, *, ward, unit, period, by, at) -> None:
    """A file of the unit."""
    Evidence.objects.create(
        pk=int(key),
        ward=ward,
        unit=unit,
        period=period,
        kind="file",
        stored_name=put(PAPER),
        original_name="bao-cao.pdf",
        content_type="application/pdf",
        size=len(PAPER),
        sha256=hashlib.sha256(PAPER).hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )


@pytest.fixture
def quarter_open(plan, person, settings, tmp_path):
    """Quý I takes figures whatever day the tests run on."""
    from django.utils import timezone

    period = Period.objects.select_related("plan__ward").get(plan=plan, code=QUARTER)
    now = timezone.now()
    open_period(period=period, by=person("daumoi"), channel=Channel.COMMAND, now=now)
    store = {"BACKEND": "plans.evidence_store.EvidenceFolder", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"evidence": store}
    has_sent(period, person("kthtdt"), person("cap"), now, CODE, PIECE, STAND_IN)
    has_sent(period, person("ttpvhcc"), person("cap"), now, OTHER_CODE, OTHER_PIECE, OTHER_STAND_IN)
    has_been_told(NOTICE, person("kthtdt"), now)
    has_been_told(OTHER_NOTICE, person("ttpvhcc.lanhdao"), now)
    leaver, administrator = person("vphdnd"), person("quantri")
    has_issued(period, person("daumoi"), now)
    has_own_form(plan, person("daumoi"), now)
    words = {"reason": "Nghỉ hưu", "made_by": administrator, "made_at": now}
    Departure.objects.create(pk=int(DEPARTURE), ward=plan.ward, account=leaver, last_day=now.date(), **words)
    return period


def has_issued(period, by, now) -> None:
    """The ward's report of the quarter was issued."""
    words = {"issued_at": now, "issued_by": by, "digest": "0" * 64, "key": uuid4(), "illustrative": True}
    report = IssuedReport.objects.create(pk=int(ISSUED), period=period, version=1, **words)
    IssuedFile.objects.create(
        pk=int(ISSUED_FILE),
        report=report,
        kind="xlsx",
        stored_name=ISSUED_STORE.put(PAPER),
        file_name="bao-cao.xlsx",
        content_type="application/pdf",
        size=len(PAPER),
        sha256=hashlib.sha256(PAPER).hexdigest(),
        added_by=by,
        added_at=now,
        illustrative=True,
    )


def has_own_form(plan, by, now) -> None:
    """A form of Sở's, mapped: nothing of it is filled."""
    content = papers.xlsx()
    kept = {"stored_name": ISSUED_STORE.put(content), "size": len(content)}
    words = {"added_by": by, "added_at": now, "mapped_by": by, "mapped_at": now}
    digest = hashlib.sha256(content).hexdigest()
    OwnForm.objects.create(
        pk=int(OWN_FORM), plan=plan, name="Biểu Sở", file_name="bieu.xlsx", sha256=digest, **kept, **words
    )


def has_been_told(pk, person, now) -> None:
    sentence = "Báo cáo bị trả lại."
    words = {"kind": NoticeKind.RETURNED, "path": "/viec/", "details": "- PL1.6", "at": now}
    Notice.objects.create(pk=int(pk), person=person, sentence=sentence, **words)


def has_sent(period, officer, helper, now, code, key, pk) -> None:
    """A unit has a report, its receipt, a piece of evidence, and had a stand-in."""
    report = UnitReport.objects.create(period=period, unit=officer.unit)
    Receipt.objects.create(report=report, code=code, sent_at=now, sent_by=officer, content=SENT)
    keep_paper(key, ward=period.plan.ward, unit=report.unit, period=period, by=officer, at=now)
    days = {"starts_on": "2000-01-01", "ends_on": "2000-01-02"}
    StandIn.objects.create(pk=int(pk), unit=officer.unit, person=helper, **days)
    direct(period, officer.unit, now, DIRECTION if key == PIECE else OTHER_DIRECTION)


def direct(period, unit, now, pk) -> None:
    """The ward's leader asked something of the unit."""
    leader = User.objects.get(username=PEOPLE["leader"])
    people = {"leader": leader, "followed_by": leader, "written_by": leader}
    words = {"text": "Báo cáo rõ nguyên nhân.", "due_on": "2026-03-20", "given_at": now, "key": uuid4()}
    made = Direction.objects.create(pk=int(pk), plan=period.plan, period=period, about="period", **people, **words)
    DirectionUnit.objects.create(direction=made, unit=unit)


@pytest.fixture(autouse=True)
def quick_office(tmp_path, monkeypatch):
    """Who may have a PDF is asked here, not how LibreOffice prints (tests/test_report_on_paper.py)."""
    monkeypatch.setenv("PATH", in_place_of_libreoffice(tmp_path / "office"))


@pytest.fixture
def stranger(db) -> Client:
    """The coordinator of another ward that has a unit of the same code and no plan."""
    ward = Ward.objects.create(
        code="ngo-quyen",
        name="Phường Khác",
        city="Hải Phòng",
        letterhead="PHƯỜNG KHÁC",
        place="Khác",
        report_recipient="Sở",
    )
    unit = Unit.objects.create(ward=ward, code="KTHTDT", name="Phòng Kinh tế", short_name="KT", kind="department")
    User.objects.create_user(
        "khac",
        "Hoa.Phuong.Do.2026",
        full_name="Người khác",
        ward=ward,
        unit=unit,
        role=Role.COORDINATOR,
        must_change_password=False,
    )
    return client_of("khac")


def test_every_route_has_its_line():
    assert set(named_routes()) == set(ROUTES) | OUTSIDE_THE_LOGIN


def asked(client: Client, way: str, name: str, args: tuple[str, ...] | None = None) -> int:
    """The status of the answer; nothing of what it wrote stays."""
    with transaction.atomic():
        answer = getattr(client, way)(reverse(name, args=ROUTES[name].args if args is None else args))
        transaction.set_rollback(True)
    return int(answer.status_code)


def test_a_stranger_is_asked_to_sign_in():
    for name, route in ROUTES.items():
        url = reverse(name, args=route.args)
        for ask in (Client().get, Client().head, Client().post):
            answer = ask(url)
            assert (name, answer.status_code, answer["Location"].split("?")[0]) == (name, 302, reverse("login"))


@pytest.mark.parametrize("role", PEOPLE)
def test_who_reads_and_that_reading_changes_no_row_of_any_table(role, quarter_open):
    client, before = client_of(PEOPLE[role]), fingerprint()
    addresses = {name: reverse(name, args=route.args) for name, route in ROUTES.items()}
    expected = {name: to_a_reader(route, role) for name, route in ROUTES.items()}
    assert {name: client.get(url).status_code for name, url in addresses.items()} == expected
    assert {name: client.head(url).status_code for name, url in addresses.items()} == expected
    assert fingerprint() == before


def to_a_reader(route: Route, role: str) -> int:
    if not route.get:
        return 405
    if role in route.reads:
        return 302 if route.redirect else 200
    return 404 if role in route.unseen else route.otherwise


@pytest.mark.parametrize("role", PEOPLE)
def test_who_writes(role, quarter_open):
    client = client_of(PEOPLE[role])
    written = {name: route for name, route in ROUTES.items() if route.writes}
    answers = {name: asked(client, "post", name) for name in written}
    taken = {name: status for name, status in answers.items() if role in written[name].writes}
    assert {name: status for name, status in taken.items() if status in {403, 404, 405, 500}} == {}
    refused = {name: route for name, route in written.items() if name not in taken}
    expected = {name: 404 if role in route.unseen else route.otherwise for name, route in refused.items()}
    assert {name: answers[name] for name in refused} == expected


@pytest.mark.parametrize("role", PEOPLE)
def test_a_page_that_only_reads_takes_no_post(role, quarter_open):
    client = client_of(PEOPLE[role])
    read_only = [name for name, route in ROUTES.items() if not route.writes and not route.redirect]
    answers = {name: asked(client, "post", name) for name in read_only}
    assert {name: status for name, status in answers.items() if status not in {403, 404, 405}} == {}


@dataclass(frozen=True)
class Foreign:
    """A route with what belongs to TTPVHCC: what people of KTHTDT get. 403 only where the right is asked before the
    unit is looked at, so that the answer is the same for a unit of any code."""

    args: tuple[str, ...] = OTHER
    officer: int = 404
    head: int = 404
    owner: bool = True  # whether the unit's own people may ask


COORDINATOR_ALONE = Foreign(officer=403, head=403, owner=False)
FOREIGN = {
    "entry": Foreign(),
    "entry_tasks": Foreign(),
    "entry_workbook": Foreign(),
    "entry_upload": Foreign(),
    "entry_row": Foreign((*OTHER, "PL1.23")),
    "entry_paste": Foreign(),
    "evidence": Foreign(),
    "evidence_file": Foreign((OTHER_PIECE,)),
    "remove_evidence": Foreign((OTHER_PIECE,)),
    "send_report": Foreign(),
    "withdraw_report": Foreign(),
    "confirm_report": Foreign(),
    "give_back": Foreign(),
    "reopening": Foreign(OTHER_ROW),
    "ask_reopening": Foreign(OTHER_ROW),
    "grant_reopening": Foreign(OTHER_ROW, 403, 403, owner=False),
    "refuse_reopening": Foreign(OTHER_ROW, 403, 403, owner=False),
    "close_reopening": Foreign(OTHER_ROW, 403, 403, owner=False),
    "paper_form": Foreign(),
    "receipt": Foreign((OTHER_CODE,)),
    "end_stand_in": Foreign((OTHER_STAND_IN,), officer=403),
    "read_notice": Foreign((OTHER_NOTICE,)),
    "direction": Foreign((OTHER_DIRECTION,)),
    "answer_direction": Foreign((OTHER_DIRECTION,)),
    "continue_direction": Foreign((OTHER_DIRECTION,), owner=False),
    "finish_direction": Foreign((OTHER_DIRECTION,), owner=False),
    "review": COORDINATOR_ALONE,
    "begin_review": COORDINATOR_ALONE,
    "accept_report": COORDINATOR_ALONE,
    "return_report": COORDINATOR_ALONE,
    "split_report": COORDINATOR_ALONE,
    "remark": Foreign((*OTHER, "PL1.23")),
}
# What is named in these routes is the whole ward's: a period, or an indicator and a task that everybody sees.
OF_NO_UNIT = {
    "accept_many",
    "close_period",
    "open_period",
    "report_xlsx",
    "report_json",
    "report_pdf",
    "leaders_xlsx",
    "indicator",
    "task",
}
OF_NO_UNIT |= {
    "urge_units",
    "undo_departure",
    "issue",
    "issued",
    "issued_file",
    "number_issued",
    "scan_issued",
    "report_docx",
    "narrative",
    "nq57",
    "own_form",
    "own_form_empty",
    "own_form_xlsx",
    "remove_own_form",
}


def asks_of(name: str) -> list[str]:
    """The ways in which the route may be asked."""
    ways = {"get": ROUTES[name].get, "head": ROUTES[name].get, "post": bool(ROUTES[name].writes)}
    return [way for way, takes in ways.items() if takes]


def test_every_route_that_names_something_says_whose_it_is():
    assert {name for name, asked in named_routes().items() if asked} == set(FOREIGN) | OF_NO_UNIT
    assert {name for name, asked in named_routes().items() if "unit" in asked} <= set(FOREIGN)


@pytest.mark.parametrize("role", ["officer", "head"])
def test_what_is_another_units_does_not_exist(role, quarter_open):
    client, before = client_of(PEOPLE[role]), fingerprint()
    for name, foreign in FOREIGN.items():
        url = reverse(name, args=foreign.args)
        answers = {way: getattr(client, way)(url).status_code for way in asks_of(name)}
        assert (name, answers) == (name, dict.fromkeys(asks_of(name), getattr(foreign, role)))
    assert fingerprint() == before


def test_it_exists_for_that_units_own_people(quarter_open):
    """Else the test above would not say anything."""
    client = client_of("ttpvhcc.lanhdao")
    for name, foreign in FOREIGN.items():
        for way in asks_of(name) if foreign.owner else ():
            assert asked(client, way, name, foreign.args) not in {403, 404, 405, 500}, (name, way)


def test_what_is_the_coordinators_alone_tells_nothing_of_a_unit(quarter_open):
    client = client_of(PEOPLE["head"])
    for name in (name for name in FOREIGN if FOREIGN[name] is COORDINATOR_ALONE):
        for unit in ("KTHTDT", "TTPVHCC", "KHONG-CO"):
            for way in asks_of(name):
                args = (QUARTER, unit, *FOREIGN[name].args[2:])
                assert asked(client, way, name, args) == 403, (name, unit, way)


def test_the_coordinator_opens_every_units_pages(quarter_open):
    pages = ("entry", "entry_tasks", "entry_upload", "entry_paste", "send_report")
    client = client_of("daumoi")
    assert {name: asked(client, "get", name, OTHER) for name in pages} == dict.fromkeys(pages, 200)


NAMES_SOMETHING = {name: "get" if route.get else "post" for name, route in ROUTES.items() if route.args}


def test_another_wards_codes_do_not_exist(stranger, quarter_open):
    found = {name: asked(stranger, way, name) for name, way in NAMES_SOMETHING.items()}
    assert found == dict.fromkeys(NAMES_SOMETHING, 404)


def test_unknown_codes_are_not_found(quarter_open):
    client = client_of("daumoi")
    for name, way in NAMES_SOMETHING.items():
        unknown = tuple("999999" if arg.isdigit() else "khong-co" for arg in ROUTES[name].args)
        assert asked(client, way, name, unknown) == 404, name


def fingerprint() -> dict[str, str]:
    return {
        model._meta.label: hashlib.sha256(
            repr(sorted(map(repr, model._default_manager.values_list()))).encode()
        ).hexdigest()
        for model in apps.get_models()
    }


def test_every_answer_carries_the_guards():
    for client, name in (
        (Client(), "login"),
        (client_of("daumoi"), "dashboard"),
        (client_of("daumoi"), "my_work"),
    ):
        answer = client.get(reverse(name))
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        # The dashboard may be kept by its reader's browser, which asks each time whether it is still true.
        kept = set(answer["Cache-Control"].split(", "))
        assert {"private", "no-cache" if name == "dashboard" else "no-store"} <= kept


NO_PAGES = {
    "home",
    "entry_workbook",
    "evidence_file",
    "issued_file",
    "report_xlsx",
    "report_docx",
    "report_json",
    "report_pdf",
    "leaders_xlsx",
    "own_form_empty",
    "own_form_xlsx",
    "journal_xlsx",
    "journal_csv",
}  # a redirect, and files
PAGES = [name for name, route in ROUTES.items() if route.get and name not in NO_PAGES]
ADDRESSES = {"src", "srcset", "href", "action", "formaction", "poster", "data", "hx-get", "hx-post"}
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)  # another host, or a scheme that runs code


def foreign_to(page: Element) -> list[str]:
    """What the policy of the page would block, or what would leave the office's network."""
    found = [f"<{element.tag}>" for element in page.all("style")]
    found += ["<script>" for script in page.all("script") if "src" not in script.attributes or script.text]
    for element in page.all():
        for name, value in element.attributes.items():
            runs = name == "style" or name.startswith(("on", "hx-on", "hx-vals"))
            if runs or (name in ADDRESSES and ELSEWHERE.match(value)):
                found.append(f'<{element.tag} {name}="{value}">')
    return found


@pytest.fixture
def in_use(quarter_open, plan, person):
    """Rows that were sent, returned, accepted and only typed, so that the pages have something to show."""
    officer, coordinator = person("kthtdt"), person("daumoi")
    desk.enter(plan, "PL1.6", "1,2", officer, source="Báo cáo tài chính")
    desk.enter(plan, "PL1.26", "146/300", officer, estimate=True)
    desk.send(plan, "KTHTDT", officer)
    desk.enter(plan, "PL1.27", "1", person("cap"), explanation="Mới triển khai")
    desk.send(plan, "CAP", person("cap"))
    desk.accept(plan, "CAP", coordinator)
    desk.enter(plan, "PL1.23", "90", person("ttpvhcc"))
    desk.tell(plan, "PL4.I.1", person("vhxh"), status="ongoing", percent=40)


@pytest.mark.parametrize("role", PEOPLE)
def test_no_page_needs_the_network_or_inline_code(role, in_use):
    client, seen = client_of(PEOPLE[role]), set()
    for name in PAGES:
        answer = client.get(reverse(name, args=ROUTES[name].args))
        assert answer["Content-Type"] == "text/html; charset=utf-8", name
        assert foreign_to(read(answer)) == [], name
        if answer.status_code == 200:
            seen.add(name)
    assert seen == {name for name in PAGES if role in ROUTES[name].reads}


def test_nor_does_a_page_outside_the_login(db):
    assert foreign_to(read(Client().get(reverse("login")))) == []


FOREIGN_HOST = "noi-khac.vn"


@pytest.mark.parametrize(
    "html",
    [
        "<p style='color:red'></p>",
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        "<script src='/a.js'>alert(1)</script>",
        "<p onclick='x()'></p>",
        "<a href=' JavaScript:x()'></a>",
        f"<img src='//{FOREIGN_HOST}/a.png'>",
        f"<link href='https://{FOREIGN_HOST}/a.css'>",
        f"<form action='http://{FOREIGN_HOST}/'></form>",
    ],
)
def test_what_a_page_must_not_hold_would_be_found(html):
    assert foreign_to(read(HttpResponse(html)))
