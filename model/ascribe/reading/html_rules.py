"""What each element of a web page is: ends a block, is left out, is an aside.

Names, roles and class words only; the walk over the page is in ``html_walk``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ascribe.reading.html_tree import Element
from ascribe.results import BlockKind


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements that start and end a block (CSS display other than inline).
BLOCK_TAGS = _words(
    """
    address article aside blockquote body caption center dd details dialog dir
    div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hgroup hr html legend li listing main menu nav ol optgroup option p plaintext
    pre search section summary table tbody td tfoot th thead tr ul xmp
    """
)
# Elements whose words are no part of what one reads on the page.
SKIPPED_TAGS = _words(
    """
    applet area audio base button canvas datalist dialog embed frame frameset
    head iframe input keygen label legend link map math menu meta meter nav
    noembed noframes noscript object optgroup option output param picture progress
    rp rt script search select source style svg template textarea title track
    video
    """
)
SKIPPED_ROLES = _words(
    """
    alertdialog button dialog menu menubar menuitem navigation progressbar
    scrollbar search searchbox slider switch tab tablist textbox toolbar tooltip
    tree
    """
)
_ASIDE_ROLES = ("banner", "complementary", "contentinfo")
PREFORMATTED_TAGS = frozenset(("listing", "plaintext", "pre", "xmp"))

KIND_OF_TAG: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(PREFORMATTED_TAGS, "preformatted"),
    "blockquote": "quote",
}

_HIDING_STYLE = re.compile(
    r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE
)
_HIDDEN_CLASSES = _words(
    """
    a11y-hidden hidden-visually screen-reader-only screen-reader-text
    screenreader-only sr-only u-visually-hidden visually-hidden
    visuallyhidden
    """
)

# Words in class, id and test names by which sites mark what stands beside the
# article. Read after "relatedLinks", "related-links" and "related_links" have
# all become "related links".
_ASIDE_WORDS = re.compile(
    r"""\b(?:
      advert\w* | ads? | adbox | adslot | sponsor\w* | outbrain | taboola | dianomi
    | (?:related|recirc\w*|recommend\w*|suggested|trending|popular|latest)
    | (?:most|must)\ (?:read|viewed|popular|shared) | read\ (?:more|next|also)
    | (?:more|also)\ (?:from|on|in|stories|news|articles|like|read)
    | (?:next|up)\ (?:up|next|article|post|story) | (?:prev\w*|older|newer)\ posts?
    | you\ (?:may|might) | teasers? | see\ also
    | newsletters? | sign\ ?up | subscri\w+ | opt\ ?in | mailing | registration
    | paywall | regwall | donat\w+ | appeal | membership | promos? | promotion\w*
    | cta | call\ to\ action | affiliate\ (?:disclaimer|disclosure)
    | shar(?:e|es|ing) | social | follow\ us | addthis | sharedaddy | jp\ relatedposts
    | comments? | disqus | respond | livefyre | spot\ im | discussion
    | side\ ?bar | rail | widgets? | breadcrumbs?
    | author\ (?:bio|box|info|card|description|about) | about\ (?:the\ )?authors?
    | bio | tags? | tag\ list | topics | pagination | pager
    | cookies? | \w*consent\w* | gdpr\w* | onetrust | privacy | modal | pop\ ?up
    | overlay | toast | snackbar | tooltip | banner | masthead | footer | foot | nav
    | navbar | menu | navigation | copyright | colophon | toolbar | print\ only
    | skip\ (?:link|to\ \w+)
    )\b""",
    re.VERBOSE,
)
_CAPTION_WORDS = re.compile(
    r"\b(?:caption\w*|wp caption|photo credit|image credit|media credit|credits?)\b"
)
# Some sites put kilobytes of style names on one element; the telling ones lead.
_MAX_NAME_LENGTH = 500
_NAMING_ATTRIBUTES = ("class", "id", "data-testid", "data-component", "data-module")
# The joint in "relatedLinks"; generated names such as "kAdX" have no such parts.
_JOINT = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
_NAME = re.compile(r"[A-Za-z0-9]+")
# "sc1ad9" is a generated name; "h2" or "col12" is a word with a number.
_GENERATED = re.compile(r"[0-9][A-Za-z]|[a-z][A-Z]\b|[A-Z]{2}[a-z]")


def naming_words(element: Element) -> str:
    """Return the words of an element's class, id and test names, lower case.

    >>> from lxml.html import fragment_fromstring as element
    >>> naming_words(element('<p class="relatedLinks c-3 sc1ad" id="RHS_box">x</p>'))
    'related links c rhs box'
    """
    # A heading's id is made of the heading's own words.
    attributes = _NAMING_ATTRIBUTES[
        : 1 if KIND_OF_TAG.get(element.tag) == "heading" else None
    ]
    return _words_of(" ".join(filter(None, map(element.get, attributes))))


@lru_cache(maxsize=4096)
def _words_of(names: str) -> str:
    words = [
        word.strip("0123456789").lower()
        for name in _NAME.findall(names[:_MAX_NAME_LENGTH])
        if not _GENERATED.search(name)
        for word in _JOINT.split(name)
    ]
    return " ".join(filter(None, words))


def is_hidden(element: Element) -> bool:
    """Whether the page's own markup hides the element from every reader."""
    if not element.attrib or element.tag in ("html", "body"):
        # Pages hide their body until a script has run; a reader sees it.
        return False
    return (
        element.get("hidden") is not None
        or bool(_HIDING_STYLE.search(element.get("style", "")))
        or not _HIDDEN_CLASSES.isdisjoint(element.get("class", "").lower().split())
    )


def is_silent(element: Element) -> bool:
    """Whether the markup keeps the element from screen readers only."""
    return bool(element.get("aria-hidden", "").lower() == "true")


def is_skipped(element: Element) -> bool:
    """Whether none of the element's words belong to what one reads."""
    return (
        element.tag in SKIPPED_TAGS
        or element.get("role", "").lower() in SKIPPED_ROLES
        or is_hidden(element)
    )


def is_aside(element: Element) -> bool:
    """Whether the element's name or role puts it beside the article."""
    if element.tag in ("html", "body", "main", "h1"):
        return False
    if element.tag == "footer":
        # The footer of a quotation says who is quoted.
        return next(element.iterancestors("blockquote"), None) is None
    return element.tag == "aside" or (
        bool(element.attrib)
        and (
            element.get("role", "").lower() in _ASIDE_ROLES
            or bool(_ASIDE_WORDS.search(naming_words(element)))
        )
    )


def is_caption(element: Element) -> bool:
    """Whether the element's name says that it belongs to a picture."""
    return bool(element.attrib and _CAPTION_WORDS.search(naming_words(element)))
