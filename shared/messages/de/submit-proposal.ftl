### Vorschläge: schreiben, einreichen, als Vortragende antworten, importieren.

## Ein Vorschlag

proposals-title = Vorschläge
proposal = Vorschlag
number = Nr. { $number } · { $code }
selection = Auswahl
merged-into = Dieser Vorschlag wurde mit einem anderen zusammengelegt, der jetzt seine Vortragenden hat.
open-other = Diesen Vorschlag öffnen
accepted-title = Ihr Vorschlag wurde angenommen
accepted-answer = Bestätigen oder ablehnen
confirm-until = Bestätigen oder ablehnen bis
next-title = Wie es weitergeht
next-after-submitted = Die Leitung des Tracks begutachtet ihn. Die Entscheidung erfahren Sie per E-Mail.
next-after-standby = Er rückt nach, wenn ein angenommener Vorschlag ausfällt. Dann schreiben wir Ihnen.
next-after-rejected = Die Leitung des Tracks hat ihn nicht angenommen. Sie müssen nichts tun.
next-after-confirmed = Sie haben zugesagt. Zeit und Raum stehen im Programm, sobald es veröffentlicht ist.
next-after-declined = Sie haben abgesagt. War das ein Versehen, schreiben Sie der Leitung des Tracks.
not-submitted = Noch nicht eingereicht
submit-until = Einreichen oder ändern bis
submit-proposal = Vorschlag einreichen
still-missing = Vor dem Einreichen fehlt noch:
call-not-open = Diese Einreichung nimmt zurzeit keine Vorschläge an. Die Leitung des Tracks kann einen späten erlauben.
abstract = Zusammenfassung
no-abstract = Noch keine Zusammenfassung.
links-and-files = Links und Dateien
notes = Hinweise für die Begutachtung
unavailable = Wann jemand nicht kann
format = Format
length = Länge
minutes-long =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
speakers = Vortragende
no-speakers = Noch keine Vortragenden
proposed-by = Eingereicht von
first-submitted = Zuerst eingereicht
last-changed = Zuletzt geändert
reviews-and-decision = Gutachten und Entscheidung
history = Verlauf
actions = Weitere Aktionen
change-until = Änderbar bis
change-closed = Die Einreichung ist geschlossen. Für Änderungen schreiben Sie der Leitung des Tracks.
edit-proposal = Vorschlag bearbeiten
withdraw = Zurückziehen
withdraw-hint = Er wird nicht mehr berücksichtigt. Solange die Einreichung offen ist, können Sie ihn wieder einreichen.
withdraw-proposal = Vorschlag zurückziehen
delete = Löschen
delete-hint = Das lässt sich nicht rückgängig machen.
delete-draft = Entwurf löschen
move-title = In einen anderen Track verlegen
move-reason = Grund
move-draft-hint = Ein Entwurf wechselt sofort.
move-hint = Die Leitung jenes Tracks entscheidet. Der Zeitpunkt der ersten Einreichung zählt weiter.
move-proposal = Vorschlag verlegen
move-asked-title = Gewünschter Wechsel zu { $track }
move-asked-by = Gewünscht von { $by }.
move-asked-hint = Er bleibt hier, bis die Leitung jenes Tracks zustimmt.
move-accept = In { $track } annehmen
move-decline = Ablehnen
move-cancel = Wunsch zurücknehmen
moving-to = Wechsel zu { $track } gewünscht
merge-title = Mit einem anderen Vorschlag zusammenlegen
merge-into = Der andere Vorschlag
merge-into-hint = Seine Nummer, sein Code oder seine Adresse
merge-hint = Der andere bekommt auch diese Vortragenden. Dieser wird zurückgezogen und verweist auf ihn. Alle Beteiligten bekommen eine E-Mail.
merge-proposal = Vorschläge zusammenlegen
done-saved = Entwurf gespeichert. Bis zum Einreichen sehen ihn nur Sie und Ihre bestätigten Vortragenden.
done-submitted = Vorschlag eingereicht. Wir haben Ihnen eine Bestätigung geschickt.
done-changed = Änderungen gespeichert.
done-withdrawn = Vorschlag zurückgezogen.
done-move-asked = Wechsel gewünscht. Die Leitung des anderen Tracks entscheidet.
done-moved = Der Vorschlag ist jetzt in diesem Track.
done-stays = Der Vorschlag bleibt in seinem Track.
done-merged = Zusammengelegt. Dieser Vorschlag hat jetzt die Vortragenden von beiden.
done-confirmed = Sie sind als Vortragende bestätigt. Danke.
done-deleted = Entwurf gelöscht.

## Das Formular

