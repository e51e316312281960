"""Local paths and fsspec addresses: where an archive lies, or its answers go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ascribe.errors import InputError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

STD = "-"


@dataclass(frozen=True, slots=True)
class Place:
    """A path inside a file system.

    Attributes:
        files: the file system, local or not.
        path: the path, as that file system writes it.
        address: what the user wrote, for messages.
        local: whether it lies on this machine.
    """

    files: AbstractFileSystem
    path: str
    address: str
    local: bool

    def beside(self, ending: str) -> Place:
        """Return the place whose name goes on with ``ending``."""
        return Place(
            self.files, self.path + ending, self.address + ending, local=self.local
        )

    def inside(self, name: str) -> str:
        """Return the path of a file in this folder."""
        return f"{self.path}/{name}"

    def exists(self) -> bool:
        """Ask anew, whatever the file system remembers."""
        self.files.invalidate_cache()
        return bool(self.files.exists(self.path))

    def write(self, name: str, data: bytes) -> None:
        """Write a file of this folder whole or not at all."""
        self.files.pipe_file(self.inside(f"~{name}"), data)
        self.files.mv(self.inside(f"~{name}"), self.inside(name))


def place_of(address: str) -> Place:
    """Find the file system that an address belongs to.

    Args:
        address: a local path, or what fsspec takes, such as ``s3://bucket/a.jsonl``
            or ``zip://*.html::pages.zip``.

    Raises:
        InputError: if there is no such file system, or a package for it is missing.
    """
    # fsspec takes a moment to import; "--help" need not wait for it.
    from fsspec.core import url_to_fs
    from fsspec.implementations.local import LocalFileSystem

    if "://" not in address:
        files = LocalFileSystem()
        return Place(files, Path(address).absolute().as_posix(), address, local=True)
    try:
        files, path = url_to_fs(address)
    except ImportError as exc:
        raise InputError(
            f"{address} needs a package more: {exc}. Install it with pip"
        ) from exc
    except (ValueError, OSError) as exc:
        raise InputError(f"{address} cannot be opened: {exc}") from exc
    return Place(files, path, address, local=isinstance(files, LocalFileSystem))


def reason_of(exc: BaseException) -> str:
    """Say in words why a file failed, without the path that the message names anyway.

    >>> reason_of(PermissionError(13, "Permission denied", "/a"))
    'Permission denied'
    """
    strerror: Any = getattr(exc, "strerror", None)
    return str(strerror or exc or type(exc).__name__)
