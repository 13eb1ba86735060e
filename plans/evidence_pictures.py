"""What a picture must be: a PNG of chunks from its first to its last byte, a JPEG of segments. Pure.

Only the frame is walked, nothing is unpacked: who sends a web page behind a picture's first bytes is refused, what
cameras, phones and scanners write passes. Source: PNG (ISO 15948) 5.3 and 5.6, JPEG (ITU-T T.81) annex B.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from plans.evidence_rules import FileRefused

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
PNG_DEPTHS: Final = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}  # by colour type
PNG_KIND: Final = re.compile(rb"[A-Za-z]{4}")
MAX_SIDE: Final = 65_535  # what a JPEG can say; a plan on A0 at 600 dots per inch has 28,087
MAX_PARTS: Final = 100_000  # chunks or segments of a file; 20 MB in the smallest that libpng writes are 2,560

JPEG_START: Final = b"\xff\xd8\xff"
SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
FRAMES: Final = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF: baseline, progressive, lossless, arithmetic
SEGMENTS: Final = set(range(0xC0, 0xFF)) - {0xC8, SOI, EOI} - set(range(0xD0, 0xD8))  # markers that a length follows
SCAN_ENDS: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # FF 00 is a byte of the scan, FF D0–D7 go on with it
FILLED: Final = re.compile(rb"\xff+")
PADDING: Final = re.compile(rb"[\x00\xff\r\n]*")
PADDING_BEFORE_PICTURE: Final = re.compile(rb"[\x00\xff\r\n]*(?=\xff\xd8\xff)")
# How Samsung's, vivo's, and OPPO's and OnePlus' blocks end; no phone of an office worker is refused for them.
MAKERS: Final = re.compile(rb"(?:SEFT|\xff{4}\x1b\*9HWfu\x84\x93\xa2\xb1|jxrs...\x00)\Z", re.DOTALL)
BOX: Final = re.compile(rb"[A-Za-z0-9 ]{4}")
TAGS: Final = "!doctype|html|head|body|script|svg|iframe|frameset|object|embed|img|form|meta|link|style|[?]php|%@"
WEB_PAGE: Final = re.compile(rf"<\s{{0,9}}(?:{TAGS})".encode(), re.IGNORECASE)


class Broken(Exception):
    """The frame of the picture breaks off or holds what no picture holds."""


class Behind(Exception):
    """Bytes that are not the picture's stand behind it."""


def refuse_png(name: str, content: bytes) -> None:
    if not content.startswith(PNG_START):
        raise FileRefused(f"{name}: đuôi là .png nhưng bên trong không phải ảnh PNG; hãy lưu lại đúng kiểu.")
    _walk(name, content, _walk_png)


def refuse_jpeg(name: str, content: bytes) -> None:
    if not content.startswith(JPEG_START):
        raise FileRefused(f"{name}: đuôi là .jpg nhưng bên trong không phải ảnh JPEG; hãy lưu lại đúng kiểu.")
    _walk(name, content, _walk_jpeg)


def _walk(name: str, content: bytes, walk: Callable[[bytes], None]) -> None:
    """Raises FileRefused in the words of what `walk` found."""
    try:
        walk(content)
    except Broken:
        raise FileRefused(f"{name}: ảnh bị hỏng hoặc bị cắt cụt; hãy chép lại tệp rồi thêm lần nữa.") from None
    except Behind:
        raise FileRefused(f"{name}: có dữ liệu lạ ở sau ảnh; hãy mở ảnh và lưu lại thành tệp mới.") from None


# --- PNG


class Chunk(NamedTuple):
    kind: bytes
    begins: int  # of its data
    length: int


def _walk_png(content: bytes) -> None:
    """IHDR first, pixels somewhere, IEND last."""
    chunks = _chunks(content)
    _look_at_header(content, next(chunks))
    pixels = False
    for chunk in chunks:
        if chunk.kind == b"IHDR":
            raise Broken
        pixels = pixels or chunk.kind == b"IDAT"
        if chunk.kind == b"IEND":
            _end_png(content, chunk, pixels=pixels)
            return


