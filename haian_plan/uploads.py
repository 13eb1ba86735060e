"""How much of an uploaded file is kept at all: enough to see that it is too big, never enough to fill the disk."""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from plans.evidence_scan import MAX_BYTES


class NoMoreThanNeeded(FileUploadHandler):
    """First of the handlers: passes a file on until it is larger than any that is taken in, and drops the rest.

    The form then sees a file that is too big and says so in its sentence; what came with it stays.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return None
