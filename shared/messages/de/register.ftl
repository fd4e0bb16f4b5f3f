### Registrierung, Warteliste und der eigene Pass.

## Das Formular zum Registrieren

register = Registrieren
register-title = Registrieren
form-lead = { $days } · { $place }. Es dauert eine Minute, ein Konto ist nicht nötig.
attendance = Wie nehmen Sie teil?
virtual-hint = Livestreams, Chat und Fragen
sold-out-unless-invited = Ausverkauft, außer mit einer Einladung
in-person-sold-out = Die Pässe vor Ort sind ausverkauft. Zurückgegebene Pässe gehen an die Warteliste. Sie können sich online registrieren und trotzdem auf einen Pass vor Ort warten.
virtual-sold-out = Die Online-Pässe sind ausverkauft. Sie können sich vor Ort registrieren.
all-sold-out = Alle Pässe sind ausverkauft. Zurückgegebene Pässe gehen an die Warteliste.
join-waitlist = Auf die Warteliste
name-hint = So steht er auf Ihrem Namensschild
email-hint = Dorthin schicken wir die Bestätigung und Ihren Link
first-time = Ich bin zum ersten Mal bei dieser Konferenz
have-invitation = Ich habe einen Einladungscode
invitation-code = Einladungscode
invitation-hint = Mit Ihrer Einladung ist ein Pass für Sie reserviert
use-invitation = Einladung verwenden
register-after = Sie bekommen eine E-Mail mit einem Link zum Ändern oder Stornieren.
have-pass = Schon registriert oder auf der Warteliste? Link noch einmal schicken
registration-not-open = Die Registrierung ist noch nicht offen
registration-closed = Die Registrierung ist geschlossen
registration-opens = Die Registrierung öffnet am { $at }.
registration-closed-on = Die Registrierung endete am { $at }.

## Auf die Warteliste

join-lead = Zurückgegebene Pässe gehen an die Warteliste. Wenn Sie an der Reihe sind, halten wir bis zu { $hours } Stunden einen Pass für Sie bereit und schreiben Ihnen.
join-email-hint = Dorthin schicken wir Ihr Angebot
join-reason = Warum möchten Sie teilnehmen?
join-reason-hint = Nur die Organisation sieht das. Ihre Position ändert sich dadurch nicht von selbst.
join-online = Während Sie warten, können Sie auch online teilnehmen.
register-online = Online teilnehmen
waitlist-order = So funktioniert die Warteliste
waitlist-order-text = Wir bieten Pässe nach Prioritätsklasse an, dann nach dem Zeitpunkt des Eintragens:
waitlist-order-grows = Höhere Klassen kommen zuerst, auch wenn sich jemand später einträgt. Ihre Position kann deshalb auch nach hinten rücken.
class = Prioritätsklasse
class-contributor = Mitwirkende
class-newcomer = Zum ersten Mal dabei
class-everyone = Alle anderen
class-moved = Von der Organisation verschoben
class-unverified = Zum ersten Mal dabei, nach Ihrer Angabe

## Ein Wartelistenplatz

entry-title = Ihr Wartelistenplatz
waitlist-entry = Wartelistenplatz
entry-position = Ihre Position
entry-ahead =
    { $count ->
        [0] Niemand ist vor Ihnen
        [one] 1 Person ist vor Ihnen
       *[other] { $count } Personen sind vor Ihnen
    }
entry-freed = Bisher zurückgegebene Pässe
entry-freed-none = Noch keine
entry-freed-week =
    { $count ->
        [one] 1 in der Woche vom { $week }
       *[other] { $count } in der Woche vom { $week }
    }
