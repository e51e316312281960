"""The words of attribution: what goes into a tagger and what comes out.

Offsets here count code points inside one sentence; the engine turns them into
the UTF-16 offsets of a block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ascribe.results import BlockKind, Label
    from ascribe.text.passages import Sentence


# From this chance on a sentence counts as attributed.
ATTRIBUTED = 0.5


class SpeechSentence(msgspec.Struct, frozen=True, gc=False):
    """One prose sentence of a page, in page order.

    Attributes:
        block: index of its block on the page.
        kind: what the page says the block is.
        text: the sentence, exactly as it stands on the page.
        quoted: the parts inside quotation marks, as code-point offsets into
            ``text``, ascending and apart; a quotation that runs over several
            sentences covers each of them.
        attributed: estimated chance, in [0, 1], that the sentence is attributed; None
            where no labeller has read it.
    """

    block: int
    kind: BlockKind
    text: str
    quoted: tuple[tuple[int, int], ...] = ()
    attributed: float | None = None


# A page has a thousand of them: no call is made for each.
def speech_of(sentences: Iterable[Sentence]) -> list[SpeechSentence]:
    """Take over what the engine knows of the sentences of a page."""
    return [
        SpeechSentence(one.block, one.kind, one.text, one.quoted.spans)
        for one in sentences
    ]


def labelled(
    sentences: Iterable[SpeechSentence], labels: Iterable[Label]
) -> list[SpeechSentence]:
    """Return the sentences with what a labeller has decided of each."""
    return [
        SpeechSentence(
            one.block, one.kind, one.text, one.quoted, float(label == "attributed")
        )
        for one, label in zip(sentences, labels, strict=True)
    ]


def attributed_among(sentences: Sequence[SpeechSentence]) -> list[int]:
    """Return which sentences a labeller takes for attributed."""
    return [
        index
        for index, one in enumerate(sentences)
        if one.attributed is not None and one.attributed >= ATTRIBUTED
    ]


class Part(msgspec.Struct, frozen=True, gc=False):
    """A piece of one sentence.

    Attributes:
        sentence: index of the sentence in the sequence that was tagged.
        start: offset of its first code point in that sentence.
        end: offset one past its last code point.
    """

    sentence: int
    start: int
    end: int

    def text(self, sentences: Sequence[SpeechSentence]) -> str:
        """Return the characters it covers."""
        return sentences[self.sentence].text[self.start : self.end]


class SpeechAct(msgspec.Struct, frozen=True, gc=False):
    """One attribution as it shows in one sentence: who, by which words, what.

    Attributes:
        source: who speaks; None where the text does not say. It may lie in an
            earlier sentence: then the floor was carried over.
        cue: the words that attribute; lies where the source lies when the floor
            was carried over.
        content: what is attributed, inside the sentence, in order.
        depth: 0 for the outermost attribution, 1 for one inside its content, …
    """

    source: Part | None
    cue: Part | None
    content: tuple[Part, ...]
    depth: int = 0


class Tagger(Protocol):
    """Whatever finds the attributions of a page."""

    def tag(self, sentences: Sequence[SpeechSentence]) -> list[list[SpeechAct]]:
        """Return the attributions of each sentence, outermost first."""
        ...
