"""From the text of a document's body to the bytes of a .docx file: styles, headers, sections, properties, archive.

The same content gives the same bytes: no clock is read, and the archive's entries carry one fixed date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.documents.docx_styles import OUTSIDE_THE_LIST, defaults, definitions
from reports.documents.docx_xml import paragraph, twips

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A4 = (210, 297)  # millimetres, standing
TOP, BOTTOM, LEFT, RIGHT, OF_THE_EDGE = 20, 20, 30, 15, 10
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say
NOT_OURS = ("stylesWithEffects", "thumbnail", "customXml")  # what comes with python-docx's own template
PAGE_FIELD = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on paper of one orientation: its elements as text."""

    content: Sequence[str]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself."""

    title: str
    author: str
    day: date


def package(parts: Sequence[Part], properties: Properties, marks: str) -> bytes:
    """`marks` stand at the foot of every page; the page's number at its head, but on the first."""
    document = docx.Document()
    leave_out_what_is_not_ours(document)
    set_styles(document)
    set_properties(document, properties)
    number_pages(document, marks)
    write_body(document, parts)
    return archive(document)


def elements(text: str) -> list[Any]:
    """One parse for all: `text` is a sequence of elements."""
    return list(parse_xml(f"<w:body {nsdecls('w')}>{text}</w:body>"))


def leave_out_what_is_not_ours(document: Document) -> None:
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(NOT_OURS)]:
            del rels[key]


def set_styles(document: Document) -> None:
    """Ours instead of the template's, whose letters and colours follow its theme."""
    styles = document.styles.element
    for child in [child for child in styles if not child.tag.endswith("latentStyles")]:
        styles.remove(child)
    own = elements("".join((defaults(), *definitions(), OUTSIDE_THE_LIST)))
    styles.insert(0, own[0])
    styles.extend(own[1:])


def set_properties(document: Document, properties: Properties) -> None:
    core, day = document.core_properties, properties.day
    core.title, core.author, core.last_modified_by = (
        properties.title[:255],
        properties.author[:255],
        properties.author[:255],
    )
    core.comments, core.language = "", "vi-VN"
    core.created = core.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day, not a moment


def number_pages(document: Document, marks: str) -> None:
    """Heads and feet of the first section; the others take them over."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    number = paragraph("PageNumber").replace("</w:pPr>", f"</w:pPr>{PAGE_FIELD}")
    mark = paragraph("FootMark", marks)
    places = (
        (section.header, number),
        (section.first_page_header, paragraph("PageNumber")),
        (section.footer, mark),
        (section.first_page_footer, mark),
    )
    for place, content in places:
        place.is_linked_to_previous = False
        whole = place._element
        for child in list(whole):
            whole.remove(child)
        whole.extend(elements(content))


def write_body(document: Document, parts: Sequence[Part]) -> None:
    """A section ends in the properties of a paragraph of its own; the last one's stand at the end of the body.

    The whole body is parsed as one text in place of the template's: moving thousands of elements from one tree into
    another costs libxml2 many times more than reading them.
    """
    heads_and_feet = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{key}"/>' for kind, which, key in references(document)
    )
    content: list[str] = []
    for place, part in enumerate(parts):
        properties = section_properties(part, heads_and_feet if place == 0 else "")
        last = place == len(parts) - 1
        content += part.content
        content.append(paragraph("End") + properties if last else paragraph("End", inside=properties))
    body = f"<w:document {nsdecls('w', 'r')}><w:body>{''.join(content)}</w:body></w:document>"
    document.part._element = parse_xml(body)


def references(document: Document) -> Iterator[tuple[str, str, str]]:
    """Which head or foot (header | footer), of which pages, under which key of the package."""
    for child in document.sections[0]._sectPr:
        kind = child.tag.rpartition("}")[2].removesuffix("Reference")
        if kind in ("header", "footer"):
            yield kind, child.get(qn("w:type")), child.get(qn("r:id"))


def section_properties(part: Part, heads_and_feet: str) -> str:
    """The first section has heads and feet, and its first page its own; the others only turn the paper."""
    width, height = (twips(side) for side in (reversed(A4) if part.landscape else A4))
    margins = {"top": TOP, "right": RIGHT, "bottom": BOTTOM, "left": LEFT, "header": OF_THE_EDGE, "footer": OF_THE_EDGE}
    edges = " ".join(f'w:{name}="{twips(length)}"' for name, length in margins.items())
    turned = ' w:orient="landscape"' * part.landscape
    return (
        f'<w:sectPr>{heads_and_feet}<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {edges} w:gutter="0"/>'
        f"{'<w:titlePg/>' if heads_and_feet else ''}</w:sectPr>"
    )


def archive(document: Document) -> bytes:
    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as whole, ZipFile(fixed, "w") as ours:
        for entry in whole.infolist():
            info = ZipInfo(entry.filename, FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            ours.writestr(info, whole.read(entry))
    return fixed.getvalue()
