"""The environment, read once and loudly: a wrong value stops the start with a sentence."""

import os
import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.utils import get_random_secret_key
from django.core.validators import validate_email

Profile = Literal["demo", "office", "https"]
YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def read_text(name: str, default: str = "", env: Mapping[str, str] = os.environ) -> str:
    return env.get(name, "").strip() or default


def read_flag(name: str, env: Mapping[str, str] = os.environ) -> bool:
    """True or False; anything but the usual words is refused."""
    word = read_text(name, env=env).casefold()
    if word in YES or word in NO:
        return word in YES
    raise ImproperlyConfigured(f"{name}={word!r}: chỉ nhận 1 hoặc 0.")


def read_port(name: str, default: int, env: Mapping[str, str] = os.environ) -> int:
    text = read_text(name, str(default), env=env)
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ImproperlyConfigured(f"{name}={text!r}: cần một số cổng từ 1 đến 65535.")


def read_list(name: str, default: str = "", env: Mapping[str, str] = os.environ) -> list[str]:
    return [part.strip() for part in read_text(name, default, env=env).split(",") if part.strip()]


def read_profile(env: Mapping[str, str] = os.environ) -> Profile:
    """`demo` (this computer only), `office` (plain HTTP inside the office network) or `https`."""
    name = read_text("PROFILE", "demo", env=env)
    if name in get_args(Profile):
        return cast(Profile, name)
    raise ImproperlyConfigured(f"PROFILE={name!r}: chỉ nhận demo, office hoặc https.")


def read_secret_key(profile: Profile, folder: Path, env: Mapping[str, str] = os.environ) -> str:
    """The signing key. The demonstration makes its own and keeps it, so that a restart signs nobody out."""
    key = read_text("SECRET_KEY", env=env)
    if profile != "demo":
        if len(key) < 50 or len(set(key)) < 5:
            raise ImproperlyConfigured("SECRET_KEY: cần một chuỗi ngẫu nhiên dài ít nhất 50 ký tự.")
        return key
    return key or _kept_key(folder / "demo-secret-key")


def _kept_key(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key(), encoding="ascii")
    return file.read_text(encoding="ascii")


KEPT = 60  # seconds
ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
DATABASE_EXAMPLE = "postgres://tài-khoản:mật-khẩu@máy-chủ:5432/tên hoặc sqlite:////thư-mục/tệp.sqlite3"


