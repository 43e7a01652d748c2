"""Paths that are the same in version 4, but for the login, and drill-downs that work here only."""

from dataclasses import replace

from ..answers import Answer
from ..calls import Call, Endpoint
from ..version_4 import internals, manifests, summaries, tags
from ..version_4.internals import series_among, studies
from .paths import asking, post

_VERSION_4 = {
    endpoint.name: endpoint
    for endpoint in (*summaries.ENDPOINTS, *tags.ENDPOINTS, *manifests.ENDPOINTS, *internals.ENDPOINTS)
}


def _studies_by_uid(call: Call) -> Answer:
    return studies(call.archive, series_among("series.uid", call.form.all("list")))


ENDPOINTS: tuple[Endpoint, ...] = (
    *(
        asking(_VERSION_4[name])
        for name in (
            "getSpeciesTax",
            "getMinMaxTimepoints",
            "getManufacturerTree",
            "getCollectionSite",
            "getSitesForSeries",
            "getDicomTags",
            "getDicomTagsByImageID",
            "getMD5Hierarchy",
            "getThumbnail",
            "getCartData",
            "getImageDrillDown",
        )
    ),
    replace(_VERSION_4["getCartData"], name="getStudyDrillDown", checked=None),
    post("getStudyDrillDownWithSeriesIds", _studies_by_uid, "list"),
    replace(_VERSION_4["getManifestText"], name="getManifestTextV2", checked=None),
    replace(_VERSION_4["getManifestForCollection"], checked=None),
    replace(_VERSION_4["getManifestFromPatientStudySeries"], checked=None),
)
