"""Which browsers are paired. Keeps the SHA-256 of each token, never the token."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import msgspec

from ascribe_server.folder_lock import changing
from ascribe_server.private_files import StoreError, read_private, write_private

FILE_NAME = "paired-browsers.json"
# 256 bits: nobody guesses it, so a plain hash of it is enough.
TOKEN_BYTES = 32
CLIENT_DIGITS = 16
# What is hashed and signed begins with its purpose: neither passes for the other.
CLIENT_PREFIX = "ascribe client\n"
PROOF_PREFIX = "ascribe server proof\n"


class Pairing(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One paired browser.

    Attributes:
        origin: the extension's origin; the token works from no other.
        sha256: of the token, in hexadecimal.
        since: when it was paired, in seconds since 1970.
        user: whose browser it is, on a shared server.
    """

    origin: str
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    since: int
    user: str = ""

    @property
    def client(self) -> str:
        """A name of 16 hexadecimal digits, no secret, that the token determines."""
        named = CLIENT_PREFIX + self.sha256
        return hashlib.sha256(named.encode()).hexdigest()[:CLIENT_DIGITS]


class Pairings:
    """The list of paired browsers, in one file that is read at each use.

    Two servers can share the file, a new pairing works at once in both, and
    deleting the file unpairs every browser.
    """

    def __init__(self, data_dir: Path, *, most: int) -> None:
        self._data_dir = data_dir
        self._path = data_dir / FILE_NAME
        self._most = most

    def add(self, origin: str, *, user: str = "") -> str:
        """Pair a browser.

        A second browser can have the same origin (two profiles that loaded the
        same folder), so an earlier pairing of the origin stays.

        Returns:
            The new token, which is kept nowhere.

        Raises:
            StoreError: if the list cannot be read or written.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with changing(self._data_dir):
            kept = [
                *self.all(),
                Pairing(
                    origin=origin,
                    sha256=_digest(token),
                    since=int(time.time()),
                    user=user,
                ),
            ][-self._most :]
            write_private(self._path, {"pairings": msgspec.to_builtins(kept)})
        return token

    def revoke(self, clients: Collection[str]) -> list[Pairing]:
        """Unpair browsers; a running server refuses them from its next request on.

        Args:
            clients: names as ``Pairing.client`` has them; unknown ones are ignored.

        Returns:
            The pairings that were there and are gone.

        Raises:
            StoreError: if the list cannot be read or written.
        """
        with changing(self._data_dir):
            before = self.all()
            gone = [one for one in before if one.client in clients]
            if gone:
                kept = [one for one in before if one.client not in clients]
                write_private(self._path, {"pairings": msgspec.to_builtins(kept)})
        return gone

    def holds(self, token: str, *, origin: str) -> bool:
        """Whether ``token`` was given to a browser with this ``origin``.

        Raises:
            StoreError: if the list cannot be read.
        """
        digest = _digest(token)
        found = False
        # Every row is compared, and the whole digest: time tells nothing.
        for pairing in self.all():
            same = hmac.compare_digest(pairing.sha256, digest)
            found |= same and pairing.origin == origin
        return found

    def proof(
        self, client: str, nonce: str, *, origin: str, address: str
    ) -> str | None:
        """Show that this server knows the token of a paired browser.

        The address is signed too: a program that took another port cannot pass the
        question on to this server and hand its answer back.

        Args:
            client: ``Pairing.client``.
            nonce: the browser's own random letters.
            origin: the extension's origin.
            address: this server's, as ``http://127.0.0.1:8672``.

        Returns:
            HMAC-SHA-256 in hexadecimal under the token's SHA-256; None where no
            browser with this name and origin is paired.

        Raises:
            StoreError: if the list cannot be read.
        """
        for pairing in self.all():
            if pairing.origin == origin and pairing.client == client:
                signed = f"{PROOF_PREFIX}{address}\n{nonce}".encode()
                key = bytes.fromhex(pairing.sha256)
                return hmac.new(key, signed, hashlib.sha256).hexdigest()
        return None

    def all(self) -> list[Pairing]:
        """Every pairing, oldest first.

        Raises:
            StoreError: if the list cannot be read.
        """
        stored = read_private(self._path)
        if stored is None:
            return []
        try:
            return msgspec.convert(stored, dict[str, list[Pairing]])["pairings"]
        except (msgspec.ValidationError, KeyError) as exc:
            raise StoreError(
                f"{self._path} is not a list of paired browsers: {exc}. "
                "Delete it and pair again"
            ) from exc


def _digest(token: str) -> str:
    # A header can hold any byte; "surrogatepass" hashes whatever came.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
