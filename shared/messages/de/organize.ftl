### Die Verwaltung: Pässe, Personen, Warteliste, Postausgang und was automatisch geschieht.

## Wörter mehrerer Seiten

pool = Kontingent
capacity = Kapazität
taken = Vergeben
free = Frei
on-offer = Angeboten
returned = Zurückgegeben
state = Zustand
registered = Registriert
paused = Angehalten
class-contributor = Mitwirkende
class-newcomer = Zum ersten Mal dabei
class-everyone = Alle anderen

## Registrierungen

checked-in = Eingelassen
registrations-none = Noch keine Registrierungen.

## Warteliste

waitlist-waiting =
    { $count ->
        [0] Niemand wartet.
        [one] 1 Person wartet.
       *[other] { $count } Personen warten.
    }
waitlist-next = Als Nächste an der Reihe
waitlist-empty = Die Warteliste ist leer. Zurückgegebene Pässe kommen in den Verkauf.
waitlist-none = Noch niemand hat sich eingetragen.
waitlist-all = Alle Einträge, neueste zuerst
waitlist-position = Position
waitlist-class = Prioritätsklasse
waitlist-joined = Eingetragen
waitlist-move = Verschieben
waitlist-reason = Grund
waitlist-offer = Angebot
waitlist-offer-line = Angebot { $number }, bis { $until }
waitlist-offer-why = Als Erste in der Klasse: { $class }.
waitlist-offer-next = Danach an der Reihe
waitlist-unreachable = Mail an { $email } kam zurück, deshalb übersprungen.

## Pässe

pools-invitations = Einladungen
pools-claim-by = Abrufen bis
pools-released = Freigegeben
pools-released-text = { $at }. Zurückgegebene Pässe gehen an das allgemeine Kontingent.
pools-new-capacity = Neue Kapazität
pools-change = Kapazität ändern
pools-release = Nicht abgerufene Pässe freigeben
pools-release-text =
    { $count ->
        [0] Alle Pässe sind abgerufen. Offene Einladungen gelten nicht mehr. Das lässt sich nicht rückgängig machen.
        [one] 1 nicht abgerufener Pass geht an die Warteliste, oder in den Verkauf, wenn sie leer ist. Offene Einladungen gelten nicht mehr. Das lässt sich nicht rückgängig machen.
       *[other] { $count } nicht abgerufene Pässe gehen an die Warteliste, oder in den Verkauf, wenn sie leer ist. Offene Einladungen gelten nicht mehr. Das lässt sich nicht rückgängig machen.
    }
pools-release-now = Pässe freigeben
pools-preview = Vorschau
pools-from-to = Kapazität: { $before } → { $after }
pools-offers =
    { $count ->
        [one] 1 Person auf der Warteliste erhält sofort ein Angebot:
       *[other] { $count } Personen auf der Warteliste erhalten sofort ein Angebot:
    }
pools-done-resized = Die Kapazität von { $pool } ist geändert.
pools-done-released = Die nicht eingelösten Pässe von { $pool } sind freigegeben.

## Einladungen

invitations-title = Einladungen
invitations-pool = Pässe aus { $pool }
invitations-send = Einladung schicken
invitations-sent = Eingeladen
invitations-none = Noch keine Einladungen.
invitations-revoke = Widerrufen
invitation-open = Offen
invitation-claimed = Verwendet
invitation-revoked = Widerrufen

## Rückbestätigung

reconfirmation-title = Rückbestätigung
reconfirmation-lead = Fragt alle mit einem Pass vor Ort: Kommen Sie noch?
reconfirmation-none = Diese Ausgabe fragt nicht. Ergänzen Sie einen Abschnitt "reconfirmation" in den Einstellungen.
reconfirmation-ended = Beendet
reconfirmation-running = Läuft
reconfirmation-not-begun = Nicht begonnen
reconfirmation-asked = Gefragt
reconfirmation-yes = Kommen
reconfirmation-no = Kommen nicht
reconfirmation-silent = Ohne Antwort
reconfirmation-returned = Zurückgegebene Pässe
reconfirmation-steps = Schritte
reconfirmation-ask-at = Frage verschickt
reconfirmation-reminder = Erinnerung { $number }
reconfirmation-answer-by = Antworten bis
reconfirmation-silence = Ohne Antwort
reconfirmation-return = Der Pass geht an die Warteliste
reconfirmation-keep = Der Pass bleibt

## Postausgang

