"""Which series a segmentation, a structure set, a dose, a report or a presentation state refers to.

Comes in: DICOM files, on disk or from the service. Goes out: references, and the series that are to be had besides.
Imported by the rest of download, client and cli; needs pydicom, which is imported when the first file is read.
"""
