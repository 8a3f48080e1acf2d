"""Serving: the tools over the Model Context Protocol, on standard streams or over HTTP.

The protocol is the official library's, in its newest and its earlier versions; what is here gives
it the tools, the material and the prompts, and turns every error into one line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final

import anyio
import anyio.to_thread
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from kg.assistant.desk import Desk, Json
from kg.assistant.material import INSTRUCTIONS, PROMPTS, RESOURCES, prompted, read
from kg.assistant.tools import call, offered, refusal, schema
from kg.errors import KgError
from kg.release import VERSION

__all__ = ["over_http", "over_streams", "server"]

# Queries of an assistant's own at once. Each other call has its turn alone: what is noted while a
# question is asked is noted for the whole process.
_AT_ONCE: Final = 2
# Letters of one message; nothing that fits the schemas of the tools comes near it.
_LONGEST: Final = 1_000_000


def server(desk: Desk) -> Server[Any]:
    """Give the server of a desk: its tools, resources and prompts."""
    turns, own = anyio.CapacityLimiter(1), anyio.CapacityLimiter(_AT_ONCE)

    async def tools(*_: Any) -> types.ListToolsResult:  # noqa: ANN401 - the library's context
        return types.ListToolsResult(tools=[
            types.Tool(name=each.name, description=each.description, input_schema=schema(each),
                       annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False,
                                                         idempotent_hint=True))
            for each in offered(desk)
        ])  # fmt: skip

    async def called(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:  # noqa: ANN401
        work = partial(_called, desk, asked.name, asked.arguments or {})
        limiter = own if asked.name == "sparql" else turns
        return await anyio.to_thread.run_sync(work, limiter=limiter)

    async def resources(*_: Any) -> types.ListResourcesResult:  # noqa: ANN401
        return types.ListResourcesResult(resources=[
            types.Resource(name=each.title, uri=address, mime_type=each.mime)
            for address, each in RESOURCES.items()
        ])  # fmt: skip

    async def resource(
        _: Any,  # noqa: ANN401
        asked: types.ReadResourceRequestParams,
    ) -> types.ReadResourceResult:
        address = str(asked.uri)
        text = await anyio.to_thread.run_sync(_or_fault, partial(read, desk, address),
                                              limiter=turns)  # fmt: skip
        mime = RESOURCES[address].mime
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=address, mime_type=mime, text=text)]
        )

    async def prompts(*_: Any) -> types.ListPromptsResult:  # noqa: ANN401
        return types.ListPromptsResult(prompts=[
            types.Prompt(name=name, title=each.title, description=each.title, arguments=[
                types.PromptArgument(name=key, description=meaning, required=True)
                for key, meaning in each.arguments.items()])
            for name, each in PROMPTS.items()
        ])  # fmt: skip

    async def prompt(_: Any, asked: types.GetPromptRequestParams) -> types.GetPromptResult:  # noqa: ANN401
        text = _or_fault(partial(prompted, asked.name, asked.arguments or {}))
        said = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(messages=[said])

    return Server(
        "khyber", version=VERSION, title="Khyber", instructions=INSTRUCTIONS,
        on_list_tools=tools, on_call_tool=called, on_list_resources=resources,
        on_read_resource=resource, on_list_prompts=prompts, on_get_prompt=prompt,
    )  # fmt: skip


def _or_fault(work: Any) -> str:  # noqa: ANN401 - any call that gives a text
    try:
        return str(work())
    except KgError as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from None


def _called(desk: Desk, name: str, arguments: Mapping[str, Any]) -> types.CallToolResult:
    """Call a tool; what cannot be done is a result too, so that the assistant can mend it."""
    try:
        return _result(call(desk, name, arguments))
    except KgError as error:
        return _result(refusal(error), fault=True)
    except Exception as error:  # noqa: BLE001 - one call's fault ends no server
        sys.stderr.write(f"kg mcp: {name}: {type(error).__name__}\n")
        told = {"error": "a fault in the tool itself; it answered nothing", "where": name}
        return _result(told, fault=True)


def _result(said: Json, *, fault: bool = False) -> types.CallToolResult:
    svg = said.pop("svg", None)
    text = json.dumps(said, ensure_ascii=False, default=str)
    content: list[Any] = [types.TextContent(type="text", text=text)]
    if svg:
        content.append(types.ImageContent(type="image", data=svg, mime_type="image/svg+xml"))
    return types.CallToolResult(
        content=content, structured_content=json.loads(text), is_error=fault
    )


class _Lines:
    """Standard input by lines, of which none can fill the memory: what is longer is no message."""

    def __aiter__(self) -> AsyncIterator[str]:
        return self._lines()

    async def _lines(self) -> AsyncIterator[str]:
        source = sys.stdin.buffer
        while line := await anyio.to_thread.run_sync(
            source.readline, _LONGEST, abandon_on_cancel=True
        ):
            whole = line.endswith(b"\n")
            while line and not line.endswith(b"\n"):
                line = await anyio.to_thread.run_sync(
                    source.readline, _LONGEST, abandon_on_cancel=True
                )
            yield line.decode("utf-8", "replace") if whole else "{}"


def over_streams(desk: Desk) -> None:
    """Serve on standard input and output until the client goes away.

    Raises:
        OSError: What is answered cannot be written, as on a full disk.
    """

    async def run() -> None:
        own = server(desk)
        async with stdio_server(stdin=_Lines()) as (reading, writing):  # type: ignore[arg-type]
            await own.run(reading, writing, own.create_initialization_options())

    try:
        anyio.run(run)
    except BaseExceptionGroup as group:
        # What the other task says, that its end of the line is gone, follows from this.
        if (refused := group.subgroup(OSError)) is None:
            raise
        raise _first(refused) from None


def _first(group: BaseExceptionGroup[OSError]) -> OSError:
    """Give the first of what tasks that ran beside each other have raised."""
    found = group.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found


def over_http(desk: Desk, port: int) -> None:
    """Serve the same over HTTP, at ``/mcp`` on a port of this machine, until Ctrl-C."""
    import uvicorn  # noqa: PLC0415 - the protocol's library brings it

    app = server(desk).streamable_http_app()
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
