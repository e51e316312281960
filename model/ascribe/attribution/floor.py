"""Keep the floor: say who speaks in attributed sentences that name nobody.

Only fills gaps. A sentence that the labeller takes for attributed, and content that
no cue claims, go on with the last source, as long as a reader would take it so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ascribe.attribution.acts import ATTRIBUTED, Part, SpeechAct
from ascribe.attribution.signatures import signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence


def keep_floor(
    sentences: Sequence[SpeechSentence], acts: Sequence[list[SpeechAct]]
) -> list[list[SpeechAct]]:
    """Return the acts with the floor carried over.

    The floor passes to the next sentence of a block, and to the next block; it is
    lost with the first sentence of the author's own. Where nobody has had the floor,
    the first source that follows within the block has it ("“…” “…,” she said.").
    """
    kept = list(acts)
    floor: SpeechAct | None = None
    floor_block = -1
    for index, sentence in enumerate(sentences):
        found, chance = acts[index], sentence.attributed
        is_own = chance is not None and chance < ATTRIBUTED
        if is_own and not found:
            floor = None
            continue
        if floor is not None and sentence.block > floor_block + 1:
            floor = None
        own = _main(found)
        if own is None and _wants_source(sentence, found):
            act = (
                _signed(sentences, index)
                or floor
                or _next_in_block(sentences, acts, index)
            )
            if act is not None:
                kept[index] = _with_source(found, act, index, sentence)
                own = kept[index][0]
        if own is not None and own.source is not None:
            floor, floor_block = own, sentence.block
        elif is_own:
            floor = None
        elif floor is not None:
            floor_block = sentence.block
    return kept


def _main(acts: Sequence[SpeechAct]) -> SpeechAct | None:
    """The outermost act with a source that says most."""
    named = [act for act in acts if act.source is not None]
    if len(named) < 2:
        return named[0] if named else None
    return min(
        named,
        key=lambda act: (act.depth, -sum(p.end - p.start for p in act.content)),
    )


def _wants_source(sentence: SpeechSentence, acts: Sequence[SpeechAct]) -> bool:
    """Whether somebody is heard in a sentence where no act has a source."""
    if sentence.attributed is None or sentence.attributed < ATTRIBUTED:
        return False
    return all(act.cue is None or act.content for act in acts)


def _signed(sentences: Sequence[SpeechSentence], index: int) -> SpeechAct | None:
    """Return who signs the quotation that a sentence belongs to."""
    source = signature(sentences, index)
    return None if source is None else SpeechAct(source, None, ())


def _next_in_block(
    sentences: Sequence[SpeechSentence],
    acts: Sequence[Sequence[SpeechAct]],
    index: int,
) -> SpeechAct | None:
    """The next sentence's act, when this sentence is a quotation before it."""
    following = index + 1
    if (
        not sentences[index].quoted
        or following >= len(sentences)
        or sentences[following].block != sentences[index].block
    ):
        return None
    return _main(acts[following])


def _with_source(
    acts: list[SpeechAct], floor: SpeechAct, index: int, sentence: SpeechSentence
) -> list[SpeechAct]:
    """Give the floor's source to the sentence's main content, or to all of it."""
    if acts:
        first = replace(acts[0], source=floor.source, cue=acts[0].cue or floor.cue)
        return [first, *acts[1:]]
    whole = Part(index, 0, len(sentence.text))
    return [SpeechAct(floor.source, floor.cue, (whole,))]
