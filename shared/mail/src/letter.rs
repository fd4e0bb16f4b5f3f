//! What each kind of mail says.

use context::Context;
use domain::conference::Conference;
use domain::instant::readable;
use domain::mail::{Mail, MailKind};
use domain::sign_in::{LINK_VALID, six_digits};

use crate::{bofs, calls, new_tracks, people, proposals, reconfirm, review, timetable, waitlist};

/// What a mail says, before it is text or HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub greeting: String,
    pub opening: Vec<String>,
    /// Facts: label and value.
    pub facts: Vec<(String, String)>,
    /// What to press: label and address.
    pub button: Option<(String, String)>,
    pub closing: Vec<String>,
    /// The address that switches such mails off by one click (RFC 8058); none where their reader's own act owes them.
    pub unsubscribe: Option<String>,
    pub signature: String,
}

/// The letter of a mail; says why if it cannot be written.
pub fn letter(ctx: &Context, mail: &Mail, conference: Option<&Conference>) -> Result<Letter, String> {
    let greeting = mail.name.as_ref().map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"));
    let mut letter = match (mail.kind, conference) {
        (MailKind::SignIn, _) => sign_in(ctx, mail)?,
        (MailKind::LinkAddress, _) => people::link_address(ctx, mail)?,
        (MailKind::AddressesChanged, _) => people::addresses_changed(ctx, mail),
        (_, None) => return Err("it is about no edition that is there".into()),
        (MailKind::RegistrationConfirmed, Some(conference)) => confirmed(ctx, mail, conference)?,
        (MailKind::RegistrationChanged, Some(conference)) => changed(ctx, mail, conference)?,
        (MailKind::RegistrationCancelled, Some(conference)) => cancelled(ctx, mail, conference),
        (MailKind::ManageLink, Some(conference)) => link(ctx, mail, conference)?,
        (MailKind::Invitation, Some(conference)) => invitation(ctx, mail, conference)?,
        (MailKind::PassesUnclaimed, Some(conference)) => unclaimed(ctx, mail, conference),
        (MailKind::ReconfirmAsk, Some(conference)) => reconfirm::ask(ctx, mail, conference)?,
        (MailKind::ReconfirmReminder, Some(conference)) => reconfirm::reminder(ctx, mail, conference)?,
        (MailKind::ReconfirmKept, Some(conference)) => reconfirm::kept(ctx, mail, conference)?,
        (MailKind::Timetable, Some(conference)) => timetable::changed(ctx, mail, conference),
        (MailKind::BofPlaced, Some(conference)) => bofs::placed(ctx, mail, conference),
        (MailKind::BofWaiting, Some(conference)) => bofs::waiting(ctx, mail, conference),
        (MailKind::BofCancelled, Some(conference)) => bofs::cancelled(ctx, mail, conference),
        (MailKind::RoleInvitation, Some(conference)) => people::role_invitation(ctx, mail, conference),
        (MailKind::RoleAnswered, Some(conference)) => people::role_answered(ctx, mail, conference),
        (MailKind::RoleRemoved, Some(conference)) => people::role_removed(ctx, mail, conference),
        (MailKind::WaitlistJoined, Some(conference)) => waitlist::joined(ctx, mail, conference)?,
        (MailKind::WaitlistLink, Some(conference)) => waitlist::link(ctx, mail, conference)?,
        (MailKind::WaitlistLeft, Some(conference)) => waitlist::left(ctx, mail, conference),
        (MailKind::Offer, Some(conference)) => waitlist::offer(ctx, mail, conference)?,
        (MailKind::OfferReminder, Some(conference)) => waitlist::reminder(ctx, mail, conference)?,
        (MailKind::OfferLapsed, Some(conference)) => waitlist::lapsed(ctx, mail, conference),
        (MailKind::LateLink, Some(conference)) => calls::late_link(ctx, mail, conference)?,
        (MailKind::CallWatch, Some(conference)) => calls::watch(ctx, mail, conference)?,
        (MailKind::CallMoved, Some(conference)) => calls::moved(ctx, mail, conference)?,
        (MailKind::CallClosed, Some(conference)) => calls::closed(ctx, mail, conference)?,
        (MailKind::Reminder, Some(conference)) => calls::reminder(ctx, mail, conference)?,
        (MailKind::TrackMade, Some(conference)) => new_tracks::track_made(ctx, mail, conference)?,
        (MailKind::ProposalSubmitted, Some(conference)) => proposals::submitted(ctx, mail, conference),
        (MailKind::ProposalWithdrawn, Some(conference)) => proposals::withdrawn(ctx, mail, conference),
        (MailKind::SpeakerInvited, Some(conference)) => proposals::speaker_invited(ctx, mail, conference)?,
        (MailKind::SpeakerAnswered, Some(conference)) => proposals::speaker_answered(ctx, mail, conference),
        (MailKind::ProposalMoveAsked, Some(conference)) => proposals::move_asked(ctx, mail, conference),
        (MailKind::ProposalMoveAnswered, Some(conference)) => proposals::move_answered(ctx, mail, conference),
        (MailKind::ProposalMerged, Some(conference)) => proposals::merged(ctx, mail, conference),
        (MailKind::DecisionReleased, Some(conference)) => review::decision(ctx, mail, conference)?,
        (MailKind::AcceptanceConfirmed, Some(conference)) => review::confirmed(ctx, mail, conference),
        (MailKind::AcceptanceDeclined, Some(conference)) => review::declined(ctx, mail, conference),
        (MailKind::PlaceFreed, Some(conference)) => review::place_freed(ctx, mail, conference),
        (MailKind::AcceptancesOverdue, Some(conference)) => review::overdue(ctx, mail, conference),
        (MailKind::SpeakerPassesShort, Some(conference)) => review::passes_short(ctx, mail, conference),
    };
    letter.greeting = greeting;
    letter.signature = conference.map_or_else(|| "Plumbline".to_owned(), |c| c.name.clone());
    Ok(letter)
}

