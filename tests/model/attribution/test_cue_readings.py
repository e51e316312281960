"""What a cue says of its source."""

import pytest

from ascribe.attribution.acts import Part, SpeechAct, SpeechSentence
from ascribe.attribution.cue_readings import (
    is_imagined,
    is_silent,
    is_spoken,
    reports,
)


def said(text: str, cue: str):
    at = text.index(cue)
    act = SpeechAct(None, Part(0, at, at + len(cue)), ())
    return act, [SpeechSentence(0, "paragraph", text)]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Ana Vela declined to comment on the leak.", "declined"),
        ("The office repeatedly refused to say who paid.", "repeatedly refused"),
        ("Ana Vela has not yet replied to our letter.", "has not yet replied"),
        ("The firm didn’t immediately respond.", "didn’t immediately respond"),
        ("A clerk would neither confirm nor deny it.", "would neither confirm"),
        ("A clerk would neither confirm nor deny it.", "neither confirm"),
        ("A clerk would not say.", "would not say"),
    ],
)
def test_who_will_not_say_is_silent(text: str, cue: str) -> None:
    assert is_silent(*said(text, cue))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Ana Vela refused to pay the fine.", "refused"),
        ("Ana Vela said she would not comment.", "said"),
        ("The firm did not say no, it said later.", "said later"),
        ("The firm would confirm the sale, it said.", "would confirm"),
        ("She replied that it leaks.", "replied"),
    ],
)
def test_who_says_something_is_not(text: str, cue: str) -> None:
    assert not is_silent(*said(text, cue))


def test_content_without_a_cue_is_neither() -> None:
    act = SpeechAct(None, None, ())
    assert not is_silent(act, [])
    assert not is_imagined(act, [])
    assert not is_spoken(act, [])
    assert not reports(act, [])


@pytest.mark.parametrize(
    ("cue", "spoken"),
    [("said", True), ("according to", True), ("hopes", False), ("asked by", False)],
)
def test_only_words_are_spoken(cue: str, spoken: bool) -> None:
    assert is_spoken(*said(f"Vela {cue} it.", cue)) is spoken


def test_the_media_report() -> None:
    assert reports(*said("Zenit has reported it.", "has reported"))
    assert not reports(*said("Zenit wrote it.", "wrote"))


@pytest.mark.parametrize(
    ("cue", "imagined"),
    [
        ("will say", True),
        ("could always argue", True),
        ("said", False),
        ("will", False),
    ],
)
def test_who_will_speak_has_not_spoken(cue: str, imagined: bool) -> None:
    assert is_imagined(*said(f"Some {cue} that it leaks.", cue)) is imagined
