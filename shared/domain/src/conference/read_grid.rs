//! Parses rooms, hours, blocks, breaks and BoF slots, and refuses inconsistent ones.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Block, BofSlot, Break, Hours, Period, Recording, Room, RoomId, Track, TrackId};
use crate::input::{Object, any_text, integer, line, one_of, parsed, web_address};
use crate::instant;
use crate::phrase::Phrase;

/// In minutes: a day.
const LONGEST: u64 = 24 * 60;

const SLOTS: &str = "bof_slots";

#[derive(Debug)]
pub(super) struct Grid {
    pub(super) hours: Hours,
    pub(super) blocks: Vec<Block>,
    pub(super) breaks: Vec<Break>,
    pub(super) bof_slots: Vec<BofSlot>,
}

pub(super) fn room(o: Object<'_>) -> Option<Room> {
    let id = o.required("id", parsed);
    let name = o.required("name", line(100));
    let capacity = o.optional("capacity", integer(1, 100_000));
    let features = o.list("features", line(100));
    let recording = o.optional("recording", one_of(Recording::WORDS)).unwrap_or_default();
    let live_url = o.optional("live_url", web_address);
    let chat_url = o.optional("chat_url", web_address);
    o.done();
    Some(Room { id: id?, name: name?, capacity, features, recording, live_url, chat_url })
}

pub(super) fn grid(
    o: &Object<'_>,
    zone: &TimeZone,
    days: Option<(Date, Date)>,
    rooms: &[Room],
    tracks: &[Track],
) -> Grid {
    let hours = o.optional_object("hours").and_then(hours).unwrap_or(Hours::DEFAULT);
    let around = days.and_then(|(first, last)| around(first, last, zone));
    let reader = Reader { zone, around, rooms, tracks };
    let blocks = o.objects("blocks").into_iter().enumerate();
    let blocks: Vec<_> = blocks.filter_map(|(i, b)| Some((i, reader.block(b)?))).collect();
    let breaks = o.objects("breaks").into_iter().enumerate();
    let breaks: Vec<_> = breaks.filter_map(|(i, b)| Some((i, reader.pause(b)?))).collect();
    let slots = o.objects(SLOTS).into_iter().enumerate();
    let slots: Vec<_> = slots.filter_map(|(i, s)| Some((i, reader.bof_slot(s)?))).collect();
    apart(o, rooms, &blocks, &breaks, &slots);

    let mut grid = Grid { hours, blocks: values(blocks), breaks: values(breaks), bof_slots: values(slots) };
    // Sort by time, because "the first free slot" means the earliest.
    grid.blocks.sort_by(|a, b| (a.period, &a.room).cmp(&(b.period, &b.room)));
    grid.breaks.sort_by_key(|pause| pause.period);
    grid.bof_slots.sort_by(|a, b| (a.period, &a.room).cmp(&(b.period, &b.room)));
    grid
}

fn values<T>(numbered: Vec<(usize, T)>) -> Vec<T> {
    numbered.into_iter().map(|(_, value)| value).collect()
}

impl Hours {
    /// The default.
    pub const DEFAULT: Self = Self { from: Time::constant(9, 0, 0, 0), until: Time::constant(18, 0, 0, 0) };
}

fn hours(o: Object<'_>) -> Option<Hours> {
    let from = o.required("from", time);
    let until = o.required("until", time);
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        o.reject("until", Phrase::of("must-be-after-from").arg("from", from.strftime("%H:%M")));
    }
    o.done();
    Some(Hours { from: from?, until: until? })
}

/// From the midnight before the first day to the one after the last.
fn around(first: Date, last: Date, zone: &TimeZone) -> Option<Period> {
    let midnight = |date: Date| zone.to_ambiguous_zoned(date.at(0, 0, 0, 0)).compatible().ok();
    let (starts, ends) = (midnight(first)?, midnight(last.tomorrow().ok()?)?);
    (first <= last).then(|| Period { starts_at: starts.timestamp(), ends_at: ends.timestamp() })
}

struct Reader<'a> {
    zone: &'a TimeZone,
    /// `None` if the days have errors.
    around: Option<Period>,
    rooms: &'a [Room],
    tracks: &'a [Track],
}

