### Das Programm und seine Bearbeitung.

## Ansichten

timetable-title = Programm
views = Ansichten
days = Tag
by-room = Nach Raum
in-detail = Ausführlich
now-and-next = Jetzt und gleich
speakers = Vortragende
edit-timetable = Zeitplan bearbeiten
search = Suche
search-show = Suchen
track = Track
day = Tag
all = Alle
zone = Zeitzone
time = Zeit
room = Raum
subscribe = Abonnieren (Kalender)
calendar = Kalender
own-calendar = Mein Programm abonnieren
formats = Zum Mitnehmen
by-track = Ein Track
releases = Änderungen je Fassung
cancelled = Abgesagt
cancelled-sessions = Abgesagt:
not-recorded = Wird nicht aufgezeichnet
found =
    { $count ->
        [one] 1 Beitrag zu „{ $query }“ gefunden
       *[other] { $count } Beiträge zu „{ $query }“ gefunden
    }
nothing-found = Keine Beiträge gefunden.
nothing-placed = An diesem Tag gibt es noch keine Beiträge.

## Welche Fassung gezeigt wird, und in welcher Zone

draft-note = Das ist der Entwurf.
see-release = Zur öffentlichen Fassung { $number }
not-published = Noch nicht veröffentlicht.
release-line = Fassung { $number }, geändert { $at }.
times-in = Zeiten in { $zone }.
conference-times = Die Konferenz ist in { $zone }.

## Was Skripte hinzufügen

bookmark = Merken
bookmarked = Mein Programm: { $count }
bookmarks-calendar = Mein Programm in den Kalender
show-bookmarked = Nur mein Programm zeigen
show-all = Alles zeigen
show-my-zone = In meiner Zeitzone zeigen: { $zone }
offline = Sie sind offline. Diese Seite wurde { $age } gespeichert.
offline-moment = eben erst

## Jetzt und gleich

now = Jetzt
next = Gleich
nothing-now = Gerade läuft nichts.
nothing-next = Es kommt nichts mehr.

## Die Anzeige im Saal

wall = Saalanzeige
wall-starts =
    { $today ->
        [yes] Beginn um { $time }
       *[other] Beginn { $day }, { $time }
    }
wall-continues =
    { $today ->
        [yes] Weiter um { $time }
       *[other] Weiter { $day }, { $time }
    }
wall-over = Das Programm ist zu Ende.
wall-moved = Verschoben, war { $from }
wall-updated = Zuletzt aktualisiert { $time }
wall-all-rooms = Alle Räume

## Vortragende

no-speakers = Noch keine Vortragenden im Programm.
add-all-to-calendar = Diese Beiträge in den Kalender

## Ein Beitrag

minutes-long =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
recording = Aufzeichnung
links = Links
add-to-calendar = In den Kalender
materials = Aufzeichnungen, Folien und Links
link-kind = Art
link-address = Webadresse
link-text = Text
add-link = Link hinzufügen
link-recording = Aufzeichnung
link-slides = Folien
link-paper = Aufsatz
link-web = Seite
link-blog = Blogbeitrag
link-article = Artikel
link-related = Verwandtes
link-activitypub = Fediverse

## Fassungen und Veröffentlichen

release = Fassung { $number }
changes-count =
    { $count ->
        [one] 1 Änderung
       *[other] { $count } Änderungen
    }
publish-preview = Vorschau und veröffentlichen
publish-title = Zeitplan veröffentlichen
publish = Zeitplan veröffentlichen
public-release = Fassung { $number } ist öffentlich
unpublished = Nicht veröffentlicht
bofs-at-once = BoFs erscheinen, sobald sie einen Platz haben.
nothing-to-publish = Der Entwurf ist wie die letzte Fassung. Es gibt nichts zu veröffentlichen.
publish-mails =
    { $count ->
        [0] Niemand wird benachrichtigt.
        [one] 1 Person bekommt eine E-Mail mit einem neuen Kalendereintrag.
       *[other] { $count } Personen bekommen eine E-Mail mit neuen Kalendereinträgen.
    }
publish-announce = Ankündigen, wie in der Ausgabe eingestellt
see-draft = Entwurf ansehen
span = { $day }, { $from }–{ $until }
placement = { $when }, { $room }
change-new = Neu
change-moved = Verlegt
change-cancelled = Abgesagt
change-changed = Geändert
moved-to = { $to } (vorher { $from })
was-at = Vorher { $place }
details-changed = Geändert: { $details }
detail-title = Titel
detail-people = Personen
detail-abstract = Beschreibung
detail-track = Track
detail-format = Format
detail-state = Status
detail-recording = Aufzeichnung
detail-links = Links
detail-details = weitere Angaben
detail-number = Nummer

