### Einzelheiten zu Problemen und ungültigen Werten: Satzteile nach dem Namen eines Feldes, oder Sätze ohne Punkt.

## Werte jeder Art

kind-null = null
kind-boolean = ein Wahrheitswert
kind-number = eine Zahl
kind-text = Text
kind-list = eine Liste
kind-object = ein Objekt
at-line = Zeile { $line }: { $detail }
at-column = Zeile { $line }, Spalte { $column }: { $detail }
with-line = { $detail } (Zeile { $line })
of-line = Zeile { $line } { $detail }
of-value = { $value }: { $detail }
must-not-have-direction = darf U+{ $code } (Zeichen { $position }) nicht enthalten: Es ändert die Richtung des umgebenden Textes; entfernen Sie es
required = ist erforderlich
must-be-object = muss ein Objekt sein, nicht { $kind }
must-be-objects = muss eine Liste von Objekten sein, nicht { $kind }
must-be-list = muss eine Liste sein, nicht { $kind }
must-be-text = muss Text sein, nicht { $kind }
must-be-boolean = muss true oder false sein, nicht { $kind }
must-be-true-or-false = muss true oder false sein
must-not-be-empty = darf nicht leer sein
must-be-at-most-characters = darf höchstens { $max } Zeichen lang sein
must-not-have-control = darf das Steuerzeichen U+{ $code } nicht enthalten
must-not-have-noncharacter = darf U+{ $code } nicht enthalten: Das ist kein Zeichen
must-be-web-address = muss eine Webadresse sein, die mit https:// oder http:// beginnt
must-be-secure-address = muss eine Webadresse sein, die mit https:// beginnt
must-be-between = muss eine ganze Zahl zwischen { $least } und { $most } sein
must-be-whole-number = muss eine ganze Zahl sein, zum Beispiel 20
must-be-day = muss ein Tag sein, zum Beispiel 2023-11-13
not-asked-here = wird hier nicht gebraucht
must-be-one-of = muss einer dieser Werte sein: { $words }
not-known-here = ist hier nicht bekannt
not-known-here-expected = ist hier nicht bekannt; möglich sind { $words }
must-be-at-most = dürfen höchstens { $max } sein
must-be-at-most-lines = dürfen höchstens { $max } Zeilen sein
required-labelled = ist erforderlich: { $label }
consent-has-changed = der Text hat sich inzwischen geändert: Lesen Sie ihn noch einmal, und stimmen Sie der Version { $version } zu
must-be-agreed-version = muss die Version sein, der die Person zugestimmt hat, als Text: „{ $version }“
has-id-twice = enthält die ID { $id } zweimal
has-name-twice = enthält den Namen { $name } zweimal
has-twice = enthält { $value } zweimal
must-differ = müssen sich unterscheiden
must-be-40-small = muss aus 1 bis 40 Zeichen bestehen: a–z, 0–9 und _
must-be-slug = muss aus 2 bis { $max } Zeichen bestehen: a–z, 0–9 und Bindestriche, zum Beispiel lpc-2023
no-more-errors = und { $more } weitere dieser Art

## Zeiten

must-be-time = muss ein Zeitpunkt sein, zum Beispiel 2023-11-13T09:00:00 oder 2023-11-13T14:00:00Z
must-be-deadline = muss ein Zeitpunkt sein, zum Beispiel 2023-08-20T17:00:00, 2023-08-20T21:00:00Z oder 2023-08-20 { $anywhere }
time-skipped = { $local } gibt es dort nicht: Die Uhren überspringen diese Zeit; geben Sie sie mit einem Offset an
time-twice = { $local } gibt es dort zweimal, mit Offset { $before } und mit { $after }; geben Sie die Zeit mit dem gemeinten an
not-a-time-zone = { $name } ist keine Zeitzone der IANA, wie zum Beispiel America/New_York
must-be-before-deadline = muss eine Zeit vor der Frist sein, als Dauer nach ISO 8601, zum Beispiel P7D oder PT3H
must-be-time-of-day = muss eine Uhrzeit sein, zum Beispiel 22:00
must-be-in-future = muss in der Zukunft liegen
must-be-within-366-days = darf höchstens 366 Tage in der Zukunft liegen
must-be-instant-or-day = muss ein Zeitpunkt wie 2030-05-01T12:00:00Z oder ein Tag wie 2030-05-01 sein
must-be-earlier-day = muss ein früherer Tag sein
day-is-past = { $day } liegt in der Vergangenheit: Dort ist heute { $today }
must-be-after-starts-at = muss nach starts_at liegen, { $starts-at }
must-be-after-opens = muss nach opens liegen, { $opens }
must-be-after-ask-at = muss nach ask_at liegen, { $ask-at }
must-be-after-from = muss nach from liegen, { $from }
must-be-after-starts = muss nach starts liegen, { $starts }
must-not-be-before-starts-on = darf nicht vor starts_on liegen, { $first }
must-be-within-60-days = muss innerhalb von 60 Tagen nach starts_on liegen

