"""The report itself as a Word file, in the layout of Nghị định 30/2020/NĐ-CP, with the appendices' tables behind it.

A face of the scorecard: from the same card, signer and edits the same bytes.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from reports.documents.appendices import Appendix, appendices
from reports.documents.docx_package import A4, LEFT, RIGHT, Part, Properties, package
from reports.documents.docx_xml import cell, paragraph, row, rule, table, twips
from reports.documents.paper import COUNTRY, MOTTO, NUMBER, Paper
from reports.narrative.facts import facts_of
from reports.narrative.text import Edits, Kind, Section, narrative, paragraphs
from reports.scorecard import Scorecard
from reports.sections import SectionKey
from units.models import Leader

ACROSS = twips(A4[0] - LEFT - RIGHT)
ACROSS_LANDSCAPE = twips(A4[1] - LEFT - RIGHT)
LEFT_HEAD = twips(64)
MOTTO_WIDTH, SHORT_RULE, TITLE_RULE = twips(52), twips(22), twips(40)
STYLE_OF = {Kind.HEADING: "Heading2", Kind.ITEM: "Body", Kind.BODY: "Body"}
LETTER = 4.4  # points that a letter of a table takes on average, at 10 points
NARROWEST = 7.0  # characters of a column: "STT" stands on one line
LINES_KEPT = 18  # of a row that is never torn; a higher one may be, else it would leave half a page empty


def report_document(card: Scorecard, signer: Leader | None, edits: Edits) -> bytes:
    """The file's bytes. What is accepted or entered, and "BẢN NHÁP", follow the scorecard's scope."""
    paper = Paper(card, signer)
    letter = Part([*head(paper), *text(paper, edits), signature(paper)])
    tables = [Part(list(appendix_page(paper, appendix)), landscape=True) for appendix in appendices(paper)]
    properties = Properties(paper.subject, paper.ward_words, card.period.ends_on)
    return package([letter, *tables], properties, " · ".join(paper.marks))


def head(paper: Paper) -> Iterator[str]:
    """Marks of a draft; who issues it, left; the country, right; what it is about; to whom."""
    if paper.marks:
        yield paragraph("Mark", " · ".join(paper.marks))
    yield letterhead(paper)
    yield paragraph("Kind", "BÁO CÁO")
    yield paragraph("Subject", paper.subject)
    yield centred_rule(ACROSS, TITLE_RULE)
    yield paragraph("Addressed", paper.addressed_to)


def letterhead(paper: Paper) -> str:
    authority, ward = paper.authority
    right = ACROSS - LEFT_HEAD
    own = (
        paragraph("Authority", authority),
        paragraph("Authority", ward),
        centred_rule(LEFT_HEAD, SHORT_RULE),
        paragraph("Number", NUMBER),
    )
    country = (
        paragraph("Motto", COUNTRY),
        paragraph("Motto", MOTTO),
        centred_rule(right, MOTTO_WIDTH),
        paragraph("Day", paper.place_and_day),
    )
    return table((LEFT_HEAD, right), [row((cell(LEFT_HEAD, "".join(own)), cell(right, "".join(country))))], boxed=False)


def centred_rule(across: int, length: int) -> str:
    side = (across - length) // 2
    return rule(side, side)


def text(paper: Paper, edits: Edits) -> Iterator[str]:
    for section in narrative(facts_of(paper.card), edits):
        if section.heading:
            yield paragraph("Heading1", section.heading)
        yield from section_paragraphs(section)


def section_paragraphs(section: Section) -> Iterator[str]:
    """The report's last paragraph stays with the signature: nothing is signed on a page by itself."""
    lines = paragraphs(section.text)
    for place, line in enumerate(lines, start=1):
        last = section.key is SectionKey.CLOSING and place == len(lines)
        yield paragraph("Last" if last else STYLE_OF[line.kind], line.text)


def signature(paper: Paper) -> str:
    """Recipients, left; who signs, right; room for the hand between the office and the name."""
    half = ACROSS // 2
    recipients = [paragraph("Recipients", "Nơi nhận:")]
    recipients += [paragraph("Recipient", line) for line in paper.recipients(addressed=True)]
    signs = [paragraph("Signature", line) for line in paper.signature]
    signs.append(paragraph("Signer", paper.signer_name))
    return table(
        (half, ACROSS - half), [row((cell(half, "".join(recipients)), cell(half, "".join(signs))))], boxed=False
    )


def appendix_page(paper: Paper, appendix: Appendix) -> Iterator[str]:
    yield paragraph("Appendix", appendix.name)
    yield paragraph("AppendixTitle", appendix.title)
    yield paragraph("AttachedTo", paper.attached_to)
    yield appendix_table(appendix)


def appendix_table(appendix: Appendix) -> str:
    """The headings are repeated on each page; a heading of a group stays with its first row."""
    columns = appendix.columns
    widths = scaled([column.width for column in columns], ACROSS_LANDSCAPE)
    heads = (
        cell(width, paragraph("Head", column.header), centred=True)
        for width, column in zip(widths, columns, strict=True)
    )
    styles = ["Centred" if column.centred else "Cell" for column in columns]
    return table(
        widths,
        (row(heads, header=True), *(line_of(appendix, line, widths, styles) for line in appendix.rows)),
        boxed=True,
    )


def line_of(appendix: Appendix, line: object, widths: Sequence[int], styles: Sequence[str]) -> str:
    if isinstance(line, str):
        return row((cell(sum(widths), paragraph("Group", line), span=len(widths)),))
    texts = appendix.texts(line)
    cells = (cell(width, paragraph(style, words)) for width, style, words in zip(widths, styles, texts, strict=True))
    return row(cells, whole=lines_of(texts, widths) <= LINES_KEPT)


def lines_of(texts: Sequence[str], widths: Sequence[int]) -> float:
    """About how many lines high a row is."""
    return max(len(words) * LETTER * 20 / width + words.count("\n") for words, width in zip(texts, widths, strict=True))


def scaled(widths: Sequence[float], across: int) -> list[int]:
    """In the same proportions, together exactly `across`."""
    edges = [0, *accumulate(max(width, NARROWEST) for width in widths)]
    places = [round(across * edge / edges[-1]) for edge in edges]
    return [right - left for left, right in pairwise(places)]
