"""Roads from OpenStreetMap's servers by OSMnx: part by part, every answer kept.

The area is cut into tiles. Each tile is one question to an Overpass server, and OSMnx keeps
the answer on disk, so that a download that was cut off goes on where it stopped. What OSMnx
would take silently (half an answer, a server that is busy for ever) is refused here.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.texts import Text, text
from planner.travel.osm_tags import ROAD_CLASS_OF_HIGHWAY, is_ford

if TYPE_CHECKING:
    import networkx
    from shapely.geometry.base import BaseGeometry

OVERPASS = "https://overpass-api.de/api"
NOMINATIM = "https://nominatim.openstreetmap.org/"

TILE_M = 40_000.0
"""Width of a tile: some seconds of a server's work in the country."""

MOST_BUSY = 5
"""So often in a row a server may say that it is busy; OSMnx waits a minute after each."""

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 10, 180
HALF_ANSWER = b'"remark"'
_SLOT_IN = re.compile(r"in (-?\d+) seconds")

WAY_TAGS = (
    *("highway", "name", "ref", "surface", "tracktype", "smoothness", "sac_scale", "hazard"),
    *("access", "foot", "vehicle", "motor_vehicle", "bus", "psv", "ford", "seasonal"),
    *("access:conditional", "vehicle:conditional", "motor_vehicle:conditional"),
    *("ice_road", "winter_road", "winter_service", "snowplowing", "oneway", "junction", "bridge"),
)
"""Tags of ways that are asked for: all that `planner.travel.osm_tags` looks at."""


