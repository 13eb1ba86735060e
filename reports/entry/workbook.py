"""The unit's workbook: what stands where, the same for the file that goes out and the one that comes back.

Every row of a table carries its key in hidden columns: the plan's code, the row's version and a digest of what the
file showed. A hidden sheet says for whom the file is. Cells for figures hold text: Excel set to English reads a typed
99,5 as 995, and takes 11/12 for a date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kpis.forms import NOTE_LENGTH, SOURCE_LENGTH
from kpis.presence import Presence
from plans.quantities import MAX_LENGTH
from plans.table import WorkbookRefused
from reports.entry.sheet import Sheet
from tasks.forms import NOTE_LENGTH as LONG_NOTE
from tasks.timeliness import TaskStatus
from units.dates import DATE_HINT
from units.text import nfc

FORMAT: Final = "1"
MARKS: Final = "_bieu"  # the hidden sheet
GUIDE: Final = "Hướng dẫn"
CODE, VERSION, DIGEST = "ma", "phien_ban", "dau"
HIDDEN: Final = (CODE, VERSION, DIGEST)
NUMBER: Final = "STT"
STATE: Final = "state"  # a column that is no field: it says which of the fields speak
FILLED, NOTHING, MISSING = (word.capitalize() for word in (Presence.VALUE, Presence.NOTHING, Presence.MISSING))
NEW_ONE: Final = "hãy bấm “Tải biểu Excel” để lấy biểu mới rồi chép số sang"
FILL_HINT: Final = "Chỉ điền các ô nền vàng, các ô khác đã khóa; cách điền ở trang “Hướng dẫn”."
VALUE_HINT: Final = "Gõ một số (99,5) hoặc tử số/mẫu số (43/45)."
GUIDANCE: Final = (
    "Chỉ điền các ô nền vàng. Ô nền xám là dòng đã gửi hoặc đã chấp nhận, không sửa được; các ô khác đã khóa.",
    "Cột “Thực hiện”: gõ một số (99,5) hoặc tử số/mẫu số (43/45), đơn vị tính ở cột ĐVT. Đo được bằng 0 thì gõ 0.",
    f"Cột “Trạng thái”: có số thì có thể để trống hoặc chọn “{FILLED}”. Trong kỳ không có gì để tính: chọn “{NOTHING}” "
    "và ghi lý do. Chưa có số liệu: để trống cả dòng.",
    f"Muốn xóa số đã lưu: xóa ô “Thực hiện” và chọn “{MISSING}”. Dòng không động đến thì giữ nguyên.",
    "Số ước tính: chọn x ở cột “Ước”.",
    f"Trang “Nhiệm vụ”: chọn tình trạng; ngày hoàn thành ghi {DATE_HINT}, ví dụ 15/03/2026.",
    "Không thêm, xóa hay đổi chỗ hàng, cột, trang; mỗi biểu chỉ dùng cho một đơn vị và một kỳ.",
    "Điền xong: lưu tệp dạng .xlsx, mở trang nhập số liệu của đơn vị, bấm “Tải lên biểu đã điền”. Phần mềm cho xem "
    "từng ô thay đổi và từng ô sai; chỉ ghi khi bạn đồng ý.",
)


@dataclass(frozen=True, slots=True)
class Input:
    """A column that is filled in. `name`: of the form's field; `choices`: of its drop-down list."""

    name: str
    heading: str
    width: float
    longest: int = 0
    choices: tuple[str, ...] = ()
    centred: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One sheet of rows. `title`: the heading of the column that says in words what the row is."""

    sheet: str
    title: str
    inputs: tuple[Input, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The form's fields that the sheet holds."""
        return tuple(column.name for column in self.inputs if column.name != STATE)

    def held(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The part of a row that the file holds."""
        return {name: texts[name] for name in self.fields}

    @property
    def headings(self) -> dict[str, str]:
        """Heading → what it is to the reader of the file."""
        keys = {key: key for key in HIDDEN}
        return keys | {self.title: "title"} | {column.heading: column.name for column in self.inputs}


FIGURES: Final = TableLayout(
    "Chỉ tiêu",
    "Chỉ tiêu",
    (
        Input(STATE, "Trạng thái", 13, choices=(FILLED, NOTHING, MISSING)),
        Input("value", "Thực hiện", 12, 2 * MAX_LENGTH + 1, centred=True, hint=VALUE_HINT),
        Input("estimate", "Ước", 5, choices=("x",), centred=True),
        Input("nothing_reason", "Lý do không phát sinh", 16, NOTE_LENGTH),
        Input("source", "Nguồn số liệu", 15, SOURCE_LENGTH),
        Input("explanation", "Giải trình", 18, NOTE_LENGTH),
    ),
)
PROGRESS: Final = TableLayout(
    "Nhiệm vụ",
    "Nhiệm vụ",
    (
        Input("status", "Tình trạng", 14, choices=tuple(status.value for status in TaskStatus)),
        Input("percent", "% hoàn thành", 9, 6, centred=True, hint="Số nguyên từ 0 đến 100."),
        Input("done_on", "Ngày hoàn thành", 11, 10, centred=True, hint="Ngày/tháng/năm, ví dụ 15/03/2026."),
        Input("product", "Sản phẩm, số văn bản", 20, LONG_NOTE),
        Input("difficulties", "Khó khăn, vướng mắc", 20, LONG_NOTE),
        Input("proposals", "Kiến nghị", 18, LONG_NOTE),
    ),
)


def marks_of(sheet: Sheet) -> dict[str, tuple[str, str]]:
    """What the hidden sheet says: key → the code that is compared, and the words for people."""
    plan, ward = sheet.desk.plan, sheet.unit.ward
    return {
        "dinh_dang": (FORMAT, FORMAT),
        "phuong": (ward.code, ward.name),
        "ke_hoach": (plan.number, f"Kế hoạch {plan.number}"),
        "ky": (sheet.period.code, sheet.period.label),
        "don_vi": (sheet.unit.code, sheet.unit.name),
    }


WHOSE: Mapping[str, str] = MappingProxyType(
    {
        "phuong": "Biểu này của {theirs}, còn trang này của {ours}.",
        "ke_hoach": "Biểu này theo {theirs}, còn trang này theo {ours}.",
        "ky": "Biểu này là của {theirs}, còn trang này nhận số liệu {ours}.",
        "don_vi": "Biểu này của {theirs}, còn trang này nhận số liệu của {ours}.",
    }
)


def refuse_other(found: Mapping[str, tuple[str, str]], sheet: Sheet) -> None:
    """Raises WorkbookRefused for a file that is no form of ours, or is for another ward, plan, period or unit."""
    if "dinh_dang" not in found:
        raise WorkbookRefused(f"Tệp này không phải biểu nhập số liệu của phần mềm; {NEW_ONE}.")
    if found["dinh_dang"][0] != FORMAT:
        raise WorkbookRefused(f"Biểu này của một phiên bản khác của phần mềm; {NEW_ONE}.")
    ours = marks_of(sheet)
    for key, sentence in WHOSE.items():
        code, words = found.get(key, ("", "nơi khác"))
        if nfc(code) != nfc(ours[key][0]):
            raise WorkbookRefused(sentence.format(theirs=words[:100] or "nơi khác", ours=ours[key][1]))