pub(crate) fn facts(mail: &Mail, conference: &Conference) -> Vec<(String, String)> {
    // Nobody is sent to a place who takes part from elsewhere.
    let (place, attendance) = if mail.fact("attendance") == "virtual" {
        ("Online".to_owned(), "virtual")
    } else {
        (conference.place.line(), "in person")
    };
    let pass = if mail.kind == MailKind::RegistrationCancelled { "Your pass was" } else { "Your pass" };
    vec![
        ("Conference".into(), conference.name.clone()),
        ("Days".into(), conference.days()),
        ("Place".into(), place),
        (pass.into(), attendance.into()),
        ("Registration".into(), mail.fact("registration").into()),
    ]
}

/// The link that a mail carries to manage a registration.
pub(crate) fn manage_url(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<String, String> {
    let id = mail.fact("registration");
    let token = ctx
        .keys()
        .token(mail.fact("key_id"), "manage", &[id, mail.fact("nonce")])
        .ok_or("its signing key has been retired")?;
    Ok(format!("{}/conferences/{}/registrations/{id}?token={token}", ctx.settings().base_url, conference.id))
}

pub(crate) fn questions(conference: &Conference) -> String {
    format!("Questions? Write to {}.", conference.contact)
}

fn confirmed(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let come = if mail.fact("attendance") == "virtual" {
        "You are registered to take part online."
    } else {
        "You are registered. We look forward to seeing you."
    };
    Ok(Letter {
        subject: format!("You are registered: {}", conference.name),
        opening: vec![come.into()],
        facts: facts(mail, conference),
        button: Some(("See, change or cancel your registration".into(), manage_url(ctx, mail, conference)?)),
        closing: vec![
            "Keep this mail: whoever has the link can change your registration. If you cannot come, please cancel, so that somebody who waits gets the pass.".into(),
            questions(conference),
        ],
        ..Letter::default()
    })
}

fn changed(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    Ok(Letter {
        subject: format!("Your registration has changed: {}", conference.name),
        opening: vec!["Your registration was changed. This is how it stands now.".into()],
        facts: facts(mail, conference),
        button: Some(("See, change or cancel your registration".into(), manage_url(ctx, mail, conference)?)),
        closing: vec!["If this was not you, open the link and put it right.".into(), questions(conference)],
        ..Letter::default()
    })
}

fn cancelled(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let opening = if mail.fact("because") == "silent" {
        "We asked whether you are still coming, and no answer came in time. So your registration is cancelled, and \
         your pass goes to somebody who waits."
    } else {
        "Your registration is cancelled: you have no pass any more, and somebody else can have it."
    };
    Letter {
        subject: format!("Your registration is cancelled: {}", conference.name),
        opening: vec![opening.into()],
        facts: facts(mail, conference),
        button: Some(("Look what passes are left".into(), format!("{}/conferences/{}", ctx.settings().base_url, conference.id))),
        closing: vec![
            "If you did not want this, register again while passes are left, and write to us: the pass itself cannot be called back.".into(),
            questions(conference),
        ],
        ..Letter::default()
    }
}

fn link(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    Ok(Letter {
        subject: format!("Your link: {}", conference.name),
        opening: vec!["Somebody, probably you, asked for the link to your registration. Nothing has changed.".into()],
        facts: facts(mail, conference),
        button: Some(("See, change or cancel your registration".into(), manage_url(ctx, mail, conference)?)),
        closing: vec!["If you did not ask, you need do nothing.".into(), questions(conference)],
        ..Letter::default()
    })
}

fn invitation(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let code = store::invitations::code(ctx, mail.fact("invitation"), mail.fact("nonce"), mail.fact("key_id"))
        .ok_or("its signing key has been retired")?;
    let pool = conference.pools.iter().find(|pool| pool.id.as_str() == mail.fact("pool"));
    let mut facts = vec![
        ("Conference".into(), conference.name.clone()),
        ("Days".into(), conference.days()),
        ("Place".into(), conference.place.line()),
        ("Your code".into(), code.clone()),
    ];
    if let Some(claim_by) = pool.and_then(|pool| pool.claim_by.as_ref()) {
        facts.push(("Use it before".into(), readable(claim_by.at, &conference.time_zone)));
    }
    Ok(Letter {
        subject: format!("A pass is reserved for you: {}", conference.name),
        opening: vec!["A pass is reserved for you. It is yours once you register with this invitation, which works once and for this address only.".into()],
        facts,
        button: Some((
            "Register with your invitation".into(),
            format!("{}/conferences/{}/register?invitation={code}", ctx.settings().base_url, conference.id),
        )),
        closing: vec!["If you cannot come, you need do nothing: the pass goes to somebody else in time.".into(), questions(conference)],
        ..Letter::default()
    })
}

fn unclaimed(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let pool = conference.pools.iter().find(|pool| pool.id.as_str() == mail.fact("pool"));
    let claim_by = pool.and_then(|pool| pool.claim_by.as_ref()).map(|by| readable(by.at, &conference.time_zone));
    let claim_by = claim_by.unwrap_or_default();
    let count = mail.fact("unclaimed");
    let (passes, are) = if count == "1" { ("pass", "is") } else { ("passes", "are") };
    Letter {
        subject: format!("{count} reserved {passes} {are} unclaimed: {}", conference.name),
        opening: vec![format!(
            "{count} {passes} of {} {are} not claimed yet. What is not claimed by {claim_by} goes to those who wait.",
            mail.fact("pool")
        )],
        facts: vec![("Pool".into(), mail.fact("pool").into()), ("Claim by".into(), claim_by)],
        button: Some((
            "See the pool and invite".into(),
            format!(
                "{}/conferences/{}/pools/{}/invitations",
                ctx.settings().base_url,
                conference.id,
                mail.fact("pool")
            ),
        )),
        closing: vec!["Sign in with this address to hand the passes out.".into()],
        ..Letter::default()
    }
}

fn sign_in(ctx: &Context, mail: &Mail) -> Result<Letter, String> {
    let (id, nonce, key_id) = (mail.fact("attempt"), mail.fact("nonce"), mail.fact("key_id"));
    let retired = "its signing key has been retired";
    let token = ctx.keys().token(key_id, "sign-in", &[id, nonce]).ok_or(retired)?;
    let code = six_digits(&ctx.keys().hash(key_id, "sign-in-code", &[id, nonce]).ok_or(retired)?);
    Ok(Letter {
        subject: format!("{code} is your code to sign in"),
        opening: vec!["Press the button to sign in on this device, or type the code where you asked for it.".into()],
        facts: vec![("Code".into(), code), ("Works for".into(), format!("{} minutes", LINK_VALID.as_mins()))],
        button: Some(("Sign in".into(), format!("{}/sign-in/{id}.{token}", ctx.settings().base_url))),
        closing: vec!["If you did not ask to sign in, you need do nothing: without this mail nobody can.".into()],
        ..Letter::default()
    })
}
