//! All routes, collected from the modules.

use crate::route::{Route, Who};
use crate::{
    activity, agenda, announcements, api_tokens, badges, ballots, bofs, calendar, check_in, conferences, decisions,
    desk, directory, group_messages, history, invitation_table, mail_texts, mails, new_tracks, no_shows, outcomes,
    people, pools, privacy, proposals, reconfirmation, registrations, reviews, session_feedback, sessions, settings,
    setup, sign_in, site, statistics, subscriptions, timetable, tracks, waitlist, webhooks,
};

const TABLES: &[&[Route]] = &[
    site::ROUTES,
    conferences::ROUTES,
    settings::ROUTES,
    setup::ROUTES,
    activity::ROUTES,
    desk::ROUTES,
    announcements::ROUTES,
    registrations::ROUTES,
    no_shows::ROUTES,
    statistics::ROUTES,
    reconfirmation::ROUTES,
    check_in::ROUTES,
    waitlist::ROUTES,
    pools::ROUTES,
    invitation_table::ROUTES,
    tracks::ROUTES,
    subscriptions::ROUTES,
    outcomes::ROUTES,
    new_tracks::ROUTES,
    proposals::ROUTES,
    reviews::ROUTES,
    ballots::ROUTES,
    decisions::ROUTES,
    bofs::ROUTES,
    sessions::ROUTES,
    session_feedback::ROUTES,
    timetable::ROUTES,
    agenda::ROUTES,
    mails::ROUTES,
    mail_texts::ROUTES,
    webhooks::ROUTES,
    history::ROUTES,
    people::ROUTES,
    privacy::ROUTES,
    api_tokens::ROUTES,
    calendar::ROUTES,
    directory::ROUTES,
    badges::ROUTES,
    group_messages::ROUTES,
    sign_in::ROUTES,
];

const COUNT: usize = {
    let (mut count, mut table) = (0, 0);
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

/// Every route except `$default`, which answers requests without a route.
pub const ROUTES: &[Route] = &{
    let mut all = [Route::new("", "", "", Who::Anyone, ""); COUNT];
    let (mut at, mut table) = (0, 0);
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            all[at] = TABLES[table][row];
            (at, row) = (at + 1, row + 1);
        }
        table += 1;
    }
    all
};
