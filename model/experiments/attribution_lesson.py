"""Train teachers of attributions, measure them, and let them read pages."""

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

# Each begins with another seed: what they say together is better than what one says.
_SEEDS = (0, 1)


class TeacherTagger:
    """Tag with what teachers say, for measuring them.

    Args:
        tagger: what cuts and links; its network is not asked.
        teachers: what is asked instead.
        reader: what the teachers read with.
    """

    def __init__(
        self, tagger: AttributionTagger, teachers: Sequence[Teacher], reader: Reader
    ) -> None:
        self._tagger = tagger
        self._teachers = teachers
        self._reader = reader

    def tag(self, sentences: Sequence[SpeechSentence]) -> list[list[SpeechAct]]:
        """Return the attributions of each sentence."""
        rows = self._tagger.tables.rows_of(sentences)
        pieces = self._reader.pieces(sentences, rows)
        found = [scores_of(one, self._reader, [pieces])[0] for one in self._teachers]
        reading = Reading(len(sentences), rows, answers_of(found))
        return self._tagger.tag(sentences, reading)


def taught_pages(
    tagger: AttributionTagger,
    articles: Sequence[MarkedArticle],
    pages: Sequence[Sequence[SpeechSentence]],
    measured: Sequence[MarkedArticle],
    *,
    say: Callable[[str], None],
) -> tuple[list[Chances], AttributionScores]:
    """Train teachers, let them read pages, and measure them.

    Args:
        tagger: whose rows and cuts are used.
        articles: what the teachers learn from.
        pages: what they read.
        measured: what they are measured on.
        say: is told how far it is.
    """
    reader, lessons = Reader(), [lesson(one, tagger.tables) for one in articles]
    marked = [
        reader.pieces([one.sentence for one in sentences_of(article.text)], each.rows)
        for article, each in zip(articles, lessons, strict=True)
    ]
    teachers = [fit(marked, lessons, reader, seed=seed, say=say) for seed in _SEEDS]
    scores = evaluate_attribution(TeacherTagger(tagger, teachers, reader), measured)
    say(f"carries {scores.any_macro_f1:.3f}, mostly {scores.mostly_macro_f1:.3f}")
    others = [reader.pieces(page, tagger.tables.rows_of(page)) for page in pages]
    said = zip(*(scores_of(one, reader, others) for one in teachers), strict=True)
    return [chances_of(one) for one in said], scores
