"""Repeated results under one label: the samples of a mean."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, stdev

from lkmltrack.model.measurement import Measurement, Spread, SpreadKind

_Key = tuple[str, str, tuple[tuple[str, str], ...], str, str, str]


def with_means(measurements: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """Return the measurements, and the mean of those that are samples of the same.

    A single sample is a value like any other.
    """
    groups: dict[_Key, list[int]] = {}
    for place, measurement in enumerate(measurements):
        if measurement.statistic == "sample":
            groups.setdefault(_key(measurement), []).append(place)
    result = list(measurements)
    means: list[Measurement] = []
    for places in groups.values():
        if len(places) == 1:
            result[places[0]] = replace(result[places[0]], statistic="")
            continue
        means.append(_mean([measurements[place] for place in places]))
    return (*result, *means)


def _key(measurement: Measurement) -> _Key:
    return (
        measurement.metric,
        measurement.workload,
        measurement.parameters,
        measurement.unit,
        measurement.variant,
        measurement.role or "",
    )


def _mean(samples: Sequence[Measurement]) -> Measurement:
    values = [sample.value for sample in samples]
    return replace(
        samples[0],
        value=fmean(values),
        statistic="mean",
        spread=Spread(SpreadKind.DEVIATION, stdev(values)),
        runs=len(values),
        shown="",
    )
