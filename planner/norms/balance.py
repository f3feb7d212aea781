"""What a balance profile may say: the closed model of its values, and the indicators there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]


@dataclass(frozen=True)
class Kind:
    """How an indicator is counted: a quantity per so many pupils."""

    quantity: str
    per_pupils: int


INDICATORS = {
    "qualified_teachers_per_100_pupils": Kind("qualified_teachers", 100),
    "backbone_teachers_per_100_pupils": Kind("backbone_teachers", 100),
    "arts_pe_teachers_per_100_pupils": Kind("arts_pe_teachers", 100),
    "teaching_area_m2_per_pupil": Kind("teaching_area_m2", 1),
    "sports_area_m2_per_pupil": Kind("sports_area_m2", 1),
    "equipment_yuan_per_pupil": Kind("equipment_yuan", 1),
    "multimedia_rooms_per_100_pupils": Kind("multimedia_rooms", 100),
    "computers_per_100_pupils": Kind("computers", 100),
    "books_per_pupil": Kind("books", 1),
    "teachers_per_100_pupils": Kind("teachers", 100),
    "titled_teachers_per_100_pupils": Kind("titled_teachers", 100),
}
"""Every indicator that a profile may count."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ByBand(_Closed):
    """A limit for primary and for junior schools; none where it is left out."""

    primary: Positive | None = None
    junior: Positive | None = None


class BySchool(ByBand):
    """A limit of the pupils of a school by its kind."""

    nine_year: Positive | None = None


class Asked(ByBand):
    """Thresholds of an indicator; `counted` where the measures count it."""

    counted: bool = False


class Indicators(_Closed):
    """The indicators that the measures count."""

    qualified_teachers_per_100_pupils: Asked = Asked()
    backbone_teachers_per_100_pupils: Asked = Asked()
    arts_pe_teachers_per_100_pupils: Asked = Asked()
    teaching_area_m2_per_pupil: Asked = Asked()
    sports_area_m2_per_pupil: Asked = Asked()
    equipment_yuan_per_pupil: Asked = Asked()
    multimedia_rooms_per_100_pupils: Asked = Asked()
    computers_per_100_pupils: Asked = Asked()
    books_per_pupil: Asked = Asked()
    teachers_per_100_pupils: Asked = Asked()
    titled_teachers_per_100_pupils: Asked = Asked()


class Assumed(_Closed):
    """What the measures do not say and figures after a plan need."""

    room_m2: NotNegative = 90.0
    hires_qualified_share: Share = 1.0


class BalanceValues(_Closed):
    """All values of a balance profile."""

    floor_share: Share | None = None
    meets_at_least: Annotated[int, Field(ge=0, le=len(INDICATORS))] = 0
    small_point_pupils: NotNegative = 0.0
    cv_limit: ByBand = ByBand()
    composite: bool = False
    class_size: ByBand = ByBand()
    school_pupils: BySchool = BySchool()
    rotation_share: Share | None = None
    rotation_backbone_share: Share | None = None
    indicators: Indicators
    assumed: Assumed = Assumed()
