"""The record for language models: the same questions and lists as tools of MCP.

Every tool only reads and gives what HTTP gives, as structured output with its schema; what HTTP
refuses with a problem a tool refuses with its code and detail, near misses included.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter, Signature
from typing import Annotated, Any, TypeVar, get_type_hints

from fastapi import FastAPI
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, InputRequiredResult, Tool, ToolAnnotations
from pydantic import BaseModel, Field
from starlette.routing import Route

from index.errors import OnRecordError
from service import problems
from service.limits import WholeBody
from service.metrics import Metrics
from service.refusals import log_failure
from service.routes import ask as questions
from service.routes import documents, speakers, transcripts
from service.schemas import AnswerBody, DocumentListBody, SearchBody
from service.schemas_people import SpeakerListBody
from service.schemas_record import (
    MAX_CONTEXT_TURNS,
    ContextQuery,
    DocumentsQuery,
    PartBody,
    PartQuery,
    QuoteContextBody,
    Sort,
)
from service.schemas_requests import (
    MAX_FILTERS,
    MAX_NAME_CHARS,
    MAX_PAGE,
    AskRequest,
    FilterValue,
    PageQuery,
    SearchRequest,
)
from service.state import State
from service.versions import onrecord_version

PATH = "/mcp"

INSTRUCTIONS = (
    "A record of transcripts. `ask` quotes what somebody said, word for word, or says that nobody "
    "said it; never quote words that no tool has given. `search` finds passages without deciding. "
    "`get_context` gives the turns around a quote, `fetch` a whole transcript in parts. "
    "Cite each quote with its speaker, document, date and url."
)

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Speakers = Annotated[
    list[FilterValue],
    Field(max_length=MAX_FILTERS, description="Only words of these: ids, names or labels."),
]
Day = Annotated[str | None, Field(max_length=40, description="A day as YYYY-MM-DD; it counts.")]
Cursor = Annotated[
    str | None, Field(max_length=4_096, description="`next_cursor` of the part before.")
]
Id = Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARS)]
Turns = Annotated[int, Field(ge=0, le=MAX_CONTEXT_TURNS)]
Page = Annotated[int, Field(ge=1, le=MAX_PAGE)]

Given = TypeVar("Given")
Request = TypeVar("Request", bound=BaseModel)


def build_mcp(state: State, metrics: Metrics) -> MCPServer[Any]:
    """The tools over one state; the index may be loaded later."""
    with _unchanged_logs():
        server = _server()
    _add_questions(server, state, metrics)
    _add_record(server, state)
    _add_lists(server, state)
    return server


class _Strict(MCPServer[Any]):
    """The SDK's server, which would leave out an argument that a tool does not take.

    A misspelt filter would then give other people's words.
    """

    async def list_tools(self) -> list[Tool]:
        """The tools; their schemas say that nothing else is taken."""
        tools = await super().list_tools()
        for tool in tools:
            tool.input_schema["additionalProperties"] = False
        return tools

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool.

        :raises ToolError: There is no such tool, or it takes no argument of a name that is given.
        """
        taken = [
            list(t.input_schema["properties"]) for t in await self.list_tools() if t.name == name
        ]
        for known in taken:
            unknown = sorted(set(arguments) - set(known))
            if unknown:
                raise ToolError(
                    f"invalid_request: {name} takes no {problems.echo(unknown[0])}; "
                    f"it takes {', '.join(known)}"
                )
        return await super().call_tool(name, arguments, context)


def _server() -> MCPServer[Any]:
    return _Strict(
        "onrecord",
        title="On the Record",
        description="Ask what somebody said, get the words they said.",
        instructions=INSTRUCTIONS,
        version=onrecord_version(),
        log_level="WARNING",
    )


