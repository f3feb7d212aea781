"""One browser for the tests of a file."""

from __future__ import annotations

import chrome_driver
import pytest


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with chrome_driver.browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened
