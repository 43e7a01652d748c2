# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The functions of tcia_utils.nbia, over this client: change the import, and notebooks go on.

    import nbia.compat as nbia

    series = nbia.getSeries(collection="4D-Lung", modality="CT")
    nbia.downloadSeries(series, number=3)

Names, arguments, folders and what is returned are those of tcia_utils 3.3.5; the columns are those of v1 of
the service. What cannot be served is refused when it is called, with the reason and what to use instead.

What these arguments mean is the same everywhere:

* `format`: "" or "json" for a list of dictionaries, "df" for a DataFrame, "csv" for a DataFrame that is also written to a
  file in the current folder, "html" for a table that a notebook shows.
* `api_url`: "" for the public archive, "nlst" for the National Lung Screening Trial, or the base URL of another server.
* A filter that is "" is not applied.

What goes wrong is raised, never only logged: InvalidParameterError before anything is sent, DownloadFailedError for a
download that is not complete, and the other classes of `nbia.errors` for what the service or the network does. None
means that there is nothing. The logger is "nbia.compat".
"""

from nbia_core.compat.asking import use_version as _use_version
from nbia_core.compat.downloads import downloadImage, downloadSeries, manifestToList
from nbia_core.compat.queries import (
    getBodyPart,
    getCollections,
    getManufacturer,
    getModality,
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
from nbia_core.compat.tables import LinkedTable
from nbia_core.compat.viewer import idcOhifViewer

from . import v1 as _version

_use_version(_version.__name__)

__all__ = [
    "LinkedTable",
    "NotServedError",
    "downloadImage",
    "downloadSeries",
    "getBodyPart",
    "getCollections",
    "getManufacturer",
    "getModality",
    "getNewPatientsInCollection",
    "getNewStudiesInPatient",
    "getPatient",
    "getPatientByCollectionAndModality",
    "getSeries",
    "getSeriesList",
    "getSeriesMetadata",
    "getSeriesSize",
    "getSharedCart",
    "getSopInstanceUids",
    "getStudy",
    "getUpdatedSeries",
    "idcOhifViewer",
    "makeSeriesReport",
    "manifestToList",
    "reportCollectionSummary",
    "reportDataSummary",
    "reportDoiSummary",
]


def __getattr__(name: str) -> object:
    """Return what stands for a function of tcia_utils that is not served."""
    return stand_in(name)
