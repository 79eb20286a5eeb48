"""Verdicts: what one sentence says of a proposal's fate, in the words that people use."""

import re
from enum import StrEnum

from lkmltrack.mail.sentences import Sentence
from lkmltrack.proposals.wording import plain, small_words, without_opening


class Verdict(StrEnum):
    """What a sentence says."""

    NAK = "nak"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    PROMISE = "promise"
    """The author will change something, or send another revision."""
    RFC_REQUESTED = "rfc-requested"
    DISCUSSION_REQUESTED = "discussion-requested"


_LONGEST = 500

# ---------------------------------------------------------------- NAK

_NAK_WORD = re.compile(r"\bna(?:c)?k(?:ed|ing)?\b")
_NAK_OPENING = small_words(
    "so sorry still no big hard strong clear definite obvious another a an consider this that it as "
    "is it's that's this's gets my and you have here here's i i'm i'll am going to must will 'd "
    "thank thanks you for the patch but ok okay well then from me"
)
_NAK_FIRST = re.compile(r"na(?:c)?k(?:ed)?\b")
_NAK_LAST = re.compile(
    r"\b(?:is|gets?|that's|it's|be|me:?|so|me,|one is)(?: an?| my)? na(?:c)?k"
    r"(?: from (?:me|my side))?[.! ]{0,4}$|\bna(?:c)?k from me\b"
)
_NAK_DENIED = re.compile(
    r"(?:\b(?:not|no|never|without|if|whether|would|could|means?|soft|private|any|nothing)\b|n't)"
    r"[^.]{0,60}?\bna(?:c)?k"
)

# ---------------------------------------------------------------- applied

_APPLIED_OPENING = small_words(
    "ok okay thanks thank you great cool done both all series patch patches reviewed tested now and "
    "so this one set the whole rest everything it it's is they they're are i i've have just also "
    "already were was has been got"
)
_APPLIED_FIRST = re.compile(
    r"(?:applied|queued(?: (?:it|this|these|them|all|both))?(?: up)?|merged"
    r"|picked (?:(?:it|this|these|them|all|both) )?up|pulled)"
    r"(?=\W{0,4}$|\s?[.,!;:(\[]| (?:this|it|them|these|both|all|the|patch\w{0,3}|series|to|for|as"
    r"|into|in|with|w/?|now|and|thanks|thank|up|via|on|https?:\S*|\d|upstream|yesterday|today"
    r"|manually)\b)"
)
_APPLIED_THANKS = re.compile(
    r"\b(?:applied|queued|merged|pushed|pulled|picked up|added),? (?:and |with |many )?"
    r"(?:thanks|thank you|thx)\b"
    r"|\b(?:thanks|thank you|thx),? (?:and )?(?:i have |i've )?(?:applied|queued|merged|pushed|pulled)\b"
    r"|\b(?:was|were|has been|have been) (?:applied|merged|added|queued) (?:in)?to (?:the )?\S"
)
_WILL_TAKE = re.compile(
    r"\b(?:i'll|i will|let me|let's|we'll|we will) (?:now |just |go ahead and )?"
    r"(?:apply|queue(?: up)?|merge|pick(?: up)?|take|stick) "
    r"(?:this|it|these|them|all|both|that one|the (?:series|set|patch\w{0,3}|rest))"
    r"(?: (?:one|series|set|patch\w{0,3}|all))?(?: up| in)?"
    r"(?=\W{0,4}$|[.,!;]| (?:for|to|into|in|via|through|now|and|once|as)\b)"
)
_TAKEN = re.compile(
    r"\b(?:i've|i'll|i|i have|i will|all|this|these|they|it|them|both|patch\w{0,3}|series|set|that)"
    r"(?: is| are| now| just| also){0,2} "
    r"(?:add(?:ed)?|tak(?:e|en)|took|push(?:ed)?|appl(?:y|ied)|queued?|merged?|pick(?:ed)?|pulled)\b"
)
_TREE = re.compile(
    r"\bmm-\w|\b[\w./]{1,40}-next\b|\bfor-\w|\b[\w-]{1,40}/(?:next|fixes|pending|core|urgent|for-)"
    r"|\b(?:my|our|the|your) (?:\S{1,30} ){0,2}(?:tree|branch|queue)\b|\b\d\.\d{1,2} material"
    r"|\.git\b|\bfor v?\d\.\d"
)
_APPLIED_DENIED = re.compile(
    r"(?:\b(?:not|never|no|once|if|when|whether|after|before|until|unless|should|could|would|can"
    r"|may|might|please|needs?|must|wait\w{0,3}|with|without|were to|get|to be|being|previously"
    r"|ready to|want|hope\w{0,3}|in order|instead|think|which|as soon as|forward to)\b|n't)"
    r"[^.]{0,60}?\b(?:appl|queue|merg|pick|push|tak|took|add|pull|stick|land)"
    r"|\b(?:appl\w{1,4}|merged|pushed|queued|picked up)\b (?:on top|locally|cleanly|against|an?|your"
    r"|the (?:attached|following)|and (?:tested|ran|built)|by|from|in (?:the|an?|one|\d))\b"
    r"|\bwrong (?:git )?tree\b"
    r"|\b(?:merged|queued|picked|applied) (?:ranges?|with size|into (?:one|an?|the same)|work)\b"
    r"|\badd(?:ed)? [^.]{0,40}\b(?:comments?|changelog|commit|tests?|description|cc|list|header)\b"
    r"|\bin (?:the )?next (?:version|iteration|revision)|\b(?:in|for|to) v\d{1,2}\b"
)

