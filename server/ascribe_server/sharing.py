"""One server for many users, behind a reverse proxy: what has to be set for it.

Off unless it is configured, and refused unless it is configured whole: a server that
others can reach with half of its walls up is worse than none.
"""

from __future__ import annotations

import os
import re
from typing import Final

from ascribe_server.settings import Settings

# A Chrome extension has one origin everywhere, a Firefox one in each profile its own.
EXTENSION_ORIGIN: Final = re.compile(
    r"chrome-extension://[a-p]{32}"
    r"|moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
ANY_FIREFOX: Final = "moz-extension://*"
PUBLIC_ADDRESS: Final = re.compile(
    r"https://[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[1-9][0-9]{0,4})?"
)
# The name of a user stands before the code, with USER_SEPARATOR between.
USER: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
USER_SEPARATOR: Final = "_"


def faults(settings: Settings) -> list[str]:
    """What keeps these settings from being whole.

    Returns:
        Sentences without a stop; none for a server of one user, and none for a shared
        one that has all it needs.
    """
    wanted = settings.public_address or settings.extension_origins
    if not wanted and settings.workers == 1:
        return []
    found = []
    if not PUBLIC_ADDRESS.fullmatch(settings.public_address):
        found.append(
            "public_address must be where the reverse proxy serves, by TLS, such as "
            "https://ascribe.example.org"
        )
    if not settings.extension_origins:
        found.append("extension_origins must list the extensions that may ask")
    found += [
        f"extension_origins: {origin!r} is neither the origin of an extension nor "
        f"{ANY_FIREFOX}"
        for origin in settings.extension_origins
        if origin != ANY_FIREFOX and not EXTENSION_ORIGIN.fullmatch(origin)
    ]
    if not settings.port:
        found.append("port must be one that the reverse proxy knows, not 0")
    if settings.workers > 1 and not hasattr(os, "fork"):
        found.append("workers must be 1 on this system")
    return found


def may_ask(settings: Settings, origin: str) -> bool:
    """Whether an extension of this origin may ask at all."""
    if not EXTENSION_ORIGIN.fullmatch(origin):
        return False
    listed = settings.extension_origins
    if not listed or origin in listed:
        return True
    return ANY_FIREFOX in listed and origin.startswith("moz-extension://")
