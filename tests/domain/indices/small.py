"""Small made-up indices: a recipe as text, data as text, and what comes out."""

from kechuang.domain.indices.build import Built, build_index
from kechuang.domain.indices.spec import Recipe
from kechuang.readers.indices.panels import panel_of
from kechuang.readers.indices.plain_yaml import plain_data
from kechuang.readers.indices.recipes import recipe_of


def recipe(text: str) -> Recipe:
    return recipe_of(plain_data(text, "recipe.yaml"))


def built(text: str, data: str) -> Built:
    """The index of a recipe; data is CSV with blanks around cells allowed."""
    rows = "\n".join(",".join(cell.strip() for cell in line.split(",")) for line in data.strip().splitlines())
    made = recipe(text)
    return build_index(made, panel_of(rows.encode("utf-8"), made))


def scores(text: str, data: str, key: str = "index", digits: int = 9) -> list[list[float | None]]:
    """Scores by period and region, missing as None."""
    values = built(text, data).scores(key)
    return [[None if one != one else round(one, digits) for one in row] for row in values.tolist()]


def one_indicator(normalise: str, values: list[float | None], **marks: object) -> list[float | None]:
    """The scores of one indicator x in one period under a method."""
    own = "".join(f", {key}: {value}" for key, value in marks.items())
    text = f"normalise: {normalise}\nindex: {{parts: [{{key: x{own}}}]}}"
    data = "region,x\n" + "\n".join(f"r{place},{'' if one is None else one}" for place, one in enumerate(values))
    return scores(text, data)[0]
