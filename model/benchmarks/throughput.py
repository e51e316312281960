"""Words a second of this engine, scikit-learn's pipeline and fastText, side by side."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from statistics import median

from msgspec import structs
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from ascribe.corpus import corpus_folder
from ascribe.engine import Engine, load_engine
from ascribe.labels.evidence import evidence_of, look_up
from ascribe.labels.labeller import Labeller
from ascribe.results import LABELS, Block
from ascribe.text.passages import Sentence, cut
from ascribe.text.sentences import words_in
from ascribe.training.dataset import Document, read_documents

ROUNDS = 7
# So long each contender is at it in its turn, however fast it is: each finds in the
# caches what the one before has left there, and all pay the same for that.
_TURN_SECONDS = 0.15


def throughput() -> list[tuple[str, float, float]]:
    """Return (what, words a second, times scikit-learn's pipeline), medians.

    Every contender takes its turn in each round and ratios are taken inside a round,
    so that what else the machine does falls on all of them alike.
    """
    documents = read_documents([corpus_folder()])
    pages = [cut(one.blocks, one.spans) for one in documents]
    words = sum(words_in(one.text) for one in chain.from_iterable(pages))
    texts = [one.text for one in chain.from_iterable(pages)]
    labels = list(chain.from_iterable(one.labels for one in documents))
    engine = load_engine()
    contenders = _engines(engine, documents, pages)
    pipeline = _pipeline(engine, texts, labels)
    contenders["scikit-learn Pipeline.predict_proba"] = lambda: pipeline.predict_proba(
        texts
    )
    contenders["fastText predict"] = _fasttext(texts, labels)
    # The first call only warms up; the second tells how many make a turn.
    times = {
        name: max(1, round(_TURN_SECONDS / min(_seconds(run), _seconds(run))))
        for name, run in contenders.items()
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            seconds[name].append(_seconds(run, times[name]))
    base = seconds["scikit-learn Pipeline.predict_proba"]
    return [
        (
            name,
            words / median(took),
            median(b / t for b, t in zip(base, took, strict=True)),
        )
        for name, took in seconds.items()
    ]


def _seconds(run: Callable[[], object], times: int = 1) -> float:
    started = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - started) / times


def _engines(
    engine: Engine, documents: list[Document], pages: list[list[Sentence]]
) -> dict[str, Callable[[], object]]:
    compiled = engine._labeller
    plain = replace(compiled, compiled=False)
    contenders: dict[str, Callable[[], object]] = {}
    for kind, labeller in (("kernel", compiled), ("plain Python", plain)):
        contenders[f"four labels with context, {kind}"] = lambda m=labeller: [  # type: ignore[misc]
            m.score(page) for page in pages
        ]
        contenders[f"the same and evidence, {kind}"] = lambda m=labeller: [  # type: ignore[misc]
            _with_evidence(m, page) for page in pages
        ]
    contenders["labels, spans and evidence, kernel"] = lambda: _details(engine, pages)
    # As archives are analysed; all of this stands before and behind what the others do.
    blocks = [one.blocks for one in documents]
    contenders["from text to shares and labels, kernel"] = lambda: engine.analyze_all(
        blocks, details=False
    )
    contenders["from text to all, the ledger too, kernel"] = lambda: engine.analyze_all(
        blocks
    )
    return contenders


def _with_evidence(labeller: Labeller, page: list[Sentence]) -> None:
    found = look_up(labeller, page)
    chances = labeller.score(page, n_grams=found and found.scores)
    evidence_of(labeller, page, chances.argmax(axis=1).tolist(), found)


def _details(engine: Engine, pages: list[list[Sentence]]) -> None:
    """Label sentences, find who says what in them, and say which words moved each."""
    found = [engine._found(page) for page in pages]
    heard, chances = engine._scored(pages, found)
    columns = [page.argmax(axis=1).tolist() for page in chances]
    for page, best in zip(heard, columns, strict=True):
        engine._told(page, [LABELS[column] for column in best])
    for one in zip(pages, columns, found, strict=True):
        engine._evidence(*one)


def _pipeline(engine: Engine, texts: list[str], labels: list[str]) -> Pipeline:
    """The same n-grams and columns in scikit-learn's own classes."""
    labeller = engine._labeller
    union = make_union(
        TfidfVectorizer(
            ngram_range=(1, 2),
            token_pattern=r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|_",
            vocabulary=list(labeller.words.terms),
            sublinear_tf=True,
        ),
        TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(2, 5),
            vocabulary=list(labeller.characters.terms),
            sublinear_tf=True,
        ),
    )
    return make_pipeline(union, LogisticRegression(max_iter=300)).fit(texts, labels)


def _fasttext(texts: list[str], labels: list[str]) -> Callable[[], object]:
    import fasttext

    lines = [" ".join(text.split()) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "train.txt")
        path.write_text(
            "".join(
                f"__label__{label} {line}\n"
                for label, line in zip(labels, lines, strict=True)
            )
        )
        model = fasttext.train_supervised(
            str(path), wordNgrams=2, minn=2, maxn=5, thread=1, verbose=0
        )
    # Its own loop over many lines, in C++.
    return lambda: model.predict(lines, k=len(LABELS))


def by_length() -> list[tuple[int, float]]:
    """Return (words, seconds) of one page of growing length, up to a million words."""
    documents = read_documents([corpus_folder()])
    blocks = [block for one in documents for block in one.blocks]
    engine = load_engine()
    found = []
    for wanted in (1_000, 10_000, 100_000, 1_000_000):
        page: list[Block] = []
        words = 0
        while words < wanted:
            # Each time round the words differ, so that nothing is left out as repeated.
            block = blocks[len(page) % len(blocks)]
            text = block.text if not page else f"{block.text} Number {len(page)}."
            page.append(structs.replace(block, id=str(len(page)), text=text))
            words += words_in(text)
        took = []
        for _ in range(3 if wanted < 1_000_000 else 1):
            started = time.perf_counter()
            engine.analyze(_within_limits(page))
            took.append(time.perf_counter() - started)
        found.append((words, median(took)))
    return found


def _within_limits(page: list[Block]) -> list[Block]:
    """Join blocks where a page has more than the engine takes."""
    step = len(page) // 40_000 + 1
    return [
        structs.replace(
            page[at], text=" ".join(one.text for one in page[at : at + step])
        )
        for at in range(0, len(page), step)
    ]