def read_database(default: str, env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Connection settings: whole transactions, bounded waits, a connection that outlives its request.

    Why: docs/decisions/0003-two-databases.md.

    The address holds a password, so a wrong one is not repeated.
    """
    settings = _parsed_database(read_text("DATABASE_URL", default, env=env))
    if settings.get("ENGINE") not in ENGINES or not settings["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL: cần dạng {DATABASE_EXAMPLE}.")
    if settings["ENGINE"] == ENGINES[0]:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA synchronous=FULL;"}
        return settings | {"CONN_MAX_AGE": KEPT, "OPTIONS": options}
    options = {"connect_timeout": 3, "options": "-c lock_timeout=3s -c statement_timeout=15s"}
    return settings | {"CONN_MAX_AGE": KEPT, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def _parsed_database(url: str) -> dict[str, Any]:
    """Empty for an address that cannot be read."""
    try:
        return dict(dj_database_url.parse(url))
    except ValueError:
        return {}


def read_hosts(profile: Profile, env: Mapping[str, str] = os.environ) -> list[str]:
    """Host names the site answers to. The demonstration answers on this computer only."""
    if profile == "demo":
        return ["127.0.0.1", "localhost", "[::1]"]
    hosts = read_list("ALLOWED_HOSTS", env=env)
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS: ghi rõ tên máy chủ, không dùng dấu *.")
    return hosts


def refuse_debug_in_production(profile: Profile, debug: bool) -> bool:
    if debug and profile != "demo":
        raise ImproperlyConfigured("DEBUG=1 chỉ dùng được với PROFILE=demo.")
    return debug


BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
STORE_EXAMPLE = "s3://ten-bucket/thu-muc?endpoint=https://may-chu:9000&region=us-east-1"


def read_file_store(
    prefix: str, folder: Path, public: Sequence[Path], env: Mapping[str, str] = os.environ
) -> dict[str, Any]:
    """A storage of files as an entry of STORAGES: `<prefix>_STORE` (S3), else `<prefix>_DIR`, else `folder`.

    `public`: folders that the web server shows to everyone; such files never lie in one of them.
    """
    url, chosen = read_text(f"{prefix}_STORE", env=env), read_text(f"{prefix}_DIR", env=env)
    if url and chosen:
        raise ImproperlyConfigured(f"{prefix}_STORE và {prefix}_DIR: chỉ đặt một trong hai.")
    if url:
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3_options(f"{prefix}_STORE", url)}
    place = Path(chosen).expanduser() if chosen else folder
    if not place.is_absolute() or (place.exists() and not place.is_dir()):
        raise ImproperlyConfigured(f"{prefix}_DIR={chosen!r}: cần đường dẫn đầy đủ của một thư mục.")
    if any(place.resolve().is_relative_to(shown.resolve()) for shown in public):
        raise ImproperlyConfigured(f"{prefix}_DIR={chosen!r}: không đặt trong thư mục tệp công khai.")
    options = {"location": place, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "plans.file_store.DurableFolder", "OPTIONS": options}


def _s3_options(name: str, url: str) -> dict[str, Any]:
    """What S3Storage needs. The keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as everywhere with S3."""
    from botocore.config import Config  # half a second that only an installation with S3 pays

    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint = asked.pop("endpoint", "")
    region = asked.pop("region", "us-east-1")
    known = parts.scheme == "s3" and BUCKET.fullmatch(parts.netloc) and not asked and not parts.fragment
    if not known or (endpoint and urlsplit(endpoint).scheme not in {"http", "https"}):
        raise ImproperlyConfigured(f"{name}={url!r}: cần dạng {STORE_EXAMPLE}.")
    return {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": endpoint or None,
        "region_name": region,
        "file_overwrite": False,
        "client_config": Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"max_attempts": 2},
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint else "auto"},
        ),
    }


def read_scanner(env: Mapping[str, str] = os.environ) -> list[str]:
    """The command that looks for viruses in evidence; empty where there is none. See plans/evidence_scanner.py."""
    command = shlex.split(read_text("EVIDENCE_SCANNER", env=env))
    if command and shutil.which(command[0]) is None:
        raise ImproperlyConfigured(f"EVIDENCE_SCANNER: không có chương trình {command[0]!r} trên máy này.")
    return command


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_EXAMPLE = "smtp+tls://tài-khoản:mật-khẩu@máy-chủ:587?from=dia-chi@don-vi.gov.vn"
MAIL_PATIENCE = 5  # seconds for each step: nobody waits for it, but one thread does
NO_MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "EMAIL_HOST": ""}


def read_email(env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Django's settings of mail from EMAIL_URL: smtp:// (plain), smtp+tls:// (STARTTLS), smtps:// (TLS at once).

    No EMAIL_URL: no mail, and EMAIL_HOST is empty. The address holds a password, so a wrong one is not repeated.
    """
    url = read_text("EMAIL_URL", env=env)
    if not url:
        return NO_MAIL
    try:
        parts, port = _split_mail(url)
        sender = _sender(parts)
    except (ValueError, ValidationError):
        raise ImproperlyConfigured(f"EMAIL_URL: cần dạng {MAIL_EXAMPLE} (smtp, smtp+tls hoặc smtps).") from None
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": MAIL_PATIENCE,
        "DEFAULT_FROM_EMAIL": sender,
    }


def _split_mail(url: str) -> tuple[SplitResult, int]:
    """The parts and the port. Raises ValueError."""
    parts = urlsplit(url)
    known = parts.scheme in MAIL_PORTS and parts.hostname and parts.path in {"", "/"} and not parts.fragment
    login = unquote(f"{parts.username or ''}{parts.password or ''}")
    if not known or bool(parts.username) != bool(parts.password) or not login.isascii():  # SMTP signs in with ASCII
        raise ValueError
    return parts, parts.port or MAIL_PORTS[parts.scheme]


def _sender(parts: SplitResult) -> str:
    """`from=`, and nothing else beside it. Raises ValueError or ValidationError."""
    asked = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
    sender = asked.pop("from", "")
    if asked:
        raise ValueError
    validate_email(sender)
    return sender


def read_site_url(profile: Profile, hosts: Sequence[str], port: int, env: Mapping[str, str] = os.environ) -> str:
    """The address that mails name, without a slash at the end; by default the first host that the site answers to."""
    url = read_text("SITE_URL", env=env).rstrip("/")
    if not url:
        host = hosts[0].removeprefix(".")
        return f"https://{host}" if profile == "https" else f"http://{host}:{port}"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"SITE_URL={url!r}: cần dạng https://ten-may-chu, không có gì phía sau.")
    return url
