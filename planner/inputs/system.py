"""Coordinate systems by name: what county.yaml may say of its degrees or metres."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyproj import CRS
from pyproj.exceptions import CRSError

from planner.findings import Finding
from planner.inputs.china_shift import SHIFTS
from planner.scenario.lines import KeyPath, Places, finding_at
from planner.texts import text

WGS84 = "EPSG:4326"
CGCS2000 = 4490
NAMED = {"wgs84": WGS84, "cgcs2000": f"EPSG:{CGCS2000}", "wgs-84": WGS84, "cgcs-2000": "EPSG:4490"}
ALIKE = {"gcj-02": "gcj02", "bd-09": "bd09"}


@dataclass(frozen=True)
class System:
    """How coordinates are to be understood.

    Parameters
    ----------
    crs
        Geographic or projected system, of two dimensions.
    said
        As it was named.
    shift
        ``gcj02`` or ``bd09`` where they are shifted as Chinese web maps do, to be undone
        first; else ``""``.
    """

    crs: CRS
    said: str
    shift: str = ""

    @property
    def datum(self) -> str:
        """``gcj02``, ``bd09``, or ``wgs84`` for every system that is not shifted."""
        return self.shift or "wgs84"


def crs_named(said: str) -> CRS | None:
    """Return the system of an EPSG code, or None where there is none."""
    if not re.fullmatch(r"(?i)epsg:\d{1,6}", said.strip()):
        return None
    try:
        return CRS.from_user_input(said.strip())
    except CRSError:
        return None


def stated_system(
    said: str | None, places: Places, key: KeyPath = ("crs",)
) -> tuple[System | None, tuple[Finding, ...]]:
    """Return the system that county.yaml names, for all tables or for one.

    Parameters
    ----------
    said
        ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09`` or ``EPSG:n``; None for none.
    places, key
        Where in county.yaml.
    """
    if said is None:
        return None, ()
    folded = said.strip().lower()
    folded = ALIKE.get(folded, folded)
    if folded in SHIFTS:
        return System(CRS.from_user_input(WGS84), folded, folded), ()
    crs = crs_named(NAMED.get(folded, said))
    if crs is None:
        return None, (finding_at(places, key, text("inputs.crs_unknown", crs=said), said, "crs"),)
    if crs.is_geocentric:
        message = text("inputs.crs_geocentric", crs=said)
        return None, (finding_at(places, key, message, said, "crs"),)
    if crs.is_geographic or (crs.is_projected and crs.axis_info[0].unit_name == "metre"):
        return System(crs.to_2d(), said), ()
    message = text("inputs.crs_not_degrees", crs=said)
    return None, (finding_at(places, key, message, said, "crs"),)
