"""Who carries the outbox away after a commit: one thread of the process, so that no answer waits for a mail server.

What it does not get rid of (server away, process ended) goes out with the timer (`manage.py send_reminders`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Thread

from django.db import Error, connections
from django.utils import timezone

from units.mail import deliver

logger = logging.getLogger(__name__)


class Postman:
    """`call` returns at once. Calls while a round runs make one more round, never a second thread."""

    def __init__(self) -> None:
        self._change = Condition()
        self._running = self._called = self._stays = False

    def call(self) -> None:
        with self._change:
            self._called = True
            if self._running or self._stays:
                return
            self._running = True
        Thread(target=self._rounds, name="postman", daemon=True).start()

    @contextmanager
    def stays(self) -> Iterator[None]:
        """For a command, which carries the outbox away itself: its process may end before a thread is through."""
        self._stays = True
        try:
            yield
        finally:
            self._stays = self._called = False

    def rest(self, timeout: float) -> bool:
        """Wait until no round runs; whether that came within `timeout` seconds."""
        with self._change:
            return self._change.wait_for(lambda: not self._running, timeout)

    def _rounds(self) -> None:
        while self._called_again():
            try:
                deliver(timezone.now())
            except Error as error:
                logger.warning("outbox: %s", error)  # the database is away: the timer finds the mails there
            except Exception:  # a mistake of ours ends this round, and not the mails of every day to come
                logger.exception("outbox")
            finally:
                connections.close_all()

    def _called_again(self) -> bool:
        with self._change:
            again, self._called = self._called, False
            self._running = again
            self._change.notify_all()
            return again


postman = Postman()
