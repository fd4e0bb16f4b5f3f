### Die eigenen Seiten, die eigenen Adressen und das Team einer Ausgabe.

## Meine Seiten

signed-in-as = Angemeldet als { $email }
nothing-yet = Sie haben noch keinen Pass, keinen Vorschlag und keine Rolle.
your-proposals = Ihre Vorschläge
your-reviews = Ihre Gutachten
your-bofs = BoFs
mail-settings = Mail-Einstellungen
sign-out = Abmelden
pass = Pass
waitlist = Warteliste
proposal = Vorschlag
role = Rolle
open-pass = Pass öffnen
open-entry = Wartelistenplatz öffnen
organizer-desk = Verwaltung öffnen
selection = Auswahl
role-offered = Sie sind eingeladen als { $role }.
role-accept = Rolle annehmen
role-decline = Ablehnen
end-role = Eine Rolle beenden
end-this-role = Rolle beenden: { $role }
said-linked = Adresse hinzugefügt. Sie können sich ab jetzt damit anmelden.
said-unlinked = Adresse entfernt.
said-preferred = Wir schreiben ab jetzt an diese Adresse.
said-held = Sie haben diese Rolle jetzt.
said-given-up = Ihre Rolle ist beendet. Wir haben die Person benachrichtigt, die sie angeboten hat.

## Adressen

your-addresses = Ihre E-Mail-Adressen
addresses-explained = Sie können sich mit jeder davon anmelden. Zusammen zählen sie als eine Person mit einem Pass.
primary = Hauptadresse
not-confirmed = Nicht bestätigt
make-primary = Zur Hauptadresse machen
removing-explained = Wenn Sie eine Adresse entfernen, bleibt bei ihr, was vor dem Hinzufügen entstand. Späteres bleibt bei Ihrer Hauptadresse.
add-address = Weitere Adresse hinzufügen
add-address-hint = Wir schicken einen Link und einen Code dorthin
add-address-send = Link schicken
link-title = Adresse hinzufügen
link-address = Adresse hinzufügen
link-this = { $email } hinzufügen
link-explained = Danach zählen { $other } und { $own } als eine Person. Sie können sich mit beiden anmelden und haben einen Pass, einen Wartelistenplatz und dieselben Rollen.
link-sent = Wir haben einen Link und einen Code an { $email } geschickt. Öffnen Sie den Link in diesem Browser oder geben Sie den Code hier ein. Beide gelten 15 Minuten.
code = Sechsstelliger Code

## Team und Rollen

team = Team
invite = Jemanden einladen
track = Track
no-roles = Noch keine Rollen. Laden Sie unten Organisierende, Leitungen und Begutachtende ein.
role-organizer = Organisation
role-lead = Track-Leitung
role-reviewer = Begutachtung
role-door = Einlass
role-of-track = { $role }, { $track }
role-state = Zustand
role-state-invited = Eingeladen
role-state-held = Aktiv
role-state-given-up = Selbst beendet
role-state-removed = Entfernt
role-from-settings = Aus den Einstellungen
role-history = Verlauf
role-change = { $state }, durch { $by }
send-invitation = Einladung schicken
roles-explained = Leitungen verwalten ihren Track: Einreichung, Vorschläge, Pässe, Zeitplan und Begutachtende. Der Einlass prüft nur Tickets. Die Organisation verwaltet alles.
roles-said-offered = Einladung verschickt. Die Rolle beginnt, sobald sie angenommen wird.
roles-said-removed = Rolle entfernt. Wir haben die Person per E-Mail benachrichtigt.

## API-Token

tokens-title = API-Token
tokens-lead = Lassen Sie Ihre Programme die API nutzen. Ein Token gilt für eine Ausgabe, mit den Rollen, die Sie dort haben.
tokens-none = Noch keine API-Token. Legen Sie unten eines an.
tokens-yours = Ihre Token
tokens-new = Neues Token
token-name = Name
token-name-hint = Wofür es ist, zum Beispiel „Badge-Drucker“
token-edition = Ausgabe
token-scope = Umfang
token-scope-read = Lesen
token-scope-write = Lesen und schreiben
token-expires = Gilt bis
token-expires-hint = Höchstens ein Jahr ab jetzt. Leer heißt 90 Tage.
token-expired = Abgelaufen
token-created = Angelegt
token-last-used = Zuletzt benutzt
token-never-used = Nie
token-create = Token anlegen
token-revoke = Widerrufen
token-revoke-all = Alle Token widerrufen
token-copy = Kopieren Sie das Token { $name } jetzt. Wir zeigen es nicht noch einmal.
token-how = Schicken Sie es im Header "Authorization: Bearer".
said-token-revoked = Token widerrufen. Programme, die es benutzen, haben keinen Zugriff mehr.
said-tokens-revoked = Alle Token widerrufen. Programme, die sie benutzen, haben keinen Zugriff mehr.
open-check-in = Einlass öffnen

