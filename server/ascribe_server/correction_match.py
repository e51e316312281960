"""Find corrected sentences on a page again, also after small edits of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ascribe.results import Block, Label, ScoredSentence
from ascribe_server.store.corrections import Correction, sha256_of_text, words_of

# Parts of word pairs that two versions of one sentence share: an edit of one word in
# ten leaves 0.8 of them, another sentence on the same subject seldom 0.3.
_LEAST_LIKENESS = 0.5
# Likewise of the words around it, of which an edit may hit more.
_LEAST_CONTEXT = 0.5
_CONTEXT_WORDS = 8
# A sentence of so many words hardly stands anywhere by chance.
_TELLING_WORDS = 8
# "He said no." is like too many others to be found by likeness.
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A reader's own label for a sentence of this page.

    Attributes:
        id: number of the correction.
        block: id of the block the sentence lies in.
        start: offset of the sentence's first code unit in the block's text.
        end: offset one past its last code unit.
        label: what the reader said.
        used_in: versions of the models that have learned it, oldest first.
    """

    id: int
    block: str
    start: int
    end: int
    label: Label
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    correction: Correction
    words: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]


class CorrectionMatch:
    """Knows some corrections; holds nothing of the pages it is asked about."""

    def __init__(self, corrections: Sequence[Correction]) -> None:
        self._exact: dict[tuple[str, ...], list[_Known]] = {}
        self._by_pair: dict[tuple[str, str], list[int]] = {}
        self._known = [
            _Known(
                each,
                tuple(words_of(each.quote)),
                frozenset(words_of(each.prefix)[-_CONTEXT_WORDS:]),
                frozenset(words_of(each.suffix)[:_CONTEXT_WORDS]),
            )
            for each in corrections
        ]
        for index, known in enumerate(self._known):
            self._exact.setdefault(known.words, []).append(known)
            if len(known.words) >= _LEAST_WORDS:
                for pair in set(pairwise(known.words)):
                    self._by_pair.setdefault(pair, []).append(index)

    def __call__(
        self, blocks: Sequence[Block], sentences: Sequence[ScoredSentence]
    ) -> tuple[ShownCorrection, ...]:
        """Return the corrected sentences of a page, in reading order.

        Args:
            blocks: the page.
            sentences: its sentences as the engine found them.
        """
        if not self._known:
            return ()
        page = _Page(blocks, sentences)
        found: dict[int, _Known] = {}
        # A correction that stands on the page as it was is not looked for elsewhere.
        settled: set[int] = set()
        for at, words in enumerate(page.words):
            if best := self._as_it_was(page, at, words):
                found[at] = best
                settled.add(best.correction.id)
        for at, words in enumerate(page.words):
            best = None if at in found else self._edited(page, at, words, settled)
            if best is not None:
                found[at] = best
                settled.add(best.correction.id)
        return tuple(
            ShownCorrection(
                id=known.correction.id,
                block=sentences[at].block,
                start=sentences[at].start,
                end=sentences[at].end,
                label=known.correction.label,
                used_in=known.correction.used_in,
            )
            for at, known in sorted(found.items())
        )

    def _as_it_was(self, page: _Page, at: int, words: tuple[str, ...]) -> _Known | None:
        """Return the correction of these very words, by block or by context."""
        rated = [
            (
                known.correction.block_sha256 == page.block_sha256(at),
                page.context(at, known),
                known.correction.id,
                known,
            )
            for known in self._exact.get(words, ())
            if words or known.correction.quote.strip() == page.text(at).strip()
        ]
        if not rated:
            return None
        same_block, context, _, best = max(rated, key=lambda each: each[:3])
        alone = not best.before and not best.after
        enough = same_block or context >= _LEAST_CONTEXT
        enough = enough or len(words) >= _TELLING_WORDS
        return best if enough or (alone and len(words) >= _LEAST_WORDS) else None

    def _edited(
        self, page: _Page, at: int, words: tuple[str, ...], settled: set[int]
    ) -> _Known | None:
        """Return the correction of nearly these words in nearly this place."""
        if len(words) < _LEAST_WORDS:
            return None
        pairs = set(pairwise(words))
        shared = Counter(i for pair in pairs for i in self._by_pair.get(pair, ()))
        best: tuple[float, float, int] | None = None
        for index, count in shared.items():
            known = self._known[index]
            total = len(pairs) + len(set(pairwise(known.words)))
            likeness = 2 * count / total
            if known.correction.id in settled or likeness < _LEAST_LIKENESS:
                continue
            context = page.context(at, known)
            if context >= _LEAST_CONTEXT:
                best = max(best or (0.0, 0.0, 0), (likeness, context, index))
        return None if best is None else self._known[best[2]]


class _Page:
    """The sentences of one page, their words, and what stands around each."""

    def __init__(
        self, blocks: Sequence[Block], sentences: Sequence[ScoredSentence]
    ) -> None:
        self._texts = {block.id: block.text for block in blocks}
        self._units = {
            id_: text.encode("utf-16-le", "surrogatepass")
            for id_, text in self._texts.items()
        }
        self._sentences = sentences
        self._hashes: dict[str, str] = {}
        self.words = [tuple(words_of(self.text(at))) for at in range(len(sentences))]

    def text(self, at: int) -> str:
        one = self._sentences[at]
        raw = self._units[one.block][2 * one.start : 2 * one.end]
        return raw.decode("utf-16-le", "surrogatepass")

    def block_sha256(self, at: int) -> str:
        id_ = self._sentences[at].block
        if id_ not in self._hashes:
            self._hashes[id_] = sha256_of_text(self._texts[id_])
        return self._hashes[id_]

    def context(self, at: int, known: _Known) -> float:
        """Return how like the words on the more alike side are, in [0, 1]."""
        before: list[str] = []
        for index in range(at - 1, -1, -1):
            before = [*self.words[index], *before]
            if len(before) >= _CONTEXT_WORDS:
                break
        after: list[str] = []
        for index in range(at + 1, len(self.words)):
            after += self.words[index]
            if len(after) >= _CONTEXT_WORDS:
                break
        return max(
            _likeness(known.before, frozenset(before[-_CONTEXT_WORDS:])),
            _likeness(known.after, frozenset(after[:_CONTEXT_WORDS])),
        )


def _likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))
