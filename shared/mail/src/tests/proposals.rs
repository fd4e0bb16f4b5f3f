//! Mails about one proposal and its people.

use domain::mail::MailKind;
use expect_test::expect;

use super::{about, check_mail};

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
            Submitted:  Fri 1 February 2030, 13:00 CET (12:00 UTC)

            View your proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            You can change or withdraw it until 10 February 2030, end of day
            anywhere on Earth (Mon 11 February 2030, 13:00 CET; 12:00 UTC).

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
            Your deadline: Thu 14 February 2030, 13:00 CET (12:00 UTC)

            Open the call:
            https://plumbline.example.org/conferences/demo-2030/tracks/talks

            Questions? Write to contact@example.org.

            You get this e-mail because ann@example.org has a deadline at Demo 2030.

            --=20
            Demo 2030
        "#]],
    );
}