mails-none = Noch keine Mails.
mails-all = Alle
mails-list-queued = In der Warteschlange
mails-list-sent = Gesendet
mails-list-failed = Fehlgeschlagen
mails-list-bounced = Zurückgekommen
mails-list-not-arrived = Fehlgeschlagen oder zurückgekommen
mails-resent = Die Mail ist wieder in der Warteschlange.
mails-facts = Angaben
mails-queued-at = Eingereiht
mails-error = Fehler
mails-feedback = Zustellung
mails-as-html = Als HTML
mails-as-text = Als Text
mails-open = Allein öffnen
mails-gone = Diese Mail kann nicht mehr angezeigt werden, weil es ihren Gegenstand nicht mehr gibt.
mails-to = An
mails-kind = Art
mails-since = Zeit
mails-resend = Erneut senden
mails-before-resend = (vor dem erneuten Senden)
mails-bounced = Endgültig zurückgekommen. An diese Adresse wird nichts mehr geschickt.
mails-delayed = Zurückgekommen. Der Maildienst versucht es nicht weiter.
mails-complained = Als Spam markiert. An diese Adresse wird nichts mehr geschickt.
mails-rejected = Vom Maildienst abgelehnt.
mail-state-owed = In der Warteschlange
mail-state-sent = Gesendet
mail-state-failed = Fehlgeschlagen
mail-state-delayed = Verzögert
mail-state-claimed = Wird gesendet

## Ankündigungen

announce-title = Ankündigung schreiben
announce-subject = Titel
announce-body = Text
announce-body-hint = Trennen Sie Absätze durch eine leere Zeile
announce-publish = Veröffentlichen

## Agenda

agenda-title = Agenda
agenda-lead = Was automatisch geschieht, und wann
agenda-healthy = Keine Fehler
agenda-failed-count =
    { $count ->
        [one] 1 Vorgang fehlgeschlagen
       *[other] { $count } Vorgänge fehlgeschlagen
    }
agenda-pause-offers = Angebote anhalten
agenda-resume-offers = Angebote fortsetzen
agenda-scheduled = Geplant
agenda-due = Fällig
agenda-paused = Angehalten
agenda-failed = Fehlgeschlagen
agenda-now = Jetzt
agenda-empty = Nichts ist geplant. Hier erscheinen Angebote, Erinnerungen, Fristen und Mails.
agenda-when = Wann
agenda-what = Was
agenda-affects = Betrifft
agenda-actions = Aktionen
agenda-run = Jetzt ausführen
agenda-pause = Anhalten
agenda-resume = Fortsetzen

## Agenda: fehlgeschlagene Vorgänge

agenda-attention = Braucht Ihre Aufmerksamkeit
agenda-attention-hint = Alles andere läuft weiter. Beheben Sie die Ursache und versuchen Sie es noch einmal. Was Sie überspringen, bleibt, wie es ist.
agenda-first = Die ersten { $count }
agenda-item = Vorgang
agenda-error = Fehler
agenda-tries = Fehlversuche
agenda-since = Seit
agenda-state = Zustand
agenda-retry-at = Nächster Versuch: { $left }
agenda-retry = Noch einmal versuchen
agenda-retry-all = Alle noch einmal versuchen
agenda-skip = Überspringen

## Agenda: Teile

agenda-workflow-promote-waitlist = Warteliste
agenda-workflow-retain-data = Personenbezogene Daten
agenda-workflow-release-passes = Pässe
agenda-workflow-reconfirm = Rückbestätigung
agenda-workflow-close-cfps = Calls for Proposals
agenda-workflow-send-reminders = Erinnerungen
agenda-workflow-send-messages = Nachrichten
agenda-workflow-release-decisions = Entscheidungen
agenda-workflow-publish-timetable = Zeitplan
agenda-workflow-deliver-mail = Mails
agenda-workflow-deliver-webhooks = Webhooks
agenda-workflow-register = Registrierung

## Agenda: eine Zeile

agenda-part = Bereich
agenda-preview = Dies ist eine Vorschau. Noch ist nichts geschehen.
agenda-person = Person
agenda-outcome = Was geschieht
agenda-none = Zurzeit ist niemand betroffen
agenda-none-here = Niemand auf dieser Seite. Auf der nächsten können weitere Personen folgen.
agenda-about-offer = Angebot läuft ab: { $at }
agenda-about-hold = Adresse nicht bestätigt; gehalten bis { $at }
agenda-about-unclaimed =
    { $count ->
        [one] Bekommt eine Mail über 1 nicht abgerufenen Pass aus { $pool }
       *[other] Bekommt eine Mail über { $count } nicht abgerufene Pässe aus { $pool }
    }
