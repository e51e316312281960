"""Pages of every odd form, and what must hold for the answer to each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from ascribe.results import BLOCK_KINDS, LABELS

# Pieces that the engine looks at: quotations, cues, names, abbreviations, numbers.
PIECES = st.sampled_from(
    [
        *"\"'“”‘’«»„‚‹›`´…—–-()[]{}:;,.?!%&/\\|<>=+*#@~^_",
        *["''", "``", '"""', "...", "?!", ".”", "”.", "’s", "’ ", "\u201c\u2018"],
        *[" said ", " says ", "according to ", " told ", "He said: ", " argued that "],
        *["Ann Li", "Dr. No", "U.S.", "e.g.", "St. John", "Reuters", "officials", "we"],
        *["must ", "perhaps ", "I ", "shameful ", "is ", "not ", "the ", "rain fell"],
        *["1,000", "3.14", "$5m", "2026-11-25", "№ 7", "½", "٣", "Ⅷ"],
        *[" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u2009", "\u3000", "\u2028"],
        *["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u202c"],
        *["\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\ufffd", "\uffff"],
        *["\ud83d", "\udc00", "😀", "👨🏻‍🚒", "𝒞", "e\u0301", "ﬁ", "İ", "ß", "ǅ", "Å"],
        *["漢字。", "ελληνικά", "עברית", "العربية", "हिन्दी", "ไทย", "한국어"],
        *["http://a.example/b?c=d", "a@b.example", "<b>x</b>", "&amp;", "{{x}}"],
        *["word " * 50, "x" * 3000, "." * 200, "“" * 100, "\u0301" * 100],
    ]
)
# Enough of these, and a page is an article in English that gets a score.
SENTENCES = st.sampled_from(
    [
        "The harbour will close at noon on Friday, the port authority said. ",
        "“We have waited for nine years,” Ann Li told the council, “and no longer.” ",
        "This is a shameful plan, and whoever voted for it ought to say why. ",
        "The ferry has two decks, carries 40 cars and leaves at ten every morning. ",
        "According to Reuters, officials had known of the leak since the spring. ",
        "Perhaps the mayor believes that nobody reads the minutes; I do. ",
        "She added that the bridge, built in 1911, was never meant for lorries. ",
        "Nobody was hurt in the fire, which broke out shortly before three. ",
    ]
)
ENGLISH = st.lists(SENTENCES, min_size=3, max_size=12).map("".join)
SPOILED = st.lists(st.one_of(SENTENCES, PIECES), min_size=3, max_size=20).map("".join)
TEXTS = st.one_of(
    ENGLISH,
    SPOILED,
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map(" ".join),
    st.text(st.characters(), max_size=300),  # surrogates, too
)
KINDS = st.sampled_from(BLOCK_KINDS)
DENSITIES = st.one_of(st.just(0.0), st.floats(0, 1))


@st.composite
def pages(draw: Any) -> list[dict[str, Any]]:
    """Draw the blocks of one page, as the API takes them."""
    drawn = draw(st.lists(st.tuples(KINDS, TEXTS, DENSITIES), max_size=25))
    return [
        {"id": str(at), "kind": kind, "text": text, "link_density": density}
        for at, (kind, text, density) in enumerate(drawn)
    ]


def faults(blocks: list[dict[str, Any]], answer: Any) -> Iterator[str]:
    """Say what is wrong with the answer to a page; nothing where all is well."""
    texts = {
        block["id"]: block["text"].encode("utf-16-le", "surrogatepass")
        for block in blocks
    }
    order = {block["id"]: at for at, block in enumerate(blocks)}
    last = (-1, 0)
    for one in answer["sentences"]:
        place = (order[one["block"]], one["start"])
        if place < last:
            yield f"a sentence at {place} follows one that ends at {last}"
        last = (place[0], one["end"])
        if not 0 <= one["start"] < one["end"] <= len(texts[one["block"]]) // 2:
            yield f"a sentence from {one['start']} to {one['end']} is not in its block"
        yield from _number_faults(one)
        yield from _span_faults(one, texts)
    shares = answer["page"]["shares"]
    if (shares is None) != (answer["status"] != "scored"):
        yield f"status {answer['status']} with shares {shares}"
    if shares and not math.isclose(sum(shares.values()), 1, abs_tol=1e-6):
        yield f"shares add up to {sum(shares.values())}"
    if answer["page"]["coverage"]["blocks"] != len(blocks):
        yield "the blocks are counted wrongly"


def _number_faults(sentence: Any) -> Iterator[str]:
    chances = sentence["probabilities"]
    if set(chances) != set(LABELS) or not all(0 <= p <= 1 for p in chances.values()):
        yield f"probabilities {chances}"
    if not math.isclose(sum(chances.values()), 1, abs_tol=1e-3):
        yield f"probabilities add up to {sum(chances.values())}"


def _span_faults(sentence: Any, texts: dict[str, bytes]) -> Iterator[str]:
    """Look at spans that carry their text: it must stand where they say."""
    spans = list(sentence.get("evidence") or [])
    attribution = sentence.get("attribution") or {}
    spans += [attribution[one] for one in ("source", "cue") if attribution.get(one)]
    spans += attribution.get("content") or []
    for span in spans:
        text = texts[span.get("block") or sentence["block"]]
        if not 0 <= span["start"] <= span["end"] <= len(text) // 2:
            yield f"a span from {span['start']} to {span['end']} is not in its block"
            continue
        there = text[2 * span["start"] : 2 * span["end"]].decode(
            "utf-16-le", "surrogatepass"
        )
        if span.get("text") and span["text"] != there:
            yield f"a span says {span['text']!r} where {there!r} stands"
