"""All forms, in the order in which they are tried: the first that opens on a line has it."""

from collections.abc import Iterable

from lkmltrack.evidence.forms import (
    comparisons,
    counters,
    histograms,
    locks,
    networking,
    profiles,
    scheduling,
    services,
    sizes,
    storage,
    suites,
)
from lkmltrack.evidence.forms.form import Form


def checked(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return the forms; two of one name are a mistake in the program."""
    known = tuple(forms)
    names = [form.name for form in known]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"forms registered twice: {', '.join(sorted(twice))}")
    return known


FORMS = checked(
    (
        *comparisons.FORMS,
        *suites.FORMS,
        *storage.FORMS,
        *locks.FORMS,
        *counters.FORMS,
        *profiles.FORMS,
        *networking.FORMS,
        *scheduling.FORMS,
        *services.FORMS,
        *histograms.FORMS,
        *sizes.FORMS,
    )
)
