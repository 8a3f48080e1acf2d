"""What is counted, as Prometheus reads it (text format 0.0.4)."""

from __future__ import annotations

from collections import Counter, defaultdict

__all__ = ["Metrics"]


class Metrics:
    """Counts of requests; nothing of what they ask for."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: dict[str, float] = defaultdict(float)
        self.cached = self.reloads = 0

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request, by the first part of its path."""
        top = path.split("/")[1].partition(".")[0] if "/" in path else ""
        name = top if top.isalpha() and len(top) < 20 and status != 404 else "other"  # noqa: PLR2004
        name = name if top else "home"
        self._requests[name, status] += 1
        self._seconds[name] += seconds

    def text(self, running: int, version: str) -> str:
        """Give everything as text."""
        lines = ["# TYPE khyber_requests_total counter"]
        lines += [
            f'khyber_requests_total{{page="{name}",status="{status}"}} {count}'
            for (name, status), count in sorted(self._requests.items())
        ]
        lines += ["# TYPE khyber_seconds_total counter"]
        lines += [
            f'khyber_seconds_total{{page="{name}"}} {seconds:.6f}'
            for name, seconds in sorted(self._seconds.items())
        ]
        lines += [
            "# TYPE khyber_cached_total counter", f"khyber_cached_total {self.cached}",
            "# TYPE khyber_reloads_total counter", f"khyber_reloads_total {self.reloads}",
            "# TYPE khyber_running gauge", f"khyber_running {running}",
            "# TYPE khyber_data gauge", f'khyber_data{{version="{version}"}} 1',
        ]  # fmt: skip
        return "\n".join([*lines, ""])
