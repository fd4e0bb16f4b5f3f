//! The content of each kind of mail. Start at [`letter`], which picks the function of a kind; each area has a file of
//! its own. The texts are in `shared/messages`.

use context::Context;
use domain::conference::Conference;
use domain::mail::{Mail, MailKind};
use domain::sign_in::six_digits;
use messages::{Language, Messages};

use crate::writer::{Letter, RETIRED, Writer, code_facts};
use crate::{
    bofs, calls, group_message, new_tracks, passes, people, proposals, reconfirm, review, timetable, waitlist,
};

/// Writes the letter of a mail. The error says which fact is missing or invalid.
pub fn letter(ctx: &Context, mail: &Mail, conference: Option<&Conference>) -> Result<Letter, String> {
    let messages = texts(mail, conference);
    let mut letter = match (mail.kind, conference) {
        (MailKind::SignIn, _) => sign_in(ctx, mail, messages)?,
        (MailKind::LinkAddress, _) => people::link_address(ctx, mail, messages)?,
        (MailKind::AddressesChanged, _) => people::addresses_changed(ctx, mail, messages),
        (MailKind::EraseData, _) => people::erase_data(ctx, mail, messages)?,
        (MailKind::DataErased, conference) => people::data_erased(mail, conference, messages),
        (_, None) => return Err("it is about no edition that is there".into()),
        (_, Some(conference)) => of_edition(Writer { ctx, mail, conference, messages })?,
    };
    letter.greeting = match &mail.name {
        _ if !letter.markdown.is_empty() => String::new(),
        Some(name) => messages.t("hello-name").arg("name", name.as_str()).to_string(),
        None => messages.t("hello").to_string(),
    };
    letter.footer = footer(mail, conference, messages);
    letter.signature = conference.map_or_else(|| "Plumbline".to_owned(), |c| c.name.clone());
    Ok(letter)
}

fn footer(mail: &Mail, conference: Option<&Conference>, messages: Messages) -> Vec<String> {
    let name = conference.map_or("Plumbline", |conference| conference.name.as_str());
    let track = conference.and_then(|conference| conference.track(mail.fact("track")));
    let why = messages
        .word("why", reason(mail))
        .arg("address", mail.to.as_str())
        .arg("conference", name)
        .arg("track", track.map_or("", |track| track.name.as_str()));
    let contact = conference.map(|c| messages.t("questions").arg("contact", c.contact.as_str()).to_string());
    contact.into_iter().chain([why.to_string()]).collect()
}

/// Names the message `why-…` that says why a person gets this mail.
fn reason(mail: &Mail) -> &'static str {
    match mail.kind {
        MailKind::Message | MailKind::MessageTest if mail.fact("track").is_empty() => "message",
        MailKind::Message | MailKind::MessageTest => "track-message",
        MailKind::RegistrationConfirmed
        | MailKind::RegistrationChanged
        | MailKind::RegistrationCancelled
        | MailKind::PassOfferedOn
        | MailKind::ManageLink
        | MailKind::ReconfirmAsk
        | MailKind::ReconfirmReminder
        | MailKind::ReconfirmKept => "registration",
        MailKind::Invitation => "invitation",
        MailKind::WaitlistJoined
        | MailKind::WaitlistLink
        | MailKind::WaitlistLeft
        | MailKind::Offer
        | MailKind::OfferReminder
        | MailKind::OfferLapsed => "waitlist",
        MailKind::PassesUnclaimed
        | MailKind::RoleInvitation
        | MailKind::RoleAnswered
        | MailKind::RoleRemoved
        | MailKind::ProposalMoveAsked
        | MailKind::CallClosed
        | MailKind::TrackMade
        | MailKind::PlaceFreed
        | MailKind::AcceptancesOverdue
        | MailKind::SpeakerPassesShort => "role",
        MailKind::ProposalSubmitted
        | MailKind::ProposalWithdrawn
        | MailKind::SpeakerInvited
        | MailKind::SpeakerAnswered
        | MailKind::ProposalMoveAnswered
        | MailKind::ProposalMerged
        | MailKind::CallMoved
        | MailKind::DecisionReleased
        | MailKind::AcceptanceConfirmed
        | MailKind::AcceptanceDeclined => "proposal",
        MailKind::LateLink | MailKind::Reminder => "deadline",
        MailKind::Timetable => "session",
        MailKind::BofPlaced | MailKind::BofWaiting | MailKind::BofCancelled => "bof",
        MailKind::AddressesChanged | MailKind::DataErased => "account",
        MailKind::SignIn
        | MailKind::EraseData
        | MailKind::LinkAddress
        | MailKind::ConfirmAddress
        | MailKind::HoldLapsed
        | MailKind::CallWatch => "entered",
    }
}

