"""A table read from a file (plans/table.py) into a resource (units/sheets.py), and its problems in words."""

from collections.abc import Callable, Iterator
from typing import Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from plans.table import Table
from units.sheets import SheetResource


def as_dataset(table: Table) -> tablib.Dataset:
    rows = [[cell.value for cell in row.cells] for row in table.rows]
    return tablib.Dataset(*rows, headers=list(table.headers))


def problems(result: Any, resource: SheetResource, table: Table) -> list[str]:
    """One line for each: file, row, column and what is wrong."""
    names = {column.attribute: column.column_name for column in resource.fields.values()}
    found = [f"{table.name}: {error.error}" for error in result.base_errors]
    for row in result.invalid_rows:
        found += [located(table, row.number, *line) for line in row_lines(row.error, names.get)]
    for row in result.error_rows:
        found += [located(table, row.number, "", str(error.error)) for error in row.errors]
    return found


def row_lines(error: ValidationError, name_of: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """(column or nothing, sentence)"""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, sentences in by_field.items():
        for sentence in sentences:
            yield ("" if name == NON_FIELD_ERRORS else name_of(name) or name), sentence


def located(table: Table, index: int, column: str, sentence: str) -> str:
    place = f"{table.name}, hàng {table.rows[index - 1].number}"
    return f"{place}, cột {column}: {sentence}" if column else f"{place}: {sentence}"