agenda-about-invitation = Einladung läuft ab
agenda-about-next-offer = Bekommt Angebot { $number } · { $class } · auf der Warteliste seit { $at }
agenda-about-mail = { $kind } · wartet seit { $at }
agenda-about-asked = Bekommt die Frage
agenda-about-reminded = Bekommt eine Erinnerung, sofern keine Antwort kommt
agenda-about-unanswered = Hat nicht geantwortet
agenda-class-contributor = Mitwirkende
agenda-class-newcomer = Neue
agenda-class-everyone = Alle anderen

## Konsistenzprüfung

audit-title = Konsistenzprüfung
audit-lead = Vergleicht Registrierungen, Angebote und Mails mit den gezählten Pässen. Läuft jede Nacht und korrigiert nichts.
audit-run = Jetzt prüfen
audit-never = Noch nicht geprüft
audit-clean = Keine Abweichungen
audit-found =
    { $count ->
        [one] 1 Abweichung
       *[other] { $count } Abweichungen
    }
audit-empty = Hier erscheint das Ergebnis der ersten Prüfung. Warten Sie bis heute Nacht oder prüfen Sie jetzt.
audit-registrations = Registrierungen
audit-entries = Einträge der Warteliste
audit-counters = Passzähler
audit-differences = Abweichungen
audit-by-daily = Nächtliche Prüfung
audit-by-organizer = Vom Organisationsteam gestartet
audit-report = Nichts wurde korrigiert. Schicken Sie diese Abweichungen an den Betrieb dieses Plumbline.
audit-promise = Regel
audit-detail = Abweichung
audit-first = Nur die ersten { $count } sind aufgeführt. Alle stehen im Protokoll.
audit-promise-1 = Keine überverkauften Pässe
audit-promise-2 = Keine verlorenen Pässe
audit-promise-3 = Ein Pass pro Person
audit-promise-4 = Reihenfolge der Warteliste
audit-promise-5 = Sichere Wiederholungen
audit-promise-6 = Gespeichertes bleibt
audit-promise-7 = Fristen
audit-promise-8 = Jede Mail genau einmal
audit-promise-9 = Zugriff
audit-promise-10 = Fehler bleiben begrenzt
audit-promise-11 = Aktivitätsprotokoll
audit-promise-12 = Ein Check-in pro Person
audit-promise-13 = Aufbewahrung von Daten

## Frühere Ausgaben

history-title = Frühere Ausgaben
history-lead = Wer für keine der früheren Ausgaben von { $series } registriert war, gilt auf der Warteliste als neu.
history-imported = Importiert. Die Warteliste wird neu geordnet.
history-removed = Entfernt. Die Warteliste wird neu geordnet.
history-erased = Gelöscht. Kein Import enthält diese Adresse mehr.
history-empty = Noch keine früheren Ausgaben. Bis Sie eine importieren, gilt als neu, wer das selbst angibt.
history-edition = Ausgabe
history-people = Personen
history-source = Quelle
history-actions = Aktionen
history-here = In diesem Plumbline, Import nicht nötig
history-imported-at = Importiert: { $at }
history-changed-at = Geändert: { $at }
history-preview-title = Vorschau
history-preview-state = Noch nicht importiert
history-lines = Zeilen
history-not-registered = Nicht registriert
history-not-registered-count = { $count } ausgelassen (storniert, zurückgezogen, abgelaufen oder nicht bezahlt)
history-without-address = Ohne Adresse
history-without-address-count = { $count } ausgelassen
history-preview-edition =
    { $people ->
        [one] 1 Person, { $added } neu
       *[other] { $people } Personen, { $added } neu
    }
history-import-title = Registrierungen importieren
history-edition-hint = Zum Beispiel { $series }-2022. Lassen Sie das Feld leer, wenn die Datei eine Spalte „edition“ hat.
history-file = CSV- oder Excel-Datei
history-file-hint = CSV oder XLSX, bis 2 MB. Exporte von Indico, pretix und Plumbline brauchen keine Änderung.
history-csv = Oder CSV-Text einfügen
history-csv-hint = Die erste Zeile nennt die Spalten. Eine davon ist „email“ oder „email_sha256“.
history-hash-title = Ohne Adressen importieren
history-hash-stored = Plumbline speichert statt jeder Adresse nur einen Hash mit Salt. Wer schon importiert ist, kommt nicht doppelt hinzu.
history-hash-own = Wenn Sie die Adressen nicht weitergeben möchten, importieren Sie SHA-256-Hashes der kleingeschriebenen Adressen. Dieser Befehl erzeugt sie aus einer Datei mit einer Adresse pro Zeile:
history-import = Importieren
history-preview = Vorschau
history-erase-title = Eine Person löschen
history-erase-hint = Entfernt die Adresse aus allen Importen. Löschen Sie sie auch aus Ihren Dateien: Ein neuer Import würde sie zurückbringen.
history-erase = Löschen

