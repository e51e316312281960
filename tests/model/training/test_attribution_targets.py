from ascribe.attribution.features import WordTables
from ascribe.training.attribution_data import MarkedArticle, MarkedAttribution
from ascribe.training.attribution_targets import NOT_ASKED, lesson

TABLES = WordTables([], [], [])
#        0123456789012345678901234
TEXT = "Vela said Rao denied it."
OUTER = MarkedAttribution(((0, 4),), ((5, 9),), ((10, 23),))
INNER = MarkedAttribution(((10, 13),), ((14, 20),), ((21, 23),))


def answers(*attributions: MarkedAttribution):
    article = MarkedArticle("a", "b", TEXT, attributions)
    return {
        head: found.tolist() for head, found in lesson(article, TABLES).answers.items()
    }


def test_rows_learn_what_they_are() -> None:
    # break Vela said Rao denied it .
    found = answers(OUTER)
    assert found["source"] == [NOT_ASKED, 1, 0, 0, 0, 0, 0]
    assert found["cue"] == [NOT_ASKED, 0, 1, 0, 0, 0, 0]
    assert found["content"] == [NOT_ASKED, 0, 0, 1, 2, 2, 0]


def test_content_inside_content_is_deeper() -> None:
    assert answers(OUTER, INNER)["depth"] == [NOT_ASKED, 0, 0, 1, 1, 2, 0]


def test_cues_learn_the_sides_of_source_and_content() -> None:
    found = answers(OUTER)
    assert found["source_side"][2] == 1
    assert found["content_side"][2] == 2
    assert found["source_side"][1] == NOT_ASKED


def test_break_rows_learn_of_their_sentence() -> None:
    assert answers(OUTER)["carries"][0] == 1
    assert answers(OUTER)["mostly"][0] == 1
    assert answers()["carries"][0] == 0


def test_an_article_without_text_gives_no_rows() -> None:
    assert len(lesson(MarkedArticle("a", "b", "", ()), TABLES).rows) == 0
