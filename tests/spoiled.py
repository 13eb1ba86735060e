"""The unit's own workbook as it may come back: spoiled by accident, by another program, or on purpose.

Built on the file that was really downloaded, so that what is said is about the damage and not "no form of ours".
"""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, time
from typing import Any, NamedTuple

from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule

from tests.hostile import OLE, SHEET, with_flag
from tests.workbooks import UnitBook

SIGN = 987654  # a number that is put into a cell to be found again in the XML
VALUE = "Thực hiện"


class Spoiled(NamedTuple):
    """`said`: one whole sentence of the page. `refused`: the file as a whole, with 422; else at its row or cell."""

    content: bytes
    said: str
    refused: bool = True
    name: str = "bieu.xlsx"


Spoil = Callable[[bytes], Spoiled]
NEW_ONE = "hãy bấm “Tải biểu Excel” để lấy biểu mới rồi chép số sang"


def written(book: UnitBook) -> bytes:
    return bytes(book.file().read())


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def with_parts(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same file with parts changed, added, or (None) left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            if part is not None:
                new.writestr(name, part)
    return packed.getvalue()


def in_sheet(content: bytes, old: str, new: str, *, name: str = SHEET) -> bytes:
    xml = part_of(content, name)
    assert old.encode() in xml, old
    return with_parts(content, {name: xml.replace(old.encode(), new.encode(), 1)})


def sentence(said: str, book: UnitBook, heading: str = VALUE) -> str:
    """`said` with the place of PL1.6's cell under the heading, and of its number, as the page begins a sentence."""
    place, number = (f"T{book.place('PL1.6', name)[1:]}" for name in (heading, VALUE))
    return said.format(place=place, number=number)


def typed(value: Any, said: str, *, form: str = "General", heading: str = VALUE) -> Spoil:
    """One cell of PL1.6."""

    def spoil(content: bytes) -> Spoiled:
        book = UnitBook(content)
        cell = book.cell("PL1.6", heading)
        cell.number_format = form
        cell.value = value
        return Spoiled(written(book), sentence(said, book, heading), refused=False)

    return spoil


def number(digits: str, said: str, *, refused: bool = False) -> Spoil:
    """The cell with a number that the library would not write."""

    def spoil(content: bytes) -> Spoiled:
        book = UnitBook(content).type("PL1.6", Thực_hiện=SIGN)
        return Spoiled(in_sheet(written(book), f"<v>{SIGN}</v>", f"<v>{digits}</v>"), sentence(said, book), refused)

    return spoil


def wording(xml: str, said: str, *, refused: bool = False) -> Spoil:
    """The cell with a text that the library would not write."""

    def spoil(content: bytes) -> Spoiled:
        book = UnitBook(content).type("PL1.6", Thực_hiện=f"x{SIGN}x")
        return Spoiled(in_sheet(written(book), f"x{SIGN}x", xml), sentence(said, book), refused)

    return spoil


def changed(change: Callable[[UnitBook], str], *, refused: bool = True) -> Spoil:
    """`change` returns the sentence."""

    def spoil(content: bytes) -> Spoiled:
        book = UnitBook(content)
        said = change(book)
        return Spoiled(written(book), said, refused=refused)

    return spoil


def packed(change: Callable[[bytes], bytes], said: str, *, refused: bool = True, name: str = "bieu.xlsx") -> Spoil:
    """A change of the file's parts or bytes, with a good number in it."""

    def spoil(content: bytes) -> Spoiled:
        return Spoiled(change(written(UnitBook(content).type("PL1.6", Thực_hiện="1,2"))), said, refused, name)

    return spoil


def hide_row(book: UnitBook) -> str:
    row = book.row("PL1.6")
    book.sheet("PL1.6").row_dimensions[row].hidden = True
    return f"Trang Chỉ tiêu: có hàng đang ẩn ({row}); hãy bỏ ẩn hoặc bỏ lọc để thấy hết dữ liệu."


def hide_column(book: UnitBook) -> str:
    letter = book.cell("PL1.6", VALUE).column_letter
    book.sheet("PL1.6").column_dimensions[letter].hidden = True
    return "Trang Chỉ tiêu: có cột đang ẩn; hãy bỏ ẩn để thấy hết dữ liệu."


def merge(book: UnitBook) -> str:
    letter, row = book.cell("PL1.6", VALUE).column_letter, book.row("PL1.6")
    area = f"{letter}{row}:{letter}{row + 1}"
    book.sheet("PL1.6").merge_cells(area)
    return f"Trang Chỉ tiêu: có ô gộp ({area}); hãy bỏ gộp ô rồi nhập lại."


def double_row(book: UnitBook) -> str:
    sheet, row = book.sheet("PL1.6"), book.row("PL1.6")
    last = sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(last, column).value = sheet.cell(row, column).value
    return f"Trang Chỉ tiêu, hàng {row}, {last}: cùng là PL1.6; không lấy hàng nào."


def delete_row(book: UnitBook) -> str:
    """As the library does it, but for the merged titles of sections below, which would stay where they were."""
    for cell in book.sheet("PL1.6")[book.row("PL1.6")]:
        cell.value = None
    return "Tệp không có 1 dòng của biểu (PL1.6): số đang lưu của các dòng này giữ nguyên."


def delete_all(book: UnitBook) -> str:
    book.sheet("PL1.6").delete_rows(book.row("PL1.6"), 400)
    return f"Biểu này không có hàng số liệu nào; {NEW_ONE}."


def foreign_key(book: UnitBook) -> str:
    row = book.row("PL1.6")
    book.sheet("PL1.6").cell(row, 1).value = "PL1.23"
    return f"Trang Chỉ tiêu, hàng {row}: “PL1.23” không phải dòng của biểu này."


def key_of_mischief(book: UnitBook) -> str:
    row = book.row("PL1.6")
    book.sheet("PL1.6").cell(row, 1).value = "<script>alert(1)</script>"
    return f"Trang Chỉ tiêu, hàng {row}: “<script>alert(1)</sc” không phải dòng của biểu này."


def lose_key(book: UnitBook) -> str:
    row = book.type("PL1.6", Thực_hiện="1,2").row("PL1.6")
    book.sheet("PL1.6").cell(row, 1).value = None
    return f"Trang Chỉ tiêu, hàng {row}: có nội dung nhưng không có mã dòng nên không đọc."


def lose_version(book: UnitBook) -> str:
    place = book.type("PL1.6", {"phien_ban": None}, Thực_hiện="1,2").place("PL1.6", "phien_ban")
    return f"T{place[1:]}: Ô ẩn ghi phiên bản của hàng này bị mất; {NEW_ONE}."


def swap_titles(book: UnitBook) -> str:
    """Somebody sorted the columns that are seen, and the hidden ones stayed."""
    book.type("PL1.6", Thực_hiện="1,2")
    one, other = book.cell("PL1.6", "Chỉ tiêu"), book.cell("PL1.26", "Chỉ tiêu")
    one.value, other.value = other.value, one.value
    place = book.place("PL1.6", "Chỉ tiêu")
    return f"T{place[1:]}: Hàng này mang mã PL1.6 nhưng ghi nội dung của PL1.26: ô bị xê dịch; {NEW_ONE}."


def swap_columns(book: UnitBook) -> str:
    sheet = book.sheet("PL1.6")
    one, other = book.column("PL1.6", VALUE), book.column("PL1.6", "Ước")
    for row in range(1, sheet.max_row + 1):
        left, right = sheet.cell(row, one), sheet.cell(row, other)
        if "MergedCell" not in (type(left).__name__, type(right).__name__):
            left.value, right.value = right.value, left.value
    return f"Trang Chỉ tiêu: các cột không còn đúng thứ tự; {NEW_ONE}."


def insert_column(book: UnitBook) -> str:
    """Everything moved to the right: the headings moved along, so all is found."""
    book.type("PL1.6", Thực_hiện="1,2").sheet("PL1.6").insert_cols(4)
    return "1 dòng thay đổi"


def rename_heading(book: UnitBook) -> str:
    sheet = book.sheet("PL1.6")
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == VALUE)
    found.value = "Kết quả"
    return f"Trang Chỉ tiêu: thiếu cột “Thực hiện”; {NEW_ONE}."


