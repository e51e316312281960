import numpy as np
import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import WordTables
from ascribe.attribution.runs import Run, find_runs

TABLES = WordTables([], [], [])


def page(*texts: str):
    return TABLES.rows_of([SpeechSentence(0, "paragraph", text) for text in texts])


def chances_of(rows, **inside: dict[int, float]):
    """For each head the rows that lie inside, with their chance to begin a run."""
    chances = {}
    for head in ("cue", "source", "content"):
        table = np.tile(np.array([0.99, 0.003, 0.007], np.float32), (len(rows), 1))
        for row, first in inside.get(head, {}).items():
            table[row] = (0.01, 0.99 * first, 0.99 * (1 - first))
        chances[head] = table
    chances["carries"] = np.full((len(rows), 2), 0.5, np.float32)
    return chances


def test_neighbouring_rows_make_one_run() -> None:
    rows = page("Mara Vela said so")
    runs = find_runs(rows, chances_of(rows, source={1: 0.9, 2: 0.1}, cue={3: 0.9}))
    assert runs.sources == [Run(1, 3, 0)]
    assert runs.cues == [Run(3, 4, 0)]


def test_a_row_that_begins_a_run_cuts_two_runs_apart() -> None:
    rows = page("Vela Pell told us")
    runs = find_runs(rows, chances_of(rows, source={1: 0.9, 2: 0.9}))
    assert runs.sources == [Run(1, 2, 0), Run(2, 3, 0)]


@pytest.mark.parametrize(
    ("carries", "wanting", "found"),
    [
        pytest.param(0.9, False, 1, id="carries something"),
        pytest.param(0.1, False, 0, id="seems to carry nothing"),
        pytest.param(0.1, True, 1, id="is known to carry something"),
    ],
)
def test_a_sentence_that_seems_to_carry_nothing_needs_a_surer_cue(
    carries: float, wanting: bool, found: int
) -> None:
    rows = page("He hopes so")
    chances = chances_of(rows)
    chances["cue"][2] = (0.3, 0.65, 0.05)
    chances["carries"][:, 1] = carries
    assert len(find_runs(rows, chances, [0] if wanting else []).cues) == found


def test_a_doubtful_word_inside_content_makes_no_gap() -> None:
    rows = page("that the dam has been leaking")
    chances = chances_of(rows, content={1: 0.9, 2: 0.1, 3: 0.1, 5: 0.1, 6: 0.1})
    chances["content"][4] = (0.7, 0.0, 0.3)
    assert find_runs(rows, chances).contents == [Run(1, 7, 0)]


def test_content_of_the_next_sentence_follows_on() -> None:
    rows = page("It leaks", "It always did")
    inside = {1: 0.9, 2: 0.1, 4: 0.1, 5: 0.1, 6: 0.1}
    runs = find_runs(rows, chances_of(rows, content=inside)).contents
    assert [run.follows_on for run in runs] == [False, True]


def test_no_run_crosses_a_break() -> None:
    rows = page("It leaks", "It always did")
    chances = chances_of(rows, source=dict.fromkeys(range(1, 7), 0.1))
    assert [run.sentence for run in find_runs(rows, chances).sources] == [0, 1]


def test_an_empty_page_has_no_runs() -> None:
    rows = page()
    runs = find_runs(rows, chances_of(rows))
    assert (runs.cues, runs.sources, runs.contents) == ([], [], [])


@pytest.mark.parametrize(("wanting", "found"), [(True, 1), (False, 0)])
def test_a_cue_that_must_be_there_is_likelier(wanting: bool, found: int) -> None:
    rows = page("He hopes so")
    chances = chances_of(rows)
    chances["cue"][2] = (0.6, 0.35, 0.05)
    assert len(find_runs(rows, chances, [0] if wanting else []).cues) == found
