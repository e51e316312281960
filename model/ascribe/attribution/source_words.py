"""Word lists that tell what sort of source a phrase names. All in lower case."""

from __future__ import annotations

from functools import cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Stand before a person's name and are no part of it in the ledger.
TITLES = _words(
    """
    mr mr. mrs mrs. ms ms. miss dr dr. sen sen. senator rep rep. representative gov
    gov. governor president vice prof prof. professor justice judge gen gen. general
    col col. colonel lt lt. lieutenant sgt sgt. sergeant capt capt. captain rev rev.
    reverend father sister rabbi imam sir dame lord lady pope king queen prince
    princess secretary speaker minister chancellor mayor congressman congresswoman
    councillor cllr cllr. councilman councilwoman alderman ambassador attorney sheriff
    detective officer chief former ex-president republican democrat democratic gop
    spokesman spokeswoman spokesperson director chairman chairwoman coach author
    analyst economist lawyer prime foreign defense defence deputy commissioner
    inspector superintendent chairperson chair ceo cfo co-founder founder editor
    reporter columnist actor actress activist researcher scientist historian
    strategist pollster candidate nominee host anchor musician singer rapper comedian
    frontrunner front-runner prosecutor rancher farmer diplomat manager physician
    physicist biologist engineer critic assemblyman assemblywoman assemblymember
    trooper constable doctor duchess duke baron baroness archbishop bishop cardinal
    pastor deacon commander major admiral corporal premier undersecretary comptroller
    treasurer principal dean provost ombudsman ranger leader whip mp mep msp journalist
    head correspondent executive congressperson assemblymember quarterback midfielder
    striker goalkeeper defender pitcher skipper trainer
    """
)
FEMALE_WORDS = _words(
    """
    duke baron archbishop bishop assemblyman policeman
    duchess baroness assemblywoman policewoman
    mrs mrs. ms ms. miss sister dame lady queen princess congresswoman councilwoman
    spokeswoman chairwoman actress woman mother daughter wife aunt grandmother widow
    """
)
MALE_WORDS = _words(
    """
    duke baron archbishop bishop assemblyman policeman
    mr mr. father sir lord pope king prince congressman councilman spokesman chairman
    alderman man son husband uncle grandfather
    """
)

