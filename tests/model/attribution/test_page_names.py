import pytest

from ascribe.attribution.page_names import PageNames
from ascribe.attribution.speech_tokens import page_words


def names_of(texts: list[str]) -> PageNames:
    return PageNames(page_words(texts))


PAGE = names_of(
    [
        "Kaja Moor Holm, a professor of law at Brandt University, wrote to Halyard.",
        "The letter reached Ostrander Rubber, which closed in May.",
        "Then Holm left for the Bank of Dravia with Sen. Tim Okello.",
        "Ms. Rask and Paul Rask disagreed.",
        "Grace van der Meer, 44, watched the Anglers' Alliance.",
    ]
)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        pytest.param(("Holm",), ("Kaja", "Moor", "Holm"), id="family name"),
        pytest.param(("Kaja", "Holm"), ("Kaja", "Moor", "Holm"), id="middle name left"),
        pytest.param(("HOLM",), ("Kaja", "Moor", "Holm"), id="all capitals"),
        pytest.param(("Meer",), ("Grace", "van", "der", "Meer"), id="particles"),
        pytest.param(("Ostrander",), ("Ostrander", "Rubber"), id="first word"),
        pytest.param(("Alliance",), ("Anglers", "'", "Alliance"), id="apostrophe"),
        pytest.param(("Bank",), ("Bank", "of", "Dravia"), id="of"),
        pytest.param(("Halyard",), ("Halyard",), id="nothing longer"),
        pytest.param(("Nobody",), ("Nobody",), id="not on the page"),
    ],
)
def test_a_short_name_finds_its_full_form(short, full) -> None:
    assert PAGE.fullest(short) == full


def test_a_name_that_may_be_short_for_two_stays_as_it_is() -> None:
    page = names_of(["We met Ana Rask there.", "We met Paul Rask there."])
    assert page.fullest(("Rask",)) == ("Rask",)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        (("Kaja", "Moor", "Holm"), True),
        (("Tim", "Okello"), True),
        (("Grace", "van", "der", "Meer"), True),
        (("Ostrander", "Rubber"), False),
        (("Bank", "of", "Dravia"), False),
        (("FBI",), False),
    ],
)
def test_context_and_words_tell_a_person_from_an_organisation(name, person) -> None:
    assert PAGE.is_person(name) is person


def test_a_page_knows_the_roles_of_its_people() -> None:
    assert [facts.words for facts in PAGE.with_role("professor")] == [
        ("Kaja", "Moor", "Holm")
    ]


def test_a_day_is_no_name() -> None:
    page = names_of(["It was said on Tuesday, a professor there."])
    assert page.with_role("professor") == []


def test_the_pronoun_i_is_part_of_no_name() -> None:
    assert names_of(["Well, But I said so."]).fullest(("I",)) == ("I",)


def test_an_empty_page_has_no_names() -> None:
    assert names_of([]).fullest(("Vela",)) == ("Vela",)


def test_people_are_called_again_by_their_last_word_and_firms_by_their_first() -> None:
    page = names_of(
        [
            "We read what Othmar Quell wrote of Sorrel Brink.",
            "In the log, Quell found a leak.",
            "Then Sorrel sold the boat.",
        ]
    )
    assert page.is_person(("Othmar", "Quell"))
    assert not page.is_person(("Sorrel", "Brink"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It was told to the daily Oram Post by us.", id="before it"),
        pytest.param("A second paper, Oram Post, wrote of it.", id="before a comma"),
    ],
)
def test_a_noun_before_a_name_says_what_organisation_it_is(text: str) -> None:
    page = names_of([text])
    assert [facts.words for facts in page.with_group("newspaper")] == [("Oram", "Post")]
    assert not page.is_person(("Oram", "Post"))


def test_a_place_or_a_name_behind_a_preposition_is_no_subject() -> None:
    page = names_of(
        [
            "Her rent in Groot Ebbing has doubled.",
            "Asked by Judge Miriam Falk, the witness said no.",
            "Mara Vela rose.",
        ]
    )
    assert [page.subject(at) for at in range(3)] == [None, None, (0, ("Mara", "Vela"))]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        pytest.param("Odo, aged eight, was glad.", ("Odo",), id="aged"),
        pytest.param("Odo, the caretaker, says so.", ("Odo",), id="what he is"),
        pytest.param("Odo, who sails, told me.", ("Odo",), id="who"),
        pytest.param("Instead, the caretaker, a miner, left.", None, id="adverb"),
        pytest.param("Odo left.", None, id="not introduced"),
    ],
)
def test_one_word_that_opens_a_sentence_is_a_name_where_it_is_introduced(
    text: str, subject: tuple[str, ...] | None
) -> None:
    found = names_of([text]).subject(0)
    assert (found[1] if found else None) == subject


def test_initials_before_or_behind_are_a_persons() -> None:
    page = names_of(["It leaks."])
    assert page.is_person(("Q.", "Oram"))
    assert page.is_person(("Oram", "Q."))
    assert not page.is_person(("Q.",))
