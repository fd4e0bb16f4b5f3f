## The people of an edition, for organizers: list, search, one person, acts on many.

people-title = Personen
people-count =
    { $count ->
        [one] 1 Person
       *[other] { $count } Personen
    }
people-matching =
    { $count ->
        [one] 1 Treffer
       *[other] { $count } Treffer
    }
people-registrations = Registrierungen
people-write = Nachricht schreiben
people-register = Person registrieren
people-filter = Personen filtern
people-search = Name, E-Mail, Organisation oder Nummer
people-any-state = Jeder Zustand
people-attendance = Teilnahme
people-any-attendance = Jede Teilnahme
people-any-pool = Jedes Kontingent
people-any-class = Jede Klasse
people-any-role = Jede Rolle
people-speaks = Hält einen Vortrag
people-proposals =
    { $count ->
        [one] 1 Vorschlag
       *[other] { $count } Vorschläge
    }
people-sort = Sortierung
people-sort-latest = Neueste zuerst
people-by-registered = Älteste zuerst
people-by-name = Nach Name
people-by-affiliation = Nach Organisation
people-by-email = Nach E-Mail
people-show = Anzeigen
people-none = Hier erscheinen Personen, sobald sie sich registrieren, auf die Warteliste setzen, etwas einreichen oder eine Rolle bekommen.
people-no-match = Niemand passt zu diesem Filter.
people-everybody = Alle anzeigen
people-choose = Auswählen
people-remarks = Angaben
people-since = Seit
people-all =
    { $count ->
        [one] Die 1 passende Person
       *[other] Alle { $count } passenden Personen
    }

state = Zustand
pool = Kontingent
class = Prioritätsklasse
class-contributor = Mitwirkende
class-newcomer = Zum ersten Mal dabei
class-everyone = Alle anderen
role-organizer = Organisation
role-lead = Track-Leitung
role-reviewer = Begutachtung

## One person

person-pass = Pass
person-open-pass = Pass öffnen
person-number = Nummer
person-registered = Registriert
person-no-pass = Keine Registrierung.
person-waitlist = Warteliste
person-open-entry = Eintrag öffnen
person-joined = Eingetragen
person-offer-until = Angebot bis
person-held-until = Gehalten bis
person-why = Grund zu kommen
person-agreed = Version { $version }, { $when }
person-no-entry = Nicht auf der Warteliste.
person-proposals = Vorschläge
person-no-proposals = Keine Vorschläge.
person-sessions = Sitzungen
person-role = Rolle
person-roles = Rollen
person-role-invited = Eingeladen
person-role-held = Aktiv
person-no-roles = Keine Rollen.
person-mails = E-Mails
person-no-mails = Keine E-Mails.
person-resend = Erneut senden
person-acts = Aktionen
person-cancel = Pass stornieren
person-send-link = Link erneut senden
person-move = Auf der Warteliste verschieben
person-invite = In ein Kontingent einladen
mail-state-owed = In der Warteschlange
mail-state-sent = Gesendet
mail-state-failed = Fehlgeschlagen
mail-state-delayed = Verzögert
mail-state-claimed = Wird gesendet

## Acts on many people

act-cancel = Pässe stornieren
act-move = Auf der Warteliste verschieben
act-resend = Links erneut senden
act-invite = In ein Kontingent einladen
act-to-do = Wird geändert
act-done = Geändert
act-count-failed = Nicht geändert: erneut versuchen
act-count-already = Schon vorher erledigt
act-count-skipped = Nichts zu tun
act-count-left = Verbleibend
act-left = Ein Schritt ändert höchstens 300 Personen. Wiederholen Sie ihn für die verbleibenden.
act-failed =
    { $count ->
        [one] 1 Person wurde gerade von jemand anderem geändert. Wiederholen Sie die Aktion für sie.
       *[other] { $count } Personen wurden gerade von jemand anderem geändert. Wiederholen Sie die Aktion für sie.
    }
act-reason = Grund
act-reason-hint = Er steht in der E-Mail an jede Person.
act-preview = Vorschau
act-unchanged = Es gibt nichts zu ändern.
act-no-pools = Kein reserviertes Kontingent kann noch in Anspruch genommen werden. Einladungen gibt es nur für reservierte Kontingente.
act-people = Personen
act-result = Ergebnis
confirm-cancel =
    { $count ->
        [one] 1 Pass stornieren
       *[other] { $count } Pässe stornieren
    }
confirm-move =
    { $count ->
        [one] 1 Person verschieben
       *[other] { $count } Personen verschieben
    }
