"""The live page of the design language: every component in every state. For developers: DEBUG only, else 404."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haian_plan.palette import colours, contrast
from kpis.evaluation import FACES
from units.forms import DayField, ReasonText

STYLES = settings.BASE_DIR / "static" / "css" / "app.css"
SCALE = (
    ("h1", "1,375rem", "Tên trang"),
    ("h2", "1,0625rem", "Tên phần"),
    ("p", "0,875rem", "Chữ thường, ô bảng"),
    ("small", "0,8125rem", "Chữ phụ, tiêu đề cột"),
)
SPACES = (0.25, 0.5, 0.75, 1, 1.5, 2)


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Số, ký hiệu văn bản",
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": "Hãy ghi số, ký hiệu văn bản."},
    )
    unit = forms.ChoiceField(
        label="Đơn vị",
        choices=[("", "Chọn…"), ("CAP", "Công an phường")],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": "Hãy chọn đơn vị."},
    )
    day = DayField(label="Hạn thực hiện")
    reason = ReasonText("Hãy ghi lý do, lý do được lưu trong nhật ký.")


def _context() -> dict[str, Any]:
    known = colours(STYLES.read_text(encoding="utf-8"))
    empty = Sample({}, auto_id="sai_%s")
    empty.is_valid()
    return {
        "swatches": [(name, colour, f"{contrast(colour, '#ffffff'):.1f}") for name, colour in known.items()],
        "scale": SCALE,
        "spaces": SPACES,
        "faces": [(status.value, face) for status, face in FACES.items()],
        "form": Sample({"name": "12/BC-KTHT", "unit": "CAP", "day": "05/03/2026", "reason": "Bổ sung số liệu"}),
        "refused": empty,
        "page": Paginator(range(90), 30).get_page(2),
        "kinds": (("", "Cho biết"), ("success", "Đã xong"), ("warning", "Cần chú ý"), ("error", "Chưa làm được")),
    }


@login_not_required
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "design/design.html", _context())
