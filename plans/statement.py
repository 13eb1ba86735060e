"""SQL that is written out once and gives rows of one model.

For the few statements that every request runs: building one anew through the mapper costs several times its running,
and `Manager.raw` works the columns out again each time (bench/save_row.py). Everything else goes through the mapper.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Convert = Callable[..., Any]
Converters = dict[int, tuple[list[Convert], Any]]


class Statement(Generic[Row]):
    """`{columns}` in the SQL stands for the columns of `model` that are read; all but `without`, which are deferred.

    Values are given as for a cursor. One statement, one query.
    """

    def __init__(self, model: type[Row], sql: str, *, without: Iterable[str] = ()) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if field.name not in set(without)]
        self.names = [field.attname for field in self.fields]
        self.sql = sql.format(columns=", ".join(f'"{field.column}"' for field in self.fields))
        self.converters = cache(self._converters)

    def rows(self, values: Sequence[Any], *, suffix: str = "") -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql + suffix, values)
            found = cursor.fetchall()
        return [self._row(list(values)) for values in found]

    def first(self, values: Sequence[Any], *, suffix: str = "") -> Row | None:
        return next(iter(self.rows(values, suffix=suffix)), None)

    def _row(self, values: list[Any]) -> Row:
        for place, (convert, column) in self.converters(connection.vendor).items():
            for each in convert:
                values[place] = each(values[place], column, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)

    def _converters(self, vendor: str) -> Converters:
        """What makes Python values of those that this kind of database gives."""
        columns = [field.get_col(self.model._meta.db_table) for field in self.fields]
        found = self.model._default_manager.all().query.get_compiler(DEFAULT_DB_ALIAS).get_converters(columns)
        return dict(found)