@contextmanager
def _unchanged_logs() -> Iterator[None]:
    """Undo what the SDK does to the root logger: only a program's entry sets handlers."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    try:
        yield
    finally:
        root.setLevel(before[0])
        root.handlers[:] = before[1]


def mount(app: FastAPI, server: MCPServer[Any]) -> None:
    """Serve the tools as streamable HTTP at `/mcp` of an app; its lifespan runs the sessions.

    Hosts, origins and keys are checked before, for all addresses alike (`service/access.py`).
    """
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    inner = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        transport_security=security,
    )
    for route in inner.routes:
        if isinstance(route, Route):
            # The SDK logs a failure, with its traceback, for a client that hangs up.
            route.app = WholeBody(route.app)
    app.router.routes.extend(inner.routes)


def _add_questions(server: MCPServer[Any], state: State, metrics: Metrics) -> None:
    @server.tool(title="Ask the record", annotations=_READS)
    @_taking(AskRequest)
    def ask(request: AskRequest) -> AnswerBody:
        """Quote what answers a question, word for word, or say that nobody on record said it.

        With status no_answer, `nearest` does not answer and `reason` says why.
        """
        return _told(lambda: questions.ask(request, state, metrics))

    @server.tool(title="Search the record", annotations=_READS)
    @_taking(SearchRequest)
    def search(request: SearchRequest) -> SearchBody:
        """Find the passages nearest to a question, best first; whether they answer is not said."""
        return _told(lambda: questions.search(request, state))


def _taking(model: type[Request]) -> Callable[[Callable[[Request], Given]], Callable[..., Given]]:
    """Let a tool take the fields of a request, each as a parameter of its own, as HTTP does."""

    def spread(work: Callable[[Request], Given]) -> Callable[..., Given]:
        @wraps(work)
        def tool(**given: Any) -> Given:  # noqa: ANN401 -- checked by the request
            return work(model(**given))

        parameters = [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                default=Parameter.empty if field.is_required() else field.default,
                annotation=Annotated[
                    field.annotation,
                    *field.metadata,
                    Field(description=field.description, json_schema_extra=field.json_schema_extra),
                ],
            )
            for name, field in model.model_fields.items()
        ]
        given = Signature(parameters, return_annotation=get_type_hints(work)["return"])
        tool.__signature__ = given  # type: ignore[attr-defined]  # the SDK reads it
        tool.__annotations__ = {}
        return tool

    return spread


def _add_record(server: MCPServer[Any], state: State) -> None:
    @server.tool(title="Fetch a transcript", annotations=_READS)
    def fetch(id: Id, cursor: Cursor = None, limit: Page = 50) -> PartBody:
        """A transcript by its document id, turn by turn; `next_cursor` leads to the next part."""
        query = PartQuery(cursor=cursor, limit=limit)
        return _told(lambda: transcripts.get_turns(id, query, state))

    @server.tool(title="Get the context of a quote", annotations=_READS)
    def get_context(quote_id: Id, before: Turns = 2, after: Turns = 2) -> QuoteContextBody:
        """A quote or passage by its id, read anew, with the turns before and after it."""
        query = ContextQuery(before=before, after=after)
        return _told(lambda: transcripts.get_quote(quote_id, query, state))


def _add_lists(server: MCPServer[Any], state: State) -> None:
    @server.tool(title="List the speakers", annotations=_READS)
    def list_speakers(cursor: Cursor = None, limit: Page = 50) -> SpeakerListBody:
        """Who is on record, with labels, turns and documents, ordered by id."""
        page = PageQuery(cursor=cursor, limit=limit)
        return _told(lambda: speakers.list_speakers(page, state))

    @server.tool(title="List the documents", annotations=_READS)
    def list_documents(
        speakers: Speakers = [],  # noqa: B006
        title: Annotated[str | None, Field(max_length=MAX_NAME_CHARS)] = None,
        date_from: Day = None,
        date_to: Day = None,
        sort: Sort = "source",
        cursor: Cursor = None,
        limit: Page = 50,
    ) -> DocumentListBody:
        """Which transcripts are on record, by whom, of which days, in which order."""
        query = DocumentsQuery(
            speakers=speakers,
            title=title or None,
            date_from=date_from,
            date_to=date_to,
            sort=sort,
            cursor=cursor,
            limit=limit,
        )
        return _told(lambda: documents.list_documents(query, state))


def _told(work: Callable[[], Given]) -> Given:
    """Do what HTTP does, and refuse as HTTP refuses.

    :raises ToolError: With code and detail of the problem.
    """
    try:
        return work()
    except OnRecordError as error:
        body = problems.error_body(error)
        if body["status"] == 500:
            log_failure(error)
        raise ToolError(f"{body['code']}: {body['detail']}") from None
    except Exception as error:  # noqa: BLE001 -- its message may hold a transcript's words
        log_failure(error)
        raise ToolError(f"internal_error: {problems.FAILED}") from None
