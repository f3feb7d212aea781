"""The parts that scenario options are made of: closed, frozen sections of numbers with units."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Stage = Literal["lower", "upper", "junior"]
Kind = Literal["teaching_point", "primary", "junior", "nine_year"]
Season = Literal["normal", "winter"]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]


def option(default: Any, unit: str, en: str, zh: str) -> Any:
    """Return a field with its default, unit and one sentence in both languages."""
    factory: dict[str, Any] = (
        {"default_factory": default} if callable(default) else {"default": default}
    )
    return Field(**factory, description=en, json_schema_extra={"unit": unit, "zh": zh})


class Section(BaseModel):
    """A closed, frozen group of options."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ByStage(Section):
    """A number for each stage."""

    lower: Positive = option(1, "", "grades 1–3", "1–3年级")
    upper: Positive = option(1, "", "grades 4–6", "4–6年级")
    junior: Positive = option(1, "", "grades 7–9", "7–9年级")
