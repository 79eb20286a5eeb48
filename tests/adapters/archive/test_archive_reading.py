"""Expanding what a server sends, whole or not at all."""

import gzip
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.lore import Limits
from lkmltrack.adapters.lore.reading import read_body
from lkmltrack.errors import BadAnswerError

LIMITS = Limits(expanded=1 << 20, free_expansion=1 << 16)


def body(data: bytes, size: int, *, is_encoded: bool = False, limits: Limits = LIMITS) -> bytes:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return read_body(
        pieces,
        url="http://127.0.0.1/x",
        cap=1 << 20,
        limits=limits,
        is_encoded=is_encoded,
        tell=lambda count: None,
    )


@given(st.binary(max_size=3000), st.integers(1, 500), st.booleans())
@settings(max_examples=200, deadline=None)
def test_what_was_packed_is_unpacked(data: bytes, size: int, is_encoded: bool) -> None:
    if data.startswith(b"\x1f\x8b"):
        return
    assert body(gzip.compress(data), size, is_encoded=is_encoded) == data


@given(st.binary(max_size=2000), st.integers(1, 100), st.data())
@settings(max_examples=200, deadline=None)
def test_no_part_of_a_pack_is_taken_for_the_whole(
    data: bytes, size: int, draw: st.DataObject
) -> None:
    packed = gzip.compress(data)
    end = draw.draw(st.integers(2, len(packed) - 1))
    with pytest.raises(BadAnswerError):
        body(packed[:end], size)


@given(st.binary(min_size=1, max_size=2000), st.integers(1, 100), st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_pack_is_refused_or_unharmed(data: bytes, size: int, draw: st.DataObject) -> None:
    packed = bytearray(gzip.compress(data))
    position = draw.draw(st.integers(10, len(packed) - 1))
    packed[position] ^= draw.draw(st.integers(1, 255))
    try:
        assert body(bytes(packed), size) == data
    except BadAnswerError:
        return


@given(st.binary(max_size=500), st.integers(1, 50), st.booleans())
@settings(max_examples=200, deadline=None)
def test_anything_is_read_or_refused(data: bytes, size: int, is_encoded: bool) -> None:
    try:
        body(data, size, is_encoded=is_encoded)
    except BadAnswerError:
        return


@pytest.mark.parametrize("size", [1, 7, 4096, 1 << 20])
def test_members_and_padding_are_one_whole(size: int) -> None:
    packed = gzip.compress(b"one") + gzip.compress(b"two") + b"\0" * 512
    assert body(packed, size) == b"onetwo"


def test_every_byte_comes_out_of_a_small_pack() -> None:
    large = b"a" * 900_000
    limits = replace(LIMITS, ratio=10_000)
    assert body(gzip.compress(large), 1 << 20, limits=limits) == large


def test_a_bomb_in_many_members_is_seen() -> None:
    with pytest.raises(BadAnswerError, match="expands"):
        body(gzip.compress(b"\0" * 50_000) * 30, 1 << 20)


def test_another_compression_is_not_taken_for_gzip() -> None:
    with pytest.raises(BadAnswerError):
        body(zlib.compress(b"text"), 100, is_encoded=True)
