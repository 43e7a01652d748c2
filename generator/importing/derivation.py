"""What the spec would say of an endpoint that an OpenAPI file describes.

What a file cannot know is derived, and named under `unconfirmed`, which lint tells until somebody has looked: names in
Python, DICOM tags, examples that the file does not give, and how nothing found is answered. So are its texts, which are in
the words of others.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from generator.load.rules import (
    ENDPOINT_NAME,
    ONE_WORD,
    TAKEN_ARGUMENTS,
    TAKEN_ATTRIBUTES,
    TAKEN_METHODS,
    fits,
    taken_classes,
)
from generator.load.spec import Attribute as Concept
from generator.load.spec import Parameter
from nbia_core.api.heading_form import normalized
from nbia_core.api.wire_forms import WIRE_FORMS, Type, forms_of, read_day
from nbia_core.contract.propose.spelling import LONG_UID, guess, python_name
from nbia_core.text import capitalized

from .document import JSON_TYPES, Attribute, Input, Operation, Result
from .spec_requests import all_inputs

Data: TypeAlias = dict[str, Any]

_FORM: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_FORMAT: Final = "format"
_TYPES: Final[Mapping[str, Type]] = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}
_BOOLEANS: Final[Mapping[frozenset[str], tuple[str, list[str]]]] = {
    frozenset({"true", "false"}): ("word", ["true", "false"]),
    frozenset({"Yes", "No"}): ("Yes/No", ["Yes", "No"]),
}
_EXAMPLES: Final[Mapping[Type, str]] = {"integer": "1", "number": "1", "uid": "1.2.3.4.5", "text": "any"}
_DICOM_TAG: Final = re.compile(r"(?:DICOM )?tag \(?([0-9A-F]{4}),([0-9A-F]{4})\)?", re.IGNORECASE)
_UNKNOWN: Final = "Not described yet."
_UNKNOWN_EMPTY: Final = "Not known: the file does not say how nothing found is answered."
_KINDS: Final = {"image/jpeg": "jpeg", "application/dicom": "dicom"}
_ARCHIVES: Final = ("application/zip", "application/octet-stream", "*/*")


MEANINGS: Final[Mapping[str, tuple[str, str]]] = {
    "400": ("bad-request", "Something about the request is wrong."),
    "401": ("needs-login", "A login is needed."),
    "403": ("needs-login", "The caller may not see it."),
    "404": ("retired", "There is nothing at the address."),
    "410": ("retired", "There is nothing at the address any more."),
    "429": ("too-many-requests", "Too many requests in a short time."),
    "500": ("server-failure", "Something failed inside the server."),
}
"""What the statuses of ordinary HTTP mean, and when they are sent."""


class NotSayableError(Exception):
    """The spec language cannot say it. Says why."""


class Derivation:
    """Entries of the spec while they are derived, and what there is already."""

    def __init__(
        self,
        *,
        dictionary: Mapping[str, Concept],
        parameters: Mapping[str, Data] | None = None,
        records: Iterable[str] = (),
        methods: Iterable[str] = (),
        headings: dict[str, str] | None = None,
        forms: Mapping[str, tuple[str, str | None]] | None = None,
        has_formats: bool = True,
        evidence: str | None = None,
    ) -> None:
        """Begin with what there is already.

        Args:
            dictionary: The data dictionary.
            parameters: The parameters by their keys.
            records: The names of the records.
            methods: The names of the methods in Python.
            headings: Which entry of the dictionary each heading of tables means; what is derived is added to it.
            forms: What an attribute of a name is in other records: its entry of the dictionary, and its form on the wire.
            has_formats: Whether answers can be had in several formats.
            evidence: How it is known what the endpoints are, if the guide of the version does not have them.
        """
        self.attributes: dict[str, Data] = {}
        """New entries of the dictionary."""
        self.parameters: dict[str, Data] = {}
        """New parameters by their keys."""
        self.records: dict[str, Data] = {}
        """New records."""
        self.endpoints: dict[str, Data] = {}
        """New endpoints."""
        self.formats: set[str] = set()
        """The values of the parameter that chooses the format, of all endpoints together."""
        self.left_out: list[str] = []
        """What the spec language cannot say, with the reason."""
        self._dictionary = dictionary
        self._known_parameters = dict(parameters or {})
        self._taken_records = {*records, *taken_classes(), *keyword.kwlist}
        self._taken_methods = {*methods, *TAKEN_METHODS}
        self._has_formats = has_formats
        self._evidence = evidence
        self._clashes: list[str] = []
        """Headings of tables that would mean two attributes."""
        self._headings = {} if headings is None else headings
        self._forms = dict(forms or {})
        self._is_table = False
        """Whether the rows that are derived now have headings."""
        self._made: dict[str, list[str]] = {}
        """The new entries of the dictionary by what they are called on the wire."""
        self._synonyms = {key: [key, *entry.synonyms] for key, entry in dictionary.items()}

    # Endpoints

    def add(self, operation: Operation) -> None:
        """Derive the entry of an endpoint, or say why there can be none."""
        name = operation.path
        try:
            if not ENDPOINT_NAME.fullmatch(name):
                raise NotSayableError(ONE_WORD)
            if operation.method not in ("GET", "POST"):
                raise NotSayableError(f"it is asked with {operation.method}, and endpoints are asked with GET or POST")
            if name in self.endpoints:
                raise NotSayableError("the path has another method already")
            if operation.bodies and not any(form in operation.bodies for form in _FORM):
                raise NotSayableError("what is posted is no form")
            self.endpoints[name] = self._endpoint(name, operation)
        except NotSayableError as error:
            self.left_out.append(f"{operation.method} {name}: {error}")

    def _endpoint(self, name: str, operation: Operation) -> Data:
        inputs = all_inputs(operation)
        outside = next(
            (each.name for each in inputs if each.is_required and each.place in ("path", "header", "cookie")), None
        )
        if outside is not None:
            raise NotSayableError(f"{outside} is required and stands neither in the query nor in a form")
        sends_rows = operation.good is not None and (bool(operation.good.attributes) or operation.good.many == "list")
        form = next((each for each in inputs if each.name == _FORMAT), None) if sends_rows else None
        used = [each for each in inputs if each is not form and each.place in ("query", "body", None)]
        python = self._method(python_name(name, ()))
        entry: Data = {"python": python}
        if sends_rows and operation.good is not None:
            answer, can_stream = self._rows(name, operation.good, form)
        else:
            answer, can_stream = _content(operation)
        if can_stream:
            entry["stream"] = self._method(f"iter_{python.removeprefix('get_')}")
        if operation.method == "POST":
            entry["method"] = "POST"
        if self._evidence is not None:
            entry |= {"source": "observed", "evidence": self._evidence}
        entry["purpose"] = operation.summary or _UNKNOWN
        parameters = self.uses(used)
        if parameters:
            entry["parameters"] = parameters
        entry |= answer
        entry["unconfirmed"] = ["python", "purpose", "empty"]
        return entry

    def _method(self, name: str) -> str:
        found = python_name(name, self._taken_methods)
        self._taken_methods.add(found)
        return found

    # Parameters

    def uses(self, inputs: Iterable[Input], taken: Iterable[str] = ()) -> Data:
        """Return what an endpoint says of parameters, by their keys.

        Args:
            inputs: The parameters.
            taken: The names in Python of those that it has already.
        """
        uses: Data = {}
        names = {*TAKEN_ARGUMENTS, *taken}
        for each in inputs:
            if each.name is None or not each.name.isprintable() or not each.name.strip():
                continue
            key = self._parameter(each, names)
            names.add(str(self._all_parameters()[key]["python"]))
            need = "required" if each.is_required else "optional"
            uses[key] = {"server": need} if self._evidence is not None else {"guide": need, "server": need}
        return uses

    def _all_parameters(self) -> Mapping[str, Data]:
        return {**self._known_parameters, **self.parameters}

    def _parameter(self, new: Input, taken: set[str]) -> str:
        """Return the key of a parameter: one that there is, or a new one."""
        assert new.name is not None, "the caller has looked"
        described = _described(new)
        known = self._all_parameters()
        for key, entry in known.items():
            if (entry.get("name") or key) == new.name and entry["python"] not in taken and _is_same(entry, described):
                return key
        numbered = (f"{new.name}{number}" for number in range(2, len(known) + 3))
        key = next(each for each in (new.name, *numbered) if each not in known)
        entry = {"python": python_name(new.name, taken)}
        if key != new.name:
            entry["name"] = new.name
        self.parameters[key] = entry | described
        return key

    # Answers

    def _rows(self, name: str, result: Result, form: Input | None) -> tuple[Data, bool]:
        """Return what an entry says of an answer with rows, and whether it can be streamed."""
        record_name = self._record_name(re.sub("^(get|list)(?=[A-Z])", "", name))
        clashes = len(self._clashes)
        shape = "values" if not result.attributes else "array" if result.many == "list" else "object"
        self._is_table = form is not None and shape == "array"
        if result.attributes:
            record = self._record(record_name, result.attributes)
        else:
            value = Attribute(name="value", value=Result(schema=result.schema), at=(1, 1))
            record = self._record(record_name, (value,))
        answer: Data = {"formats": "fixed"}
        if form is not None and shape == "array" and self._has_formats and len(self._clashes) == clashes:
            answer["formats"] = (
                "stated" if form.is_required or (form.schema.default or "json").lower() != "json" else "selectable"
            )
            self.formats |= set(form.schema.values)
        elif form is not None:
            self.left_out.append(f"{name}: the parameter {_FORMAT}, since its answers are read as JSON alone")
        if shape != "array":
            answer["shape"] = shape
        answer["returns"] = record
        answer["empty"] = {"answer": "never" if shape == "object" else "empty-list", "meaning": _UNKNOWN_EMPTY}
        return answer, shape == "array"

    def _record_name(self, words: str) -> str:
        parts = re.findall(r"[A-Za-z0-9]+", words)
        name = "".join(capitalized(part) for part in parts) or "Row"
        name = name if name[0].isalpha() else f"Record{name}"
        found = (f"{name}{suffix}" for suffix in ("", "Row", *map(str, range(2, 1000))))
        return next(each for each in found if each not in self._taken_records)

    def _record(self, name: str, attributes: Iterable[Attribute]) -> str:
        """Return the name of a record with these attributes: a new one, or one that is the same."""
        uses: list[Any] = []
        concepts: dict[str, str] = {}
        self._taken_records.add(name)
        for each in attributes:
            if not each.name.strip() or not each.name.isprintable():
                self.left_out.append(f"{name}: an attribute whose name cannot be written")
                continue
            try:
                uses.append(self._use(name, each, concepts))
            except NotSayableError as error:
                self.left_out.append(f"{name}.{each.name}: {error}")
        if not uses:
            raise NotSayableError("the file names no attribute that the spec language can say")
        same = next((other for other, entry in self.records.items() if entry["attributes"] == uses), None)
        if same is not None:
            self._taken_records.discard(name)
            return same
        self.records[name] = {"purpose": _UNKNOWN}
        if self._evidence is not None:
            self.records[name] |= {"source": "observed", "evidence": self._evidence}
        self.records[name] |= {"attributes": uses, "unconfirmed": ["name", "purpose"]}
        return name

    def use(self, record: str, attribute: Attribute, taken: Iterable[str], *, is_table: bool) -> Data | None:
        """Return what a record that there is says of a new attribute; None, with a reason, if it cannot be said.

        Args:
            record: The name of the record.
            attribute: The attribute.
            taken: The names in Python of its other attributes.
            is_table: Whether its rows have headings.
        """
        self._is_table = is_table
        clashes = len(self._clashes)
        try:
            found = self._use(record, attribute, dict.fromkeys(taken, ""))
        except NotSayableError as error:
            self.left_out.append(str(error))
            return None
        if len(self._clashes) > clashes:
            self.left_out.append("its heading would mean two attributes")
            return None
        return dict(found[attribute.name]) if isinstance(found, dict) else {}

    def _use(self, record: str, attribute: Attribute, taken: dict[str, str]) -> Any:
        concept, form = self._concept(record, attribute)
        entry = self._entry(concept)
        details: Data = {"attribute": concept} if concept != attribute.name else {}
        python = str(entry["python"])
        if python in taken or python in TAKEN_ATTRIBUTES:
            python = python_name(attribute.name, {*taken, *TAKEN_ATTRIBUTES})
            details["python"] = python
        taken[python] = attribute.name
        if form is not None:
            details["wire"] = form
        return {attribute.name: details} if details else attribute.name

    def _entry(self, concept: str) -> Data:
        if concept in self.attributes:
            return self.attributes[concept]
        known = self._dictionary[concept]
        return {"python": known.python, "type": known.type, "many": known.many, "record": known.record}

    def _concept(self, record: str, attribute: Attribute) -> tuple[str, str | None]:
        """Return the entry of the dictionary that an attribute is, and its form on the wire if that is another one.

        An entry fits if it has the same name but for case and punctuation, and a form that is what the file says.
        """
        value = attribute.value
        heading = normalized(attribute.name)
        meant = self._headings.get(heading)
        known = [
            *([meant] if meant is not None else []),
            *self._made.get(heading, ()),
            *self.attributes,
            *self._dictionary,
        ]
        synonyms = {key for key, listed in self._synonyms.items() if heading in map(normalized, listed)}
        alike = [
            key
            for key in known
            if key in (attribute.name, meant) or key in self._made.get(heading, ()) or key in synonyms
        ]
        is_plain = value.many is None and not value.attributes
        if is_plain and attribute.name in self._forms:
            key, form = self._forms[attribute.name]
            if WIRE_FORMS[form or self._entry(key)["type"]].json_type == _json_type(value):
                return key, form
        for key in dict.fromkeys(alike) if is_plain else ():
            entry = self._entry(key)
            form = _form(entry["type"], attribute) if entry.get("many") is None and entry["type"] != "record" else None
            if form is not None:
                self._mean(heading, key)
                return key, None if form == entry["type"] else form
        key = self._new_concept(record, attribute)
        self._made.setdefault(heading, []).append(key)
        self._mean(heading, key)
        return key, None

    def _mean(self, heading: str, concept: str) -> None:
        """Note which attribute a heading of tables means. A heading may not mean two, since tables could not be read then."""
        if not self._is_table:
            return
        headings = [heading, normalized(concept), *map(normalized, self._synonyms.get(concept, ()))]
        self._clashes += [each for each in headings if self._headings.setdefault(each, concept) != concept]

    def _new_concept(self, record: str, attribute: Attribute) -> str:
        value = attribute.value
        entry: Data = {}
        if value.attributes:
            if value.many == "map":
                raise NotSayableError("objects by name cannot be said")
            words = f"{record} {attribute.name}"
            entry = {"type": "record", "record": self._record(self._record_name(words), value.attributes)}
        else:
            type_ = (value.schema.type or "").partition("(")[0]
            if type_ not in _TYPES and type_ not in ("", "null") and "|" not in type_:
                raise NotSayableError(f"values of type {type_} cannot be said")
            plain_type = next((_TYPES[part] for part in type_.split("|") if part in _TYPES), "text")
            is_uid = plain_type == "text" and guess([attribute.example] if attribute.example else [""])[0] == "uid"
            entry = {"type": "uid" if is_uid else plain_type}
        if value.many is not None:
            entry["many"] = value.many
        names = {*self.attributes, *self._dictionary}
        key = attribute.name
        if key in names:
            key = next(
                each
                for each in (f"{record}{capitalized(attribute.name)}{number or ''}" for number in range(1000))
                if each not in names
            )
        python = python_name(attribute.name, TAKEN_ATTRIBUTES)
        self.attributes[key] = {
            "python": python,
            "tag": _tag(attribute),
            **entry,
            "meaning": attribute.description or _UNKNOWN,
        }
        self.attributes[key]["unconfirmed"] = ["python", "tag", "meaning"]
        return key


def _tag(attribute: Attribute) -> str:
    """Return the DICOM tag that the file gives an attribute, or none."""
    told = _DICOM_TAG.match(attribute.description)
    return f"{told[1]},{told[2]}".upper() if told is not None else "none"


def _json_type(value: Result) -> str | None:
    """Return what JSON has in the place of a plain value, as the file says."""
    return JSON_TYPES.get((value.schema.type or "").partition("(")[0])


def _form(type_: Type, attribute: Attribute) -> str | None:
    """Return the form in which a value of a type is what a file says; None if no form is certain."""
    told = _json_type(attribute.value)
    forms = [form for form in forms_of(type_, for_parameters=False) if form.json_type == told]
    ordinary = [form for form in forms if form.name == type_]
    example = attribute.example
    fitting = [form for form in forms if form.pattern and example and re.fullmatch(form.pattern, example)]
    if type_ in ("text", "uid") or (ordinary and type_ != "timestamp"):
        return ordinary[0].name if ordinary else None
    return fitting[0].name if fitting else None


def _described(new: Input) -> Data:
    """Return the spec entry of a parameter, without its Python name."""
    type_ = (new.schema.type or "").partition("(")[0]
    is_list = type_.startswith("array of ")
    kind: Type = _TYPES.get(type_.removeprefix("array of ").partition("(")[0], "text")
    values = list(new.schema.values)
    boolean = _BOOLEANS.get(frozenset(values)) if values or kind == "boolean" else None
    described: Data = {}
    if kind == "boolean" or boolean is not None:
        wire, words = boolean or ("word", ["true", "false"])
        described = {"type": "boolean", "wire": wire, "values": words}
    else:
        example = new.example or ""
        form = _day(example) if kind == "text" and not is_list and not values else None
        is_uid = (
            kind == "text" and not values and (LONG_UID.fullmatch(example) or str(new.name).lower().endswith("uid"))
        )
        described = {"type": "date" if form else "uid" if is_uid else kind}
        described |= {"wire": form} if form else {}
        described |= {"values": values} if values and kind == "text" else {}
    if is_list and described["type"] in ("text", "uid", "integer"):
        described["several"] = "repeated"
    described["meaning"] = new.description or _UNKNOWN
    example, is_told = _example(new, described)
    described["example"] = example
    described["unconfirmed"] = ["python", "meaning", *([] if is_told else ["example"])]
    return described


def _is_same(entry: Data, described: Data) -> bool:
    """Whether a parameter takes what another takes; what a UID is, a file does not tell."""
    values, others = (set(each.get("values") or ()) for each in (entry, described))
    if {entry["type"], described["type"]} <= {"text", "uid"}:
        return values == others
    return (entry["type"], entry.get("wire"), values) == (described["type"], described.get("wire"), others)


def _example(new: Input, described: Data) -> tuple[str, bool]:
    """Return a value that a parameter takes, and whether the file gives it."""
    values = described.get("values", [])
    for told in (new.example, new.schema.default, *values):
        if told and fits(msgspec.convert({"python": "any", "example": told, **described}, Parameter), told):
            return told, told == new.example or bool(values)
    return _EXAMPLES.get(described["type"], "any"), False


def _day(example: str) -> str | None:
    """Return the form in which an example is a day; None if it is none."""
    for form in forms_of("date", for_parameters=True):
        if form.pattern and re.fullmatch(form.pattern, example):
            try:
                read_day(form, example)
            except ValueError:
                continue
            return form.name
    return None


def _content(operation: Operation) -> tuple[Data, bool]:
    """Return what an entry says of an answer without rows, and whether it can be streamed."""
    answers = operation.answers.get("200") or next(
        (each for key, each in operation.answers.items() if key[:1] == "2"), {}
    )
    types = [form.partition(";")[0].strip() for form in answers]
    archive = next((form for form in types if form in _ARCHIVES), None)
    picture = next((form for form in types if form in _KINDS), None)
    if picture is not None:
        content = {"kind": _KINDS[picture], "content_type": picture}
    elif archive is not None:
        content = {"kind": "zip", "content_type": "application/octet-stream" if archive == "*/*" else archive}
    else:
        content = {"kind": "text", "content_type": types[0] if types else "text/plain"}
    return {"content": content, "empty": {"answer": "never", "meaning": _UNKNOWN_EMPTY}}, content["kind"] != "text"
