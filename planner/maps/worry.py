"""A map of worry against exposure: where people said they worry, and whom a plan affects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from branca.element import MacroElement

from planner.maps.assets import drawing_script, script_json
from planner.maps.geometry import encode
from planner.maps.offline import OfflineMap, Verbatim
from planner.texts import Lang, catalogue

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ALIKE = 0.1
"""Worry and exposure nearer than this are drawn as alike, as a share."""
COLOURS = ("#d55e00", "#c9ccd1", "#0072b2")
"""More worry than are affected, alike, more are affected than worry."""
_SIMPLIFY_DEGREES = 0.0003


@dataclass(frozen=True)
class WorryPlace:
    """A village or township with answers.

    Parameters
    ----------
    lon, lat
        In degrees.
    respondents, worried
        Answers from there.
    exposure
        Share of its households affected.
    """

    name: str
    township: str
    lon: float
    lat: float
    respondents: int
    worried: int
    exposure: float

    @property
    def apart(self) -> float:
        """Share who worry less the share affected."""
        return self.worried / self.respondents - self.exposure

    @property
    def kind(self) -> int:
        """Place in `COLOURS`."""
        return 1 if abs(self.apart) <= ALIKE + 1e-9 else 0 if self.apart > 0 else 2


class _Drawing(MacroElement):
    """The data and the script, put in verbatim: names of villages are no templates."""

    def __init__(self, page: OfflineMap, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Drawing", page._id
        self.script = page.figure.script
        name = page.get_name()
        self.text = f"{drawing_script('worry.js')}\ndrawWorry({name}, {script_json(data)});"

    def render(self, **_: Any) -> str:
        """Add the script to the page, after the map it draws on."""
        self.script.add_child(Verbatim(self.text), name=self.get_name())
        return ""


def worry_map(
    name: str, outlines: Sequence[BaseGeometry], places: Sequence[WorryPlace], langs: Sequence[Lang]
) -> OfflineMap:
    """Return the map, circles sized by answers, with a card for each.

    Parameters
    ----------
    name
        Unlike that of any other map of the page.
    outlines
        Of the counties, in degrees.
    """
    page = OfflineMap(
        name=name,
        location=[places[0].lat, places[0].lon] if places else [31.0, 100.0],
        zoom_start=9,
        zoom_snap=0.1,
        scroll_wheel_zoom=False,
    )
    page.add_child(_Drawing(page, worry_data(outlines, places, langs)), name="drawing")
    return page


def worry_data(
    outlines: Sequence[BaseGeometry], places: Sequence[WorryPlace], langs: Sequence[Lang]
) -> dict[str, Any]:
    """Return what the script is given."""
    words = {
        key.removeprefix("concern_page.map."): said
        for key, said in sorted(catalogue().items())
        if key.startswith("concern_page.map.")
    }
    return {
        "langs": list(langs),
        "words": words,
        "colours": list(COLOURS),
        "outlines": [line for shape in outlines for line in _rings(shape)],
        "places": [
            {
                "name": p.name,
                "township": p.township,
                "at": [round(p.lat, 5), round(p.lon, 5)],
                "n": p.respondents,
                "worried": p.worried,
                "exposure": round(p.exposure, 4),
                "kind": p.kind,
            }
            for p in sorted(places, key=lambda p: (-p.respondents, p.name))
        ],
    }


def _rings(shape: BaseGeometry) -> list[str]:
    import shapely

    simple = shapely.simplify(shape, _SIMPLIFY_DEGREES)
    rings = shapely.get_rings(shapely.get_parts([simple]))
    return [encode((x, y) for x, y, *_ in ring.coords) for ring in rings]
