"""Word lists that tell what sort of source a phrase names. All in lower case."""

from __future__ import annotations


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
    councillor councilman councilwoman ambassador attorney sheriff detective officer
    chief former republican democrat democratic gop spokesman spokeswoman
    spokesperson director chairman chairwoman coach author analyst economist lawyer
    prime foreign defense defence deputy commissioner inspector superintendent
    chairperson chair ceo cfo co-founder founder editor reporter columnist actor
    actress activist researcher scientist historian strategist pollster candidate
    nominee host anchor musician singer rapper comedian frontrunner front-runner
    """
)
FEMALE_TITLES = _words(
    "mrs mrs. ms ms. miss sister dame lady queen princess congresswoman councilwoman "
    "spokeswoman chairwoman actress"
)
MALE_TITLES = _words(
    "mr mr. father sir lord pope king prince congressman councilman spokesman chairman"
)

# People named by what they are.
PERSON_NOUNS = _words(
    """
    official spokesman spokeswoman spokesperson source aide adviser advisor officer
    analyst expert economist professor lawyer attorney witness resident neighbor
    neighbour friend relative colleague insider diplomat lawmaker senator
    congressman minister prosecutor investigator detective judge teacher student
    doctor nurse patient scientist researcher critic supporter opponent activist
    campaigner protester voter reader user worker employee employer executive manager
    director owner farmer driver passenger soldier commander fighter leader member
    observer commentator pundit reporter journalist editor author writer historian
    strategist operative pollster donor donors candidate nominee rival man woman person
    people men women boy girl mother father son daughter brother sister husband wife
    parent child children family victim survivor suspect defendant plaintiff juror
    customer client consumer investor trader landlord tenant neighbor local locals
    others many some several few one two most everyone everybody anyone somebody
    someone nobody republican republicans democrat democrats conservative
    conservatives liberal liberals progressives americans chief boss mayor governor
    president secretary chairman chairwoman representative delegate authorities
    police scholars academics clergy villagers fans players coach player
    """
)
# Groups named by what they are; with a name before them they are organisations.
ORGANISATION_NOUNS = _words(
    """
    agency administration ministry department campaign committee commission council
    company corporation firm bank court government group union association
    organization organisation party panel body board bureau office team newspaper
    paper magazine outlet network station website site broadcaster publication
    university college school institute institution foundation charity club league
    federation coalition alliance army military navy force forces police church
    parliament senate congress house cabinet embassy service authority hospital
    lab laboratory center centre think-tank tank watchdog regulator insurer airline
    manufacturer maker retailer startup start-up city state county country nation
    delegation opposition ministry junta palace kremlin industry tribunal jury
    """
)
DOCUMENT_NOUNS = _words(
    """
    report study survey poll polls statement letter memo email emails e-mail document
    documents file files filing filings lawsuit complaint indictment affidavit
    warrant ruling opinion order transcript video recording post tweet tweets paper
    article story column editorial op-ed book blog analysis review data figures
    statistics numbers records record research findings results evidence release
    resolution bill law treaty agreement audit assessment estimate estimates census
    testimony message messages text texts note notes brief briefing dossier
    investigation index reports studies surveys letters ad advertisement
    """
)
# In the name itself, these mark an organisation.
ORGANISATION_NAME_WORDS = _words(
    """
    agency administration associated association authority bank board broadcasting
    bureau cabinet campaign center centre church club coalition college commission
    committee company congress consortium corp corp. corporation council court
    department embassy federation force forces foundation fund government group
    house inc inc. institute institution international journal labs league llc ltd
    ltd. media ministry monitor museum nations network news office organization
    organisation parliament partners party pentagon police post press project
    register research review rights sanctuary school senate service services society
    solutions star state states street studies system systems team technologies
    telegraph times tribune tribunal trust union united university watch watchdog
    weekly works world
    """
)
# Say that a source is not named; dropped from its name in the ledger.
ANONYMITY_WORDS = _words("anonymous unnamed unidentified undisclosed")
DETERMINERS = _words(
    "the a an this that these those one another his her its their our my your"
)
# Where a noun phrase's core ends and what describes it begins.
PHRASE_BREAKS = _words(
    """
    who which that whom whose of for in at from with on to by about speaking close
    familiar near involved including among under over after during against and or
    , ; : — – -- ( ) said says told
    """
)
# Name particles: part of a family name though in lower case.
PARTICLES = _words(
    "de da di del della der den van von ter bin ibn al el la le du dos das af"
)
MALE_PRONOUNS = _words("he him his himself")
FEMALE_PRONOUNS = _words("she her hers herself")
PLURAL_PRONOUNS = _words("they them their theirs both")
NEUTER_PRONOUNS = _words("it its")
RELATIVE_PRONOUNS = _words("who which that whom whose")
AUTHOR_PRONOUNS = _words("i we me us my our myself you your")
