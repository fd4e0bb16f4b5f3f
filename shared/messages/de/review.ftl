### Gutachten, Auswahl, Entscheidungen und die Antworten der Vortragenden.

## Wörter, die mehrere Seiten verwenden

proposal = Vorschlag
proposals = Vorschläge
proposals-to = Vorschläge für { $track }
proposal-number = Nr. { $number }
open-proposal = Vorschlag öffnen
review-count =
    { $count ->
        [one] 1 Gutachten
       *[other] { $count } Gutachten
    }
reviews = Gutachten
no-reviews = Noch keine Gutachten
your-review = Ihr Gutachten
to-review = Zu begutachten
reviewed = Begutachtet
state = Status
average = Durchschnitt
disagreement = Streuung
disagreement-hint = Standardabweichung der Bewertungen
scores = Bewertungen
chart-label = Gutachten nach Bewertung: { $figures }
comment = Kommentar
comments = Kommentare
speakers = Vortragende
abstract = Zusammenfassung
length = Dauer
minutes =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
tag = Schlagwort
tags = Schlagwörter
passes = Pässe
without-pass =
    { $count ->
        [one] 1 vortragende Person ohne Pass
       *[other] { $count } Vortragende ohne Pass
    }
selection = Auswahl
selection-of = Auswahl für { $track }
speaker-pass-holds = hat einen Pass
speaker-pass-unclaimed = eingeladen, Pass nicht abgeholt
speaker-pass-given-up = hat den Pass zurückgegeben
speaker-pass-none = kein Pass reserviert

## Entscheidungen

decision = Entscheidung
decision-undecided = Offen
decision-accepted = Angenommen
decision-standby = Nachrücker
decision-rejected = Abgelehnt
decide = Entscheiden
decide-accepted = Annehmen
decide-standby = Auf die Nachrückliste
decide-rejected = Ablehnen
decide-undecided = Noch keine Entscheidung
decision-note = Nachricht an die Vortragenden
decision-note-hint = Wird mit der Entscheidung verschickt
decision-private = Bis zur Freigabe sehen nur Track-Leitungen die Entscheidungen.
save-decision = Entscheidung speichern
not-released = Nicht freigegeben
last-released = Freigegeben { $at }
standby-position = Platz auf der Nachrückliste
standby-position-hint = 1 rückt als Nächstes nach. Gilt nur für Nachrücker.
standby-rank = Platz { $rank }

## Die eigenen Gutachten

review-next = Nächstes Gutachten
review-due = Fällig { $at }
review-overdue = Überfällig
of-proposals =
    { $count ->
        [one] von 1 Vorschlag
       *[other] von { $count } Vorschlägen
    }
track-to-review = { $count } zu begutachten
track-nothing-to-review = Nichts zu begutachten
queue-blind = Die Vortragenden bleiben beim Begutachten verborgen, bis die Entscheidungen freigegeben sind.
queue-empty = Hier erscheinen die Vorschläge für Tracks, die Sie begutachten.
queue-track-empty = Noch keine Vorschläge eingereicht.

## Ein Vorschlag zum Begutachten

all-reviews = Alle Gutachten
you-reviewed = Von Ihnen begutachtet
you-did-not-review = Ihr Gutachten fehlt
details = Einzelheiten
speakers-hidden = Verborgen, bis die Entscheidung freigegeben ist
speaker-invited = eingeladen
speaker-confirmed = bestätigt
speaker-declined = abgesagt
format = Format
notes = Hinweise für das Begutachten
links = Links und Dateien
comment-hint = Sichtbar beim Begutachten und für Track-Leitungen, nicht für die Vortragenden.
conflict = Interessenkonflikt
conflict-declare = Ich habe einen Interessenkonflikt
conflict-hint = Der Vorschlag wird dann vor Ihnen verborgen. Nur eine andere Track-Leitung oder die Organisation kann das rückgängig machen.
conflict-remove = Konflikt entfernen
submit-review = Gutachten abgeben
save-review = Gutachten speichern
review-closed = Für diesen Vorschlag sind keine Gutachten mehr möglich.
other-reviews = Andere Gutachten
other-reviews-hidden = Sie sehen andere Gutachten, sobald Sie Ihres abgegeben haben.
other-reviews-empty = Noch keine anderen Gutachten.
tags-hint = Trennen Sie Schlagwörter mit Kommas. Nur Track-Leitungen sehen sie.
save-tags = Schlagwörter speichern

