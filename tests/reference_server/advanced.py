"""The Advanced API, whose paths have no version: the login, and what the portal and older clients ask."""

import re
from collections.abc import Callable, Mapping

from . import advanced_queries as queries
from .advanced_queries import METADATA_2, METADATA_3
from .answers import Answer, Json, failure, json_answer, text_answer
from .archive import Archive, Row
from .calls import Call, Endpoint, Handler
from .catalogue import Licence
from .formats import Column
from .licences import BY_3, BY_4, BY_NC_4, RESTRICTED, WITHOUT_URL
from .queries import Parameters
from .shared_lists import SharedList
from .tables import Table, write_table
from .zip_stream import hash_map_order

_JSON = ("application/json",)
_TEXT = ("text/plain",)
_CSV = ("text/csv",)

_LICENCES = (
    (BY_3, "CC BY 3.0", "YES"),
    (BY_4, "CC BY 4.0", "YES"),
    (BY_NC_4, "CC BY-NC 4.0", "NO"),
    (RESTRICTED, "TCIA Restricted", "NO"),
    (WITHOUT_URL, "To be confirmed", "YES"),
)
"""Each licence with its short name, and whether it allows commercial use."""

_VISIBILITIES = (
    "Not Yet Reviewed",
    "Visible",
    "Not Visible",
    "To Be Deleted",
    "Delete",
    *(f"Stage {number}" for number in range(1, 8)),
    "Downloadable",
)


# Values and counts


def _counts(find: Callable[[Archive, Parameters], list[Row]]) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        rows = find(call.archive, call.query)
        return json_answer([{"criteria": str(value), "count": str(count)} for value, count in rows])

    return answer


# Tables about series


def _metadata_2(call: Call) -> Answer:
    # Of a list that is repeated the server reads the first value only.
    uids = call.form.get("list", "").split(",")
    return _download(queries.metadata_2(call.archive, uids), METADATA_2)


def _metadata_3(call: Call) -> Answer:
    archive = call.archive
    if "list" not in call.form:
        return failure("Index 0 out of bounds for length 0")
    uids = re.sub(r"[^0-9,.]", "", call.form["list"]).split(",")
    return _download(queries.metadata_3(archive, uids), METADATA_3)


def _download(rows: list[Row], columns: Mapping[Column, str]) -> Answer:
    if not rows:
        return Answer()
    table = Table(columns=tuple(columns), rows=rows, nothing_found=None, quoted=True)
    return write_table("CSV-DOWNLOAD", table) or failure("null")


# Licences and names


def _licence(key: int, licence: Licence, short_name: str, commercial_use: str) -> dict[str, Json]:
    return {
        "longName": licence.name,
        "id": key,
        "shortName": short_name,
        "licenseURL": licence.url,
        "licenseText": None,
        "commercialUse": commercial_use,
    }


def _licences(call: Call) -> Answer:
    return json_answer([_licence(key, *entry) for key, entry in enumerate(_LICENCES, start=1)])


# Shared lists


def _shared(found: SharedList) -> dict[str, Json]:
    uids = hash_map_order(found.series_uids)
    return {
        "name": found.name,
        "comment": found.comment,
        "hyperlink": found.hyperlink,
        "date": int(found.day.timestamp() * 1000),
        "id": found.key,
        "userName": found.owner,
        "seriesInstanceUIDs": uids,
        "seriesInstanceUidsList": [
            {"seriesInstanceUid": uid, "id": number, "parentId": found.key} for number, uid in enumerate(uids, start=1)
        ],
        "usageCount": 0,
        "dateString": f"{found.day:%m-%d-%Y}",
    }


def _shared_list(call: Call) -> Answer:
    found = call.shared_lists.find(call.form.get("nameValue", ""))
    return json_answer(None if found is None else _shared(found))


def _create_shared_list(call: Call) -> Answer:
    user, archive = call.user, call.archive
    uids = call.form.all("list")
    series = [archive.series(uid) for uid in uids]
    if any(one is None or one.visibility != "1" or not one.public for one in series):
        return text_answer("User does not have permission for all series in list", status=400)
    name = call.form.get("name")
    if name is None or not uids:
        return failure("null")
    created = call.shared_lists.create(
        name, uids, comment=call.form.get("description"), hyperlink=call.form.get("url"), owner=user.name
    )
    return text_answer("List created") if created else text_answer("Duplicate list name", status=400)


def _delete_shared_list(call: Call) -> Answer:
    user = call.user
    found = call.shared_lists.find(call.form.get("name", ""))
    if found is None:
        return text_answer("List name not found", status=400)
    if found.owner != user.name:
        return text_answer("Only the owner can delete a list", status=400)
    call.shared_lists.delete(found.name)
    return text_answer("List deleted")


# The login and the server's health


def _token(call: Call) -> Answer:
    return call.tokens.issue(call.form)


def _logout(call: Call) -> Answer:
    return call.tokens.log_out(call.authorization)


def _roles(call: Call) -> Answer:
    return json_answer(["NCIA.READ"] if call.user else [])


def _get(name: str, handle: Callable[[Call], Answer], *parameters: str, produced: tuple[str, ...] = _JSON) -> Handler:
    return Handler(name=name, parameters=parameters, produced=produced, handle=handle)


def _post(name: str, handle: Callable[[Call], Answer], *parameters: str, produced: tuple[str, ...] = _JSON) -> Handler:
    return Handler(name=name, method="POST", parameters=parameters, produced=produced, handle=handle)


ENDPOINTS: tuple[Endpoint, ...] = (
    _get("getCollectionValuesAndCounts", _counts(queries.counted_collections)),
    _get("getModalityValuesAndCounts", _counts(queries.counted_modalities), "Collection", "BodyPartExamined"),
    _get("getBodyPartValuesAndCounts", _counts(queries.counted_body_parts), "Collection", "Modality"),
    _get(
        "getManufacturerValuesAndCounts",
        _counts(queries.counted_manufacturers),
        "Collection",
        "Modality",
        "BodyPartExamined",
    ),
    _get("getSpeciesValuesAndCounts", _counts(queries.counted_species)),
    _post("getSeriesMetadata2", _metadata_2, "list", produced=_CSV),
    _post("getSeriesMetadata3", _metadata_3, "list", produced=_CSV),
    _get("getLicenses", _licences),
    _get("getVisibilities", lambda _call: json_answer(_VISIBILITIES)),
    _get("getRoles", _roles),
    _post("getSharedList", _shared_list, "nameValue"),
    _post("createSharedList", _create_shared_list, "list", "name", "description", "url", produced=_TEXT),
    _post("deleteSharedList", _delete_shared_list, "name", produced=_TEXT),
    _get("hostName", lambda _call: text_answer("reference", content_type="application/text"), produced=_TEXT),
    _get("up", lambda _call: text_answer("up"), produced=_TEXT),
    _post(
        "oauth/token",
        _token,
        "grant_type",
        "username",
        "password",
        "client_id",
        "client_secret",
        "refresh_token",
    ),
    Handler(name="logout", method="POST", parameters=(), produced=_JSON, handle=_logout, not_a_form=None),
)
"""All paths."""
