"""What the installation has: licences, sites, states of the curation, roles, a name, and its health."""

from ..answers import Answer, json_answer, text_answer
from ..calls import Call, Endpoint
from ..licences import BY_3, BY_4, BY_NC_4, RESTRICTED, WITHOUT_URL
from ..queries import SITE
from .paths import TEXT, get, post

LICENCES = {
    licence.name: {
        "longName": licence.name,
        "id": key,
        "shortName": short_name,
        "licenseURL": licence.url,
        "licenseText": None,
        "commercialUse": commercial_use,
    }
    for key, (licence, short_name, commercial_use) in enumerate(
        (
            (BY_3, "CC BY 3.0", "YES"),
            (BY_4, "CC BY 4.0", "YES"),
            (BY_NC_4, "CC BY-NC 4.0", "NO"),
            (RESTRICTED, "TCIA Restricted", "NO"),
            (WITHOUT_URL, "To be confirmed", "YES"),
        ),
        start=1,
    )
}
"""What is said of each licence, by its long name."""

_VISIBILITIES = (
    "Not Yet Reviewed",
    "Visible",
    "Not Visible",
    "To Be Deleted",
    "Delete",
    *(f"Stage {number}" for number in range(1, 8)),
    "Downloadable",
)


def _site(call: Call) -> Answer:
    rows = call.public_archive.query(
        f"""
        SELECT {SITE}, series.licence_name, collection.name FROM collection
            JOIN patient ON patient.collection = collection.id JOIN study ON study.patient = patient.id
            JOIN series ON series.study = study.id
        WHERE collection.name = ? AND {SITE} = ? ORDER BY series.id LIMIT 1
        """,
        [call.form.get("collectionName"), call.form.get("siteName")],
    )
    if not rows:
        return json_answer({})
    site, licence, collection = rows[0]
    return json_answer({"siteName": site, "licenseDTO": LICENCES.get(str(licence)), "collectionName": collection})


def _roles(call: Call) -> Answer:
    return json_answer(["NCIA.READ"] if call.user else [])


ENDPOINTS: tuple[Endpoint, ...] = (
    get("getLicenses", lambda _call: json_answer(list(LICENCES.values()))),
    get("getVisibilities", lambda _call: json_answer(_VISIBILITIES)),
    post("getSite", _site, "collectionName", "siteName"),
    get("getRoles", _roles),
    get("hostName", lambda _call: text_answer("reference", content_type="application/text"), produced=TEXT),
    get("up", lambda _call: text_answer("up"), produced=TEXT),
)
