//! Mails about calls for proposals and their decisions.

use domain::mail::MailKind;
use expect_test::expect;

use super::{about, check_mail};

#[test]
fn an_acceptance() {
    check_mail(
        &about(
            MailKind::DecisionReleased,
            &[
                ("decision", "accepted"),
                ("confirm_by", "2030-02-20T12:00:00Z"),
                ("person", "p1"),
                ("note", "Please bring slides."),
                ("pass", "invited"),
            ],
        ),
        &expect![[r#"
            Message-ID: <decision-released.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Your proposal was accepted: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: decision-released:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your proposal was accepted for Talks. Please confirm that you're coming.
            Until then, your place is not certain.

            A note from the leads:

            Please bring slides.

            A pass is reserved for you. We send the invitation in a separate e-mail.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030
            Answer by:  Wed 20 February 2030, 13:00 CET (12:00 UTC)

            Confirm or decline:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1/answer?token=p1.h68ehbc4c0h353xkp5p8d3xwywq93bsb

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_place_on_standby() {
    check_mail(
        &about(MailKind::DecisionReleased, &[("decision", "standby")]),
        &expect![[r#"
            Message-ID: <decision-released.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Your proposal is on standby: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: decision-released:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your proposal is on standby for Talks. There is no place for it now, but
            it is among the first if one becomes free. You don't need to do
            anything. If you can't come any more, please withdraw it.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030

            View your proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_rejection() {
    check_mail(
        &about(MailKind::DecisionReleased, &[("decision", "rejected"), ("note", "It was close.")]),
        &expect![[r#"
            Message-ID: <decision-released.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Your proposal was not accepted: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: decision-released:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your proposal was not accepted for Talks this time. Thank you for your
            work on it.

            A note from the leads:

            It was close.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030

            View your proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_confirmation_of_an_acceptance() {
    check_mail(
        &about(MailKind::AcceptanceConfirmed, &[]),
        &expect![[r#"
            Message-ID: <acceptance-confirmed.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Confirmed: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: acceptance-confirmed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            You confirmed, and your session is part of the programme. We e-mail you
            again with its room and time.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030

            View your proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            If something comes up, please withdraw it on its page as early as you
            can, so that someone else can take the place.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn an_acceptance_that_is_declined() {
    check_mail(
        &about(MailKind::AcceptanceDeclined, &[]),
        &expect![[r#"
            Message-ID: <acceptance-declined.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Declined: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: acceptance-declined:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            One of its speakers declined the place, so it goes to someone else. If a
            pass was reserved for it and not claimed, it was returned. If you
            claimed a pass, you keep it.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030

            View your proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            If this is a mistake, please write to us soon.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_place_that_becomes_free() {
    check_mail(
        &about(MailKind::PlaceFreed, &[("state", "declined"), ("next_title", "Measuring")]),
        &expect![[r#"
            Message-ID: <place-freed.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: A place is free in Talks: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: place-freed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            The speakers of an accepted proposal declined.

            Next on standby: Measuring

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030

            See the selection:
            https://plumbline.example.org/conferences/demo-2030/tracks/talks/selection

            Sign in with this address to decide. The speakers are notified when you
            release the decision.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has, had or was offered a
            role at Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_call_that_is_extended() {
    check_mail(
        &about(
            MailKind::CallMoved,
            &[
                ("at", "2030-02-20T12:00:00Z"),
                ("announced", "2030-02-19 anywhere on Earth"),
                ("was_at", "2030-02-11T12:00:00Z"),
                ("was_announced", "2030-02-10 anywhere on Earth"),
                ("titles", "[\"Counting\"]"),
                ("path", "/conferences/demo-2030/proposals/p1/edit"),
                ("reader", "r1"),
                ("kinds", "drafts"),
            ],
        ),
        &expect![[r#"
            Message-ID: <call-moved.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: More time for your proposal: Talks is extended (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: call-moved:3k-1
            List-Unsubscribe: <https://plumbline.example.org/unsubscribe/drafts.r1.kw5m7stmanrvrwkhcf4m1zr7qbzvfv48>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            The call for proposals of Talks is extended. Your draft is saved but not
            submitted yet.

            Conference:   Demo 2030
            New deadline: 19 February 2030, end of day anywhere on Earth (Wed 20 February 2030, 13:00 CET; 12:00 UTC)
            Old deadline: 10 February 2030, end of day anywhere on Earth (Mon 11 February 2030, 13:00 CET; 12:00 UTC)
            Your draft:   Counting

            Open your draft:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1/edit

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            Unsubscribe from mails of this kind:
            https://plumbline.example.org/unsubscribe/drafts.r1.kw5m7stmanrvrwkhcf4m1zr7qbzvfv48

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_call_that_has_closed() {
    check_mail(
        &about(
            MailKind::CallClosed,
            &[("sent", "1"), ("drafts", "2"), ("named", "[[\"Counting\",[\"Speaker ann\"]]]")],
        ),
        &expect![[r#"
            Message-ID: <call-closed.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Call closed: Talks, 1 proposal (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: call-closed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            The call for proposals of Talks has closed.

            Track:                Talks
            Proposals:            1
            Drafts not submitted: 2
            1:                    Counting (Speaker ann)

            Read the proposals:
            https://plumbline.example.org/conferences/demo-2030/proposals?track=talks

            You see how many drafts there are, but not what is in them. Sign in with
            this address to read the proposals.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has, had or was offered a
            role at Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}
