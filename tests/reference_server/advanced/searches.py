"""The searches of the Advanced API: patients that fit criteria, as in version 4, or that have words in their texts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from ..answers import Answer, text_answer
from ..calls import Call, Endpoint, Fields
from ..dates import DAY_FIRST, parse_midnight
from ..queries import Crash
from ..version_4.manifests import MANIFEST, PRODUCED, manifest
from ..version_4.paths import JSON
from ..version_4.searches import manifest_of_hits, restrictions_of_hits, search_path, simple_search
from .paths import post
from .text_search import found_series, search, search_paged

# Criteria


def _translated(form: Fields) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form as version 4 has them: other dates, and one criterion less."""
    for name, text in form.items():
        if name.startswith(("fromDate", "toDate")):
            midnight = parse_midnight(text, DAY_FIRST)
            if midnight is None:
                raise Crash(f'Unparseable date: "{text}"')
            yield name, f"{midnight[5:7]}-{midnight[8:10]}-{midnight[:4]}"
        elif name.startswith("criteriaType") and text.lower() == "bodypartexaminedcriteria":
            yield name, "unknown"
        else:
            yield name, text


def _in_version_4(handle: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
    return lambda call: handle(replace(call, form=Fields(_translated(call.form))))


# Words


def _manifest(call: Call) -> Answer:
    return manifest(call, [uid for uid, _licence in found_series(call)], annotated=False)


def _restrictions(call: Call) -> Answer:
    if any("NonCommercial" in licence for _uid, licence in found_series(call)):
        return text_answer("yes", content_type="application/text")
    return text_answer("no", content_type=MANIFEST)


ENDPOINTS: tuple[Endpoint, ...] = (
    search_path(
        "getSimpleSearchWithModalityAndBodyPartPaged",
        _in_version_4(partial(simple_search, authorized=False)),
        JSON,
    ),
    search_path("getManifestForSimpleSearch", _in_version_4(manifest_of_hits), PRODUCED),
    search_path("getRestrictionsForSimpleSearch", _in_version_4(restrictions_of_hits), PRODUCED),
    post("getTextSearch", search, "textValue"),
    post("getTextSearchPaged", search_paged, "textValue", "start", "size", "sortField", "sortDirection"),
    post("getManifestForTextSearch", _manifest, "textValue", produced=PRODUCED),
    post("getRestrictionsForTextSearch", _restrictions, "textValue", produced=PRODUCED),
)
