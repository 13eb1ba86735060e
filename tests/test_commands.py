"""The command line as a person or a timer has it: exit status, one line per problem on stderr, nothing in between.

Every call is a process of its own on an SQLite file of its own; what the commands do is tested in their own files.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import get_commands, load_command_class

from tests.conftest import PLAN_DIR
from tests.site import MANAGE, ROOT
from tests.workbooks import csv_file, xlsx_file
from units.command import SpokenCommand

QUARTERS = {"Quý I/": "2026-Q1", "Quý II/": "2026-Q2", "Quý III/": "2026-Q3", "Quý IV/": "2026-Q4"}
APPS = ("haian_plan", "reports", "tasks", "kpis", "plans", "units")
STRONG = "Hoa.Phuong.Do.2026"


class Answer(NamedTuple):
    status: int
    said: str
    problems: list[str]


class Site:
    """A database file and the commands on it."""

    def __init__(self, file: Path, *, quarter: str = "") -> None:
        self.file, self.quarter = file, quarter

    def run(self, *arguments: object, typed: str = "", **environment: str) -> Answer:
        """No traceback ever reaches the reader."""
        done = subprocess.run(
            [*MANAGE, *map(str, arguments)],
            env=os.environ | {"DATABASE_URL": f"sqlite:///{self.file}", "PROFILE": "demo", "DEBUG": "0"} | environment,
            cwd=ROOT,
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr.splitlines())

    def count(self, table: str, condition: str = "1 = 1") -> int:
        with sqlite3.connect(self.file) as database:
            (number,) = database.execute(f"SELECT COUNT(*) FROM {table} WHERE {condition}").fetchone()  # noqa: S608
            return int(number)


def copy_row(file: Path, table: str, where: str, **changes: object) -> None:
    """A row like another one, as an administrator would add it."""
    with sqlite3.connect(file) as database:
        found = database.execute(f"SELECT * FROM {table} WHERE {where}")  # noqa: S608
        names = [column[0] for column in found.description]
        row = dict(zip(names, found.fetchone(), strict=True)) | changes
        del row["id"]
        columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        database.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Site:
    """What `make run` prepares, made once by the command itself."""
    site = Site(tmp_path_factory.mktemp("commands") / "demo.sqlite3")
    answer = site.run("demo")
    assert (answer.status, answer.problems) == (0, [])
    (site.quarter,) = [code for words, code in QUARTERS.items() if f"{words}2026 để trống" in answer.said]
    return site


@pytest.fixture
def site(prepared, tmp_path) -> Site:
    """A copy of it for one test; no process has it open while it is copied."""
    return Site(shutil.copy(prepared.file, tmp_path / "site.sqlite3"), quarter=prepared.quarter)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Site:
    site = Site(tmp_path_factory.mktemp("commands") / "bare.sqlite3")
    assert site.run("migrate", "--verbosity", "0").status == 0
    return site


@pytest.fixture
def bare(migrated, tmp_path) -> Site:
    """Tables without a row."""
    return Site(shutil.copy(migrated.file, tmp_path / "bare.sqlite3"))


class TestImportFigures:
    def count(self, site: Site) -> tuple[int, int]:
        return site.count("kpis_figure"), site.count("units_event")

    @pytest.mark.parametrize("make", [csv_file, xlsx_file])
    def test_a_good_file_ends_with_0(self, site, tmp_path, make):
        good = "chi_tieu,gia_tri\nPL1.6,1.2\n" if make is csv_file else [("PL1.6", 1.2)]
        before = self.count(site)
        answer = site.run("import_figures", site.quarter, make(tmp_path, good), "--by", "kthtdt")
        assert (answer.status, answer.problems) == (0, [])
        assert answer.said.startswith("Đã nhập (Quý")
        assert self.count(site) == (before[0] + 1, before[1] + 1)
        assert site.count("kpis_figure", "value = 1.2 AND state = 'entering'") == 1
        assert site.count("units_event", "channel = 'command' AND subject_code = 'PL1.6' AND action = 'save'") >= 1

    def test_a_rehearsal_ends_with_0_and_writes_nothing(self, site, tmp_path):
        before = self.count(site)
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n")
        answer = site.run("import_figures", site.quarter, file, "--by", "kthtdt", "--dry-run")
        assert (answer.status, answer.said.startswith("Kiểm tra xong, chưa ghi gì")) == (0, True)
        assert self.count(site) == before

    def test_problems_end_with_1_and_one_line_each(self, site, tmp_path):
        before = self.count(site)
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\nPL1.26,146\nPL9.9,1\nPL1.23,1\n")
        answer = site.run("import_figures", site.quarter, file, "--by", "kthtdt")
        assert (answer.status, answer.said) == (1, "")
        assert [line.partition(": ")[0] for line in answer.problems] == [
            "so-lieu.csv, hàng 3, cột gia_tri",
            "so-lieu.csv, hàng 4, cột chi_tieu",
            "so-lieu.csv, hàng 5, cột chi_tieu",
        ]
        assert self.count(site) == before

    @pytest.mark.parametrize("make", [csv_file, xlsx_file])
    def test_a_file_of_headings_alone_ends_with_1(self, site, tmp_path, make):
        file = make(tmp_path, "chi_tieu,gia_tri\n" if make is csv_file else [])
        answer = site.run("import_figures", site.quarter, file, "--by", "kthtdt")
        (line,) = answer.problems
        assert (answer.status, answer.said) == (1, "")
        assert line.endswith(": chỉ có hàng tiêu đề, không có hàng số liệu nào.")

    @pytest.mark.parametrize("name", ["khong-co.csv", "web.xlsx"])
    def test_a_file_that_cannot_be_read_ends_with_1(self, site, tmp_path, name):
        (tmp_path / "web.xlsx").write_text("<html><body>1,2</body></html>")
        answer = site.run("import_figures", site.quarter, tmp_path / name, "--by", "kthtdt")
        (line,) = answer.problems
        assert (answer.status, answer.said) == (1, "")
        assert line.startswith(f"{name}: ")

    @pytest.mark.parametrize("arguments", [["2026-Q1", "a.csv"], ["2026-Q1", "a.csv", "--by", "x", "--all"]])
    def test_wrong_usage_ends_with_2(self, prepared, arguments):
        answer = prepared.run("import_figures", *arguments)
        assert (answer.status, answer.said) == (2, "")
        assert answer.problems[0].startswith("usage: ")


class TestAWrongSetting:
    @pytest.mark.parametrize(
        ("setting", "line"),
        [
            ({"PORT": "abc"}, "PORT='abc': cần một số cổng từ 1 đến 65535."),
            ({"PROFILE": "production"}, "PROFILE='production': chỉ nhận demo, office hoặc https."),
            *(
                (
                    {"DATABASE_URL": url},
                    "DATABASE_URL: cần dạng postgres://tài-khoản:mật-khẩu@máy-chủ:5432/tên "
                    "hoặc sqlite:////thư-mục/tệp.sqlite3.",
                )
                for url in ("foo://x", "x", "mysql://u:p@h/d", "postgres://u:p@h:abc/d")
            ),
        ],
    )
    @pytest.mark.parametrize("command", ["serve", "migrate"])
    def test_ends_with_1_and_its_sentence(self, tmp_path, command, setting, line):
        answer = Site(tmp_path / "none.sqlite3").run(command, **setting)
        assert answer == Answer(1, "", [line])


class TestEveryCommand:
    def test_of_ours_speaks_without_the_name_of_a_class(self):
        ours = {name: app for name, app in get_commands().items() if app in APPS}
        assert {"clear_demo", "serve", "check_evidence", "load_plan"} <= set(ours)
        silent = [name for name, app in ours.items() if not isinstance(load_command_class(app, name), SpokenCommand)]
        assert silent == []

    def test_says_its_problem_as_it_is(self, prepared):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            answer = prepared.run("serve", PORT=str(port))
        sentence = f"Cổng {port} đang có chương trình khác dùng; chạy lại với cổng khác, ví dụ PORT=8001."
        assert answer == Answer(1, "", [sentence])


class TestLoadPlan:
    def test_the_printed_plan_ends_with_0_and_the_second_time_changes_nothing(self, bare):
        first = bare.run("load_plan", PLAN_DIR)
        assert (first.status, first.problems) == (0, [])
        assert first.said.startswith("Đã ghi ")
        events = bare.count("units_event")
        second = bare.run("load_plan", PLAN_DIR)
        assert second == Answer(0, "Không có gì thay đổi.\n", [])
        assert (bare.count("kpis_indicator"), bare.count("tasks_task"), bare.count("units_event")) == (44, 19, events)

    def test_what_people_changed_ends_with_1_until_they_say_so(self, site):
        with sqlite3.connect(site.file) as database:
            database.execute("UPDATE kpis_indicator SET short_name = 'Phủ sóng' WHERE code = 'PL1.1'")
        answer = site.run("load_plan", PLAN_DIR)
        assert (answer.status, answer.said) == (1, "")
        assert "PL1.1" in answer.problems[0]
        assert answer.problems[-1] == "Không ghi gì. Thêm --overwrite để lấy theo tệp."
        assert site.count("kpis_indicator", "short_name = 'Phủ sóng'") == 1
        assert site.run("load_plan", PLAN_DIR, "--overwrite") == Answer(0, "Đã ghi 1 hàng.\n", [])
        assert site.count("kpis_indicator", "short_name = 'Phủ sóng'") == 0

    def test_what_people_added_is_listed_ends_with_1_and_stays(self, site):
        copy_row(site.file, "kpis_indicator", "code = 'PL1.29'", code="PL1.30", order=900)
        copy_row(site.file, "plans_section", "code = 'PL1.IV'", code="PL1.V", order=900)
        copy_row(site.file, "units_leader", "code = 'CHH'", code="MOI")
        answer = site.run("load_plan", PLAN_DIR)
        added = [
            f"{line}: chỉ có trong cơ sở dữ liệu, không có trong tệp."
            for line in ("lanh-dao.csv, MOI", "nhom.csv, PL1.V", "chi-tieu.csv, PL1.30")
        ]
        kept = (
            "Hàng chỉ có trong cơ sở dữ liệu được giữ nguyên, cả khi có --overwrite; "
            "muốn thôi dùng, sửa ở trang quản trị."
        )
        assert answer == Answer(1, "", [*added, kept])
        with sqlite3.connect(site.file) as database:
            database.execute("UPDATE kpis_indicator SET short_name = 'Phủ sóng' WHERE code = 'PL1.1'")
        answer = site.run("load_plan", PLAN_DIR)
        overwrite = "Không ghi gì. Thêm --overwrite để lấy theo tệp."
        assert "PL1.1," in answer.problems[0]
        assert answer.problems[1:] == [*added, overwrite, kept]
        answer = site.run("load_plan", PLAN_DIR, "--overwrite")
        assert answer == Answer(0, "".join(f"Giữ nguyên: {line}\n" for line in added) + "Đã ghi 1 hàng.\n", [])
        assert site.count("kpis_indicator", "code = 'PL1.30'") == 1

    def test_files_that_are_not_there_end_with_1_and_one_line_each(self, bare, tmp_path):
        folder = tmp_path / "ke-hoach"
        shutil.copytree(PLAN_DIR, folder)
        (folder / "don-vi.csv").unlink()
        (folder / "chi-tieu.csv").write_bytes(b"")
        answer = bare.run("load_plan", folder)
        assert (answer.status, answer.said, len(answer.problems)) == (1, "", 2)
        assert "don-vi.csv: không có tệp này" in answer.problems[0]
        assert "chi-tieu.csv: tệp rỗng" in answer.problems[1]
        assert bare.count("units_ward") == 0

    def test_no_such_folder(self, bare, tmp_path):
        answer = bare.run("load_plan", tmp_path / "khong-co")
        assert (answer.status, answer.said) == (1, "")
        assert "Không có thư mục hoặc tệp" in answer.problems[0]

    def test_wrong_usage_ends_with_2(self, prepared):
        assert prepared.run("load_plan").status == 2


class TestDemo:
    def test_the_second_time_keeps_the_data_and_ends_with_0(self, site):
        figures = site.count("kpis_figure")
        answer = site.run("demo")
        assert (answer.status, answer.problems) == (0, [])
        assert "minh họa" not in answer.said
        assert site.count("kpis_figure") == figures > 60

    def test_clear_demo_ends_with_0_and_leaves_the_plan(self, site):
        answer = site.run("clear_demo")
        assert (answer.status, answer.problems) == (0, [])
        assert (site.count("kpis_figure"), site.count("units_user"), site.count("kpis_indicator")) == (0, 0, 44)


class TestCreateAdmin:
    def test_the_password_comes_from_the_input_and_never_back(self, site):
        answer = site.run("create_admin", "truong.an", typed=f"{STRONG}\n")
        assert (answer.status, answer.problems) == (0, [])
        assert answer.said == "Đã tạo tài khoản quản trị truong.an của Phường Hải An.\n"
        assert site.count("units_user", "username = 'truong.an' AND role = 'administrator'") == 1

    def test_a_refusal_ends_with_1(self, site):
        accounts = site.count("units_user")
        answer = site.run("create_admin", "truong.an", typed="ngan\n")
        assert (answer.status, answer.said) == (1, "")
        assert "14 ký tự" in "\n".join(answer.problems)
        assert site.count("units_user") == accounts

    def test_before_a_plan_is_loaded_there_is_no_ward(self, bare):
        answer = bare.run("create_admin", "truong.an", typed=f"{STRONG}\n")
        assert answer.status == 1
        assert "Không có phường này." in answer.problems[0]

    def test_wrong_usage_ends_with_2(self, prepared):
        assert prepared.run("create_admin").status == 2


class TestExportReport:
    @pytest.mark.parametrize("form", ["xlsx", "json"])
    def test_a_report_ends_with_0_and_a_whole_file(self, prepared, tmp_path, form):
        file = tmp_path / f"bao-cao.{form}"
        answer = prepared.run("export_report", "2026-Q1", "--format", form, "--output", file, "--draft")
        assert (answer.status, answer.problems) == (0, [])
        assert f"Đã ghi {file}" in answer.said
        assert file.read_bytes()[:1] == (b"P" if form == "xlsx" else b"{")

    def test_a_folder_that_is_not_there_ends_with_1(self, prepared, tmp_path):
        file = tmp_path / "khong-co" / "bao-cao.xlsx"
        answer = prepared.run("export_report", "2026-Q1", "--format", "xlsx", "--output", file)
        assert answer.status == 1
        assert "Không ghi được vào thư mục" in answer.problems[0]

    def test_an_unknown_format_ends_with_2(self, prepared, tmp_path):
        answer = prepared.run("export_report", "2026-Q1", "--format", "pdf", "--output", tmp_path / "a.pdf")
        assert answer.status == 2
        assert "không có định dạng “pdf”" in answer.problems[-1]
