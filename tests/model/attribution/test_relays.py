import pytest

from ascribe.attribution.acts import (
    Part,
    SpeechAct,
    SpeechSentence,
    attributed_among,
)
from ascribe.attribution.relays import with_relays


def relayed(text: str, acts=(), *, attributed: float | None = 1.0, quoted=()):
    """What is added to a sentence: source, cue and content of each."""
    sentence = SpeechSentence(0, "paragraph", text, quoted, attributed)
    (found,) = with_relays([sentence], [list(acts)], attributed_among([sentence]))
    return [
        (
            act.source.text([sentence]),
            act.cue.text([sentence]),
            [part.text([sentence]) for part in act.content],
        )
        for act in found[len(acts) :]
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        pytest.param(
            "Zenit said so, citing two envoys.", "two envoys", "citing", id="citing"
        ),
        pytest.param(
            "Zenit cites an official who knows.", "an official", "cites", id="cites"
        ),
        pytest.param(
            "Zenit reported that the president had said it leaks.",
            "the president",
            "had said",
            id="that he had said",
        ),
        pytest.param(
            "Zenit wrote, quoting Ana Vela as saying so.",
            "Ana Vela",
            "quoting",
            id="quoting as saying",
        ),
        pytest.param(
            "A raid characterized by a panel and rights groups as a crime.",
            "a panel and rights groups",
            "characterized by",
            id="characterized by",
        ),
        pytest.param(
            "Zenit said it was told by two clerks that it leaks.",
            "two clerks",
            "told by",
            id="told by",
        ),
        pytest.param(
            "Vela told the hall that Pell had promised it would hold.",
            "Pell",
            "had promised",
            id="told them that he had promised",
        ),
        pytest.param(
            "It leaks, she said he had told her.", "he", "had told", id="a pronoun"
        ),
        pytest.param(
            "In the diary of Ana Vela, the scholar finds that it leaks.",
            "the diary of Ana Vela",
            "finds",
            id="found in a text",
        ),
        pytest.param(
            "In Vela’s letters, Otto Pell has found three such lists.",
            "Vela’s letters",
            "found",
            id="found in somebody's text",
        ),
    ],
)
def test_a_source_behind_the_source_is_found(text, source, cue) -> None:
    ((who, how, _),) = relayed(text)
    assert (who, how) == (source, cue)


def test_what_follows_is_its_content() -> None:
    text = "Zenit said it was told by two clerks that it leaks."
    assert relayed(text)[0][2] == [" that it leaks."]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Zenit cited reasons of cost.", id="no source"),
        pytest.param("The town was cited twice.", id="nothing behind it"),
        pytest.param("", id="empty"),
        pytest.param("Vela said he had left.", id="a deed that is told"),
        pytest.param("In a new survey, Oram found leaks.", id="found by its own"),
        pytest.param("In the middle of May, Pell found a leak.", id="a time"),
        pytest.param("In the log of the ship, it rains.", id="nobody finds"),
    ],
)
def test_other_uses_of_the_verbs_add_nothing(text: str) -> None:
    assert relayed(text) == []


@pytest.mark.parametrize("attributed", [None, 0.2])
def test_only_attributed_sentences_are_read(attributed) -> None:
    assert relayed("Zenit said so, citing two envoys.", attributed=attributed) == []


def test_a_source_that_is_known_is_not_added_again() -> None:
    text = "Zenit said so, citing two envoys."
    at = text.index("two envoys")
    known = SpeechAct(Part(0, at, at + 10), None, ())
    assert relayed(text, [known]) == []


def test_a_quotation_is_its_sources_own() -> None:
    text = "“They keep citing the envoys,” she said."
    assert relayed(text, quoted=((1, 28),)) == []


def test_an_act_of_an_earlier_sentence_covers_nothing_here() -> None:
    first = SpeechSentence(0, "paragraph", "Zenit said so twice.", (), 1.0)
    second = SpeechSentence(0, "paragraph", "It was citing two envoys.", (), 1.0)
    carried = SpeechAct(Part(0, 0, 20), None, (Part(1, 0, 5),))
    found = with_relays([first, second], [[], [carried]], [0, 1])
    assert found[1][1].source.text([first, second]) == "two envoys"
