"""The server's log: to standard error, and to a file that is rotated.

What is written are counts, durations and places in the program, never a text, an
address or a header; ``tests/server/test_silence.py`` holds that.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from logging.handlers import RotatingFileHandler

from ascribe_server.settings import Settings

FILE_NAME = "server.log"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _PrivateFile(RotatingFileHandler):
    """A rotated file with mode 0600; a full disk loses lines, not requests."""

    def _open(self) -> io.TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_open_private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 its name
        """Say nothing: the same line stands on standard error."""


def start_log(settings: Settings, *, file_name: str = FILE_NAME) -> None:
    """Log to standard error, and to ``file_name`` in the data folder."""
    root = logging.getLogger()
    root.setLevel(settings.log_level.upper())
    handlers: list[logging.Handler] = []
    if sys.stderr:  # a service of Windows has none
        handlers.append(logging.StreamHandler(sys.stderr))
    if settings.log_bytes:
        handlers.append(
            _PrivateFile(
                settings.data_dir / file_name,
                maxBytes=settings.log_bytes,
                backupCount=settings.log_files,
                encoding="utf-8",
                delay=True,  # nothing to say, no file
            )
        )
    for old in list(root.handlers):
        root.removeHandler(old)
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(handler)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
