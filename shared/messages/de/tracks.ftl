### Tracks und ihre Einreichungen.

## Die Liste

tracks-title = Einreichungen
open-calls = Jetzt offen
later-calls = Öffnen später
closed-calls = Geschlossen
tracks-without-call = Tracks ohne Einreichung
no-open-call = Zurzeit ist keine Einreichung offen.
closes-label = Schließt
opens-label = Öffnet
closed-label = Geschlossen seit
other-zone = Zeiten in einer anderen Zeitzone zeigen
zone = Zeitzone
zone-show = Anzeigen

## Ein Track

about = Worum es geht
topics = Themen
outcomes = Ergebnisse
accomplishments = Ergebnisse früherer Ausgaben
recordings = Aufzeichnungen
call = Einreichung
closes = Schließt
opens = Öffnet
closed-on = Geschlossen seit
submit-proposal = Vorschlag einreichen
late-allowed = Sie können später einreichen. Die Leitung gibt Ihnen Zeit bis:
watching = Wir erinnern Sie, bevor diese Einreichung schließt.
remind-me-before = Vor dem Ende erinnern
remind-me = Erinnern
stop-reminder = Erinnerung abbestellen
selection = Auswahl
edit-track = Track bearbeiten
said-saved = Änderungen gespeichert.
said-asked = Wir haben Ihnen geschrieben. Bestätigen Sie mit dem Knopf in der E-Mail, dann erinnern wir Sie.
said-watching = Wir erinnern Sie, bevor diese Einreichung schließt.
said-stopped = Wir erinnern Sie nicht an diese Einreichung.
remind-title = Erinnerung
remind-confirm = Sollen wir { $email } erinnern, bevor diese Einreichung schließt?

## Einen Track bearbeiten

edit-title = { $track } bearbeiten
saved-by-other = Jemand anderes hat das gespeichert
saved-by-other-text = Ihr eigener Text steht unten im Formular. Übernehmen Sie, was Sie behalten möchten, und speichern Sie dann.
your-text = Ihr Text
markdown-hint = Sie können Markdown verwenden
recordings-hint = Eine pro Zeile: die Adresse, ein Leerzeichen und ein Titel
contact-address = Kontaktadresse
contact-hint = Wird statt der Adressen der Leitung gezeigt
call-opens = Einreichung öffnet
call-opens-hint = Zum Beispiel 2023-06-26T10:00:00, in der Zeit der Konferenz. Fest, sobald sie offen ist.
call-closes = Einreichung schließt
call-closes-hint = Zum Beispiel 2023-08-27T18:00:00 oder 2023-08-27 anywhere on Earth. Wir benachrichtigen alle mit einem Entwurf, wenn sie sich verschiebt.

## Späte Vorschläge

late-title = Späte Vorschläge
late-lead = Eine Person darf in diesem Track bis zu einer eigenen Frist einreichen und ändern. Wir schreiben ihr; sie meldet sich mit dieser Adresse an.
late-until = Bis
late-allow = Späte Vorschläge erlauben
late-none = Noch darf niemand später einreichen.
late-revoke = Widerrufen
late-state-working = Aktiv
late-state-over = Abgelaufen
late-state-revoked = Widerrufen
late-act = { $act } { $at } durch { $by }
late-act-given = Erlaubt
late-act-revoked = Widerrufen
deadline-hint = Zum Beispiel 2023-08-27T18:00:00 oder 2023-08-27 anywhere on Earth
state = Zustand
history = Verlauf

## Ergebnisse

outcomes-title = Ergebnisse von { $track }
outcomes-lead = Was entschieden, aufgenommen oder begonnen wurde. Alle können es lesen, und die Einreichung im nächsten Jahr beginnt damit.
outcomes-track = Der Track als Ganzes
no-outcomes = Noch keine Ergebnisse.
recording = Aufzeichnung
recording-address = Aufzeichnung (Adresse)
saved = Änderungen gespeichert.

## Der Feed offener Einreichungen

feed-title = { $conference }: Einreichungen
feed-call = { $track }: Einreichung bis { $closes }
feed-until = Vorschläge für { $track } können Sie bis { $closes } einreichen.

## Probleme

track-changed-meanwhile = Eine andere Person hat diesen Track gespeichert, nachdem Sie ihn gelesen haben; Ihr Text ist noch da
late-in-future = muss in der Zukunft liegen; jetzt ist { $now }
late-after-deadline = muss nach der Frist liegen, die für alle gilt: { $closes }
late-no-call = { $track } hat keinen Call
late-too-often = wurde { $most } Mal gegeben und zurückgenommen, öfter geht es nicht
outcomes-meanwhile = Eine andere Person hat Ergebnisse gespeichert, nachdem Sie sie gelesen haben; Ihr Text ist noch da
outcomes-busy = Eine andere Person speichert das gleichzeitig; senden Sie es noch einmal
remind-closed = { $track } nimmt keine Vorschläge mehr an, deshalb gibt es nichts zu erinnern
too-many-asked-network = Aus Ihrem Netz kamen zu viele Anfragen; warten Sie { $minutes } Minuten
remind-link-wrong = Dieser Link ist falsch oder zu alt; fordern Sie auf der Seite des Tracks einen neuen an

post-to-be-reminded = mit POST an diese Adresse lassen Sie sich erinnern
