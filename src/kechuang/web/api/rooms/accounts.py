"""The person a token acts for."""

from ninja import Router
from pydantic import Field

from kechuang.web.api.answering import moment
from kechuang.web.api.shapes import Shown

router = Router()


class Me(Shown):
    """Whom the token acts for, and what it leaves."""

    username: str = Field(examples=["planner"])
    organisation: int = Field(examples=[1])
    verbs: list[str] = Field(examples=[["plan.see"]])
    within: int = Field(examples=[1])
    expires_at: str = Field(examples=["2027-03-01T09:00:00+08:00"])


@router.get("/me", response=Me, operation_id="me")
def me(request):
    """Whom the token acts for."""
    token = request.token
    return {
        "username": request.user.username,
        "organisation": request.user.organisation_id,
        "verbs": token.verbs,
        "within": token.organisation_id,
        "expires_at": moment(token.expires_at),
    }
