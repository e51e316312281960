import numpy as np
import pytest

from ascribe.attribution.network import Weights, chances
from ascribe.training.attribution_data import MarkedArticle, MarkedAttribution
from ascribe.training.attribution_gradients import Pass
from ascribe.training.attribution_targets import lesson
from ascribe.training.attribution_training import TrainingPlan, as_weights, first_arrays
from ascribe.training.attribution_vocabulary import choose_words

ARTICLE = MarkedArticle(
    "a",
    "The Example",
    "Mara Vela said the dam leaks.\n“We saw it,” she added.",
    (
        MarkedAttribution(((0, 9),), ((10, 14),), ((15, 28),)),
        MarkedAttribution(((43, 46),), ((47, 52),), ((30, 42),)),
    ),
)


def small_network() -> tuple[dict[str, np.ndarray], object]:
    tables = choose_words([ARTICLE.text] * 3, [])
    plan = TrainingPlan(width=8, word_width=6)
    rows = 66 + len(tables.words)
    vectors = np.random.default_rng(1).standard_normal((rows, 6)).astype(np.float32)
    arrays = first_arrays(tables, vectors, plan)
    # The middle of the biases' range, so that few units sit exactly at zero.
    chance = np.random.default_rng(2)
    for name, array in arrays.items():
        if name.startswith("bias_"):
            array += chance.normal(0, 0.1, array.shape).astype(np.float32)
    return arrays, lesson(ARTICLE, tables)


def test_the_pass_for_training_computes_what_the_tagger_computes() -> None:
    arrays, learned = small_network()
    one = Pass(as_weights(arrays), learned, drop=0.0, chance=np.random.default_rng(0))
    for head, expected in chances(as_weights(arrays), learned.rows).items():
        assert one.chances()[head] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    "name", ["layer_input", "layer_layer2", "layer_pool", "layer_output", "bias_pool"]
)
def test_a_gradient_is_the_slope_of_the_loss(name: str) -> None:
    arrays, learned = small_network()

    def loss(of: dict[str, np.ndarray]) -> float:
        weights = as_weights(of)
        wide = Weights(
            *(
                {key: array.astype(np.float64) for key, array in part.items()}
                for part in (weights.tables, weights.layers, weights.biases)
            )
        )
        return Pass(wide, learned, drop=0.0, chance=np.random.default_rng(0)).backward()

    one = Pass(as_weights(arrays), learned, drop=0.0, chance=np.random.default_rng(0))
    one.backward()
    step = 1e-2
    direction = np.random.default_rng(3).standard_normal(arrays[name].shape)
    direction = (direction / np.linalg.norm(direction)).astype(np.float32)
    forth = {**arrays, name: arrays[name] + step * direction}
    back = {**arrays, name: arrays[name] - step * direction}
    slope = (loss(forth) - loss(back)) / (2 * step)
    assert slope == pytest.approx(
        float((one.gradients[name] * direction).sum()), rel=0.05, abs=1e-4
    )
