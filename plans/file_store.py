"""Where the bytes of files lie that rows name: a storage of the settings, a folder or an S3-compatible store.

A file is written under a random name before its row is. A process that dies between the two leaves a file without a
row, never a row without a file; `strays` finds it, and the command of each store takes it away.
"""

import logging
import os
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

logger = logging.getLogger(__name__)
YOUNG = timedelta(hours=1)  # such a file may belong to a row that is just being written


class StoreFailed(Exception):
    """The store did not answer or had no room. `sentence` is for the user, the log has the cause."""

    def __init__(self, called: str) -> None:
        super().__init__(called)
        self.sentence = (
            f"Kho {called} đang không ghi hoặc đọc được; hãy thử lại sau ít phút, nếu vẫn lỗi thì báo quản trị."
        )


class Damaged(Exception):
    """The stored bytes are gone or are not the ones that were taken in."""

    sentence = (
        "Tệp trong kho không còn đúng như lúc thêm vào nên không tải về được; hãy báo quản trị để lấy lại bản sao lưu."
    )


class DurableFolder(FileSystemStorage):
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


class FileStore:
    """The storage of that name in the settings. `called`: the Vietnamese word for what lies in it."""

    def __init__(self, alias: str, called: str) -> None:
        self.alias, self.called = alias, called

    @property
    def storage(self) -> Storage:
        return storages[self.alias]

    def put(self, content: bytes) -> str:
        """Keep the bytes under a random name, which is returned. Raises StoreFailed; then nothing is left behind."""
        name = token_hex(20)
        try:
            return self.storage.save(name, ContentFile(content))
        except Exception as error:  # whatever a disk or another machine may raise, the user gets a sentence
            logger.exception("a file could not be stored in %s", self.alias)
            self.drop(name)
            raise StoreFailed(self.called) from error

    def drop(self, name: str) -> None:
        """Take a file away that no row names. What cannot be taken away now is found among the strays."""
        try:
            self.storage.delete(name)
        except Exception:  # as above
            logger.exception("stored file %s could not be deleted", name)

    def drop_all(self, names: Iterable[str]) -> None:
        for name in names:
            self.drop(name)

    def read(self, name: str, *, size: int, digest: str) -> bytes:
        """The bytes as they were taken in. Raises Damaged where they are not, StoreFailed where nothing can be said."""
        try:
            with self.storage.open(name) as file:
                content = bytes(file.read(size + 1))
        except FileNotFoundError as error:
            logger.exception("stored file %s is missing", name)
            raise Damaged from error
        except Exception as error:  # as above
            logger.exception("stored file %s could not be read", name)
            raise StoreFailed(self.called) from error
        if sha256(content).hexdigest() != digest:
            logger.error("stored file %s is not what was taken in: %s bytes, expected %s", name, len(content), size)
            raise Damaged
        return content

    def strays(self, known: Collection[str], now: datetime) -> list[str]:
        """Files that no row names (`known`: the names that rows have); the young ones are left out.

        Raises StoreFailed.
        """
        return [name for name in self._names() if name not in known and self._is_old(name, now)]

    def _is_old(self, name: str, now: datetime) -> bool:
        try:
            return self.storage.get_modified_time(name) < now - YOUNG
        except Exception as error:  # as above
            logger.exception("the store %s could not be listed", self.alias)
            raise StoreFailed(self.called) from error

    def _names(self) -> list[str]:
        try:
            return sorted(self.storage.listdir("")[1])
        except FileNotFoundError:  # a folder is made with its first file
            return []
        except Exception as error:  # as above
            logger.exception("the store %s could not be listed", self.alias)
            raise StoreFailed(self.called) from error
