"""Every number and place that a user can set, with its default and its help."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from ascribe.engine import MAX_BLOCKS


def default_data_dir() -> Path:
    """The platform's folder for this user's data; nothing is made yet."""
    return platformdirs.user_data_path("ascribe", appauthor=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the server may do; the ``help`` of each field says what it means."""

    port: int = field(
        default=8672,
        metadata={"help": "TCP port on 127.0.0.1; 0 takes any that is free."},
    )
    data_dir: Path = field(
        default_factory=default_data_dir,
        metadata={"help": "Folder that holds the list of paired browsers."},
    )
    # Five million characters of a page, with room for JSON's escapes and for
    # two or three bytes a letter.
    max_body_bytes: int = field(
        default=8 * 1024 * 1024,
        metadata={"help": "Largest request body, in bytes; above it: status 413."},
    )
    max_blocks: int = field(
        default=MAX_BLOCKS,
        metadata={"help": "Most blocks of one page; above it: status 413."},
    )
    # 200,000 words, the longest page that has to work, are 1.2 million: measured, they
    # take half a minute and 0.7 GB. The engine's own limit would take 4 GB a slot.
    max_page_units: int = field(
        default=2_000_000,
        metadata={
            "help": "Most text of one page, in UTF-16 code units; above it: status 413."
        },
    )
    # Two keep a two-core machine busy; more would only make each one slower.
    scoring_slots: int = field(
        default=2, metadata={"help": "Pages that are scored at the same time."}
    )
    slot_wait_seconds: float = field(
        default=5.0,
        metadata={
            "help": "How long a page waits for its turn, in seconds; then: status 503."
        },
    )
    failures_per_minute: int = field(
        default=30,
        metadata={
            "help": "Wrong tokens and codes answered a minute; above it: status 429."
        },
    )
    code_tries: int = field(
        default=5, metadata={"help": "Wrong guesses that spend a pairing code."}
    )
    code_seconds: int = field(
        default=300, metadata={"help": "Life of a pairing code, in seconds."}
    )
    max_pairings: int = field(
        default=64,
        metadata={"help": "Paired browsers kept; the oldest is forgotten first."},
    )
    request_seconds: int = field(
        default=30,
        metadata={"help": "Time for a request to arrive whole, in seconds."},
    )
    threads: int = field(
        default=16, metadata={"help": "Requests that are answered at the same time."}
    )
    connections: int = field(
        default=64, metadata={"help": "Open connections; more have to wait."}
    )

    @property
    def hosts(self) -> tuple[str, str]:
        """The only two values of the Host header that are answered."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def address(self) -> str:
        """The server's address, without a slash at its end."""
        return f"http://{self.hosts[0]}"
