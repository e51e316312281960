from ascribe.attribution.cues import AUXILIARIES, CLAUSE_OPENERS, SPEECH_VERBS


def test_all_forms_of_a_verb_are_known() -> None:
    assert {"say", "says", "said", "saying", "argued", "arguing"} <= SPEECH_VERBS


def test_no_helping_word_is_itself_a_cue() -> None:
    assert not SPEECH_VERBS & (AUXILIARIES | CLAUSE_OPENERS)
