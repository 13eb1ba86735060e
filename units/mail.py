"""The outbox: notices that go out by mail, one plain mail each. Nothing here runs inside a write.

A mail goes out once: a process takes a notice in hand by a conditional UPDATE, sends it, and says so. If it dies in
between, another takes it up after HELD; where the server had taken the mail already, the same Message-ID tells.
"""

import logging
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from units.models import Notice

HELD = timedelta(minutes=5)  # longer than one mail can take (EMAIL_TIMEOUT a step)
STALE = timedelta(days=2)  # "hạn hôm nay" is wrong by then; the notice itself stays
NAME = "Theo dõi kế hoạch"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one round did. `away`: why the server could not be reached, for the end of a sentence; "" where it could."""

    sent: int = 0
    failed: int = 0
    away: str = ""


def mail_is_set_up() -> bool:
    return bool(settings.EMAIL_HOST)


def outbox(now: datetime) -> QuerySet[Notice]:
    """What is to go out and is in nobody's hand."""
    free = Q(mail_held_at=None) | Q(mail_held_at__lt=now - HELD)
    return Notice.objects.filter(free, by_mail=True, mailed_at=None, at__gt=now - STALE).order_by("at", "pk")


def deliver(now: datetime) -> Delivery:
    """Send what is in the outbox over one connection; a mail that is refused waits for the next round."""
    waiting = list(outbox(now).values_list("pk", flat=True)) if mail_is_set_up() else []
    if not waiting:
        return Delivery()
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's own errors are of this kind too
        logger.warning("mail server: %s", error)
        return Delivery(away=_why(error))
    sent = failed = 0
    try:
        for pk in waiting:
            outcome = _deliver_one(pk, connection)
            sent, failed = sent + (outcome is True), failed + (outcome is False)
    except OSError as error:  # it went away in the middle: what it had in hand waits for HELD to pass
        logger.warning("mail server: %s", error)
        return Delivery(sent, failed, _why(error))
    finally:
        connection.close()
    return Delivery(sent, failed)


def _why(error: OSError) -> str:
    causes: list[tuple[type[OSError], str]] = [
        (smtplib.SMTPAuthenticationError, "máy chủ không nhận tài khoản hoặc mật khẩu"),
        (smtplib.SMTPNotSupportedError, "máy chủ không hỗ trợ cách kết nối trong EMAIL_URL"),
        (ssl.SSLError, "không lập được kết nối mã hóa tin cậy"),
        (ConnectionRefusedError, "máy chủ không nhận kết nối"),
        (TimeoutError, "máy chủ không trả lời"),
        (socket.gaierror, "không tìm thấy máy chủ"),
    ]
    return next((words for kind, words in causes if isinstance(error, kind)), "kết nối bị ngắt")


def _deliver_one(pk: int, connection: BaseEmailBackend) -> bool | None:
    """Whether it went out; None where another process has it. Raises OSError where the server is gone."""
    now = timezone.now()
    if not outbox(now).filter(pk=pk).order_by().update(mail_held_at=now):
        return None
    notice = Notice.objects.select_related("person__ward").get(pk=pk)
    try:
        mail_of(notice, connection).send()
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError) as error:  # the server refuses this one, or its address is no address
        logger.warning("mail of notice %s: %s", pk, error)
        return False
    Notice.objects.filter(pk=pk).update(mailed_at=timezone.now())
    return True


def site_address(path: str) -> str:
    """The whole address of a page, for what is read outside of the site."""
    return f"{settings.SITE_URL}{path}"


def mail_of(notice: Notice, connection: BaseEmailBackend) -> EmailMessage:
    """Plain text. Its Message-ID is the notice's, and no machine answers it."""
    person, sender = notice.person, settings.DEFAULT_FROM_EMAIL
    kind = notice.get_kind_display()
    body = [f"Kính gửi {person.full_name},", notice.sentence]
    body += [notice.details] if notice.details else []
    body += [f"Mở trang: {site_address(notice.path)}", _foot(notice)]
    headers = {
        "Message-ID": f"<thong-bao-{notice.pk}@{sender.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        subject=f"{kind[:1].upper()}{kind[1:]} · {NAME} {person.ward.place}",
        body="\n\n".join(body),
        from_email=formataddr((f"{NAME} {person.ward.place}", sender)),
        to=[person.email],
        headers=headers,
        connection=connection,
    )


def _foot(notice: Notice) -> str:
    choices = site_address(reverse("mail_choices"))
    return (
        f"-- \nThư tự động của hệ thống theo dõi kế hoạch, {notice.person.ward.name}; xin không trả lời thư này.\n"
        f"Chọn loại thông báo nhận qua thư: {choices}\n"
    )
