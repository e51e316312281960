"""The model card: what a model was made from, how good it is, and what it is for.

The training command writes it; nobody types it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ascribe.training.dataset import Document, digest_of
from ascribe.training.evaluation import Evaluation
from ascribe.training.folds import outlet_key
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
)


def make_card(
    trained: Trained,
    documents: Sequence[Document],
    *,
    name: str,
    version: str,
    seed: int,
    labels: str,
) -> dict[str, Any]:
    """Build a model's card as JSON values.

    Args:
        trained: the model and its measures.
        documents: what it was trained on.
        name: the model's name.
        version: the model's version.
        seed: the seed of the training.
        labels: who made the labels, in words.
    """
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
        },
        "training": {
            "method": "one-against-rest logistic regression on TF-IDF of words and "
            "characters and on counts, then multinomial logistic regression on the "
            "scores of the sentence, its neighbours, its paragraph and its page",
            "seed": seed,
        },
        "split": "five folds by outlet: every sentence is scored by a model that saw "
        "no document of its outlet; the second step is fitted on first-step scores "
        "made the same way",
        "measures": rounded(trained.evaluation),
        "doubt": _rounded(asdict(trained.doubt)),
        "baseline": {
            "method": "scikit-learn's TfidfVectorizer and LogisticRegression, defaults",
            "measures": rounded(trained.baseline),
        },
    }


def rounded(evaluation: Evaluation) -> dict[str, Any]:
    """Return the measures as JSON values with four decimals."""
    return _rounded(asdict(evaluation))  # type: ignore[no-any-return]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value
