/**
 * The types that cross a border: between page, background, popup and server.
 * No code. The server's names are those of `model/ascribe/results.py`.
 *
 * @typedef {"heading" | "paragraph" | "quote" | "list_item" | "caption" |
 *   "cell" | "preformatted" | "other"} BlockKind
 * @typedef {"opinion" | "attributed" | "statement" | "other"} Label
 * @typedef {"opinion" | "attributed" | "statement"} ProseLabel
 * @typedef {"scored" | "too_short" | "not_english" | "not_prose"} Status
 *
 * @typedef {object} Block What the page is to the server.
 * @property {string} id unique on the page
 * @property {BlockKind} kind
 * @property {string} text white space folded
 * @property {number} link_density share of the characters inside links, [0, 1]
 *
 * @typedef {object} Span
 * @property {number} start UTF-16 code units in the block's text
 * @property {number} end one past the last
 *
 * @typedef {Span & {text: string, block?: string}} TextSpan
 * @typedef {TextSpan & {name: string}} SourceSpan
 * @typedef {TextSpan & {weight: number}} Evidence `weight` in nats
 *
 * @typedef {object} Attribution
 * @property {SourceSpan} [source]
 * @property {TextSpan} [cue]
 * @property {TextSpan[]} [content]
 *
 * @typedef {object} Sentence
 * @property {string} block
 * @property {number} start
 * @property {number} end
 * @property {Label} label
 * @property {Record<Label, number>} probabilities each in [0, 1], sum 1
 * @property {boolean} certain
 * @property {Attribution} [attribution]
 * @property {Evidence[]} [evidence] strongest first
 * @property {boolean} [repeated] stands earlier on the page; not counted again
 * @property {{id: number, given: Label}} [correction] the reader's: `label` is what
 *   the reader says, `given` what the model says
 *
 * @typedef {object} ShownCorrection The reader's own label for a sentence of a page.
 * @property {number} id
 * @property {string} block
 * @property {number} start
 * @property {number} end
 * @property {Label} label
 *
 * @typedef {object} NewCorrection
 * @property {Label} label
 * @property {string} quote the sentence
 * @property {string} prefix the sentence before; a line feed where a block ends
 * @property {string} suffix the sentence after, likewise
 * @property {{text: string, kind: BlockKind}} block
 * @property {Model} model whose label is corrected
 * @property {Record<Label, number>} probabilities
 *
 * @typedef {object} PageScore
 * @property {number} words
 * @property {Record<ProseLabel, number> | null} shares
 * @property {Record<ProseLabel, [number, number]> | null} intervals
 * @property {{blocks: number, scored: number, skipped: Record<string, number>}} coverage
 *
 * @typedef {object} Source
 * @property {string} name
 * @property {"person" | "organisation" | "document" | "unnamed"} kind
 * @property {number} sentences
 * @property {number} words
 *
 * @typedef {object} Model
 * @property {string} name
 * @property {string} version
 * @property {string} sha256
 *
 * @typedef {object} Analysis The server's answer to one page.
 * @property {Model} model
 * @property {Status} status
 * @property {PageScore} page
 * @property {Source[]} sources
 * @property {Sentence[]} sentences
 * @property {ShownCorrection[]} [corrections] absent from an older server
 *
 * @typedef {object} PageReading What the content script asks to have scored.
 * @property {number} reading names this reading; marks for an older one are dropped
 * @property {Block[]} blocks empty where nothing is left to be scored
 * @property {string} contentType of the document, such as `text/html`
 * @property {boolean} empty whether the page has no text at all
 * @property {number} frames frames of the page's own that are read with it
 *
 * @typedef {object} ArticleScore One of several articles on a page.
 * @property {string} title its headline; empty where it has none
 * @property {number} words
 * @property {Record<ProseLabel, number>} shares
 *
 * @typedef {object} Summary What is known of a page without its sentences.
 * @property {Status} status
 * @property {Model} model
 * @property {PageScore} page
 * @property {Source[]} sources
 * @property {Record<ProseLabel, number>} counts sentences that count in the shares
 * @property {ArticleScore[]} articles those with a score of their own; two or more,
 *   or none
 * @property {number} foreignFrames frames of other sites, which are not read
 *
 * @typedef {object} PageState
 * @property {boolean} marked whether marks stand on the page now
 * @property {number} passages opinion passages that next and previous go through
 * @property {number} waiting blocks that are still to be scored
 * @property {Summary | null} summary of the last analysis; null before the first
 *
 * @typedef {object} Passage Where next, previous or "strongest" has led.
 * @property {number} index from 1; 0 where there is none
 * @property {number} total
 * @property {string} text
 *
 * @typedef {object} ListedSentence One marked sentence as the side panel shows it.
 * @property {number} at its place among all, from 0
 * @property {string} text
 * @property {string} before up to 32 characters that stand before it in its block
 * @property {string} after up to 32 characters that follow it
 * @property {Label} label
 * @property {number} probability of the label, [0, 1]
 * @property {boolean} certain
 * @property {boolean} repeated
 * @property {string} source name of who is speaking; empty where nobody is found
 * @property {string} cue the words that attribute; may be empty
 * @property {string[]} evidence strongest first
 *
 * @typedef {object} Listing
 * @property {string} title of the page
 * @property {string} url
 * @property {PageState} state
 * @property {ListedSentence[]} sentences in reading order
 *
 * @typedef {"amber" | "rose" | "violet"} Palette
 * @typedef {"any" | "certain" | "very"} Sureness how sure a mark must be
 *
 * @typedef {object} Look How marks are painted.
 * @property {Palette} palette
 * @property {boolean} tint whether the ground is coloured, too, or lines only
 * @property {Sureness} sureness
 *
 * @typedef {"always" | "never"} SiteRule
 * @typedef {{look: Look, badge: boolean, sites: Record<string, SiteRule>}} Preferences
 * `sites` goes by host and port, such as `news.example`.
 *
 * @typedef {{kind: "read", selection: boolean}} ReadRequest read the page anew
 * @typedef {{kind: "next"}} NextRequest what is to be scored next
 * @typedef {{kind: "paint", reading: number, analysis: Analysis, look: Look}} PaintRequest
 * @typedef {{kind: "clear"}} ClearRequest
 * @typedef {{kind: "repaint", look: Look}} RepaintRequest
 * @typedef {{kind: "state"}} StateRequest
 * @typedef {{kind: "list"}} ListRequest
 * @typedef {{kind: "step", direction: 1 | -1}} StepRequest
 * @typedef {{kind: "strongest"}} StrongestRequest the surest opinion
 * @typedef {{kind: "show", at: number}} ShowRequest lead to one sentence of the listing
 * @typedef {ReadRequest | NextRequest | PaintRequest | ClearRequest | RepaintRequest |
 *   StateRequest | ListRequest | StepRequest | StrongestRequest | ShowRequest} PageRequest
 * Everything the background may ask of a page.
 *
 * @typedef {{kind: "press", tab: number}} PressRequest the toolbar button
 * @typedef {{kind: "outcome", tab: number}} OutcomeRequest what came of the last press
 * @typedef {{kind: "again", tab: number}} AgainRequest read and score anew
 * @typedef {{kind: "mark", tab: number}} MarkRequest
 * @typedef {{kind: "unmark", tab: number}} UnmarkRequest
 * @typedef {{kind: "look-at", tab: number}} LookAtRequest the state as it is
 * @typedef {{kind: "list", tab: number}} ListOfTabRequest
 * @typedef {{kind: "go", tab: number, direction: 1 | -1}} GoRequest
 * @typedef {{kind: "go-strongest", tab: number}} GoStrongestRequest
 * @typedef {{kind: "go-to", tab: number, at: number}} GoToRequest
 * @typedef {{kind: "site", tab: number}} SiteRequest which site a tab shows
 * @typedef {{kind: "set-site", host: string, rule: SiteRule | "ask"}} SetSiteRequest
 * @typedef {{kind: "tab-off", tab: number}} TabOffRequest
 * @typedef {{kind: "set-preferences", look: Look, badge: boolean}} SetPreferencesRequest
 * @typedef {{kind: "check-server"}} CheckServerRequest
 * @typedef {{kind: "diary", on?: boolean | undefined}} DiaryRequest ask, or switch where `on` is set
 * @typedef {{kind: "set-server", server: string}} SetServerRequest
 * @typedef {{kind: "forget-all"}} ForgetAllRequest
 * @typedef {{kind: "enter-code", code: string}} EnterCodeRequest
 * @typedef {PressRequest | OutcomeRequest | AgainRequest | MarkRequest | UnmarkRequest |
 *   LookAtRequest | ListOfTabRequest | GoRequest | GoStrongestRequest | GoToRequest | SiteRequest |
 *   SetSiteRequest | TabOffRequest | SetPreferencesRequest | CheckServerRequest |
 *   DiaryRequest | SetServerRequest | ForgetAllRequest | EnterCodeRequest} PopupRequest
 * Everything that popup, panel and options may ask of the background.
 *
 * @typedef {{kind: "pair", code: string}} PairRequest
 * @typedef {{kind: "changed"}} ChangedNotice the page's text or marks have changed
 * @typedef {{kind: "arrived"}} ArrivedNotice a page of an "always" site has loaded
 * @typedef {{kind: "correct", correction: NewCorrection}} CorrectRequest
 * @typedef {{kind: "undo-correction", id: number}} UndoCorrectionRequest
 * @typedef {PairRequest | ChangedNotice | ArrivedNotice | CorrectRequest |
 *   UndoCorrectionRequest} ScriptRequest
 * All that a script in a page may say to the background. Only a correction holds text,
 * of the sentence that the reader has chosen and its block.
 *
 * @typedef {{did: "marked" | "unmarked" | "abstained" | "nothing", state: PageState}} Outcome
 * @typedef {{failure: Failure}} Failed
 * @typedef {{paired: string}} Paired the server's address
 * @typedef {{correction: number}} Corrected its number
 * @typedef {{done: true}} Done
 * @typedef {{host: string, rule: SiteRule | "ask", off: boolean}} Site `host` is empty
 *   where the tab shows no site; `off` where it was switched off in this tab
 * @typedef {{server: string, paired: boolean}} ServerState
 * @typedef {{diary: boolean}} DiaryState whether the server keeps a diary
 * @typedef {{url: string, title: string}} PageName what the diary may know of a page
 *
 * @typedef {"server_down" | "other_program" | "version_mismatch" | "not_paired" |
 *   "token_refused" | "no_permission" | "page_unreadable" | "page_gone" |
 *   "no_text" | "site_off" | "no_site_permission" | "bad_server" | "too_large" | "busy" | "too_slow" | "refused" | "code_refused" |
 *   "bad_code" | "bug"} FailureKind
 *
 * @typedef {object} Failure
 * @property {FailureKind} kind
 * @property {string} [detail] a fact for the message: an address, a scheme, the
 *   server's own words
 *
 * @typedef {object} Settings
 * @property {string} server origin, such as `http://127.0.0.1:8672`
 * @property {string} [token] absent before pairing
 */
export {};
