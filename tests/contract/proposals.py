"""Findings, and a copy of the spec that proposals are applied to."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from generator.load.loading import load
from generator.load.spec import RecordAttribute, Spec
from nbia_core.contract.findings import Finding, Verdict
from nbia_core.contract.propose.proposals import draft, propose
from tests.contract.results import copy_spec, finding, git_apply, result
from tests.generator.helpers import specs

TODAY = datetime.date(2026, 11, 22)


CHECK_AGAIN = """
from nbia_core.contract.checks.check import check
from nbia_core.contract.sources.live import live
from nbia.contract import CONTRACT

print([finding.key for finding in check(CONTRACT, live({url!r}, CONTRACT, pause=0), origin={url!r}).findings])
"""


MOVED = "https://new.example/nbia-api/services/v1"


ADDED, RENAMED, RETYPED, REFORMATTED, MISSING = (
    Verdict.ADDED,
    Verdict.RENAMED,
    Verdict.RETYPED,
    Verdict.REFORMATTED,
    Verdict.MISSING,
)


EVERYTHING = (
    finding(RETYPED, attribute="SeriesNumber", new="string", shown=("1.000000",)),
    finding(RETYPED, attribute="AnnotationsFlag", new="string", shown=("true",)),
    finding(RETYPED, "getSeriesMetaData", "Number of Images", "number", shown=(12,)),
    finding(RETYPED, "getPatientStudy", "SeriesCount", "number with decimals", shown=(2.5,)),
    finding(REFORMATTED, attribute="SeriesDate", new="MM-dd-yyyy", shown=("11-04-2013",)),
    finding(REFORMATTED, "getSeriesMetaData", "Series Number", "digits", shown=("1",)),
    finding(MISSING, attribute="SeriesInstanceUID", new="not in every row"),
    finding(MISSING, "getPatient", "PatientId"),
    finding(MISSING, attribute="ThirdPartyAnalysis", formats=("csv", "html")),
    finding(MISSING, attribute="LicenseURI", formats=("csv",)),
    finding(MISSING, "getCollectionValues", "Collection", formats=("json", "csv")),
    finding(RENAMED, attribute="StudyDesc", new="StudyDescription"),
    finding(RENAMED, attribute="Modality", new="modality"),
    finding(RENAMED, attribute="BodyPartExamined", new="Body: Part"),
    finding(RENAMED, "getSeriesSize", "ObjectCount", "Objects"),
    finding(RENAMED, "getSeriesMetaData", "Series Number", "SeriesNumber"),
    finding(ADDED, attribute="BrandNew", shown=("abc",)),
    finding(ADDED, "getPatient", "StudyDate", shown=("11-04-2013",)),
    finding(ADDED, attribute="Study Date", shown=("2015-05-27 17:12:21.0",)),
    finding(ADDED, "getSOPInstanceUIDs", '3rd "odd": {name} #x', shown=(True,)),
    finding(ADDED, "getSOPInstanceUIDs", "No", shown=(1, 2)),
    finding(ADDED, "getSOPInstanceUIDs", "名前"),
    finding(Verdict.MOVED, "*", new=MOVED, status=301),
)


def before() -> Spec:
    """Return the spec as it is."""
    return specs()["v1"]


def proposed(folder: Path, *findings: Finding, **more: Any) -> Spec:
    """Apply what is proposed to a copy of the spec, and let the generator have it."""
    spec = copy_spec(folder)
    git_apply(propose(result(*findings, **more), spec, today=TODAY), folder)
    return load(spec)["v1"]


def left_out(folder: Path, *findings: Finding, **more: Any) -> tuple[str, ...]:
    """Return why nothing is proposed."""
    proposal = draft(result(*findings, **more), copy_spec(folder), today=TODAY)
    assert proposal.patch == ""
    return proposal.left_out


def use(spec: Spec, record: str, wire: str) -> RecordAttribute:
    """Return an attribute of a record by its wire name."""
    (found,) = [attribute for attribute in spec.records[record].attributes if attribute.name == wire]
    return found


def names(spec: Spec, record: str) -> list[str]:
    """Return the wire names of a record's attributes."""
    return [attribute.name for attribute in spec.records[record].attributes]