## Personen

must-receive-mail = muss eine Adresse sein, die E-Mails empfangen kann
must-not-have-spaces = darf keine Leerzeichen, Zeilenumbrüche oder Steuerzeichen enthalten
must-not-have-invisible = darf keine unsichtbaren Zeichen enthalten; tippen Sie die Adresse ein, statt sie einzufügen
must-be-email = muss eine E-Mail-Adresse sein, zum Beispiel name@example.org
must-be-person-key = muss der Schlüssel einer Person sein
must-be-subject = muss das sein, woran erinnert wird, zum Beispiel call:tracing
must-name-proposal = muss einen Vorschlag nennen
must-be-announcement = muss die ID einer Ankündigung sein
must-be-kind-and-id = muss aus Art und ID bestehen, zum Beispiel pool:general
must-be-sha256 = muss ein SHA-256-Wert aus 64 hexadezimalen Ziffern sein

## Registrierung

no-in-person-passes = Diese Konferenz hat keine Pässe vor Ort
no-virtual-passes = Diese Konferenz hat keine Online-Pässe
must-be-in-person = muss in_person sein: Eine Einladung gilt vor Ort; lassen Sie sie weg, um online teilzunehmen

## Vorschläge und Gutachten

must-be-length-for = muss für { $format } einer dieser Werte sein: { $lengths }
required-to-submit = ist zum Einreichen erforderlich
required-to-submit-labelled = ist zum Einreichen erforderlich: { $label }
not-a-format = { $id } ist kein Format von { $track }
must-name-speaker = muss mindestens eine vortragende Person nennen
must-be-conference-day = muss ein Tag der Konferenz sein, { $first } bis { $last }
must-be-unavailable = muss ein Tag wie 2023-11-13 sein, oder Stunden wie 2023-11-13 09:00 to 12:00
must-end-after = muss nach dem Anfang enden: { $text }
must-be-scores = muss scores heißen, mit einem Wert für jedes von { $criteria }
comment-required = ist erforderlich, wo nichts bewertet wird
tags-too-long = dürfen je höchstens 40 Zeichen lang sein
must-not-have-comma = darf kein Komma enthalten: { $tag }
must-be-proposal = muss die ID eines Vorschlags sein
ballot-no-lines = hat keine Zeilen
ballot-too-long = hat { $lines } Zeilen; höchstens { $max } sind möglich
ballot-repeats = wiederholt den Vorschlag von Zeile { $earlier }
ballot-needs-id = braucht eine Spalte id oder number für den Vorschlag
ballot-needs-column = braucht eine Spalte mit Inhalt: { $columns }
ballot-not-yours = { $named } ist kein Vorschlag, den Sie in diesem Track begutachten
outcome-too-many = sind { $sum } mit denen der Beiträge; ein Track hat höchstens { $max }
must-be-own-session = muss ein angenommener Beitrag dieses Tracks sein
group-required = ist erforderlich, oder ids; ein leerer Filter bedeutet alle

## Zeitplan

