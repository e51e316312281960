"""The network in whole numbers: near the network it is made from, compiled or not."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.attribution import network as attribution_network
from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import FIRST_WORD, WordTables
from ascribe.attribution.network import HEADS, Weights, chances, with_tops
from ascribe.attribution.quantised import Layer, QuantisedNetwork
from ascribe.kernel import ARITHMETIC, new_network
from ascribe.training.attribution_training import TrainingPlan, as_weights, first_arrays

TABLES = WordTables(["said", "the", "it"], ["said"], ["aid"])
WORDS = st.sampled_from(["It", "leaks", ",", "said", "Vela", "“", "”", ".", "24"])


def random_weights(width: int, tables: WordTables = TABLES) -> Weights:
    """Return weights whose steps are made for a short page: others go beyond."""
    size = FIRST_WORD + len(tables.words)
    vectors = np.random.default_rng(0).standard_normal((size, width)).astype(np.float32)
    weights = as_weights(first_arrays(tables, vectors, TrainingPlan(width=width)))
    page = [SpeechSentence(0, "paragraph", "“It leaks,” said Vela.")]
    return with_tops(weights, [tables.rows_of(page)])


def largest_difference(one, other) -> float:
    return max(np.abs(one[head] - other[head]).max(initial=0.0) for head in HEADS)


# 96 and 112: columns in blocks of six times sixteen, and some that are over.
@pytest.mark.parametrize("width", [8, 20, 96, 112])
@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12), max_size=9))
def test_the_kernel_answers_alike(width: int, page: list[list[str]]) -> None:
    weights = random_weights(width)
    rows = TABLES.rows_of(
        [
            SpeechSentence(at // 3, "paragraph", " ".join(words))
            for at, words in enumerate(page)
        ]
    )
    plain = QuantisedNetwork(weights, compiled=False).chances(rows)
    assert plain["cue"].shape == (len(rows), 3)
    for arithmetic in ARITHMETIC:
        found = QuantisedNetwork(weights, arithmetic=arithmetic).chances(rows)
        assert largest_difference(found, plain) < 1e-5


def test_on_the_whole_corpus(tagger, corpus) -> None:
    """As the network that is trained, but for the rounding of its weights."""
    plain = QuantisedNetwork(tagger.weights, compiled=False)
    for document in corpus:
        rows = tagger.tables.rows_of(
            [
                SpeechSentence(at, block.kind, block.text)
                for at, block in enumerate(document.blocks)
            ]
        )
        found = plain.chances(rows)
        for arithmetic in ARITHMETIC:
            network = QuantisedNetwork(tagger.weights, arithmetic=arithmetic)
            assert largest_difference(network.chances(rows), found) < 1e-5
        exact = chances(tagger.weights, rows)
        assert largest_difference(found, exact) < 0.15
        assert max(np.abs(found[head] - exact[head]).mean() for head in HEADS) < 0.012


def test_a_page_in_chunks_answers_as_a_page_in_one_piece(monkeypatch) -> None:
    network = QuantisedNetwork(random_weights(8))
    rows = TABLES.rows_of(
        [SpeechSentence(at, "paragraph", "It leaks, said Vela.") for at in range(60)]
    )
    whole = network.chances(rows)
    monkeypatch.setattr(attribution_network, "_CHUNK_ROWS", 100)
    assert largest_difference(network.chances(rows), whole) < 1e-4


def test_rows_that_were_forgotten_are_learned_anew() -> None:
    """More words than the kernel remembers, page after page and at once."""
    letters = "abcdefghijklmnopqrst"
    words = ["".join(word) for word in product(letters, letters, letters)]
    tables = WordTables(words, [], [])
    weights = random_weights(8, tables)
    network = QuantisedNetwork(weights)
    plain = QuantisedNetwork(weights, compiled=False)
    pages = [words[:50], words, words[1000:2500], words[:50]]
    for page in pages:
        rows = tables.rows_of([SpeechSentence(0, "paragraph", " ".join(page))])
        assert largest_difference(network.chances(rows), plain.chances(rows)) < 1e-5
    compiled = network._compiled
    if compiled is not None:
        rows = tables.rows_of([SpeechSentence(0, "paragraph", " ".join(words))])
        columns = (rows.word, rows.beginning, rows.ending, rows.shape, rows.quote)
        with pytest.raises(ValueError, match="remembered"):
            compiled.chances(*columns, rows.sentence)
    rows = tables.rows_of([SpeechSentence(0, "paragraph", " ".join(words[:900]))])
    assert largest_difference(network.chances(rows), plain.chances(rows)) < 1e-5


@pytest.mark.parametrize("tops", [None, np.zeros(3, np.float32)])
def test_a_layer_without_inputs_or_of_zeros_gives_its_bias(tops) -> None:
    bias = np.array([1.0, -2.0], np.float32)
    layer = Layer.of(np.zeros((3, 2), np.float32), bias, reach=0, tops=tops)
    for values in (np.zeros((4, 3), np.float32), np.ones((4, 3), np.float32)):
        assert (layer(values) == bias).all()
    assert layer(np.zeros((0, 3), np.float32)).shape == (0, 2)


def test_what_is_beyond_the_tops_is_cut_off() -> None:
    nothing = np.zeros(1, np.float32)
    tops = np.array([2.0, 1.0], np.float32)
    layer = Layer.of(np.ones((2, 1), np.float32), nothing, reach=0, tops=tops)
    for values, sum_ in (([2.0, 1.0], 3.0), ([20.0, 0.5], 2.5), ([0.0, 9.0], 1.0)):
        found = layer(np.array([values], np.float32))
        assert found[0, 0] == pytest.approx(sum_, abs=0.02)


def test_weights_without_tops_are_refused() -> None:
    weights = random_weights(8)
    with pytest.raises(ValueError, match="tops"):
        QuantisedNetwork(Weights(weights.tables, weights.layers, weights.biases))


def test_what_does_not_fit_together_is_refused() -> None:
    network = QuantisedNetwork(random_weights(8))
    if network._compiled is None:
        # No such processor: plain Python answers, and has nothing to refuse.
        assert new_network([], [], []) is None
        return
    tables = [random_weights(8).tables[name] for name in attribution_network.TABLES]
    layers = list(network._layers.values())
    heads = list(HEADS.values())
    for wrong in (
        (tables[:4], layers, heads),
        (tables, layers[1:], heads),
        (tables, layers[:2], heads),
        (tables, [*layers[:-1], layers[0]], heads),
        (tables, layers, heads[1:]),
        (tables, layers, []),
        (tables, layers, [0, *heads]),
        (tables, [*layers[:2], layers[-2], *layers[3:]], heads),
    ):
        with pytest.raises(ValueError, match=r"network|layer|head"):
            new_network(*wrong)
    with pytest.raises(ValueError, match="arithmetic"):
        new_network(tables, layers, heads, arithmetic="abacus")
    whole = np.zeros(2, np.int32)
    assert len(network._compiled.chances(*[whole] * 6)) == 2 * 4 * sum(heads)
    for column in (whole[:1], whole - 1, whole + 100_000):
        with pytest.raises(ValueError, match="row"):
            network._compiled.chances(whole, column, whole, whole, whole, whole)