confirm-resend =
    { $count ->
        [one] 1 Person den Link senden
       *[other] { $count } Personen ihre Links senden
    }
confirm-invite =
    { $count ->
        [one] 1 Person einladen
       *[other] { $count } Personen einladen
    }
effect-cancel = Pass wird storniert
effect-move = Wechselt in die Klasse
effect-resend = Bekommt den Link per E-Mail
effect-invite = Bekommt eine Einladung per E-Mail
result-done = Erledigt
result-already = Schon vorher erledigt
result-no-pass = Kein Pass
result-not-waiting = Nicht auf der Warteliste
result-has-offer = Hat ein offenes Angebot
result-no-link = Kein Pass und nicht auf der Warteliste
result-has-pass = Hat einen Pass vor Ort
result-pool-empty = Keine Pässe mehr im Kontingent
result-unknown = Nicht gefunden
result-failed = Erneut versuchen
result-left = Verbleibend
done-cancel =
    { $count ->
        [one] 1 Pass storniert. Die Person bekommt eine E-Mail.
       *[other] { $count } Pässe storniert. Die Personen bekommen eine E-Mail.
    }
done-move =
    { $count ->
        [one] 1 Person auf der Warteliste verschoben.
       *[other] { $count } Personen auf der Warteliste verschoben.
    }
done-resend =
    { $count ->
        [one] 1 Person bekommt ihren Link per E-Mail.
       *[other] { $count } Personen bekommen ihre Links per E-Mail.
    }
done-invite =
    { $count ->
        [one] 1 Person eingeladen.
       *[other] { $count } Personen eingeladen.
    }

## Search

find-empty = Geben Sie einen Teil eines Namens, einer E-Mail-Adresse, eines Titels oder einer Nummer ein.
find-nothing = Nichts passt zu „{ $q }“.
find-all = Alle Treffer
checked-in = Eingelassen

## Namensschilder

badges-title = Namensschilder
badges-open = Namensschilder
badges-one = Namensschild drucken
badges-count =
    { $count ->
        [one] 1 Namensschild
       *[other] { $count } Namensschilder
    }
badges-hint = Drucken Sie diese Seite mit 100 %, ohne Kopf- und Fußzeilen.
badges-in-parts = Diese Seite hat { $count } Namensschilder. Drucken Sie sie, und öffnen Sie dann die nächste Seite.
badges-none = Hier stehen Namensschilder, sobald jemand vor Ort teilnimmt.
badges-no-match = Niemand, auf den der Filter passt, nimmt vor Ort teil.
badges-settings = Größe und Papier
badges-no-name = Eine Linie für den Namen
badges-ticket = QR-Code des Tickets
ribbon-organizer = Organisation
ribbon-lead = Track-Leitung
ribbon-speaker = Vortrag
ribbon-first-time = Zum ersten Mal hier

## Erasing a person

person-erase = Daten löschen
person-erase-hint = Zeigt zuerst, was geschieht.
erase-person = { $name } löschen
erase-lead = Alles, was von dieser Person noch läuft, endet sofort. Dann werden Name, Adressen und Antworten aus dieser Ausgabe entfernt, und sie bekommt eine letzte E-Mail. Zahlen und Verlauf bleiben. Niemand kann das rückgängig machen.
erase-passes = Stornierte Pässe
erase-waitlist = Beendete Wartelisteneinträge
erase-roles = Beendete Rollen
erase-proposals = Zurückgezogene und geleerte Einreichungen
erase-public = Bleibt im Programm
erase-public-until = Mit dem Namen bis { $day }
erase-public-stays = Mit dem Namen: Diese Ausgabe hat keine Aufbewahrungsfrist
erase-reason-hint = Die Person liest ihn in der letzten E-Mail
erase-confirm = Diese Person löschen
done-erase = { $count ->
    [one] 1 Person wird gelöscht. Das dauert einige Minuten.
   *[other] { $count } Personen werden gelöscht. Das dauert einige Minuten.
}

## Probleme

erase-only-organizer = Das ist die einzige Person der Organisation oder ein Kontakt dieser Ausgabe: Nennen Sie zuerst jemand anderen
must-be-at-most-200 = darf höchstens 200 Zeichen lang sein
ids-or-filter = muss fehlen, wenn es ids gibt
choose-a-person = ist erforderlich, oder ein Filter: Wählen Sie mindestens eine Person
pool-needs-no-invitation = { $pool } braucht keine Einladung; nur reservierte Kontingente brauchen eine
pool-claim-over = Einladungen zu { $pool } galten bis { $when }
