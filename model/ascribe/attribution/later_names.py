"""Say who is named right after the page has only described him.

Who tells a story of his own introduces nobody: "My brother rang. Mattias has one arm."
And news says "Bakers fear for jobs", then who says so: "the Guild of Bakers warned".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.source_speakers import MAX_LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ascribe.attribution.source_speakers import Speaker
    from ascribe.attribution.speech_tokens import PageWords

# Further on than this many sentences, a name may be anybody's.
_NEAR = 2


def later_names(
    speakers: Sequence[Speaker],
    page: PageWords,
    spoken: Mapping[int, Sequence[Speaker]],
) -> list[tuple[Speaker, Speaker]]:
    """Return pairs: a speaker, and the one under whose name he is listed.

    Args:
        speakers: of the page, each once.
        page: its words.
        spoken: by sentence, who speaks in it.
    """
    unnamed = [one for one in speakers if one.kind == "unnamed"]
    if not unnamed:
        return []
    return _named_kin(unnamed, speakers, page, spoken) + _bodies(speakers, spoken)


def _bodies(
    speakers: Sequence[Speaker], spoken: Mapping[int, Sequence[Speaker]]
) -> list[tuple[Speaker, Speaker]]:
    """Join "Bakers said" with the "Guild of Master Bakers" that then speaks for them.

    It must be the one body on the page that is called after them.
    """
    pairs = []
    for one in speakers[:MAX_LOOKED_AT]:
        if one.kind != "unnamed":
            continue
        noun = one.name.lower()
        if one.nouns != {noun} or not noun.endswith("s"):
            continue
        bodies = [
            other
            for other in speakers
            if other.kind == "organisation" and noun in other.name.lower().split()[1:]
        ]
        after = range(one.last_seen, one.last_seen + _NEAR + 1)
        if len(bodies) == 1 and any(
            _speaks(bodies[0], spoken.get(at, ())) for at in after
        ):
            pairs.append((one, bodies[0]))
    return pairs


def _named_kin(
    unnamed: Sequence[Speaker],
    speakers: Sequence[Speaker],
    page: PageWords,
    spoken: Mapping[int, Sequence[Speaker]],
) -> list[tuple[Speaker, Speaker]]:
    """Join "my brother" with the first name that comes unexplained right after him."""
    kin = [one for one in unnamed if _is_kin(one)]
    if not kin:
        return []
    called = [
        one
        for one in speakers[:MAX_LOOKED_AT]
        if one.kind == "person" and " " not in one.name
    ]
    first = _first_times({one.name for one in called}, page)
    pairs = []
    for one in called:
        at = first.get(one.name, 0)
        before = range(max(0, at - _NEAR), at)
        near = [
            each
            for each in kin
            if not each.gender or not one.gender or each.gender == one.gender
            if any(
                _speaks(each, spoken.get(sentence, ()))
                or _mentions(page.of_sentence(sentence), each.name)
                for sentence in before
            )
        ]
        others = any(
            other != one.name and before.start <= first[other] <= at for other in first
        )
        if (
            len(near) == 1
            and not others
            and _is_unexplained(page.of_sentence(at), one.name)
        ):
            pairs.append((near[0], one))
    # Two names for one brother are none.
    return pairs if len({id(one) for one, _ in pairs}) == len(pairs) else []


def _speaks(one: Speaker, speakers: Sequence[Speaker]) -> bool:
    return any(each is one for each in speakers)


def _is_kin(one: Speaker) -> bool:
    """Whether "My brother": one person, known to the author."""
    said = one.name.lower().split()
    return (
        len(said) == 2
        and said[0] in ("my", "our")
        and said[1] in words.PERSON_NOUNS
        and not said[1].endswith("s")
    )


def _first_times(names: set[str], page: PageWords) -> dict[str, int]:
    """Return for each word the first sentence that has it."""
    found: dict[str, int] = {}
    for at in range(len(page.breaks) - 1):
        for text in page.of_sentence(at):
            if text in names:
                found.setdefault(text, at)
    return found


def _mentions(sentence: Sequence[str], phrase: str) -> bool:
    texts = [text.lower() for text in sentence]
    whose, noun = phrase.lower().split()
    return any(
        texts[at] == whose and texts[at + 1] == noun for at in range(len(texts) - 1)
    )


def _is_unexplained(sentence: Sequence[str], name: str) -> bool:
    """Whether no ", a nurse," and no title or family name stands beside a name."""
    at = sentence.index(name)
    before = sentence[at - 1] if at else ""
    behind = sentence[at + 1] if at + 1 < len(sentence) else ""
    return (
        behind != ","
        and not behind[:1].isupper()
        and not before[:1].isupper()
        and before.lower() not in words.PERSON_NOUNS | {"named", "called", "the", ","}
    )
