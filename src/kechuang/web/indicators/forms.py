"""Shape and type of what people put in: the grid of a break-down, and what an indicator is."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms

from kechuang.domain.indicators.definition import Direction
from kechuang.domain.indicators.path import Shape
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.figures import PLACES, Unfit, read_figure, write_figure
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.states import ALONG, TYPED, Aggregation
from kechuang.web.organisations.forms import NONE_CHOSEN
from kechuang.web.organisations.models import Organisation
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy

SHAPES = (ALONG, *(shape.value for shape in Shape), TYPED)
SHAPES_OF_WHOLE = (*(shape.value for shape in Shape), TYPED)
OUT, COUNTED, BESIDE = "out", "counted", "beside"
PARTS = (COUNTED, BESIDE, OUT)


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a cell of the grid: its field's name, and a code with words."""

    field: str
    code: str
    value: str


def read_grid(posted, organisations, years, *, whole):
    """The whole's draft, those of the parts that take part, and every cell that holds no number."""
    mistakes = []
    top = _read_row(posted, whole, years, mistakes)
    taking_part = [one for one in organisations if posted.get(f"part-{one}") in (COUNTED, BESIDE)]
    return top, [_read_row(posted, one, years, mistakes) for one in taking_part], mistakes


def _read_row(posted, organisation, years, mistakes):
    shape = posted.get(f"shape-{organisation}", "")
    base, target, weight = (_read(posted, f"{name}-{organisation}", mistakes) for name in ("base", "target", "weight"))
    typed = {year: _read(posted, f"y-{organisation}-{year}", mistakes) for year in years} if shape == TYPED else {}
    return Draft(
        organisation,
        shape if shape in SHAPES else ALONG,
        base,
        target,
        _positive(weight, f"weight-{organisation}", mistakes),
        posted.get(f"part-{organisation}") != BESIDE,
        {year: value for year, value in typed.items() if value is not None},
    )


def _read(posted, field, mistakes):
    text = posted.get(field, "")
    try:
        return read_figure(text)
    except Unfit as unfit:
        mistakes.append(Mistake(field, unfit.code, text[:40]))
        return None


def _positive(weight, field, mistakes):
    if weight is not None and weight < 0:
        mistakes.append(Mistake(field, "figure.negative", write_figure(weight)))
        return None
    return weight


class IndicatorForm(Form):
    """What an indicator is and how its parts make the whole."""

    definition = forms.CharField(
        required=False,
        max_length=4_000,
        label=lazy("indicator.definition"),
        help_text=lazy("indicator.definition-hint"),
        widget=forms.Textarea({"rows": 5}),
    )
    lead = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label=lazy("indicator.lead"), empty_label=NONE_CHOSEN
    )
    direction = forms.ChoiceField(label=lazy("indicator.direction"))
    aggregation = forms.ChoiceField(label=lazy("indicator.aggregation"), help_text=lazy("indicator.aggregation-hint"))
    numerator = forms.ModelChoiceField(
        Indicator.objects.none(), required=False, label=lazy("indicator.numerator"), empty_label=NONE_CHOSEN
    )
    denominator = forms.ModelChoiceField(
        Indicator.objects.none(), required=False, label=lazy("indicator.denominator"), empty_label=NONE_CHOSEN
    )
    scale = forms.DecimalField(
        max_digits=18,
        decimal_places=PLACES,
        min_value=Decimal("0.000001"),
        label=lazy("indicator.scale"),
        help_text=lazy("indicator.scale-hint"),
    )

    def __init__(self, indicator, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = Organisation.objects.order_by("code")
        others = Indicator.objects.filter(plan=indicator.plan, followed=True).exclude(pk=indicator.pk)
        for name in ("numerator", "denominator"):
            self.fields[name].queryset = others.order_by("position")
        self.fields["direction"].choices = [(one.value, say(f"direction.{one}")) for one in Direction]
        self.fields["aggregation"].choices = [(one.value, say(f"aggregation.{one}")) for one in Aggregation]

    def clean(self):
        """A ratio has both its parts or neither, and they are not the same."""
        found = super().clean()
        above, below = found.get("numerator"), found.get("denominator")
        if (above is None) != (below is None):
            self.add_error("denominator" if below is None else "numerator", say("indicator.both-or-neither"))
        elif above is not None and above == below:
            self.add_error("denominator", say("indicator.not-the-same"))
        return found
