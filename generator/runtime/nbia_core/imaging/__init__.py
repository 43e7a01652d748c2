"""Shows an image: the pixels of one DICOM file, as its header says, in shades of grey or in colours.

Comes in: the bytes of a file. Goes out: a picture for a notebook, a PNG file or a terminal.
Imported by client and cli; imports records. pydicom and numpy are imported by nobody else.
"""
