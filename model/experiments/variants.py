"""What is tried: a name, one change, and what it would show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ascribe.labels.turns import TURN_NAMES
from ascribe.results import LABELS
from ascribe.training.recipe import Recipe

_NEAR = r"(opinion|attributed|statement|other|exists|same_block.*)_[+-]\d"
_PAGE = r"page_.*|.*_on_page_of_.*"
_BLOCK = r"block_.*|.*_in_block"
_PLACE = r"place.*|index|first|second|third|rest|last.*"
_TURNS = "|".join(TURN_NAMES)
_OWN = r"own_.*"


@dataclass(frozen=True, slots=True)
class Variant:
    """One experiment.

    Attributes:
        group: where it stands in the table.
        shows: what it is there to show.
        recipe: how the model is made.
        share: part of the outlets in training that are learned from, in (0, 1].
        taught: whether teachers' labels of further sentences are learned from.
    """

    group: str
    shows: str
    recipe: Recipe = field(default_factory=Recipe)
    share: float = 1.0
    taught: bool = False


def _without(shows: str, *patterns: str) -> Variant:
    return Variant("left out", shows, Recipe(without=patterns))


VARIANTS: dict[str, Variant] = {
    "labels-only": Variant("model", "the recipe on labelled sentences alone"),
    "taught": Variant("model", "what ships: teachers' labels as well", taught=True),
    "taught-0.5": Variant(
        "model", "teachers count half", Recipe(taught_weight=0.5), taught=True
    ),
    "taught-no-tagger": Variant(
        "model", "the fast path: no tagger", Recipe(speech=False), taught=True
    ),
    "no-tagger": Variant(
        "left out", "without the tagger's columns", Recipe(speech=False)
    ),
    "no-second-step": Variant(
        "left out", "each sentence by itself", Recipe(second="none")
    ),
    "no-label-head": _without(
        "attributions from the tagger, but no labels",
        f"speech_({'|'.join(LABELS)})",
    ),
    "taught-no-label-head": Variant(
        "model",
        "the tagger hears attributions only",
        Recipe(without=(f"speech_({'|'.join(LABELS)})",)),
        taught=True,
    ),
    "no-neighbours": _without("without the sentences around", _NEAR),
    "no-page": _without("without the profile of the page", _PAGE),
    "no-block": _without("without the rest of the paragraph", _BLOCK),
    "no-place": _without("without the place on the page", _PLACE),
    "no-turns": _without("without questions, answers and speakers", _TURNS),
    "no-own-counts": _without("counts in the first step only", _OWN),
    "no-counts": Variant(
        "left out", "n-grams only in the first step", Recipe(counts=False)
    ),
    "no-words": Variant("left out", "without word n-grams", Recipe(words=None)),
    "no-characters": Variant(
        "left out", "without character n-grams", Recipe(characters=None)
    ),
    "counts-only": Variant(
        "left out", "no n-gram at all", Recipe(words=None, characters=None)
    ),
    "words-1-3": Variant("other", "longer word n-grams", Recipe(words=(1, 3))),
    "characters-3-6": Variant(
        "other", "longer character n-grams", Recipe(characters=(3, 6))
    ),
    "ratios-0.5": Variant("other", "log-count ratios, half", Recipe(ratio_power=0.5)),
    "ratios-1-balanced": Variant(
        "other",
        "log-count ratios, labels balanced",
        Recipe(ratio_power=1.0, balanced=True, c=0.5),
    ),
    "balanced": Variant("other", "labels balanced", Recipe(balanced=True)),
    "c-0.5": Variant("other", "first step held tighter", Recipe(c=0.5)),
    "c-2": Variant("other", "first step held looser", Recipe(c=2.0)),
    "second-c-0.003": Variant(
        "other", "second step held tighter", Recipe(second_c=0.003)
    ),
    "second-c-0.3": Variant("other", "second step held looser", Recipe(second_c=0.3)),
    "boosting": Variant(
        "other", "boosted trees as second step", Recipe(second="boosting")
    ),
    **{
        f"outlets-{share}": Variant(
            "learning curve", f"{share:.0%} of the outlets", share=share
        )
        for share in (0.125, 0.25, 0.5)
    },
}


def chosen(names: Sequence[str]) -> dict[str, Variant]:
    """Return the variants of these names, all where there is none.

    Raises:
        KeyError: if a name is unknown.
    """
    return {name: VARIANTS[name] for name in names} if names else dict(VARIANTS)
