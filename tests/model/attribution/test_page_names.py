import pytest

from ascribe.attribution.page_names import PageNames

PAGE = PageNames(
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
    page = PageNames(["We met Ana Rask there.", "We met Paul Rask there."])
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
    page = PageNames(["It was said on Tuesday, a professor there."])
    assert page.with_role("professor") == []


def test_the_pronoun_i_is_part_of_no_name() -> None:
    assert PageNames(["Well, But I said so."]).fullest(("I",)) == ("I",)


def test_an_empty_page_has_no_names() -> None:
    assert PageNames([]).fullest(("Vela",)) == ("Vela",)
