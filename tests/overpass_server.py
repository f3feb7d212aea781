"""A small server that answers as Overpass and Nominatim do, for tests of downloads.

It knows one OpenStreetMap extract (nodes and ways in plain Python) and, like the real one,
returns the ways that have a node within the polygon asked for, each with all its nodes.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import shapely

FREE = (
    "Connected as: 1\nCurrent time: 2026-01-01T00:00:00Z\nRate limit: 2\n\n2 slots available now.\n"
)
TAKEN = (
    "Connected as: 1\nCurrent time: x\nRate limit: 1\n\nSlot available after: x, in 3 seconds.\n"
)

Nodes = dict[int, tuple[float, float, dict[str, str]]]
Ways = dict[int, tuple[list[int], dict[str, str]]]


@dataclass
class Server:
    """What the server knows, how it behaves, and what it was asked.

    Parameters
    ----------
    nodes
        Longitude, latitude and tags by id.
    ways
        Nodes and tags by id.
    places
        Outline by name, as GeoJSON.
    behaviour
        For each question in turn ``ok``, ``busy`` (429), ``half`` (an answer with a remark),
        ``error`` (400) or ``cut`` (the connection ends); ``ok`` after the last.
    slots
        Pages of slots in turn; free after the last.
    """

    nodes: Nodes
    ways: Ways
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    behaviour: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def questions(self) -> int:
        """How many questions about roads came."""
        return sum(line.startswith("POST") for line in self.asked)

    def answer(self, query: str) -> dict[str, Any]:
        """Return what Overpass returns for a query of OSMnx."""
        said = re.search(r"\(poly:'([^']+)'\)", query)
        wanted = re.search(r'\["highway"~"([^"]+)"\]', query)
        assert said and wanted, query
        numbers = [float(n) for n in said[1].split()]
        area = shapely.Polygon(list(zip(numbers[1::2], numbers[0::2], strict=True)))
        inside = {n for n, (x, y, _) in self.nodes.items() if area.contains(shapely.Point(x, y))}
        chosen = {
            number: way
            for number, way in self.ways.items()
            if inside & set(way[0]) and re.search(wanted[1], way[1].get("highway", ""))
        }
        used = sorted({n for way, _ in chosen.values() for n in way})
        elements: list[dict[str, Any]] = []
        for n in used:
            lon, lat, tags = self.nodes[n]
            elements.append({"type": "node", "id": n, "lat": lat, "lon": lon, "tags": tags})
        elements += [
            {"type": "way", "id": n, "nodes": way, "tags": tags}
            for n, (way, tags) in chosen.items()
        ]
        return {"version": 0.6, "generator": "test", "elements": elements}


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Run the server on a free port of this machine for the time of a block."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            server.asked.append(f"GET {parts.path}")
            if parts.path.endswith("/status"):
                self._send(200, server.slots.pop(0) if server.slots else FREE)
                return
            name = parse_qs(parts.query).get("q", [""])[0]
            found = (
                [
                    {
                        **server.places[name],
                        "display_name": f"{name}, 中国",
                        "importance": 0.5,
                        "boundingbox": ["0", "1", "0", "1"],
                        "lat": "0",
                        "lon": "0",
                        "osm_type": "relation",
                        "osm_id": 1,
                    }
                ]
                if name in server.places
                else []
            )
            self._send(200, json.dumps(found))

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            query = parse_qs(self.rfile.read(length).decode())["data"][0]
            server.asked.append(f"POST {query}")
            how = server.behaviour.pop(0) if server.behaviour else "ok"
            if how == "cut":
                self.connection.close()
            elif how == "busy":
                self._send(429, "<html>Too Many Requests</html>")
            elif how == "error":
                self._send(400, "<html>Bad Request</html>")
            else:
                said = server.answer(query)
                more = {"remark": "runtime error: Query timed out"} if how == "half" else {}
                self._send(200, json.dumps({**said, **more}))

        def _send(self, code: int, content: str) -> None:
            body = content.encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{running.server_address[1]}"
    try:
        yield server
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
