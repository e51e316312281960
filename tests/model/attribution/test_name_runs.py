"""Where names begin and end, and what stands around them."""

import pytest

from ascribe.attribution.name_runs import (
    apposition,
    behind_titles,
    group_before,
    is_headline,
    is_introduced,
    is_subsequence,
    run_end,
)
from ascribe.attribution.speech_tokens import page_words


@pytest.mark.parametrize(
    ("text", "run"),
    [
        pytest.param("Kaja Moor Holm said", 3, id="capitals"),
        pytest.param("Grace van der Meer left", 4, id="particles"),
        pytest.param("Bank of Dravia shut", 3, id="of in a firm"),
        pytest.param("Mayor of Wexcombe rose", 1, id="of behind a title"),
        pytest.param("Gauge & Tally asked", 3, id="and"),
        pytest.param("Women's March began", 3, id="of women"),
        pytest.param("Rao's March began", 1, id="of one man"),
        pytest.param("the town", 0, id="none"),
    ],
)
def test_a_name_runs_as_far_as_its_words_do(text: str, run: int) -> None:
    assert run_end(page_words([text]), 1) == 1 + run


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        pytest.param("the daily Zenit said", "daily", id="before it"),
        pytest.param("the daily, Zenit, said", "daily", id="in apposition"),
        pytest.param("the daily, Zenit said", "", id="a new clause"),
        pytest.param("the clerk, Zenit, said", "", id="a person's noun"),
    ],
)
def test_a_noun_before_a_name_says_what_it_is(text: str, noun: str) -> None:
    page = page_words([text])
    at = page.written.index("Zenit")
    assert group_before(page, at, at + 1) == noun


def test_a_word_that_stands_without_its_capital_is_introduced_by_nothing() -> None:
    text = "Rust, who knew, returns."
    assert is_introduced(page_words([text]), 1)
    assert not is_introduced(page_words([text, "It is rust."]), 1)


def reads_as_headline(text: str) -> bool:
    return is_headline(page_words([text]), 0)


def test_a_headline_has_capitals_and_no_full_stop() -> None:
    assert reads_as_headline("Town Council Votes to Close Swimming Baths")
    assert not reads_as_headline("Town Council Votes to Close Swimming Baths.")
    assert not reads_as_headline("Town council votes to close swimming baths")
    assert not reads_as_headline("")


def test_the_order_of_words_matters() -> None:
    assert is_subsequence(("a", "c"), ("a", "b", "c"))
    assert not is_subsequence(("c", "a"), ("a", "b", "c"))


@pytest.mark.parametrize(
    ("text", "roles", "person"),
    [
        pytest.param("Vela, a professor of law, left", {"professor"}, 2, id="role"),
        pytest.param("Vela, 44, left", set(), 2, id="age"),
        pytest.param("Vela, who left, won", set(), 2, id="who"),
        pytest.param("Vela, which sank, won", set(), -2, id="which"),
        pytest.param("Vela who left", set(), 1, id="who, no comma"),
        pytest.param("Oram, the developer of it, left", set(), -2, id="a firm"),
        pytest.param(
            "Vela, a ministry spokeswoman, left", {"spokeswoman"}, 2, id="of a group"
        ),
        pytest.param("Vela left", set(), 0, id="nothing"),
    ],
)
def test_what_stands_behind_a_name_tells_of_it(text, roles, person) -> None:
    assert apposition(page_words([text]), 2) == (roles, person)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Prime Minister Ana Vela", 2, id="titles"),
        pytest.param("New York Mayor Ana Vela", 3, id="a title inside"),
        pytest.param("On Monday Reuters", 2, id="a day"),
        pytest.param("Oscar-winning Ana Vela", 1, id="a compound"),
        pytest.param("Board Member Mary Vela", 2, id="a given name"),
        pytest.param("Mara Vela", 0, id="nothing before it"),
    ],
)
def test_a_name_begins_behind_its_titles(text: str, name: int) -> None:
    page = page_words([text])
    assert behind_titles(page, 1, len(page.written) - 1) == 1 + name
