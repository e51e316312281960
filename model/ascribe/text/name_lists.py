"""Names that must not move a label: politicians, parties, and groups of people.

Closed lists, all in lower case. They need not be complete: a capitalised word inside
a sentence is taken for a name without them. They serve at the beginning of a sentence,
in headlines, and for groups that are written small.
"""

from __future__ import annotations

PEOPLE = frozenset(
    """
    abbott abrams adams ahern albanese anderson ardern assad attlee badenoch
    balfour bannon barak barr barrett beasley benn bennett berlusconi
    bernanke bernie biden blair blinken bloomberg boehner boebert bolsonaro bolton
    brady braverman brown burgum burnham bush buttigieg callaghan cameron
    cantor carney carson carter castro chavez cheney chirac christie churchill
    clegg clinton clooney comey conway corbyn corker cornyn cotton coulter crist
    cruz cuomo daschle davis dean desantis dewine dole duckworth durbin duterte
    eisenhower erdogan farage fauci feinstein fetterman fiorina flynn ford foxx
    franken friedman gabbard gaddafi gaetz gandhi garland giffords gillibrand
    gingrich giuliani goldwater gorbachev gorsuch gove graham grassley greene
    grisham haley hannity harper harris hassan hastert hawley heath hegseth hillary
    hitler hoover howard huckabee sman hussein inslee jackson jeffries
    jenrick jindal johnson jordan kagan kaine kasich kavanaugh keating kelly
    kennedy kerry khan khrushchev kim kissinger klobuchar koch kohl krugman kucinich
    lavrov lamb landrieu leahy lenin levin lewis lieberman lightfoot limbaugh
    lincoln lukashenko maddow maduro manafort manchin mandela mao markey
    martin mattis mccain mccarthy mcconnell mccaskill mccrory mcdonnell
    mcgovern meadows medvedev meloni merkel merz milei miliband mondale modi moore
    morales morsi mubarak mueller murdoch murphy murray musk netanyahu newsom nixon
    noem nunes obama ocasio omar orban osborne ossoff pallister palin paul paulson
    pelosi pence perdue perot perry pompeo portman powell pritzker psaki putin
    quayle qaddafi raab rahm reagan reid rice romney roosevelt rove rubio rudd
    rumsfeld ryan salmond salvini sanders santorum sarkozy scalia scalise schiff
    scholz schröder schumer schwarzenegger sessions shapiro sharpton sinema snowden
    sotomayor soros spicer stalin starmer stein stevenson stone sturgeon sununu
    sunak swalwell swinney tester thatcher thiel thomas tillerson tlaib trudeau
    truman trump truss tsai tuberville turnbull vance walker walz warner warnock
    warren waters weiner whitmer wilson xi yang yeltsin youngkin zelensky zelenskyy
    zuckerberg macron hollande mitterrand pen mélenchon scheer poilievre singh
    """.split()
)
# A party, a movement, a faith, a body that takes sides.
PARTIES = frozenset(
    """
    republican republicans democrat democrats democratic gop tory tories labour
    conservative conservatives liberal liberals libertarian libertarians
    greens ukip snp dup likud hamas hezbollah fatah bjp congress momentum
    antifa maga aclu nra naacp nato eu un afd cdu spd fdp podemos syriza
    """.split()
)
# Who people are or what they stand for; plural nouns.
GROUPS = frozenset(
    """
    americans arabs atheists blacks brexiteers britons buddhists
    catholics centrists christians communists conservatives
    democrats employers environmentalists europeans evangelicals
    feminists gays greens hindus hispanics immigrants iranians israelis
    jews latinos leftists lesbians liberals libertarians mexicans
    migrants moderates mormons muslims nationalists
    palestinians populists progressives protestants
    refugees remainers republicans rightists russians socialists sunnis
    shiites tories ukrainians unionists unions veterans whites
    """.split()
)
# The same as adjectives.
SIDES = frozenset(
    """
    liberal conservative progressive libertarian socialist communist centrist
    republican democratic democrat left-wing right-wing far-left far-right
    christian muslim jewish catholic evangelical islamic protestant
    american russian chinese israeli palestinian ukrainian european british
    black white gay hispanic latino asian
    """.split()
)
