"""A fuzzer: inputs without end at each door by which something foreign comes in.

Each module but the first three is a door. What may become of an input is a right answer, which a
property or another reader bears out, or a refusal in one line; all else is a fault.
"""