length-given-twice = ist eine Art, die Länge anzugeben, minutes die andere; nicht beide
must-be-minutes-after-starts-at = muss 1 bis { $max } Minuten nach starts_at liegen
must-be-session = muss die ID eines Beitrags sein: 1 bis 64 Zeichen aus a–z, 0–9 und -
must-be-code = muss aus sechs Zeichen aus A–Z und 0–9 bestehen
must-be-uuid = muss eine UUID sein, zum Beispiel 0e8e2b53-7a75-4f4a-9d2c-55c54cbb3a3e

## Ausgaben

pool-in-use = Kontingent { $pool }: { $taken } Pässe sind vergeben und { $held } angeboten; möglich sind mindestens { $least }
must-name-organizer = muss mindestens eine E-Mail-Adresse der Organisation nennen
must-have-general = muss ein Kontingent mit der ID general enthalten
must-be-acronym = muss aus 4 bis 40 Zeichen bestehen: a–z, 0–9 und _, zum Beispiel lpc2023
no-such-track = Es gibt keinen Track { $track }
no-such-room = Es gibt keinen Raum { $room }
claim-by-open = { $id } ist für alle offen und wird nicht abgerufen
claim-by-required = ist für ein reserviertes Kontingent erforderlich: Dann kommen nicht abgerufene Pässe zurück
everyone-last = everyone muss am Ende stehen: Dazu gehören alle Übrigen
reminders-after-ask-at = müssen nach ask_at liegen, { $ask-at }, von answer_by zurückgerechnet
ask-at-before-registration = darf nicht vor dem Beginn der Registrierung liegen, { $opens }
answer-by-too-late = darf nicht nach { $last } liegen: Später zurückgegebene Pässe können nicht mehr angeboten werden
must-have-choices = muss mindestens zwei Möglichkeiten nennen
formats-of-tracks = muss bei einem Call für Tracks fehlen: Die Formate sind full und half
must-have-length = muss mindestens eine Länge in Minuten nennen
ends-or-minutes = ist erforderlich, oder statt dessen minutes; nicht beide
must-be-minutes-after-starts = darf höchstens { $max } Minuten nach starts liegen
outside-conference = liegt außerhalb der Konferenz, die von { $starts } bis { $ends } dauert
overlaps = überschneidet sich mit { $earlier }/{ $index } in Raum { $room }
must-be-at-most-12 = dürfen höchstens 12 sein
must-be-more-than-min = muss größer als min sein, { $min }
half-less-than-full = muss kleiner als full_minutes sein, { $full-minutes }
not-before-first-day = darf nicht vor dem Beginn des ersten Tages liegen, { $starts }
before-last-day-ends = muss vor dem Ende des letzten Tages liegen, { $ends }
not-after-last-day = darf nicht nach dem Ende des letzten Tages liegen, { $ends }
must-be-darker = muss dunkler sein: Der Kontrast zu Weiß ist { $contrast } und muss mindestens { $least } sein
must-be-image = muss ein Bild als Daten-URL sein: data:image/svg+xml;base64, data:image/png;base64, oder data:image/webp;base64, und der Inhalt
logo-too-large = hat { $bytes } Bytes; ein Logo hat höchstens { $max }
must-be-colour = muss eine Farbe sein, zum Beispiel #0f5c8c
paper-has-no-room = darf höchstens { $most } sein: Auf { $paper } ist zwischen Rändern von { $margin } mm nicht mehr Platz
must-be-millimetres = muss eine Zahl von Millimetern zwischen { $least } und { $most } sein, mit höchstens einer Nachkommastelle
mail-unopened = enthält eine schließende geschweifte Klammer ohne öffnende davor
mail-unclosed = enthält eine öffnende geschweifte Klammer ohne schließende danach
mail-wrong-name = enthält {"{"}{ $name }{"}"}; zwischen geschweiften Klammern steht der Name eines Wertes, zum Beispiel {"{"}conference{"}"}
mail-subject-lines = muss eine Zeile sein, weil es ein Betreff ist
mail-no-such-text = ist kein Text einer E-Mail; die IDs stehen in den Einstellungen der E-Mails
mail-unknown-name = enthält {"{"}{ $name }{"}"}, das es in diesem Text nicht gibt; es gibt { $names }

## Ein Track aus einem Vorschlag

