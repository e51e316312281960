"""Train a teacher of attributions, measure it, and let it read pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ascribe.attribution.acts import SpeechAct, SpeechSentence
from ascribe.attribution.tagger import AttributionTagger, Reading
from ascribe.training.attribution_data import MarkedArticle, sentences_of
from ascribe.training.attribution_evaluation import (
    AttributionScores,
    evaluate_attribution,
)
from ascribe.training.attribution_targets import lesson
from experiments.attribution_teacher import (
    Reader,
    Teacher,
    answers_of,
    chances_of,
    fit,
    scores_of,
)
from experiments.attribution_teaching import Chances


class TeacherTagger:
    """Tag with what a teacher says, for measuring it.

    Args:
        tagger: what cuts and links; its network is not asked.
        teacher: what is asked instead.
        reader: what the teacher reads with.
    """

    def __init__(
        self, tagger: AttributionTagger, teacher: Teacher, reader: Reader
    ) -> None:
        self._tagger = tagger
        self._teacher = teacher
        self._reader = reader

    def tag(self, sentences: Sequence[SpeechSentence]) -> list[list[SpeechAct]]:
        """Return the attributions of each sentence."""
        rows = self._tagger.tables.rows_of(sentences)
        pieces = self._reader.pieces(sentences, rows)
        (scores,) = scores_of(self._teacher, self._reader, [pieces])
        reading = Reading(len(sentences), rows, answers_of(scores))
        return self._tagger.tag(sentences, reading)


def teacher_and_pages(
    tagger: AttributionTagger,
    articles: Sequence[MarkedArticle],
    pages: Sequence[Sequence[SpeechSentence]],
    measured: Sequence[MarkedArticle],
    *,
    say: Callable[[str], None],
) -> tuple[list[Chances], AttributionScores]:
    """Train a teacher, let it read pages, and measure it.

    Args:
        tagger: whose rows and cuts are used.
        articles: what the teacher learns from.
        pages: what it reads.
        measured: what it is measured on.
        say: is told how far it is.
    """
    reader, lessons = Reader(), [lesson(one, tagger.tables) for one in articles]
    marked = [
        reader.pieces([one.sentence for one in sentences_of(article.text)], each.rows)
        for article, each in zip(articles, lessons, strict=True)
    ]
    teacher = fit(marked, lessons, reader, say=say)
    scores = evaluate_attribution(TeacherTagger(tagger, teacher, reader), measured)
    say(f"carries {scores.any_macro_f1:.3f}, mostly {scores.mostly_macro_f1:.3f}")
    others = [reader.pieces(page, tagger.tables.rows_of(page)) for page in pages]
    return [chances_of(one) for one in scores_of(teacher, reader, others)], scores