def double_heading(book: UnitBook) -> str:
    sheet = book.sheet("PL1.6")
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Ước")
    found.value = VALUE
    return f"Trang Chỉ tiêu: có hai cột “Thực hiện”; {NEW_ONE}."


def lose_headings(book: UnitBook) -> str:
    sheet = book.sheet("PL1.6")
    sheet.delete_rows(next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == VALUE))
    return f"Trang Chỉ tiêu: không thấy hàng tiêu đề; {NEW_ONE}."


def lose_marks(book: UnitBook) -> str:
    del book.book["_bieu"]
    return f"Tệp này không phải biểu nhập số liệu của phần mềm; {NEW_ONE}."


def mark(key: str, code: str, words: str, said: str) -> Spoil:
    def change(book: UnitBook) -> str:
        sheet = book.book["_bieu"]
        row = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == key)
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = code, words
        return said

    return changed(change)


def rename_sheet(book: UnitBook) -> str:
    book.book["Chỉ tiêu"].title = "So lieu"
    return f"Biểu này không có hàng số liệu nào; {NEW_ONE}."


def remark_and_more(book: UnitBook) -> str:
    """A note on a cell, a colour, a rule, more sheets, one of them hidden."""
    cell = book.type("PL1.6", Thực_hiện="1,2").cell("PL1.6", VALUE)
    cell.comment = Comment("Hỏi lại KT", "Lan")
    book.sheet("PL1.6").conditional_formatting.add("A1:Z99", CellIsRule("equal", ["1"]))
    book.book.create_sheet("Nháp")["A1"] = "=SUM(B1:B9)"
    book.book.create_sheet("Ẩn").sheet_state = "hidden"
    return "1 dòng thay đổi"