track-id-required = ist erforderlich: Aus dem Namen lässt sich keine bilden
track-exists = { $id } ist schon ein Track dieser Konferenz; wählen Sie eine andere ID
track-closes-required = ist erforderlich: Der Call nennt kein Ende für neue Tracks
track-claim-by-required = ist erforderlich: { $call } nennt keines für neue Tracks
call-has-opened = Der Call ist schon geöffnet und bleibt es: { $opened-at }
call-deadline-past = Eine Frist lässt sich nur in die Zukunft verschieben: Jetzt ist { $now }

## Tabellen von Personen

table-must-name-columns = muss die Spalten nennen, darunter email; die anderen sind name, pool und note
table-is-empty = Die Tabelle ist leer
file-is-empty = Die Datei ist leer
table-another-pool = Zeile { $earlier } lädt diese Person in ein anderes Kontingent ein
table-too-long = Die Tabelle hat { $people } Personen; senden Sie höchstens { $max } auf einmal
table-no-pool = nennt kein Kontingent, und für solche Zeilen ist keines gewählt
table-not-your-pool = { $id } ist keines Ihrer Kontingente
table-open-pool = { $id } braucht keine Einladung; nur reservierte Kontingente brauchen eine
table-pool-over = Einladungen zu { $id } können nicht mehr verwendet werden
history-columns = Zeile 1 muss die Spalten nennen, darunter email oder email_sha256 (auch Email Address und Attendee email); sie hat { $columns }
history-no-columns = Zeile 1 muss die Spalten nennen, darunter email oder email_sha256 (auch Email Address und Attendee email); sie hat keine
history-too-many-editions = ist Ausgabe Nummer { $number }; ein Import hat höchstens { $max }
history-too-many-people = ist jenseits von { $max } Personen, der Höchstzahl eines Imports; senden Sie den Rest mit einem weiteren
history-no-edition = nennt keine Ausgabe; geben Sie eine für alle Zeilen an, oder eine Spalte namens edition
history-none-listed = muss mindestens eine Registrierung nennen
history-email-required = ist erforderlich, oder statt dessen email_sha256
history-edition-required = ist erforderlich, wenn keine für alle angegeben ist

## Zustände von Vorschlägen und E-Mails, in einem Satz

in-state-draft = ein Entwurf
in-state-submitted = eingereicht
in-state-withdrawn = zurückgezogen
in-state-accepted = angenommen
in-state-standby = zum Nachrücken vorgemerkt
in-state-rejected = abgelehnt
in-state-confirmed = bestätigt
in-state-owed = noch nicht gesendet
in-state-delayed = verzögert
in-state-claimed = gerade unterwegs
in-state-sent = gesendet
in-state-failed = fehlgeschlagen
in-state-declined = abgesagt

## Was ein Zustand nicht zulässt

act-submitted = eingereicht
act-withdrawn = zurückgezogen
act-merged = in einen anderen übernommen
act-decided = entschieden
act-confirmed = bestätigt
act-declined = abgesagt
act-deleted = gelöscht
act-moved = in einen anderen Track verschoben
act-made-a-track = zu einem Track gemacht
wrong-state = Ein Vorschlag, der { $state } ist, kann nicht { $act } werden
wrong-state-accept-first = Ein Vorschlag, der { $state } ist, kann nicht { $act } werden; nehmen Sie ihn zuerst an, und teilen Sie die Entscheidung mit
wrong-state-delete = Ein Vorschlag, der { $state } ist, kann nicht { $act } werden; ein Entwurf wird stattdessen gelöscht
wrong-state-not-submitted = Ein Vorschlag, der { $state } ist, kann nicht { $act } werden; er ist nicht eingereicht
wrong-state-decided = Ein Vorschlag, der { $state } ist, kann nicht { $act } werden; er wurde eingereicht und entschieden
wrong-state-withdraw = Ein Vorschlag, der { $state } ist, kann nicht { $act } werden; er wurde eingereicht und wird stattdessen zurückgezogen
wrong-state-withdraw-instead = Ein Vorschlag, der { $state } ist, kann nicht { $act } werden; ziehen Sie ihn stattdessen zurück

## Formulare