form-new = Vorschlag einreichen
form-edit = Ihren Vorschlag bearbeiten
title = Titel
abstract-hint = Das lesen die Begutachtung und das Publikum. Sie können Markdown verwenden. Höchstens { $most } Zeichen.
characters = Bisher { $count }.
autosaved = Gespeichert um { $time }.
autosave-refused = Noch nicht gespeichert: { $why }.
autosave-offline = Nicht gespeichert. Sie sind offline.
minutes = Länge in Minuten
minutes-hint = Mit Diskussion
leads-of-new = Leitung des neuen Tracks
speakers-hint = Wir bitten alle per E-Mail um Bestätigung. Danach können sie den Vorschlag auch bearbeiten. Leeren Sie eine Zeile, um jemanden zu entfernen.
speaker-number = Person { $number }:
notes-hint = Wird nie veröffentlicht
more-fields = Links, Dateien und Verfügbarkeit
links = Links
links-hint = Einer pro Zeile: die Adresse, ein Leerzeichen und ein Titel
files = Dateien
files-hint = Folien oder Aufsätze: eine Webadresse pro Zeile
unavailable-hint = Eine Angabe pro Zeile, zum Beispiel { $day } oder { $day } 09:00 to 12:00, in der Zeit der Konferenz
save-draft = Entwurf speichern
save-changes = Änderungen speichern
preview = Vorschau
preview-title = Vorschau der Zusammenfassung
meanwhile-title = Jemand anderes hat diesen Vorschlag geändert
meanwhile-text = Ihr Text steht unten im Formular; nichts ist verloren. Hier sehen Sie, worin er sich von der gespeicherten Fassung unterscheidet. Übernehmen Sie, was Sie behalten möchten, und speichern Sie dann.
meanwhile-now = Gespeichert
meanwhile-yours = Ihre Fassung
meanwhile-marks = Durchgestrichen: nur gespeichert. Unterstrichen: nur bei Ihnen.
meanwhile-abstract = Die gespeicherte Zusammenfassung
nothing = leer

## Vortragende

speaker-title = Tragen Sie vor?
speaker-question = Tragen Sie vor?
speaker-named = Dieser Vorschlag nennt Sie als Vortragende.
speaker-yes = Ja, ich trage vor
speaker-no = Nein, bitte entfernen
speaker-answer = Antworten
speaker-unanswered = Sie sind als Vortragende genannt. Bitte bestätigen Sie oder lehnen Sie ab.
speaker-confirmed = Sie sind als Vortragende bestätigt. Danke. Zum Bearbeiten melden Sie sich mit { $email } an.
speaker-removed = Sie sind aus diesem Vorschlag entfernt. Danke für Ihre Antwort.
speaker-state-invited = Nicht bestätigt
speaker-state-confirmed = Bestätigt
speaker-state-declined = Abgelehnt
your-name = Ihr Name
your-name-hint = So erscheint er im Programm
conference = Konferenz

## Listen

mine-title = Ihre Vorschläge
no-proposals = Noch keine Vorschläge.
no-matches = Kein Vorschlag passt zu diesem Filter.
show-all = Alle Vorschläge zeigen
proposals-count =
    { $count ->
        [one] 1 Vorschlag
       *[other] { $count } Vorschläge
    }
hidden-drafts =
    { $count ->
        [one] 1 Entwurf ist nicht gezeigt. Nur seine Autorinnen und Autoren sehen ihn, bis sie ihn einreichen.
       *[other] { $count } Entwürfe sind nicht gezeigt. Nur ihre Autorinnen und Autoren sehen sie, bis sie sie einreichen.
    }
column-number = Nr.
state = Zustand
track = Track
yours = Ihrer
all = Alle
filter = Filtern
all-conferences = Alle Konferenzen

## Verlauf

history-title = Verlauf
history-marks = Durchgestrichen: entfernt. Unterstrichen: hinzugefügt.
history-line = Fassung { $revision }, { $at }, durch { $by }
no-history = Keine Änderungen seit der ersten Einreichung.
history-answers = Antworten auf die Fragen des Tracks
history-became = Track, der daraus wurde
deed-created = Angelegt
deed-edited = Geändert
deed-submitted = Eingereicht
deed-withdrawn = Zurückgezogen
deed-answered = Vortragende haben geantwortet
deed-move-asked = Wechsel gewünscht
deed-move-answered = Wechsel beantwortet
deed-merged = Zusammengelegt
deed-decided = Entschieden
deed-confirmed = Bestätigt
deed-declined = Abgelehnt
deed-imported = Importiert
deed-became-track = Wurde ein Track

## Import

