"""Workbooks that nobody should send, each made from its bare parts; what the reader of the sentence is told."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import NamedTuple

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET, STRINGS, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
LINKS, TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Bad(NamedTuple):
    """`said`: words of the one sentence that refuses it."""

    content: bytes
    said: str
    name: str = "so-lieu.xlsx"


def text(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


HEAD = row(1, text("A1", "chi_tieu"), text("B1", "gia_tri"))
GOOD = row(2, text("A2", "PL1.6"), '<c r="B2"><v>1.2</v></c>')


def sheet(rows: str = HEAD + GOOD, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def value(cell: str) -> str:
    """The table with one odd cell under gia_tri."""
    return sheet(HEAD + row(2, text("A2", "PL1.6"), cell))


def sheets(*names_and_states: tuple[str, str]) -> str:
    entries = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state) in enumerate(names_and_states, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>'


def links(*targets: str) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for number, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def types(more: str = "") -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{BOOK}" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/{STRINGS}" ContentType="{KIND}.sharedStrings+xml"/>{more}</Types>'
    )


def styles(formats: str = '<xf numFmtId="0"/><xf numFmtId="14"/>', *, before: str = "") -> str:
    return f'<styleSheet xmlns="{MAIN}">{before}<cellXfs>{formats}</cellXfs></styleSheet>'


def strings(items: str) -> str:
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def parts(**_: object) -> dict[str, str | bytes | None]:
    return {
        TYPES: types(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>',
        BOOK: sheets(("Số liệu", "visible")),
        LINKS: links("worksheets/sheet1.xml"),
        STYLES: styles(),
        STRINGS: strings("<si><t>PL1.6</t></si>"),
        SHEET: sheet(),
    }


def book(changes: dict[str, str | bytes | None] | None = None, *, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good workbook with some parts changed, added, or (None) left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", way) as archive:
        for name, content in (parts() | (changes or {})).items():
            if content is not None:
                archive.writestr(name, content)
    return packed.getvalue()


def with_flag(content: bytes, flag: int) -> bytes:
    """Every entry marked in the zip's own headers (1: locked by a password)."""
    out = bytearray(content)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(sign)
        while at >= 0:
            struct.pack_into("<H", out, at + offset, flag)
            at = out.find(sign, at + 4)
    return bytes(out)


def twice(name: str) -> bytes:
    packed = io.BytesIO(book())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.NameToInfo.clear()
        archive.writestr(name, sheet(HEAD + row(2, text("A2", "PL1.6"), '<c r="B2"><v>99</v></c>')))
    return packed.getvalue()


def laughs() -> str:
    jokes = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE t [<!ENTITY l0 "ha">{jokes}]>' + sheet(HEAD + row(2, text("A2", "&l9;")))


LARGE, BROKEN, FOREIGN = "quá lớn khi mở ra", "tệp hỏng", "đây không phải là sổ tính Excel"
XML = "phần XML không được phép"

