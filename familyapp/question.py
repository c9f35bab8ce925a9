"""A question that is asked on almost every request: put into SQL once, and sent straight to the driver.

SQLAlchemy's own way costs ten times what SQLite needs to answer such a question. Rows come as the driver gives
them (SQLite: ids and times as text), so this is for comparing and counting; words are read through a session.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, Select
from sqlmodel import Session

Parameters = dict[str, Any] | tuple[Any, ...]


class Question:
    """One compiled SELECT for one engine. The statement stays the single place where its rules are written."""

    def __init__(self, statement: Select[Any], engine: Engine) -> None:
        self._engine = engine
        dialect = engine.dialect
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self._sql = str(compiled)
        self._order: list[str] | None = list(compiled.positiontup) if compiled.positiontup else None
        self._convert: dict[str, Callable[[Any], Any]] = {}
        for name, bind in compiled.binds.items():
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                self._convert[name] = convert
        # SQLite's connection is an open file: one is kept, outside the pool. One over a network may have gone.
        self._kept = _detached(engine) if dialect.name == "sqlite" else None
        self._fixed = {name: self._converted(name, value) for name, value in compiled.params.items()}

    def _converted(self, name: str, value: Any) -> Any:
        convert = self._convert.get(name)
        return convert(value) if convert is not None else value

    def first(self, *, within: Session | None = None, **asked: Any) -> Any | None:
        """The first row as the driver gives it, or None. Raises the driver's own errors.

        `within` a session that reads already it must be asked there. SQLite lets nobody begin to read while somebody
        waits to commit, who waits for that very session: both would wait until one gives up.
        """
        values = self._fixed.copy()
        for name, value in asked.items():
            convert = self._convert.get(name)
            values[name] = convert(value) if convert is not None else value
        parameters: Parameters = (
            values if self._order is None else tuple([values[name] for name in self._order])
        )
        if within is not None:
            return _ask(within.connection().connection, self._sql, parameters)
        if self._kept is not None:
            return _ask(self._kept, self._sql, parameters)
        connection = self._engine.raw_connection()
        try:
            return _ask(connection, self._sql, parameters)
        finally:
            connection.close()


def _detached(engine: Engine) -> Any:
    connection = engine.raw_connection()
    connection.detach()
    return connection


def _ask(connection: Any, sql: str, parameters: Parameters) -> Any | None:
    cursor = connection.cursor()
    try:
        cursor.execute(sql, parameters)
        return cursor.fetchone()
    finally:
        cursor.close()  # and with it, on SQLite, the lock of its reading
