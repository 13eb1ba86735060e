"""The outbox against a real SMTP server: what a mail says, who gets one, and that no write waits for it."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import units.postman
from haian_plan import env
from plans.models import Plan
from tests import desk
from tests.page import posts, read
from tests.races import on_disk  # noqa: F401 - a fixture
from tests.site import free_port
from tests.smtp import PASSWORD, PERSON, SENDER, Inbox, certificate, knows, smtp_server, use_mail
from units.mail import HELD, STALE, deliver
from units.mail_kinds import KINDS_OF_ROLE
from units.models import MailChoice, Notice, NoticeKind, Role, User
from units.notices import notify
from units.postman import postman

ADDRESS = "can.bo@haian.example"
SENTENCE = "Báo cáo quý I bị trả lại: thiếu nguồn số liệu."


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def mail(settings, inbox):
    """A server that takes everything, and the site set up for it."""
    settings.SITE_URL = "https://ke-hoach.haian.example"
    with smtp_server(inbox) as port:
        use_mail(settings, port)
        yield port


@pytest.fixture
def officer(person) -> User:
    found: User = person("kthtdt")
    found.email = ADDRESS
    found.save(update_fields=["email"])
    return found


def tell(*people: User, kind=NoticeKind.RETURNED, at=None, **words) -> None:
    notify(people, kind, SENTENCE, path="/nhap/2026-Q1/KTHTDT/", now=at or timezone.now(), **words)


class TestTheEnvironment:
    def test_without_an_address_there_is_no_mail(self):
        assert env.read_email({}) == env.NO_MAIL

    @pytest.mark.parametrize(
        ("url", "port", "tls", "ssl"),
        [
            ("smtp://mail.vn?from=a@b.vn", 25, False, False),
            ("smtp+tls://mail.vn?from=a@b.vn", 587, True, False),
            ("smtps://mail.vn?from=a@b.vn", 465, False, True),
            ("smtp://mail.vn:2525/?from=a@b.vn", 2525, False, False),
        ],
    )
    def test_each_way_has_its_port(self, url, port, tls, ssl):
        found = env.read_email({"EMAIL_URL": url})
        asked = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "DEFAULT_FROM_EMAIL")
        assert [found[name] for name in asked] == ["mail.vn", port, tls, ssl, "a@b.vn"]

    def test_name_and_password_may_hold_any_sign(self):
        found = env.read_email({"EMAIL_URL": f"smtps://a%40b.vn:{quote(PASSWORD, safe='')}@mail.vn?from=a@b.vn"})
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b.vn", PASSWORD)

    @pytest.mark.parametrize(
        "url",
        [
            "mail.vn",
            "http://mail.vn?from=a@b.vn",
            "smtp://mail.vn",
            "smtp://mail.vn?from=",
            "smtp://mail.vn?from=khong-phai-dia-chi",
            "smtp://?from=a@b.vn",
            "smtp://mail.vn:99999?from=a@b.vn",
            "smtp://bi-mat@mail.vn?from=a@b.vn",
            "smtp://a:th%C6%B0@mail.vn?from=a@b.vn",
            "smtp://mail.vn/muc?from=a@b.vn",
            "smtp://mail.vn?from=a@b.vn&la=1",
        ],
    )
    def test_a_wrong_one_stops_the_start_and_is_not_repeated(self, url):
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL: cần dạng") as refused:
            env.read_email({"EMAIL_URL": url})
        assert "bi-mat" not in str(refused.value)

    def test_the_site_knows_its_address(self):
        assert env.read_site_url("https", ["a.vn"], 8000, {}) == "https://a.vn"
        assert env.read_site_url("office", [".a.vn"], 8000, {}) == "http://a.vn:8000"
        assert env.read_site_url("https", ["a.vn"], 8000, {"SITE_URL": "https://b.vn/"}) == "https://b.vn"

    @pytest.mark.parametrize("url", ["b.vn", "ftp://b.vn", "https://b.vn/muc", "https://"])
    def test_an_odd_address_of_the_site_stops_the_start(self, url):
        with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
            env.read_site_url("https", ["a.vn"], 8000, {"SITE_URL": url})


@pytest.mark.django_db
class TestAMail:
    def test_says_who_sends_it_what_happened_and_where_to_go(self, mail, inbox, officer):
        tell(officer, details="- PL1.6 Tỉ lệ chi cho KHCN")
        assert (deliver(timezone.now()).sent, len(inbox.mails)) == (1, 1)
        (received,) = inbox.mails
        assert received["From"] == f"Theo dõi kế hoạch Hải An <{SENDER}>"
        assert (received["To"], received["Subject"].strip()) == (ADDRESS, "Trả lại · Theo dõi kế hoạch Hải An")
        assert (received.get_content_type(), received["Auto-Submitted"]) == ("text/plain", "auto-generated")
        lines = received.get_content().splitlines()
        assert lines[:5] == [f"Kính gửi {officer.full_name},", "", SENTENCE, "", "- PL1.6 Tỉ lệ chi cho KHCN"]
        assert "Mở trang: https://ke-hoach.haian.example/nhap/2026-Q1/KTHTDT/" in lines
        assert "Chọn loại thông báo nhận qua thư: https://ke-hoach.haian.example/thong-bao/thu-dien-tu/" in lines

    def test_goes_out_once(self, mail, inbox, officer):
        tell(officer)
        deliver(timezone.now())
        deliver(timezone.now())
        assert inbox.recipients == [ADDRESS]
        assert Notice.objects.get().mailed_at is not None

    def test_is_one_a_notice_and_a_person(self, mail, inbox, officer, person):
        User.objects.filter(username="kthtdt.lanhdao").update(email="truong.phong@haian.example")
        tell(officer, person("kthtdt.lanhdao"))
        tell(officer)
        deliver(timezone.now())
        assert inbox.recipients == [ADDRESS, ADDRESS, "truong.phong@haian.example"]
        assert len({mail["Message-ID"] for mail in inbox.mails}) == 3

    def test_is_not_written_where_the_person_has_no_address_or_did_not_choose_it(self, mail, inbox, officer, person):
        MailChoice.objects.create(person=officer, kind=NoticeKind.RETURNED, wanted=False)
        tell(officer, person("kthtdt.lanhdao"))
        tell(officer, kind=NoticeKind.ACCEPTED)  # not by mail unless chosen
        assert deliver(timezone.now()).sent == 0
        MailChoice.objects.create(person=officer, kind=NoticeKind.ACCEPTED, wanted=True)
        tell(officer, kind=NoticeKind.ACCEPTED)
        assert deliver(timezone.now()).sent == 1

    def test_is_not_kept_for_later_where_the_site_has_no_mail(self, settings, inbox, officer):
        settings.EMAIL_HOST = ""
        tell(officer)
        with smtp_server(inbox) as port:
            use_mail(settings, port)
            assert deliver(timezone.now()).sent == 0

    def test_that_the_server_refuses_holds_up_no_other_and_is_tried_again(self, mail, inbox, officer, person):
        User.objects.filter(username="kthtdt.lanhdao").update(email="khong.co@haian.example")
        inbox.refuse = {"khong.co@haian.example"}
        now = timezone.now()
        tell(person("kthtdt.lanhdao"), officer, at=now)
        done = deliver(now)
        assert (done.sent, done.failed, done.away, inbox.recipients) == (1, 1, "", [ADDRESS])
        inbox.refuse = set()
        assert deliver(now).sent == 0  # somebody may still have it in hand
        Notice.objects.update(mail_held_at=now - HELD - timedelta(minutes=1))
        assert deliver(now).sent == 1

    def test_is_given_up_when_it_is_stale(self, mail, officer):
        now = timezone.now()
        tell(officer, at=now - STALE)
        assert deliver(now).sent == 0

    def test_is_marked_as_sent_only_where_it_was_to_be_sent(self, officer):
        with pytest.raises(IntegrityError):
            Notice.objects.create(
                person=officer, kind="sent", sentence="x", path="/", at=timezone.now(), mailed_at=timezone.now()
            )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["viec/", "//noi-khac.vn/", "https://noi-khac.vn/"])
def test_a_notice_leads_to_a_page_of_this_site(officer, path):
    with pytest.raises(IntegrityError):
        notify([officer], NoticeKind.SENT, SENTENCE, path=path, now=timezone.now())


@pytest.mark.django_db
class TestAnEncryptedServer:
    LOGIN = f"{PERSON}:{quote(PASSWORD, safe='')}@"

    @pytest.fixture
    def guarded(self, tmp_path, inbox):
        context, file = certificate(tmp_path)
        login = {"authenticator": knows, "auth_required": True}
        with smtp_server(inbox, tls_context=context, require_starttls=True, **login) as port:
            yield port, file

    def test_takes_the_mail_of_who_signs_in(self, guarded, settings, monkeypatch, officer, inbox):
        port, file = guarded
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        use_mail(settings, port, scheme="smtp+tls", login=self.LOGIN)
        tell(officer)
        assert deliver(timezone.now()).sent == 1
        assert inbox.recipients == [ADDRESS]

    def test_refuses_a_wrong_password(self, guarded, settings, monkeypatch, officer):
        port, file = guarded
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        use_mail(settings, port, scheme="smtp+tls", login=f"{PERSON}:sai@")
        tell(officer)
        assert deliver(timezone.now()).away == "máy chủ không nhận tài khoản hoặc mật khẩu"

    def test_is_not_trusted_without_its_certificate(self, guarded, settings, officer):
        port, _ = guarded
        use_mail(settings, port, scheme="smtp+tls", login=self.LOGIN)
        tell(officer)
        assert deliver(timezone.now()).away == "không lập được kết nối mã hóa tin cậy"

    def test_may_speak_tls_from_the_first_word(self, tmp_path, settings, monkeypatch, officer, inbox):
        context, file = certificate(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with smtp_server(inbox, ssl_context=context) as port:
            use_mail(settings, port, scheme="smtps")
            tell(officer)
            assert deliver(timezone.now()).sent == 1


def press_urge(client) -> float:
    """The coordinator reminds Phòng KTHTĐT, which mails its people; the seconds until the answer."""
    url = reverse("urge_units", args=["2026-Q1"])
    page = read(client.get(url, {"don-vi": "KTHTDT"}))
    form = next(form for form in page.all("form") if form.attributes["method"] == "post" and "key" in posts(form))
    begin = time.monotonic()
    answer = client.post(url, posts(form))
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('board')}?ky=2026-Q1")
    return time.monotonic() - begin


@pytest.mark.usefixtures("on_disk")
class TestAWrite:
    @pytest.fixture
    def coordinator(self, settings) -> Client:
        plan = Plan.objects.select_related("ward").get()
        desk.period_of(plan)
        User.objects.filter(username="kthtdt").update(email=ADDRESS)
        client = Client()
        client.force_login(User.objects.get(username="daumoi"), backend="units.accounts.AccountBackend")
        return client

    def test_sends_its_mail_after_the_commit(self, coordinator, mail, inbox):
        press_urge(coordinator)
        assert postman.rest(timeout=30)
        assert inbox.recipients == [ADDRESS]

    def test_does_not_hear_of_a_server_that_is_away(self, coordinator, settings, inbox):
        port = free_port()
        use_mail(settings, port)  # nobody listens there
        press_urge(coordinator)
        assert postman.rest(timeout=30)
        assert list(Notice.objects.filter(by_mail=True).values_list("mailed_at", flat=True)) == [None]
        with smtp_server(inbox, port=port):  # it is back, and the timer comes
            assert deliver(timezone.now()).sent == 1
        assert inbox.recipients == [ADDRESS]

    def test_is_carried_away_also_after_a_mistake_of_ours(self, coordinator, mail, inbox, monkeypatch):
        """The thread that met it ends; the next write finds a postman again."""
        broken = units.postman.deliver
        monkeypatch.setattr(units.postman, "deliver", lambda now: 1 / 0)
        press_urge(coordinator)
        assert postman.rest(timeout=30)
        monkeypatch.setattr(units.postman, "deliver", broken)
        postman.call()
        assert postman.rest(timeout=30)
        assert inbox.recipients == [ADDRESS]

    def test_does_not_wait_for_a_server_that_never_answers(self, coordinator, settings):
        import socket

        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()  # it takes the connection and says nothing
            use_mail(settings, silent.getsockname()[1])
            settings.EMAIL_TIMEOUT = 3
            took = press_urge(coordinator)
            assert not postman.rest(timeout=0.01)  # the thread still waits: the answer did not
            assert postman.rest(timeout=60)
        assert took < settings.EMAIL_TIMEOUT
        assert Notice.objects.filter(by_mail=True, mailed_at=None).count() == 1

    def test_two_who_carry_the_outbox_away_send_each_mail_once(self, mail, inbox):
        officer = User.objects.get(username="kthtdt")
        User.objects.filter(pk=officer.pk).update(email=ADDRESS)
        rows = [
            Notice(person=officer, kind="late", sentence=str(n), path="/", at=timezone.now(), by_mail=True)
            for n in range(20)
        ]
        Notice.objects.bulk_create(rows)
        gate = Barrier(3)

        def carry() -> int:
            gate.wait(timeout=20)
            try:
                return deliver(timezone.now()).sent
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            counts = [future.result() for future in [pool.submit(carry) for _ in range(3)]]
        assert sum(counts) == 20
        assert len({mail["Message-ID"] for mail in inbox.mails}) == len(inbox.mails) == 20


def test_every_kind_that_reaches_a_role_can_be_chosen_by_it():
    """What is mailed at first can be switched off."""
    assert NoticeKind.DIRECTION in KINDS_OF_ROLE[Role.WARD_LEADER]
    for role, kinds in KINDS_OF_ROLE.items():
        assert len(set(kinds)) == len(kinds), role
    told = {kind for kinds in KINDS_OF_ROLE.values() for kind in kinds}
    assert told == set(NoticeKind)
