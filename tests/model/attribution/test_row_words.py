"""The words of rows, as rules ask for them."""

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import WordTables
from ascribe.attribution.row_words import RowWords
from ascribe.attribution.runs import Run
from ascribe.attribution.speech_tokens import page_words


def test_words_marks_quotations_and_breaks_are_told_apart() -> None:
    sentence = SpeechSentence(0, "paragraph", "Vela: “Yes”", ((6, 11),))
    rows = WordTables((), (), ()).rows_of([sentence])
    words = RowWords(rows, page_words([sentence.text]), [sentence])
    assert words.lower[0] == words.lower[-1] == words.lower[-3] == ""
    assert words.of(Run(1, 3, 0)) == ["vela", ":"]
    assert words.begins_with_capital(1)
    assert not words.begins_with_capital(0)
    assert words.is_mark(2)
    assert [words.is_quoted(row) for row in (1, 3, 4)] == [False, True, True]
