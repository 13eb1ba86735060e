"""What the log of the server says."""

import logging


class Briefly(logging.Filter):
    """A request that is refused (403, 404, 422) is a line; only a mistake of ours (500) shows where it happened."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            record.exc_info = None
        return True
