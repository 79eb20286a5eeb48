"""Asking: what a reviewer's own sentence asks for, if it asks for anything.

Only the words are looked at; who says it, and to whom, is for ``requests`` to
judge. Read against real review threads of linux-mm, linux-fsdevel, block and
scheduler: half of the sentences that ask have no question mark.
"""

import re

from lkmltrack.mail.sentences import Sentence
from lkmltrack.proposals.wording import plain, small_words, without_opening

_LONGEST = 600

_KINDS = (
    ("rfc", re.compile(r"\b(?:as|tag|mark|be|with|send|post)(?: it| this)?(?: an?)? \[?rfc\b|\brfc (?:\w{1,20} )?(?:ideas?|first|it)\b")),
    ("discussion", re.compile(r"\[discussion\]|\b(?:start|have|send|begin|open) an? (?:\w{1,20} )?discussion\b")),
    ("cc", re.compile(r"\bcc(?:'?ing|'?ed|'?s|-ed)?\b|\bget_maintainer|\bright people\b|\bwho to e?mail\b|\bmaintainers file\b")),
    ("profile", re.compile(r"\bprofil(?:e|es|ed|ing)\b|\bflame ?graphs?\b|\bperf (?:data|top|record|report|stat|trace)\b|\bcall ?graphs?\b")),
    ("changelog", re.compile(r"\bchange ?logs?\b|\bcommit (?:message|log|description|msg)\b|\bcover[- ]letter\b|\bpatch description\b")),
    ("workload", re.compile(r"\bworkloads?\b|\buse[- ]?cases?\b|\busage cases?\b|\bscenarios?\b|\breal[- ](?:world|life)\b|\bin practice\b")),
    ("hardware", re.compile(r"\b(?:what|which) (?:(?:kind|type|sort) of )?(?:hardware|platforms?|machines?|cpus?|systems?|devices?|disks?|processors?|servers?)\b|\bhardware (?:is|are|was|did|do|configuration|details)\b|\bhow many (?:cores|cpus|threads|nodes|sockets)\b|\btopology\b|\b(?:is it|in) a vm\b")),
    ("numbers", re.compile(r"\b(?:numbers|measur(?:e|ed|ements?|ing)|benchmark(?:s|ed|ing)?|variance|noise|stddev|standard deviation|statistic\w{0,5}|quantif\w{1,6}|data points?|results?|how much (?:overhead|faster|slower|memory|time|does|is|of)|sample size)\b|(?<![a-z])(?:actual|test|perf|more|any|some|real|production)[_ ]data(?![a-z])|\bdata\b[^.]{0,30}\b(?:show|support|back)|\bperformance (?:numbers|impact|difference|data|improvement)\b|\b(?:visible|measurable) (?:overhead|wins?|difference|effect)")),
    ("test", re.compile(r"\b(?:test|tested|testing|try|reproduce\w{0,3}|reproducer|self ?tests?)\b|\bgive it a (?:try|spin)\b")),
    ("documentation", re.compile(r"\b(?:document(?:ed|ation)?|comments?|typos?|spelling|kernel-?doc|readme)\b")),
)  # fmt: skip
"""What is asked for; the first kind whose words stand in the sentence wins."""

EVIDENCE_KINDS = frozenset(("numbers", "workload", "hardware", "profile"))

# ---------------------------------------------------------------- questions

_RHETORICAL = re.compile(
    r"how hard (?:is|can)|who cares|are you (?:telling|kidding|seriously|serious)|did you not\b"
    r"|do you (?:even|honestly)|how do i know|why (?:on earth|would i\b)"
    r"|seriously|is this a joke|how (?:dare|many times)|and (?:this|i|now)\b|so what\b"
    r"|does that (?:help|make sense)"
)
_SHORT_QUESTION = re.compile(
    r"(?:why|how|how so|how come|which|what for|thoughts|any thoughts|ideas|any ideas|wdyt|comments"
    r"|opinions|objections|numbers|where|when)\b[^?]{0,24}\?{1,3}$"
)
_TAG_QUESTION = re.compile(
    r"(?:(?:does|is|do|did|was|are|were|has|have|would|should|could|can|will)(?:n't)?"
    r" (?:it|that|this|they|you|we|he|not)|right|no|yes|ok|okay|huh|h[m]{1,4}|eh|really|what|sorry"
    r"|uh|um)\W{0,4}$"
)
_NO_WORDS: frozenset[str] = frozenset()

# ---------------------------------------------------------------- appeals without a question mark

