"""The report as PDF: printed by an installed browser, else by WeasyPrint."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from planner.errors import PlannerError, UsageError
from planner.texts import text

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
"""Commands of browsers that print pages as PDF without a window."""

PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "%ProgramFiles%/Google/Chrome/Application/chrome.exe",
    "%ProgramFiles(x86)%/Google/Chrome/Application/chrome.exe",
    "%LocalAppData%/Google/Chrome/Application/chrome.exe",
    "%ProgramFiles(x86)%/Microsoft/Edge/Application/msedge.exe",
    "%ProgramFiles%/Microsoft/Edge/Application/msedge.exe",
)
"""Where they stand on systems that put no browser on the path."""

SWITCHES = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    # The page asks for nothing; neither shall the browser.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
PRINTING_S = 300
"""Seconds after which a browser is given up."""
EXTRA_PDF = 'pip install "county-school-planner[pdf]"'


def browser() -> str:
    """Return the path of a browser that can print, empty where none is found."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    if found:
        return found
    places = (Path(os.path.expandvars(place)) for place in PLACES)
    return next((str(place) for place in places if place.is_file()), "")


def require_pdf() -> None:
    """Raise unless something here can make a PDF.

    Raises
    ------
    UsageError
        If there is neither a browser nor WeasyPrint; says what to install.
    """
    if not browser() and importlib.util.find_spec("weasyprint") is None:
        raise UsageError(text("report_page.extra.pdf", extra=EXTRA_PDF))


def write_pdf(pages: Sequence[str], path: Path) -> None:
    """Write pages, one after the other, as one PDF with numbered pages.

    Parameters
    ----------
    pages
        Whole pages as `planner.reports.report.build_report` gives them, each in one language.
    path
        The PDF.

    Raises
    ------
    PlannerError
        If the browser gives no PDF, or WeasyPrint cannot be loaded (on some systems it needs
        Pango besides).
    """
    require_pdf()
    found = browser()
    if found:
        _by_browser(found, joined(pages), path)
    else:
        _by_weasyprint(joined(pages), path)


def joined(pages: Sequence[str]) -> str:
    """Return pages of one language each as one page, every language on sheets of its own.

    The class of the language moves from the page to a part of its body. Ids of the parts are
    alike: the maps have no words of their own, so that they draw the same from either.
    """
    first, *others = pages
    if not others:
        return first
    langs = [_between(page, '<html lang="', ">").split('class="')[1].rstrip('"') for page in pages]
    styles = "".join(f"<style>{_between(page, '<style>', '</style>')}</style>" for page in pages)
    parts = "".join(
        f'<div class="part {lang}">{_between(page, "<body>", "</body>")}</div>'
        for lang, page in zip(langs, pages, strict=True)
    )
    head = f'<meta charset="utf-8"><title>{_between(first, "<title>", "</title>")}</title>'
    policy = f"<meta http-equiv={_between(first, '<meta http-equiv=', '>')}>"
    return f"<!DOCTYPE html><html><head>{policy}{head}{styles}</head><body>{parts}</body></html>"


def _between(page: str, before: str, after: str) -> str:
    """Return what stands between; names are escaped, so that none of them is a mark of the page."""
    return page.split(before, 1)[1].split(after, 1)[0]


def _by_browser(found: str, page: str, path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="plan-print-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_text(page, "utf-8")
        # A browser run by root refuses its sandbox; the page is our own and asks for nothing.
        alone = ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
        profile = f"--user-data-dir={Path(folder) / 'profile'}"
        command = [found, *SWITCHES, *alone, profile, f"--print-to-pdf={target}", source.as_uri()]
        try:
            subprocess.run(  # noqa: S603  a browser of this machine, our own page
                command,
                check=True,
                timeout=PRINTING_S,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            shutil.copyfile(target, path)
        except (OSError, subprocess.SubprocessError) as error:
            raise PlannerError(text("report_page.extra.browser", browser=found)) from error


def _by_weasyprint(page: str, path: Path) -> None:
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise PlannerError(text("report_page.extra.weasyprint", why=error)) from error
    # The page asks for nothing; nor may a name in it.
    HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"})).write_pdf(path)
