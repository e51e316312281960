"""Read one source phrase: is it a name, a pronoun, a role, an organisation, a text?

Looks at the phrase alone; what the rest of the page says is the linker's job.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import Literal

import msgspec
from msgspec.structs import replace

from ascribe.attribution import source_words as words
from ascribe.attribution.name_parts import (
    ends_in_initial,
    has_initial,
    is_initial,
    is_title,
    person_at_end,
)
from ascribe.attribution.shown_phrases import (
    SPEAKING,
    is_adverb,
    is_common,
    shown_words,
)
from ascribe.attribution.source_phrases import (
    is_nobody,
    is_plain,
    is_some_of_many,
    name_at_end,
    name_behind,
    part_of,
    pronoun_in,
    reporting_by,
)
from ascribe.attribution.speech_tokens import QUOTE_MARKS, Token, tokens_of

MentionSort = Literal["name", "pronoun", "role", "group", "document", "other"]


class Mention(msgspec.Struct, frozen=True, gc=False):
    """What a source phrase says by itself.

    Attributes:
        sort: ``name`` is a proper name; ``role`` a person known by what he is
            ("the official"); ``group`` an organisation known by what it is ("the
            agency", "the Clinton campaign"); ``document`` a text ("a report").
        words: the words of the name, or of the noun phrase, without determiner,
            title and description; none where nothing could be read.
        titles: what stands before the name, in lower case.
        definite: begins with "the", "this", …: known from before.
        phrase: the phrase up to its first comma, as it stands.
    """

    sort: MentionSort
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    definite: bool = False
    phrase: str = ""

    @property
    def noun(self) -> str:
        """The last word, in lower case; empty where there is none."""
        return self.words[-1].lower() if self.words else ""


# Pages say "she", "officials" and the names of the day again and again.
@lru_cache(maxsize=2048)
def read_mention(phrase: str, *, opens_sentence: bool = False) -> Mention:
    """Read a source phrase.

    Args:
        phrase: as it stands on the page.
        opens_sentence: its first word begins a sentence, so that its capital says
            nothing.

    >>> read_mention("Sen. Ana de Souza, a Republican,").words
    ('Ana', 'de', 'Souza')
    >>> official = read_mention("The unnamed official who spoke to Reuters")
    >>> official.sort, official.words, official.definite
    ('role', ('official',), True)
    >>> read_mention("the auditor's report").sort
    'document'
    """
    if phrase.lower() in words.PRONOUNS:
        # A third of all sources; none is a leading word.
        return Mention("pronoun", (phrase.lower(),))
    found = [token for token in tokens_of(phrase) if token.text not in QUOTE_MARKS]
    while found and (
        not found[0].text[0].isalnum() or found[0].text.lower() in words.LEADING_WORDS
    ):
        found.pop(0)
        opens_sentence = False
    while found and (
        (found[-1].text in _END_MARKS and not ends_in_initial(found))
        # "he and his", "the operator and she": what comes first is who speaks
        or (len(found) > 1 and found[-1].text.lower() in words.JOINING)
        or (
            len(found) > 2
            and found[-1].text.lower() in _SECOND
            and found[-2].text.lower() in words.JOINING
        )
    ):
        found.pop()
    if not found:
        return Mention("other", ())
    tokens = [token.text for token in found]
    if not is_plain(tokens):
        later = reporting_by(tokens) or part_of(tokens)
        if later:
            inner = read_mention(phrase[found[later].start :])
            if inner.sort == "name" or not inner.words:
                return inner
            # Of several people one is shown as "one of …".
            return replace(inner, phrase=_shown(phrase, found, tokens))
        pronoun = pronoun_in(tokens)
        if pronoun:
            return Mention("pronoun", (pronoun,))
        if is_nobody(tokens):
            return Mention("other", ())
    first = tokens[0].lower()
    definite = first in words.DEFINITE
    shown = _shown(phrase, found, tokens)
    if first in words.DETERMINERS:
        tokens = tokens[1:]
    elif opens_sentence and is_common(first):
        tokens[0] = first
    core = _core(tokens)
    if not core:
        return Mention("other", (), (), definite, shown)
    sort, name, titles = _read_core(core)
    if sort == "group" and name[-1] in words.PRESS and "published" in tokens:
        # "The paper, published in a journal, …" is a text.
        sort = "document"
    elif sort == "group" and name[-1] in words.PRESS and not definite:
        # "A second paper, Novy Den," is the one it names.
        behind = name_behind(tokens, len(core))
        if behind:
            return replace(read_mention(" ".join(behind)), definite=True)
    elif sort == "group" and not definite and is_some_of_many(tokens, len(core)):
        return Mention("role", name, titles, definite, shown)
    if sort in ("role", "other"):
        behind = name_behind(tokens, len(core)) or name_at_end(tokens)
        if behind:
            sort, name, titles = "name", behind, tuple(map(str.lower, core))
    return Mention(sort, name, titles, definite, shown)


def _shown(phrase: str, found: list[Token], tokens: list[str]) -> str:
    """Return what of a phrase a reader is shown; its tokens and their texts."""
    many = shown_words(tokens)
    return phrase[found[0].start : found[many - 1].end if many else None].strip()


def _core(tokens: list[str]) -> list[str]:
    """The noun phrase without what follows its head: relative clause, "of …"."""
    core: list[str] = []
    for at, text in enumerate(tokens):
        lower = text.lower()
        if text == "." and core and is_initial(core[-1], tokens[at + 1 : at + 2]):
            # "J. D. van der Vela": the tokens part an initial before a small letter.
            core[-1] += "."
            continue
        # A headline has its verb with a capital: "Vela Says".
        if lower in _BREAKS or (
            core and (text in SPEAKING or lower in _VERBS or _describes(text, core))
        ):
            # "Bank of England", "Chamber of Trade": part of the name.
            upper_after = at + 1 < len(tokens) and tokens[at + 1][0].isupper()
            named = core and core[-1][0].isupper() and lower in ("of", "for")
            if not (named and upper_after and _has_organisation_word(core)):
                break
        core.append(text)
    while core and (
        is_adverb(core[-1])
        or core[-1] in ("'s", "’s", "'")
        # "clause 31"; but "Worker 4"
        or (len(core) > 1 and core[-1].isdigit() and core[-2].islower())
    ):
        core.pop()
    return core


def _describes(word: str, core: list[str]) -> bool:
    """Whether a participle begins what only describes the words before.

    "a video posted by the station", "a letter secretly sent to it"
    """
    if not words.is_participle(word):
        return False
    adverb = len(core) > 1 and is_adverb(core[-1])
    return is_common(core[-2 if adverb else -1])


def _has_organisation_word(tokens: list[str]) -> bool:
    return any(
        text.lower() in words.ORGANISATION_NAME_WORDS and text[0].isupper()
        for text in tokens
    )


def _read_core(
    core: list[str],
) -> tuple[MentionSort, tuple[str, ...], tuple[str, ...]]:
    last = core[-1]
    lower = last.lower()
    if len(core) == 1 and lower in _HEADLINE_TAILS and last.istitle():
        # "…: Report"
        last = lower
        core = [last]
    # "the late King", but "Peter T. King"
    ends_name = lower not in _TITLES_AT_END or has_initial(core[-2:-1])
    if lower in words.OFFICES and core[-2:-1] in (["'s"], ["’s"]):
        # "the County Sheriff's Office"; of "Rao's Labour Office" only the end is one.
        owner = list(takewhile(lambda text: text[0].isupper(), core[-3::-1]))
        if owner and last[0].isupper():
            return "name", tuple(core[-len(owner) - 2 :]), ()
    if last[0].isupper() and ends_name:
        start = len(core)
        while start and (core[start - 1][0].isupper() or _joins(core, start - 1)):
            start -= 1
        while start < len(core) - 1 and (
            is_title(core[start], len(core) - 1 - start)
            or not core[start][0].isupper()
            or words.is_compound(core[start])
        ):
            start += 1
        for at in range(start, len(core) - 1):
            inner = core[at].lower() in words.INNER_TITLES
            if inner and is_title(core[at], len(core) - 1 - at):
                start = at + 1
        start = max(start, person_at_end(core, start))
        titles = tuple([text.lower() for text in core[:start]])
        return "name", tuple(core[start:]), titles
    kept = tuple([text for text in core if text.lower() not in words.ANONYMITY_WORDS])
    sort = _SORTS.get(kept[-1].lower().removeprefix("co-")) if kept else None
    if sort is not None:
        return sort, kept, ()
    # "Ana Vela shrugged": the words of a name, then something else.
    name = tuple(takewhile(lambda text: text[0].isupper(), core))
    if len(name) > 1 and len(core) > len(name) and core[len(name)].isalpha():
        return "name", name, ()
    return "other", kept, ()


def _joins(core: list[str], at: int) -> bool:
    """Whether a small word or a mark stands inside a name."""
    text = core[at]
    if text in ("'s", "’s"):
        return at > 0 and core[at - 1].lower() in words.POSSESSORS
    if text in ("'", "’"):
        # "Anglers' Alliance"
        return at > 0 and core[at - 1].endswith("s")
    return text.lower() in _INSIDE_NAMES


_END_MARKS = frozenset({".", "!", "?", ",", ";", ":"})
_HEADLINE_TAILS = frozenset(
    "report reports study survey poll sources officials analysts experts".split()
)
_VERBS = words.VERBAL_WORDS | words.HEADLINE_VERBS
_BREAKS = words.PHRASE_BREAKS | words.PREPOSITIONS
# "he and his": who speaks with somebody; "us" can be the country.
_SECOND = words.PRONOUNS - {"us"}
_TITLES_AT_END = words.TITLES - words.TITLE_OPENERS
_INSIDE_NAMES = words.PARTICLES | {"of", "for", "the", "and", "&"}
_NOUNS: tuple[tuple[MentionSort, frozenset[str]], ...] = (
    ("group", words.ORGANISATION_NOUNS),
    ("role", words.PERSON_NOUNS),
    ("document", words.DOCUMENT_NOUNS),
)
# Of a noun in several lists the last counts.
_SORTS = {noun: sort for sort, nouns in _NOUNS for noun in words.with_plurals(nouns)}
