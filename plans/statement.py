"""SQL that is written out once and gives rows of one model.

For the few statements that every request runs: building one anew through the mapper costs several times its running,
and `Manager.raw` works the columns out again each time (bench/save_row.py). Everything else goes through the mapper.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate
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


class Rows:
    """A part of `Joined`: rows of a model, one object a row of the table however often it is joined."""

    def __init__(self, model: type[Model], *, without: Iterable[str] = ()) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if field.name not in set(without)]
        self.names = [field.attname for field in self.fields]

    def reader(self) -> Callable[[Sequence[Any]], Any]:
        """Makes an object of converted values; None where an outer join found nothing. New for every reading."""
        key, known = self.names.index("id"), dict[int | None, Model | None]({None: None})
        make, names = self.model.from_db, self.names

        def read(values: Sequence[Any]) -> Any:
            if (found := values[key]) not in known:
                known[found] = make(DEFAULT_DB_ALIAS, names, values)
            return known[found]

        return read


class Values:
    """A part of `Joined`: some columns of a model, as a tuple."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self.model = model
        by_name = {field.attname: field for field in model._meta.concrete_fields}
        self.fields = [by_name[name] for name in names]

    def reader(self) -> Callable[[Sequence[Any]], Any]:
        return tuple


class Joined:
    """SQL over several tables. `{name}` in it stands for the columns of the part of that name, whose table has that
    alias; a row is a tuple of its parts in the order given, then of the columns that follow them in the SQL.

    Every part is named once, in that order, before any other column. One statement, one query.
    """

    def __init__(self, sql: str, **parts: Rows | Values) -> None:
        self.parts = parts
        self.sql = sql.format(**{name: columns(part, name) for name, part in parts.items()})
        self.converters = cache(self._converters)
        ends = list(accumulate(len(part.fields) for part in parts.values()))
        self.places = [slice(begin, end) for begin, end in zip([0, *ends], ends, strict=False)]

    def rows(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = [list(row) for row in cursor.fetchall()]
        for place, (convert, column) in self.converters(connection.vendor).items():
            for each in convert:
                for row in found:
                    row[place] = each(row[place], column, connection)
        readers = list(zip([part.reader() for part in self.parts.values()], self.places, strict=True))
        rest = self.places[-1].stop
        return [(*(read(row[place]) for read, place in readers), *row[rest:]) for row in found]

    def _converters(self, vendor: str) -> Converters:
        asked = [field.get_col(part.model._meta.db_table) for part in self.parts.values() for field in part.fields]
        compiler = next(iter(self.parts.values())).model._default_manager.all().query.get_compiler(DEFAULT_DB_ALIAS)
        return dict(compiler.get_converters(asked))


def columns(part: Rows | Values, alias: str) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in part.fields)