## Die Bearbeitung

edit-as-organizer = Sie können überall platzieren. Gegen eine Regel brauchen Sie eine Begründung.
edit-as-lead = Sie können die Beiträge Ihres Tracks in dessen Blöcken platzieren.
collisions = Konflikte im Entwurf:
conflict-unknown-room = „{ $title }“ ist in einem Raum, den es nicht gibt: { $room }. Wählen Sie einen anderen Raum.
conflict-outside-conference = „{ $title }“ liegt außerhalb der Konferenztage, { $days }.
conflict-outside-block = „{ $title }“ liegt außerhalb der Blöcke seines Tracks.
conflict-room-taken = „{ $title }“ überschneidet sich mit „{ $other }“ in { $room }, { $when }.
conflict-person-twice =
    { $role ->
        [speaker] { $person } trägt bei „{ $title }“ vor, ist aber auch bei „{ $other }“ in { $room }, { $when }.
        [lead] { $person } leitet „{ $title }“, ist aber auch bei „{ $other }“ in { $room }, { $when }.
       *[other] { $person } muss bei „{ $title }“ dabei sein, ist aber auch bei „{ $other }“ in { $room }, { $when }.
    }
conflict-break = „{ $title }“ überschneidet sich mit der Pause „{ $label }“, { $when }.
conflict-unavailable = { $person } ist für „{ $title }“ nicht verfügbar, { $when }.
unplaced = Nicht platziert ({ $count })
all-placed = Alle Beiträge sind platziert.
place-all = Alle ohne Konflikt platzieren
place = Platzieren
from = Von
minutes = Minuten
override-reason = Begründung gegen eine Regel
placed = Platziert ({ $count })
move-shift-remove = Verlegen, verschieben oder entfernen
shift-minutes = Diesen Beitrag und den Rest seines Blocks verschieben um (Minuten)
shift-later = Später
shift-earlier = Früher
take-off = Aus dem Zeitplan entfernen
own-live-url = Link zum Zuschauen
own-chat-url = Link zum Chat
own-links-hint = Sie ersetzen die Links des Raums. Nur Personen mit Pass sehen sie, ab 15 Minuten vor dem ersten Beitrag des Tages.
save-links = Links speichern
add-entry = Eintrag hinzufügen
add-entry-hint = Zum Beispiel die Eröffnung, das Mittagessen oder ein Plenum
entry-title = Titel
entry-text = Text
import = Zeitplan importieren
import-example = Beispiel
import-hint = Schedule-JSON oder -XML. Alles wird importiert oder nichts.
import-dry-run = Nur zeigen, was sich ändern würde
file = Datei
drag-failed = Das hat nicht geklappt
drag-offline = Sie sind offline. Nichts wurde geändert.
done-placed = Beitrag platziert.
done-warned = Beitrag platziert, mit Hinweisen. Siehe unten.
done-taken-off = Beitrag aus dem Zeitplan entfernt.
done-shifted = Der Rest des Blocks ist verschoben und veröffentlicht.
done-made = Eintrag hinzugefügt. Jetzt können Sie ihn platzieren.
done-live = Links gespeichert. Personen mit Pass sehen sie sofort.
done-cancelled = Eintrag abgesagt.
done-looked =
    { $placed ->
        [one] Nichts importiert. 1 Beitrag wäre neu oder geändert.
       *[other] Nichts importiert. { $placed } Beiträge wären neu oder geändert.
    } { $left ->
        [one] 1 Beitrag ist schon da.
       *[other] { $left } Beiträge sind schon da.
    }
done-imported =
    { $placed ->
        [one] 1 Beitrag importiert.
       *[other] { $placed } Beiträge importiert.
    }
done-nothing = Es gab nichts zu platzieren.
done-all-placed =
    { $placed ->
        [one] 1 Beitrag platziert. Keiner ist übrig.
       *[other] { $placed } Beiträge platziert. Keiner ist übrig.
    }
done-some-placed =
    { $placed ->
        [one] 1 Beitrag platziert.
       *[other] { $placed } Beiträge platziert.
    } { $left ->
        [one] 1 Beitrag fand keinen Platz.
       *[other] { $left } Beiträge fanden keinen Platz.
    }

## Kalender

calendar-led-by = Geleitet von { $leads }
calendar-not-recorded = Wird nicht aufgezeichnet.