/// The texts of a mail, in its reader's language or else the edition's.
pub(crate) fn texts(mail: &Mail, conference: Option<&Conference>) -> Messages {
    let own = mail.language.as_deref().and_then(Language::of_tag);
    let language = own.or_else(|| conference.and_then(|conference| Language::of_tag(conference.language)));
    Messages::new(language.unwrap_or_default(), &messages::MAIL)
}

fn of_edition(to: Writer<'_>) -> Result<Letter, String> {
    Ok(match to.mail.kind {
        MailKind::SignIn
        | MailKind::LinkAddress
        | MailKind::AddressesChanged
        | MailKind::EraseData
        | MailKind::DataErased => {
            return Err("it is about no edition".into());
        }
        MailKind::RegistrationConfirmed => passes::confirmed(to)?,
        MailKind::ConfirmAddress => passes::confirm_address(to)?,
        MailKind::HoldLapsed => passes::hold_lapsed(to),
        MailKind::RegistrationChanged => passes::changed(to)?,
        MailKind::RegistrationCancelled => passes::cancelled(to),
        MailKind::PassOfferedOn => passes::offered_on(to),
        MailKind::ManageLink => passes::link(to)?,
        MailKind::Invitation => passes::invitation(to)?,
        MailKind::PassesUnclaimed => passes::unclaimed(to),
        MailKind::ReconfirmAsk => reconfirm::ask(to)?,
        MailKind::ReconfirmReminder => reconfirm::reminder(to)?,
        MailKind::ReconfirmKept => reconfirm::kept(to)?,
        MailKind::Timetable => timetable::changed(to),
        MailKind::BofPlaced => bofs::placed(to),
        MailKind::BofWaiting => bofs::waiting(to),
        MailKind::BofCancelled => bofs::cancelled(to),
        MailKind::RoleInvitation => people::role_invitation(to),
        MailKind::RoleAnswered => people::role_answered(to),
        MailKind::RoleRemoved => people::role_removed(to),
        MailKind::WaitlistJoined => waitlist::joined(to)?,
        MailKind::WaitlistLink => waitlist::link(to)?,
        MailKind::WaitlistLeft => waitlist::left(to),
        MailKind::Offer => waitlist::offer(to)?,
        MailKind::OfferReminder => waitlist::reminder(to)?,
        MailKind::OfferLapsed => waitlist::lapsed(to),
        MailKind::LateLink => calls::late_link(to)?,
        MailKind::CallWatch => calls::watch(to)?,
        MailKind::CallMoved => calls::moved(to)?,
        MailKind::CallClosed => calls::closed(to)?,
        MailKind::Reminder => calls::reminder(to)?,
        MailKind::Message => group_message::message(to)?,
        MailKind::MessageTest => group_message::test(to)?,
        MailKind::TrackMade => new_tracks::track_made(to)?,
        MailKind::ProposalSubmitted => proposals::submitted(to),
        MailKind::ProposalWithdrawn => proposals::withdrawn(to),
        MailKind::SpeakerInvited => proposals::speaker_invited(to)?,
        MailKind::SpeakerAnswered => proposals::speaker_answered(to),
        MailKind::ProposalMoveAsked => proposals::move_asked(to),
        MailKind::ProposalMoveAnswered => proposals::move_answered(to),
        MailKind::ProposalMerged => proposals::merged(to),
        MailKind::DecisionReleased => review::decision(to)?,
        MailKind::AcceptanceConfirmed => review::confirmed(to),
        MailKind::AcceptanceDeclined => review::declined(to),
        MailKind::PlaceFreed => review::place_freed(to),
        MailKind::AcceptancesOverdue => review::overdue(to),
        MailKind::SpeakerPassesShort => review::passes_short(to),
    })
}

fn sign_in(ctx: &Context, mail: &Mail, messages: Messages) -> Result<Letter, String> {
    let (id, nonce, key_id) = (mail.fact("attempt"), mail.fact("nonce"), mail.fact("key_id"));
    let token = ctx.keys().token(key_id, "sign-in", &[id, nonce]).ok_or(RETIRED)?;
    let code = six_digits(&ctx.keys().hash(key_id, "sign-in-code", &[id, nonce]).ok_or(RETIRED)?);
    Ok(Letter {
        subject: messages.t("sign-in-subject").arg("code", code.as_str()).to_string(),
        opening: vec![messages.t("sign-in-opening").to_string()],
        facts: code_facts(messages, code),
        button: Some((
            messages.t("sign-in-button").to_string(),
            format!("{}/sign-in/{id}.{token}", ctx.settings().base_url),
        )),
        closing: vec![messages.t("sign-in-closing").to_string()],
        ..Letter::default()
    })
}
