//! Snapshots of the letters as readers get them.

mod calls;
mod confirm_address;
mod group_message;
mod own;
mod people;
mod proposals;

use std::sync::Arc;

use context::{Context, KeyRing, Randomness, SetClock, Settings, SigningKey};
use domain::conference::{Conference, read};
use domain::mail::{Mail, MailKind};
use expect_test::{Expect, expect};

use crate::compose;

fn context() -> Context {
    let settings = Settings {
        table: "t".into(),
        base_url: "https://plumbline.example.org".into(),
        mail_from: "noreply@example.org".parse().unwrap(),
        configuration_set: None,
        show_units: false,
        first_organizers: Vec::new(),
        open_setup: false,
        webhooks_to_loopback: false,
        workflows: std::collections::BTreeMap::new(),
    };
    let key = SigningKey { id: "k".into(), secret: "a secret of thirty-two characters".into() };
    let clock = SetClock::stopped("2030-02-01T12:00:00Z".parse().unwrap());
    Context::new(Arc::new(clock), Randomness::from_seed(1), KeyRing::new(vec![key]).unwrap(), settings)
}

fn conference() -> Conference {
    read(&serde_json::json!({
        "id": "demo-2030", "series": "demo", "name": "Demo 2030",
        "starts_on": "2030-05-01", "ends_on": "2030-05-02", "time_zone": "Europe/Berlin",
        "contact": "contact@example.org", "organizers": ["organizer@example.org"],
        "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
        "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
        "pools": [
            {"id": "general", "capacity": 10},
            {"id": "speakers", "capacity": 10, "claim_by": "2030-03-01 anywhere on Earth"}
        ],
        "tracks": [
            {
                "id": "talks", "name": "Talks", "kind": "refereed", "leads": ["lead@example.org"], "description": "Talks.",
                "cfp": {"opens": "2030-01-15T12:00:00", "closes": "2030-02-10 anywhere on Earth"}
            },
            {"id": "net", "name": "Networking", "kind": "other", "leads": ["lead@example.org"], "description": "Nets."}
        ],
    }))
    .unwrap()
}

fn mail(kind: MailKind) -> Mail {
    Mail::queued(kind, "3k-1", "ann@example.org".parse().unwrap(), "2030-02-01T12:00:00Z".parse().unwrap())
        .about("demo-2030")
        .greeting("Ann <B>")
        .with("registration", "3k-1")
        .with("nonce", "n")
        .with("key_id", "k")
        .with("attendance", "in_person")
        .with("pool", "speakers")
        .with("invitation", "i1")
        .with("attempt", "a1")
        .with("sequence", "0")
        .with("role", "organizer")
        .with("email", "ann@example.org")
        .with("by", "lead@example.org")
}

/// A mail about a proposal.
fn about(kind: MailKind, facts: &[(&str, &str)]) -> Mail {
    let proposal = mail(kind).with("proposal", "p1").with("title", "Counting").with("track", "talks");
    facts.iter().fold(proposal, |mail, (name, value)| mail.with(name, *value))
}

fn raw(mail: &Mail) -> String {
    String::from_utf8(compose(&context(), mail, Some(&conference())).unwrap().raw).unwrap()
}

/// The headers and the text part, without soft line breaks.
fn check(kind: MailKind, expected: &Expect) {
    check_mail(&mail(kind), expected);
}

fn check_mail(mail: &Mail, expected: &Expect) {
    let raw = raw(mail).replace("=\r\n", "").replace("\r\n", "\n").replace("=3D", "=");
    let headers = raw.split("\n\n").next().unwrap_or_default();
    let headers: Vec<_> = headers.lines().filter(|l| !l.starts_with("Content-Type") && !l.starts_with('\t')).collect();
    let text = raw.split("text/plain").nth(1).and_then(|t| t.split_once("\n\n")).map_or("", |(_, t)| t);
    let text = text.split("--=_").next().unwrap_or_default().trim_end();
    expected.assert_eq(&format!("{}\n\n{text}\n", headers.join("\n")));
}

