"""A mail's bytes, packed for the disk and given back identical."""

import zlib
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Any

DIGEST_BYTES = 16


def digest_of(raw: bytes) -> bytes:
    """Return what tells two differing copies apart."""
    return sha256(raw).digest()[:DIGEST_BYTES]


@cache
def _codec() -> tuple[Any, int]:
    """Return the module that packs, and its level: ``isal`` where it is installed.

    It packs four times and unpacks twice as fast as zlib, in zlib's format,
    so that a file never needs more than zlib to be read.
    """
    try:
        return import_module("isal.isal_zlib"), 2
    except ImportError:
        return zlib, 1


def pack(raw: bytes) -> bytes:
    """Return bytes packed."""
    module, level = _codec()
    packed: bytes = module.compress(raw, level)
    return packed


def unpack(packed: bytes, size: int) -> bytes:
    """Return the bytes that were packed; ``zlib.error`` when they are damaged."""
    module, _ = _codec()
    try:
        raw: bytes = module.decompressobj().decompress(packed, size + 1)
    except module.error as error:
        raise zlib.error(str(error)) from error
    if len(raw) != size:
        raise zlib.error(f"{len(raw)} bytes instead of {size}")
    return raw
