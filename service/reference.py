"""The contract for people: the OpenAPI document laid out for a page without any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One field or parameter; `body` is the name of the body it holds, if any."""

    name: str
    kind: str
    bounds: str
    required: bool
    description: str
    example: object
    body: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    operation_id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    takes: tuple[tuple[str, str | None], ...]
    gives: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """One schema."""

    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All operations by tag, and all bodies by name."""

    groups: tuple[tuple[str, tuple[Operation, ...]], ...]
    bodies: tuple[Body, ...]


def lay_out(schema: Mapping[str, Any]) -> Reference:
    """Read an OpenAPI document."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            read = _operation(path, method, operation)
            groups.setdefault(operation.get("tags", ["other"])[0], []).append(read)
    bodies = [
        Body(name, body.get("description", ""), tuple(_fields(body)))
        for name, body in sorted(schema["components"]["schemas"].items())
        if body.get("properties")
    ]
    ordered = tuple((tag, tuple(operations)) for tag, operations in groups.items())
    return Reference(ordered, tuple(bodies))


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    taken = operation.get("requestBody", {}).get("content", {})
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        operation.get("summary", ""),
        operation.get("description", ""),
        tuple(_parameter(parameter) for parameter in operation.get("parameters", ())),
        tuple((kind, _body(content.get("schema", {}))) for kind, content in taken.items()),
        tuple(_gives(operation["responses"])),
    )


def _gives(responses: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    for status, response in responses.items():
        for kind, content in response.get("content", {}).items():
            yield status, kind, _body(content.get("schema", {}))


def _fields(body: Mapping[str, Any]) -> Iterator[Field]:
    required = body.get("required", ())
    for name, value in body["properties"].items():
        yield _field(name, value, value.get("description", ""), required=name in required)


def _parameter(parameter: Mapping[str, Any]) -> Field:
    required = bool(parameter.get("required"))
    return _field(
        parameter["name"], parameter["schema"], parameter.get("description", ""), required=required
    )


def _field(name: str, value: Mapping[str, Any], description: str, *, required: bool) -> Field:
    example = value.get("examples", [None])[0]
    return Field(name, _kind(value), _bounds(value), required, description, example, _body(value))


def _body(value: Mapping[str, Any]) -> str | None:
    """The body that a value is, or holds in a list."""
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    inner = [value["items"]] if "items" in value else value.get("anyOf", ())
    return next((name for choice in inner if (name := _body(choice))), None)


def _kind(value: Mapping[str, Any]) -> str:
    if "anyOf" in value:
        return " or ".join(_kind(choice) for choice in value["anyOf"])
    if "const" in value:
        return f"“{value['const']}”"
    if "enum" in value:
        return " or ".join(f"“{allowed}”" for allowed in value["enum"])
    if value.get("type") == "array":
        return f"list of {_kind(value['items'])}"
    return str(value.get("format") or value.get("type") or "object")


def _bounds(value: Mapping[str, Any]) -> str:
    for part in (value, *value.get("anyOf", ())):
        low, high = part.get("minimum"), part.get("maximum")
        if low is not None and high is not None:
            return f"{low:,} to {high:,}"
        if "maxItems" in part:
            return f"at most {part['maxItems']:,}"
        if "maxLength" in part:
            return f"at most {part['maxLength']:,} characters"
    return ""