## Kalender

calendar-title = Kalender
calendar-lead = Sehen Sie Ihre Beiträge, Lesezeichen und BoFs in Ihrer eigenen Kalender-App, und wann Ihre Angebote enden. Der Kalender folgt jeder Änderung des Programms.
calendar-address = Kalenderadresse
calendar-none = Noch keine Kalenderadresse.
calendar-create = Adresse anlegen
calendar-created = Sie haben am { $day } eine Adresse angelegt.
calendar-not-shown = Wir können sie nicht noch einmal zeigen.
calendar-replace = Neue Adresse anlegen
calendar-replace-hint = Eine neue Adresse beendet die frühere. Kalender-Apps, die die frühere benutzen, bekommen nichts Neues mehr.
calendar-end = Adresse beenden
calendar-copy = Kopieren Sie Ihre Kalenderadresse jetzt. Wir zeigen sie nicht noch einmal.
calendar-how = Fügen Sie sie Ihrer Kalender-App als Abonnement hinzu.
calendar-secret = Behalten Sie sie für sich: Wer die Adresse hat, kann Ihren Kalender lesen.
calendar-open = In Kalender-App öffnen
said-calendar-ended = Adresse beendet. Kalender-Apps, die sie benutzen, bekommen nichts Neues mehr.

## My data

data-title = Meine Daten
data-lead = Alles, was wir über Sie und Ihre Adressen speichern.
data-download = Als JSON herunterladen
data-none = Wir speichern nichts über Sie.
data-registrations = Registrierungen
data-purpose-registrations = Ihre Pässe und Ihre Angaben bei der Registrierung.
data-waitlist = Warteliste
data-purpose-waitlist = Ihre Wartelisteneinträge und Angebote, damit Pässe der Reihe nach angeboten werden.
data-proposals = Einreichungen
data-purpose-proposals = Ihre Einreichungen und ihre Änderungen, damit die Leitung und die Gutachtenden entscheiden können.
data-reviews = Gutachten
data-purpose-reviews = Ihre Gutachten zu Einreichungen, damit die Leitung entscheiden kann.
data-sessions = Programmpunkte
data-purpose-sessions = Das veröffentlichte Programm mit den Programmpunkten, an denen Sie beteiligt sind.
data-bofs = BoFs
data-purpose-bofs = Die BoFs, die Sie vorgeschlagen haben.
data-roles = Rollen
data-purpose-roles = Was Sie in der Organisation, als Leitung, beim Begutachten oder am Einlass sehen und tun dürfen.
data-invitations = Einladungen
data-purpose-invitations = Pässe und Fristen, zu denen Sie eingeladen wurden.
data-check-ins = Einlass
data-purpose-check-ins = Wann Ihr Ticket gescannt wurde, damit es eine Person einmal einlässt.
data-mails = E-Mails
data-purpose-mails = Die E-Mails an Sie, damit jede einmal verschickt wird.
data-messages = Nachrichten
data-purpose-messages = Nachrichten der Organisation und der Leitungen, die Sie geschrieben oder bekommen haben.
data-addresses = E-Mail-Adressen
data-purpose-addresses = Die Adressen, die als Ihre zählen.
data-tokens = API-Token
data-purpose-tokens = Token, mit denen Programme für Sie handeln. Wir speichern keinen Token, sondern nur, woran wir ihn erkennen.
data-calendar = Kalenderadresse
data-purpose-calendar = Ihre geheime Kalenderadresse. Wir speichern keine Adresse, sondern nur, woran wir sie erkennen.
data-preferences = Einstellungen
data-purpose-preferences = Welche E-Mails und Erinnerungen Sie bekommen möchten.
data-bookmarks = Lesezeichen
data-purpose-bookmarks = Programmpunkte, die Sie im Zeitplan markiert haben.
data-sign-ins = Anmeldelinks
data-purpose-sign-ins = Links und Codes, mit denen Sie sich anmelden können.
data-activity = Aktivitäten
data-purpose-activity = Was Sie in der Organisation, als Leitung oder beim Begutachten getan haben oder was Sie betraf, damit jede Handlung nachvollziehbar ist.
data-settings = Einstellungen einer Ausgabe
data-purpose-settings = Ihre Adresse nennt Sie als Organisation oder Leitung.
data-other = Sonstiges
data-purpose-other = Notizen für Erinnerungen, Grenzen und das Programm.
data-ends-with-edition = Gehört zur Ausgabe, bis Sie die Löschung verlangen.
data-ends-public = Öffentlich. Bleibt als Zeugnis der Ausgabe. Wenn Sie die Löschung verlangen, verschwindet Ihr Name nach der Aufbewahrungsfrist der Ausgabe.
data-ends-removed = Bleibt, bis Sie es entfernen.
data-ends-soon = Wird innerhalb von zwei Tagen entfernt.
data-ends-anonymous = Bleibt als Zeugnis der Ausgabe. Es nennt Sie nur mit einem Schlüssel, der ohne Ihre anderen Daten nichts bedeutet.
said-erasure-asked = Wir haben Ihnen eine E-Mail geschickt. Öffnen Sie innerhalb von 15 Minuten den Link darin, um zu bestätigen.
erase-title = Meine Daten löschen
erase-explained = Ihre Pässe, Wartelisteneinträge und offenen Einreichungen enden sofort und gehen an andere. Dann entfernen wir überall Ihren Namen, Ihre Adressen und Ihre Antworten. Programmpunkte in einem veröffentlichten Programm behalten Ihren Namen, bis die Aufbewahrungsfrist der Ausgabe endet. Niemand kann das rückgängig machen.
erase-ask = Link zum Löschen meiner Daten senden
erase-addresses = Diese Adressen zählen als Sie:
erase-now = Meine Daten jetzt löschen
erase-done = Wir löschen Ihre Daten. Das dauert einige Minuten. Eine letzte E-Mail bestätigt es.