entry-joined = Eingetragen
entry-has-pass = Sie haben einen Pass
entry-left = Ausgetragen
entry-unreachable = Mails erreichen Sie nicht
entry-unreachable-text = Sie waren an der Reihe, aber unsere Mail an { $email } kam zurück. Deshalb ging das Angebot an die nächste Person. Tragen Sie sich mit einer funktionierenden Adresse neu ein oder schreiben Sie uns:
offer-title = Wir halten einen Pass für Sie bereit
offer-until = Nehmen Sie bis { $until } an oder lehnen Sie ab ({ $utc }). Danach geht der Pass an die nächste Person.
offer-accept = Pass annehmen
offer-decline = Ablehnen
leave-waitlist = Warteliste verlassen
leave-text = Wenn Sie sich später wieder eintragen, beginnen Sie am Ende Ihrer Klasse.
join-again = Wieder eintragen
join-again-hint = Sie beginnen am Ende Ihrer Klasse.
done-joined = Sie sind auf der Warteliste. Wir haben Ihnen den Link zu dieser Seite geschickt.
done-declined = Sie haben den Pass abgelehnt. Er geht an die nächste Person. Danke für Ihre Antwort.
done-left = Sie haben die Warteliste verlassen. Danke für Ihre Nachricht.

## Ein Pass

pass = Pass
pass-title = Ihr Pass
conference = Konferenz
days = Tage
place = Ort
number = Nummer
registered = Registriert
open-pass = Pass öffnen
register-again = Neu registrieren
change-title = Registrierung ändern
change-reserved = Ihr Pass ist für Sie reserviert. Wenn Sie zur Online-Teilnahme wechseln, wird er zurückgegeben.
save-changes = Änderungen speichern
cancel-title = Pass stornieren
cancel-text = Ihr Pass geht an die nächste Person auf der Warteliste. Sie können sich neu registrieren, wenn Pässe verfügbar sind.
cancel-pass = Meinen Pass stornieren
done-registered = Sie sind registriert. Wir haben Ihnen den Link zu dieser Seite geschickt.
done-confirmed = Ihre Adresse ist bestätigt, und der Pass gehört Ihnen. Wir haben Ihnen das Ticket und den Link zu dieser Seite geschickt.
done-changed = Änderungen gespeichert. Wir haben Ihnen eine E-Mail geschickt.
done-cancelled = Ihr Pass ist storniert. Danke für Ihre Nachricht.
known-title = Sie sind schon registriert
known-text = Diese Adresse hat schon einen Pass. Wir haben Ihnen den Link zum Ansehen, Ändern oder Stornieren geschickt.

## Eine Adresse bestätigen

check-mail-title = Sehen Sie in Ihre E-Mails
check-mail-lead = Wir haben einen Link an { $email } geschickt. Öffnen Sie ihn, um Ihre Adresse zu bestätigen und Ihren Pass zu bekommen.
check-mail-held = Wir halten einen Pass für Sie bereit
check-mail-until = Bestätigen Sie bis { $until } ({ $utc }). Danach geht der Pass an jemand anderen.
check-mail-missing = Nach einigen Minuten keine E-Mail? Sehen Sie im Spam-Ordner nach, oder lassen Sie sie noch einmal schicken.
check-mail-again = Link noch einmal schicken
confirm-title = Adresse bestätigen
confirm-until = Bestätigen Sie bis { $until } ({ $utc }), um diesen Pass zu bekommen. Dann schicken wir Ihnen das Ticket.
confirm-button = Bestätigen und Pass bekommen
confirm-not-me = Sie waren das nicht oder möchten den Pass nicht mehr?
confirm-not-me-text = Sie können diese Seite verlassen: Ohne Bestätigung geht der Pass an jemand anderen. Oder geben Sie ihn jetzt zurück.
confirm-over-title = Die Zeit zum Bestätigen ist vorbei
confirm-over = Sie haben Ihre Adresse nicht rechtzeitig bestätigt, deshalb ging der Pass zurück, den wir für Sie gehalten haben. Registrieren Sie sich neu, solange es Pässe gibt, oder tragen Sie sich in die Warteliste ein.

## Link noch einmal schicken

