"""The diary: what the reader has had scored, by day. Off until the reader wants it.

It keeps a page's site, title, shares and sources, and neither its text nor its
address. A long page is scored in parts, which are added up here; a part that is
scored again counts once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ascribe.results import PROSE_LABELS, Analysis, Block, SourceKind
from ascribe_server.store.database import Database, State

_SWITCH = "diary"
# A headline is shorter; a page may call itself anything.
_LONGEST_TITLE = 300
_LONGEST_NAME = 200
_NO_SITE = ("", "localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class HeardInDiary:
    """A source as one page of the diary hears it."""

    name: str
    kind: SourceKind
    sentences: int
    words: int


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """One page on one day.

    Attributes:
        day: the reader's own date, as ``2026-11-25``.
        site: host name of the page.
        words: number of prose words that count.
        opinion: part of them that is the author's opinion, in [0, 1].
        attributed: part that is attributed, in [0, 1].
        statement: part that is plain statement, in [0, 1].
        sources: most words first.
    """

    id: int
    day: str
    site: str
    title: str
    words: int
    opinion: float
    attributed: float
    statement: float
    sources: tuple[HeardInDiary, ...]


class Diary:
    """The diary in one store.

    Args:
        database: the store; not opened before it is needed.
        now: tells the reader's own time.
    """

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._database = database
        self._now = now
        self._seen: tuple[State, bool] | None = None

    @property
    def is_on(self) -> bool:
        """Whether the reader has switched it on; nothing is made to find out.

        Raises:
            StoreError: if the store cannot be read.
        """
        if not self._database.path.exists():
            return False
        # Asked with each page: opened only where the file has changed since.
        state = self._database.state()
        if self._seen is None or self._seen[0] != state:
            with self._database.reading() as connection:
                row = connection.execute(
                    "SELECT value FROM switches WHERE name = ?", (_SWITCH,)
                ).fetchone()
            self._seen = (state, bool(row and row["value"]))
        return self._seen[1]

    def switch(self, *, on: bool) -> None:
        """Switch it on or off; what stands in it stays.

        Raises:
            StoreError: if the store cannot be written.
        """
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO switches (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (_SWITCH, int(on)),
            )
        self._seen = None

    def note(
        self, url: str, title: str, blocks: Sequence[Block], analysis: Analysis
    ) -> None:
        """Enter a page, or a part of one, under today.

        Pages that are not of the web and those without shares are passed over.

        Raises:
            StoreError: if the store cannot be written.
        """
        site = _site(url)
        shares = analysis.page.shares
        if not site or shares is None or not analysis.page.words:
            return
        now = self._now()
        words = analysis.page.words
        with self._database.writing() as connection:
            (page,) = connection.execute(
                "INSERT INTO diary_pages (day, page_sha256, site, title, at) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT (day, page_sha256) DO UPDATE "
                "SET title = CASE excluded.title WHEN '' THEN title "
                "ELSE excluded.title END, at = excluded.at RETURNING id",
                (
                    now.date().isoformat(),
                    _address_digest(url),
                    site,
                    _clean(title)[:_LONGEST_TITLE],
                    int(now.timestamp()),
                ),
            ).fetchone()
            part = _part_digest(blocks)
            connection.execute(
                "DELETE FROM diary_parts WHERE page = ? AND part_sha256 = ?",
                (page, part),
            )
            (row,) = connection.execute(
                "INSERT INTO diary_parts (page, part_sha256, words, opinion, "
                "attributed, statement) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    page,
                    part,
                    words,
                    *(getattr(shares, label) * words for label in PROSE_LABELS),
                ),
            ).fetchone()
            connection.executemany(
                "INSERT INTO diary_sources (part, name, kind, sentences, words) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        row,
                        _clean(source.name)[:_LONGEST_NAME],
                        source.kind,
                        source.sentences,
                        source.words,
                    )
                    for source in analysis.sources
                ],
            )

    def pages(self) -> list[DiaryPage]:
        """Return all that stands in it, newest first; nothing is made to find out.

        Raises:
            StoreError: if the store cannot be read.
        """
        if not self._database.path.exists():
            return []
        with self._database.reading() as connection:
            pages = connection.execute(
                "SELECT diary_pages.id, day, site, title, sum(words) AS words, "
                "sum(opinion) AS opinion, sum(attributed) AS attributed, "
                "sum(statement) AS statement FROM diary_pages "
                "JOIN diary_parts ON diary_parts.page = diary_pages.id "
                "GROUP BY diary_pages.id "
                "ORDER BY day DESC, at DESC, diary_pages.id DESC"
            ).fetchall()
            heard = connection.execute(
                "SELECT page, name, kind, sum(sentences) AS sentences, "
                "sum(diary_sources.words) AS words FROM diary_sources "
                "JOIN diary_parts ON diary_parts.id = diary_sources.part "
                "GROUP BY page, name, kind ORDER BY sum(diary_sources.words) DESC, name"
            ).fetchall()
        by_page: dict[int, list[HeardInDiary]] = {}
        for row in heard:
            by_page.setdefault(row["page"], []).append(
                HeardInDiary(row["name"], row["kind"], row["sentences"], row["words"])
            )
        return [
            DiaryPage(
                id=row["id"],
                day=row["day"],
                site=row["site"],
                title=row["title"],
                words=row["words"],
                **{label: row[label] / row["words"] for label in PROSE_LABELS},
                sources=tuple(by_page.get(row["id"], ())),
            )
            for row in pages
        ]

    def delete_day(self, day: str) -> int:
        """Delete what was read on a day, as ``2026-11-25``.

        Returns:
            Number of pages deleted.

        Raises:
            StoreError: if the store cannot be written.
        """
        return self._delete("DELETE FROM diary_pages WHERE day = ?", (day,))

    def delete_page(self, page: int) -> int:
        """Delete one page of one day, by its ``id``; as ``delete_day``."""
        return self._delete("DELETE FROM diary_pages WHERE id = ?", (page,))

    def delete_all(self) -> int:
        """Delete all of it; as ``delete_day``. The switch stays where it is."""
        return self._delete("DELETE FROM diary_pages", ())

    def _delete(self, statement: str, values: tuple[str | int, ...]) -> int:
        if not self._database.path.exists():
            return 0
        with self._database.writing() as connection:
            return int(connection.execute(statement, values).rowcount)


def _site(url: str) -> str:
    """Return the host of a page of the web; empty for any other.

    >>> _site("https://www.News.example/a?b"), _site("file:///etc"), _site("http://[")
    ('news.example', '', '')
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or host in _NO_SITE:
        return ""
    return host[:_LONGEST_NAME]


def _address_digest(url: str) -> str:
    """Tell pages apart without keeping where they are."""
    address = url.partition("#")[0]
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def _part_digest(blocks: Sequence[Block]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block.text.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _clean(text: str) -> str:
    """Fold white space; half a surrogate pair has no place in the store."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