# ---------------------------------------------------------------- the author gives up

_WORK = (
    r"(?:patch(?:es)?|series|patchset|patch set|set|proposal|idea|approach|rfc|one|work"
    r"|whole thing|version|thread)"
)
_WITHDRAWN = re.compile(
    r"\b(?:i'll|i will|i can|i want to|i'm going to|i am going to|i have decided to|i've decided to"
    r"|i decided to|i'd rather|let's|lets|let us|we'll|we will|we can|we should)"
    r" (?:just |now |then )?(?:drop|withdraw|abandon|discard|retract|scrap)"
    r" (?:(?:this|the|my|these|that)(?: whole| entire)? " + _WORK + r"|this|all of this)\b"
    r"|\bplease (?:just )?(?:ignore|disregard|drop|discard|skip)"
    r" (?:(?:this|the|my|these|that)(?: whole| entire)? " + _WORK + r"|this|it)\b"
    r"|\b(?:this|that|my)(?: whole| entire)?"
    r" (?:idea|patch|approach|proposal|series|patchset|thing)(?: of [^.]{0,40})? (?:was|is)"
    r" (?:(?:actually|totally|completely|entirely|just|simply|obviously|indeed|really) )?"
    r"(?:wrong|broken|nonsense|a bad idea|bad|bogus|a mistake|not needed|unnecessary|needless"
    r"|useless|obsolete|no longer needed)\b"
    r"|\bself[- ]?nac?k\b|\bi(?:'ve| have)? withdrawn?\b|^(?:well,? )?scratch (?:this|that)\b"
    r"|\b(?:no longer|won't|not going to) (?:pursue|be pursuing|continue with)\b"
    r"|\bgive up on (?:this|the)\b"
)
_WITHDRAWN_DENIED = re.compile(
    r"\b(?:if|should i|could|would|when|once|unless|whether|can you|do you)\b|\?\s*$"
    r"|\b(?:hunk|tag|prefix|comment|check|reply|mail|email|message)\b|\bin (?:v\d|the next)|\bnext (?:version|revision)"
    r"|\bsince i've decided|\b(?:happy|glad) to drop|\bpatch from (?:the|this) (?:set|series)"
)

# ---------------------------------------------------------------- the author promises

_PROMISE = re.compile(
    r"\b(?:will|i'll|we'll|lemme|let me|i can|i plan to|going to|gonna|i should)\b[^.]{0,80}?"
    r"\b(?:fix|change|do|add|update|address|send|drop|rename|remove|rework|respin|resend|repost"
    r"|correct|move|split|improve|include|use|switch|try|make|restore|adjust|amend(?:ed)?"
    r"|integrate|reword|rephrase|post|take your|provide|gather|collect)\b"
    r"|\b(?:in|for|with) (?:the|my) next (?:version|revision|iteration|spin|respin|series|round"
    r"|posting|one)\b"
)
_PROMISE_OPENING = small_words(
    "ah oh oops ooops yes yeah yep sure ok okay right agreed good catch point idea thanks for"
)
_PROMISE_FIRST = re.compile(
    r"(?:will (?:do|fix|change|add|update)|fixed|done|changed|updated|noted|acked?|my bad|my fault"
    r"|makes sense|you(?:'re| are) right|absolutely|patching now|pointing|the catch)\b"
)
_PROMISE_DENIED = re.compile(r"\?\s*$|\b(?:not|never)\b|n't|\bif you\b|\bas (?:it )?is\b")

