"""Reading: a file of results that a person's own tool wrote, told by its content."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.results import (
    bare_numbers,
    cyclictest,
    fio,
    fio_terse,
    hyperfine,
    iperf,
    perf_data,
    perf_script,
    perf_stat,
    plain,
    redis,
    stress_ng,
    unixbench,
    will_it_scale,
)
from lkmltrack.evidence.results.figures import Value
from lkmltrack.evidence.results.found import Found
from lkmltrack.evidence.results.machine import read_machine
from lkmltrack.model.evidence import Document

LARGEST = 16 << 20
_KNOWN = "fio, hyperfine, iperf3, perf stat, perf data and cyclictest are known"
_NO_TEXT: tuple[tuple[bytes, str], ...] = (
    (b"PERFILE2", "it is perf's own file: attach what `perf report --stdio` or `perf script` says"),
    (b"\x1f\x8b", "it is compressed: unpack it first"),
    (b"\xfd7zXZ", "it is compressed: unpack it first"),
    (b"(\xb5/\xfd", "it is compressed: unpack it first"),
    (b"BZh", "it is compressed: unpack it first"),
    (b"PK\x03\x04", "it is an archive: unpack it first"),
    (b"\x89PNG", "it is a picture: attach the figures that it was made from"),
    (b"%PDF-", "it is no plain text: attach the tool's own output"),
)


@dataclass(frozen=True, slots=True)
class _Json:
    """A shape of JSON, and who reads it."""

    is_shape: Callable[[Value], bool]
    read: Callable[[Value, str, int], Found]


_SHAPES = (
    _Json(fio.is_fio, fio.read_fio),
    _Json(hyperfine.is_hyperfine, hyperfine.read_hyperfine),
    _Json(iperf.is_iperf, iperf.read_iperf),
    _Json(perf_data.is_perf_data, perf_data.read_perf_data),
    _Json(cyclictest.is_cyclictest, cyclictest.read_cyclictest),
)
_TEXTS: tuple[tuple[Callable[[str], bool], Callable[[str, str], Found]], ...] = (
    (perf_stat.is_json_lines, perf_stat.read_json_lines),
    (will_it_scale.is_will_it_scale, will_it_scale.read_will_it_scale),
    (redis.is_redis, redis.read_redis),
    (stress_ng.is_stress_ng, stress_ng.read_stress_ng),
    (unixbench.is_unixbench, unixbench.read_unixbench),
    (perf_stat.is_separated, perf_stat.read_separated),
    (perf_script.is_perf_script, perf_script.read_perf_script),
    (fio_terse.is_fio_terse, fio_terse.read_fio_terse),
    (bare_numbers.is_bare_numbers, bare_numbers.read_bare_numbers),
)


def read_results(name: str, data: bytes) -> Document:
    """Return what a file of results holds as a document; its name tells nothing about its form.

    Raises ``BadInputError`` when the file is too large, is no text, is JSON
    of no tool that is known, or holds no results. A machine's description is
    a document without blocks.
    """
    if len(data) > LARGEST:
        raise BadInputError(
            f"{name} is larger than {LARGEST >> 20} MiB", "attach the part that matters"
        )
    content = _decoded(name, data)
    if not content.strip():
        raise BadInputError(f"{name} is empty", "did the tool write its results elsewhere?")
    machine = read_machine(content, name)
    if machine is not None:
        return machine
    found = _found(name, content)
    if found is None:
        return plain.read_plain(name, content)
    if not found.blocks:
        raise BadInputError(f"{name} holds no results", "; ".join(found.remarks))
    return found.document(name)


def _found(name: str, content: str) -> Found | None:
    """Return what a known tool wrote, None when the text is none of theirs."""
    for is_form, read in _TEXTS:
        if is_form(content):
            return read(content, name)
    start = _json_start(content)
    if start is None:
        return None
    value = _parsed(name, content[start:])
    lines = content.count("\n") + 1
    for shape in _SHAPES:
        if shape.is_shape(value):
            return shape.read(value, name, lines)
    raise BadInputError(f"{name} is JSON of no tool that is known", _KNOWN)


def _decoded(name: str, data: bytes) -> str:
    for magic, hint in _NO_TEXT:
        if data.startswith(magic):
            raise BadInputError(f"{name} is no text", hint)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").replace("\r\n", "\n")
    if b"\0" in data[:65_536]:
        raise BadInputError(f"{name} is no text", "attach what the tool prints, or its JSON")
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("latin-1")
    return content.replace("\r\n", "\n")


def _json_start(content: str) -> int | None:
    """Return where JSON begins: at the start, or at a brace of its own after a tool's notes."""
    bare = content.lstrip()
    if bare.startswith("{"):
        return len(content) - len(bare)
    start = content.find("\n{\n", 0, 65_536)
    is_end = content.rstrip().endswith("}")
    return start + 1 if start >= 0 and is_end else None


def _parsed(name: str, content: str) -> Value:
    try:
        return json.JSONDecoder().raw_decode(content)[0]
    except RecursionError as error:
        raise BadInputError(f"{name} is JSON that is nested too deeply") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadInputError(
            f"{name} begins as JSON and breaks off at {place}", "was the tool interrupted?"
        ) from error
    except ValueError as error:
        raise BadInputError(f"{name} is JSON with a number that is too long") from error
