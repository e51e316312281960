import pytest

from ascribe.attribution.speech_tokens import page_words, token_offsets, tokens_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("It's Vela's.", ["It", "'s", "Vela", "'s", "."], id="clitics"),
        pytest.param("She didn’t.", ["She", "did", "n’t", "."], id="curly negation"),
        pytest.param("the '90s", ["the", "'", "90s"], id="decade"),
        pytest.param("’tis so", ["’", "tis", "so"], id="apostrophe at the start"),
        pytest.param("a 6'2\" man", ["a", "6'2", '"', "man"], id="feet, inches"),
        pytest.param("''No,'' he", ["''", "No", ",", "''", "he"], id="doubled marks"),
        pytest.param("U.S. Sen. Rao", ["U.S.", "Sen.", "Rao"], id="abbreviations"),
        pytest.param("1,250.5 tons", ["1,250.5", "tons"], id="number"),
        pytest.param("O'Brien", ["O'Brien"], id="name with an apostrophe"),
        pytest.param("Le Pen's", ["Le Pen", "'s"], id="name of two words"),
        pytest.param("Le Penseur", ["Le", "Penseur"], id="no name of two words"),
        pytest.param("« Non », dit-il", ["«", "Non", "»", ",", "dit-il"], id="French"),
        pytest.param("\ud83d x", ["\ud83d", "x"], id="half a surrogate pair"),
    ],
)
def test_a_sentence_is_cut_into_words_and_marks(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens_of(text)] == words


def test_offsets_give_the_words_back() -> None:
    text = "“Nobody’s at O'Hare,” the U.S. official (who’d know) told A. B. Cole."
    assert [text[start:end] for start, end in token_offsets(text)] == [
        token.text for token in tokens_of(text)
    ]


def test_the_words_of_a_page_stand_between_breaks() -> None:
    page = page_words(["Ana’s boat.", "", "iPhone? She"])
    assert page.breaks == [0, 5, 6, 10]
    assert [page.written[row] for row in page.breaks] == [""] * 4
    assert page.of_sentence(0) == ["Ana", "’s", "boat", "."]
    assert page.of_sentence(1) == []
    assert page.lower_from(3, most=9) == ["boat", "."]
    assert page.lower_from(1, most=2) == ["ana", "’s"]
    assert page.starts[7:10] == [0, 6, 8]
    assert page.ends[7:10] == [6, 7, 11]
    assert page.capitals == [1, 9]
    assert page.small == {"boat", "iPhone"}
