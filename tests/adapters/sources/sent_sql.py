"""A connection that puts down the SQL it is given, as a dialect of SQLAlchemy writes it, and answers with nothing."""

from __future__ import annotations

from typing import Any  # statements and dialects of SQLAlchemy


class Recorded:
    """answer: the one value each question gives."""

    def __init__(self, dialect: Any, answer: object = None) -> None:
        self.dialect = dialect
        self.statements: list[str] = []
        self._answer = answer

    def execute(self, statement: Any, _: object = None, **__: object) -> _Nothing:
        self.statements.append(
            str(statement.compile(dialect=self.dialect, compile_kwargs={"render_postcompile": True}))
        )
        return _Nothing(self._answer)

    def exec_driver_sql(self, statement: str) -> _Nothing:
        self.statements.append(statement)
        return _Nothing(self._answer)


class _Nothing:
    cursor = None

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def fetchall(self) -> list[object]:
        return []

    def fetchmany(self, _: int) -> list[object]:
        return []

    def scalar(self) -> object:
        return self._answer

    def close(self) -> None:
        """Nothing is open."""
