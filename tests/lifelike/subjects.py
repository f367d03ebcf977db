"""Clean tables of many departments: each a function of the dice."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lifelike.figures import air, budgets, census, clinics, monthly, rivers, schools_by_level, weather, yearbook
from lifelike.registers import (
    bus_lines,
    hospitals,
    licences,
    parking,
    penalties,
    projects,
    samples,
    scenic,
    schools,
    stations,
)
from lifelike.table import Table

SUBJECTS: tuple[Callable[[Random], Table], ...] = (
    *(stations, bus_lines, air, budgets, hospitals, penalties, licences, yearbook),
    *(schools, rivers, scenic, census, projects, parking, samples, weather),
    *(monthly, schools_by_level, clinics),
)
