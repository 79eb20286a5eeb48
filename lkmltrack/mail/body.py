"""Bodies: quotes, attributions, signatures, diffs, and the parts of a patch."""

from lkmltrack.mail.diffs import diff_ranges, touched_files
from lkmltrack.model.message import Line, LineKind, PatchText


def split_lines(body: str) -> tuple[Line, ...]:
    """Return the lines of a body, each with its kind and its quote depth."""
    lines = body.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    found = []
    for number, text in enumerate(lines, 1):
        depth, content = quote_depth(text)
        found.append(Line(number, LineKind.QUOTE if depth else LineKind.TEXT, depth, content))
    return tuple(found)


def quote_depth(line: str) -> tuple[int, str]:
    """Return how deep a line is quoted, and the line without the marks."""
    depth = 0
    position = 0
    while line.startswith((">", " >"), position):
        position += 1 + (line[position] == " ")
        depth += 1
    if depth and line.startswith(" ", position):
        position += 1
    return depth, line[position:]


def own_text(body: str) -> str:
    """Return what the sender wrote, without what is quoted."""
    return "\n".join(line.text for line in split_lines(body) if line.depth == 0)


def quoted_text(body: str) -> str:
    """Return what is quoted, without the marks."""
    return "\n".join(line.text for line in split_lines(body) if line.depth)


def split_patch(body: str) -> PatchText | None:
    """Return the parts of a patch, None when there is no diff."""
    lines = body.split("\n")
    ranges = diff_ranges(lines)
    if not ranges:
        return None
    first, end = ranges[0][0], ranges[-1][1]
    before = lines[:first]
    cut = next((index for index, line in enumerate(before) if line.rstrip() == "---"), len(before))
    message = "\n".join(before[:cut]).strip("\n")
    comment = "\n".join(before[cut + 1 :]).strip("\n")
    diff = "\n".join(lines[first:end])
    return PatchText(message, comment, diff + "\n", touched_files(lines[first:end]))
