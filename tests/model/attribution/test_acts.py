from ascribe.attribution.acts import Part, SpeechSentence


def test_a_part_gives_its_characters() -> None:
    sentences = [
        SpeechSentence(0, "paragraph", "It leaks."),
        SpeechSentence(0, "paragraph", "😀 she said."),
    ]
    assert Part(1, 2, 5).text(sentences) == "she"


def test_without_a_labeller_nobody_knows_whether_a_sentence_is_attributed() -> None:
    assert SpeechSentence(0, "paragraph", "It leaks.").attributed is None
