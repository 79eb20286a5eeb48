"""Tolerances: how far a figure in prose may be from what was measured and still be it."""

from lkmltrack.model.evidence import Claim

_EXACT = 0.06
_ABOUT = 0.2
_POINTS = 0.6
_ROUGH = ("about", "around", "approx", "~", "nearly", "almost", "roughly", "close to", "some")


def is_near(claim: Claim, low: float, high: float, figure: float) -> bool:
    """Whether a figure agrees with a magnitude, as the claim qualifies it.

    Half of the figures in prose are rounded: 6 % of it may be missing, 20 %
    when it is called rough, and 0.6 always.
    """
    qualifier = claim.qualifier.lower() or claim.text.lower()
    share = _ABOUT if any(word in qualifier for word in _ROUGH) else _EXACT
    slack = max(_POINTS, share * abs(high))
    if claim.unit == "x":
        slack = max(0.05, share * abs(high))
    return low - slack <= figure <= high + slack