check-field = Prüfen Sie 1 Feld: { $pointer }: { $detail }
check-fields = { $count ->
    [one] Prüfen Sie 1 Feld
   *[other] Prüfen Sie { $count } Felder
}

## Seitenmarken, neue Tracks und Dateien

must-be-cursor = muss wie im `next` der vorigen Seite sein
not-a-call-for-tracks = { $track } ist kein Call für Tracks
must-be-another-proposal = muss ein anderer Vorschlag sein
must-be-same-call = muss ein Vorschlag desselben Calls sein
became-track = wurde schon der Track { $track }
it-became-track = Daraus wurde schon der Track { $track }
file-old-workbook = Die Datei ist eine Arbeitsmappe von Excel 97 bis 2003; speichern Sie sie als XLSX oder als CSV
file-other-workbook = Die Datei ist eine Arbeitsmappe; speichern Sie ihr Blatt als CSV
file-unreadable = lässt sich nicht lesen: { $error }
file-bad-line = Zeile { $line } { $problem }; speichern Sie die Datei als CSV in UTF-8
file-zero-bytes = hat Null-Bytes: Sie ist UTF-16 ohne Byte Order Mark, oder kein Text
file-neither-encoding = ist weder UTF-8 noch Windows-1252
file-not-utf16 = Die Datei beginnt wie UTF-16, ist es aber nicht; speichern Sie sie als CSV in UTF-8
workbook-too-large = Die Arbeitsmappe ist zu groß oder beschädigt; speichern Sie ihr Blatt als CSV
workbook-unreadable = Die Arbeitsmappe lässt sich nicht lesen: { $error }; speichern Sie sie als CSV
workbook-no-sheet = Die Arbeitsmappe hat kein Blatt
workbook-too-many-cells = Das Blatt hat mehr als { $max } Zellen; senden Sie es in mehreren Teilen

## Zeitpläne

schedule-outside = liegt außerhalb der Konferenz, die von { $first } bis { $last } dauert
schedule-one-event = muss der Zeitplan einer Veranstaltung sein, nicht von { $count }
schedule-too-many = hat mehr als { $max } Beiträge
schedule-end-after-start = muss nach startDate liegen
schedule-end-hours = muss eine Minute bis { $hours } Stunden nach startDate liegen
must-be-whole = muss eine ganze Zahl sein
schedule-number-twice = { $number } gehört auch zu { $first }
schedule-value-twice = { $value } gehört auch zu { $other }
schedule-not-json = ist kein JSON: { $error }
schedule-too-large = hat { $bytes } Bytes; gelesen werden Zeitpläne bis { $max } Bytes
schedule-day-end = muss nach day_start liegen, { $start }
must-be-time-with-offset = muss eine Zeit mit Offset sein, zum Beispiel 2023-11-13T09:00:00-05:00: Es ist keine Zeitzone angegeben
schedule-not-a-room = ist keiner der Räume der Konferenz
schedule-have-too-many = haben mehr als { $max } Beiträge
schedule-other-room = ist { $said }, steht aber in der Liste von { $room }
schedule-end-before = muss nach dem Anfang liegen, { $starts-at }
schedule-end-differs = ist nicht der Anfang plus die Dauer
must-be-time-of-day-9 = muss eine Uhrzeit sein, zum Beispiel 09:00
schedule-not-schedule = ist <{ $name }>, nicht <schedule>
schedule-has-doctype = hat einen Dokumenttyp; ein Zeitplan wird ohne gelesen
schedule-too-deep = ist für einen Zeitplan zu tief verschachtelt
placed-no-room = Es gibt keinen Raum { $room }; es gibt { $rooms }
placed-no-track = Es gibt keinen Track { $track }; es gibt { $tracks }
must-be-time-of-day-seconds = muss eine Uhrzeit sein, zum Beispiel 09:00:00
must-be-duration = muss Stunden und Minuten sein wie 00:30, eine Minute bis { $hours } Stunden
schedule-entity = hat die Entität &{ $name };; gelesen werden nur { $known }
schedule-not-closed = <{ $name }> ist nicht geschlossen
schedule-no-element = hat kein Element

