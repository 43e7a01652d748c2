"""A client that is generated from an edited spec does what the server does that has changed in the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.tree import build, write
from tests.generator.diff.spec_edits import (
    Edit,
    apply,
    attribute_renamed,
    attribute_written,
    endpoint_says,
    errors_say,
    load_tidied,
    only,
    parameter_renamed,
    with_attribute,
    without_attribute,
)
from tests.generator.helpers import copy_spec, run_python
from tests.reference_server import ReferenceServer, changes

CODE = """
from nbia import Client
from nbia.contract import CONTRACT
from nbia_core.contract.checks.check import check
from nbia_core.contract.sources.live import live

url = {url!r}
with Client(base_url=url) as client:
    print({expression})
print(sorted(finding.key for finding in check(CONTRACT, live(url, CONTRACT, pause=0), origin=url).findings))
"""
SEEN = {"source": "observed", "evidence": "Seen."}
ARCHIVE = {"kind": "zip", "content_type": "application/octet-stream", "license": "LICENSE.txt"}
UNKNOWN = {
    "status": 400,
    "sentence": "Invalid query parameter: ",
    "means": "bad-request",
    "when": "A parameter is not known.",
    **SEEN,
}

HISTORY = [
    pytest.param(
        [parameter_renamed("Date", "startDate"), errors_say("Date", "startDate")],
        [changes.rename_parameter(None, "Date", "startDate", rejected=True)],
        "len(client.new_patients_in_collection('RIDER Pilot', '2010-01-01')) > 0",
        "True",
        id="a required parameter has another name on the wire",
    ),
    pytest.param(
        [parameter_renamed("Date", "startDate", python="start_date"), errors_say("Date", "startDate")],
        [changes.rename_parameter(None, "Date", "startDate", rejected=True)],
        "len(client.new_patients_in_collection('RIDER Pilot', start_date='2010-01-01')) > 0",
        "True",
        id="a required parameter has another name in Python too",
    ),
    pytest.param(
        [attribute_renamed("CollectionURI", "DataDescriptionURI", record="Series")],
        [changes.rename_attribute("getSeries", "CollectionURI", "DataDescriptionURI")],
        "client.get_series(collection='RIDER Pilot')[0]['DataDescriptionURI'] is not None",
        "True",
        id="an attribute has another name",
    ),
    pytest.param(
        [
            attribute_renamed("TimeStamp", "MaxSubmissionTimestamp", record="Series"),
            with_attribute("Series", "Site", SEEN, after="Collection"),
        ],
        [
            changes.rename_attribute("getSeries", "TimeStamp", "MaxSubmissionTimestamp"),
            changes.add_attribute("getSeries", "Site", "MSKCC", before="PatientID"),
        ],
        "[client.get_series(collection='RIDER Pilot')[0].site, client.get_series().undocumented]",
        "['MSKCC', {}]",
        id="an attribute has another name, and one is new",
    ),
    pytest.param(
        [without_attribute("PatientBirthDate")],
        [changes.remove_attribute(None, "PatientBirthDate")],
        "hasattr(client.get_patient(collection='RIDER Pilot')[0], 'patient_birth_date')",
        "False",
        id="an attribute is gone",
    ),
    pytest.param(
        [attribute_written("MM-dd-yyyy", "StudyDate")],
        [
            changes.date_pattern("getSeries", "StudyDate", "MM-dd-yyyy"),
            changes.date_pattern("getPatientStudy", "StudyDate", "MM-dd-yyyy"),
            changes.date_pattern("NewStudiesInPatientCollection", "StudyDate", "MM-dd-yyyy"),
        ],
        "client.get_patient_study(collection='RIDER Pilot')[0].study_date.isoformat()[10:]",
        "T00:00:00",
        id="dates are written otherwise",
    ),
    pytest.param(
        [endpoint_says("getSeries", unknown_parameters="refused", errors=[UNKNOWN])],
        [changes.reject_unknown_parameters("getSeries")],
        "len(client.get_series(collection='RIDER Pilot', modality='CT')) > 0",
        "True",
        id="unknown parameters are refused",
    ),
    pytest.param(
        [endpoint_says("getBodyPartValues", csv="quoted")],
        [changes.quoted_csv("getBodyPartValues")],
        "client.get_body_part_values(format='csv').splitlines()[0]",
        '"BodyPartExamined"',
        id="CSV is quoted",
    ),
    pytest.param(
        [endpoint_says("getImage", content=ARCHIVE)],
        [changes.rename_archive_entry("LICENSE", "LICENSE.txt")],
        "client.download(client.get_series(collection='RIDER Pilot')[:1], {folder!r}).is_complete",
        "True",
        id="the licence in archives has another name",
    ),
]


@pytest.mark.parametrize(("edits", "made", "expression", "expected"), HISTORY)
def test_a_regenerated_client_goes_on(
    server: ReferenceServer,
    tmp_path: Path,
    edits: list[Edit],
    made: list[changes.Change],
    expression: str,
    expected: str,
) -> None:
    generated = regenerated(tmp_path, edits)
    server.change(*made)

    code = CODE.format(url=server.base_url, expression=expression.replace("{folder!r}", repr(str(tmp_path / "images"))))
    printed = run_python(code, generated)

    assert printed.splitlines() == [expected, "[]"]


def regenerated(folder: Path, edits: list[Edit]) -> Path:
    spec = copy_spec(folder)
    only(spec, "v1")
    apply(spec, "v1", *edits)
    load_tidied(spec)
    write(build(spec), folder / "generated")
    return folder / "generated"
