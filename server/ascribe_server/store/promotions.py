"""Which model is in use, and which were: the newest row of one table says it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ascribe_server.store.database import Database


@dataclass(frozen=True, slots=True)
class Promotion:
    """A change of the model in use.

    Attributes:
        model: name on the shelf; None for the model that ships.
        sha256: of its weights; None for the model that ships.
        reason: ``promote`` or ``rollback``.
        at: when, in seconds since 1970.
    """

    model: str | None
    sha256: str | None
    reason: str
    at: int


class Promotions:
    """The history of the model in use."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def history(self) -> list[Promotion]:
        """Return every change, oldest first.

        Raises:
            StoreError: if the store cannot be read.
        """
        if not self.database.path.exists():
            return []
        with self.database.reading() as connection:
            return _history(connection)

    def active(self) -> Promotion | None:
        """Return the change that led to the model in use; None if there was none.

        Raises:
            StoreError: if the store cannot be read.
        """
        history = self.history()
        return history[-1] if history else None

    def promote(self, model: str, sha256: str) -> None:
        """Use a model from now on.

        Raises:
            StoreError: if the store cannot be written; then nothing has changed.
        """
        with self.database.writing() as connection:
            _add(connection, Promotion(model, sha256, "promote", int(time.time())))

    def rollback(self, available: Collection[str]) -> Promotion | None:
        """Use the model again that was in use before the one that is.

        Args:
            available: the models there are; others are passed over.

        Returns:
            The change; None where the model that ships is in use already.

        Raises:
            StoreError: if the store cannot be written; then nothing has changed.
        """
        with self.database.writing() as connection:
            stack = _in_use(_history(connection))
            if not stack:
                return None
            earlier = [one for one in stack[:-1] if one.model in available]
            before = earlier[-1] if earlier else Promotion(None, None, "", 0)
            back = Promotion(before.model, before.sha256, "rollback", int(time.time()))
            _add(connection, back)
            return back


def _in_use(history: Sequence[Promotion]) -> list[Promotion]:
    """Return the promotions that no rollback has taken back, oldest first."""
    stack: list[Promotion] = []
    for change in history:
        if change.reason == "promote":
            stack.append(change)
            continue
        stack.pop()
        while stack and stack[-1].model != change.model:
            stack.pop()
    return stack


def _history(connection: sqlite3.Connection) -> list[Promotion]:
    rows = connection.execute("SELECT * FROM promotions ORDER BY id")
    return [
        Promotion(row["model"], row["sha256"], row["reason"], row["at"]) for row in rows
    ]


def _add(connection: sqlite3.Connection, change: Promotion) -> None:
    connection.execute(
        "INSERT INTO promotions (model, sha256, reason, at) VALUES (?, ?, ?, ?)",
        (change.model, change.sha256, change.reason, change.at),
    )
