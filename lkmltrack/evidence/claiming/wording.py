"""Words of change: what got better or worse, what grew or shrank, and what no claim is made of."""

import re
from dataclasses import dataclass, replace
from enum import Enum


class Sort(Enum):
    """What a word of change says by itself."""

    GOOD = "good"
    BAD = "bad"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A word of change and where it stands."""

    sort: Sort
    start: int
    end: int
    word: str

    def moved(self, offset: int) -> "Outcome":
        """Return the same, standing elsewhere."""
        return replace(self, start=self.start + offset, end=self.end + offset)


_WORDS: tuple[tuple[Sort, str], ...] = (
    (
        Sort.GOOD,
        r"improv\w*|speed[- ]?ups?|speed(?:s|ing)? up|sped up|speedup\w*|faster|quicker|gain(?:s|ed|ing)?|wins?"
        r"|boost\w*|uplift|better|benefit(?:s|ed|ted)?|outperform\w*|accelerat\w*|savings?|saves?|saved|saving"
        r"|optimi[sz]ation|ahead|won|helps|helped",
    ),
    (
        Sort.BAD,
        r"regress\w*|degrad\w*|slower|slow[- ]?downs?|slow(?:s|ed|ing)? down|slows|slowed|penalt(?:y|ies)|worse\w*|deteriorat\w*|loss(?:es)?"
        r"|los(?:e|es|t|ing)|hurts?|underperform\w*|behind|hit\b|overhead|costs?|impacts?|suffer\w*|dips?|dipped",
    ),
    (
        Sort.UP,
        r"increas\w*|grow(?:s|n|ing)?|grew|growth|rises?|rose|rising|higher|more|up|bigger|larger|longer|rais(?:e|es|ed|ing)"
        r"|bloat\w*|additional|inflat\w*|jump(?:s|ed)?|greater|go(?:es)? up|went up|extra",
    ),
    (
        Sort.DOWN,
        r"decreas\w*|reduc\w*|drop(?:s|ped|ping)?|shr[aiu]nk\w*|lower(?:s|ed|ing)?|less|fewer|cuts?|cutting|falls?|fell|declin\w*|smaller|shorter|down"
        r"|shorten\w*|sav(?:e|es|ed|ing)|eliminat\w*|go(?:es)? down|went down|trim(?:s|med)?",
    ),
)
_OUTCOMES = tuple(
    (sort, re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE)) for sort, words in _WORDS
)
_METRIC = re.compile(
    r"(?<![\w])(?:(?:[\w/.()-]{1,30} ){0,2}?(?:throughput|bandwidth|b/?w|k?iops|latenc(?:y|ies)|perf(?:ormance)?|run[- ]?times?|elapsed(?: time)?"
    r"|duration|(?:sys|system|user|cpu|wall|wall[- ]clock|execution|real|build|boot|compile|compilation|lookup|response|fault|hold|wait|startup|launch"
    r"|total|kernel|average|mean|reclaim|allocation|completion|transfer|processing|search|lock|completion|mount|copy|walk|exit|fork|exec|suspend|resume"
    r"|running|service|scan|flush) ?times?|time|cpu (?:usage|utili[sz]ation|consumption|cycles|load|overhead)|usage|utili[sz]ation|cpu|cycles?|instructions?|scores?"
    r"|index|tps|qps|rps|ops(?:/s(?:ec)?)?|ops_per_sec|transactions?(?:/s(?:ec)?)?|(?:trans|files|records|requests|bytes)/s(?:ec)?|request rate|hit rate|miss rate|transaction rates?|\w+ rates?|cache misses|misses"
    r"|faults|refaults?|contention|overheads?|cost|footprint|memory|power|energy|code size|binary size|image size|text size|size of (?:the )?\w+|kernel size|vmlinux|speed|fps|ipc"
    r"|context switch(?:es)?|samples|traffic|pps|packets|wake[- ]?ups|migrations|allocations|jobs|ppw|efficiency|jitter|delays?|stalls?|"
    r"response|compression ratios?|amplification|fragmentation|results?|numbers|number of [\w-]{2,30}|copies|builds?|tail|p\d\d(?:\.\d+)?|percentiles?|retransmits|ipis?|interrupts|exits|syscalls?|goodput|scalability|vrate|t-put|deviation|reclaimed))(?![\w])",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\w./-])[a-z][\w-]{2,40}\.[\w.-]{2,60}[\w]", re.IGNORECASE)
_ROBOT = re.compile(
    r"ops|_sec|per[-_]|throughput|time|latency|median|score|rate|bw|iops|jobs|index|amean|seconds",
    re.IGNORECASE,
)
_HYPOTHESIS = re.compile(
    r"\b(?:would|should|expect\w*|hope|hoping|hopefully|might|in theory|suppose\w*|assum\w*|imagine|if we|could be|may be|may get"
    r"|goal|aims? (?:to|at|for)|estimat\w*|want|wish|guess|probably|potentially|whether|let's say|what if|have to|claims?|claimed|claiming)\b",
    re.IGNORECASE,
)
_AFTER_NO_CLAIM = re.compile(
    r"\)?[\"']?\s*(?:threshold|watermark|limit|probab|chance|confiden|margin|percentile|quota|duty|cover|sure\b|certain|correct|safe\b|reproducib"
    r"|reliab|accura|agree|compatib|full\b|loaded|utili[sz]ed|reserved|busy|dirty|likely|guarantee|(?:tail )?lat\b|QoS|sampl|scal|zoom|discount|duplicat"
    r"|(?:9\d(?:\.\d+)?)%|(?:hit|success) ?rate|(?:of )?(?:max|duty)\b|free\b|fluctuat|variation|varianc|swings?\b|noise|deviation|usage case|random|read(?:s|ing)?\b[ /,]|write|mix|std|standard)",
    re.IGNORECASE,
)
_BEFORE_NO_CLAIM = re.compile(
    r"(?:threshold\w*|watermark|limit(?:s|ed)?|set to|sets|margin|configured|probability|chance|confidence|percentile|default(?:s to)?|quota|defined as|capped at"
    r"|tolerance|deviation|stddev|stdev|variance|such as|e\.g\.|goes below|exceeds?|at least|at most|dirty_ratio|ratio=|within|accuracy|\w=)"
    r"(?:\s(?:is|of|to|at|by|the|a|an|than|about|around|from|for|was|are)){0,4}\s?[~<>\"'(]?$",
    re.IGNORECASE,
)
_DOUBTED_AFTER = re.compile(
    r"\)?\s(?:[\w-]+\s){0,2}(?:might|would|could|sounds?|seems? too|should)\b", re.IGNORECASE
)
_SETTING = re.compile(
    r"\b(?:threshold|timeout|margin|watermark|default|limit|cap|interval|frequency|voltage|clock|hz|opp|version|bit|bits|array|field|struct\w*|buffer|slots?|entries"
    r"|max_\w+|weight|nice|priority|order|level|window|granularity|quantum|slice|batch size|queue depth|iodepth|block size|page size|readahead|sysctl|knob|parameter"
    r"|patch|v\d+|series|lines of code|loc|date|macro|register|address|port|index|sector|inode)\b",
    re.IGNORECASE,
)
_SHARE_AFTER = re.compile(
    r"\)?(?:\[\d\])?\s?(?:of (?:the |all |of |its |their |my |our |a |total |overall |one ){0,4}(?:(?:[\w/-]{1,30} )?(?:time|runtime|run-?time|cpu|cycles?|samples?|execution|overhead|profile|perf|load|contention|hits|stalls|wall|kernel|workload|cost)\b)"
    r"|(?:of )?(?:cpu|CPU) (?:time|usage|utili[sz]ation|cycles|overhead|load)|(?:cpu|CPU)\b|overhead\b|utili[sz]ation\b|contention\b|samples\b|in perf\b|in (?:the )?profiles?\b|sys\b|cycles\b)",
    re.IGNORECASE,
)
_SHARE_BEFORE = re.compile(
    r"\b(?:usage|utili[sz]ation|contention|overhead|share|accounts? for|accounted for|accounting for|takes?|took|taking|spen[dt]s?|spending|consum\w+|occup\w+|reach(?:es|ed)?"
    r"|makes? up|burns?|burning|eats?|eating|constitut\w+|contribut\w+|shows? up (?:as|at|with)|(?:at|with)|kswapd\w*|osq_lock|\w+_lock\w*|\w+\(\)|is|was|are|hot(?:spot)?)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_OF = re.compile(r"\)?\s?of\s(?!about|around|~)", re.IGNORECASE)
_OF_BASE = re.compile(
    r"\)?\s?of (?:the |its |our |what |their ){0,3}(?:original|baseline|base\b|previous|mainline|before|what|it was|peak|native|bare|line rate|old|vanilla|unpatched|upstream|performance|throughput"
    r"|bandwidth|iops|latency|cost|overhead|theoretical|maximum|max\b|full)",
    re.IGNORECASE,
)
_BASE_OF = re.compile(
    r"\b(?:original|usually|usual|before|previous|vanilla|baseline|mainline|used to|without|normal|compared|same|speed|rate|time|size|amount|number)",
    re.IGNORECASE,
)


def find_outcomes(text: str) -> list[Outcome]:
    """Return the words of change in a text, in their order."""
    found = [
        Outcome(sort, match.start(), match.end(), match[0].lower())
        for sort, pattern in _OUTCOMES
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda one: one.start)


def find_metrics(text: str) -> list[tuple[int, int, str]]:
    """Return what is measured as far as a text names it: start, end and words."""
    found = [(match.start(), match.end(), match[0]) for match in _METRIC.finditer(text)]
    if "." in text:
        found += [
            (match.start(), match.end(), match[0])
            for match in _DOTTED.finditer(text)
            if _ROBOT.search(match[0])
        ]
    return sorted(found)


def is_hypothesis(text: str, start: int) -> bool:
    """Whether what stands at ``start`` is wished, guessed or retold, not measured."""
    return bool(_HYPOTHESIS.search(text[max(start - 50, 0) : start]))


def is_doubted(text: str, end: int) -> bool:
    """Whether the words right behind a magnitude weigh it instead of stating it."""
    return bool(_DOUBTED_AFTER.match(text[end : end + 50]))


def is_setting(text: str, start: int, end: int) -> bool:
    """Whether two values are those of a knob or a structure, which somebody chose."""
    return bool(_SETTING.search(text[max(start - 70, 0) : start + 1] + " " + text[end : end + 16]))


def is_no_amount(text: str, start: int, end: int) -> bool:
    """Whether a percentage is a threshold, a probability or the like."""
    if _AFTER_NO_CLAIM.match(text[end : end + 40]):
        return True
    return bool(_BEFORE_NO_CLAIM.search(text[max(start - 48, 0) : start].rstrip("+-~ ") + " "))


def is_part_of_something(text: str, end: int) -> bool:
    """Whether it is a part of what is neither a time nor an earlier value: ``36% of the files``."""
    rest = text[end : end + 60]
    return bool(_OF.match(rest)) and not _OF_BASE.match(rest) and not _SHARE_AFTER.match(rest)


def is_share(text: str, start: int, end: int) -> bool:
    """Whether a percentage is a share of time, samples or processors."""
    after = bool(_SHARE_AFTER.match(text[end : end + 60]))
    before = text[max(start - 180, 0) : start]
    return (
        after
        and bool(_SHARE_BEFORE.search(before) or len(before) < 4)
        or bool(_STRONG_SHARE.search(before))
    )


_STRONG_SHARE = re.compile(
    r"\b(?:usage|utili[sz]ation|contention|overhead|kswapd\w*|accounts? for|accounted for|accounting for)\b[^.;,]{0,130}\b(?:is|was|of|becomes?|became|reach(?:es|ed)?|at|up to|to|for|between|by)\s"
    r"(?:up to |about |around |only |nearly |almost |between |just |roughly |over |as high as |more than )*[~<>]?\s?$",
    re.IGNORECASE,
)


def compares_with_before(text: str) -> bool:
    """Whether a text speaks of how something was: ``half what they usually are``."""
    return bool(_BASE_OF.search(text))
