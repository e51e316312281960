"""Learn the tagger's weights from articles whose attributions people marked.

The same articles, raw texts and seed give the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from ascribe.attribution.features import (
    FIRST_AFFIX,
    QUOTE_STATES,
    SHAPES,
)
from ascribe.attribution.network import (
    HEADS,
    REACHES,
    TABLES,
    FloatArray,
    Weights,
    with_tops,
)
from ascribe.training.attribution_gradients import Pass
from ascribe.training.attribution_targets import lesson
from ascribe.training.attribution_vocabulary import choose_words, first_vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.features import WordTables
    from ascribe.training.attribution_data import MarkedArticle
    from ascribe.training.attribution_targets import Lesson


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How to train. The defaults were chosen on outlets held out of the training set.

    Attributes:
        width: items of a hidden vector.
        word_width: items of a word's vector.
        rounds: how often each article is seen.
        rate: largest step of the optimiser.
        drop: share of values left out at random, in [0, 1).
        batch: articles for each step.
        seed: fixes first weights, order and what is left out.
    """

    width: int = 96
    word_width: int = 48
    rounds: int = 12
    rate: float = 2e-3
    drop: float = 0.3
    batch: int = 2
    seed: int = 0


def train_tagger(
    articles: Sequence[MarkedArticle],
    raw: Sequence[SpeechSentence] = (),
    *,
    plan: TrainingPlan | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[WordTables, Weights]:
    """Learn from marked articles, and word vectors from raw sentences as well.

    Args:
        articles: at least one.
        raw: unlabelled sentences of any articles.
        plan: how to train; the defaults where None.
        progress: is told a line after every round.
    """
    plan = plan or TrainingPlan()
    texts = [article.text for article in articles]
    tables = choose_words(texts, (one.text for one in raw))
    lessons = [lesson(article, tables) for article in articles]
    vectors = first_vectors(
        tables,
        [one.rows.word.tolist() for one in lessons] + _rows_of_raw(tables, raw),
        width=plan.word_width,
        seed=plan.seed,
    )
    arrays = first_arrays(tables, vectors, plan)
    # One thread adds up in one order, so that the same seed gives the same weights;
    # and for matrices this small a second thread waits more than it works.
    with threadpool_limits(limits=1, user_api="blas"):
        arrays = _descend(arrays, lessons, plan, progress)
    return tables, with_tops(as_weights(arrays), (one.rows for one in lessons))


def _rows_of_raw(tables: WordTables, raw: Sequence[SpeechSentence]) -> list[list[int]]:
    return [tables.rows_of(raw).word.tolist()] if raw else []


def first_arrays(
    tables: WordTables, vectors: FloatArray, plan: TrainingPlan
) -> dict[str, FloatArray]:
    """Return random weights to start from, and the given word vectors."""
    chance = np.random.default_rng(plan.seed)

    def normal(*shape: int, scale: float) -> FloatArray:
        return (chance.standard_normal(shape) * scale).astype(np.float32)

    arrays = {
        "table_word": vectors.copy(),
        "table_beginning": normal(FIRST_AFFIX + len(tables.beginnings), 24, scale=0.1),
        "table_ending": normal(FIRST_AFFIX + len(tables.endings), 16, scale=0.1),
        "table_shape": normal(SHAPES, 6, scale=0.3),
        "table_quote": normal(QUOTE_STATES, 6, scale=0.3),
    }
    into = 3 * sum(arrays[f"table_{name}"].shape[1] for name in TABLES)
    width = plan.width
    arrays["layer_input"] = normal(into, width, scale=1.5 / into**0.5)
    for number in range(len(REACHES)):
        arrays[f"layer_layer{number}"] = normal(
            3 * width, width, scale=0.7 * (2 / (3 * width)) ** 0.5
        )
    arrays["layer_pool"] = normal(2 * width, width, scale=0.5 / width**0.5)
    arrays["layer_output"] = normal(
        3 * width, sum(HEADS.values()), scale=0.3 / width**0.5
    )
    for name in [name for name in arrays if name.startswith("layer_")]:
        size = arrays[name].shape[1]
        arrays[name.replace("layer_", "bias_", 1)] = np.zeros(size, np.float32)
    return arrays


def as_weights(arrays: dict[str, FloatArray]) -> Weights:
    """Sort arrays by the first word of their names."""

    def named(kind: str) -> dict[str, FloatArray]:
        return {
            name.removeprefix(kind): array
            for name, array in arrays.items()
            if name.startswith(kind)
        }

    return Weights(named("table_"), named("layer_"), named("bias_"))


def _descend(
    arrays: dict[str, FloatArray],
    lessons: Sequence[Lesson],
    plan: TrainingPlan,
    progress: Callable[[str], None],
) -> dict[str, FloatArray]:
    chance = np.random.default_rng([plan.seed, 1])
    optimiser = _Adam(arrays)
    averaged = {name: array.copy() for name, array in arrays.items()}
    steps_a_round = -(-len(lessons) // plan.batch)
    total = plan.rounds * steps_a_round
    step = 0
    for number in range(plan.rounds):
        order = chance.permutation(len(lessons))
        losses = []
        for low in range(0, len(order), plan.batch):
            passes = [
                Pass(as_weights(arrays), lessons[at], drop=plan.drop, chance=chance)
                for at in order[low : low + plan.batch]
            ]
            losses += [one.backward() for one in passes]
            gradients = _added(arrays, passes)
            # A short warm-up, then straight down to a fiftieth.
            pace = min(1.0, (step + 1) / 50) * max(0.02, 1 - step / total)
            optimiser.step(arrays, gradients, plan.rate * pace)
            step += 1
            # The average over about the last round is steadier than the last step.
            weight = max(1 / steps_a_round, 1 / step)
            for name, array in arrays.items():
                averaged[name] += np.float32(weight) * (array - averaged[name])
        progress(f"round {number + 1}/{plan.rounds}: loss {np.mean(losses):.4f}")
    return averaged


def _added(
    arrays: dict[str, FloatArray], passes: Sequence[Pass]
) -> dict[str, FloatArray]:
    """Average the passes' gradients; those of tables are put into whole tables."""
    share = np.float32(1 / len(passes))
    added = {}
    for name, array in arrays.items():
        if name.startswith("table_"):
            table = name.removeprefix("table_")
            total = np.zeros_like(array)
            for one in passes:
                np.add.at(total, getattr(one.rows, table), one.gradients[name] * share)
        else:
            total = sum((one.gradients[name] * share for one in passes), np.float32(0))
        added[name] = total
    return added


class _Adam:
    """Kingma and Ba (2015), with the second moment's memory cut to 100 steps."""

    def __init__(self, arrays: dict[str, FloatArray]) -> None:
        self._mean = {name: np.zeros_like(array) for name, array in arrays.items()}
        self._square = {name: np.zeros_like(array) for name, array in arrays.items()}
        self._steps = 0

    def step(
        self,
        arrays: dict[str, FloatArray],
        gradients: dict[str, FloatArray],
        rate: float,
    ) -> None:
        self._steps += 1
        keep_mean, keep_square = 0.9, 0.99
        pace = rate * (1 - keep_square**self._steps) ** 0.5
        pace /= 1 - keep_mean**self._steps
        for name, gradient in gradients.items():
            # Words that do not occur in the batch stand still.
            used: slice | np.ndarray = slice(None)
            if name.startswith("table_"):
                used = np.flatnonzero(gradient.any(axis=1))
            slope = gradient[used]
            mean = keep_mean * self._mean[name][used] + (1 - keep_mean) * slope
            square = keep_square * self._square[name][used]
            square = square + (1 - keep_square) * slope * slope
            self._mean[name][used] = mean
            self._square[name][used] = square
            arrays[name][used] -= np.float32(pace) * mean / (np.sqrt(square) + 1e-8)