link-title = Link noch einmal schicken
link-lead = Geben Sie die Adresse ein, mit der Sie sich registriert haben. Wir schicken Ihnen den Link zu Ihrem Pass oder Wartelistenplatz.
link-send = Link schicken
link-sent = Wenn diese Adresse einen Pass oder Wartelistenplatz hat, ist der Link unterwegs.

## Kommen Sie noch?

reconfirm-title = Kommen Sie noch?
reconfirm-go = Jetzt antworten
reconfirm-thanks = Danke. Wir freuen uns auf Sie.
reconfirm-answer = Ihre Antwort
reconfirm-until = Antworten bis
reconfirm-state-coming = Sie kommen
reconfirm-state-asked = Antwort nötig
reconfirm-state-over = Die Zeit zum Antworten ist vorbei
reconfirm-state-not-coming = Sie kommen nicht
reconfirm-state-returned = Es kam rechtzeitig keine Antwort, deshalb ging Ihr Pass an die Warteliste
reconfirm-returns = Ohne Antwort geht Ihr Pass an die Warteliste.
reconfirm-yes = Ja, ich komme
reconfirm-no = Nein, meinen Pass stornieren
reconfirm-no-hint = „Nein“ storniert Ihren Pass sofort.
reconfirm-not-asked = Sie müssen nichts tun. Ihr Pass bleibt gültig.

## Das Ticket

ticket = Ticket
ticket-title = Ihr Ticket
ticket-open = Ticket öffnen
ticket-code = Code
ticket-picture = QR-Code Ihres Tickets
ticket-hint = Zeigen Sie diesen Code am Eingang. Er gilt einmal und bleibt gleich, wenn Sie Ihren Pass ändern.
ticket-download = Bild herunterladen
ticket-checked-in = Eingelassen: { $at }.
pass-offered-on = Sie waren nicht eingecheckt, deshalb wurde Ihr Pass anderen angeboten. Kommen Sie noch, gehen Sie zum Empfang: Ist ein Pass frei, bekommen Sie ihn zurück.

## Die Teilnahmebescheinigung

certificate-title = Teilnahmebescheinigung
certificate-text = Hiermit wird bescheinigt, dass
certificate-attended = an { $conference } teilgenommen hat.
certificate-hint = Drucken Sie diese Seite, oder speichern Sie sie im Druckdialog Ihres Browsers als PDF.

## Probleme

