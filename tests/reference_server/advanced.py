"""The Advanced API, whose paths have no version: the login, and what the portal and older clients ask."""

from collections.abc import Callable, Iterable

from . import advanced_queries as queries
from .answers import Answer, Json, failure, json_answer, text_answer
from .archive import Archive, Row
from .calls import Call, Endpoint, Fields, Handler, WithoutSender
from .catalogue import Licence
from .formats import Column
from .licences import BY_3, BY_4, BY_NC_4, RESTRICTED, WITHOUT_URL
from .metadata import MetadataEndpoint
from .shared_lists import SharedList
from .text_search import search, search_paged
from .zip_stream import hash_map_order

_JSON = ("application/json",)
_TEXT = ("text/plain",)

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


# Tables


def _counts(name: str, find: Callable[[Archive, Fields], list[Row]], *parameters: str) -> MetadataEndpoint:
    return MetadataEndpoint(
        name=name,
        produced=_JSON,
        parameters=parameters,
        columns=queries.COUNTS,
        find=find,
        json_only=True,
        jackson=True,
        without_sender=WithoutSender.REFUSED,
    )


def _metadata(name: str, columns: Iterable[Column], find: Callable[[Archive, Fields], list[Row]]) -> MetadataEndpoint:
    return MetadataEndpoint(
        name=name,
        method="POST",
        produced=("text/csv",),
        parameters=("list",),
        columns=tuple(columns),
        find=find,
        wanted=lambda _fields: "CSV-DOWNLOAD",
        without_sender=WithoutSender.REFUSED,
    )


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
    _counts("getCollectionValuesAndCounts", queries.counted_collections),
    _counts("getModalityValuesAndCounts", queries.counted_modalities, "Collection", "BodyPartExamined"),
    _counts("getBodyPartValuesAndCounts", queries.counted_body_parts, "Collection", "Modality"),
    _counts(
        "getManufacturerValuesAndCounts",
        queries.counted_manufacturers,
        "Collection",
        "Modality",
        "BodyPartExamined",
    ),
    _counts("getSpeciesValuesAndCounts", queries.counted_species),
    _metadata("getSeriesMetadata2", queries.METADATA_2, queries.metadata_2),
    _metadata("getSeriesMetadata3", queries.METADATA_3, queries.metadata_3),
    _post("getTextSearch", search, "textValue"),
    _post("getTextSearchPaged", search_paged, "textValue", "start", "size", "sortField", "sortDirection"),
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
