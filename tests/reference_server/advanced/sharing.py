"""Lists of series that users share."""

from ..answers import Answer, Json, failure, json_answer, text_answer
from ..calls import Call, Endpoint
from ..shared_lists import SharedList
from ..zip_stream import hash_map_order
from .paths import TEXT, post


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


ENDPOINTS: tuple[Endpoint, ...] = (
    post("getSharedList", _shared_list, "nameValue"),
    post("createSharedList", _create_shared_list, "list", "name", "description", "url", produced=TEXT),
    post("deleteSharedList", _delete_shared_list, "name", produced=TEXT),
)
