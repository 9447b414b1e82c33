"""Published indices, recomputed from their published inputs (see the README beside the data)."""

import csv
import math

import numpy as np
import pytest

from kechuang.domain.indices.build import build_index, effective_weights
from kechuang.domain.indices.columns import kurtosis, skewness
from kechuang.domain.indices.frame import Frame
from kechuang.domain.indices.normalise import on_scale
from kechuang.domain.indices.rank import rank_ascending
from kechuang.domain.indices.rounding import round_half_up
from kechuang.domain.indices.sensitivity import compute_influences
from kechuang.domain.indices.uncertainty import simulate
from kechuang.readers.indices.panels import panel_of, read_panel
from kechuang.readers.indices.plain_yaml import read_plain_yaml
from kechuang.readers.indices.recipe_words import read_method
from kechuang.readers.indices.recipes import read_recipe, recipe_of
from kechuang.readers.rulebooks import _ROOT
from tests.domain.indices.small import recipe as recipe_from

RECIPES = _ROOT.joinpath("indices")


def table(path):
    """Rows by their first column, empty cells NaN."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return {row[0]: dict(zip(header[1:], (number(cell) for cell in row[1:]), strict=True)) for row in rows}


def number(cell):
    try:
        return float(cell) if cell else math.nan
    except ValueError:
        return cell


@pytest.fixture(scope="module")
def asem(real_data):
    folder = real_data / "index" / "coinr_asem"
    recipe = read_recipe(RECIPES.joinpath("connectivity.yaml"))
    panel, _ = read_panel(folder / "iData.csv", recipe)
    return folder, build_index(recipe, panel), panel


def furthest(built, values, published, keys=None):
    """The largest difference, relative above one, to a published table of region by column."""
    keys = keys or [leaf.key for leaf in built.frame.leaves]
    mine = np.array(values)
    theirs = np.array([[published[region][key] for key in keys] for region in built.frame.regions])
    assert (np.isnan(mine) == np.isnan(theirs)).all()
    return np.nanmax(np.abs(mine - theirs) / np.maximum(1, np.abs(theirs)))


@pytest.mark.parametrize(
    ("step", "file"),
    [
        ("raw", "Raw"),
        ("denominate", "Denominated"),
        ("impute", "Imputed"),
        ("screen", "Screened"),
        ("treat", "Treated"),
        ("normalise", "Normalised"),
    ],
)
def test_every_step_of_the_asem_index_is_coinrs(asem, step, file):
    folder, built, _ = asem
    assert furthest(built, built.prepared.steps[step][0], table(folder / f"stage_{file}.csv")) <= 1e-9


def test_every_part_of_the_asem_index_is_coinrs(asem):
    folder, built, _ = asem
    mine = np.stack([built.scores(key)[0] for key in built.parts], axis=1)
    assert furthest(built, mine, table(folder / "stage_Aggregated.csv"), list(built.parts)) <= 1e-9


def test_the_ranks_and_rounded_scores_of_the_asem_index_are_those_published(asem):
    folder, built, _ = asem
    scores, ranks = table(folder / "results_Aggs.csv"), table(folder / "results_ranks.csv")
    for place, region in enumerate(built.frame.regions):
        for key in built.parts:
            assert round(built.scores(key)[0, place], 2) == scores[region][key], (region, key)
            assert built.ranks[key][0, place] == ranks[region][key], (region, key)


def test_the_effective_weights_of_the_asem_index_are_coinrs(asem):
    folder, built, _ = asem
    shares = effective_weights(built)
    for key, row in table(folder / "eff_weights.csv").items():
        assert shares[key][0] == pytest.approx(row["EffWeight"], abs=1e-12), key


def test_what_was_done_to_outliers_of_the_asem_index_is_coinrs(asem):
    folder, built, _ = asem
    done = {one.indicator: one for one in built.prepared.treated}
    before = built.prepared.steps["screen"][None]
    for place, leaf in enumerate(built.frame.leaves):
        row = table(folder / "treat_details.csv")[leaf.key]
        sample = before[..., place : place + 1]
        assert float(skewness(sample).item()) == pytest.approx(row["check_SkewKurt0.Skew"], abs=1e-9)
        assert float(kurtosis(sample).item()) == pytest.approx(row["check_SkewKurt0.Kurt"], abs=1e-9)
        assert (leaf.key in done) == (row["check_SkewKurt0.Pass"] == "FALSE")
        if leaf.key in done:
            one = done[leaf.key]
            assert (one.method, one.points) == ("winsorise", row["winsorise.nwin"])
            assert one.skew == pytest.approx(row["check_SkewKurt1.Skew"], abs=1e-9)
            assert one.kurtosis == pytest.approx(row["check_SkewKurt1.Kurt"], abs=1e-9)


@pytest.mark.parametrize(
    ("file", "method"),
    [
        ("rank", "rank"),
        ("borda", "borda"),
        ("prank", "percentile_rank"),
        ("zscore", {"method": "zscore", "mean": 10, "sd": 2}),
        ("dist2max", "minmax"),
        ("dist2targ", "target"),
        ("fracmax", {"method": "fraction", "inverse": "none"}),
    ],
)
def test_the_other_ways_to_normalise_are_coinrs(asem, file, method):
    folder, built, _ = asem
    treated = built.prepared.steps["treat"][None]
    method = read_method("normalise", method, "normalise")
    published = table(folder / f"norm_n_{file}.csv")
    checked = 0
    for place, leaf in enumerate(built.frame.leaves):
        theirs = np.array([published[region][leaf.key] for region in built.frame.regions], dtype=object)
        if any(not isinstance(one, float) or math.isinf(one) for one in theirs):
            continue  # COINr divides by a largest value of zero here; this engine says so instead
        if leaf.key == "TolMin" and file in ("rank", "borda", "prank"):
            continue  # ties in the 15 digits of the export were none in the 16 of the original
        frame = Frame(built.frame.periods, built.frame.regions, (leaf,), built.frame.groups)
        mine = on_scale(treated[..., place : place + 1], method, frame)[0, 0, :, 0]
        assert mine == pytest.approx(theirs.astype(float), rel=1e-9, abs=1e-9), leaf.key
        checked += 1
    assert checked >= 45


@pytest.mark.parametrize(("file", "method"), [("gmean", "geometric"), ("hmean", "harmonic")])
def test_the_other_ways_to_aggregate_are_coinrs(asem, file, method):
    folder, built, panel = asem
    recipe = built.recipe.varied(
        normalise=read_method("normalise", {"method": "minmax", "to": [1, 100]}, "normalise"),
        aggregate=read_method("aggregate", method, "aggregate"),
    )
    other = build_index(recipe, panel)
    keys = ["Physical", "Conn", "Sust", "Index"]
    mine = np.stack([other.scores(key)[0] for key in keys], axis=1)
    assert furthest(other, mine, table(folder / f"alt_a_{file}_minmax1_100.csv"), keys) <= 1e-9


def test_correlations_between_normalised_indicators_are_coinrs(asem):
    folder, built, _ = asem
    scaled = built.prepared.scaled[0, 0]
    mine = np.corrcoef(scaled.T)
    at = {leaf.key: place for place, leaf in enumerate(built.frame.leaves)}
    with (folder / "corr_normalised.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    published = [(a, b, float(value)) for a, b, value in rows if value]
    assert len(published) > 500
    for a, b, value in published:
        assert mine[at[a], at[b]] == pytest.approx(value, abs=1e-9), (a, b)


def test_rank_intervals_of_the_asem_index_are_like_coinrs_and_its_sensitivities_converge(asem):
    folder, built, panel = asem
    nominal = built.recipe.varied(normalise=built.recipe.uncertainty.vary.normalise[0])
    simulated = simulate(build_index(nominal, panel), panel, built.recipe.uncertainty)
    assert len(simulated.shifts) == 6144
    published = table(folder / "published_SA_rankstats.csv")
    for place, region in enumerate(built.frame.regions):
        assert abs(simulated.spread.low["Index"][0, place] - published[region]["Q5"]) <= 4, region
        assert abs(simulated.spread.high["Index"][0, place] - published[region]["Q95"]) <= 4, region
    influences = {one.factor: one for one in compute_influences(simulated.design, simulated.shifts, seed=1)}
    assert set(influences) == {"weights", "treat", "normalise", "aggregate"}
    assert max(one.first_half_width for one in influences.values()) <= 0.08
    assert max(influences, key=lambda factor: influences[factor].first) == "aggregate"


@pytest.mark.parametrize(("index", "values"), [("hdi", 6171), ("gii", 4711), ("gdi", 5014), ("ihdi", 2106)])
def test_every_value_of_the_human_development_report_is_met_at_three_decimals(real_data, index, values):
    path = real_data / "index" / "hdi" / "HDR23-24_Composite_indices_complete_time_series.csv"
    recipe = read_recipe(RECIPES.joinpath(f"{index}.yaml"))
    panel, _ = read_panel(path, recipe)
    built = build_index(recipe, panel)
    scores = round_half_up(built.scores(index), 3)
    with path.open(encoding="latin-1", newline="") as file:
        published = list(csv.DictReader(file))
    checked = met = 0
    for row in published:
        region = built.frame.regions.index(row["iso3"])
        for when, year in enumerate(built.frame.periods):
            if row.get(f"{index}_{year}"):
                checked += 1
                met += f"{scores[when, region]:.3f}" == f"{float(row[f'{index}_{year}']):.3f}"
    assert (met, checked) == (values, values)


def test_growth_chained_on_two_year_means_gives_the_environment_domain_of_the_china_innovation_index(real_data):
    published = table(real_data / "index" / "cii_nbs" / "cii_2005_2012_environment.csv")
    years = [str(year) for year in range(2005, 2013)]
    series = {key: row for key, row in published.items() if key.startswith("D1_") and key != "D1_environment"}
    assert len(series) == 5
    text = "\n".join(["year," + ",".join(f"x{n}" for n in range(5))])
    lines = [f"CN,{year}," + ",".join(str(row[year]) for row in series.values()) for year in years]
    data = "region," + text + "\n" + "\n".join(lines)
    recipe = recipe_from(
        "data: {region: region, period: year}\nnormalise: growth\nweigh: equal\n"
        "index: {parts: [x0, x1, x2, x3, x4], rescale: [{method: chain, start: 100}]}"
    )
    from_file = _built_from(recipe, data)
    chained = from_file.scores("index")[:, 0]
    met = [
        abs(round(mine, 1) - published["D1_environment"][year]) <= 0.1 + 1e-9
        for mine, year in zip(chained, years, strict=True)
    ]
    assert met == [True] * 8
    assert chained[0] == 100


def test_totals_of_the_china_innovation_index_are_the_mean_of_its_domains(real_data):
    published = table(real_data / "index" / "cii_nbs" / "cii_domains_total.csv")
    domains = ["D1_environment", "D2_input", "D3_output", "D4_effect"]
    data = "region,period," + ",".join(domains) + "\n"
    data += "\n".join(
        f"CN,{year}," + ",".join(str(row[domain]) for domain in domains) for year, row in published.items()
    )
    built = _built_from(recipe_from(f"index: {{parts: [{', '.join(domains)}]}}"), data)
    totals = dict(zip(built.frame.periods, built.scores("index")[:, 0], strict=True))
    assert len(totals) == 8
    for year, row in published.items():
        # each published number is rounded: the domains move the mean by up to 0.05, the total by 0.05 more
        assert abs(totals[year] - row["total_published"]) <= 0.1 + 1e-9, year


def _built_from(recipe, data):
    return build_index(recipe, panel_of(data.encode("utf-8"), recipe))


def test_ranks_of_ties_follow_the_rule():
    values = np.array([3.0, 1.0, 3.0, np.nan, 2.0])
    assert {ties: rank_ascending(values, ties).tolist()[:3] for ties in ("min", "max", "average", "dense")} == {
        "min": [3, 1, 3],
        "max": [4, 1, 4],
        "average": [3.5, 1, 3.5],
        "dense": [3, 1, 3],
    }


def test_every_recipe_that_comes_with_the_package_can_be_read():
    for file in sorted(RECIPES.iterdir(), key=lambda entry: entry.name):
        recipe = recipe_of(read_plain_yaml(file))
        assert recipe.leaves, file.name
