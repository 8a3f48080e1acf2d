"""A process that can open no connection: the wall that does not hang on how a text is read.

The kernel is told to refuse what makes a socket (seccomp, Linux on x86-64 and 64-bit ARM), which
cannot be taken back. Elsewhere nothing is to be had, and the reading of the text stands alone.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from typing import Final

__all__ = ["seal"]

# By machine: the kernel's number for its calls, and the number of socket(2).
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
# io_uring can make sockets too; its number is the same everywhere.
_IO_URING_SETUP: Final = 425
# From here on x86-64 has a second set of numbers for the same calls.
_SECOND_SET: Final = 0x40000000
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


def seal() -> bool:
    """Take from this process, for good, the means to open a connection.

    Returns:
        Whether that could be done.
    """
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or machine is None:
        return False
    architecture, socket = machine
    # Each step: what to do, how far to jump if so, how far if not, and with which number.
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUALS, 0, 4, architecture),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 2, 0, _SECOND_SET),
        (_EQUALS, 1, 0, socket),
        (_EQUALS, 0, 1, _IO_URING_SETUP),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = ctypes.create_string_buffer(code, len(code))
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)), 16
    )
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(header), 0, 0)
