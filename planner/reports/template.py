"""Pages from the templates of this room."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(template: str, **fields: Any) -> str:
    """Return a template of this room with its fields filled in, all of them escaped.

    Raises
    ------
    jinja2.UndefinedError
        If the template names a field that is not given.
    """
    return _environment().get_template(template).render(**fields)


@cache
def _environment() -> Environment:
    """Return what templates are read with; it keeps those that it has compiled."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("planner.reports", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
