"""The words by which files name labels, and what each leaves open of our four."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ascribe.results import LABELS
from ascribe.training.dataset import LABEL_OF_CODE

if TYPE_CHECKING:
    from ascribe.results import Label

# Other schemes have two labels; each is consistent with some of ours.
_COARSE: dict[str, tuple[Label, ...]] = {
    "subj": ("opinion",),
    "subjective": ("opinion",),
    # Somebody else's opinion is objective in the CheckThat! scheme.
    "obj": ("attributed", "statement"),
    "objective": ("attributed", "statement"),
    # Not labelled yet, as ``ascribe label`` writes it.
    "?": LABELS,
    "not attributed": ("opinion", "statement", "other"),
}
_ALLOWED: dict[str, tuple[Label, ...]] = {
    **{code.casefold(): (label,) for code, label in LABEL_OF_CODE.items()},
    **_COARSE,
}


class LabelError(ValueError):
    """A label that no scheme has. The message names it and what is taken."""


def allowed_labels(word: str) -> tuple[Label, ...]:
    """Return the labels of ours that a file's label leaves open.

    Raises:
        LabelError: if there is none or it is unknown.

    >>> allowed_labels("B+"), allowed_labels("OBJ")
    (('attributed',), ('attributed', 'statement'))
    """
    if not word.strip():
        raise LabelError("the label is empty")
    found = _ALLOWED.get(word.strip().casefold())
    if found is not None:
        return found
    near = get_close_matches(word.strip().casefold(), _ALLOWED, n=1, cutoff=0.7)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise LabelError(
        f"unknown label {word!r}{hint or '.'} The labels are {', '.join(LABELS)}, the "
        "codes O, A, B, S and X of the labelling guide, SUBJ and OBJ"
    )