_APPEAL = re.compile(
    r"\b(?:can|could|would|will) you\b|\bdo you (?:have|know|mind|plan)\b"
    r"|\blet (?:me|us) know (?:what|why|how|which|whether|your)\b"
    r"|\bi(?:'m| am| was)? ?(?:just |still |also )?(?:wondering|curious)"
    r" (?:if|why|how|what|whether|about|which|when|where)\b"
    r"|\bi(?:'d| would) (?:(?:really|also|rather|still|just) )?(?:like|love|want|need"
    r"|be (?:curious|interested|happy|keen)) (?:to (?:see|hear|know|understand)|you to|for you to)\b"
    r"|\bi want to (?:see|hear|know)\b|\bi(?:'m| am) (?:still )?(?:looking|waiting) for\b"
    r"|\bi (?:still )?(?:don't|do not|fail to) (?:(?:really|quite) )?(?:understand|get)"
    r" (?:what|why|how|which)\b"
    r"|\bnot (?:(?:really|quite|at all) )?clear (?:to me )?(?:what|why|how|which|whether)\b"
    r"|\b(?:no|any) idea (?:why|what|how|if)\b"
    r"|\b(?:would|'d|might|will) (?:(?:also|really|still|probably|actually) )?be (?:\w{1,12} )?"
    r"(?:good|nice|great|useful|helpful|interesting|best|cool|appreciated|awesome|worth\w{0,6})"
    r" (?:to|if|for)\b"
    r"|\bi think (?:first )?you (?:(?:really|still|also|first) )?(?:need to|should|must|have to|want)\b"
    r"|\bwe (?:(?:really|still) )?(?:need|want) (?:more|some|actual|to see|to know|numbers|data)\b"
    r"|\b(?:should|must|needs? to|have to|has to) be (?:mentioned|documented|explained|an? rfc"
    r"|in the (?:changelog|commit)|a separate patch|split|tagged|dropped|removed)\b"
    r"|\b(?:worth|better) (?:to )?(?:mention|document|explain|add|split)"
    r"|\byou(?:'re| are) missing\b|\bi(?:'d| would)? (?:(?:strongly|just|rather|also) )?"
    r"(?:suggest|recommend)\b"
    r"|\b(?:please|pls|plz)\b"
)
_WONDER_FIRST = re.compile(r"wonder(?:ing)? (?:if|why|how|what|whether|about|which)\b")
_YOU_FIRST = re.compile(
    r"you (?:(?:really|still|also|definitely|probably|first) )?(?:need to|should|must|have to"
    r"|ought to|haven't|may want to|might want to|forgot (?:to|the))\b"
)
_ORDER_FIRST = re.compile(
    r"(?:add a|drop (?:the|this|that|it)|remove the|split (?:the|this|it)|rename"
    r"|follow standard|get rid of|don't (?:do|use|add|call|make|just)"
    r"|explain (?:why|what|how)|describe|provide|show (?:me|us|the)|resend|rebase|repost|post the"
    r"|share the|fold (?:this|it)|squash|reword|rephrase|come back|stay away from|spell out|clarify"
    r"|send|s/\w)"
)
_ORDER_OPENING = small_words(
    "nit and or so then but also instead ack ok okay nak btw just simply rather better at least maybe "
    "perhaps 1 2 3 4 5 6"
)
_I = small_words("i i'm am just still also")
_COURTESY = re.compile(
    r"\bplease (?:let me know if|see\b|find\b|refer|note\b|ignore|pull|feel free|correct me"
    r"|bear with|forgive|excuse|accept|merge|apply|keep me|read\b|consider (?:the following|applying)"
    r"|add (?:the following|my)|kindly (?:add|note)|do not reply|be aware|remember|pardon|disregard"
    r"|respect|do\b[,.])|\byes,? please\b|^please[.!]?$"
    r"|\bif you (?:have|want|need|like|think|are|know)\b[^.]{0,60}\blet me know\b"
    r"|\blet me know (?:if|when|in case)\b|\byou (?:should|must) (?:have|be able|see|get)\b"
    r"|\bneeds? to (?:be )?(?:know|wait)\b|\bthank(?:s| you)\b|\bdo not need\b|\bdon't need\b"
    r"|\bplease don't be shy\b|\bnot sure (?:if|whether|how) (?:that|this|it) (?:will|would)\b"
)


def asks_for(sentence: Sentence) -> str:
    """Return what a sentence asks for, empty when it asks for nothing.

    One of ``rfc discussion cc profile changelog workload hardware numbers test
    documentation change question``.

    >>> asks_for(Sentence("OK that's good to know, but please provide _actual data_.", 1))
    'numbers'
    """
    text = plain(sentence.text[:_LONGEST])
    if len(text) < 4:
        return ""
    if sentence.is_question:
        return _kind(text, "question") if _wants_an_answer(text) else ""
    return _kind(text, "change") if _is_appeal(text) else ""


def _wants_an_answer(text: str) -> bool:
    """Whether a question is more than rhetoric."""
    bare = without_opening(text, _NO_WORDS)
    if _SHORT_QUESTION.match(bare):
        return True
    if _TAG_QUESTION.match(bare) or _RHETORICAL.match(bare) or "what on earth" in text:
        return False
    return len(bare.split()) >= 3 and not text.rstrip().endswith(("?!", "!?"))


def _is_appeal(text: str) -> bool:
    """Whether a sentence without a question mark asks somebody to do something."""
    if _COURTESY.search(text):
        return False
    if _APPEAL.search(text):
        return True
    first = without_opening(text, _ORDER_OPENING)
    if _YOU_FIRST.match(first) or _ORDER_FIRST.match(first):
        return True
    return "wonder" in text and bool(_WONDER_FIRST.match(without_opening(first, _I)))


def _kind(text: str, otherwise: str) -> str:
    return next((kind for kind, words in _KINDS if words.search(text)), otherwise)