## Probleme

sign-in-first = Melden Sie sich zuerst an
address-yours = gehört Ihnen schon
too-many-asked = Zu viele Anfragen; warten Sie { $minutes } Minuten
primary-true = muss true sein: Bevorzugen Sie eine andere Adresse, um es zu ändern
first-address-last = Ihre erste Adresse geht zuletzt: Entfernen Sie erst die anderen, und verknüpfen Sie sie neu miteinander
addresses-busy = Ihre Adressen werden gerade geändert; versuchen Sie es noch einmal
data-read-often = Sie haben Ihre Daten gerade oft gelesen; warten Sie { $minutes } Minuten
erasure-link-wrong = Er ist falsch oder schon verwendet, oder seine 15 Minuten sind vorbei; fragen Sie auf der Seite Ihrer Daten noch einmal
erasure-needed = Sie sind die einzige Person der Organisation oder der Kontakt von { $editions }: Nennen Sie zuerst jemand anderen
link-wrong = Er ist falsch, oder seine 15 Minuten sind vorbei; fügen Sie die Adresse noch einmal hinzu
link-not-yours = Diesen Link kann nur verwenden, wer ihn angefordert hat: Melden Sie sich mit der Adresse an, die die E-Mail nennt
link-taken = Diese Adresse gehört zu einer anderen Person; melden Sie sich mit ihr an, und entfernen Sie sie dort zuerst
link-has-others = Zu dieser Adresse gehören andere; melden Sie sich mit ihr an, und entfernen Sie diese zuerst
link-too-many = So viele Adressen lassen sich nicht verknüpfen; entfernen Sie zuerst eine
link-code-tried = Dieser Code wurde zu oft versucht; klicken Sie auf den Knopf in der E-Mail, oder fügen Sie die Adresse noch einmal hinzu
link-both-registered = Eine Person hat einen Pass und einen Wartelistenplatz; stornieren Sie einen der beiden, und versuchen Sie es noch einmal ({ $what })
role-track-required = ist erforderlich: Leitung und Begutachtung gehören zu einem Track
role-not-yours-to-offer = Sie können Rollen der Tracks anbieten, die Sie leiten; die Organisation kann alle anbieten
roles-too-many = Sie haben sehr viele Rollen angeboten; machen Sie in einer Stunde weiter
role-not-yours = Sie sind angemeldet, aber diese Rolle können Sie nicht ändern
last-organizer = Die Definition nennt niemand anderen für die Organisation; nennen Sie dort zuerst jemanden
edition-changed-too = Eine andere Person hat die Ausgabe gleichzeitig geändert; versuchen Sie es noch einmal
token-too-many = Sie haben heute { $max } Tokens erstellt; versuchen Sie es morgen wieder
token-key-reused = Derselbe Idempotency-Key kam mit einer anderen Anfrage; senden Sie mit einer neuen einen neuen Schlüssel
role-not-open = Sie ist { $state }; sie gilt wieder, wenn sie noch einmal angeboten wird
role-is-invited = angeboten
role-is-held = angenommen
role-is-given-up = abgegeben
role-is-removed = zurückgenommen

## Für Programme

post-to-link = mit POST an diese Adresse verbinden Sie sie
link-mail-sent = eine E-Mail mit einem Link und einem Code ist dorthin unterwegs; beide gelten 15 Minuten und nur für Sie
post-to-erase = mit POST an diese Adresse löschen Sie Ihre Daten
erasure-mail-sent = eine E-Mail mit einem Link zum Bestätigen ist unterwegs; er gilt 15 Minuten
erasure-begun = Ihre Daten werden gelöscht; eine letzte E-Mail sagt, wann es beginnt