#[test]
fn an_offered_role() {
    check(
        MailKind::RoleInvitation,
        &expect![[r#"
            Message-ID: <role-invitation.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: You're invited as organizer: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: role-invitation:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            You're invited as organizer.

            Organizers manage the whole conference.

            Sign in with this address to accept or decline.

            Conference: Demo 2030
            Days:       1=E2=80=932 May 2030
            Role:       organizer
            By:         lead@example.org

            Sign in to answer:
            https://plumbline.example.org/sign-in

            You don't need to do anything unless you want to accept.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has, had or was offered a
            role at Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
    check(
        MailKind::RoleAnswered,
        &expect![[r#"
            Message-ID: <role-answered.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Role declined: organizer, Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: role-answered:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            ann@example.org declined or ended the role organizer.

            Conference: Demo 2030
            Days:       1=E2=80=932 May 2030
            Role:       organizer
            By:         lead@example.org

            See the team:
            https://plumbline.example.org/conferences/demo-2030/roles

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has, had or was offered a
            role at Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
    check(
        MailKind::RoleRemoved,
        &expect![[r#"
            Message-ID: <role-removed.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Your role as organizer has ended: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: role-removed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your role as organizer has ended. Thank you for your work.

            Conference: Demo 2030
            Days:       1=E2=80=932 May 2030
            Role:       organizer
            By:         lead@example.org

            See your pages:
            https://plumbline.example.org/me

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has, had or was offered a
            role at Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_confirmation() {
    check(
        MailKind::RegistrationConfirmed,
        &expect![[r#"
            Message-ID: <registration-confirmed.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Your pass for Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: registration-confirmed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            You're registered. We look forward to seeing you.

            Conference:   Demo 2030
            Days:         1=E2=80=932 May 2030
            Place:        Hall, Berlin, Germany
            Your pass:    In person
            Registration: 3k-1

            View, change or cancel your pass:
            https://plumbline.example.org/conferences/demo-2030/registrations/3k-1?token=tk8tz4yw1z4tm2svm7q7fttjppvzrvz0

            Keep this e-mail: anyone with this link can change your registration. If
            you can't come, please cancel so that someone on the waitlist gets the
            pass.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is registered, or was, for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_cancellation() {
    check(
        MailKind::RegistrationCancelled,
        &expect![[r#"
            Message-ID: <registration-cancelled.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Your pass is cancelled: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: registration-cancelled:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your pass is cancelled. It goes to the next person on the waitlist.

            Conference:    Demo 2030
            Days:          1=E2=80=932 May 2030
            Place:         Hall, Berlin, Germany
            Your pass was: In person
            Registration:  3k-1

            See which passes are available:
            https://plumbline.example.org/conferences/demo-2030

            If you didn't want this, register again while passes are available, and
            write to us.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is registered, or was, for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn online_attendees_are_not_sent_to_the_venue() {
    for kind in [MailKind::RegistrationConfirmed, MailKind::RegistrationChanged, MailKind::ManageLink] {
        let raw = raw(&mail(kind).with("attendance", "virtual"));
        assert!(!raw.contains("Hall") && raw.contains("Place:        Online"), "{raw}");
    }
}

/// The attached calendar, unfolded.
fn attached(kind: MailKind, conference: &Conference) -> String {
    let raw = String::from_utf8(compose(&context(), &mail(kind), Some(conference)).unwrap().raw).unwrap();
    let (_, part) = raw.split_once("Content-Type: text/calendar").unwrap();
    let (_, body) = part.split_once("\r\n\r\n").unwrap();
    let body = body.split("\r\n--=_").next().unwrap();
    let body = body.replace("=\r\n", "").replace("=3D", "=").replace("=0D=0A", "\r\n").replace("=0D", "");
    body.replace("\r\n ", "").replace("\r\n", "\n")
}

#[test]
fn a_calendar_names_the_people_that_its_method_requires() {
    let named = |text: &str, name: &str| {
        let lines = text.lines().filter(|line| line.split([':', ';']).next() == Some(name));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut conference = conference();
    conference.name = "Demo: \"2030\", Berlin".into();
    let organizer = "ORGANIZER;CN=\"Demo: '2030', Berlin\":mailto:contact@example.org";
    for kind in [MailKind::RegistrationConfirmed, MailKind::RegistrationChanged] {
        let published = attached(kind, &conference);
        assert_eq!(named(&published, "METHOD"), ["METHOD:PUBLISH"]);
        assert_eq!(named(&published, "ORGANIZER"), [organizer], "{published}");
        assert!(named(&published, "ATTENDEE").is_empty(), "{published}");
    }
    let cancelled = attached(MailKind::RegistrationCancelled, &conference);
    assert_eq!(named(&cancelled, "METHOD"), ["METHOD:CANCEL"]);
    assert_eq!(named(&cancelled, "ORGANIZER"), [organizer], "{cancelled}");
    assert_eq!(named(&cancelled, "ATTENDEE"), ["ATTENDEE:mailto:ann@example.org"]);
    for name in ["UID", "SEQUENCE", "DTSTAMP", "STATUS"] {
        assert_eq!(named(&cancelled, name).len(), 1, "{name} in {cancelled}");
    }
}

#[test]
fn an_invitation() {
    check(
        MailKind::Invitation,
        &expect![[r#"
            Message-ID: <invitation.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: A pass is reserved for you: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: invitation:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            We've reserved a pass for you. Register with this invitation to claim
            it. It works once, and only for this address.

            Conference: Demo 2030
            Days:       1=E2=80=932 May 2030
            Place:      Hall, Berlin, Germany
            Your code:  i1.9qy792sf0m8yy5zdbda10d73abemgrwc
            Use by:     Sat 2 March 2030, 13:00 CET

            Register with your invitation:
            https://plumbline.example.org/conferences/demo-2030/register?invitation=i1.9qy792sf0m8yy5zdbda10d73abemgrwc

            If you can't come, you don't need to do anything. The pass goes to
            someone else in time.

            Questions? Write to contact@example.org.

            You get this e-mail because a pass for Demo 2030 is reserved for
            ann@example.org.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_link_to_sign_in() {
    check(
        MailKind::SignIn,
        &expect![[r#"
            Message-ID: <sign-in.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: 454429 is your sign-in code
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: sign-in:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Use the button to sign in on this device, or enter the code where you
            asked for it.

            Code:      454429
            Valid for: 15 minutes

            Sign in:
            https://plumbline.example.org/sign-in/a1.rw8r98n9pwytrz4v97a58st1th4mhwjy

            If you didn't ask to sign in, you can ignore this e-mail. No one can
            sign in without it.

            Questions? Write to contact@example.org.

            You get this e-mail because someone entered ann@example.org.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn the_same_mail_composes_to_the_same_bytes() {
    let mail = mail(MailKind::RegistrationChanged);
    assert_eq!(raw(&mail), raw(&mail));
}

#[test]
fn an_international_domain_is_sent_in_its_dns_form() {
    let mut mail = mail(MailKind::ManageLink);
    mail.to = "Ann@b\u{fc}cher.example".parse().unwrap();
    let composed = compose(&context(), &mail, Some(&conference())).unwrap();
    assert_eq!(composed.to, "Ann@xn--bcher-kva.example");
    assert!(String::from_utf8(composed.raw).unwrap().contains("<Ann@xn--bcher-kva.example>"));
}

#[test]
fn names_are_escaped_in_html_and_never_break_a_header() {
    let mut nasty = mail(MailKind::RegistrationConfirmed);
    nasty.name = Some("Ann\r\nBcc: bob@example.org".into());
    let raw = raw(&nasty);
    let (headers, _) = raw.split_once("\r\n\r\n").unwrap();
    assert!(!headers.lines().any(|line| line.starts_with("Bcc")), "{headers}");
    let html = self::raw(&mail(MailKind::RegistrationConfirmed)).replace("=\r\n", "");
    assert!(html.contains("Hello Ann &#60;B&#62;,"), "{html}");
}

#[test]
fn a_mail_whose_key_was_retired_says_so() {
    let stale = mail(MailKind::ManageLink).with("key_id", "gone");
    let error = compose(&context(), &stale, Some(&conference())).unwrap_err();
    assert_eq!(error, "its signing key has been retired");
}

#[test]
fn the_question_whether_an_attendee_still_comes() {
    let asked = |silence: &str| {
        let mail = mail(MailKind::ReconfirmAsk).with("answer_by", "2030-03-15T09:00:00Z").with("silence", silence);
        crate::letter(&context(), &mail, Some(&conference())).unwrap()
    };
    let letter = asked("return");
    assert_eq!(letter.subject, "Are you still coming? Demo 2030");
    assert_eq!(letter.facts.last().unwrap().1, "Fri 15 March 2030, 10:00 CET (09:00 UTC)");
    let (_, address) = letter.button.unwrap();
    assert!(
        address.starts_with("https://plumbline.example.org/conferences/demo-2030/registrations/3k-1/reconfirm?token=")
    );
    assert_eq!(letter.closing[0], "If you don't answer, your pass goes to the waitlist.");
    assert!(asked("keep").closing[0].starts_with("If you don't answer, you keep your pass"));
    let kept = crate::letter(&context(), &mail(MailKind::ReconfirmKept), Some(&conference())).unwrap();
    assert_eq!(kept.subject, "You keep your pass: Demo 2030");
    let silent = mail(MailKind::RegistrationCancelled).with("because", "silent");
    let cancelled = crate::letter(&context(), &silent, Some(&conference())).unwrap();
    assert!(cancelled.opening[0].contains("didn't hear from you in time"), "{:?}", cancelled.opening);
    assert!(raw(&silent).contains("METHOD:CANCEL"));
}
