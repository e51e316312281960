"""Closed lists of words and turns of phrase, and what each betrays.

All match lower-case text with straight apostrophes, but those that ask for capitals.
"""

from __future__ import annotations

import re

from ascribe.labels.late_pattern import LatePattern


def _words(text: str) -> LatePattern:
    """Make a pattern of a list of words and phrases; ``*`` stands for any ending."""
    parts = [re.escape(word).replace(r"\*", r"[a-z]*") for word in text.split("|")]
    return LatePattern(r"\b(?:" + "|".join(parts) + r")\b")


# Said-verbs assert nothing by themselves; the wider list also holds verbs that take
# a content now and then.
SAID = _words(
    "said|says|say|told|tells|saying|added|adds|wrote|writes|according to|noted|notes"
    "|stated|explained|explains|tweeted|commented|replied|remarked|recalled|quipped"
)
CUE = _words(
    "claim|claims|claiming|argu*|warn*|announc*|report|reports|reported|reporting|reveal*|suggest*"
    "|insist*|accus*|alleg*|assert*|believ*|think|thinks|thought|estimat*|predict*"
    "|acknowledg*|admit*|agree*|describ*|confirm*|conclud*|contend*|declar*|den*ied"
    "|denies|deny|emphasi*|expect*|fear*|found|find|finds|hope*|promis*|propos*|urg*"
    "|vow*|pledg*|called|calls|complain*|critici*|condemn*|prais*|demand*|caution*"
    "|testif*|maintain*|point* out|ask*|want*|show*|indicat*|cited|cites|citing"
)
_SPEECH_VERB = (
    r"(?:said|says|say|told|tells|added|adds|wrote|writes|noted|notes|stated|explained"
    r"|explains|argued|argues|claimed|claims|warned|warns|announced|reported|reports"
    r"|revealed|suggested|suggests|insisted|insists|alleged|alleges|believes?|believed"
    r"|acknowledged|admitted|confirmed|concluded|contends?|contended|declared|denied"
    r"|estimates?|estimated|predicted|predicts|promised|vowed|complained|testified"
    r"|maintains|maintained|showed|shows|found|finds|indicated|tweeted|observed"
    r"|emphasi[sz]ed|stressed|hopes?|hoped|fears?|feared|thinks?|thought|knows?|knew"
    r"|agreed|learned|decided|ruled|recalled|asserts?|asserted|cites?|cited)"
)
THAT = LatePattern(rf"\b{_SPEECH_VERB}(?: [\w’',.]+){{0,4}} (?:that|how|whether)\b")
# "..., said Lee." and "..., Lee told reporters."
SAID_AT_END = LatePattern(rf"\b{_SPEECH_VERB}\b[^,;:]{{0,80}}$")
# "Lee, who runs a shop, said ..."
# Few marks, because a long run of them would be tried from each of its places.
SAID_EARLY = LatePattern(rf"^\W{{0,9}}(?:\S+ ){{1,14}}?{_SPEECH_VERB}\b")
SETTING = _words(
    "in a statement|in an interview|told reporters|told lawmakers|told the|on twitter"
    "|in a tweet|in a letter|in a report|in an email|in a post|press conference"
    "|news conference|in a speech|in testimony|asked about|asked whether|when asked"
    "|in court|on condition|on the condition|spoke on|as saying|interview with"
)
PASSIVE = LatePattern(
    r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(?:accused|alleged|believed"
    r"|thought|reported|said|expected|described|considered|characteri[sz]ed|called"
    r"|cited|quoted|critici[sz]ed|suspected|seen|known|understood|rumou?red|estimated"
    r"|charged|asked|told|urged|warned)\b"
)
SILENCE = LatePattern(
    r"\b(?:declined to|did not (?:immediately )?(?:respond|reply|return|say|comment"
    r"|specify|elaborate|answer)|didn't (?:immediately )?(?:respond|reply|say|return)"
    r"|refused to (?:say|comment)|could not be reached|no comment|not immediately)\b"
)
ACCORDING = _words(
    "according to|in the words of|per|as reported by|citing|cited|quoting|quoted"
)
VAGUE = _words(
    "reportedly|allegedly|apparently|sources|source|critics|officials|experts|analysts"
    "|observers|anonymous|unnamed|condition of anonymity|spokes*|witnesses|supporters"
    "|opponents|authorities|police|prosecutors|researchers|scientists|lawyers|aides"
)
DOCUMENT = _words(
    "report|statement|study|survey|poll|interview|letter|memo|lawsuit|complaint"
    "|affidavit|indictment|filing|press release|news release|tweet|post|email"
    "|press conference|news conference|testimony|speech|document*|data|figures"
)
FIRST = _words("i|me|my|mine|myself|i'm|i've|i'd|i'll")
FIRST_MANY = _words("we|us|our|ours|ourselves|we're|we've|we'd|we'll|let's")
SECOND = _words("you|your|yours|yourself|you're|you've|you'd|you'll")
THIRD = _words("he|she|they|him|her|them|his|hers|their|theirs|himself|herself")
HE_AT_START = LatePattern(r"^\W*(?:but |and |so |still, |yet )?(?:he|she|they)\b")
NECESSITY = _words(
    "must|should|ought|need to|needs to|have to|has to|had to|needn't|shouldn't"
    "|mustn't|cannot afford|it is time|it's time|let us|let's"
)
POSSIBILITY = _words("may|might|could|can|would|will|won't|wouldn't|couldn't|can't")
HEDGE = _words(
    "perhaps|maybe|likely|unlikely|probably|possibly|seem*|appear*|suggest*|arguabl*"
    "|presumabl*|tend to|tends to|sort of|kind of|somewhat|almost|in a sense|apparently"
)
BOOSTER = _words(
    "very|really|truly|clearly|obviously|of course|certainly|surely|indeed|simply"
    "|absolutely|utterly|completely|totally|extremely|deeply|entirely|never|always"
    "|nothing|everything|everyone|nobody|no one|so much|far too|too|such|quite|just"
    "|even|only|in fact|frankly|undoubtedly|definitely|literally|perfectly|merely"
)
CONTRAST = _words(
    "but|yet|however|although|though|while|whereas|instead|rather|nevertheless"
    "|nonetheless|despite|still|on the contrary|not only|after all|unfortunately"
    "|sadly|thankfully|fortunately|hopefully|ironically|remarkably|surprisingly"
)
JUDGEMENT = _words(
    "good|bad|better|best|worse|worst|great|terrible|awful|horrible|wonderful|amazing"
    "|brilliant|stupid|absurd|ridiculous|shame*|disgrac*|outrag*|corrupt*|radical"
    "|hypocri*|cynical|dangerous*|brutal*|cruel*|evil|moral*|immoral|fail*|failure"
    "|success*|beautiful*|ugly|important*|essential|crucial|vital|wrong|right|fair"
    "|unfair|unjust|justice|foolish|pathetic|heroic|tragic*|shocking*|disturbing*|sad"
    "|troubling|alarming|impressive|powerful|perfect|excellent|poor|weak|strong|real"
    "|so-called|mere|blatant*|reckless*|extremist*|nonsense|propaganda|lie|lies|lying"
    "|fake|regime|elite*|mob|hateful|bigot*|racis*|true|truth|fun|funny|lovely|clever"
)
# Words that name a wrong or a horror outright. Wire copy leaves them to its sources:
# outside quotations and without a cue, most sentences with one are opinion.
CHARGED = _words(
    "genocid*|extrajudicial*|murders|murderous|murdering|slaughter*|atrocit*"
    "|war crime*|crimes|violation*|violations|lawless*|brutal*|unleash*|onslaught*"
    "|bombings|apartheid|ethnic cleansing|tyran*|authoritarian*|fascis*|totalitarian*"
    "|dictator*|despot*|thug*|cronies|crony|oligarch*|complicit*|horrif*|horror*"
    "|savage*|barbar*|ruthless*|vicious*|sinister|rampant*|plunder*|stole|betray*"
    "|treason*|traitor*|scandal*|sham|smear*|witch hunt|hysteri*|paranoi*|fanatic*"
    "|zealot*|demagog*|populis*|extremis*|radicali*|imperial*|coloni*|oppress*"
    "|repress*|persecut*|exploit*|devastat*|catastroph*|chaos|crisis|collapse*"
    "|destruct*|ruinous|crusade*|agenda|indoctrinat*|brainwash*"
    "|mainstream media|establishment|globalis*|gall|shameless*|starve*|trampl*|gutted"
    "|hollowed out|sold out|sell out|straight face|lied|cowardly|cowardice|bully*"
    "|bullied|scapegoat*|grotesque*|obscene*|appalling*|sickening*|monstrous*|reign of"
)
RHETORIC = _words(
    "make no mistake|the truth is|the fact is|the point is|the problem is"
    "|the reality is|let's be|let us be|to be sure|of course|after all|in other words"
    "|in short|indeed"
    "|no wonder|no doubt|needless to say|imagine|guess what|who knows|who cares|look,"
    "|it's time|it is time|time to|the question is|what if|how dare|enough is|again and"
    "|once again|yet again|it turns out|sure,|believe me|to put it|not to mention"
    "|let alone|as if|supposedly|so-called|self-styled|self-proclaimed|ought|deserve*"
    "|matter*|means that|the real|the very|nothing less|nothing more|at best|at worst"
)
SUPERLATIVE = LatePattern(r"\b(?:most|least|[a-z]{3,}est)\b")
COMPARATIVE = LatePattern(r"\b(?:more|less|[a-z]{3,}er) (?:than|[a-z]+ than)\b")
PRESENT = _words("is|are|has|have|does|do|isn't|aren't|doesn't|don't|it's|that's")
PAST = LatePattern(r"\b(?:was|were|had|did|wasn't|weren't|didn't|[a-z]{2,}ed)\b")
NEGATION = LatePattern(r"\b(?:no|not|nor|none|neither|without|[a-z]+n't)\b")
TIME = _words(
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april"
    "|june|july|august|september|october|november|december|yesterday|today|tomorrow"
    "|last week|last year|last month|this week|a.m|p.m|earlier this"
)
DEICTIC = LatePattern(r"^\W*(?:this|that|these|those|it|there|here|so|and|but)\b")
QUESTION_WORD = LatePattern(r"^\W*(?:why|what|how|who|where|when|is|are|do|does|can)\b")
IMPERATIVE = LatePattern(
    r"^\W*(?:add|ask|avoid|bake|be|bring|check|choose|click|combine|consider|cut|do"
    r"|don't|enter|find|follow|get|give|go|heat|imagine|keep|let|listen|look|make|mix"
    r"|never|open|place|press|put|read|remember|remove|select|set|sign|stir|take|tell"
    r"|think|try|turn|use|visit|wait|watch|write)\b"
)
APPEAL = _words(
    "donat*|subscrib*|newsletter|sign up|support us|your support|contribut*|membership"
    "|our readers|readers like you|our journalism|paywall|tax-deductible|join us|inbox"
    "|follow us|free trial|become a member|help us|click here|read more|nonprofit"
    "|our newsroom|our work|independent journalism|advert*|cookie*|privacy policy"
    "|all rights reserved|copyright|terms of use|log in|sign in|unsubscribe|app store"
)
CREDIT = LatePattern(
    r"\b(?:photo|image|getty|reuters|ap|afp|file|credit|courtesy|via|by|illustration"
    r"|photograph|shutterstock|contributed to this report|staff writer|editor|follow"
    r"|is a (?:reporter|writer|columnist|professor|fellow|journalist|contributor)"
    r"|author of|updated|published|editing by|reporting by)\b"
)
ADDRESS = LatePattern(r"https?:|www\.|@\w|\.com\b|\.org\b|#\w")
NUMBER = LatePattern(r"\d")
CAPITAL_WORD = LatePattern(r"\b[A-Z][\w’']*")
ALL_CAPITALS = LatePattern(r"\b[A-Z]{2,}\b")
ANY_WORD = LatePattern(r"[^\W\d_][\w’'-]*")
INITIAL_SPEECH = LatePattern(r"^\W*(?:q|a|[A-Z][A-Za-z .]{1,30}):\s")
# "...: Report", "Report: ...", "..., sources say" over an article.
HEADLINE_SOURCE = LatePattern(
    r"(?:[:,–—-] (?:\w+ ){0,2}(?:reports?|sources?|study|survey|poll|police|officials?"
    r"|experts?|documents?|minister|lawyer|union|watchdog|review|analysis)"
    r"(?: (?:say|says|finds?|shows?|warns?|claims?))?"
    r"|, (?:\w+ ){1,3}(?:say|says|finds?|shows?|warns?|claims?))\W*$"
    r"|^\W*(?:reports?|study|poll|survey|sources?|police)\W? ?:"
)