# ---------------------------------------------------------------- another form is asked for

_RFC_ASKED = re.compile(
    r"\b(?:should|could|must|ought to|needs? to|would)(?:n't)?(?:'ve| have)?"
    r"(?: (?:also|really|probably|at least|be|been|this)){0,3}"
    r"(?: (?:sent|posted|tagged|marked|labell?ed))?(?: out)?(?: as| with)? an? \[?rfc\b"
    r"|\bnot (?:be |been )?(?:tagged|marked|sent|posted|labell?ed) (?:as |with )?(?:an? )?\[?rfc"
    r"|\brfc (?:(?:\w{1,20} )?ideas?|this|it|first|these|such)\b"
    r"|\b(?:tag|mark|label|send|post|resend|repost|make) (?:this|it|these|them|such [^.]{0,20})?"
    r" ?(?:as |with )?an? \[?rfc\b"
)
_DISCUSSION_ASKED = re.compile(
    r"\[discussion\]|\bdiscuss(?:ed)? (?:(?:this|it|ideas?|things?|these) )?"
    r"(?:first|up ?front|beforehand|in advance|before (?:sending|posting))"
    r"|\b(?:start|begin|open|have|send) (?:with )?an? (?:\w{1,20} )?discussion\b"
    r"|\bbring (?:this|these|it|up|such)[^.]{0,30} in advance\b"
    r"|\bbefore (?:sending|posting|writing) (?:a |any )?(?:patch|code)"
)


def find_verdicts(sentence: Sentence, *, by_author: bool) -> tuple[Verdict, ...]:
    """Return what a sentence says of the proposal's fate, by its author or by somebody else."""
    text = plain(sentence.text[:_LONGEST])
    found: list[Verdict] = []
    if is_nak(text, sentence.text):
        found.append(Verdict.NAK)
    if _is_applied(text, by_author=by_author):
        found.append(Verdict.APPLIED)
    if by_author:
        if _WITHDRAWN.search(text) and not _WITHDRAWN_DENIED.search(text):
            found.append(Verdict.WITHDRAWN)
        if _is_promise(text):
            found.append(Verdict.PROMISE)
        return tuple(found)
    if "rfc" in text and _RFC_ASKED.search(text):
        found.append(Verdict.RFC_REQUESTED)
    if "discuss" in text or "in advance" in text or "before " in text:
        found.extend([Verdict.DISCUSSION_REQUESTED] if _DISCUSSION_ASKED.search(text) else [])
    return tuple(found)


def is_nak(text: str, written: str) -> bool:
    """Whether a sentence, plain and as written, says NAK of its own accord.

    >>> is_nak("nak obviously.", "NAK obviously."), is_nak("this is not a nak.", "This is not a NAK.")
    (True, False)
    """
    if "nak" not in text and "nack" not in text:
        return False
    if not _NAK_WORD.search(text) or text.rstrip().endswith("?"):
        return False
    first = without_opening(text, _NAK_OPENING)
    is_first = bool(_NAK_FIRST.match(first)) and (
        first[:4].strip() == text[:4].strip() or "NA" in written or "Na" in written
    )
    return (is_first or bool(_NAK_LAST.search(text))) and not _NAK_DENIED.search(text)


def _is_applied(text: str, *, by_author: bool) -> bool:
    """Whether somebody takes the patches; of the author's words only the plainest count."""
    if text.rstrip().endswith("?"):
        return False
    is_plain = bool(_APPLIED_FIRST.match(without_opening(text, _APPLIED_OPENING)))
    is_said = is_plain or bool(_APPLIED_THANKS.search(text))
    if not is_said and not by_author:
        is_said = bool(_WILL_TAKE.search(text) or (_TAKEN.search(text) and _TREE.search(text)))
    return is_said and not _APPLIED_DENIED.search(text)


def _is_promise(text: str) -> bool:
    """Whether the author says that a change will come."""
    if _PROMISE_DENIED.search(text):
        return False
    return bool(
        _PROMISE.search(text) or _PROMISE_FIRST.match(without_opening(text, _PROMISE_OPENING))
    )
