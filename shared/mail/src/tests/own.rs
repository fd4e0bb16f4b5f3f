//! Letters in the organizers' own words, and in the reader's language.

use domain::mail::MailKind;

use super::{conference, context, mail};
use crate::letter;

#[test]
fn an_edition_has_texts_of_its_own() {
    let mut conference = conference();
    let texts = [
        ("registered-subject", "See you at {conference}"),
        ("registered-opening", "Welcome.\n\nYour visa letter follows."),
        ("joined-subject", "Another mail"),
    ];
    conference.mail_texts = texts.map(|(id, text)| (id.to_owned(), text.parse().unwrap())).into();
    let letter = letter(&context(), &mail(MailKind::RegistrationConfirmed), Some(&conference)).unwrap();
    assert_eq!(letter.subject, "See you at Demo 2030");
    assert_eq!(letter.opening, ["Welcome.", "Your visa letter follows."]);
    assert_eq!(letter.button.unwrap().0, "View, change or cancel your pass");
}

#[test]
fn a_value_in_an_own_text_is_shown_as_elsewhere() {
    let mut conference = conference();
    let text = "{count} passes, {shoes}";
    conference.mail_texts = [("unclaimed-subject".to_owned(), text.parse().unwrap())].into();
    let mail = mail(MailKind::PassesUnclaimed).with("unclaimed", "1200");
    let subject = letter(&context(), &mail, Some(&conference)).unwrap().subject;
    assert_eq!(subject, "1,200 passes, {shoes}");
}

#[test]
fn a_letter_is_in_the_readers_language() {
    let subject = |tag| {
        let mail = mail(MailKind::RegistrationConfirmed).in_language(tag);
        letter(&context(), &mail, Some(&conference())).unwrap().subject
    };
    assert_eq!(subject(Some("de")), "Ihr Pass für Demo 2030");
    assert_eq!(subject(None), "Your pass for Demo 2030");
    assert_eq!(subject(Some("xx")), "Your pass for Demo 2030");
}
