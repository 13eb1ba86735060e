"""Forms as a department of the city sends them, built for the tests: two-row headings, merged cells, formulas, a chart,
a picture, notes on other sheets, and parts that libraries drop."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from tests import papers, printed
from tests.page import Element, posts, read

Q1 = "2026-Q1"
FIRST, MAIN_SHEET, TASKS, NOTES, TOTALS = 9, "Biểu 01", "Biểu 02", "Hướng dẫn", "Tổng hợp"
HEAD = 6  # the last row of the heading of Biểu 01
SPEAKS = {"CDS": "chuyển đổi số", "KHCN": "khoa học và công nghệ"}  # the department writes out what the plan shortens
EDGE = Side(style="thin")
THIN = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
YELLOW = PatternFill("solid", start_color="FFFFE0")
CUSTOM = (
    b'<?xml version="1.0"?><b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"/>'
)
PICTURE = (
    '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    "<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    "<xdr:to><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>22</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="9" name="logo"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    '<xdr:blipFill><a:blip r:embed="rId9"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
    '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
    "</xdr:twoCellAnchor>"
)
IMAGE = (
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="/xl/media/image1.png"/>'
)
EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:conditionalFormatting '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="dataBar" '
    'id="{00000000-0001-0000-0000-000000000001}"><x14:dataBar><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>'
    "</x14:dataBar></x14:cfRule><xm:sqref>H9:H37</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
    "</ext></extLst>"
)


def said(name: str) -> str:
    """The plan's name as the department has it: other spelling, other case, no full stop."""
    for short, words in SPEAKS.items():
        name = name.replace(short, words)
    return name.replace("Tỷ lệ", "Tỉ lệ").rstrip(". ").capitalize()


def full_form(*, title: str = "BIỂU SỐ 01") -> bytes:
    """Phụ lục 1 in another order of columns, tasks on a second sheet, notes, totals with a chart, a picture."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = MAIN_SHEET
    _head(sheet, title)
    rows = printed.appendix(1)
    for row, entry in enumerate(rows, FIRST):
        _row(sheet, row, entry)
    last = FIRST + len(rows) - 1
    sheet.cell(last + 1, 2, "Tổng số chỉ tiêu có kết quả").font = Font(bold=True)
    sheet.cell(last + 1, 7, f"=COUNT(G{FIRST}:G{last})")
    sheet.merge_cells(start_row=last + 3, end_row=last + 3, start_column=8, end_column=11)
    sheet.cell(last + 3, 8, "NGƯỜI LẬP BIỂU")
    choices = DataValidation(type="list", formula1='"Đạt,Không đạt,Đúng tiến độ"', allow_blank=True)
    choices.add(f"I{FIRST}:I{last}")
    sheet.add_data_validation(choices)
    sheet.conditional_formatting.add(
        f"H{FIRST}:H{last}", CellIsRule(operator="lessThan", formula=["0.5"], font=Font(color="FF0000"))
    )
    sheet["A2"].comment = Comment("Gửi trước ngày 20", "Sở")
    _tasks(book.create_sheet(TASKS))
    _notes(book.create_sheet(NOTES))
    _totals(book.create_sheet(TOTALS), last)
    return _with_what_libraries_drop(_bytes(book))


def _head(sheet, title: str) -> None:
    for row, words in ((1, "SỞ KHOA HỌC VÀ CÔNG NGHỆ"), (2, title), (3, "Kỳ báo cáo: ……")):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=11)
        sheet.cell(row, 1, words).alignment = Alignment(horizontal="center")
    upper = ["STT", "Tên chỉ tiêu", "ĐVT", "Kết quả năm 2025", "Kế hoạch năm 2026", "Kết quả thực hiện", "",
             "Tỷ lệ hoàn thành", "Đánh giá", "Đơn vị chủ trì", "Ghi chú"]  # fmt: skip
    for column, heading in enumerate(upper, 1):
        sheet.cell(5, column, heading or None).border = THIN
        if column not in (6, 7):
            sheet.merge_cells(start_row=5, end_row=6, start_column=column, end_column=column)
    sheet.merge_cells("F5:G5")
    sheet["F6"], sheet["G6"] = "Trong quý", "Lũy kế đến kỳ báo cáo"
    for column, words in enumerate(["A", "B", "C", "1", "2", "3", "4", "5=4/2", "6", "7", "8"], 1):
        sheet.cell(7, column, words)
    sheet.merge_cells("A8:K8")
    sheet["A8"] = "I. CÁC CHỈ TIÊU NĂM 2026"


def _row(sheet, row: int, entry: Mapping[str, str]) -> None:
    """The result so far is shown as 0.0% where the indicator is one of percent, the plan's columns as numbers."""
    sheet.cell(row, 1, int(entry["tt"]))
    sheet.cell(row, 2, said(entry["ten"]))
    sheet.cell(row, 3, entry["dvt"])
    for column in range(1, 12):
        sheet.cell(row, column).border = THIN
    sheet.cell(row, 5).number_format = "#,##0.00"
    sheet.cell(row, 7).number_format = "0.0%" if entry["dvt"] == "%" else "0.00"
    sheet.cell(row, 7).fill = YELLOW
    sheet.cell(row, 8, f'=IF(AND(ISNUMBER(E{row}),ISNUMBER(G{row})),IF(C{row}="%",G{row}*100,G{row})/E{row},"")')
    sheet.cell(row, 8).number_format = "0.0%"


