import numpy as np

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.tagger import AttributionTagger
from ascribe.training.attribution_data import MarkedArticle, MarkedAttribution
from ascribe.training.attribution_evaluation import evaluate_attribution
from ascribe.training.attribution_training import TrainingPlan, train_tagger

NAMES = ["Vela", "Rao", "Mara Oduya", "the clerk", "Dr Ilsen", "she"]
FACTS = ["it leaks", "the dam is safe", "rain is likely", "nobody knew of it"]


def articles() -> list[MarkedArticle]:
    made = []
    for number in range(24):
        text, marks = "", []
        for line in range(4):
            who = NAMES[(number + line) % len(NAMES)]
            what = FACTS[(number * 3 + line) % len(FACTS)]
            at = len(text)
            if (number + line) % 2:
                text += f"{who} said that {what}.\n"
                cue = at + len(who) + 1
                content = (cue + 5, cue + 10 + len(what))
                marks.append(
                    MarkedAttribution(
                        ((at, at + len(who)),), ((cue, cue + 4),), (content,)
                    )
                )
            else:
                text += f"{who} went home when {what}.\n"
        made.append(MarkedArticle(str(number), "The Example", text, tuple(marks)))
    return made


PLAN = TrainingPlan(width=16, word_width=8, rounds=12, drop=0.1, rate=5e-3)


def test_a_tagger_learns_what_it_is_shown() -> None:
    tagger = AttributionTagger(*train_tagger(articles()[:20], plan=PLAN))
    scores = evaluate_attribution(tagger, articles()[20:])
    assert scores.spans["cue_overlap"].f1 > 0.9
    assert scores.spans["source_overlap"].f1 > 0.9
    assert scores.spans["content_tokens"].f1 > 0.9


def test_the_same_seed_gives_the_same_weights() -> None:
    plan = TrainingPlan(width=8, word_width=6, rounds=1)
    raw = [SpeechSentence(0, "paragraph", "The dam was built in 1931.")]
    first, second = (train_tagger(articles()[:4], raw, plan=plan) for _ in range(2))
    assert first[0].words == second[0].words
    for name, layer in first[1].layers.items():
        assert np.array_equal(layer, second[1].layers[name])


def test_progress_is_told_after_every_round() -> None:
    told: list[str] = []
    plan = TrainingPlan(width=8, word_width=6, rounds=2)
    train_tagger(articles()[:2], plan=plan, progress=told.append)
    assert [line.split(":")[0] for line in told] == ["round 1/2", "round 2/2"]
