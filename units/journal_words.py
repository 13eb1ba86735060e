"""The words for the codes that a line of the journal keeps: what was done, and to what. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

# The word that every page shows for the code in `Event.action`.
ACTION_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "save": "lưu",
        "empty": "xóa trống",
        "send": "gửi",
        "confirm": "xác nhận",
        "withdraw": "rút lại",
        "begin": "bắt đầu xem xét",
        "stand_in": "cử người thay",
        "end_stand_in": "thôi người thay",
        "accept": "chấp nhận",
        "give_back": "trả lại cán bộ",
        "return": "trả lại",
        "remark": "ghi ý kiến",
        "reply": "trả lời ý kiến",
        "reopen": "mở lại",
        "restore": "khép lại",
        "ask_reopening": "đề nghị mở lại",
        "grant_reopening": "cho mở lại",
        "extend_reopening": "gia hạn mở lại",
        "refuse_reopening": "từ chối mở lại",
        "close_reopening": "khép lại việc mở lại",
        "open": "mở kỳ",
        "close": "chốt số liệu",
        "urge": "đôn đốc",
        "leave": "ghi ngày nghỉ",
        "hand_over": "bàn giao",
        "undo_leave": "hủy ghi ngày nghỉ",
        "take_back": "hủy bàn giao",
        "attach": "thêm minh chứng",
        "detach": "gỡ minh chứng",
        "password": "đổi mật khẩu",
        "reset_password": "đặt lại mật khẩu",
        "unlock": "mở khóa đăng nhập",
        "direct": "ghi ý kiến chỉ đạo",
        "answer": "trả lời chỉ đạo",
        "continue": "yêu cầu làm tiếp",
        "finish": "kết thúc chỉ đạo",
        "edit_text": "sửa lời văn",
        "restore_text": "trở về bản tự động",
        "tick": "ghi đã nhập nq57.vn",
        "untick": "bỏ ghi đã nhập nq57.vn",
        "map_form": "nối biểu mẫu",
        "remove_form": "bỏ biểu mẫu",
        "load": "nạp",
        "add": "thêm",
        "change": "sửa",
        "delete": "xóa",
        "make_periods": "lập kỳ báo cáo",
        "issue": "phát hành",
        "number": "ghi số văn bản",
        "scan": "thêm bản ký",
    }
)


# What a line is about, by `Event.subject_type`.
KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "ward": "phường/xã",
        "unit": "đơn vị",
        "leader": "lãnh đạo",
        "user": "tài khoản",
        "stand_in": "người thay",
        "plan": "kế hoạch",
        "section": "nhóm",
        "clause": "nội dung kế hoạch",
        "correction": "đính chính",
        "period": "kỳ báo cáo",
        "report": "báo cáo của đơn vị",
        "indicator": "chỉ tiêu",
        "figure": "số liệu",
        "task": "nhiệm vụ",
        "progress": "tiến độ",
        "evidence": "minh chứng",
        "remark": "ý kiến xem xét",
        "direction": "ý kiến chỉ đạo",
        "holiday": "ngày nghỉ",
        "reopening": "việc mở lại",
        "issued": "báo cáo phát hành",
        "narrative": "lời văn báo cáo",
        "typed_figure": "số nhập vào nq57.vn",
        "screen_order": "thứ tự màn hình nq57.vn",
        "own_form": "biểu mẫu của Sở",
    }
)


def action_word(code: str) -> str:
    """What was done; an unknown code stands for itself."""
    return ACTION_LABELS.get(code, code)


def kind_word(code: str) -> str:
    """What it was done to."""
    return KIND_LABELS.get(code, code)