## Nicht gefunden

no-such-bof = Es gibt kein BoF mit diesem Namen
no-such-address = Es gibt keine Adresse mit diesem Namen
no-such-announcement = Es gibt keine Ankündigung mit diesem Namen
no-such-asset = Es gibt keine Datei mit diesem Namen
no-such-conference = Es gibt keine Konferenz mit diesem Namen
no-such-failed-item = Es gibt keinen fehlgeschlagenen Eintrag mit diesem Namen
no-such-file = Es gibt keine Datei mit diesem Namen
no-such-import = Es gibt keine importierte Ausgabe mit diesem Namen
no-such-invitation = Es gibt keine Einladung mit diesem Namen
no-such-mail-kind = Es gibt keine Art von E-Mail mit diesem Namen
no-such-problem = Es gibt keine Art von Problem mit diesem Namen
no-such-late-link = Es gibt keinen Nachreich-Link mit diesem Namen
no-such-agenda-line = Es gibt keine Zeile der Agenda mit diesem Namen
no-such-mail = Es gibt keine E-Mail mit diesem Namen
no-such-message = Es gibt keine Nachricht mit diesem Namen
no-such-person = Es gibt keine Person mit diesem Namen
no-such-pool = Es gibt kein Kontingent mit diesem Namen
no-such-track-proposal = Es gibt keinen Vorschlag für einen Track mit diesem Namen
no-such-proposal = Es gibt keinen Vorschlag mit diesem Namen
no-such-registration = Es gibt keine Registrierung mit diesem Namen
no-such-role = Es gibt keine Rolle mit diesem Namen
no-such-round = Es gibt keine Runde: Die Ausgabe hat kein [reconfirmation]
no-such-route = Es gibt keine Route mit diesem Namen
no-such-webhook = diesen Webhook gibt es nicht; vielleicht wurde er entfernt
no-such-delivery = diese Zustellung gibt es nicht; das Protokoll reicht 30 Tage zurück
no-such-section = Es gibt keinen Abschnitt der Einstellungen mit diesem Namen
no-such-session = Es gibt keinen Beitrag mit diesem Namen
no-such-track-page = Es gibt keinen Track mit diesem Namen
no-such-entry = Es gibt keinen Wartelistenplatz mit diesem Namen

## Wo es weitergeht

way-conferences = Alle Konferenzen
way-new-link = Neuen Link anfordern
way-conference = Zurück zur Konferenz
way-link = Ihren Link noch einmal schicken
way-join-again = Wieder auf die Warteliste
way-join = Auf die Warteliste
way-bofs = Alle BoFs ansehen
way-proposal = Vorschlag ansehen
way-proposal-now = Jetzigen Stand ansehen
way-sign-in-other = Mit einer anderen Adresse anmelden
way-sign-in = Anmelden
way-mails = Ihre E-Mails
way-bof = Ansehen oder von der Liste nehmen
way-calendar = Ihre Kalenderadresse
way-calls = Alle Calls
way-data = Ihre Daten
way-definition = Die Definition der Ausgabe
way-me = Was Sie haben
way-addresses = Ihre Adressen
way-proposals = Ihre Vorschläge
way-register-again = Noch einmal registrieren
way-register = Registrieren
way-pass = Ihr Pass
way-registration = Ihre Registrierung
way-tokens = Ihre API-Tokens
way-tracks = Alle Tracks
way-virtual = Online teilnehmen

## Anfragen

