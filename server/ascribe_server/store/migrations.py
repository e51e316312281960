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
        model_name TEXT NOT NULL,
        model_version TEXT NOT NULL,
        model_sha256 TEXT NOT NULL,
        -- The model's chances of the four labels, as a JSON array; NULL if unknown.
        chances TEXT,
        made_at INTEGER NOT NULL
    ) STRICT
    """,
    # Which model learned a sentence is forgotten with the sentence.
    """
    CREATE TABLE correction_uses (
        correction INTEGER NOT NULL REFERENCES corrections (id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        PRIMARY KEY (correction, model)
    ) STRICT
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

# What the reader has switched on; what has no row is off.
_DIARY = (
    """
    CREATE TABLE switches (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL CHECK (value IN (0, 1))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE diary_pages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        day TEXT NOT NULL,
        -- Of the address, which is not kept.
        page_sha256 TEXT NOT NULL,
        site TEXT NOT NULL,
        title TEXT NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (day, page_sha256)
    ) STRICT
    """,
    # A long page is scored in parts. Numbers are words, so that parts add up.
    """
    CREATE TABLE diary_parts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        page INTEGER NOT NULL REFERENCES diary_pages (id) ON DELETE CASCADE,
        part_sha256 TEXT NOT NULL,
        words INTEGER NOT NULL,
        opinion REAL NOT NULL,
        attributed REAL NOT NULL,
        statement REAL NOT NULL,
        UNIQUE (page, part_sha256)
    ) STRICT
    """,
    """
    CREATE TABLE diary_sources (
        part INTEGER NOT NULL REFERENCES diary_parts (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        sentences INTEGER NOT NULL,
        words INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX diary_sources_of_part ON diary_sources (part)",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_CORRECTIONS, _PROMOTIONS, _DIARY)
