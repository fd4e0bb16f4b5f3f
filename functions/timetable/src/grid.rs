//! A day as a table: a column for each room, a row for each time at which something begins or ends.
//!
//! A table, because its cells can span rows without scripts or styles. On a phone the style sheet turns it into a list.

use std::collections::{BTreeMap, BTreeSet};

use domain::conference::{Conference, Day, Period, Room};
use domain::timetable::Released;
use jiff::{SignedDuration, Timestamp};

use crate::shown::{Clocks, Item};

pub(crate) struct DayTable<'a> {
    /// `Mon 13 November 2023`.
    pub(crate) label: String,
    /// `2023-11-13`.
    pub(crate) date: String,
    pub(crate) rooms: Vec<&'a Room>,
    pub(crate) rows: Vec<Row<'a>>,
    /// Cancelled sessions of the day.
    pub(crate) cancelled: Vec<Item<'a>>,
}

/// One time of a day.
pub(crate) struct Row<'a> {
    /// `09:30`.
    pub(crate) time: String,
    pub(crate) at: String,
    pub(crate) cells: Vec<Cell<'a>>,
}

/// The content of some rooms for some rows.
pub(crate) struct Cell<'a> {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) what: What<'a>,
    /// The room's name, for readers who do not see the columns.
    pub(crate) room: &'a str,
    /// The room's id and the instant, for placing a session here.
    pub(crate) place: (&'a str, String),
}

/// What a cell holds.
pub(crate) enum What<'a> {
    /// Sessions; more than one if an organizer allowed an overlap.
    Sessions(Vec<Item<'a>>),
    Break(&'a str),
    Free,
}

/// The layout of a table.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    /// Whether to show empty rooms.
    pub(crate) all_rooms: bool,
    /// Adds a row every so many minutes of the day's hours, for placing sessions.
    pub(crate) step: Option<i64>,
}

/// The layout for readers: no empty rooms or rows.
pub(crate) const READING: Layout = Layout { all_rooms: false, step: None };

pub(crate) const PLACING: Layout = Layout { all_rooms: true, step: Some(15) };

/// The tables of all days, or of one day.
pub(crate) fn days<'a>(
    conference: &'a Conference,
    sessions: &[&'a Released],
    clocks: &Clocks,
    layout: Layout,
    only: Option<u32>,
) -> Vec<DayTable<'a>> {
    let days = conference.each_day().into_iter().filter(|day| only.is_none_or(|only| only == day.index));
    days.map(|day| table(conference, &day, sessions, clocks, layout)).collect()
}

fn table<'a>(
    conference: &'a Conference,
    day: &Day,
    sessions: &[&'a Released],
    clocks: &Clocks,
    layout: Layout,
) -> DayTable<'a> {
    let today = |released: &&&'a Released| day.whole.contains(Period::of(released.placement.starts_at, 0));
    let (cancelled, placed): (Vec<_>, Vec<_>) =
        sessions.iter().filter(today).copied().partition(|released| released.is_cancelled());
    let rooms: Vec<&Room> = conference
        .rooms
        .iter()
        .filter(|room| layout.all_rooms || placed.iter().any(|released| released.placement.room == room.id))
        .collect();
    let breaks: Vec<_> = conference.breaks.iter().filter(|pause| day.whole.contains(pause.period)).collect();

    let times =
        times_of(day, placed.iter().map(|r| r.placement.period()).chain(breaks.iter().map(|b| b.period)), layout);
    let row_of = |at: Timestamp| times.partition_point(|time| *time < at);
    let span = |period: Period| (row_of(period.starts_at), row_of(period.ends_at).max(row_of(period.starts_at) + 1));

    let mut board = Board { rooms: &rooms, times: &times, cells: BTreeMap::new(), taken: BTreeSet::new() };
    for (column, room) in rooms.iter().enumerate() {
        let mut own: Vec<_> = placed.iter().filter(|released| released.placement.room == room.id).copied().collect();
        own.sort_by_key(|released| released.placement.period());
        for group in overlapping(own) {
            let starts_at = group.iter().map(|r| r.placement.starts_at).min().unwrap_or_default();
            let ends_at = group.iter().map(|r| r.placement.period().ends_at).max().unwrap_or_default();
            let items = group.into_iter().map(|released| Item::new(released, conference, clocks)).collect();
            board.put(span(Period { starts_at, ends_at }), column, 1, What::Sessions(items));
        }
    }
    for pause in breaks {
        let rows = span(pause.period);
        if pause.rooms.is_empty() && !rooms.is_empty() && (0..rooms.len()).all(|column| board.is_free(rows, column)) {
            board.put(rows, 0, rooms.len(), What::Break(&pause.label));
            continue;
        }
        for (column, room) in rooms.iter().enumerate() {
            if pause.is_in(&room.id) && board.is_free(rows, column) {
                board.put(rows, column, 1, What::Break(&pause.label));
            }
        }
    }
    let rows = times.len().saturating_sub(1);
    board.fill(rows, layout);
    let cells = board.cells;

    let mut table: Vec<_> = times
        .iter()
        .take(rows)
        .map(|at| Row { time: clocks.time(*at, conference), at: at.to_string(), cells: Vec::new() })
        .collect();
    for ((row, _), cell) in cells {
        table[row].cells.push(cell);
    }
    DayTable {
        label: clocks.messages.full_day(day.date),
        date: day.date.to_string(),
        rooms,
        rows: table,
        cancelled: cancelled.into_iter().map(|released| Item::new(released, conference, clocks)).collect(),
    }
}

