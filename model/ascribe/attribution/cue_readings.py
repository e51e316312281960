"""Read off a cue whether its source speaks, reports, or only will not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ascribe.attribution.cues import RELAY_VERBS, SPEECH_VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechAct, SpeechSentence

# "declined to comment", "has not replied", "would neither confirm nor deny"
_SILENT = re.compile(
    r"(?:\w+ )?(?:declin\w+|refus\w+) to "
    r"(?:comment|say|answer|discuss|elaborate|speak)\b"
    r"|(?:did|do|does|has|have|had)(?: not|n['’]t)(?: \w+ly| yet)? "
    r"(?:respon\w+|repl\w+|answer\w*|comment\w*|return\w*)\b"
    r"|(?:would )?neither confirm(?:ed)? nor\b|would not (?:comment|say|confirm)\b",
    re.IGNORECASE,
)

# "will say", "could argue": words that somebody is lent.
_IMAGINED = re.compile(
    r"(?:will|would|may|might|could|can)(?: \w+)? "
    r"(?:say|tell|argue|claim|object|protest|insist|ask|reply|answer|complain)\b",
    re.IGNORECASE,
)


def reports(act: SpeechAct, sentences: Sequence[SpeechSentence]) -> bool:
    """Whether somebody "reported" it, as the media do."""
    return act.cue is not None and "report" in act.cue.text(sentences).lower()


def is_spoken(act: SpeechAct, sentences: Sequence[SpeechSentence]) -> bool:
    """Whether a verb of speech hands the floor to a source."""
    if act.cue is None:
        return False
    cue = act.cue.text(sentences).lower().split()
    if cue[0] == "asked":
        # "Asked by the judge whether …": a question says nothing.
        return False
    return cue[0] == "according" or any(
        word in SPEECH_VERBS or word in RELAY_VERBS for word in cue
    )


def is_silent(act: SpeechAct, sentences: Sequence[SpeechSentence]) -> bool:
    """Whether somebody only lets it be known that he will not say."""
    return _begins_with(_SILENT, act, sentences)


def is_imagined(act: SpeechAct, sentences: Sequence[SpeechSentence]) -> bool:
    """Whether somebody is only said to be about to speak: "critics will say"."""
    return _begins_with(_IMAGINED, act, sentences)


def _begins_with(
    words: re.Pattern[str], act: SpeechAct, sentences: Sequence[SpeechSentence]
) -> bool:
    cue = act.cue
    return cue is not None and bool(
        words.match(sentences[cue.sentence].text, cue.start)
    )