impl Reader<'_> {
    fn block(&self, o: Object<'_>) -> Option<Block> {
        let track: Option<TrackId> = o.required("track", parsed);
        if let Some(track) = track.as_ref().filter(|track| !self.tracks.iter().any(|t| t.id == **track)) {
            o.reject("track", Phrase::of("no-such-track").arg("track", track));
        }
        let room = o.required("room", |v| self.room(v));
        let period = self.period(&o);
        o.done();
        Some(Block { track: track?, room: room?, period: period? })
    }

    fn pause(&self, o: Object<'_>) -> Option<Break> {
        let label = o.required("label", line(100));
        let rooms = o.list("rooms", |v| self.room(v));
        let period = self.period(&o);
        o.done();
        Some(Break { label: label?, rooms, period: period? })
    }

    fn bof_slot(&self, o: Object<'_>) -> Option<BofSlot> {
        let room = o.required("room", |v| self.room(v));
        let period = self.period(&o);
        o.done();
        Some(BofSlot { room: room?, period: period? })
    }

    fn room(&self, value: &Value) -> Result<RoomId, Phrase> {
        let id: RoomId = parsed(value)?;
        if self.rooms.iter().any(|room| room.id == id) {
            Ok(id)
        } else {
            Err(Phrase::of("no-such-room").arg("room", id))
        }
    }

    /// Parses `starts` with `ends` or `minutes`.
    fn period(&self, o: &Object<'_>) -> Option<Period> {
        let at = |value: &Value| self.inside(instant::instant(any_text(value)?, self.zone)?);
        let starts_at = o.required("starts", at);
        let ends = o.optional("ends", at);
        let minutes = o.optional("minutes", integer(1, LONGEST));
        if o.has("ends") == o.has("minutes") {
            o.reject("ends", Phrase::of("ends-or-minutes"));
            return None;
        }
        let starts_at = starts_at?;
        let period = match (ends, minutes.and_then(|m| u32::try_from(m).ok())) {
            (Some(ends_at), None) => Period { starts_at, ends_at },
            (None, Some(minutes)) => Period::of(starts_at, minutes),
            _ => return None,
        };
        let last = if o.has("ends") { "ends" } else { "minutes" };
        if period.ends_at <= period.starts_at {
            o.reject("ends", Phrase::of("must-be-after-starts").arg("starts", self.shown(starts_at)));
        } else if u64::from(period.minutes()) > LONGEST {
            o.reject(last, Phrase::of("must-be-minutes-after-starts").arg("max", LONGEST));
        } else if let Err(detail) = self.inside(period.ends_at) {
            o.reject(last, detail);
        } else {
            return Some(period);
        }
        None
    }

    fn inside(&self, at: Timestamp) -> Result<Timestamp, Phrase> {
        match self.around {
            Some(around) if at < around.starts_at || at > around.ends_at => Err(Phrase::of("outside-conference")
                .arg("starts", self.shown(around.starts_at))
                .arg("ends", self.shown(around.ends_at))),
            _ => Ok(at),
        }
    }

    fn shown(&self, at: Timestamp) -> String {
        instant::readable(at, self.zone)
    }
}

/// Refuses overlaps in a room between blocks, between breaks, between slots, and of a slot with a block or a break. A
/// break inside a block is allowed: a half day has a coffee break.
fn apart(
    o: &Object<'_>,
    rooms: &[Room],
    blocks: &[(usize, Block)],
    breaks: &[(usize, Break)],
    slots: &[(usize, BofSlot)],
) {
    let mut reported = BTreeSet::new();
    for room in rooms {
        let blocks = blocks.iter().filter(|(_, b)| b.room == room.id).map(|(i, b)| ("blocks", *i, b.period));
        let breaks = breaks.iter().filter(|(_, b)| b.is_in(&room.id)).map(|(i, b)| ("breaks", *i, b.period));
        let slots = slots.iter().filter(|(_, s)| s.room == room.id).map(|(i, s)| (SLOTS, *i, s.period));
        let taken: Vec<_> = blocks.chain(breaks).chain(slots).collect();
        for (at, &(kind, i, period)) in taken.iter().enumerate() {
            let meets = |&(earlier, _, other): &_| (kind == earlier || kind == SLOTS) && period.overlaps(other);
            if let Some((earlier, j, _)) = taken[..at].iter().find(|earlier| meets(earlier))
                && reported.insert((kind, i))
            {
                o.reject_within(
                    &format!("{kind}/{i}"),
                    Phrase::of("overlaps").arg("earlier", earlier).arg("index", j).arg("room", &room.id),
                );
            }
        }
    }
}

