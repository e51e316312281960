"""Score a page: blocks in, labelled sentences out. Pure: no network, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from ascribe.attribution.acts import SpeechAct, SpeechSentence, labelled, speech_of
from ascribe.attribution.files import tagger_of
from ascribe.attribution.ledger import Ledger, ledger
from ascribe.attribution.speech_columns import speech_columns
from ascribe.attribution.speech_tokens import PageWords, page_words
from ascribe.attribution.tagger import AttributionTagger, Reading
from ascribe.errors import InputError
from ascribe.labels.evidence import Found, evidence_of, look_up
from ascribe.labels.labeller import Labeller
from ascribe.labels.ngrams import FloatArray
from ascribe.model_files import load_model
from ascribe.page.sentence_results import Answer, sentence_results
from ascribe.page.shares import Calibration
from ascribe.page.summary import PageReading, page_score, read_page, status_of
from ascribe.results import BLOCK_KINDS, LABELS, Analysis, Block, Label, ModelName
from ascribe.text.passages import Sentence, cut
from ascribe.text.sentences import utf16_length

# Ten times the longest book; a page beyond it was extracted badly.
MAX_PAGE_UNITS = 8_000_000
# A live blog of a whole day has some 3,000 blocks.
MAX_BLOCKS = 50_000
_NO_SOURCES = Ledger(sources=(), names=(), unnamed_share=0.0, named=0)
DEFAULT_MODEL = Path(str(files("ascribe") / "models" / "default"))


class _Heard(NamedTuple):
    """The sentences of a page and what the tagger hears in them."""

    speech: list[SpeechSentence]
    reading: Reading


class _Told(NamedTuple):
    """Who says what in the sentences of a page.

    Attributes:
        speech: the sentences with their labels.
        words: their words.
        acts: the attributions of each.
    """

    speech: list[SpeechSentence]
    words: PageWords
    acts: list[list[SpeechAct]]


class Engine:
    """A loaded model. Holds no state between pages; one may serve many threads.

    Args:
        model: which weights these are.
        labeller: the weights.
        calibration: how shares and doubts are read off the chances.
        tagger: finds source, cue and content of attributed sentences.
    """

    def __init__(
        self,
        model: ModelName,
        labeller: Labeller,
        calibration: Calibration,
        tagger: AttributionTagger,
    ) -> None:
        self.model = model
        self._labeller = labeller
        self.calibration = calibration
        self._tagger = tagger

    def analyze(self, blocks: Sequence[Block], *, details: bool = True) -> Analysis:
        """Label every sentence of a page and sum the page up.

        Args:
            details: find sources and evidence too; without them labels and shares are
                the same, in a fraction of the time.
            blocks: the page in reading order; at most ``MAX_BLOCKS``, together at
                most ``MAX_PAGE_UNITS`` UTF-16 code units. No block, or none with
                text, gives status ``too_short``.

        Raises:
            InputError: if the page is over a limit, two blocks have one id, or a
                kind is unknown.
        """
        (analysis,) = self.analyze_all([blocks], details=details)
        return analysis

    def analyze_all(
        self, pages: Sequence[Sequence[Block]], *, details: bool = True
    ) -> list[Analysis]:
        """Analyse some pages, each as ``analyze`` does.

        Each step takes them in turn, and finds its tables in the processor's cache: an
        eighth of the time of short pages is saved.

        Raises:
            InputError: if ``analyze`` would for one of them.
        """
        for blocks in pages:
            check_blocks(blocks)
        readings = [read_page(blocks) for blocks in pages]
        answers = self._answers([one.sentences for one in readings], details=details)
        return list(map(self._analysis, readings, answers))

    def probabilities(
        self,
        blocks: Sequence[Block],
        spans: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> FloatArray:
        """Return the chance of each label for every sentence of labelled blocks.

        Args:
            blocks: all are scored, whatever their kind.
            spans: sentence offsets (code points) of each block, where known.

        Returns:
            Shape ``(n, 4)``, columns as in ``LABELS``.
        """
        sentences = cut(blocks, spans)
        heard = self._heard(sentences)
        return self._labeller.score(sentences, speech_columns(heard.reading))

    def _heard(self, sentences: Sequence[Sentence]) -> _Heard:
        speech = speech_of(sentences)
        return _Heard(speech, self._tagger.read(speech))

    def _scored(
        self, pages: Sequence[Sequence[Sentence]], found: Sequence[Found | None]
    ) -> tuple[list[_Heard], list[FloatArray]]:
        """Return what the tagger hears in pages, and the chances of their labels."""
        heard = [self._heard(page) for page in pages]
        columns = [speech_columns(one.reading) for one in heard]
        n_grams = [one and one.scores for one in found]
        return heard, list(map(self._labeller.score, pages, columns, n_grams))

    def _found(self, sentences: Sequence[Sentence]) -> Found | None:
        return look_up(self._labeller, sentences)

    def _told(self, heard: _Heard, labels: Sequence[Label]) -> _Told:
        speech = labelled(heard.speech, labels)
        rows = heard.reading.rows
        words = page_words([one.text for one in speech], (rows.start, rows.end))
        return _Told(speech, words, self._tagger.tag(speech, heard.reading, words))

    def _evidence(
        self, sentences: Sequence[Sentence], columns: Sequence[int], found: Found | None
    ) -> list[list[tuple[int, int, float]]]:
        return evidence_of(self._labeller, sentences, columns, found)

    def _answers(
        self, pages: Sequence[Sequence[Sentence]], *, details: bool
    ) -> list[Answer]:
        # Without details nobody asks for evidence: nothing is kept for it.
        found = [self._found(page) if details else None for page in pages]
        heard, chances = self._scored(pages, found)
        columns = [one.argmax(axis=1).tolist() for one in chances]
        answers = [
            Answer(
                chances=one,
                labels=[LABELS[column] for column in best],
                certain=(
                    one.max(axis=1, initial=0.0) >= self.calibration.certain
                ).tolist(),
                evidence=[],
                acts=[],
                ledger=_NO_SOURCES,
            )
            for one, best in zip(chances, columns, strict=True)
        ]
        if not details:
            return answers
        labels = [one.labels for one in answers]
        told = list(map(self._told, heard, labels))
        evidence = list(map(self._evidence, pages, columns, found))
        ledgers = [ledger(one.speech, one.acts, one.words) for one in told]
        return [
            replace(answer, evidence=words, acts=one.acts, ledger=sources)
            for answer, words, one, sources in zip(
                answers, evidence, told, ledgers, strict=True
            )
        ]

    def _analysis(self, reading: PageReading, answer: Answer) -> Analysis:
        reading = reading.labelled(answer.labels)
        status = status_of(reading)
        heard = answer.ledger if status == "scored" else None
        return Analysis(
            model=self.model,
            status=status,
            page=page_score(reading, answer, status, self.calibration),
            sources=heard.sources if heard else (),
            sentences=sentence_results(reading, answer) if reading.english else (),
            named_sources=heard.named if heard else 0,
            unnamed_share=heard.unnamed_share if heard else 0.0,
        )


def load_engine(folder: Path | None = None, *, for_answers: bool = False) -> Engine:
    """Load a model and build an engine around it.

    Args:
        folder: a folder that ``ascribe train`` wrote; None for the model that ships.
        for_answers: keep only what answers need: it takes less memory, and cannot be
            trained further or saved.

    Raises:
        ModelError: if the model is missing, damaged, or made for another version.
    """
    model, labeller, calibration = load_model(folder or DEFAULT_MODEL)
    if for_answers:
        labeller = labeller.for_answers()
    return Engine(model, labeller, calibration, tagger_of(folder))


def check_blocks(blocks: Sequence[Block]) -> None:
    """Hold a page against the limits of the engine.

    Raises:
        InputError: as ``Engine.analyze``.
    """
    if len(blocks) > MAX_BLOCKS:
        raise InputError(
            f"the page has {len(blocks):,} blocks; the limit is {MAX_BLOCKS:,}"
        )
    units = sum(utf16_length(block.text) for block in blocks)
    if units > MAX_PAGE_UNITS:
        raise InputError(
            f"the page has {units:,} characters; the limit is {MAX_PAGE_UNITS:,}"
        )
    seen: set[str] = set()
    for block in blocks:
        if block.id in seen:
            raise InputError(f"two blocks have the id {block.id!r}; ids must differ")
        seen.add(block.id)
        if block.kind not in BLOCK_KINDS:
            raise InputError(
                f"block {block.id!r} has the kind {block.kind!r}; "
                f"kinds are {', '.join(BLOCK_KINDS)}"
            )
