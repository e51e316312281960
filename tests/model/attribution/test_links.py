import numpy as np

from ascribe.attribution.links import Link, link, with_whole_cues
from ascribe.attribution.runs import Run, Runs

NOWHERE, BEFORE, AFTER, BOTH = 0, 1, 2, 3


def sides(rows: int, cues: dict[int, tuple[int, int]]):
    """For each cue's first row where its source and its content stand."""
    source = np.full((rows, 3), 0.05, np.float32)
    content = np.full((rows, 4), 0.05, np.float32)
    for row, (source_side, content_side) in cues.items():
        source[row, source_side] = 0.9
        content[row, content_side] = 0.85
    return {"source_side": source, "content_side": content}


def test_source_before_and_content_after() -> None:
    # Vela said | it leaks
    runs = Runs([Run(2, 3, 0)], [Run(1, 2, 0)], [Run(3, 5, 0)])
    (one,) = link(runs, sides(6, {2: (BEFORE, AFTER)}))
    assert one.source == Run(1, 2, 0)
    assert one.contents == [Run(3, 5, 0)]


def test_content_on_both_sides_of_the_cue() -> None:
    runs = Runs([Run(5, 6, 0)], [Run(6, 7, 0)], [Run(1, 4, 0), Run(8, 11, 0)])
    (one,) = link(runs, sides(12, {5: (AFTER, BOTH)}))
    assert one.contents == [Run(1, 4, 0), Run(8, 11, 0)]


def test_a_quotation_stays_with_the_cue_of_its_own_sentence() -> None:
    # "…," Vela said. | "…," Rao said. The first cue might also claim the second
    # quotation, which follows directly.
    runs = Runs(
        [Run(4, 5, 0), Run(10, 11, 1)],
        [Run(3, 4, 0), Run(9, 10, 1)],
        [Run(1, 3, 0), Run(7, 9, 1, follows_on=False)],
    )
    first, second = link(runs, sides(12, {4: (BEFORE, BOTH), 10: (BEFORE, BEFORE)}))
    assert first.contents == [Run(1, 3, 0)]
    assert second.contents == [Run(7, 9, 1)]


def test_content_that_follows_on_keeps_its_source() -> None:
    runs = Runs(
        [Run(2, 3, 0)],
        [Run(1, 2, 0)],
        [Run(3, 6, 0), Run(7, 10, 1, follows_on=True), Run(11, 14, 2, follows_on=True)],
    )
    (one,) = link(runs, sides(15, {2: (BEFORE, AFTER)}))
    assert len(one.contents) == 3


def test_a_cue_inside_content_is_nested() -> None:
    # Vela said | Rao claimed it leaks
    runs = Runs(
        [Run(2, 3, 0), Run(4, 5, 0)], [Run(1, 2, 0), Run(3, 4, 0)], [Run(3, 8, 0)]
    )
    outer, inner = link(runs, sides(9, {2: (BEFORE, AFTER), 4: (BEFORE, AFTER)}))
    assert (outer.depth, outer.contents) == (0, [Run(3, 8, 0)])
    assert (inner.depth, inner.source, inner.contents) == (
        1,
        Run(3, 4, 0),
        [Run(5, 8, 0)],
    )


def test_a_source_of_another_sentence_is_not_taken() -> None:
    runs = Runs([Run(5, 6, 1)], [Run(1, 2, 0)], [])
    (one,) = link(runs, sides(8, {5: (BEFORE, AFTER)}))
    assert one.source is None


def test_content_without_any_cue_stands_alone() -> None:
    (one,) = link(Runs([], [], [Run(1, 4, 0)]), sides(5, {}))
    assert (one.cue, one.source, one.contents) == (None, None, [Run(1, 4, 0)])


def test_content_cut_in_two_by_a_mark_has_one_source() -> None:
    runs = Runs([Run(2, 3, 0)], [Run(1, 2, 0)], [Run(3, 5, 0), Run(6, 9, 0)])
    (one,) = link(runs, sides(10, {2: (BEFORE, AFTER)}))
    assert one.contents == [Run(3, 5, 0), Run(6, 9, 0)]


SOURCE, OTHER, SAID = Run(1, 2, 0), Run(9, 10, 0), Run(5, 8, 0)


def whole(first: Link, second: Link) -> list[tuple[int, int]]:
    return [(one.cue.first, one.cue.last) for one in with_whole_cues([first, second])]


def test_a_cue_cut_in_two_is_put_together_with_what_both_halves_have() -> None:
    # Vela | now | said | it leaks
    halves = Link(Run(2, 3, 0), SOURCE), Link(Run(3, 4, 0), None, [SAID])
    (one,) = with_whole_cues(halves)
    assert (one.cue, one.source, one.contents) == (Run(2, 4, 0), SOURCE, [SAID])


def test_cues_of_their_own_stay_apart() -> None:
    left, right = Run(2, 3, 0), Run(3, 4, 0)
    apart = [(2, 3), (3, 4)]
    assert whole(Link(left, SOURCE), Link(right, OTHER)) == apart
    assert whole(Link(left, None, [OTHER]), Link(right, None, [SAID])) == apart


def test_cues_that_do_not_touch_stay_apart() -> None:
    assert whole(Link(Run(1, 2, 0), None), Link(Run(3, 4, 0), None)) == [(1, 2), (3, 4)]


def test_content_without_a_cue_is_no_half() -> None:
    links = [Link(Run(2, 3, 0), None), Link(None, None, [Run(3, 4, 0)])]
    assert with_whole_cues(links) == links
