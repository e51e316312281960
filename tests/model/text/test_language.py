"""English is told from its neighbours, and short texts are not judged."""

from __future__ import annotations

import json
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.corpus import corpus_folder
from ascribe.text import language
from ascribe.text.language import are_english, is_english

OTHERS = {
    "German": "Der Rat der Stadt hat am Montag beschlossen, die Brücke zu sperren.",
    "Dutch": "De gemeenteraad zei maandag dat de brug dicht zal blijven.",
    "French": "Le conseil a annoncé lundi que le pont serait fermé pendant un an.",
    "Spanish": "El ayuntamiento anunció el lunes que el puente estará cerrado.",
    "Italian": "Il consiglio ha annunciato lunedì che il ponte sarà chiuso.",
    "Norwegian": "Byrådet sa mandag at broen vil være stengt i hele neste år.",
    "Polish": "Rada miasta ogłosiła w poniedziałek, że most będzie zamknięty.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_in_another_language_is_not_english(language: str) -> None:
    assert is_english(f"{OTHERS[language]} " * 4, whole_page=True) is False


def test_every_article_of_the_corpus_is_english() -> None:
    for file in corpus_folder().glob("*.jsonl"):
        told = json.loads(file.read_text("utf-8"))
        text = " ".join(one["text"] for one in told["sentences"])
        assert is_english(text, whole_page=True) is not False, file.stem


@pytest.mark.parametrize("text", ["", "Bonjour!", "Zwei kurze Worte.", "42", "\x00"])
def test_a_short_text_is_not_judged(text: str) -> None:
    assert is_english(text) is None


@pytest.mark.parametrize(
    "text", ["市议会周一表示这座桥将关闭一年。" * 8, "Мост закрыт. " * 20]
)
def test_another_script_is_known_from_few_words(text: str) -> None:
    assert is_english(text) is False


def test_a_paragraph_of_names_and_prices_is_still_english() -> None:
    text = (
        "Starters: Lee, Okafor, Brandt, Ruiz and Smith, with Jones, Novak, Ito, Hansen "
        "and Costa to come off the bench in the second half at Port Eskil on Sunday."
    )
    assert is_english(text) is True


@pytest.mark.parametrize("read", [20_000, 150])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["", "Ah.", "It was what he had said. " * 5, *OTHERS.values()]
            ),
            st.booleans(),
        ),
        max_size=5,
    )
)
def test_paragraphs_and_page_are_judged_in_one_reading(
    read: int, told: list[tuple[str, bool]]
) -> None:
    paragraphs = [text * 2 for text, _ in told]
    page = "\n".join(text * 2 for text, belongs in told if belongs)
    with mock.patch.object(language, "_READ", read):
        found = are_english(paragraphs, [belongs for _, belongs in told])
        assert found == (
            is_english(page, whole_page=True),
            list(map(is_english, paragraphs)),
        )


@given(st.text(max_size=60))
def test_letters_are_counted_as_python_counts_them(text: str) -> None:
    found = language._ascii_letters(text)
    assert found == sum(char.isascii() and char.isalpha() for char in text)
    rest = language._ASCII.sub("", text)
    assert found + sum(map(str.isalpha, rest)) == sum(map(str.isalpha, text))
