"""How a plan is read (规划识读): from a document to everything it holds, one construct after the other."""

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import Plan
from kechuang.domain.plans.prose.reading_claims import read_claims
from kechuang.domain.plans.prose.reading_commitments import find_commitments
from kechuang.domain.plans.prose.reading_statements import find_statements
from kechuang.domain.plans.structure.reading_boxes import read_boxes
from kechuang.domain.plans.structure.reading_identity import read_identity
from kechuang.domain.plans.structure.reading_outline import read_outline
from kechuang.domain.plans.structure.reading_tasks import read_tasks
from kechuang.domain.plans.tables.flat_tables import recover_tables
from kechuang.domain.plans.tables.reading_indicators import read_indicators
from kechuang.domain.plans.tables.reading_projects import read_projects
from kechuang.domain.plans.tables.reading_statistics import read_statistics
from kechuang.domain.plans.tables.reading_tables import read_tables
from kechuang.domain.region import RegionBook
from kechuang.domain.vocabulary import Vocabulary


def read_plan(document: Document, vocabulary: Vocabulary, regions: RegionBook) -> Plan:
    """Everything a document holds, each item with its source; what could not be read is in ``problems``."""
    whole = recover_tables(document, vocabulary)
    identity = read_identity(whole, vocabulary, regions)
    outline = read_outline(whole, vocabulary, identity)
    boxes, box_problems = read_boxes(whole, vocabulary, outline)
    tables = read_tables(whole, vocabulary, identity)
    indicators, indicator_problems = read_indicators(whole, tables, identity, vocabulary)
    series, series_problems = read_statistics(whole, tables, identity, vocabulary)
    projects, project_problems = read_projects(whole, tables, vocabulary)
    claims = tuple(read_claims(whole, outline, boxes, identity, vocabulary))
    return Plan(
        identity=identity,
        outline=outline,
        boxes=boxes,
        indicators=indicators,
        series=series,
        commitments=find_commitments(claims, whole, identity, vocabulary, indicators),
        statements=find_statements(claims, whole, identity, vocabulary),
        tasks=read_tasks(whole, outline, boxes, identity, vocabulary),
        projects=projects,
        problems=(*whole.problems, *box_problems, *indicator_problems, *series_problems, *project_problems),
    )
