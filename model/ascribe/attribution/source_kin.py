"""Say which speakers of a page are one source under two names.

Only where a reader would: a long name and its initials, a study and its authors,
court papers and the indictment, an unnamed speaker and the one who says the very
same words further down.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.source_speakers import MAX_LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ascribe.attribution.source_speakers import Speaker

# Texts whose makers speak through them.
_STUDIES = frozenset("study paper research survey findings article".split())
_RESEARCHERS = frozenset(
    "researcher researchers author authors scientist scientists team analyst analysts "
    "investigator investigators academics pollsters pollster".split()
)
# "court papers" are one of these, where the page has only one.
_COURT_TEXTS = frozenset("papers documents filings records".split())
_LEGAL_TEXTS = frozenset(
    "indictment complaint lawsuit affidavit suit filing petition warrant ruling".split()
)
_SMALL_WORDS = frozenset("of the and for on in".split())
_NO_WORDS = re.compile(r"[\W_]+")
# Two speakers who say this many words alike are one.
_MIN_SAME_WORDS = 5


def same_sources(
    speakers: Sequence[Speaker], quotations: Mapping[int, set[str]]
) -> list[tuple[Speaker, Speaker]]:
    """Return pairs: a speaker and the one under whose name he is listed.

    Args:
        speakers: of the page, by their first words; each once.
        quotations: by ``id`` of a speaker, what he says in quotation marks, as
            ``said_alike`` gives it.
    """
    looked_at = speakers[:MAX_LOOKED_AT]
    found: dict[int, tuple[Speaker, Speaker]] = {}
    for pairs in (
        _initials(looked_at),
        _studies(looked_at),
        _court_papers(looked_at),
        _reports(looked_at),
        _owners_of_texts(looked_at),
        _some_of_them(looked_at),
        _repeated(looked_at, quotations),
    ):
        for one, other in pairs:
            if id(one) not in found and id(other) not in found and one is not other:
                found[id(one)] = one, other
    return list(found.values())


def said_alike(quotation: str) -> str:
    """Return the words of a quotation for comparison; empty for a short one.

    >>> said_alike("“It leaks, and it always did.”")
    'it leaks and it always did'
    >>> said_alike("“No.”")
    ''
    """
    kept = _NO_WORDS.sub(" ", quotation).lower().split()
    return " ".join(kept) if len(kept) >= _MIN_SAME_WORDS else ""


def _initials(speakers: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    short = {
        one.name.replace(".", "").upper(): one
        for one in speakers
        if one.kind == "organisation" and one.name.replace(".", "").isupper()
    }
    pairs = []
    for one in speakers:
        parts = [part for part in one.name.split() if part.lower() not in _SMALL_WORDS]
        if one.kind != "organisation" or len(parts) < 2:
            continue
        for letters in {
            "".join(part[0] for part in parts).upper(),
            # "U.S. National Hurricane Center" is the NHC.
            "".join(part[0] for part in parts[1:]).upper(),
        }:
            found = short.get(letters) if len(letters) > 1 else None
            pairs += [(found, one)] if found is not None else []
    return pairs


def _studies(speakers: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    """Join "the researchers" and "the team" with the one study, or with each other."""
    texts = [one for one in speakers if one.kind == "document" and one.nouns & _STUDIES]
    makers = [
        one
        for one in speakers
        if one.kind != "person" and one.nouns & _RESEARCHERS and one.kind != "document"
    ]
    if not makers or len(texts) > 1:
        return []
    told = [one for one in makers if _has_more(one)]
    if len(told) > 1:
        return []
    head = texts[0] if texts else (told or makers)[0]
    return [(one, head) for one in makers if one is not head]


def _has_more(one: Speaker) -> bool:
    """Whether a name says more than "the researchers"."""
    return len(one.name.split()) > 2


def _court_papers(speakers: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    legal = [one for one in speakers if one.nouns & _LEGAL_TEXTS]
    if not legal:
        return []
    return [
        (one, legal[0])
        for one in speakers
        if one.kind == "document"
        and one.nouns & _COURT_TEXTS
        and one.name.lower().startswith(("court ", "legal "))
    ]


def _reports(speakers: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    """Join a bare "report" with the one medium or agency that speaks.

    "…, according to a report. The daily Zenit said …"
    """
    bare = [
        one
        for one in speakers
        if one.kind == "document" and one.name.lower() in ("report", "reports")
    ]
    media = [
        one
        for one in speakers
        if one.kind == "organisation" and (one.is_press or one.nouns & words.MEDIA)
    ]
    sources = [
        one
        for one in speakers
        if one.kind == "unnamed" and one.name.lower() == "sources"
    ]
    pairs = [(one, media[0]) for one in bare] if len(media) == 1 else []
    # "… - sources" of a headline are those of the text.
    people = [
        one
        for one in speakers
        if one.kind == "unnamed"
        and one not in sources
        and one.nouns & {"people", "source", "sources", "officials", "persons"}
        and " of the " not in one.name[:12]
    ]
    if sources and len(people) == 1:
        pairs.append((sources[0], people[0]))
    return pairs


def _owners_of_texts(speakers: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    """Join "the auditor" with "the auditor's report"."""
    pairs = []
    owned = {}
    for one in speakers:
        owner, mark, _ = one.name.lower().replace("’", "'").partition("'s ")
        if one.kind == "document" and mark:
            owned[owner.rpartition(" ")[2]] = one
    for one in speakers:
        bare = one.kind == "unnamed" and len(one.name.split()) == 2
        noun = one.name.lower().rpartition(" ")[2]
        if bare and noun in owned and one.name.lower().startswith("the "):
            pairs.append((one, owned[noun]))
    return pairs


def _some_of_them(speakers: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    """Join "one of the people" with the only people on the page."""
    pairs = []
    for one in speakers:
        said = one.name.lower().split()
        if one.kind != "unnamed" or said[1:3] != ["of", "the"] or len(said) != 4:
            continue
        many = [
            other
            for other in speakers
            if other is not one and other.kind == "unnamed" and other.nouns & one.nouns
        ]
        if len(many) == 1:
            pairs.append((one, many[0]))
    return pairs


def _repeated(
    speakers: Sequence[Speaker], quotations: Mapping[int, set[str]]
) -> list[tuple[Speaker, Speaker]]:
    """Join an unnamed speaker with the named one of the very same words."""
    named: dict[str, Speaker] = {}
    for one in speakers:
        if one.kind != "unnamed":
            for said in quotations.get(id(one), ()):
                named.setdefault(said, one)
    pairs = []
    for one in speakers:
        if one.kind == "unnamed":
            same = {
                id(named[said]): named[said]
                for said in quotations.get(id(one), ())
                if said in named
            }
            if len(same) == 1:
                pairs.append((one, next(iter(same.values()))))
    return pairs