## Die Auswahl für einen Track

track-page = Seite des Tracks
preview-release = Vorschau und Freigabe
decisions-being-sent =
    { $count ->
        [one] 1 Entscheidung wird verschickt.
       *[other] { $count } Entscheidungen werden verschickt.
    }
decisions-released =
    { $count ->
        [one] 1 Entscheidung wurde freigegeben. Die E-Mail war am { $at } im Postausgang.
       *[other] { $count } Entscheidungen wurden freigegeben. Alle E-Mails waren am { $at } im Postausgang.
    }
speakers-without-pass =
    { $count ->
        [one] 1 angenommene vortragende Person hat keinen Pass: Das Kontingent für Vortragende ist erschöpft. Die Organisation kann es erhöhen. Wir prüfen täglich erneut.
       *[other] { $count } angenommene Vortragende haben keinen Pass: Das Kontingent für Vortragende ist erschöpft. Die Organisation kann es erhöhen. Wir prüfen täglich erneut.
    }
check-passes-now = Jetzt nach Pässen suchen
passes-unclaimed = Nicht abgeholte Pässe
hidden-proposals =
    { $count ->
        [one] 1 Vorschlag ist für Sie verborgen: Er ist Ihr eigener, oder Sie haben einen Interessenkonflikt. Eine andere Track-Leitung oder die Organisation entscheidet darüber.
       *[other] { $count } Vorschläge sind für Sie verborgen: Es sind Ihre eigenen, oder Sie haben einen Interessenkonflikt. Eine andere Track-Leitung oder die Organisation entscheidet darüber.
    }
next-on-standby = Rückt als Nächstes nach:
search = Suche
any = Alle
order = Reihenfolge
sort-score = Höchster Durchschnitt
sort-number = Reihenfolge der Einreichung
sort-title = Titel
sort-reviews = Wenigste Gutachten
sort-disagreement = Größte Streuung
clear-filter = Alle Vorschläge anzeigen
selection-empty = Noch keine Vorschläge eingereicht. Sie erscheinen hier mit ihren Gutachten.
selection-keys = Solange die Liste den Fokus hat, gelten diese Tasten: j und k für den nächsten und den vorigen Vorschlag, x zum Auswählen, o zum Öffnen, a zum Annehmen, s für die Warteposition, r zum Ablehnen, u zum Zurücknehmen.
selection-no-network = Keine Verbindung. Die Entscheidung wurde nicht gespeichert.
selection-no-match =
    { $all ->
        [one] Der einzige Vorschlag passt nicht.
       *[other] Keiner der { $all } Vorschläge passt.
    }
selection-shown =
    { $all ->
        [one] { $shown } von 1 Vorschlag
       *[other] { $shown } von { $all } Vorschlägen
    }
choose-column = Auswählen
choose = { $title } auswählen
disagreement-of = Streuung { $value }
comment-count =
    { $count ->
        [one] 1 Kommentar
       *[other] { $count } Kommentare
    }
conflict-count =
    { $count ->
        [one] 1 Interessenkonflikt
       *[other] { $count } Interessenkonflikte
    }
decide-chosen = Über die ausgewählten Vorschläge entscheiden
track-passes = Pässe dieses Tracks
track-passes-text = Nach Ihrer Auswahl können Sie die übrigen Pässe des Tracks für die Warteliste freigeben.
track-passes-invitations = Einladungen
track-passes-pool = Kontingent

## Vorschläge nebeneinander

compare = Vergleichen
compare-table = Vorschläge nebeneinander

## Die Freigabe von Entscheidungen

