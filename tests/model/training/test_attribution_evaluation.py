import pytest

from ascribe.attribution.acts import Part, SpeechAct
from ascribe.training.attribution_data import MarkedArticle, MarkedAttribution
from ascribe.training.attribution_evaluation import evaluate_attribution

TEXT = "Mara Vela said it leaks all day long. It was built in 1931."
ARTICLE = MarkedArticle(
    "a",
    "The Example",
    TEXT,
    (MarkedAttribution(((0, 9),), ((10, 14),), ((15, 36),)),),
)


class Fixed:
    """A tagger that answers the same whatever it reads."""

    def __init__(self, *acts: list[SpeechAct]) -> None:
        self._acts = list(acts)

    def tag(self, sentences):
        return self._acts


def scores(*acts: list[SpeechAct]):
    return evaluate_attribution(Fixed(*acts), [ARTICLE])


def test_the_marks_themselves_score_one() -> None:
    right = SpeechAct(Part(0, 0, 9), Part(0, 10, 14), (Part(0, 15, 36),))
    found = scores([right], [])
    assert (found.any_macro_f1, found.mostly_macro_f1) == (1, 1)
    assert {score.f1 for score in found.spans.values()} == {1}


def test_nothing_found_scores_nothing_for_spans() -> None:
    found = scores([], [])
    assert {score.f1 for score in found.spans.values()} == {0}
    # Both sentences count as "no": half of the truth, F1 2/3 of one class.
    assert found.any_macro_f1 == pytest.approx(1 / 3)


def test_a_span_that_touches_the_mark_overlaps_but_is_not_exact() -> None:
    found = scores([SpeechAct(Part(0, 5, 9), Part(0, 10, 14), ())], [])
    assert found.spans["source_overlap"].f1 == 1
    assert found.spans["source_exact"].f1 == 0


def test_two_found_spans_cannot_both_match_one_mark() -> None:
    acts = [
        SpeechAct(None, Part(0, 10, 12), ()),
        SpeechAct(None, Part(0, 12, 14), ()),
    ]
    assert scores(acts, []).spans["cue_overlap"].precision == 0.5


def test_content_tokens_are_counted_one_by_one() -> None:
    found = scores([SpeechAct(None, None, (Part(0, 18, 37),))], [])
    # Found "leaks all day long ."; marked "it leaks all day long".
    assert found.spans["content_tokens"].precision == pytest.approx(0.8)
    assert found.spans["content_tokens"].recall == pytest.approx(0.8)


def test_content_over_two_sentences_counts_as_one_span() -> None:
    text = "“It leaks. It always did,” Vela said."
    article = MarkedArticle(
        "a", "b", text, (MarkedAttribution(((27, 31),), ((32, 36),), ((0, 26),)),)
    )
    source, cue = Part(0, 27, 31), Part(0, 32, 36)
    tagger = Fixed([SpeechAct(source, cue, (Part(0, 0, 26),))])
    found = evaluate_attribution(tagger, [article])
    assert found.spans["content_exact"].f1 == 1


def test_no_article_scores_zero_and_does_not_fail() -> None:
    found = evaluate_attribution(Fixed(), [])
    assert (found.articles, found.any_macro_f1) == (0, 0)
