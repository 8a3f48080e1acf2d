"""What is left out of a run is named in its last lines, and nothing is left out in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator

import pytest

import parts

ONE_WAY = "only parts.part() leaves a test out, and then the end of the run names it"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note what an absent part leaves out; any other skip is silent, and so a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value) if call.excinfo else ""
        if reason in parts.LEFT_OUT:
            report.user_properties.append(("not run", reason))
        else:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} is skipped ({reason}); {ONE_WAY}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let no whole file be skipped."""
    report = yield
    if report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} is skipped; {ONE_WAY}"
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was killed without a loss, and name what was not run and why."""
    if killed := [what for what, _ in _noted(terminalreporter, "passed", "killed")]:
        told = ", ".join(killed)
        terminalreporter.write_line(f"killed with SIGKILL, and nothing lost: {told}")
    left_out = defaultdict(list)
    for reason, test in _noted(terminalreporter, "skipped", "not run"):
        left_out[reason].append(test)
    if chosen := config.option.markexpr:
        terminalreporter.section("not run")
        terminalreporter.write_line(f"not run: all that is not ({chosen}); make test runs it")
    for reason, tests in left_out.items():
        terminalreporter.section(f"not run: {len(tests)}, because {reason}")
        terminalreporter.write("".join(f"{test}\n" for test in sorted(tests)))
    if not chosen and not left_out:
        terminalreporter.write_line("not run: nothing that was asked for")


def _noted(reporter: pytest.TerminalReporter, outcome: str, name: str) -> Iterator[tuple[str, str]]:
    """Give what tests noted under a name, each with its test; processes report it too."""
    for report in reporter.stats.get(outcome, []):
        for noted, value in report.user_properties:
            if noted == name:
                yield str(value), report.nodeid