## Der eigene Kalender

personal-name = Mein Programm
personal-offer = Pass annehmen bis { $until }: { $conference }
personal-offer-text = Wir halten Ihnen bis { $until } einen Pass frei. Melden Sie sich an und öffnen Sie Ihren Eintrag auf der Warteliste, um ihn anzunehmen oder abzulehnen.
personal-watch = Zuschauen: { $url }
personal-chat = Chat: { $url }

## Rückmeldung zu einem Beitrag

feedback = Rückmeldung
feedback-title = Rückmeldung: { $session }
feedback-rating = Wie war es?
rating-5 = 5: Ausgezeichnet
rating-4 = 4: Gut
rating-3 = 3: Mittel
rating-2 = 2: Schwach
rating-1 = 1: Schlecht
feedback-comment = Kommentar
feedback-anonymous = Ihre Rückmeldung wird ohne Ihren Namen gespeichert. Vortragende und Organisation sehen sie, wenn es mindestens 3 Antworten gibt. Sie können sie später ändern.
feedback-send = Rückmeldung senden
feedback-change = Rückmeldung ändern
feedback-saved = Ihre Rückmeldung ist gespeichert. Vielen Dank.
feedback-own = Sie tragen hier vor und können diesen Beitrag nicht bewerten.
feedback-no-pass = Rückmeldungen sind für Personen mit einem Pass.
feedback-early = Sie können eine Rückmeldung geben, wenn der Beitrag vorbei ist.
feedback-cancelled = Dieser Beitrag fällt aus.
feedback-results = Ergebnisse
feedback-average = Durchschnitt
feedback-answers = Antworten
feedback-few = Ergebnisse sind ab { $count } Antworten zu sehen.

## Probleme

bookmarks-whole = muss die ganze Liste sein; eine leere entfernt alle
must-be-at-most-ids = dürfen höchstens { $max } IDs sein, mit Kommas dazwischen
rate-own = Vortragende können ihren eigenen Beitrag nicht bewerten
rate-pass = Rückmeldungen geben kann, wer einen Pass hat
rate-later = Bewerten Sie ihn nach { $at }, wenn er endet
rate-cancelled = Dieser Beitrag wurde abgesagt
rate-busy = Ihre Rückmeldung wurde nicht gespeichert; senden Sie sie noch einmal
import-file-required = ist erforderlich: Wählen Sie eine Datei
import-number-of-proposal = { $title } hat die Nummer eines Vorschlags, { $number }
import-number-twice = { $title } hat die Nummer von { $other }, { $number }
import-collisions = { $conflicts } Kollisionen; es wurde nichts importiert. Um trotzdem zu importieren, geben Sie einen Grund an
links-busy = Andere ändern gerade diese Links, und Ihre wurden nicht gespeichert; versuchen Sie es noch einmal
must-be-at-most-200 = darf höchstens 200 Zeichen lang sein
calendar-wrong = Diese Kalenderadresse ist falsch oder wurde beendet; erstellen Sie auf Ihrer Seite eine neue
timetable-busy = Andere ändern gerade den Zeitplan, und Ihre Änderung wurde nicht gespeichert; versuchen Sie es noch einmal
must-be-placed-session = muss die ID eines Beitrags sein, der im Block seines Tracks liegt
block-not-yours = Es ist kein Block eines Tracks, den Sie leiten
shift-nothing-left = Von da an beginnt in diesem Block nichts mehr vom Track
shift-past-block = Der Block endet vorher: Es lassen sich höchstens { $most } Minuten hinzufügen
publish-busy = Andere veröffentlichen gleichzeitig; sehen Sie nach, was sich geändert hat, und versuchen Sie es noch einmal
publish-draft-only = Es ist im Entwurf geändert und noch nicht veröffentlicht; veröffentlichen Sie es
session-not-yours = Nur die Organisation und die Leitung des Tracks können ihn ändern
session-bof = Ein BoF ändert auf seiner eigenen Seite, wer es vorgeschlagen hat
entry-key-reused = Derselbe Idempotency-Key kam mit einem anderen Eintrag; senden Sie mit einem neuen einen neuen Schlüssel
title-of-proposal = gehört zum Vorschlag: Ändern Sie ihn dort
entry-cancel-only = Hier lassen sich nur freie Einträge absagen: ein Vortrag bei seinem Vorschlag, ein BoF auf seiner eigenen Seite
draft-private = Der Entwurf ist für die Organisation und die Leitungen