# People known by what they are. Plural forms are found by their singular.
PERSON_NOUNS = TITLES | _words(
    """
    official source aide adviser advisor expert witness resident neighbor neighbour
    friend relative colleague insider lawmaker investigator teacher student doctor
    nurse patient supporter opponent campaigner protester voter reader user worker
    employee employer executive owner driver passenger soldier commander fighter
    leader member observer commentator pundit journalist writer operative donor rival
    man woman person people men women boy girl mother father son daughter brother
    husband wife parent child children family victim survivor suspect defendant
    plaintiff juror customer client consumer investor trader landlord tenant local
    others many some several few one two three most everyone everybody anyone somebody
    someone nobody conservative liberal progressive american boss delegate scholar
    academic clergy villager fan player bookkeeper apprentice aunt uncle grandmother
    grandfather cousin picker conductor supplier participant organizer organiser
    scientist volunteer subscriber visitor guest maker contractor accuser publicist
    assistant bystander caller composer diver keeper guide clerk caretaker reviewer
    commentator neighbor pensioner shopkeeper tourist refugee migrant pilot sailor
    captain firefighter paramedic surgeon pharmacist therapist psychologist chemist
    mechanic electrician engineer architect designer programmer baker butcher
    waiter waitress cook chef barber cleaner porter gardener fisherman shepherd miner
    majority minority side camp economist nominee candidate newcomer
    commander veteran activist
    """
)
# Groups known by what they are.
ORGANISATION_NOUNS = _words(
    """
    agency administration ministry department campaign committee commission council
    company corporation firm bank court government group union association
    organization organisation party panel body board bureau office team newspaper
    paper magazine outlet network station website site broadcaster publication
    university college school institute institution foundation charity club league
    federation coalition alliance army military navy force police church parliament
    senate congress house cabinet embassy service authority hospital laboratory
    center centre think-tank tank watchdog regulator insurer airline manufacturer
    retailer startup start-up city state county country nation delegation opposition
    junta palace kremlin industry tribunal jury coastguard television radio union
    guild chamber forum operator pollster pollsters utility carrier cooperative
    daily weekly consultancy importer exporter distributor wholesaler nonprofit ngo
    management staff developer district fund
    """
)
# Of these, the ones by which a named organisation is called again; "the council" or
# "the court" is another than the agency that spoke before.
GENERIC_GROUPS = _words(
    """
    agency company corporation firm group association organization organisation
    newspaper paper magazine outlet network station website site broadcaster
    publication charity club party fund district manufacturer retailer startup start-up
    airline
    insurer operator utility carrier watchdog think-tank lender maker
    """
)
# Nouns for a medium; a page calls one by any of them.
PRESS = _words(
    """
    newspaper paper daily weekly magazine outlet site website publication broadcaster
    station network newsroom
    """
)
# Those who pass on what others say: media and news agencies.
MEDIA = PRESS | {"agency", "wire", "magazine", "television", "radio"}
DOCUMENT_NOUNS = _words(
    """
    report study survey poll statement letter memo email e-mail document file filing
    lawsuit complaint indictment affidavit warrant ruling opinion order transcript
    video recording post tweet article story column editorial op-ed book blog
    analysis review data figures statistics numbers record research finding results
    evidence release resolution bill law treaty agreement audit assessment estimate
    census testimony message text note briefing dossier investigation index ad
    advertisement contract charter manual leaflet guidebook log print draft count
    entry notice diary papers label sign constitution rules guidelines brochure
    charter guidebook affidavit clause paragraph tape press-release speech questionnaire
    disclosure polling paperwork photo photograph picture image caption screenshot
    headline footage wording probe decision readout tally passage petition
    ledger
    """
)
# In a name itself, these mark an organisation.
ORGANISATION_NAME_WORDS = _words(
    """
    agency administration alliance associated association authority bank board
    broadcasting bureau cabinet campaign center centre chamber church club coalition
    college commission committee company congress consortium corp corp. corporation
    council court department electric embassy energy federation force forces forum
    foundation fund government grid group guild house inc inc. industries institute
    institution international journal labs league llc ltd ltd. media meridian ministry
    monitor motors museum national nations network news office organization
    organisation parliament partners party pentagon police post press project radio
    register research rights rubber sanctuary school senate service services society
    solutions star state states street studies systems team technologies telegraph
    television terminals times trading tribune tribunal trust tv union united
    university utilities watch watchdog weekly works world renewables pharmaceuticals
    airlines airways railways holdings capital software institute's
    """
)
# Before "'s" these are part of a name: "Women's March", not "Rao's March".
POSSESSORS = _words("children women men people girls boys")
# A name that is only this is cut short: "the Sheriff's Office".
OFFICES = _words(
    "office department court committee association bureau council division management"
)
HEADLINE_VERBS = _words("says said tells told warns")
# Capital words that are no source.
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
CALENDAR = WEEKDAYS | _words(
    """
    january february march april may june july august september october november
    december christmas easter
    """
)
# Say that a source is not named; dropped from its name in the ledger.
ANONYMITY_WORDS = _words("anonymous unnamed unidentified undisclosed same")
DETERMINERS = _words(
    "the a an this that these those another his her its their our my your"
)
DEFINITE = _words("the this that these those")
# Of the titles, words that open one and never end it ("Defense Secretary").
TITLE_OPENERS = _words(
    "defense defence foreign prime vice former deputy democratic gop ex-president"
)
# Titles that stand in the middle of a run of capitals ("New York Mayor Ana Vela");
# not those that are family names as well.
INNER_TITLES = TITLES - _words(
    """
    king queen prince lord lady pope justice chief father sister judge former foreign
    defense defence deputy vice prime coach author host anchor miss dame sir father
    critic farmer leader head defender executive skipper trainer pitcher
    """
)
# A noun phrase is over where one of these follows.
VERBAL_WORDS = _words(
    """
    is are was were has have had did does do will would can could should may might
    then also now later never still once further elsewhere only again too instead
    already always just ever soon thus however himself herself itself themselves
    """
)
# May begin a phrase without being a part of the name.
LEADING_WORDS = _words(
    """
    as then perhaps for but and or so yet if when while after before because although
    though since once even only just meanwhile however later earlier in on at by from
    with to of both also not still today yesterday why how where
    """
)
# Where a noun phrase's core ends and what describes it begins.
PHRASE_BREAKS = _words(
    """
    who which that whom whose of for in at from with on to by about speaking close
    familiar near involved including among under over after during against and or as
    , ; : . ! ? — – -- - ( ) is are was were has have had asked identified commissioned
    published dated unsealed stopped whether if when where why how what than
    """
)
# Name particles: part of a family name though in lower case.
PARTICLES = _words(
    "de da di del della der den van von ter bin ibn al el la le du dos das af v."
)
MALE_PRONOUNS = _words("he him his himself")
FEMALE_PRONOUNS = _words("she her hers herself")
PLURAL_PRONOUNS = _words("they them their theirs")
NEUTER_PRONOUNS = _words("it its")
# One or some of those who follow: "one of the diplomats".
PARTITIVES = _words(
    "one two three four five some several many most all both each either half few"
)
# No source: nobody said so, or nobody in particular.
NEGATIONS = _words("nobody no none neither nor no-one noone")
ANYBODY = NEGATIONS | _words("anyone anybody everyone everybody people you one")
PREPOSITIONS = _words(
    "of in by for with to on at from near about against over under among between "
    "like than behind inside outside across around through during into onto off via"
)
RELATIVE_PRONOUNS = _words("who which that whom whose")
SUBJECT_PRONOUNS = _words("i he she it we you they")
OBJECT_PRONOUNS = _words("me him us them")
AUTHOR_PRONOUNS = _words("i we me us my our myself ourselves you your")
PRONOUNS = (
    MALE_PRONOUNS
    | FEMALE_PRONOUNS
    | PLURAL_PRONOUNS
    | NEUTER_PRONOUNS
    | RELATIVE_PRONOUNS
    | AUTHOR_PRONOUNS
)
INTERJECTIONS = _words("yeah yes no well oh okay ok hey so hi hello thanks")
JOINING = _words("and or but")


