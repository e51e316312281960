import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.rules import RuleTagger


def acts_of(text: str, *, quoted: tuple[tuple[int, int], ...] = ()):
    sentence = SpeechSentence(0, "paragraph", text, quoted)
    return [
        (
            act.source and act.source.text([sentence]),
            act.cue and act.cue.text([sentence]),
            [part.text([sentence]) for part in act.content],
        )
        for act in RuleTagger().tag([sentence])[0]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "According to Vela, the dam is safe.",
            ("Vela", "According to", ["the dam is safe"]),
            id="according to",
        ),
        pytest.param(
            "Vela said that the dam is safe.",
            ("Vela", "said", ["that the dam is safe"]),
            id="indirect speech",
        ),
        pytest.param(
            "The dam is safe, Vela said.",
            ("Vela", "said", ["The dam is safe"]),
            id="source and cue at the end",
        ),
    ],
)
def test_the_clear_cases_are_found(text: str, expected: tuple) -> None:
    assert acts_of(text) == [expected]


def test_a_sentence_without_a_cue_has_no_attribution() -> None:
    assert acts_of("The dam was built in 1931.") == []


def test_a_quotation_without_a_cue_keeps_the_floor_of_the_sentence_before() -> None:
    first = SpeechSentence(0, "paragraph", "“It leaks,” Vela said.", ((1, 10),))
    second = SpeechSentence(0, "paragraph", "“We saw it.”", ((1, 11),))
    acts = RuleTagger().tag([first, second])
    assert acts[1][0].source == acts[0][0].source
    assert acts[1][0].content[0].text([first, second]) == "We saw it."
