"""hyperfine --export-json: times of commands, with every run."""

from collections.abc import Iterator

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import (
    Value,
    block_of,
    entries,
    figure,
    inside,
    items,
    number,
    text,
)
from lkmltrack.evidence.results.found import Found, command
from lkmltrack.model.measurement import Better, Measurement, Spread, SpreadKind

_MOST_SAMPLES = 2_000
_OTHERS = (("median", "median"), ("min", "min"), ("max", "max"))
_PARTS = (("user", "user"), ("system", "sys"))


def is_hyperfine(value: Value) -> bool:
    """Whether JSON is hyperfine's."""
    results = entries(inside(value, "results"))
    return bool(results) and all(
        inside(one, "command") is not None and inside(one, "mean") is not None for one in results
    )


def read_hyperfine(value: Value, _: str, lines: int) -> Found:
    """Return the times of every command as one block."""
    results = entries(inside(value, "results"))
    measurements = [one for result in results for one in _of_result(result)]
    if not measurements:
        return Found("hyperfine", (), remarks=("no command has a time",))
    remarks = [remark for result in results for remark in _failures(result)]
    commands = tuple(one for result in results for one in command(text(inside(result, "command"))))
    block = block_of("hyperfine", FormName.HYPERFINE, measurements, lines, remarks)
    return Found("hyperfine", (block,), commands)


def _of_result(result: Value) -> Iterator[Measurement]:
    ran = text(inside(result, "command"))
    parameters = tuple(
        (key, text(one)) for key, one in items(inside(result, "parameters")) if text(one)
    )
    times = [time for time in map(number, entries(inside(result, "times"))) if time is not None]
    mean, deviation = number(inside(result, "mean")), number(inside(result, "stddev"))
    if mean is None:
        return
    yield figure(
        "time",
        mean,
        "s",
        Better.LOWER,
        variant=ran,
        parameters=parameters,
        statistic="mean",
        spread=None if deviation is None else Spread(SpreadKind.DEVIATION, deviation),
        runs=len(times) or None,
    )
    named = [("time", statistic, inside(result, key)) for key, statistic in _OTHERS]
    named += [(metric, "mean", inside(result, key)) for key, metric in _PARTS]
    named += [("time", "sample", time) for time in times[:_MOST_SAMPLES] if len(times) > 1]
    for metric, statistic, value in named:
        seconds = number(value)
        if seconds is not None:
            yield figure(
                metric,
                seconds,
                "s",
                Better.LOWER,
                variant=ran,
                parameters=parameters,
                statistic=statistic,
            )


def _failures(result: Value) -> Iterator[str]:
    codes = entries(inside(result, "exit_codes"))
    failed = [code for code in map(number, codes) if code]
    if failed:
        shown = text(inside(result, "command"))
        yield f"{len(failed)} of {len(codes)} runs of {shown} failed"
