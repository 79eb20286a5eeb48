"""Where symbols are defined: candidates, looked at in the sources, the likeliest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lkmltrack.adapters.source_tree.candidates import Candidate, find_candidates
from lkmltrack.adapters.source_tree.declarations import Kind, declared, has_body, is_variable
from lkmltrack.adapters.source_tree.files import SourceFiles
from lkmltrack.adapters.source_tree.guessing import guesses
from lkmltrack.adapters.source_tree.names import plain_name, source_names
from lkmltrack.adapters.source_tree.nearness import most_slips
from lkmltrack.adapters.source_tree.places import rank
from lkmltrack.adapters.source_tree.process import SourceGit
from lkmltrack.adapters.source_tree.table import SymbolTable, build_table, open_table
from lkmltrack.model.audience import Definition

_MOST_SYMBOLS = 500
_MOST_GUESSED = 40
_FEW = 12
_MOST_LOOKED_AT = 40
_MOST_DEFINITIONS = 8
_HEAD = 12_000
_LINE = 1_000

Found = dict[str, list[Candidate]]


class DefinitionFinder:
    """Finds definitions, by one search of the sources or in the symbol table."""

    def __init__(self, git: SourceGit, cache: str) -> None:
        self._git = git
        self._files = SourceFiles(git)
        self._folder = f"{cache}/symbols" if cache else ""
        self._table: SymbolTable | None = None
        self._unknown: set[str] = set()
        """What a search of all sources did not find: it need not be made again."""

    def find(self, symbols: Sequence[str]) -> dict[str, tuple[Definition, ...]]:
        """Return where symbols are defined; those that are not found are left out."""
        asked = {one: name for one in symbols[:_MOST_SYMBOLS] if (name := plain_name(one))}
        names = list(dict.fromkeys(asked.values()))
        found = self._found(names)
        guessed = self._guessed([name for name in names if name not in found])
        return {
            one: tuple(_definition(one, place, is_guess=name not in found) for place in places)
            for one, name in asked.items()
            if (places := found.get(name) or guessed.get(name))
        }

    def _found(self, names: Sequence[str]) -> Found:
        """Return the definitions of names that are spelled right."""
        spellings = {name: source_names(name) for name in names}
        found: Found = {}
        if self._table is None:
            self._table = open_table(self._folder, self._git)
        if self._table is None and len(names) > _FEW:
            self._table = build_table(self._folder, self._git)
        table = self._table
        if table is not None:
            sought = {one for spelled in spellings.values() for one in spelled}
            found = self._looked_at(spellings, {one: self._in_table(table, one) for one in sought})
        known = found.keys() | self._unknown
        missing = {name: spelled for name, spelled in spellings.items() if name not in known}
        if missing:
            wanted = list(dict.fromkeys(one for spelled in missing.values() for one in spelled))
            candidates: defaultdict[str, list[Candidate]] = defaultdict(list)
            for candidate in find_candidates(self._git, wanted):
                candidates[candidate.name].append(candidate)
            found |= self._looked_at(missing, candidates)
            self._unknown |= missing.keys() - found.keys()
        return found

    def _in_table(self, table: SymbolTable, name: str) -> list[Candidate]:
        """Return the places of a name; none when the sources have changed since, and in any."""
        places = table.find(name)
        return places if all(map(self._is_still_there, places)) else []

    def _is_still_there(self, candidate: Candidate) -> bool:
        """Whether a line still speaks of a candidate's name."""
        source = self._files.from_line(candidate.path, candidate.line, _LINE)
        found = declared(source.partition(b"\n")[0])
        return found is not None and found[0] == candidate.name.encode("ascii")

    def _guessed(self, names: Sequence[str]) -> Found:
        """Return the definitions of what names were probably meant to be."""
        doubtful = [name for name in names if most_slips(name)][:_MOST_GUESSED]
        if not doubtful:
            return {}
        if self._table is None:
            self._table = build_table(self._folder, self._git)
        found: Found = {}
        for name in doubtful:
            places = [
                place
                for guess in guesses(name, self._table)
                for place in self._verified(self._table.find(guess))
            ]
            if places:
                found[name] = places[:_MOST_DEFINITIONS]
        return found

    def _looked_at(
        self, spellings: Mapping[str, Sequence[str]], candidates: Mapping[str, list[Candidate]]
    ) -> Found:
        """Return for each name the places that stand a look; the first spelling that has some."""
        found: Found = {}
        for name, spelled in spellings.items():
            places = [self._verified(candidates.get(one, ())) for one in spelled]
            # a wrapper that is only declared leads to what it wraps
            places.sort(key=_is_only_declared)
            if places[0]:
                found[name] = places[0]
        return found

    def _verified(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Return the candidates as the sources have them, the likeliest first."""
        likeliest = sorted(candidates, key=lambda one: rank(one.path, one.kind))
        looked_at = [self._verdict(one) for one in likeliest[:_MOST_LOOKED_AT]]
        kept = [one for one in looked_at if one is not None]
        defined = [one for one in kept if one.kind is not Kind.PROTOTYPE] or kept
        defined.sort(key=lambda one: (*rank(one.path, one.kind), one.line))
        return defined[:_MOST_DEFINITIONS]

    def _verdict(self, candidate: Candidate) -> Candidate | None:
        """Return what stands in the sources in a candidate's place; None for something else."""
        source = self._files.from_line(candidate.path, candidate.line, _HEAD)
        text = source.partition(b"\n")[0]
        name = candidate.name.encode("ascii")
        if candidate.kind is Kind.VARIABLE:
            return candidate if is_variable(text, name) or declared(text) else None
        found = declared(text)
        if found is None or found[0] != name:
            return None
        kind = found[1]
        if kind in (Kind.OPEN, Kind.WORD):
            if has_body(source, name, is_word=kind is Kind.WORD):
                kind = Kind.FUNCTION
            elif kind is Kind.WORD:
                return None  # a call of a macro
            else:
                kind = Kind.PROTOTYPE
        return candidate._replace(kind=kind)


def _is_only_declared(places: Sequence[Candidate]) -> int:
    """Return 0 for definitions, 1 for prototypes, 2 for nothing."""
    if not places:
        return 2
    return int(places[0].kind is Kind.PROTOTYPE)


def _definition(asked: str, place: Candidate, *, is_guess: bool) -> Definition:
    return Definition(asked, place.name, place.path, place.line, is_guess)
