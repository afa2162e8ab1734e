"""The web application, built from objects that are ready."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import OnRecordError
from service import problems
from service.access import Gate, Places, cors
from service.admission import Admission
from service.describing import describe
from service.headers import SecurityHeaders
from service.idempotency import Idempotency
from service.keys import Keys
from service.limits import BodyLimit
from service.mcp import build_mcp, mount
from service.metrics import Metrics, RequestMetrics
from service.rates import Rates
from service.refusals import log_failure, problem_response
from service.routes import (
    ask,
    browsing,
    corrections,
    documents,
    files,
    judging,
    pages,
    saved,
    speakers,
    system,
    transcripts,
)
from service.schemas import ProblemBody
from service.schemas_record import FilesForm
from service.state import State
from service.tracing import Tracing
from service.transport import GZIP_BYTES, HeadAsGet, Tags
from service.versions import onrecord_version


class Service(FastAPI):
    """The application; its schema publishes the limits that are set."""

    onrecord: State

    def openapi(self) -> dict[str, Any]:
        """OpenAPI 3.1 of all routes, made once."""
        if self.openapi_schema is None:
            schema = super().openapi()
            _bound_questions(schema, self.onrecord.settings.max_question_chars)
            _add_problems(schema)
            describe(schema)
        return super().openapi()


def build_app(state: State, *, with_judging: bool = False, keys: Keys | None = None) -> FastAPI:
    """Put routes, errors, limits, headers and metrics together.

    :param state: Ready, or to be loaded later: until then questions get a 503 problem.
    :param with_judging: Add the judging page; it works on `state.desk`.
    :param keys: Who may do what; None for the keys of the index's folder.
    """
    metrics = Metrics(state)
    tools = build_mcp(state, metrics)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    app = Service(
        title="On the Record",
        summary="Ask what somebody said, get the words they said.",
        version=onrecord_version(),
        docs_url=None,  # Both of FastAPI's viewers load scripts from elsewhere.
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
        responses={"default": problems.RESPONSE},
    )
    app.onrecord = state
    app.state.onrecord = state
    app.state.metrics = metrics
    for routes in (
        ask,
        documents,
        transcripts,
        speakers,
        corrections,
        saved,
        system,
        pages,
        browsing,
        files,
    ):
        app.include_router(routes.router)
    app.include_router(saved.pages)
    app.include_router(corrections.pages)
    if with_judging:
        app.include_router(judging.router)
    mount(app, tools)
    app.add_exception_handler(OnRecordError, _our_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    # The one added last sees a request first.
    app.add_middleware(Idempotency)
    app.add_middleware(Tags, state=state)
    app.add_middleware(Admission)  # before the tags: to make one takes a worker and the store
    app.add_middleware(BodyLimit, settings=state.settings)
    app.add_middleware(GZipMiddleware, minimum_size=GZIP_BYTES, compresslevel=5)
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        Gate, settings=state.settings, keys=keys or Keys(state.settings.data), rates=Rates()
    )
    if state.settings.cors_origins:
        app.add_middleware(cors, settings=state.settings)
    app.add_middleware(Places, settings=state.settings)
    app.add_middleware(LastResort)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestMetrics, metrics=metrics)
    app.add_middleware(Tracing)
    return app


class LastResort:
    """ASGI middleware: what nobody expected becomes a plain 500 problem.

    Neither the answer nor the log repeats the error's message: it may hold a transcript's words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it when it fails."""
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, note)
        except ClientDisconnect:
            # Nobody reads this; it is counted as what it is, and is no failure of ours.
            if not begun:
                response = _unreadable("the client hung up before its body had come")
                await response(scope, receive, send)
        except CancelledError:
            # The server drains no longer, and ends after this: nothing above has more to do.
            if begun or scope["type"] != "http":
                raise
            problem = problems.http_problem(503)
            body = problems.problem_body(problem, problems.STOPPING)
            await problem_response(problem, body)(scope, receive, send)
        except Exception as error:  # noqa: BLE001 -- the one place where nothing may pass
            log_failure(error)
            if not begun and scope["type"] == "http":
                problem = problems.http_problem(500)
                body = problems.problem_body(problem, problems.FAILED)
                await problem_response(problem, body)(scope, receive, send)


def _unreadable(detail: str) -> Response:
    problem = problems.http_problem(400)
    return problem_response(problem, problems.problem_body(problem, detail))


async def _our_error(request: Request, error: Exception) -> Response:
    ours = cast(OnRecordError, error)
    problem = problems.problem_of(ours)
    if problem.status == 500:
        log_failure(ours)
    return problem_response(problem, problems.error_body(ours))


async def _invalid(request: Request, error: Exception) -> Response:
    errors = cast(RequestValidationError, error).errors()
    return problem_response(problems.http_problem(422), problems.validation_body(errors))


async def _http_error(request: Request, error: Exception) -> Response:
    refusal = cast(HTTPException, error)
    problem = problems.http_problem(refusal.status_code)
    detail = problems.http_detail(refusal.status_code, refusal.detail)
    response = problem_response(problem, problems.problem_body(problem, detail))
    response.headers.update(refusal.headers or {})
    if refusal.status_code == 405:
        response.headers["Allow"] = ", ".join(_allowed(request))
    return response


def _allowed(request: Request) -> list[str]:
    """The methods that an address takes; HEAD where GET is."""
    methods = [
        method
        for method in ("GET", "POST", "PUT", "DELETE")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return [*methods, "HEAD"] if "GET" in methods else methods


def _bound_questions(schema: dict[str, Any], most: int) -> None:
    """Publish the limit on questions that is set, wherever the schema names one."""
    for name in ("AskRequest", "SearchRequest"):
        schema["components"]["schemas"][name]["properties"]["question"]["maxLength"] = most
    for parameter in schema["paths"]["/v1/ask"]["get"]["parameters"]:
        if parameter["name"] == "q":
            parameter["schema"]["maxLength"] = most


def _add_problems(schema: dict[str, Any]) -> None:
    """Publish what `problems.RESPONSE` points to."""
    problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= {
        **problem.pop("$defs"),
        "ProblemBody": problem,
        "FilesForm": FilesForm.model_json_schema(),
    }
