"""Common given names, by the pronoun that usually goes with them. In lower case.

Written down by hand from general knowledge; it only tips the scales between a
person and an organisation, and between "he" and "she".
"""

from __future__ import annotations

FEMALE_NAMES = frozenset(
    """
    abigail adele adriana agnes aisha alexandra alice alicia alison allison alma
    alyssa amanda amber amelia amina amy ana anastasia andrea angela angelina anita
    ann anna anne annette annie april ariana ashley astrid audrey barbara beatrice
    becky bella bernadette bertha beth betsy betty beverly bonnie brenda brianna
    bridget brittany brooke camila carla carmen carol caroline carolyn carrie
    cassandra catherine cathy cecilia celia charlotte chelsea cheryl chloe christina
    christine cindy claire clara claudia colleen connie constance courtney crystal
    cynthia daisy dana daniela danielle dawn deborah debra delia denise diana diane
    dolores donna dora doris dorothy edith eileen elaine eleanor elena elisa elise
    eliza elizabeth ella ellen elsa emily emma erica erika erin esther eva eve
    evelyn faith fatima felicia fiona florence frances freya gabriela gabrielle gail
    georgia geraldine gina giulia gladys gloria grace greta gretchen gwen hannah
    harriet hazel heather heidi helen helena hillary holly hope ida ilse ines ingrid
    irene iris isabel isabella ivanka jackie jacqueline jade jamila jane janet
    janice jasmine jean jeanne jenna jennifer jenny jessica jill jo joan joanna
    jocelyn josefine josephine joy joyce juanita judith judy julia juliana julie
    juliet june karen karin kate katherine kathleen kathryn kathy katie kayla kelly
    kerry kim kimberly kirsten kristen kristin kristina lara latoya laura lauren
    leah leila lena leslie lillian lily linda lindsay lindsey lisa lois lorraine
    louisa louise lucia lucy lydia lynn mabel madeleine madison magdalena mara
    marcia margaret maria marian mariana marie marilyn marina marion marjorie
    marlene marsha martha mary matilda maureen maya megan meghan melanie melinda
    melissa melody mercedes mia michele michelle mildred miranda miriam molly mona
    monica monique nadia nancy naomi natalia natalie natasha nellie nicola nicole
    nina nora norma odette olga olivia pamela patience patricia paula pauline peggy
    penelope petra phoebe phyllis priscilla rachel ramona rebecca regina renata
    renee rhonda rita roberta robin rosa rosalind rose rosemary roxanne ruby ruth
    sabrina sally samantha sandra sara sarah shannon sharon sheila shelby sherry
    shirley silvia simone sofia sonia sophia sophie stacey stacy stella stephanie
    sue susan susanna suzanne svetlana sylvia tamara tamsin tanya tara teresa
    theresa tiffany tina tracy ursula valentina valerie vanessa vera veronica vicky
    victoria violet virginia vivian wanda wendy whitney winifred yasmin yolanda
    yvette yvonne zoe
    """.split()
)
MALE_NAMES = frozenset(
    """
    aaron abdul abdullah abraham adam adrian ahmed aidan alan albert alec alejandro
    alexander alfred ali allan allen alvin amir anders andre andreas andrew andy
    angelo anthony antonio ari arnold arthur austin barack barney barry bart ben
    benedict benjamin bernard bernie bill billy bob bobby boris brad bradley brandon
    brendan brent brett brian bruce bruno bryan caleb calvin cameron carl carlos
    cedric cesar chad charles charlie chris christian christopher chuck clarence
    clark claude clay clayton clifford clint clive clyde cody colin conor corey cory
    craig curtis dale damian dan daniel danny darrell darren dave david dean dennis
    derek derrick desmond diego dimitri dmitri dominic don donald douglas drew
    duncan dustin dwayne dylan earl ed eddie edgar edmund eduardo edward edwin elias
    elijah elliot elliott emil emmanuel enrique eric erik ernest ethan eugene evan
    fabian felipe felix ferdinand fernando floyd francis francisco frank franklin
    fred frederick gabriel gareth garrett gary gavin gene geoffrey george gerald
    gerard gilbert giovanni glen glenn gordon graham grant greg gregory gunther
    gustavo guy hamid hans harold harry harvey hassan hector henrik henry herbert
    herman howard hugh hugo humphrey hussein ian ibrahim igor isaac ivan jack
    jackson jacob jaime jake jamal james jamie jan jared jason javier jay jeb jeff
    jeffrey jeremy jerome jerry jesse jim jimmy joe joel johan john johnny jon jonas
    jonathan jordan jorge jose josef joseph josh joshua juan julian julio justin
    karl keith kenneth kenny kevin khalid kieran kurt kyle lance larry lars laurence
    lawrence lee leo leon leonard leroy lewis liam lionel lloyd logan louis lucas
    luis luke magnus malcolm marc marcel marco marcus mario mark marshall martin
    marvin mason mateo mats matt matthew maurice max maxwell mehmet melvin michael
    miguel mike milton mitch mitchell mohamed mohammad mohammed morgan moses
    muhammad nathan nathaniel neil nelson nicholas nick nigel nikolai noah noel
    norman oleg oliver omar orlando oscar osman otto owen pablo pascal patrick paul
    pavel pedro percy perry pete peter phil philip phillip pierre piers quentin
    rafael ralph ramon randall randy raul ravi ray raymond reginald rex ricardo
    richard rick ricky rob robert roberto rodney rodrigo roger roland ron ronald
    rory ross roy rufus rupert russell ryan salvador sam samuel scott sean sebastian
    sergei sergio seth shane shaun sidney simon spencer stanley stefan stephen steve
    steven stewart stuart ted terence terrence terry theo theodore thomas tim
    timothy todd tom tomas tommy tony travis trevor tyler umar vernon victor viktor
    vincent vladimir walter warren wayne wesley wilbur wilfred will william xavier
    yusuf zachary
    """.split()
)
GIVEN_NAMES = FEMALE_NAMES | MALE_NAMES
