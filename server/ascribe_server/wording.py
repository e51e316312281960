"""How results are said in words, the same in the terminal and in the report."""

from __future__ import annotations

import re

from ascribe.results import (
    PROSE_LABELS,
    Analysis,
    Label,
    PageScore,
    ScoredSentence,
    Source,
    Status,
)

# One letter each, so that colour is never the only sign.
MARKS: dict[Label, str] = {
    "opinion": "O",
    "attributed": "A",
    "statement": "S",
    "other": "\u00b7",
}
MEANINGS: dict[Label, str] = {
    "opinion": "the author's own view",
    "attributed": "somebody else is speaking",
    "statement": "the author tells, neutrally",
    "other": "not counted: captions, appeals, asides and the like",
}
# Said after "No shares: ".
_ABSTENTIONS: dict[Status, str] = {
    "too_short": "there is too little prose to score ({words})",
    "not_english": "the text is not English, and the model knows no other language",
    "not_prose": "most of it is not running prose ({words})",
}
_SKIPPED: dict[str, tuple[str, str]] = {
    "aside": ("aside", "asides"),
    "appeal": ("appeal", "appeals"),
    "caption": ("caption", "captions"),
    "code": ("piece of code", "pieces of code"),
    "foreign": ("in another language", "in another language"),
    "link_list": ("list of links", "lists of links"),
    "not_prose": ("without prose", "without prose"),
    "repeated": ("repeated", "repeated"),
    "table": ("table cell", "table cells"),
}

# What would steer the terminal or turn the text around when printed.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def harmless(text: str) -> str:
    r"""Replace what would steer a terminal or turn its text around.

    >>> harmless("Re\x1b[31md")
    'Re\ufffd[31md'
    """
    return _STEERING.sub("\ufffd", text)


def no_formula(text: str) -> str:
    """Keep a spreadsheet from taking a name off a page for a formula.

    >>> no_formula("=1+1"), no_formula("Reuters")
    ("'=1+1", 'Reuters')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def count(number: int, one: str, many: str = "") -> str:
    """Say a number with its noun.

    >>> count(1, "word"), count(1200, "word")
    ('1 word', '1,200 words')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(part: float) -> str:
    """Say a part in [0, 1] in whole per cent; only nothing is 0 %.

    >>> percent(0.126), percent(0.004), percent(0), percent(0.999)
    ('13 %', '<1 %', '0 %', '>99 %')
    """
    if 0 < part < 0.005:
        return "<1 %"
    if 0.995 <= part < 1:
        return ">99 %"
    return f"{part:.0%}".replace("%", " %")


def interval(bounds: tuple[float, float]) -> str:
    """Say an interval of a part.

    >>> interval((0.084, 0.171))
    '8\u201317 %'
    """
    low, high = (round(100 * bound) for bound in bounds)
    return f"{low}\u2013{high} %"


def shares_of(page: PageScore) -> list[tuple[Label, float, tuple[float, float] | None]]:
    """Give each label with its share and interval; empty where the engine abstains."""
    if page.shares is None:
        return []
    return [
        (
            label,
            getattr(page.shares, label),
            getattr(page.intervals, label) if page.intervals else None,
        )
        for label in PROSE_LABELS
    ]


def abstention(analysis: Analysis) -> str | None:
    """Say why there are no shares; None where there are."""
    if analysis.status == "scored":
        return None
    words = count(analysis.page.words, "word")
    return f"No shares: {_ABSTENTIONS[analysis.status].format(words=words)}."


def coverage(page: PageScore) -> str:
    """Say what was read and what was left out.

    >>> from ascribe.results import Coverage
    >>> coverage(PageScore(81, None, None, Coverage(4, 2, {"caption": 1, "aside": 1})))
    '81 words of prose; 2 of 4 blocks counted; left out: 1 aside, 1 caption.'
    """
    said = (
        f"{count(page.words, 'word')} of prose; "
        f"{page.coverage.scored:,} of {count(page.coverage.blocks, 'block')} counted"
    )
    skipped = [
        count(number, *_SKIPPED.get(reason, (reason, reason)))
        for reason, number in sorted(page.coverage.skipped.items())
        if number
    ]
    return f"{said}; left out: {', '.join(skipped)}." if skipped else f"{said}."


def sources_line(analysis: Analysis) -> str:
    """Say how many sources have a name, and how much the others speak.

    >>> from ascribe.results import Coverage, ModelName
    >>> page = PageScore(81, None, None, Coverage(4, 4))
    >>> model = ModelName("", "", "")
    >>> sources_line(Analysis(model, "scored", page, (), (), 2, 0.12))
    '2 named sources; unnamed ones speak 12 % of the attributed words'
    """
    named = count(analysis.named_sources, "named source")
    if not analysis.unnamed_share:
        return named
    part = percent(analysis.unnamed_share)
    return f"{named}; unnamed ones speak {part} of the attributed words"


def source_line(source: Source) -> str:
    """Say how much of the page a source speaks.

    >>> source_line(Source("Reuters", "organisation", 1, 31))
    'organisation, 1 sentence, 31 words'
    """
    return (
        f"{source.kind}, {count(source.sentences, 'sentence')}, "
        f"{count(source.words, 'word')}"
    )


def mark(sentence: ScoredSentence) -> str:
    """Return the sign of a sentence: its label's letter, with ? or = behind it."""
    letter = MARKS[sentence.label]
    if sentence.repeated:
        return f"{letter}="
    # Nobody needs to doubt that a caption is a caption.
    unsure = sentence.label != "other" and not sentence.certain
    return f"{letter}?" if unsure else letter


def verdict(sentence: ScoredSentence) -> str:
    """Say the label, how sure it is, and why a sentence does not count.

    >>> from ascribe.results import Probabilities
    >>> chances = Probabilities(0.7, 0.2, 0.1, 0)
    >>> verdict(ScoredSentence("0", 0, 9, "opinion", chances, certain=False))
    'opinion, unsure (70 %)'
    """
    sure = "" if sentence.certain else ", unsure"
    chance = percent(getattr(sentence.probabilities, sentence.label))
    again = "; repeated, not counted again" if sentence.repeated else ""
    return f"{sentence.label}{sure} ({chance}){again}"


def speaker(sentence: ScoredSentence) -> str | None:
    """Name the source of an attributed sentence, if one was found."""
    if sentence.attribution is None or sentence.attribution.source is None:
        return None
    source = sentence.attribution.source
    return source.name or source.text or None


def evidence(sentence: ScoredSentence, *, most: int = 4) -> str:
    """Say what moved the label most; empty where nothing did.

    >>> from ascribe.results import Evidence, Probabilities
    >>> verdict_of = Probabilities(0, 1, 0, 0)
    >>> said = Evidence(3, 7, "said", weight=1.92), Evidence(0, 2, "he", weight=-0.2)
    >>> evidence(ScoredSentence("0", 0, 9, "attributed", verdict_of, True, None, said))
    '\u201csaid\u201d +1.9, \u201che\u201d \u22120.2'
    """
    return ", ".join(
        f"\u201c{item.text}\u201d {item.weight:+.1f}".replace("-", "\u2212")
        for item in sentence.evidence[:most]
    )
