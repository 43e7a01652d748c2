# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""Does the service still do what the spec says? The checks of `nbia contract`, for your own tests.

from nbia import contract

answers = contract.live("https://services.cancerimagingarchive.net/nbia-api/services/v1", contract.CONTRACT)
result = contract.check(contract.CONTRACT, answers, origin="TCIA")
assert not result.findings, contract.render(result, "terminal")
"""

from ._runtime.contract.checks import check
from ._runtime.contract.findings import Coverage, Evidence, Finding, Result, Verdict
from ._runtime.contract.model import ApiContract, AttributeContract, EndpointContract, ParameterContract
from ._runtime.contract.observations import Observation
from ._runtime.contract.reports import render
from ._runtime.contract.sources import SourceError, from_bodies, from_cassettes, from_har, live
from .v1.contract import CONTRACT

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
