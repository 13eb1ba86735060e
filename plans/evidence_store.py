"""Where the bytes of evidence lie: the storage named "evidence" in the settings, a folder or an S3-compatible store.

A file is written under a random name before its row is. A process that dies between the two leaves a file without a
row, never a row without a file; `manage.py check_evidence --clean` finds it.
"""

import logging
import os
from collections.abc import Iterable
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

logger = logging.getLogger(__name__)


class StoreFailed(Exception):
    """The store did not answer or had no room. `sentence` is for the user, the log has the cause."""

    sentence = "Kho minh chứng đang không ghi hoặc đọc được; hãy thử lại sau ít phút, nếu vẫn lỗi thì báo quản trị."


class Damaged(Exception):
    """The stored bytes are gone or are not the ones that were taken in."""

    sentence = (
        "Tệp trong kho không còn đúng như lúc thêm vào nên không tải về được; hãy báo quản trị để lấy lại bản sao lưu."
    )


class EvidenceFolder(FileSystemStorage):
    """A folder outside static. What was acknowledged is on the disk, not only in the system's memory."""

    def _save(self, name: str, content: Any) -> str:
        saved = str(super()._save(name, content))  # type: ignore[misc]  # django-stubs leaves it out
        _flush(self.path(saved))
        if os.name == "posix":  # Windows does not open folders
            _flush(os.path.dirname(self.path(saved)))
        return saved


def _flush(path: str) -> None:
    handle = os.open(path, os.O_RDONLY if os.path.isdir(path) else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def store() -> Storage:
    return storages["evidence"]


def put(content: bytes) -> str:
    """Keep the bytes under a random name, which is returned. Raises StoreFailed; then nothing is left behind."""
    name = token_hex(20)
    try:
        return store().save(name, ContentFile(content))
    except Exception as error:  # whatever a disk or another machine may raise, the officer gets a sentence
        logger.exception("evidence could not be stored")
        drop(name)
        raise StoreFailed from error


def drop(name: str) -> None:
    """Take a file away that no row names. What cannot be taken away now is found by check_evidence."""
    try:
        store().delete(name)
    except Exception:  # as above
        logger.exception("stored file %s could not be deleted", name)


def drop_all(names: Iterable[str]) -> None:
    for name in names:
        drop(name)


def read(name: str, *, size: int, digest: str) -> bytes:
    """The bytes as they were taken in. Raises Damaged where they are not, StoreFailed where nothing can be said."""
    try:
        with store().open(name) as file:
            content = bytes(file.read(size + 1))
    except FileNotFoundError as error:
        logger.exception("evidence file %s is missing", name)
        raise Damaged from error
    except Exception as error:  # as above
        logger.exception("evidence file %s could not be read", name)
        raise StoreFailed from error
    if sha256(content).hexdigest() != digest:
        logger.error("evidence file %s is not what was taken in: %s bytes, expected %s", name, len(content), size)
        raise Damaged
    return content


def names() -> list[str]:
    """Every file in the store. Raises StoreFailed."""
    try:
        return sorted(store().listdir("")[1])
    except FileNotFoundError:  # a folder is made with its first file
        return []
    except Exception as error:  # as above
        logger.exception("the store could not be listed")
        raise StoreFailed from error