/// Every instant at which something begins or ends starts a row, except the last.
fn times_of(day: &Day, periods: impl Iterator<Item = Period>, layout: Layout) -> Vec<Timestamp> {
    let mut times: BTreeSet<Timestamp> = periods.flat_map(|period| [period.starts_at, period.ends_at]).collect();
    if let Some(step) = layout.step {
        let mut at = day.hours.starts_at;
        while at <= day.hours.ends_at {
            times.insert(at);
            at += SignedDuration::from_mins(step);
        }
    }
    times.into_iter().collect()
}

/// A table being filled.
struct Board<'a, 'r> {
    rooms: &'r [&'a Room],
    times: &'r [Timestamp],
    cells: BTreeMap<(usize, usize), Cell<'a>>,
    taken: BTreeSet<(usize, usize)>,
}

impl<'a> Board<'a, '_> {
    /// The rest is free: one cell for each row when placing sessions, one cell for the whole gap when reading.
    fn fill(&mut self, rows: usize, layout: Layout) {
        for column in 0..self.rooms.len() {
            let mut row = 0;
            while row < rows {
                let mut until = row + 1;
                if self.is_free((row, until), column) {
                    while layout.step.is_none() && until < rows && self.is_free((until, until + 1), column) {
                        until += 1;
                    }
                    self.put((row, until), column, 1, What::Free);
                }
                row = until;
            }
        }
    }

    fn is_free(&self, (from, until): (usize, usize), column: usize) -> bool {
        (from..until).all(|row| !self.taken.contains(&(row, column)))
    }

    fn put(&mut self, (from, until): (usize, usize), column: usize, columns: usize, what: What<'a>) {
        for row in from..until {
            self.taken.extend((column..column + columns).map(|column| (row, column)));
        }
        let room = if columns == 1 { self.rooms[column].name.as_str() } else { "" };
        let at = self.times.get(from).map(ToString::to_string).unwrap_or_default();
        let place = (self.rooms[column].id.as_str(), at);
        self.cells.insert((from, column), Cell { rows: until - from, columns, what, room, place });
    }
}

/// The sessions of one room, in order of time, grouped by overlap.
fn overlapping(sessions: Vec<&Released>) -> Vec<Vec<&Released>> {
    let mut groups: Vec<Vec<&Released>> = Vec::new();
    let mut until = Timestamp::MIN;
    for released in sessions {
        let period = released.placement.period();
        match groups.last_mut() {
            Some(group) if period.starts_at < until => group.push(released),
            _ => groups.push(vec![released]),
        }
        until = until.max(period.ends_at);
    }
    groups
}