holder-only = Öffnen Sie den Link aus der Bestätigungsmail; er ist nur für die Person, der der Pass gehört
holder-link = Öffnen Sie den Link aus der Bestätigungsmail, oder lassen Sie ihn sich noch einmal schicken
signed-in-only = Dafür müssen Sie angemeldet sein
not-yours = Sie sind angemeldet, aber das dürfen Sie nicht sehen oder tun
token-only-reads = Dieses Token kann nur lesen: Verwenden Sie eines mit dem Scope `write`
token-other-edition = Dieses Token gilt nur für { $edition }
token-unknown = Dieses Token gibt es nicht, oder es wurde widerrufen
token-has-expired = Dieses Token ist abgelaufen: Erstellen Sie ein neues
body-type = Ein Inhalt muss application/json oder application/x-www-form-urlencoded sein
body-too-large = Ein Inhalt hat höchstens { $megabytes } MB; senden Sie einen großen Import in mehreren Teilen
not-utf8-after = ist nach Byte { $byte } des Inhalts kein UTF-8
body-not-json = Der Inhalt ist kein gültiges JSON: { $error }
not-utf8 = ist kein UTF-8
there-twice-once = { $pointer } ist zweimal da; senden Sie es einmal
there-twice = ist zweimal da
must-be-id-of-address = muss { $id } sein, wie in der Adresse
edition-meanwhile = Eine andere Person hat die Ausgabe geändert, nachdem Sie sie gelesen haben; lesen Sie sie noch einmal
capacity-in-use-detail = { $taken } Pässe von { $pool } sind vergeben und { $held } reserviert; möglich sind mindestens { $least }
answer-too-large = Fragen Sie nach weniger auf einmal, zum Beispiel nach einem Track, oder verwenden Sie den CSV-Export, der in Teilen kommt
table-type = Eine Tabelle muss text/csv, eine Arbeitsmappe (XLSX), application/json oder ein Formular sein
table-rows = muss eine Liste von Zeilen sein, jede eine Liste von Texten
nothing-known-changed = Soweit bekannt, hat sich nichts geändert; versuchen Sie es gleich noch einmal
not-your-doing = Das liegt nicht an Ihnen; der Betrieb ist benachrichtigt
storage-outage = { $outage }; Änderungen wurden vielleicht nicht gespeichert, versuchen Sie es deshalb in einigen Minuten noch einmal
idempotency-key-length = Ein Idempotency-Key hat 1 bis 200 Zeichen
body-not-decoded = Der Inhalt lässt sich nicht dekodieren
cross-origin-detail = Senden Sie das Formular von der eigenen Seite dieser Website
form-boundary = Der Inhaltstyp eines Formulars mit Dateien muss seine Grenze (boundary) nennen
form-unreadable = Das Formular mit Dateien lässt sich nicht lesen: { $error }
form-field-twice = /{ $name } ist zweimal da
form-field-not-utf8 = /{ $name } ist kein UTF-8
workbook-not-written = Die Arbeitsmappe ließ sich nicht schreiben; verwenden Sie den CSV-Export
of-body = Der Inhalt { $detail }
of-pointer = { $pointer } { $detail }
outage-disk-full = Die Festplatte des Servers ist voll
outage-read-only = Die Festplatte des Servers lässt sich nur lesen
outage-disk-error = Die Festplatte des Servers meldet Fehler
outage-table-missing = Die Tabelle der Datenbank fehlt
outage-key-unavailable = Der Schlüssel der Datenbank ist nicht verfügbar
edition-changes-too-much = ändert zu viele Kontingente und Calls auf einmal: Speichern Sie zuerst mit weniger davon, und fügen Sie dann die übrigen hinzu
## Beiträge platzieren

