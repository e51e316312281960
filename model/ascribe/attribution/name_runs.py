"""Where a proper name begins and ends in a sentence, and what stands around it.

Looks at one sentence; what a page says of a name is collected elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import RELAY_VERBS, SPEECH_VERBS
from ascribe.attribution.given_names import FEMALE_NAMES, GIVEN_NAMES, MALE_NAMES
from ascribe.attribution.source_phrases import is_title, person_at_end
from ascribe.attribution.speech_tokens import QUOTE_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.speech_tokens import Token

# "Kevin Jon Heller, a professor of …": this many words are looked at for a role.
_APPOSITION_WORDS = 14
# Behind a name nothing else says more of it.
OPENS_APPOSITION = frozenset({",", "who", "which"})
# So many long words with a capital make a headline; a list of two names has fewer.
_HEADLINE_CAPITALS = 5

# Small words and marks inside a name; ``_joins`` says where.
_MAY_JOIN = words.PARTICLES | {"&", "of", "'", "’", "'s", "’s"}
# These have a capital only where a sentence begins.
_LEADS = words.DETERMINERS | words.LEADING_WORDS | words.PREPOSITIONS
# These are in no description: a sentence goes on.
_CLAUSE_WORDS = words.VERBAL_WORDS | RELAY_VERBS | QUOTE_MARKS | {"said", "says"}


def run_end(tokens: list[Token], first: int) -> int:
    """Return the end of the run of name words that starts at ``first``."""
    at = first
    while at < len(tokens):
        text = tokens[at].text
        if text == "I" or not (
            text[0].isupper()
            # Of the words behind a name few can be a part of it.
            or (text.lower() in _MAY_JOIN and _joins(tokens, at, first))
        ):
            break
        at += 1
    return at


def _joins(tokens: list[Token], at: int, first: int) -> bool:
    """Whether a small word or a mark stands inside a name that began at ``first``."""
    if at == first or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1].text
    if not following[0].isupper() and following.lower() not in words.PARTICLES:
        return False
    text, before = tokens[at].text, tokens[at - 1].text
    return (
        text.lower() in words.PARTICLES
        or text == "&"
        or (text == "of" and _is_organisation_word(before))
        or (text in ("'", "’") and before.endswith("s"))
        or (text in ("'s", "’s") and before.lower() in words.POSSESSORS)
    )


def behind_titles(
    tokens: list[Token],
    first: int,
    lowers: list[str],
    titles: set[str],
    lower_words: set[str],
) -> int:
    """Return where the name begins in a run of several words.

    Args:
        tokens: the sentence.
        first: where the run begins.
        lowers: the words of the run in lower case.
        titles: gets those that stand before the name.
        lower_words: words that the page has without a capital.
    """
    start, last = first, first + len(lowers)
    while start < last - 1:
        lower = lowers[start - first]
        opens = start == 0 or not tokens[start - 1].text[0].isalnum()
        # "On Monday Reuters said …"
        leads = (
            lower in words.WEEKDAYS
            or (opens and _leads(lower, lower_words))
            or words.is_compound(tokens[start].text)
            # "to the U.N. Linda Thomas"; not "J.D. Vance"
            or (
                last - start > 2
                and tokens[start].text.count(".") > 1
                and tokens[start + 1].text.lower() in GIVEN_NAMES
            )
        )
        if not is_title(lower, last - 1 - start) and not leads:
            break
        titles.add(lower)
        start += 1
    for at in range(start, last - 1):
        lower = lowers[at - first]
        if lower in words.INNER_TITLES and is_title(lower, last - 1 - at):
            titles.update(lowers[start - first : at + 1 - first])
            start = at + 1
    person = start + person_at_end([one.text for one in tokens[start:last]], 0)
    titles.update(lowers[start - first : person - first])
    return person


def _leads(word: str, lower_words: set[str]) -> bool:
    """Whether a word has its capital only because a sentence begins with it."""
    if word in _LEADS:
        return True
    is_name = word in FEMALE_NAMES or word in MALE_NAMES
    return not is_name and (word in lower_words or word.endswith("ing"))


def apposition(tokens: list[Token], last: int) -> tuple[set[str], int]:
    """Read ", a professor of law," or ", 44, who …" behind a name.

    Returns:
        The roles it gives, in lower case, and what it adds for a person.
    """
    behind = tokens[last].text if last < len(tokens) else ""
    if behind != "," or last + 1 == len(tokens):
        return set(), (behind == "who") - (behind == "which")
    following = [token.text for token in tokens[last : last + _APPOSITION_WORDS]]
    opener = following[1].lower()
    person = 2 * (opener in {"who", "aged"} or opener.isdigit())
    person -= 2 * (opener == "which")
    if opener not in words.DETERMINERS and opener not in words.PERSON_NOUNS:
        return set(), person
    roles = set()
    in_head, group = True, False
    for word in following[1:]:
        if word in {",", ".", "who", "which", "that"}:
            break
        if word in _CLAUSE_WORDS:
            # "According to Vela, the official called it …": a clause of its own.
            return set(), person
        in_head = in_head and word not in words.PREPOSITIONS
        if word.lower() in words.PERSON_NOUNS:
            roles.add(word.lower())
        elif in_head and words.is_noun_of(word, words.ORGANISATION_NOUNS):
            group = True
    # "the developer of the port"; but "a ministry spokeswoman" is a person.
    return roles, person + (2 if roles else -2 * group)


def is_introduced(tokens: list[Token], last: int, lower: set[str]) -> bool:
    """Say whether a sentence that opens with one capital word introduces a person.

    "Milo, aged eight, …", "Ludo, the caretaker, says …"; not "Instead, the …".

    Args:
        tokens: the sentence.
        last: end of the word's run.
        lower: words that the page has without a capital.
    """
    if last >= len(tokens) or tokens[last].text != ",":
        return False
    texts = [token.text.lower() for token in tokens[: last + _APPOSITION_WORDS]]
    if texts[0] in lower:
        return False
    opener = texts[last + 1] if len(texts) > last + 1 else ""
    if opener in {"who", "whose", "aged"} or opener.isdigit():
        return True
    if opener not in {"a", "an", "the"} or "," not in texts[last + 1 :]:
        return False
    after = texts.index(",", last + 1) + 1
    return after < len(texts) and texts[after] in SPEECH_VERBS


def group_before(tokens: list[Token], start: int, last: int, before: str) -> str:
    """Return the noun of "the daily Zenit" or "A second paper, Novy Den,".

    Empty where no noun for an organisation stands there.

    Args:
        tokens: the sentence.
        start: where the name begins; not at the start of the sentence.
        last: where it ends.
        before: the word or mark before it, in lower case.
    """
    noun = before
    if before == ",":
        # "In the paper, Vela says …" has no second comma.
        closes = tokens[last].text in {",", ".", ";"} if last < len(tokens) else True
        noun = tokens[start - 2].text.lower() if closes and start > 1 else ""
    return noun if words.is_noun_of(noun, words.ORGANISATION_NOUNS) else ""


def is_headline(tokens: list[Token]) -> bool:
    """Say whether Every Word of Weight Has a Capital: then capitals tell no names."""
    if not tokens or tokens[-1].text in {".", "”", '"'}:
        return False
    weighty = [text for text, _, _ in tokens if len(text) > 3 and text.isalpha()]
    capital = sum(text.istitle() for text in weighty)
    return capital >= _HEADLINE_CAPITALS and capital >= 0.8 * len(weighty)


def _is_organisation_word(text: str) -> bool:
    return text.lower() in words.ORGANISATION_NAME_WORDS


def is_subsequence(short: Sequence[str], full: Sequence[str]) -> bool:
    """Say whether all words of one are in the other, in the same order."""
    rest = iter(full)
    return all(any(word == other for other in rest) for word in short)
