"""Read a page as a whole: what of it is prose, and what its shares are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec.structs import replace

from ascribe.page.blocks_left_out import (
    Reason,
    asks_for_support,
    heads_next,
    reason_by_itself,
)
from ascribe.page.repeats import folded, same_passages
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
from ascribe.text.language import are_english
from ascribe.text.passages import Sentence, cut

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
# Left out because of what surrounds the article, not because the page is no article.
_BESIDE: frozenset[Reason] = frozenset({"aside", "appeal", "caption", "repeated"})


class PageReading(msgspec.Struct, frozen=True, gc=False):
    """The blocks of a page and what becomes of each.

    Attributes:
        blocks: as handed in.
        reasons: for each block why it is left out; None where it is scored.
        first: for each repeated block the index of the block it repeats.
        sentences: of the scored blocks.
        repeats: for each sentence the index of an earlier one that says the same.
        words: number of words of each sentence.
        block_words: of each block.
        english: whether the page is; else it is not read.
        prose: the sentences that count in the shares, once they are labelled.
    """

    blocks: Sequence[Block]
    reasons: tuple[Reason | None, ...]
    first: dict[int, int]
    sentences: list[Sentence]
    repeats: Sequence[int | None]
    words: Sequence[int]
    block_words: Sequence[int]
    english: bool = True
    prose: Sequence[int] = ()

    @classmethod
    def foreign(cls, blocks: Sequence[Block]) -> PageReading:
        """Return the reading of a page that is not English: no block is scored."""
        foreign: Reason = "foreign"
        reasons = tuple(foreign for _ in blocks)
        return cls(blocks, reasons, {}, [], (), (), (), english=False)

    def labelled(self, labels: Sequence[Label]) -> PageReading:
        """Return the reading with its prose, and without blocks that hold none."""
        said = [index for index, label in enumerate(labels) if label != "other"]
        blocks = {self.sentences[index].block for index in said}
        reasons: list[Reason | None] = [
            "not_prose" if reason is None and index not in blocks else reason
            for index, reason in enumerate(self.reasons)
        ]
        prose = [index for index in said if self.repeats[index] is None]
        return replace(self, reasons=tuple(reasons), prose=prose)


def read_page(blocks: Sequence[Block]) -> PageReading:
    """Decide for each block whether it is read, and cut what is read."""
    english, each_english = are_english(
        [block.text for block in blocks], [block.kind != "other" for block in blocks]
    )
    if english is False:
        return PageReading.foreign(blocks)
    reasons: list[Reason | None] = [
        reason_by_itself(block, english=told)
        for block, told in zip(blocks, each_english, strict=True)
    ]
    first: dict[int, int] = {}
    same, block_words = same_passages(
        [block.text for block in blocks], [block.kind == "heading" for block in blocks]
    )
    for index, (block, before) in enumerate(zip(blocks, same, strict=True)):
        if not block.text or block.text.isspace():
            reasons[index] = "not_prose"
        elif before is not None and reasons[index] != "aside":
            reasons[index], first[index] = "repeated", before
    _spread_repeats(blocks, reasons, first)
    for index, block in enumerate(blocks):
        if reasons[index] is None and asks_for_support(block.text):
            reasons[index] = "appeal"
            if index and reasons[index - 1] is None and heads_next(blocks, index - 1):
                reasons[index - 1] = "appeal"
    kept = [index for index, reason in enumerate(reasons) if reason is None]
    sentences = cut([blocks[index] for index in kept], numbers=kept)
    repeats, words = same_passages([sentence.text for sentence in sentences])
    return PageReading(
        blocks, tuple(reasons), first, sentences, repeats, words, block_words
    )


def status_of(reading: PageReading) -> Status:
    """Say whether a page that is labelled can be summed up, or why not."""
    if not reading.english:
        return "not_english"
    words = sum([reading.words[index] for index in reading.prose])
    read = running = 0
    for block, reason, size in zip(
        reading.blocks, reading.reasons, reading.block_words, strict=True
    ):
        if reason not in _BESIDE:
            read += size
            running += size if reason is None and _runs(block, size) else 0
    if read < MIN_WORDS:
        return "too_short"
    if words < _MIN_PROSE_SHARE * read or (
        running < _ENOUGH_RUNNING_WORDS and running < _MIN_RUNNING_SHARE * read
    ):
        return "not_prose"
    if words < MIN_WORDS or len(reading.prose) < MIN_SENTENCES:
        return "too_short"
    return "scored"


def _runs(block: Block, words: int) -> bool:
    if block.kind == "quote":
        return True
    return words >= _MIN_RUNNING_WORDS and block.text.rstrip()[-1:] in _STOPS


def page_score(
    reading: PageReading,
    answer: Answer,
    status: Status,
    calibration: Calibration,
) -> PageScore:
    """Sum a page up.

    Words count where the most likely label is not ``other``; the shares are summed
    from the chances of the same sentences.
    """
    skipped = Counter(filter(None, reading.reasons))
    coverage = Coverage(
        blocks=len(reading.blocks),
        scored=reading.reasons.count(None),
        skipped=dict(sorted(skipped.items())),
    )
    counted = [reading.words[index] for index in reading.prose]
    if status != "scored":
        return PageScore(sum(counted), None, None, coverage)
    words = np.array(counted, dtype=np.float64)
    chances = answer.chances.take(reading.prose, axis=0)
    shares = page_shares(chances, words, power=calibration.power)
    half = spread(chances, words) * np.array(calibration.widths)
    lower = [max(bound, 0.0) for bound in (shares - half).tolist()]
    upper = [min(bound, 1.0) for bound in (shares + half).tolist()]
    return PageScore(
        words=sum(counted),
        shares=Shares(*shares.tolist()),
        intervals=Intervals(*zip(lower, upper, strict=True)),
        coverage=coverage,
    )


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
        if folded(blocks[index].text) == folded(blocks[before + 1].text):
            reasons[index], first[index] = "repeated", before + 1
