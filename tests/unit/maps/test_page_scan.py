from __future__ import annotations

import pytest

from planner.maps.scan import outside_references


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<script src="https://a.example/x.js"></script>', ["https://a.example/x.js"]),
        ('<link rel=stylesheet href="//a.example/x.css">', ["//a.example/x.css"]),
        ("<style>@import 'http://a.example/x.css';</style>", ["http://a.example/x.css"]),
        ('<style>b{background:url("http://a.example/x.png")}</style>', ["http://a.example/x.png"]),
        ('<p style="background:url(ftp://a.example/y)">', ["ftp://a.example/y"]),
        ('<img srcset="a.png 1x, https://a.example/b.png 2x">', ["https://a.example/b.png"]),
        ('<a href="https://a.example/">', ["https://a.example/"]),
        ('<form action="https://a.example/">', ["https://a.example/"]),
        ('<a href="map.html#top">', []),
        ('<img src="data:image/png;base64,AA==">', []),
        ("<style>b{background:url(data:image/png;base64,AA==)}</style>", []),
        ("<p>https://a.example/</p><!-- https://b.example/ -->", []),
    ],
)
def test_references_that_leave_the_page(page, found):
    assert outside_references(page) == found