pub(super) fn time(value: &Value) -> Result<Time, Phrase> {
    any_text(value)?.parse().map_err(|_| Phrase::of("must-be-time-of-day"))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::{Value, json};

    fn check(change: impl FnOnce(&mut Value), expected: &Expect) {
        let mut document = json!({
            "id": "demo-2030", "series": "demo", "name": "Demo 2030",
            "starts_on": "2030-10-26", "ends_on": "2030-10-27", "time_zone": "Europe/Berlin",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
            "rooms": [
                {"id": "big", "name": "Big room", "capacity": 100, "features": ["hearing loop"]},
                {"id": "small", "name": "Small room", "recording": "forbidden"},
            ],
            "tracks": [{"id": "net", "name": "Net", "kind": "microconference", "description": "x"}],
            "pools": [{"id": "general", "capacity": 10}],
            "blocks": [{"track": "net", "room": "big", "starts": "2030-10-26T09:00:00", "minutes": 240}],
            "breaks": [{"label": "Lunch", "starts": "2030-10-26T12:30:00", "ends": "2030-10-26T13:30:00"}],
            "bof_slots": [{"room": "small", "starts": "2030-10-26T17:00:00+02:00", "minutes": 45}],
        });
        change(&mut document);
        let shown = match crate::conference::read(&document) {
            Ok(conference) => {
                let days = conference.each_day();
                let days: Vec<_> = days.iter().map(|d| format!("{} {} min", d.date, d.whole.minutes())).collect();
                let block = &conference.blocks[0];
                let slot = &conference.bof_slots[0];
                format!(
                    "{}\n{} {} {} to {}\n{} {}",
                    days.join(", "),
                    block.track,
                    block.room,
                    block.period.starts_at,
                    block.period.ends_at,
                    slot.room,
                    slot.period.starts_at
                )
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn times_are_parsed_in_the_conferences_zone() {
        check(
            |_| (),
            &expect![[r"
                2030-10-26 1440 min, 2030-10-27 1500 min
                net big 2030-10-26T07:00:00Z to 2030-10-26T11:00:00Z
                small 2030-10-26T15:00:00Z"]],
        );
    }

    #[test]
    fn an_impossible_block_is_refused_with_its_pointer() {
        check(
            |d| {
                d["blocks"] = json!([
                    {"track": "gnu", "room": "attic", "starts": "2030-10-26T09:00:00", "minutes": 60},
                    {"track": "net", "room": "big", "starts": "2030-10-25T09:00:00", "minutes": 60},
                    {"track": "net", "room": "big", "starts": "2030-10-26T09:00:00", "ends": "2030-10-26T08:00:00"},
                    {"track": "net", "room": "big", "starts": "2030-10-27T02:30:00", "minutes": 60},
                    {"track": "net", "room": "big", "starts": "2030-10-27T23:30:00", "minutes": 60},
                    {"track": "net", "room": "big", "starts": "2030-10-27T09:00:00"},
                ]);
                d["hours"] = json!({"from": "10:00", "until": "09:00"});
            },
            &expect![[r"
                /hours/until: must be after from, 10:00
                /blocks/0/track: there is no track gnu
                /blocks/0/room: there is no room attic
                /blocks/1/starts: is outside the conference, which is from Sat 26 October 2030, 00:00 CEST to Mon 28 October 2030, 00:00 CET
                /blocks/2/ends: must be after starts, Sat 26 October 2030, 09:00 CEST
                /blocks/3/starts: 2030-10-27T02:30:00 occurs twice there, with offset +02 and with +01; give it with the one you mean
                /blocks/4/minutes: is outside the conference, which is from Sat 26 October 2030, 00:00 CEST to Mon 28 October 2030, 00:00 CET
                /blocks/5/ends: is required, or minutes instead of it; not both"]],
        );
    }

    #[test]
    fn overlaps_in_a_room_are_refused() {
        check(
            |d| {
                d["blocks"] = json!([
                    {"track": "net", "room": "big", "starts": "2030-10-26T09:00:00", "minutes": 60},
                    {"track": "net", "room": "big", "starts": "2030-10-26T09:59:00", "minutes": 60},
                    {"track": "net", "room": "small", "starts": "2030-10-26T09:00:00", "minutes": 60},
                ]);
                d["bof_slots"] = json!([
                    {"room": "small", "starts": "2030-10-26T09:30:00", "minutes": 60},
                    {"room": "small", "starts": "2030-10-26T12:00:00", "minutes": 60},
                    {"room": "small", "starts": "2030-10-26T14:00:00", "minutes": 60},
                    {"room": "small", "starts": "2030-10-26T14:30:00", "minutes": 60},
                ]);
                d["breaks"] = json!([
                    {"label": "Lunch", "starts": "2030-10-26T12:30:00", "ends": "2030-10-26T13:30:00"},
                    {"label": "Late", "rooms": ["big"], "starts": "2030-10-26T13:00:00", "ends": "2030-10-26T13:45:00"},
                ]);
            },
            &expect![[r"
                /blocks/1: overlaps blocks/0 in room big
                /breaks/1: overlaps breaks/0 in room big
                /bof_slots/0: overlaps blocks/2 in room small
                /bof_slots/1: overlaps breaks/0 in room small
                /bof_slots/3: overlaps bof_slots/2 in room small"]],
        );
    }
}
