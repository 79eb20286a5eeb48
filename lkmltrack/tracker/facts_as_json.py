"""Facts as JSON text and back, for what the store keeps of derived values."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_Fact = TypeVar("_Fact")


def render_json(fact: object) -> str:
    """Return a frozen dataclass, and all that is in it, as JSON."""
    return json.dumps(_plain(fact), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def parse_json(text: str, kind: type[_Fact]) -> _Fact | None:
    """Return the fact that a JSON text holds; None when it was written by another version."""
    try:
        found = _read(json.loads(text), kind)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if isinstance(found, kind) else None


@cache
def _types_of(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(value: Any, kind: Any) -> Any:
    """Return a value as a type wants it; raises where it cannot be."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        return _read(value, next(one for one in get_args(kind) if one is not type(None)))
    if origin is tuple:
        inner = get_args(kind)[0]
        return tuple(_read(one, inner) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _types_of(kind)
        return kind(**{name: _read(value[name], hint) for name, hint in hints.items()})
    if kind is datetime:
        return datetime.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind}")
    return value
