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
    bodies = [one for one in looked_at if one.kind == "organisation"]
    texts = [one for one in looked_at if one.kind == "document"]
    unnamed = [one for one in looked_at if one.kind == "unnamed"]
    pairs = _initials(bodies) if len(bodies) > 1 else []
    pairs += _studies(texts, looked_at)
    if texts:
        pairs += _court_papers(texts, looked_at) + _reports(texts, bodies)
    if len(unnamed) > 1:
        pairs += _sources(unnamed)
    if texts and unnamed:
        pairs += _owners_of_texts(texts, unnamed)
    if len(unnamed) > 1:
        pairs += _some_of_them(unnamed)
    if quotations:
        pairs += _repeated(unnamed, looked_at, quotations)
    found: dict[int, tuple[Speaker, Speaker]] = {}
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


def _initials(bodies: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    short = {
        one.name.replace(".", "").upper(): one
        for one in bodies
        if one.name.replace(".", "").isupper()
    }
    pairs = []
    for one in bodies if short else ():
        parts = [part for part in one.name.split() if part.lower() not in _SMALL_WORDS]
        if len(parts) < 2:
            continue
        for letters in {
            "".join(part[0] for part in parts).upper(),
            # "U.S. National Hurricane Center" is the NHC.
            "".join(part[0] for part in parts[1:]).upper(),
        }:
            found = short.get(letters) if len(letters) > 1 else None
            pairs += [(found, one)] if found is not None else []
    return pairs


def _studies(
    texts: Sequence[Speaker], speakers: Sequence[Speaker]
) -> list[tuple[Speaker, Speaker]]:
    """Join "the researchers" and "the team" with the one study, or with each other."""
    makers = [
        one
        for one in speakers
        if one.kind not in ("person", "document")
        and not _RESEARCHERS.isdisjoint(one.nouns)
    ]
    if not makers:
        return []
    studies = [one for one in texts if one.nouns & _STUDIES]
    told = [one for one in makers if _has_more(one)]
    if len(studies) > 1 or len(told) > 1:
        return []
    head = studies[0] if studies else (told or makers)[0]
    return [(one, head) for one in makers if one is not head]


def _has_more(one: Speaker) -> bool:
    """Whether a name says more than "the researchers"."""
    return len(one.name.split()) > 2


def _court_papers(
    texts: Sequence[Speaker], speakers: Sequence[Speaker]
) -> list[tuple[Speaker, Speaker]]:
    papers = [
        one
        for one in texts
        if one.nouns & _COURT_TEXTS
        and one.name.lower().startswith(("court ", "legal "))
    ]
    if not papers:
        return []
    legal = [one for one in speakers if one.nouns & _LEGAL_TEXTS]
    return [(one, legal[0]) for one in papers] if legal else []


def _reports(
    texts: Sequence[Speaker], bodies: Sequence[Speaker]
) -> list[tuple[Speaker, Speaker]]:
    """Join a bare "report" with the one medium or agency that speaks.

    "…, according to a report. The daily Zenit said …"
    """
    bare = [one for one in texts if one.name.lower() in ("report", "reports")]
    if not bare:
        return []
    media = [one for one in bodies if one.is_press or one.nouns & words.MEDIA]
    return [(one, media[0]) for one in bare] if len(media) == 1 else []


def _sources(unnamed: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    """Join the "… - sources" of a headline with those of the text."""
    sources = [one for one in unnamed if one.name.lower() == "sources"]
    if not sources:
        return []
    people = [
        one
        for one in unnamed
        if one not in sources
        and one.nouns & {"people", "source", "sources", "officials", "persons"}
        and " of the " not in one.name[:12]
    ]
    return [(sources[0], people[0])] if len(people) == 1 else []


def _owners_of_texts(
    texts: Sequence[Speaker], unnamed: Sequence[Speaker]
) -> list[tuple[Speaker, Speaker]]:
    """Join "the auditor" with "the auditor's report"."""
    owned = {}
    for one in texts:
        owner, mark, _ = one.name.lower().replace("’", "'").partition("'s ")
        if mark:
            owned[owner.rpartition(" ")[2]] = one
    pairs = []
    for one in unnamed if owned else ():
        bare = len(one.name.split()) == 2
        noun = one.name.lower().rpartition(" ")[2]
        if bare and noun in owned and one.name.lower().startswith("the "):
            pairs.append((one, owned[noun]))
    return pairs


def _some_of_them(unnamed: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
    """Join "one of the people" with the only people on the page."""
    pairs = []
    for one in unnamed:
        said = one.name.lower().split()
        if said[1:3] != ["of", "the"] or len(said) != 4:
            continue
        many = [
            other for other in unnamed if other is not one and other.nouns & one.nouns
        ]
        if len(many) == 1:
            pairs.append((one, many[0]))
    return pairs


def _repeated(
    unnamed: Sequence[Speaker],
    speakers: Sequence[Speaker],
    quotations: Mapping[int, set[str]],
) -> list[tuple[Speaker, Speaker]]:
    """Join an unnamed speaker with the named one of the very same words."""
    repeating = [one for one in unnamed if quotations.get(id(one))]
    if not repeating:
        return []
    named: dict[str, Speaker] = {}
    for one in speakers:
        if one.kind != "unnamed":
            for said in quotations.get(id(one), ()):
                named.setdefault(said, one)
    pairs = []
    for one in repeating:
        same = {
            id(named[said]): named[said]
            for said in quotations[id(one)]
            if said in named
        }
        if len(same) == 1:
            pairs.append((one, next(iter(same.values()))))
    return pairs
