"""The paragraph styles of the report (Nghị định 30/2020/NĐ-CP, Phụ lục I: letters, sizes, spacing). Pure.

Whoever goes on writing in Word finds them in the list of styles; headings show in the navigation pane.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.documents.docx_xml import twips
from reports.spreadsheet.sheet import FONT

LETTERS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
LANGUAGE = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
FIRST_LINE = twips(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """`points` is the type size, `before` and `after` in points, `line` in lines. `level`: of a heading, from 1."""

    name: str
    points: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    line: float = 1
    first_line: int = 0
    keep_next: bool = False
    level: int = 0


# Style id → style. Word knows "heading 1" and "heading 2" by these names.
STYLES = {
    "Normal": Style(name="Normal"),
    "Heading1": Style(name="heading 1", bold=True, before=6, after=4, first_line=FIRST_LINE, keep_next=True, level=1),
    "Heading2": Style(name="heading 2", bold=True, before=4, after=4, first_line=FIRST_LINE, keep_next=True, level=2),
    "Body": Style(name="Đoạn văn", align="both", after=6, line=1.1, first_line=FIRST_LINE),
    "Last": Style(name="Đoạn cuối", align="both", after=10, line=1.1, first_line=FIRST_LINE, keep_next=True),
    "Authority": Style(name="Cơ quan ban hành", points=13, bold=True, align="center"),
    "Motto": Style(name="Quốc hiệu, tiêu ngữ", points=13, bold=True, align="center"),
    "Number": Style(name="Số văn bản", points=13, align="center", before=4),
    "Day": Style(name="Địa danh, ngày tháng", italic=True, align="center", before=4),
    "Kind": Style(name="Tên loại văn bản", bold=True, align="center", before=14),
    "Subject": Style(name="Trích yếu", bold=True, align="center"),
    "Rule": Style(name="Đường kẻ", points=2, align="center"),
    "Addressed": Style(name="Kính gửi", align="center", before=10, after=10),
    "Recipients": Style(name="Nơi nhận", points=12, bold=True, italic=True),
    "Recipient": Style(name="Nơi nhận, danh sách", points=11),
    "Signature": Style(name="Quyền hạn, chức vụ", bold=True, align="center"),
    "Signer": Style(name="Người ký", bold=True, align="center", before=66),
    "Mark": Style(name="Dấu bản nháp", bold=True, align="center", after=8),
    "FootMark": Style(name="Dấu bản nháp cuối trang", points=11, bold=True, align="center"),
    "PageNumber": Style(name="Số trang", points=13, align="center"),
    "Appendix": Style(name="Phụ lục", bold=True, align="center", keep_next=True, level=1),
    "AppendixTitle": Style(name="Tên phụ lục", bold=True, align="center", keep_next=True),
    "AttachedTo": Style(name="Kèm theo", italic=True, align="center", after=8, keep_next=True),
    "Head": Style(name="Bảng, tiêu đề cột", points=10, bold=True, align="center"),
    "Group": Style(name="Bảng, nhóm", points=10, bold=True, keep_next=True),
    "Cell": Style(name="Bảng, ô chữ", points=10),
    "Centred": Style(name="Bảng, ô giữa", points=10, align="center"),
    "End": Style(name="Hết phần", points=1),
}
OUTSIDE_THE_LIST = """
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>"""


def defaults() -> str:
    """What holds where no style says otherwise: one family of letters, Vietnamese, no space between paragraphs."""
    letters = f'<w:rPr>{LETTERS}<w:sz w:val="28"/><w:szCs w:val="28"/>{LANGUAGE}</w:rPr>'
    spacing = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    return (
        f"<w:docDefaults><w:rPrDefault>{letters}</w:rPrDefault><w:pPrDefault>{spacing}</w:pPrDefault></w:docDefaults>"
    )


def definitions() -> Iterator[str]:
    """Every style, as an element."""
    return (definition(key, style) for key, style in STYLES.items())


def definition(key: str, style: Style) -> str:
    default = ' w:default="1"' if key == "Normal" else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{style.name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph_properties(style)}</w:pPr><w:rPr>{letters_of(style)}</w:rPr></w:style>"
    )


def paragraph_properties(style: Style) -> str:
    """In the order that the schema asks for."""
    spacing = (
        f'w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" w:line="{round(style.line * 240)}"'
    )
    return "".join(
        (
            "<w:keepNext/>" * style.keep_next,
            f'<w:spacing {spacing} w:lineRule="auto"/>',
            f'<w:ind w:firstLine="{style.first_line}"/>' if style.first_line else "",
            f'<w:jc w:val="{style.align}"/>',
            f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else "",
        )
    )


def letters_of(style: Style) -> str:
    size = round(style.points * 2)
    return f'{LETTERS}{"<w:b/>" * style.bold}{"<w:i/>" * style.italic}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
