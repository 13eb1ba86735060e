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


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")


def jpg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\xff\xda\x00\x02ab" + b"\xff\xd9"
