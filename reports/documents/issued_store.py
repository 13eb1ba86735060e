"""Where the bytes of issued reports lie: the storage named "issued" in the settings, beside no other files."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.db import DatabaseError

from plans.file_store import FileStore
from reports.models import IssuedFile

ISSUED = FileStore("issued", "báo cáo đã phát hành")
logger = logging.getLogger(__name__)


@contextmanager
def in_store(contents: Mapping[str, bytes]) -> Iterator[dict[str, dict[str, Any]]]:
    """Keep the files; gives of each the columns that name its bytes.

    To be entered outside the transaction that writes the rows. Where the block fails, or its rows were not needed,
    the files go again. Raises StoreFailed; then none of them is left.
    """
    kept: dict[str, dict[str, Any]] = {}
    try:
        for name, content in contents.items():
            kept[name] = {"stored_name": ISSUED.put(content)} | columns_of(content)
        yield kept
    finally:
        _drop_unnamed([columns["stored_name"] for columns in kept.values()])


def columns_of(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": sha256(content).hexdigest()}


def _drop_unnamed(names: list[str]) -> None:
    """A connection that broke while it committed may have committed: where the rows cannot be asked, the files stay
    and are found among the strays (verify_reports)."""
    try:
        named = set(IssuedFile.objects.filter(stored_name__in=names).values_list("stored_name", flat=True))
    except DatabaseError:
        logger.exception("whether files of an issued report are needed could not be asked: %s", names)
        return
    ISSUED.drop_all(name for name in names if name not in named)


def read_file(file: IssuedFile) -> bytes:
    """The bytes as they were issued. Raises Damaged, StoreFailed."""
    return ISSUED.read(file.stored_name, size=file.size, digest=file.sha256)
