"""Checks what `load formats --write` wrote, with readers that know nothing of ours.

The XML against the public schema (xmlschema), the JSON against its own (jsonschema), the calendars with a calendar
library and the zone data of this machine (icalendar, zoneinfo); that all formats agree on every session; and the rules by
which schedule apps drop sessions without a word.
"""

import csv
import datetime
import json
import pathlib
import re
import sys
import zoneinfo

import icalendar
import jsonschema
import xmlschema
from lxml import etree

HERE = pathlib.Path(__file__).parent
STATES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}


def main(folder):
    document = json.loads((folder / "schedule.json").read_text("utf-8"))
    check_json(document)
    events = [e for day in document["schedule"]["conference"]["days"] for room in day["rooms"].values() for e in room]
    starts = {e["guid"]: datetime.datetime.fromisoformat(e["date"]) for e in events}
    sessions = {e["guid"]: e for e in events if e["type"] != "Break"}
    check_xml(folder / "schedule.xml", starts)
    for file in sorted(folder.glob("*.ics")):
        check_calendar(file, sessions, whole=file.name == "timetable.ics")
    check_csv(folder / "timetable.csv", sessions)
    check_jsonld(folder / "timetable.jsonld", sessions)
    print(f"{len(sessions)} sessions and {len(events) - len(sessions)} breaks: every file is right, and all agree")


def check_json(document):
    schema = json.loads((HERE / "schedule.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft6Validator(schema, format_checker=jsonschema.FormatChecker())
    faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(document)]
    assert not faults, faults[:5]
    print("schedule.json: valid by its schema")


def check_xml(file, starts):
    faults = [str(e.reason) + " at " + str(e.path) for e in xmlschema.XMLSchema(HERE / "schedule.xml.xsd").iter_errors(str(file))]
    assert not faults, faults[:5]
    root = etree.parse(file).getroot()
    events = root.findall("day/room/event")
    assert {e.get("guid"): datetime.datetime.fromisoformat(e.findtext("date")) for e in events} == starts
    zone = zoneinfo.ZoneInfo(root.findtext("conference/time_zone_name"))
    for event in events:
        # What Giggity drops an event without, or shows it wrongly.
        assert event.get("guid") and event.get("id") and event.findtext("title")
        at = datetime.datetime.fromisoformat(event.findtext("date"))
        assert at.astimezone(zone).strftime("%H:%M") == event.findtext("start")
        assert re.fullmatch(r"\d\d:\d\d", event.findtext("duration"))
        if event.findtext("type") == "BoF":
            assert event.findtext("recording/optout") == "true"
    print(f"schedule.xml: {len(events)} events, valid by its schema")


def check_calendar(file, sessions, whole):
    raw = file.read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "a line is longer than 75 octets"
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw), "a control character"
    calendar = icalendar.Calendar.from_ical(raw)
    zones = {str(z["TZID"]): z for z in calendar.walk("VTIMEZONE")}
    seen = set()
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        for name in ["UID", "SUMMARY", "LOCATION", "DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS"]:
            assert name in event and str(event[name]) != "", (name, event)
        assert event["STATUS"] in STATES
        assert event["UID"] not in seen, "a UID is there twice"
        seen.add(str(event["UID"]))
        session = sessions.get(str(event["UID"]))
        for name in ["DTSTART", "DTEND"]:
            at = event[name].dt
            zone = event[name].params.get("TZID")
            if zone is None:
                assert at.utcoffset() == datetime.timedelta(0)
                continue
            # By the calendar's own zone, and by this machine's, it is the same instant.
            wall = at.replace(tzinfo=None)
            assert offset_in(zones[zone], wall) == wall.replace(tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset(), wall
        if session:
            assert event["DTSTART"].dt == datetime.datetime.fromisoformat(session["date"])
            assert event["DTEND"].dt == datetime.datetime.fromisoformat(session["end"])
            assert str(event["SUMMARY"]) == session["title"]
    if whole:
        missing = sessions.keys() - seen
        assert not missing, missing
        assert any(e["STATUS"] == "CANCELLED" for e in calendar.walk("VEVENT")), "the cancelled session is gone"
    print(f"{file.name}: {len(seen)} entries, read by an independent parser")


def offset_in(zone, wall):
    """The offset that a calendar's own VTIMEZONE gives a local time: that of the last change before it."""
    parts = sorted((part["DTSTART"].dt, part["TZOFFSETTO"].td) for part in zone.subcomponents)
    before = [offset for start, offset in parts if start <= wall]
    assert before, f"the zone says nothing of {wall}"
    return before[-1]


def check_csv(file, sessions):
    with file.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    going = [row for row in rows if row["state"] != "cancelled"]
    assert len(going) == len(sessions)
    by_number = {e["id"]: e for e in sessions.values()}
    for row in going:
        at = datetime.datetime.fromisoformat(row["starts_at"])
        assert at == datetime.datetime.fromisoformat(by_number[int(row["number"])]["date"])
    print(f"timetable.csv: {len(rows)} rows")


def check_jsonld(file, sessions):
    event = json.loads(file.read_text("utf-8"))
    assert len(event["subEvent"]) == len(sessions)
    for one in [event, *event["subEvent"]]:
        for key in ["@type", "name", "startDate", "endDate", "location", "eventStatus", "eventAttendanceMode", "url"]:
            assert one.get(key), (key, one)
        assert datetime.datetime.fromisoformat(one["startDate"]).tzinfo
    print("timetable.jsonld: every event has what search engines want")


main(pathlib.Path(sys.argv[1]))
