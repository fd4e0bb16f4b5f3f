### Der Einlass am Tag.

check-in = Einlassen
scan-title = Ticket scannen
camera = Kamera
camera-start = Kamera starten
camera-none = Dieser Browser kann hier keine Kamera nutzen. Geben Sie den Code unten ein, oder suchen Sie den Namen. Ein Handscanner, der tippt, geht auch.
camera-sent = Dieser Browser kann QR-Codes nicht selbst lesen. Solange die Kamera läuft, liest unser Server die Bilder. Er speichert sie nicht.
camera-offline = Dieser Browser liest Codes nur mit Netz. Geben Sie den Code unten ein, bis das Netz wieder da ist.
code = Code
code-hint = Unter dem QR-Code des Tickets. Leerzeichen und Bindestriche sind egal.
find-title = Jemanden finden
find-label = Name, E-Mail oder Nummer
find = Suchen
find-none = Niemand passt dazu. Versuchen Sie einen anderen Teil des Namens.
is-here = Da
here = Da
expected = Erwartet
undo = Zurücknehmen
note-first-time = Zum ersten Mal hier
done-checked-in = Eingelassen.
done-already-checked-in = Schon eingelassen.
done-undone = Einlass zurückgenommen.
first-scan = Erster Scan: { $at }.
first-scan-label = Erster Scan:
unsent-title = Noch nicht gesendet
unsent-hint = Wir senden diese Scans, sobald das Netz wieder da ist. Bis dahin bleiben sie auf diesem Gerät.
refused-title = Abgewiesen
refused-clear = Liste leeren
offline-hint = Geht ohne Netz: Scans bleiben auf diesem Gerät und werden später gesendet.
online = Online
offline = Offline
saved-offline = Auf diesem Gerät gespeichert. Wir senden es, sobald das Netz wieder da ist.
sign-in-again = Melden Sie sich wieder an, um diese Scans zu senden.
state-offered-on = Anderen angeboten
give-back = Pass zurückgeben
give-back-check-in = Pass zurückgeben und einchecken
done-walk-in = Registriert und eingecheckt. Die Bestätigung ist unterwegs.
done-given-back = Hat wieder einen Pass und ist eingecheckt.
walk-in-title = Ohne Pass?
walk-in-hint = Registriert eine Person und checkt sie ein, wenn ein Pass frei ist und niemand darauf wartet.
walk-in = Registrieren und einchecken
number = Nummer
pool = Pool
no-shows-lead = Personen mit einem Pass vor Ort, die nicht eingecheckt sind.
no-shows-no-policy = Für Nichterscheinen ist in dieser Ausgabe nichts festgelegt, die Pässe bleiben also bei den Personen. In den Einstellungen legen Sie fest, ab wann Personen als nicht erschienen gelten und ob Sie ihre Pässe anderen anbieten können.
no-shows-settings = Einstellungen für Pässe
no-shows-from = Nicht erschienen ab
no-shows-passes = Ihre Pässe
no-shows-offer-on = Sie können sie bis { $until } anderen anbieten. Ein Angebot gilt { $minutes } Minuten.
no-shows-list-only = Sie bleiben bei den Personen. Diese Seite listet nur auf.
no-shows-not-yet = So weit ist der Tag noch nicht: Hier stehen alle, die noch nicht eingecheckt sind.
no-shows-missing = Nicht eingecheckt
no-shows-offered-on = Pass anderen angeboten
no-shows-waiting = Auf der Warteliste
no-shows-none = Alle mit einem Pass vor Ort sind da.
no-shows-preview = Vorschau: Pässe anbieten
no-shows-give-back-hint = Wer spät kommt, bekommt einen Pass zurück, solange einer frei ist und niemand darauf wartet.
no-shows-when = Angeboten
no-shows-released =
    { $count ->
        [one] { $count } Pass wurde anderen angeboten.
       *[other] { $count } Pässe wurden anderen angeboten.
    }
no-shows-given-back = Die Person hat wieder einen Pass.
release-title = Pässe nicht Erschienener anbieten
release-lead = Jede Person verliert den Pass und bekommt eine Mail mit dem Grund und dem, was sie tun kann. Die Pässe gehen der Reihe nach an die Warteliste. Wartet niemand, gibt es sie am Einlass.
release-passes = Pässe, die angeboten werden
release-done = Angebotene Pässe
release-skipped = Unverändert: da oder storniert
release-left = Bleiben fürs nächste Mal
release-reason = Grund
release-reason-hint = Alle bekommen ihn in ihrer Mail. Das Protokoll bewahrt ihn auf.
release-confirm =
    { $count ->
        [one] { $count } Pass anderen anbieten
       *[other] { $count } Pässe anderen anbieten
    }
