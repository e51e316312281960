"""Where a proper name begins and ends in a sentence, and what stands around it.

Looks at one sentence; what a page says of a name is collected elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import SPEECH_VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.speech_tokens import Token

# "Kevin Jon Heller, a professor of …": this many words are looked at for a role.
APPOSITION_WORDS = 14
# So many long words with a capital make a headline; a list of two names has fewer.
_HEADLINE_CAPITALS = 5


def run_end(tokens: list[Token], first: int) -> int:
    """Return the end of the run of name words that starts at ``first``."""
    at = first
    while at < len(tokens):
        text = tokens[at].text
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
        inside = at > first and (
            following[:1].isupper() or following.lower() in words.PARTICLES
        )
        joins = inside and (
            text.lower() in words.PARTICLES
            or text == "&"
            or (text == "of" and _is_organisation_word(tokens[at - 1].text))
            or (text in ("'", "’") and tokens[at - 1].text.endswith("s"))
        )
        if (not text[0].isupper() and not joins) or text == "I":
            break
        at += 1
    return at


def is_introduced(tokens: list[Token], last: int, lower: set[str]) -> bool:
    """Say whether a sentence that opens with one capital word introduces a person.

    "Milo, aged eight, …", "Ludo, the caretaker, says …"; not "Instead, the …".

    Args:
        tokens: the sentence.
        last: end of the word's run.
        lower: words that the page has without a capital.
    """
    texts = [token.text.lower() for token in tokens[: last + APPOSITION_WORDS]]
    if texts[0] in lower or texts[last : last + 1] != [","]:
        return False
    opener = texts[last + 1] if len(texts) > last + 1 else ""
    if opener in {"who", "whose", "aged"} or opener.isdigit():
        return True
    if opener not in {"a", "an", "the"} or "," not in texts[last + 1 :]:
        return False
    after = texts.index(",", last + 1) + 1
    return after < len(texts) and texts[after] in SPEECH_VERBS


def group_before(tokens: list[Token], start: int, last: int) -> str:
    """Return the noun of "the daily Zenit" or "A second paper, Novy Den,".

    Empty where no noun for an organisation stands there.
    """
    at = start - 1
    if at > 0 and tokens[at].text == ",":
        # "In the paper, Vela says …" has no second comma.
        closes = tokens[last].text in {",", ".", ";"} if last < len(tokens) else True
        at = at - 1 if closes else -1
    noun = tokens[at].text.lower() if at >= 0 else ""
    return noun if words.is_noun_of(noun, words.ORGANISATION_NOUNS) else ""


def is_headline(tokens: list[Token]) -> bool:
    """Say whether Every Word of Weight Has a Capital: then capitals tell no names."""
    if not tokens or tokens[-1].text in {".", "”", '"'}:
        return False
    weighty = [one.text for one in tokens if len(one.text) > 3 and one.text.isalpha()]
    capital = sum(text.istitle() for text in weighty)
    return capital >= _HEADLINE_CAPITALS and capital >= 0.8 * len(weighty)


def _is_organisation_word(text: str) -> bool:
    return text.lower() in words.ORGANISATION_NAME_WORDS


def is_subsequence(short: Sequence[str], full: Sequence[str]) -> bool:
    """Say whether all words of one are in the other, in the same order."""
    rest = iter(full)
    return all(any(word == other for other in rest) for word in short)
