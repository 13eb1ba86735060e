"""The environment, read once and loudly: a wrong value stops the start with a sentence."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast, get_args

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

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