def gender_of(described: set[str]) -> str:
    """Return ``f`` or ``m`` as one of the words says; empty where none does.

    >>> gender_of({"grandmother"}), gender_of({"clerk"})
    ('f', '')
    """
    if described & FEMALE_WORDS:
        return "f"
    return "m" if described & MALE_WORDS else ""


def is_noun_of(word: str, nouns: frozenset[str]) -> bool:
    """Say whether a word, or the singular of it, is in a list.

    >>> is_noun_of("ministries", ORGANISATION_NOUNS)
    True
    >>> is_noun_of("co-defendants", PERSON_NOUNS)
    True
    """
    return word.lower().removeprefix("co-") in with_plurals(nouns)


@cache
def with_plurals(nouns: frozenset[str]) -> frozenset[str]:
    """Return nouns and what their plurals may be."""
    plurals = {f"{noun}{ending}" for noun in nouns for ending in ("s", "es")}
    plurals |= {f"{noun[:-1]}ies" for noun in nouns if noun.endswith("y")}
    return nouns | plurals


def is_compound(word: str) -> bool:
    """Say whether a word is no name but for its first part.

    >>> is_compound("Oscar-winning"), is_compound("Serra-Martins")
    (True, False)
    """
    first, mark, last = word.rpartition("-")
    return bool(first and mark) and len(last) > 2 and last.islower()


def is_participle(word: str) -> bool:
    """Say whether a word looks like "published" or is one of the common others.

    >>> is_participle("published"), is_participle("seen"), is_participle("red")
    (True, True, False)
    """
    return (len(word) > 4 and word.endswith("ed")) or word in _PARTICIPLES


_PARTICIPLES = frozenset(
    "seen written sent made taken given shown read drawn held kept known put".split()
)
