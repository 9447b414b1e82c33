"""The four published rules answer as published."""

import csv

import pytest

from kechuang.domain.indicators.pace import (
    Course,
    Progress,
    StatCan,
    compute_completion,
    compute_escap,
    compute_statcan,
    compute_time_share,
    compute_unsd,
)


def _course(row: dict[str, str]) -> Course:
    return Course(
        float(row["base_year"]),
        float(row["base"]),
        float(row["current_year"]),
        float(row["current"]),
        float(row["target_year"]),
        float(row["target"]),
        rising=row["direction"] == "positive",
    )


def _answers(course: Course) -> dict[str, object]:
    statcan, unsd, escap = compute_statcan(course), compute_unsd(course), compute_escap(course)
    return {
        "statcan_R": round(statcan.ratio, 6),
        "statcan_status": statcan.progress.value,
        "statcan_score": round(statcan.score, 4),
        "unsd_ratio": round(unsd.ratio, 6) if unsd else None,
        "unsd_score": unsd.level if unsd else None,
        "escap_CSI": round(escap, 4),
        "completion_rate": round(compute_completion(course), 6),
        "time_share": round(compute_time_share(course), 6),
    }


def _published(row: dict[str, str]) -> dict[str, object]:
    undefined = row["unsd_ratio"].startswith("ERR")
    return {
        "statcan_R": float(row["statcan_R"]),
        "statcan_status": row["statcan_status"],
        "statcan_score": float(row["statcan_score"]),
        "unsd_ratio": None if undefined else float(row["unsd_ratio"]),
        "unsd_score": None if undefined else int(row["unsd_score"]),
        "escap_CSI": float(row["escap_CSI"]),
        "completion_rate": float(row["completion_rate"]),
        "time_share": float(row["time_share"]),
    }


def test_every_published_case_is_reproduced(real_data):
    table = (real_data / "outlook" / "golden_progress.csv").read_text("utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert len(rows) == 9
    assert [_answers(_course(row)) for row in rows] == [_published(row) for row in rows]


def test_a_lower_is_better_target_that_falls_as_promised_is_on_track():
    falling = Course(2020, 100.0, 2023, 100 * 0.98**3, 2025, 100 * 0.98**5, rising=False)
    statcan = compute_statcan(falling)
    assert (round(statcan.ratio, 9), statcan.progress) == (1.0, Progress.SUBSTANTIAL)
    assert round(compute_unsd(falling).ratio, 9) == 1.0


def test_a_reached_target_is_achieved_whatever_its_pace():
    assert compute_statcan(Course(2020, 10, 2021, 30, 2025, 20)) == StatCan(
        pytest.approx(13.4, abs=0.1), Progress.ACHIEVED, 5.0
    )


@pytest.mark.parametrize(
    "course",
    [
        Course(2020, 5, 2023, 6, 2025, 5),
        Course(2020, -1, 2023, 6, 2025, 8),
        Course(2020, 5, 2020, 5, 2025, 8),
    ],
    ids=["target equals base", "negative base", "no time gone"],
)
def test_where_growth_is_undefined_the_rules_say_nothing(course):
    assert (compute_statcan(course), compute_unsd(course)) == (None, None)