def _chunks(content: bytes) -> Iterator[Chunk]:
    """Until the picture breaks off: the reader stops at IEND."""
    at = len(PNG_START)
    for _ in range(MAX_PARTS):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        ends = at + 12 + length
        if ends > len(content) or not PNG_KIND.fullmatch(kind):
            raise Broken
        yield Chunk(kind, at + 8, length)
        at = ends
    raise Broken


def _look_at_header(content: bytes, chunk: Chunk) -> None:
    if chunk.kind != b"IHDR" or chunk.length != 13:
        raise Broken
    data = content[chunk.begins : chunk.begins + 13]
    sides = int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big")
    depth, colour, packing, filters, interlaced = data[8:]
    known = depth in PNG_DEPTHS.get(colour, ()) and packing == filters == 0 and interlaced in {0, 1}
    if not known or not all(0 < side <= MAX_SIDE for side in sides):
        raise Broken


def _end_png(content: bytes, chunk: Chunk, *, pixels: bool) -> None:
    if chunk.length or not pixels:
        raise Broken
    if chunk.begins + 4 != len(content):
        raise Behind


# --- JPEG


def _walk_jpeg(content: bytes) -> None:
    """One picture or several (a phone puts the gain map or a second view behind the first), then padding or what
    the phone adds of its own."""
    at, left = 0, iter(range(MAX_PARTS))
    while True:
        at = _walk_picture(content, at, left)
        further = PADDING_BEFORE_PICTURE.match(content, at)
        if not further:
            break
        at = further.end()
    tail = content[at:]
    if not PADDING.fullmatch(tail) and not _is_phones_own(tail):
        raise Behind


def _walk_picture(content: bytes, at: int, left: Iterator[int]) -> int:
    """From SOI to behind EOI: segments, of them a frame and then a scan. `left`: how many more may come."""
    at, framed, scanned = at + 2, False, False
    for _ in left:
        marker, at = _marker(content, at)
        if marker == EOI and scanned:
            return at
        if marker not in SEGMENTS:
            raise Broken
        begins, at = _segment(content, at)
        if marker in FRAMES:
            framed = _is_frame(content[begins:at])
        if marker == SOS:
            scanned, at = framed and _is_scan(content[begins:at]), _scan_end(content, at)
            if not scanned:
                raise Broken
    raise Broken


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """FF, as many more as the writer liked, the marker; and where it ends."""
    filled = FILLED.match(content, at)
    if not filled or filled.end() >= len(content):
        raise Broken
    return content[filled.end()], filled.end() + 1


def _segment(content: bytes, at: int) -> tuple[int, int]:
    """Where its data begin and end: the length counts its own two bytes."""
    length = int.from_bytes(content[at : at + 2], "big")
    if length < 2 or at + length > len(content):
        raise Broken
    return at + 2, at + length


def _is_frame(data: bytes) -> bool:
    """Precision, height, width, and three bytes for each of the colours."""
    if len(data) < 6 or not 1 <= data[5] <= 4 or len(data) != 6 + 3 * data[5]:
        raise Broken
    if not int.from_bytes(data[1:3], "big") or not int.from_bytes(data[3:5], "big"):
        raise Broken
    return True


def _is_scan(data: bytes) -> bool:
    return bool(data) and 1 <= data[0] <= 4 and len(data) == 4 + 2 * data[0]


def _scan_end(content: bytes, at: int) -> int:
    ends = SCAN_ENDS.search(content, at)
    if not ends:
        raise Broken
    return ends.start()


def _is_phones_own(tail: bytes) -> bool:
    """A block that ends as the phone's maker ends it, or the video of a moving picture; never a web page."""
    return not WEB_PAGE.search(tail) and (bool(MAKERS.search(tail)) or _is_video(tail))


def _is_video(tail: bytes) -> bool:
    """Boxes of MPEG-4 (ISO 14496-12), "ftyp" first, up to the last byte."""
    at = 0
    while at < len(tail) and BOX.match(tail, at + 4) and (at or tail[4:8] == b"ftyp"):
        length = int.from_bytes(tail[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(tail[at + 8 : at + 16], "big")
        if length < 8:
            return False
        at += length
    return at == len(tail) > 0
