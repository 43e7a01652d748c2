"""The manifests of version 4: texts that a download program reads."""

from collections.abc import Iterable

from ..answers import Answer, failure
from ..calls import Call, Endpoint
from ..queries import AMONG, Search, among
from .paths import post

MANIFEST = "application/x-nbia-manifest-file"
"""What manifests are sent as; what they are declared as is plain text."""

PRODUCED = ("text/plain",)

_DOWNLOAD_SERVER = "https://nbia.cancerimagingarchive.net/nbia-download/servlet/DownloadServlet"
_EVERY_VISIBILITY = "13"


def manifest(call: Call, series_uids: Iterable[str], *, annotated: bool, basket: str | None = None) -> Answer:
    """Answer with a manifest of the lines ``series_uids``; ``basket`` names it where the time does not."""
    lines = (
        f"downloadServerUrl={_DOWNLOAD_SERVER}",
        f"includeAnnotation={'true' if annotated else 'false'}",
        "noOfrRetry=4",
        f"databasketId={basket or f'manifest-{int(call.moment.timestamp() * 1000)}'}.tcia",
        "manifestVersion=3.0",
        "ListOfSeriesToDownload=",
        *series_uids,
    )
    return Answer(content_type=MANIFEST, body="".join(f"{line}\n" for line in lines).encode())


def _annotated(call: Call) -> bool:
    return call.form.get("includeAnnotation", "").lower() == "true"


def _of_text(call: Call) -> Answer:
    """Repeat what was sent, whatever it is."""
    if "includeAnnotation" not in call.form:
        return failure("null")
    return manifest(call, call.form.all("list"), annotated=_annotated(call))


def _of_collection(call: Call) -> Answer:
    """List a collection, whoever may see it."""
    name = call.form.get("collection", "null")
    states = [state for text in call.form.all("visibility") for state in text.split(",")] or ["1"]
    search = Search({"collection": name}, {"collection": "collection.name = ?"}, ())
    if _EVERY_VISIBILITY not in states:
        search.add_any("series.visibility", states)
    basket = f"{name}-{call.moment:%Y-%m-%d_%H-%M}"
    return manifest(call, _uids(call, search), annotated=_annotated(call), basket=basket)


_COLUMNS = {"patientIDs": "patient.patient_id", "studyUIDs": "study.uid", "seriesUIDs": "series.uid"}


def _of_identifiers(call: Call) -> Answer:
    """List what any of three lists names, whoever may see it; without lists it is everything."""
    asked = {column: call.form[name].split(",") for name, column in _COLUMNS.items() if call.form.get(name)}
    search = Search({}, {}, ())
    search.add(
        f"({' OR '.join(f'{column} {AMONG}' for column in asked) or 'TRUE'})",
        *(among(values) for values in asked.values()),
    )
    return manifest(call, _uids(call, search), annotated=_annotated(call))


def _uids(call: Call, search: Search) -> list[str]:
    return [str(uid) for (uid,) in search.run(call.public_archive, "series.uid", "ORDER BY series.id")]


ENDPOINTS: tuple[Endpoint, ...] = (
    post("getManifestText", _of_text, "list", "includeAnnotation", produced=PRODUCED),
    post(
        "getManifestForCollection", _of_collection, "collection", "visibility", "includeAnnotation", produced=PRODUCED
    ),
    post(
        "getManifestFromPatientStudySeries",
        _of_identifiers,
        "patientIDs",
        "studyUIDs",
        "seriesUIDs",
        "anyOrAll",
        "includeAnnotation",
        produced=PRODUCED,
    ),
)
