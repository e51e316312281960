"""What the tests of the engine share: the corpus, a small model, the shipped one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from ascribe.attribution.files import tagger_of
from ascribe.attribution.tagger import AttributionTagger
from ascribe.corpus import corpus_folder
from ascribe.engine import Engine, load_engine
from ascribe.training.dataset import Document, read_documents
from ascribe.training.two_steps import Trained, train

# No test is timed: on a busy machine any of them takes longer than it may.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def corpus() -> list[Document]:
    """Every labelled article of the project."""
    return read_documents([corpus_folder()])


@pytest.fixture(scope="session")
def few(corpus: list[Document]) -> list[Document]:
    """Some of them: enough for a model that is made in a second."""
    return corpus[::4]


@pytest.fixture(scope="session")
def tagger() -> AttributionTagger:
    """The tagger that ships."""
    return tagger_of(None)


@pytest.fixture(scope="session")
def trained(few: list[Document], tagger: AttributionTagger) -> Trained:
    """A real model, made from few articles."""
    return train(few, tagger)


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The model that ships."""
    return load_engine()


@pytest.fixture(scope="session")
def shared() -> Path | None:
    """The folder of material that stays outside the project; None where it is not."""
    given = os.environ.get("ASCRIBE_SHARED")
    folder = Path(given) if given else Path(__file__).parents[3] / "shared"
    return folder if folder.is_dir() else None
