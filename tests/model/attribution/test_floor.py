from ascribe.attribution.acts import Part, SpeechAct, SpeechSentence
from ascribe.attribution.floor import keep_floor

SAID = SpeechAct(Part(0, 0, 4), Part(0, 5, 9), (Part(0, 10, 18),))


def sentence(block: int, attributed: float | None, text: str = "It leaks.", **more):
    return SpeechSentence(block, "paragraph", text, attributed=attributed, **more)


def test_an_attributed_sentence_goes_on_with_the_last_source() -> None:
    kept = keep_floor([sentence(0, 1.0), sentence(0, 1.0)], [[SAID], []])
    assert kept[1][0].source == SAID.source
    assert kept[1][0].content == (Part(1, 0, 9),)


def test_the_floor_passes_to_the_next_block() -> None:
    kept = keep_floor([sentence(0, 1.0), sentence(1, 1.0)], [[SAID], []])
    assert kept[1][0].source == SAID.source


def test_the_floor_is_lost_with_a_sentence_of_the_authors_own() -> None:
    sentences = [sentence(0, 1.0), sentence(0, 0.0), sentence(0, 1.0)]
    assert keep_floor(sentences, [[SAID], [], []])[2] == []


def test_the_floor_does_not_jump_over_a_block() -> None:
    kept = keep_floor([sentence(0, 1.0), sentence(3, 1.0)], [[SAID], []])
    assert kept[1] == []


def test_without_a_labeller_nothing_is_carried() -> None:
    assert keep_floor([sentence(0, None), sentence(0, None)], [[SAID], []])[1] == []


def test_a_source_of_its_own_is_never_replaced() -> None:
    own = SpeechAct(Part(1, 0, 2), None, (Part(1, 3, 8),))
    kept = keep_floor([sentence(0, 1.0), sentence(0, 1.0)], [[SAID], [own]])
    assert kept[1] == [own]


def test_content_without_a_source_gets_the_floor() -> None:
    loose = SpeechAct(None, None, (Part(1, 3, 8),))
    kept = keep_floor([sentence(0, 1.0), sentence(0, 1.0)], [[SAID], [loose]])
    assert kept[1][0].source == SAID.source
    assert kept[1][0].content == loose.content


def test_a_quotation_before_its_source_is_given_to_it() -> None:
    told = SpeechAct(Part(1, 0, 4), Part(1, 5, 9), (Part(1, 10, 18),))
    sentences = [sentence(0, 1.0, quoted=((0, 9),)), sentence(0, 1.0)]
    assert keep_floor(sentences, [[], [told]])[0][0].source == told.source
