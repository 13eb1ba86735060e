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


def _name(word: str) -> bytes:
    """The pattern of a PDF name, any letter of which may be written as its code (#4A)."""
    return b"".join(b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in word.encode())


WORDS: Final = ("JavaScript", "JS", "Launch", "RichMedia")
ACTIVE: Final = re.compile(b"/(?:" + b"|".join(map(_name, WORDS)) + b")(?![A-Za-z0-9#])")
ENCRYPTED: Final = re.compile(b"/" + _name("Encrypt") + rb"\s*(?:[0-9]{1,10}\s+[0-9]{1,5}\s+R|<<)")
STREAM: Final = re.compile(rb"stream\r?\n")
HEADER: Final = 400  # of a stream: its dictionary stands right before it
MAX_UNPACKED: Final = 64 * 1024 * 1024


def refuse_pdf(name: str, content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise FileRefused(f"{name}: đuôi là .pdf nhưng bên trong không phải PDF; hãy lưu lại đúng kiểu.")
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused(f"{name}: tệp PDF bị cắt cụt; hãy chép lại tệp rồi thêm lần nữa.")
    for part in _objects(name, content):
        if ENCRYPTED.search(part):
            raise FileRefused(f"{name}: tệp PDF có khóa hoặc mật khẩu; hãy lưu lại bản không khóa.")
        if ACTIVE.search(part):
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
    begins = STREAM.search(content)
    while begins:
        ends = content.find(b"endstream", begins.end())
        if ends < 0:
            return
        yield begins.end(), ends
        begins = STREAM.search(content, ends + len(b"endstream"))


def _unpack(packed: bytes, most: int) -> bytes:
    """At most `most` bytes; what is packed in another way or damaged is read as far as it goes."""
    inflate = zlib.decompressobj()
    try:
        return inflate.decompress(packed, most)
    except zlib.error:
        return b""
