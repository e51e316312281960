"""The labelling guide: what each label means, said once for terminal and page."""

from __future__ import annotations

from dataclasses import dataclass

from ascribe.results import Label


@dataclass(frozen=True, slots=True)
class GuideLabel:
    """One label.

    Attributes:
        key: the key that gives it.
        question: what to ask oneself.
        takes: what belongs to it.
        examples: sentences of our own making.
    """

    label: Label
    key: str
    question: str
    takes: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideRule:
    """A rule for what is not plain, with an example and its label."""

    rule: str
    example: str
    label: Label


LABELS_IN_GUIDE = (
    GuideLabel(
        "opinion",
        "o",
        "Is the author speaking, and taking sides?",
        "The author judges, praises, mocks, advises, predicts, appeals or feels; words "
        "a neutral reporter would not choose; a question asked for effect.",
        (
            "The new timetable is an insult to everyone who works nights.",
            "The council should have seen this coming.",
        ),
    ),
    GuideLabel(
        "attributed",
        "a",
        "Is it somebody else's, and are we told whose?",
        "What a person, office, paper, study or court says, thinks, wants or fears, "
        "whether in quotation marks or retold, and however sharp it is.",
        (
            "The harbour master said the crane had not been checked since May.",
            "Residents fear that the school will close.",
        ),
    ),
    GuideLabel(
        "statement",
        "s",
        "Is the author simply telling us something?",
        "Events, figures, background, descriptions and instructions, told plainly and "
        "without a source in or around the sentence.",
        (
            "The bridge was opened in 1931 and carries two lanes.",
            "The vote is on Thursday.",
        ),
    ),
    GuideLabel(
        "other",
        "x",
        "Is it no part of the article's own text?",
        "Bylines, captions, credits, appeals for money or sign-ups, adverts, links to "
        "other stories, notes about the author, leftovers of tables and menus.",
        ("Photo: Mira Holt", "Help us stay free: become a member today."),
    ),
)

RULES = (
    GuideRule(
        "Ask who speaks before you ask how it sounds. A quoted insult is the source's, "
        "not the author's.",
        "\u201cA clown show,\u201d the treasurer called the meeting.",
        "attributed",
    ),
    GuideRule(
        "A source keeps the floor. A sentence that goes on with what the source was "
        "saying is attributed although nobody is named in it.",
        "[She said the dyke was sound.] Nobody had to leave their house.",
        "attributed",
    ),
    GuideRule(
        "The larger part decides. Two words in quotation marks do not make the "
        "sentence a source's.",
        "The fair, a \u201cfamily affair\u201d to its founder, opens at nine.",
        "statement",
    ),
    GuideRule(
        "Speaking as an event is a statement, as long as we do not learn what was "
        "said.",
        "The minister spoke for an hour and took no questions.",
        "statement",
    ),
    GuideRule(
        "Promising, denying and accusing tell us what was said.",
        "He denied that he had been on the boat.",
        "attributed",
    ),
    GuideRule(
        "\u201cI think\u201d and an editorial's \u201cwe\u201d are the author. "
        "First-person telling without a judgement is a statement.",
        "We believe the library must stay open.",
        "opinion",
    ),
    GuideRule(
        "In an interview the answers are attributed; a neutral question is a "
        "statement, a loaded one opinion.",
        "When did you start to write music?",
        "statement",
    ),
    GuideRule(
        "In reviews, recipes and advice the steps and facts are statements, what is "
        "recommended or admired is opinion.",
        "It is the best headlamp you can buy for the money.",
        "opinion",
    ),
    GuideRule(
        "One loaded word is enough where a careful editor would strike it. Fixed terms "
        "are not loaded.",
        "The disgraced broker left town in a huff.",
        "opinion",
    ),
    GuideRule(
        "What the author expects is opinion; what is fixed is a statement.",
        "The deal will surely fall apart by spring.",
        "opinion",
    ),
    GuideRule(
        "The headline is labelled like any sentence; a bare one-word heading is other.",
        "Dam was unsafe for years, engineers say",
        "attributed",
    ),
    GuideRule(
        "Between opinion and statement: would a wire editor cut it, or ask who says "
        "so? Then it is opinion.",
        "The move is a heavy blow to the port.",
        "opinion",
    ),
)


def guide_text() -> str:
    """Write the guide for the terminal."""
    lines = [
        "Read on from the sentences before: the label depends on who has the floor."
    ]
    for one in LABELS_IN_GUIDE:
        lines += ["", f"{one.key}  {one.label}: {one.question}", f"   {one.takes}"]
        lines += [f"   e.g. {example}" for example in one.examples]
    lines += ["", "Rules"]
    for rule in RULES:
        lines += [f"- {rule.rule}", f"    {rule.example}  ({rule.label})"]
    return "\n".join(lines)
