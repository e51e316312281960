"""The model card: what a model was made from, how good it is, and what it is for.

The training command writes it; nobody types it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ascribe.training.attribution_evaluation import AttributionScores
from ascribe.training.dataset import Document, digest_of
from ascribe.training.evaluation import Evaluation, measure
from ascribe.training.folds import outlet_key
from ascribe.training.parity import is_report, parity
from ascribe.training.raw_documents import raw_digest
from ascribe.training.swaps import Swaps
from ascribe.training.teaching import Teaching
from ascribe.training.two_steps import Trained

_INTENDED_USE = (
    "To show a reader which sentences of an English news or opinion page are the "
    "author's opinion and which are attributed to sources. Not to rate outlets, "
    "authors or the truth of anything, and not to decide anything about people."
)
_LIMITS = (
    "English only; trained on news, comment and magazine pages.",
    "The edge between opinion and plain statement in news analysis is the least sure.",
    "Reported speech that goes on without a mark or a cue is often missed.",
    "Sarcasm that no word betrays is read as a plain statement.",
    "Labels were made by a large language model under a guide, not by people.",
)


def make_card(
    trained: Trained,
    documents: Sequence[Document],
    teaching: Teaching | None = None,
    *,
    name: str,
    version: str,
    seed: int,
    labels: str,
    swaps: Swaps | None = None,
) -> dict[str, Any]:
    """Build a model's card as JSON values.

    Args:
        trained: the model and its measures.
        documents: what it was trained on.
        teaching: what teachers had labelled besides.
        name: the model's name.
        version: the model's version.
        seed: the seed of the training.
        labels: who made the labels, in words.
        swaps: what swapping names does to the model, where that was measured.
    """
    even = parity(documents, trained.chances)
    reports = [at for at, doc in enumerate(documents) if is_report(doc)]
    even_reports = parity(
        [documents[at] for at in reports], [trained.chances[at] for at in reports]
    )
    sentences = Counter(label for doc in documents for label in doc.labels)
    return {
        "name": name,
        "version": version,
        "licence": "MIT",
        "intended_use": _INTENDED_USE,
        "limits": list(_LIMITS),
        "data": {
            "documents": len(documents),
            "outlets": len({outlet_key(doc.outlet) for doc in documents}),
            "sentences": dict(sorted(sentences.items())),
            "collections": dict(sorted(Counter(d.source for d in documents).items())),
            "sha256": digest_of(documents),
            "labels": labels,
            "taught": _taught(teaching),
        },
        "training": {
            "method": "one-against-rest logistic regression on TF-IDF of words and "
            "characters and on counts, then multinomial logistic regression on the "
            "scores of the sentence, its neighbours, its paragraph and its page, and "
            "on what the tagger, a small network that has learned attributions and "
            "labels, makes of it",
            "seed": seed,
        },
        "split": "five folds by outlet: every sentence is scored by a model that saw "
        "no document of its outlet; the second step is fitted on first-step scores "
        "made the same way",
        "measures": rounded(trained.evaluation),
        "collections": _by_collection(trained, documents),
        "parity": _rounded(asdict(even)) if even else None,
        "parity_of_reports": _rounded(asdict(even_reports)) if even_reports else None,
        "swaps": _rounded(asdict(swaps)) if swaps else None,
        "without_tagger": rounded(trained.without_tagger),
        "doubt": _rounded(asdict(trained.doubt)),
        "baseline": {
            "method": "scikit-learn's TfidfVectorizer and LogisticRegression, defaults",
            "measures": rounded(trained.baseline),
        },
    }


def _by_collection(
    trained: Trained, documents: Sequence[Document]
) -> dict[str, dict[str, float]]:
    """Measure each collection by itself, on the same held-out chances."""
    measured = {}
    for name in sorted({document.source for document in documents}):
        members = [at for at, doc in enumerate(documents) if doc.source == name]
        found = measure(
            [documents[at] for at in members],
            [trained.chances[at] for at in members],
            power=trained.calibration.power,
        )
        each = {label: one.f1 for label, one in found.classes.items()}
        measured[name] = _rounded({"macro_f1": found.macro_f1, **each})
    return measured


def _taught(teaching: Teaching | None) -> dict[str, Any] | None:
    if teaching is None:
        return None
    return {
        "documents": len(teaching.documents),
        "sentences": teaching.chances.shape[1],
        "teachers": len(teaching.chances),
        "sha256": raw_digest(teaching.documents),
        "labels": "by larger models that were trained on the labelled documents; what "
        "is measured on an outlet was learned from teachers that had not seen it",
    }


def rounded(evaluation: Evaluation | AttributionScores) -> dict[str, Any]:
    """Return the measures as JSON values with four decimals."""
    return _rounded(asdict(evaluation))  # type: ignore[no-any-return]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value
