"""Small real files for tests: what an officer would bring as evidence, and parts to build hostile ones from."""

import io
import zipfile
import zlib

from openpyxl import Workbook

CONTENT_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"'
    b' Target="http://vi-du.vn/mau.dotm" TargetMode="External"/></Relationships>'
)


def pdf(*objects: bytes, words: str = "Biên bản") -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, text) for at, text in enumerate(objects, 2))
    catalog = b"1 0 obj\n<< /Type /Catalog /OpenAction [2 0 R /Fit] >>\nendobj\n"
    return (
        b"%PDF-1.7\n%" + words.encode() + b"\n" + catalog + body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def packed_objects(text: bytes) -> bytes:
    packed = zlib.compress(text)
    return b"<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


def archive(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx(extra: dict[str, bytes] | None = None) -> bytes:
    parts = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<w:document/>"}
    return archive(parts | (extra or {}))


def xlsx(extra: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    book = Workbook()
    book.worksheets[0]["A1"] = "43/45 trường"
    book.save(buffer)
    with zipfile.ZipFile(buffer, "a") as file:
        for name, content in (extra or {}).items():
            file.writestr(name, content)
    return buffer.getvalue()


PNG_START = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png_header(wide: int = 1, high: int = 1, *, depth: int = 8, colour: int = 0, interlaced: int = 0) -> bytes:
    sides = wide.to_bytes(4, "big") + high.to_bytes(4, "big")
    return chunk(b"IHDR", sides + bytes([depth, colour, 0, 0, interlaced]))


def png(*extra: bytes, header: bytes = b"", pixels: bytes = b"") -> bytes:
    """`extra`: chunks before the pixels."""
    parts = [header or png_header(), *extra, pixels or chunk(b"IDAT", zlib.compress(b"\x00\x00")), chunk(b"IEND")]
    return PNG_START + b"".join(parts)


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


JFIF = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
TABLES = segment(0xDB, bytes(65)) + segment(0xC4, bytes(20))


def jpeg_frame(wide: int = 1, high: int = 1, *, marker: int = 0xC0, colours: int = 1) -> bytes:
    sides = high.to_bytes(2, "big") + wide.to_bytes(2, "big")
    return segment(marker, b"\x08" + sides + bytes([colours]) + bytes([1, 0x11, 0]) * colours)


def jpeg_scan(data: bytes = b"ab\xff\x00c\xff\xd0d", *, colours: int = 1) -> bytes:
    return segment(0xDA, bytes([colours]) + b"\x01\x00" * colours + b"\x00\x3f\x00") + data


def jpg(*parts: bytes) -> bytes:
    """`parts`: the segments and scans of the picture."""
    return b"\xff\xd8" + b"".join(parts or (JFIF, TABLES, jpeg_frame(), jpeg_scan())) + b"\xff\xd9"
