"""What a receipt holds and how its check code is made. Pure: no framework, no database."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

GROUP: Final = 4
GROUPS: Final = 3


def receipt_content(
    *,
    unit: str,
    period: str,
    by: str,
    on_behalf: bool,
    at: datetime,
    due: datetime,
    rows: Iterable[tuple[str, str, str]],
    evidence: Mapping[str, Sequence[str]] = MappingProxyType({}),
    confirmed_by: str = "",
    asked_at: datetime | None = None,
    paper: str = "",
    first_sent: datetime | None = None,
) -> dict[str, Any]:
    """Plain JSON: who sent what when, and when it was due by the calendar of that moment.

    `rows` are (code, name, what was said in words), in printed order. Receipts of the first days have no "hạn gửi".
    Where the unit's head confirmed: who, and when the officer had asked. `paper`: what a unit sent on paper and the
    coordinator entered. `first_sent`: where every row had been sent before, when the last of them was. `evidence`:
    code → names of what was on the row; rows without any, and all of the first receipts, say nothing of it.
    """
    extras = {
        "người xác nhận": confirmed_by,
        "trình lúc": asked_at.isoformat() if asked_at else "",
        "bản giấy": paper,
        "gửi lần đầu": first_sent.isoformat() if first_sent else "",
    }
    return {name: text for name, text in extras.items() if text} | {
        "đơn vị": unit,
        "kỳ": period,
        "người gửi": by,
        "nhập thay": on_behalf,
        "gửi lúc": at.isoformat(),
        "hạn gửi": due.isoformat(),
        "dòng": [_row(*row, evidence.get(row[0], ())) for row in rows],
    }


def _row(code: str, name: str, words: str, evidence: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"mã": code, "tên": name, "nội dung": words}
    return row | {"minh chứng": list(evidence)} if evidence else row


def check_code(content: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits of the content's SHA-256, "3F9A-07C2-E51B"; the order of keys does not matter."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digits = sha256(canonical.encode()).hexdigest()[: GROUP * GROUPS].upper()
    return "-".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))


def code_as_typed(typed: str) -> str:
    """The code that somebody reads off a paper: without regard to case, spaces and dashes."""
    digits = "".join(sign for sign in typed.upper() if sign.isalnum())
    return "-".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
