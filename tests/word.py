"""A report's Word file as its reader has it: its paragraphs, its tables, the paper of its sections."""

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn


def opened(source: bytes | Path) -> Document:
    return docx.Document(BytesIO(source) if isinstance(source, bytes) else str(source))


def texts(document: Document) -> list[str]:
    """Every paragraph outside the tables that says something."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def letterhead(document: Document) -> list[list[str]]:
    """The cells of the first table, each with its lines."""
    return [lines(cell) for cell in document.tables[0]._tbl.iter(qn("w:tc"))]


def signature(document: Document) -> list[list[str]]:
    """Recipients, who signs."""
    return [lines(cell) for cell in document.tables[1]._tbl.iter(qn("w:tc"))]


def appendix_tables(document: Document) -> list[list[list[str]]]:
    """Table → row → cell. By elements: python-docx's own `cells` walks the table anew for each."""
    return [grid(table._tbl) for table in document.tables[2:]]


def grid(table: Any) -> list[list[str]]:
    return [["\n".join(lines(cell)) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


def lines(cell: Any) -> list[str]:
    return [said(paragraph) for paragraph in cell.iter(qn("w:p")) if said(paragraph)]


def said(paragraph: Any) -> str:
    marks = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(marks.get(part.tag, part.text or "") for part in paragraph.iter(qn("w:t"), *marks))
