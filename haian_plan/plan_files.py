"""Finding and reading the files of a plan: a directory of CSV files, or a workbook with sheets of the same names."""

from dataclasses import dataclass
from pathlib import Path

from plans.csv_table import read_csv
from plans.table import Table, WorkbookRefused
from plans.workbook import read_sheets
from units.command import unreadable

SHEETS = ("phuong", "don-vi", "lanh-dao", "ke-hoach", "nhom", "noi-dung", "dinh-chinh", "chi-tieu", "nhiem-vu")
SOURCE = "nguon.txt"
SOURCE_SHEET = "nguon"


class FilesRefused(Exception):
    """`problems`: one Vietnamese line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class PlanFiles:
    """`tables` by the name of the sheet; `source` is the text of the document, None where it was not given."""

    tables: dict[str, Table]
    source: str | None


def read_plan(path: Path) -> PlanFiles:
    """Raises FilesRefused with everything that is missing or unreadable."""
    try:
        found, is_folder = path.exists(), path.is_dir()
    except OSError as error:
        raise FilesRefused([unreadable(str(path), error)]) from None
    if not found:
        raise FilesRefused([f"Không có thư mục hoặc tệp {path}."])
    return read_directory(path) if is_folder else read_workbook_file(path)


def read_directory(folder: Path) -> PlanFiles:
    tables: dict[str, Table] = {}
    problems: list[str] = []
    for sheet in SHEETS:
        file = folder / f"{sheet}.csv"
        try:
            tables[sheet] = read_csv(file.name, file.read_bytes())
        except FileNotFoundError:
            problems.append(f"{file.name}: không có tệp này trong {folder}.")
        except OSError as error:
            problems.append(unreadable(file.name, error))
        except WorkbookRefused as error:
            problems.append(error.sentence)
    source = read_source(folder / SOURCE, problems)
    if problems:
        raise FilesRefused(problems)
    return PlanFiles(tables, source)


def read_source(file: Path, problems: list[str]) -> str | None:
    """The document byte for byte: no line end is changed."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        problems.append(unreadable(file.name, error))
    except UnicodeDecodeError:
        problems.append(f"{file.name}: tệp không phải mã UTF-8.")
    return None


def read_workbook_file(path: Path) -> PlanFiles:
    try:
        found = read_sheets(path)
    except WorkbookRefused as error:
        raise FilesRefused([error.sentence]) from None
    missing = [f"{path.name}: thiếu trang tính “{sheet}”." for sheet in SHEETS if sheet not in found]
    if missing:
        raise FilesRefused(missing)
    source = found.get(SOURCE_SHEET)
    return PlanFiles({sheet: found[sheet] for sheet in SHEETS}, joined_lines(source) if source else None)


def joined_lines(table: Table) -> str:
    """A line of the document in each row under the heading; empty rows are its empty lines."""
    lines = {row.number: str(row.cells[0].value) for row in table.rows if not row.cells[0].is_empty}
    return "\n".join(lines.get(number, "") for number in range(2, max(lines, default=1) + 1))
