//! Mails about the addresses of one person.

use domain::mail::MailKind;
use expect_test::expect;

use super::{about, check_mail};

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
