"""The tables of the store, as the steps that make them. A step is never changed.

To add a table, append a step; ``database.py`` brings every older file up to date and
leaves the number of steps in ``PRAGMA user_version``.
"""

from __future__ import annotations

_CORRECTIONS = (
    """
    CREATE TABLE corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        -- What makes two corrections the same: see corrections.py.
        identity TEXT NOT NULL UNIQUE,
        label TEXT NOT NULL
            CHECK (label IN ('opinion', 'attributed', 'statement', 'other')),
        quote TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        block_sha256 TEXT NOT NULL,
        block_kind TEXT NOT NULL,
        model_version TEXT NOT NULL,
        model_sha256 TEXT NOT NULL,
        -- The model's chances of the four labels, as a JSON array; NULL if unknown.
        chances TEXT,
        made_at INTEGER NOT NULL
    ) STRICT
    """,
    # No foreign key: which model learned a sentence is forgotten with the sentence.
    """
    CREATE TABLE correction_uses (
        correction INTEGER NOT NULL REFERENCES corrections (id) ON DELETE CASCADE,
        model_version TEXT NOT NULL,
        PRIMARY KEY (correction, model_version)
    ) STRICT, WITHOUT ROWID
    """,
)

# The model in use is the newest row's; NULL stands for the one that ships.
_PROMOTIONS = (
    """
    CREATE TABLE promotions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        model TEXT,
        sha256 TEXT,
        reason TEXT NOT NULL CHECK (reason IN ('promote', 'rollback')),
        at INTEGER NOT NULL
    ) STRICT
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_CORRECTIONS, _PROMOTIONS)