release-title = Entscheidungen für { $track } freigeben
release-empty = Nichts freizugeben. Alle bisherigen Entscheidungen sind freigegeben.
mails = E-Mails
passes-reserved = Reservierte Pässe
release-without-pass =
    { $count ->
        [one] Im Kontingent für Vortragende fehlt ein Pass für 1 Person. Die E-Mail weist darauf hin, und die Organisation wird benachrichtigt. Wir laden die Person ein, sobald ein Pass frei ist.
       *[other] Im Kontingent für Vortragende fehlen Pässe für { $count } Personen. Die E-Mails weisen darauf hin, und die Organisation wird benachrichtigt. Wir laden die Personen ein, sobald Pässe frei sind.
    }
release-hidden =
    { $count ->
        [one] 1 Vorschlag ist für Sie verborgen: Er ist Ihr eigener, oder Sie haben einen Interessenkonflikt. Auch seine Entscheidung wird freigegeben.
       *[other] { $count } Vorschläge sind für Sie verborgen: Es sind Ihre eigenen, oder Sie haben einen Interessenkonflikt. Auch ihre Entscheidungen werden freigegeben.
    }
release-undecided =
    { $count ->
        [one] 1 Vorschlag ist noch nicht entschieden. Die Vortragenden bekommen keine E-Mail:
       *[other] { $count } Vorschläge sind noch nicht entschieden. Die Vortragenden bekommen keine E-Mail:
    }
release-button =
    { $count ->
        [0] Entscheidungen freigeben
        [one] 1 Entscheidung freigeben
       *[other] { $count } Entscheidungen freigeben
    }
release-hint = Jede E-Mail wird einmal verschickt. Eine Freigabe können Sie nicht rückgängig machen.
release-mails = E-Mails, die verschickt werden
mail-to = An { $email }

## Die Antwort auf eine Annahme

answer-title = Ihre Antwort
answer-accepted = Ihr Vorschlag wurde angenommen
answer-ask = Bestätigen Sie, dass Sie ihn vorstellen, oder sagen Sie ab.
answer-by = Antwort bis
answer-late = Die Frist ist vorbei. Ihre Antwort zählt trotzdem, solange Ihr Platz noch frei ist.
answer-confirm = Bestätigen
answer-cannot = Ich kann ihn nicht vorstellen
answer-decline-effect = Sie sagen für alle Vortragenden dieses Vorschlags ab und können das nicht rückgängig machen. Reservierte Pässe, die niemand abgeholt hat, werden zurückgegeben.
answer-decline = Absagen
answer-confirmed = Sie haben bestätigt. Vielen Dank!
answer-confirmed-text = Wenn sich Ihre Pläne ändern, ziehen Sie den Vorschlag so früh wie möglich auf seiner Seite zurück.
answer-declined = Sie haben abgesagt. Danke für Ihre Antwort: Der Platz kann nun an einen anderen Vorschlag gehen.
answer-nothing = Sie müssen jetzt nichts beantworten.
answer-questions = Fragen? Schreiben Sie an

## Reviewing in a spreadsheet

queue-ballot = In einer Tabelle begutachten
ballot-title = In einer Tabelle begutachten: { $track }
ballot-lead = Laden Sie die Vorschläge mit ihren Zusammenfassungen herunter, tragen Sie Ihre Gutachten ein und laden Sie die Tabelle hoch.
ballot-step-download =
    { $count ->
        [one] Laden Sie die Tabelle herunter: 1 Vorschlag, mit Ihren bisherigen Gutachten.
       *[other] Laden Sie die Tabelle herunter: { $count } Vorschläge, mit Ihren bisherigen Gutachten.
    }
