import io
from pathlib import Path

import numpy as np
import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import FIRST_WORD, WordTables
from ascribe.attribution.files import load_tagger, save_tagger
from ascribe.attribution.network import chances, with_tops
from ascribe.errors import ModelError
from ascribe.training.attribution_training import TrainingPlan, as_weights, first_arrays

TABLES = WordTables(["said", "the", "süß"], ["said"], ["aid"])


def saved(folder: Path) -> tuple[Path, str]:
    vectors = np.random.default_rng(0).standard_normal((FIRST_WORD + 3, 8))
    arrays = first_arrays(TABLES, vectors.astype(np.float32), TrainingPlan(width=8))
    path = folder / "attribution.npz"
    page = [SpeechSentence(0, "paragraph", "It leaks, said Vela.")]
    weights = with_tops(as_weights(arrays), [TABLES.rows_of(page)])
    return path, save_tagger(path, TABLES, weights)


def test_a_tagger_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path, digest = saved(tmp_path)
    tagger = load_tagger(path, sha256=digest)
    assert tagger.tables.words == TABLES.words
    page = [SpeechSentence(0, "paragraph", "It leaks, said Vela.")]
    first, second = (
        chances(one.weights, one.tables.rows_of(page))["cue"]
        for one in (tagger, load_tagger(path))
    )
    assert (first == second).all()


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert saved(tmp_path)[1] == saved(tmp_path / "other")[1]


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    path, digest = saved(tmp_path)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(ModelError, match="damaged or changed"):
        load_tagger(path, sha256=digest)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not an archive", id="not an archive"),
        pytest.param(b"PK\x03\x04" + bytes(40), id="broken archive"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "attribution.npz"
    path.write_bytes(raw)
    with pytest.raises(ModelError, match="cannot be used"):
        load_tagger(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot read"):
        load_tagger(tmp_path / "attribution.npz")


def test_a_pickle_is_never_unpacked(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, format=np.array([object()], dtype=object))
    path = tmp_path / "attribution.npz"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ModelError, match="cannot be used"):
        load_tagger(path)


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    path, _ = saved(tmp_path)
    with np.load(path) as archive:
        arrays = dict(archive)
    arrays["format"] = arrays["format"] + 1
    np.savez(path, **arrays)
    with pytest.raises(ModelError, match="another version"):
        load_tagger(path)


def test_weights_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    path, _ = saved(tmp_path)
    with np.load(path) as archive:
        arrays = dict(archive)
    arrays["bias_output"][0] = np.nan
    np.savez(path, **arrays)
    with pytest.raises(ModelError, match="finite"):
        load_tagger(path)
