"""Several values for a parameter: a request for each combination, and the rows of all, each once."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from nbia import AsyncClient, BadRequestError, Client, InvalidParameterError, ModalityValue, calls
from tests.reference_server import ReferenceServer, faults


def asked(server: ReferenceServer) -> list[str]:
    """Return the queries of all requests."""
    return [request.query for request in server.requests]


def test_each_value_is_asked_for_and_the_rows_follow_each_other(client: Client, server: ReferenceServer) -> None:
    both = client.get_series(collection="4D-Lung", modality=["RTSTRUCT", "CT"])

    assert asked(server) == ["Collection=4D-Lung&Modality=RTSTRUCT", "Collection=4D-Lung&Modality=CT"]
    alone = [*client.get_series(collection="4D-Lung", modality="RTSTRUCT")]
    alone += client.get_series(collection="4D-Lung", modality="CT")
    assert list(both) == alone
    assert {series.modality for series in both} == {"CT", "RTSTRUCT"}


def test_several_parameters_with_several_values_are_all_combinations(client: Client, server: ReferenceServer) -> None:
    client.get_modality_values(collection=("A", "B"), body_part_examined=["X", "Y"])

    assert asked(server) == [
        "Collection=A&BodyPartExamined=X",
        "Collection=A&BodyPartExamined=Y",
        "Collection=B&BodyPartExamined=X",
        "Collection=B&BodyPartExamined=Y",
    ]


def test_a_row_that_comes_again_is_left_out(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(b'[{"Modality":"CT"},{"Modality":"MR"}]'))
    server.inject(faults.replaced(b'[ {"Modality": "MR"}, {"Modality":"PT"} ]'))

    values = client.get_modality_values(collection=["A", "B"])

    assert [value.modality for value in values] == ["CT", "MR", "PT"]
    assert values.to_dicts() == [{"Modality": "CT"}, {"Modality": "MR"}, {"Modality": "PT"}]


def test_a_value_that_is_given_again_is_asked_for_once(client: Client, server: ReferenceServer) -> None:
    client.get_modality_values(collection=["A", "B", "A"])

    assert asked(server) == ["Collection=A", "Collection=B"]


def test_what_the_spec_does_not_know_is_kept_and_makes_rows_differ(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(b'[{"Modality":"CT","New":1},{"Modality":7}]'))
    server.inject(faults.replaced(b'[{"Modality":"CT","New":"\\ud800"},{"Modality":7},{"Modality":8}]'))

    values = client.get_modality_values(collection=["A", "B"])

    assert values.undocumented == {"New": 2}
    assert [(found.row, found.value) for found in values.mismatches] == [(1, 7), (3, 8)]
    assert values.to_dicts()[2] == {"Modality": "CT", "New": "\ud800"}


def test_a_stream_hands_out_the_rows_of_all_requests_each_once(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(b'[{"Modality":"CT"},{"Modality":"MR"}]'))
    server.inject(faults.replaced(b'[{"Modality":"MR"},{"Modality":"PT"}]'))

    with client.iter_modality_values(collection=["A", "B"]) as stream:
        assert [value.modality for value in stream] == ["CT", "MR", "PT"]

    assert asked(server) == ["Collection=A", "Collection=B"]


def test_a_stream_that_is_left_sends_no_further_request(client: Client, server: ReferenceServer) -> None:
    with client.iter_modality_values(collection=["4D-Lung", "RIDER Pilot"]) as stream:
        assert next(stream) == ModalityValue(modality="CT")

    assert list(stream) == []
    assert asked(server) == ["Collection=4D-Lung"]


@pytest.mark.anyio
async def test_the_asynchronous_client_joins_as_well(server: ReferenceServer) -> None:
    async with AsyncClient(base_url=server.base_url) as client:
        both = await client.get_series(collection="4D-Lung", modality=["CT", "RTSTRUCT"])
        streamed = [row async for row in client.iter_series(collection="4D-Lung", modality=["CT", "RTSTRUCT"])]

    assert {series.modality for series in both} == {"CT", "RTSTRUCT"}
    assert streamed == list(both)


def test_a_response_counts_the_requests_and_has_the_rows_as_its_body(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(b'[{"Modality":"CT"}]'))
    server.inject(faults.replaced(b'[{"Modality":"CT"},{"Modality": "MR"}]'))

    response = client.send(calls.get_modality_values(collection=["A", "B"]))

    assert (response.tries, response.content) == (2, b'[{"Modality":"CT"},{"Modality": "MR"}]')
    assert response.url == f"{server.base_url}/getModalityValues?Collection=B"


def test_an_empty_answer_adds_nothing(client: Client) -> None:
    some = client.get_series(collection=["no such collection", "RIDER Pilot"])

    assert len(some) > 0
    assert list(some) == list(client.get_series(collection="RIDER Pilot"))


def test_a_failure_of_one_request_is_raised(client: Client, server: ReferenceServer) -> None:
    server.inject(faults.replaced(b"[]"))
    server.inject(faults.status(400))

    with pytest.raises(BadRequestError):
        client.get_modality_values(collection=["A", "B"])


def test_a_call_with_several_values_is_one_value() -> None:
    call = calls.get_series(modality=["CT", "PT"])

    assert call == calls.get_series(modality=("CT", "PT"))
    assert pickle.loads(pickle.dumps(call)) == call
    assert [str(each) for each in call.requests()] == ["getSeries?Modality=CT", "getSeries?Modality=PT"]
    assert str(call) == "getSeries?Modality=CT and 1 more"


def test_a_list_of_one_value_is_that_value() -> None:
    assert calls.get_series(modality=["CT"]) == calls.get_series(modality="CT")


def test_a_required_text_can_have_several_values() -> None:
    call = calls.new_patients_in_collection(["A", "B"], "2010-08-16")

    assert [dict(each.parameters)["Collection"] for each in call.requests()] == ["A", "B"]


def test_a_uid_that_chooses_among_rows_can_have_several_values() -> None:
    call = calls.get_series(study_instance_uid=["1.2", "1.3"])

    assert [each.uids for each in call.requests()] == [
        (("study_instance_uid", "1.2"),),
        (("study_instance_uid", "1.3"),),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"modality": []},
        {"modality": ["CT", ""]},
        {"modality": ["CT", None]},
        {"modality": {"CT": 1}},
        {"modality": b"CT"},
        {"collection": [["A"], ["B"]]},
        {"series_instance_uid": ["1.2", "x"]},
    ],
)
def test_what_is_no_list_of_values_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterError):
        calls.get_series(**arguments)


def test_a_parameter_with_one_sensible_value_takes_no_list() -> None:
    with pytest.raises(InvalidParameterError, match="from_date takes one value"):
        calls.get_updated_series(from_date=["2010-08-16", "2010-08-17"])  # type: ignore[call-overload]
    with pytest.raises(InvalidParameterError, match="series_instance_uid takes one value"):
        calls.get_image(["1.2", "1.3"])  # type: ignore[arg-type]
    with pytest.raises(InvalidParameterError, match="series_instance_uid takes one value"):
        calls.get_series_size(["1.2", "1.3"])  # type: ignore[call-overload]


def test_the_texts_of_several_answers_cannot_be_joined() -> None:
    with pytest.raises(InvalidParameterError, match="Several values of modality give several answers"):
        calls.get_series(collection="4D-Lung", modality=["CT", "PT"], format="csv")


def test_too_many_combinations_are_refused_with_their_number() -> None:
    many = [f"C{number}" for number in range(40)]

    with pytest.raises(InvalidParameterError) as caught:
        calls.get_series(collection=many, patient_id=many, modality="CT")

    assert caught.value.message == (
        "These values make 1,600 requests (40 of collection times 40 of patient_id); at most 1,000 are one call."
    )
    assert len(calls.get_series(collection=many, patient_id=many[:25]).requests()) == 1000
