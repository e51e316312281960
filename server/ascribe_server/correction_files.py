"""Corrections in files: JSON Lines, one correction a line, as they are exported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ascribe.errors import DataError
from ascribe_server.correction_schemas import CorrectionLine, CorrectionOut
from ascribe_server.store.corrections import Correction, NewCorrection

# More errors than fit on a screen help nobody.
_MOST_SHOWN = 20


def read_corrections(path: Path) -> list[tuple[str, NewCorrection]]:
    """Read a file of corrections, all of it or nothing.

    Returns:
        Each correction and its place, as ``file:line``.

    Raises:
        DataError: if it cannot be read or a line cannot be used; the message names
            every such line.
    """
    try:
        raw = path.read_bytes()
    except OSError as exc:
        raise DataError(f"cannot read {path}: {exc.strerror}") from exc
    rows: list[tuple[str, NewCorrection]] = []
    wrong: list[str] = []
    lines_of: dict[str, int] = {}
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if not line.strip():
            continue
        read = _read(line)
        if isinstance(read, str):
            wrong.append(f"{path}:{number}: {read}")
            continue
        first = lines_of.setdefault(read.identity, number)
        if first != number:
            wrong.append(f"{path}:{number}: the sentence of line {first} again")
        rows.append((f"{path}:{number}", read))
    if wrong:
        more = len(wrong) - _MOST_SHOWN
        shown = [*wrong[:_MOST_SHOWN], *([f"and {more:,} more"] if more > 0 else [])]
        raise DataError("nothing was read:\n  " + "\n  ".join(shown))
    if not rows:
        raise DataError(f"{path} holds no correction")
    return rows


def exported(corrections: Sequence[Correction]) -> bytes:
    """Write corrections as JSON Lines in UTF-8."""
    lines = (msgspec.to_builtins(CorrectionOut.of(each)) for each in corrections)
    return "".join(
        json.dumps(line, ensure_ascii=False) + "\n" for line in lines
    ).encode()


def _read(line: bytes) -> NewCorrection | str:
    """Return the correction, or what is wrong with the line."""
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as exc:
        return f"not UTF-8 at byte {exc.start + 1}"
    except ValueError as exc:
        return f"not JSON: {exc}"
    try:
        return msgspec.convert(value, CorrectionLine).to_imported()
    except msgspec.ValidationError as exc:
        return f"not a correction: {exc}"
    except ValueError as exc:
        return f"no time: {exc}"
