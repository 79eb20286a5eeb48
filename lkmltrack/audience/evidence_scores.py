"""What each function of a piece of evidence adds to the sections that look after it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from lkmltrack.audience.call_lines import CallChain, Direction
from lkmltrack.audience.callees import find_calls
from lkmltrack.audience.symbols import is_plumbing
from lkmltrack.audience.topics import THE_REST, matched_sections
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Definition, RankedSection, Reason, ReasonKind

Definitions = Mapping[str, tuple[Definition, ...]]
FindDefinitions = Callable[[Sequence[str]], Definitions]

_MOST_REASONS = 6
_MOST_CALLS = 200
_LEAF, _HOLDER, _ENTRY, _BETWEEN, _UNORDERED = 1.0, 1.2, 0.7, 0.4, 0.6
_EXPLAINED = 0.5
"""What a hot function counts when it is known who calls it: it is where they wait."""
_AS_SWAP, _AS_GUESS = 0.9, 0.4
"""What a similar name counts: swapped letters are typed by hand, other names are other functions."""
_CALLED = 0.4
"""What a section counts whose file is called from the function that holds the hot one."""
_REPEATED = 0.1
"""What every further function of the same section adds within one chain."""
_LEAST_SHARE = 0.02
_WITHOUT_SHARE = 0.3


class Scores:
    """The sections that were led to, how strongly, and by what."""

    def __init__(self, roster: Roster, shallow: float = 0.2) -> None:
        self._roster = roster
        self._shallow = shallow
        self._scores: defaultdict[int, float] = defaultdict(float)
        self._reasons: defaultdict[int, dict[Reason, float]] = defaultdict(dict)
        self._matched: dict[str, list[tuple[int, float]]] = {}
        self._unclaimed: dict[Reason, None] = {}

    def add(self, definition: Definition, weight: float, detail: str = "") -> None:
        """Add a function for every section of the file that defines it."""
        for number, part in self.shares_of(definition, weight, detail):
            self._scores[number] += part

    def add_chain(self, weighted: Sequence[tuple[Definition, float]]) -> None:
        """Add the functions of one chain: a section counts by the best of them."""
        best: dict[int, list[float]] = {}
        for definition, weight in weighted:
            for number, part in self.shares_of(definition, weight):
                best.setdefault(number, []).append(part)
        for number, found in best.items():
            most = max(found)
            self._scores[number] += most + min(most, _REPEATED * (sum(found) - most))

    def shares_of(
        self, definition: Definition, weight: float, detail: str = ""
    ) -> list[tuple[int, float]]:
        """Return (section, weight) of a definition, and remember it as their reason."""
        matched = self._sections_of(definition.path)
        if definition.is_guess:
            is_swap = sorted(definition.asked) == sorted(definition.symbol)
            weight *= _AS_SWAP if is_swap else _AS_GUESS
            detail = detail or f"{definition.path} (for {definition.asked})"
        found = []
        for number, part in matched:
            name = str(self._roster.index.people(number)[0])
            reason = Reason(ReasonKind.SYMBOL, definition.symbol, name, detail or definition.path)
            part = weight * (1.0 if part == 1.0 else self._shallow)
            known = self._reasons[number].get(reason, 0.0)
            self._reasons[number][reason] = max(known, part)
            found.append((number, part))
        if not matched:
            reason = Reason(ReasonKind.SYMBOL, definition.symbol, THE_REST, definition.path)
            self._unclaimed[reason] = None
        return found

    def closest(self, definition: Definition) -> frozenset[int]:
        """Return the sections that name a definition's file the most closely."""
        return frozenset(n for n, part in self._sections_of(definition.path) if part == 1.0)

    def ranked(self) -> list[RankedSection]:
        """Return the sections, the strongest first; THE REST when there is no other."""
        found = []
        for number, score in sorted(self._scores.items(), key=lambda each: (-each[1], each[0])):
            weighed = self._reasons[number]
            reasons = sorted(weighed, key=lambda reason: -weighed[reason])[:_MOST_REASONS]
            found.append(RankedSection(reasons[0].section, round(score, 4), tuple(reasons)))
        if not found and self._unclaimed:
            return [RankedSection(THE_REST, 0.0, tuple(self._unclaimed)[:_MOST_REASONS])]
        return found

    def _sections_of(self, path: str) -> list[tuple[int, float]]:
        """Return what ``matched_sections`` does, asked once."""
        if path not in self._matched:
            self._matched[path] = matched_sections(path, self._roster)
        return self._matched[path]


