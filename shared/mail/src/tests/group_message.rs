//! Messages to groups of people.

use domain::mail::{Mail, MailKind};
use domain::person::PersonKey;
use expect_test::expect;

use super::{check_mail, conference, context, mail, raw};

fn message(kind: MailKind) -> Mail {
    let reader = PersonKey::new("salt", &"ann@example.org".parse().unwrap());
    mail(kind)
        .with("subject", "Doors open at nine")
        .with("text", "Bring your **badge**.\n\n- [Map](https://example.org/map)\n- <script>alert(1)</script>")
        .with("kinds", "messages~demo-2030")
        .with("reader", reader.as_str())
}

#[test]
fn a_message_has_its_text_a_reason_and_a_way_to_unsubscribe() {
    check_mail(
        &message(MailKind::Message),
        &expect![[r#"
        Message-ID: <message.3k-1@example.org>
        Date: Fri, 1 Feb 2030 12:00:00 +0000
        From: "Demo 2030" <noreply@example.org>
        To: "Ann <B>" <ann@example.org>
        Subject: Doors open at nine
        Auto-Submitted: auto-generated
        X-Plumbline-Mail: message:3k-1
        List-Unsubscribe: <https://plumbline.example.org/unsubscribe/messages~demo-2030.xmmr923fxj3wqzzyje0r5pfz5w.352448cpacj5361dvxss5mqy5f1tf33w>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Bring your **badge**.

        - [Map](https://example.org/map)
        - <script>alert(1)</script>

        Questions? Write to contact@example.org.

        You get this e-mail because you take part in Demo 2030. The organizers
        sent it to you and others.

        Unsubscribe from mails of this kind:
        https://plumbline.example.org/unsubscribe/messages~demo-2030.xmmr923fxj3wqzzyje0r5pfz5w.352448cpacj5361dvxss5mqy5f1tf33w

        --=20
        Demo 2030
    "#]],
    );
}

#[test]
fn a_test_of_a_leads_message_says_so() {
    check_mail(
        &message(MailKind::MessageTest).with("track", "net"),
        &expect![[r#"
        Message-ID: <message-test.3k-1@example.org>
        Date: Fri, 1 Feb 2030 12:00:00 +0000
        From: "Demo 2030" <noreply@example.org>
        To: "Ann <B>" <ann@example.org>
        Subject: Test: Doors open at nine
        Auto-Submitted: auto-generated
        X-Plumbline-Mail: message-test:3k-1
        List-Unsubscribe: <https://plumbline.example.org/unsubscribe/messages~demo-2030.xmmr923fxj3wqzzyje0r5pfz5w.352448cpacj5361dvxss5mqy5f1tf33w>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Bring your **badge**.

        - [Map](https://example.org/map)
        - <script>alert(1)</script>

        Questions? Write to contact@example.org.

        You get this e-mail because you take part in Networking at Demo 2030.
        The track's leads sent it to you and others.

        Unsubscribe from mails of this kind:
        https://plumbline.example.org/unsubscribe/messages~demo-2030.xmmr923fxj3wqzzyje0r5pfz5w.352448cpacj5361dvxss5mqy5f1tf33w

        --=20
        Demo 2030
    "#]],
    );
}

#[test]
fn the_html_of_a_message_is_safe_and_its_headers_allow_one_click() {
    let html = crate::render(&context(), &message(MailKind::Message), Some(&conference())).unwrap().html;
    assert!(html.contains("<strong>badge</strong>") && !html.contains("<script>"), "{html}");
    assert!(raw(&message(MailKind::Message)).contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
}

#[test]
fn a_message_without_text_or_reader_is_not_sent_as_one() {
    let empty = Mail { facts: [].into(), ..message(MailKind::Message) };
    assert!(crate::letter(&context(), &empty, Some(&conference())).is_err());
    let preview = message(MailKind::Message).with("reader", "");
    assert_eq!(crate::letter(&context(), &preview, Some(&conference())).unwrap().unsubscribe, None);
}
