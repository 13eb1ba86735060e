"""A real SMTP server in this process, on 127.0.0.1, and a certificate for it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.site import free_port

SENDER = "ke-hoach@haian.example"
PERSON, PASSWORD = "ke.hoach", "Hoa/2026@x"  # signs that an address must write as %…


class Inbox:
    """What arrived. `refuse`: recipients that the server does not take."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.mails)


@contextmanager
def smtp_server(inbox: Inbox, *, port: int = 0, **options: Any) -> Iterator[int]:
    """Serve the inbox; yields the port."""
    port = port or free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=20, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def knows(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = LoginPassword(PERSON.encode(), PASSWORD.encode())
    return AuthResult(success=data == right, handled=False)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context for 127.0.0.1, and the file that lets a client trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = builder.add_extension(host, False).sign(key, hashes.SHA256())
    file, secret = folder / "server.pem", folder / "server.key"
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, secret)
    return context, file


def use_mail(settings: Any, port: int, *, scheme: str = "smtp", login: str = "") -> None:
    """What EMAIL_URL sets, read by the one reader."""
    from haian_plan import env

    url = f"{scheme}://{login}127.0.0.1:{port}?from={SENDER}"
    for name, value in env.read_email({"EMAIL_URL": url}).items():
        setattr(settings, name, value)
