"""Who speaks together with a source."""

import pytest

from ascribe.attribution.acts import Part, SpeechAct, SpeechSentence
from ascribe.attribution.ledger import ledger
from ascribe.attribution.partners import partner


def act_in(text: str, source: str, cue: str) -> SpeechAct:
    def part(words: str) -> Part:
        return Part(0, text.index(words), text.index(words) + len(words))

    return SpeechAct(part(source), part(cue), ())


@pytest.mark.parametrize(
    ("text", "source", "cue", "other"),
    [
        ("Anna Vela, 31, and Tom Rao, 29, deny it.", "Tom Rao", "deny", "Anna Vela"),
        ("Anna Vela and Tom Rao deny it.", "Anna Vela", "deny", "Tom Rao"),
        ("Anna Vela and Tom Rao deny it.", "Anna Vela and Tom Rao", "deny", "Tom Rao"),
        ("It leaks, said Anna Vela and Tom Rao.", "Anna Vela", "said", "Tom Rao"),
        (
            "Anna de Vela and Tom B. Rao also say so.",
            "Anna de Vela",
            "say",
            "Tom B. Rao",
        ),
        (
            "The World Bank and the Red Cross of Lesser Dravia said so.",
            "The World Bank",
            "said",
            "the Red Cross of Lesser Dravia",
        ),
        (
            "It leaks, according to the Labour Office and the Red Cross.",
            "the Red Cross",
            "according to",
            "the Labour Office",
        ),
        # one body, one firm, one place, one clause, and one who only stands there
        ("The Food and Drug Office said so.", "The Food and Drug Office", "said", ""),
        ("Vela and Rao deny it.", "Vela and Rao", "deny", ""),
        ("Bath and North East Tom deny it.", "Bath and North East Tom", "deny", ""),
        ("Anna Vela and Tom Rao left before she said so.", "she", "said", ""),
        ("Tom Rao said that Anna Vela and Mary Orr left.", "Tom Rao", "said", ""),
    ],
)
def test_who_speaks_beside(text: str, source: str, cue: str, other: str) -> None:
    sentence = SpeechSentence(0, "paragraph", text)
    found = partner(act_in(text, source, cue), [sentence])
    assert (found.text([sentence]) if found else "") == other


def test_both_stand_in_the_ledger() -> None:
    text = "The brothers, Mark Lind, 31, and Paul Aske, 29, deny theft."
    sentence = SpeechSentence(0, "paragraph", text, (), 1.0)
    found = ledger([sentence], [[act_in(text, "Paul Aske", "deny")]])
    assert {one.name for one in found.sources} == {"Mark Lind", "Paul Aske"}
    assert len({one.words for one in found.sources}) == 1


def test_a_long_line_of_names_is_no_long_work() -> None:
    text = "Anna Vela, " * 20_000 + "and Tom Rao deny it."
    sentence = SpeechSentence(0, "paragraph", text)
    found = partner(act_in(text, "Tom Rao", "deny"), [sentence])
    assert found is not None
    assert found.text([sentence]) == "Anna Vela"
