"""Which words of a page are names, and what stands around them."""

from ascribe.attribution.found_names import FoundNames
from ascribe.attribution.speech_tokens import page_words


def found_in(texts: list[str]) -> FoundNames:
    return FoundNames(page_words(texts), compiled=False)


def test_a_name_is_found_where_its_run_begins() -> None:
    found = found_in(["It leaks.", "We told Dr. Ana Vela, a nurse, and Oram.", ""])
    assert found.of_sentence == [[], [(8, ("Ana", "Vela")), (35, ("Oram",))], []]
    assert found.governed == set()
    assert found.alone == {"it", "oram", "we"}
    facts = found.facts["ana", "vela"]
    assert (facts.words, facts.count) == (("Ana", "Vela"), 1)
    assert facts.roles == {"dr.", "nurse"}


def test_names_behind_prepositions_are_noted() -> None:
    found = found_in(["Asked by Mara Vela in Oram, he left."])
    assert found.governed == {(0, 9), (0, 22)}
    assert found.facts["oram",].place
    assert not found.facts["mara", "vela"].place


def test_names_are_known_by_their_ends() -> None:
    found = found_in(["We met Tim Okello Jr. and Tim Vela."])
    assert found.by_first == {"tim": [("tim", "okello", "jr."), ("tim", "vela")]}
    assert found.by_last == {
        "okello": [("tim", "okello", "jr.")],
        "vela": [("tim", "vela")],
    }


def test_the_capitals_of_a_headline_make_no_name() -> None:
    found = found_in(["Old Weather Vane Asked to Show Some Leadership"])
    assert found.of_sentence == [[]]
    assert found_in(["We met Mara Vela and Tim Okello"]).of_sentence[0] != []


def test_what_describes_a_name_is_no_part_of_it() -> None:
    found = found_in(
        [
            "It was told to the U.N. Linda Thomas Ray.",
            "We met J.D. Vance and Oscar-winner Mara Vela.",
        ]
    )
    assert [[name for _, name in one] for one in found.of_sentence] == [
        [("Linda", "Thomas", "Ray")],
        [("J.D.", "Vance"), ("Mara", "Vela")],
    ]
