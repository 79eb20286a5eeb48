"""Blocks in real mail: what people labelled is found, and next to nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lkmltrack.evidence.blocks import find_blocks
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.evidence import Block


def labels(corpus: Path) -> Iterator[dict[str, Any]]:
    for line in (corpus / "labels-dev.jsonl").read_text().splitlines():
        yield json.loads(line)


def own_blocks(path: Path) -> list[Block]:
    lines = read_mail_lines(parse_message(path.read_bytes()).body)
    return [block for block in find_blocks(lines) if not block.depth]


def fold(line: str) -> str:
    return " ".join(line.split())


def test_documents_with_evidence_are_told_from_others(corpus: Path) -> None:
    right = found = labelled = 0
    for label in labels(corpus):
        has = bool(own_blocks(corpus / label["path"]))
        labelled += bool(label["blocks"])
        found += has
        right += has and bool(label["blocks"])
    assert right / found >= 0.95
    assert right / labelled >= 0.95


def test_labelled_blocks_begin_and_end_in_found_ones(corpus: Path) -> None:
    hit = total = 0
    for label in labels(corpus):
        lines = {fold(line) for block in own_blocks(corpus / label["path"]) for line in block.lines}
        for block in label["blocks"]:
            total += 1
            hit += fold(block["first_line"]) in lines and fold(block["last_line"]) in lines
    assert hit / total >= 0.85


def test_look_alikes_bring_none(corpus: Path) -> None:
    mails = sorted((corpus / "negatives").glob("*.eml"))
    assert mails
    assert [mail.name for mail in mails if own_blocks(mail)] == []
