#!/usr/bin/env python3
"""Deadlines counted by a calendar and an arithmetic that know nothing of Lianxin: PyPI `chinesecalendar` (pip install chinesecalendar).

    python3 deadlines.py make [--seed N] [--count N]   writes random deadlines, 2010-2026, to standard output
    python3 deadlines.py workdays                      writes every day of 2004-2026 as worked (1) or off (0)
    python3 deadlines.py check FILE...                 counts files made before anew and compares

Golden files made by it stand in libs/statute/golden; the tests of libs/statute read them, or the file that
LIANXIN_DEADLINES names.
"""
import csv, datetime, random, sys
from importlib.metadata import version

import chinese_calendar

DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(2010, 1, 1), datetime.date(2026, 12, 31)
# The two tables call these differently: a weekend before New Year's Day of 2024, which the notice joins to it ("与周末连休")
# without giving it off. A day off in both; only a roll-over over named holidays alone would tell the difference.
DISPUTED = {datetime.date(2023, 12, 30), datetime.date(2023, 12, 31)}
FIELDS = ["unit", "length", "rollover", "from", "pauseFrom", "pauseTo", "strict", "legal"]


def named_holiday(day):
    return chinese_calendar.get_holiday_detail(day)[0] and chinese_calendar.get_holiday_detail(day)[1] is not None


def count(unit, length, rollover, start, pause):
    """Strict and legal date: the day of the event is not counted, a day of the pause neither."""
    day, left = start, length
    while left > 0:
        day += DAY
        if pause and pause[0] <= day <= pause[1]:
            continue
        if unit == "calendar" or chinese_calendar.is_workday(day):
            left -= 1
    strict = day
    if rollover == "statutory+weekend":
        while not chinese_calendar.is_workday(day):
            day += DAY
    elif rollover == "statutory":
        while named_holiday(day):
            day += DAY
    return strict, day


def draw(rng):
    unit = rng.choice(["calendar", "working"])
    length = rng.choice([1, 3, 5, 10, 15, 30, 60, 90, rng.randint(1, 90)])
    rollover = rng.choice(["statutory+weekend"] * 3 + ["statutory", "none"])
    start = FIRST + DAY * rng.randint(0, (LAST - FIRST).days)
    pause = None
    if rng.random() < 0.25:
        begin = start + DAY * rng.randint(1, length)
        pause = (begin, begin + DAY * rng.randint(0, 20))
    return unit, length, rollover, start, pause


def make(seed, number):
    rng = random.Random(seed)
    print(f"# chinesecalendar {version('chinesecalendar')}, seed {seed}")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(FIELDS)
    made = 0
    while made < number:
        unit, length, rollover, start, pause = draw(rng)
        try:
            strict, legal = count(unit, length, rollover, start, pause)
        except NotImplementedError:  # beyond its last year
            continue
        if legal > LAST:
            continue
        if rollover == "statutory" and strict in DISPUTED:
            print(f"left out: {start} + {length} ends on a disputed day", file=sys.stderr)
            continue
        out.writerow([unit, length, rollover, start, *(pause or ("", "")), strict, legal])
        made += 1


def workdays():
    print(f"# chinesecalendar {version('chinesecalendar')}")
    for year in range(2004, 2027):
        day, bits = datetime.date(year, 1, 1), ""
        while day.year == year:
            bits += "1" if chinese_calendar.is_workday(day) else "0"
            day += DAY
        print(f"{year},{bits}")


def check(path):
    iso = datetime.date.fromisoformat
    with open(path, encoding="utf-8") as file:
        rows = [row for row in csv.reader(line for line in file if not line.startswith("#")) if row != FIELDS]
    wrong = 0
    for row in rows:
        if len(row) == 2:
            year, bits = int(row[0]), row[1]
            start = datetime.date(year, 1, 1)
            wrong += sum(chinese_calendar.is_workday(start + DAY * i) != (bit == "1") for i, bit in enumerate(bits))
            continue
        unit, length, rollover, start, pause_from, pause_to, strict, legal = row
        pause = (iso(pause_from), iso(pause_to)) if pause_from else None
        if count(unit, int(length), rollover, iso(start), pause) != (iso(strict), iso(legal)):
            wrong += 1
            print(f"{path}: {row}")
    print(f"{path}: {len(rows)} rows, {wrong} differ (chinesecalendar {version('chinesecalendar')})")
    return wrong


if __name__ == "__main__":
    words = sys.argv[1:]
    option = lambda name, default: int(words[words.index(name) + 1]) if name in words else default
    if words[:1] == ["make"]:
        make(option("--seed", 20260130), option("--count", 1000))
    elif words[:1] == ["workdays"]:
        workdays()
    elif words[:1] == ["check"] and len(words) > 1:
        sys.exit(1 if sum([check(path) for path in words[1:]]) else 0)
    else:
        sys.exit(__doc__)
