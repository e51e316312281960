"""Readers' corrections: kept, changed, undone. Nothing else of a page is kept."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ascribe.results import BlockKind, Label, ModelName
from ascribe_server.store.database import Database

# Words before and after that tell one "He declined." of a page from another.
_CONTEXT_WORDS = 8
_WORD = re.compile(r"\w+")

Chances = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCorrection:
    """A reader's own label for a sentence, and what is kept to find it again.

    Attributes:
        label: what the reader says it is.
        quote: the sentence.
        prefix: the neighbours before it, in this block or the one before; a line
            feed stands where a block ends.
        suffix: the neighbours after it, likewise.
        block_sha256: of the whole block's text; see ``sha256_of_text``.
        block_kind: what the page says the block is.
        model: whose label was corrected.
        chances: of the four labels, as that model gave them; None if not known.
        made_at: when, in seconds since 1970.
        used_in: the models that have learned it, oldest first.
    """

    label: Label
    quote: str
    prefix: str
    suffix: str
    block_sha256: str
    block_kind: BlockKind
    model: ModelName
    chances: Chances | None
    made_at: int
    used_in: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """What two corrections of one sentence have in common, as SHA-256.

        Its words and the nearest ones around it, whatever their case and spaces.
        """
        before = words_of(self.prefix)[-_CONTEXT_WORDS:]
        after = words_of(self.suffix)[:_CONTEXT_WORDS]
        parts = (before, words_of(self.quote) or [self.quote.strip()], after)
        text = "\n".join(" ".join(part) for part in parts)
        return sha256_of_text(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(NewCorrection):
    """A correction in the store.

    Attributes:
        id: its number; it is never given to another one.
    """

    id: int


class Corrections:
    """The corrections of one store."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, new: NewCorrection) -> Correction:
        """Keep a correction; one of the same sentence is replaced.

        It is on the disk when this returns.

        Raises:
            StoreError: if it cannot be kept; then nothing has changed.
        """
        with self.database.writing() as connection:
            id_ = _put(connection, new)
            return _read(connection, "WHERE id = ?", (id_,))[0]

    def add_all(self, new: Sequence[NewCorrection]) -> tuple[int, int]:
        """Keep several, or none where one of them cannot be kept.

        Returns:
            How many are new, and how many took the place of an earlier one.

        Raises:
            StoreError: as ``add``.
        """
        with self.database.writing() as connection:
            before = _count(connection)
            for each in new:
                _put(connection, each)
            added = _count(connection) - before
        return added, len(new) - added

    def all(self) -> list[Correction]:
        """Return every correction, oldest first.

        Raises:
            StoreError: if the store cannot be read.
        """
        with self.database.reading() as connection:
            return _read(connection)

    def undo(self, ids: Collection[int]) -> list[int]:
        """Forget corrections and their text.

        Returns:
            Those that were there.

        Raises:
            StoreError: if the store cannot be written.
        """
        with self.database.writing() as connection:
            return [
                id_
                for id_ in sorted(set(ids))
                if connection.execute(
                    "DELETE FROM corrections WHERE id = ?", (id_,)
                ).rowcount
            ]

    def mark_used(self, ids: Collection[int], model: str) -> None:
        """Note that a model has learned corrections; those undone since are passed by.

        Raises:
            StoreError: if the store cannot be written.
        """
        with self.database.writing() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO correction_uses (correction, model) "
                "SELECT id, ? FROM corrections WHERE id = ?",
                [(model, id_) for id_ in ids],
            )


def words_of(text: str) -> list[str]:
    """Return the words of a text, small letters only.

    >>> words_of("“Rain”, she said –")
    ['rain', 'she', 'said']
    """
    return _WORD.findall(text.casefold())


def sha256_of_text(text: str) -> str:
    """Return the SHA-256 of a text as a browser computes it, in hexadecimal.

    A browser's ``TextEncoder`` writes UTF-8 and U+FFFD for half a surrogate pair.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return hashlib.sha256(whole.encode()).hexdigest()


def _put(connection: sqlite3.Connection, new: NewCorrection) -> int:
    """Write one correction; an earlier one of the sentence keeps its number."""
    # Half a surrogate pair has no UTF-8, which SQLite keeps.
    quote, prefix, suffix = (
        text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        for text in (new.quote, new.prefix, new.suffix)
    )
    row = (
        new.identity,
        new.label,
        quote,
        prefix,
        suffix,
        new.block_sha256,
        new.block_kind,
        new.model.name,
        new.model.version,
        new.model.sha256,
        None if new.chances is None else json.dumps(new.chances),
        new.made_at,
    )
    (id_,) = connection.execute(
        "INSERT INTO corrections (identity, label, quote, prefix, suffix, "
        "block_sha256, block_kind, model_name, model_version, model_sha256, chances, "
        "made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (identity) DO UPDATE SET label = excluded.label, "
        "quote = excluded.quote, prefix = excluded.prefix, suffix = excluded.suffix, "
        "block_sha256 = excluded.block_sha256, block_kind = excluded.block_kind, "
        "model_name = excluded.model_name, model_version = excluded.model_version, "
        "model_sha256 = excluded.model_sha256, chances = excluded.chances, "
        "made_at = excluded.made_at RETURNING id",
        row,
    ).fetchone()
    connection.execute("DELETE FROM correction_uses WHERE correction = ?", (id_,))
    connection.executemany(
        "INSERT OR IGNORE INTO correction_uses (correction, model) VALUES (?, ?)",
        [(id_, model) for model in new.used_in],
    )
    return int(id_)


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM corrections").fetchone()[0])


def _read(
    connection: sqlite3.Connection, where: str = "", values: Sequence[object] = ()
) -> list[Correction]:
    uses: dict[int, list[str]] = {}
    for use in connection.execute("SELECT * FROM correction_uses ORDER BY rowid"):
        uses.setdefault(use["correction"], []).append(use["model"])
    rows = connection.execute(
        f"SELECT * FROM corrections {where} ORDER BY id",  # noqa: S608 our own words
        tuple(values),
    )
    return [
        Correction(
            id=row["id"],
            label=row["label"],
            quote=row["quote"],
            prefix=row["prefix"],
            suffix=row["suffix"],
            block_sha256=row["block_sha256"],
            block_kind=row["block_kind"],
            model=ModelName(
                row["model_name"], row["model_version"], row["model_sha256"]
            ),
            chances=None
            if row["chances"] is None
            else tuple(json.loads(row["chances"])),
            made_at=row["made_at"],
            used_in=tuple(uses.get(row["id"], ())),
        )
        for row in rows
        for given in [row["chances"]]
    ]
