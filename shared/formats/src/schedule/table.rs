//! Writes the timetable as CSV.

use domain::timetable::State;

use crate::published::{Published, clean};
use crate::table::Table;

/// One line for each session, including cancelled ones. Instants are in UTC; the local start is beside them.
pub fn csv(published: &Published<'_>) -> String {
    let mut table = Table::new([
        "number",
        "code",
        "id",
        "state",
        "title",
        "track",
        "type",
        "people",
        "room",
        "starts_at",
        "ends_at",
        "local_start",
        "minutes",
        "recorded",
        "url",
        "abstract",
    ]);
    for released in &published.release.sessions {
        let (session, placement) = (&released.session, &released.placement);
        let people: Vec<_> = session.public_people().map(|person| person.name.as_str()).collect();
        let state = State::WORDS.iter().find(|(_, state)| *state == session.state).map_or("", |(word, _)| *word);
        let local = placement.starts_at.to_zoned(published.conference.time_zone.clone());
        table.line([
            session.number.to_string().as_str(),
            session.code.as_str(),
            session.id.as_str(),
            state,
            &clean(&session.title),
            session.track.as_ref().map_or("", |track| published.track_name(track)),
            session.format_label(),
            &people.join("; "),
            published.room_name(&placement.room),
            &placement.starts_at.to_string(),
            &placement.period().ends_at.to_string(),
            &local.strftime("%Y-%m-%d %H:%M").to_string(),
            &placement.minutes.to_string(),
            if published.is_not_recorded(released) { "no" } else { "yes" },
            &published.page(released),
            &clean(&session.abstract_text),
        ]);
    }
    table.csv()
}