certificate-cancelled = Dieser Pass ist storniert, deshalb gibt es keine Bescheinigung
certificate-too-early = Kommen Sie nach dem { $day } wieder, dem letzten Tag der Konferenz
certificate-not-checked-in = Bescheinigungen gibt es für alle, die am Einlass eingecheckt wurden; wenn Sie da waren, schreiben Sie der Organisation
confirm-was-cancelled = Sie wurde storniert, bevor die Adresse bestätigt war; registrieren Sie sich noch einmal
confirm-busy = Ihr Pass ist noch für Sie reserviert; versuchen Sie es noch einmal
hold-lapsed = Die Adresse wurde nicht rechtzeitig bestätigt, deshalb ging der Pass zurück; registrieren Sie sich noch einmal, wenn es noch Pässe gibt
edition-changing = Die Konferenz wird gerade geändert; versuchen Sie es gleich noch einmal
register-busy = Gerade registrieren sich viele; es gibt noch Pässe, versuchen Sie es noch einmal
key-with-other-body = Derselbe Idempotency-Key kam mit einem anderen Inhalt; senden Sie mit einer neuen Anfrage einen neuen Schlüssel
virtual-taken = Alle Online-Pässe sind vergeben
in-person-taken = Alle Pässe vor Ort sind vergeben; zurückgegebene Pässe gehen an die Warteliste
registration-opens-detail = Die Registrierung öffnet am { $at }
registration-closed-detail = Die Registrierung endete am { $at }
passes-changing = Die Zahl der Pässe wird gerade geändert; versuchen Sie es gleich noch einmal
invitation-unknown = Der Code gilt nicht für diese E-Mail-Adresse; verwenden Sie die Adresse, an die die Einladung ging
invitation-used = Sie wurde schon verwendet; die Registrierung hat ihren eigenen Link
invitation-revoked = Die Organisation hat sie zurückgenommen
invitation-too-late = Sie galt bis { $at }; der Pass ging an jemand anderen
invitation-pool-empty = Das Kontingent der Einladung hat keinen Pass mehr; bitte schreiben Sie der Organisation
cancel-busy = Es wurde nichts storniert; versuchen Sie es noch einmal
email-fixed = lässt sich nicht ändern: Stornieren Sie, und registrieren Sie sich mit der anderen Adresse
cancelled-stays = Eine stornierte Registrierung bleibt storniert; registrieren Sie sich noch einmal
confirm-first = Bestätigen Sie Ihre Adresse, dann können Sie die Registrierung ändern
change-busy = Es wurde nichts geändert; versuchen Sie es noch einmal
reconfirm-gone = Sie ist storniert, und der Pass ging an jemand anderen; registrieren Sie sich noch einmal, oder tragen Sie sich auf die Warteliste ein
reconfirm-busy = Es ist nichts gespeichert; versuchen Sie es noch einmal
ticket-confirm-first = Bestätigen Sie zuerst Ihre Adresse: Dann schicken wir Ihnen das Ticket
ticket-cancelled = Dieser Pass ist storniert, deshalb gibt es kein Ticket
ticket-offered-on = Sie waren nicht eingecheckt, deshalb wurde Ihr Pass anderen angeboten: Fragen Sie am Empfang
ticket-not-needed = Sie nehmen online teil und brauchen kein Ticket; um vor Ort teilzunehmen, ändern Sie Ihren Pass
ticket-no-picture = Dieses Ticket hat kein Bild
offer-busy = Das Angebot gilt noch; versuchen Sie es noch einmal
entry-busy = Es hat sich nichts geändert; versuchen Sie es noch einmal
offer-not-yet = Es gibt noch kein Angebot; Sie bekommen eine E-Mail, wenn ein Pass für Sie reserviert ist
offer-was-accepted = Das Angebot wurde angenommen; um den Pass zurückzugeben, stornieren Sie die Registrierung
offer-was-declined = Das Angebot wurde abgelehnt, und der Pass ging an die nächste Person
entry-ended = Dieser Wartelistenplatz ist beendet
already-waiting-detail = Diese Adresse ist auf der Warteliste; der Link zu ihrem Platz ist per E-Mail unterwegs
passes-left = Es gibt noch Pässe; registrieren Sie sich jetzt
join-busy = Sie sind noch nicht eingetragen; versuchen Sie es gleich noch einmal
too-many-joined = Aus Ihrem Netz haben sich zu viele eingetragen; warten Sie { $minutes } Minuten
already-held = Wir halten für diese Adresse einen Pass bereit ({ $attendance }); um ihn zu bekommen oder zu ändern, öffnen Sie den Link in unserer E-Mail
already-has-pass = Diese Adresse hat einen Pass ({ $attendance }); um ihn zu ändern, öffnen Sie den Link aus der Bestätigungsmail
a-pass-in-person = vor Ort
a-pass-virtual = online
reconfirm-over = Die Zeit zum Antworten endete am { $until }; ohne Antwort geht der Pass an die Warteliste
offer-was-held = Wir haben den Pass bis { $until } für Sie reserviert; wenn Sie sich wieder eintragen, warten Sie am Ende Ihrer Klasse
waitlist-opens = Die Registrierung öffnet am { $at }, und mit ihr die Warteliste
waitlist-closed = Die Registrierung endete am { $at }, und mit ihr die Warteliste

link-on-its-way = falls diese Adresse registriert ist, ist ihr Link per E-Mail unterwegs
