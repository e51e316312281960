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
 *
 * @typedef {object} PageReading What the content script reads.
 * @property {number} reading names this reading; marks for an older one are dropped
 * @property {Block[]} blocks
 * @property {string} contentType of the document, such as `text/html`
 *
 * @typedef {object} Summary An analysis without its sentences: what the popup shows.
 * @property {Status} status
 * @property {Model} model
 * @property {PageScore} page
 * @property {Source[]} sources
 * @property {Record<ProseLabel, number>} counts sentences that count in the shares
 *
 * @typedef {object} PageState
 * @property {boolean} marked whether marks stand on the page now
 * @property {number} passages opinion passages that next and previous go through
 * @property {Summary | null} summary of the last analysis; null before the first
 *
 * @typedef {object} Passage Where next or previous has led.
 * @property {number} index from 1; 0 where there is none
 * @property {number} total
 * @property {string} text
 *
 * @typedef {{kind: "read"}} ReadRequest
 * @typedef {{kind: "paint", reading: number, analysis: Analysis}} PaintRequest
 * @typedef {{kind: "clear"}} ClearRequest
 * @typedef {{kind: "repaint"}} RepaintRequest
 * @typedef {{kind: "state"}} StateRequest
 * @typedef {{kind: "step", direction: 1 | -1}} StepRequest
 * @typedef {ReadRequest | PaintRequest | ClearRequest | RepaintRequest |
 *   StateRequest | StepRequest} PageRequest
 * Everything the background may ask of a page.
 *
 * @typedef {{kind: "press", tab: number}} PressRequest the toolbar button
 * @typedef {{kind: "again", tab: number}} AgainRequest read and score anew
 * @typedef {{kind: "mark", tab: number}} MarkRequest
 * @typedef {{kind: "unmark", tab: number}} UnmarkRequest
 * @typedef {{kind: "go", tab: number, direction: 1 | -1}} GoRequest
 * @typedef {{kind: "enter-code", code: string}} EnterCodeRequest
 * @typedef {PressRequest | AgainRequest | MarkRequest | UnmarkRequest |
 *   GoRequest | EnterCodeRequest} PopupRequest
 * Everything the popup may ask of the background.
 *
 * @typedef {{kind: "pair", code: string}} PairRequest
 * The one thing a script in a page may ask of the background.
 *
 * @typedef {{did: "marked" | "unmarked" | "abstained", state: PageState}} Outcome
 * @typedef {{failure: Failure}} Failed
 * @typedef {{paired: string}} Paired the server's address
 *
 * @typedef {"server_down" | "other_program" | "version_mismatch" | "not_paired" |
 *   "token_refused" | "no_permission" | "page_unreadable" | "page_gone" |
 *   "no_text" | "too_large" | "busy" | "too_slow" | "refused" | "code_refused" |
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
