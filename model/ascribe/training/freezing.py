"""Freeze a fitted scikit-learn pipeline: the same weights as plain arrays.

Training ends with it. Who goes on with the pipeline in scikit-learn freezes it again,
with ``ascribe freeze``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

from ascribe.attribution.speech_columns import SPEECH_NAMES
from ascribe.errors import ModelError
from ascribe.labels.context import CONTEXT_NAMES
from ascribe.labels.counts import COUNT_NAMES
from ascribe.labels.labeller import Labeller, Step, Weights
from ascribe.labels.ngrams import CHARACTER_NGRAMS, WORD_NGRAMS, Vocabulary
from ascribe.results import LABELS
from ascribe.training.recipe import Recipe

# A word is what stands between spaces.
WORD = r"\S+"
_TFIDF: dict[str, object] = {
    "lowercase": False, "strip_accents": None, "preprocessor": None, "tokenizer": None,
    "stop_words": None, "binary": False, "norm": "l2", "use_idf": True,
    "sublinear_tf": True,
}  # fmt: skip
# What the engine does with each part; a part with another setting would not be frozen
# but changed.
_SETTINGS: dict[str, dict[str, object]] = {
    "words": {
        **_TFIDF, "analyzer": "word", "token_pattern": WORD, "ngram_range": WORD_NGRAMS
    },
    "characters": {
        **_TFIDF, "analyzer": "char_wb", "ngram_range": CHARACTER_NGRAMS
    },
    "counts": {"with_mean": True, "with_std": True},
}  # fmt: skip
_TYPES = {
    "words": TfidfVectorizer,
    "characters": TfidfVectorizer,
    "counts": StandardScaler,
    "first": dict,
    "context": Pipeline,
    "speech": Pipeline,
}


def frozen(pipeline: Mapping[str, Any]) -> Labeller:
    """Return the weights of a whole pipeline, as ``FirstStep.pipeline`` names it.

    Args:
        pipeline: ``words`` and ``characters``, vectorizers; ``counts``, a scaler;
            ``first``, a logistic regression for each label; ``context`` and
            ``speech``, each a scaler and a logistic regression.
    """
    return frozen_first(
        pipeline,
        frozen_second(pipeline["context"]),
        frozen_second(pipeline["speech"]),
        count_scale=Recipe().count_scale,
    )


def frozen_first(
    pipeline: Mapping[str, Any], context: Step, speech: Step, *, count_scale: float
) -> Labeller:
    """Return the first step's weights beside those of the second.

    Args:
        pipeline: the first step's parts of it.
        context: the second step without the tagger's columns.
        speech: the second step with them.
        count_scale: what the scaled counts were multiplied by.
    """
    models = [pipeline["first"][label] for label in LABELS]
    weights = np.column_stack([model.coef_[0] for model in models])
    # It is no array where a model has no intercept.
    intercept = np.array([np.ravel(model.intercept_)[0] for model in models])
    words, characters = pipeline["words"], pipeline["characters"]
    scaler = pipeline["counts"]
    terms = [list(part.get_feature_names_out()) for part in (words, characters)]
    of_words, of_characters, of_counts = np.split(
        weights, [len(terms[0]), len(terms[0]) + len(terms[1])]
    )
    of_counts = of_counts * (count_scale / scaler.scale_)[:, None]
    return Labeller(
        words=Vocabulary(terms[0], words.idf_),
        word_weights=_halved(of_words),
        characters=Vocabulary(terms[1], characters.idf_),
        character_weights=_halved(of_characters),
        counts=Step(of_counts, intercept - scaler.mean_ @ of_counts),
        context=context,
        speech=speech,
    )


def frozen_second(model: Pipeline) -> Step:
    """Fold the scaling of a second step into its weights."""
    scaler, regression = model[0], model[-1]
    weights = (regression.coef_ / scaler.scale_).T
    return Step(weights, regression.intercept_ - scaler.mean_ @ weights)


def _halved(weights: Weights) -> Weights:
    """Return weights in half precision where nothing is lost, else in single."""
    half: Weights = weights.astype(np.float16)
    return half if np.array_equal(half, weights) else weights.astype(np.float32)


def read_pipeline(path: Path) -> dict[str, Any]:
    """Read the pipeline that ``ascribe train`` keeps beside a model.

    It is a pickle: reading one runs whatever its maker wanted.

    Raises:
        ModelError: if it cannot be read, or the engine does not score as it does.
    """
    try:
        pipeline = joblib.load(path)
    except FileNotFoundError as exc:
        raise ModelError(
            f"there is no {path}; `ascribe train` writes it, unless told --no-pipeline"
        ) from exc
    except Exception as exc:
        raise ModelError(f"cannot read the pipeline {path}: {exc!r}") from exc
    check_pipeline(pipeline)
    return dict(pipeline)


def check_pipeline(pipeline: object) -> None:
    """Hold a pipeline against what the engine does.

    Raises:
        ModelError: naming the first part that differs.
    """
    if not isinstance(pipeline, dict):
        raise ModelError(f"a pipeline is a dict of {', '.join(_TYPES)}")
    for name, kind in _TYPES.items():
        part = pipeline.get(name)
        if not isinstance(part, kind):
            raise ModelError(f"{name} is a {type(part).__name__}, not {kind.__name__}")
    for name, settings in _SETTINGS.items():
        _check_settings(name, pipeline[name], settings)
    columns = len(COUNT_NAMES) + sum(
        len(pipeline[name].vocabulary_) for name in ("words", "characters")
    )
    _check_size("counts", pipeline["counts"], len(COUNT_NAMES))
    for label in LABELS:
        model = pipeline["first"].get(label)
        _check_regression(f"first, {label}", model, columns, [0, 1])
    sizes = {"context": len(CONTEXT_NAMES)}
    sizes["speech"] = sizes["context"] + len(SPEECH_NAMES)
    for name, size in sizes.items():
        scaler, model = pipeline[name][0], pipeline[name][-1]
        if len(pipeline[name]) != 2 or not isinstance(scaler, StandardScaler):
            raise ModelError(f"{name} is not a scaler and a logistic regression")
        _check_settings(name, scaler, _SETTINGS["counts"])
        _check_size(name, scaler, size)
        _check_regression(name, model, size, list(range(len(LABELS))))


def _check_settings(name: str, part: Any, settings: Mapping[str, object]) -> None:
    _check_fitted(name, part)
    found = part.get_params()
    for setting, needed in settings.items():
        if found[setting] != needed:
            has = f"{name} has {setting}={found[setting]!r}"
            raise ModelError(f"{has}; only {needed!r} can be frozen")


def _check_fitted(name: str, part: Any) -> None:
    try:
        check_is_fitted(part)
    except NotFittedError:
        raise ModelError(f"{name} is not fitted") from None


def _check_size(name: str, part: Any, size: int) -> None:
    if part.n_features_in_ != size:
        raise ModelError(f"{name} has {part.n_features_in_} columns, not {size}")


def _check_regression(name: str, model: Any, size: int, classes: list[int]) -> None:
    if not isinstance(model, LogisticRegression):
        kind = type(model).__name__
        raise ModelError(f"{name} is a {kind}, not LogisticRegression")
    _check_fitted(name, model)
    _check_size(name, model, size)
    if list(model.classes_) != classes:
        raise ModelError(
            f"{name} knows the classes {list(model.classes_)}, not {classes}"
        )
    if len(classes) > 2 and model.solver == "liblinear":
        raise ModelError(f"{name} is one against the rest; only multinomial is frozen")
