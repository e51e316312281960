"""Read a page as a whole: what of it is prose, and what its shares are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ascribe.kernel import compiled_folded
from ascribe.page.blocks_left_out import (
    Reason,
    asks_for_support,
    heads_next,
    reason_by_itself,
)
from ascribe.page.sentence_results import Answer
from ascribe.page.shares import Calibration, page_shares, spread
from ascribe.results import (
    Block,
    Coverage,
    Intervals,
    Label,
    PageScore,
    Shares,
    Status,
)
from ascribe.text.passages import Sentence, cut
from ascribe.text.sentences import words_in

# Fewer words of prose than this, and a share would say more about one sentence than
# about the page.
MIN_WORDS = 50
MIN_SENTENCES = 3
# On a page of prose most words that are neither beside the article nor repeated are
# prose; on a table, a list or a log in page they are not.
_MIN_PROSE_SHARE = 0.5
# Running text stands in blocks of at least this many words that end with a stop.
_MIN_RUNNING_WORDS = 15
_STOPS = ".!?…:;\"”’'»)]"
# A shop or a front page has little running text among many scraps. Of 60 saved news
# pages two have a smaller share; one is a gallery, with more running text than that.
_MIN_RUNNING_SHARE = 0.65
_ENOUGH_RUNNING_WORDS = 150
# A block or sentence of fewer words can stand on a page twice without being the same
# passage ("He declined to comment.").
_MIN_REPEATED_WORDS = 6
# Left out because of what surrounds the article, not because the page is no article.
_BESIDE: frozenset[Reason] = frozenset({"aside", "appeal", "caption", "repeated"})


@dataclass(frozen=True, slots=True)
class PageReading:
    """The blocks of a page and what becomes of each.

    Attributes:
        blocks: as handed in.
        reasons: for each block why it is left out; None where it is scored.
        first: for each repeated block the index of the block it repeats.
        sentences: of the scored blocks.
        repeats: for each sentence the index of an earlier one that says the same.
    """

    blocks: Sequence[Block]
    reasons: tuple[Reason | None, ...]
    first: dict[int, int]
    sentences: list[Sentence]
    repeats: tuple[int | None, ...]

    @classmethod
    def left_out(cls, blocks: Sequence[Block], reason: Reason) -> PageReading:
        """Return a reading in which no block is scored."""
        return cls(blocks, tuple(reason for _ in blocks), {}, [], ())

    def counted(self) -> list[int]:
        """Return the indices of the sentences that count in the shares."""
        return [
            index
            for index, sentence in enumerate(self.sentences)
            if self.repeats[index] is None and self.reasons[sentence.block] is None
        ]

    def without_debris(self, labels: Sequence[Label]) -> PageReading:
        """Return the reading with blocks left out that hold only ``other``."""
        prose = {
            sentence.block
            for sentence, label in zip(self.sentences, labels, strict=True)
            if label != "other"
        }
        reasons: list[Reason | None] = [
            "not_prose" if reason is None and index not in prose else reason
            for index, reason in enumerate(self.reasons)
        ]
        return replace(self, reasons=tuple(reasons))


def read_page(blocks: Sequence[Block]) -> PageReading:
    """Decide for each block whether it is read, and cut what is read."""
    reasons: list[Reason | None] = [reason_by_itself(block) for block in blocks]
    first: dict[int, int] = {}
    seen: dict[str, int] = {}
    for index, block in enumerate(blocks):
        text = _folded(block.text)
        if not text:
            reasons[index] = "not_prose"
        elif words_in(text) >= _MIN_REPEATED_WORDS or block.kind == "heading":
            if text in seen and reasons[index] != "aside":
                reasons[index], first[index] = "repeated", seen[text]
            seen.setdefault(text, index)
    _spread_repeats(blocks, reasons, first)
    for index, block in enumerate(blocks):
        if reasons[index] is None and asks_for_support(block.text):
            reasons[index] = "appeal"
            if index and reasons[index - 1] is None and heads_next(blocks, index - 1):
                reasons[index - 1] = "appeal"
    kept = [index for index, reason in enumerate(reasons) if reason is None]
    sentences = cut([blocks[index] for index in kept], numbers=kept)
    return PageReading(
        blocks, tuple(reasons), first, sentences, _repeated_sentences(sentences)
    )


def status_of(reading: PageReading, answer: Answer) -> Status:
    """Say whether the page can be summed up, or why not."""
    prose = [i for i in reading.counted() if answer.labels[i] != "other"]
    words = sum(words_in(reading.sentences[index].text) for index in prose)
    read = running = 0
    for block, reason in zip(reading.blocks, reading.reasons, strict=True):
        if reason not in _BESIDE:
            size = words_in(block.text)
            read += size
            running += size if reason is None and _runs(block, size) else 0
    if read < MIN_WORDS:
        return "too_short"
    if words < _MIN_PROSE_SHARE * read or (
        running < _ENOUGH_RUNNING_WORDS and running < _MIN_RUNNING_SHARE * read
    ):
        return "not_prose"
    if words < MIN_WORDS or len(prose) < MIN_SENTENCES:
        return "too_short"
    return "scored"


def _runs(block: Block, words: int) -> bool:
    if block.kind == "quote":
        return True
    return words >= _MIN_RUNNING_WORDS and block.text.rstrip()[-1:] in _STOPS


def page_score(
    reading: PageReading,
    answer: Answer | None,
    status: Status,
    calibration: Calibration,
) -> PageScore:
    """Sum a page up.

    Words count where the most likely label is not ``other``; the shares are summed
    from the chances of the same sentences.
    """
    skipped = Counter(reason for reason in reading.reasons if reason is not None)
    coverage = Coverage(
        blocks=len(reading.blocks),
        scored=sum(reason is None for reason in reading.reasons),
        skipped=dict(sorted(skipped.items())),
    )
    counted = reading.counted() if answer else []
    counted = [index for index in counted if answer and answer.labels[index] != "other"]
    words = np.array(
        [words_in(reading.sentences[index].text) for index in counted], dtype=np.float64
    )
    if status != "scored" or answer is None:
        return PageScore(int(words.sum()), None, None, coverage)
    chances = answer.chances[counted]
    shares = page_shares(chances, words, power=calibration.power)
    half = spread(chances, words) * np.array(calibration.widths)
    lower = np.clip(shares - half, 0.0, 1.0).tolist()
    upper = np.clip(shares + half, 0.0, 1.0).tolist()
    return PageScore(
        words=int(words.sum()),
        shares=Shares(*shares.tolist()),
        intervals=Intervals(*zip(lower, upper, strict=True)),
        coverage=coverage,
    )


def _folded(text: str) -> str:
    found = compiled_folded(text) if compiled_folded is not None else None
    return " ".join(text.split()).casefold() if found is None else found


def _spread_repeats(
    blocks: Sequence[Block], reasons: list[Reason | None], first: dict[int, int]
) -> None:
    """Take a short block for repeated where it follows a repeated one as before.

    So the lead-ins and the signature of an article that stands there again go too.
    """
    for index in range(1, len(blocks)):
        before = first.get(index - 1)
        if before is None or reasons[index] is not None or before + 1 >= index:
            continue
        if _folded(blocks[index].text) == _folded(blocks[before + 1].text):
            reasons[index], first[index] = "repeated", before + 1


def _repeated_sentences(sentences: Sequence[Sentence]) -> tuple[int | None, ...]:
    seen: dict[str, int] = {}
    repeats: list[int | None] = []
    for index, sentence in enumerate(sentences):
        text = _folded(sentence.text)
        long_enough = words_in(text) >= _MIN_REPEATED_WORDS
        repeats.append(seen.get(text) if long_enough else None)
        if long_enough:
            seen.setdefault(text, index)
    return tuple(repeats)
