### Die Liste der Konferenzen, die Startseite einer Ausgabe und ihre Neuigkeiten.

## Alle Konferenzen

editions-title = Konferenzen
no-editions = Noch keine Konferenzen.
set-up-first = Die erste Konferenz einrichten
set-up-another = Noch eine Konferenz einrichten

## Teilnehmen

waitlist = Warteliste
join-waitlist = Auf die Warteliste
register = Registrieren
register-online = Online teilnehmen
and-online = und online
registration-opens = Die Registrierung öffnet am { $at }.
registration-closed = Die Registrierung endete am { $at }.
registration-until = Die Registrierung ist offen bis { $at }.
have-pass = Schon registriert oder auf der Warteliste? Link noch einmal schicken
have-invitation = Einladung verwenden
event-over = Diese Konferenz ist vorbei. Danke an alle, die dabei waren.
see-programme = Zum Programm

## Nächste Termine

next-dates = Nächste Termine
no-dates = Keine weiteren Termine.
date-registration-opens = Registrierung öffnet
date-registration-closes = Registrierung schließt
date-call-opens = Einreichung öffnet: { $track }
date-call-closes = Einreichung schließt: { $track }
date-claim-by = Nicht abgerufene Pässe gehen an die Warteliste: { $pool }

## Einreichungen

all-tracks =
    { $count ->
        [one] Der einzige Track
       *[other] Alle { $count } Tracks
    }
call-opens = Öffnet { $day }
call-closes = Schließt { $day }
call-closed = Geschlossen seit { $day }
website = Mehr auf der Website der Konferenz

## Neuigkeiten

all-news = Alle Neuigkeiten
no-news = Noch keine Neuigkeiten. Ankündigungen erscheinen hier.
earlier-news = Ältere Neuigkeiten
news-as-text = Als reiner Text
news-write = Ankündigung schreiben
news-title = Titel
news-body = Text
news-body-hint = Trennen Sie Absätze durch eine leere Zeile
news-publish = Veröffentlichen
news-withdraw = Zurückziehen
news-state-held = Angehalten
news-state-withdrawn = Zurückgezogen
news-state-published = Veröffentlicht

## Was eine Art von Problem bedeutet, für Entwickler

problem-type = Typ
problem-status = HTTP-Status
problem-detail = "detail" in der Antwort sagt, was geschehen ist und was zu tun ist.
problem-storage = Plumbline kann gerade keine Daten lesen oder speichern. Ihre Anfrage ist nicht die Ursache. "reason" in der Antwort ist eines von diesen:
problem-storage-retry = Senden Sie dieselbe Anfrage nach den Sekunden in "Retry-After" noch einmal. Eine Anfrage mit demselben "Idempotency-Key" wirkt einmal. "/healthz" antwortet mit diesem Problem, bis es behoben ist.

## Probleme

nothing-at = Unter { $path } gibt es nichts
method-not-possible = { $method } ist hier nicht möglich; möglich ist { $allow }
