//! The waitlist.

use contract::waitlist::{OfferMade, WaitlistEntry};
use domain::conference::Class;
use domain::waitlist::{Entry, Ground};
use formats::table::{Cell, Table};
use messages::{Language, Messages};
use store::Cursor;
use web::{App, Part, Problem, Request};

use crate::paged;

const COLUMNS: [&str; 12] = [
    "id",
    "status",
    "class",
    "ground",
    "name",
    "email",
    "affiliation",
    "reason",
    "joined_at",
    "offer_number",
    "offered_at",
    "expires_at",
];

/// Why an entry is in its priority class, in English, for tables.
fn ground_words(ground: &Ground) -> String {
    ground_text(&Messages::new(Language::English, &messages::SITE), ground)
}

/// Why an entry is in its priority class.
pub fn ground_text(messages: &Messages, ground: &Ground) -> String {
    let text = match ground {
        Ground::Leads { track } => messages.t("ground-leads").arg("track", track.to_string()),
        Ground::Contributes { .. } => messages.t("ground-contributes"),
        Ground::NoEarlierEdition => messages.t("ground-no-earlier-edition"),
        Ground::Unverified => messages.t("ground-unverified"),
        Ground::Nothing => messages.t(""),
        Ground::Moved => messages.t("ground-moved"),
    };
    text.to_string()
}

/// A part of all entries.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let edition = request.edition()?;
    let read =
        |after: Option<Cursor>, limit| async move { app.store.entries(edition.id(), after.as_ref(), limit).await };
    let add = |table: &mut Table, entry: &Entry| {
        let row = WaitlistEntry::from(entry);
        let offer = |show: fn(&OfferMade<'_>) -> Cell| Cell::of(row.offer.as_ref().map(show));
        let class = Class::WORDS.iter().find(|(_, c)| *c == row.class).map_or("", |(word, _)| word);
        let cells: [Cell; 12] = [
            row.id.into(),
            row.state.state.as_str().into(),
            class.into(),
            ground_words(&entry.priority.ground).into(),
            row.name.into(),
            row.email.as_str().into(),
            Cell::of(row.affiliation),
            row.reason.into(),
            row.joined_at.into(),
            offer(|o| Cell::number(o.number)),
            offer(|o| o.offered_at.into()),
            offer(|o| o.expires_at.into()),
        ];
        table.line(cells);
    };
    let name = format!("{}-waitlist", edition.id());
    paged::by_cursor(request, name, Table::new(COLUMNS), limit, read, add).await
}