class DownloadError(Exception):
    """A download that failed; says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Server:
    """Where to ask and where to keep the answers.

    Parameters
    ----------
    kept
        Folder of the answers.
    overpass, nominatim
        Addresses of the two services.
    """

    kept: Path
    overpass: str = OVERPASS
    nominatim: str = NOMINATIM


def outline_of(place: str, server: Server) -> tuple[BaseGeometry, str]:
    """Return the outline of a place by its name, degrees, and the full name found.

    Raises
    ------
    DownloadError
        If Nominatim cannot be reached, or knows no area of that name.
    """
    import osmnx
    from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError
    from requests.exceptions import RequestException

    _drop_spoilt(server.kept)
    try:
        with _asking(server):
            found = osmnx.geocode_to_gdf(place)
    except (InsufficientResponseError, TypeError) as error:
        raise DownloadError(text("roads.place_unknown", place=place)) from error
    except (ResponseStatusCodeError, RequestException) as error:
        raise DownloadError(_unreached(server.nominatim, error)) from error
    return found.geometry.iloc[0], str(found["display_name"].iloc[0])


def download(
    area: BaseGeometry, server: Server, progress: Callable[[int, int], None] | None = None
) -> networkx.MultiDiGraph:
    """Download the roads of an area.

    Parameters
    ----------
    area
        Polygon or polygons, degrees.
    server
        Servers and the folder of answers; what is there is not asked for again.
    progress
        Told how many tiles are done, and of how many.

    Returns
    -------
    networkx.MultiDiGraph
        As OSMnx makes it, without the nodes inside a way that mean nothing; empty where the
        area has no road.

    Raises
    ------
    DownloadError
        If a server cannot be reached, is busy for too long or answers in part.
    """
    import networkx as nx
    import osmnx
    from osmnx._errors import ResponseStatusCodeError
    from requests.exceptions import RequestException

    _drop_spoilt(server.kept)
    parts = tiles(area)
    whole = nx.MultiDiGraph(crs="epsg:4326")
    for done, tile in enumerate(parts):
        if progress is not None:
            progress(done, len(parts))
        try:
            with _asking(server):
                graph = _tile(tile)
        except DownloadError as error:
            raise DownloadError(_so_far(error.message, done, len(parts))) from error
        except (ResponseStatusCodeError, RequestException) as error:
            message = _unreached(server.overpass, error)
            raise DownloadError(_so_far(message, done, len(parts))) from error
        if graph is not None:
            whole = nx.compose(whole, graph)
    if progress is not None:
        progress(len(parts), len(parts))
    for _, data in whole.nodes(data=True):
        if is_ford({k: v for k, v in data.items() if isinstance(v, str)}):
            data["stays"] = True
    if not whole.edges:
        return whole
    return osmnx.simplify_graph(
        whole, edge_attrs_differ=["osmid"], node_attrs_include=["stays"], remove_rings=False
    )


def tiles(area: BaseGeometry) -> list[BaseGeometry]:
    """Return an area cut into squares of `TILE_M`, from the south-west, degrees."""
    import geopandas as gpd
    import numpy as np
    import shapely

    degrees = gpd.GeoSeries([area], crs="EPSG:4326")
    metric = degrees.to_crs(degrees.estimate_utm_crs())
    west, south, east, north = metric.total_bounds
    across = np.arange(west, east, TILE_M)
    up = np.arange(south, north, TILE_M)
    squares = [shapely.box(x, y, x + TILE_M, y + TILE_M) for y in up for x in across]
    cut = shapely.intersection(shapely.make_valid(metric.iloc[0]), squares)
    # A part outside the others is asked for by itself: OSMnx would ask for the hull of both.
    pieces = [p for p in shapely.get_parts(cut) if p.area > 0]
    made: list[BaseGeometry] = list(gpd.GeoSeries(pieces, crs=metric.crs).to_crs("EPSG:4326"))
    return made


def forget(server: Server) -> None:
    """Drop the answers that are kept, so that the next download asks anew."""
    shutil.rmtree(server.kept, ignore_errors=True)


def _no_answer(error: Exception) -> Text:
    import osmnx

    host = _host(str(osmnx.settings.overpass_url))
    return text("roads.no_answer", host=host, reason=" ".join(str(error).split())[:200])


def _tile(tile: BaseGeometry) -> networkx.MultiDiGraph | None:
    """Return the roads of one tile, None where it has none."""
    import osmnx
    from osmnx._errors import InsufficientResponseError

    wanted = "|".join(ROAD_CLASS_OF_HIGHWAY)
    try:
        return osmnx.graph_from_polygon(
            tile,
            simplify=False,
            retain_all=True,
            truncate_by_edge=True,
            custom_filter=f'["highway"~"^({wanted})(_link)?$"]',
        )
    except InsufficientResponseError as error:
        if "No data elements" in str(error):
            return None
        raise DownloadError(_no_answer(error)) from error
    except ValueError as error:
        # OSMnx raises it where all that came lies outside the tile.
        if "no graph nodes" in str(error).lower():
            return None
        raise DownloadError(_no_answer(error)) from error


@contextlib.contextmanager
def _asking(server: Server) -> Iterator[None]:
    """Set OSMnx to a server for the time of a block, and back afterwards.

    OSMnx's own look at the server's slots is off: where there is no network it waits minutes
    before it says so. `_Manners` looks instead. `socket.getaddrinfo`, which OSMnx replaces,
    is put back too.
    """
    import osmnx

    manners = _Manners()
    wanted: dict[str, Any] = {
        "use_cache": True,
        "cache_folder": server.kept,
        "overpass_url": server.overpass,
        "nominatim_url": server.nominatim,
        "overpass_rate_limit": False,
        "doh_url_template": None,
        "http_accept_language": "zh,en",
        "requests_timeout": SECONDS_TO_ANSWER,
        "requests_kwargs": {"auth": manners.before, "hooks": {"response": manners.after}},
        "useful_tags_way": list(WAY_TAGS),
        "useful_tags_node": ["highway", "ford"],
        "max_query_area_size": 4 * TILE_M**2,
    }
    before = {name: getattr(osmnx.settings, name) for name in wanted}
    resolve = socket.getaddrinfo
    try:
        for name, value in wanted.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(osmnx.settings, name, value)
        socket.getaddrinfo = resolve


class _Manners:
    """Waits for a free slot before a question, and looks at every answer before OSMnx does."""

    def __init__(self) -> None:
        self.busy = 0

    def before(self, request: Any) -> Any:
        """Wait until the server has a slot, as its page of slots says; called for each question."""
        import requests

        if not request.url.endswith("/interpreter"):
            return request
        page = request.url.removesuffix("interpreter") + "status"
        for _ in range(MOST_BUSY):
            said = requests.get(page, timeout=SECONDS_TO_CONNECT).text
            seconds = [int(n) for n in _SLOT_IN.findall(said)]
            if "available now" in said or not seconds:
                return request
            time.sleep(max(0, min(*seconds, 60)) + 1)
        raise DownloadError(text("roads.busy", host=_host(request.url), times=MOST_BUSY))

    def after(self, response: Any, *_: Any, **__: Any) -> None:
        """Refuse an answer that OSMnx would take for a whole one, or wait on for ever."""
        host = _host(response.url)
        if response.status_code in (429, 504):
            self.busy += 1
            if self.busy >= MOST_BUSY:
                response.close()  # nobody else will: its body was not read
                raise DownloadError(text("roads.busy", host=host, times=self.busy))
            return
        if response.status_code >= 400:
            said = f"HTTP {response.status_code} {response.reason}"
            response.close()
            raise DownloadError(text("roads.no_answer", host=host, reason=said))
        if HALF_ANSWER in response.content[-3000:]:
            said = _remark(response)
            if said:
                raise DownloadError(text("roads.half_answer", host=host, reason=said))


def _remark(response: Any) -> str:
    """Return what Overpass remarks at the end of an answer, as when its time ran out."""
    try:
        answer = response.json()
    except ValueError:
        return ""
    return str(answer.get("remark", "")) if isinstance(answer, dict) else ""


def _drop_spoilt(kept: Path) -> None:
    """Remove answers that were cut off while they were written."""
    for file in kept.glob("*.json"):
        try:
            json.loads(file.read_text("utf-8"))
        except ValueError:
            file.unlink(missing_ok=True)


def _unreached(address: str, error: Exception) -> Text:
    reason = " ".join(str(error).split())[:200]
    return text("roads.unreached", host=_host(address), reason=reason)


def _so_far(message: Text, done: int, parts: int) -> Text:
    return text("roads.so_far", message=message, done=done, parts=parts) if done else message


def _host(address: str) -> str:
    return address.split("/")[2] if "//" in address else address