import-title = Vorschläge importieren
import-lead = Importieren Sie den Zeitplan-Export eines anderen Systems, als JSON oder XML. Früher importierte Vorschläge bleiben, wie sie sind. Wenn mit der Datei etwas nicht stimmt, ändert sich nichts.
import-would = Noch nichts importiert. { $new } wären neu, { $known } sind schon bekannt.
import-did = { $new } importiert, { $known } waren schon bekannt.
import-result = Ergebnis
import-outcome-new = Neu
import-outcome-known = Schon bekannt
import-schedule = Zeitplan-Export
import-schedule-hint = Höchstens 2 MB. Öffnen Sie die Datei und fügen Sie ihren Inhalt ein.
import-track = Track für Beiträge mit unbekanntem Track
import-refuse = Zurückweisen
import-emails = E-Mail-Adressen der Vortragenden
import-emails-hint = Exporte enthalten sie nicht. Eine pro Zeile: die Adresse, ein Leerzeichen und der Name. Wer keine hat, bekommt keine Mail; Sie können sie später nachtragen.
import-confirmed = Als bestätigt importieren
import-confirmed-hint = Sie kommen direkt in den Entwurf des Zeitplans. Sonst gelten sie als eingereicht, und die Leitung des Tracks entscheidet.
import-dry-run = Vorschau
import-now = Importieren

## Probleme

move-not-yours = Die Verschiebung nimmt die Leitung des Tracks an, in den er soll
must-be-other-proposal = muss die ID oder die Adresse eines anderen Vorschlags eines Tracks sein, den Sie leiten
nothing-changed = Es hat sich nichts geändert; versuchen Sie es gleich noch einmal
too-many-speakers-asked = Sie können am Tag { $max } Personen fragen, ob sie vortragen; nennen Sie die anderen morgen
key-with-other-proposal = Dieser Idempotency-Key kam mit einem anderen Vorschlag; ein neuer braucht einen neuen Schlüssel
nothing-kept = Es wurde nichts gespeichert; versuchen Sie es gleich noch einmal
import-not-a-schedule = muss ein exportierter Zeitplan sein: ein Objekt mit schedule
import-not-text = muss der Text des Exports sein
import-no-track = Es gibt keinen Track { $name }; geben Sie in track an, welcher von { $tracks } ihn aufnimmt
import-call-for-tracks = { $track } ist ein Call für Tracks: Was einer wird, wird hier entschieden
import-abstract-too-long = hat mit der Beschreibung mehr als { $max } Zeichen
track-gone = Diesen Track gibt es in der Konferenz nicht mehr; der Vorschlag kann in einen anderen verschoben werden
if-match-required = Nennen Sie in If-Match die Fassung, die Sie ändern: das ETag aus der Antwort, die Sie gelesen haben
draft-delete-owner = Einen Entwurf löscht, wem er gehört
no-call = { $track } hat keinen Call
proposal-limit = Eine Person darf gleichzeitig { $limit } bei { $track } eingereicht haben; ziehen Sie erst einen zurück, oder legen Sie sie zusammen
too-many-asked-for-proposal = Für diesen Vorschlag wurden schon { $sent } Personen gefragt, und so viele weitere gehen nicht
no-open-move = Es gibt keine offene Anfrage, diesen Vorschlag zu verschieben; vielleicht ist sie schon beantwortet
same-track = ist der Track, in dem er schon ist
merge-too-many-speakers = Zusammen haben sie { $sum } Vortragende, und ein Vorschlag hat höchstens { $most }
changed-since = Er wurde geändert, seit Sie ihn gelesen haben: Jetzt ist er bei Fassung { $revision }
proposal-private = Einen Vorschlag sehen nur seine Vortragenden und die Leitung des Tracks
confirm-you-speak = Bestätigen Sie erst, dass Sie vortragen, dann können auch Sie ihn ändern
submit-owner = Einen Vorschlag reicht ein, wem er gehört oder wer den Vortrag bestätigt hat
for-leads = Das ist für die Leitung des Tracks
if-match-etag = If-Match enthält das ETag eines Vorschlags, zum Beispiel "3"
speaker-link-or-sign-in = Öffnen Sie den Link aus der E-Mail, oder melden Sie sich mit der Adresse an, an die sie ging
speaker-link = Öffnen Sie den Link aus der E-Mail; er gilt nur für die Person, an die sie ging
nothing-to-speak-about = Dieser Vorschlag ist { $state }: Es gibt nichts mehr vorzutragen
this-track = dieser Track
of-no-name = ohne Namen
call-opens = Der Call von { $track } öffnet am { $when }
call-closed = Der Call von { $track } endete am { $when }; wenn Sie einen guten Grund haben, fragen Sie { $ask } nach einer späteren Frist
deadline-in-zones = { $at } ({ $utc })
deadline-announced = { $zones }, angekündigt als { $announced }
