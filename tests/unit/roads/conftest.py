"""The layer that the tests of roads share."""

from __future__ import annotations

import pytest
from road_lines import hidden_shapefile


@pytest.fixture
def shapefile(tmp_path):
    """A shapefile in GB18030 that does not say so."""
    return hidden_shapefile(tmp_path)
