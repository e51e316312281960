"""Every number and place that a user can set, with its default and its help.

The one list: the options of the command line, the names of the environment, the keys
of the settings file and the README's table are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from msgspec import Meta

from ascribe.engine import MAX_BLOCKS, MAX_PAGE_UNITS

LogLevel = Literal["debug", "info", "warning", "error"]
Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(ge=0)]


def default_data_dir() -> Path:
    """The platform's folder for this user's data; nothing is made yet."""
    return platformdirs.user_data_path("ascribe", appauthor=False)


def default_config_path() -> Path:
    """The settings file that is read where no other is named; need not be there."""
    folder = platformdirs.user_config_path("ascribe", appauthor=False)
    return folder / "config.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the server may do; the ``help`` of each field says what it means.

    Built directly, nothing is checked: ``settings_sources.load_settings`` holds what
    a user wrote against the types and ranges given here.
    """

    port: Annotated[int, Meta(ge=0, le=65535)] = field(
        default=8672,
        metadata={
            "help": "TCP port on 127.0.0.1; 0 takes any that is free, next time the "
            "same."
        },
    )
    data_dir: Path = field(
        default_factory=default_data_dir,
        metadata={"help": "Folder that holds the list of paired browsers and the log."},
    )
    log_level: LogLevel = field(
        default="warning",
        metadata={
            "help": "Least serious thing that is logged: debug, info (a line for each "
            "page: counts and durations, no text), warning or error."
        },
    )
    log_bytes: Annotated[int, Meta(ge=0)] = field(
        default=1_000_000,
        metadata={
            "help": "Size at which the log file is put aside and a new one begun; "
            "0 writes none."
        },
    )
    log_files: Count = field(
        default=3, metadata={"help": "Log files put aside that are kept."}
    )
    # Five million characters of a page, with room for JSON's escapes and for
    # two or three bytes a letter.
    max_body_bytes: Count = field(
        default=8 * 1024 * 1024,
        metadata={"help": "Largest request body, in bytes; above it: status 413."},
    )
    max_blocks: Annotated[int, Meta(ge=1, le=MAX_BLOCKS)] = field(
        default=MAX_BLOCKS,
        metadata={"help": "Most blocks of one page; above it: status 413."},
    )
    # 200,000 words, the longest page that has to work, are 1.2 million: measured, they
    # take half a minute and 0.7 GB. The engine's own limit would take 4 GB a slot.
    max_page_units: Annotated[int, Meta(ge=1, le=MAX_PAGE_UNITS)] = field(
        default=2_000_000,
        metadata={
            "help": "Most text of one page, in UTF-16 code units; above it: status 413."
        },
    )
    # Two keep a two-core machine busy; more would only make each one slower.
    scoring_slots: Count = field(
        default=2, metadata={"help": "Pages that are scored at the same time."}
    )
    slot_wait_seconds: Seconds = field(
        default=5.0,
        metadata={
            "help": "How long a page waits for its turn, in seconds; then: status 503."
        },
    )
    failures_per_minute: Count = field(
        default=30,
        metadata={
            "help": "Wrong tokens and codes answered a minute; above it: status 429."
        },
    )
    code_tries: Count = field(
        default=5, metadata={"help": "Wrong guesses that spend a pairing code."}
    )
    code_seconds: Count = field(
        default=300, metadata={"help": "Life of a pairing code, in seconds."}
    )
    max_pairings: Count = field(
        default=64,
        metadata={"help": "Paired browsers kept; the oldest is forgotten first."},
    )
    request_seconds: Count = field(
        default=30, metadata={"help": "Time for a request to arrive whole, in seconds."}
    )
    # Half of all pages take 30 ms, the longest half a minute; a stop is to take a
    # second.
    stop_seconds: Seconds = field(
        default=0.8,
        metadata={
            "help": "How long a stop waits for pages being scored, in seconds; "
            "then: status 503."
        },
    )
    threads: Count = field(
        default=16, metadata={"help": "Requests that are answered at the same time."}
    )
    connections: Count = field(
        default=64, metadata={"help": "Open connections; more have to wait."}
    )

    public_address: str = field(
        default="",
        metadata={
            "help": "Where a reverse proxy serves many users, such as "
            "https://ascribe.example.org; none: this machine only."
        },
    )
    extension_origins: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "Extensions that may ask a shared server, by their origins; "
            "moz-extension://* for any of Firefox."
        },
    )
    workers: Count = field(
        default=1, metadata={"help": "Processes of a shared server; they share memory."}
    )

    @property
    def shared(self) -> bool:
        """Whether many users reach it through a reverse proxy; see ``sharing``."""
        return bool(self.public_address)

    @property
    def public_host(self) -> str:
        """Name and port of a shared server, as its users' browsers ask; or empty."""
        return self.public_address.partition("://")[2]

    @property
    def hosts(self) -> tuple[str, ...]:
        """The only values of the Host header that are answered."""
        if self.shared:
            return (self.public_host,)
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def address(self) -> str:
        """The server's address, without a slash at its end."""
        return self.public_address or f"http://{self.hosts[0]}"