release-back = Zurück
release-failed =
    { $count ->
        [one] Die Daten von { $count } Person wurden im selben Augenblick geändert. Versuchen Sie es noch einmal.
       *[other] Die Daten von { $count } Personen wurden im selben Augenblick geändert. Versuchen Sie es noch einmal.
    }
release-result = Ergebnis
release-effect = Pass geht an andere
no-show-released = Pass anderen angeboten
no-show-here = Jetzt da
no-show-cancelled = Schon storniert
no-show-failed = Fehlgeschlagen

## Probleme

give-back-cancelled = Dieser Pass wurde storniert und nicht weiter angeboten: Registrieren Sie die Person stattdessen am Einlass
register-busy = Gerade registrieren sich viele; versuchen Sie es noch einmal
no-show-no-policy = Die Ausgabe hat keine Regel für nicht Erschienene: Legen Sie in den Einstellungen eine fest
no-show-lists = Die Regel der Ausgabe listet nicht Erschienene nur auf: Ändern Sie sie in den Einstellungen
scan-in-future = darf nicht in der Zukunft liegen: Stellen Sie die Uhr des Geräts
scan-code-or-registration = muss fehlen, wenn es einen Code gibt
scan-code-required = ist erforderlich: Scannen oder tippen Sie den Code eines Tickets
scan-unknown = Kein Pass dieser Konferenz hat diesen Code: Suchen Sie nach dem Namen, oder schicken Sie die Person zum Empfang
scan-sign-in = Melden Sie sich an, um Personen einzuchecken
scan-busy = Dieses Ticket wird gerade von vielen Geräten gescannt; scannen Sie es noch einmal
scan-offered-on = Die Person kam nicht rechtzeitig, und der Pass wurde anderen angeboten: Suchen Sie den Namen, um ihr einen Pass zurückzugeben, wenn einer frei ist
scan-not-confirmed = Die Person hat ihre Adresse nicht bestätigt: Bitten Sie sie, den Link in unserer E-Mail zu öffnen, oder schicken Sie sie zum Empfang
scan-cancelled = Dieser Pass wurde storniert: Schicken Sie die Person zum Empfang
scan-virtual = Dieser Pass ist für die Teilnahme online: Schicken Sie die Person zum Empfang
key-with-other-body = Derselbe Idempotency-Key kam mit einem anderen Inhalt; senden Sie mit einer neuen Anfrage einen neuen Schlüssel
edition-changing = Die Konferenz wird gerade geändert; versuchen Sie es gleich noch einmal
walk-in-not-confirmed = Diese Adresse hat einen Pass, der nicht bestätigt ist: Bitten Sie die Person, den Link in unserer E-Mail zu öffnen, oder schicken Sie sie zum Empfang
walk-in-has-pass = Diese Adresse hat einen Pass: Suchen Sie den Namen, um die Person einzuchecken
walk-in-has-virtual = Diese Adresse hat einen Online-Pass: Die Person kann ihn mit ihrem Link ändern
passes-changing = Die Zahl der Pässe wird gerade geändert; versuchen Sie es gleich noch einmal
walk-in-no-invitation = Es wurde keine Einladung geschickt; versuchen Sie es noch einmal
walk-in-people-wait = Zurückgegebene Pässe gehen zuerst an die Warteliste: Bitten Sie die Person, sich einzutragen
walk-in-sold-out = Jeder Pass ist vergeben oder jemandem angeboten
no-show-too-early = Bis { $until } können noch alle kommen
no-show-too-late = Pässe konnten bis { $until } angeboten werden
scan-undone = Der Einlass wurde am { $at } zurückgenommen, nach diesem Scan: Scannen Sie das Ticket noch einmal, um die Person einzuchecken
walk-in-opens = Die Registrierung öffnet am { $at }
walk-in-ended = Die Konferenz endete am { $at }
must-be-instant = muss ein Zeitpunkt sein, zum Beispiel 2030-05-01T12:00:00Z
picture-not-png = Schicken Sie das Bild als image/png
picture-too-large = Ein Bild hat höchstens 1 MB; schicken Sie es kleiner, in Grau
picture-too-wide = Ein Bild hat auf jeder Seite höchstens { $pixels } Pixel; schicken Sie es kleiner
picture-unreadable = Das Bild kann nicht gelesen werden: { $error }
picture-without-code = Halten Sie den Code näher und ruhig, oder geben Sie ihn ein
