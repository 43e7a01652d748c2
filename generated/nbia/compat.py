# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The functions of tcia_utils.nbia, over this client: change the import, and notebooks go on.

    import nbia.compat as nbia

    series = nbia.getSeries(collection="4D-Lung", modality="CT")
    nbia.downloadSeries(series, number=3)

Names, arguments, folders and what is returned are those of tcia_utils 3.3.5; the columns are those of v4 of
the service. The columns of getSharedCart and getSeriesMetadata are those of v1, which is asked for them
on the same server. What cannot be served is refused when it is called, with the reason and what to use
instead.

What these arguments mean is the same everywhere:

* `format`: "" or "json" for a list of dictionaries, "df" for a DataFrame, "csv" for a DataFrame that is also written to a
  file in the current folder, "html" for a table that a notebook shows.
* `api_url`: "" or "nbia" for the public archive, "nlst" for the server of the National Lung Screening Trial, or the base URL
  of another one.
* A filter that is "" is not applied.

What goes wrong is raised, never only logged: InvalidParameterError before anything is sent, DownloadFailedError for a
download that is not complete, and the other classes of `nbia.errors` for what the service or the network does. None
means that there is nothing. The logger is "nbia.compat".
"""

from nbia_core.compat.asking import use_versions as _use_versions
from nbia_core.compat.downloads import downloadImage, downloadSeries, manifestToList
from nbia_core.compat.queries import (
    getBodyPart,
    getBodyPartCounts,
    getCollectionDescriptions,
    getCollectionPatientCounts,
    getCollections,
    getDoiMetadata,
    getManufacturer,
    getManufacturerCounts,
    getModality,
    getModalityCounts,
    getNewPatientsInCollection,
    getNewStudiesInPatient,
    getPatient,
    getPatientByCollectionAndModality,
    getSeries,
    getSeriesList,
    getSeriesMetadata,
    getSeriesSize,
    getSharedCart,
    getSopInstanceUids,
    getStudy,
    getUpdatedSeries,
)
from nbia_core.compat.refusals import NotServedError, stand_in
from nbia_core.compat.reports import (
    makeSeriesReport,
    reportCollectionSummary,
    reportDataSummary,
    reportDoiSummary,
)
from nbia_core.compat.searches import getSimpleSearch
from nbia_core.compat.tables import LinkedTable
from nbia_core.compat.tags import getDicomTags, getSegRefSeries, reportDicomTags
from nbia_core.compat.viewer import idcOhifViewer

_use_versions(f"{__package__}.v4", f"{__package__}.v1")

__all__ = [
    "LinkedTable",
    "NotServedError",
    "downloadImage",
    "downloadSeries",
    "getBodyPart",
    "getBodyPartCounts",
    "getCollectionDescriptions",
    "getCollectionPatientCounts",
    "getCollections",
    "getDicomTags",
    "getDoiMetadata",
    "getManufacturer",
    "getManufacturerCounts",
    "getModality",
    "getModalityCounts",
    "getNewPatientsInCollection",
    "getNewStudiesInPatient",
    "getPatient",
    "getPatientByCollectionAndModality",
    "getSegRefSeries",
    "getSeries",
    "getSeriesList",
    "getSeriesMetadata",
    "getSeriesSize",
    "getSharedCart",
    "getSimpleSearch",
    "getSopInstanceUids",
    "getStudy",
    "getUpdatedSeries",
    "idcOhifViewer",
    "makeSeriesReport",
    "manifestToList",
    "reportCollectionSummary",
    "reportDataSummary",
    "reportDicomTags",
    "reportDoiSummary",
]


def __getattr__(name: str) -> object:
    """Return what stands for a function of tcia_utils that is not served, or has another name now."""
    return stand_in(name, {"getSimpleSearchWithModalityAndBodyPartPaged": getSimpleSearch})
