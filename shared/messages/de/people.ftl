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
