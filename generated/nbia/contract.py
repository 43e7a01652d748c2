# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""Does the service still do what the spec says? The checks of `nbia contract`, for your own tests.

from nbia import contract

answers = contract.live("https://services.cancerimagingarchive.net/nbia-api/services/v1", contract.CONTRACT)
result = contract.check(contract.CONTRACT, answers, origin="TCIA")
assert not result.findings, contract.render(result, "terminal")
"""

from nbia_core.api.description import Api as ApiContract
from nbia_core.api.description import Attribute as AttributeContract
from nbia_core.api.description import Endpoint as EndpointContract
from nbia_core.api.description import Parameter as ParameterContract
from nbia_core.api.description_file import load as _load
from nbia_core.contract.checks.check import check
from nbia_core.contract.errors import SourceError
from nbia_core.contract.findings import Coverage, Evidence, Finding, Result, Verdict
from nbia_core.contract.observations import Observation
from nbia_core.contract.reports import render
from nbia_core.contract.sources.bodies import from_bodies
from nbia_core.contract.sources.cassettes import from_cassettes
from nbia_core.contract.sources.har import from_har
from nbia_core.contract.sources.live import live

from . import v1 as _version

CONTRACT = _load(_version.__name__)
"""What the spec promises of the version that nbia.Client speaks."""

__all__ = [
    "CONTRACT",
    "ApiContract",
    "AttributeContract",
    "Coverage",
    "EndpointContract",
    "Evidence",
    "Finding",
    "Observation",
    "ParameterContract",
    "Result",
    "SourceError",
    "Verdict",
    "check",
    "from_bodies",
    "from_cassettes",
    "from_har",
    "live",
    "render",
]