## Die Definition der Ausgabe

definition-title = Import und Export
definition-settings = Einstellungen als Formulare
definition-lead = Alle Einstellungen dieser Ausgabe in einem Dokument
definition-saved = Gespeichert
definition-json = Definition (JSON)
definition-hint = Änderungen gelten sofort. Eine Änderung, die jemandem den Pass nähme, wird abgelehnt.
definition-next-edition = Nächste Ausgabe

## Neue Tracks

new-tracks-title = Neue Tracks
new-tracks-no-call = Kein Call für neue Tracks. Hier erscheinen Vorschläge, sobald ein Track in der Definition „new_tracks“ hat.
new-tracks-edit-definition = Definition bearbeiten
new-tracks-short = Mehr vorgeschlagen, als Platz ist
new-tracks-proposed = Vorgeschlagen
new-tracks-accepted = Angenommen
new-tracks-room = Platz für
new-tracks-blocks = ganze Blöcke
new-tracks-empty = Noch keine Vorschläge. Hier erscheinen eingereichte Vorschläge für neue Tracks.
new-tracks-leads = Leitung
new-tracks-lead-invited = eingeladen
new-tracks-lead-confirmed = bestätigt
new-tracks-lead-declined = abgelehnt
new-tracks-block = Block
new-tracks-length-full = Ganzer Block
new-tracks-length-half = Halber Block
new-tracks-minutes =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
new-tracks-recording = Aufzeichnung
new-tracks-recorded = Wird aufgezeichnet
new-tracks-not-recorded = Wird nicht aufgezeichnet
new-tracks-topics = Themen
new-tracks-key-attendees = Wichtige Teilnehmende
new-tracks-accomplishments = Frühere Ergebnisse
new-tracks-became = Track
new-tracks-merged = In einen anderen Vorschlag übernommen

## Aus einem Vorschlag einen Track anlegen

new-tracks-become-title = Track anlegen
new-tracks-create = Track anlegen
new-tracks-created = Track angelegt
new-tracks-open = { $track } öffnen
new-tracks-become-lead = Der neue Track übernimmt Text, Themen und frühere Ergebnisse des Vorschlags und bekommt einen eigenen Call. Die Leitung bekommt eine Mail mit den nächsten Schritten.
new-tracks-unconfirmed = { $name } hat die Einladung zur Leitung noch nicht angenommen.
new-tracks-id = Id
new-tracks-id-hint = 2 bis 36 Zeichen: a–z, 0–9 und Bindestriche. Die Id ist Teil der Webadresse und später nicht änderbar.
new-tracks-opens = Call öffnet
new-tracks-opens-hint = Leer lassen, um sofort zu öffnen.
new-tracks-closes = Call schließt
new-tracks-closes-hint = 2023-08-20T17:00:00 oder 2023-08-20 anywhere on Earth
new-tracks-passes = Reservierte Pässe
new-tracks-passes-hint = Die Leitung kann sie vergeben
new-tracks-claim-by = Pässe abrufen bis
new-tracks-claim-by-hint = Nicht abgerufene Pässe gehen dann an die Warteliste.
new-tracks-merge = Einen anderen Vorschlag übernehmen

## Die nächste Ausgabe

next-edition-title = Nächste Ausgabe
next-edition-lead = Beginnen Sie mit dieser Ausgabe: Alle Tage und Fristen verschieben sich, und die Ergebnisse jedes Tracks stehen in seinem nächsten Call.
next-edition-id = Id der nächsten Ausgabe
next-edition-starts-on = Erster Tag
next-edition-starts-on-hint = Zum Beispiel 2024-09-18
next-edition-without = Tracks auslassen
next-edition-draft = Definition entwerfen
next-edition-definition = Entwurf
next-edition-json = Definition (JSON)
next-edition-check = Prüfen Sie den Entwurf und ändern Sie, was diesmal anders ist.
next-edition-send = Prüfen Sie den Entwurf und ändern Sie, was diesmal anders ist. Schicken Sie ihn dann an die Personen, die in diesem Plumbline Ausgaben anlegen.
next-edition-create = Ausgabe anlegen

