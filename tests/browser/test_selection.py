""" "Score the selection" marks what is selected and nothing else."""

from __future__ import annotations

from .browser import Browser
from .labelled_pages import own_page
from .marks import SERIALISED, mark, marks
from .site import Site
from .waiting import wait_for

_SELECT = """((start) => {
  const one = [...document.querySelectorAll("article p")]
    .find((p) => p.textContent.trim().startsWith(start));
  one.scrollIntoView({ block: "center" });
  getSelection().selectAllChildren(one);
  return getSelection().toString().replace(/\\s+/g, " ").trim();
})"""


def test_only_the_selected_sentences_are_marked(paired: Browser, site: Site) -> None:
    site.put("/page", own_page("op-ed-bus-lanes").html)
    paired.open(site.address("/page"))
    # The menu's press grants the tab in Firefox; in Chromium the button's does.
    mark(paired)
    paired.close_popup()
    selected = paired.call(_SELECT, "For eleven years I rode")
    before = paired.evaluate(SERIALISED)

    paired.score_selection()

    def found() -> list[str]:
        return [text for texts in marks(paired).values() for text in texts]

    wait_for(lambda: 0 < len(found()) < 10, "marks on the selection alone")
    assert all(text in selected for text in found())
    assert paired.evaluate(SERIALISED) == before
    assert paired.evaluate("getSelection().toString().length") > 0
    popup = paired.popup()
    popup.wait_for_text("The sentences that you selected")
