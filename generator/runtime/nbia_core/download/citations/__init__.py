"""How to cite the data sets that series belong to: their DOIs and licences, as the service says them, in several forms.

Comes in: attributes of series. Goes out: citations, as text, BibTeX and CSL-JSON, and the file beside the images.
Imported by the rest of download, client and cli.
"""
