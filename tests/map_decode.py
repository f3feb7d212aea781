"""Encoded polylines read the way common.js does."""

from __future__ import annotations


def decode(text: str) -> list[tuple[float, float]]:
    """Read an encoded polyline the way common.js does."""
    at = lat = lon = 0
    points = []

    def number() -> int:
        nonlocal at
        bits = shift = 0
        while True:
            b = ord(text[at]) - 63
            at += 1
            bits |= (b & 31) << shift
            shift += 5
            if b < 32:
                return ~(bits >> 1) if bits & 1 else bits >> 1

    while at < len(text):
        lat += number()
        lon += number()
        points.append((lon / 1e5, lat / 1e5))
    return points
