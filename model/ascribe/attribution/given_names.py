"""Common given names, by the pronoun that usually goes with them. In lower case.

Written down by hand from general knowledge; it only tips the scales between a
person and an organisation, and between "he" and "she".
"""

from __future__ import annotations

FEMALE_NAMES = frozenset(
    """
    abigail adele adriana agnes agnete agnieszka ailsa aisha akiko alba alejandra
    aleksandra alessandra alexa alexandra alexia alice alicia alison aliya allison
    alma alyssa amal amanda amara amber amelia amina amira amy ana anastasia anat
    andrea angela angelina anika anita anja ann anna anne anneke annette annie
    annika anya april araceli ariana arianna asha ashley astri astrid audrey aurora
    ayesha barbara beata beatrice becky bella berit bernadette bertha bess beth
    betsy betty beverly bianca birgit bonnie brenda brianna bridget bridie brittany
    brooke camila carla carlotta carmen carol caroline carolyn carrie cassandra
    catherine cathy cecilia cecilie celia chandra charlotte chelsea cheryl chiara
    chiyo chloe christina christine cindy claire clara claudia clementine colleen
    connie constance cora cordelia cornelia courtney crystal cynthia dagmar dahlia
    daisy dana daniela danielle darya dawn deborah debra delia delphine denise diana
    diane dilma dolores dominique donna dora doris dorothea dorothy ebba edith edna
    efua eileen elaine eleanor elena elif elin elisa elise eliza elizabeth elke ella
    ellen eloise elsa elspeth emilia emily emma erica erika erin esther eva eve
    evelyn ewa faith farah fatema fatima felicia fenna fiona florence frances freya
    frida frieda gabriela gabrielle gail galina gemma georgia georgina geraldine
    gerda gina ginny giorgia gisela giulia gladys gloria grace greta gretchen
    gunilla gwen hadiya hana hanna hannah harriet hattie hazel heather heidi helen
    helena helga henrietta hester hilde hillary holly hope hortense ida ilka ilona
    ilse imogen ines inga ingeborg ingrid irene irina iris isabel isabella isabelle
    isla ivanka iwona jackie jacqueline jade jamila jana jane janet janice jasmine
    jean jeanne jelena jemima jenna jennifer jenny jessica jessie jill jo joan
    joanna jocelyn johanna jolanta josefina josefine josephine joy joyce juanita
    judith judy julia juliana julie juliet june jutta kaja kamala kaori karen karima
    karin karina karolina katarina kate katharina katherine kathleen kathryn kathy
    katie katja katrin kayla keiko kelly kendall kerry kerstin khadija khloe kim
    kimberly kirsten kirsty klara kourtney kristen kristin kristina krystyna kylie
    lakshmi lara larisa latoya laura lauren layla lea leah leila lena leonie leslie
    leticia lieke lilian liliana lillian lily linda lindsay lindsey lisa liv lizzie
    lois lorraine lotte louisa louise lucia lucinda lucy ludmila luisa lupita lydia
    lynn mabel madeleine madison magda magdalena malala malia manuela mara marcela
    marcia margaret margarita margot margrethe maria mariam marian mariana marie
    mariko marilyn marina marion marisa marjorie marlene marsha marta martha martina
    mary mathilde matilda maud maureen maxine maya megan meghan melanie melinda
    melissa melody mercedes merete mette mia michaela michele michelle mika milada
    mildred milena mina mira miranda mireille miriam mirjam molly mona monica
    monique nadia nadine nancy naomi natalia natalie natasha nell nellie niamh
    nicola nicole nigella nikki nina nomvula noor nora norma nuria odette odile olga
    olivia oona ottilie paloma pamela paola patience patricia paula pauline peggy
    penelope petra phoebe phyllis pia pilar pippa poppy priscilla priya rachel ragna
    raisa ramona rana rania raquel rebecca rebekah regina renata renee rhiannon
    rhonda rita roberta robin roisin rosa rosalie rosalind rosario rose rosemary
    rosie rowena roxanne ruby ruta ruth saba sabine sabrina sadia sally salma
    samantha sandra sanna saoirse sara sarah saskia shabana shannon sharon sheila
    shelby sherry shirley sibyl signe sigrid silvia simone sinead siobhan sofia
    solveig sonia sophia sophie soraya stacey stacy stefania stella stephanie stine
    sue suki sunniva susan susanna susannah sushila suzanne svetlana sylvia sylvie
    tabitha tamara tamsin tanya tara tatiana tatyana teresa tess thea theresa
    tiffany tilda tina tine tova tracy trine ulla ulrike uma ursula valentina
    valerie vanessa vera verena veronica vicky victoria vigdis viola violet virginia
    vivian viviane wanda wendy whitney wilhelmina wilma winifred xenia yael yasmin
    yolanda yuki yulia yvette yvonne zahra zainab zara zelda zoe zsofia zuzanna
    """.split()
)
MALE_NAMES = frozenset(
    """
    aad aaron abbas abdul abdullah abdulrahman abel abraham achim adam adil ado
    adrian afonso agustin ahmed aidan akira aksel alain alan alastair albert alberto
    aldo alec alejandro aleksandar aleksei alessandro alexander alexandre alexei
    alexis alfonso alfred alfredo ali alistair allan allen alois alonso alvin
    ambrose amir amos anatoly anders andre andreas andrei andrej andres andrew andy
    angelo angus ansel anthony antoine anton antonio archie ari armando arne arnold
    arthur arturo asher ashraf asif asmund atul augustin austin axel aziz barack
    barnaby barney barry bart bartholomew bashar basil bastian ben benedict benito
    benjamin benoit bernard berndt bernie bertrand bilal bill billy bjorn blake bob
    bobby bogdan boris brad bradley bram brandon brendan brent brett brian bruce
    bruno bryan bryce byron caleb callum calvin cameron carl carlo carlos carsten
    caspar casper cedric cem cesar chad charles charlie chris christian christoph
    christophe christopher chuck ciaran clarence clark claude claudio clay clayton
    clifford clint clive clyde cody colin colm connor conor constantine corey cormac
    cornelius cory craig cristian curtis cyril cyrus dag dale damian damien damon
    dan daniel danilo danny darius darrell darren darryl dave david davide dean
    declan dejan dennis denzel derek dermot derrick desmond dev diego dieter dimitar
    dimitri dimitrios dirk djordje dmitri dmitry dmytro dominic dominik don donald
    donnie donovan douglas dragan drew duncan dustin dwayne dwight dylan eamon earl
    ebrahim ed eddie edgar edmund eduard eduardo edward edwin egon einar elias
    elijah elliot elliott elon emanuel emanuele emil emile emmanuel emre enrique
    enzo eric erich erik ernest ernesto ernst esteban ethan etienne eugene eugenio
    evan evgeny ezra fabian fabio fabrice faisal farid federico felipe felix
    ferdinand fergus fernando filip finn flavio florian floyd francis francisco
    francois frank franklin franz fred frederic frederick fredrik friedrich gabriel
    gareth garrett gary gaston gavin geert gene geoffrey georg george georges gerald
    gerard gerhard gert gianni gideon gilbert gilles giorgio giovanni giulio
    giuseppe glen glenn gordon gottfried graham grant greg gregory grigory guido
    guillaume guillermo gunnar gunther gus gustavo guy hakan hakim halvard hamid
    hamza hank hannes hans harold harry haruki harvey hassan hector heinrich heinz
    helmut hendrik henri henrik henry herbert herman hideo hiroshi horace horst
    howard howie huey hugh hugo humphrey husain hussein ian ibrahim ichiro idris
    igor ilya imran ingmar ioannis iqbal isaac isaiah ismail ivan ivo jacek jacinto
    jack jackson jacob jacques jaime jairo jake jakob jalal jamal james jamie jan
    janos jared jarrod jason jasper javed javier jay jeb jeff jeffrey jens jeremy
    jeroen jerome jerry jesper jesse jesus jim jimmy joachim joao joaquin jochen joe
    joel johan john johnny jon jonas jonathan joost jordan jorge jorgen joschka jose
    josef joseph josh joshua juan jules julian julio julius jurgen juri justin kai
    kareem karl kaspar kazem kazuo keir keith kemal ken kenji kenneth kenny kevin
    khalid kieran kirill klaus knut konrad konstantin kristian kristof krzysztof
    kurt kwame kyle lachlan lance larry lars laszlo laurence laurent lawrence lazlo
    lech lee lennart lennox leo leon leonard leopold leroy levi lewis liam lionel
    lloyd logan lorenzo louis luc luca lucas lucian luciano ludo ludwig luigi luis
    luiz lukas luke lutz maciej mads magnus mahmoud malcolm manfred manuel marc
    marcel marco marcus marek mario marius mark marko marshall martijn martin marvin
    mason massimo matej mateo mateusz mathias mathieu matias mats matt matteo
    matthew matthias mattias maurice maurizio max maximilian maxwell mehdi mehmet
    melvin merlin micah michael michal mick miguel mikael mike mikhail milan milos
    milton mirko mitch mitchell mohamad mohamed mohammad mohammed mohsen monty
    morgan moses muhammad mustafa naoki naser nasser nathan nathaniel naveen ned
    neil nelson neville nicholas nick nicolas nigel nikita nikolai nikolaj nikolas
    nils noah noam noel norbert norman octavio odd olaf olav ole oleg oliver olivier
    ollie omar oren orlando orson osama oscar osman ossie otis otmar otto owen pablo
    paolo pascal patrice patricio patrick paul paulo pavel pawel peder pedro
    percival percy perry pervez pete peter petr petros phil philip philippe phillip
    pierre pierre-olivier piers piet pieter pietro piotr prakash quentin quincy
    rafael raheem rainer rajesh rajiv rakesh ralph ramon ramzan ramzi randall randy
    raoul rashid raul ravi ray raymond reginald reinhard reinhold remy renato rene
    renzo reuben rex rhys ricardo riccardo richard rick ricky rishi roald rob robbie
    robert roberto rocco roderick rodney rodrigo roel roger rohan roland rolf roman
    romano ron ronald ronan ronnie rory ross roy rudolf rudy rufus rui rupert ruslan
    russell rustam rutger ryan ryszard saad sacha sajid salim salman salvador sam
    samir samuel sandro sanjay santiago sasha saul scott scotty sean sebastian sepp
    serge sergei sergio seth seyed shamus shane sharif shaun shinzo sidney silas
    silvio simon sixto slobodan soren spencer stan stanley stavros stefan stefano
    steffen stellan sten stephen steve steven stewart stuart sunil svein sven
    tadeusz takeshi tariq taro ted teddy terence terje terrence terry thaddeus theo
    theodore thierry thomas thorsten tiago tibor tim timothy tobias tobin todd tom
    tomas tommy tony toomas tor torsten toshio travis trevor tristan tyler ugo
    ulrich umar umberto upton urs uwe vaclav valery vasily vedant vernon victor
    vijay vikram viktor vince vincent vinicius vitaly vito vivek vlad vladimir
    volker volodymyr waleed walid walter warren wayne wendell werner wes wesley
    wilbur wilfred wilhelm will willem william willie willy winston wolfgang woody
    xavier yair yannick yannis yasser yassin yehuda yevgeny yoav yoshi yoshihide
    youssef yuri yusuf yves zachariah zachary zane zbigniew zeno ziad zoltan
    """.split()
)
GIVEN_NAMES = FEMALE_NAMES | MALE_NAMES
