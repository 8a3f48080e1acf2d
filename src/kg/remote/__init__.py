"""Any SPARQL 1.1 server as an engine, and what publishes a graph to one."""

from kg.remote.publishing import Addresses, Pushed, push
from kg.remote.refusals import EndpointError
from kg.remote.remote import RemoteEngine, open_endpoint

__all__ = ["Addresses", "EndpointError", "Pushed", "RemoteEngine", "open_endpoint", "push"]
