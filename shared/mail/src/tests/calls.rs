//! Snapshots of the letters about calls for proposals, decisions and linked addresses.

use domain::mail::{Mail, MailKind};
use expect_test::expect;

use super::{check_mail, mail};

fn about(kind: MailKind, facts: &[(&str, &str)]) -> Mail {
    let proposal = mail(kind).with("proposal", "p1").with("title", "Counting").with("track", "talks");
    facts.iter().fold(proposal, |mail, (name, value)| mail.with(name, *value))
}

#[test]
fn a_receipt() {
    check_mail(
        &about(
            MailKind::ProposalSubmitted,
            &[("submitted_at", "2030-02-01T12:00:00Z"), ("abstract", "How to count.\n\nAnd why.")],
        ),
        &expect![[r#"
            Message-ID: <proposal-submitted.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Submitted: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: proposal-submitted:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your proposal is submitted. This e-mail is your receipt, with its text
            below.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030
            Submitted:  Fri 1 February 2030, 13:00 CET (Fri 1 February 2030, 12:00 UTC)

            View your proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            You can change or withdraw it until 10 February 2030, end of day
            anywhere on Earth (Mon 11 February 2030, 13:00 CET; Mon 11 February
            2030, 12:00 UTC).

            We e-mail you when it is decided. The text you submitted:

            How to count.

            And why.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_withdrawal() {
    check_mail(
        &about(MailKind::ProposalWithdrawn, &[]),
        &expect![[r#"
            Message-ID: <proposal-withdrawn.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Withdrawn: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: proposal-withdrawn:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            This proposal is withdrawn. We won't consider it any more.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030

            View your proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            While its call is open, you can submit it again from its page.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn an_invitation_to_speak() {
    check_mail(
        &about(MailKind::SpeakerInvited, &[("speaker", "s1"), ("by", "owner@example.org")]),
        &expect![[r#"
            Message-ID: <speaker-invited.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Will you speak? Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: speaker-invited:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            owner@example.org names you as a speaker of a proposal. Confirm or
            decline on the page behind the button. Opening the page does not answer
            for you.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030

            Confirm or decline:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1/speakers/s1?token=ythk3fwzqpp7ee6w6t6ge1d48qdqkf6k

            If you don't know about this, decline. We then remove you from the
            proposal and send you no more mail about it.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is named in a proposal for
            Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_speaker_who_declines() {
    check_mail(
        &about(MailKind::SpeakerAnswered, &[("speaker", "bea@example.org"), ("answer", "declined")]),
        &expect![[r#"
            Message-ID: <speaker-answered.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: bea@example.org will not speak: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: speaker-answered:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            bea@example.org declined and is no longer a speaker of your proposal.

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
fn a_requested_move() {
    check_mail(
        &about(
            MailKind::ProposalMoveAsked,
            &[("to", "net"), ("by", "owner@example.org"), ("reason", "It is about nets.")],
        ),
        &expect![[r#"
            Message-ID: <proposal-move-asked.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Move to Networking? Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: proposal-move-asked:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Someone asks to move a proposal to Networking, which you lead. It was
            submitted in time. You decide whether to take it.

            Proposal:   Counting
            Track:      Talks
            Conference: Demo 2030
            Move to:    Networking
            By:         owner@example.org
            Reason:     It is about nets.

            Accept or decline:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            Sign in with this address. The proposal stays where it is until you
            answer.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has, had or was offered a
            role at Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn an_accepted_move() {
    check_mail(
        &about(MailKind::ProposalMoveAnswered, &[("moved", "true")]),
        &expect![[r#"
            Message-ID: <proposal-move-answered.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Moved to Talks: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: proposal-move-answered:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0
             boundary="=_proposal_move_answered_3k_1_a"

            Hello Ann <B>,

            Your proposal is in Talks now. The time of your first submission still
            counts.

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
fn a_merger() {
    check_mail(
        &about(MailKind::ProposalMerged, &[("away", "true")]),
        &expect![[r#"
            Message-ID: <proposal-merged.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Merged: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: proposal-merged:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            The leads of the track merged your proposal into another one. Its
            speakers are now speakers of that one. Your text stays on its page,
            which links to the other.

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
            Answer by:  Wed 20 February 2030, 13:00 CET (Wed 20 February 2030, 12:00 UTC)

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

            Proposal:        Counting
            Track:           Talks
            Conference:      Demo 2030
            Next on standby: Measuring

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
fn a_late_link() {
    check_mail(
        &about(MailKind::LateLink, &[("until", "2030-02-14T12:00:00Z"), ("announced", "2030-02-14T12:00:00Z")]),
        &expect![[r#"
            Message-ID: <late-link.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: You can submit late to Talks: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: late-link:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            The leads of Talks let you submit and change proposals after the
            deadline of its call. Sign in with this address; it works only for you.

            Conference:    Demo 2030
            Track:         Talks
            Your deadline: Thu 14 February 2030, 13:00 CET (Thu 14 February 2030, 12:00 UTC)

            Open the call:
            https://plumbline.example.org/conferences/demo-2030/tracks/talks

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has a deadline at Demo 2030.

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
            Subject: More time for your proposal: Talks is extended: Demo 2030
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
            New deadline: 19 February 2030, end of day anywhere on Earth (Wed 20 February 2030, 13:00 CET; Wed 20 February 2030, 12:00 UTC)
            Old deadline: 10 February 2030, end of day anywhere on Earth (Mon 11 February 2030, 13:00 CET; Mon 11 February 2030, 12:00 UTC)
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
            Subject: Talks is closed: 1 proposal: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: call-closed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            The call for proposals of Talks has closed. These proposals were
            submitted.

            Track:                Talks
            Proposals:            1
            Drafts not submitted: 2
            1.:                   Counting (Speaker ann)

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

#[test]
fn an_address_to_be_linked() {
    check_mail(
        &about(MailKind::LinkAddress, &[]),
        &expect![[r#"
            Message-ID: <link-address.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: Is this address yours? Your code is 013226
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: link-address:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Someone signed in as lead@example.org says that this address is theirs
            too.

            If that's you, use the button in the browser where you're signed in, or
            enter the code there.

            Signed in as: lead@example.org
            Code:         013226
            Valid for:    15 minutes

            Add this address:
            https://plumbline.example.org/me/link/a1.17bb204qayy9eesqpdqz4vvg0084e9ht

            If you don't know that address, ignore this e-mail and don't share the
            code. With it, both addresses would count as one person.

            Questions? Write to contact@example.org.

            You get this e-mail because someone entered ann@example.org.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn an_address_that_is_linked() {
    check_mail(
        &about(
            MailKind::AddressesChanged,
            &[("primary", "ann@example.org"), ("about", "ann@elsewhere.example.org"), ("what", "linked")],
        ),
        &expect![[r#"
            Message-ID: <addresses-changed.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: An address was added to your account
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: addresses-changed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            ann@elsewhere.example.org and ann@example.org count as one person from
            now on.

            See your addresses:
            https://plumbline.example.org/me

            If this wasn't you, sign in and change it back.

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org is or was one of your
            addresses.

            --=20
            Demo 2030
        "#]],
    );
}
