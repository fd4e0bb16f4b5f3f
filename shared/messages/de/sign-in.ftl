### Anmelden, und welche Mails jemand bekommen möchte.

## Anmelden

sign-in-title = Anmelden
no-password = Sie brauchen kein Passwort. Wir schicken Ihnen einen Link und einen Code per E-Mail.
send-link = Link per E-Mail schicken
check-mail = Sehen Sie in Ihre E-Mails
check-mail-text = Wir haben Ihnen einen Link und einen Code geschickt. Mit dem Link melden Sie sich auf jedem Gerät an, oder Sie geben den Code hier ein. Beide gelten 15 Minuten.
code = Sechsstelliger Code
ask-again = Keine E-Mail? Noch einmal anfordern
signing-in-as = Sie melden sich als { $email } an.

## Mail-Einstellungen

mails-title = Mail-Einstellungen
mails-text = Wählen Sie, welche Erinnerungen und Nachrichten Sie bekommen. Antworten auf das, was Sie selbst tun, etwa Bestätigungen und Anmelde-Links, schicken wir immer.
on = An
off = Aus
switch-on = Einschalten
switch-off = Ausschalten
reminder-drafts = Ihre nicht eingereichten Vorschläge und Änderungen ihrer Fristen
reminder-calls = Einreichungen, denen Sie folgen
reminder-leads = Einreichungen der Tracks, die Sie leiten
reminder-reviews = Gutachten, die Sie noch abgeben müssen
reminder-acceptances = Angenommene Vorschläge, die Sie noch nicht bestätigt haben
reminder-messages = Nachrichten des Organisationsteams und der Track-Leitungen an viele Personen

## Abbestellen

unsubscribe-title = Abbestellen
unsubscribe-text = Keine Mails mehr zu:
unsubscribed = Abbestellt. Sie bekommen keine Mails mehr zu:
unsubscribe = Abbestellen
unsubscribe-messages = Nachrichten der Organisation von { $conference } an Gruppen von Personen
unsubscribed-before = Sie bekommen keine E-Mails zu:
subscribed-again = Sie bekommen diese E-Mails wieder:
subscribe-again = Wieder abonnieren
all-mail-settings = Anmelden, um alle Mail-Einstellungen zu ändern

## Probleme

too-many-asked-network = Aus Ihrem Netz kamen zu viele Anfragen; warten Sie { $minutes } Minuten
sign-in-wrong = Er ist falsch, oder seine 15 Minuten sind vorbei; fordern Sie einen neuen an
code-tried-too-often = Dieser Code wurde zu oft versucht; klicken Sie auf den Knopf in der E-Mail, oder fordern Sie einen neuen an
mails-link-wrong = Dieser Link ist falsch oder zu alt; melden Sie sich an, um Ihre E-Mails zu wählen

## Für Programme

post-to-sign-in = mit POST an diese Adresse melden Sie sich an
sign-in-mail-sent = eine E-Mail mit einem Link und einem Code ist unterwegs; beide gelten 15 Minuten
post-to-unsubscribe = mit POST an diese Adresse bestellen Sie diese E-Mails ab
these-mails-again = diese E-Mails werden wieder gesendet
these-mails-no-more = diese E-Mails werden nicht mehr gesendet
