"""The first load of another plan into a ward that is at work."""

import errno
import shutil

import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan
from tests.conftest import PLAN_DIR
from units.models import Event, Leader, Unit, Ward

pytestmark = pytest.mark.django_db
CHANGES = {
    "ke-hoach.csv": ("33/KH-UBND", "34/KH-UBND"),
    "phuong.csv": ("hai-an,Phường Hải An", "hai-an,Phường Hải An mới"),
    "don-vi.csv": ("VHXH,Phòng Văn hóa - Xã hội,", "VHXH,Phòng Văn hóa và Xã hội,"),
    "lanh-dao.csv": ("CHH,Cao Huy Hiếu,C.H. Hiếu,Chủ tịch", "CHH,Cao Huy Hiếu,C.H. Hiếu,Quyền Chủ tịch"),
}


@pytest.fixture
def folder(tmp_path):
    copy = shutil.copytree(PLAN_DIR, tmp_path / "ke-hoach-34")
    for name, (old, new) in CHANGES.items():
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text, name
        (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


class TestAFileThatCannotBeRead:
    def problems(self, source):
        with pytest.raises(CommandError) as refused:
            call_command("load_plan", str(source))
        return str(refused.value).splitlines()

    def test_is_told_in_vietnamese_beside_all_others(self, folder):
        for name in ("chi-tieu.csv", "nguon.txt"):
            (folder / name).unlink()
            (folder / name).mkdir()
        (folder / "nhom.csv").unlink()
        assert self.problems(folder) == [
            f"nhom.csv: không có tệp này trong {folder}.",
            "chi-tieu.csv: không đọc được tệp (đó là một thư mục).",
            "nguon.txt: không đọc được tệp (đó là một thư mục).",
        ]

    def test_may_be_one_that_is_not_shown(self, folder, monkeypatch):
        def hidden(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

        monkeypatch.setattr("pathlib.Path.read_bytes", hidden)
        assert "nguon.txt: không đọc được tệp (không có quyền đọc)." in self.problems(folder)
        monkeypatch.setattr("pathlib.Path.exists", hidden)
        assert self.problems(folder) == [f"{folder}: không đọc được tệp (không có quyền đọc)."]


def test_writes_a_line_for_everything_that_was_there_and_changed(plan, folder):
    before = set(Event.objects.values_list("pk", flat=True))
    call_command("load_plan", str(folder), overwrite=True)
    assert Plan.objects.count() == 2
    assert Ward.objects.get().name == "Phường Hải An mới"
    lines = Event.objects.exclude(pk__in=before).order_by("pk")
    told = {(line.action, line.subject_type, line.subject_code): (line.before, line.after) for line in lines}
    plan_line = told.pop(("load", "plan", "34/KH-UBND"))
    assert plan_line[1]["don-vi.csv"].endswith(" hàng")
    ward, unit, leader = Ward.objects.get().code, Unit.objects.get(code="VHXH"), Leader.objects.get(code="CHH")
    assert len(told.pop(("make_periods", "plan", "34/KH-UBND"))[1]) == 7
    assert set(told) == {("change", "ward", ward), ("change", "unit", unit.code), ("change", "leader", leader.code)}
    before, after = told["change", "unit", "VHXH"]
    assert (list(before.values()), list(after.values())) == (["Phòng Văn hóa - Xã hội"], ["Phòng Văn hóa và Xã hội"])


def test_a_unit_that_another_plan_brought_is_not_listed_as_added(plan, folder, capsys):
    units = folder / "don-vi.csv"
    new = "MOI,Đơn vị mới,Mới,department,90,,"
    units.write_text(units.read_text(encoding="utf-8").rstrip() + f"\n{new}\n", encoding="utf-8")
    call_command("load_plan", str(folder), overwrite=True)
    assert Unit.objects.filter(code="MOI").exists()
    call_command("load_plan", str(PLAN_DIR), overwrite=True)
    assert "chỉ có trong cơ sở dữ liệu" not in capsys.readouterr().out