class ScoredChain:
    """A chain, and which of its functions tell something."""

    def __init__(self, chain: CallChain, definitions: Definitions, scores: Scores) -> None:
        self._chain = chain
        self._scores = scores
        names = [name for name in chain.from_leaf if not is_plumbing(name)]
        self._functions = [definitions[name][0] for name in names if definitions.get(name)]
        self.holder = self._holder()
        """The first function that is not the leaf's section's: it is asked about."""

    def weight(self, most: float) -> float:
        """Return what the chain counts, by its share of the largest one that is said."""
        if self._chain.share:
            return max(_LEAST_SHARE, self._chain.share / most)
        return _WITHOUT_SHARE if most else 1.0

    @property
    def leaf_sections(self) -> frozenset[int]:
        """The sections of the hot function, or of the only one."""
        return self._scores.closest(self._functions[0]) if self._functions else frozenset()

    def score(self, most: float, explained: "set[frozenset[int]]") -> None:
        """Add the chain's functions, each by its place."""
        weight = self.weight(most)
        if len(self._functions) == 1 and self.leaf_sections in explained:
            weight *= _EXPLAINED
        self._scores.add_chain(
            [(one, weight * self._place_weight(n)) for n, one in enumerate(self._functions)]
        )

    def _holder(self) -> Definition | None:
        """Return the first function of another section than the leaf's."""
        if self._chain.leaf is Direction.UNKNOWN or not self._functions:
            return None
        leaf = self._scores.closest(self._functions[0])
        others = (one for one in self._functions if not leaf & self._scores.closest(one))
        return next(others, None)

    def _place_weight(self, place: int) -> float:
        """Return what a function counts by its place in the chain."""
        if self._chain.leaf is Direction.UNKNOWN:
            return _LEAF if len(self._functions) == 1 else _UNORDERED
        if place == 0:
            return _LEAF if self.holder is None else _EXPLAINED
        if self._functions[place] is self.holder:
            return _HOLDER
        return _ENTRY if place == len(self._functions) - 1 else _BETWEEN


@dataclass(frozen=True, slots=True)
class Held:
    """What is hot, seen from those who call it."""

    holders: Mapping[Definition, float]
    """The functions that do, and what their chains count."""
    hot: frozenset[int]
    """The sections of the hot functions."""


def score_chains(chains: Sequence[CallChain], definitions: Definitions, scores: Scores) -> Held:
    """Add every chain; return the functions that call what is hot, and the sections of that."""
    most = max((chain.share for chain in chains), default=0.0)
    scored = [ScoredChain(chain, definitions, scores) for chain in dict.fromkeys(chains)]
    explained = {one.leaf_sections for one in scored if one.holder is not None}
    holders: defaultdict[Definition, float] = defaultdict(float)
    for one in scored:
        one.score(most, explained)
        if one.holder is not None:
            holders[one.holder] += one.weight(most)
    return Held(dict(holders), frozenset().union(*explained))


def score_calls(
    held: Held,
    find_definitions: FindDefinitions,
    roster: Roster,
    scores: Scores,
) -> None:
    """Add the sections that the holders call into while they hold it, other than their own.

    ``vma_link_file`` waits for a lock in order to change a tree of another
    section's: that section wants to know as well. Headers do not count, for
    their functions are everywhere.
    """
    sources: dict[str, str] = {}
    direct = {one: _calls(one, roster, sources) for one in held.holders}
    called = _found(direct.values(), find_definitions)
    further = {
        one: [
            call for name in names for call in _inner_calls(one, called.get(name), roster, sources)
        ]
        for one, names in direct.items()
    }
    called = {**called, **_found(further.values(), find_definitions)}
    for holder, weight in held.holders.items():
        own = scores.closest(holder) | held.hot
        foreign: dict[frozenset[int], Definition] = {}
        for name in (*direct[holder], *further[holder]):
            one = called.get(name)
            if one is not None and one.path.endswith((".c", ".S", ".rs")):
                closest = scores.closest(one)
                if closest and not closest & own:
                    foreign.setdefault(closest, one)
        for one in foreign.values():
            detail = f"{one.path}, called by {holder.symbol}"
            scores.add(one, _CALLED * weight / sqrt(len(foreign)), detail)


def _calls(one: Definition, roster: Roster, sources: dict[str, str]) -> list[str]:
    """Return what a function calls, from the text of its file."""
    if one.path not in sources:
        sources[one.path] = roster.content_of(one.path).decode("utf-8", "replace")
    return find_calls(sources[one.path], one.line)


def _inner_calls(
    holder: Definition, called: Definition | None, roster: Roster, sources: dict[str, str]
) -> list[str]:
    """Return what is called by a function that stands beside its caller in the same file."""
    is_beside = called is not None and called.path == holder.path
    return _calls(called, roster, sources) if called is not None and is_beside else []


def _found(lists: Iterable[list[str]], find_definitions: FindDefinitions) -> dict[str, Definition]:
    """Return the first definition of every name, none that is only like it."""
    names = list(dict.fromkeys(name for each in lists for name in each))[:_MOST_CALLS]
    found = find_definitions(names) if names else {}
    return {name: some[0] for name, some in found.items() if some and not some[0].is_guess}
