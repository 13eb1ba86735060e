"""What a PDF must not be: cut short, locked with a password, or carrying scripts.

Scripts (JavaScript, Launch, RichMedia) are refused: a document of an office needs none, and the file is opened on
other people's computers; "in thành PDF" gives a clean one. OpenAction alone is harmless and common (the page at which
to open), so it is accepted. Objects are read where they stand in plain text and in Flate-packed object streams; who
hides a script deeper is caught by the virus scanner or not at all.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from plans.evidence_rules import FileRefused

ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(?:[0-9]+\s+[0-9]+\s+R|<<)")
ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)(?![A-Za-z0-9])")
HEADER: Final = 400  # of a stream: its dictionary stands right before it
MAX_UNPACKED: Final = 64 * 1024 * 1024


def refuse_pdf(name: str, content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise FileRefused(f"{name}: đuôi là .pdf nhưng bên trong không phải PDF; hãy lưu lại đúng kiểu.")
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused(f"{name}: tệp PDF bị cắt cụt; hãy chép lại tệp rồi thêm lần nữa.")
    for part in _objects(name, content):
        plain = ESCAPED.sub(lambda hit: bytes([int(hit[1], 16)]), part)
        if ENCRYPTED.search(plain):
            raise FileRefused(f"{name}: tệp PDF có khóa hoặc mật khẩu; hãy lưu lại bản không khóa.")
        if ACTIVE.search(plain):
            raise FileRefused(f"{name}: tệp PDF có mã lệnh chạy kèm; hãy in lại thành PDF rồi thêm bản in.")


def _objects(name: str, content: bytes) -> Iterator[bytes]:
    """The parts between the streams, and each packed bundle of objects. One pass, whatever the file holds."""
    at, left = 0, MAX_UNPACKED
    for begins, ends in _streams(content):
        before, at = content[at:begins], ends
        yield before
        if b"/ObjStm" in before[-HEADER:]:
            unpacked = _unpack(content[begins:ends].lstrip(b"\r\n"), left)
            left -= len(unpacked)
            if left <= 0:
                raise FileRefused(f"{name}: tệp PDF quá lớn khi mở ra; hãy in lại thành PDF rồi thêm bản in.")
            yield unpacked
    yield content[at:]


def _streams(content: bytes) -> Iterator[tuple[int, int]]:
    """Where each stream's bytes begin and end."""
    at = content.find(b"stream")
    while at >= 0:
        at += len(b"stream")
        if content[at : at + 1] in (b"\r", b"\n"):
            ends = content.find(b"endstream", at)
            if ends < 0:
                return
            yield at, ends
            at = ends + len(b"endstream")
        at = content.find(b"stream", at)


def _unpack(packed: bytes, most: int) -> bytes:
    """At most `most` bytes; what is packed in another way or damaged is read as far as it goes."""
    inflate = zlib.decompressobj()
    try:
        return inflate.decompress(packed, most)
    except zlib.error:
        return b""
