"""Null statements: no regression, no difference, neutral, within the noise."""

import re

from lkmltrack.evidence.claiming.wording import is_hypothesis

_WORDS = (
    r"(?:measurable|significant|noticeable|observable|observed|visible|obvious|major|real|meaningful|statistically significant|appreciable|discernible|detectable|apparent"
    r"|performance|perf|throughput|latency|runtime|overall|other|further|additional|negative|adverse|serious|notable|big|large|clear|substantial|relevant|such|consistent|perceptible"
    r"|iops|bandwidth|cpu|power|functional or performance|material|statistical|or|and|of)"
)
_NOUN = r"(?:regressions?|differences?|changes?|impacts?|degradations?|slow-?downs?|overheads?|penalt(?:y|ies)|effects?|loss(?:es)?|drops?|improvements?|gains?|variations?|deviations?)"
_NO = re.compile(
    rf"\b(?:no|not any|not (?:show|see|introduce|cause|observe|find|notice|have|seem|appear)(?: to)?(?: (?:show|see|introduce|cause|have|be))?(?: (?:any|a))?|without(?: any)?|nor any|didn't (?:see|notice|observe|find|measure)(?: any| a)?"
    rf"|doesn't (?:show|introduce|cause|have)(?: any| a)?|hardly any|(?:not|un)able to (?:measure|see|observe|detect)(?: any| a)?|don't (?:see|observe|notice|expect)(?: any| a)?)\s(?:{_WORDS}\s){{0,5}}{_NOUN}\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:(?:mostly|largely|generally|essentially|all|be|is|are|was|were|performance|perf|also|roughly|look\w*|remain\w*)[- ]neutral|(?:with)?in the noise|within (?:the )?(?:margin of error|error margin|noise|run-to-run var\w+)|noise level"
    r"|(?:hardly|barely|has not|have not|hasn't|haven't|didn't|did not) (?P<stay>chang(?:ed|e))|(?:is|are|remain\w*|stay\w*|was|were) (?:mostly |largely |essentially |pretty much |basically )?(?P<like>unchanged|the same|identical|on par|comparable)"
    r"|no (?:better|worse|slower|faster)|negligible (?:impact|overhead|difference|effect|regression|cost|change|performance)|not regress\w*)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:regress\w+|performance|perf|latenc\w+|throughput|benchmark\w*|\w*bench\b|results?|workloads?|ops(?:/s)?|iops|bandwidth|runtime|run ?time|cpu|tests? (?:show|suite|result)|numbers|measur\w+|observ\w+|noise|overhead|slow\w*"
    r"|tests?|degradation|perform\w*|tested|fps)\b",
    re.IGNORECASE,
)
_LIKE_ANOTHER = re.compile(
    r"\b(?:performs?|performed|behaves?) (?:pretty much |about |roughly |exactly |almost )?(?:the same|similarly|alike)\b",
    re.IGNORECASE,
)
_LOSS = re.compile(r"regress|degrad|slow", re.IGNORECASE)
_OBSERVED = re.compile(
    r"\b(?:see|saw|seen|observ\w+|notic\w+|show\w*|measur\w+|found|finds?|results?|benchmark\w*|tests?|tested|testing|numbers|runs?|ran)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:perf\w*|results?|numbers|throughput|latenc\w+|runtime|time|speed|bandwidth|iops|ops/s|scores?|overhead|cost)\b",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"functional|behaviou?r|user[- ]visible|\babi\b|\bapi\b|semantic|code change|logic|intended|object code|generated code|binary",
    re.IGNORECASE,
)


def says_nothing_changed(text: str, *, has_workload: bool = False) -> bool:
    """Whether a text says that nothing measured got better or worse.

    >>> says_nothing_changed("No measurable regression was seen with fio.")
    True
    >>> says_nothing_changed("No functional change intended.")
    False
    """
    if text.endswith("?"):
        return False
    match = _NO.search(text) or _SAME.search(text)
    if match is None or is_hypothesis(text, match.start()) or is_hypothesis(text, match.end()):
        return False
    if _FUNCTION.search(match[0]) or _FUNCTION.search(text[match.end() : match.end() + 30]):
        return False
    if match.re is _NO and not (_LOSS.search(match[0]) or has_workload or _OBSERVED.search(text)):
        return False
    if match.re is _SAME and (match["like"] or match["stay"]) and not _is_of_results(text, match):
        return False
    return bool(_MEASURED.search(text))


def _is_of_results(text: str, match: re.Match[str]) -> bool:
    """Whether what is the same is a result: ``the test case is the same`` says nothing."""
    return bool(_SUBJECT.search(text[max(match.start() - 40, 0) : match.start()]))


def says_the_same(text: str) -> bool:
    """Whether a text says that something performs as something else does.

    >>> says_the_same("The other machine performs pretty much the same way.")
    True
    """
    return not text.endswith("?") and bool(_LIKE_ANOTHER.search(text))