def sort_rows(book: UnitBook) -> str:
    """Whole rows in another order, the hidden columns along with them."""
    sheet = book.type("PL1.6", Thực_hiện="1,2").sheet("PL1.6")
    first, second = book.row("PL1.6"), book.row("PL1.26")
    for column in range(1, sheet.max_column + 1):
        one, other = sheet.cell(first, column), sheet.cell(second, column)
        if "MergedCell" not in (type(one).__name__, type(other).__name__):
            one.value, other.value = other.value, one.value
    return "1 dòng thay đổi"


def lying_dimension(content: bytes) -> bytes:
    xml = part_of(content, SHEET)
    lie = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)
    assert lie != xml
    return with_parts(content, {SHEET: lie})


def doubled_part(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.NameToInfo.clear()
        archive.writestr(SHEET, part_of(content, SHEET))
    return out.getvalue()


def appended(rows: str) -> Callable[[bytes], bytes]:
    return lambda content: in_sheet(content, "</sheetData>", f"{rows}</sheetData>")


LARGE = "bieu.xlsx: sổ tính quá lớn khi mở ra; hãy chép riêng bảng cần nhập sang một tệp mới."
BROKEN = "bieu.xlsx: tệp hỏng, không mở được."
MACROS = "bieu.xlsx: sổ tính có macro; hãy lưu lại thành “Excel Workbook (.xlsx)”."
XML = "bieu.xlsx: tệp có phần XML không được phép."
UNREADABLE = "bieu.xlsx, trang Chỉ tiêu: tệp hỏng, không đọc được."
ABOVE = "{place}: Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100."
TOO_BIG = "{place}: Số quá lớn, phần nguyên có hơn 9 chữ số; hãy kiểm tra lại và nhập số nhỏ hơn."
ALONE = "{number}: Ước, nguồn, giải trình và bảng kê chỉ lưu cùng số liệu; hãy nhập số liệu hoặc lý do không phát sinh."
DATE = (
    "{place}: Ô này là ngày giờ, có thể do Excel đã tự đổi phân số (như 11/12) thành ngày; "
    "hãy đổi định dạng ô sang Text rồi nhập lại, ví dụ 99,5 hoặc 43/45."
)
ERROR = "{place}: Ô này đang báo lỗi công thức của Excel; hãy sửa công thức hoặc thay bằng một số."
UNCOUNTED = "{place}: Ô này là công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại, hoặc thay bằng một số."
LOCKED = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)

