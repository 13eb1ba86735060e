"""export_report as a person or a timer runs it: a process of its own, its exit status, its sentences."""

import json
import os
import subprocess

import pytest

from reports.documents import export
from tests.book import opened
from tests.conftest import PLAN_DIR
from tests.site import MANAGE, ROOT

FORMATS = ", ".join(export.FORMATS)


@pytest.fixture(scope="module")
def manage(tmp_path_factory):
    """manage.py on a database of its own that holds the plan."""
    home = tmp_path_factory.mktemp("export")
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{home / 'plan.sqlite3'}", "PROFILE": "demo", "DEBUG": "0"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    def run(*arguments):
        words = [*MANAGE, *map(str, arguments)]
        return subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    for prepare in (["migrate", "-v0"], ["load_plan", PLAN_DIR, "-v0"]):
        assert run(*prepare).returncode == 0
    return run


@pytest.mark.parametrize("period", ["2026-Q1", "2026-H1", "2026-9M", "2026-Y"])
def test_writes_the_workbook_and_says_so(manage, tmp_path, period):
    out = tmp_path / "bao-cao.xlsx"
    done = manage("export_report", period, "--format", "xlsx", "--output", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith(f"Đã ghi {out} (")
    assert opened(out).sheetnames[:4] == ["Tổng hợp", "Phụ lục 1", "Phụ lục 2", "Nhiệm vụ"]
    assert [path.name for path in tmp_path.iterdir()] == ["bao-cao.xlsx"]


def test_writes_json_in_place_of_an_older_file(manage, tmp_path):
    out = tmp_path / "bao-cao.json"
    out.write_text("cũ")
    done = manage("export_report", "2026-Q1", "--format", "json", "--output", out, "--draft", "-v0")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads(out.read_text(encoding="utf-8"))["scope"] == "entered"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "PERIOD, --format, --output"),
        (["2026-Q1"], "--format, --output"),
        (["2026-Q1", "--format", "xlsx"], "--output"),
        (["2026-Q1", "--format", "pdf", "--output", "x"], f"không có định dạng “pdf”; hãy dùng {FORMATS}."),
        (["2026-Q1", "--format", "xlsx", "--output", "x", "--nhap"], "--nhap"),
    ],
)
def test_ends_with_2_on_wrong_usage(manage, arguments, words):
    done = manage("export_report", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["2026-Q5"],
            "Không đọc được kỳ “2026-Q5”: hãy viết như 2026-Q1, 2026-H1 (6 tháng), "
            "2026-9M (9 tháng) hoặc 2026-Y (năm).",
        ),
        (["2027-Q1"], "Không có kế hoạch nào có kỳ 2027-Q1; hãy xem lại kỳ, --plan và --ward."),
        (["2026-Q1", "--plan", "34"], "Không có kế hoạch nào có kỳ 2026-Q1; hãy xem lại kỳ, --plan và --ward."),
        (["2026-Q1", "--ward", "ngo-quyen"], "Không có kế hoạch nào có kỳ 2026-Q1; hãy xem lại kỳ, --plan và --ward."),
    ],
)
def test_ends_with_1_and_one_sentence_where_there_is_no_such_report(manage, tmp_path, arguments, sentence):
    out = tmp_path / "x.json"
    done = manage("export_report", *arguments, "--format", "json", "--output", out)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")
    assert not out.exists()


def test_says_in_vietnamese_why_a_file_cannot_be_written(manage, tmp_path):
    folder, file, absent = tmp_path / "thu-muc", tmp_path / "tep", tmp_path / "khong-co"
    folder.mkdir()
    file.touch()
    for out, sentence in (
        (absent / "x.xlsx", f"Không ghi được vào thư mục {absent}: không có thư mục này."),
        (folder, f"Không ghi được tệp {folder}: đó là một thư mục."),
        (file / "x.xlsx", f"Không ghi được vào thư mục {file}: không phải là thư mục."),
        (tmp_path / ("x" * 300), f"Không ghi được vào thư mục {tmp_path}: tên quá dài."),
    ):
        done = manage("export_report", "2026-Q1", "--format", "xlsx", "--output", out, "-v0")
        assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tep", "thu-muc"]
