"""Pages from the templates of this room."""

from __future__ import annotations

from typing import Any


def rendered(template: str, **fields: Any) -> str:
    """Return a template of this room with its fields filled in, all of them escaped.

    Raises
    ------
    jinja2.UndefinedError
        If the template names a field that is not given.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("planner.reports", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**fields)
