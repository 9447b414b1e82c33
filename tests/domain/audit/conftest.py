"""Small plans, written out in a test and read as any plan is."""

import pytest

from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import audit_together
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.rulebooks import read_vocabulary

HEAD = "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n"
AIMS = "\n\n二、发展目标\n\n"
TABLE = "\n\n表1 “十五五”科技创新主要指标\n序号\t指标\t2025年\t2030年\n"


@pytest.fixture
def report(tmp_path):
    """The report on one or several texts."""

    def audit(*texts, names=None):
        read = []
        for number, text in enumerate(texts):
            path = tmp_path / (names[number] if names else f"plan{number}.txt")
            path.write_text(text, encoding="utf-8")
            read.append(read_file(path))
        return audit_together(read, read_catalogue(), read_vocabulary())

    return audit


@pytest.fixture
def plan(report):
    """The findings on a plan: what was reached, what is aimed at, and rows of its indicator table."""

    def audit(reached="基础较好。", aims="目标明确。", rows=()):
        table = TABLE + "\n".join(f"{number}\t{row}" for number, row in enumerate(rows, 1)) if rows else ""
        return report(HEAD + reached + AIMS + aims + table + "\n").findings

    return audit


@pytest.fixture
def rules(plan):
    """The rules broken by a plan, notes left out."""

    def audit(**parts):
        return [finding.rule for finding in plan(**parts) if finding.severity != "note"]

    return audit
