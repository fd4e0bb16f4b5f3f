//! The shapes of what is read and answered, a file for each subject. The API tests hold every answer against them.

mod agenda;
mod announcements;
mod bofs;
mod common;
mod conferences;
mod history;
mod mails;
mod new_tracks;
mod people;
mod pools;
mod proposals;
mod reconfirmation;
mod registrations;
mod review;
mod shapes;
mod sign_in;
mod timetable;
mod tracks;
mod waitlist;

use utoipa::openapi::schema::Schema;

/// Every schema with its name.
pub(super) fn all() -> Vec<(&'static str, Schema)> {
    [
        common::schemas(),
        conferences::schemas(),
        registrations::schemas(),
        reconfirmation::schemas(),
        pools::schemas(),
        proposals::schemas(),
        sign_in::schemas(),
        people::schemas(),
        mails::schemas(),
        waitlist::schemas(),
        bofs::schemas(),
        timetable::schemas(),
        agenda::schemas(),
        announcements::schemas(),
        tracks::schemas(),
        history::schemas(),
        new_tracks::schemas(),
        review::reviews(),
        review::decisions(),
        review::selections(),
    ]
    .concat()
}
