"""A pipeline is frozen as it is, or the part that cannot be is named."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ascribe.errors import ModelError
from ascribe.labels.context import CONTEXT_NAMES
from ascribe.labels.labeller import softmax
from ascribe.model_files import weights_of
from ascribe.results import LABELS
from ascribe.training.freezing import (
    check_pipeline,
    frozen,
    frozen_second,
    read_pipeline,
)
from ascribe.training.two_steps import Trained


@pytest.fixture
def pipeline(trained: Trained) -> dict[str, Any]:
    """A copy to change."""
    return deepcopy(trained.pipeline)


def test_the_pipeline_of_a_training_gives_its_very_weights(
    trained: Trained, tmp_path: Path
) -> None:
    joblib.dump(trained.pipeline, tmp_path / "p.joblib")
    again = frozen(read_pipeline(tmp_path / "p.joblib"))
    assert weights_of(again) == weights_of(trained.labeller)


def test_weights_keep_the_precision_they_have(pipeline: dict[str, Any]) -> None:
    assert frozen(pipeline).word_weights.dtype == np.float16
    pipeline["first"]["opinion"].coef_ *= 1.0001
    finer = frozen(pipeline)
    assert finer.word_weights.dtype == np.float32
    words = len(finer.words)
    np.testing.assert_allclose(
        finer.word_weights[:, LABELS.index("opinion")],
        pipeline["first"]["opinion"].coef_[0, :words],
        rtol=1e-6,
    )


def test_a_second_step_that_was_fitted_anew_is_frozen() -> None:
    random = np.random.default_rng(0)
    columns = random.normal(2, 3, size=(400, len(CONTEXT_NAMES)))
    labels = np.arange(400) % len(LABELS)
    model = make_pipeline(StandardScaler(), LogisticRegression(fit_intercept=False))
    model.fit(columns, labels)
    step = frozen_second(model)
    np.testing.assert_allclose(
        softmax(columns @ step.weights + step.intercept),
        model.predict_proba(columns),
        atol=1e-9,
    )


def unfitted(part: Any) -> Any:
    return type(part)(**part.get_params())


def second(labels: Any, *, columns: int = len(CONTEXT_NAMES)) -> Any:
    rows = np.random.default_rng(0).normal(size=(len(labels), columns))
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, labels)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p: p.pop("words"), "words is a NoneType, not TfidfVectorizer"),
        (lambda p: p.update(context=None), "context is a NoneType, not Pipeline"),
        (
            lambda p: p["words"].set_params(ngram_range=(1, 3)),
            r"words has ngram_range=\(1, 3\); only \(1, 2\) can be frozen",
        ),
        (
            lambda p: p["characters"].set_params(analyzer="char"),
            "characters has analyzer='char'; only 'char_wb'",
        ),
        (
            lambda p: p.update(counts=unfitted(p["counts"])),
            "counts is not fitted",
        ),
        (
            lambda p: p.update(counts=StandardScaler().fit(np.eye(3))),
            "counts has 3 columns, not ",
        ),
        (
            lambda p: p["first"].pop("opinion"),
            "first, opinion is a NoneType, not LogisticRegression",
        ),
        (
            lambda p: p["first"].update(other=SGDClassifier()),
            "first, other is a SGDClassifier, not LogisticRegression",
        ),
        (
            lambda p: p["first"].update(
                other=LogisticRegression().fit(np.eye(2), [0, 1])
            ),
            "first, other has 2 columns, not ",
        ),
        (
            lambda p: p.update(context=second([0, 1, 2] * 9)),
            r"context knows the classes \[.*\], not \[0, 1, 2, 3\]",
        ),
        (
            lambda p: p.update(speech=second([0, 1, 2, 3] * 9)),
            "speech has .* columns, not ",
        ),
        (
            lambda p: p.update(context=make_pipeline(LogisticRegression())),
            "context is not a scaler and a logistic regression",
        ),
    ],
)
def test_what_cannot_be_frozen_is_named(
    pipeline: dict[str, Any], change: Any, says: str
) -> None:
    check_pipeline(pipeline)
    change(pipeline)
    with pytest.raises(ModelError, match=says):
        check_pipeline(pipeline)


def test_a_file_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipeline.joblib"
    with pytest.raises(ModelError, match="unless told --no-pipeline"):
        read_pipeline(path)
    path.write_bytes(b"what is this")
    with pytest.raises(ModelError, match="cannot read the pipeline"):
        read_pipeline(path)
    joblib.dump([1, 2], path)
    with pytest.raises(ModelError, match="a pipeline is a dict of words, characters"):
        read_pipeline(path)
