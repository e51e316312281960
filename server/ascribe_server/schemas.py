"""What goes over the wire: requests and answers of the API, version 1.

The answer to an analysis is ``ascribe.results.Analysis`` itself.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ascribe.results import Block, BlockKind, ModelName

# A block's id is a counter or a short path in the page.
MAX_ID_LENGTH = 200
# The code has 19 characters; a reader may paste the whole link by mistake.
MAX_CODE_LENGTH = 200
# The largest number that a row of the store can have.
MAX_ROW = 2**63 - 1
# So many columns can still be read side by side.
MAX_COMPARED_PAGES = 6


class BlockIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run of text that a browser lays out as one unit."""

    id: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=MAX_ID_LENGTH,
            description="The caller's own name for the block; unique in the request.",
        ),
    ]
    kind: Annotated[BlockKind, Meta(description="What the page says the block is.")]
    text: Annotated[
        str,
        Meta(description="Plain text, exactly as the offsets of the answer count it."),
    ]
    link_density: Annotated[
        float,
        Meta(ge=0, le=1, description="Share of the text's characters inside links."),
    ] = 0.0

    def to_block(self) -> Block:
        """The same block in the engine's words."""
        return Block(
            id=self.id, kind=self.kind, text=self.text, link_density=self.link_density
        )


class PageIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """About the page. Nothing of it reaches the model.

    Site and title are kept where the reader has switched the diary on; else nothing.
    """

    url: Annotated[str, Meta(max_length=100_000)] = ""
    title: Annotated[str, Meta(max_length=100_000)] = ""
    language: Annotated[
        str,
        Meta(
            max_length=100,
            description="What the page says its language is. The engine looks at the "
            "text instead: pages often say it wrongly.",
        ),
    ] = ""


class AnalyzeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The blocks of one page, in reading order."""

    blocks: list[BlockIn]
    page: PageIn | None = None


class PairRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code from the pairing link."""

    code: Annotated[
        str,
        Meta(
            max_length=MAX_CODE_LENGTH,
            description="Case, spaces and hyphens do not matter.",
        ),
    ]


class DiaryRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switch the diary on or off, or ask whether it is."""

    on: Annotated[
        bool | None, Meta(description="Leave it out to ask and change nothing.")
    ] = None


class DiaryState(msgspec.Struct, frozen=True):
    """Whether pages that are scored are entered in the diary."""

    on: bool


class DiaryDeletion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What of the diary is to be deleted: exactly one of the three."""

    day: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    page: Annotated[int, Meta(ge=1, le=MAX_ROW)] | None = None
    all: bool | None = None


class DiaryExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In which form the diary is to be saved."""

    format: Literal["csv", "json"]


class ProveRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paired browser asks the server to prove that it knows the token."""

    client: Annotated[
        str,
        Meta(
            pattern="^[0-9a-f]{16}$",
            description="The first 16 digits of the SHA-256, in hexadecimal, of "
            "`ascribe client`, a line feed, and the token's SHA-256 in hexadecimal.",
        ),
    ]
    nonce: Annotated[
        str,
        Meta(
            pattern="^[0-9a-f]{64}$",
            description="32 random bytes in hexadecimal, new for each question.",
        ),
    ]


class Proved(msgspec.Struct, frozen=True):
    """The proof; send nothing to a server whose proof is wrong."""

    proof: Annotated[
        str,
        Meta(
            pattern="^[0-9a-f]{64}$",
            description="HMAC-SHA-256 in hexadecimal. Key: the 32 bytes of the token's "
            "SHA-256. Message: `ascribe server proof`, a line feed, the address that "
            "was asked (`http://127.0.0.1:PORT`), a line feed, the nonce.",
        ),
    ]


class Health(msgspec.Struct, frozen=True):
    """Which program answers here, and with which model."""

    name: Annotated[str, Meta(description="Always `ascribe`.")]
    version: str
    api_version: int
    model: ModelName


class Paired(msgspec.Struct, frozen=True):
    """A token for this browser; it is shown once and kept nowhere."""

    token: Annotated[
        str,
        Meta(
            description="Send it as `Authorization: Bearer TOKEN`. It works only from "
            "the origin that paired."
        ),
    ]
    server: Health


class FieldErrorOut(msgspec.Struct, frozen=True):
    """One thing that is wrong in a request."""

    path: Annotated[str, Meta(description="Where, as `$.blocks[3].kind`.")]
    message: str


class ProblemOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details."""

    type: Annotated[str, Meta(description="Stable; tells the sort of problem.")]
    title: str
    status: int
    detail: Annotated[str, Meta(description="What happened and what can be done.")]
    errors: list[FieldErrorOut] = []


class OwnPageRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the server's own page asks for: exactly one of the three."""

    text: str | None = None
    html: str | None = None
    sample: Annotated[str, Meta(max_length=MAX_ID_LENGTH)] | None = None


class ComparedPageIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One page to be compared: exactly one of text, HTML and a sample's name."""

    name: Annotated[str, Meta(max_length=1000)] = ""
    text: str | None = None
    html: str | None = None
    sample: Annotated[str, Meta(max_length=MAX_ID_LENGTH)] | None = None


class CompareRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pages that the server's own page sets side by side."""

    pages: Annotated[
        list[ComparedPageIn], Meta(min_length=2, max_length=MAX_COMPARED_PAGES)
    ]