invitation-table-title = Mit einer Tabelle einladen
invitation-table-lead = Fügen Sie eine Tabelle mit einer Zeile je Person ein oder laden Sie sie hoch. Alle erhalten eine Mail mit ihrer Einladung.
invitation-table-column = Wie in der Spalte „pool“
invitation-table-file = Datei
invitation-table-file-hint = Eine Excel-Arbeitsmappe (XLSX) oder CSV mit Kommas, Semikolons oder Tabulatoren. Bis zu 300 Personen.
invitation-table-csv = Oder fügen Sie die Tabelle ein
invitation-table-csv-hint = Die erste Zeile nennt die Spalten: email, und wenn Sie möchten name, pool und note. Notizen sehen nur Organisation und Leitungen.
invitation-table-send = Einladungen schicken
invitation-table-preview = Vorschau
invitation-table-not-sent = Noch nichts geschickt
invitation-table-line = Zeile
invitation-table-invited = Erhält eine Einladung
invitation-table-already = Schon eingeladen
invitation-table-no-pool = Es gibt kein reserviertes Kontingent, in das Sie einladen können.
invitation-table-figures =
    { $invited ->
        [0] Keine neuen Einladungen. Schon eingeladen: { $already }. Wiederholte Zeilen: { $repeated }.
        [one] 1 neue Einladung. Schon eingeladen: { $already }. Wiederholte Zeilen: { $repeated }.
       *[other] { $invited } neue Einladungen. Schon eingeladen: { $already }. Wiederholte Zeilen: { $repeated }.
    }
invitation-table-done =
    { $count ->
        [0] Alle waren schon eingeladen.
        [one] 1 Einladung verschickt.
       *[other] { $count } Einladungen verschickt.
    }

## Probleme

announcement-key-reused = Derselbe Idempotency-Key kam mit einer anderen Ankündigung; senden Sie mit einer neuen einen neuen Schlüssel
audit-too-many = Mehr als { $max } Personen sind registriert oder standen auf der Warteliste: Eine solche Ausgabe wird nur jede Nacht geprüft
definition-not-json = Die Definition ist kein gültiges JSON: { $error }
history-type = Ein Import muss text/csv, eine Arbeitsmappe (XLSX), application/json oder ein Formular sein
history-not-over = { $edition } gibt es hier, und sie endet nicht vor dem Beginn dieser Ausgabe; nur frühere zählen
history-too-many = { $id } hätte { $people } Personen; eine Ausgabe hat höchstens { $most }
history-busy = Ein anderer Import läuft; senden Sie ihn noch einmal
invite-none-left = { $pool } hat keinen Pass mehr für diese Einladung
invite-line-none-left = Zeile { $line }: { $pool } hat keinen Pass mehr; die davor sind eingeladen
pool-needs-no-invitation = { $pool } braucht keine Einladung; nur reservierte Kontingente brauchen eine
pool-claim-over = Einladungen zu { $pool } galten bis { $when }
pool-all-invited = Es sind so viele Einladungen zu { $pool } offen, wie Pässe übrig sind; erhöhen Sie die Kapazität, oder nehmen Sie eine zurück
invitation-became = Daraus wurde die Registrierung { $registration }; stornieren Sie diese
mail-not-failed-detail = Sie ist { $state }, deshalb gibt es nichts noch einmal zu senden
mail-offer-ended = Das Angebot darin ist beendet, deshalb wäre die E-Mail falsch
mail-resending = Jemand anderes aus der Organisation sendet diese E-Mail gerade noch einmal
edition-meanwhile-again = Eine andere Person hat die Ausgabe geändert, nachdem Sie sie gelesen haben; senden Sie es noch einmal
next-own-id = { $id } ist diese Ausgabe; die nächste braucht eine eigene ID
next-after-end = muss nach dem Ende dieser Ausgabe liegen, { $day }
next-day = muss ein Tag sein, zum Beispiel 2024-09-18
next-first-organizers = Neue Ausgaben legen die ersten Personen der Organisation dieses Plumbline an; schicken Sie ihnen die Definition
edition-exists = { $id } gibt es schon; ändern Sie deren eigene Definition
must-be-capacity = muss von 1 bis { $max } sein
resize-key-reused = { $name } kam schon mit der Kapazität { $earlier }; senden Sie mit jeder neuen Anfrage einen neuen Wert
pool-busy = Das Kontingent ist gerade beschäftigt; fragen Sie mit derselben resize_id noch einmal
pool-open-release = { $pool } ist für alle offen; nur reservierte Kontingente werden freigegeben
move-who-waits = Verschieben lässt sich nur, wer wartet; dieser Eintrag ist { $state }
move-busy = Die Verschiebung wurde nicht gespeichert; versuchen Sie es noch einmal
agenda-fixed-detail = Dieser Zeitpunkt ist bekannt gegeben, deshalb lässt es sich weder jetzt ausführen noch anhalten