ballot-step-fill = Füllen Sie { $columns } aus. Setzen Sie ein x bei „conflict“, wenn Sie befangen sind. Lassen Sie die anderen Spalten, wie sie sind, und Zeilen leer, die Sie noch nicht begutachten möchten.
ballot-step-upload = Speichern Sie sie als XLSX oder CSV, prüfen Sie die Vorschau und speichern Sie Ihre Gutachten.
ballot-file = Datei
ballot-file-hint = Eine Excel-Arbeitsmappe (XLSX) oder CSV mit Kommas, Semikolons oder Tabulatoren.
ballot-csv = Oder fügen Sie die Tabelle ein
ballot-save = Gutachten speichern
ballot-preview = Vorschau
ballot-not-saved = Noch nichts gespeichert
ballot-figures =
    { $votes ->
        [0] Keine neuen Gutachten. Unverändert: { $unchanged }. Leere Zeilen: { $blank }.
        [one] 1 neues oder geändertes Gutachten. Unverändert: { $unchanged }. Leere Zeilen: { $blank }.
       *[other] { $votes } neue oder geänderte Gutachten. Unverändert: { $unchanged }. Leere Zeilen: { $blank }.
    }
ballot-line = Zeile
ballot-conflict = Befangen
ballot-saved =
    { $count ->
        [0] Nichts war neu. Ihre Gutachten sind, wie sie waren.
        [one] 1 Gutachten gespeichert.
       *[other] { $count } Gutachten gespeichert.
    }

## Probleme

answer-link-or-sign-in = Öffnen Sie den Link aus der E-Mail, oder melden Sie sich mit deren Adresse an
answer-not-yours = Das ist für die Vortragenden; öffnen Sie den Link aus der E-Mail
answer-busy = Ihre Antwort wurde nicht gespeichert; senden Sie sie noch einmal
ballot-line-closed = Zeile { $line }: Der Vorschlag kann nicht mehr begutachtet werden; laden Sie die Tabelle neu
ballot-line-decided = Zeile { $line }: Über Vorschlag { $number } ist entschieden; Gutachten sind geschlossen
ballot-busy = Nicht alle Gutachten wurden gespeichert; senden Sie die Tabelle noch einmal
compare-count = muss zwei bis { $max } Vorschläge nennen, als proposals=ID,ID
compare-unknown = In diesem Track gibt es keinen Vorschlag { $unknown }
note-with-decision = gehört zu einer Entscheidung
sign-in-first = Melden Sie sich zuerst an
decide-busy = Es wurde nichts entschieden; versuchen Sie es noch einmal
decide-notified = Die Vortragenden kennen diese Entscheidung schon, und eine andere Notiz würde sie nicht erreichen; schreiben Sie ihnen, oder entscheiden Sie anders
decide-stale = Eine andere Leitung hat entschieden, seit Sie ihn gelesen haben; lesen Sie diese Entscheidung, und senden Sie Ihre noch einmal, wenn Sie sie noch wollen
must-be-ids = muss eine Liste von IDs sein
must-be-ids-not = muss eine Liste von IDs sein, nicht { $kind }
must-name-proposals = muss mindestens einen Vorschlag nennen
must-name-fewer-proposals = darf höchstens { $max } Vorschläge auf einmal nennen
review-closed-detail = Der Vorschlag ist { $state }: Gutachten sind bis zur Mitteilung der Entscheidung möglich
review-busy = Das Gutachten wurde nicht gespeichert; senden Sie es noch einmal
must-be-lift = muss lift sein
no-such-conflict = Es gibt keinen Interessenkonflikt mit diesem Namen; ein Gutachten ändert nur, wer es geschrieben hat
nothing-decided-detail = In diesem Track ist nichts entschieden; entscheiden Sie zuerst, dann teilen Sie es mit
decisions-changed = Die Entscheidungen haben sich geändert, seit Sie geschaut haben; prüfen Sie noch einmal, was hinausgeht, dann teilen Sie es mit
release-busy = Es wurde nichts mitgeteilt; versuchen Sie es noch einmal
decide-was-accepted = Der Vorschlag ist { $state }; eine mitgeteilte Annahme endet nur, wenn die Vortragenden zurückziehen
decide-not-submitted = Der Vorschlag ist { $state }; entschieden wird nur, was eingereicht, zum Nachrücken vorgemerkt oder abgelehnt ist
