"""How what is remembered of a series is stored: JSON, deflated with a text that most of it repeats."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

from nbia_core.download.model import SeriesState

_DEFLATED: Final = b"\x01"
"""The first byte of what is deflated with the text below; earlier versions of this package stored the JSON as it is."""
_LONGEST: Final = 2**28
"""Bytes of JSON; the largest series has a tenth of that."""
_TEXT: Final = (
    b'"description_uri":"https://doi.org/10.7937/K9/TCIA.2015."protocol_name":null,"annotations_flag":false,"released_status'
    b'":"Yes","site":"","patient_sex":"M","patient_age":"060Y","admitting_diagnoses_description":null,"authorized":true,"lic'
    b'ense_name":"Creative Commons Attribution-NonCommercial 3.0 Unported License","license_uri":"https://creativecommons.or'
    b'g/licenses/by-nc/4.0/","license_uri":"http://creativecommons.org/licenses/by/3.0/","body_part_examined":"CHEST","manuf'
    b'acturer":"SIEMENS","manufacturer":"Philips","manufacturer":"GE MEDICAL SYSTEMS","modality":"MR","modality":"SEG","moda'
    b'lity":"PT","not_verifiable":["00000001.dcm"],"checks":["archive end","DICOM"],"is_archive":true,"is_disputed":true,"so'
    b'urce":"idc"{"series_instance_uid":"1.3.6.1.4.1.14519.5.2.1.","path":"1.3.6.1.4.1.14519.5.2.1.","is_archive":false,"ima'
    b'ges":1,"size":,"expected_images":1,"expected_size":,"verified":1,"not_verifiable":[],"checks":["archive end","image co'
    b'unt","MD5","DICOM","headers","sizes"],"files":[{"name":"00000001.dcm","size":,"mtime_ns":17,"md5":"","is_image":true},'
    b'{"name":"1-001.dcm","size":"is_image":true},{"name":"LICENSE","size":,"md5":"","is_image":false},{"name":"md5hashes.cs'
    b'v","size":,"mtime_ns":17"md5":"","is_image":false}],"attributes":{"series_instance_uid":"1.3.6.1.4.1.14519.5.2.1.","st'
    b'udy_instance_uid":"1.3.6.1.4.1.14519.5.2.1.","modality":"CT","protocol_name":null,"series_date":"2004-01-01T00:00:00",'
    b'"series_description":"","body_part_examined":"CHEST","series_number":1,"annotations_flag":null,"collection":"","patien'
    b't_id":"","manufacturer":"","manufacturer_model_name":"","software_versions":"","image_count":1,"time_stamp":"2015-01-0'
    b'1T00:00:00","license_name":"Creative Commons Attribution 4.0 International License","license_uri":"https://creativecom'
    b'mons.org/licenses/by/4.0/","collection_uri":"https://doi.org/10.7937/","file_size":,"date_released":"2020-01-01T00:00:'
    b'00","study_description":"","study_date":"2004-01-01T00:00:00","third_party_analysis":"NO"},"is_disputed":false,"source'
    b'":"nbia","version":null}'
)
"""It never changes, or what is stored could not be read any more; another one needs another first byte."""

T = TypeVar("T")


def encode(state: SeriesState) -> bytes:
    """Return what to store of a series."""
    try:
        data = msgspec.json.encode(state, enc_hook=str)
    except UnicodeEncodeError:  # the server has sent half a character, which no file takes
        attributes = {name: _with_whole_characters(value) for name, value in state.attributes.items()}
        data = msgspec.json.encode(msgspec.structs.replace(state, attributes=attributes), enc_hook=str)
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS, zdict=_TEXT)
    return _DEFLATED + deflate.compress(data) + deflate.flush()


def decode(data: bytes | str, kind: type[T]) -> T | None:
    """Return what is stored of a series, or those of its attributes that a type has; None if the form is not known."""
    try:
        if isinstance(data, bytes) and data.startswith(_DEFLATED):
            data = zlib.decompressobj(-zlib.MAX_WBITS, _TEXT).decompress(data[1:], _LONGEST)
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError, zlib.error):
        return None


def _with_whole_characters(value: object) -> object:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, Mapping):
        return {_with_whole_characters(name): _with_whole_characters(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_whole_characters(inner) for inner in value]
    return value
