//! The mails about a pass that is held until its address is confirmed.

use domain::mail::{Mail, MailKind};
use expect_test::{Expect, expect};

use super::{check_mail, conference, context, mail, raw};

fn held(kind: MailKind, language: &str) -> Mail {
    mail(kind).with("held_until", "2030-02-01T12:30:00Z").in_language(Some(language))
}

/// The visible text of the HTML part, one line for each element that has some, and its links.
fn check_html(mail: &Mail, expected: &Expect) {
    let raw = raw(mail).replace("=\r\n", "").replace("=3D", "=");
    let html = raw.split("text/html").nth(1).and_then(|part| part.split_once("\r\n\r\n")).map_or("", |(_, html)| html);
    let html = html.split("--=_").next().unwrap_or_default();
    let mut lines = Vec::new();
    for element in html.split('<').skip(1) {
        let (tag, text) = element.split_once('>').unwrap_or_default();
        let link = tag.strip_prefix("a ").and_then(|tag| tag.split("href=\"").nth(1)?.split('"').next());
        let text = text.trim();
        if !text.is_empty() && !text.starts_with("@media") {
            lines.push(link.map_or_else(|| text.to_owned(), |link| format!("{text} -> {link}")));
        }
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_reader_is_asked_to_confirm_the_address() {
    check_mail(
        &held(MailKind::ConfirmAddress, "en"),
        &expect![[r#"
        Message-ID: <confirm-address.3k-1@example.org>
        Date: Fri, 1 Feb 2030 12:00:00 +0000
        From: "Demo 2030" <noreply@example.org>
        To: "Ann <B>" <ann@example.org>
        Subject: Confirm your address: Demo 2030
        Auto-Submitted: auto-generated
        X-Plumbline-Mail: confirm-address:3k-1
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Hello Ann <B>,

        We're holding a pass for you. Confirm your address on the page behind
        the button, and the pass is yours. Opening the page doesn't confirm
        anything yet.

        Conference:   Demo 2030
        Days:         1=E2=80=932 May 2030
        Place:        Hall, Berlin, Germany
        Your pass:    In person
        Registration: 3k-1
        Confirm by:   Fri 1 February 2030, 13:30 CET (12:30 UTC)

        Confirm your address:
        https://plumbline.example.org/conferences/demo-2030/registrations/3k-1?token=tk8tz4yw1z4tm2svm7q7fttjppvzrvz0

        If you don't confirm in time, the pass goes to someone else. If you
        didn't register, you can ignore this e-mail.

        Questions? Write to contact@example.org.

        You get this e-mail because someone entered ann@example.org.

        --=20
        Demo 2030
    "#]],
    );
    check_html(
        &held(MailKind::ConfirmAddress, "en"),
        &expect![[r"
        Confirm your address: Demo 2030
        We&#39;re holding a pass for you. Confirm your address on the page behind the button, and the pass is yours. Opening the page doesn&#39;t confirm anything yet.
        Demo 2030
        Hello Ann &#60;B&#62;,
        We&#39;re holding a pass for you. Confirm your address on the page behind the button, and the pass is yours. Opening the page doesn&#39;t confirm anything yet.
        Conference
        Demo 2030
        Days
        1=E2=80=932 May 2030
        Place
        Hall, Berlin, Germany
        Your pass
        In person
        Registration
        3k-1
        Confirm by
        Fri 1 February 2030, 13:30 CET (12:30 UTC)
        Confirm your address -> https://plumbline.example.org/conferences/demo-2030/registrations/3k-1?token=tk8tz4yw1z4tm2svm7q7fttjppvzrvz0
        https://plumbline.example.org/conferences/demo-2030/registrations/3k-1?token=tk8tz4yw1z4tm2svm7q7fttjppvzrvz0
        If you don&#39;t confirm in time, the pass goes to someone else. If you didn&#39;t register, you can ignore this e-mail.
        Questions? Write to contact@example.org.
        You get this e-mail because someone entered ann@example.org."]],
    );
}

#[test]
fn a_reader_is_asked_in_german() {
    check_mail(
        &held(MailKind::ConfirmAddress, "de"),
        &expect![[r#"
        Message-ID: <confirm-address.3k-1@example.org>
        Date: Fri, 1 Feb 2030 12:00:00 +0000
        From: "Demo 2030" <noreply@example.org>
        To: "Ann <B>" <ann@example.org>
        Subject: =?utf-8?Q?Best=C3=A4tigen_Sie_Ihre_Adresse:_Demo_2030?Auto-Submitted: auto-generated
        X-Plumbline-Mail: confirm-address:3k-1
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Hallo Ann <B>,

        Wir halten einen Pass f=C3=BCr Sie bereit. Best=C3=A4tigen Sie Ihre Adresse auf
        der Seite hinter dem Knopf, dann geh=C3=B6rt er Ihnen. Das =C3=96ffnen der Seite
        best=C3=A4tigt noch nichts.

        Konferenz:      Demo 2030
        Tage:           1.=E2=80=932. Mai 2030
        Ort:            Hall, Berlin, Germany
        Ihr Pass:       Vor Ort
        Registrierung:  3k-1
        Best=C3=A4tigen bis: Fr, 1. Februar 2030, 13:30 CET (12:30 UTC)

        Adresse best=C3=A4tigen:
        https://plumbline.example.org/conferences/demo-2030/registrations/3k-1?token=tk8tz4yw1z4tm2svm7q7fttjppvzrvz0

        Wenn Sie nicht rechtzeitig best=C3=A4tigen, geht der Pass an jemand anderen.
        Wenn Sie sich nicht registriert haben, k=C3=B6nnen Sie diese E-Mail
        ignorieren.

        Fragen? Schreiben Sie an contact@example.org.

        Sie bekommen diese E-Mail, weil jemand ann@example.org eingegeben hat.

        --=20
        Demo 2030
    "#]],
    );
    check_html(
        &held(MailKind::ConfirmAddress, "de"),
        &expect![[r"
        Best=C3=A4tigen Sie Ihre Adresse: Demo 2030
        Wir halten einen Pass f=C3=BCr Sie bereit. Best=C3=A4tigen Sie Ihre Adresse auf der Seite hinter dem Knopf, dann geh=C3=B6rt er Ihnen. Das =C3=96ffnen der Seite best=C3=A4tigt noch nichts.
        Demo 2030
        Hallo Ann &#60;B&#62;,
        Wir halten einen Pass f=C3=BCr Sie bereit. Best=C3=A4tigen Sie Ihre Adresse auf der Seite hinter dem Knopf, dann geh=C3=B6rt er Ihnen. Das =C3=96ffnen der Seite best=C3=A4tigt noch nichts.
        Konferenz
        Demo 2030
        Tage
        1.=E2=80=932. Mai 2030
        Ort
        Hall, Berlin, Germany
        Ihr Pass
        Vor Ort
        Registrierung
        3k-1
        Best=C3=A4tigen bis
        Fr, 1. Februar 2030, 13:30 CET (12:30 UTC)
        Adresse best=C3=A4tigen -> https://plumbline.example.org/conferences/demo-2030/registrations/3k-1?token=tk8tz4yw1z4tm2svm7q7fttjppvzrvz0
        https://plumbline.example.org/conferences/demo-2030/registrations/3k-1?token=tk8tz4yw1z4tm2svm7q7fttjppvzrvz0
        Wenn Sie nicht rechtzeitig best=C3=A4tigen, geht der Pass an jemand anderen. Wenn Sie sich nicht registriert haben, k=C3=B6nnen Sie diese E-Mail ignorieren.
        Fragen? Schreiben Sie an contact@example.org.
        Sie bekommen diese E-Mail, weil jemand ann@example.org eingegeben hat."]],
    );
}

#[test]
fn a_reader_who_did_not_confirm_learns_that_the_pass_is_gone_and_how_to_register_again() {
    check_mail(
        &held(MailKind::HoldLapsed, "en"),
        &expect![[r#"
        Message-ID: <hold-lapsed.3k-1@example.org>
        Date: Fri, 1 Feb 2030 12:00:00 +0000
        From: "Demo 2030" <noreply@example.org>
        To: "Ann <B>" <ann@example.org>
        Subject: Your address was not confirmed: Demo 2030
        Auto-Submitted: auto-generated
        X-Plumbline-Mail: hold-lapsed:3k-1
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Hello Ann <B>,

        You didn't confirm your address in time, so the pass we held for you
        went back. You don't have a pass now.

        Conference:    Demo 2030
        Days:          1=E2=80=932 May 2030
        Place:         Hall, Berlin, Germany
        Your pass was: In person
        Registration:  3k-1

        Register again:
        https://plumbline.example.org/conferences/demo-2030/register

        If passes are left, you can have one at once. If not, join the waitlist.
        If you didn't register, you can ignore this e-mail.

        Questions? Write to contact@example.org.

        You get this e-mail because someone entered ann@example.org.

        --=20
        Demo 2030
    "#]],
    );
    check_html(
        &held(MailKind::HoldLapsed, "en"),
        &expect![[r"
        Your address was not confirmed: Demo 2030
        You didn&#39;t confirm your address in time, so the pass we held for you went back. You don&#39;t have a pass now.
        Demo 2030
        Hello Ann &#60;B&#62;,
        You didn&#39;t confirm your address in time, so the pass we held for you went back. You don&#39;t have a pass now.
        Conference
        Demo 2030
        Days
        1=E2=80=932 May 2030
        Place
        Hall, Berlin, Germany
        Your pass was
        In person
        Registration
        3k-1
        Register again -> https://plumbline.example.org/conferences/demo-2030/register
        https://plumbline.example.org/conferences/demo-2030/register
        If passes are left, you can have one at once. If not, join the waitlist. If you didn&#39;t register, you can ignore this e-mail.
        Questions? Write to contact@example.org.
        You get this e-mail because someone entered ann@example.org."]],
    );
}

#[test]
fn a_reader_who_did_not_confirm_learns_it_in_german() {
    check_mail(
        &held(MailKind::HoldLapsed, "de"),
        &expect![[r#"
        Message-ID: <hold-lapsed.3k-1@example.org>
        Date: Fri, 1 Feb 2030 12:00:00 +0000
        From: "Demo 2030" <noreply@example.org>
        To: "Ann <B>" <ann@example.org>
        Subject: =?utf-8?Q?Ihre_Adresse_wurde_nicht_best=C3=A4tigt:_Demo_2030?Auto-Submitted: auto-generated
        X-Plumbline-Mail: hold-lapsed:3k-1
        Reply-To: <contact@example.org>
        MIME-Version: 1.0

        Hallo Ann <B>,

        Sie haben Ihre Adresse nicht rechtzeitig best=C3=A4tigt, deshalb ging der
        Pass zur=C3=BCck, den wir f=C3=BCr Sie gehalten haben. Sie haben jetzt keinen
        Pass.

        Konferenz:     Demo 2030
        Tage:          1.=E2=80=932. Mai 2030
        Ort:           Hall, Berlin, Germany
        Ihr Pass war:  Vor Ort
        Registrierung: 3k-1

        Neu registrieren:
        https://plumbline.example.org/conferences/demo-2030/register

        Wenn es noch P=C3=A4sse gibt, k=C3=B6nnen Sie sofort einen bekommen. Sonst tragen
        Sie sich in die Warteliste ein. Wenn Sie sich nicht registriert haben,
        k=C3=B6nnen Sie diese E-Mail ignorieren.

        Fragen? Schreiben Sie an contact@example.org.

        Sie bekommen diese E-Mail, weil jemand ann@example.org eingegeben hat.

        --=20
        Demo 2030
    "#]],
    );
    check_html(
        &held(MailKind::HoldLapsed, "de"),
        &expect![[r"
        Ihre Adresse wurde nicht best=C3=A4tigt: Demo 2030
        Sie haben Ihre Adresse nicht rechtzeitig best=C3=A4tigt, deshalb ging der Pass zur=C3=BCck, den wir f=C3=BCr Sie gehalten haben. Sie haben jetzt keinen Pass.
        Demo 2030
        Hallo Ann &#60;B&#62;,
        Sie haben Ihre Adresse nicht rechtzeitig best=C3=A4tigt, deshalb ging der Pass zur=C3=BCck, den wir f=C3=BCr Sie gehalten haben. Sie haben jetzt keinen Pass.
        Konferenz
        Demo 2030
        Tage
        1.=E2=80=932. Mai 2030
        Ort
        Hall, Berlin, Germany
        Ihr Pass war
        Vor Ort
        Registrierung
        3k-1
        Neu registrieren -> https://plumbline.example.org/conferences/demo-2030/register
        https://plumbline.example.org/conferences/demo-2030/register
        Wenn es noch P=C3=A4sse gibt, k=C3=B6nnen Sie sofort einen bekommen. Sonst tragen Sie sich in die Warteliste ein. Wenn Sie sich nicht registriert haben, k=C3=B6nnen Sie diese E-Mail ignorieren.
        Fragen? Schreiben Sie an contact@example.org.
        Sie bekommen diese E-Mail, weil jemand ann@example.org eingegeben hat."]],
    );
}

#[test]
fn neither_mail_has_a_ticket() {
    for kind in [MailKind::ConfirmAddress, MailKind::HoldLapsed] {
        let letter = crate::letter(&context(), &held(kind, "en"), Some(&conference())).unwrap();
        assert_eq!(letter.ticket, None);
        assert!(!raw(&held(kind, "en")).contains("METHOD:"), "{kind:?} has a calendar entry");
    }
}