def _tasks(sheet) -> None:
    heads = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Kết quả thực hiện", "Khó khăn, vướng mắc", "Trạng thái"]
    sheet.append(["NHIỆM VỤ"])
    sheet.append(heads)
    for number, entry in enumerate(printed.tasks(), 1):
        sheet.append([number, said(entry["ten"] or entry["nhiem_vu_71"])])


def _notes(sheet) -> None:
    bold = TextBlock(InlineFont(b=True, i=True), "bắt buộc")
    sheet["A1"] = CellRichText("Cột 4 là ", bold, "; không sửa công thức")
    sheet["A2"] = "=1+1"
    sheet["A3"] = "'=không phải công thức"


def _totals(sheet, last: int) -> None:
    sheet["A1"], sheet["B1"] = "Có kết quả", f"='{MAIN_SHEET}'!G{last + 1}"
    sheet["A2"], sheet["B2"] = "Tỷ lệ trung bình", f"=AVERAGE('{MAIN_SHEET}'!H{FIRST}:H{last})"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "D2")


def _bytes(book: Workbook) -> bytes:
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    return papers.archive(dict(parts))


def with_parts(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    return packed(parts_of(content) | dict(changes))


def in_part(content: bytes, part: str, old: str, new: str) -> bytes:
    text = parts_of(content)[part].decode()
    assert old in text, (part, old)
    return with_parts(content, {part: text.replace(old, new, 1).encode()})


def _with_what_libraries_drop(content: bytes) -> bytes:
    """A picture, custom XML, settings of a printer, a data bar of the newer kind, kept results of formulas."""
    parts = parts_of(content)
    drawing, relations = "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels"
    types = parts["[Content_Types].xml"].decode()
    ending = '<Default Extension="png" ContentType="image/png"/>'
    bin_ = ('<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.printerSettings"/>')  # fmt: skip
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    kept = re.sub(r"(</f>)<v\s*/>|(</f>)<v></v>", r"\1\2<v>0</v>", sheet)
    end = kept.index("</worksheet>")
    legacy = kept.find("<legacyDrawing")
    place = end if legacy < 0 else kept.index("/>", legacy) + 2
    totals = re.sub(r"(</f>)<v\s*/>|(</f>)<v></v>", r"\1\2<v>77</v>", parts["xl/worksheets/sheet4.xml"].decode())
    parts |= {
        "xl/workbook.xml": parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b""),
        "xl/worksheets/sheet4.xml": totals.encode(),
        "[Content_Types].xml": types.replace("<Default", ending + bin_ + "<Default", 1).encode(),
        drawing: parts[drawing].replace(b"</wsDr>", PICTURE.encode() + b"</wsDr>"),
        relations: parts[relations].replace(b"</Relationships>", IMAGE.encode() + b"</Relationships>"),
        "xl/media/image1.png": papers.png(),
        "customXml/item1.xml": CUSTOM,
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "xl/worksheets/sheet1.xml": (kept[:place] + EXTENSION + kept[place:]).encode(),
    }
    return packed(parts)


def small_form(
    rows: Iterable[Sequence[Any]],
    *,
    heads: Sequence[str] = ("STT", "Chỉ tiêu", "ĐVT", "Kết quả thực hiện", "Ghi chú"),
    title: str = "Biểu",
    change: Any = None,
) -> bytes:
    """One heading row, these rows; `change` is given the sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return _bytes(book)


def many_rows(sheets: int, rows: int) -> bytes:
    """Sheets of a table each, whose rows are no indicators of ours but the first one's."""
    book = Workbook()
    for number in range(sheets):
        sheet = book.create_sheet(f"Biểu {number + 1}")
        sheet.append(["STT", "Chỉ tiêu", "ĐVT", "Kết quả thực hiện", "Ghi chú"])
        for row in range(rows):
            sheet.append([row + 1, f"Nội dung theo dõi riêng của xã {number}.{row}", "việc"])
    del book["Sheet"]
    return _bytes(book)


def protect(sheet, *open_cells: str) -> None:
    sheet.protection.sheet = True
    for place in open_cells:
        sheet[place].protection = Protection(locked=False)


# --- the coordinator's way


def upload(client, content: bytes, *, name: str = "bieu-so.xlsx", called: str = "Biểu Sở", period: str = Q1):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{reverse('own_forms')}?ky={period}", {"file": file, "name": called}, follow=True)


def page_of(client, pk: int, period: str = Q1, **asked: str) -> Element:
    return read(client.get(reverse("own_form", args=[pk]), {"ky": period} | asked))


def form_on(page: Element) -> dict[str, str]:
    """What the page's mapping would post."""
    return posts(next(form for form in page.one("main").all("form") if form.all("input", name="version")))


def save(client, pk: int, period: str = Q1, **changes: str):
    data = form_on(page_of(client, pk, period)) | {"do": "luu"} | changes
    return client.post(f"{reverse('own_form', args=[pk])}?ky={period}", data, follow=True)


def download(client, pk: int, period: str = Q1, **asked: str) -> bytes:
    answer = client.get(reverse("own_form_xlsx", args=[period, pk]), asked)
    assert answer.status_code == 200
    return bytes(answer.content)


def sheet_of(content: bytes, title: str):
    return load_workbook(io.BytesIO(content), rich_text=True)[title]