one-and-other = { $one }; { $other }
from-to = { $start } bis { $end }
placed-at = { $when }, { $room }
placed-outside-conference = Das ist außerhalb der Konferenz, die von { $starts } bis { $ends } dauert
placed-room-taken = „{ $title }“ ist in { $room }, { $when }
placed-person-twice = { $person }, { $role }, ist in „{ $title }“ in { $room }, { $when }
placed-no-block = Der Track hat noch keinen Block: Die Organisation vergibt einen
placed-block = { $when } in { $room }
placed-outside-block = Das ist außerhalb der Blöcke des Tracks: { $blocks }
placed-break = Dann ist die Pause „{ $label }“, { $when }
placed-unavailable = { $person } kann nicht kommen, { $when }
placed-shared-audience = { $people } Personen möchten auch „{ $title }“ hören, zur selben Zeit
placed-shared-tracks = { $people } Personen interessieren sich auch für { $track }, mit einem Beitrag zur selben Zeit
placed-others-block = Das ist in einem Block von { $track }
placed-outside-hours = Das ist außerhalb der Zeiten der Konferenz
placed-not-preferred = Das ist nicht { $what }
placed-unknown = Diesen Beitrag gibt es nicht
placed-cancelled = Er findet nicht statt
placed-not-yours = Er gehört nicht zu einem Track, den Sie leiten
placed-nearest = { $detail }; die nächsten freien Plätze: { $places }
prefers-when = zur gewünschten Zeit
prefers-room = im gewünschten Raum
prefers-apart = getrennt von dem, was die Vortragenden hören möchten
prefers-after = nach dem Beitrag, dem er folgen soll
who-speaks = mit Vortrag
who-leads = mit Leitung
who-must-be-there = mit Pflicht zur Anwesenheit
unplaced-no-bof-slots = Es gibt keine Plätze für BoFs: Fügen Sie der Konferenz welche hinzu
unplaced-no-block = { $track } hat keinen Block, und kein Raum ist frei von Blöcken anderer Tracks: Geben Sie dem Track einen Block
unplaced-no-time = Jeder Raum ist an einen Track vergeben: Lassen Sie etwas Zeit frei
unplaced-too-long = Er dauert { $minutes } Minuten, und die längste mögliche Lücke hat { $longest }: Kürzen Sie ihn
unplaced-nothing-left = Er dauert { $minutes } Minuten, und an seinem Ort ist nichts mehr frei: Kürzen oder verschieben Sie einen anderen
unplaced-in-pieces = Er dauert { $minutes } Minuten; an seinem Ort sind { $left } frei, in zu kurzen Stücken: Kürzen oder verschieben Sie einen anderen
unplaced-people-busy = Es gibt Platz, aber nie, wenn alle Beteiligten können: { $people }; verschieben Sie, woran sie teilnehmen, oder platzieren Sie ihn von Hand

## Erinnerungen

reminder-of-call = { $submitted } eingereicht, { $drafts ->
    [one] 1 Entwurf
   *[other] { $drafts } Entwürfe
} noch nicht eingereicht
reminder-to-review = { $count } zu begutachten

## Listen

review-not-yours = Er gehört zu einem Track, den Sie nicht begutachten
for-leads-of-track = Das ist für die Leitung des Tracks

## Fehlgeschlagenes

item-shard = Shard { $name } des Kontingents { $pool }
item-pool = Kontingent { $name }
item-timetable = Veröffentlichter Zeitplan
item-pool-end = Ende des reservierten Kontingents { $name }
item-person = Person { $name }
item-entry = Eintrag { $name } der Warteliste
item-mail = E-Mail { $name }
item-call = Einreichung des Tracks { $name }
item-reminders = Erinnerungen an { $name }
item-reminded = Gesendete Erinnerungen an { $name }
item-message = Nachricht { $name }
item-proposal = Vorschlag { $name }
item-webhook-event = Webhook-Ereignis { $name }
item-webhook-delivery = Zustellung von { $event } an den Webhook { $name }
item-decision = Entscheidung über den Vorschlag { $name }
item-selection = Entscheidungen des Tracks { $name }
item-invitation = Einladung { $name }
item-reconfirmation = Rückbestätigung
item-retention = Ende der persönlichen Daten von { $name }
item-definition = Definition von { $name }
item-head = Kopf von { $name }
item-class = Prioritätsklasse von { $name }
item-classes = Prioritätsklassen der Reihe

## Fehler von E-Mails

mail-error-not-sent = sie konnte nicht gesendet werden
mail-error-too-many-tries = zu viele Versuche
mail-error-no-answer = sie wurde zweimal ohne Antwort übergeben; vielleicht ist sie angekommen
mail-error-reader-erased = ihre Empfängerin oder ihr Empfänger wurde gelöscht

## Webhooks
webhook-url-https = muss eine Adresse wie https://hooks.example.org/plumbline sein
webhook-url-public = muss einen öffentlichen Namen wie hooks.example.org haben; IP-Adressen und private Namen werden abgelehnt
webhook-url-user = darf keinen Benutzernamen und kein Passwort enthalten
webhook-url-long = darf höchstens { $max } Zeichen haben
webhook-events-missing = wählen Sie mindestens ein Ereignis
