//! The letters of calls for proposals, of decisions, and of linked addresses.

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

            Your proposal is submitted. This mail is your receipt, with its text below.

            Proposal: Counting
            Track: Talks
            Conference: Demo 2030
            Submitted: Fri 1 February 2030, 13:00 CET (Fri 1 February 2030, 12:00 UTC)

            See the proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            You can change or withdraw it until Mon 11 February 2030, 13:00 CET (announced as 2030-02-10 anywhere on Earth).

            You get a mail when it is decided. The text as it was submitted:

            How to count.

            And why.

            Questions? Write to contact@example.org.

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

        This proposal is withdrawn: it is not considered any more.

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030

        See the proposal:
        https://plumbline.example.org/conferences/demo-2030/proposals/p1

        While its call is open it can be submitted again from its page.

        Questions? Write to contact@example.org.

        --=20
        Demo 2030
    "#]],
    );
}

#[test]
fn the_question_whether_somebody_speaks() {
    check_mail(
        &about(MailKind::SpeakerInvited, &[("speaker", "s1"), ("by", "owner@example.org")]),
        &expect![[r#"
        Message-ID: <speaker-invited.3k-1@example.org>
        Date: Fri, 1 Feb 2030 12:00:00 +0000
        From: "Demo 2030" <noreply@example.org>
        To: "Ann <B>" <ann@example.org>
        Subject: Do you speak? Counting (Demo 2030)
        Auto-Submitted: auto-generated
        X-Plumbline-Mail: speaker-invited:3k-1
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Hello Ann <B>,

        owner@example.org names you as a speaker of a proposal. Open the page to say whether you are; opening alone does neither.

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030

        Say whether you speak:
        https://plumbline.example.org/conferences/demo-2030/proposals/p1/speakers/s1?token=ythk3fwzqpp7ee6w6t6ge1d48qdqkf6k

        If you do not know of this, say no: you are then taken off the proposal and get no more mail about it.

        Questions? Write to contact@example.org.

        --=20
        Demo 2030
    "#]],
    );
}

#[test]
fn a_speakers_no() {
    check_mail(
        &about(MailKind::SpeakerAnswered, &[("speaker", "bea@example.org"), ("answer", "declined")]),
        &expect![[r#"
            Message-ID: <speaker-answered.3k-1@example.org>
            Date: Fri, 1 Feb 2030 12:00:00 +0000
            From: "Demo 2030" <noreply@example.org>
            To: "Ann <B>" <ann@example.org>
            Subject: bea@example.org does not speak: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: speaker-answered:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            bea@example.org has declined to speak, and is no longer among the speakers of your proposal.

            Proposal: Counting
            Track: Talks
            Conference: Demo 2030

            See the proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            Questions? Write to contact@example.org.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_move_that_a_lead_is_asked_for() {
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
            Subject: For Networking? Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: proposal-move-asked:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            A proposal is asked to be moved to Networking, which you lead. It was in time; whether you take it is yours to say.

            Proposal: Counting
            Track: Talks
            Conference: Demo 2030
            To be moved to: Networking
            Asked by: owner@example.org
            Why: It is about nets.

            See it, accept or decline it:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            Sign in with this address. Until it is answered the proposal stays where it is.

            --=20
            Demo 2030
        "#]],
    );
}

#[test]
fn a_move_that_was_made() {
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

        Your proposal is in Talks now. It counts as submitted when it was first.

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030

        See the proposal:
        https://plumbline.example.org/conferences/demo-2030/proposals/p1

        Questions? Write to contact@example.org.

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

        The leads of the track have merged your proposal into another one: its speakers are speakers of that one now. What you wrote stays readable on its page, which leads to the other.

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030

        See the proposal:
        https://plumbline.example.org/conferences/demo-2030/proposals/p1

        Questions? Write to contact@example.org.

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
            Subject: Accepted: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: decision-released:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your proposal is accepted: Talks would like to have it. Please say whether you come; until then your place is not certain.

            A note from the leads:

            Please bring slides.

            A pass is reserved for you: the invitation comes with a mail of its own.

            Proposal: Counting
            Track: Talks
            Conference: Demo 2030
            Please answer by: Wed 20 February 2030, 13:00 CET (Wed 20 February 2030, 12:00 UTC)

            Confirm, or decline:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1/answer?token=p1.h68ehbc4c0h353xkp5p8d3xwywq93bsb

            Questions? Write to contact@example.org.

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
        Subject: On standby: Counting (Demo 2030)
        Auto-Submitted: auto-generated
        X-Plumbline-Mail: decision-released:3k-1
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Hello Ann <B>,

        Your proposal is on standby for Talks: there is no place for it now, and it is among the first if one becomes free. You need do nothing; if you cannot come any more, please withdraw it.

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030

        See the proposal:
        https://plumbline.example.org/conferences/demo-2030/proposals/p1

        Questions? Write to contact@example.org.

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
            Subject: Not chosen: Counting (Demo 2030)
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: decision-released:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Your proposal was not chosen for Talks this time. Thank you for the work that you put into it.

            A note from the leads:

            It was close.

            Proposal: Counting
            Track: Talks
            Conference: Demo 2030

            See the proposal:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1

            Questions? Write to contact@example.org.

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

        You come, and it is part of the programme. You get another mail with room and time.

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030

        See the proposal:
        https://plumbline.example.org/conferences/demo-2030/proposals/p1

        If something comes between, please withdraw it on its page as early as you can, so that another can take the place.

        Questions? Write to contact@example.org.

        --=20
        Demo 2030
    "#]],
    );
}

#[test]
fn a_place_that_is_declined() {
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

        One of its people has declined the place: it goes to another. A pass that was reserved for it and not claimed yet has gone back; one that you have claimed is yours.

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030

        See the proposal:
        https://plumbline.example.org/conferences/demo-2030/proposals/p1

        If this is a mistake, please write to us soon.

        Questions? Write to contact@example.org.

        --=20
        Demo 2030
    "#]],
    );
}

#[test]
fn a_place_that_is_free_again() {
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

        A proposal that you had accepted was declined by its speakers. Next on standby is: Measuring

        Proposal: Counting
        Track: Talks
        Conference: Demo 2030
        Next on standby: Measuring

        See the selection:
        https://plumbline.example.org/conferences/demo-2030/tracks/talks/selection

        Sign in with this address to decide; it is told when you release it.

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
            Subject: You can send a proposal for Talks late: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: late-link:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            Whoever leads Talks lets you send proposals, and change what you have sent, after the deadline of its call. Sign in with this address: it is for you only.

            Conference: Demo 2030
            Track: Talks
            Your own deadline: Thu 14 February 2030, 13:00 CET (Thu 14 February 2030, 12:00 UTC)

            Open Talks:
            https://plumbline.example.org/conferences/demo-2030/tracks/talks

            Questions? Write to contact@example.org.

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

            The call for proposals of Talks is extended. What you have begun is saved, and not sent yet.

            Conference: Demo 2030
            New deadline: 19 February 2030, end of day anywhere on Earth (Wed 20 February 2030, 13:00 CET; Wed 20 February 2030, 12:00 UTC)
            Deadline before: 10 February 2030, end of day anywhere on Earth (Mon 11 February 2030, 13:00 CET; Mon 11 February 2030, 12:00 UTC)
            Your draft: Counting

            Open what you have begun:
            https://plumbline.example.org/conferences/demo-2030/proposals/p1/edit

            Questions? Write to contact@example.org.

            No more mails of this kind:
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
            Subject: Talks is closed: 1 proposal came in: Demo 2030
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: call-closed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            The call for proposals of Talks has closed. This is what came in.

            Track: Talks
            Proposals: 1
            Drafts never sent: 2
            1.: Counting (Speaker ann)

            Read the proposals:
            https://plumbline.example.org/conferences/demo-2030/proposals?track=talks

            Drafts are their authors' own: you see how many there are, not what is in them. Sign in with this address to read the proposals.

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
        Subject: Is this address yours too? 013226 is the code
        Auto-Submitted: auto-generated
        X-Plumbline-Mail: link-address:3k-1
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Hello Ann <B>,

        Whoever is signed in as lead@example.org says that this address is theirs too, and that both are one person.

        If that is you, press the button where you are signed in, or type the code there.

        Signed in as: lead@example.org
        Code: 013226
        Works for: 15 minutes

        Link this address:
        https://plumbline.example.org/me/link/a1.17bb204qayy9eesqpdqz4vvg0084e9ht

        If you do not know that address, do nothing and tell nobody the code: with it they would count as you.

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
            Subject: An address counts as you now
            Auto-Submitted: auto-generated
            X-Plumbline-Mail: addresses-changed:3k-1
            Reply-To: <contact@example.org>
            MIME-Version: 1.0

            Hello Ann <B>,

            ann@elsewhere.example.org and ann@example.org count as one person from now on.


            See your addresses:
            https://plumbline.example.org/me

            If this was not you, sign in and put it right.

            --=20
            Demo 2030
        "#]],
    );
}