# Each is made when it is asked for: some take a second and megabytes.
KINDS: dict[str, Callable[[], Bad]] = {
    # --- not what the name says
    "a web page": lambda: Bad(b"<html><table><tr><td>1,2</td></tr></table></html>", "trang web (HTML)"),
    "a web page after a mark": lambda: Bad(b"\xef\xbb\xbf\r\n <!DOCTYPE html><p>1,2", "trang web (HTML)"),
    "old Excel": lambda: Bad(OLE + bytes(2000), "tệp Excel kiểu cũ (.xls)"),
    "locked by a password": lambda: Bad(OLE + "EncryptedPackage".encode("utf-16-le"), "tệp có mật khẩu"),
    "csv": lambda: Bad(b"chi_tieu,gia_tri\nPL1.6,1.2\n", FOREIGN),
    "nothing": lambda: Bad(b"", "tệp rỗng"),
    "a picture": lambda: Bad(b"\x89PNG\r\n\x1a\n" + bytes(100), FOREIGN),
    "a Word file": lambda: Bad(book({BOOK: None, "word/document.xml": "<document/>"}), FOREIGN),
    "an OpenDocument sheet": lambda: Bad(book({BOOK: None, "content.xml": "<office/>"}), FOREIGN),
    "a binary workbook": lambda: Bad(book({BOOK: None, "xl/workbook.bin": b"\x83\x01"}), FOREIGN),
    "a zip in a zip": lambda: Bad(book(dict.fromkeys(parts()) | {"so-lieu.xlsx": book()}), FOREIGN),
    "macros": lambda: Bad(book({"xl/vbaProject.bin": OLE}), "sổ tính có macro"),
    "macros in capitals": lambda: Bad(book({"xl/VBAPROJECT.BIN": OLE}), "sổ tính có macro"),
    "macros of old": lambda: Bad(book({"xl/macrosheets/sheet1.xml": "<macrosheet/>"}), "sổ tính có macro"),
    "an .xlsm": lambda: Bad(book(), "sổ tính có macro (.xlsm)", "so-lieu.xlsm"),
    "strict": lambda: Bad(
        book({BOOK: sheets(("A", "visible")).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")}),
        "Strict Open XML",
    ),
    # --- a zip that is no good
    "cut in the middle": lambda: Bad(book()[:-200], BROKEN),
    "only its first bytes": lambda: Bad(b"PK\x03\x04", BROKEN),
    "a part damaged": lambda: Bad(book(way=zipfile.ZIP_STORED).replace(b"gia_tri", b"gia_trX"), BROKEN),
    "locked parts": lambda: Bad(with_flag(book(), 1), BROKEN),
    "an odd way of packing": lambda: Bad(book(way=zipfile.ZIP_LZMA), BROKEN),
    "one part twice": lambda: Bad(twice(SHEET), BROKEN),
    "without its sheet": lambda: Bad(book({SHEET: None}), "không có trang tính nào"),
    "without its links": lambda: Bad(book({LINKS: None}), BROKEN),
    "without its types": lambda: Bad(book({TYPES: None}), BROKEN),
    "without its styles, cells that have one": lambda: Bad(
        book({STYLES: None, SHEET: value('<c r="B2" s="7"><v>1</v></c>')}), BROKEN
    ),
    # --- too much
    "five megabytes": lambda: Bad(book({"xl/media/a.bin": bytes(range(256)) * 30_000}, way=0), "lớn hơn 5 MB"),
    "a bomb": lambda: Bad(book({SHEET: sheet(" " * 24_000_000)}), LARGE),
    "a bomb of many parts": lambda: Bad(book({f"xl/media/{n}.bin": bytes(1_000_000) for n in range(27)}), LARGE),
    "501 parts": lambda: Bad(book({f"xl/media/{n}.bin": b"" for n in range(501)}), LARGE),
    "a million empty rows": lambda: Bad(book({SHEET: sheet(HEAD + GOOD + "<row/>" * 1_000_000)}), LARGE),
    "a million empty cells": lambda: Bad(book({SHEET: sheet(HEAD + f"<row>{'<c/>' * 1_000_000}</row>")}), LARGE),
    "a million strings": lambda: Bad(book({STRINGS: strings("<si><t/></si>" * 300_000)}), LARGE),
    "a million styles": lambda: Bad(book({STYLES: styles("<xf/>" * 300_000)}), LARGE),
    "names without end": lambda: Bad(
        book(
            {
                BOOK: sheets(("A", "visible")).replace(
                    "</workbook>",
                    f"<definedNames>{'<definedName/>' * 100_000}</definedNames></workbook>",
                )
            }
        ),
        LARGE,
    ),
    "one sheet a thousand times": lambda: Bad(
        book({BOOK: sheets(*[(f"A{n}", "visible") for n in range(1000)]), SHEET: sheet(HEAD + "<row/>" * 100_000)}),
        LARGE,
    ),
    "rules without end": lambda: Bad(
        book({SHEET: sheet(before='<conditionalFormatting sqref="A1"/>' * 20_500)}), "đọc quá lâu"
    ),
    "a cell in the last corner": lambda: Bad(
        book({SHEET: sheet(HEAD + row(1048576, text("XFD1048576", "x")))}), "có dữ liệu ở hàng 1048576"
    ),
    "a cell far to the right": lambda: Bad(
        book({SHEET: sheet(row(1, text("A1", "chi_tieu"), text("XFD1", "x")))}), "ngoài cột thứ 100"
    ),
    "5001 rows": lambda: Bad(
        book({SHEET: sheet("".join(row(n, text(f"A{n}", "PL1.6")) for n in range(1, 5002)))}), "quá mức 5000 hàng"
    ),
    # --- XML that is none
    "laughs": lambda: Bad(book({SHEET: laughs()}), XML),
    "laughs behind a long remark": lambda: Bad(book({SHEET: f"<!--{' ' * 9000}-->" + laughs()}), XML),
    "laughs in UTF-16": lambda: Bad(book({SHEET: laughs().encode("utf-16")}), XML),
    "a file of the server": lambda: Bad(
        book({STRINGS: '<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + strings("<si><t>&e;</t></si>")}), XML
    ),
    "another encoding": lambda: Bad(book({SHEET: '<?xml version="1.0" encoding="utf-7"?>' + sheet()}), XML),
    "a sheet cut off": lambda: Bad(book({SHEET: sheet()[:-30]}), BROKEN),
    "a workbook cut off": lambda: Bad(book({BOOK: sheets(("A", "visible"))[:-20]}), BROKEN),
    "strings cut off": lambda: Bad(book({STRINGS: strings("<si>")}), BROKEN),
    "a control character": lambda: Bad(book({SHEET: sheet(HEAD + row(2, text("A2", "PL1.6\x01")))}), BROKEN),
    "a control character in disguise": lambda: Bad(book({SHEET: sheet(HEAD + row(2, text("A2", "&#1;")))}), BROKEN),
    # --- a sheet that lies
    "a string that is not there": lambda: Bad(book({SHEET: value('<c r="B2" t="s"><v>99</v></c>')}), BROKEN),
    "a string of no number": lambda: Bad(book({SHEET: value('<c r="B2" t="s"><v>x</v></c>')}), BROKEN),
    "a style that is not there": lambda: Bad(book({SHEET: value('<c r="B2" s="999"><v>1</v></c>')}), BROKEN),
    "a row before the first": lambda: Bad(book({SHEET: sheet(HEAD + row(-1, text("A2", "PL1.6")))}), BROKEN),
    "rows out of order": lambda: Bad(book({SHEET: sheet(GOOD + HEAD)}), BROKEN),
    "one row twice": lambda: Bad(book({SHEET: sheet(HEAD + GOOD + GOOD)}), BROKEN),
    "one cell twice": lambda: Bad(book({SHEET: sheet(HEAD + row(2, *[text("B2", "1")] * 2))}), BROKEN),
    "a cell of another row": lambda: Bad(book({SHEET: sheet(HEAD + row(2, text("A7", "PL1.6")))}), BROKEN),
    "a cell of no place": lambda: Bad(book({SHEET: sheet(HEAD + row(2, text("?", "PL1.6")))}), BROKEN),
    "merged headings": lambda: Bad(
        book({SHEET: sheet(after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')}), "có ô gộp (A1:B1)"
    ),
    "hidden rows": lambda: Bad(
        book({SHEET: sheet(HEAD + row(2, text("A2", "PL1.6"), more=' hidden="1"'))}), "có hàng đang ẩn (2)"
    ),
    "rows without height": lambda: Bad(
        book({SHEET: sheet(HEAD + row(2, text("A2", "PL1.6"), more=' ht="0" customHeight="1"'))}), "có hàng đang ẩn (2)"
    ),
    "a hidden column": lambda: Bad(
        book({SHEET: sheet(before='<cols><col min="2" max="2" hidden="1"/></cols>')}), "có cột đang ẩn"
    ),
    "only a hidden sheet": lambda: Bad(book({BOOK: sheets(("A", "veryHidden"))}), "không có trang tính nào"),
    "an empty sheet": lambda: Bad(book({SHEET: sheet("")}), "không có ô nào được ghi"),
    # --- a table that does not fit
    "headings missing": lambda: Bad(book({SHEET: sheet(row(1, text("A1", "PL1.6")))}), "thiếu cột"),
    "headings twice": lambda: Bad(
        book({SHEET: sheet(row(1, text("A1", "chi_tieu"), text("B1", "gia_tri"), text("C1", "Gia_tri")))}),
        "có hai lần",
    ),
    "a title above the headings": lambda: Bad(
        book(
            {SHEET: sheet(row(1, text("A1", "BIỂU SỐ LIỆU")) + row(2, text("A2", "chi_tieu"), text("B2", "gia_tri")))}
        ),
        "có ô nằm ngoài các cột có tên",
    ),
    "a heading of 30,000 letters": lambda: Bad(
        book({SHEET: sheet(row(1, text("A1", "chi_tieu"), text("B1", "gia_tri"), text("C1", "x" * 30_000)))}),
        f"không có cột “{'x' * 40}”",
    ),
    # --- cells
    "an error": lambda: Bad(book({SHEET: value('<c r="B2" t="e"><v>#DIV/0!</v></c>')}), "báo lỗi công thức"),
    "a date": lambda: Bad(book({SHEET: value('<c r="B2" s="1"><v>46000</v></c>')}), "Ô này là ngày giờ"),
    "a date of no calendar": lambda: Bad(book({SHEET: value('<c r="B2" s="1"><v>1e300</v></c>')}), "báo lỗi công thức"),
    "a formula never counted": lambda: Bad(book({SHEET: value('<c r="B2"><f>43/45</f></c>')}), "chưa có kết quả"),
    "a formula from another file": lambda: Bad(
        book(
            {SHEET: value('<c r="B2"><f>[1]Sheet1!A1</f></c>'), "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
        ),
        "chưa có kết quả",
    ),
    "33,000 letters": lambda: Bad(
        book({SHEET: value(text("B2", "1" * 33_000))}), "Ô này dài hơn 32767 ký tự; hãy viết gọn lại."
    ),
    "a number without end": lambda: Bad(book({SHEET: value('<c r="B2"><v>1E400</v></c>')}), "không chứa một con số"),
    "a number of 400 digits": lambda: Bad(book({SHEET: value(f'<c r="B2"><v>{"9" * 400}</v></c>')}), "Số quá lớn"),
    "a number of 5,000 digits": lambda: Bad(book({SHEET: value(f'<c r="B2"><v>{"9" * 5000}</v></c>')}), BROKEN),
    "not a number": lambda: Bad(book({SHEET: value('<c r="B2"><v>NaN</v></c>')}), BROKEN),
    "a truth value": lambda: Bad(book({SHEET: value('<c r="B2" t="b"><v>1</v></c>')}), "Ô này không chứa số"),
    "a control character of old": lambda: Bad(book({SHEET: value(text("B2", "&#x85;1,2&#x9F;"))}), "Không đọc được số"),
}

# Odd, but nothing is wrong with the figures in it: PL1.6 is 1,2.
HARMLESS: dict[str, Callable[[], bytes]] = {
    "nothing odd": book,
    "a dimension that lies": lambda: book({SHEET: sheet(before='<dimension ref="A1:XFD1048576"/>')}),
    "a dimension too small": lambda: book({SHEET: sheet(before='<dimension ref="A1"/>')}),
    "a hundred thousand empty rows": lambda: book({SHEET: sheet(HEAD + GOOD + "<row/>" * 100_000)}),
    "borders down to the last row": lambda: book(
        {SHEET: sheet(HEAD + GOOD + "".join(row(n, f'<c r="A{n}" s="1"/>') for n in range(3, 20_000)))}
    ),
    "a very hidden sheet before it": lambda: book(
        {
            BOOK: sheets(("Ẩn", "veryHidden"), ("Số liệu", "visible")),
            LINKS: links("worksheets/sheet2.xml", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet2.xml": sheet(HEAD + row(2, text("A2", "PL1.6"), text("B2", "99"))),
        }
    ),
    "a formula that was counted": lambda: book({SHEET: value('<c r="B2"><f>0.6*2</f><v>1.2</v></c>')}),
    "columns the other way round": lambda: book(
        {
            SHEET: sheet(
                row(1, text("A1", "gia_tri"), text("B1", "chi_tieu")) + row(2, text("A2", "1,2"), text("B2", "PL1.6"))
            )
        }
    ),
    "thousands of styles": lambda: book({STYLES: styles('<xf numFmtId="0"/>' * 15_000)}),
    "tens of thousands of strings": lambda: book({STRINGS: strings("<si><t>x</t></si>" * 50_000)}),
    "a zip among its parts": lambda: book({"xl/embeddings/goi.zip": book()}),
    "a link to another file": lambda: book(
        {
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
            SHEET: value('<c r="B2"><f>[1]A!A1</f><v>1.2</v></c>'),
        }
    ),
}
