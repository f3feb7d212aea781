"""What two shares of one population say of their overlap, whatever their link.

If a share `W` worries and a share `A` is affected, nothing is known of how many are both but
``max(0, W + A - 1) <= both <= min(W, A)`` (Fréchet 1951). The bounds ask for no model of worry;
they hold as far as `A` does, which is modelled, and as far as both shares speak of the same
households.
"""

from __future__ import annotations

from dataclasses import dataclass

NAN = float("nan")


@dataclass(frozen=True)
class WorryBounds:
    """Bounds on worry by exposure, each a least and a greatest share.

    Parameters
    ----------
    worry, exposure
        The two shares.
    unaffected_who_worry
        Of those not affected; at least ``max(0, (W - A) / (1 - A))``.
    worried_not_affected
        Of those who worry; at least ``max(0, (W - A) / W)``.
    affected_not_worried
        Of those affected; at least ``max(0, (A - W) / A)``.
    """

    worry: float
    exposure: float
    unaffected_who_worry: tuple[float, float]
    worried_not_affected: tuple[float, float]
    affected_not_worried: tuple[float, float]


def worry_bounds(worry: float, exposure: float) -> WorryBounds:
    """Return the bounds for two shares; NaN of a group that is empty."""
    w, a = worry, exposure
    return WorryBounds(
        w,
        a,
        unaffected_who_worry=_of(w - min(w, a), w - max(0.0, w + a - 1), 1 - a),
        worried_not_affected=_of(w - min(w, a), w - max(0.0, w + a - 1), w),
        affected_not_worried=_of(a - min(w, a), a - max(0.0, w + a - 1), a),
    )


def _of(least: float, greatest: float, whole: float) -> tuple[float, float]:
    if whole <= 1e-12:
        return NAN, NAN
    return max(0.0, least / whole), min(1.0, greatest / whole)