KINDS: dict[str, Spoil] = {
    # --- a cell
    "an error": typed("#DIV/0!", ERROR),
    "a formula without a result": typed("=43/45", UNCOUNTED),
    "a formula from another file": typed("='[so khac.xlsx]A'!B2", UNCOUNTED),
    "a date": typed(date(2026, 3, 4), DATE),
    "an hour": typed(time(11, 12), DATE),
    "a truth value": typed(True, "{place}: Ô này không chứa số; hãy nhập một số, ví dụ 99,5 hoặc 43/45."),
    "spaces of all kinds": typed("\u00a01\u2009,\u202f2 \u3000%\u200e", "1 dòng thay đổi"),
    "spaces alone": typed(" \u00a0\u3000 ", "2 dòng giữ nguyên"),
    "a percent format": typed(0.012, "1 dòng thay đổi", form="0.0%"),
    "a percent format on a whole number": typed(99.5, ABOVE, form="0%"),
    "float noise": typed(0.1 + 0.2, "1 dòng thay đổi"),
    "a number with a thousand's dot": typed(
        "1.234", "{place}: Chưa rõ “1.234” là số nào: 1,234 phải không (nếu đúng, hãy nhập 1,234)?"
    ),
    "above 100 %": typed(101, ABOVE),
    "below 0": typed(-3, "{place}: Số liệu không âm và không ghi dấu + hay − ở trước; hãy nhập một số từ 0 trở lên."),
    "33,000 letters": wording("1" * 33_000, "{place}: Ô này dài hơn 32767 ký tự; hãy viết gọn lại."),
    "a control character in disguise": wording("1,2&#1;", UNREADABLE, refused=True),
    "a control character": wording("1,2\x01", UNREADABLE, refused=True),
    "a control character of old": wording(
        "1,2&#x9F;", "{place}: Không đọc được số này; hãy chỉ nhập một số, ví dụ 99,5 hoặc 43/45."
    ),
    "the longest text that a cell holds": typed(
        "x" * 32_767, "{place}: Nội dung dài quá 30 ký tự; hãy chỉ nhập một số."
    ),
    "a note without end": typed(
        "x" * 32_767, "{place}: Nội dung dài 32.767 ký tự, quá mức 1.000 ký tự; hãy viết gọn lại.", heading="Giải trình"
    ),
    "a note and no number": typed("dòng một\nhai\tba", ALONE, heading="Giải trình"),
    "a note like a formula": typed("=HYPERLINK(1)", UNCOUNTED, heading="Giải trình"),
    "a word that is not in the list": typed(
        "có lẽ",
        "{place}: “có lẽ” không có trong danh sách: Có số liệu, Không phát sinh, Chưa có số liệu.",
        heading="Trạng thái",
    ),
    "an unclear tick": typed(
        "có lẽ", "{place}: “có lẽ” không rõ là có hay không; hãy ghi 1 hoặc để trống.", heading="Ước"
    ),
    "not a number": number("NaN", UNREADABLE, refused=True),
    "without end": number("1E400", "{place}: Ô này không chứa một con số; hãy nhập lại một số."),
    "1e300": number("1e300", TOO_BIG),
    "400 digits": number("9" * 400, TOO_BIG),
    "a number with a letter": number("12a", UNREADABLE, refused=True),
    # --- rows and columns
    "a hidden row": changed(hide_row),
    "a hidden column": changed(hide_column),
    "merged cells": changed(merge),
    "a row twice": changed(double_row, refused=False),
    "a deleted row": changed(delete_row, refused=False),
    "every row deleted": changed(delete_all),
    "another unit's key": changed(foreign_key, refused=False),
    "a key of mischief": changed(key_of_mischief, refused=False),
    "a key deleted": changed(lose_key, refused=False),
    "a version deleted": changed(lose_version, refused=False),
    "titles sorted without their keys": changed(swap_titles, refused=False),
    "columns that changed places": changed(swap_columns),
    "a column put in": changed(insert_column, refused=False),
    "a heading renamed": changed(rename_heading),
    "a heading twice": changed(double_heading),
    "the headings deleted": changed(lose_headings),
    "whole rows sorted": changed(sort_rows, refused=False),
    "a note, rules and more sheets": changed(remark_and_more, refused=False),
    "the sheet renamed": changed(rename_sheet),
    # --- whose it is
    "without its marks": changed(lose_marks),
    "another unit's": mark(
        "don_vi",
        "CAP",
        "Công an phường",
        "Biểu này của Công an phường, còn trang này nhận số liệu của Phòng Kinh tế, Hạ tầng và Đô thị.",
    ),
    "another quarter's": mark(
        "ky", "2026-Q2", "Quý II/2026", "Biểu này là của Quý II/2026, còn trang này nhận số liệu Quý I/2026."
    ),
    "another plan's": mark(
        "ke_hoach",
        "34/KH-UBND",
        "Kế hoạch 34/KH-UBND",
        "Biểu này theo Kế hoạch 34/KH-UBND, còn trang này theo Kế hoạch 33/KH-UBND.",
    ),
    "another ward's": mark(
        "phuong", "ngo-quyen", "Phường Ngô Quyền", "Biểu này của Phường Ngô Quyền, còn trang này của Phường Hải An."
    ),
    "another version's": mark("dinh_dang", "0", "0", f"Biểu này của một phiên bản khác của phần mềm; {NEW_ONE}."),
    # --- the file
    "locked by a password": packed(lambda _: LOCKED, "bieu.xlsx: tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại."),
    "saved as old Excel": packed(
        lambda _: OLE + bytes(2000), "bieu.xlsx: tệp Excel kiểu cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx."
    ),
    "saved as a web page": packed(
        lambda _: b"<html><table></table></html>",
        "bieu.xlsx: đây là trang web (HTML) đặt tên .xlsx; hãy mở bằng Excel và lưu thành .xlsx.",
    ),
    "saved as text": packed(
        lambda _: b"ma;phien_ban;dau\nPL1.6;0;x\n",
        "bieu.xlsx: đây không phải là sổ tính Excel; hãy mở bằng Excel và lưu thành .xlsx.",
    ),
    "named .xlsm": packed(
        lambda content: content,
        "bieu.xlsm: sổ tính có macro (.xlsm); hãy lưu lại thành “Excel Workbook (.xlsx)”.",
        name="bieu.xlsm",
    ),
    "named .xls": packed(
        lambda content: content,
        "bieu.xls: tệp Excel kiểu cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx.",
        name="bieu.xls",
    ),
    "named .csv": packed(lambda content: content, "bieu.csv: chỉ nhận tệp .xlsx.", name="bieu.csv"),
    "macros": packed(lambda content: with_parts(content, {"xl/vbaProject.bin": OLE}), MACROS),
    "macros in capitals, in another folder": packed(lambda c: with_parts(c, {"xl/a/VBAPROJECT.BIN": OLE}), MACROS),
    "links to another file": packed(
        lambda content: with_parts(content, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        "1 dòng thay đổi",
        refused=False,
    ),
    "cut in the middle": packed(lambda content: content[: len(content) // 2], BROKEN),
    "a part twice": packed(doubled_part, BROKEN),
    "locked parts": packed(lambda content: with_flag(content, 1), BROKEN),
    "without its styles": packed(lambda content: with_parts(content, {"xl/styles.xml": None}), UNREADABLE),
    "a sheet cut off": packed(lambda c: with_parts(c, {SHEET: part_of(c, SHEET)[:-30]}), UNREADABLE),
    "a document type": packed(lambda c: in_sheet(c, "<worksheet", "<!DOCTYPE a []><worksheet"), XML),
    "a bomb": packed(appended(" " * 24_000_000), LARGE),
    "a bomb of many parts": packed(
        lambda content: with_parts(content, {f"xl/media/{n}.bin": bytes(1_000_000) for n in range(27)}), LARGE
    ),
    "501 parts more": packed(lambda c: with_parts(c, {f"xl/media/{n}.bin": b"" for n in range(501)}), LARGE),
    "a million empty rows": packed(appended("<row/>" * 1_000_000), LARGE),
    "a million empty cells": packed(appended(f'<row r="900">{"<c/>" * 1_000_000}</row>'), LARGE),
    "a hundred thousand empty rows": packed(appended("<row/>" * 100_000), "1 dòng thay đổi", refused=False),
    "a cell in the last corner": packed(
        appended('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "bieu.xlsx, trang Chỉ tiêu: có dữ liệu ở hàng 1048576, quá mức 5000 hàng.",
    ),
    "a cell far to the right": packed(
        appended('<row r="900"><c r="XFD900"><v>1</v></c></row>'),
        "bieu.xlsx, trang Chỉ tiêu: có dữ liệu ngoài cột thứ 100.",
    ),
    "rules without end": packed(
        lambda c: in_sheet(c, "</sheetData>", "</sheetData>" + '<conditionalFormatting sqref="A1"/>' * 20_500),
        "bieu.xlsx, trang Chỉ tiêu: đọc quá lâu; hãy chép riêng bảng cần nhập sang một tệp mới.",
    ),
    "a dimension that lies": packed(lying_dimension, "1 dòng thay đổi", refused=False),
}
