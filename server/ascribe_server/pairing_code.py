"""The one-time code that pairs a browser: five tries, five minutes.

It lies in a file so that ``ascribe pair`` can make a new one for a server that
is running; the file holds the code's SHA-256, not the code.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from ascribe_server import problems
from ascribe_server.folder_lock import changing
from ascribe_server.private_files import (
    StoreError,
    delete_private,
    read_private,
    write_private,
)
from ascribe_server.problems import Problem
from ascribe_server.sharing import USER, USER_SEPARATOR

FILE_NAME = "pairing-code.json"
# No 0/O, 1/I/L: the code may be typed. 16 of 31 letters are 79 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP_LETTERS = 4, 4
HOW_TO_RENEW = "Run `ascribe pair` for a new link."


class StoredCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds.

    Attributes:
        sha256: of the code's letters, in hexadecimal.
        expires: seconds since 1970.
        tries_left: wrong guesses still allowed.
    """

    sha256: str
    expires: float
    tries_left: int


class PairingCode:
    """At most one code a user at a time; a new one replaces the one before.

    A server of one person has one user without a name. On a shared one the name
    stands before the code: so guesses at one user's code spend no other's.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        tries: int,
        seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._data_dir = data_dir
        self._tries = tries
        self._seconds = seconds
        self._clock = clock

    def renew(self, user: str = "") -> str:
        """Make a new code, as ``ABCD-EFGH-JKMN-PQRS`` or ``ann_ABCD-EFGH-JKMN-PQRS``.

        Args:
            user: who may use it, on a shared server; as ``sharing.USER`` has it.

        Raises:
            StoreError: if it cannot be written.
        """
        letters = "".join(
            secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LETTERS)
        )
        stored = StoredCode(
            sha256=_digest(letters),
            expires=self._clock() + self._seconds,
            tries_left=self._tries,
        )
        with changing(self._data_dir):
            write_private(self._path(user), msgspec.to_builtins(stored))
        code = "-".join(
            letters[at : at + GROUP_LETTERS]
            for at in range(0, len(letters), GROUP_LETTERS)
        )
        return f"{user}{USER_SEPARATOR}{code}" if user else code

    def spend(self, code: str) -> str:
        """Use the code up.

        Args:
            code: as the reader gave it; case, spaces and hyphens do not matter.

        Returns:
            The user whose code it was; empty where it has none.

        Raises:
            Problem: ``wrong-code``, or ``code-spent`` where it was used, guessed
                at too often, or is too old.
            StoreError: if the file cannot be read or written.
        """
        named, _, letters = code.rpartition(USER_SEPARATOR)
        user = named.strip().lower()
        # Part of a file's name: nothing but a user's name may become that.
        path = self._path(user if USER.fullmatch(user) else "")
        with changing(self._data_dir):
            stored = _stored(path)
            if stored is None:
                raise Problem(
                    problems.CODE_SPENT,
                    f"There is no pairing code that still works. {HOW_TO_RENEW}",
                )
            if stored.expires <= self._clock():
                delete_private(path)
                raise Problem(
                    problems.CODE_SPENT, f"The pairing code is too old. {HOW_TO_RENEW}"
                )
            if not hmac.compare_digest(stored.sha256, _digest(letters)):
                raise _wrong(path, stored)
            delete_private(path)
        return user

    def _path(self, user: str) -> Path:
        name = f"pairing-code-{user}.json" if user else FILE_NAME
        return self._data_dir / name


def _wrong(path: Path, stored: StoredCode) -> Problem:
    left = stored.tries_left - 1
    if left <= 0:
        delete_private(path)
        return Problem(
            problems.CODE_SPENT,
            f"Too many wrong codes; the code no longer works. {HOW_TO_RENEW}",
        )
    weaker = msgspec.structs.replace(stored, tries_left=left)
    write_private(path, msgspec.to_builtins(weaker))
    noun = "try is" if left == 1 else "tries are"
    return Problem(
        problems.WRONG_CODE,
        f"This is not the pairing code; {left} {noun} left. {HOW_TO_RENEW}",
    )


def _stored(path: Path) -> StoredCode | None:
    value = read_private(path)
    if value is None:
        return None
    try:
        return msgspec.convert(value, StoredCode)
    except msgspec.ValidationError as exc:
        raise StoreError(f"{path} is not a pairing code: {exc}. Delete it") from exc


def _digest(code: str) -> str:
    letters = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()
