//! What Plumbline answers, from the outside. Files are named after the URLs they ask.

mod access;
mod agenda;
mod announcements;
mod bad_input;
mod bofs;
mod conferences;
mod contract;
mod feedback;
mod history;
mod late_links;
mod mails;
mod new_tracks;
mod pages;
mod people;
mod permissions;
mod pools;
mod project;
mod reconfirmation;
mod registrations;
mod reminders;
mod review;
mod sign_in;
mod stampede;
mod timetable;
mod tracks;
mod waitlist;
