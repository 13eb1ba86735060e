"""WordprocessingML as text: paragraphs, tables, sections. Pure; what it writes is parsed once, by docx_package.py.

python-docx finds a table cell by walking the table, so that a table of n cells costs n² steps; here each is one string.
Lengths are twips (1/20 point); 1 mm is 56.7.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from reports.spreadsheet.sheet import safe_text

MM = 56.6929
EMPTY = "<w:p/>"


def twips(millimetres: float) -> int:
    return round(millimetres * MM)


def run(text: str) -> str:
    """One run; line ends become breaks. What XML has no place for is left out."""
    if not text:
        return ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in safe_text(text).split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def paragraph(style: str, text: str = "", inside: str = "") -> str:
    """A paragraph in one of docx_styles.STYLES; `inside`: what its properties hold besides."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{inside}</w:pPr>{run(text)}</w:p>'


def rule(indent_left: int, indent_right: int) -> str:
    """A line across what the indents leave, under the paragraph before it."""
    border = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>'
    return paragraph("Rule", "", f'{border}<w:ind w:left="{indent_left}" w:right="{indent_right}"/>')


def table(widths: Sequence[int], rows: Iterable[str], *, boxed: bool) -> str:
    """`widths` of the columns; `rows` as `row` writes them."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    side = twips(1) if boxed else 0
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"{f'<w:tblBorders>{lines}</w:tblBorders>' if boxed else ''}"
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(cells: Iterable[str], *, header: bool = False, whole: bool = True) -> str:
    """`header`: repeated on each page. `whole`: never torn between two pages."""
    marks = f"{'<w:cantSplit/>' * whole}{'<w:tblHeader/>' * header}"
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{''.join(cells)}</w:tr>"


def cell(width: int, content: str, *, span: int = 1, centred: bool = False) -> str:
    """`content`: one or more paragraphs. `centred`: from top to bottom."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    middle = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{middle}</w:tcPr>{content}</w:tc>'
