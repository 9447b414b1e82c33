"""A small plan in a file, and the command line as a user runs it."""

from pathlib import Path

import pytest

PLAN = """云山县“十五五”科技创新规划

一、发展目标

到2030年，高新技术企业达到40家以上，全社会研发投入强度达到1.3%左右。

表1 “十五五”科技创新主要指标

序号\t指标\t单位\t2025年\t2030年\t属性
1\t高新技术企业\t家\t18\t40\t预期性
2\t技术合同成交额\t亿元\t0.5\t2\t预期性
3\t省级创新平台\t个\t0\t3\t约束性
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "云山县规划.txt"
    path.write_text(PLAN, "utf-8")
    return path
