"""Pictures of real pages for the README: ``python docs/make/screenshots.py [RUN RUN …]``.

Without run folders two scenarios of the synthetic county of Dege are planned into ``runs/``,
unless they are there. The first run's map and the comparison of all are opened in a headless
Chromium without a network and written to docs/images, in English and in Chinese.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

import planner
from planner.run import run_scenario

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
SCENARIOS = ("free-optimum", "one-school-per-township")
SIZE_PX = (1280, 800)
COLOURS = 128
"""A page has few colours; so many keep a picture small without being seen."""
SETTLE_S = 2.0
"""A map draws its canvas after it has loaded."""
SHOWN = """
const html = document.documentElement;
if (!html.classList.contains("lang-" + arguments[0])) {
  document.getElementById("switch-language").click();
}
const at = arguments[1] && document.querySelector(arguments[1]);
window.scrollTo(0, at ? at.getBoundingClientRect().top + window.scrollY - 8 : 0);
return html.classList.contains("lang-" + arguments[0]) && (!arguments[1] || at !== null);
"""


def planned() -> list[Path]:
    """Return the folders of the two runs, planned where they are not there yet."""
    folders = [ROOT / "runs" / f"dege-{name}" for name in SCENARIOS]
    for name, folder in zip(SCENARIOS, folders, strict=True):
        if not (folder / "manifest.json").exists():
            run_scenario(ROOT / "scenarios" / "dege" / f"{name}.yaml", folder)
    return folders


def small(picture: bytes) -> bytes:
    """Return a picture as PNG of few colours."""
    with Image.open(io.BytesIO(picture)) as image:
        palette = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    target = io.BytesIO()
    palette.save(target, "PNG", optimize=True)
    return target.getvalue()


def main(folders: list[Path]) -> None:
    """Open the pages and write their pictures."""
    sys.path.insert(0, str(ROOT / "tests"))
    from chrome_driver import browser

    runs = folders or planned()
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        page = Path(scratch) / "compare.html"
        planner.load_run(runs[0]).compare(*runs[1:]).save(page)
        with browser(Path(scratch) / "profile") as window:
            window.resize(*SIZE_PX)
            for name, shown, part in (
                ("map", runs[0] / "map.html", ""),
                ("compare", page, "#maps"),
            ):
                window.open(shown.resolve())
                for lang in ("en", "zh"):
                    time.sleep(SETTLE_S)
                    if not window.run(SHOWN, lang, part):
                        raise SystemExit(f"{shown}: no part {part} or no {lang}")
                    time.sleep(SETTLE_S)
                    (IMAGES / f"{name}-{lang}.png").write_bytes(small(window.screenshot()))
                if window.requests() != [shown.resolve().as_uri()] or window.complaints():
                    raise SystemExit(f"{shown}: asked the network, or complained")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
