"""General shapes of requests and answers: strict texts and numbers, pages, the result of an action."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

_GREATEST = Decimal(10) ** 18
_PLACES = 6
_DIGITS = 15  # what SQLite keeps of a number without changing it
Row = TypeVar("Row")


def _number(value):
    """A number from a JSON number or a text of digits; not from true, NaN or an infinity."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise PydanticCustomError("number_type", "a number or a text of digits")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise PydanticCustomError("number_type", "a number or a text of digits") from None
    if not number.is_finite() or abs(number) >= _GREATEST:
        raise PydanticCustomError("number_range", "a finite number below 10^18")
    exponent = number.normalize().as_tuple().exponent
    if exponent < -_PLACES:
        raise PydanticCustomError("number_places", "at most six decimals")
    if len(number.normalize().as_tuple().digits) > _DIGITS:
        raise PydanticCustomError("number_digits", "at most fifteen digits")
    return number


Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$"},
                {"type": "number", "exclusiveMinimum": -1e18, "exclusiveMaximum": 1e18, "multipleOf": 0.000001},
            ],
            "examples": ["12.5"],
        }
    ),
]


def _day(value):
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "a day as 2026-03-01")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date_type", "a day as 2026-03-01") from None


Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-01"]})
]


def _not_blank(text):
    if not text.strip():
        raise PydanticCustomError("missing", "must not be empty")
    return text.strip()


Text = Annotated[StrictStr, Field(max_length=2000, examples=["Corrected from the text"])]
Reason = Annotated[
    StrictStr,
    Field(min_length=1, max_length=2000, pattern=r"\S", examples=["Differs from the table"]),
    AfterValidator(_not_blank),
]
Key = Annotated[StrictInt, Field(ge=1, le=2**53 - 1, examples=[1])]
Edition = Annotated[StrictInt, Field(ge=0, le=2**31 - 1, examples=[0])]


class Given(BaseModel):
    """What a program sends: nothing beyond what is asked."""

    model_config = ConfigDict(extra="forbid")


class Edited(Given):
    """A change to what the program saw at this edition."""

    edition: Edition


class Reasoned(Given):
    """A deed that says why."""

    reason: Reason


class Shown(BaseModel):
    """What is answered."""


class Page(Shown, Generic[Row]):
    """A page of a list: its rows, its number, how many pages and rows there are."""

    items: list[Row]
    page: int = Field(examples=[1])
    pages: int = Field(examples=[1])
    count: int = Field(examples=[1])


class Done(Shown):
    """What a deed came to."""

    id: int | None = Field(default=None, examples=[1])
    edition: int | None = Field(default=None, examples=[1])
    changed: int = Field(default=1, examples=[1])


Plain = dict[str, Any]
