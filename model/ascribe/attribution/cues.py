"""Cue words that attribute nearly always; the lexicon of the plain rules."""

from __future__ import annotations

# Verbs of speech that take what was said as a clause or a quotation. Chosen by
# their share of cue readings among all their occurrences in labelled news: most
# are cues in at least two of three places where they stand.
_REGULAR = (
    "acknowledge add allege announce answer argue assert caution characterise "
    "characterize charge claim "
    "comment complain concede conclude confirm contend continue counter declare "
    "disclose emphasize emphasise estimate exclaim explain indicate insist joke "
    "lament mention muse observe opine predict proclaim pronounce quip recall "
    "reckon remark remind repeat reply report respond reveal signal stress suggest "
    "surmise testify tweet vow warn whisper"
).split()
_IRREGULAR = {
    "say": ("say", "says", "said", "saying"),
    "tell": ("tell", "tells", "told", "telling"),
    "write": ("write", "writes", "wrote", "written", "writing"),
    "admit": ("admit", "admits", "admitted", "admitting"),
    "deny": ("deny", "denies", "denied", "denying"),
    "reply": ("reply", "replies", "replied", "replying"),
    "testify": ("testify", "testifies", "testified", "testifying"),
    "note": ("notes", "noted", "noting"),
    "state": ("states", "stated", "stating"),
    "think": ("think", "thinks", "thought"),
    "believe": ("believe", "believes", "believed"),
    "find": ("finds", "found"),
    "show": ("shows", "showed"),
    "quip": ("quip", "quips", "quipped", "quipping"),
    "ask": ("asks", "asked", "asking"),
    "point": ("pointed", "points"),
}


def _forms(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if verb.endswith("e") else verb
    return (verb, f"{verb}s", f"{stem}ed", f"{stem}ing")


SPEECH_VERBS: frozenset[str] = frozenset(
    form for verb in _REGULAR if verb not in _IRREGULAR for form in _forms(verb)
) | frozenset(form for forms in _IRREGULAR.values() for form in forms)

# Verbs by which one source hands the floor to another.
RELAY_VERBS = frozenset(
    (
        "cites cited citing quotes quoted quoting characterized characterised "
        "described denounced condemned informed called told"
    ).split()
)
# Words that stand between a source and its verb and belong to the cue.
AUXILIARIES = frozenset(
    (
        "has have had is are was were be been will would may might also later then "
        "once previously recently repeatedly reportedly publicly again often did do "
        "does n't not already even just still simply privately"
    ).split()
)
PRONOUN_SOURCES = frozenset(["he", "she", "they", "it", "i", "we", "you", "who"])
# After a name and a comma, these begin what describes it.
DESCRIPTION_OPENERS = frozenset(
    "who whose a an the one now then his her its their our my".split()
)
# They say that somebody else says so.
DOUBTING_ADVERBS = frozenset("allegedly reportedly supposedly purportedly".split())
QUESTION_WORDS = frozenset("what why how who where when which".split())
# Where a noun phrase behind "by" is over.
PHRASE_ENDS = frozenset(
    (
        "as that to in on at with for when while who which is are was were has have "
        "had said says"
    ).split()
)
# Words after which a new clause, and so a new source, begins.
CLAUSE_OPENERS = frozenset(
    (
        "and but or as while because that if when after before since although though "
        "which who whom where because so"
    ).split()
)
