"""What has another name is found by evidence; where two would do as well, or nothing speaks for it, it is gone and new."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.diff import matching
from generator.diff.compare import compare
from nbia_core.api.description import Api, Attribute, Endpoint, Parameter
from tests.generator.diff.descriptions import description, told


def attribute(wire: str, **fields: object) -> Attribute:
    said = {"python": wire.lower(), "concept": wire, "type": "text", "meaning": f"What {wire} means.", **fields}
    return msgspec.convert({"wire": wire, **said}, Attribute)


def parameter(wire: str, **fields: object) -> Parameter:
    said = {"type": "text", "meaning": f"What {wire} means.", "guide": "optional", "server": "optional"}
    return msgspec.convert({"wire": wire, "python": wire.lower(), "example": wire, **said, **fields}, Parameter)


def attribute_names(old: Sequence[Attribute], new: Sequence[Attribute]) -> list[tuple[str, str]]:
    return [(before.wire, after.wire) for before, after in matching.attributes(old, new).pairs]


def parameter_names(old: Sequence[Parameter], new: Sequence[Parameter]) -> list[tuple[str, str]]:
    return [(before.wire, after.wire) for before, after in matching.parameters(old, new).pairs]


def without(api: Api, endpoint: str, *added: Endpoint) -> Api:
    kept = tuple(each for each in api.endpoints if each.name != endpoint)
    roles = {name: role for name, role in api.roles.items() if role.endpoint != endpoint}
    return msgspec.structs.replace(api, endpoints=(*kept, *added), roles=roles)


# Attributes


def test_the_same_concept_is_the_same_attribute_whatever_it_is_called() -> None:
    old, new = [attribute("TimeStamp")], [attribute("Latest", concept="TimeStamp", python="latest")]

    assert attribute_names(old, new) == [("TimeStamp", "Latest")]


def test_the_same_tag_and_type_are_evidence() -> None:
    old, new = [attribute("Birth", tag="(0010,0030)")], [attribute("PatientDay", tag="(0010,0030)")]

    assert attribute_names(old, new) == [("Birth", "PatientDay")]


def test_another_tag_speaks_against_it() -> None:
    old, new = [attribute("SeriesDate", tag="(0008,0021)")], [attribute("SeriesDay", tag="(0008,0020)")]

    assert attribute_names(old, new) == []


def test_another_type_speaks_against_it() -> None:
    old, new = [attribute("ImageCount", type="integer")], [attribute("ImageCounts")]

    assert attribute_names(old, new) == []


def test_the_same_place_between_the_same_neighbours_is_evidence() -> None:
    first, last = attribute("First"), attribute("Last")

    assert attribute_names([first, attribute("Gone"), last], [first, attribute("Other"), last]) == [
        ("First", "First"),
        ("Gone", "Other"),
        ("Last", "Last"),
    ]


def test_the_last_place_is_no_evidence_since_what_is_new_is_put_there() -> None:
    first = attribute("First")

    assert attribute_names([first, attribute("Gone")], [first, attribute("Xylophone")]) == [("First", "First")]


def test_two_equal_candidates_are_no_rename() -> None:
    old = [attribute("Day", tag="(0010,0030)")]
    new = [attribute("One", tag="(0010,0030)"), attribute("Two", tag="(0010,0030)")]

    matched = matching.attributes(old, new)

    assert [len(matched.pairs), len(matched.gone), len(matched.added)] == [0, 1, 2]


def test_two_that_could_have_become_one_are_no_rename() -> None:
    old = [attribute("One", tag="(0010,0030)"), attribute("Two", tag="(0010,0030)")]
    new = [attribute("Day", tag="(0010,0030)")]

    assert attribute_names(old, new) == []


def test_names_change_places_without_being_taken_for_each_other() -> None:
    old, new = [attribute("A"), attribute("B")], [attribute("B"), attribute("A")]

    matched = matching.attributes(old, new)

    assert matched.pairs == [(old[0], new[1]), (old[1], new[0])]
    assert matched.is_reordered


def test_what_stands_twice_does_not_differ_from_itself() -> None:
    twice = [attribute("Day"), attribute("Day")]

    matched = matching.attributes(twice, list(twice))

    assert (len(matched.pairs), matched.gone, matched.added) == (2, [], [])


# Parameters


def test_a_parameter_that_is_called_alike_has_another_name() -> None:
    old, new = (
        [parameter("Date", type="date", form="yyyy/MM/dd")],
        [parameter("fromDate", type="date", form="MM-dd-yyyy")],
    )

    assert parameter_names(old, new) == [("Date", "fromDate")]


def test_a_parameter_that_is_for_the_same_has_another_name() -> None:
    old, new = [parameter("Site", meaning="The institution.")], [parameter("Where", meaning="The institution.")]

    assert parameter_names(old, new) == [("Site", "Where")]


def test_two_texts_are_not_the_same_parameter_for_being_texts() -> None:
    assert parameter_names([parameter("Collection")], [parameter("Modality")]) == []


def test_two_parameters_that_are_for_the_same_are_no_rename() -> None:
    old = [parameter("Site", meaning="The institution.")]
    new = [parameter("Where", meaning="The institution."), parameter("Place", meaning="The institution.")]

    assert parameter_names(old, new) == []


def test_the_name_in_python_counts_more_than_that_on_the_wire() -> None:
    old = [parameter("list", python="series")]
    new = [parameter("list", python="studies"), parameter("uids", python="series")]

    assert parameter_names(old, new) == [("list", "uids")]


# Endpoints


def test_an_endpoint_that_has_both_names_anew_is_found_by_its_role() -> None:
    old = description("v1")
    (before,) = [each for each in old.endpoints if each.name == "getSeries"]
    after = msgspec.structs.replace(before, name="listAll", path="listAll", python="list_all", stream="iter_all")
    roles = {**old.roles, "series": msgspec.structs.replace(old.roles["series"], endpoint="listAll")}
    new = msgspec.structs.replace(without(old, "getSeries", after), roles=roles)

    assert told(compare(old, new)) == [
        "breaks on the wire | endpoint renamed | listAll | - | getSeries | listAll",
        "breaks callers | python name changed | listAll | - | get_series | list_all",
        "breaks callers | python name changed | listAll | - | iter_series | iter_all",
    ]


def test_an_endpoint_that_has_both_names_anew_is_found_by_what_it_is_for() -> None:
    old = without(description("v1"), "getPatientStudy")
    (before,) = [each for each in description("v1").endpoints if each.name == "getPatientStudy"]
    old = msgspec.structs.replace(old, endpoints=(*old.endpoints, before))
    after = msgspec.structs.replace(before, name="studies", path="studies", python="studies")

    kinds = {change.kind for change in compare(old, without(old, "getPatientStudy", after))}

    assert kinds == {"endpoint renamed", "python name changed"}


def test_an_endpoint_that_is_for_something_else_is_gone_and_new() -> None:
    old = without(description("v1"), "getPatientStudy")
    (before,) = [each for each in description("v1").endpoints if each.name == "getPatientStudy"]
    old = msgspec.structs.replace(old, endpoints=(*old.endpoints, before))
    after = msgspec.structs.replace(before, name="xyz", path="xyz", python="xyz", purpose="Something else.")

    kinds = {change.kind for change in compare(old, without(old, "getPatientStudy", after))}

    assert kinds == {"endpoint removed", "endpoint added"}


def test_why_an_endpoint_is_gone_is_said_where_the_spec_says_why() -> None:
    old = description("v4")
    refused = msgspec.convert(
        {"path": "getCartData", "reason": "Its SQL is broken.", "evidence": "Seen."}, type(old.refused[0])
    )
    new = msgspec.structs.replace(without(old, "getCartData"), refused=(*old.refused, refused))

    (change,) = [change for change in compare(old, new) if change.kind == "endpoint removed"]

    assert change.action == "Do without get_cart_data: Its SQL is broken."
