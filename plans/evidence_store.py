"""Where the bytes of evidence lie (plans/file_store.py): the storage named "evidence" in the settings."""

from plans.file_store import Damaged, DurableFolder, FileStore, StoreFailed

__all__ = ["EVIDENCE", "Damaged", "EvidenceFolder", "StoreFailed", "drop", "drop_all", "put", "read"]

EVIDENCE = FileStore("evidence", "minh chứng")
EvidenceFolder = DurableFolder
put, drop, drop_all, read = EVIDENCE.put, EVIDENCE.drop, EVIDENCE.drop_all, EVIDENCE.read
