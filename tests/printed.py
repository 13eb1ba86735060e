"""The printed plan read from its files by the csv module alone, as the columns of a report should repeat it."""

import csv
import re

from tests.conftest import PLAN_DIR


def table(name: str) -> list[dict[str, str]]:
    with (PLAN_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def appendix(number: int) -> list[dict[str, str]]:
    """The rows of Phụ lục 1 (29) or 2 (15), in printed order."""
    return [row for row in table("chi-tieu") if row["ma"].startswith(f"PL{number}.")]


def tasks() -> list[dict[str, str]]:
    return table("nhiem-vu")


def name_of(code: str) -> str:
    """A unit's or a leader's name."""
    units = {row["ma"]: row["ten"] for row in table("don-vi")}
    return (units | {row["ma"]: row["ho_ten"] for row in table("lanh-dao")})[code]


def names_of(codes: str) -> list[str]:
    return [name_of(code) for code in codes.split("; ") if code]


def words(cell: str) -> str:
    """ "≥60%" and "≥ 60%" are printed side by side: one space after the sign."""
    return re.sub(r"([≥≤])\s*", r"\1 ", cell)


def value(cell: str) -> str:
    """What a cell beside a column ĐVT shows."""
    return words(cell).removesuffix("%")
