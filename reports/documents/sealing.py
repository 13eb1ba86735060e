"""A file of Word or Excel without the time at which it was packed: the same material gives the same bytes."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CORE = "docProps/core.xml"
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def sealed(content: bytes, at: datetime) -> bytes:
    """The same parts in the same order, as if all were made at the moment `at`."""
    stored, moment = BytesIO(), at.astimezone(UTC)
    with ZipFile(BytesIO(content)) as found, ZipFile(stored, "w", ZIP_DEFLATED) as kept:
        for part in found.infolist():
            entry = ZipInfo(part.filename, moment.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # the same on Windows
            kept.writestr(entry, _content(found, part, moment))
    return stored.getvalue()


def _content(found: ZipFile, part: ZipInfo, moment: datetime) -> bytes:
    content = found.read(part)
    if part.filename != CORE:
        return content
    return STAMP.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<2>", content)
