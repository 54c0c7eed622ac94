"""Reads CPU time and resident memory of processes from /proc (Linux)."""

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Process:
    """One line of the process table; times in clock ticks."""

    parent: int
    own_ticks: int
    ended_children_ticks: int
    resident_bytes: int


def processes() -> dict[int, Process]:
    """All processes; those that end while being read are left out."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    read = ((number, _process(number)) for number in numbers)
    return {number: process for number, process in read if process is not None}


def _process(number: int) -> Process | None:
    try:
        line = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return None
    # The program's name, in parentheses, may hold blanks.
    fields = line[line.rindex(")") + 2 :].split()
    user, system, children_user, children_system = (int(field) for field in fields[11:15])
    return Process(
        parent=int(fields[1]),
        own_ticks=user + system,
        ended_children_ticks=children_user + children_system,
        resident_bytes=int(fields[21]) * PAGE_BYTES,
    )


def descendants(root: int, table: dict[int, Process]) -> list[int]:
    """The processes below a root, without itself."""
    children: dict[int, list[int]] = defaultdict(list)
    for number, process in table.items():
        children[process.parent].append(number)
    found: list[int] = []
    waiting = list(children[root])
    while waiting:
        number = waiting.pop()
        found.append(number)
        waiting += children[number]
    return found


def resident_bytes_below(root: int) -> int:
    table = processes()
    return sum(table[number].resident_bytes for number in descendants(root, table))


def cpu_of_server(postmaster: int) -> float:
    """Seconds of a PostgreSQL server. Backends are the postmaster's children: ended ones count
    in its own entry, living ones in theirs."""
    while True:
        before = processes()
        after = processes()
        main = after[postmaster]
        backends = descendants(postmaster, before)
        # A backend that ends while the table is read would count twice or not at all.
        none_ended = before[postmaster].ended_children_ticks == main.ended_children_ticks
        if none_ended and sorted(backends) == sorted(descendants(postmaster, after)):
            living = sum(before[number].own_ticks for number in backends)
            return (main.own_ticks + main.ended_children_ticks + living) / TICKS


def cpu_of_machine() -> float:
    """Seconds that all processors together were busy since the start of the machine."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _iowait, irq, softirq = fields[:7]
    return (user + nice + system + irq + softirq) / TICKS
