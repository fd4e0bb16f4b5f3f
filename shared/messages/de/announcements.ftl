### Ankündigungen, die aus Ereignissen entstehen, in der Sprache der Ausgabe.

## Pässe

sold-out-title = { $conference } ist ausverkauft
sold-out-body = Die Pässe vor Ort sind ausverkauft. Wenn Sie vor Ort dabei sein möchten, tragen Sie sich in die Warteliste ein: Zurückgegebene Pässe bieten wir der Reihe nach den Wartenden an.
reopened-title = Die Registrierung für { $conference } ist wieder offen
reopened-body = Alle auf der Warteliste haben ein Angebot erhalten, und einige zurückgegebene Pässe sind übrig. Sie sind jetzt für alle verfügbar, solange der Vorrat reicht.
released-title =
    { $passes ->
        [one] { $passes } reservierter Pass für { $conference } freigegeben
       *[other] { $passes } reservierte Pässe für { $conference } freigegeben
    }
released-body =
    { $passes ->
        [one] { $passes } reservierter Pass wurde nicht rechtzeitig in Anspruch genommen. Er geht der Reihe nach an die Warteliste.
       *[other] { $passes } reservierte Pässe wurden nicht rechtzeitig in Anspruch genommen. Sie gehen der Reihe nach an die Warteliste.
    } { $waiting ->
        [one] { $waiting } Person steht auf der Warteliste: Ihr Angebot kommt per E-Mail, bis dahin müssen Sie nichts tun.
       *[other] { $waiting } Personen stehen auf der Warteliste: Ihr Angebot kommt per E-Mail, bis dahin müssen Sie nichts tun.
    } Wenn Pässe übrig bleiben, öffnet die Registrierung wieder, und wir kündigen es an.
stays-open = Die Registrierung ist bis { $closes } möglich.

## Einreichungen

call-opened-title = Einreichungen für { $track } sind offen
call-extended-title = Die Frist für Einreichungen zu { $track } ist verlängert
call-earlier-title = Die Einreichung für { $track } schließt früher
call-until = Reichen Sie Ihren Vorschlag für { $track } bis { $closes } ein.
call-was = Die Frist war { $was }.
call-closed-title = Die Einreichung für { $track } ist geschlossen
call-closed-body = Vielen Dank an alle, die einen Vorschlag für { $track } eingereicht haben. Die Leitung prüft jetzt die Vorschläge, und alle Vortragenden erhalten eine Antwort.
call-closed-on = Geschlossen wurde sie am { $closed }.

## Der Zeitplan

timetable-title = Das Programm von { $conference } ist da
timetable-body = Wer wann und wo spricht, steht auf der Programmseite. Sie können das Programm in Ihren Kalender oder Ihre Konferenz-App übernehmen.
timetable-changed-title = Das Programm von { $conference } hat sich geändert
timetable-changed-body =
    { $changes ->
        [one] Fassung { $number } ändert einen Beitrag.
       *[other] Fassung { $number } ändert { $changes } Beiträge.
    } Die Liste der Fassungen zeigt jede Änderung.
