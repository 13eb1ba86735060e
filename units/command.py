"""The voice of the command line: exit status 0, or 1 with one Vietnamese line per problem on stderr."""

import errno
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from types import MappingProxyType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

# What a person can do something about; the system's own words are English.
CAUSES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: "không có thư mục này",
        errno.ENOTDIR: "không phải là thư mục",
        errno.EISDIR: "đó là một thư mục",
        errno.EACCES: "không có quyền ghi",
        errno.EPERM: "không có quyền ghi",
        errno.EROFS: "ổ đĩa chỉ cho đọc",
        errno.ENOSPC: "ổ đĩa đã đầy",
        errno.EDQUOT: "ổ đĩa đã đầy",
        errno.ENAMETOOLONG: "tên quá dài",
    }
)


# The same where a file was to be read.
READING: Mapping[int, str] = MappingProxyType(
    {
        **CAUSES,
        errno.ENOENT: "không có tệp này",
        errno.EACCES: "không có quyền đọc",
        errno.EPERM: "không có quyền đọc",
    }
)


def cause(error: OSError, causes: Mapping[int, str] = CAUSES) -> str:
    """Why the system refused, for the end of a sentence."""
    return causes.get(error.errno or 0, f"lỗi hệ thống số {error.errno}")


def unreadable(name: str, error: OSError) -> str:
    """The sentence for a file that the system does not let be read."""
    return f"{name}: không đọc được tệp ({cause(error, READING)})."


@contextmanager
def telling(words: str, say: Callable[[str], object] | None, every: float = 2.0) -> Iterator[None]:
    """Says what is going on, and every so many seconds of long work that it still goes on; None says nothing."""
    if say is None:
        yield
        return
    done, begun = Event(), monotonic()
    say(words)

    def tell() -> None:
        while not done.wait(every):
            say(f"  … vẫn đang làm, đã {monotonic() - begun:.0f} giây")

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


class SpokenCommand(BaseCommand):
    """A command whose problems stand on stderr as they are, without the name of a Python class before them."""

    _called_from_command_line: bool  # Django's own; call_command leaves it False

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except CommandError as problem:
            if not self._called_from_command_line or options.get("traceback"):
                raise
            self.stderr.write(str(problem))
            sys.exit(problem.returncode)
