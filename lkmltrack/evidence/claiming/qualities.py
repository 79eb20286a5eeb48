"""Statements without a figure: that a named benchmark became better or worse."""

import re
from dataclasses import replace

from lkmltrack.evidence.claiming.wording import Outcome, Sort, find_outcomes, is_hypothesis

_BEHIND = 24
_SEEN = re.compile(
    r"\b(?:(?:significant|slight|small|measurable|noticeable|notable|big|huge|good|considerable|substantial|minor|clear|modest|great(?:ly)?|dramatic|drastic|better|positive|visible|obvious|large|nice|consistent)\s"
    r"(?:[\w-]+\s){0,2}?(?:improvement|improvements|regressions?|performance|gains?|speed-?ups?|wins?|effect|degradation|drop|reduction|slow-?down|boost)"
    r"|(?:(?:has|have|shows?) (?:an? |some )?improvements?|improv(?:es|ed)|regress(?:es|ed)|speeds? up|degrad(?:es|ed)|outperforms?)\b)",
    re.IGNORECASE,
)


def quality_of(text: str) -> Outcome | None:
    """Return the word by which a text says that something got better or worse, without a figure."""
    match = None if text.endswith("?") else _SEEN.search(text)
    if match is None or is_hypothesis(text, match.start()):
        return None
    if any(word in match[0].lower() for word in ("positive", "good ", "nice ")):
        return Outcome(Sort.GOOD, match.start(), match.end(), match[0].lower())
    part = text[match.start() : match.end() + _BEHIND]
    verdicts = [one for one in find_outcomes(part) if one.sort in (Sort.GOOD, Sort.BAD)]
    found = verdicts or find_outcomes(part)
    if not found:
        return None
    one = found[0]
    return replace(one, start=match.start() + one.start, end=match.start() + one.end)
