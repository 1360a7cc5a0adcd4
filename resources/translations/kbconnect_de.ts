<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>sentences</name>
        <message>
            <source> The {0} documents it wrote are not read again.</source>
            <translation> Die {0} Dokumente, die er geschrieben hat, werden nicht noch einmal gelesen.</translation>
        </message>
        <message>
            <source>*, 1 or 1,15</source>
            <translation>*, 1 oder 1,15</translation>
        </message>
        <message>
            <source>*, 1, JAN or JAN-MAR</source>
            <translation>*, 1, JAN oder JAN-MAR</translation>
        </message>
        <message>
            <source>*, MON-FRI or 0 for Sunday</source>
            <translation>*, MON-FRI oder 0 für Sonntag</translation>
        </message>
        <message>
            <source>-Direction Inbound -Protocol TCP -LocalPort {0} -Action Allow</source>
            <translation>-Direction Inbound -Protocol TCP -LocalPort {0} -Action Allow</translation>
        </message>
        <message>
            <source>0, 30 or */15</source>
            <translation>0, 30 oder */15</translation>
        </message>
        <message>
            <source>1 day</source>
            <translation>1 Tag</translation>
        </message>
        <message>
            <source>1 hour</source>
            <translation>1 Stunde</translation>
        </message>
        <message>
            <source>1 minute</source>
            <translation>1 Minute</translation>
        </message>
        <message>
            <source>1 row</source>
            <translation>1 Zeile</translation>
        </message>
        <message>
            <source>1 table</source>
            <translation>1 Tabelle</translation>
        </message>
        <message>
            <source>1 table can be read</source>
            <translation>1 Tabelle kann gelesen werden</translation>
        </message>
        <message>
            <source>2, 8-18 or */2</source>
            <translation>2, 8-18 oder */2</translation>
        </message>
        <message>
            <source>A SQLite address names no server.</source>
            <translation>Eine SQLite-Adresse nennt keinen Server.</translation>
        </message>
        <message>
            <source>A SQLite database, texts in {0}</source>
            <translation>Eine SQLite-Datenbank, Texte in {0}</translation>
        </message>
        <message>
            <source>A backup can't take the place of the file it is made of.</source>
            <translation>Eine Sicherung kann nicht an die Stelle der Datei treten, aus der sie gemacht wird.</translation>
        </message>
        <message>
            <source>A bracket is closed here that was never opened.</source>
            <translation>Hier wird eine Klammer geschlossen, die nie geöffnet wurde.</translation>
        </message>
        <message>
            <source>A bracket is opened here that is never closed.</source>
            <translation>Hier wird eine Klammer geöffnet, die nie geschlossen wird.</translation>
        </message>
        <message>
            <source>A command whose first line of output is the password. It runs without a shell and can't ask anything in a terminal.</source>
            <translation>Ein Befehl, dessen erste Zeile Ausgabe das Passwort ist. Er läuft ohne Shell und kann in keinem Terminal nachfragen.</translation>
        </message>
        <message>
            <source>A comment holds code here that the server would run (/*!).</source>
            <translation>Ein Kommentar enthält hier Code, den der Server ausführen würde (/*!).</translation>
        </message>
        <message>
            <source>A comment is opened here that is never closed.</source>
            <translation>Hier beginnt ein Kommentar, der nie endet.</translation>
        </message>
        <message>
            <source>A dataset stays with its connector.</source>
            <translation>Ein Datenbestand bleibt bei seiner Verbindung.</translation>
        </message>
        <message>
            <source>A date: good for filtering</source>
            <translation>Ein Datum: gut zum Filtern</translation>
        </message>
        <message>
            <source>A file could not be read to its end.</source>
            <translation>Eine Datei konnte nicht bis zum Ende gelesen werden.</translation>
        </message>
        <message>
            <source>A file has no accounts of its own. kbconnect opens it for reading only; the lines below make sure of it for any other program that runs under the same account of the computer.</source>
            <translation>Eine Datei hat keine eigenen Konten. kbconnect öffnet sie nur zum Lesen; die Zeilen unten sorgen auch bei jedem anderen Programm dafür, das unter demselben Konto des Computers läuft.</translation>
        </message>
        <message>
            <source>A file is damaged, or it is not of the kind its name says.</source>
            <translation>Eine Datei ist beschädigt oder nicht von der Art, die ihr Name nennt.</translation>
        </message>
        <message>
            <source>A file named by a reference</source>
            <translation>Eine Datei, die ein Verweis nennt,</translation>
        </message>
        <message>
            <source>A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.</source>
            <translation>Oft liegt das an einer Firewall. Prüfen Sie Rechner, Port und VPN, oder lassen Sie diesen Computer durchlassen.</translation>
        </message>
        <message>
            <source>A key is 32 random bytes in URL-safe base64: 44 characters, the last one “=”. Several keys are separated by commas.</source>
            <translation>Ein Schlüssel besteht aus 32 zufälligen Bytes in URL-sicherem Base64: 44 Zeichen, das letzte ist „=“. Mehrere Schlüssel werden durch Kommas getrennt.</translation>
        </message>
        <message>
            <source>A key is named, but not the certificate it belongs to.</source>
            <translation>Es ist ein Schlüssel genannt, aber nicht das Zertifikat, zu dem er gehört.</translation>
        </message>
        <message>
            <source>A key that others can read protects nothing, so it was not used.</source>
            <translation>Ein Schlüssel, den andere lesen können, schützt nichts; darum wurde er nicht benutzt.</translation>
        </message>
        <message>
            <source>A list of values</source>
            <translation>Eine Liste von Werten</translation>
        </message>
        <message>
            <source>A listener answers at {0}, but it knows no SID “{1}”.</source>
            <translation>Auf {0} antwortet ein Listener, aber er kennt keine SID „{1}“.</translation>
        </message>
        <message>
            <source>A listener answers at {0}, but it knows no service “{1}”.</source>
            <translation>Auf {0} antwortet ein Listener, aber er kennt keinen Dienst „{1}“.</translation>
        </message>
        <message>
            <source>A long password in the keyring has lost its second half, which is in kbconnect's own database.</source>
            <translation>Einem langen Passwort im Schlüsselbund fehlt seine zweite Hälfte, die in der Datenbank von kbconnect liegt.</translation>
        </message>
        <message>
            <source>A name is written with escaped characters here (U&amp;), which hides what it is.</source>
            <translation>Hier steht ein Name in verschlüsselter Schreibweise (U&amp;), die verbirgt, wie er lautet.</translation>
        </message>
        <message>
            <source>A number</source>
            <translation>Eine Zahl</translation>
        </message>
        <message>
            <source>A part of its path is empty or dots.</source>
            <translation>Ein Teil seines Pfades ist leer oder besteht aus Punkten.</translation>
        </message>
        <message>
            <source>A pass phrase needs at least {0} characters.</source>
            <translation>Ein Kennsatz braucht mindestens {0} Zeichen.</translation>
        </message>
        <message>
            <source>A port is a number from 1 to 65535.</source>
            <translation>Ein Port ist eine Zahl von 1 bis 65535.</translation>
        </message>
        <message>
            <source>A project that DBeaver encrypts as a whole can't be read by other programs. Else choose the file data-sources.json.</source>
            <translation>Ein Projekt, das DBeaver als Ganzes verschlüsselt, können andere Programme nicht lesen. Wählen Sie sonst die Datei data-sources.json.</translation>
        </message>
        <message>
            <source>A query could not be read here: add GRANT SELECT for the tables it names.</source>
            <translation>Eine Abfrage konnte hier nicht gelesen werden: Ergänzen Sie GRANT SELECT für die Tabellen, die sie nennt.</translation>
        </message>
        <message>
            <source>A quote that is opened in line {0} of {1} is never closed.</source>
            <translation>Ein Anführungszeichen, das in Zeile {0} von {1} beginnt, wird nie geschlossen.</translation>
        </message>
        <message>
            <source>A reference begins with one of {0}</source>
            <translation>Ein Verweis beginnt mit einem von {0}</translation>
        </message>
        <message>
            <source>A reference is env:NAME for a variable, file:PATH for a file, cmd:COMMAND, openbao:MOUNT/PATH#FIELD, aws:NAME#FIELD, or what the program itself stored (keyring:… or vault:…).</source>
            <translation>Ein Verweis ist env:NAME für eine Variable, file:PFAD für eine Datei, cmd:BEFEHL, openbao:MOUNT/PFAD#FELD, aws:NAME#FELD oder das, was das Programm selbst abgelegt hat (keyring:… oder vault:…).</translation>
        </message>
        <message>
            <source>A row can be expected among the first 1 to {0} answers, not {1}.</source>
            <translation>Eine Zeile kann unter den ersten 1 bis {0} Antworten erwartet werden, nicht {1}.</translation>
        </message>
        <message>
            <source>A row of the file is longer than 60 MB, or a quote in it is never closed.</source>
            <translation>Eine Zeile der Datei ist länger als 60 MB, oder ein Anführungszeichen darin wird nie geschlossen.</translation>
        </message>
        <message>
            <source>A run can be limited to at most {0} rows.</source>
            <translation>Ein Lauf lässt sich auf höchstens {0} Zeilen begrenzen.</translation>
        </message>
        <message>
            <source>A run can't be limited to {0} rows.</source>
            <translation>Ein Lauf lässt sich nicht auf {0} Zeilen begrenzen.</translation>
        </message>
        <message>
            <source>A run can't look back by {0}.</source>
            <translation>Ein Lauf kann nicht um {0} zurückschauen.</translation>
        </message>
        <message>
            <source>A run can't wait {0} minutes for a source that says nothing.</source>
            <translation>Ein Lauf kann nicht {0} Minuten auf eine Quelle warten, die nichts sagt.</translation>
        </message>
        <message>
            <source>A run that finds nothing new takes about {0} for {1} rows</source>
            <translation>Ein Lauf, der nichts Neues findet, dauert etwa {0} bei {1} Zeilen</translation>
        </message>
        <message>
            <source>A saved {0} can't be read: the program's own database holds something else in its place.</source>
            <translation>Ein gespeicherter Eintrag ({0}) kann nicht gelesen werden: In der eigenen Datenbank des Programms steht an seiner Stelle etwas anderes.</translation>
        </message>
        <message>
            <source>A script for a read-only account can't be written without the server: {0}</source>
            <translation>Ein Skript für ein nur lesendes Konto lässt sich ohne den Server nicht schreiben: {0}</translation>
        </message>
        <message>
            <source>A sheet of {0} spans more cells than fit into memory.</source>
            <translation>Ein Blatt von {0} umfasst mehr Zellen, als in den Arbeitsspeicher passen.</translation>
        </message>
        <message>
            <source>A socket in a folder can't be reached through an SSH server.</source>
            <translation>Ein Socket in einem Ordner ist über einen SSH-Server nicht zu erreichen.</translation>
        </message>
        <message>
            <source>A sync that follows a column of times compares it with the server's clock. Have whichever clock is wrong set.</source>
            <translation>Ein Abgleich, der einer Zeitspalte folgt, vergleicht sie mit der Uhr des Servers. Lassen Sie die Uhr stellen, die falsch geht.</translation>
        </message>
        <message>
            <source>A table is called as its file is; write the name in double quotes: "orders.csv".</source>
            <translation>Eine Tabelle heißt wie ihre Datei; schreiben Sie den Namen in doppelten Anführungszeichen: "orders.csv".</translation>
        </message>
        <message>
            <source>A text is opened here that is never closed.</source>
            <translation>Hier beginnt ein Text, der nie endet.</translation>
        </message>
        <message>
            <source>A text or a name is opened here that is never closed.</source>
            <translation>Hier beginnt ein Text oder ein Name, der nie endet.</translation>
        </message>
        <message>
            <source>A time of day</source>
            <translation>Eine Uhrzeit</translation>
        </message>
        <message>
            <source>A value of this address begins with a quote that is never closed.</source>
            <translation>Ein Wert dieser Adresse beginnt mit einem Anführungszeichen, das nie geschlossen wird.</translation>
        </message>
        <message>
            <source>A {0} was saved by a newer version of this program.</source>
            <translation>Ein Eintrag ({0}) wurde von einer neueren Version dieses Programms gespeichert.</translation>
        </message>
        <message>
            <source>AWS Secrets Manager</source>
            <translation>AWS Secrets Manager</translation>
        </message>
        <message>
            <source>AWS Secrets Manager did not give the secret.</source>
            <translation>AWS Secrets Manager hat das Geheimnis nicht herausgegeben.</translation>
        </message>
        <message>
            <source>AWS Secrets Manager does not answer.</source>
            <translation>AWS Secrets Manager antwortet nicht.</translation>
        </message>
        <message>
            <source>AWS Secrets Manager has no secret {0}.</source>
            <translation>AWS Secrets Manager hat kein Geheimnis {0}.</translation>
        </message>
        <message>
            <source>AWS Secrets Manager is asked too often now.</source>
            <translation>AWS Secrets Manager wird gerade zu oft gefragt.</translation>
        </message>
        <message>
            <source>AWS does not let this account read the secret.</source>
            <translation>AWS lässt dieses Konto das Geheimnis nicht lesen.</translation>
        </message>
        <message>
            <source>Add a new dataset to the other connector, and remove this one.</source>
            <translation>Legen Sie bei der anderen Verbindung einen neuen Datenbestand an, und entfernen Sie diesen.</translation>
        </message>
        <message>
            <source>Adding meaning can't use {0} processors.</source>
            <translation>Für das Hinzufügen der Bedeutung können nicht {0} Prozessoren genutzt werden.</translation>
        </message>
        <message>
            <source>Adding meaning waits until this computer is plugged in; until then new documents are found by words.</source>
            <translation>Die Bedeutung wird erst hinzugefügt, wenn dieser Computer am Stromnetz ist; bis dahin werden neue Dokumente nach Wörtern gefunden.</translation>
        </message>
        <message>
            <source>Adds the meaning that waited until this computer was plugged in.</source>
            <translation>Ergänzt die Bedeutung, die gewartet hat, bis dieser Rechner am Netz war.</translation>
        </message>
        <message>
            <source>All rows were compared, because there were some that the cursor does not show.</source>
            <translation>Alle Zeilen wurden verglichen, weil es welche gab, die die Folgespalte nicht zeigt.</translation>
        </message>
        <message>
            <source>All {0} tables can be read</source>
            <translation>Alle {0} Tabellen können gelesen werden</translation>
        </message>
        <message>
            <source>Allow this account to read the file, or change the connector's secret.</source>
            <translation>Erlauben Sie diesem Konto, die Datei zu lesen, oder ändern Sie das Geheimnis der Verbindung.</translation>
        </message>
        <message>
            <source>Allow this account to write to the folder {0}, or choose another one with --home.</source>
            <translation>Erlauben Sie diesem Konto, in den Ordner {0} zu schreiben, oder wählen Sie mit --home einen anderen.</translation>
        </message>
        <message>
            <source>Also catches up 1 sync missed before.</source>
            <translation>Holt auch 1 Abgleich nach, der zuvor ausgefallen ist.</translation>
        </message>
        <message>
            <source>Also catches up {0} syncs missed before.</source>
            <translation>Holt auch {0} Abgleiche nach, die zuvor ausgefallen sind.</translation>
        </message>
        <message>
            <source>An address is https://HOST:PORT, for example https://bao.example:8200.</source>
            <translation>Eine Adresse ist https://RECHNER:PORT, zum Beispiel https://bao.example:8200.</translation>
        </message>
        <message>
            <source>An empty file</source>
            <translation>Eine leere Datei</translation>
        </message>
        <message>
            <source>An index serves it, so a run reads little more than what is new.</source>
            <translation>Ein Index unterstützt sie, ein Lauf liest also kaum mehr als das Neue.</translation>
        </message>
        <message>
            <source>Another program is writing to the database file and holds it.</source>
            <translation>Ein anderes Programm schreibt gerade in die Datenbankdatei und hält sie fest.</translation>
        </message>
        <message>
            <source>Another program is writing to the knowledge base {0}.</source>
            <translation>Ein anderes Programm schreibt gerade in die Wissensbasis {0}.</translation>
        </message>
        <message>
            <source>April</source>
            <translation>April</translation>
        </message>
        <message>
            <source>As cron says, {0}</source>
            <translation>Wie cron sagt, {0}</translation>
        </message>
        <message>
            <source>As the sheet shows them</source>
            <translation>Wie das Blatt sie zeigt</translation>
        </message>
        <message>
            <source>As they are stored, without % and currency</source>
            <translation>Wie sie gespeichert sind, ohne % und Währung</translation>
        </message>
        <message>
            <source>Ask an administrator of the database to unlock it.</source>
            <translation>Bitten Sie die Verwaltung der Datenbank, es zu entsperren.</translation>
        </message>
        <message>
            <source>Ask an administrator of the server to switch it on.</source>
            <translation>Bitten Sie die Verwaltung des Servers, es einzuschalten.</translation>
        </message>
        <message>
            <source>Ask for a policy with the capability “read” on this path, and check the path for a wrong letter: what isn't there is refused in the same way.</source>
            <translation>Bitten Sie um eine Richtlinie mit dem Recht „read“ auf diesen Pfad, und prüfen Sie den Pfad auf Schreibfehler: Was es nicht gibt, wird genauso verweigert.</translation>
        </message>
        <message>
            <source>Ask for secretsmanager:GetSecretValue on it, and kms:Decrypt on its key if it has one of its own.</source>
            <translation>Bitten Sie um secretsmanager:GetSecretValue dafür, und um kms:Decrypt auf seinen Schlüssel, falls es einen eigenen hat.</translation>
        </message>
        <message>
            <source>Ask the owner of the file for the right to read it.</source>
            <translation>Bitten Sie den Besitzer der Datei um das Recht, sie zu lesen.</translation>
        </message>
        <message>
            <source>Ask who looks after it for an account that needs one proof only, such as a key.</source>
            <translation>Bitten Sie, wer ihn betreut, um ein Konto, das nur einen Nachweis braucht, etwa einen Schlüssel.</translation>
        </message>
        <message>
            <source>Ask who looks after it to update it, or for a copy of the data in a newer one.</source>
            <translation>Bitten Sie darum, dass sie aktualisiert wird, oder um eine Kopie der Daten in einer neueren.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for an account that may only read.</source>
            <translation>Bitten Sie, wer die Datenbank betreut, um ein Konto, das nur lesen darf.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for an account with a password.</source>
            <translation>Bitten Sie, wer die Datenbank betreut, um ein Konto mit Passwort.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to connect to it.</source>
            <translation>Das Recht, sich mit ihr zu verbinden, gibt Ihnen, wer die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to log in.</source>
            <translation>Das Recht, sich anzumelden, gibt Ihnen, wer die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read it, or choose another table.</source>
            <translation>Das Recht zu lesen gibt Ihnen, wer die Datenbank betreut; oder wählen Sie eine andere Tabelle.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read it, or leave the column out.</source>
            <translation>Das Recht zu lesen gibt Ihnen, wer die Datenbank betreut; oder lassen Sie die Spalte weg.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read the others if you need them.</source>
            <translation>Bitten Sie, wer die Datenbank betreut, um das Recht, auch die übrigen zu lesen, falls Sie sie brauchen.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read them.</source>
            <translation>Bitten Sie, wer die Datenbank betreut, um das Recht, sie zu lesen.</translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read this table.</source>
            <translation>Das Recht, diese Tabelle zu lesen, gibt Ihnen, wer die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after the database to look into its log, and pass on the text for IT.</source>
            <translation>In ihr Protokoll kann schauen, wer die Datenbank betreut; geben Sie dorthin den Text für die IT weiter.</translation>
        </message>
        <message>
            <source>Ask who looks after the database what takes so long there, or make the query lighter: fewer rows, or an index. If it needs that time, allow this dataset more of it among its limits: in the window, or with kbconnect dataset edit NAME --silence-limit MINUTES.</source>
            <translation>Fragen Sie, wer die Datenbank betreut, was dort so lange dauert, oder machen Sie die Abfrage leichter: weniger Zeilen, oder ein Index. Braucht sie diese Zeit, erlauben Sie dem Datenbestand mehr davon in seinen Grenzen: im Fenster, oder mit kbconnect dataset edit NAME --silence-limit MINUTEN.</translation>
        </message>
        <message>
            <source>Ask who looks after the database whether that other server can be reached.</source>
            <translation>Ob der andere Server erreichbar ist, weiß, wer die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after the database.</source>
            <translation>Fragen Sie die Person, die die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after the database; kbconnect reads again once it is repaired.</source>
            <translation>Fragen Sie die Person, die die Datenbank betreut; kbconnect liest wieder, sobald sie repariert ist.</translation>
        </message>
        <message>
            <source>Ask who looks after the database; leaving out columns with very long texts may help.</source>
            <translation>Fragen Sie, wer die Datenbank betreut; es kann helfen, Spalten mit sehr langen Texten wegzulassen.</translation>
        </message>
        <message>
            <source>Ask who looks after the server for a certificate and its key, and choose both files.</source>
            <translation>Bitten Sie, wer den Server betreut, um ein Zertifikat und dessen Schlüssel, und wählen Sie beide Dateien.</translation>
        </message>
        <message>
            <source>Ask who looks after the server for a port with TLS (TCPS), and choose an encrypted connection here.</source>
            <translation>Fragen Sie, wer den Server betreut, nach einem Port mit TLS (TCPS), und wählen Sie hier eine verschlüsselte Verbindung.</translation>
        </message>
        <message>
            <source>Ask who looks after the server for its new key.</source>
            <translation>Fragen Sie, wer den Server betreut, nach seinem neuen Schlüssel.</translation>
        </message>
        <message>
            <source>Ask who looks after the server to allow this network, or connect through a VPN that is allowed.</source>
            <translation>Bitten Sie, wer den Server betreut, dieses Netz zuzulassen, oder verbinden Sie sich über ein VPN, das zugelassen ist.</translation>
        </message>
        <message>
            <source>Ask who looks after the server to let this computer in. Accounts of MySQL are bound to the computers they come from.</source>
            <translation>Bitten Sie, wer den Server betreut, diesen Rechner zuzulassen. Konten von MySQL sind an die Rechner gebunden, von denen sie kommen.</translation>
        </message>
        <message>
            <source>Ask who looks after the server to renew it.</source>
            <translation>Erneuern kann es, wer den Server betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after the server to switch TLS on, or allow this connector connections without it.</source>
            <translation>Bitten Sie, wer den Server betreut, TLS einzuschalten, oder erlauben Sie dieser Verbindung, ohne TLS auszukommen.</translation>
        </message>
        <message>
            <source>Ask who looks after the server to switch TLS on, or choose a weaker setting if the network in between is yours.</source>
            <translation>TLS kann einschalten, wer den Server betreut. Oder wählen Sie eine schwächere Einstellung, wenn das Netz dazwischen Ihr eigenes ist.</translation>
        </message>
        <message>
            <source>Ask who looks after the server to switch TLS on.</source>
            <translation>TLS kann einschalten, wer den Server betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after the server.</source>
            <translation>Fragen Sie die Person, die den Server betreut.</translation>
        </message>
        <message>
            <source>Ask who looks after {0} to allow it. In its sshd_config, below a “Match User” if need be:</source>
            <translation>Bitten Sie, wer {0} betreut, es zu erlauben. In dessen sshd_config, falls nötig unter „Match User“:</translation>
        </message>
        <message>
            <source>Ask whoever issued it for a new one.</source>
            <translation>Bitten Sie, wer es ausgestellt hat, um ein neues.</translation>
        </message>
        <message>
            <source>Ask whoever runs it to enable the auth method approle, or which namespace it is in.</source>
            <translation>Bitten Sie, wer ihn betreibt, die Anmeldung approle freizuschalten, oder fragen Sie, in welchem Namensraum sie liegt.</translation>
        </message>
        <message>
            <source>Ask whoever runs it to look into its log. For an account of its database engine: it may not reach the database.</source>
            <translation>Bitten Sie den Betreiber, in sein Protokoll zu sehen. Bei einem Konto der Datenbank-Engine: Vielleicht erreicht sie die Datenbank nicht.</translation>
        </message>
        <message>
            <source>Ask whoever runs it.</source>
            <translation>Fragen Sie den Betreiber.</translation>
        </message>
        <message>
            <source>At OpenBao at {0} nobody signs in with an AppRole.</source>
            <translation>Bei OpenBao unter {0} meldet sich niemand mit einer AppRole an.</translation>
        </message>
        <message>
            <source>August</source>
            <translation>August</translation>
        </message>
        <message>
            <source>Azure SQL has a list of its own, under Networking: {0} has to stand in it.</source>
            <translation>Azure SQL hat eine eigene Liste, unter „Netzwerk“: {0} muss darin stehen.</translation>
        </message>
        <message>
            <source>Azure starts or moves it; try again in a minute.</source>
            <translation>Azure startet oder verschiebt sie gerade; versuchen Sie es in einer Minute erneut.</translation>
        </message>
        <message>
            <source>Behind the password this URL has a parameter that kbconnect does not know.</source>
            <translation>Hinter dem Passwort hat diese URL einen Parameter, den kbconnect nicht kennt.</translation>
        </message>
        <message>
            <source>Between the parts of this address something stands without a name and “=”.</source>
            <translation>Zwischen den Teilen dieser Adresse steht etwas ohne Namen und „=“.</translation>
        </message>
        <message>
            <source>Between the words of this address something stands without a name and “=”.</source>
            <translation>Zwischen den Wörtern dieser Adresse steht etwas ohne Namen und „=“.</translation>
        </message>
        <message>
            <source>CSV, {0}, separated by {1}, header in line {2}</source>
            <translation>CSV, {0}, getrennt durch {1}, Kopfzeile in Zeile {2}</translation>
        </message>
        <message>
            <source>CSV, {0}, separated by {1}, no header</source>
            <translation>CSV, {0}, getrennt durch {1}, ohne Kopfzeile</translation>
        </message>
        <message>
            <source>Catches up the sync of {0}, which was missed, and {1} more.</source>
            <translation>Holt den ausgefallenen Abgleich von {0} nach und {1} weitere.</translation>
        </message>
        <message>
            <source>Catches up the sync of {0}, which was missed.</source>
            <translation>Holt den ausgefallenen Abgleich von {0} nach.</translation>
        </message>
        <message>
            <source>Central Europe (Windows-1250)</source>
            <translation>Mitteleuropa (Windows-1250)</translation>
        </message>
        <message>
            <source>Certificate of</source>
            <translation>Zertifikat von</translation>
        </message>
        <message>
            <source>Change it where it is kept, or give the secret itself so that it is stored.</source>
            <translation>Ändern Sie es dort, wo es liegt, oder geben Sie das Geheimnis selbst an, damit es gespeichert wird.</translation>
        </message>
        <message>
            <source>Change it with a program of Oracle's, or have an administrator set a new one. Then enter it here.</source>
            <translation>Ändern Sie es mit einem Programm von Oracle, oder lassen Sie die Verwaltung ein neues setzen. Geben Sie es danach hier ein.</translation>
        </message>
        <message>
            <source>Change it with a program of SQL Server's, or have an administrator set a new one. Then enter it here.</source>
            <translation>Ändern Sie es mit einem Programm des SQL Servers, oder lassen Sie die Verwaltung ein neues setzen. Geben Sie es danach hier ein.</translation>
        </message>
        <message>
            <source>Change the query so that it leaves such values out or converts them otherwise.</source>
            <translation>Ändern Sie die Abfrage so, dass sie solche Werte weglässt oder anders umwandelt.</translation>
        </message>
        <message>
            <source>Change the query where it points at, then try again.</source>
            <translation>Ändern Sie die Abfrage an der gezeigten Stelle, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Change the query where the database points at, then try again.</source>
            <translation>Ändern Sie die Abfrage an der Stelle, auf die die Datenbank zeigt, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Change the query, then run it again.</source>
            <translation>Ändern Sie die Abfrage und führen Sie sie noch einmal aus.</translation>
        </message>
        <message>
            <source>Change the rows that the saved one expects, or remove it first.</source>
            <translation>Ändern Sie die Zeilen, die die gespeicherte Frage erwartet, oder entfernen Sie diese zuerst.</translation>
        </message>
        <message>
            <source>Check host and port of the database: they count as the SSH server sees them, and localhost is the SSH server itself. Else the database may not be running, or not let the SSH server in.</source>
            <translation>Prüfen Sie Rechner und Port der Datenbank: Sie gelten so, wie der SSH-Server sie sieht, und localhost ist der SSH-Server selbst. Sonst läuft die Datenbank vielleicht nicht oder lässt den SSH-Server nicht ein.</translation>
        </message>
        <message>
            <source>Check host and port, and whether the database is running and open to this computer.</source>
            <translation>Prüfen Sie Rechner und Port und ob die Datenbank läuft und diesen Computer annimmt.</translation>
        </message>
        <message>
            <source>Check host and port, the network or VPN of this computer, and its firewall.</source>
            <translation>Prüfen Sie Rechner und Port, das Netz oder VPN dieses Computers und seine Firewall.</translation>
        </message>
        <message>
            <source>Check host, port and VPN. If the test of the connection finds the host and its port, ask for the addresses of all servers of the cluster to be reachable from here, too.</source>
            <translation>Prüfen Sie Rechner, Port und VPN. Findet der Test der Verbindung den Rechner und seinen Port, bitten Sie darum, dass auch die Adressen aller Server des Verbunds von hier erreichbar sind.</translation>
        </message>
        <message>
            <source>Check mount and path of the reference. The part “data/” that the server puts into addresses is left out.</source>
            <translation>Prüfen Sie Mount und Pfad des Verweises. Das „data/“, das der Server in Adressen einfügt, wird weggelassen.</translation>
        </message>
        <message>
            <source>Check mount, path and field of the reference.</source>
            <translation>Prüfen Sie Mount, Pfad und Feld des Verweises.</translation>
        </message>
        <message>
            <source>Check that the disk is connected and healthy, then try again. If not, show IT the technical detail.</source>
            <translation>Prüfen Sie, ob der Datenträger angeschlossen und in Ordnung ist, und versuchen Sie es dann noch einmal. Wenn nicht, zeigen Sie der IT die technische Angabe.</translation>
        </message>
        <message>
            <source>Check that the file and its folder may be read by this account.</source>
            <translation>Prüfen Sie, ob dieses Konto die Datei und ihren Ordner lesen darf.</translation>
        </message>
        <message>
            <source>Check that the folder exists and its disk is connected, or choose another one with --home.</source>
            <translation>Prüfen Sie, ob der Ordner da und sein Datenträger angeschlossen ist, oder wählen Sie mit --home einen anderen.</translation>
        </message>
        <message>
            <source>Check that this account may run it.</source>
            <translation>Prüfen Sie, ob dieses Konto ihn ausführen darf.</translation>
        </message>
        <message>
            <source>Check that this is the port for encrypted connections (TLS); the server may also know only old versions of TLS. Whoever looks after the server knows.</source>
            <translation>Prüfen Sie, ob dies der Port für verschlüsselte Verbindungen (TLS) ist; vielleicht kennt der Server auch nur alte Fassungen von TLS. Wer den Server betreut, weiß es.</translation>
        </message>
        <message>
            <source>Check that this is the port of MySQL or MariaDB, and whether the server lets this computer in.</source>
            <translation>Prüfen Sie, ob dies der Port von MySQL oder MariaDB ist und ob der Server diesen Rechner zulässt.</translation>
        </message>
        <message>
            <source>Check that this is the port of MySQL or MariaDB; else the server may be overloaded.</source>
            <translation>Prüfen Sie, ob dies der Port von MySQL oder MariaDB ist; sonst ist der Server vielleicht überlastet.</translation>
        </message>
        <message>
            <source>Check that this is the port of PostgreSQL, and whether the server lets this computer in.</source>
            <translation>Prüfen Sie, ob das der Port von PostgreSQL ist und ob der Server diesen Computer zulässt.</translation>
        </message>
        <message>
            <source>Check that this is the port of PostgreSQL; else the server may be overloaded.</source>
            <translation>Prüfen Sie, ob das der Port von PostgreSQL ist; sonst ist der Server vielleicht überlastet.</translation>
        </message>
        <message>
            <source>Check that this is the port of SSH; else the server may be overloaded.</source>
            <translation>Prüfen Sie, ob dies der Port für SSH ist; sonst ist der Server vielleicht überlastet.</translation>
        </message>
        <message>
            <source>Check that {0} is the port of {1}, and ask who looks after the server whether it lets this computer in, or wants an encrypted connection (TLS) from the first byte on.</source>
            <translation>Prüfen Sie, ob {0} der Port von {1} ist, und fragen Sie, wer den Server betreut, ob er diesen Rechner zulässt oder vom ersten Byte an eine verschlüsselte Verbindung (TLS) will.</translation>
        </message>
        <message>
            <source>Check that {0} is the port of {1}; else the server may be overloaded, or a firewall lets the connection through and nothing else.</source>
            <translation>Prüfen Sie, ob {0} der Port von {1} ist; sonst ist der Server vielleicht überlastet, oder eine Firewall lässt die Verbindung durch und sonst nichts.</translation>
        </message>
        <message>
            <source>Check the SID, or connect by the service name: databases inside of another (pluggable ones) have no SID.</source>
            <translation>Prüfen Sie die SID, oder verbinden Sie sich über den Dienstnamen: Datenbanken innerhalb einer anderen (pluggable) haben keine SID.</translation>
        </message>
        <message>
            <source>Check the address and the network, and whether the server runs.</source>
            <translation>Prüfen Sie Adresse und Netz, und ob der Server läuft.</translation>
        </message>
        <message>
            <source>Check the clock of this computer, then ask whoever issued it.</source>
            <translation>Prüfen Sie die Uhr dieses Rechners, dann fragen Sie, wer es ausgestellt hat.</translation>
        </message>
        <message>
            <source>Check the disk or network drive it is on, and whether the file is whole, then try again.</source>
            <translation>Prüfen Sie den Datenträger oder das Netzlaufwerk und ob die Datei vollständig ist, und versuchen Sie es dann erneut.</translation>
        </message>
        <message>
            <source>Check the disk or the network drive it is on, then try again.</source>
            <translation>Prüfen Sie den Datenträger oder das Netzlaufwerk, auf dem sie liegt, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Check the disk. Keep older backups, and make what is damaged anew from its sources.</source>
            <translation>Prüfen Sie den Datenträger. Behalten Sie ältere Sicherungen, und stellen Sie Beschädigtes aus seinen Quellen neu her.</translation>
        </message>
        <message>
            <source>Check the files of the issuer, of the own certificate and of its key.</source>
            <translation>Prüfen Sie die Dateien des Ausstellers, des eigenen Zertifikats und seines Schlüssels.</translation>
        </message>
        <message>
            <source>Check the folder and the port, and whether the server is running.</source>
            <translation>Prüfen Sie den Ordner und den Port und ob der Server läuft.</translation>
        </message>
        <message>
            <source>Check the mode of encryption and the certificate of the issuer.</source>
            <translation>Prüfen Sie die Art der Verschlüsselung und das Zertifikat des Ausstellers.</translation>
        </message>
        <message>
            <source>Check the name of the database. If there should be tables, have the lines below run by an administrator.</source>
            <translation>Prüfen Sie den Namen der Datenbank. Sollte es Tabellen geben, lassen Sie die Zeilen unten von einem Administrator ausführen.</translation>
        </message>
        <message>
            <source>Check the name of the database; capital and small letters count.</source>
            <translation>Prüfen Sie den Namen der Datenbank; Groß- und Kleinbuchstaben zählen.</translation>
        </message>
        <message>
            <source>Check the name of the database; capital and small letters may count.</source>
            <translation>Prüfen Sie den Namen der Datenbank; Groß- und Kleinbuchstaben können zählen.</translation>
        </message>
        <message>
            <source>Check the name of the file, and that this account may read it.</source>
            <translation>Prüfen Sie den Namen der Datei, und ob dieses Konto sie lesen darf.</translation>
        </message>
        <message>
            <source>Check the name of the instance, or write its port into the field for it.</source>
            <translation>Prüfen Sie den Namen der Instanz, oder schreiben Sie ihren Port in das Feld dafür.</translation>
        </message>
        <message>
            <source>Check the name, the region and the account you are signed in to.</source>
            <translation>Prüfen Sie den Namen, die Region und das Konto, bei dem Sie angemeldet sind.</translation>
        </message>
        <message>
            <source>Check the name. Which of these it is, the server doesn't tell; an administrator sees it with the first line below, and lets the account in with the others.</source>
            <translation>Prüfen Sie den Namen. Was davon zutrifft, sagt der Server nicht; die Verwaltung sieht es mit der ersten Zeile unten und lässt das Konto mit den anderen ein.</translation>
        </message>
        <message>
            <source>Check the network or VPN of this computer, and the host.</source>
            <translation>Prüfen Sie das Netz oder VPN dieses Computers und den Rechnernamen.</translation>
        </message>
        <message>
            <source>Check the network or VPN of this computer, then try again.</source>
            <translation>Prüfen Sie das Netz oder VPN dieses Computers, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Check the network, the region and a proxy, then try again.</source>
            <translation>Prüfen Sie Netz, Region und Proxy, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Check the path of the socket file, and whether the server is running.</source>
            <translation>Prüfen Sie den Pfad der Socket-Datei und ob der Server läuft.</translation>
        </message>
        <message>
            <source>Check the path, and whether the disk or network drive it is on is there.</source>
            <translation>Prüfen Sie den Pfad und ob der Datenträger oder das Netzlaufwerk da ist, auf dem sie liegt.</translation>
        </message>
        <message>
            <source>Check the path. To say what it is, write sqlite:/// before a database, or file: before a CSV or a workbook.</source>
            <translation>Prüfen Sie den Pfad. Um zu sagen, was es ist, schreiben Sie sqlite:/// vor eine Datenbank oder file: vor eine CSV-Datei oder Arbeitsmappe.</translation>
        </message>
        <message>
            <source>Check the path; it holds a character that is not allowed.</source>
            <translation>Prüfen Sie den Pfad; er enthält ein Zeichen, das nicht erlaubt ist.</translation>
        </message>
        <message>
            <source>Check the port of the SSH server; 22 is the usual one.</source>
            <translation>Prüfen Sie den Port des SSH-Servers; üblich ist 22.</translation>
        </message>
        <message>
            <source>Check the port of the SSH server; 22 is the usual one. Ask who looks after it whether it is running.</source>
            <translation>Prüfen Sie den Port des SSH-Servers; üblich ist 22. Fragen Sie, wer ihn betreut, ob er läuft.</translation>
        </message>
        <message>
            <source>Check the port, and ask who looks after the server whether the database is running and listens to other computers.</source>
            <translation>Prüfen Sie den Port. Ob die Datenbank läuft und auf andere Rechner hört, weiß, wer den Server betreut.</translation>
        </message>
        <message>
            <source>Check the port, and have whoever looks after the server start the listener.</source>
            <translation>Prüfen Sie den Port, und lassen Sie den Listener von dem starten, der den Server betreut.</translation>
        </message>
        <message>
            <source>Check the port.</source>
            <translation>Prüfen Sie den Port.</translation>
        </message>
        <message>
            <source>Check the port. Whoever looks after the database knows it.</source>
            <translation>Prüfen Sie den Port. Wer die Datenbank betreut, kennt ihn.</translation>
        </message>
        <message>
            <source>Check the reference: its name, region and version.</source>
            <translation>Prüfen Sie den Verweis: Name, Region und Version.</translation>
        </message>
        <message>
            <source>Check the service name; it may have a domain behind it, as in orcl.example.org. If it is a SID, choose that under “Connect by”. A database that was just started is known after a minute.</source>
            <translation>Prüfen Sie den Dienstnamen; hinter ihm kann eine Domäne stehen, wie in orcl.example.org. Ist es eine SID, wählen Sie das unter „Verbinden über“. Eine Datenbank, die eben gestartet wurde, ist nach einer Minute bekannt.</translation>
        </message>
        <message>
            <source>Check the spelling against the list.</source>
            <translation>Vergleichen Sie die Schreibweise mit der Liste.</translation>
        </message>
        <message>
            <source>Check the spelling of the SSH server, and whether this computer is on the right network or VPN. An alias has to stand in ~/.ssh/config of the account that runs kbconnect.</source>
            <translation>Prüfen Sie die Schreibweise des SSH-Servers, und ob dieser Rechner im richtigen Netz oder VPN ist. Ein Alias muss in ~/.ssh/config des Kontos stehen, das kbconnect ausführt.</translation>
        </message>
        <message>
            <source>Check the spelling of the host, and whether this computer is on the right network or VPN.</source>
            <translation>Prüfen Sie die Schreibweise des Rechnernamens und ob dieser Computer im richtigen Netz oder VPN ist.</translation>
        </message>
        <message>
            <source>Check the spelling, or ask who looks after the database for the right to read it.</source>
            <translation>Prüfen Sie die Schreibweise, oder bitten Sie, wer die Datenbank betreut, um das Recht, sie zu lesen.</translation>
        </message>
        <message>
            <source>Check the spelling; capital and small letters count.</source>
            <translation>Prüfen Sie die Schreibweise; Groß- und Kleinbuchstaben zählen.</translation>
        </message>
        <message>
            <source>Check the user name, or ask who looks after the server to let this computer in; it may also want a certificate of this side.</source>
            <translation>Prüfen Sie den Benutzernamen, oder bitten Sie, wer den Server betreut, diesen Rechner einzulassen; vielleicht verlangt er auch ein eigenes Zertifikat.</translation>
        </message>
        <message>
            <source>Check the user name. To let the key in, have the line below added to ~/.ssh/authorized_keys there.</source>
            <translation>Prüfen Sie den Benutzernamen. Damit der Schlüssel eingelassen wird, lassen Sie dort die Zeile unten in ~/.ssh/authorized_keys eintragen.</translation>
        </message>
        <message>
            <source>Check user name and password, or ask who looks after the database.</source>
            <translation>Prüfen Sie Benutzernamen und Passwort, oder fragen Sie die Person, die die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Check user name, password, database, port and the mode of encryption; the text for IT says more.</source>
            <translation>Prüfen Sie Benutzername, Passwort, Datenbank, Port und die Art der Verschlüsselung; der Text für die IT sagt mehr.</translation>
        </message>
        <message>
            <source>Check what stands in the brackets.</source>
            <translation>Prüfen Sie, was in den Klammern steht.</translation>
        </message>
        <message>
            <source>Check whether it lets this computer in; it may also take no more connections just now.</source>
            <translation>Prüfen Sie, ob er diesen Rechner einlässt; vielleicht nimmt er auch gerade keine weiteren Verbindungen an.</translation>
        </message>
        <message>
            <source>Choose a column with the time of the last change, or find changes by comparing.</source>
            <translation>Wählen Sie eine Spalte mit dem Zeitpunkt der letzten Änderung, oder finden Sie Änderungen durch Vergleichen.</translation>
        </message>
        <message>
            <source>Choose a day that the month has.</source>
            <translation>Wählen Sie einen Tag, den der Monat hat.</translation>
        </message>
        <message>
            <source>Choose a file that `kbconnect secret export` has written.</source>
            <translation>Wählen Sie eine Datei, die `kbconnect secret export` geschrieben hat.</translation>
        </message>
        <message>
            <source>Choose a file that kbconnect has exported, a .pgpass, a pg_service.conf, a .my.cnf, or DBeaver's data-sources.json.</source>
            <translation>Wählen Sie eine Datei, die kbconnect ausgegeben hat, eine .pgpass, eine pg_service.conf, eine .my.cnf oder die data-sources.json von DBeaver.</translation>
        </message>
        <message>
            <source>Choose a file that kbconnect has exported.</source>
            <translation>Wählen Sie eine Datei, die kbconnect exportiert hat.</translation>
        </message>
        <message>
            <source>Choose a file that was made by SQLite; its name often ends in .db, .sqlite or .sqlite3.</source>
            <translation>Wählen Sie eine Datei, die von SQLite stammt; ihr Name endet oft auf .db, .sqlite oder .sqlite3.</translation>
        </message>
        <message>
            <source>Choose a file, or a folder with files.</source>
            <translation>Wählen Sie eine Datei oder einen Ordner mit Dateien.</translation>
        </message>
        <message>
            <source>Choose a file, or a folder.</source>
            <translation>Wählen Sie eine Datei oder einen Ordner.</translation>
        </message>
        <message>
            <source>Choose a folder you may write to, on a disk with enough room.</source>
            <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen, auf einem Datenträger mit genug Platz.</translation>
        </message>
        <message>
            <source>Choose a key of one growing column, or find changes by comparing.</source>
            <translation>Wählen Sie als Schlüssel eine einzelne Spalte, die wächst, oder finden Sie Änderungen durch Vergleichen.</translation>
        </message>
        <message>
            <source>Choose a mode that demands encryption (require or stricter) for this connector.</source>
            <translation>Wählen Sie für diese Verbindung eine Art, die Verschlüsselung verlangt (require oder strenger).</translation>
        </message>
        <message>
            <source>Choose a number from 1 to {0}, or 0 for all there are.</source>
            <translation>Wählen Sie eine Zahl von 1 bis {0} oder 0 für alle, die es gibt.</translation>
        </message>
        <message>
            <source>Choose a number from 1 to {0}, or 0 for never.</source>
            <translation>Wählen Sie eine Zahl von 1 bis {0}, oder 0 für nie.</translation>
        </message>
        <message>
            <source>Choose a smaller number; people look at the first few answers.</source>
            <translation>Wählen Sie eine kleinere Zahl; angesehen werden die ersten paar Antworten.</translation>
        </message>
        <message>
            <source>Choose an RSA, ECDSA or Ed25519 key.</source>
            <translation>Wählen Sie einen RSA-, ECDSA- oder Ed25519-Schlüssel.</translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS) as well, if the database offers it.</source>
            <translation>Wählen Sie zusätzlich eine verschlüsselte Verbindung (TLS), wenn die Datenbank sie anbietet.</translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS) for this connector.</source>
            <translation>Wählen Sie für diese Verbindung Verschlüsselung (TLS).</translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS) if the server offers it.</source>
            <translation>Wählen Sie eine verschlüsselte Verbindung (TLS), wenn der Server sie anbietet.</translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS), and ask who looks after the server for the port: some servers encrypt on another one.</source>
            <translation>Wählen Sie eine verschlüsselte Verbindung (TLS), und fragen Sie, wer den Server betreut, nach dem Port: manche Server verschlüsseln auf einem anderen.</translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS).</source>
            <translation>Wählen Sie eine verschlüsselte Verbindung (TLS).</translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS). If it is chosen already, ask who looks after the server to let this computer in.</source>
            <translation>Wählen Sie eine verschlüsselte Verbindung (TLS). Ist sie schon gewählt, kann diesen Computer zulassen, wer den Server betreut.</translation>
        </message>
        <message>
            <source>Choose an encrypted connection that checks the server's certificate (verify-full), then try again.</source>
            <translation>Wählen Sie eine verschlüsselte Verbindung, die das Zertifikat des Servers prüft (verify-full), und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Choose another column, or find changes by comparing.</source>
            <translation>Wählen Sie eine andere Spalte, oder finden Sie Änderungen durch Vergleichen.</translation>
        </message>
        <message>
            <source>Choose another cursor column, or the mode “compare”.</source>
            <translation>Wählen Sie eine andere Folgespalte oder den Modus „compare“.</translation>
        </message>
        <message>
            <source>Choose another file name.</source>
            <translation>Wählen Sie einen anderen Dateinamen.</translation>
        </message>
        <message>
            <source>Choose another file.</source>
            <translation>Wählen Sie eine andere Datei.</translation>
        </message>
        <message>
            <source>Choose another folder with --home or KBCONNECT_HOME, or give your account the right to write.</source>
            <translation>Wählen Sie mit --home oder KBCONNECT_HOME einen anderen Ordner, oder geben Sie Ihrem Konto das Recht zu schreiben.</translation>
        </message>
        <message>
            <source>Choose another folder, or give your account the right to write there.</source>
            <translation>Wählen Sie einen anderen Ordner, oder geben Sie Ihrem Konto das Recht, dort zu schreiben.</translation>
        </message>
        <message>
            <source>Choose another folder, or make room on the disk.</source>
            <translation>Wählen Sie einen anderen Ordner, oder schaffen Sie Platz auf dem Datenträger.</translation>
        </message>
        <message>
            <source>Choose another folder.</source>
            <translation>Wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>Choose another name for the new account; or, if this one can only read, test the connection first.</source>
            <translation>Wählen Sie einen anderen Namen für das neue Konto; oder testen Sie zuerst die Verbindung, wenn dieses nur lesen darf.</translation>
        </message>
        <message>
            <source>Choose another name or folder.</source>
            <translation>Wählen Sie einen anderen Namen oder Ordner.</translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation>Wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>Choose another name; names that differ only in upper and lower case count as the same.</source>
            <translation>Wählen Sie einen anderen Namen; Namen, die sich nur in Groß- und Kleinbuchstaben unterscheiden, gelten als gleich.</translation>
        </message>
        <message>
            <source>Choose at least one row that the question should find.</source>
            <translation>Wählen Sie mindestens eine Zeile, die die Frage finden soll.</translation>
        </message>
        <message>
            <source>Choose between one minute and a year.</source>
            <translation>Wählen Sie zwischen einer Minute und einem Jahr.</translation>
        </message>
        <message>
            <source>Choose data first, or name the tables.</source>
            <translation>Wählen Sie zuerst Daten aus, oder nennen Sie die Tabellen.</translation>
        </message>
        <message>
            <source>Choose fewer rows, or raise the time limit of this connector.</source>
            <translation>Wählen Sie weniger Zeilen, oder erhöhen Sie die Zeitgrenze dieser Verbindung.</translation>
        </message>
        <message>
            <source>Choose from: {0}.</source>
            <translation>Zur Wahl stehen: {0}.</translation>
        </message>
        <message>
            <source>Choose keyring or vault.</source>
            <translation>Wählen Sie keyring (Schlüsselbund) oder vault (Tresor).</translation>
        </message>
        <message>
            <source>Choose numbers from 1 on.</source>
            <translation>Wählen Sie Zahlen ab 1.</translation>
        </message>
        <message>
            <source>Choose one of them: a connector reaches one server.</source>
            <translation>Wählen Sie einen davon: Eine Verbindung erreicht einen Server.</translation>
        </message>
        <message>
            <source>Choose one of these: {0}.</source>
            <translation>Zur Wahl stehen: {0}.</translation>
        </message>
        <message>
            <source>Choose one of {0}.</source>
            <translation>Wählen Sie eine von {0}.</translation>
        </message>
        <message>
            <source>Choose one of: {0}.</source>
            <translation>Zur Wahl stehen: {0}.</translation>
        </message>
        <message>
            <source>Choose one that kbconnect knows.</source>
            <translation>Wählen Sie eine, die kbconnect kennt.</translation>
        </message>
        <message>
            <source>Choose the column or columns whose values are different in every row.</source>
            <translation>Wählen Sie die Spalte oder die Spalten, deren Werte in jeder Zeile verschieden sind.</translation>
        </message>
        <message>
            <source>Choose the column that holds the time of a row's last change, or find changes by comparing.</source>
            <translation>Wählen Sie die Spalte mit dem Zeitpunkt der letzten Änderung einer Zeile, oder finden Sie Änderungen durch Vergleichen.</translation>
        </message>
        <message>
            <source>Choose the columns again; one may have been renamed or removed.</source>
            <translation>Wählen Sie die Spalten neu; vielleicht wurde eine umbenannt oder entfernt.</translation>
        </message>
        <message>
            <source>Choose the columns again; this one may have been renamed or removed.</source>
            <translation>Wählen Sie die Spalten neu; diese wurde vielleicht umbenannt oder entfernt.</translation>
        </message>
        <message>
            <source>Choose the database file inside it.</source>
            <translation>Wählen Sie darin die Datei der Datenbank.</translation>
        </message>
        <message>
            <source>Choose the file again.</source>
            <translation>Wählen Sie die Datei neu.</translation>
        </message>
        <message>
            <source>Choose the file of a key that it knows, or leave the password out to use the keys of the agent.</source>
            <translation>Wählen Sie die Datei eines Schlüssels, den er kennt, oder lassen Sie das Passwort weg, um die Schlüssel des SSH-Agenten zu benutzen.</translation>
        </message>
        <message>
            <source>Choose the file of the database.</source>
            <translation>Wählen Sie die Datei der Datenbank.</translation>
        </message>
        <message>
            <source>Choose the file of the key that {0} knows, or enter a password.</source>
            <translation>Wählen Sie die Datei des Schlüssels, den {0} kennt, oder geben Sie ein Passwort ein.</translation>
        </message>
        <message>
            <source>Choose the file of the private key; the one that ends in .pub is the public half.</source>
            <translation>Wählen Sie die Datei des privaten Schlüssels; die mit der Endung .pub ist die öffentliche Hälfte.</translation>
        </message>
        <message>
            <source>Choose the file of this side's certificate or key again, or leave the fields empty.</source>
            <translation>Wählen Sie die Datei des eigenen Zertifikats oder Schlüssels neu, oder lassen Sie die Felder leer.</translation>
        </message>
        <message>
            <source>Choose the file of this side's certificate, or leave the key out.</source>
            <translation>Wählen Sie die Datei des eigenen Zertifikats, oder lassen Sie den Schlüssel weg.</translation>
        </message>
        <message>
            <source>Choose the file of your private key.</source>
            <translation>Wählen Sie die Datei Ihres privaten Schlüssels.</translation>
        </message>
        <message>
            <source>Choose the file that holds the certificate of the authority, or leave the field empty.</source>
            <translation>Wählen Sie die Datei mit dem Zertifikat der Zertifizierungsstelle, oder lassen Sie das Feld leer.</translation>
        </message>
        <message>
            <source>Choose the file that ssh-keygen has made, without .pub at its end.</source>
            <translation>Wählen Sie die Datei, die ssh-keygen angelegt hat, ohne .pub am Ende.</translation>
        </message>
        <message>
            <source>Choose the file with the certificate of the authority, in PEM form.</source>
            <translation>Wählen Sie die Datei mit dem Zertifikat der Zertifizierungsstelle im Format PEM.</translation>
        </message>
        <message>
            <source>Choose the file with the certificate of your organisation's authority in the connector.</source>
            <translation>Wählen Sie in der Verbindung die Datei mit dem Zertifikat der Zertifizierungsstelle Ihrer Organisation.</translation>
        </message>
        <message>
            <source>Choose the file with the private key of this side's certificate, in PEM form.</source>
            <translation>Wählen Sie die Datei mit dem privaten Schlüssel des eigenen Zertifikats, im PEM-Format.</translation>
        </message>
        <message>
            <source>Choose the file with this side's certificate, in PEM form.</source>
            <translation>Wählen Sie die Datei mit dem eigenen Zertifikat, im PEM-Format.</translation>
        </message>
        <message>
            <source>Choose the file.</source>
            <translation>Wählen Sie die Datei.</translation>
        </message>
        <message>
            <source>Choose the table again; it may have been moved or renamed.</source>
            <translation>Wählen Sie die Tabelle neu; sie wurde vielleicht verschoben oder umbenannt.</translation>
        </message>
        <message>
            <source>Choose the table again; it may have been renamed or removed.</source>
            <translation>Wählen Sie die Tabelle neu; sie wurde vielleicht umbenannt oder entfernt.</translation>
        </message>
        <message>
            <source>Choose the table again; its file may have been renamed, moved or removed.</source>
            <translation>Wählen Sie die Tabelle neu; ihre Datei wurde vielleicht umbenannt, verschoben oder entfernt.</translation>
        </message>
        <message>
            <source>Choose the two files that were made together.</source>
            <translation>Wählen Sie die beiden Dateien, die zusammen angelegt wurden.</translation>
        </message>
        <message>
            <source>Clock of the server</source>
            <translation>Uhr des Servers</translation>
        </message>
        <message>
            <source>Close every other version of this program that uses it, then sync with this one: everything is embedded again.</source>
            <translation>Schließen Sie alle anderen Versionen dieses Programms, die sie benutzen, und gleichen Sie dann mit dieser ab: Alles wird neu eingebettet.</translation>
        </message>
        <message>
            <source>Close that program or wait until it is done, then try again.</source>
            <translation>Schließen Sie jenes Programm, oder warten Sie, bis es fertig ist, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Close the file with: chmod 600 '{0}'. Then change the password, others may have read it.</source>
            <translation>Verschließen Sie die Datei mit: chmod 600 '{0}'. Ändern Sie danach das Passwort, andere könnten es gelesen haben.</translation>
        </message>
        <message>
            <source>Close the program that has it open, or ask its owner for the right to read it.</source>
            <translation>Schließen Sie das Programm, das die Datei geöffnet hat, oder bitten Sie deren Eigentümer um das Recht, sie zu lesen.</translation>
        </message>
        <message>
            <source>Close the quote, or have the file exported again.</source>
            <translation>Schließen Sie das Anführungszeichen, oder lassen Sie die Datei neu exportieren.</translation>
        </message>
        <message>
            <source>Columns are hashed with another key here already, which stays.</source>
            <translation>Spalten werden hier schon mit einem anderen Schlüssel gehasht, der bleibt.</translation>
        </message>
        <message>
            <source>Command of a password manager</source>
            <translation>Befehl eines Passwortverwalters</translation>
        </message>
        <message>
            <source>Compare it with what whoever looks after the SSH server says. If they don't agree, somebody may be in between.</source>
            <translation>Vergleichen Sie ihn mit dem, was sagt, wer den SSH-Server betreut. Stimmen sie nicht überein, ist vielleicht jemand dazwischen.</translation>
        </message>
        <message>
            <source>Compare the fingerprint with what whoever looks after the server says, then approve it.</source>
            <translation>Vergleichen Sie den Fingerabdruck mit dem, was sagt, wer den Server betreut, dann bestätigen Sie ihn.</translation>
        </message>
        <message>
            <source>Compare the fingerprint with what whoever looks after the server says, then approve this key. It has to be approved again when the server changes it.</source>
            <translation>Vergleichen Sie den Fingerabdruck mit dem, was die betreuende Person des Servers nennt, und bestätigen Sie dann diesen Schlüssel. Er muss neu bestätigt werden, wenn der Server ihn wechselt.</translation>
        </message>
        <message>
            <source>Comparing finds every change, removals included. How many rows there are can't be told beforehand; if a run that finds nothing new takes too long, follow a cursor.</source>
            <translation>Vergleichen findet jede Änderung, auch entfernte Zeilen. Wie viele Zeilen es sind, lässt sich vorab nicht sagen; dauert ein Lauf, der nichts Neues findet, zu lange, folgen Sie einer Spalte.</translation>
        </message>
        <message>
            <source>Connect by</source>
            <translation>Verbinden über</translation>
        </message>
        <message>
            <source>Connecting took</source>
            <translation>Verbinden dauerte</translation>
        </message>
        <message>
            <source>Connectors, datasets and history can't be read. Knowledge bases, files of their own, are unaffected.</source>
            <translation>Verbindungen, Datenbestände und die Aktivität können nicht gelesen werden. Wissensbasen sind eigene Dateien und nicht betroffen.</translation>
        </message>
        <message>
            <source>Continues run {0}, which {1}.{2}</source>
            <translation>Setzt Lauf {0} fort, der {1}.{2}</translation>
        </message>
        <message>
            <source>Correct BAO_CACERT or the setting, or leave it out if the computer trusts the issuer.</source>
            <translation>Berichtigen Sie BAO_CACERT oder die Einstellung, oder lassen Sie sie weg, wenn der Rechner dem Aussteller vertraut.</translation>
        </message>
        <message>
            <source>Correct the namespace in the settings, under Secrets, or with `kbconnect secret openbao --namespace`.</source>
            <translation>Berichtigen Sie den Namensraum in den Einstellungen unter Geheimnisse oder mit `kbconnect secret openbao --namespace`.</translation>
        </message>
        <message>
            <source>Cyrillic (Windows-1251)</source>
            <translation>Kyrillisch (Windows-1251)</translation>
        </message>
        <message>
            <source>DB-Lib error message </source>
            <translation>DB-Lib error message </translation>
        </message>
        <message>
            <source>DBeaver calls it data-sources.json.</source>
            <translation>DBeaver nennt sie data-sources.json.</translation>
        </message>
        <message>
            <source>DBeaver reaches it through a proxy, which kbconnect does not open.</source>
            <translation>DBeaver erreicht sie über einen Proxy, den kbconnect nicht öffnet.</translation>
        </message>
        <message>
            <source>DBeaver reaches it through an SSH tunnel that it keeps elsewhere: enter it here.</source>
            <translation>DBeaver erreicht sie durch einen SSH-Tunnel, den es anderswo beschreibt: Geben Sie ihn hier ein.</translation>
        </message>
        <message>
            <source>DBeaver's password stays there, encrypted: enter it once here.</source>
            <translation>Das Passwort von DBeaver bleibt dort, verschlüsselt: Geben Sie es hier einmal ein.</translation>
        </message>
        <message>
            <source>December</source>
            <translation>Dezember</translation>
        </message>
        <message>
            <source>Did you mean {0}?</source>
            <translation>Meinten Sie {0}?</translation>
        </message>
        <message>
            <source>Different in every row of the file; nothing sees to it that it stays so</source>
            <translation>In jeder Zeile der Datei verschieden; nichts sorgt dafür, dass es so bleibt</translation>
        </message>
        <message>
            <source>Different in every row seen; make sure it always is</source>
            <translation>In jeder gesehenen Zeile verschieden; stellen Sie sicher, dass das immer so ist</translation>
        </message>
        <message>
            <source>Different in every row; the database sees to it</source>
            <translation>In jeder Zeile verschieden; dafür sorgt die Datenbank</translation>
        </message>
        <message>
            <source>Documents would be empty.</source>
            <translation>Dokumente wären leer.</translation>
        </message>
        <message>
            <source>Don't go on before whoever looks after the server has confirmed that its key was changed, and named the new fingerprint.</source>
            <translation>Machen Sie nicht weiter, bevor Ihnen, wer den Server betreut, bestätigt hat, dass sein Schlüssel geändert wurde, und den neuen Fingerabdruck genannt hat.</translation>
        </message>
        <message>
            <source>EXEC sys.sp_readerrorlog 0, 1, N'Login failed';</source>
            <translation>EXEC sys.sp_readerrorlog 0, 1, N'Login failed';</translation>
        </message>
        <message>
            <source>EXEC sys.sp_readerrorlog 0, 1, N'Server is listening on';</source>
            <translation>EXEC sys.sp_readerrorlog 0, 1, N'Server is listening on';</translation>
        </message>
        <message>
            <source>EXECUTE sp_set_firewall_rule N'kbconnect', '{0}', '{1}';</source>
            <translation>EXECUTE sp_set_firewall_rule N'kbconnect', '{0}', '{1}';</translation>
        </message>
        <message>
            <source>Empty in the rows seen</source>
            <translation>In den gesehenen Zeilen leer</translation>
        </message>
        <message>
            <source>Encrypted by SSH as far as {0}, where the database runs</source>
            <translation>Durch SSH verschlüsselt bis {0}, wo die Datenbank läuft</translation>
        </message>
        <message>
            <source>Encrypted by SSH as far as {0}. From there to {1} nothing is encrypted, and others on that network could read along.</source>
            <translation>Durch SSH verschlüsselt bis {0}. Von dort bis {1} ist nichts verschlüsselt, und andere in jenem Netz könnten mitlesen.</translation>
        </message>
        <message>
            <source>Encrypted vault in the program's database</source>
            <translation>Verschlüsselter Tresor in der Datenbank des Programms</translation>
        </message>
        <message>
            <source>Encrypted, but the certificate of this side ends soon, on {0} {1} {2}.</source>
            <translation>Verschlüsselt, aber das eigene Zertifikat läuft bald ab, am {0}. {1} {2}.</translation>
        </message>
        <message>
            <source>Encrypted, but the certificate of {0} ends soon, on {1} {2} {3}.</source>
            <translation>Verschlüsselt, aber das Zertifikat von {0} läuft bald ab, am {1}. {2} {3}.</translation>
        </message>
        <message>
            <source>Encrypted, but the certificate of {0} has expired on {1} {2} {3}.</source>
            <translation>Verschlüsselt, aber das Zertifikat von {0} ist am {1}. {2} {3} abgelaufen.</translation>
        </message>
        <message>
            <source>Encryption with the server could not be agreed on.</source>
            <translation>Eine Verschlüsselung mit dem Server konnte nicht vereinbart werden.</translation>
        </message>
        <message>
            <source>Encryption with {0} could not be agreed on.</source>
            <translation>Mit {0} kam keine Verschlüsselung zustande.</translation>
        </message>
        <message>
            <source>Enter it again.</source>
            <translation>Geben Sie ihn noch einmal ein.</translation>
        </message>
        <message>
            <source>Enter its address, https://bao.example:8200, in the settings, under Secrets, or with `kbconnect secret openbao --address`, or set BAO_ADDR (or VAULT_ADDR) to it.</source>
            <translation>Geben Sie seine Adresse, https://bao.example:8200, in den Einstellungen unter Geheimnisse oder mit `kbconnect secret openbao --address` an, oder setzen Sie BAO_ADDR (oder VAULT_ADDR) darauf.</translation>
        </message>
        <message>
            <source>Enter its name.</source>
            <translation>Geben Sie seinen Namen ein.</translation>
        </message>
        <message>
            <source>Enter its pass phrase, or load the key into the SSH agent.</source>
            <translation>Geben Sie seinen Kennsatz ein, oder laden Sie den Schlüssel in den SSH-Agenten.</translation>
        </message>
        <message>
            <source>Enter one host name or IP address.</source>
            <translation>Geben Sie einen Rechnernamen oder eine IP-Adresse ein.</translation>
        </message>
        <message>
            <source>Enter that password as the one of the SSH server. A key with a pass phrase has to be in the SSH agent then, and its public half (.pub) beside it.</source>
            <translation>Geben Sie dieses Passwort als das des SSH-Servers ein. Ein Schlüssel mit Kennsatz muss dann im SSH-Agenten liegen, und seine öffentliche Hälfte (.pub) neben ihm.</translation>
        </message>
        <message>
            <source>Enter the address of the active server or of the load balancer.</source>
            <translation>Geben Sie die Adresse des aktiven Servers oder des Lastverteilers ein.</translation>
        </message>
        <message>
            <source>Enter the host name, for example db.example.org.</source>
            <translation>Geben Sie den Rechnernamen ein, zum Beispiel db.example.org.</translation>
        </message>
        <message>
            <source>Enter the host the database has there; localhost if it runs on the SSH server itself.</source>
            <translation>Geben Sie den Rechner an, den die Datenbank dort hat; localhost, wenn sie auf dem SSH-Server selbst läuft.</translation>
        </message>
        <message>
            <source>Enter the name or address of the SSH server, or leave it out.</source>
            <translation>Geben Sie Namen oder Adresse des SSH-Servers ein, oder lassen Sie ihn weg.</translation>
        </message>
        <message>
            <source>Enter the name or address of the database server.</source>
            <translation>Geben Sie den Namen oder die Adresse des Datenbankservers ein.</translation>
        </message>
        <message>
            <source>Enter the password again. If the connector switches encryption off, choose an encrypted connection (TLS).</source>
            <translation>Geben Sie das Passwort noch einmal ein. Schaltet die Verbindung die Verschlüsselung ab, wählen Sie eine verschlüsselte Verbindung (TLS).</translation>
        </message>
        <message>
            <source>Enter the password again. SQL Server never tells which of these it was: an administrator finds it in the server's log, and with the lines below.</source>
            <translation>Geben Sie das Passwort erneut ein. Was davon zutraf, sagt der SQL Server nie: die Verwaltung findet es im Protokoll des Servers und mit den Zeilen unten.</translation>
        </message>
        <message>
            <source>Enter the password again; capital and small letters count. Which of the two it was, Oracle doesn't tell. Accounts belong to one database: check the service name as well.</source>
            <translation>Geben Sie das Passwort erneut ein; Groß- und Kleinschreibung zählt. Was von beidem zutraf, sagt Oracle nicht. Konten gehören zu einer Datenbank: prüfen Sie auch den Dienstnamen.</translation>
        </message>
        <message>
            <source>Enter the password of your account there instead.</source>
            <translation>Geben Sie stattdessen das Passwort Ihres Kontos dort ein.</translation>
        </message>
        <message>
            <source>Enter the password of {0} again, and choose the certificate that is made out to {1}.</source>
            <translation>Geben Sie das Passwort von {0} noch einmal ein, und wählen Sie das Zertifikat, das auf {1} ausgestellt ist.</translation>
        </message>
        <message>
            <source>Enter the password of {0} again, or ask who looks after the database for it.</source>
            <translation>Geben Sie das Passwort von {0} noch einmal ein; es kennt, wer die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Enter the password of {0} in its form, then try again.</source>
            <translation>Geben Sie das Passwort von {0} in seinem Formular ein, und versuchen Sie es dann erneut.</translation>
        </message>
        <message>
            <source>Enter the password of {0} there again.</source>
            <translation>Geben Sie das Passwort von {0} dort noch einmal ein.</translation>
        </message>
        <message>
            <source>Enter the password.</source>
            <translation>Geben Sie das Passwort ein.</translation>
        </message>
        <message>
            <source>Enter them again in the settings, under Secrets, or with `kbconnect secret openbao --role-id REF --secret-id REF`.</source>
            <translation>Geben Sie sie in den Einstellungen unter Geheimnisse oder mit `kbconnect secret openbao --role-id REF --secret-id REF` noch einmal an.</translation>
        </message>
        <message>
            <source>Environment variable</source>
            <translation>Umgebungsvariable</translation>
        </message>
        <message>
            <source>Every Saturday and Sunday</source>
            <translation>Jeden Samstag und Sonntag</translation>
        </message>
        <message>
            <source>Every day</source>
            <translation>Jeden Tag</translation>
        </message>
        <message>
            <source>Every day in {0}</source>
            <translation>Jeden Tag im {0}</translation>
        </message>
        <message>
            <source>Every document would read the same.</source>
            <translation>Jedes Dokument läse sich gleich.</translation>
        </message>
        <message>
            <source>Every hour</source>
            <translation>Jede Stunde</translation>
        </message>
        <message>
            <source>Every minute</source>
            <translation>Jede Minute</translation>
        </message>
        <message>
            <source>Every night</source>
            <translation>Jede Nacht</translation>
        </message>
        <message>
            <source>Every {0}</source>
            <translation>Jeden {0}</translation>
        </message>
        <message>
            <source>Every {0} days</source>
            <translation>Alle {0} Tage</translation>
        </message>
        <message>
            <source>Every {0} hours</source>
            <translation>Alle {0} Stunden</translation>
        </message>
        <message>
            <source>Every {0} minutes</source>
            <translation>Alle {0} Minuten</translation>
        </message>
        <message>
            <source>Everybody may create tables in the schema “{0}”, this account too. The script leaves that: other accounts may need it. Ask whether CREATE can be revoked from PUBLIC.</source>
            <translation>Jeder darf im Schema „{0}“ Tabellen anlegen, auch dieses Konto. Das Skript lässt das so: Andere Konten könnten es brauchen. Fragen Sie, ob PUBLIC das Recht CREATE entzogen werden kann.</translation>
        </message>
        <message>
            <source>Excel, a hidden sheet</source>
            <translation>Excel, ein ausgeblendetes Blatt</translation>
        </message>
        <message>
            <source>Excel, header in line {0}</source>
            <translation>Excel, Kopfzeile in Zeile {0}</translation>
        </message>
        <message>
            <source>Excel, no header</source>
            <translation>Excel, ohne Kopfzeile</translation>
        </message>
        <message>
            <source>Export it in OpenSSH's form: in PuTTYgen by Conversions, or with the command below.</source>
            <translation>Exportieren Sie ihn im OpenSSH-Format: in PuTTYgen unter Conversions oder mit dem Befehl unten.</translation>
        </message>
        <message>
            <source>February</source>
            <translation>Februar</translation>
        </message>
        <message>
            <source>Files or other data that is no text</source>
            <translation>Dateien oder andere Daten, die kein Text sind</translation>
        </message>
        <message>
            <source>Find changes by comparing, or take the column as it is.</source>
            <translation>Finden Sie Änderungen durch Vergleichen, oder übernehmen Sie die Spalte, wie sie ist.</translation>
        </message>
        <message>
            <source>First line</source>
            <translation>Erste Zeile</translation>
        </message>
        <message>
            <source>Folder of the wallet</source>
            <translation>Ordner des Wallets</translation>
        </message>
        <message>
            <source>For {0} there is no script yet.</source>
            <translation>Für {0} gibt es noch kein Skript.</translation>
        </message>
        <message>
            <source>Found automatically</source>
            <translation>Wird erkannt</translation>
        </message>
        <message>
            <source>Free about {0} MB on that disk, then try again.</source>
            <translation>Schaffen Sie auf dem Datenträger etwa {0} MB Platz, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Free some room on that disk, then try again.</source>
            <translation>Schaffen Sie auf diesem Datenträger Platz, und versuchen Sie es dann erneut.</translation>
        </message>
        <message>
            <source>Free some space on that disk and try again.</source>
            <translation>Schaffen Sie Platz auf dem Datenträger, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Free some space on that disk, then try again: the sync continues where it stopped.</source>
            <translation>Schaffen Sie Platz auf dem Datenträger, und versuchen Sie es dann noch einmal: Der Abgleich macht weiter, wo er aufgehört hat.</translation>
        </message>
        <message>
            <source>Free some space or choose another folder, then try again.</source>
            <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Free some space where temporary files go, then try again.</source>
            <translation>Schaffen Sie Platz, wo temporäre Dateien liegen, und versuchen Sie es dann erneut.</translation>
        </message>
        <message>
            <source>Free some space, or choose fewer columns, then try again.</source>
            <translation>Schaffen Sie Platz oder wählen Sie weniger Spalten, und versuchen Sie es dann erneut.</translation>
        </message>
        <message>
            <source>Free some space, then try again.</source>
            <translation>Schaffen Sie Platz, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Friday</source>
            <translation>Freitag</translation>
        </message>
        <message>
            <source>Full sentences</source>
            <translation>Ganze Sätze</translation>
        </message>
        <message>
            <source>Give 0 or more: seconds for a time, or units of a number.</source>
            <translation>Geben Sie 0 oder mehr an: Sekunden für einen Zeitpunkt oder Einheiten einer Zahl.</translation>
        </message>
        <message>
            <source>Give 0 to look in every run, or a number of hours.</source>
            <translation>Geben Sie 0 an, um in jedem Lauf zu suchen, oder eine Zahl von Stunden.</translation>
        </message>
        <message>
            <source>Give a number from 0 to 1; 0.2 is one in five.</source>
            <translation>Geben Sie eine Zahl von 0 bis 1 an; 0.2 ist jede fünfte Zeile.</translation>
        </message>
        <message>
            <source>Give a number of minutes, or 0 to wait without end.</source>
            <translation>Geben Sie eine Zahl von Minuten an, oder 0, um ohne Ende zu warten.</translation>
        </message>
        <message>
            <source>Give a number of rows, or 0 for any number.</source>
            <translation>Geben Sie eine Zahl von Zeilen an, oder 0 für beliebig viele.</translation>
        </message>
        <message>
            <source>Give a smaller number, or 0 for any number.</source>
            <translation>Geben Sie eine kleinere Zahl an, oder 0 für beliebig viele.</translation>
        </message>
        <message>
            <source>Give at least one column the role Text, or write a template.</source>
            <translation>Geben Sie mindestens einer Spalte die Rolle Text, oder schreiben Sie eine Vorlage.</translation>
        </message>
        <message>
            <source>Give at least one column the role Text.</source>
            <translation>Geben Sie mindestens einer Spalte die Rolle Text.</translation>
        </message>
        <message>
            <source>Give it a name that people recognise.</source>
            <translation>Wählen Sie einen Namen, den andere wiedererkennen.</translation>
        </message>
        <message>
            <source>Give it a shorter name that people recognise.</source>
            <translation>Wählen Sie einen kürzeren Namen, den man wiedererkennt.</translation>
        </message>
        <message>
            <source>Give one of them another name: … AS "{0}_2".</source>
            <translation>Geben Sie einer davon einen anderen Namen: … AS "{0}_2".</translation>
        </message>
        <message>
            <source>Give one value for each of these columns, in this order.</source>
            <translation>Geben Sie für jede dieser Spalten einen Wert an, in dieser Reihenfolge.</translation>
        </message>
        <message>
            <source>Give your account the right to read it, or choose another file.</source>
            <translation>Geben Sie Ihrem Konto das Recht, sie zu lesen, oder wählen Sie eine andere Datei.</translation>
        </message>
        <message>
            <source>Give your account the right to write there, or free some room on the disk.</source>
            <translation>Geben Sie Ihrem Konto das Recht, dort zu schreiben, oder schaffen Sie Platz auf dem Datenträger.</translation>
        </message>
        <message>
            <source>Give your account the right to write there, or start kbconnect yourself after signing in.</source>
            <translation>Geben Sie Ihrem Konto das Recht, dort zu schreiben, oder starten Sie kbconnect nach der Anmeldung selbst.</translation>
        </message>
        <message>
            <source>Give your user account the right to read the file and its folder.</source>
            <translation>Geben Sie Ihrem Benutzerkonto das Recht, die Datei und ihren Ordner zu lesen.</translation>
        </message>
        <message>
            <source>Give your user account the right to write the file and its folder, or move it to a folder of your own.</source>
            <translation>Geben Sie Ihrem Benutzerkonto das Recht, in die Datei und ihren Ordner zu schreiben, oder verschieben Sie sie in einen eigenen Ordner.</translation>
        </message>
        <message>
            <source>Grows when a row changes</source>
            <translation>Wächst, wenn sich eine Zeile ändert</translation>
        </message>
        <message>
            <source>Hash it instead: a hash stays different for different rows.</source>
            <translation>Verwenden Sie stattdessen einen Hash: Er bleibt für verschiedene Zeilen verschieden.</translation>
        </message>
        <message>
            <source>Have an administrator make an account that may only read, then use it here.</source>
            <translation>Lassen Sie von einem Administrator ein Konto anlegen, das nur lesen darf, und verwenden Sie es hier.</translation>
        </message>
        <message>
            <source>Have an administrator of the database run the line below.</source>
            <translation>Lassen Sie die Zeile unten von der Verwaltung der Datenbank ausführen.</translation>
        </message>
        <message>
            <source>Have an administrator set the password again; a newer form of it is kept from then on.</source>
            <translation>Lassen Sie das Passwort von der Verwaltung neu setzen; von da an wird eine neuere Form davon aufbewahrt.</translation>
        </message>
        <message>
            <source>Have it renewed before: ask whoever issued it.</source>
            <translation>Lassen Sie es vorher erneuern: Fragen Sie, wer es ausgestellt hat.</translation>
        </message>
        <message>
            <source>Have it written again. It may be that somebody is saving it just now.</source>
            <translation>Lassen Sie sie neu schreiben. Vielleicht wird sie gerade gespeichert.</translation>
        </message>
        <message>
            <source>Have the file exported again, and check that quotes inside of cells are doubled.</source>
            <translation>Lassen Sie die Datei neu exportieren, und prüfen Sie, ob Anführungszeichen in Zellen verdoppelt sind.</translation>
        </message>
        <message>
            <source>Have the file written again. If it shall really have no rows, leave its header in it.</source>
            <translation>Lassen Sie die Datei neu schreiben. Soll sie wirklich keine Zeilen haben, dann lassen Sie ihre Kopfzeile darin.</translation>
        </message>
        <message>
            <source>Have the line below run in the database master by the server's administrator, or the address added in the Azure portal. It takes up to five minutes to hold.</source>
            <translation>Lassen Sie die Zeile unten von der Verwaltung des Servers in der Datenbank master ausführen, oder die Adresse im Azure-Portal eintragen. Bis es gilt, vergehen bis zu fünf Minuten.</translation>
        </message>
        <message>
            <source>Have the lines below run by the owner of the tables, then test again.</source>
            <translation>Lassen Sie die Zeilen unten vom Besitzer der Tabellen ausführen, und testen Sie dann noch einmal.</translation>
        </message>
        <message>
            <source>Have the script below run by an administrator, then use the new account here.</source>
            <translation>Lassen Sie das Skript unten von der Verwaltung des Servers ausführen, und verwenden Sie hier dann das neue Konto.</translation>
        </message>
        <message>
            <source>IP addresses</source>
            <translation>IP-Adressen</translation>
        </message>
        <message>
            <source>If empty: all databases this account may read.</source>
            <translation>Wenn leer: alle Datenbanken, die dieses Konto lesen darf.</translation>
        </message>
        <message>
            <source>If empty: the database with the same name as the user.</source>
            <translation>Wenn leer: die Datenbank mit demselben Namen wie der Benutzer.</translation>
        </message>
        <message>
            <source>If empty: the one the server has set for this account.</source>
            <translation>Wenn leer: die, die der Server für dieses Konto vorgibt.</translation>
        </message>
        <message>
            <source>If it is right, unpack it yourself and use what comes out.</source>
            <translation>Wenn das stimmt, entpacken Sie die Datei selbst und verwenden Sie, was herauskommt.</translation>
        </message>
        <message>
            <source>If it only goes through another SSH server, name that one as the jump host of this connector, or in the file with ProxyJump instead.</source>
            <translation>Führt er nur über einen anderen SSH-Server, nennen Sie diesen als Sprungserver dieser Verbindung, oder in der Datei stattdessen mit ProxyJump.</translation>
        </message>
        <message>
            <source>If the file was moved, move it back. If it is gone, {0}</source>
            <translation>Wurde die Datei verschoben, verschieben Sie sie zurück. Ist sie weg, {0}</translation>
        </message>
        <message>
            <source>If the password holds one of &amp; = # or %, write it as %26, %3D, %23 or %25.</source>
            <translation>Enthält das Passwort eines von &amp; = # oder %, schreiben Sie es als %26, %3D, %23 oder %25.</translation>
        </message>
        <message>
            <source>If the server lets in listed computers alone (TCP.VALIDNODE_CHECKING in its sqlnet.ora), add {0} to TCP.INVITED_NODES there.</source>
            <translation>Lässt der Server nur aufgelistete Rechner ein (TCP.VALIDNODE_CHECKING in seiner sqlnet.ora), ergänzen Sie dort {0} in TCP.INVITED_NODES.</translation>
        </message>
        <message>
            <source>If there should be some, check that this is the right file.</source>
            <translation>Sollte es welche geben, prüfen Sie, ob das die richtige Datei ist.</translation>
        </message>
        <message>
            <source>If there should be some, check the name of the database and the rights of the account.</source>
            <translation>Falls es welche geben sollte, prüfen Sie den Namen der Datenbank und die Rechte des Kontos.</translation>
        </message>
        <message>
            <source>If there should be some, check the name of the database.</source>
            <translation>Sollte es welche geben, prüfen Sie den Namen der Datenbank.</translation>
        </message>
        <message>
            <source>In a cloud, the security group of the server has to let TCP port {0} in from {1}.</source>
            <translation>In einer Cloud muss die Sicherheitsgruppe des Servers den TCP-Port {0} von {1} aus zulassen.</translation>
        </message>
        <message>
            <source>Install it where kbconnect is: pip install 'kbconnect[aws]'</source>
            <translation>Installieren Sie es dort, wo kbconnect ist: pip install 'kbconnect[aws]'</translation>
        </message>
        <message>
            <source>Install it where kbconnect is: pip install 'kbconnect[vault]'</source>
            <translation>Installieren Sie es dort, wo kbconnect ist: pip install 'kbconnect[vault]'</translation>
        </message>
        <message>
            <source>Install it, or write its whole path: a program that is started from the desktop has a shorter PATH than a terminal.</source>
            <translation>Installieren Sie es, oder schreiben Sie seinen ganzen Pfad: Ein Programm, das vom Desktop gestartet wird, hat einen kürzeren PATH als ein Terminal.</translation>
        </message>
        <message>
            <source>Install it, then start kbconnect again: pip install '{0}'</source>
            <translation>Installieren Sie es, und starten Sie kbconnect neu: pip install '{0}'</translation>
        </message>
        <message>
            <source>Install this program again: the model comes with it. In a checkout, `python3 packaging/dev.py app` builds it.</source>
            <translation>Installieren Sie dieses Programm noch einmal: Das Modell gehört dazu. In einer Arbeitskopie des Quelltexts erzeugt es `python3 packaging/dev.py app`.</translation>
        </message>
        <message>
            <source>Is a row like the others</source>
            <translation>Ist eine Zeile wie die anderen</translation>
        </message>
        <message>
            <source>Issued by</source>
            <translation>Ausgestellt von</translation>
        </message>
        <message>
            <source>It administers the server (azure_pg_admin).</source>
            <translation>Es verwaltet den Server (azure_pg_admin).</translation>
        </message>
        <message>
            <source>It administers the server (cloudsqlsuperuser).</source>
            <translation>Es verwaltet den Server (cloudsqlsuperuser).</translation>
        </message>
        <message>
            <source>It administers the server (rds_superuser).</source>
            <translation>Es verwaltet den Server (rds_superuser).</translation>
        </message>
        <message>
            <source>It belongs to another account. Look through it, then make it your own with the command below.</source>
            <translation>Sie gehört einem anderen Konto. Sehen Sie sie durch und machen Sie sie dann mit dem Befehl unten zu Ihrer eigenen.</translation>
        </message>
        <message>
            <source>It came from a text in another encoding. Type that character again, then try again.</source>
            <translation>Es stammt aus einem Text in einer anderen Kodierung. Tippen Sie das Zeichen neu, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>It can act as another account of this database.</source>
            <translation>Es kann als ein anderes Konto dieser Datenbank handeln.</translation>
        </message>
        <message>
            <source>It can act as any other account.</source>
            <translation>Es kann als jedes andere Konto handeln.</translation>
        </message>
        <message>
            <source>It can become the superuser “{0}”.</source>
            <translation>Es kann zum Superuser „{0}“ werden.</translation>
        </message>
        <message>
            <source>It can become “{0}”, which administers the server.</source>
            <translation>Es kann zu „{0}“ werden, und diese Rolle verwaltet den Server.</translation>
        </message>
        <message>
            <source>It can become “{0}”, which can write.</source>
            <translation>Es kann zu „{0}“ werden, und diese Rolle kann schreiben.</translation>
        </message>
        <message>
            <source>It can become “{0}”, which sees every row.</source>
            <translation>Es kann zu „{0}“ werden, und diese Rolle sieht jede Zeile.</translation>
        </message>
        <message>
            <source>It can change accounts and their rights.</source>
            <translation>Es kann Konten und ihre Rechte ändern.</translation>
        </message>
        <message>
            <source>It can change large objects, {0} in all.</source>
            <translation>Es kann große Objekte ändern, insgesamt {0}.</translation>
        </message>
        <message>
            <source>It can change rows of tables.</source>
            <translation>Es kann Zeilen von Tabellen ändern.</translation>
        </message>
        <message>
            <source>It can change the accounts of the server.</source>
            <translation>Es kann die Konten des Servers ändern.</translation>
        </message>
        <message>
            <source>It can change the accounts of this database and their rights.</source>
            <translation>Es kann die Konten dieser Datenbank und deren Rechte ändern.</translation>
        </message>
        <message>
            <source>It can change the tables of everybody.</source>
            <translation>Es kann die Tabellen aller ändern.</translation>
        </message>
        <message>
            <source>It can copy the whole server (replication).</source>
            <translation>Es kann den ganzen Server kopieren (Replikation).</translation>
        </message>
        <message>
            <source>It can copy the whole server ({0}).</source>
            <translation>Es kann den ganzen Server kopieren ({0}).</translation>
        </message>
        <message>
            <source>It can create accounts and change what they may do ({0}).</source>
            <translation>Es kann Konten anlegen und ändern, was sie dürfen ({0}).</translation>
        </message>
        <message>
            <source>It can create accounts and change what they may do.</source>
            <translation>Es kann Konten anlegen und ändern, was sie dürfen.</translation>
        </message>
        <message>
            <source>It can create databases.</source>
            <translation>Es kann Datenbanken anlegen.</translation>
        </message>
        <message>
            <source>It can create schemas.</source>
            <translation>Es kann Schemas anlegen.</translation>
        </message>
        <message>
            <source>It can create tables and functions in {0}.</source>
            <translation>Es kann Tabellen und Funktionen in {0} anlegen.</translation>
        </message>
        <message>
            <source>It can end the sessions of others (pg_signal_backend).</source>
            <translation>Es kann Sitzungen anderer beenden (pg_signal_backend).</translation>
        </message>
        <message>
            <source>It can end what others are doing.</source>
            <translation>Es kann beenden, was andere gerade tun.</translation>
        </message>
        <message>
            <source>It can let other servers write into this database (pg_create_subscription).</source>
            <translation>Es kann andere Server in diese Datenbank schreiben lassen (pg_create_subscription).</translation>
        </message>
        <message>
            <source>It can lock others out of {0} (LOCK TABLES).</source>
            <translation>Es kann andere von {0} aussperren (LOCK TABLES).</translation>
        </message>
        <message>
            <source>It can make or change tables.</source>
            <translation>Es kann Tabellen anlegen oder ändern.</translation>
        </message>
        <message>
            <source>It can make others members of “{0}”.</source>
            <translation>Es kann andere zu Mitgliedern von „{0}“ machen.</translation>
        </message>
        <message>
            <source>It can make tables.</source>
            <translation>Es kann Tabellen anlegen.</translation>
        </message>
        <message>
            <source>It can make the server write everything out (pg_checkpoint).</source>
            <translation>Es kann den Server alles auf die Platte schreiben lassen (pg_checkpoint).</translation>
        </message>
        <message>
            <source>It can make, change or drop tables and programs in {0} ({1}).</source>
            <translation>Es kann Tabellen und Programme in {0} anlegen, ändern oder löschen ({1}).</translation>
        </message>
        <message>
            <source>It can move counters (sequences), {0} in all.</source>
            <translation>Es kann Zähler (Sequenzen) weiterstellen, insgesamt {0}.</translation>
        </message>
        <message>
            <source>It can pass its rights on to others.</source>
            <translation>Es kann seine Rechte an andere weitergeben.</translation>
        </message>
        <message>
            <source>It can pass on its rights in {0}.</source>
            <translation>Es kann seine Rechte in {0} weitergeben.</translation>
        </message>
        <message>
            <source>It can reach files on the server's machine through {0}.</source>
            <translation>Es kommt über {0} an Dateien auf dem Rechner des Servers.</translation>
        </message>
        <message>
            <source>It can reach files or programs on the server's machine.</source>
            <translation>Es erreicht Dateien oder Programme auf dem Rechner des Servers.</translation>
        </message>
        <message>
            <source>It can reach other servers through dblink, where this program's read-only session ends.</source>
            <translation>Es erreicht über dblink andere Server, wo die nur lesende Sitzung dieses Programms endet.</translation>
        </message>
        <message>
            <source>It can reach other servers: {0}.</source>
            <translation>Es erreicht andere Server: {0}.</translation>
        </message>
        <message>
            <source>It can read and write files on the server's machine (FILE).</source>
            <translation>Es kann Dateien auf dem Rechner des Servers lesen und schreiben (FILE).</translation>
        </message>
        <message>
            <source>It can read every table (pg_read_all_data).</source>
            <translation>Es kann jede Tabelle lesen (pg_read_all_data).</translation>
        </message>
        <message>
            <source>It can read every table of this database.</source>
            <translation>Es kann jede Tabelle dieser Datenbank lesen.</translation>
        </message>
        <message>
            <source>It can read files on the server's machine (pg_read_server_files).</source>
            <translation>Es kann Dateien auf dem Rechner des Servers lesen (pg_read_server_files).</translation>
        </message>
        <message>
            <source>It can read files on the server's machine.</source>
            <translation>Es kann Dateien auf dem Rechner des Servers lesen.</translation>
        </message>
        <message>
            <source>It can read other databases as well: {0}.</source>
            <translation>Es kann auch andere Datenbanken lesen: {0}.</translation>
        </message>
        <message>
            <source>It can read the tables of everybody.</source>
            <translation>Es kann die Tabellen aller lesen.</translation>
        </message>
        <message>
            <source>It can rebuild and lock every table (pg_maintain).</source>
            <translation>Es kann jede Tabelle neu aufbauen und sperren (pg_maintain).</translation>
        </message>
        <message>
            <source>It can run every procedure of this database.</source>
            <translation>Es kann jede Prozedur dieser Datenbank ausführen.</translation>
        </message>
        <message>
            <source>It can run functions in languages that reach out of the database: {0}.</source>
            <translation>Es kann Funktionen in Sprachen ausführen, die aus der Datenbank hinausreichen: {0}.</translation>
        </message>
        <message>
            <source>It can run functions that act with the rights of their owner: {0}.</source>
            <translation>Es kann Funktionen ausführen, die mit den Rechten ihres Eigentümers handeln: {0}.</translation>
        </message>
        <message>
            <source>It can run programs on the server's machine (pg_execute_server_program).</source>
            <translation>Es kann Programme auf dem Rechner des Servers ausführen (pg_execute_server_program).</translation>
        </message>
        <message>
            <source>It can run programs on the server's machine.</source>
            <translation>Es kann Programme auf dem Rechner des Servers ausführen.</translation>
        </message>
        <message>
            <source>It can run stored programs, which may act with the rights of whoever wrote them (EXECUTE).</source>
            <translation>Es kann gespeicherte Programme ausführen, die mit den Rechten dessen handeln können, der sie geschrieben hat (EXECUTE).</translation>
        </message>
        <message>
            <source>It can run the procedures of everybody.</source>
            <translation>Es kann die Prozeduren aller ausführen.</translation>
        </message>
        <message>
            <source>It can see what everybody does on the server (PROCESS).</source>
            <translation>Es kann sehen, was alle auf dem Server tun (PROCESS).</translation>
        </message>
        <message>
            <source>It can see what everybody does on the server (pg_monitor).</source>
            <translation>Es sieht, was alle auf dem Server tun (pg_monitor).</translation>
        </message>
        <message>
            <source>It can see what everybody does on the server (pg_read_all_stats).</source>
            <translation>Es sieht, was alle auf dem Server tun (pg_read_all_stats).</translation>
        </message>
        <message>
            <source>It can steer the server ({0}).</source>
            <translation>Es kann den Server steuern ({0}).</translation>
        </message>
        <message>
            <source>It can steer the server and end other sessions.</source>
            <translation>Es kann den Server steuern und andere Sitzungen beenden.</translation>
        </message>
        <message>
            <source>It can steer the server through {0}.</source>
            <translation>Es kann den Server über {0} steuern.</translation>
        </message>
        <message>
            <source>It can write files on the server's machine (pg_write_server_files).</source>
            <translation>Es kann Dateien auf dem Rechner des Servers schreiben (pg_write_server_files).</translation>
        </message>
        <message>
            <source>It can write to every table (pg_write_all_data).</source>
            <translation>Es kann in jede Tabelle schreiben (pg_write_all_data).</translation>
        </message>
        <message>
            <source>It can write to the server's own tables, in which the accounts stand (mysql).</source>
            <translation>Es kann in die Tabellen des Servers selbst schreiben, in denen die Konten stehen (mysql).</translation>
        </message>
        <message>
            <source>It can write to {0} ({1}).</source>
            <translation>Es kann in {0} schreiben ({1}).</translation>
        </message>
        <message>
            <source>It can write to {0} in further schemas.</source>
            <translation>Es kann in weiteren Schemas schreiben: {0}.</translation>
        </message>
        <message>
            <source>It can write to {0} in the schema “{1}” ({2}).</source>
            <translation>Es kann im Schema „{1}“ schreiben: {0} ({2}).</translation>
        </message>
        <message>
            <source>It can't be searched or synced. The databases it was made from are not affected.</source>
            <translation>In ihr kann nicht gesucht und sie kann nicht abgeglichen werden. Die Datenbanken, aus denen sie entstanden ist, sind nicht betroffen.</translation>
        </message>
        <message>
            <source>It gets a key with the first password that is saved in it.</source>
            <translation>Er bekommt einen Schlüssel mit dem ersten Passwort, das darin gespeichert wird.</translation>
        </message>
        <message>
            <source>It grows with each new row.</source>
            <translation>Sie wächst mit jeder neuen Zeile.</translation>
        </message>
        <message>
            <source>It has a region, which only AWS knows.</source>
            <translation>Er hat eine Region, die nur AWS kennt.</translation>
        </message>
        <message>
            <source>It has a word that kbconnect doesn't know: “{0}”.</source>
            <translation>Sie enthält ein Wort, das kbconnect nicht kennt: „{0}“.</translation>
        </message>
        <message>
            <source>It has been left as it is, and no knowledge base was made.</source>
            <translation>Es wurde so gelassen, wie es ist, und es wurde keine Wissensbasis angelegt.</translation>
        </message>
        <message>
            <source>It has links to other databases.</source>
            <translation>Es hat Verknüpfungen zu anderen Datenbanken.</translation>
        </message>
        <message>
            <source>It has no name.</source>
            <translation>Sie hat keinen Namen.</translation>
        </message>
        <message>
            <source>It has no time zone: a change of the server's or the client's zone, or the end of summer time, can set it back, so a run looks back further.</source>
            <translation>Sie hat keine Zeitzone: Eine andere Zeitzone auf dem Server oder beim Schreiben oder das Ende der Sommerzeit kann sie zurückstellen, deshalb schaut ein Lauf weiter zurück.</translation>
        </message>
        <message>
            <source>It has no value in the rows seen.</source>
            <translation>Sie hat in den gesehenen Zeilen keinen Wert.</translation>
        </message>
        <message>
            <source>It has not been opened, so nothing in it has changed.</source>
            <translation>Sie wurde nicht geöffnet, in ihr hat sich also nichts geändert.</translation>
        </message>
        <message>
            <source>It holds a line break or another character that can't be seen.</source>
            <translation>Er enthält einen Zeilenumbruch oder ein anderes unsichtbares Zeichen.</translation>
        </message>
        <message>
            <source>It holds days: the rows of whole days are read again in each run.</source>
            <translation>Sie enthält Tage: In jedem Lauf werden die Zeilen ganzer Tage noch einmal gelesen.</translation>
        </message>
        <message>
            <source>It is a superuser: no right is checked for it, on the whole server.</source>
            <translation>Es ist ein Superuser: Auf dem ganzen Server wird kein Recht geprüft.</translation>
        </message>
        <message>
            <source>It is an administrator: it may change anything on the whole server.</source>
            <translation>Es ist ein Administrator: Es darf auf dem ganzen Server alles ändern.</translation>
        </message>
        <message>
            <source>It is empty, or opened by {0}: put a new key in front there to change that.</source>
            <translation>Er ist leer oder wird mit {0} geöffnet: Um das zu ändern, stellen Sie dort einen neuen Schlüssel voran.</translation>
        </message>
        <message>
            <source>It is given rights to write in tables that are made later.</source>
            <translation>Es bekommt Schreibrechte in Tabellen, die später angelegt werden.</translation>
        </message>
        <message>
            <source>It is given the right to read tables that are made later.</source>
            <translation>Es bekommt das Recht, Tabellen zu lesen, die später angelegt werden.</translation>
        </message>
        <message>
            <source>It is kept in a directory (LDAP), which kbconnect doesn't ask.</source>
            <translation>Sie liegt in einem Verzeichnisdienst (LDAP), den kbconnect nicht fragt.</translation>
        </message>
        <message>
            <source>It is later than “{0}” in {1} of the rows seen.</source>
            <translation>Sie liegt in {1} der gesehenen Zeilen später als „{0}“.</translation>
        </message>
        <message>
            <source>It is longer than {0} characters.</source>
            <translation>Er ist länger als {0} Zeichen.</translation>
        </message>
        <message>
            <source>It is not known in which region of AWS the secret is.</source>
            <translation>Es ist nicht bekannt, in welcher Region von AWS das Geheimnis ist.</translation>
        </message>
        <message>
            <source>It is not known where OpenBao is.</source>
            <translation>Es ist nicht bekannt, wo OpenBao ist.</translation>
        </message>
        <message>
            <source>It is read from elsewhere now, which stays.</source>
            <translation>Es wird jetzt von anderswo gelesen; das bleibt so.</translation>
        </message>
        <message>
            <source>It is set when a row is added.</source>
            <translation>Sie wird gesetzt, wenn eine Zeile hinzukommt.</translation>
        </message>
        <message>
            <source>It is signed in as the owner of the server (SYSDBA).</source>
            <translation>Es ist als Eigentümer des Servers angemeldet (SYSDBA).</translation>
        </message>
        <message>
            <source>It is synced only when somebody asks for it.</source>
            <translation>Er wird nur abgeglichen, wenn jemand es verlangt.</translation>
        </message>
        <message>
            <source>It is the one that was given when the backup was made, which need not be that of the vault.</source>
            <translation>Es ist der, der beim Anlegen der Sicherung angegeben wurde; er muss nicht der des Tresors sein.</translation>
        </message>
        <message>
            <source>It may be issued by an authority that the server does not know. Ask who looks after the server.</source>
            <translation>Vielleicht ist es von einer Stelle ausgestellt, die der Server nicht kennt. Fragen Sie, wer den Server betreut.</translation>
        </message>
        <message>
            <source>It may be starting, stopping or shut down. Try again in a while, or ask who looks after it to open it.</source>
            <translation>Vielleicht startet oder endet sie gerade, oder sie ist heruntergefahren. Versuchen Sie es später erneut, oder bitten Sie, wer sie betreut, sie zu öffnen.</translation>
        </message>
        <message>
            <source>It may bear a few tries only: choose the file of the key it knows instead of all of the agent's.</source>
            <translation>Vielleicht duldet er nur wenige Versuche: Wählen Sie die Datei des Schlüssels, den er kennt, statt aller des SSH-Agenten.</translation>
        </message>
        <message>
            <source>It may have been removed in another window or by a command.</source>
            <translation>Vielleicht wurde der Eintrag in einem anderen Fenster oder durch einen Befehl entfernt.</translation>
        </message>
        <message>
            <source>It may have gone with its dataset.</source>
            <translation>Vielleicht ist er mit seinem Datenbestand verschwunden.</translation>
        </message>
        <message>
            <source>It may have reached its highest number of sessions. Try again, or ask who looks after it.</source>
            <translation>Vielleicht hat sie ihre höchste Zahl an Sitzungen erreicht. Versuchen Sie es erneut, oder fragen Sie, wer sie betreut.</translation>
        </message>
        <message>
            <source>It may have too much to do; try again, or ask who looks after it.</source>
            <translation>Vielleicht hat er zu viel zu tun; versuchen Sie es noch einmal, oder fragen Sie, wer ihn betreut.</translation>
        </message>
        <message>
            <source>It names a file without saying which folder it is in.</source>
            <translation>Er nennt eine Datei, ohne zu sagen, in welchem Ordner sie liegt.</translation>
        </message>
        <message>
            <source>It names no file.</source>
            <translation>Sie nennt keine Datei.</translation>
        </message>
        <message>
            <source>It names no host.</source>
            <translation>Sie nennt keinen Rechner.</translation>
        </message>
        <message>
            <source>It names no secret.</source>
            <translation>Er nennt kein Geheimnis.</translation>
        </message>
        <message>
            <source>It needs a mount and a path, parted by a slash.</source>
            <translation>Er braucht Mount und Pfad, getrennt durch einen Schrägstrich.</translation>
        </message>
        <message>
            <source>It owns tables and can change them.</source>
            <translation>Ihm gehören Tabellen, und es kann sie ändern.</translation>
        </message>
        <message>
            <source>It owns the database and can drop it.</source>
            <translation>Ihm gehört die Datenbank, und es kann sie löschen.</translation>
        </message>
        <message>
            <source>It owns this database and can change everything in it.</source>
            <translation>Ihm gehört diese Datenbank, und es kann alles darin ändern.</translation>
        </message>
        <message>
            <source>It owns {0} and can change or drop them.</source>
            <translation>Ihm gehören Tabellen, die es ändern oder löschen kann: {0}.</translation>
        </message>
        <message>
            <source>It reads addresses of PostgreSQL, MySQL, MariaDB, SQL Server and Oracle, and paths of files.</source>
            <translation>Es liest Adressen von PostgreSQL, MySQL, MariaDB, SQL Server und Oracle sowie Pfade von Dateien.</translation>
        </message>
        <message>
            <source>It sees every row, also those that row level security hides.</source>
            <translation>Es sieht jede Zeile, auch solche, die der Zeilenschutz verbirgt.</translation>
        </message>
        <message>
            <source>It should look like host:5432/database. An @ in a database name is written %40.</source>
            <translation>Es sollte aussehen wie host:5432/database. Ein @ im Namen einer Datenbank wird als %40 geschrieben.</translation>
        </message>
        <message>
            <source>It should look like jdbc:postgresql://host:5432/database.</source>
            <translation>Es sollte aussehen wie jdbc:postgresql://host:5432/database.</translation>
        </message>
        <message>
            <source>It stands for another service, which PostgreSQL's own tools don't follow either.</source>
            <translation>Sie steht für einen anderen Dienst; dem folgen auch die Werkzeuge von PostgreSQL nicht.</translation>
        </message>
        <message>
            <source>It stands for any database.</source>
            <translation>Sie steht für jede Datenbank.</translation>
        </message>
        <message>
            <source>It stands for any user name and any database.</source>
            <translation>Sie steht für jeden Benutzernamen und jede Datenbank.</translation>
        </message>
        <message>
            <source>It stands for any user name.</source>
            <translation>Sie steht für jeden Benutzernamen.</translation>
        </message>
        <message>
            <source>It stays as it is. It can be searched as long as the file can be read.</source>
            <translation>Sie bleibt, wie sie ist. In ihr kann gesucht werden, solange die Datei gelesen werden kann.</translation>
        </message>
        <message>
            <source>It stopped before that. What it changed before stays and can be searched.</source>
            <translation>Er hat vorher angehalten. Was er bis dahin geändert hat, bleibt und kann durchsucht werden.</translation>
        </message>
        <message>
            <source>It takes {0}, for example {1}.</source>
            <translation>Möglich sind {0}, zum Beispiel {1}.</translation>
        </message>
        <message>
            <source>It uses a socket of this computer; kbconnect goes over the network to localhost.</source>
            <translation>Sie geht über einen Socket dieses Computers; kbconnect geht über das Netz zu localhost.</translation>
        </message>
        <message>
            <source>It was chosen before.</source>
            <translation>Er wurde früher gewählt.</translation>
        </message>
        <message>
            <source>It was never seen to be updated: changes to rows would be missed, so only additions would arrive.</source>
            <translation>Es war nie zu sehen, dass sie aktualisiert wird: Änderungen an Zeilen würden übersehen, es kämen also nur neue an.</translation>
        </message>
        <message>
            <source>It was never seen to be updated; it is the same as “{0}” everywhere: changes to rows would be missed, so only additions would arrive.</source>
            <translation>Es war nie zu sehen, dass sie aktualisiert wird; sie ist überall gleich „{0}“: Änderungen an Zeilen würden übersehen, es kämen also nur neue an.</translation>
        </message>
        <message>
            <source>It was not kept. The file itself was not changed, and may be damaged as well.</source>
            <translation>Sie wurde nicht behalten. Die Datei selbst wurde nicht geändert und kann ebenfalls beschädigt sein.</translation>
        </message>
        <message>
            <source>It was not run, and nothing was changed.</source>
            <translation>Sie wurde nicht ausgeführt, und nichts wurde geändert.</translation>
        </message>
        <message>
            <source>It was told to stop working on this. Nothing was changed, neither in the database nor in your documents.</source>
            <translation>Sie wurde angewiesen, nicht weiter daran zu arbeiten. Nichts wurde geändert, weder in der Datenbank noch an Ihren Dokumenten.</translation>
        </message>
        <message>
            <source>Its address has a variable (${…}) that only DBeaver knows.</source>
            <translation>Ihre Adresse enthält eine Variable (${…}), die nur DBeaver kennt.</translation>
        </message>
        <message>
            <source>Its file ewallet.pem says which certificates are trusted.</source>
            <translation>Seine Datei ewallet.pem sagt, welchen Zertifikaten vertraut wird.</translation>
        </message>
        <message>
            <source>Its first line of output has to be the password. Run it in a terminal to see what it prints.</source>
            <translation>Seine erste Zeile Ausgabe muss das Passwort sein. Führen Sie ihn in einem Terminal aus, um zu sehen, was er ausgibt.</translation>
        </message>
        <message>
            <source>Its name says that it counts changes.</source>
            <translation>Ihr Name sagt, dass sie Änderungen zählt.</translation>
        </message>
        <message>
            <source>Its name says that it is set when a row changes.</source>
            <translation>Ihr Name sagt, dass sie gesetzt wird, wenn sich eine Zeile ändert.</translation>
        </message>
        <message>
            <source>Its name says {0}</source>
            <translation>Dem Namen nach {0}</translation>
        </message>
        <message>
            <source>Its password comes from a command, and no command is taken over from a file: enter it again.</source>
            <translation>Ihr Passwort kommt von einem Befehl, und Befehle werden nicht aus einer Datei übernommen: Geben Sie es noch einmal an.</translation>
        </message>
        <message>
            <source>Its password has to be entered again.</source>
            <translation>Das Passwort muss neu eingegeben werden.</translation>
        </message>
        <message>
            <source>Its times are rounded: rows that share the last one are read again in each run.</source>
            <translation>Ihre Zeitpunkte sind gerundet: Zeilen mit dem letzten davon werden in jedem Lauf noch einmal gelesen.</translation>
        </message>
        <message>
            <source>Its values repeat: it seems to count the changes of each row by itself.</source>
            <translation>Ihre Werte wiederholen sich: Sie zählt wohl die Änderungen jeder Zeile für sich.</translation>
        </message>
        <message>
            <source>Its version is not a whole number above 0.</source>
            <translation>Seine Version ist keine ganze Zahl über 0.</translation>
        </message>
        <message>
            <source>Its “options” are not names with texts.</source>
            <translation>Ihre „options“ sind keine Namen mit Texten.</translation>
        </message>
        <message>
            <source>Its “password” may only be none, enter, or a reference such as env:NAME or file:PATH. A password has no place there.</source>
            <translation>Ihr „password“ darf nur none, enter oder ein Verweis wie env:NAME oder file:PATH sein. Ein Passwort gehört nicht dorthin.</translation>
        </message>
        <message>
            <source>Its “ssh” is not the description of an SSH server.</source>
            <translation>Ihr „ssh“ ist keine Beschreibung eines SSH-Servers.</translation>
        </message>
        <message>
            <source>Its “tls” is none of the words there are for it.</source>
            <translation>Ihr „tls“ ist keines der Wörter, die es dafür gibt.</translation>
        </message>
        <message>
            <source>Its “{0}” is not a text, or too long a one.</source>
            <translation>Ihr „{0}“ ist kein Text oder ein zu langer.</translation>
        </message>
        <message>
            <source>Its “{0}” is not a whole number from 1 to {1}.</source>
            <translation>Ihr „{0}“ ist keine ganze Zahl von 1 bis {1}.</translation>
        </message>
        <message>
            <source>JSON, one array or several objects</source>
            <translation>JSON, eine Liste oder mehrere Objekte</translation>
        </message>
        <message>
            <source>JSON, one object a line</source>
            <translation>JSON, ein Objekt je Zeile</translation>
        </message>
        <message>
            <source>January</source>
            <translation>Januar</translation>
        </message>
        <message>
            <source>July</source>
            <translation>Juli</translation>
        </message>
        <message>
            <source>June</source>
            <translation>Juni</translation>
        </message>
        <message>
            <source>Keep the password there as a text of its own.</source>
            <translation>Bewahren Sie das Passwort dort als eigenen Text auf.</translation>
        </message>
        <message>
            <source>Key of the server</source>
            <translation>Schlüssel des Servers</translation>
        </message>
        <message>
            <source>Knowledge base</source>
            <translation>Wissensbasis</translation>
        </message>
        <message>
            <source>Known are {0}. A question mark in a file's name is written %3F.</source>
            <translation>Bekannt sind {0}. Ein Fragezeichen im Namen einer Datei schreibt man %3F.</translation>
        </message>
        <message>
            <source>Larger than the limit of {0} ({1})</source>
            <translation>Größer als die Grenze von {0} ({1})</translation>
        </message>
        <message>
            <source>Leave it out for the usual one.</source>
            <translation>Lassen Sie ihn weg, wenn es der übliche ist.</translation>
        </message>
        <message>
            <source>Leave out " % &amp; | &lt; &gt; ^ and ! or write a small script that prints the password.</source>
            <translation>Lassen Sie " % &amp; | &lt; &gt; ^ und ! weg, oder schreiben Sie ein kleines Skript, das das Passwort ausgibt.</translation>
        </message>
        <message>
            <source>Leave that column out, or ask who looks after the database to raise the limit.</source>
            <translation>Lassen Sie diese Spalte weg, oder bitten Sie, wer die Datenbank betreut, die Grenze zu erhöhen.</translation>
        </message>
        <message>
            <source>Leave the SSH server out, or copy the file here.</source>
            <translation>Lassen Sie den SSH-Server weg, oder kopieren Sie die Datei hierher.</translation>
        </message>
        <message>
            <source>Leave the column to follow empty, or choose to follow a cursor.</source>
            <translation>Lassen Sie die Folgespalte leer, oder wählen Sie, einer Spalte zu folgen.</translation>
        </message>
        <message>
            <source>Leave the own certificate and its key out; the account signs in with its password.</source>
            <translation>Lassen Sie das eigene Zertifikat und seinen Schlüssel weg; das Konto meldet sich mit seinem Passwort an.</translation>
        </message>
        <message>
            <source>Left out of the address: {0}. It would guard the connection in a way kbconnect has no setting for; choose the encryption yourself, and see with a test what is in use.</source>
            <translation>Aus der Adresse weggelassen: {0}. Es würde die Verbindung auf eine Art schützen, für die kbconnect keine Einstellung hat; wählen Sie die Verschlüsselung selbst, und sehen Sie mit einem Test, was verwendet wird.</translation>
        </message>
        <message>
            <source>Left out of the address: {0}. What the server and kbconnect usually do holds instead.</source>
            <translation>Aus der Adresse weggelassen: {0}. Stattdessen gilt, was der Server und kbconnect sonst tun.</translation>
        </message>
        <message>
            <source>Left out: {0}.</source>
            <translation>Weggelassen: {0}.</translation>
        </message>
        <message>
            <source>Line 2 names the columns</source>
            <translation>Zeile 2 benennt die Spalten</translation>
        </message>
        <message>
            <source>Line 3 names the columns</source>
            <translation>Zeile 3 benennt die Spalten</translation>
        </message>
        <message>
            <source>Line 4 names the columns</source>
            <translation>Zeile 4 benennt die Spalten</translation>
        </message>
        <message>
            <source>Line 5 names the columns</source>
            <translation>Zeile 5 benennt die Spalten</translation>
        </message>
        <message>
            <source>Line {0} can't be read as a row</source>
            <translation>Zeile {0} lässt sich nicht als Datenzeile lesen</translation>
        </message>
        <message>
            <source>Line {0} has a quote in a cell that isn't doubled, or one that isn't closed</source>
            <translation>Zeile {0} hat in einer Zelle ein Anführungszeichen, das nicht verdoppelt ist, oder eines, das nicht geschlossen wird</translation>
        </message>
        <message>
            <source>Line {0} has too few cells: {1} instead of {2}</source>
            <translation>Zeile {0} hat zu wenige Zellen: {1} statt {2}</translation>
        </message>
        <message>
            <source>Line {0} has too many cells: {1} instead of {2}</source>
            <translation>Zeile {0} hat zu viele Zellen: {1} statt {2}</translation>
        </message>
        <message>
            <source>Line {0} holds bytes that are no characters of the file's encoding</source>
            <translation>Zeile {0} enthält Bytes, die in der Zeichenkodierung der Datei keine Zeichen sind</translation>
        </message>
        <message>
            <source>Line {0} is too long to be read ({1})</source>
            <translation>Zeile {0} ist zu lang, um gelesen zu werden ({1})</translation>
        </message>
        <message>
            <source>Load the key into the SSH agent, choose its file, or enter its pass phrase.</source>
            <translation>Laden Sie den Schlüssel in den SSH-Agenten, wählen Sie seine Datei, oder geben Sie seinen Kennsatz ein.</translation>
        </message>
        <message>
            <source>Load the key into the SSH agent, or name it in ~/.ssh/config, and leave the key file of this connector empty.</source>
            <translation>Laden Sie den Schlüssel in den SSH-Agenten, oder nennen Sie ihn in ~/.ssh/config, und lassen Sie die Schlüsseldatei dieser Verbindung leer.</translation>
        </message>
        <message>
            <source>Load the key that {0} knows into the agent, choose its file, or enter a password.</source>
            <translation>Laden Sie den Schlüssel, den {0} kennt, in den SSH-Agenten, wählen Sie seine Datei, oder geben Sie ein Passwort ein.</translation>
        </message>
        <message>
            <source>Long text</source>
            <translation>Langer Text</translation>
        </message>
        <message>
            <source>Long text; HTML is removed</source>
            <translation>Langer Text; HTML wird entfernt</translation>
        </message>
        <message>
            <source>Long, but not made of words</source>
            <translation>Lang, aber nicht aus Wörtern</translation>
        </message>
        <message>
            <source>Look at ProxyJump there: each server is to lie behind another one.</source>
            <translation>Sehen Sie dort ProxyJump an: Jeder Server soll hinter einem anderen liegen.</translation>
        </message>
        <message>
            <source>Look at the file's rights, or choose another one.</source>
            <translation>Schauen Sie nach den Rechten der Datei, oder wählen Sie eine andere.</translation>
        </message>
        <message>
            <source>Look at the list again.</source>
            <translation>Schauen Sie noch einmal in die Liste.</translation>
        </message>
        <message>
            <source>Look at the list of datasets again.</source>
            <translation>Schauen Sie noch einmal in die Liste der Datenbestände.</translation>
        </message>
        <message>
            <source>Look at the list of runs again.</source>
            <translation>Schauen Sie noch einmal in die Liste der Läufe.</translation>
        </message>
        <message>
            <source>Look at the list of saved questions again.</source>
            <translation>Schauen Sie noch einmal in die Liste der gespeicherten Fragen.</translation>
        </message>
        <message>
            <source>Look at the list.</source>
            <translation>Schauen Sie in die Liste.</translation>
        </message>
        <message>
            <source>Look at the rejected rows and their reasons, mend the mapping or the data, then sync again.</source>
            <translation>Sehen Sie sich die abgewiesenen Zeilen und ihre Gründe an, bessern Sie die Zuordnung oder die Daten nach, und gleichen Sie dann noch einmal ab.</translation>
        </message>
        <message>
            <source>Look at the secret in AWS, or correct the reference.</source>
            <translation>Sehen Sie sich das Geheimnis in AWS an, oder berichtigen Sie den Verweis.</translation>
        </message>
        <message>
            <source>Look into the log.</source>
            <translation>Schauen Sie in das Protokoll.</translation>
        </message>
        <message>
            <source>Looks like a secret</source>
            <translation>Sieht nach einem Geheimnis aus</translation>
        </message>
        <message>
            <source>Looks like personal data</source>
            <translation>Sieht nach personenbezogenen Daten aus</translation>
        </message>
        <message>
            <source>Looks like personal data; masked</source>
            <translation>Sieht nach personenbezogenen Daten aus; maskiert</translation>
        </message>
        <message>
            <source>Made by the database itself</source>
            <translation>Von der Datenbank selbst erzeugt</translation>
        </message>
        <message>
            <source>Made out to</source>
            <translation>Ausgestellt für</translation>
        </message>
        <message>
            <source>Make a copy without one, which only you can read, and choose that.</source>
            <translation>Legen Sie eine Kopie ohne Kennsatz an, die nur Sie lesen können, und wählen Sie diese.</translation>
        </message>
        <message>
            <source>Make a new one with the command below, and have its public half added on the server.</source>
            <translation>Legen Sie mit dem Befehl unten einen neuen an, und lassen Sie seine öffentliche Hälfte auf dem Server eintragen.</translation>
        </message>
        <message>
            <source>Make room, or give your account the right to write into {0}.</source>
            <translation>Schaffen Sie Platz, oder geben Sie Ihrem Konto das Recht, in {0} zu schreiben.</translation>
        </message>
        <message>
            <source>Make the sample source first.</source>
            <translation>Legen Sie zuerst die Beispielquelle an.</translation>
        </message>
        <message>
            <source>March</source>
            <translation>März</translation>
        </message>
        <message>
            <source>Masked keys of different rows may be equal, and then nobody could tell which row a document is.</source>
            <translation>Maskierte Schlüssel verschiedener Zeilen können gleich sein, und dann wüsste niemand, welche Zeile ein Dokument ist.</translation>
        </message>
        <message>
            <source>May</source>
            <translation>Mai</translation>
        </message>
        <message>
            <source>Monday</source>
            <translation>Montag</translation>
        </message>
        <message>
            <source>Mount, path and field. A role of the database engine (database/creds/reader) gives user name and password; so do two fields (#username,password).</source>
            <translation>Mount, Pfad und Feld. Eine Rolle der Datenbank-Engine (database/creds/reader) gibt Benutzername und Passwort, ebenso zwei Felder (#username,password).</translation>
        </message>
        <message>
            <source>MySQL / MariaDB</source>
            <translation>MySQL / MariaDB</translation>
        </message>
        <message>
            <source>MySQL or MariaDB</source>
            <translation>MySQL oder MariaDB</translation>
        </message>
        <message>
            <source>Name or ARN of the secret, and the field if it is JSON. Another region: ?region=eu-central-1 behind the name.</source>
            <translation>Name oder ARN des Geheimnisses, und das Feld, wenn es JSON ist. Eine andere Region: ?region=eu-central-1 hinter dem Namen.</translation>
        </message>
        <message>
            <source>Name the file of its certificate authority in the settings, under Secrets, with `kbconnect secret openbao --ca`, or in BAO_CACERT.</source>
            <translation>Nennen Sie die Datei seiner Zertifizierungsstelle in den Einstellungen unter Geheimnisse, mit `kbconnect secret openbao --ca` oder in BAO_CACERT.</translation>
        </message>
        <message>
            <source>Named like a text</source>
            <translation>Heißt wie ein Text</translation>
        </message>
        <message>
            <source>Named like a title</source>
            <translation>Heißt wie ein Titel</translation>
        </message>
        <message>
            <source>Names that are different in every object are values: have the file written with a list instead.</source>
            <translation>Namen, die in jedem Objekt andere sind, sind Werte: Lassen Sie die Datei stattdessen mit einer Liste schreiben.</translation>
        </message>
        <message>
            <source>Names the columns</source>
            <translation>Nennt die Spalten</translation>
        </message>
        <message>
            <source>New passwords can't go into the system's keyring, because it can't be used.</source>
            <translation>Neue Passwörter können nicht in den Schlüsselbund des Systems, weil er nicht benutzbar ist.</translation>
        </message>
        <message>
            <source>New-NetFirewallRule -DisplayName 'SQL Server' {0}</source>
            <translation>New-NetFirewallRule -DisplayName 'SQL Server' {0}</translation>
        </message>
        <message>
            <source>No MySQL server listens at {0}.</source>
            <translation>Unter {0} lauscht kein MySQL-Server.</translation>
        </message>
        <message>
            <source>No PostgreSQL server listens in {0}.</source>
            <translation>In {0} hört kein PostgreSQL-Server.</translation>
        </message>
        <message>
            <source>No SSH agent is running, and there is no key in ~/.ssh that can be used without a pass phrase.</source>
            <translation>Es läuft kein SSH-Agent, und in ~/.ssh ist kein Schlüssel, der sich ohne Kennsatz benutzen lässt.</translation>
        </message>
        <message>
            <source>No SSH server is named.</source>
            <translation>Es ist kein SSH-Server genannt.</translation>
        </message>
        <message>
            <source>No backup was made; a file that was there before is still there.</source>
            <translation>Es wurde keine Sicherung gemacht; eine Datei, die vorher da war, ist noch da.</translation>
        </message>
        <message>
            <source>No column is chosen to follow.</source>
            <translation>Es ist keine Spalte gewählt, der gefolgt wird.</translation>
        </message>
        <message>
            <source>No column is different in every row. Rows that move to another place count as changed</source>
            <translation>Keine Spalte ist in jeder Zeile verschieden. Zeilen, die an eine andere Stelle rücken, gelten als geändert</translation>
        </message>
        <message>
            <source>No connection was found in {0}.</source>
            <translation>In {0} wurde keine Verbindung gefunden.</translation>
        </message>
        <message>
            <source>No connection was made.</source>
            <translation>Es wurde keine Verbindung hergestellt.</translation>
        </message>
        <message>
            <source>No connector was changed, and nothing was exported.</source>
            <translation>Keine Verbindung wurde geändert, und nichts wurde exportiert.</translation>
        </message>
        <message>
            <source>No database file is named.</source>
            <translation>Es ist keine Datenbankdatei genannt.</translation>
        </message>
        <message>
            <source>No document was made.</source>
            <translation>Es entstand kein Dokument.</translation>
        </message>
        <message>
            <source>No encrypted connection could be made.</source>
            <translation>Es kam keine verschlüsselte Verbindung zustande.</translation>
        </message>
        <message>
            <source>No encryption could be agreed on with port {0} of {1}.</source>
            <translation>Mit Port {0} von {1} kam keine Verschlüsselung zustande.</translation>
        </message>
        <message>
            <source>No file was written; the run history itself is not affected.</source>
            <translation>Es wurde keine Datei geschrieben; die aufgezeichneten Läufe selbst sind nicht betroffen.</translation>
        </message>
        <message>
            <source>No host is named.</source>
            <translation>Es ist kein Rechner genannt.</translation>
        </message>
        <message>
            <source>No index begins with it: every run scans the whole table.</source>
            <translation>Kein Index beginnt mit ihr: Jeder Lauf geht die ganze Tabelle durch.</translation>
        </message>
        <message>
            <source>No key is chosen.</source>
            <translation>Es ist kein Schlüssel gewählt.</translation>
        </message>
        <message>
            <source>No listener of Oracle's answers on the port of {0}.</source>
            <translation>Auf dem Port von {0} antwortet kein Listener von Oracle.</translation>
        </message>
        <message>
            <source>No password was read or saved.</source>
            <translation>Es wurde kein Passwort gelesen oder gespeichert.</translation>
        </message>
        <message>
            <source>No password was read or stored.</source>
            <translation>Es wurde kein Passwort gelesen oder gespeichert.</translation>
        </message>
        <message>
            <source>No password was read, and no setting was changed.</source>
            <translation>Es wurde kein Passwort gelesen und keine Einstellung geändert.</translation>
        </message>
        <message>
            <source>No password was read, and no token was sent.</source>
            <translation>Es wurde kein Passwort gelesen und kein Token gesendet.</translation>
        </message>
        <message>
            <source>No password was read.</source>
            <translation>Es wurde kein Passwort gelesen.</translation>
        </message>
        <message>
            <source>No password was read; a token is not taken along to another address.</source>
            <translation>Es wurde kein Passwort gelesen; ein Token wird nicht an eine andere Adresse mitgenommen.</translation>
        </message>
        <message>
            <source>No row is expected.</source>
            <translation>Es wird keine Zeile erwartet.</translation>
        </message>
        <message>
            <source>No saved password could be read or stored.</source>
            <translation>Kein gespeichertes Passwort konnte gelesen, keines gespeichert werden.</translation>
        </message>
        <message>
            <source>No saved password was read or stored.</source>
            <translation>Es wurde kein gespeichertes Passwort gelesen und keines gespeichert.</translation>
        </message>
        <message>
            <source>No schedule was changed.</source>
            <translation>Kein Zeitplan wurde geändert.</translation>
        </message>
        <message>
            <source>No script was written.</source>
            <translation>Es wurde kein Skript geschrieben.</translation>
        </message>
        <message>
            <source>No text is chosen.</source>
            <translation>Es ist kein Text gewählt.</translation>
        </message>
        <message>
            <source>None could be followed; find changes by comparing.</source>
            <translation>Keiner Spalte könnte gefolgt werden; finden Sie Änderungen durch Vergleichen.</translation>
        </message>
        <message>
            <source>None of the keys that ~/.ssh/config names for {0} can be used.</source>
            <translation>Keiner der Schlüssel, die ~/.ssh/config für {0} nennt, kann benutzt werden.</translation>
        </message>
        <message>
            <source>Not encrypted, as this connector demands. Others on the network could read along.</source>
            <translation>Nicht verschlüsselt, wie diese Verbindung es verlangt. Andere im Netz könnten mitlesen.</translation>
        </message>
        <message>
            <source>Not encrypted, because this connector doesn't demand it. Others on the network could read along.</source>
            <translation>Nicht verschlüsselt, weil diese Verbindung es nicht verlangt. Andere im Netz könnten mitlesen.</translation>
        </message>
        <message>
            <source>Not encrypted: the server offers no TLS. Others on the network could read along.</source>
            <translation>Nicht verschlüsselt: Der Server bietet kein TLS an. Andere im Netz könnten mitlesen.</translation>
        </message>
        <message>
            <source>Not encrypted; nothing leaves this computer</source>
            <translation>Nicht verschlüsselt; nichts verlässt diesen Computer</translation>
        </message>
        <message>
            <source>Not looked at: the server ended the connection at the login</source>
            <translation>Nicht angesehen: Der Server hat die Verbindung bei der Anmeldung beendet</translation>
        </message>
        <message>
            <source>Not needed: the server is on this computer</source>
            <translation>Nicht nötig: Der Server ist auf diesem Computer</translation>
        </message>
        <message>
            <source>Not needed: {0} looks the host up</source>
            <translation>Nicht nötig: {0} sucht den Rechner</translation>
        </message>
        <message>
            <source>Not valid UTF-8 at character {0}</source>
            <translation>Kein gültiges UTF-8 bei Zeichen {0}</translation>
        </message>
        <message>
            <source>Nothing can be found by meaning until it is back. Searching by words works.</source>
            <translation>Nach Bedeutung kann erst wieder gesucht werden, wenn es da ist. Die Suche nach Wörtern funktioniert.</translation>
        </message>
        <message>
            <source>Nothing can be searched or synced until it is back. {0}</source>
            <translation>Bis sie wieder da ist, kann nichts gesucht oder abgeglichen werden. {0}</translation>
        </message>
        <message>
            <source>Nothing has been changed.</source>
            <translation>Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>Nothing has been changed. All {0} documents can still be searched.</source>
            <translation>Nichts wurde geändert. Alle {0} Dokumente können weiter durchsucht werden.</translation>
        </message>
        <message>
            <source>Nothing is taken from {0} yet, so there is nothing to give a right to.</source>
            <translation>Aus {0} wird noch nichts übernommen; es gibt also nichts, worauf ein Recht zu geben wäre.</translation>
        </message>
        <message>
            <source>Nothing is written behind it.</source>
            <translation>Dahinter steht nichts.</translation>
        </message>
        <message>
            <source>Nothing says that it grows when a row changes: a changed row could go unseen.</source>
            <translation>Nichts spricht dafür, dass sie wächst, wenn sich eine Zeile ändert: Eine geänderte Zeile könnte unbemerkt bleiben.</translation>
        </message>
        <message>
            <source>Nothing was approved, and no connection was made.</source>
            <translation>Es wurde nichts bestätigt und keine Verbindung hergestellt.</translation>
        </message>
        <message>
            <source>Nothing was changed, neither in the database nor in your documents.</source>
            <translation>Nichts wurde geändert, weder in der Datenbank noch in Ihren Dokumenten.</translation>
        </message>
        <message>
            <source>Nothing was changed, neither in the file nor in your documents.</source>
            <translation>Nichts wurde geändert, weder in der Datei noch in Ihren Dokumenten.</translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation>Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>Nothing was changed. Knowledge bases are files of their own and unaffected.</source>
            <translation>Nichts wurde geändert. Wissensbasen sind eigene Dateien und nicht betroffen.</translation>
        </message>
        <message>
            <source>Nothing was changed; connectors, datasets and knowledge bases are as they were.</source>
            <translation>Nichts wurde geändert; Verbindungen, Datenbestände und Wissensbasen sind, wie sie waren.</translation>
        </message>
        <message>
            <source>Nothing was changed; keys behind the first can be taken away.</source>
            <translation>Nichts wurde geändert; Schlüssel hinter dem ersten können entfernt werden.</translation>
        </message>
        <message>
            <source>Nothing was changed; passwords already saved stay where they are.</source>
            <translation>Nichts wurde geändert; schon gespeicherte Passwörter bleiben, wo sie sind.</translation>
        </message>
        <message>
            <source>Nothing was changed; the newer version can still use it.</source>
            <translation>Nichts wurde geändert; die neuere Version kann weiter damit arbeiten.</translation>
        </message>
        <message>
            <source>Nothing was done.</source>
            <translation>Nichts wurde getan.</translation>
        </message>
        <message>
            <source>Nothing was done; {0} is as it was.</source>
            <translation>Es wurde nichts getan; {0} ist, wie es war.</translation>
        </message>
        <message>
            <source>Nothing was imported.</source>
            <translation>Nichts wurde importiert.</translation>
        </message>
        <message>
            <source>Nothing was moved; every password is where it was.</source>
            <translation>Es wurde nichts verschoben; jedes Passwort ist, wo es war.</translation>
        </message>
        <message>
            <source>Nothing was read, and no password was sent.</source>
            <translation>Es wurde nichts gelesen und kein Passwort gesendet.</translation>
        </message>
        <message>
            <source>Nothing was read.</source>
            <translation>Nichts wurde gelesen.</translation>
        </message>
        <message>
            <source>Nothing was read. Other saved passwords are unaffected.</source>
            <translation>Nichts wurde gelesen. Andere gespeicherte Passwörter sind nicht betroffen.</translation>
        </message>
        <message>
            <source>Nothing was read; your documents are as they were.</source>
            <translation>Nichts wurde gelesen; Ihre Dokumente sind, wie sie waren.</translation>
        </message>
        <message>
            <source>Nothing was removed.</source>
            <translation>Nichts wurde entfernt.</translation>
        </message>
        <message>
            <source>Nothing was restored.</source>
            <translation>Nichts wurde wiederhergestellt.</translation>
        </message>
        <message>
            <source>Nothing was restored; passwords that are saved stay as they are.</source>
            <translation>Nichts wurde wiederhergestellt; gespeicherte Passwörter bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Nothing was saved.</source>
            <translation>Nichts wurde gespeichert.</translation>
        </message>
        <message>
            <source>Nothing was saved. Its highest value would be kept with the documents as it is.</source>
            <translation>Nichts wurde gespeichert. Ihr höchster Wert würde bei den Dokumenten aufbewahrt, wie er ist.</translation>
        </message>
        <message>
            <source>Nothing was sent to it, and no password. No data was read.</source>
            <translation>Es wurde nichts an ihn gesendet, auch kein Passwort. Es wurden keine Daten gelesen.</translation>
        </message>
        <message>
            <source>Nothing was sent to it. No data was read.</source>
            <translation>Es wurde nichts an ihn gesendet. Es wurden keine Daten gelesen.</translation>
        </message>
        <message>
            <source>Nothing was sent to it. Whoever answers in its place could read along.</source>
            <translation>Es wurde nichts an ihn gesendet. Wer an seiner Stelle antwortet, könnte mitlesen.</translation>
        </message>
        <message>
            <source>Nothing was started or changed.</source>
            <translation>Nichts wurde begonnen oder geändert.</translation>
        </message>
        <message>
            <source>Nothing was written by this step; the knowledge base is as it was before it.</source>
            <translation>Dieser Schritt hat nichts geschrieben; die Wissensbasis ist, wie sie vorher war.</translation>
        </message>
        <message>
            <source>Nothing was written.</source>
            <translation>Es wurde nichts geschrieben.</translation>
        </message>
        <message>
            <source>Nothing was written. Your documents are as they were.</source>
            <translation>Nichts wurde geschrieben. Ihre Dokumente sind, wie sie waren.</translation>
        </message>
        <message>
            <source>November</source>
            <translation>November</translation>
        </message>
        <message>
            <source>Numbers in Excel files</source>
            <translation>Zahlen in Excel-Dateien</translation>
        </message>
        <message>
            <source>October</source>
            <translation>Oktober</translation>
        </message>
        <message>
            <source>Of the tables and views that a SELECT names, every column is opened: which of them it uses is not looked for.</source>
            <translation>Von den Tabellen und Sichten, die ein SELECT nennt, wird jede Spalte freigegeben: Welche davon es verwendet, wird nicht untersucht.</translation>
        </message>
        <message>
            <source>Often a join lacks its condition, or a query has no end: look at what the dataset takes. If there really are so many rows, allow this dataset more of them among its limits: in the window, or with kbconnect dataset edit NAME --row-limit ROWS; 0 means any number.</source>
            <translation>Oft fehlt einem Join die Bedingung, oder eine Abfrage hat kein Ende: Sehen Sie nach, was der Datenbestand übernimmt. Wenn es wirklich so viele Zeilen sind, erlauben Sie ihm mehr davon bei seinen Grenzen: im Fenster oder mit kbconnect dataset edit NAME --row-limit ROWS; 0 heißt beliebig viele.</translation>
        </message>
        <message>
            <source>Often the cause is a failed import or a new filter at the source. If the rows are really gone or empty, sync again and allow the removal (--allow-deletes).</source>
            <translation>Oft liegt es an einem fehlgeschlagenen Import oder einem neuen Filter an der Quelle. Sind die Zeilen wirklich weg oder leer, gleichen Sie noch einmal ab und erlauben Sie das Entfernen (--allow-deletes).</translation>
        </message>
        <message>
            <source>On port {0} of {1} answers {2}, not {3}.</source>
            <translation>Auf Port {0} von {1} antwortet {2}, nicht {3}.</translation>
        </message>
        <message>
            <source>On the {0} of every month</source>
            <translation>Am {0} jedes Monats</translation>
        </message>
        <message>
            <source>On the {0} of {1}</source>
            <translation>Am {0} {1}</translation>
        </message>
        <message>
            <source>One of its lines has no “=”, so PostgreSQL's own tools don't read it either.</source>
            <translation>Eine ihrer Zeilen hat kein „=“, deshalb lesen sie auch die Werkzeuge von PostgreSQL nicht.</translation>
        </message>
        <message>
            <source>Only for a named instance whose port nobody knows: the server is asked for it.</source>
            <translation>Nur für eine benannte Instanz, deren Port niemand kennt: Der Server wird danach gefragt.</translation>
        </message>
        <message>
            <source>Only rows that the cursor shows as new were read; removed rows were not looked for.</source>
            <translation>Nur Zeilen, die die Folgespalte als neu zeigt, wurden gelesen; nach entfernten Zeilen wurde nicht gesucht.</translation>
        </message>
        <message>
            <source>Only the login is encrypted. What is read is not, and others on the network could read along.</source>
            <translation>Nur die Anmeldung ist verschlüsselt. Was gelesen wird, ist es nicht, und andere im Netz könnten mitlesen.</translation>
        </message>
        <message>
            <source>Only the rejected rows were read again.</source>
            <translation>Nur die abgewiesenen Zeilen wurden noch einmal gelesen.</translation>
        </message>
        <message>
            <source>Open it in the program it came from and save it again.</source>
            <translation>Öffnen Sie sie in dem Programm, aus dem sie kommt, und speichern Sie sie neu.</translation>
        </message>
        <message>
            <source>Open the window, which asks for it, and leave it open. Where nobody is there to ask, move the passwords to the system's keyring, in the settings under Secrets.</source>
            <translation>Öffnen Sie das Fenster, das danach fragt, und lassen Sie es offen. Wo niemand da ist, der gefragt werden kann, verschieben Sie die Passwörter in den Schlüsselbund des Systems, in den Einstellungen unter Geheimnisse.</translation>
        </message>
        <message>
            <source>Open the workbook in Excel or LibreOffice and save it: then it holds the results.</source>
            <translation>Öffnen Sie die Arbeitsmappe in Excel oder LibreOffice und speichern Sie sie: Dann enthält sie die Ergebnisse.</translation>
        </message>
        <message>
            <source>OpenBao at {0} could not do what was asked.</source>
            <translation>OpenBao unter {0} konnte nicht tun, worum es gebeten wurde.</translation>
        </message>
        <message>
            <source>OpenBao at {0} did not accept the AppRole.</source>
            <translation>OpenBao unter {0} hat die AppRole nicht angenommen.</translation>
        </message>
        <message>
            <source>OpenBao at {0} did not accept the request.</source>
            <translation>OpenBao unter {0} hat die Anfrage nicht angenommen.</translation>
        </message>
        <message>
            <source>OpenBao at {0} does not answer.</source>
            <translation>OpenBao unter {0} antwortet nicht.</translation>
        </message>
        <message>
            <source>OpenBao at {0} does not know the token, or it has expired.</source>
            <translation>OpenBao unter {0} kennt das Token nicht, oder es ist abgelaufen.</translation>
        </message>
        <message>
            <source>OpenBao at {0} does not let this account read the password.</source>
            <translation>OpenBao unter {0} lässt dieses Konto das Passwort nicht lesen.</translation>
        </message>
        <message>
            <source>OpenBao at {0} has no namespace “{1}”, or nobody signs in with an AppRole there.</source>
            <translation>OpenBao unter {0} hat keinen Namensraum „{1}“, oder dort meldet sich niemand mit einer AppRole an.</translation>
        </message>
        <message>
            <source>OpenBao at {0} is asked too often now.</source>
            <translation>OpenBao unter {0} wird gerade zu oft gefragt.</translation>
        </message>
        <message>
            <source>OpenBao at {0} is sealed.</source>
            <translation>OpenBao unter {0} ist versiegelt.</translation>
        </message>
        <message>
            <source>OpenBao at {0} sends askers on to another address.</source>
            <translation>OpenBao unter {0} verweist auf eine andere Adresse.</translation>
        </message>
        <message>
            <source>OpenBao at {0} was never set up.</source>
            <translation>OpenBao unter {0} wurde nie eingerichtet.</translation>
        </message>
        <message>
            <source>OpenBao at {0} would be asked without encryption.</source>
            <translation>OpenBao unter {0} würde ohne Verschlüsselung gefragt.</translation>
        </message>
        <message>
            <source>OpenBao has nothing under this path.</source>
            <translation>OpenBao hat nichts unter diesem Pfad.</translation>
        </message>
        <message>
            <source>OpenBao or HashiCorp Vault</source>
            <translation>OpenBao oder HashiCorp Vault</translation>
        </message>
        <message>
            <source>OpenBao to be unsealed</source>
            <translation>die Entsiegelung von OpenBao</translation>
        </message>
        <message>
            <source>OpenBao, which does not answer</source>
            <translation>OpenBao, das nicht antwortet</translation>
        </message>
        <message>
            <source>Oracle gives the right to read for whole tables. To leave columns out, grant a view without them instead.</source>
            <translation>Oracle vergibt das Recht zu lesen für ganze Tabellen. Um Spalten wegzulassen, geben Sie statt dessen eine Sicht ohne sie frei.</translation>
        </message>
        <message>
            <source>Oracle needs the password of {0}, and none was given.</source>
            <translation>Oracle braucht das Passwort von {0}, und es wurde keines angegeben.</translation>
        </message>
        <message>
            <source>Oracle refused the login of {0}: the password is wrong, or there is no such account in this service.</source>
            <translation>Oracle hat die Anmeldung von {0} abgelehnt: Das Passwort ist falsch, oder in diesem Dienst gibt es kein solches Konto.</translation>
        </message>
        <message>
            <source>Oracle {0}</source>
            <translation>Oracle {0}</translation>
        </message>
        <message>
            <source>Oracle {0}.{1}.{2}.{3}</source>
            <translation>Oracle {0}.{1}.{2}.{3}</translation>
        </message>
        <message>
            <source>Other kinds of sources work without it. Nothing was changed.</source>
            <translation>Andere Arten von Quellen gehen ohne das. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>Others can read {0}. No password was taken from it.</source>
            <translation>Andere können {0} lesen. Es wurde kein Passwort daraus übernommen.</translation>
        </message>
        <message>
            <source>Others can read {0}. PostgreSQL's own tools don't use it then, and no password was taken from it.</source>
            <translation>Andere können {0} lesen. Die Werkzeuge von PostgreSQL verwenden die Datei dann nicht, und es wurde kein Passwort daraus übernommen.</translation>
        </message>
        <message>
            <source>Part of the primary key</source>
            <translation>Teil des Primärschlüssels</translation>
        </message>
        <message>
            <source>Pass on the text for IT.</source>
            <translation>Geben Sie den Text für die IT weiter.</translation>
        </message>
        <message>
            <source>Passwords in AWS Secrets Manager need a package that is not installed.</source>
            <translation>Passwörter in AWS Secrets Manager brauchen ein Paket, das nicht installiert ist.</translation>
        </message>
        <message>
            <source>Passwords in OpenBao or HashiCorp Vault need a package that is not installed.</source>
            <translation>Passwörter in OpenBao oder HashiCorp Vault brauchen ein Paket, das nicht installiert ist.</translation>
        </message>
        <message>
            <source>Paste it again, in one line.</source>
            <translation>Fügen Sie sie noch einmal ein, in einer Zeile.</translation>
        </message>
        <message>
            <source>Paste something like postgresql://user@host:5432/database.</source>
            <translation>Fügen Sie etwas ein wie postgresql://user@host:5432/database.</translation>
        </message>
        <message>
            <source>Points at another row; says nothing by itself</source>
            <translation>Zeigt auf eine andere Zeile; sagt für sich nichts</translation>
        </message>
        <message>
            <source>Port {0} answers</source>
            <translation>Port {0} antwortet</translation>
        </message>
        <message>
            <source>Port {0} of {1} takes encrypted connections alone (TCPS), and this connector asks for none.</source>
            <translation>Port {0} von {1} nimmt nur verschlüsselte Verbindungen an (TCPS), und diese Verbindung verlangt keine.</translation>
        </message>
        <message>
            <source>PostgreSQL {0}</source>
            <translation>PostgreSQL {0}</translation>
        </message>
        <message>
            <source>Primary key</source>
            <translation>Primärschlüssel</translation>
        </message>
        <message>
            <source>Put CSV, Parquet, JSON or Excel files into the folder; their names have to end as usual.</source>
            <translation>Legen Sie CSV-, Parquet-, JSON- oder Excel-Dateien in den Ordner; ihre Namen müssen wie üblich enden.</translation>
        </message>
        <message>
            <source>Put a backup in its place, for instance a file {0}.before-… beside it, or move it away to start with an empty one.</source>
            <translation>Setzen Sie eine Sicherung an ihre Stelle, zum Beispiel eine Datei {0}.before-… daneben, oder verschieben Sie sie, um mit einer leeren zu beginnen.</translation>
        </message>
        <message>
            <source>Put a backup of the database in its place, or remove that entry and make it again.</source>
            <translation>Setzen Sie eine Sicherung der Datenbank an ihre Stelle, oder entfernen Sie den Eintrag und legen Sie ihn neu an.</translation>
        </message>
        <message>
            <source>Put a backup of the program's database in its place, or empty the vault and type the passwords again.</source>
            <translation>Setzen Sie eine Sicherung der Datenbank des Programms an ihre Stelle, oder leeren Sie den Tresor und geben Sie die Passwörter neu ein.</translation>
        </message>
        <message>
            <source>Put back a copy from a backup, after removing the files beside it that end in -wal or -shm, or {0}</source>
            <translation>Stellen Sie eine Kopie aus einer Sicherung zurück, nachdem Sie die Dateien daneben entfernt haben, die auf -wal oder -shm enden, oder {0}</translation>
        </message>
        <message>
            <source>Put the file there, or change the connector's secret.</source>
            <translation>Legen Sie die Datei dorthin, oder ändern Sie das Geheimnis der Verbindung.</translation>
        </message>
        <message>
            <source>Put the formulas right, or leave out the columns they are in.</source>
            <translation>Berichtigen Sie die Formeln, oder lassen Sie die Spalten weg, in denen sie stehen.</translation>
        </message>
        <message>
            <source>Reading broke off and was taken up again {0}.</source>
            <translation>Das Lesen brach ab und wurde {0} wieder aufgenommen.</translation>
        </message>
        <message>
            <source>Reading only what is added follows the key “{0}”, not “{1}”.</source>
            <translation>Nur Hinzugekommenes zu lesen folgt dem Schlüssel „{0}“, nicht „{1}“.</translation>
        </message>
        <message>
            <source>Reading only what is added needs a key of one column; this one has {0}.</source>
            <translation>Nur Hinzugekommenes zu lesen braucht einen Schlüssel aus einer Spalte; dieser hat {0}.</translation>
        </message>
        <message>
            <source>Reading works. Ask who looks after the server to update it.</source>
            <translation>Das Lesen geht. Bitten Sie, wer den Server betreut, ihn zu aktualisieren.</translation>
        </message>
        <message>
            <source>Redis</source>
            <translation>Redis</translation>
        </message>
        <message>
            <source>References to what others keep are part of the connectors: export those.</source>
            <translation>Verweise auf das, was andere aufbewahren, gehören zu den Verbindungen: Exportieren Sie diese.</translation>
        </message>
        <message>
            <source>Remove it there yourself (in the keyring it is called kbconnect), or leave it; nothing uses it.</source>
            <translation>Entfernen Sie es dort selbst (im Schlüsselbund heißt es kbconnect), oder lassen Sie es; nichts benutzt es.</translation>
        </message>
        <message>
            <source>Remove it, and say what is wanted with sslmode, sslrootcert, sslcert and sslkey.</source>
            <translation>Entfernen Sie es, und sagen Sie mit sslmode, sslrootcert, sslcert und sslkey, was gewünscht ist.</translation>
        </message>
        <message>
            <source>Remove it, then try again.</source>
            <translation>Entfernen Sie es, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Remove it. Known are: {0}.</source>
            <translation>Entfernen Sie ihn. Bekannt sind: {0}.</translation>
        </message>
        <message>
            <source>Remove those datasets first.</source>
            <translation>Entfernen Sie zuerst diese Datenbestände.</translation>
        </message>
        <message>
            <source>Remove what stands behind the “?”. A question mark in a file's name is written %3F.</source>
            <translation>Entfernen Sie, was hinter dem „?“ steht. Ein Fragezeichen in einem Dateinamen wird als %3F geschrieben.</translation>
        </message>
        <message>
            <source>Remove what uses it first.</source>
            <translation>Entfernen Sie zuerst, was es benutzt.</translation>
        </message>
        <message>
            <source>Removed rows can't be looked for every {0} hours.</source>
            <translation>Nach entfernten Zeilen kann nicht alle {0} Stunden gesucht werden.</translation>
        </message>
        <message>
            <source>Restore it from a backup, or run SQLite's “.recover” on a copy of it.</source>
            <translation>Stellen Sie sie aus einer Sicherung wieder her, oder lassen Sie „.recover“ von SQLite auf eine Kopie los.</translation>
        </message>
        <message>
            <source>Restore it in AWS, or choose another one.</source>
            <translation>Stellen Sie es in AWS wieder her, oder wählen Sie ein anderes.</translation>
        </message>
        <message>
            <source>Restore the file from a backup, or run SQLite's “.recover” on a copy of it.</source>
            <translation>Stellen Sie die Datei aus einer Sicherung wieder her, oder lassen Sie „.recover“ von SQLite auf eine Kopie los.</translation>
        </message>
        <message>
            <source>Role id and secret id of OpenBao's AppRole are kept as env:NAME or file:PATH.</source>
            <translation>Role-ID und Secret-ID der AppRole von OpenBao werden als env:NAME oder file:PFAD angegeben.</translation>
        </message>
        <message>
            <source>Role id or secret id is wrong, used up or expired. Get a new secret id and put it where the reference leads.</source>
            <translation>Role-ID oder Secret-ID ist falsch, verbraucht oder abgelaufen. Besorgen Sie eine neue Secret-ID, und legen Sie sie dorthin, wohin der Verweis führt.</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>Hin und zurück</translation>
        </message>
        <message>
            <source>Rows that the cursor shows as new were read, and all keys were looked through for removed rows.</source>
            <translation>Zeilen, die die Folgespalte als neu zeigt, wurden gelesen, und alle Schlüssel wurden nach entfernten Zeilen durchgesehen.</translation>
        </message>
        <message>
            <source>Rules that hide rows from others do not hold for it.</source>
            <translation>Regeln, die vor anderen Zeilen verbergen, gelten für es nicht.</translation>
        </message>
        <message>
            <source>Run kbconnect under that account afterwards, and check that it may look into the folders above the file.</source>
            <translation>Führen Sie kbconnect danach unter diesem Konto aus, und prüfen Sie, ob es in die Ordner über der Datei sehen darf.</translation>
        </message>
        <message>
            <source>Run the command in a terminal to see what it needs: to be signed in or unlocked, or another name. It can't ask anything in a terminal when it is run from here.</source>
            <translation>Führen Sie den Befehl in einem Terminal aus, um zu sehen, was er braucht: angemeldet oder entsperrt zu sein, oder einen anderen Namen. Von hier aus kann er in keinem Terminal nachfragen.</translation>
        </message>
        <message>
            <source>SQL Server</source>
            <translation>SQL Server</translation>
        </message>
        <message>
            <source>SQL Server does not take {0} as one of its own logins; it takes Windows accounts alone.</source>
            <translation>Der SQL Server nimmt {0} nicht als eigene Anmeldung; er nimmt nur Windows-Konten.</translation>
        </message>
        <message>
            <source>SQL Server refused the login of {0}: the password is wrong, there is no such login, or the server takes Windows accounts alone.</source>
            <translation>Der SQL Server hat die Anmeldung von {0} abgelehnt: Das Passwort ist falsch, es gibt keine solche Anmeldung, oder der Server nimmt nur Windows-Konten.</translation>
        </message>
        <message>
            <source>SQL Server refused the login of {0}: the password is wrong, there is no such login, the server takes Windows accounts alone, or the database “{1}” is not there or not open to it.</source>
            <translation>Der SQL Server hat die Anmeldung von {0} abgelehnt: Das Passwort ist falsch, es gibt keine solche Anmeldung, der Server nimmt nur Windows-Konten, oder die Datenbank „{1}“ gibt es nicht oder ist ihr nicht zugänglich.</translation>
        </message>
        <message>
            <source>SQL Server takes no client certificates from kbconnect.</source>
            <translation>SQL Server nimmt von kbconnect keine Zertifikate der Gegenseite an.</translation>
        </message>
        <message>
            <source>SQL Server {0} ({1})</source>
            <translation>SQL Server {0} ({1})</translation>
        </message>
        <message>
            <source>Saturday</source>
            <translation>Samstag</translation>
        </message>
        <message>
            <source>Save a copy of it without a password and use that.</source>
            <translation>Speichern Sie eine Kopie ohne Kennwort, und verwenden Sie diese.</translation>
        </message>
        <message>
            <source>Save its sheets as CSV, and use those.</source>
            <translation>Speichern Sie ihre Blätter als CSV, und verwenden Sie diese.</translation>
        </message>
        <message>
            <source>Save the file again as plain UTF-8 text with nothing but the password in it.</source>
            <translation>Speichern Sie die Datei neu als reinen UTF-8-Text, in dem nichts als das Passwort steht.</translation>
        </message>
        <message>
            <source>Save the sheet as CSV, or remove the cells that are far away from the others.</source>
            <translation>Speichern Sie das Blatt als CSV, oder entfernen Sie die Zellen, die weit von den anderen entfernt sind.</translation>
        </message>
        <message>
            <source>Search again.</source>
            <translation>Suchen Sie noch einmal.</translation>
        </message>
        <message>
            <source>Secret Service (GNOME keyring, KWallet or the like)</source>
            <translation>Secret Service (GNOME-Schlüsselbund, KWallet oder Ähnliches)</translation>
        </message>
        <message>
            <source>September</source>
            <translation>September</translation>
        </message>
        <message>
            <source>Server's certificate</source>
            <translation>Zertifikat des Servers</translation>
        </message>
        <message>
            <source>Server's greeting</source>
            <translation>Gruß des Servers</translation>
        </message>
        <message>
            <source>Service name</source>
            <translation>Name des Dienstes</translation>
        </message>
        <message>
            <source>Set AWS_DEFAULT_REGION, or write ?region=eu-central-1 behind the name in the reference.</source>
            <translation>Setzen Sie AWS_DEFAULT_REGION, oder schreiben Sie im Verweis ?region=eu-central-1 hinter den Namen.</translation>
        </message>
        <message>
            <source>Set one, for example with `kbconnect schedule NAME --cron "0 2 * * *"`.</source>
            <translation>Legen Sie einen fest, zum Beispiel mit `kbconnect schedule NAME --cron "0 2 * * *"`.</translation>
        </message>
        <message>
            <source>Set {0} before the program starts, or change the connector's secret.</source>
            <translation>Setzen Sie {0}, bevor das Programm startet, oder ändern Sie das Geheimnis der Verbindung.</translation>
        </message>
        <message>
            <source>Set {0} to the old key; to change it, write the new key, a comma and the old key.</source>
            <translation>Setzen Sie {0} auf den alten Schlüssel; um ihn zu ändern, schreiben Sie den neuen Schlüssel, ein Komma und den alten Schlüssel.</translation>
        </message>
        <message>
            <source>Set {0} to the vault's key before the program starts.</source>
            <translation>Setzen Sie {0} auf den Schlüssel des Tresors, bevor das Programm startet.</translation>
        </message>
        <message>
            <source>Several rows have the same key</source>
            <translation>Mehrere Zeilen haben denselben Schlüssel</translation>
        </message>
        <message>
            <source>Short structured data (JSON)</source>
            <translation>Kurze strukturierte Daten (JSON)</translation>
        </message>
        <message>
            <source>Short text</source>
            <translation>Kurzer Text</translation>
        </message>
        <message>
            <source>Short text, as far as its name says</source>
            <translation>Kurzer Text, soweit der Name es sagt</translation>
        </message>
        <message>
            <source>Short, different in every row</source>
            <translation>Kurz, in jeder Zeile verschieden</translation>
        </message>
        <message>
            <source>Shown by this side</source>
            <translation>Von dieser Seite vorgelegt</translation>
        </message>
        <message>
            <source>Sign in again (`bao login` or `vault login`), or put a new token where it is read from.</source>
            <translation>Melden Sie sich neu an (`bao login` oder `vault login`), oder legen Sie ein neues Token dorthin, wo es gelesen wird.</translation>
        </message>
        <message>
            <source>Sign in with `aws sso login` or `aws configure`, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where the program is started.</source>
            <translation>Melden Sie sich mit `aws sso login` oder `aws configure` an, oder setzen Sie dort, wo das Programm gestartet wird, AWS_PROFILE oder AWS_ACCESS_KEY_ID und AWS_SECRET_ACCESS_KEY.</translation>
        </message>
        <message>
            <source>Sign in with `bao login` or `vault login`, set BAO_TOKEN, or enter an AppRole in the settings, under Secrets, or with `kbconnect secret openbao`.</source>
            <translation>Melden Sie sich mit `bao login` oder `vault login` an, setzen Sie BAO_TOKEN, oder geben Sie in den Einstellungen unter Geheimnisse oder mit `kbconnect secret openbao` eine AppRole an.</translation>
        </message>
        <message>
            <source>Signed in as {0}</source>
            <translation>Angemeldet als {0}</translation>
        </message>
        <message>
            <source>Signed in as {0}, but the server says that this session is not encrypted.</source>
            <translation>Angemeldet als {0}, aber der Server sagt, dass diese Sitzung nicht verschlüsselt ist.</translation>
        </message>
        <message>
            <source>Somebody else is changing the structure of the table, so it could not be read in time.</source>
            <translation>Jemand anders ändert gerade den Aufbau der Tabelle, deshalb konnte sie nicht rechtzeitig gelesen werden.</translation>
        </message>
        <message>
            <source>Something behind the password was left out of the address. If it belongs to the password, write its &amp; = # or % as %26, %3D, %23 or %25.</source>
            <translation>Etwas hinter dem Passwort in der Adresse wurde weggelassen. Gehört es zum Passwort, schreiben Sie dessen &amp; = # oder % als %26, %3D, %23 oder %25.</translation>
        </message>
        <message>
            <source>Something on the way may take the encryption off. Choose a mode that demands encryption, and ask who looks after the network.</source>
            <translation>Vielleicht nimmt etwas auf dem Weg die Verschlüsselung weg. Wählen Sie eine Art, die Verschlüsselung verlangt, und fragen Sie, wer das Netz betreut.</translation>
        </message>
        <message>
            <source>Something tried to keep a change in the database, so it was refused.</source>
            <translation>Etwas wollte eine Änderung in der Datenbank behalten und wurde deshalb abgelehnt.</translation>
        </message>
        <message>
            <source>Split it into several files.</source>
            <translation>Teilen Sie sie auf mehrere Dateien auf.</translation>
        </message>
        <message>
            <source>Start a desktop session or a Secret Service, or use the encrypted vault (KBCONNECT_VAULT_KEY).</source>
            <translation>Starten Sie eine Desktop-Sitzung oder einen Secret Service, oder benutzen Sie den verschlüsselten Tresor (KBCONNECT_VAULT_KEY).</translation>
        </message>
        <message>
            <source>Start the keyring, or choose the encrypted vault.</source>
            <translation>Starten Sie den Schlüsselbund, oder wählen Sie den verschlüsselten Tresor.</translation>
        </message>
        <message>
            <source>Start the newer version, or put the copy it made before its upgrade ({0}.before-…) in the place of {1}.</source>
            <translation>Starten Sie die neuere Version, oder setzen Sie die Kopie, die sie vor ihrer Umstellung angelegt hat ({0}.before-…), an die Stelle von {1}.</translation>
        </message>
        <message>
            <source>Start the newer version.</source>
            <translation>Starten Sie die neuere Version.</translation>
        </message>
        <message>
            <source>Start the program where it can ask for the pass phrase, or set {0}.</source>
            <translation>Starten Sie das Programm dort, wo es nach dem Kennsatz fragen kann, oder setzen Sie {0}.</translation>
        </message>
        <message>
            <source>Start the program where it can ask for the pass phrase.</source>
            <translation>Starten Sie das Programm dort, wo es nach dem Kennsatz fragen kann.</translation>
        </message>
        <message>
            <source>Start the program without {0} and give the pass phrase.</source>
            <translation>Starten Sie das Programm ohne {0}, und geben Sie den Kennsatz ein.</translation>
        </message>
        <message>
            <source>Starting at login can't be set: {0} can't be written ({1}).</source>
            <translation>Der Start bei der Anmeldung kann nicht eingerichtet werden: {0} kann nicht geschrieben werden ({1}).</translation>
        </message>
        <message>
            <source>Structured data (JSON); choose Text to search it</source>
            <translation>Strukturierte Daten (JSON); wählen Sie Text, um darin zu suchen</translation>
        </message>
        <message>
            <source>Sunday</source>
            <translation>Sonntag</translation>
        </message>
        <message>
            <source>Sync again: it continues with these texts. If it fails again, close other programs to free memory.</source>
            <translation>Gleichen Sie noch einmal ab: Es geht mit diesen Texten weiter. Schlägt es wieder fehl, schließen Sie andere Programme, um Speicher freizugeben.</translation>
        </message>
        <message>
            <source>Sync the dataset, or check the key against what a search shows.</source>
            <translation>Gleichen Sie den Datenbestand ab, oder vergleichen Sie den Schlüssel mit dem, was eine Suche zeigt.</translation>
        </message>
        <message>
            <source>Sync when nobody works with the file, or have the line below run once by whoever looks after it.</source>
            <translation>Gleichen Sie ab, wenn niemand mit der Datei arbeitet, oder lassen Sie die Zeile unten einmal von der Person ausführen, die sie betreut.</translation>
        </message>
        <message>
            <source>TLS, as this connector demands</source>
            <translation>TLS, wie diese Verbindung es verlangt</translation>
        </message>
        <message>
            <source>Take PYTHON_KEYRING_BACKEND and keyringrc.cfg away to use the system's keyring, or use the encrypted vault.</source>
            <translation>Entfernen Sie PYTHON_KEYRING_BACKEND und keyringrc.cfg, um den Schlüsselbund des Systems zu benutzen, oder benutzen Sie den verschlüsselten Tresor.</translation>
        </message>
        <message>
            <source>Take a few words that belong together for you alone.</source>
            <translation>Nehmen Sie ein paar Wörter, die nur für Sie zusammengehören.</translation>
        </message>
        <message>
            <source>Take the right to read it from all others with the command below.</source>
            <translation>Nehmen Sie allen anderen das Recht, sie zu lesen, mit dem Befehl unten.</translation>
        </message>
        <message>
            <source>Take the right to write to it from all others with the command below; ssh wants that, too.</source>
            <translation>Nehmen Sie mit dem Befehl unten allen anderen das Recht, in sie zu schreiben; auch ssh verlangt das.</translation>
        </message>
        <message>
            <source>Takes up the sync of {0}, which was broken off.</source>
            <translation>Setzt den abgebrochenen Abgleich von {0} fort.</translation>
        </message>
        <message>
            <source>Test the connection first; what is in its way is told there.</source>
            <translation>Prüfen Sie zuerst die Verbindung; dort steht, was im Weg ist.</translation>
        </message>
        <message>
            <source>Text; HTML is removed</source>
            <translation>Text; HTML wird entfernt</translation>
        </message>
        <message>
            <source>That is enough if the tables you need are among them. To read all, have their owner run:</source>
            <translation>Das genügt, wenn die Tabellen, die Sie brauchen, darunter sind. Um alle zu lesen, lassen Sie deren Eigentümer Folgendes ausführen:</translation>
        </message>
        <message>
            <source>That sync goes on; nothing else was started.</source>
            <translation>Der laufende Abgleich geht weiter; sonst wurde nichts begonnen.</translation>
        </message>
        <message>
            <source>The AppRole's tokens end before they can be used: ask whoever runs the server.</source>
            <translation>Die Token der AppRole enden, bevor sie benutzt werden können: Fragen Sie den Betreiber des Servers.</translation>
        </message>
        <message>
            <source>The SSH agent holds no key, and there is none in ~/.ssh.</source>
            <translation>Der SSH-Agent hat keinen Schlüssel, und in ~/.ssh ist auch keiner.</translation>
        </message>
        <message>
            <source>The SSH server of this address can't be read.</source>
            <translation>Der SSH-Server dieser Adresse ist nicht lesbar.</translation>
        </message>
        <message>
            <source>The SSH server {0} and kbconnect know no way to encrypt in common.</source>
            <translation>Der SSH-Server {0} und kbconnect kennen keine gemeinsame Verschlüsselung.</translation>
        </message>
        <message>
            <source>The SSH server {0} answers, but nothing listens on port {1}.</source>
            <translation>Der SSH-Server {0} antwortet, aber auf Port {1} ist nichts zu erreichen.</translation>
        </message>
        <message>
            <source>The SSH server {0} broke off the connection.</source>
            <translation>Der SSH-Server {0} hat die Verbindung abgebrochen.</translation>
        </message>
        <message>
            <source>The SSH server {0} can't reach {1}.</source>
            <translation>Der SSH-Server {0} kann {1} nicht erreichen.</translation>
        </message>
        <message>
            <source>The SSH server {0} cannot be reached from this computer.</source>
            <translation>Der SSH-Server {0} ist von diesem Rechner aus nicht zu erreichen.</translation>
        </message>
        <message>
            <source>The SSH server {0} did not answer on port {1} in time.</source>
            <translation>Der SSH-Server {0} hat auf Port {1} nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <source>The SSH server {0} does not let this account through to {1}.</source>
            <translation>Der SSH-Server {0} lässt dieses Konto nicht zu {1} durch.</translation>
        </message>
        <message>
            <source>The SSH server {0} ended the login before it was done.</source>
            <translation>Der SSH-Server {0} hat die Anmeldung beendet, bevor sie fertig war.</translation>
        </message>
        <message>
            <source>The SSH server {0} is known here by an authority that vouches for it (@cert-authority), which kbconnect can't check; the server's own key has the fingerprint {1}.</source>
            <translation>Der SSH-Server {0} ist hier durch eine Stelle bekannt, die für ihn bürgt (@cert-authority), was kbconnect nicht prüfen kann; der eigene Schlüssel des Servers hat den Fingerabdruck {1}.</translation>
        </message>
        <message>
            <source>The SSH server {0} is not known here yet; its key has the fingerprint {1}.</source>
            <translation>Der SSH-Server {0} ist hier noch nicht bekannt; sein Schlüssel hat den Fingerabdruck {1}.</translation>
        </message>
        <message>
            <source>The SSH server {0} opened no way to {1}.</source>
            <translation>Der SSH-Server {0} hat keinen Weg zu {1} geöffnet.</translation>
        </message>
        <message>
            <source>The SSH server {0} refused the login of {1}: the password is wrong, or there is no such account.</source>
            <translation>Der SSH-Server {0} hat die Anmeldung von {1} abgelehnt: Das Passwort ist falsch, oder es gibt das Konto nicht.</translation>
        </message>
        <message>
            <source>The SSH server {0} shows another key than before: somebody may have put a server of theirs in its place to read along.</source>
            <translation>Der SSH-Server {0} zeigt einen anderen Schlüssel als bisher: Vielleicht hat jemand einen eigenen Server an seine Stelle gesetzt, um mitzulesen.</translation>
        </message>
        <message>
            <source>The SSH server {0} takes no key of {1} that was tried: {2}.</source>
            <translation>Der SSH-Server {0} nimmt keinen der versuchten Schlüssel von {1} an: {2}.</translation>
        </message>
        <message>
            <source>The SSH server {0} takes no keys.</source>
            <translation>Der SSH-Server {0} nimmt keine Schlüssel an.</translation>
        </message>
        <message>
            <source>The SSH server {0} takes no passwords.</source>
            <translation>Der SSH-Server {0} nimmt keine Passwörter an.</translation>
        </message>
        <message>
            <source>The SSH server {0} took the connection but did not answer in time.</source>
            <translation>Der SSH-Server {0} hat die Verbindung angenommen, aber nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <source>The SSH server {0} took {1} and wants a further key as well.</source>
            <translation>Der SSH-Server {0} hat {1} angenommen und verlangt noch einen weiteren Schlüssel.</translation>
        </message>
        <message>
            <source>The SSH server {0} took {1} and wants the password of {2} as well.</source>
            <translation>Der SSH-Server {0} hat {1} angenommen und verlangt noch das Passwort von {2}.</translation>
        </message>
        <message>
            <source>The SSH server {0} wants a second proof of who you are, which a program can't give.</source>
            <translation>Der SSH-Server {0} verlangt einen zweiten Nachweis, wer Sie sind, den ein Programm nicht geben kann.</translation>
        </message>
        <message>
            <source>The SSH tunnel through {0} was given up: the server has sent nothing for {1} s.</source>
            <translation>Der SSH-Tunnel über {0} wurde aufgegeben: Der Server hat {1} s lang nichts gesendet.</translation>
        </message>
        <message>
            <source>The SSH tunnel through {0} was lost, and the connection to the database with it.</source>
            <translation>Der SSH-Tunnel über {0} ist verloren gegangen und mit ihm die Verbindung zur Datenbank.</translation>
        </message>
        <message>
            <source>The URL names several hosts.</source>
            <translation>Die URL nennt mehrere Rechner.</translation>
        </message>
        <message>
            <source>The account at the SSH server has no name.</source>
            <translation>Das Konto beim SSH-Server hat keinen Namen.</translation>
        </message>
        <message>
            <source>The account is not allowed to read the column “{0}” of {1}.</source>
            <translation>Das Konto darf die Spalte „{0}“ in {1} nicht lesen.</translation>
        </message>
        <message>
            <source>The account is not allowed to read this.</source>
            <translation>Das Konto darf das nicht lesen.</translation>
        </message>
        <message>
            <source>The account is not allowed to read “{0}”.</source>
            <translation>Das Konto darf „{0}“ nicht lesen.</translation>
        </message>
        <message>
            <source>The account may come from any computer (@`%`). Write an address there to let it in from one alone.</source>
            <translation>Das Konto darf von jedem Rechner kommen (@`%`). Schreiben Sie dort eine Adresse hin, um es nur von einem zuzulassen.</translation>
        </message>
        <message>
            <source>The account {0} exists, but may not log in.</source>
            <translation>Das Konto {0} gibt es, aber es darf sich nicht anmelden.</translation>
        </message>
        <message>
            <source>The account {0} exists, but may not sign in.</source>
            <translation>Das Konto {0} gibt es, aber es darf sich nicht anmelden.</translation>
        </message>
        <message>
            <source>The account {0} is locked, as after too many wrong passwords.</source>
            <translation>Das Konto {0} ist gesperrt, wie nach zu vielen falschen Passwörtern.</translation>
        </message>
        <message>
            <source>The address asks for encryption in words that kbconnect doesn't know.</source>
            <translation>Die Adresse verlangt eine Verschlüsselung in Worten, die kbconnect nicht kennt.</translation>
        </message>
        <message>
            <source>The address asks for “{0}”, and kbconnect doesn't know what that demands of the connection.</source>
            <translation>Die Adresse verlangt „{0}“, und kbconnect weiß nicht, was das von der Verbindung fordert.</translation>
        </message>
        <message>
            <source>The address has a value of ssl that PostgreSQL's driver for Java doesn't have.</source>
            <translation>Die Adresse hat einen Wert für ssl, den der Java-Treiber von PostgreSQL nicht hat.</translation>
        </message>
        <message>
            <source>The address has a value of sslmode that {0} doesn't have.</source>
            <translation>Die Adresse hat einen Wert von sslmode, den {0} nicht kennt.</translation>
        </message>
        <message>
            <source>The address holds a line break or another control character.</source>
            <translation>Die Adresse enthält einen Zeilenumbruch oder ein anderes Steuerzeichen.</translation>
        </message>
        <message>
            <source>The address is empty.</source>
            <translation>Die Adresse ist leer.</translation>
        </message>
        <message>
            <source>The address names no file.</source>
            <translation>Die Adresse nennt keine Datei.</translation>
        </message>
        <message>
            <source>The address of OpenBao is none.</source>
            <translation>Die Adresse von OpenBao ist keine.</translation>
        </message>
        <message>
            <source>The address of this computer as the server sees it is not known; put it where the rule says ADDRESS.</source>
            <translation>Mit welcher Adresse der Server diesen Computer sieht, ist nicht bekannt; setzen Sie sie ein, wo in der Regel ADDRESS steht.</translation>
        </message>
        <message>
            <source>The approved key could not be written to {0}.</source>
            <translation>Der bestätigte Schlüssel konnte nicht in {0} geschrieben werden.</translation>
        </message>
        <message>
            <source>The backup can't be written to {0}.</source>
            <translation>Die Sicherung kann nicht nach {0} geschrieben werden.</translation>
        </message>
        <message>
            <source>The backup of {0} was made, but what is in it does not fit together.</source>
            <translation>Die Sicherung von {0} wurde gemacht, aber was darin steht, passt nicht zusammen.</translation>
        </message>
        <message>
            <source>The brackets stand too deep in each other here to be checked.</source>
            <translation>Die Klammern stehen hier zu tief ineinander, um geprüft zu werden.</translation>
        </message>
        <message>
            <source>The certificate authority of OpenBao is named without its folder.</source>
            <translation>Die Zertifizierungsstelle von OpenBao ist ohne Ordner angegeben.</translation>
        </message>
        <message>
            <source>The certificate authority of OpenBao, {0}, is not there.</source>
            <translation>Die Zertifizierungsstelle von OpenBao, {0}, ist nicht da.</translation>
        </message>
        <message>
            <source>The certificate file {0} does not exist.</source>
            <translation>Die Zertifikatsdatei {0} gibt es nicht.</translation>
        </message>
        <message>
            <source>The certificate may have to be made out to the user name. Pass on the text for IT.</source>
            <translation>Das Zertifikat muss vielleicht auf den Benutzernamen ausgestellt sein. Geben Sie den Text für die IT weiter.</translation>
        </message>
        <message>
            <source>The certificate of OpenBao at {0} is not one this computer trusts.</source>
            <translation>Dem Zertifikat von OpenBao unter {0} vertraut dieser Rechner nicht.</translation>
        </message>
        <message>
            <source>The certificate of {0} has expired.</source>
            <translation>Das Zertifikat von {0} ist abgelaufen.</translation>
        </message>
        <message>
            <source>The certificate of {0} is signed by nobody this computer trusts.</source>
            <translation>Das Zertifikat von {0} hat niemand unterschrieben, dem dieser Computer vertraut.</translation>
        </message>
        <message>
            <source>The certificates of this connector can't be read.</source>
            <translation>Die Zertifikate dieser Verbindung sind nicht lesbar.</translation>
        </message>
        <message>
            <source>The chosen key is no key: more than {0} of its values stand in several rows.</source>
            <translation>Der gewählte Schlüssel ist keiner: Mehr als {0} seiner Werte stehen in mehreren Zeilen.</translation>
        </message>
        <message>
            <source>The clock of the server is {0} ahead of this computer's.</source>
            <translation>Die Uhr des Servers geht gegenüber diesem Rechner um {0} vor.</translation>
        </message>
        <message>
            <source>The clock of the server is {0} behind this computer's.</source>
            <translation>Die Uhr des Servers geht gegenüber diesem Rechner um {0} nach.</translation>
        </message>
        <message>
            <source>The column {0} is new at the source. It is not taken; choose it in the data selection if it should.</source>
            <translation>Die Spalte {0} ist neu an der Quelle. Sie wird nicht übernommen; wenn sie es soll, wählen Sie sie in der Datenauswahl.</translation>
        </message>
        <message>
            <source>The column “{0}” can't be used to find changes: its values are neither numbers nor times.</source>
            <translation>Mit der Spalte „{0}“ lassen sich keine Änderungen finden: Ihre Werte sind weder Zahlen noch Zeitpunkte.</translation>
        </message>
        <message>
            <source>The column “{0}” can't be used to find changes: {1}.</source>
            <translation>Mit der Spalte „{0}“ lassen sich keine Änderungen finden: {1}.</translation>
        </message>
        <message>
            <source>The column “{0}” is taken as it is, and holds something sensitive now: {1}. Everybody who can search this knowledge base can read it; choose in the data selection to mask it, hash it or leave it out.</source>
            <translation>Die Spalte „{0}“ wird übernommen, wie sie ist, und enthält jetzt etwas Sensibles: {1}. Alle, die diese Wissensbasis durchsuchen können, können es lesen; wählen Sie in der Datenauswahl, ob sie maskiert, als Hash übernommen oder weggelassen wird.</translation>
        </message>
        <message>
            <source>The column “{0}” was of the type {1} and is {2} now. All rows were compared, and those that read differently now were written anew.</source>
            <translation>Die Spalte „{0}“ war vom Typ {1} und ist jetzt {2}. Alle Zeilen wurden verglichen, und die sich jetzt anders lesen, wurden neu geschrieben.</translation>
        </message>
        <message>
            <source>The columns {0} are new at the source. They are not taken; choose them in the data selection if they should.</source>
            <translation>Die Spalten {0} sind neu an der Quelle. Sie werden nicht übernommen; wenn sie es sollen, wählen Sie sie in der Datenauswahl.</translation>
        </message>
        <message>
            <source>The command that should give the password has a quote that isn't closed.</source>
            <translation>Der Befehl, der das Passwort geben soll, hat ein Anführungszeichen, das nicht geschlossen ist.</translation>
        </message>
        <message>
            <source>The command that should give the password is named by a path that doesn't say where it begins.</source>
            <translation>Der Befehl, der das Passwort geben soll, ist mit einem Pfad angegeben, der nicht sagt, wo er beginnt.</translation>
        </message>
        <message>
            <source>The command {0} printed no password.</source>
            <translation>Der Befehl {0} hat kein Passwort ausgegeben.</translation>
        </message>
        <message>
            <source>The command {0} printed something that is not UTF-8 text.</source>
            <translation>Der Befehl {0} hat etwas ausgegeben, das kein UTF-8-Text ist.</translation>
        </message>
        <message>
            <source>The command {0}, which should give the password, can't be started.</source>
            <translation>Der Befehl {0}, der das Passwort geben soll, lässt sich nicht starten.</translation>
        </message>
        <message>
            <source>The command {0}, which should give the password, ended with the error code {1}.</source>
            <translation>Der Befehl {0}, der das Passwort geben soll, endete mit dem Fehlercode {1}.</translation>
        </message>
        <message>
            <source>The command {0}, which should give the password, gave none within {1} seconds.</source>
            <translation>Der Befehl {0}, der das Passwort geben soll, hat innerhalb von {1} Sekunden keines gegeben.</translation>
        </message>
        <message>
            <source>The command {0}, which should give the password, printed more than {1} KB.</source>
            <translation>Der Befehl {0}, der das Passwort geben soll, hat mehr als {1} KB ausgegeben.</translation>
        </message>
        <message>
            <source>The connection goes through the SSH server {0}: the address is that of the tunnel's other end.</source>
            <translation>Die Verbindung führt über den SSH-Server {0}: Die Adresse ist die vom anderen Ende des Tunnels.</translation>
        </message>
        <message>
            <source>The connection to the database was lost.</source>
            <translation>Die Verbindung zur Datenbank ist abgerissen.</translation>
        </message>
        <message>
            <source>The connection to the database was lost: nothing had come for {0} s, and the server does not work on it any more.</source>
            <translation>Die Verbindung zur Datenbank ist abgerissen: Seit {0} s war nichts gekommen, und der Server arbeitet nicht mehr daran.</translation>
        </message>
        <message>
            <source>The connector has no SSH tunnel any more.</source>
            <translation>Die Verbindung hat keinen SSH-Tunnel mehr.</translation>
        </message>
        <message>
            <source>The connector has no name.</source>
            <translation>Die Verbindung hat keinen Namen.</translation>
        </message>
        <message>
            <source>The connector is gone. The password is still where it was kept.</source>
            <translation>Die Verbindung ist entfernt. Das Passwort liegt noch dort, wo es aufbewahrt wurde.</translation>
        </message>
        <message>
            <source>The connector was removed meanwhile.</source>
            <translation>Die Verbindung wurde inzwischen entfernt.</translation>
        </message>
        <message>
            <source>The connector “{0}”</source>
            <translation>Die Verbindung „{0}“</translation>
        </message>
        <message>
            <source>The copy of the password of {0} came back other than it was written.</source>
            <translation>Die Kopie des Passworts von {0} kam anders zurück, als sie geschrieben wurde.</translation>
        </message>
        <message>
            <source>The data folder {0} can't be used: {1}.</source>
            <translation>Der Datenordner {0} kann nicht benutzt werden: {1}.</translation>
        </message>
        <message>
            <source>The database answered in a way kbconnect did not expect.</source>
            <translation>Die Datenbank hat anders geantwortet, als kbconnect es erwartet.</translation>
        </message>
        <message>
            <source>The database at {0} is older than Oracle 12.1, too old for kbconnect.</source>
            <translation>Die Datenbank auf {0} ist älter als Oracle 12.1, zu alt für kbconnect.</translation>
        </message>
        <message>
            <source>The database broke off the reading because of other work going on there.</source>
            <translation>Die Datenbank hat das Lesen abgebrochen, weil dort anderes lief.</translation>
        </message>
        <message>
            <source>The database could not read a table that lives on another server.</source>
            <translation>Die Datenbank konnte eine Tabelle nicht lesen, die auf einem anderen Server liegt.</translation>
        </message>
        <message>
            <source>The database could not run this query.</source>
            <translation>Die Datenbank konnte diese Abfrage nicht ausführen.</translation>
        </message>
        <message>
            <source>The database doesn't tell this account whether the connection is encrypted</source>
            <translation>Die Datenbank sagt diesem Konto nicht, ob die Verbindung verschlüsselt ist</translation>
        </message>
        <message>
            <source>The database file answered in a way kbconnect did not expect.</source>
            <translation>Die Datenbankdatei hat anders geantwortet, als kbconnect es erwartet.</translation>
        </message>
        <message>
            <source>The database file can't be opened.</source>
            <translation>Die Datenbankdatei kann nicht geöffnet werden.</translation>
        </message>
        <message>
            <source>The database file could not be read to its end.</source>
            <translation>Die Datenbankdatei konnte nicht bis zum Ende gelesen werden.</translation>
        </message>
        <message>
            <source>The database file is damaged.</source>
            <translation>Die Datenbankdatei ist beschädigt.</translation>
        </message>
        <message>
            <source>The database found a damaged index of its own.</source>
            <translation>Die Datenbank hat einen beschädigten Index bei sich gefunden.</translation>
        </message>
        <message>
            <source>The database found damaged data in its own files.</source>
            <translation>Die Datenbank hat in ihren eigenen Dateien beschädigte Daten gefunden.</translation>
        </message>
        <message>
            <source>The database has no schema of this name.</source>
            <translation>Die Datenbank hat kein Schema dieses Namens.</translation>
        </message>
        <message>
            <source>The database has no table of this name.</source>
            <translation>Die Datenbank hat keine Tabelle dieses Namens.</translation>
        </message>
        <message>
            <source>The database has no table “{0}”.</source>
            <translation>Die Datenbank hat keine Tabelle „{0}“.</translation>
        </message>
        <message>
            <source>The database met a value over its own limit of size (max_allowed_packet).</source>
            <translation>Die Datenbank traf auf einen Wert über ihrer eigenen Größengrenze (max_allowed_packet).</translation>
        </message>
        <message>
            <source>The database met a value the query can't work with.</source>
            <translation>Die Datenbank ist auf einen Wert gestoßen, mit dem die Abfrage nicht umgehen kann.</translation>
        </message>
        <message>
            <source>The database refused this query, because it would change something.</source>
            <translation>Die Datenbank hat diese Abfrage verweigert, weil sie etwas ändern würde.</translation>
        </message>
        <message>
            <source>The database server has no room for this right now.</source>
            <translation>Der Datenbankserver hat dafür gerade keinen Platz.</translation>
        </message>
        <message>
            <source>The database server met a fault of its own.</source>
            <translation>Der Datenbankserver ist auf einen eigenen Fehler gestoßen.</translation>
        </message>
        <message>
            <source>The database server refuses to compute MD5 checksums, by which kbconnect sees what changed, or a row is larger than the server itself can work with (max_allowed_packet).</source>
            <translation>Der Datenbankserver weigert sich, MD5-Prüfsummen zu berechnen, an denen kbconnect Änderungen erkennt, oder eine Zeile ist größer, als der Server selbst verarbeiten kann (max_allowed_packet).</translation>
        </message>
        <message>
            <source>The database server refuses to compute MD5 checksums, by which kbconnect sees what changed.</source>
            <translation>Der Datenbankserver verweigert MD5-Prüfsummen, an denen kbconnect sieht, was sich geändert hat.</translation>
        </message>
        <message>
            <source>The database sets it whenever a row is changed.</source>
            <translation>Die Datenbank setzt sie bei jeder Änderung einer Zeile.</translation>
        </message>
        <message>
            <source>The database that {0} usually opens is not there, not available, or not open to it.</source>
            <translation>Die Datenbank, die {0} gewöhnlich öffnet, gibt es nicht, ist nicht verfügbar oder nicht zugänglich.</translation>
        </message>
        <message>
            <source>The database took longer than the time limit and was stopped.</source>
            <translation>Die Datenbank hat länger gebraucht als die Zeitgrenze und wurde angehalten.</translation>
        </message>
        <message>
            <source>The database was not changed. What this sync did so far is kept.</source>
            <translation>Die Datenbank wurde nicht geändert. Was dieser Abgleich bis dahin getan hat, bleibt.</translation>
        </message>
        <message>
            <source>The database was removed while it was read.</source>
            <translation>Die Datenbank wurde entfernt, während sie gelesen wurde.</translation>
        </message>
        <message>
            <source>The database {0} sent nothing for {1} min, and the sync gave up.</source>
            <translation>Die Datenbank {0} hat seit {1} min nichts gesendet, und der Abgleich hat aufgegeben.</translation>
        </message>
        <message>
            <source>The database “{0}” is not available at the moment.</source>
            <translation>Die Datenbank „{0}“ ist zurzeit nicht verfügbar.</translation>
        </message>
        <message>
            <source>The database “{0}” takes no further connections at the moment.</source>
            <translation>Die Datenbank „{0}“ nimmt zurzeit keine weiteren Verbindungen an.</translation>
        </message>
        <message>
            <source>The databases it was made from are not affected.</source>
            <translation>Die Datenbanken, aus denen sie entstanden ist, sind nicht betroffen.</translation>
        </message>
        <message>
            <source>The dataset has no name.</source>
            <translation>Der Datenbestand hat keinen Namen.</translation>
        </message>
        <message>
            <source>The dataset of this run is not there any more.</source>
            <translation>Den Datenbestand dieses Laufs gibt es nicht mehr.</translation>
        </message>
        <message>
            <source>The day of the month can't be “{0}”.</source>
            <translation>Der Tag des Monats kann nicht „{0}“ sein.</translation>
        </message>
        <message>
            <source>The day of the month, {0}, never comes in the month {1}.</source>
            <translation>Der Tag des Monats, {0}, kommt im Monat {1} nie vor.</translation>
        </message>
        <message>
            <source>The day of the week can't be “{0}”.</source>
            <translation>Der Wochentag kann nicht „{0}“ sein.</translation>
        </message>
        <message>
            <source>The disk that holds {0} has too little room to bring that knowledge base to this version's form.</source>
            <translation>Der Datenträger mit {0} hat zu wenig Platz, um diese Wissensbasis in die Form dieser Version zu bringen.</translation>
        </message>
        <message>
            <source>The disk that holds {0} is full.</source>
            <translation>Der Datenträger mit {0} ist voll.</translation>
        </message>
        <message>
            <source>The disk with {0} is full.</source>
            <translation>Der Datenträger mit {0} ist voll.</translation>
        </message>
        <message>
            <source>The embedding model changed with this version of the program; all {0} chunks are embedded again. They stay searchable by words meanwhile.</source>
            <translation>Mit dieser Version des Programms hat das Einbettungsmodell gewechselt; alle {0} Abschnitte werden neu eingebettet. Nach Wörtern bleiben sie solange auffindbar.</translation>
        </message>
        <message>
            <source>The embedding model changed with this version of the program; {0} of {1} chunks were still to be embedded again. They stay searchable by words meanwhile.</source>
            <translation>Mit dieser Version des Programms hat das Einbettungsmodell gewechselt; {0} von {1} Abschnitten waren noch neu einzubetten. Nach Wörtern bleiben sie solange auffindbar.</translation>
        </message>
        <message>
            <source>The embedding model could not work on a batch of texts.</source>
            <translation>Das Einbettungsmodell konnte einen Teil der Texte nicht verarbeiten.</translation>
        </message>
        <message>
            <source>The embedding model is not complete in {0}.</source>
            <translation>Das Einbettungsmodell in {0} ist nicht vollständig.</translation>
        </message>
        <message>
            <source>The encrypted vault has no pass phrase that could be changed.</source>
            <translation>Der verschlüsselte Tresor hat keinen Kennsatz, der geändert werden könnte.</translation>
        </message>
        <message>
            <source>The encrypted vault holds no password for this connection.</source>
            <translation>Der verschlüsselte Tresor enthält kein Passwort für diese Verbindung.</translation>
        </message>
        <message>
            <source>The encrypted vault is being changed by another program.</source>
            <translation>Der verschlüsselte Tresor wird gerade von einem anderen Programm geändert.</translation>
        </message>
        <message>
            <source>The encrypted vault is empty, so it has no key to change.</source>
            <translation>Der verschlüsselte Tresor ist leer und hat deshalb keinen Schlüssel, der sich ändern ließe.</translation>
        </message>
        <message>
            <source>The encrypted vault is locked with a key, and {0} is not set.</source>
            <translation>Der verschlüsselte Tresor ist mit einem Schlüssel verschlossen, und {0} ist nicht gesetzt.</translation>
        </message>
        <message>
            <source>The encrypted vault is locked with a pass phrase, not with the key in {0}.</source>
            <translation>Der verschlüsselte Tresor ist mit einem Kennsatz verschlossen, nicht mit dem Schlüssel in {0}.</translation>
        </message>
        <message>
            <source>The encrypted vault is locked with the first key in {0} already.</source>
            <translation>Der verschlüsselte Tresor ist schon mit dem ersten Schlüssel in {0} verschlossen.</translation>
        </message>
        <message>
            <source>The encrypted vault is locked, and its pass phrase can't be asked for now.</source>
            <translation>Der verschlüsselte Tresor ist verschlossen, und nach seinem Kennsatz kann jetzt niemand gefragt werden.</translation>
        </message>
        <message>
            <source>The encrypted vault needs its pass phrase, and nobody gave it.</source>
            <translation>Der verschlüsselte Tresor braucht seinen Kennsatz, und niemand hat ihn eingegeben.</translation>
        </message>
        <message>
            <source>The encrypted vault was written by a newer version of this program.</source>
            <translation>Der verschlüsselte Tresor wurde von einer neueren Version dieses Programms geschrieben.</translation>
        </message>
        <message>
            <source>The entry that opens the encrypted vault is damaged.</source>
            <translation>Der Eintrag, der den verschlüsselten Tresor öffnet, ist beschädigt.</translation>
        </message>
        <message>
            <source>The environment</source>
            <translation>Die Umgebung</translation>
        </message>
        <message>
            <source>The environment has no variable {0}.</source>
            <translation>In der Umgebung gibt es keine Variable {0}.</translation>
        </message>
        <message>
            <source>The field “{0}” in OpenBao is not a text.</source>
            <translation>Das Feld „{0}“ in OpenBao ist kein Text.</translation>
        </message>
        <message>
            <source>The field “{0}” of the secret in AWS Secrets Manager is not a text.</source>
            <translation>Das Feld „{0}“ des Geheimnisses in AWS Secrets Manager ist kein Text.</translation>
        </message>
        <message>
            <source>The file can be read, but there is no table in it yet.</source>
            <translation>Die Datei kann gelesen werden, aber sie enthält noch keine Tabelle.</translation>
        </message>
        <message>
            <source>The file could not be read in the way kbconnect expects.</source>
            <translation>Die Datei konnte nicht so gelesen werden, wie kbconnect es erwartet.</translation>
        </message>
        <message>
            <source>The file of the database is missing.</source>
            <translation>Die Datei der Datenbank fehlt.</translation>
        </message>
        <message>
            <source>The file or folder is missing.</source>
            <translation>Die Datei oder der Ordner fehlt.</translation>
        </message>
        <message>
            <source>The file was left as it was; nothing in it has changed or is lost.</source>
            <translation>Die Datei wurde gelassen, wie sie war; nichts darin ist geändert oder verloren.</translation>
        </message>
        <message>
            <source>The file {0} can't be opened.</source>
            <translation>Die Datei {0} kann nicht geöffnet werden.</translation>
        </message>
        <message>
            <source>The file {0} can't be read.</source>
            <translation>Die Datei {0} ist nicht zu lesen.</translation>
        </message>
        <message>
            <source>The file {0} can't be written: {1}.</source>
            <translation>Die Datei {0} kann nicht geschrieben werden: {1}.</translation>
        </message>
        <message>
            <source>The file {0} changed while it was being read.</source>
            <translation>Die Datei {0} hat sich geändert, während sie gelesen wurde.</translation>
        </message>
        <message>
            <source>The file {0} could have been written by other accounts of this computer.</source>
            <translation>Die Datei {0} könnte von anderen Konten dieses Rechners geschrieben worden sein.</translation>
        </message>
        <message>
            <source>The file {0} could not be read to its end.</source>
            <translation>Die Datei {0} konnte nicht bis zum Ende gelesen werden.</translation>
        </message>
        <message>
            <source>The file {0} does not exist.</source>
            <translation>Die Datei {0} gibt es nicht.</translation>
        </message>
        <message>
            <source>The file {0} is damaged or is not a knowledge base.</source>
            <translation>Die Datei {0} ist beschädigt oder keine Wissensbasis.</translation>
        </message>
        <message>
            <source>The file {0} is damaged, or it is not of the kind its name says.</source>
            <translation>Die Datei {0} ist beschädigt oder nicht von der Art, die ihr Name nennt.</translation>
        </message>
        <message>
            <source>The file {0} with the password can't be read.</source>
            <translation>Die Datei {0} mit dem Passwort kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>The file {0} with the password is empty.</source>
            <translation>Die Datei {0} mit dem Passwort ist leer.</translation>
        </message>
        <message>
            <source>The file {0} with the password is not UTF-8 text.</source>
            <translation>Die Datei {0} mit dem Passwort ist kein UTF-8-Text.</translation>
        </message>
        <message>
            <source>The file {0} with the password is not there.</source>
            <translation>Die Datei {0} mit dem Passwort ist nicht da.</translation>
        </message>
        <message>
            <source>The file {0} with the password is open to every account of this machine.</source>
            <translation>Die Datei {0} mit dem Passwort steht jedem Konto dieses Rechners offen.</translation>
        </message>
        <message>
            <source>The firewall of {0} in Azure does not let this computer in.</source>
            <translation>Die Firewall von {0} in Azure lässt diesen Rechner nicht ein.</translation>
        </message>
        <message>
            <source>The folder of the program's own database, {0}, can't be used.</source>
            <translation>Der Ordner der eigenen Datenbank des Programms, {0}, kann nicht benutzt werden.</translation>
        </message>
        <message>
            <source>The folder {0} lies too deep and was left out.</source>
            <translation>Der Ordner {0} liegt zu tief und wurde ausgelassen.</translation>
        </message>
        <message>
            <source>The folder {0} was found</source>
            <translation>Der Ordner {0} wurde gefunden</translation>
        </message>
        <message>
            <source>The function {0} acts with other rights than yours and may change something.</source>
            <translation>Die Funktion {0} handelt mit anderen Rechten als Ihren und könnte etwas ändern.</translation>
        </message>
        <message>
            <source>The function {0} can't be used here: it reads something else than the tables.</source>
            <translation>Die Funktion {0} kann hier nicht verwendet werden: Sie liest etwas anderes als die Tabellen.</translation>
        </message>
        <message>
            <source>The function {0} does more than read.</source>
            <translation>Die Funktion {0} tut mehr als lesen.</translation>
        </message>
        <message>
            <source>The host of the server is missing.</source>
            <translation>Der Rechnername des Servers fehlt.</translation>
        </message>
        <message>
            <source>The hour can't be “{0}”.</source>
            <translation>Die Stunde kann nicht „{0}“ sein.</translation>
        </message>
        <message>
            <source>The key file {0} can be read by other accounts of this computer.</source>
            <translation>Die Schlüsseldatei {0} können auch andere Konten dieses Rechners lesen.</translation>
        </message>
        <message>
            <source>The key file {0} can't be read.</source>
            <translation>Die Schlüsseldatei {0} ist nicht zu lesen.</translation>
        </message>
        <message>
            <source>The key file {0} does not exist.</source>
            <translation>Die Schlüsseldatei {0} gibt es nicht.</translation>
        </message>
        <message>
            <source>The key file {0} is damaged, or of a kind kbconnect doesn't know.</source>
            <translation>Die Schlüsseldatei {0} ist beschädigt oder von einer Art, die kbconnect nicht kennt.</translation>
        </message>
        <message>
            <source>The key in {0} is not the one the encrypted vault was locked with.</source>
            <translation>Der Schlüssel in {0} ist nicht der, mit dem der verschlüsselte Tresor verschlossen wurde.</translation>
        </message>
        <message>
            <source>The key is empty (NULL)</source>
            <translation>Der Schlüssel ist leer (NULL)</translation>
        </message>
        <message>
            <source>The key of the SSH server {0} is marked as one that must not be trusted any more.</source>
            <translation>Der Schlüssel des SSH-Servers {0} ist als einer vermerkt, dem nicht mehr zu trauen ist.</translation>
        </message>
        <message>
            <source>The key of {0} is made of {1}, which is not what was given.</source>
            <translation>Der Schlüssel von {0} besteht aus {1}; angegeben wurde etwas anderes.</translation>
        </message>
        <message>
            <source>The key that values are hashed with can't be read.</source>
            <translation>Der Schlüssel, mit dem die Hashes gebildet werden, kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>The key that values are hashed with was gone. A new one was made, so every hashed value is another one now; other datasets of this knowledge base follow with their next sync.</source>
            <translation>Der Schlüssel, mit dem die Hashes gebildet werden, war nicht mehr da. Es wurde ein neuer gemacht, daher ist jetzt jeder Hash ein anderer; die übrigen Datenbestände dieser Wissensbasis folgen mit ihrem nächsten Abgleich.</translation>
        </message>
        <message>
            <source>The key {0} can be read by other accounts of this computer.</source>
            <translation>Den Schlüssel {0} können auch andere Konten dieses Rechners lesen.</translation>
        </message>
        <message>
            <source>The key {0} can't be masked.</source>
            <translation>Der Schlüssel {0} kann nicht maskiert werden.</translation>
        </message>
        <message>
            <source>The key {0} does not belong to the certificate {1}.</source>
            <translation>Der Schlüssel {0} gehört nicht zum Zertifikat {1}.</translation>
        </message>
        <message>
            <source>The key {0} is damaged, or of a kind that is not known.</source>
            <translation>Der Schlüssel {0} ist beschädigt oder von einer unbekannten Art.</translation>
        </message>
        <message>
            <source>The key {0} is of a kind that SSH servers don't take any more.</source>
            <translation>Der Schlüssel {0} ist von einer Art, die SSH-Server nicht mehr annehmen.</translation>
        </message>
        <message>
            <source>The key {0} is protected by a pass phrase, and none was given.</source>
            <translation>Der Schlüssel {0} ist durch einen Kennsatz geschützt, und es wurde keiner angegeben.</translation>
        </message>
        <message>
            <source>The key {0} is protected by a pass phrase, which nobody could enter for a sync at night.</source>
            <translation>Der Schlüssel {0} ist durch einen Kennsatz geschützt, den nachts für einen Abgleich niemand eingeben könnte.</translation>
        </message>
        <message>
            <source>The keyring holds no password for this connection.</source>
            <translation>Der Schlüsselbund enthält kein Passwort für diese Verbindung.</translation>
        </message>
        <message>
            <source>The keyring's entry for this connection is not text.</source>
            <translation>Der Eintrag im Schlüsselbund für diese Verbindung ist kein Text.</translation>
        </message>
        <message>
            <source>The kind of source “{0}” of the package {1} can't be used: {2}</source>
            <translation>Die Art von Quelle „{0}“ des Pakets {1} ist nicht verwendbar: {2}</translation>
        </message>
        <message>
            <source>The knowledge base file {0} can't be opened.</source>
            <translation>Die Datei der Wissensbasis {0} kann nicht geöffnet werden.</translation>
        </message>
        <message>
            <source>The knowledge base file {0} can't be written.</source>
            <translation>Die Datei der Wissensbasis {0} kann nicht geschrieben werden.</translation>
        </message>
        <message>
            <source>The knowledge base file {0} is not there.</source>
            <translation>Die Datei der Wissensbasis {0} ist nicht da.</translation>
        </message>
        <message>
            <source>The knowledge base has no name.</source>
            <translation>Die Wissensbasis hat keinen Namen.</translation>
        </message>
        <message>
            <source>The knowledge base {0} could not be read or written.</source>
            <translation>Die Wissensbasis {0} konnte nicht gelesen oder geschrieben werden.</translation>
        </message>
        <message>
            <source>The knowledge base {0} was written by a newer version of this program.</source>
            <translation>Die Wissensbasis {0} wurde von einer neueren Version dieses Programms geschrieben.</translation>
        </message>
        <message>
            <source>The knowledge base “{0}”</source>
            <translation>Die Wissensbasis „{0}“</translation>
        </message>
        <message>
            <source>The listener at {0} answers, but the database behind it is not open.</source>
            <translation>Der Listener auf {0} antwortet, aber die Datenbank dahinter ist nicht geöffnet.</translation>
        </message>
        <message>
            <source>The lock of {0} can't be written: {1}.</source>
            <translation>Die Sperre von {0} kann nicht geschrieben werden: {1}.</translation>
        </message>
        <message>
            <source>The login {0} is locked, as after too many wrong passwords.</source>
            <translation>Die Anmeldung {0} ist gesperrt, wie nach zu vielen falschen Passwörtern.</translation>
        </message>
        <message>
            <source>The login {0} is switched off.</source>
            <translation>Die Anmeldung {0} ist ausgeschaltet.</translation>
        </message>
        <message>
            <source>The minute can't be “{0}”.</source>
            <translation>Die Minute kann nicht „{0}“ sein.</translation>
        </message>
        <message>
            <source>The month can't be “{0}”.</source>
            <translation>Der Monat kann nicht „{0}“ sein.</translation>
        </message>
        <message>
            <source>The name has {0} characters; {1} are the most.</source>
            <translation>Der Name hat {0} Zeichen; höchstens {1} sind möglich.</translation>
        </message>
        <message>
            <source>The name holds a line break or another character that can't be seen.</source>
            <translation>Der Name enthält einen Zeilenumbruch oder ein anderes Zeichen, das man nicht sieht.</translation>
        </message>
        <message>
            <source>The name of a variable has no blank and no “=” in it.</source>
            <translation>Der Name einer Variablen enthält kein Leerzeichen und kein „=“.</translation>
        </message>
        <message>
            <source>The name of a variable that is set before the program starts.</source>
            <translation>Der Name einer Variablen, die gesetzt ist, bevor das Programm startet.</translation>
        </message>
        <message>
            <source>The name of the server could not be found.</source>
            <translation>Der Name des Servers wurde nicht gefunden.</translation>
        </message>
        <message>
            <source>The name of {0}, or of the server its listener sends on to, could not be found.</source>
            <translation>Der Name von {0} oder des Servers, an den sein Listener weiterleitet, wurde nicht gefunden.</translation>
        </message>
        <message>
            <source>The newest version</source>
            <translation>Die neueste Version</translation>
        </message>
        <message>
            <source>The objects in {0} have more than {1} different names.</source>
            <translation>Die Objekte in {0} haben mehr als {1} verschiedene Namen.</translation>
        </message>
        <message>
            <source>The other change counts; yours was not saved.</source>
            <translation>Die andere Änderung gilt; Ihre wurde nicht gespeichert.</translation>
        </message>
        <message>
            <source>The other files can be used. Put right what is named, or move it elsewhere.</source>
            <translation>Die anderen Dateien können verwendet werden. Bringen Sie das Genannte in Ordnung, oder verschieben Sie es woandershin.</translation>
        </message>
        <message>
            <source>The part of the URL behind the last @ is not a host with port and database.</source>
            <translation>Der Teil der URL hinter dem letzten @ ist kein Rechner mit Port und Datenbank.</translation>
        </message>
        <message>
            <source>The part of the URL behind “//” is not a host with port and database.</source>
            <translation>Der Teil der URL hinter „//“ ist kein Rechner mit Port und Datenbank.</translation>
        </message>
        <message>
            <source>The pass phrase</source>
            <translation>Der Kennsatz</translation>
        </message>
        <message>
            <source>The pass phrase of the key {0} is wrong.</source>
            <translation>Der Kennsatz des Schlüssels {0} ist falsch.</translation>
        </message>
        <message>
            <source>The password for this connection is not known, so nothing was read.</source>
            <translation>Das Passwort für diese Verbindung ist nicht bekannt, deshalb wurde nichts gelesen.</translation>
        </message>
        <message>
            <source>The password of its SSH account has to be entered again.</source>
            <translation>Das Passwort ihres SSH-Kontos muss neu eingegeben werden.</translation>
        </message>
        <message>
            <source>The password of its SSH tunnel stays there, too.</source>
            <translation>Das Passwort ihres SSH-Tunnels bleibt ebenfalls dort.</translation>
        </message>
        <message>
            <source>The password of {0} has expired, or has to be changed at the first login.</source>
            <translation>Das Passwort von {0} ist abgelaufen oder muss bei der ersten Anmeldung geändert werden.</translation>
        </message>
        <message>
            <source>The password of {0} has expired.</source>
            <translation>Das Passwort von {0} ist abgelaufen.</translation>
        </message>
        <message>
            <source>The password of {0} is only kept in the form of Oracle 10g, which kbconnect does not speak.</source>
            <translation>Das Passwort von {0} ist nur in der Form von Oracle 10g hinterlegt, die kbconnect nicht spricht.</translation>
        </message>
        <message>
            <source>The password was changed meanwhile.</source>
            <translation>Das Passwort wurde inzwischen geändert.</translation>
        </message>
        <message>
            <source>The password was not read or stored.</source>
            <translation>Das Passwort wurde nicht gelesen oder gespeichert.</translation>
        </message>
        <message>
            <source>The password was not saved.</source>
            <translation>Das Passwort wurde nicht gespeichert.</translation>
        </message>
        <message>
            <source>The password was not used.</source>
            <translation>Das Passwort wurde nicht benutzt.</translation>
        </message>
        <message>
            <source>The path of the issuer's certificate holds a line break.</source>
            <translation>Der Pfad des Zertifikats des Ausstellers enthält einen Zeilenumbruch.</translation>
        </message>
        <message>
            <source>The path of the knowledge base, {0}, holds a character no file can have in its name.</source>
            <translation>Der Pfad der Wissensbasis, {0}, enthält ein Zeichen, das kein Dateiname haben kann.</translation>
        </message>
        <message>
            <source>The place of the row in the file</source>
            <translation>Die Stelle der Zeile in der Datei</translation>
        </message>
        <message>
            <source>The place of this Oracle database can't be read.</source>
            <translation>Der Ort dieser Oracle-Datenbank ist nicht lesbar.</translation>
        </message>
        <message>
            <source>The port in the URL is not a number from 1 to 65535.</source>
            <translation>Der Port in der URL ist keine Zahl von 1 bis 65535.</translation>
        </message>
        <message>
            <source>The present account can also read {0} that the new one can't, in {1} and other schemas.</source>
            <translation>Das jetzige Konto kann außerdem lesen, was das neue nicht kann: {0}, in {1} und weiteren Schemas.</translation>
        </message>
        <message>
            <source>The present account can also read {0} that the new one can't, in {1}.</source>
            <translation>Das jetzige Konto kann außerdem lesen, was das neue nicht kann: {0}, in {1}.</translation>
        </message>
        <message>
            <source>The program's own database {0} can't be opened for writing.</source>
            <translation>Die eigene Datenbank des Programms {0} kann nicht zum Schreiben geöffnet werden.</translation>
        </message>
        <message>
            <source>The program's own database {0} did not do what was asked.</source>
            <translation>Die eigene Datenbank des Programms {0} hat nicht getan, was verlangt war.</translation>
        </message>
        <message>
            <source>The program's own database {0} is damaged or is no database of this program.</source>
            <translation>Die eigene Datenbank des Programms {0} ist beschädigt oder keine Datenbank dieses Programms.</translation>
        </message>
        <message>
            <source>The program's own database {0} is in use by another program.</source>
            <translation>Die eigene Datenbank des Programms {0} wird gerade von einem anderen Programm benutzt.</translation>
        </message>
        <message>
            <source>The program's own database {0} was written by a newer version of this program.</source>
            <translation>Die eigene Datenbank des Programms {0} wurde von einer neueren Version dieses Programms geschrieben.</translation>
        </message>
        <message>
            <source>The query could not be run on these files.</source>
            <translation>Die Abfrage konnte auf diesen Dateien nicht ausgeführt werden.</translation>
        </message>
        <message>
            <source>The query could not be understood.</source>
            <translation>Die Abfrage konnte nicht verstanden werden.</translation>
        </message>
        <message>
            <source>The query gives two columns named “{0}”.</source>
            <translation>Die Abfrage ergibt zwei Spalten namens „{0}“.</translation>
        </message>
        <message>
            <source>The query has the parameter {0}, and nothing fills it in.</source>
            <translation>Die Abfrage hat den Parameter {0}, und nichts füllt ihn aus.</translation>
        </message>
        <message>
            <source>The query holds a character with the number 0.</source>
            <translation>Die Abfrage enthält ein Zeichen mit der Nummer 0.</translation>
        </message>
        <message>
            <source>The query holds half a character at position {0}.</source>
            <translation>Die Abfrage enthält an Stelle {0} ein halbes Zeichen.</translation>
        </message>
        <message>
            <source>The query takes a text for something else.</source>
            <translation>Die Abfrage hält einen Text für etwas anderes.</translation>
        </message>
        <message>
            <source>The query took longer than the time limit and was stopped.</source>
            <translation>Die Abfrage hat länger gedauert als die Zeitgrenze und wurde angehalten.</translation>
        </message>
        <message>
            <source>The query was stopped before it was done.</source>
            <translation>Die Abfrage wurde angehalten, bevor sie fertig war.</translation>
        </message>
        <message>
            <source>The question is empty.</source>
            <translation>Die Frage ist leer.</translation>
        </message>
        <message>
            <source>The read replica broke off the reading, because it had to take over changes from its main server.</source>
            <translation>Das Lesereplikat hat das Lesen abgebrochen, weil es Änderungen von seinem Hauptserver übernehmen musste.</translation>
        </message>
        <message>
            <source>The reference names no command.</source>
            <translation>Der Verweis nennt keinen Befehl.</translation>
        </message>
        <message>
            <source>The run history keeps at least one run and one day.</source>
            <translation>Von den Läufen werden mindestens einer und ein Tag aufbewahrt.</translation>
        </message>
        <message>
            <source>The run was not started.</source>
            <translation>Der Lauf wurde nicht begonnen.</translation>
        </message>
        <message>
            <source>The same value in every row seen</source>
            <translation>In jeder gesehenen Zeile derselbe Wert</translation>
        </message>
        <message>
            <source>The saved password for this connection is damaged.</source>
            <translation>Das gespeicherte Passwort für diese Verbindung ist beschädigt.</translation>
        </message>
        <message>
            <source>The saved passwords are still there and stay closed.</source>
            <translation>Die gespeicherten Passwörter sind noch da und bleiben verschlossen.</translation>
        </message>
        <message>
            <source>The saved passwords are still there; none was read or stored now.</source>
            <translation>Die gespeicherten Passwörter sind noch da; jetzt wurde keines gelesen oder gespeichert.</translation>
        </message>
        <message>
            <source>The saved passwords can't be read; connectors and knowledge bases are unaffected.</source>
            <translation>Die gespeicherten Passwörter können nicht gelesen werden; Verbindungen und Wissensbasen sind nicht betroffen.</translation>
        </message>
        <message>
            <source>The saved question “{0}” finds “{1}” in place {2} now, not among the first {3}.</source>
            <translation>Die gespeicherte Frage „{0}“ findet „{1}“ jetzt an Stelle {2}, nicht unter den ersten {3}.</translation>
        </message>
        <message>
            <source>The saved question “{0}” finds “{1}” no longer among the first {2} answers.</source>
            <translation>Die gespeicherte Frage „{0}“ findet „{1}“ nicht mehr unter den ersten {2} Antworten.</translation>
        </message>
        <message>
            <source>The saved question “{0}” lost its answer: “{1}” is no longer in the knowledge base.</source>
            <translation>Die gespeicherte Frage „{0}“ hat ihre Antwort verloren: „{1}“ ist nicht mehr in der Wissensbasis.</translation>
        </message>
        <message>
            <source>The saved question “{0}” lost {1} of the rows it should find.</source>
            <translation>Die gespeicherte Frage „{0}“ hat von den Zeilen, die sie finden soll, {1} verloren.</translation>
        </message>
        <message>
            <source>The script was not saved; nothing else was changed.</source>
            <translation>Das Skript wurde nicht gespeichert; sonst wurde nichts geändert.</translation>
        </message>
        <message>
            <source>The secret in AWS Secrets Manager can't be read now; it may be marked to be deleted.</source>
            <translation>Das Geheimnis in AWS Secrets Manager ist jetzt nicht lesbar; vielleicht ist es zum Löschen vorgemerkt.</translation>
        </message>
        <message>
            <source>The secret in AWS Secrets Manager has no field “{0}”.</source>
            <translation>Das Geheimnis in AWS Secrets Manager hat kein Feld „{0}“.</translation>
        </message>
        <message>
            <source>The secret in AWS Secrets Manager has no fields: it is no JSON object.</source>
            <translation>Das Geheimnis in AWS Secrets Manager hat keine Felder: Es ist kein JSON-Objekt.</translation>
        </message>
        <message>
            <source>The secret in AWS Secrets Manager has no fields: it is not JSON.</source>
            <translation>Das Geheimnis in AWS Secrets Manager hat keine Felder: Es ist kein JSON.</translation>
        </message>
        <message>
            <source>The secret in AWS Secrets Manager is not text.</source>
            <translation>Das Geheimnis in AWS Secrets Manager ist kein Text.</translation>
        </message>
        <message>
            <source>The secret was not saved.</source>
            <translation>Das Geheimnis wurde nicht gespeichert.</translation>
        </message>
        <message>
            <source>The server answered the login wrongly.</source>
            <translation>Der Server hat auf die Anmeldung falsch geantwortet.</translation>
        </message>
        <message>
            <source>The server asks for the password of {0}, and none was given.</source>
            <translation>Der Server fragt nach dem Passwort von {0}, und es wurde keines angegeben.</translation>
        </message>
        <message>
            <source>The server asks for the password unprotected, so it was not sent.</source>
            <translation>Der Server verlangt das Passwort ungeschützt, daher wurde es nicht gesendet.</translation>
        </message>
        <message>
            <source>The server asks this account for a way to log in that kbconnect does not know.</source>
            <translation>Der Server verlangt von diesem Konto eine Art der Anmeldung, die kbconnect nicht kennt.</translation>
        </message>
        <message>
            <source>The server could not be asked, so the names are taken as they are saved: {0}</source>
            <translation>Der Server konnte nicht gefragt werden, daher stehen die Namen so da, wie sie gespeichert sind: {0}</translation>
        </message>
        <message>
            <source>The server could not prove that it knows this account.</source>
            <translation>Der Server konnte nicht beweisen, dass er dieses Konto kennt.</translation>
        </message>
        <message>
            <source>The server did not answer in time.</source>
            <translation>Der Server hat nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <source>The server does not let {0} in from this computer without encryption, or not at all.</source>
            <translation>Der Server lässt {0} von diesem Computer nicht ohne Verschlüsselung herein, oder gar nicht.</translation>
        </message>
        <message>
            <source>The server does not let {0} in with this side's certificate, or not from this computer.</source>
            <translation>Der Server lässt {0} mit dem eigenen Zertifikat nicht ein oder nicht von diesem Rechner.</translation>
        </message>
        <message>
            <source>The server does not let {0} in: there is no such user, or not from this computer.</source>
            <translation>Der Server lässt {0} nicht herein: Den Benutzer gibt es nicht, oder nicht von diesem Computer aus.</translation>
        </message>
        <message>
            <source>The server has no database named “{0}”.</source>
            <translation>Der Server hat keine Datenbank namens „{0}“.</translation>
        </message>
        <message>
            <source>The server has no database of this name, or this account may not open it.</source>
            <translation>Der Server hat keine Datenbank dieses Namens, oder dieses Konto darf sie nicht öffnen.</translation>
        </message>
        <message>
            <source>The server has no database of this name.</source>
            <translation>Der Server hat keine Datenbank dieses Namens.</translation>
        </message>
        <message>
            <source>The server has too many connections open and takes no more right now.</source>
            <translation>Der Server hat zu viele offene Verbindungen und nimmt gerade keine mehr an.</translation>
        </message>
        <message>
            <source>The server is PostgreSQL {0}, which is too old for kbconnect.</source>
            <translation>Der Server ist PostgreSQL {0} und damit zu alt für kbconnect.</translation>
        </message>
        <message>
            <source>The server is starting or stopping and takes no connections right now.</source>
            <translation>Der Server wird gerade gestartet oder angehalten und nimmt keine Verbindungen an.</translation>
        </message>
        <message>
            <source>The server is {0}, which is too old for kbconnect.</source>
            <translation>Der Server ist {0}, was für kbconnect zu alt ist.</translation>
        </message>
        <message>
            <source>The server itself is asked for the port</source>
            <translation>Nach dem Port wird der Server selbst gefragt</translation>
        </message>
        <message>
            <source>The server lets nobody in without encryption.</source>
            <translation>Der Server lässt niemanden ohne Verschlüsselung ein.</translation>
        </message>
        <message>
            <source>The server may only know old versions of TLS. Pass on the text for IT.</source>
            <translation>Der Server kennt vielleicht nur alte Versionen von TLS. Geben Sie den Text für die IT weiter.</translation>
        </message>
        <message>
            <source>The server may only know old ways that are not safe any more. Ask who looks after it to update it.</source>
            <translation>Der Server kennt vielleicht nur alte Verfahren, die nicht mehr sicher sind. Bitten Sie, wer ihn betreut, ihn zu aktualisieren.</translation>
        </message>
        <message>
            <source>The server names port {0}, and it answers</source>
            <translation>Der Server nennt Port {0}, und der antwortet</translation>
        </message>
        <message>
            <source>The server of this address can't be read.</source>
            <translation>Der Server dieser Adresse ist nicht lesbar.</translation>
        </message>
        <message>
            <source>The server offers no encryption, so the rule lets plain connections in. Switch TLS on if you can.</source>
            <translation>Der Server bietet keine Verschlüsselung, daher lässt die Regel unverschlüsselte Verbindungen zu. Schalten Sie TLS ein, wenn Sie können.</translation>
        </message>
        <message>
            <source>The server probably allows certain algorithms only (FIPS mode). Ask who looks after it whether kbconnect can read from a server or a copy that computes them.</source>
            <translation>Der Server erlaubt wahrscheinlich nur bestimmte Verfahren (FIPS-Modus). Ob kbconnect von einem Server oder einer Kopie lesen kann, die sie berechnet, weiß, wer ihn betreut.</translation>
        </message>
        <message>
            <source>The server refused the login of {0}: the password is wrong, or there is no such user.</source>
            <translation>Der Server hat die Anmeldung von {0} abgelehnt: Das Passwort ist falsch, oder den Benutzer gibt es nicht.</translation>
        </message>
        <message>
            <source>The server refused the login of {0}: the password is wrong, there is no such user, or the server lets this account in with encryption alone.</source>
            <translation>Der Server hat die Anmeldung von {0} abgelehnt: Das Passwort ist falsch, es gibt diesen Benutzer nicht, oder der Server lässt dieses Konto nur mit Verschlüsselung ein.</translation>
        </message>
        <message>
            <source>The server refused the login of {0}: the password is wrong, there is no such user, or this side's certificate is made out to another name.</source>
            <translation>Der Server hat die Anmeldung von {0} abgelehnt: Das Passwort ist falsch, es gibt den Benutzer nicht, oder das eigene Zertifikat ist auf einen anderen Namen ausgestellt.</translation>
        </message>
        <message>
            <source>The server refused the login.</source>
            <translation>Der Server hat die Anmeldung abgelehnt.</translation>
        </message>
        <message>
            <source>The server refused the session, or what listens on this port is something else.</source>
            <translation>Der Server hat die Sitzung abgelehnt, oder an diesem Port lauscht etwas anderes.</translation>
        </message>
        <message>
            <source>The server took no connection.</source>
            <translation>Der Server hat keine Verbindung angenommen.</translation>
        </message>
        <message>
            <source>The server's certificate is not made out to {0}.</source>
            <translation>Das Zertifikat des Servers ist nicht auf {0} ausgestellt.</translation>
        </message>
        <message>
            <source>The share of rows that may be {0} can't be {1}.</source>
            <translation>Der Anteil der Zeilen, die {0} werden dürfen, kann nicht {1} sein.</translation>
        </message>
        <message>
            <source>The sheet holds a cell with an error, such as #N/A; it is read as empty.</source>
            <translation>Das Blatt enthält eine Zelle mit einem Fehler wie #NV; sie wird als leer gelesen.</translation>
        </message>
        <message>
            <source>The sheet holds a formula that was never computed; its cell is read as empty.</source>
            <translation>Das Blatt enthält eine Formel, die nie berechnet wurde; ihre Zelle wird als leer gelesen.</translation>
        </message>
        <message>
            <source>The sheet holds {0} cells with errors, such as #N/A; they are read as empty.</source>
            <translation>Das Blatt enthält {0} Zellen mit Fehlern wie #NV; sie werden als leer gelesen.</translation>
        </message>
        <message>
            <source>The sheet holds {0} formulas that were never computed; their cells are read as empty.</source>
            <translation>Das Blatt enthält {0} Formeln, die nie berechnet wurden; ihre Zellen werden als leer gelesen.</translation>
        </message>
        <message>
            <source>The source returned {0}, and {1} of {2} documents ({3}) would be removed, as far as this sync came.</source>
            <translation>Die Quelle lieferte {0}, und {1} von {2} Dokumenten ({3}) würden entfernt, soweit dieser Abgleich kam.</translation>
        </message>
        <message>
            <source>The source returned {0}, and {1} of {2} documents ({3}) would be removed.</source>
            <translation>Die Quelle lieferte {0}, und {1} von {2} Dokumenten ({3}) würden entfernt.</translation>
        </message>
        <message>
            <source>The source sent more than the {0} rows that this dataset allows.</source>
            <translation>Die Quelle hat mehr als die {0} Zeilen gesendet, die dieser Datenbestand zulässt.</translation>
        </message>
        <message>
            <source>The source sent {0} rows and had more; about {1} were expected.</source>
            <translation>Die Quelle hat {0} Zeilen gesendet und hatte noch mehr; erwartet wurden etwa {1}.</translation>
        </message>
        <message>
            <source>The source sent {0} rows and had more; at the last sync it had {1}.</source>
            <translation>Die Quelle hat {0} Zeilen gesendet und hatte noch mehr; beim letzten Abgleich waren es {1}.</translation>
        </message>
        <message>
            <source>The source sent {0} rows and had more; nobody knows how many there are.</source>
            <translation>Die Quelle hat {0} Zeilen gesendet und hatte noch mehr; wie viele es sind, ist nicht bekannt.</translation>
        </message>
        <message>
            <source>The sync ended unexpectedly.</source>
            <translation>Der Abgleich endete unerwartet.</translation>
        </message>
        <message>
            <source>The sync goes on; nothing was compacted.</source>
            <translation>Der Abgleich läuft weiter; es wurde nichts verdichtet.</translation>
        </message>
        <message>
            <source>The sync of {0} had to wait for {1}.</source>
            <translation>Der Abgleich von {0} wartete auf {1}.</translation>
        </message>
        <message>
            <source>The sync stopped there. Nothing was changed, neither in the database nor in your documents.</source>
            <translation>Der Abgleich hat dort angehalten. Es wurde nichts geändert, weder in der Datenbank noch an Ihren Dokumenten.</translation>
        </message>
        <message>
            <source>The sync stopped there. What was written before can be searched.</source>
            <translation>Der Abgleich hat dort angehalten. Was bis dahin geschrieben wurde, kann durchsucht werden.</translation>
        </message>
        <message>
            <source>The system's keyring</source>
            <translation>Der Schlüsselbund des Systems</translation>
        </message>
        <message>
            <source>The system's keyring did not do what was asked.</source>
            <translation>Der Schlüsselbund des Systems hat nicht getan, was verlangt war.</translation>
        </message>
        <message>
            <source>The system's keyring is locked and was not opened.</source>
            <translation>Der Schlüsselbund des Systems ist gesperrt und wurde nicht geöffnet.</translation>
        </message>
        <message>
            <source>The table has no column of this name.</source>
            <translation>Die Tabelle hat keine Spalte dieses Namens.</translation>
        </message>
        <message>
            <source>The table has no column “{0}”.</source>
            <translation>Die Tabelle hat keine Spalte „{0}“.</translation>
        </message>
        <message>
            <source>The table is not in a state to be read.</source>
            <translation>Die Tabelle ist nicht in einem Zustand, in dem sie gelesen werden kann.</translation>
        </message>
        <message>
            <source>The template has a brace that doesn't fit.</source>
            <translation>Die Vorlage hat eine geschweifte Klammer, die nicht passt.</translation>
        </message>
        <message>
            <source>The template names no column.</source>
            <translation>Die Vorlage nennt keine Spalte.</translation>
        </message>
        <message>
            <source>The text is empty</source>
            <translation>Der Text ist leer</translation>
        </message>
        <message>
            <source>The text is empty after the HTML tags are removed</source>
            <translation>Der Text ist leer, nachdem die HTML-Tags entfernt sind</translation>
        </message>
        <message>
            <source>The values of {0} that stood in the knowledge base before were removed from its file for good.</source>
            <translation>Die Werte von {0}, die vorher in der Wissensbasis standen, wurden endgültig aus ihrer Datei entfernt.</translation>
        </message>
        <message>
            <source>The vault can't lock itself after {0} minutes.</source>
            <translation>Der Tresor kann sich nicht nach {0} Minuten verschließen.</translation>
        </message>
        <message>
            <source>The vault's key</source>
            <translation>Der Schlüssel des Tresors</translation>
        </message>
        <message>
            <source>The vectors in the knowledge base {0} were made by another embedding model.</source>
            <translation>Die Vektoren in der Wissensbasis {0} stammen von einem anderen Einbettungsmodell.</translation>
        </message>
        <message>
            <source>The way to {0} in ~/.ssh/config goes in a circle.</source>
            <translation>Der Weg zu {0} in ~/.ssh/config führt im Kreis.</translation>
        </message>
        <message>
            <source>The whole path of a file with nothing but the password in it. Other accounts must not be able to read it.</source>
            <translation>Der ganze Pfad einer Datei, in der nur das Passwort steht. Andere Konten dürfen sie nicht lesen können.</translation>
        </message>
        <message>
            <source>The workbook {0} is empty: it holds not a single byte.</source>
            <translation>Die Arbeitsmappe {0} ist leer: Sie enthält kein einziges Byte.</translation>
        </message>
        <message>
            <source>The workbook {0} is protected with a password.</source>
            <translation>Die Arbeitsmappe {0} ist mit einem Kennwort geschützt.</translation>
        </message>
        <message>
            <source>The workbook {0} is {1}, too large to be held in memory.</source>
            <translation>Die Arbeitsmappe {0} ist {1} groß, zu groß für den Arbeitsspeicher.</translation>
        </message>
        <message>
            <source>The workbook {0} takes {1} when it is unpacked; that is too much.</source>
            <translation>Die Arbeitsmappe {0} belegt entpackt {1}; das ist zu viel.</translation>
        </message>
        <message>
            <source>The “password” of its “ssh” may only be none, enter, or a reference such as env:NAME or file:PATH.</source>
            <translation>„password“ in „ssh“ darf nur none, enter oder ein Verweis wie env:NAME oder file:PATH sein.</translation>
        </message>
        <message>
            <source>There already is a {0} called “{1}”.</source>
            <translation>Schon vorhanden: {0} „{1}“.</translation>
        </message>
        <message>
            <source>There are more than {0} files; the rest was left out.</source>
            <translation>Es sind mehr als {0} Dateien; der Rest wurde ausgelassen.</translation>
        </message>
        <message>
            <source>There are the versions {0}.</source>
            <translation>Es gibt die Versionen {0}.</translation>
        </message>
        <message>
            <source>There can be no file or folder of this name.</source>
            <translation>Eine Datei oder einen Ordner mit diesem Namen kann es nicht geben.</translation>
        </message>
        <message>
            <source>There is already a connector called {0}.</source>
            <translation>Es gibt schon eine Verbindung namens {0}.</translation>
        </message>
        <message>
            <source>There is already a dataset called {0}.</source>
            <translation>Es gibt schon einen Datenbestand namens {0}.</translation>
        </message>
        <message>
            <source>There is already a file {0}.</source>
            <translation>Es gibt schon eine Datei {0}.</translation>
        </message>
        <message>
            <source>There is already a knowledge base called {0}.</source>
            <translation>Es gibt schon eine Wissensbasis namens {0}.</translation>
        </message>
        <message>
            <source>There is already an account “{0}”. The script leaves it as it is and only adds rights.</source>
            <translation>Es gibt schon ein Konto „{0}“. Das Skript lässt es, wie es ist, und gibt ihm nur Rechte dazu.</translation>
        </message>
        <message>
            <source>There is already something at {0}.</source>
            <translation>Unter {0} ist schon etwas.</translation>
        </message>
        <message>
            <source>There is no SSH server named {0}, as far as this computer can see.</source>
            <translation>Soweit dieser Rechner sehen kann, gibt es keinen SSH-Server namens {0}.</translation>
        </message>
        <message>
            <source>There is no account whose home folder {0} could lie in.</source>
            <translation>Es gibt kein Konto, in dessen Benutzerordner {0} liegen könnte.</translation>
        </message>
        <message>
            <source>There is no backup. The saved passwords are unaffected.</source>
            <translation>Es gibt keine Sicherung. Die gespeicherten Passwörter sind nicht betroffen.</translation>
        </message>
        <message>
            <source>There is no column {0}.</source>
            <translation>Es gibt keine Spalte {0}.</translation>
        </message>
        <message>
            <source>There is no column “{0}” in {1}.</source>
            <translation>In {1} gibt es keine Spalte „{0}“.</translation>
        </message>
        <message>
            <source>There is no column “{0}” to follow.</source>
            <translation>Es gibt keine Spalte „{0}“, der gefolgt werden könnte.</translation>
        </message>
        <message>
            <source>There is no column “{0}” to tell new rows by.</source>
            <translation>Es gibt keine Spalte „{0}“, an der neue Zeilen zu erkennen wären.</translation>
        </message>
        <message>
            <source>There is no embedder “{0}”.</source>
            <translation>Es gibt kein Einbettungsmodell „{0}“.</translation>
        </message>
        <message>
            <source>There is no embedding model called “{0}”.</source>
            <translation>Es gibt kein Einbettungsmodell namens „{0}“.</translation>
        </message>
        <message>
            <source>There is no file here that kbconnect can read as a table.</source>
            <translation>Hier ist keine Datei, die kbconnect als Tabelle lesen kann.</translation>
        </message>
        <message>
            <source>There is no file or folder {0}.</source>
            <translation>Es gibt keine Datei und keinen Ordner {0}.</translation>
        </message>
        <message>
            <source>There is no file or sheet “{0}” any more.</source>
            <translation>Es gibt keine Datei und kein Blatt „{0}“ mehr.</translation>
        </message>
        <message>
            <source>There is no file {0}.</source>
            <translation>Es gibt keine Datei {0}.</translation>
        </message>
        <message>
            <source>There is no kind of knowledge base called “{0}”.</source>
            <translation>Es gibt keine Art von Wissensbasis namens „{0}“.</translation>
        </message>
        <message>
            <source>There is no program {0} on this computer.</source>
            <translation>Auf diesem Rechner gibt es kein Programm {0}.</translation>
        </message>
        <message>
            <source>There is no provider “{0}”.</source>
            <translation>Es gibt keine Art von Quelle namens „{0}“.</translation>
        </message>
        <message>
            <source>There is no query yet.</source>
            <translation>Es gibt noch keine Abfrage.</translation>
        </message>
        <message>
            <source>There is no run number {0}.</source>
            <translation>Es gibt keinen Lauf mit der Nummer {0}.</translation>
        </message>
        <message>
            <source>There is no sample source at {0}.</source>
            <translation>Unter {0} gibt es keine Beispielquelle.</translation>
        </message>
        <message>
            <source>There is no saved password that a backup could hold.</source>
            <translation>Es gibt kein gespeichertes Passwort, das eine Sicherung enthalten könnte.</translation>
        </message>
        <message>
            <source>There is no saved question number {0}.</source>
            <translation>Es gibt keine gespeicherte Frage mit der Nummer {0}.</translation>
        </message>
        <message>
            <source>There is no server named {0}, as far as this computer can see.</source>
            <translation>Soweit dieser Computer sehen kann, gibt es keinen Server namens {0}.</translation>
        </message>
        <message>
            <source>There is no such connector here.</source>
            <translation>Hier gibt es keine solche Verbindung.</translation>
        </message>
        <message>
            <source>There is no such kind of reference.</source>
            <translation>Eine solche Art von Verweis gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no table here that this account can see.</source>
            <translation>Hier gibt es keine Tabelle, die dieses Konto sehen kann.</translation>
        </message>
        <message>
            <source>There is no table in this database that this account can see.</source>
            <translation>In dieser Datenbank gibt es keine Tabelle, die dieses Konto sehen kann.</translation>
        </message>
        <message>
            <source>There is no table in this database yet.</source>
            <translation>In dieser Datenbank gibt es noch keine Tabelle.</translation>
        </message>
        <message>
            <source>There is no table “{0}” among these files.</source>
            <translation>Unter diesen Dateien gibt es keine Tabelle „{0}“.</translation>
        </message>
        <message>
            <source>There is no table “{0}” any more, so the script leaves it out.</source>
            <translation>Die Tabelle „{0}“ gibt es nicht mehr, daher lässt das Skript sie aus.</translation>
        </message>
        <message>
            <source>There is no time zone called “{0}”.</source>
            <translation>Es gibt keine Zeitzone namens „{0}“.</translation>
        </message>
        <message>
            <source>There is no token to sign in to OpenBao with at {0}.</source>
            <translation>Es gibt kein Token, um sich bei OpenBao unter {0} anzumelden.</translation>
        </message>
        <message>
            <source>There is no {0} called “{1}”.</source>
            <translation>Nicht gefunden: {0} „{1}“.</translation>
        </message>
        <message>
            <source>There is not enough disk space for a copy of the file to read from.</source>
            <translation>Der Speicherplatz reicht nicht für eine Kopie der Datei, aus der gelesen wird.</translation>
        </message>
        <message>
            <source>There is too little room in {0}: {1} are needed, {2} are free.</source>
            <translation>In {0} ist zu wenig Platz: {1} werden gebraucht, {2} sind frei.</translation>
        </message>
        <message>
            <source>These could be: {0}.</source>
            <translation>Möglich wären: {0}.</translation>
        </message>
        <message>
            <source>These texts have no vectors yet. Everything can be searched by words.</source>
            <translation>Diese Texte haben noch keine Vektoren. Nach Wörtern kann alles durchsucht werden.</translation>
        </message>
        <message>
            <source>They are minute, hour, day of the month, month, day of the week: 0 2 * * * is every night at 02:00.</source>
            <translation>Es sind Minute, Stunde, Tag des Monats, Monat, Wochentag: 0 2 * * * ist jede Nacht um 02:00.</translation>
        </message>
        <message>
            <source>This account can only read</source>
            <translation>Dieses Konto kann nur lesen</translation>
        </message>
        <message>
            <source>This account can only read, but it reaches more than it needs</source>
            <translation>Dieses Konto kann nur lesen, kommt aber an mehr heran, als es braucht</translation>
        </message>
        <message>
            <source>This account can {0}.</source>
            <translation>Dieses Konto kann {0}.</translation>
        </message>
        <message>
            <source>This account is an administrator of the database (DBA).</source>
            <translation>Dieses Konto ist Administrator der Datenbank (DBA).</translation>
        </message>
        <message>
            <source>This account is an administrator of the whole server.</source>
            <translation>Dieses Konto ist Administrator des ganzen Servers.</translation>
        </message>
        <message>
            <source>This account may control the whole server.</source>
            <translation>Dieses Konto darf den ganzen Server steuern.</translation>
        </message>
        <message>
            <source>This account may not read any of the {0} tables.</source>
            <translation>Dieses Konto darf keine der {0} Tabellen lesen.</translation>
        </message>
        <message>
            <source>This account may not read {0}, or another program holds it.</source>
            <translation>Dieses Konto darf {0} nicht lesen, oder ein anderes Programm hält die Datei fest.</translation>
        </message>
        <message>
            <source>This account may not read {0}.</source>
            <translation>Dieses Konto darf {0} nicht lesen.</translation>
        </message>
        <message>
            <source>This address has a word that PostgreSQL doesn't know.</source>
            <translation>Diese Adresse enthält ein Wort, das PostgreSQL nicht kennt.</translation>
        </message>
        <message>
            <source>This address names no server.</source>
            <translation>Diese Adresse nennt keinen Server.</translation>
        </message>
        <message>
            <source>This address stands for a service that is described in a service file.</source>
            <translation>Diese Adresse steht für einen Dienst, der in einer Dienstdatei beschrieben ist.</translation>
        </message>
        <message>
            <source>This backup of secrets is damaged.</source>
            <translation>Diese Sicherung von Geheimnissen ist beschädigt.</translation>
        </message>
        <message>
            <source>This backup was written by a newer version of this program.</source>
            <translation>Diese Sicherung wurde von einer neueren Version dieses Programms geschrieben.</translation>
        </message>
        <message>
            <source>This computer could not find out the address of {0} within {1} seconds.</source>
            <translation>Dieser Computer konnte die Adresse von {0} nicht innerhalb von {1} Sekunden herausfinden.</translation>
        </message>
        <message>
            <source>This computer ran out of memory or disk space while reading the database file.</source>
            <translation>Beim Lesen der Datenbankdatei ging diesem Computer der Arbeitsspeicher oder der Platz auf dem Datenträger aus.</translation>
        </message>
        <message>
            <source>This computer ran out of memory or disk space while reading the files.</source>
            <translation>Diesem Computer ging beim Lesen der Dateien der Arbeitsspeicher oder der Speicherplatz aus.</translation>
        </message>
        <message>
            <source>This connector names an instance, whose port is asked for at UDP port 1434: that has to be open, too, or the connector has to name port {0}.</source>
            <translation>Diese Verbindung nennt eine Instanz, nach deren Port am UDP-Port 1434 gefragt wird: Auch der muss offen sein, oder die Verbindung muss Port {0} nennen.</translation>
        </message>
        <message>
            <source>This document is no longer in the knowledge base.</source>
            <translation>Dieses Dokument ist nicht mehr in der Wissensbasis.</translation>
        </message>
        <message>
            <source>This file can't be read: it holds a number that is too long.</source>
            <translation>Diese Datei kann nicht gelesen werden: Sie enthält eine zu lange Zahl.</translation>
        </message>
        <message>
            <source>This file can't be read: it is not JSON from line {0} on.</source>
            <translation>Diese Datei kann nicht gelesen werden: Ab Zeile {0} ist sie kein JSON.</translation>
        </message>
        <message>
            <source>This file has more than {0} connectors.</source>
            <translation>Diese Datei hat mehr als {0} Verbindungen.</translation>
        </message>
        <message>
            <source>This file has no list of connectors.</source>
            <translation>Diese Datei hat keine Liste von Verbindungen.</translation>
        </message>
        <message>
            <source>This file is nested too deeply to be a file of connectors.</source>
            <translation>Diese Datei ist zu tief verschachtelt, um eine Datei mit Verbindungen zu sein.</translation>
        </message>
        <message>
            <source>This file is no backup of kbconnect's secrets.</source>
            <translation>Diese Datei ist keine Sicherung der Geheimnisse von kbconnect.</translation>
        </message>
        <message>
            <source>This file is not a SQLite database, or it is encrypted.</source>
            <translation>Diese Datei ist keine SQLite-Datenbank, oder sie ist verschlüsselt.</translation>
        </message>
        <message>
            <source>This file of DBeaver can't be read: it isn't JSON.</source>
            <translation>Diese Datei von DBeaver kann nicht gelesen werden: Sie ist kein JSON.</translation>
        </message>
        <message>
            <source>This file of connectors doesn't say its version.</source>
            <translation>Diese Datei mit Verbindungen nennt ihre Version nicht.</translation>
        </message>
        <message>
            <source>This file of connectors was written by a newer kbconnect.</source>
            <translation>Diese Datei mit Verbindungen hat ein neueres kbconnect geschrieben.</translation>
        </message>
        <message>
            <source>This holds more than one statement.</source>
            <translation>Das enthält mehr als eine Anweisung.</translation>
        </message>
        <message>
            <source>This is neither the URL of a database nor the path of a file.</source>
            <translation>Das ist weder die URL einer Datenbank noch der Pfad einer Datei.</translation>
        </message>
        <message>
            <source>This is no JSON object</source>
            <translation>Das ist kein JSON-Objekt</translation>
        </message>
        <message>
            <source>This is not a file of DBeaver's connections.</source>
            <translation>Das ist keine Datei mit Verbindungen von DBeaver.</translation>
        </message>
        <message>
            <source>This is not a file of kbconnect's connectors.</source>
            <translation>Das ist keine Datei mit Verbindungen von kbconnect.</translation>
        </message>
        <message>
            <source>This is not a query that gives rows.</source>
            <translation>Das ist keine Abfrage, die Zeilen ergibt.</translation>
        </message>
        <message>
            <source>This is not a reading query.</source>
            <translation>Das ist keine lesende Abfrage.</translation>
        </message>
        <message>
            <source>This is not a reference to a secret.</source>
            <translation>Das ist kein Verweis auf ein Geheimnis.</translation>
        </message>
        <message>
            <source>This is not the fingerprint that {0} shows.</source>
            <translation>Das ist nicht der Fingerabdruck, den {0} zeigt.</translation>
        </message>
        <message>
            <source>This is not the pass phrase of the encrypted vault.</source>
            <translation>Das ist nicht der Kennsatz des verschlüsselten Tresors.</translation>
        </message>
        <message>
            <source>This is not the pass phrase of this backup.</source>
            <translation>Das ist nicht der Kennsatz dieser Sicherung.</translation>
        </message>
        <message>
            <source>This machine has no keyring that is running.</source>
            <translation>Auf diesem Rechner läuft kein Schlüsselbund.</translation>
        </message>
        <message>
            <source>This machine's keyring is switched off or set to one that does not protect passwords.</source>
            <translation>Der Schlüsselbund dieses Rechners ist ausgeschaltet oder auf einen eingestellt, der Passwörter nicht schützt.</translation>
        </message>
        <message>
            <source>This part of the query reads something else than the tables.</source>
            <translation>Dieser Teil der Abfrage liest etwas anderes als die Tabellen.</translation>
        </message>
        <message>
            <source>This password holds characters that can't be stored.</source>
            <translation>Dieses Passwort enthält Zeichen, die nicht gespeichert werden können.</translation>
        </message>
        <message>
            <source>This program is not signed in to AWS.</source>
            <translation>Dieses Programm ist nicht bei AWS angemeldet.</translation>
        </message>
        <message>
            <source>This program, or the tunnel it comes through, runs on the server's own machine: no firewall is between.</source>
            <translation>Dieses Programm oder der Tunnel, durch den es kommt, läuft auf dem Rechner des Servers selbst: Dazwischen ist keine Firewall.</translation>
        </message>
        <message>
            <source>This query does more than read the tables of this connector, so it was refused.</source>
            <translation>Diese Abfrage tut mehr, als die Tabellen dieser Verbindung zu lesen, und wurde deshalb abgelehnt.</translation>
        </message>
        <message>
            <source>This query does more than read, so it was refused.</source>
            <translation>Diese Abfrage tut mehr als lesen, deshalb wurde sie verweigert.</translation>
        </message>
        <message>
            <source>This query does more than read.</source>
            <translation>Diese Abfrage tut mehr als lesen.</translation>
        </message>
        <message>
            <source>This query would change data ({0}).</source>
            <translation>Diese Abfrage würde Daten ändern ({0}).</translation>
        </message>
        <message>
            <source>This query would lock rows (FOR UPDATE or FOR SHARE).</source>
            <translation>Diese Abfrage würde Zeilen sperren (FOR UPDATE oder FOR SHARE).</translation>
        </message>
        <message>
            <source>This query would make a new table (SELECT … INTO).</source>
            <translation>Diese Abfrage würde eine neue Tabelle anlegen (SELECT … INTO).</translation>
        </message>
        <message>
            <source>This question is saved already, as number {0}.</source>
            <translation>Diese Frage ist schon gespeichert, mit der Nummer {0}.</translation>
        </message>
        <message>
            <source>This reference to a secret can't be used. {0}</source>
            <translation>Dieser Verweis auf ein Geheimnis ist nicht brauchbar. {0}</translation>
        </message>
        <message>
            <source>This saved question belongs to another knowledge base.</source>
            <translation>Diese gespeicherte Frage gehört zu einer anderen Wissensbasis.</translation>
        </message>
        <message>
            <source>This side's certificate {0} has expired: it was valid until {1} {2} {3}.</source>
            <translation>Das eigene Zertifikat {0} ist abgelaufen: Es galt bis zum {1}. {2} {3}.</translation>
        </message>
        <message>
            <source>This side's certificate {0} is not valid yet.</source>
            <translation>Das eigene Zertifikat {0} gilt noch nicht.</translation>
        </message>
        <message>
            <source>This text holds characters that can't be stored.</source>
            <translation>Dieser Text enthält Zeichen, die nicht gespeichert werden können.</translation>
        </message>
        <message>
            <source>This {0} is not there any more.</source>
            <translation>Nicht mehr vorhanden: {0}.</translation>
        </message>
        <message>
            <source>Through {0}, which lets everybody in; from there {1} answers on port {2}</source>
            <translation>Über {0}, der alle einlässt; von dort antwortet {1} auf Port {2}</translation>
        </message>
        <message>
            <source>Through {0}@{1} by its password; from there {2} answers on port {3}</source>
            <translation>Über {0}@{1} mit dessen Passwort; von dort antwortet {2} auf Port {3}</translation>
        </message>
        <message>
            <source>Through {0}@{1} by {2}; from there {3} answers on port {4}</source>
            <translation>Über {0}@{1} mit {2}; von dort antwortet {3} auf Port {4}</translation>
        </message>
        <message>
            <source>Thursday</source>
            <translation>Donnerstag</translation>
        </message>
        <message>
            <source>Time zones are written as a region and a city, like Europe/Berlin, or UTC.</source>
            <translation>Zeitzonen werden als Region und Stadt geschrieben, wie Europe/Berlin, oder als UTC.</translation>
        </message>
        <message>
            <source>To change the key, put a new one and a comma in front of it in {0}, and do this again.</source>
            <translation>Um den Schlüssel zu ändern, stellen Sie ihm in {0} einen neuen und ein Komma voran und tun Sie dies noch einmal.</translation>
        </message>
        <message>
            <source>Try again at a quieter time, or ask who looks after the database to let the replica wait longer for readers (max_standby_streaming_delay, hot_standby_feedback).</source>
            <translation>Versuchen Sie es zu einer ruhigeren Zeit noch einmal. Wer die Datenbank betreut, kann das Replikat länger auf Lesende warten lassen (max_standby_streaming_delay, hot_standby_feedback).</translation>
        </message>
        <message>
            <source>Try again in a few minutes, or ask who looks after the database.</source>
            <translation>Versuchen Sie es in ein paar Minuten noch einmal, oder fragen Sie die Person, die die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Try again in a few minutes; if it happens again, ask who looks after the database.</source>
            <translation>Versuchen Sie es in ein paar Minuten noch einmal; geschieht es wieder, fragen Sie die Person, die die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Try again in a minute.</source>
            <translation>Versuchen Sie es in einer Minute noch einmal.</translation>
        </message>
        <message>
            <source>Try again in a moment.</source>
            <translation>Versuchen Sie es gleich noch einmal.</translation>
        </message>
        <message>
            <source>Try again in a moment. If it stays busy, close other programs that have the file open.</source>
            <translation>Versuchen Sie es gleich noch einmal. Bleibt sie belegt, schließen Sie andere Programme, die die Datei geöffnet haben.</translation>
        </message>
        <message>
            <source>Try again later, choose fewer rows, or raise the time limit of this connector.</source>
            <translation>Versuchen Sie es später noch einmal, wählen Sie weniger Zeilen, oder erhöhen Sie die Zeitgrenze dieser Verbindung.</translation>
        </message>
        <message>
            <source>Try again later, or ask who looks after the database.</source>
            <translation>Versuchen Sie es später noch einmal, oder fragen Sie die Person, die die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Try again later, or ask who looks after the server.</source>
            <translation>Versuchen Sie es später erneut, oder fragen Sie, wer den Server betreut.</translation>
        </message>
        <message>
            <source>Try again later.</source>
            <translation>Versuchen Sie es später noch einmal.</translation>
        </message>
        <message>
            <source>Try again when that work is done.</source>
            <translation>Versuchen Sie es noch einmal, wenn das erledigt ist.</translation>
        </message>
        <message>
            <source>Try again when whatever writes the file is done. Best it writes under another name and then renames.</source>
            <translation>Versuchen Sie es erneut, wenn das Programm fertig ist, das die Datei schreibt. Am besten schreibt es unter einem anderen Namen und benennt dann um.</translation>
        </message>
        <message>
            <source>Try again with the pass phrase that is in force now.</source>
            <translation>Versuchen Sie es noch einmal mit dem Kennsatz, der jetzt gilt.</translation>
        </message>
        <message>
            <source>Try again.</source>
            <translation>Versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Try again. If it happens again, leave the passwords where they are.</source>
            <translation>Versuchen Sie es erneut. Wenn es wieder geschieht, lassen Sie die Passwörter, wo sie sind.</translation>
        </message>
        <message>
            <source>Try again. If it stays like this, look at the keyring with the system's own program for passwords.</source>
            <translation>Versuchen Sie es noch einmal. Bleibt es so, sehen Sie sich den Schlüsselbund mit dem Passwortprogramm des Systems an.</translation>
        </message>
        <message>
            <source>Try again. If it stays like this, restart the program and send the log to whoever looks after it.</source>
            <translation>Versuchen Sie es noch einmal. Bleibt es so, starten Sie das Programm neu, und schicken Sie das Protokoll an die Person, die es betreut.</translation>
        </message>
        <message>
            <source>Try again; if it happens again, ask who looks after the SSH server or the network in between.</source>
            <translation>Versuchen Sie es noch einmal; wenn es wieder geschieht, fragen Sie, wer den SSH-Server oder das Netz dazwischen betreut.</translation>
        </message>
        <message>
            <source>Try again; if it happens again, ask who looks after the database or the network whether something in between, as a connection pooler or a firewall, drops connections that are quiet.</source>
            <translation>Versuchen Sie es noch einmal. Geschieht es wieder, fragen Sie die Person, die die Datenbank oder das Netz betreut, ob etwas dazwischen stille Verbindungen trennt, etwa ein Verbindungspooler oder eine Firewall.</translation>
        </message>
        <message>
            <source>Try again; if it happens again, ask who looks after the database whether it was restarted.</source>
            <translation>Versuchen Sie es noch einmal; geschieht es wieder, fragen Sie die Person, die die Datenbank betreut, ob sie neu gestartet wurde.</translation>
        </message>
        <message>
            <source>Try again; if it happens again, pass on the text for IT.</source>
            <translation>Versuchen Sie es noch einmal; geschieht es wieder, geben Sie den Text für die IT weiter.</translation>
        </message>
        <message>
            <source>Try again; mind upper and lower case and the keyboard's language.</source>
            <translation>Versuchen Sie es noch einmal; achten Sie auf Groß- und Kleinbuchstaben und die Sprache der Tastatur.</translation>
        </message>
        <message>
            <source>Tuesday</source>
            <translation>Dienstag</translation>
        </message>
        <message>
            <source>Type the name again instead of pasting it.</source>
            <translation>Tippen Sie den Namen neu, statt ihn einzufügen.</translation>
        </message>
        <message>
            <source>Type the password again in the connector's form and save it.</source>
            <translation>Geben Sie das Passwort im Formular der Verbindung neu ein, und speichern Sie es.</translation>
        </message>
        <message>
            <source>Type the password again in the connector's form and save it. Keyrings are not copied together with the home folder.</source>
            <translation>Geben Sie das Passwort im Formular der Verbindung neu ein, und speichern Sie es. Schlüsselbünde werden nicht mit dem Benutzerordner kopiert.</translation>
        </message>
        <message>
            <source>Type the password again instead of pasting it.</source>
            <translation>Tippen Sie das Passwort neu, statt es einzufügen.</translation>
        </message>
        <message>
            <source>Type the text again instead of pasting it.</source>
            <translation>Tippen Sie den Text neu, statt ihn einzufügen.</translation>
        </message>
        <message>
            <source>Unicode (UTF-16)</source>
            <translation>Unicode (UTF-16)</translation>
        </message>
        <message>
            <source>Unicode (UTF-8)</source>
            <translation>Unicode (UTF-8)</translation>
        </message>
        <message>
            <source>Unlock the keyring (log in to the desktop, or answer its prompt) and try again. Without a desktop, use the encrypted vault (KBCONNECT_VAULT_KEY).</source>
            <translation>Entsperren Sie den Schlüsselbund (melden Sie sich am Desktop an, oder beantworten Sie seine Rückfrage), und versuchen Sie es noch einmal. Ohne Desktop benutzen Sie den verschlüsselten Tresor (KBCONNECT_VAULT_KEY).</translation>
        </message>
        <message>
            <source>Unpack it, or pack it with gzip, which can be read as it is.</source>
            <translation>Entpacken Sie die Datei, oder packen Sie sie mit gzip; das kann unmittelbar gelesen werden.</translation>
        </message>
        <message>
            <source>Update kbconnect, then import it again.</source>
            <translation>Aktualisieren Sie kbconnect, und importieren Sie sie dann noch einmal.</translation>
        </message>
        <message>
            <source>Update that package, or ask whoever makes it.</source>
            <translation>Erneuern Sie dieses Paket, oder fragen Sie, wer es herstellt.</translation>
        </message>
        <message>
            <source>Update this program, or use the newer one on the other computer.</source>
            <translation>Aktualisieren Sie dieses Programm, oder benutzen Sie das neuere auf dem anderen Computer.</translation>
        </message>
        <message>
            <source>Use a command that prints the password as text.</source>
            <translation>Nehmen Sie einen Befehl, der das Passwort als Text ausgibt.</translation>
        </message>
        <message>
            <source>Use an account that can only read.</source>
            <translation>Verwenden Sie ein Konto, das nur lesen kann.</translation>
        </message>
        <message>
            <source>Use an address that begins with https. Without encryption only this computer itself is asked.</source>
            <translation>Nehmen Sie eine Adresse, die mit https beginnt. Ohne Verschlüsselung wird nur dieser Rechner selbst gefragt.</translation>
        </message>
        <message>
            <source>Use another copy of it.</source>
            <translation>Nehmen Sie eine andere Kopie davon.</translation>
        </message>
        <message>
            <source>Use one of: {0}.</source>
            <translation>Möglich sind: {0}.</translation>
        </message>
        <message>
            <source>Use the encrypted vault for this one, or a password without unusual characters.</source>
            <translation>Benutzen Sie dafür den verschlüsselten Tresor oder ein Passwort ohne ungewöhnliche Zeichen.</translation>
        </message>
        <message>
            <source>Use the encrypted vault instead, or a reference to a file (file:PATH).</source>
            <translation>Benutzen Sie stattdessen den verschlüsselten Tresor oder einen Verweis auf eine Datei (file:PATH).</translation>
        </message>
        <message>
            <source>Use the host name the certificate names, or ask who looks after the server.</source>
            <translation>Benutzen Sie den Rechnernamen, den das Zertifikat nennt, oder fragen Sie die Person, die den Server betreut.</translation>
        </message>
        <message>
            <source>Use the kind “sqlite”: one file on this computer.</source>
            <translation>Benutzen Sie die Art „sqlite“: eine Datei auf diesem Computer.</translation>
        </message>
        <message>
            <source>Use “Import connections…”, which reads that file.</source>
            <translation>Benutzen Sie „Verbindungen importieren…“; das liest diese Datei.</translation>
        </message>
        <message>
            <source>Use “minilm”, or “none” for a knowledge base that is searched by words alone.</source>
            <translation>Benutzen Sie „minilm“ oder, für eine Wissensbasis, die nur nach Wörtern durchsucht wird, „none“.</translation>
        </message>
        <message>
            <source>Valid until</source>
            <translation>Gültig bis</translation>
        </message>
        <message>
            <source>Vectors of two models can't be compared, so none were mixed. Nothing has been changed, and searching by words works as before.</source>
            <translation>Vektoren zweier Modelle lassen sich nicht vergleichen, deshalb wurden keine gemischt. Nichts wurde geändert, und die Suche nach Wörtern funktioniert wie zuvor.</translation>
        </message>
        <message>
            <source>Version {0}</source>
            <translation>Version {0}</translation>
        </message>
        <message>
            <source>Wait until it is done, or stop it where it was started.</source>
            <translation>Warten Sie, bis er fertig ist, oder halten Sie ihn dort an, wo er begonnen wurde.</translation>
        </message>
        <message>
            <source>Wait until it is done, or stop it, then try again.</source>
            <translation>Warten Sie, bis er fertig ist, oder halten Sie ihn an, und versuchen Sie es dann erneut.</translation>
        </message>
        <message>
            <source>Wait until it opens again, or ask an administrator of the server to unlock it.</source>
            <translation>Warten Sie, bis sie sich wieder öffnet, oder bitten Sie die Verwaltung des Servers, sie zu entsperren.</translation>
        </message>
        <message>
            <source>Wait until the other sync has finished, then try again.</source>
            <translation>Warten Sie, bis der andere Abgleich fertig ist, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Waiting for the database {0}: nothing has come for {1} min.</source>
            <translation>Warten auf die Datenbank {0}: Seit {1} min ist nichts gekommen.</translation>
        </message>
        <message>
            <source>Waiting for the database {0}: nothing has come for {1} min. After {2} min this sync gives up.</source>
            <translation>Warten auf die Datenbank {0}: Seit {1} min ist nichts gekommen. Nach {2} min gibt dieser Abgleich auf.</translation>
        </message>
        <message>
            <source>Waiting for the database {0}: nothing has come for {1} s.</source>
            <translation>Warten auf die Datenbank {0}: Seit {1} s ist nichts gekommen.</translation>
        </message>
        <message>
            <source>Web address</source>
            <translation>Webadresse</translation>
        </message>
        <message>
            <source>Wednesday</source>
            <translation>Mittwoch</translation>
        </message>
        <message>
            <source>Western Europe (Latin-1)</source>
            <translation>Westeuropa (Latin-1)</translation>
        </message>
        <message>
            <source>Western Europe (Windows-1252)</source>
            <translation>Westeuropa (Windows-1252)</translation>
        </message>
        <message>
            <source>What AWS Secrets Manager keeps</source>
            <translation>Was AWS Secrets Manager aufbewahrt</translation>
        </message>
        <message>
            <source>What OpenBao keeps</source>
            <translation>Was OpenBao aufbewahrt</translation>
        </message>
        <message>
            <source>What OpenBao keeps there has no field “{0}”.</source>
            <translation>Was OpenBao dort aufbewahrt, hat kein Feld „{0}“.</translation>
        </message>
        <message>
            <source>What a command prints</source>
            <translation>Was ein Befehl ausgibt</translation>
        </message>
        <message>
            <source>What answers at {0} does not speak as MySQL or MariaDB does.</source>
            <translation>Was bei {0} antwortet, spricht nicht wie MySQL oder MariaDB.</translation>
        </message>
        <message>
            <source>What answers at {0} does not speak as PostgreSQL does.</source>
            <translation>Was unter {0} antwortet, spricht nicht wie PostgreSQL.</translation>
        </message>
        <message>
            <source>What answers at {0} on port {1} does not speak as an SSH server does.</source>
            <translation>Was bei {0} auf Port {1} antwortet, spricht nicht wie ein SSH-Server.</translation>
        </message>
        <message>
            <source>What can be found in it may be incomplete, and nothing was written by this step. {0}</source>
            <translation>Was in ihr gefunden wird, ist vielleicht unvollständig, und dieser Schritt hat nichts geschrieben. {0}</translation>
        </message>
        <message>
            <source>What columns held that are masked, hashed or left out now is no longer shown or found, but may still stand in unused room of the knowledge base's file. The next sync tries again to remove it.</source>
            <translation>Was in Spalten stand, die jetzt maskiert, als Hash übernommen oder weggelassen werden, wird nicht mehr gezeigt oder gefunden, kann aber noch in ungenutztem Platz der Datei der Wissensbasis stehen. Der nächste Abgleich versucht wieder, es zu entfernen.</translation>
        </message>
        <message>
            <source>What is written is not a number of seconds for {0}.</source>
            <translation>Was dort steht, ist keine Zahl von Sekunden für {0}.</translation>
        </message>
        <message>
            <source>What it says was not taken, as it could lead to another server. No connection was made.</source>
            <translation>Was in ihr steht, wurde nicht übernommen, da es zu einem anderen Server führen könnte. Es wurde keine Verbindung hergestellt.</translation>
        </message>
        <message>
            <source>What kbconnect needs to read {0} is not installed on this computer.</source>
            <translation>Was kbconnect braucht, um {0} zu lesen, ist auf diesem Computer nicht installiert.</translation>
        </message>
        <message>
            <source>What stands in the brackets is not an IPv6 address.</source>
            <translation>Was in den Klammern steht, ist keine IPv6-Adresse.</translation>
        </message>
        <message>
            <source>What this account may do beyond reading can't be told for this kind of database</source>
            <translation>Was dieses Konto über das Lesen hinaus darf, lässt sich für diese Art von Datenbank nicht sagen</translation>
        </message>
        <message>
            <source>What this sync wrote before is kept; only how it ended is not in the history.</source>
            <translation>Was dieser Abgleich vorher geschrieben hat, bleibt; nur wie er endete, steht nicht im Verlauf.</translation>
        </message>
        <message>
            <source>What was read of it is not used; your documents are as they were.</source>
            <translation>Was davon gelesen wurde, wird nicht verwendet; Ihre Dokumente sind, wie sie waren.</translation>
        </message>
        <message>
            <source>Where the rows behind it begin can't be told, so nothing of the file is used; your documents are as they were.</source>
            <translation>Wo die Zeilen dahinter beginnen, lässt sich nicht sagen, deshalb wird nichts aus der Datei verwendet; Ihre Dokumente sind, wie sie waren.</translation>
        </message>
        <message>
            <source>Whoever runs it has to unseal it. Then try again.</source>
            <translation>Der Betreiber muss es entsiegeln. Versuchen Sie es danach noch einmal.</translation>
        </message>
        <message>
            <source>Whole seconds: rows that share the last second are read again, which costs little.</source>
            <translation>Ganze Sekunden: Zeilen aus der letzten Sekunde werden noch einmal gelesen, das kostet wenig.</translation>
        </message>
        <message>
            <source>Why is not known here. Check that this is the port of Oracle. Often the listener lets certain computers in alone (valid node checking), or it wants TLS; its log names the reason.</source>
            <translation>Warum, ist hier nicht bekannt. Prüfen Sie, ob dies der Port von Oracle ist. Oft lässt der Listener nur bestimmte Rechner ein (valid node checking), oder er will TLS; sein Protokoll nennt den Grund.</translation>
        </message>
        <message>
            <source>Why is not known here; the log of the server says it. Check user name, password, database and the mode of encryption first.</source>
            <translation>Warum, ist hier nicht bekannt; das Protokoll des Servers sagt es. Prüfen Sie zuerst Benutzername, Passwort, Datenbank und die Art der Verschlüsselung.</translation>
        </message>
        <message>
            <source>Windows Credential Manager</source>
            <translation>Windows-Anmeldeinformationsverwaltung</translation>
        </message>
        <message>
            <source>Without a name</source>
            <translation>Ohne Namen</translation>
        </message>
        <message>
            <source>Without it the connection could be less safe than the address says, so nothing was taken over.</source>
            <translation>Ohne das könnte die Verbindung weniger sicher sein, als die Adresse sagt; darum wurde nichts übernommen.</translation>
        </message>
        <message>
            <source>Without one nobody can tell whether an answer is good.</source>
            <translation>Ohne sie lässt sich nicht sagen, ob eine Antwort gut ist.</translation>
        </message>
        <message>
            <source>Without one, a changed row can't be told from a new one.</source>
            <translation>Ohne ihn lässt sich eine geänderte Zeile nicht von einer neuen unterscheiden.</translation>
        </message>
        <message>
            <source>Write a whole number from 1 on, or leave it out.</source>
            <translation>Schreiben Sie eine ganze Zahl ab 1, oder lassen Sie sie weg.</translation>
        </message>
        <message>
            <source>Write cmd:PROGRAM ARGUMENT…</source>
            <translation>Schreiben Sie cmd:PROGRAMM ARGUMENT…</translation>
        </message>
        <message>
            <source>Write cmd:PROGRAM ARGUMENT…, with quotes around what has blanks in it.</source>
            <translation>Schreiben Sie cmd:PROGRAMM ARGUMENT…, mit Anführungszeichen um alles, was Leerzeichen enthält.</translation>
        </message>
        <message>
            <source>Write file:/// and the path of the file.</source>
            <translation>Schreiben Sie file:/// und den Pfad der Datei.</translation>
        </message>
        <message>
            <source>Write it like Server=db.example,1433;Database=shop;User ID=reader; a value with “;” stands in quotes.</source>
            <translation>Schreiben Sie sie wie Server=db.example,1433;Database=shop;User ID=reader; ein Wert mit „;“ steht in Anführungszeichen.</translation>
        </message>
        <message>
            <source>Write it like host=db.example user=reader dbname=shop; a value with spaces stands in 'single quotes'.</source>
            <translation>Schreiben Sie es wie host=db.example user=reader dbname=shop; ein Wert mit Leerzeichen steht in 'einfachen Anführungszeichen'.</translation>
        </message>
        <message>
            <source>Write it like oracle://user@host:1521/service.</source>
            <translation>Schreiben Sie sie wie oracle://user@host:1521/service.</translation>
        </message>
        <message>
            <source>Write it like ssh=user@host or ssh=user@host:22, without a password.</source>
            <translation>Schreiben Sie ihn wie ssh=user@host oder ssh=user@host:22, ohne Passwort.</translation>
        </message>
        <message>
            <source>Write jdbc:sqlite: and the path of the file.</source>
            <translation>Schreiben Sie jdbc:sqlite: und den Pfad der Datei.</translation>
        </message>
        <message>
            <source>Write one SELECT over the tables that discovery shows. kbconnect never changes a source.</source>
            <translation>Schreiben Sie ein SELECT über die Tabellen, die angezeigt werden. kbconnect ändert nie eine Quelle.</translation>
        </message>
        <message>
            <source>Write one SELECT that only reads.</source>
            <translation>Schreiben Sie ein SELECT, das nur liest.</translation>
        </message>
        <message>
            <source>Write one SELECT that only reads. kbconnect never changes a source.</source>
            <translation>Schreiben Sie ein SELECT, das nur liest. kbconnect ändert nie eine Quelle.</translation>
        </message>
        <message>
            <source>Write one SELECT, or pick a table instead.</source>
            <translation>Schreiben Sie ein SELECT, oder wählen Sie stattdessen eine Tabelle.</translation>
        </message>
        <message>
            <source>Write one character, such as ; or the word tab, or leave it empty to have it found out.</source>
            <translation>Schreiben Sie ein Zeichen wie ; oder das Wort tab, oder lassen Sie das Feld leer, damit es ermittelt wird.</translation>
        </message>
        <message>
            <source>Write postgresql://user@host:5432/database, or the path of a SQLite file.</source>
            <translation>Schreiben Sie postgresql://user@host:5432/database oder den Pfad einer SQLite-Datei.</translation>
        </message>
        <message>
            <source>Write sqlite:/// and the path of the file.</source>
            <translation>Schreiben Sie sqlite:/// und den Pfad der Datei.</translation>
        </message>
        <message>
            <source>Write sqlite:/// and the path, for example sqlite:////data/shop.db.</source>
            <translation>Schreiben Sie sqlite:/// und den Pfad, zum Beispiel sqlite:////data/shop.db.</translation>
        </message>
        <message>
            <source>Write ssl=true or ssl=false, or say with sslmode what is wanted.</source>
            <translation>Schreiben Sie ssl=true oder ssl=false, oder sagen Sie mit sslmode, was gewünscht ist.</translation>
        </message>
        <message>
            <source>Write stored to have them without percent signs, currencies and leading zeros, or leave it empty.</source>
            <translation>Schreiben Sie stored, um sie ohne Prozentzeichen, Währungen und führende Nullen zu erhalten, oder lassen Sie es leer.</translation>
        </message>
        <message>
            <source>Write the instance's port into the field for it: who looks after the server knows it. Or have the server's directory of instances (SQL Server Browser) started with the lines below.</source>
            <translation>Schreiben Sie den Port der Instanz in das Feld dafür: Wer den Server betreut, kennt ihn. Oder lassen Sie das Verzeichnis der Instanzen (SQL Server Browser) mit den Zeilen unten starten.</translation>
        </message>
        <message>
            <source>Write the name of a database into the connector.</source>
            <translation>Schreiben Sie den Namen einer Datenbank in die Verbindung.</translation>
        </message>
        <message>
            <source>Write the name of the field behind “#”, or leave it out for the whole text.</source>
            <translation>Schreiben Sie den Namen des Feldes hinter „#“, oder lassen Sie ihn weg für den ganzen Text.</translation>
        </message>
        <message>
            <source>Write the name of the field behind “#”.</source>
            <translation>Schreiben Sie den Namen des Feldes hinter „#“.</translation>
        </message>
        <message>
            <source>Write the password again.</source>
            <translation>Schreiben Sie das Passwort neu.</translation>
        </message>
        <message>
            <source>Write the password into it, or change the connector's secret.</source>
            <translation>Schreiben Sie das Passwort hinein, oder ändern Sie das Geheimnis der Verbindung.</translation>
        </message>
        <message>
            <source>Write the path again without that character.</source>
            <translation>Schreiben Sie den Pfad noch einmal ohne dieses Zeichen.</translation>
        </message>
        <message>
            <source>Write the value itself in its place.</source>
            <translation>Schreiben Sie an seine Stelle den Wert selbst.</translation>
        </message>
        <message>
            <source>Write the whole path of the file.</source>
            <translation>Schreiben Sie den ganzen Pfad der Datei.</translation>
        </message>
        <message>
            <source>Write the whole path of the program, or its name alone if it is on PATH.</source>
            <translation>Schreiben Sie den ganzen Pfad des Programms, oder nur seinen Namen, wenn es im PATH liegt.</translation>
        </message>
        <message>
            <source>Write the whole path, for instance file:/etc/kbconnect/password.</source>
            <translation>Schreiben Sie den ganzen Pfad, zum Beispiel file:/etc/kbconnect/password.</translation>
        </message>
        <message>
            <source>Write the whole path, or ~/ for a folder of your own.</source>
            <translation>Schreiben Sie den ganzen Pfad oder, für einen eigenen Ordner, ~/.</translation>
        </message>
        <message>
            <source>Write user@host or user@host:22, several with a comma in between.</source>
            <translation>Schreiben Sie benutzer@rechner oder benutzer@rechner:22, mehrere mit Komma dazwischen.</translation>
        </message>
        <message>
            <source>Write utf-8, utf-16, windows-1252 or latin-1, or leave it empty to have it found out.</source>
            <translation>Schreiben Sie utf-8, utf-16, windows-1252 oder latin-1, oder lassen Sie das Feld leer, damit es ermittelt wird.</translation>
        </message>
        <message>
            <source>Write what people ask.</source>
            <translation>Schreiben Sie, was gefragt wird.</translation>
        </message>
        <message>
            <source>Write what you are looking for.</source>
            <translation>Schreiben Sie, wonach Sie suchen.</translation>
        </message>
        <message>
            <source>Write where they are read from, not themselves.</source>
            <translation>Schreiben Sie, wo sie gelesen werden, nicht sie selbst.</translation>
        </message>
        <message>
            <source>Write yes or no, or the number of the line that names the columns, or leave it empty.</source>
            <translation>Schreiben Sie yes oder no oder die Nummer der Zeile, die die Spalten benennt, oder lassen Sie es leer.</translation>
        </message>
        <message>
            <source>Write {0} for the value of a column, and {{ or }} for a brace itself.</source>
            <translation>Schreiben Sie {0} für den Wert einer Spalte und {{ oder }} für eine geschweifte Klammer selbst.</translation>
        </message>
        <message>
            <source>Write {0} where the value of a column belongs.</source>
            <translation>Schreiben Sie {0}, wo der Wert einer Spalte hingehört.</translation>
        </message>
        <message>
            <source>Yes or no: good for filtering</source>
            <translation>Ja oder nein: gut zum Filtern</translation>
        </message>
        <message>
            <source>Your account of this computer can write to the file; kbconnect opens it for reading only.</source>
            <translation>Ihr Konto auf diesem Computer kann in die Datei schreiben; kbconnect öffnet sie nur zum Lesen.</translation>
        </message>
        <message>
            <source>a bank account number</source>
            <translation>eine Kontonummer</translation>
        </message>
        <message>
            <source>a date of birth</source>
            <translation>ein Geburtsdatum</translation>
        </message>
        <message>
            <source>a key or access token</source>
            <translation>einen Zugangsschlüssel</translation>
        </message>
        <message>
            <source>a mail or file server</source>
            <translation>ein Mail- oder Dateiserver</translation>
        </message>
        <message>
            <source>a national or tax id</source>
            <translation>eine Ausweis- oder Steuernummer</translation>
        </message>
        <message>
            <source>a password or its hash</source>
            <translation>ein Passwort oder dessen Hash</translation>
        </message>
        <message>
            <source>a payment card number</source>
            <translation>eine Kartennummer</translation>
        </message>
        <message>
            <source>a phone number</source>
            <translation>eine Telefonnummer</translation>
        </message>
        <message>
            <source>a postal address</source>
            <translation>eine Anschrift</translation>
        </message>
        <message>
            <source>a second</source>
            <translation>eine Sekunde</translation>
        </message>
        <message>
            <source>a server that speaks with TLS alone</source>
            <translation>ein Server, der nur mit TLS spricht</translation>
        </message>
        <message>
            <source>a time of day starts again every day</source>
            <translation>eine Uhrzeit beginnt jeden Tag von vorn</translation>
        </message>
        <message>
            <source>a web server</source>
            <translation>ein Webserver</translation>
        </message>
        <message>
            <source>allow</source>
            <translation>allow</translation>
        </message>
        <message>
            <source>an IP address</source>
            <translation>eine IP-Adresse</translation>
        </message>
        <message>
            <source>an SSH server</source>
            <translation>ein SSH-Server</translation>
        </message>
        <message>
            <source>an e-mail address</source>
            <translation>eine E-Mail-Adresse</translation>
        </message>
        <message>
            <source>another kind of source has this name already.</source>
            <translation>eine andere Art von Quelle hat diesen Namen schon.</translation>
        </message>
        <message>
            <source>any</source>
            <translation>beliebig</translation>
        </message>
        <message>
            <source>bank account numbers</source>
            <translation>Kontonummern</translation>
        </message>
        <message>
            <source>blanks</source>
            <translation>Leerzeichen</translation>
        </message>
        <message>
            <source>by this name</source>
            <translation>mit diesem Namen</translation>
        </message>
        <message>
            <source>checked: who issued it</source>
            <translation>geprüft: wer es ausgestellt hat</translation>
        </message>
        <message>
            <source>checked: who issued it, and the name of the server</source>
            <translation>geprüft: wer es ausgestellt hat, und der Name des Servers</translation>
        </message>
        <message>
            <source>commas</source>
            <translation>Kommas</translation>
        </message>
        <message>
            <source>connector</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <source>copy the whole server</source>
            <translation>den ganzen Server kopieren</translation>
        </message>
        <message>
            <source>create accounts</source>
            <translation>Konten anlegen</translation>
        </message>
        <message>
            <source>create databases</source>
            <translation>Datenbanken anlegen</translation>
        </message>
        <message>
            <source>create schemas</source>
            <translation>Schemas anlegen</translation>
        </message>
        <message>
            <source>create tables</source>
            <translation>Tabellen anlegen</translation>
        </message>
        <message>
            <source>dataset</source>
            <translation>Datenbestand</translation>
        </message>
        <message>
            <source>dates of birth</source>
            <translation>Geburtsdaten</translation>
        </message>
        <message>
            <source>e-mail addresses</source>
            <translation>E-Mail-Adressen</translation>
        </message>
        <message>
            <source>every database</source>
            <translation>jeder Datenbank</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen ist</translation>
        </message>
        <message>
            <source>in the version {0}</source>
            <translation>in der Version {0}</translation>
        </message>
        <message>
            <source>it describes “{0}” under this name.</source>
            <translation>es beschreibt „{0}“ unter diesem Namen.</translation>
        </message>
        <message>
            <source>its driver</source>
            <translation>seinen Treiber</translation>
        </message>
        <message>
            <source>its entry point is not a description of a database (Dialect).</source>
            <translation>sein Einstiegspunkt ist keine Beschreibung einer Datenbank (Dialect).</translation>
        </message>
        <message>
            <source>its name may only have small letters, digits and hyphens.</source>
            <translation>sein Name darf nur Kleinbuchstaben, Ziffern und Bindestriche haben.</translation>
        </message>
        <message>
            <source>its values are neither numbers nor times</source>
            <translation>ihre Werte sind weder Zahlen noch Zeitpunkte</translation>
        </message>
        <message>
            <source>kbconnect can't change the file, but while a sync reads it, no other program can write to it: it keeps no write-ahead log and is too large to be copied first.</source>
            <translation>kbconnect kann die Datei nicht ändern, aber solange ein Abgleich sie liest, kann kein anderes Programm in sie schreiben: Sie führt kein Write-Ahead-Log und ist zu groß, um erst kopiert zu werden.</translation>
        </message>
        <message>
            <source>kbconnect does not know the parameter {0} of this URL.</source>
            <translation>kbconnect kennt den Parameter {0} dieser URL nicht.</translation>
        </message>
        <message>
            <source>kbconnect does not know the parameters {0} of this URL.</source>
            <translation>kbconnect kennt die Parameter {0} dieser URL nicht.</translation>
        </message>
        <message>
            <source>kbconnect doesn't know what {0} says of a file.</source>
            <translation>kbconnect weiß nicht, was {0} über eine Datei sagt.</translation>
        </message>
        <message>
            <source>kbconnect has no kind of source for addresses that begin with “{0}://”.</source>
            <translation>kbconnect hat keine Art von Quelle für Adressen, die mit „{0}://“ beginnen.</translation>
        </message>
        <message>
            <source>kbconnect has no kind of source for this JDBC address.</source>
            <translation>kbconnect hat keine Art von Quelle für diese JDBC-Adresse.</translation>
        </message>
        <message>
            <source>kbconnect has no kind of source for {0}.</source>
            <translation>kbconnect hat keine Art von Quelle für {0}.</translation>
        </message>
        <message>
            <source>kbconnect has no such kind of source.</source>
            <translation>Eine solche Art von Quelle hat kbconnect nicht.</translation>
        </message>
        <message>
            <source>kbconnect knows no parameters for SQLite files, and this address has {0}.</source>
            <translation>kbconnect kennt keine Parameter für SQLite-Dateien, und diese Adresse hat {0}.</translation>
        </message>
        <message>
            <source>kbconnect knows no parameters for SQLite files.</source>
            <translation>kbconnect kennt keine Parameter für SQLite-Dateien.</translation>
        </message>
        <message>
            <source>kbconnect never changes a source. Tell who makes it about this.</source>
            <translation>kbconnect ändert nie eine Quelle. Sagen Sie dies denen, die es herstellen.</translation>
        </message>
        <message>
            <source>kbconnect opens files for reading only; it can't change them</source>
            <translation>kbconnect öffnet Dateien nur zum Lesen; es kann sie nicht ändern</translation>
        </message>
        <message>
            <source>kbconnect opens the file for reading only; it can't change it</source>
            <translation>kbconnect öffnet die Datei nur zum Lesen; es kann sie nicht ändern</translation>
        </message>
        <message>
            <source>kbconnect reads MySQL 5.7, MariaDB 10.4 and later. Ask who looks after the server to update it.</source>
            <translation>kbconnect liest MySQL ab 5.7 und MariaDB ab 10.4. Bitten Sie, wer den Server betreut, ihn zu aktualisieren.</translation>
        </message>
        <message>
            <source>kbconnect reads PostgreSQL {0} and later. Ask who looks after the server to update it.</source>
            <translation>kbconnect liest PostgreSQL ab Version {0}. Aktualisieren kann ihn, wer den Server betreut.</translation>
        </message>
        <message>
            <source>kbconnect signs in with a login of SQL Server itself. Have an administrator allow both kinds (“SQL Server and Windows Authentication mode”, then a restart) and make a login.</source>
            <translation>kbconnect meldet sich mit einer Anmeldung des SQL Servers selbst an. Lassen Sie die Verwaltung beide Arten zulassen („SQL Server- und Windows-Authentifizierungsmodus“, danach ein Neustart) und eine Anmeldung anlegen.</translation>
        </message>
        <message>
            <source>keys or access tokens</source>
            <translation>Zugangsschlüssel</translation>
        </message>
        <message>
            <source>knowledge base</source>
            <translation>Wissensbasis</translation>
        </message>
        <message>
            <source>less than 1 %</source>
            <translation>weniger als 1 %</translation>
        </message>
        <message>
            <source>macOS Keychain</source>
            <translation>macOS-Schlüsselbund</translation>
        </message>
        <message>
            <source>minilm</source>
            <translation>minilm</translation>
        </message>
        <message>
            <source>more than 99 %</source>
            <translation>mehr als 99 %</translation>
        </message>
        <message>
            <source>more than {0}</source>
            <translation>mehr als {0}</translation>
        </message>
        <message>
            <source>national or tax ids</source>
            <translation>Ausweis- oder Steuernummern</translation>
        </message>
        <message>
            <source>no rows</source>
            <translation>keine Zeilen</translation>
        </message>
        <message>
            <source>not checked</source>
            <translation>nicht geprüft</translation>
        </message>
        <message>
            <source>numbers from {0} to {1}</source>
            <translation>Zahlen von {0} bis {1}</translation>
        </message>
        <message>
            <source>once</source>
            <translation>einmal</translation>
        </message>
        <message>
            <source>passwords or their hashes</source>
            <translation>Passwörter oder deren Hashes</translation>
        </message>
        <message>
            <source>payment card numbers</source>
            <translation>Kartennummern</translation>
        </message>
        <message>
            <source>phone numbers</source>
            <translation>Telefonnummern</translation>
        </message>
        <message>
            <source>postal addresses</source>
            <translation>Anschriften</translation>
        </message>
        <message>
            <source>rejected</source>
            <translation>abgewiesen</translation>
        </message>
        <message>
            <source>remove this knowledge base, add a new one and sync its datasets again: everything in it comes from the sources.</source>
            <translation>entfernen Sie diese Wissensbasis, legen Sie eine neue an, und gleichen Sie ihre Datenbestände noch einmal ab: Alles in ihr kommt aus den Quellen.</translation>
        </message>
        <message>
            <source>removed</source>
            <translation>entfernt</translation>
        </message>
        <message>
            <source>semicolons</source>
            <translation>Semikolons</translation>
        </message>
        <message>
            <source>something else</source>
            <translation>etwas anderes</translation>
        </message>
        <message>
            <source>system</source>
            <translation>system</translation>
        </message>
        <message>
            <source>tabs</source>
            <translation>Tabulatoren</translation>
        </message>
        <message>
            <source>that is not known</source>
            <translation>das nicht bekannt ist</translation>
        </message>
        <message>
            <source>the SSH server: {0} takes no connections</source>
            <translation>den SSH-Server: {0} nimmt keine Verbindungen an</translation>
        </message>
        <message>
            <source>the database server: {0} takes no connections</source>
            <translation>den Datenbankserver: {0} nimmt keine Verbindungen an</translation>
        </message>
        <message>
            <source>the encrypted vault to be unlocked</source>
            <translation>das Entsperren des verschlüsselten Tresors</translation>
        </message>
        <message>
            <source>the keyring to be started</source>
            <translation>den Start des Schlüsselbunds</translation>
        </message>
        <message>
            <source>the keyring to be unlocked</source>
            <translation>das Entsperren des Schlüsselbunds</translation>
        </message>
        <message>
            <source>the network: {0} can't be reached</source>
            <translation>das Netz: {0} ist nicht erreichbar</translation>
        </message>
        <message>
            <source>the query</source>
            <translation>der Abfrage</translation>
        </message>
        <message>
            <source>the sync under way to end</source>
            <translation>das Ende des laufenden Abgleichs</translation>
        </message>
        <message>
            <source>the variable</source>
            <translation>die Variable</translation>
        </message>
        <message>
            <source>time</source>
            <translation>Zeitpunkt</translation>
        </message>
        <message>
            <source>was interrupted</source>
            <translation>unterbrochen wurde</translation>
        </message>
        <message>
            <source>was stopped</source>
            <translation>angehalten wurde</translation>
        </message>
        <message>
            <source>without a name</source>
            <translation>ohne Namen</translation>
        </message>
        <message>
            <source>write to 1 table</source>
            <translation>in 1 Tabelle schreiben</translation>
        </message>
        <message>
            <source>write to {0} tables</source>
            <translation>in {0} Tabellen schreiben</translation>
        </message>
        <message>
            <source>{0} Ask its owner to run:</source>
            <translation>{0} Bitten Sie den Besitzer, Folgendes auszuführen:</translation>
        </message>
        <message>
            <source>{0} For example: {1}:{2}</source>
            <translation>{0} Zum Beispiel: {1}:{2}</translation>
        </message>
        <message>
            <source>{0} MB</source>
            <translation>{0} MB</translation>
        </message>
        <message>
            <source>{0} The namespace “{1}” was looked in; it has to exist.</source>
            <translation>{0} Gesucht wurde im Namensraum „{1}“; es muss ihn geben.</translation>
        </message>
        <message>
            <source>{0} This account sees no database yet.</source>
            <translation>{0} Dieses Konto sieht noch keine Datenbank.</translation>
        </message>
        <message>
            <source>{0} This account sees: {1}.</source>
            <translation>{0} Dieses Konto sieht: {1}.</translation>
        </message>
        <message>
            <source>{0} Trying again in {1} s.</source>
            <translation>{0} Neuer Versuch in {1} s.</translation>
        </message>
        <message>
            <source>{0} What was written before can be searched.</source>
            <translation>{0} Was vorher geschrieben wurde, kann durchsucht werden.</translation>
        </message>
        <message>
            <source>{0} and every {1}</source>
            <translation>{0} und jeden {1}</translation>
        </message>
        <message>
            <source>{0} and {1}</source>
            <translation>{0} und {1}</translation>
        </message>
        <message>
            <source>{0} and {1} more</source>
            <translation>{0} und {1} weitere</translation>
        </message>
        <message>
            <source>{0} answered, and then ended the connection while {1} signed in.</source>
            <translation>{0} hat geantwortet und dann die Verbindung beendet, während {1} sich anmeldete.</translation>
        </message>
        <message>
            <source>{0} answers, but nothing listens on port {1}.</source>
            <translation>{0} antwortet, aber auf Port {1} hört nichts.</translation>
        </message>
        <message>
            <source>{0} asks for a certificate of this side, and the connector has none.</source>
            <translation>{0} verlangt ein eigenes Zertifikat, und die Verbindung hat keines.</translation>
        </message>
        <message>
            <source>{0} at minute {1}</source>
            <translation>{0} zur Minute {1}</translation>
        </message>
        <message>
            <source>{0} at {1}</source>
            <translation>{0} um {1}</translation>
        </message>
        <message>
            <source>{0} at {1} times from {2} to {3}</source>
            <translation>{0} zu {1} Zeiten von {2} bis {3}</translation>
        </message>
        <message>
            <source>{0} broke off the connection as soon as it had seen the certificate of this side.</source>
            <translation>{0} hat die Verbindung abgebrochen, sobald es das eigene Zertifikat gesehen hatte.</translation>
        </message>
        <message>
            <source>{0} broke off the connection before anybody signed in.</source>
            <translation>{0} hat die Verbindung abgebrochen, bevor sich jemand angemeldet hat.</translation>
        </message>
        <message>
            <source>{0} broke off the connection.</source>
            <translation>{0} hat die Verbindung abgebrochen.</translation>
        </message>
        <message>
            <source>{0} by comparing; following “{1}” reads only what is new, and looks for removed rows once a day.</source>
            <translation>{0}, wenn er vergleicht; folgt er der Spalte „{1}“, liest er nur, was neu ist, und sucht einmal am Tag nach entfernten Zeilen.</translation>
        </message>
        <message>
            <source>{0} bytes</source>
            <translation>{0} Bytes</translation>
        </message>
        <message>
            <source>{0} can be read</source>
            <translation>Lesbar: {0}</translation>
        </message>
        <message>
            <source>{0} can be read in {1} of {2} tables; the others take too long to be tried here</source>
            <translation>{0} sind in {1} von {2} Tabellen lesbar; die anderen brauchen zu lange, um sie hier zu probieren</translation>
        </message>
        <message>
            <source>{0} can be read in {1} tables</source>
            <translation>{0} sind in {1} Tabellen lesbar</translation>
        </message>
        <message>
            <source>{0} can be read: {1}</source>
            <translation>{0} lesbar: {1}</translation>
        </message>
        <message>
            <source>{0} can be read; the file is too large to be checked for damage here</source>
            <translation>Lesbar: {0}; die Datei ist zu groß, um sie hier auf Schäden zu prüfen</translation>
        </message>
        <message>
            <source>{0} can only be read by this program.</source>
            <translation>{0} kann dieses Programm nur lesen.</translation>
        </message>
        <message>
            <source>{0} can sign in, but not open the database “{1}”: there is none of this name, it is not available, or this account has no right to it.</source>
            <translation>{0} kann sich anmelden, aber die Datenbank „{1}“ nicht öffnen: Es gibt keine dieses Namens, sie ist nicht verfügbar, oder dieses Konto hat kein Recht daran.</translation>
        </message>
        <message>
            <source>{0} can't be looked into, and its name doesn't say whether it is a database or a table.</source>
            <translation>{0} lässt sich nicht einsehen, und der Name sagt nicht, ob es eine Datenbank oder eine Tabelle ist.</translation>
        </message>
        <message>
            <source>{0} can't be read: {1}.</source>
            <translation>{0} kann nicht gelesen werden: {1}.</translation>
        </message>
        <message>
            <source>{0} can't be written: {1}.</source>
            <translation>{0} kann nicht geschrieben werden: {1}.</translation>
        </message>
        <message>
            <source>{0} cannot be reached from this computer.</source>
            <translation>{0} ist von diesem Computer aus nicht erreichbar.</translation>
        </message>
        <message>
            <source>{0} datasets: {1}</source>
            <translation>{0} Datenbestände: {1}</translation>
        </message>
        <message>
            <source>{0} datasets: {1} and others</source>
            <translation>{0} Datenbestände: {1} und andere</translation>
        </message>
        <message>
            <source>{0} days</source>
            <translation>{0} Tage</translation>
        </message>
        <message>
            <source>{0} demands Oracle's own network encryption, which kbconnect does not speak.</source>
            <translation>{0} verlangt Oracles eigene Netzverschlüsselung, die kbconnect nicht spricht.</translation>
        </message>
        <message>
            <source>{0} did not answer on port {1} in time.</source>
            <translation>{0} hat auf Port {1} nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <source>{0} did not keep the password as it was given.</source>
            <translation>{0} hat das Passwort nicht so behalten, wie es eingegeben wurde.</translation>
        </message>
        <message>
            <source>{0} did not say on which port its instance {1} listens.</source>
            <translation>{0} hat nicht gesagt, an welchem Port seine Instanz {1} lauscht.</translation>
        </message>
        <message>
            <source>{0} does not accept the certificate of this side.</source>
            <translation>{0} nimmt das eigene Zertifikat nicht an.</translation>
        </message>
        <message>
            <source>{0} encrypts the login alone, and this connector demands that all is.</source>
            <translation>{0} verschlüsselt nur die Anmeldung, und diese Verbindung verlangt, dass alles verschlüsselt ist.</translation>
        </message>
        <message>
            <source>{0} found, but the file is damaged. Some rows may not be readable.</source>
            <translation>Gefunden: {0}, aber die Datei ist beschädigt. Manche Zeilen sind vielleicht nicht lesbar.</translation>
        </message>
        <message>
            <source>{0} from minute {1}</source>
            <translation>{0} ab Minute {1}</translation>
        </message>
        <message>
            <source>{0} from {1} to {2}</source>
            <translation>{0} von {1} bis {2}</translation>
        </message>
        <message>
            <source>{0} has no document with the key {1}.</source>
            <translation>{0} hat kein Dokument mit dem Schlüssel {1}.</translation>
        </message>
        <message>
            <source>{0} has no instance {1} that takes connections over the network.</source>
            <translation>{0} hat keine Instanz {1}, die Verbindungen über das Netz annimmt.</translation>
        </message>
        <message>
            <source>{0} has no schedule.</source>
            <translation>{0} hat keinen Zeitplan.</translation>
        </message>
        <message>
            <source>{0} has the address {1}</source>
            <translation>{0} hat die Adresse {1}</translation>
        </message>
        <message>
            <source>{0} holds at most {1} characters a password, and this one has {2}.</source>
            <translation>{0} nimmt höchstens {1} Zeichen je Passwort, und dieses hat {2}.</translation>
        </message>
        <message>
            <source>{0} holds no certificate that can be used.</source>
            <translation>{0} enthält kein brauchbares Zertifikat.</translation>
        </message>
        <message>
            <source>{0} holds no private key.</source>
            <translation>{0} enthält keinen privaten Schlüssel.</translation>
        </message>
        <message>
            <source>{0} holds passwords or settings of the server, which no document needs.</source>
            <translation>{0} enthält Passwörter oder Einstellungen des Servers, die kein Dokument braucht.</translation>
        </message>
        <message>
            <source>{0} holds something that is not a key of the encrypted vault.</source>
            <translation>{0} enthält etwas, das kein Schlüssel des verschlüsselten Tresors ist.</translation>
        </message>
        <message>
            <source>{0} hours</source>
            <translation>{0} Stunden</translation>
        </message>
        <message>
            <source>{0} in Azure takes connections from certain networks alone, and this one is none of them.</source>
            <translation>{0} in Azure nimmt nur Verbindungen aus bestimmten Netzen an, und dieses gehört nicht dazu.</translation>
        </message>
        <message>
            <source>{0} in {1}</source>
            <translation>{0} im {1}</translation>
        </message>
        <message>
            <source>{0} in ~/.ssh/config</source>
            <translation>{0} in ~/.ssh/config</translation>
        </message>
        <message>
            <source>{0} is a batch file, and its arguments hold characters that Windows' shell reads as commands.</source>
            <translation>{0} ist eine Batchdatei, und ihre Argumente enthalten Zeichen, die die Shell von Windows als Befehle liest.</translation>
        </message>
        <message>
            <source>{0} is a folder, not a file.</source>
            <translation>{0} ist ein Ordner, keine Datei.</translation>
        </message>
        <message>
            <source>{0} is a key in PuTTY's own form, which kbconnect doesn't read.</source>
            <translation>{0} ist ein Schlüssel im eigenen Format von PuTTY, das kbconnect nicht liest.</translation>
        </message>
        <message>
            <source>{0} is a link that leads out of the folder and was left out.</source>
            <translation>{0} ist eine Verknüpfung, die aus dem Ordner hinausführt, und wurde ausgelassen.</translation>
        </message>
        <message>
            <source>{0} is a link that leads to no file and was left out.</source>
            <translation>{0} ist eine Verknüpfung, die zu keiner Datei führt, und wurde ausgelassen.</translation>
        </message>
        <message>
            <source>{0} is an address itself</source>
            <translation>{0} ist selbst eine Adresse</translation>
        </message>
        <message>
            <source>{0} is another knowledge base already.</source>
            <translation>{0} ist schon eine andere Wissensbasis.</translation>
        </message>
        <message>
            <source>{0} is being synced already.</source>
            <translation>{0} wird schon abgeglichen.</translation>
        </message>
        <message>
            <source>{0} is being synced, so its files can't be compacted now.</source>
            <translation>{0} wird gerade abgeglichen, daher können die Dateien jetzt nicht verdichtet werden.</translation>
        </message>
        <message>
            <source>{0} is due and waits for {1}.</source>
            <translation>{0} ist fällig und wartet auf {1}.</translation>
        </message>
        <message>
            <source>{0} is empty, so nobody can tell whether it is to be a database or a table.</source>
            <translation>{0} ist leer; niemand kann sagen, ob es eine Datenbank oder eine Tabelle sein soll.</translation>
        </message>
        <message>
            <source>{0} is empty: it names no columns.</source>
            <translation>{0} ist leer: Die Datei nennt keine Spalten.</translation>
        </message>
        <message>
            <source>{0} is fed by {1}.</source>
            <translation>{0} wird von {1} gespeist.</translation>
        </message>
        <message>
            <source>{0} is larger than any file of connections.</source>
            <translation>{0} ist größer als jede Datei mit Verbindungen.</translation>
        </message>
        <message>
            <source>{0} is neither a database of SQLite nor a table in a format kbconnect reads.</source>
            <translation>{0} ist weder eine SQLite-Datenbank noch eine Tabelle in einem Format, das kbconnect liest.</translation>
        </message>
        <message>
            <source>{0} is neither a file nor a folder.</source>
            <translation>{0} ist weder eine Datei noch ein Ordner.</translation>
        </message>
        <message>
            <source>{0} is no file of a certificate or key.</source>
            <translation>{0} ist keine Datei eines Zertifikats oder Schlüssels.</translation>
        </message>
        <message>
            <source>{0} is not a file with a key.</source>
            <translation>{0} ist keine Datei mit einem Schlüssel.</translation>
        </message>
        <message>
            <source>{0} is not a port.</source>
            <translation>{0} ist kein Port.</translation>
        </message>
        <message>
            <source>{0} is not reached through an SSH server.</source>
            <translation>{0} wird nicht über einen SSH-Server erreicht.</translation>
        </message>
        <message>
            <source>{0} is not text in UTF-8.</source>
            <translation>{0} ist kein Text in UTF-8.</translation>
        </message>
        <message>
            <source>{0} is packed in a way that kbconnect doesn't read.</source>
            <translation>{0} ist auf eine Weise gepackt, die kbconnect nicht liest.</translation>
        </message>
        <message>
            <source>{0} is removed, but its password could not be: {1}</source>
            <translation>{0} ist entfernt, aber das Passwort dazu konnte nicht entfernt werden: {1}</translation>
        </message>
        <message>
            <source>{0} is set.</source>
            <translation>{0} ist gesetzt.</translation>
        </message>
        <message>
            <source>{0} is starting, stopping or being worked on, and lets administrators in alone.</source>
            <translation>{0} startet, endet oder wird gewartet und lässt nur die Verwaltung ein.</translation>
        </message>
        <message>
            <source>{0} is still used by the dataset {1}.</source>
            <translation>{0} wird noch vom Datenbestand {1} benutzt.</translation>
        </message>
        <message>
            <source>{0} is still used by {1}.</source>
            <translation>{0} wird noch benutzt: {1}.</translation>
        </message>
        <message>
            <source>{0} is too large for a backup of secrets.</source>
            <translation>{0} ist zu groß für eine Sicherung von Geheimnissen.</translation>
        </message>
        <message>
            <source>{0} is used by {1}.</source>
            <translation>{0} wird von {1} benutzt.</translation>
        </message>
        <message>
            <source>{0} kB</source>
            <translation>{0} kB</translation>
        </message>
        <message>
            <source>{0} kbconnect never writes, but a read-only account is safer.</source>
            <translation>{0} kbconnect schreibt nie, aber ein nur lesendes Konto ist sicherer.</translation>
        </message>
        <message>
            <source>{0} may log in, but not open the database “{1}”.</source>
            <translation>{0} darf sich anmelden, aber die Datenbank „{1}“ nicht öffnen.</translation>
        </message>
        <message>
            <source>{0} may log in, but not open the database “{1}”. Perhaps there is none of this name.</source>
            <translation>{0} darf sich anmelden, aber nicht die Datenbank „{1}“ öffnen. Vielleicht gibt es keine mit diesem Namen.</translation>
        </message>
        <message>
            <source>{0} may not look into the schema “{1}”.</source>
            <translation>{0} darf nicht in das Schema „{1}“ schauen.</translation>
        </message>
        <message>
            <source>{0} may not look into the schemas {1} and {2} more.</source>
            <translation>{0} darf nicht in die Schemas {1} und {2} weitere schauen.</translation>
        </message>
        <message>
            <source>{0} may not look into the schemas {1}.</source>
            <translation>{0} darf nicht in die Schemas {1} schauen.</translation>
        </message>
        <message>
            <source>{0} may not read any of the {1} tables. Ask their owner to run:</source>
            <translation>{0} darf keine der {1} Tabellen lesen. Bitten Sie ihren Besitzer, Folgendes auszuführen:</translation>
        </message>
        <message>
            <source>{0} may only sign in as the owner of the whole server (SYSDBA), which kbconnect never does.</source>
            <translation>{0} darf sich nur als Eigentümer des ganzen Servers anmelden (SYSDBA), was kbconnect nie tut.</translation>
        </message>
        <message>
            <source>{0} min</source>
            <translation>{0} min</translation>
        </message>
        <message>
            <source>{0} minutes</source>
            <translation>{0} Minuten</translation>
        </message>
        <message>
            <source>{0} minutes is no interval for a schedule.</source>
            <translation>{0} Minuten sind kein Abstand für einen Zeitplan.</translation>
        </message>
        <message>
            <source>{0} of its values are neither times nor numbers.</source>
            <translation>{0} ihrer Werte sind weder Zeitpunkte noch Zahlen.</translation>
        </message>
        <message>
            <source>{0} of its values are still to come: it holds plans, not changes.</source>
            <translation>{0} ihrer Werte liegen in der Zukunft: Sie enthält Pläne, keine Änderungen.</translation>
        </message>
        <message>
            <source>{0} of its values are still to come: those rows are read in every run.</source>
            <translation>{0} ihrer Werte liegen in der Zukunft: Diese Zeilen werden in jedem Lauf gelesen.</translation>
        </message>
        <message>
            <source>{0} of its values can't be understood: those rows are read every time.</source>
            <translation>{0} ihrer Werte sind nicht zu verstehen: Diese Zeilen werden jedes Mal gelesen.</translation>
        </message>
        <message>
            <source>{0} of the rows have no value and would be read in every run; comparing is better.</source>
            <translation>{0} der Zeilen haben keinen Wert und würden in jedem Lauf gelesen; Vergleichen ist besser.</translation>
        </message>
        <message>
            <source>{0} of the rows have no value: those are read in every run.</source>
            <translation>{0} der Zeilen haben keinen Wert: Sie werden in jedem Lauf gelesen.</translation>
        </message>
        <message>
            <source>{0} of this secret in OpenBao was deleted, or never was.</source>
            <translation>{0} dieses Geheimnisses in OpenBao wurde gelöscht, oder es gab sie nie.</translation>
        </message>
        <message>
            <source>{0} of {1} rows were rejected; the limit is {2}.</source>
            <translation>{0} von {1} Zeilen wurden abgewiesen; die Grenze ist {2}.</translation>
        </message>
        <message>
            <source>{0} of {1} samples look like {2}</source>
            <translation>{0} von {1} Beispielen sehen aus wie {2}</translation>
        </message>
        <message>
            <source>{0} of {1} tables can be read.</source>
            <translation>{0} von {1} Tabellen können gelesen werden.</translation>
        </message>
        <message>
            <source>{0} of {1} texts hold {2}</source>
            <translation>{0} von {1} Texten enthalten {2}</translation>
        </message>
        <message>
            <source>{0} of {1} texts hold {2} or {3}</source>
            <translation>{0} von {1} Texten enthalten {2} oder {3}</translation>
        </message>
        <message>
            <source>{0} of {1} texts hold {2}, {3} or {4}</source>
            <translation>{0} von {1} Texten enthalten {2}, {3} oder {4}</translation>
        </message>
        <message>
            <source>{0} offers no encryption (TLS), and this connector demands it.</source>
            <translation>{0} bietet keine Verschlüsselung (TLS), und diese Verbindung verlangt sie.</translation>
        </message>
        <message>
            <source>{0} offers no encryption, but this connector demands it.</source>
            <translation>{0} bietet keine Verschlüsselung an, aber diese Verbindung verlangt sie.</translation>
        </message>
        <message>
            <source>{0} on port {1}</source>
            <translation>{0} auf Port {1}</translation>
        </message>
        <message>
            <source>{0} or names from {1} to {2}</source>
            <translation>{0} oder Namen von {1} bis {2}</translation>
        </message>
        <message>
            <source>{0} or {1}</source>
            <translation>{0} oder {1}</translation>
        </message>
        <message>
            <source>{0} rows</source>
            <translation>{0} Zeilen</translation>
        </message>
        <message>
            <source>{0} rows have the same key</source>
            <translation>{0} Zeilen haben denselben Schlüssel</translation>
        </message>
        <message>
            <source>{0} seconds</source>
            <translation>{0} Sekunden</translation>
        </message>
        <message>
            <source>{0} tables</source>
            <translation>{0} Tabellen</translation>
        </message>
        <message>
            <source>{0} tables: {1}</source>
            <translation>{0} Tabellen: {1}</translation>
        </message>
        <message>
            <source>{0} takes more than {1} when it is unpacked; that is too much.</source>
            <translation>{0} braucht entpackt mehr als {1}; das ist zu viel.</translation>
        </message>
        <message>
            <source>{0} takes no connections from this computer.</source>
            <translation>{0} nimmt von diesem Rechner keine Verbindungen an.</translation>
        </message>
        <message>
            <source>{0} times</source>
            <translation>{0}-mal</translation>
        </message>
        <message>
            <source>{0} to {1}</source>
            <translation>{0} bis {1}</translation>
        </message>
        <message>
            <source>{0} took the connection and broke it off at once.</source>
            <translation>{0} hat die Verbindung angenommen und sofort abgebrochen.</translation>
        </message>
        <message>
            <source>{0} took the connection but did not answer in time.</source>
            <translation>{0} hat die Verbindung angenommen, aber nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <source>{0} uses the entry into which the password of {1} would go.</source>
            <translation>{0} verwendet den Eintrag, in den das Passwort von {1} käme.</translation>
        </message>
        <message>
            <source>{0} values: good for filtering</source>
            <translation>{0} Werte: gut zum Filtern</translation>
        </message>
        <message>
            <source>{0} was changed by another program at the same moment.</source>
            <translation>{0} wurde im selben Moment von einem anderen Programm geändert.</translation>
        </message>
        <message>
            <source>{0} was found, {1}</source>
            <translation>{0} gefunden, {1}</translation>
        </message>
        <message>
            <source>{0}'s usual port is {1}.</source>
            <translation>Der übliche Port von {0} ist {1}.</translation>
        </message>
        <message>
            <source>{0}, and comparing finds every change, removals included.</source>
            <translation>{0}, und Vergleichen findet jede Änderung, auch entfernte Zeilen.</translation>
        </message>
        <message>
            <source>{0}, and no column shows every change, so comparing is the way.</source>
            <translation>{0}, und keine Spalte zeigt jede Änderung, Vergleichen ist also der Weg.</translation>
        </message>
        <message>
            <source>{0}, certificate valid until {1} {2} {3}</source>
            <translation>{0}, Zertifikat gültig bis {1}. {2} {3}</translation>
        </message>
        <message>
            <source>{0}, or the server its listener sends on to, did not answer in time.</source>
            <translation>{0} oder der Server, an den sein Listener weiterleitet, hat nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <source>{0}, or the server its listener sends on to, took no connection.</source>
            <translation>{0} oder der Server, an den sein Listener weiterleitet, hat keine Verbindung angenommen.</translation>
        </message>
        <message>
            <source>{0}, {1}, which gets no fixes any more since {2} {3} {4}.</source>
            <translation>{0}, {1}, das seit dem {2}. {3} {4} keine Korrekturen mehr bekommt.</translation>
        </message>
        <message>
            <source>{0}. 1 line can't be read as a row.</source>
            <translation>{0}. 1 Zeile lässt sich nicht als Datenzeile lesen.</translation>
        </message>
        <message>
            <source>{0}. A sync leaves such lines out and names each of them.</source>
            <translation>{0}. Ein Abgleich lässt solche Zeilen aus und nennt jede von ihnen.</translation>
        </message>
        <message>
            <source>{0}. The key “{1}” comes from a sequence, and the server has counted {2} rows added, none changed and none removed: reading what was added is enough as long as that holds.</source>
            <translation>{0}. Der Schlüssel „{1}“ kommt aus einer Sequenz, und der Server hat {2} hinzugekommene Zeilen gezählt, keine geänderte und keine entfernte: Hinzugekommenes zu lesen genügt, solange das so bleibt.</translation>
        </message>
        <message>
            <source>{0}. {1} lines can't be read as rows.</source>
            <translation>{0}. {1} Zeilen lassen sich nicht als Datenzeilen lesen.</translation>
        </message>
        <message>
            <source>{0};Driver=SQL Server</source>
            <translation>{0};Driver=SQL Server</translation>
        </message>
        <message>
            <source>{0}nd</source>
            <translation>{0}.</translation>
        </message>
        <message>
            <source>{0}rd</source>
            <translation>{0}.</translation>
        </message>
        <message>
            <source>{0}st</source>
            <translation>{0}.</translation>
        </message>
        <message>
            <source>{0}th</source>
            <translation>{0}.</translation>
        </message>
        <message>
            <source>~/.ssh/config leads to {0} by a command (ProxyCommand), and kbconnect runs no commands.</source>
            <translation>~/.ssh/config führt zu {0} durch einen Befehl (ProxyCommand), und kbconnect führt keine Befehle aus.</translation>
        </message>
        <message>
            <source>“{0}.{1}” has row level security: the account sees the rows that policies let it see, and none without one. Ask its owner for a policy.</source>
            <translation>„{0}.{1}“ hat Zeilenschutz: Das Konto sieht die Zeilen, die Richtlinien ihm zeigen, und ohne eine gar keine. Bitten Sie den Eigentümer um eine Richtlinie.</translation>
        </message>
        <message>
            <source>“{0}.{1}” is a view and reads with its owner's rights: no table behind it opens.</source>
            <translation>„{0}.{1}“ ist eine Sicht und liest mit den Rechten ihres Eigentümers: Keine Tabelle dahinter wird geöffnet.</translation>
        </message>
        <message>
            <source>“{0}.{1}” stands behind a view that reads with its reader's rights.</source>
            <translation>„{0}.{1}“ steht hinter einer Sicht, die mit den Rechten des Lesenden liest.</translation>
        </message>
        <message>
            <source>“{0}” can't be followed and hidden at once.</source>
            <translation>„{0}“ kann nicht zugleich Folgespalte und verborgen sein.</translation>
        </message>
        <message>
            <source>“{0}” can't be followed: its type, {1}, is none of numbers or times.</source>
            <translation>„{0}“ kann nicht gefolgt werden: Ihr Typ, {1}, ist keiner für Zahlen oder Zeitpunkte.</translation>
        </message>
        <message>
            <source>“{0}” can't part the cells of a line.</source>
            <translation>„{0}“ kann die Zellen einer Zeile nicht trennen.</translation>
        </message>
        <message>
            <source>“{0}” does more than read.</source>
            <translation>„{0}“ tut mehr als lesen.</translation>
        </message>
        <message>
            <source>“{0}” doesn't say how numbers of workbooks are written.</source>
            <translation>„{0}“ sagt nicht, wie Zahlen aus Arbeitsmappen geschrieben werden.</translation>
        </message>
        <message>
            <source>“{0}” doesn't say whether there is a header.</source>
            <translation>„{0}“ sagt nicht, ob es eine Kopfzeile gibt.</translation>
        </message>
        <message>
            <source>“{0}” has 1 field, and cron has five.</source>
            <translation>„{0}“ hat 1 Feld, und cron hat fünf.</translation>
        </message>
        <message>
            <source>“{0}” has {1} fields, and cron has five.</source>
            <translation>„{0}“ hat {1} Felder, und cron hat fünf.</translation>
        </message>
        <message>
            <source>“{0}” is no encoding kbconnect knows.</source>
            <translation>„{0}“ ist keine Zeichenkodierung, die kbconnect kennt.</translation>
        </message>
        <message>
            <source>“{0}” is no place for secrets.</source>
            <translation>„{0}“ ist kein Ort für Geheimnisse.</translation>
        </message>
        <message>
            <source>“{0}” is not a kind of source kbconnect knows.</source>
            <translation>„{0}“ ist keine Art von Quelle, die kbconnect kennt.</translation>
        </message>
        <message>
            <source>“{0}” is not a number of seconds for {1}.</source>
            <translation>„{0}“ ist keine Zahl von Sekunden für {1}.</translation>
        </message>
        <message>
            <source>“{0}” is not a reading query.</source>
            <translation>„{0}“ ist keine lesende Abfrage.</translation>
        </message>
        <message>
            <source>“{0}” is not a value of sslmode.</source>
            <translation>„{0}“ ist kein Wert von sslmode.</translation>
        </message>
        <message>
            <source>“{0}” is not an SSH server to go through.</source>
            <translation>„{0}“ ist kein SSH-Server, über den der Weg führen könnte.</translation>
        </message>
        <message>
            <source>“{0}” is not the name of one host.</source>
            <translation>„{0}“ ist nicht der Name eines Rechners.</translation>
        </message>
        <message>
            <source>“{0}” is the account that {1} signs in with now.</source>
            <translation>„{0}“ ist das Konto, mit dem sich {1} jetzt anmeldet.</translation>
        </message>
        <message>
            <source>“{0}” names a file without saying which folder it is in.</source>
            <translation>„{0}“ nennt eine Datei, ohne zu sagen, in welchem Ordner sie liegt.</translation>
        </message>
    </context>
    <context>
        <name>window</name>
        <message>
            <source>% of the documents of this dataset</source>
            <translation>% der Dokumente dieses Datenbestands</translation>
        </message>
        <message>
            <source>% of the rows it reads</source>
            <translation>% der Zeilen, die er liest</translation>
        </message>
        <message>
            <source>%s is saved</source>
            <translation>%s ist gespeichert</translation>
        </message>
        <message>
            <source>%s, took %s</source>
            <translation>%s, Dauer %s</translation>
        </message>
        <message>
            <source>1 month</source>
            <translation>1 Monat</translation>
        </message>
        <message>
            <source>1 to 65535</source>
            <translation>1 bis 65535</translation>
        </message>
        <message>
            <source>13 months</source>
            <translation>13 Monate</translation>
        </message>
        <message>
            <source>3 months</source>
            <translation>3 Monate</translation>
        </message>
        <message>
            <source>3 years</source>
            <translation>3 Jahre</translation>
        </message>
        <message>
            <source>32 signs of a hash</source>
            <translation>32 Zeichen eines Hashs</translation>
        </message>
        <message>
            <source>6 months</source>
            <translation>6 Monate</translation>
        </message>
        <message>
            <source>A chunk that is first by both has the score 1. Meaning counts twice as much as words.</source>
            <translation>Ein Abschnitt, der in beidem Erster ist, hat die Wertung 1. Bedeutung zählt doppelt so viel wie Wörter.</translation>
        </message>
        <message>
            <source>A chunk that is first by both has the score 1. Meaning counts up to twice as much as words; now less, because {share} of the chunks have theirs.</source>
            <translation>Ein Abschnitt, der in beidem Erster ist, hat die Wertung 1. Bedeutung zählt bis zu doppelt so viel wie Wörter; jetzt weniger, weil erst {share} der Abschnitte ihre haben.</translation>
        </message>
        <message>
            <source>A command</source>
            <translation>Ein Befehl</translation>
        </message>
        <message>
            <source>A file</source>
            <translation>Eine Datei</translation>
        </message>
        <message>
            <source>A host has no spaces.</source>
            <translation>Ein Rechnername enthält keine Leerzeichen.</translation>
        </message>
        <message>
            <source>A key alone shows nothing: choose its certificate, too.</source>
            <translation>Ein Schlüssel allein weist nichts nach: Wählen Sie auch sein Zertifikat.</translation>
        </message>
        <message>
            <source>A key file</source>
            <translation>Einer Schlüsseldatei</translation>
        </message>
        <message>
            <source>A knowledge base holds what the rows of your databases say, ready to be asked.</source>
            <translation>Eine Wissensbasis enthält, was die Zeilen Ihrer Datenbanken sagen, und beantwortet Fragen danach.</translation>
        </message>
        <message>
            <source>A local file</source>
            <translation>Eine Datei auf diesem Rechner</translation>
        </message>
        <message>
            <source>A number of seconds from 1 to 3,600</source>
            <translation>Eine Zahl von Sekunden, 1 bis 3.600</translation>
        </message>
        <message>
            <source>A pass phrase for the backup</source>
            <translation>Ein Kennsatz für die Sicherung</translation>
        </message>
        <message>
            <source>A password or pass phrase</source>
            <translation>Passwort oder Kennsatz</translation>
        </message>
        <message>
            <source>A sync brings the rows into the knowledge base. Later ones only bring what changed.</source>
            <translation>Ein Abgleich bringt die Zeilen in die Wissensbasis. Spätere bringen nur, was sich geändert hat.</translation>
        </message>
        <message>
            <source>A sync starts when you press “Sync now”, or from the command line.</source>
            <translation>Ein Abgleich beginnt, wenn Sie „Jetzt abgleichen“ drücken, oder von der Befehlszeile aus.</translation>
        </message>
        <message>
            <source>A sync waits</source>
            <translation>Ein Abgleich wartet</translation>
        </message>
        <message>
            <source>A sync would find {changes}</source>
            <translation>Ein Abgleich fände {changes}</translation>
        </message>
        <message>
            <source>A sync would stop and ask: {gone} of {known} documents would go</source>
            <translation>Ein Abgleich würde anhalten und fragen: {gone} von {known} Dokumenten würden entfernt</translation>
        </message>
        <message>
            <source>AWS Secrets Manager</source>
            <translation>AWS Secrets Manager</translation>
        </message>
        <message>
            <source>About</source>
            <translation>Über kbconnect</translation>
        </message>
        <message>
            <source>About {time} left</source>
            <translation>Noch etwa {time}</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>Konto</translation>
        </message>
        <message>
            <source>Activity</source>
            <translation>Aktivität</translation>
        </message>
        <message>
            <source>Add beside it</source>
            <translation>Daneben hinzufügen</translation>
        </message>
        <message>
            <source>Add dataset</source>
            <translation>Datenbestand hinzufügen</translation>
        </message>
        <message>
            <source>Add the package that brings it, or choose one of the kinds above.</source>
            <translation>Fügen Sie das Paket hinzu, das sie mitbringt, oder wählen Sie eine der Arten oben.</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>Hinzugefügt</translation>
        </message>
        <message>
            <source>Added, changed and removed rows are all found.</source>
            <translation>Neue, geänderte und entfernte Zeilen werden alle gefunden.</translation>
        </message>
        <message>
            <source>Adding meaning</source>
            <translation>Bedeutung ergänzen</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Address from the environment</source>
            <translation>Adresse aus der Umgebung</translation>
        </message>
        <message>
            <source>Address from the settings</source>
            <translation>Adresse aus den Einstellungen</translation>
        </message>
        <message>
            <source>Advanced</source>
            <translation>Erweitert</translation>
        </message>
        <message>
            <source>Advised</source>
            <translation>Empfohlen</translation>
        </message>
        <message>
            <source>Advised: compare everything.</source>
            <translation>Empfohlen: alles vergleichen.</translation>
        </message>
        <message>
            <source>Advised: follow “{column}”.</source>
            <translation>Empfohlen: „{column}“ folgen.</translation>
        </message>
        <message>
            <source>Advised: only additions.</source>
            <translation>Empfohlen: nur neue Zeilen.</translation>
        </message>
        <message>
            <source>After 1 hour</source>
            <translation>Nach 1 Stunde</translation>
        </message>
        <message>
            <source>After 15 minutes</source>
            <translation>Nach 15 Minuten</translation>
        </message>
        <message>
            <source>After 4 hours</source>
            <translation>Nach 4 Stunden</translation>
        </message>
        <message>
            <source>After 5 minutes</source>
            <translation>Nach 5 Minuten</translation>
        </message>
        <message>
            <source>After {minutes}</source>
            <translation>Nach {minutes}</translation>
        </message>
        <message>
            <source>Again and again</source>
            <translation>Immer wieder</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>All datasets</source>
            <translation>Alle Datenbestände</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>Alle Dateien</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Alle Dateien (*)</translation>
        </message>
        <message>
            <source>All of this computer's</source>
            <translation>Alle dieses Rechners</translation>
        </message>
        <message>
            <source>All rows can be searched by words; adding meaning</source>
            <translation>Alle Zeilen können nach Wörtern durchsucht werden; Bedeutung wird ergänzt</translation>
        </message>
        <message>
            <source>All schedules are paused</source>
            <translation>Alle Zeitpläne sind angehalten</translation>
        </message>
        <message>
            <source>All together, with the files below</source>
            <translation>Alles zusammen, mit den Dateien unten</translation>
        </message>
        <message>
            <source>All with meaning</source>
            <translation>Alle mit Bedeutung</translation>
        </message>
        <message>
            <source>All {connections}</source>
            <translation>Alle {connections}</translation>
        </message>
        <message>
            <source>All {rows} were counted.</source>
            <translation>Alle {rows} wurden gezählt.</translation>
        </message>
        <message>
            <source>Also passed to the driver: {names}</source>
            <translation>Wird auch dem Treiber übergeben: {names}</translation>
        </message>
        <message>
            <source>Also read passwords from where the file says ({places})</source>
            <translation>Auch Passwörter dort lesen, wo die Datei es sagt ({places})</translation>
        </message>
        <message>
            <source>Always keep running</source>
            <translation>Immer weiterlaufen</translation>
        </message>
        <message>
            <source>An AppRole</source>
            <translation>Eine AppRole</translation>
        </message>
        <message>
            <source>An address looks like https://bao.example:8200.</source>
            <translation>Eine Adresse sieht so aus: https://bao.example:8200.</translation>
        </message>
        <message>
            <source>An address, a connection string or a JDBC URL: paste it, and the fields below are filled.</source>
            <translation>Eine Adresse, Verbindungszeichenfolge oder JDBC-URL: Fügen Sie sie ein, dann werden die Felder darunter ausgefüllt.</translation>
        </message>
        <message>
            <source>And {count} more.</source>
            <translation>Und {count} weitere.</translation>
        </message>
        <message>
            <source>Another window or a command on this computer does it.</source>
            <translation>Ein anderes Fenster oder ein Befehl auf diesem Rechner macht es.</translation>
        </message>
        <message>
            <source>Answer the question</source>
            <translation>Frage beantworten</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>Answers are found by words at once and by meaning later. Giving every chunk its meaning takes time, about 100 chunks a second; nothing leaves this machine.</source>
            <translation>Antworten werden sofort nach Wörtern gefunden, später auch nach Bedeutung. Jedem Abschnitt seine Bedeutung zu geben braucht Zeit, etwa 100 Abschnitte je Sekunde; nichts verlässt diesen Rechner.</translation>
        </message>
        <message>
            <source>Answers got worse: {question}</source>
            <translation>Schlechtere Antworten: {question}</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Darstellung</translation>
        </message>
        <message>
            <source>As a cron line says</source>
            <translation>Wie eine Cron-Zeile sagt</translation>
        </message>
        <message>
            <source>As suggested</source>
            <translation>Wie vorgeschlagen</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Ask</source>
            <translation>Fragen</translation>
        </message>
        <message>
            <source>Ask a question</source>
            <translation>Frage stellen</translation>
        </message>
        <message>
            <source>Ask a question now</source>
            <translation>Jetzt eine Frage stellen</translation>
        </message>
        <message>
            <source>Ask a question, choose the row that answers it, and save both. It is asked again after each sync, and you are told when that row is no longer found where it should be.</source>
            <translation>Stellen Sie eine Frage, wählen Sie die Zeile, die sie beantwortet, und speichern Sie beides. Sie wird nach jedem Abgleich wieder gestellt, und Sie erfahren, wenn die Zeile nicht mehr dort gefunden wird, wo sie sein soll.</translation>
        </message>
        <message>
            <source>Ask all now</source>
            <translation>Alle jetzt stellen</translation>
        </message>
        <message>
            <source>Ask it now</source>
            <translation>Stellen</translation>
        </message>
        <message>
            <source>Ask or look at saved questions</source>
            <translation>Fragen oder gespeicherte Fragen ansehen</translation>
        </message>
        <message>
            <source>Ask what the rows know</source>
            <translation>Fragen Sie, was die Zeilen wissen</translation>
        </message>
        <message>
            <source>Asked while {share} of the chunks had their meaning.</source>
            <translation>Gestellt, als {share} der Abschnitte ihre Bedeutung hatten.</translation>
        </message>
        <message>
            <source>Asked; none is worse than before</source>
            <translation>Gestellt; keine ist schlechter als vorher</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>Wird gestellt …</translation>
        </message>
        <message>
            <source>Back to the connectors</source>
            <translation>Zurück zu den Verbindungen</translation>
        </message>
        <message>
            <source>Back up</source>
            <translation>Sichern</translation>
        </message>
        <message>
            <source>Back up passwords</source>
            <translation>Passwörter sichern</translation>
        </message>
        <message>
            <source>Back up {name}</source>
            <translation>{name} sichern</translation>
        </message>
        <message>
            <source>Backed up: {size}, checked</source>
            <translation>Gesichert: {size}, geprüft</translation>
        </message>
        <message>
            <source>Backing up {name}</source>
            <translation>{name} wird gesichert</translation>
        </message>
        <message>
            <source>Backup</source>
            <translation>Sicherung</translation>
        </message>
        <message>
            <source>Backups of passwords (*.{suffix})</source>
            <translation>Sicherungen von Passwörtern (*.{suffix})</translation>
        </message>
        <message>
            <source>Bar |</source>
            <translation>Senkrechter Strich |</translation>
        </message>
        <message>
            <source>Before {when}; older syncs are no longer kept</source>
            <translation>Vor {when}; ältere Abgleiche werden nicht mehr aufbewahrt</translation>
        </message>
        <message>
            <source>Begins when all rows can be searched by words.</source>
            <translation>Beginnt, wenn alle Zeilen nach Wörtern durchsucht werden können.</translation>
        </message>
        <message>
            <source>Begins when the sync before it on this connector has ended.</source>
            <translation>Beginnt, wenn der vorige Abgleich dieser Verbindung beendet ist.</translation>
        </message>
        <message>
            <source>Best {0}</source>
            <translation>Beste {0}</translation>
        </message>
        <message>
            <source>By a sync before this version of the program</source>
            <translation>Von einem Abgleich vor dieser Version des Programms</translation>
        </message>
        <message>
            <source>By meaning</source>
            <translation>Nach Bedeutung</translation>
        </message>
        <message>
            <source>By words</source>
            <translation>Nach Wörtern</translation>
        </message>
        <message>
            <source>CSV, Excel, Parquet or JSON. Each file of a folder becomes a table, and so does each sheet of a workbook.</source>
            <translation>CSV, Excel, Parquet oder JSON. Jede Datei eines Ordners wird eine Tabelle, ebenso jedes Blatt einer Arbeitsmappe.</translation>
        </message>
        <message>
            <source>Can be read</source>
            <translation>Lesbar</translation>
        </message>
        <message>
            <source>Can write</source>
            <translation>Kann schreiben</translation>
        </message>
        <message>
            <source>Can't be opened</source>
            <translation>Kann nicht geöffnet werden</translation>
        </message>
        <message>
            <source>Can't be read</source>
            <translation>Nicht lesbar</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Central Europe (Windows-1250)</source>
            <translation>Mitteleuropa (Windows-1250)</translation>
        </message>
        <message>
            <source>Certificate of</source>
            <translation>Zertifikat von</translation>
        </message>
        <message>
            <source>Certificate of the issuer</source>
            <translation>Zertifikat des Ausstellers</translation>
        </message>
        <message>
            <source>Certificate of the issuer {file}</source>
            <translation>Zertifikat des Ausstellers {file}</translation>
        </message>
        <message>
            <source>Certificate of this computer</source>
            <translation>Zertifikat dieses Computers</translation>
        </message>
        <message>
            <source>Certificates (*.pem *.crt *.cer)</source>
            <translation>Zertifikate (*.pem *.crt *.cer)</translation>
        </message>
        <message>
            <source>Change expectation</source>
            <translation>Erwartung ändern</translation>
        </message>
        <message>
            <source>Change its limits</source>
            <translation>Grenzen ändern</translation>
        </message>
        <message>
            <source>Change pass phrase</source>
            <translation>Kennsatz ändern</translation>
        </message>
        <message>
            <source>Change schedule</source>
            <translation>Zeitplan ändern</translation>
        </message>
        <message>
            <source>Change the vault's pass phrase</source>
            <translation>Den Kennsatz des Tresors ändern</translation>
        </message>
        <message>
            <source>Change what is synced</source>
            <translation>Ändern, was abgeglichen wird</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>Geändert</translation>
        </message>
        <message>
            <source>Changed since it ran. Run it again to see its columns.</source>
            <translation>Seit der Ausführung geändert. Führen Sie sie erneut aus, um die Spalten zu sehen.</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>Änderungen</translation>
        </message>
        <message>
            <source>Change…</source>
            <translation>Ändern …</translation>
        </message>
        <message>
            <source>Check all</source>
            <translation>Alle prüfen</translation>
        </message>
        <message>
            <source>Check that nothing is changed</source>
            <translation>Prüfen, dass nichts verändert wird</translation>
        </message>
        <message>
            <source>Check what the account may do</source>
            <translation>Prüfen, was das Konto darf</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>Wird geprüft …</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>Auswählen</translation>
        </message>
        <message>
            <source>Choose a column to follow first.</source>
            <translation>Wählen Sie zuerst eine Spalte, der gefolgt wird.</translation>
        </message>
        <message>
            <source>Choose a file or a folder.</source>
            <translation>Wählen Sie eine Datei oder einen Ordner.</translation>
        </message>
        <message>
            <source>Choose a file to back it up or to compact it, which gives back what is unused. Enter opens its folder.</source>
            <translation>Wählen Sie eine Datei, um sie zu sichern oder zu verkleinern; das gibt Ungenutztes frei. Die Eingabetaste öffnet ihren Ordner.</translation>
        </message>
        <message>
            <source>Choose a file…</source>
            <translation>Datei wählen …</translation>
        </message>
        <message>
            <source>Choose a pass phrase for the vault</source>
            <translation>Wählen Sie einen Kennsatz für den Tresor</translation>
        </message>
        <message>
            <source>Choose a run to see what it did.</source>
            <translation>Wählen Sie einen Lauf, um zu sehen, was er getan hat.</translation>
        </message>
        <message>
            <source>Choose a saved question to see where its rows are found.</source>
            <translation>Wählen Sie eine gespeicherte Frage, um zu sehen, wo ihre Zeilen gefunden werden.</translation>
        </message>
        <message>
            <source>Choose a table</source>
            <translation>Wählen Sie eine Tabelle</translation>
        </message>
        <message>
            <source>Choose a table first.</source>
            <translation>Wählen Sie zuerst eine Tabelle.</translation>
        </message>
        <message>
            <source>Choose a table or a SELECT of a source; a sync makes documents of its rows.</source>
            <translation>Wählen Sie eine Tabelle oder ein SELECT einer Quelle; ein Abgleich macht aus den Zeilen Dokumente.</translation>
        </message>
        <message>
            <source>Choose a table or write a SELECT. You see the documents before anything is synced.</source>
            <translation>Wählen Sie eine Tabelle oder schreiben Sie ein SELECT. Sie sehen die Dokumente, bevor etwas abgeglichen wird.</translation>
        </message>
        <message>
            <source>Choose a table to see its documents.</source>
            <translation>Wählen Sie eine Tabelle, um ihre Dokumente zu sehen.</translation>
        </message>
        <message>
            <source>Choose an answer to see the row it comes from.</source>
            <translation>Wählen Sie eine Antwort, um die Zeile zu sehen, aus der sie stammt.</translation>
        </message>
        <message>
            <source>Choose data</source>
            <translation>Daten auswählen</translation>
        </message>
        <message>
            <source>Choose file…</source>
            <translation>Datei auswählen …</translation>
        </message>
        <message>
            <source>Choose folder…</source>
            <translation>Ordner auswählen …</translation>
        </message>
        <message>
            <source>Choose how changes are found</source>
            <translation>Wählen, wie Änderungen gefunden werden</translation>
        </message>
        <message>
            <source>Choose the certificate</source>
            <translation>Zertifikat auswählen</translation>
        </message>
        <message>
            <source>Choose the database file</source>
            <translation>Datenbankdatei auswählen</translation>
        </message>
        <message>
            <source>Choose the file</source>
            <translation>Datei auswählen</translation>
        </message>
        <message>
            <source>Choose the file of the database.</source>
            <translation>Wählen Sie die Datei der Datenbank.</translation>
        </message>
        <message>
            <source>Choose the file of the private key.</source>
            <translation>Wählen Sie die Datei des privaten Schlüssels.</translation>
        </message>
        <message>
            <source>Choose the folder</source>
            <translation>Ordner auswählen</translation>
        </message>
        <message>
            <source>Choose the key</source>
            <translation>Schlüssel auswählen</translation>
        </message>
        <message>
            <source>Chosen connectors</source>
            <translation>Gewählte Verbindungen</translation>
        </message>
        <message>
            <source>Chunk {0} of {1}</source>
            <translation>Abschnitt {0} von {1}</translation>
        </message>
        <message>
            <source>Chunk {number} of {count}</source>
            <translation>Abschnitt {number} von {count}</translation>
        </message>
        <message>
            <source>Chunks</source>
            <translation>Abschnitte</translation>
        </message>
        <message>
            <source>Chunks a second</source>
            <translation>Abschnitte je Sekunde</translation>
        </message>
        <message>
            <source>Chunks {count}</source>
            <translation>Abschnitte {count}</translation>
        </message>
        <message>
            <source>Clock of the server</source>
            <translation>Uhr des Servers</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Close it, or wait until it has ended, then start it again. It may also be open in another account.</source>
            <translation>Schließen Sie es, oder warten Sie, bis es beendet ist, und starten Sie es dann erneut. Es kann auch in einem anderen Benutzerkonto offen sein.</translation>
        </message>
        <message>
            <source>Close kbconnect</source>
            <translation>kbconnect schließen</translation>
        </message>
        <message>
            <source>Close kbconnect, and {schedules} with it?</source>
            <translation>kbconnect und {schedules} beenden?</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Columns and their roles</source>
            <translation>Spalten und ihre Rollen</translation>
        </message>
        <message>
            <source>Columns of the result</source>
            <translation>Spalten des Ergebnisses</translation>
        </message>
        <message>
            <source>Comma ,</source>
            <translation>Komma ,</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>Command for the system's scheduler</source>
            <translation>Befehl für den Zeitplaner des Systems</translation>
        </message>
        <message>
            <source>Command of a password manager</source>
            <translation>Befehl eines Passwortverwalters</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>Verkleinern</translation>
        </message>
        <message>
            <source>Compacted: there was nothing to give back</source>
            <translation>Verkleinert: Es gab nichts freizugeben</translation>
        </message>
        <message>
            <source>Compacted: {size} given back</source>
            <translation>Verkleinert: {size} freigegeben</translation>
        </message>
        <message>
            <source>Compacting {name}</source>
            <translation>{name} wird verkleinert</translation>
        </message>
        <message>
            <source>Compare everything</source>
            <translation>Alles vergleichen</translation>
        </message>
        <message>
            <source>Compare it with what whoever looks after the server tells you, by telephone or on a page of theirs. On the server itself this command shows it:</source>
            <translation>Vergleichen Sie ihn mit dem, was Ihnen die Betreuung des Servers nennt, am Telefon oder auf einer ihrer Seiten. Auf dem Server selbst zeigt ihn dieser Befehl:</translation>
        </message>
        <message>
            <source>Compare its fingerprint…</source>
            <translation>Fingerabdruck vergleichen …</translation>
        </message>
        <message>
            <source>Compared with the knowledge base: no row has changed</source>
            <translation>Mit der Wissensbasis verglichen: Keine Zeile hat sich geändert</translation>
        </message>
        <message>
            <source>Compared with the knowledge base: {rows_are} new or changed</source>
            <translation>Mit der Wissensbasis verglichen: {rows_are} neu oder geändert</translation>
        </message>
        <message>
            <source>Compares all rows</source>
            <translation>Vergleicht alle Zeilen</translation>
        </message>
        <message>
            <source>Comparing</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Comparing the source with the knowledge base. Only what changed is read.</source>
            <translation>Die Quelle wird mit der Wissensbasis verglichen. Nur was sich geändert hat, wird gelesen.</translation>
        </message>
        <message>
            <source>Compose the text yourself</source>
            <translation>Eigener Text</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <source>Connect by</source>
            <translation>Verbinden über</translation>
        </message>
        <message>
            <source>Connect directly</source>
            <translation>Direkt verbinden</translation>
        </message>
        <message>
            <source>Connect your first database</source>
            <translation>Verbinden Sie Ihre erste Datenbank</translation>
        </message>
        <message>
            <source>Connected to {source}, read-only</source>
            <translation>Mit {source} verbunden, nur lesend</translation>
        </message>
        <message>
            <source>Connected, but nothing can be read yet.</source>
            <translation>Verbunden, aber noch nichts lesbar.</translation>
        </message>
        <message>
            <source>Connected, with something to look at.</source>
            <translation>Verbunden; sehen Sie sich die Hinweise an.</translation>
        </message>
        <message>
            <source>Connected; the account can do more than it needs to.</source>
            <translation>Verbunden; das Konto darf mehr als nötig.</translation>
        </message>
        <message>
            <source>Connecting</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <source>Connecting to the source.</source>
            <translation>Verbindung zur Quelle wird aufgebaut.</translation>
        </message>
        <message>
            <source>Connection URL, if you have one</source>
            <translation>Verbindungs-URL, falls vorhanden</translation>
        </message>
        <message>
            <source>Connection test</source>
            <translation>Verbindungsprüfung</translation>
        </message>
        <message>
            <source>Connection test of {what}, {when}</source>
            <translation>Verbindungsprüfung von {what}, {when}</translation>
        </message>
        <message>
            <source>Connections ({patterns})</source>
            <translation>Verbindungen ({patterns})</translation>
        </message>
        <message>
            <source>Connections to import</source>
            <translation>Verbindungen zum Importieren</translation>
        </message>
        <message>
            <source>Connector</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <source>Connectors</source>
            <translation>Verbindungen</translation>
        </message>
        <message>
            <source>Connectors (*.json)</source>
            <translation>Verbindungen (*.json)</translation>
        </message>
        <message>
            <source>Connectors can name a password that is kept there; it is read when it is needed. What you leave empty comes from the variables both servers' programs use.</source>
            <translation>Verbindungen können ein Passwort nennen, das dort liegt; es wird gelesen, wenn es gebraucht wird. Was Sie leer lassen, kommt aus den Variablen, die auch die Programme beider Server verwenden.</translation>
        </message>
        <message>
            <source>Connectors get their passwords of the backup back, in place of those they have now. Others stay as they are.</source>
            <translation>Verbindungen bekommen ihre Passwörter aus der Sicherung zurück, anstelle derer, die sie jetzt haben. Andere bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Connectors, datasets and history</source>
            <translation>Verbindungen, Datenbestände und Verlauf</translation>
        </message>
        <message>
            <source>Continue the sync</source>
            <translation>Abgleich fortsetzen</translation>
        </message>
        <message>
            <source>Continues run</source>
            <translation>Setzt Lauf fort</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy all for IT</source>
            <translation>Alles für die IT kopieren</translation>
        </message>
        <message>
            <source>Copy command</source>
            <translation>Befehl kopieren</translation>
        </message>
        <message>
            <source>Copy diagnostics</source>
            <translation>Diagnose kopieren</translation>
        </message>
        <message>
            <source>Copy fix</source>
            <translation>Abhilfe kopieren</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <source>Copy report</source>
            <translation>Bericht kopieren</translation>
        </message>
        <message>
            <source>Copy script</source>
            <translation>Skript kopieren</translation>
        </message>
        <message>
            <source>Copy script for a read-only account</source>
            <translation>Skript für Nur-Lese-Konto kopieren</translation>
        </message>
        <message>
            <source>Copy text</source>
            <translation>Text kopieren</translation>
        </message>
        <message>
            <source>Copy text and source</source>
            <translation>Text und Quelle kopieren</translation>
        </message>
        <message>
            <source>Copy versions</source>
            <translation>Versionen kopieren</translation>
        </message>
        <message>
            <source>Copying and comparing {number} of {total}</source>
            <translation>{number} von {total} wird kopiert und verglichen</translation>
        </message>
        <message>
            <source>Count it again</source>
            <translation>Erneut zählen</translation>
        </message>
        <message>
            <source>Count it all first</source>
            <translation>Zuerst alles zählen</translation>
        </message>
        <message>
            <source>Cron line</source>
            <translation>Cron-Zeile</translation>
        </message>
        <message>
            <source>Customer support</source>
            <translation>Kundendienst</translation>
        </message>
        <message>
            <source>Cut inside a word: there was no better place.</source>
            <translation>Mitten in einem Wort getrennt: Es gab keine bessere Stelle.</translation>
        </message>
        <message>
            <source>Cyrillic (Windows-1251)</source>
            <translation>Kyrillisch (Windows-1251)</translation>
        </message>
        <message>
            <source>Daily at a time</source>
            <translation>Täglich zu einer Zeit</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Data folder</source>
            <translation>Datenordner</translation>
        </message>
        <message>
            <source>Data folder: %s</source>
            <translation>Datenordner: %s</translation>
        </message>
        <message>
            <source>Database</source>
            <translation>Datenbank</translation>
        </message>
        <message>
            <source>Dataset</source>
            <translation>Datenbestand</translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation>Datenbestände</translation>
        </message>
        <message>
            <source>Days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>Delete connector</source>
            <translation>Verbindung löschen</translation>
        </message>
        <message>
            <source>Delete connector and {documents}</source>
            <translation>Verbindung und {documents} löschen</translation>
        </message>
        <message>
            <source>Delete old copies</source>
            <translation>Alte Kopien löschen</translation>
        </message>
        <message>
            <source>Delete {connectors}</source>
            <translation>{connectors} löschen</translation>
        </message>
        <message>
            <source>Delete {connectors} and {documents}?</source>
            <translation>{connectors} und {documents} löschen?</translation>
        </message>
        <message>
            <source>Delete {connectors}…</source>
            <translation>{connectors} löschen …</translation>
        </message>
        <message>
            <source>Delete {name} and {documents}?</source>
            <translation>{name} und {documents} löschen?</translation>
        </message>
        <message>
            <source>Delete {name}?</source>
            <translation>{name} löschen?</translation>
        </message>
        <message>
            <source>Deletes {documents} from this machine; they can no longer be searched.</source>
            <translation>Von diesem Rechner gelöscht und nicht mehr durchsuchbar: {documents}.</translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation>Löschen …</translation>
        </message>
        <message>
            <source>Deleting the old copy {number} of {total}</source>
            <translation>Alte Kopie {number} von {total} wird gelöscht</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>Diagnose</translation>
        </message>
        <message>
            <source>Discard my changes</source>
            <translation>Meine Änderungen verwerfen</translation>
        </message>
        <message>
            <source>Discard what I filled in</source>
            <translation>Eingaben verwerfen</translation>
        </message>
        <message>
            <source>Do not connect</source>
            <translation>Nicht verbinden</translation>
        </message>
        <message>
            <source>Do not encrypt</source>
            <translation>Nicht verschlüsseln</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Dokumente</translation>
        </message>
        <message>
            <source>Documents a sync may remove without asking</source>
            <translation>Dokumente, die ein Abgleich ungefragt entfernen darf</translation>
        </message>
        <message>
            <source>Documents already there can still be searched.</source>
            <translation>Vorhandene Dokumente können weiter durchsucht werden.</translation>
        </message>
        <message>
            <source>Documents are shown here once the columns are known.</source>
            <translation>Dokumente werden hier gezeigt, sobald die Spalten bekannt sind.</translation>
        </message>
        <message>
            <source>Documents stay and can be searched. What is missed is caught up at the next start.</source>
            <translation>Dokumente bleiben und können durchsucht werden. Was versäumt wird, wird beim nächsten Start nachgeholt.</translation>
        </message>
        <message>
            <source>Doesn't fit</source>
            <translation>Passt nicht</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Done, some rejected</source>
            <translation>Fertig, einige abgewiesen</translation>
        </message>
        <message>
            <source>Done, {rows} rejected</source>
            <translation>{rows} abgewiesen</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>Duplizieren</translation>
        </message>
        <message>
            <source>Each is written user@host:port, with commas between.</source>
            <translation>Jeder wird benutzer@rechner:port geschrieben, mit Kommas dazwischen.</translation>
        </message>
        <message>
            <source>Each of its rows becomes a document. Its columns are shown here, with a role suggested for each.</source>
            <translation>Jede ihrer Zeilen wird ein Dokument. Ihre Spalten werden hier gezeigt, mit einer vorgeschlagenen Rolle für jede.</translation>
        </message>
        <message>
            <source>Each of them should be</source>
            <translation>Jede von ihnen soll sein</translation>
        </message>
        <message>
            <source>Each password is copied, read back and compared. Only when all are there do connectors use the copies, and only then are the old ones deleted. New passwords go to the same place afterwards.</source>
            <translation>Jedes Passwort wird kopiert, zurückgelesen und verglichen. Erst wenn alle da sind, verwenden die Verbindungen die Kopien, und erst dann werden die alten gelöscht. Neue Passwörter kommen danach an denselben Ort.</translation>
        </message>
        <message>
            <source>Each password is copied, read back and compared. Only when all are there do connectors use the copies, and only then are the old ones deleted. New passwords still go to the encrypted vault, as long as KBCONNECT_VAULT_KEY is set.</source>
            <translation>Jedes Passwort wird kopiert, zurückgelesen und verglichen. Erst wenn alle dort sind, benutzen die Verbindungen die Kopien, und erst dann werden die alten gelöscht. Neue Passwörter kommen weiterhin in den verschlüsselten Tresor, solange KBCONNECT_VAULT_KEY gesetzt ist.</translation>
        </message>
        <message>
            <source>Each sync compares all rows, so every change is found, removed rows included.</source>
            <translation>Jeder Abgleich vergleicht alle Zeilen; so wird jede Änderung gefunden, auch entfernte Zeilen.</translation>
        </message>
        <message>
            <source>Each sync looks at all rows. Nothing is embedded again for rows that stay the same.</source>
            <translation>Jeder Abgleich sieht alle Zeilen an. Was gleich bleibt, wird nicht erneut eingebettet.</translation>
        </message>
        <message>
            <source>Each sync reads rows with a higher key. Changed and removed rows are not noticed.</source>
            <translation>Jeder Abgleich liest Zeilen mit höherem Schlüssel. Geänderte und entfernte Zeilen werden nicht bemerkt.</translation>
        </message>
        <message>
            <source>Each sync reads rows with a higher “{column}”. Changed and removed rows are not noticed.</source>
            <translation>Jeder Abgleich liest Zeilen mit höherem Wert in „{column}“. Geänderte und entfernte Zeilen werden nicht bemerkt.</translation>
        </message>
        <message>
            <source>Each sync reads what is new by “{column}”; removed rows are looked for from time to time.</source>
            <translation>Jeder Abgleich liest, was nach „{column}“ neu ist; nach entfernten Zeilen wird von Zeit zu Zeit gesucht.</translation>
        </message>
        <message>
            <source>Edit %s</source>
            <translation>%s bearbeiten</translation>
        </message>
        <message>
            <source>Edit connector</source>
            <translation>Verbindung bearbeiten</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>Bearbeiten …</translation>
        </message>
        <message>
            <source>Empty</source>
            <translation>Leer</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>Zeichenkodierung</translation>
        </message>
        <message>
            <source>Encrypt</source>
            <translation>Verschlüsseln</translation>
        </message>
        <message>
            <source>Encrypt if the server offers it</source>
            <translation>Verschlüsseln, wenn der Server es anbietet</translation>
        </message>
        <message>
            <source>Encrypt, check certificate and host name (safest)</source>
            <translation>Verschlüsseln, Zertifikat und Rechnername prüfen (am sichersten)</translation>
        </message>
        <message>
            <source>Encrypt, check the certificate only</source>
            <translation>Verschlüsseln, nur das Zertifikat prüfen</translation>
        </message>
        <message>
            <source>Encrypt, without checking who answers</source>
            <translation>Verschlüsseln, ohne zu prüfen, wer antwortet</translation>
        </message>
        <message>
            <source>Encrypted in kbconnect's data folder, with a pass phrase or key of its own. For servers, too.</source>
            <translation>Verschlüsselt im Datenordner von kbconnect, mit eigenem Kennsatz oder Schlüssel. Auch für Server.</translation>
        </message>
        <message>
            <source>Encrypted vault</source>
            <translation>Verschlüsselter Tresor</translation>
        </message>
        <message>
            <source>Encryption</source>
            <translation>Verschlüsselung</translation>
        </message>
        <message>
            <source>Encryption (TLS)</source>
            <translation>Verschlüsselung (TLS)</translation>
        </message>
        <message>
            <source>Enter a number from 0 to 100.</source>
            <translation>Geben Sie eine Zahl von 0 bis 100 ein.</translation>
        </message>
        <message>
            <source>Enter a number of minutes, or 0.</source>
            <translation>Geben Sie eine Anzahl Minuten ein, oder 0.</translation>
        </message>
        <message>
            <source>Enter a whole number of rows, or nothing.</source>
            <translation>Geben Sie eine ganze Zahl von Zeilen ein, oder nichts.</translation>
        </message>
        <message>
            <source>Enter at most {rows} rows, or 0.</source>
            <translation>Geben Sie höchstens {rows} Zeilen ein, oder 0.</translation>
        </message>
        <message>
            <source>Enter new password</source>
            <translation>Neues Passwort eingeben</translation>
        </message>
        <message>
            <source>Enter password</source>
            <translation>Passwort eingeben</translation>
        </message>
        <message>
            <source>Enter the name or address of the SSH server, or connect directly.</source>
            <translation>Geben Sie Namen oder Adresse des SSH-Servers ein, oder verbinden Sie direkt.</translation>
        </message>
        <message>
            <source>Enter the name or address of the database server.</source>
            <translation>Geben Sie den Namen oder die Adresse des Datenbankservers ein.</translation>
        </message>
        <message>
            <source>Enter the pass phrase.</source>
            <translation>Geben Sie den Kennsatz ein.</translation>
        </message>
        <message>
            <source>Enter the password of {connector}</source>
            <translation>Das Passwort von {connector} eingeben</translation>
        </message>
        <message>
            <source>Environment variable</source>
            <translation>Umgebungsvariable</translation>
        </message>
        <message>
            <source>Event</source>
            <translation>Ereignis</translation>
        </message>
        <message>
            <source>Every</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>Every day</source>
            <translation>Jeden Tag</translation>
        </message>
        <message>
            <source>Every password in it is encrypted again with a new key, in one step: whatever happens meanwhile, the vault opens afterwards. The pass phrase stays. Do this if somebody may have had a copy of the vault.</source>
            <translation>Jedes Passwort darin wird in einem Schritt mit einem neuen Schlüssel neu verschlüsselt: Was auch dazwischenkommt, der Tresor lässt sich danach öffnen. Der Kennsatz bleibt. Tun Sie dies, wenn jemand eine Kopie des Tresors gehabt haben könnte.</translation>
        </message>
        <message>
            <source>Every row that could be read is in the knowledge base.</source>
            <translation>Jede Zeile, die gelesen werden konnte, steht in der Wissensbasis.</translation>
        </message>
        <message>
            <source>Every step, to find a fault</source>
            <translation>Jeden Schritt, um einen Fehler zu finden</translation>
        </message>
        <message>
            <source>Every sync is kept here</source>
            <translation>Hier steht jeder Abgleich</translation>
        </message>
        <message>
            <source>Everybody who can search this knowledge base can read what stands in them, and so can programs that ask it questions.</source>
            <translation>Alle, die diese Wissensbasis durchsuchen können, können lesen, was darin steht, und ebenso Programme, die ihr Fragen stellen.</translation>
        </message>
        <message>
            <source>Everybody who can search this knowledge base can read what stands in them.</source>
            <translation>Alle, die diese Wissensbasis durchsuchen können, können lesen, was darin steht.</translation>
        </message>
        <message>
            <source>Everything can be searched by words.</source>
            <translation>Alles kann nach Wörtern durchsucht werden.</translation>
        </message>
        <message>
            <source>Everything kbconnect keeps is in one folder of yours. Knowledge bases may lie elsewhere.</source>
            <translation>Alles, was kbconnect aufbewahrt, liegt in einem Ordner bei Ihnen. Wissensbasen können anderswo liegen.</translation>
        </message>
        <message>
            <source>Everything stays on this machine.</source>
            <translation>Alles bleibt auf diesem Rechner.</translation>
        </message>
        <message>
            <source>Everything works.</source>
            <translation>Alles funktioniert.</translation>
        </message>
        <message>
            <source>Expires in {days} days</source>
            <translation>Läuft in {days} Tagen ab</translation>
        </message>
        <message>
            <source>Expires soon</source>
            <translation>Läuft bald ab</translation>
        </message>
        <message>
            <source>Expires today</source>
            <translation>Läuft heute ab</translation>
        </message>
        <message>
            <source>Expires tomorrow</source>
            <translation>Läuft morgen ab</translation>
        </message>
        <message>
            <source>Export all connectors…</source>
            <translation>Alle Verbindungen exportieren …</translation>
        </message>
        <message>
            <source>Export connectors</source>
            <translation>Verbindungen exportieren</translation>
        </message>
        <message>
            <source>Export runs</source>
            <translation>Läufe exportieren</translation>
        </message>
        <message>
            <source>Export the chosen connector…</source>
            <translation>Gewählte Verbindung exportieren …</translation>
        </message>
        <message>
            <source>Export the runs shown</source>
            <translation>Gezeigte Läufe exportieren</translation>
        </message>
        <message>
            <source>Export {connectors}…</source>
            <translation>{connectors} exportieren …</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Fehlgeschlagen</translation>
        </message>
        <message>
            <source>Falls back to a connection that others on the network could read.</source>
            <translation>Weicht auf eine Verbindung aus, die andere im Netz mitlesen könnten.</translation>
        </message>
        <message>
            <source>Few of your words are in it, but its meaning is close to your question.</source>
            <translation>Er enthält wenige Ihrer Wörter, aber seine Bedeutung ist Ihrer Frage nahe.</translation>
        </message>
        <message>
            <source>Fewer leave more of this computer to other programs, and take longer.</source>
            <translation>Weniger lassen anderen Programmen mehr vom Rechner und brauchen länger.</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>File or folder</source>
            <translation>Datei oder Ordner</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Files ({patterns})</source>
            <translation>Dateien ({patterns})</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Find by meaning too</source>
            <translation>Auch nach Bedeutung finden</translation>
        </message>
        <message>
            <source>Find changes this way</source>
            <translation>Änderungen so finden</translation>
        </message>
        <message>
            <source>Find the file</source>
            <translation>Datei finden</translation>
        </message>
        <message>
            <source>Find the server</source>
            <translation>Server finden</translation>
        </message>
        <message>
            <source>Finds every change, removed rows included. Right for most tables.</source>
            <translation>Findet jede Änderung, auch entfernte Zeilen. Für die meisten Tabellen richtig.</translation>
        </message>
        <message>
            <source>Fingerprint</source>
            <translation>Fingerabdruck</translation>
        </message>
        <message>
            <source>Fingerprint ({kind})</source>
            <translation>Fingerabdruck ({kind})</translation>
        </message>
        <message>
            <source>Firewall</source>
            <translation>Firewall</translation>
        </message>
        <message>
            <source>First line</source>
            <translation>Erste Zeile</translation>
        </message>
        <message>
            <source>Fits well</source>
            <translation>Passt gut</translation>
        </message>
        <message>
            <source>Folder of the wallet</source>
            <translation>Ordner des Wallets</translation>
        </message>
        <message>
            <source>Follow a column</source>
            <translation>Einer Spalte folgen</translation>
        </message>
        <message>
            <source>Follows {column}</source>
            <translation>Folgt {column}</translation>
        </message>
        <message>
            <source>For IT</source>
            <translation>Für die IT</translation>
        </message>
        <message>
            <source>For example</source>
            <translation>Zum Beispiel</translation>
        </message>
        <message>
            <source>For example: {values}</source>
            <translation>Zum Beispiel: {values}</translation>
        </message>
        <message>
            <source>For its SSH server</source>
            <translation>Für ihren SSH-Server</translation>
        </message>
        <message>
            <source>Foreign table {table}</source>
            <translation>Fremdtabelle {table}</translation>
        </message>
        <message>
            <source>Forget the saved one</source>
            <translation>Das gespeicherte vergessen</translation>
        </message>
        <message>
            <source>Forget the saved password</source>
            <translation>Gespeichertes Passwort vergessen</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>Gefunden</translation>
        </message>
        <message>
            <source>Found automatically</source>
            <translation>Wird erkannt</translation>
        </message>
        <message>
            <source>Found in {places}. Nothing is saved before you import it.</source>
            <translation>Gefunden in {places}. Nichts wird gespeichert, bevor Sie es importieren.</translation>
        </message>
        <message>
            <source>Found where it should be {met} of {count} times</source>
            <translation>{met} von {count} Mal dort gefunden, wo sie sein soll</translation>
        </message>
        <message>
            <source>From rows to answers</source>
            <translation>Von Zeilen zu Antworten</translation>
        </message>
        <message>
            <source>From the next start of kbconnect: {language}.</source>
            <translation>Ab dem nächsten Start von kbconnect: {language}.</translation>
        </message>
        <message>
            <source>Full text</source>
            <translation>Ganzer Text</translation>
        </message>
        <message>
            <source>Give every column the role suggested for it</source>
            <translation>Jeder Spalte die vorgeschlagene Rolle geben</translation>
        </message>
        <message>
            <source>Give it a name that people recognise.</source>
            <translation>Wählen Sie einen Namen, den andere wiedererkennen.</translation>
        </message>
        <message>
            <source>Give the dataset a name.</source>
            <translation>Geben Sie dem Datenbestand einen Namen.</translation>
        </message>
        <message>
            <source>Give the vault a new key</source>
            <translation>Dem Tresor einen neuen Schlüssel geben</translation>
        </message>
        <message>
            <source>Give up a query after</source>
            <translation>Abfrage aufgeben nach</translation>
        </message>
        <message>
            <source>Give up connecting after</source>
            <translation>Verbinden aufgeben nach</translation>
        </message>
        <message>
            <source>Given meaning</source>
            <translation>Bedeutung ergänzt</translation>
        </message>
        <message>
            <source>Go back and choose</source>
            <translation>Zurück zur Auswahl</translation>
        </message>
        <message>
            <source>Go through the SSH server</source>
            <translation>Über den SSH-Server gehen</translation>
        </message>
        <message>
            <source>Go to sources</source>
            <translation>Zu den Quellen</translation>
        </message>
        <message>
            <source>Good until {time}</source>
            <translation>Gültig bis {time}</translation>
        </message>
        <message>
            <source>Hash</source>
            <translation>Als Hash</translation>
        </message>
        <message>
            <source>Hashed</source>
            <translation>Als Hash</translation>
        </message>
        <message>
            <source>Hashed columns</source>
            <translation>Gehashte Spalten</translation>
        </message>
        <message>
            <source>Hashed: {kinds}</source>
            <translation>Hash: {kinds}</translation>
        </message>
        <message>
            <source>Health</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Healthy</source>
            <translation>In Ordnung</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <source>Hide details</source>
            <translation>Details verbergen</translation>
        </message>
        <message>
            <source>Hide details: {step}</source>
            <translation>Details verbergen: {step}</translation>
        </message>
        <message>
            <source>Hide the test</source>
            <translation>Prüfung ausblenden</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>How are changes found?</source>
            <translation>Wie werden Änderungen gefunden?</translation>
        </message>
        <message>
            <source>How long the source may be silent before a sync gives up</source>
            <translation>Wie lange die Quelle schweigen darf, bevor ein Abgleich aufgibt</translation>
        </message>
        <message>
            <source>How many</source>
            <translation>Wie viele</translation>
        </message>
        <message>
            <source>How much is logged</source>
            <translation>Wie viel protokolliert wird</translation>
        </message>
        <message>
            <source>How often</source>
            <translation>Wie oft</translation>
        </message>
        <message>
            <source>How the score is made</source>
            <translation>Wie die Wertung entsteht</translation>
        </message>
        <message>
            <source>IP address</source>
            <translation>IP-Adresse</translation>
        </message>
        <message>
            <source>If more would go, it waits for your answer; with 0 for each one.</source>
            <translation>Würden es mehr, wartet er auf Ihre Antwort; bei 0 bei jedem.</translation>
        </message>
        <message>
            <source>If you stop it or close the window, nothing is lost: the next sync continues here.</source>
            <translation>Wenn Sie ihn anhalten oder das Fenster schließen, ist nichts verloren: Der nächste Abgleich fährt hier fort.</translation>
        </message>
        <message>
            <source>Import and export</source>
            <translation>Import und Export</translation>
        </message>
        <message>
            <source>Import connections</source>
            <translation>Verbindungen importieren</translation>
        </message>
        <message>
            <source>Import connections…</source>
            <translation>Verbindungen importieren …</translation>
        </message>
        <message>
            <source>Import nothing</source>
            <translation>Nichts importieren</translation>
        </message>
        <message>
            <source>Import {connections}</source>
            <translation>{connections} importieren</translation>
        </message>
        <message>
            <source>In step with the source</source>
            <translation>Stimmt mit der Quelle überein</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>In Gebrauch</translation>
        </message>
        <message>
            <source>In use in this test: {encryption}</source>
            <translation>Bei dieser Prüfung verwendet: {encryption}</translation>
        </message>
        <message>
            <source>Install the package that brings it, start kbconnect again, and open the connector once more.</source>
            <translation>Installieren Sie das Paket, das es mitbringt, starten Sie kbconnect neu und öffnen Sie die Verbindung noch einmal.</translation>
        </message>
        <message>
            <source>Instance</source>
            <translation>Instanz</translation>
        </message>
        <message>
            <source>Interrupted</source>
            <translation>Unterbrochen</translation>
        </message>
        <message>
            <source>Is a row like the others</source>
            <translation>Ist eine Zeile wie die anderen</translation>
        </message>
        <message>
            <source>Is this your SSH server?</source>
            <translation>Ist das Ihr SSH-Server?</translation>
        </message>
        <message>
            <source>Issued by</source>
            <translation>Ausgestellt von</translation>
        </message>
        <message>
            <source>It finds all of its rows where they should be.</source>
            <translation>Sie findet alle ihre Zeilen, wo sie sein sollen.</translation>
        </message>
        <message>
            <source>It gets a pass phrase with the first password that is saved in it.</source>
            <translation>Er bekommt einen Kennsatz mit dem ersten Passwort, das darin gespeichert wird.</translation>
        </message>
        <message>
            <source>It has not found all of its rows where they should be since it was saved.</source>
            <translation>Seit dem Speichern hat sie nicht alle ihre Zeilen dort gefunden, wo sie sein sollen.</translation>
        </message>
        <message>
            <source>It is asked after the next sync that changes something, or when you ask it now.</source>
            <translation>Sie wird nach dem nächsten Abgleich gestellt, der etwas ändert, oder wenn Sie sie jetzt stellen.</translation>
        </message>
        <message>
            <source>It is asked again after each sync. You are told when a row is no longer found where it should be.</source>
            <translation>Sie wird nach jedem Abgleich wieder gestellt. Sie erfahren, wenn eine Zeile nicht mehr dort gefunden wird, wo sie sein soll.</translation>
        </message>
        <message>
            <source>It is no longer asked after syncs, and its history goes with it.</source>
            <translation>Sie wird nach Abgleichen nicht mehr gestellt, und ihr Verlauf wird mit entfernt.</translation>
        </message>
        <message>
            <source>It is running</source>
            <translation>Er läuft</translation>
        </message>
        <message>
            <source>It opens with the key in KBCONNECT_VAULT_KEY. For a new key, put that one and a comma in front of it.</source>
            <translation>Er öffnet sich mit dem Schlüssel in KBCONNECT_VAULT_KEY. Für einen neuen Schlüssel stellen Sie diesen und ein Komma voran.</translation>
        </message>
        <message>
            <source>It opens with your pass phrase. While it is locked, scheduled syncs that need a password of it wait.</source>
            <translation>Er öffnet sich mit Ihrem Kennsatz. Solange er verschlossen ist, warten geplante Abgleiche, die ein Passwort daraus brauchen.</translation>
        </message>
        <message>
            <source>It says: {words}.</source>
            <translation>Sie sagt: {words}.</translation>
        </message>
        <message>
            <source>It starts when another sync of this connector is done</source>
            <translation>Er beginnt, wenn ein anderer Abgleich dieser Verbindung fertig ist</translation>
        </message>
        <message>
            <source>It stopped before that. What it changed before stays and can be searched.</source>
            <translation>Er hat vorher angehalten. Was er bis dahin geändert hat, bleibt und kann durchsucht werden.</translation>
        </message>
        <message>
            <source>It takes about {needed} of disk, but only {free} are free: make room first.</source>
            <translation>Es braucht etwa {needed} Speicherplatz, aber nur {free} sind frei: Schaffen Sie zuerst Platz.</translation>
        </message>
        <message>
            <source>It takes about {needed} of disk.</source>
            <translation>Es braucht etwa {needed} Speicherplatz.</translation>
        </message>
        <message>
            <source>It takes about {needed} of disk; {free} are free.</source>
            <translation>Es braucht etwa {needed} Speicherplatz; {free} sind frei.</translation>
        </message>
        <message>
            <source>It was {before} and is {after} now.</source>
            <translation>War {before}, ist jetzt {after}.</translation>
        </message>
        <message>
            <source>Its dataset goes with it, and what it brought can no longer be searched.</source>
            <translation>Ihr Datenbestand wird mit entfernt, und was er gebracht hat, kann nicht mehr durchsucht werden.</translation>
        </message>
        <message>
            <source>Its documents are as they were and can be searched. It may have been renamed or removed: choose the table again, or ask who looks after the database.</source>
            <translation>Ihre Dokumente sind, wie sie waren, und können durchsucht werden. Die Tabelle wurde vielleicht umbenannt oder entfernt: Wählen Sie sie neu, oder fragen Sie, wer die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Its documents are deleted from this machine and can no longer be searched.</source>
            <translation>Ihre Dokumente werden von diesem Rechner gelöscht und können nicht mehr durchsucht werden.</translation>
        </message>
        <message>
            <source>Its password has to be entered again.</source>
            <translation>Das Passwort muss neu eingegeben werden.</translation>
        </message>
        <message>
            <source>Its password is taken over.</source>
            <translation>Das Passwort wird übernommen.</translation>
        </message>
        <message>
            <source>Its saved password goes, because it was for another server or account: enter it again.</source>
            <translation>Ihr gespeichertes Passwort wird gelöscht, weil es für einen anderen Server oder ein anderes Konto galt: Geben Sie es neu ein.</translation>
        </message>
        <message>
            <source>Its saved password stays.</source>
            <translation>Ihr gespeichertes Passwort bleibt.</translation>
        </message>
        <message>
            <source>Its words and its meaning match your question.</source>
            <translation>Seine Wörter und seine Bedeutung passen zu Ihrer Frage.</translation>
        </message>
        <message>
            <source>Its words match your question; by meaning others are closer.</source>
            <translation>Seine Wörter passen zu Ihrer Frage; nach Bedeutung sind andere näher.</translation>
        </message>
        <message>
            <source>Its {datasets} datasets go with it, and what they brought can no longer be searched.</source>
            <translation>Ihre {datasets} Datenbestände werden mit entfernt, und was sie gebracht haben, kann nicht mehr durchsucht werden.</translation>
        </message>
        <message>
            <source>Jump hosts, first to last, with commas between: user@host:port</source>
            <translation>Sprungserver, vom ersten bis zum letzten, mit Kommas dazwischen: benutzer@rechner:port</translation>
        </message>
        <message>
            <source>Just now</source>
            <translation>Gerade eben</translation>
        </message>
        <message>
            <source>Keep as it was</source>
            <translation>Lassen, wie es war</translation>
        </message>
        <message>
            <source>Keep choosing</source>
            <translation>Weiter auswählen</translation>
        </message>
        <message>
            <source>Keep editing</source>
            <translation>Weiter bearbeiten</translation>
        </message>
        <message>
            <source>Keep everything</source>
            <translation>Alles behalten</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep it elsewhere…</source>
            <translation>Anderswo aufbewahren …</translation>
        </message>
        <message>
            <source>Keep it open</source>
            <translation>Geöffnet lassen</translation>
        </message>
        <message>
            <source>Keep running while there are schedules</source>
            <translation>Weiterlaufen, solange es Zeitpläne gibt</translation>
        </message>
        <message>
            <source>Keep the name</source>
            <translation>Namen behalten</translation>
        </message>
        <message>
            <source>Kept elsewhere</source>
            <translation>Anderswo aufbewahrt</translation>
        </message>
        <message>
            <source>Kept in %s, never in kbconnect's own files.</source>
            <translation>Aufbewahrt in: %s, nie in eigenen Dateien von kbconnect.</translation>
        </message>
        <message>
            <source>Kept in the encrypted vault, never in the clear.</source>
            <translation>Im verschlüsselten Tresor aufbewahrt, nie im Klartext.</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>Key ({0})</source>
            <translation>Schlüssel ({0})</translation>
        </message>
        <message>
            <source>Key file</source>
            <translation>Schlüsseldatei</translation>
        </message>
        <message>
            <source>Key of the server</source>
            <translation>Schlüssel des Servers</translation>
        </message>
        <message>
            <source>Key to this certificate</source>
            <translation>Schlüssel zu diesem Zertifikat</translation>
        </message>
        <message>
            <source>Key: {0}</source>
            <translation>Schlüssel: {0}</translation>
        </message>
        <message>
            <source>Keys (*.pem *.key)</source>
            <translation>Schlüssel (*.pem *.key)</translation>
        </message>
        <message>
            <source>Kind of source</source>
            <translation>Art der Quelle</translation>
        </message>
        <message>
            <source>Knowledge</source>
            <translation>Wissen</translation>
        </message>
        <message>
            <source>Knowledge base</source>
            <translation>Wissensbasis</translation>
        </message>
        <message>
            <source>Knowledge base it feeds</source>
            <translation>Wissensbasis, die er speist</translation>
        </message>
        <message>
            <source>Knowledge bases</source>
            <translation>Wissensbasen</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Last 4 weeks</source>
            <translation>Letzte 4 Wochen</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>Letzte 7 Tage</translation>
        </message>
        <message>
            <source>Last checked</source>
            <translation>Zuletzt geprüft</translation>
        </message>
        <message>
            <source>Last read</source>
            <translation>Zuletzt gelesen</translation>
        </message>
        <message>
            <source>Last sync</source>
            <translation>Letzter Abgleich</translation>
        </message>
        <message>
            <source>Last sync of {dataset}</source>
            <translation>Letzter Abgleich von {dataset}</translation>
        </message>
        <message>
            <source>Latest changes</source>
            <translation>Neueste Änderungen</translation>
        </message>
        <message>
            <source>Leave it as it is</source>
            <translation>So lassen</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>Weglassen</translation>
        </message>
        <message>
            <source>Leave out all others</source>
            <translation>Alle anderen weglassen</translation>
        </message>
        <message>
            <source>Leave them where they are</source>
            <translation>Lassen, wo sie sind</translation>
        </message>
        <message>
            <source>Leave without saving</source>
            <translation>Ohne Speichern verlassen</translation>
        </message>
        <message>
            <source>Leave without saving?</source>
            <translation>Ohne Speichern verlassen?</translation>
        </message>
        <message>
            <source>Left empty: ten times as many as at the last sync, and always a million. With 0 it never stops.</source>
            <translation>Leer: zehnmal so viele wie beim letzten Abgleich, und immer eine Million. Mit 0 hält er nie an.</translation>
        </message>
        <message>
            <source>Let this computer in</source>
            <translation>Diesen Computer einlassen</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>Lizenz</translation>
        </message>
        <message>
            <source>Licence of {part}</source>
            <translation>Lizenz von {part}</translation>
        </message>
        <message>
            <source>Licensed under the Apache License 2.0.</source>
            <translation>Lizenziert unter der Apache License 2.0.</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Limits of {dataset}</source>
            <translation>Grenzen von {dataset}</translation>
        </message>
        <message>
            <source>Limits…</source>
            <translation>Grenzen …</translation>
        </message>
        <message>
            <source>Line {line}: {fault}</source>
            <translation>Zeile {line}: {fault}</translation>
        </message>
        <message>
            <source>Lives in</source>
            <translation>Liegt in</translation>
        </message>
        <message>
            <source>Loading</source>
            <translation>Wird geladen</translation>
        </message>
        <message>
            <source>Lock by itself</source>
            <translation>Von selbst verschließen</translation>
        </message>
        <message>
            <source>Lock by itself, when not used</source>
            <translation>Ohne Benutzung verschließen</translation>
        </message>
        <message>
            <source>Lock now</source>
            <translation>Jetzt verschließen</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>Verschlossen</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Log in</source>
            <translation>Anmelden</translation>
        </message>
        <message>
            <source>Log in with</source>
            <translation>Anmelden mit</translation>
        </message>
        <message>
            <source>Login refused</source>
            <translation>Login abgelehnt</translation>
        </message>
        <message>
            <source>Logs</source>
            <translation>Protokolle</translation>
        </message>
        <message>
            <source>Longer than the model reads: its last {tokens} are found by words only.</source>
            <translation>Länger, als das Modell liest: Die letzten {tokens} werden nur nach Wörtern gefunden.</translation>
        </message>
        <message>
            <source>Look and decide</source>
            <translation>Ansehen und entscheiden</translation>
        </message>
        <message>
            <source>Look at its columns</source>
            <translation>Spalten ansehen</translation>
        </message>
        <message>
            <source>Look at the columns of {dataset}</source>
            <translation>Spalten von {dataset} ansehen</translation>
        </message>
        <message>
            <source>Look for it among the open windows or in the notification area. The folder can't be written now.</source>
            <translation>Suchen Sie es unter den offenen Fenstern oder im Infobereich. In den Ordner kann gerade nicht geschrieben werden.</translation>
        </message>
        <message>
            <source>Look in all datasets</source>
            <translation>In allen Datenbeständen suchen</translation>
        </message>
        <message>
            <source>Looking after them</source>
            <translation>Pflege</translation>
        </message>
        <message>
            <source>Looking at the columns, to advise a way.</source>
            <translation>Die Spalten werden angesehen, um einen Weg zu empfehlen.</translation>
        </message>
        <message>
            <source>Looking at what has changed</source>
            <translation>Es wird nachgesehen, was sich geändert hat</translation>
        </message>
        <message>
            <source>Made out to</source>
            <translation>Ausgestellt für</translation>
        </message>
        <message>
            <source>Make a new key</source>
            <translation>Neuen Schlüssel erzeugen</translation>
        </message>
        <message>
            <source>Make knowledge base</source>
            <translation>Wissensbasis anlegen</translation>
        </message>
        <message>
            <source>Make the account</source>
            <translation>Das Konto anlegen</translation>
        </message>
        <message>
            <source>Make the vault</source>
            <translation>Tresor anlegen</translation>
        </message>
        <message>
            <source>Making the sample…</source>
            <translation>Beispiel wird angelegt …</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>Maskieren</translation>
        </message>
        <message>
            <source>Masked</source>
            <translation>Maskiert</translation>
        </message>
        <message>
            <source>Masked where something sensitive is found</source>
            <translation>Maskiert, wo etwas Sensibles gefunden wird</translation>
        </message>
        <message>
            <source>Masked: {kinds}</source>
            <translation>Maskiert: {kinds}</translation>
        </message>
        <message>
            <source>Materialised view {table}</source>
            <translation>Materialisierte Sicht {table}</translation>
        </message>
        <message>
            <source>Meaning</source>
            <translation>Bedeutung</translation>
        </message>
        <message>
            <source>Meaning not found</source>
            <translation>Bedeutung nicht gefunden</translation>
        </message>
        <message>
            <source>Meaning waits</source>
            <translation>Bedeutung wartet</translation>
        </message>
        <message>
            <source>Meaning {place}</source>
            <translation>Bedeutung {place}</translation>
        </message>
        <message>
            <source>Metadata</source>
            <translation>Metadaten</translation>
        </message>
        <message>
            <source>Minute, hour, day of month, month, day of week.</source>
            <translation>Minute, Stunde, Tag des Monats, Monat, Wochentag.</translation>
        </message>
        <message>
            <source>Monday to Friday</source>
            <translation>Montag bis Freitag</translation>
        </message>
        <message>
            <source>More actions</source>
            <translation>Weitere Aktionen</translation>
        </message>
        <message>
            <source>More for this knowledge base</source>
            <translation>Mehr zu dieser Wissensbasis</translation>
        </message>
        <message>
            <source>Move saved passwords</source>
            <translation>Gespeicherte Passwörter verschieben</translation>
        </message>
        <message>
            <source>Move secrets</source>
            <translation>Geheimnisse verschieben</translation>
        </message>
        <message>
            <source>Move {passwords}</source>
            <translation>{passwords} verschieben</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Name of the dataset</source>
            <translation>Name des Datenbestands</translation>
        </message>
        <message>
            <source>Name of the new account</source>
            <translation>Name des neuen Kontos</translation>
        </message>
        <message>
            <source>Name of the variable</source>
            <translation>Name der Variablen</translation>
        </message>
        <message>
            <source>Name or ARN, and field</source>
            <translation>Name oder ARN, und Feld</translation>
        </message>
        <message>
            <source>Names the columns</source>
            <translation>Nennt die Spalten</translation>
        </message>
        <message>
            <source>Namespace</source>
            <translation>Namensraum</translation>
        </message>
        <message>
            <source>Namespace {name}</source>
            <translation>Namensraum {name}</translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation>Zu beachten</translation>
        </message>
        <message>
            <source>Needs attention first</source>
            <translation>Zu Beachtendes zuerst</translation>
        </message>
        <message>
            <source>Needs no column of a certain kind and no more rights than reading.</source>
            <translation>Braucht keine Spalte bestimmter Art und keine Rechte außer Lesen.</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nie</translation>
        </message>
        <message>
            <source>Never synced</source>
            <translation>Nie abgeglichen</translation>
        </message>
        <message>
            <source>Never, so far</source>
            <translation>Noch nie</translation>
        </message>
        <message>
            <source>New connector</source>
            <translation>Neue Verbindung</translation>
        </message>
        <message>
            <source>New key</source>
            <translation>Neuer Schlüssel</translation>
        </message>
        <message>
            <source>New knowledge base</source>
            <translation>Neue Wissensbasis</translation>
        </message>
        <message>
            <source>New knowledge base…</source>
            <translation>Neue Wissensbasis …</translation>
        </message>
        <message>
            <source>New pass phrase</source>
            <translation>Neuer Kennsatz</translation>
        </message>
        <message>
            <source>Newest documents first. Answers get better while this runs.</source>
            <translation>Die neuesten Dokumente zuerst. Die Antworten werden dabei besser.</translation>
        </message>
        <message>
            <source>Next row</source>
            <translation>Nächste Zeile</translation>
        </message>
        <message>
            <source>Next sync</source>
            <translation>Nächster Abgleich</translation>
        </message>
        <message>
            <source>Next: {dataset}, {time}.</source>
            <translation>Als Nächstes: {dataset}, {time}.</translation>
        </message>
        <message>
            <source>Next: {times}. kbconnect has to be running then, with or without its window; what is missed is caught up once. “Schedules” in the settings says how to sync without it.</source>
            <translation>Als Nächstes: {times}. kbconnect muss dann laufen, mit oder ohne Fenster; was ausfällt, wird einmal nachgeholt. Unter „Zeitpläne“ in den Einstellungen steht, wie es ohne kbconnect geht.</translation>
        </message>
        <message>
            <source>Next: {time}</source>
            <translation>Nächster: {time}</translation>
        </message>
        <message>
            <source>No change</source>
            <translation>Unverändert</translation>
        </message>
        <message>
            <source>No chunk holds these words. Try other words.</source>
            <translation>Kein Abschnitt enthält diese Wörter. Versuchen Sie andere Wörter.</translation>
        </message>
        <message>
            <source>No chunk of it holds these words. Another dataset of this knowledge base may.</source>
            <translation>Kein Abschnitt darin enthält diese Wörter, vielleicht aber ein anderer Datenbestand dieser Wissensbasis.</translation>
        </message>
        <message>
            <source>No column holds times or numbers that could show what is new.</source>
            <translation>Keine Spalte enthält Zeiten oder Zahlen, die zeigen könnten, was neu ist.</translation>
        </message>
        <message>
            <source>No connection was found in .pgpass, pg_service.conf or DBeaver. Choose a file, also one that kbconnect has exported.</source>
            <translation>In .pgpass, pg_service.conf und DBeaver wurde keine Verbindung gefunden. Wählen Sie eine Datei, auch eine, die kbconnect exportiert hat.</translation>
        </message>
        <message>
            <source>No connection yet.</source>
            <translation>Noch keine Verbindung.</translation>
        </message>
        <message>
            <source>No connector has a password yet.</source>
            <translation>Noch keine Verbindung hat ein Passwort.</translation>
        </message>
        <message>
            <source>No connector has this in its name, place or datasets.</source>
            <translation>Keine Verbindung hat dies in Name, Ort oder Datenbeständen.</translation>
        </message>
        <message>
            <source>No dataset is synced by schedule yet</source>
            <translation>Noch wird kein Datenbestand nach Zeitplan abgeglichen</translation>
        </message>
        <message>
            <source>No dataset uses this connector. Its address and its saved password are removed.</source>
            <translation>Kein Datenbestand verwendet diese Verbindung. Ihre Adresse und ihr gespeichertes Passwort werden entfernt.</translation>
        </message>
        <message>
            <source>No dataset uses this connector. Its address is removed.</source>
            <translation>Kein Datenbestand verwendet diese Verbindung. Ihre Adresse wird entfernt.</translation>
        </message>
        <message>
            <source>No document goes, and the database itself is never changed.</source>
            <translation>Kein Dokument wird entfernt, und die Datenbank selbst wird nie verändert.</translation>
        </message>
        <message>
            <source>No file manager answered. The path was copied.</source>
            <translation>Kein Dateimanager hat geantwortet. Der Pfad wurde kopiert.</translation>
        </message>
        <message>
            <source>No history yet.</source>
            <translation>Noch kein Verlauf.</translation>
        </message>
        <message>
            <source>No password was read.</source>
            <translation>Es wurde kein Passwort gelesen.</translation>
        </message>
        <message>
            <source>No password was sent, and nothing was read.</source>
            <translation>Es wurde kein Passwort gesendet und nichts gelesen.</translation>
        </message>
        <message>
            <source>No passwords and no contents of your databases are ever written to the log.</source>
            <translation>Passwörter und Inhalte Ihrer Datenbanken werden nie ins Protokoll geschrieben.</translation>
        </message>
        <message>
            <source>No row has changed.</source>
            <translation>Keine Zeile hat sich geändert.</translation>
        </message>
        <message>
            <source>No schedule is on.</source>
            <translation>Kein Zeitplan ist an.</translation>
        </message>
        <message>
            <source>No secret</source>
            <translation>Kein Geheimnis</translation>
        </message>
        <message>
            <source>No sync has brought anything yet.</source>
            <translation>Noch kein Abgleich hat etwas gebracht.</translation>
        </message>
        <message>
            <source>No sync has “{words}” in its dataset, connector or error.</source>
            <translation>Kein Abgleich hat „{words}“ in Datenbestand, Verbindung oder Fehler.</translation>
        </message>
        <message>
            <source>No table has “{0}” in its name or comment.</source>
            <translation>Keine Tabelle hat „{0}“ im Namen oder im Kommentar.</translation>
        </message>
        <message>
            <source>No title</source>
            <translation>Kein Titel</translation>
        </message>
        <message>
            <source>Nobody can read along or pretend to be the server.</source>
            <translation>Niemand kann mitlesen oder sich als der Server ausgeben.</translation>
        </message>
        <message>
            <source>Nobody can read along, but another server with a certificate of the same issuer could answer.</source>
            <translation>Niemand kann mitlesen, aber ein anderer Server mit einem Zertifikat desselben Ausstellers könnte antworten.</translation>
        </message>
        <message>
            <source>Nobody can simply read along, but another server could pretend to be yours.</source>
            <translation>Niemand kann einfach mitlesen, aber ein anderer Server könnte sich als Ihrer ausgeben.</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keines</translation>
        </message>
        <message>
            <source>None needed</source>
            <translation>Keines nötig</translation>
        </message>
        <message>
            <source>None. The saved one goes when you save.</source>
            <translation>Keines. Das gespeicherte wird beim Speichern entfernt.</translation>
        </message>
        <message>
            <source>Not asked yet</source>
            <translation>Nie gestellt</translation>
        </message>
        <message>
            <source>Not available</source>
            <translation>Nicht verfügbar</translation>
        </message>
        <message>
            <source>Not checked yet</source>
            <translation>Noch nicht geprüft</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>Nicht gefunden</translation>
        </message>
        <message>
            <source>Not found yet</source>
            <translation>Nie gefunden</translation>
        </message>
        <message>
            <source>Not in use</source>
            <translation>Nicht in Gebrauch</translation>
        </message>
        <message>
            <source>Not needed</source>
            <translation>Nicht nötig</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Jetzt nicht</translation>
        </message>
        <message>
            <source>Not older than</source>
            <translation>Nicht älter als</translation>
        </message>
        <message>
            <source>Not reached yet</source>
            <translation>Noch nicht erreicht</translation>
        </message>
        <message>
            <source>Not readable</source>
            <translation>Nicht lesbar</translation>
        </message>
        <message>
            <source>Not saved</source>
            <translation>Nicht gespeichert</translation>
        </message>
        <message>
            <source>Not set up</source>
            <translation>Nicht eingerichtet</translation>
        </message>
        <message>
            <source>Not synced yet</source>
            <translation>Noch nicht abgeglichen</translation>
        </message>
        <message>
            <source>Not tested yet</source>
            <translation>Noch nicht geprüft</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>Noch nicht</translation>
        </message>
        <message>
            <source>Nothing at the source or in the knowledge base depends on it.</source>
            <translation>Weder in der Quelle noch in der Wissensbasis hängt etwas davon ab.</translation>
        </message>
        <message>
            <source>Nothing comes from {source}; waiting</source>
            <translation>Von {source} kommt nichts; es wird gewartet</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <source>Nothing found in this dataset</source>
            <translation>Nichts in diesem Datenbestand gefunden</translation>
        </message>
        <message>
            <source>Nothing happens by itself.</source>
            <translation>Von selbst geschieht nichts.</translation>
        </message>
        <message>
            <source>Nothing has been removed yet. Documents and answers stay as they are.</source>
            <translation>Noch ist nichts entfernt. Dokumente und Antworten bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Nothing has been removed yet. The database itself is never changed.</source>
            <translation>Noch ist nichts entfernt. Die Datenbank selbst wird nie verändert.</translation>
        </message>
        <message>
            <source>Nothing has been removed yet. The databases themselves are never changed.</source>
            <translation>Noch ist nichts entfernt. Die Datenbanken selbst werden nie verändert.</translation>
        </message>
        <message>
            <source>Nothing has been removed yet. The databases they came from stay as they are.</source>
            <translation>Noch ist nichts entfernt. Die Datenbanken, aus denen sie kamen, bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Nothing has been removed. All {0} documents can still be searched.</source>
            <translation>Es wurde nichts entfernt. Alle {0} Dokumente können weiter durchsucht werden.</translation>
        </message>
        <message>
            <source>Nothing has been stored, the password neither.</source>
            <translation>Nichts wurde gespeichert, auch das Passwort nicht.</translation>
        </message>
        <message>
            <source>Nothing has changed at the source</source>
            <translation>An der Quelle hat sich nichts geändert</translation>
        </message>
        <message>
            <source>Nothing is being synced</source>
            <translation>Nichts wird abgeglichen</translation>
        </message>
        <message>
            <source>Nothing is being synced now.</source>
            <translation>Gerade wird nichts abgeglichen.</translation>
        </message>
        <message>
            <source>Nothing is due</source>
            <translation>Nichts ist fällig</translation>
        </message>
        <message>
            <source>Nothing is saved until you say so.</source>
            <translation>Gespeichert wird erst, wenn Sie es sagen.</translation>
        </message>
        <message>
            <source>Nothing is saved yet.</source>
            <translation>Noch ist nichts gespeichert.</translation>
        </message>
        <message>
            <source>Nothing is synced by itself until you resume them. What is missed meanwhile is caught up once.</source>
            <translation>Nichts wird von selbst abgeglichen, bis Sie sie fortsetzen. Was derweil versäumt wird, wird einmal nachgeholt.</translation>
        </message>
        <message>
            <source>Nothing is taken from here yet</source>
            <translation>Von hier wird noch nichts übernommen</translation>
        </message>
        <message>
            <source>Nothing is taken from it yet</source>
            <translation>Noch wird nichts übernommen</translation>
        </message>
        <message>
            <source>Nothing is written meanwhile.</source>
            <translation>Dabei wird nichts geschrieben.</translation>
        </message>
        <message>
            <source>Nothing needs you: the newest sync of every dataset went well.</source>
            <translation>Nichts wartet auf Sie: Der neueste Abgleich jedes Datenbestands ging gut.</translation>
        </message>
        <message>
            <source>Nothing says that “{column}” grows with each new row. One with a lower value would not be noticed.</source>
            <translation>Nichts spricht dafür, dass „{column}“ mit jeder neuen Zeile wächst. Eine mit kleinerem Wert würde nicht bemerkt.</translation>
        </message>
        <message>
            <source>Nothing starts by itself</source>
            <translation>Nichts läuft von selbst</translation>
        </message>
        <message>
            <source>Nothing to search yet</source>
            <translation>Noch nichts zu durchsuchen</translation>
        </message>
        <message>
            <source>Nothing uses them any more. The page offers to delete them.</source>
            <translation>Nichts verwendet sie mehr. Die Seite bietet an, sie zu löschen.</translation>
        </message>
        <message>
            <source>Nothing uses them any more. They are as well protected as before.</source>
            <translation>Nichts verwendet sie mehr. Sie sind so gut geschützt wie zuvor.</translation>
        </message>
        <message>
            <source>Nothing was changed at the source.</source>
            <translation>An der Quelle wurde nichts geändert.</translation>
        </message>
        <message>
            <source>Nothing was encrypted in this test.</source>
            <translation>Bei dieser Prüfung wurde nichts verschlüsselt.</translation>
        </message>
        <message>
            <source>Nothing was imported</source>
            <translation>Nichts wurde importiert</translation>
        </message>
        <message>
            <source>Nothing was removed.</source>
            <translation>Nichts wurde entfernt.</translation>
        </message>
        <message>
            <source>Nothing was restored</source>
            <translation>Nichts wurde wiederhergestellt</translation>
        </message>
        <message>
            <source>Nothing yet</source>
            <translation>Noch nichts</translation>
        </message>
        <message>
            <source>Notice when an answer gets worse</source>
            <translation>Bemerken, wenn eine Antwort schlechter wird</translation>
        </message>
        <message>
            <source>OS keyring</source>
            <translation>Schlüsselbund</translation>
        </message>
        <message>
            <source>Often the cause is a failed import or a new filter at the source. If you are not sure, keep them and ask whoever looks after the database.</source>
            <translation>Oft ist ein fehlgeschlagener Import oder ein neuer Filter an der Quelle die Ursache. Wenn Sie nicht sicher sind, behalten Sie alles und fragen Sie, wer die Datenbank betreut.</translation>
        </message>
        <message>
            <source>Older runs go after the next sync of their dataset. The newest 20 and the last one that was completed always stay; documents are not touched.</source>
            <translation>Ältere Läufe verschwinden nach dem nächsten Abgleich ihres Datenbestands. Die neuesten 20 und der letzte abgeschlossene bleiben immer; Dokumente werden nicht berührt.</translation>
        </message>
        <message>
            <source>Once more</source>
            <translation>Noch einmal</translation>
        </message>
        <message>
            <source>One SELECT. It runs read-only; only a few rows are read here.</source>
            <translation>Ein SELECT. Es läuft nur lesend; hier werden nur einige Zeilen gelesen.</translation>
        </message>
        <message>
            <source>One file with all passwords that kbconnect keeps, in keyring and vault, encrypted with a pass phrase of its own. Backups of the program's file lack those of the keyring.</source>
            <translation>Eine Datei mit allen Passwörtern, die kbconnect in Schlüsselbund und Tresor aufbewahrt, verschlüsselt mit einem eigenen Kennsatz. In Sicherungen der Programmdatei fehlen die des Schlüsselbunds.</translation>
        </message>
        <message>
            <source>One query, read-only, {0}</source>
            <translation>Eine Abfrage, nur lesend, {0}</translation>
        </message>
        <message>
            <source>One sync a connector at a time, so that the database isn't burdened.</source>
            <translation>Je Verbindung nur ein Abgleich auf einmal, damit die Datenbank nicht belastet wird.</translation>
        </message>
        <message>
            <source>Only added rows</source>
            <translation>Nur neue Zeilen</translation>
        </message>
        <message>
            <source>Only additions</source>
            <translation>Nur Neues</translation>
        </message>
        <message>
            <source>Only its pass phrase opens it.</source>
            <translation>Nur ihr Kennsatz öffnet sie.</translation>
        </message>
        <message>
            <source>Only its window is closed. Quit kbconnect from this icon, or choose otherwise in Settings, Running.</source>
            <translation>Nur das Fenster ist geschlossen. Beenden Sie kbconnect über dieses Symbol, oder wählen Sie es anders in den Einstellungen unter „Betrieb“.</translation>
        </message>
        <message>
            <source>Only the first {count} characters of a value are shown here. A sync takes all of it.</source>
            <translation>Von einem Wert werden hier nur die ersten {count} Zeichen gezeigt. Ein Abgleich nimmt ihn ganz.</translation>
        </message>
        <message>
            <source>Only what goes wrong</source>
            <translation>Nur was schiefgeht</translation>
        </message>
        <message>
            <source>Only when somebody asks</source>
            <translation>Nur auf Wunsch</translation>
        </message>
        <message>
            <source>Only words were looked for.</source>
            <translation>Es wurde nur nach Wörtern gesucht.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Open a dataset among the sources, and set a schedule on the page of its sync.</source>
            <translation>Öffnen Sie unter den Quellen einen Datenbestand, und legen Sie auf der Seite seines Abgleichs einen Zeitplan fest.</translation>
        </message>
        <message>
            <source>Open document</source>
            <translation>Dokument öffnen</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Open it</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Open its folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Open kbconnect</source>
            <translation>kbconnect öffnen</translation>
        </message>
        <message>
            <source>Open log folder</source>
            <translation>Protokollordner öffnen</translation>
        </message>
        <message>
            <source>Open the database</source>
            <translation>Datenbank öffnen</translation>
        </message>
        <message>
            <source>OpenBao</source>
            <translation>OpenBao</translation>
        </message>
        <message>
            <source>OpenBao is set up</source>
            <translation>OpenBao ist eingerichtet</translation>
        </message>
        <message>
            <source>OpenBao or HashiCorp Vault</source>
            <translation>OpenBao oder HashiCorp Vault</translation>
        </message>
        <message>
            <source>OpenBao or Vault</source>
            <translation>OpenBao oder Vault</translation>
        </message>
        <message>
            <source>OpenBao {version}</source>
            <translation>OpenBao {version}</translation>
        </message>
        <message>
            <source>Opening both places</source>
            <translation>Beide Orte werden geöffnet</translation>
        </message>
        <message>
            <source>Or an alias of ~/.ssh/config, without port and user.</source>
            <translation>Oder ein Alias aus ~/.ssh/config, ohne Port und Konto.</translation>
        </message>
        <message>
            <source>Others on the network could read everything, the password included.</source>
            <translation>Andere im Netz könnten alles mitlesen, auch das Passwort.</translation>
        </message>
        <message>
            <source>Part</source>
            <translation>Teil</translation>
        </message>
        <message>
            <source>Partitioned table {table}</source>
            <translation>Partitionierte Tabelle {table}</translation>
        </message>
        <message>
            <source>Parts and licences</source>
            <translation>Teile und Lizenzen</translation>
        </message>
        <message>
            <source>Pass phrase</source>
            <translation>Kennsatz</translation>
        </message>
        <message>
            <source>Pass phrase in force</source>
            <translation>Bisheriger Kennsatz</translation>
        </message>
        <message>
            <source>Pass phrase of the key, if it has one</source>
            <translation>Kennsatz des Schlüssels, falls er einen hat</translation>
        </message>
        <message>
            <source>Pass phrase once more</source>
            <translation>Kennsatz noch einmal</translation>
        </message>
        <message>
            <source>Passed</source>
            <translation>Bestanden</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <source>Password of %s</source>
            <translation>Passwort von %s</translation>
        </message>
        <message>
            <source>Password, or pass phrase of the key</source>
            <translation>Passwort oder Kennsatz des Schlüssels</translation>
        </message>
        <message>
            <source>Passwords and keys live in one of these places. They are never written in the clear to kbconnect's database, logs, exports or reports.</source>
            <translation>Passwörter und Schlüssel liegen an einem dieser Orte. Sie stehen nie im Klartext in Datenbank, Protokollen, Exporten oder Berichten von kbconnect.</translation>
        </message>
        <message>
            <source>Passwords are kept in an encrypted file of kbconnect. Its pass phrase is asked for each time kbconnect starts. Nobody can recover it: without it the passwords must be entered again; documents are not affected.</source>
            <translation>Passwörter stehen in einer verschlüsselten Datei von kbconnect. Ihr Kennsatz wird bei jedem Start von kbconnect erfragt. Niemand kann ihn wiederherstellen: Ohne ihn müssen die Passwörter neu eingegeben werden; Dokumente sind nicht betroffen.</translation>
        </message>
        <message>
            <source>Passwords of the backup are back</source>
            <translation>Die Passwörter der Sicherung sind wieder da</translation>
        </message>
        <message>
            <source>Passwords of your connectors are in kbconnect's encrypted vault. Enter its pass phrase to go on.</source>
            <translation>Die Passwörter Ihrer Verbindungen liegen im verschlüsselten Tresor von kbconnect. Geben Sie seinen Kennsatz ein, um fortzufahren.</translation>
        </message>
        <message>
            <source>Path of the file</source>
            <translation>Pfad der Datei</translation>
        </message>
        <message>
            <source>Pause adding meaning while this computer runs on its battery</source>
            <translation>Bedeutung nicht ergänzen, solange dieser Rechner mit Akku läuft</translation>
        </message>
        <message>
            <source>Pause all schedules</source>
            <translation>Alle Zeitpläne anhalten</translation>
        </message>
        <message>
            <source>Pause schedule</source>
            <translation>Zeitplan anhalten</translation>
        </message>
        <message>
            <source>Pause {schedules}</source>
            <translation>{schedules} anhalten</translation>
        </message>
        <message>
            <source>People choose it by this name when they ask a question.</source>
            <translation>Unter diesem Namen wird sie gewählt, wenn jemand eine Frage stellt.</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Zeitraum</translation>
        </message>
        <message>
            <source>Pick a table</source>
            <translation>Tabelle wählen</translation>
        </message>
        <message>
            <source>Pick tables and columns. See the documents first.</source>
            <translation>Wählen Sie Tabellen und Spalten. Sehen Sie zuerst die Dokumente.</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Platz</translation>
        </message>
        <message>
            <source>Place of the password</source>
            <translation>Ort des Passworts</translation>
        </message>
        <message>
            <source>Place over time</source>
            <translation>Platz im Lauf der Zeit</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>Port</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>Vorschau</translation>
        </message>
        <message>
            <source>Previous row</source>
            <translation>Vorige Zeile</translation>
        </message>
        <message>
            <source>Price lists</source>
            <translation>Preislisten</translation>
        </message>
        <message>
            <source>Processors for adding meaning</source>
            <translation>Prozessoren für die Bedeutung</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Quit kbconnect</source>
            <translation>kbconnect beenden</translation>
        </message>
        <message>
            <source>Reach it</source>
            <translation>Erreichen</translation>
        </message>
        <message>
            <source>Read</source>
            <translation>Gelesen</translation>
        </message>
        <message>
            <source>Read again</source>
            <translation>Noch einmal lesen</translation>
        </message>
        <message>
            <source>Read tables</source>
            <translation>Tabellen lesen</translation>
        </message>
        <message>
            <source>Read them again</source>
            <translation>Neu lesen</translation>
        </message>
        <message>
            <source>Read-only</source>
            <translation>Nur lesend</translation>
        </message>
        <message>
            <source>Read-only account for {name}</source>
            <translation>Nur lesendes Konto für {name}</translation>
        </message>
        <message>
            <source>Read-only account…</source>
            <translation>Nur lesendes Konto …</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>Lesen</translation>
        </message>
        <message>
            <source>Reading only added rows needs a key of one column; none is chosen.</source>
            <translation>Nur neue Zeilen zu lesen braucht einen Schlüssel aus einer Spalte; es ist keiner gewählt.</translation>
        </message>
        <message>
            <source>Reading only added rows needs a key of one column; this one has {number}.</source>
            <translation>Nur neue Zeilen zu lesen braucht einen Schlüssel aus einer Spalte; dieser hat {number}.</translation>
        </message>
        <message>
            <source>Reading the first rows…</source>
            <translation>Die ersten Zeilen werden gelesen …</translation>
        </message>
        <message>
            <source>Reads every row once and writes nothing: exact figures, and the room it takes.</source>
            <translation>Liest jede Zeile einmal und schreibt nichts: genaue Zahlen und der Platz, den es braucht.</translation>
        </message>
        <message>
            <source>Reads only what is newer than the last sync. For very large tables.</source>
            <translation>Liest nur, was neuer ist als der letzte Abgleich. Für sehr große Tabellen.</translation>
        </message>
        <message>
            <source>Reads rows with a higher key. For logs and the like, which never change.</source>
            <translation>Liest Zeilen mit höherem Schlüssel. Für Protokolle und Ähnliches, das sich nie ändert.</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Ready after {0}</source>
            <translation>Fertig nach {0}</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>Reckoned from {rows}.</source>
            <translation>Berechnet aus {rows}.</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>Abgewiesen</translation>
        </message>
        <message>
            <source>Rejected rows</source>
            <translation>Abgewiesene Zeilen</translation>
        </message>
        <message>
            <source>Rejected rows are tried again by themselves when they change.</source>
            <translation>Abgewiesene Zeilen werden von selbst wieder versucht, wenn sie sich ändern.</translation>
        </message>
        <message>
            <source>Rejected {0}</source>
            <translation>Abgewiesen: {0}</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Remove dataset</source>
            <translation>Datenbestand entfernen</translation>
        </message>
        <message>
            <source>Remove dataset and {documents}</source>
            <translation>Datenbestand und {documents} entfernen</translation>
        </message>
        <message>
            <source>Remove knowledge base</source>
            <translation>Wissensbasis entfernen</translation>
        </message>
        <message>
            <source>Remove knowledge base…</source>
            <translation>Wissensbasis entfernen …</translation>
        </message>
        <message>
            <source>Remove question</source>
            <translation>Frage entfernen</translation>
        </message>
        <message>
            <source>Remove question…</source>
            <translation>Frage entfernen …</translation>
        </message>
        <message>
            <source>Remove the saved question “{question}”?</source>
            <translation>Gespeicherte Frage „{question}“ entfernen?</translation>
        </message>
        <message>
            <source>Remove those datasets first, or let them feed another knowledge base.</source>
            <translation>Entfernen Sie zuerst diese Datenbestände, oder lassen Sie sie eine andere Wissensbasis speisen.</translation>
        </message>
        <message>
            <source>Remove {documents}</source>
            <translation>{documents} entfernen</translation>
        </message>
        <message>
            <source>Remove {documents}?</source>
            <translation>{documents} entfernen?</translation>
        </message>
        <message>
            <source>Remove {name} and {documents}?</source>
            <translation>{name} und {documents} entfernen?</translation>
        </message>
        <message>
            <source>Remove {name}?</source>
            <translation>{name} entfernen?</translation>
        </message>
        <message>
            <source>Removed</source>
            <translation>Entfernt</translation>
        </message>
        <message>
            <source>Removed dataset</source>
            <translation>Entfernter Datenbestand</translation>
        </message>
        <message>
            <source>Removed rows are found by a look through all keys, by default daily.</source>
            <translation>Entfernte Zeilen werden durch einen Blick über alle Schlüssel gefunden, normalerweise täglich.</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>Entfernen …</translation>
        </message>
        <message>
            <source>Removing</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Removing documents that are gone from the source.</source>
            <translation>Dokumente, die aus der Quelle verschwunden sind, werden entfernt.</translation>
        </message>
        <message>
            <source>Rename connector</source>
            <translation>Verbindung umbenennen</translation>
        </message>
        <message>
            <source>Rename {name}</source>
            <translation>{name} umbenennen</translation>
        </message>
        <message>
            <source>Rename…</source>
            <translation>Umbenennen …</translation>
        </message>
        <message>
            <source>Replace it</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Restore passwords</source>
            <translation>Passwörter wiederherstellen</translation>
        </message>
        <message>
            <source>Restore passwords from {file}</source>
            <translation>Passwörter aus {file} wiederherstellen</translation>
        </message>
        <message>
            <source>Resume all schedules</source>
            <translation>Alle Zeitpläne fortsetzen</translation>
        </message>
        <message>
            <source>Resume schedule</source>
            <translation>Zeitplan fortsetzen</translation>
        </message>
        <message>
            <source>Retry {0}</source>
            <translation>{0} erneut versuchen</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>Rolle</translation>
        </message>
        <message>
            <source>Role id</source>
            <translation>Role-ID</translation>
        </message>
        <message>
            <source>Room used</source>
            <translation>Belegter Platz</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>Hin und zurück</translation>
        </message>
        <message>
            <source>Rows a second</source>
            <translation>Zeilen je Sekunde</translation>
        </message>
        <message>
            <source>Rows can be searched by words as soon as they are written.</source>
            <translation>Zeilen können nach Wörtern durchsucht werden, sobald sie geschrieben sind.</translation>
        </message>
        <message>
            <source>Rows counted</source>
            <translation>Gezählte Zeilen</translation>
        </message>
        <message>
            <source>Rows it may read before it stops</source>
            <translation>Zeilen, die er lesen darf, bevor er anhält</translation>
        </message>
        <message>
            <source>Rows it may reject before it stops</source>
            <translation>Zeilen, die er abweisen darf, bevor er abbricht</translation>
        </message>
        <message>
            <source>Rows it should find</source>
            <translation>Erwartete Zeilen</translation>
        </message>
        <message>
            <source>Rows that are removed stay in the knowledge base.</source>
            <translation>Entfernte Zeilen bleiben in der Wissensbasis.</translation>
        </message>
        <message>
            <source>Rows that change later keep their old text in the knowledge base.</source>
            <translation>Später geänderte Zeilen behalten in der Wissensbasis ihren alten Text.</translation>
        </message>
        <message>
            <source>Rows with a higher “{column}” than at the last sync are added.</source>
            <translation>Zeilen, deren „{column}“ höher ist als beim letzten Abgleich, kommen hinzu.</translation>
        </message>
        <message>
            <source>Rows with the same key share a line.</source>
            <translation>Zeilen mit demselben Schlüssel stehen in einer Zeile.</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>Erneut ausführen</translation>
        </message>
        <message>
            <source>Run history</source>
            <translation>Verlauf der Läufe</translation>
        </message>
        <message>
            <source>Run the query and read its columns (F5)</source>
            <translation>Abfrage ausführen und ihre Spalten lesen (F5)</translation>
        </message>
        <message>
            <source>Run the query to see its documents.</source>
            <translation>Führen Sie die Abfrage aus, um ihre Dokumente zu sehen.</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Läuft</translation>
        </message>
        <message>
            <source>Running</source>
            <comment>a group of settings</comment>
            <translation>Betrieb</translation>
        </message>
        <message>
            <source>Running, read-only.</source>
            <translation>Wird ausgeführt, nur lesend.</translation>
        </message>
        <message>
            <source>Runs of each dataset</source>
            <translation>Läufe je Datenbestand</translation>
        </message>
        <message>
            <source>SELECT</source>
            <translation>SELECT</translation>
        </message>
        <message>
            <source>SELECT id, title, body FROM articles</source>
            <translation>SELECT id, titel, inhalt FROM artikel</translation>
        </message>
        <message>
            <source>SID</source>
            <translation>SID</translation>
        </message>
        <message>
            <source>SSH port</source>
            <translation>SSH-Port</translation>
        </message>
        <message>
            <source>SSH server</source>
            <translation>SSH-Server</translation>
        </message>
        <message>
            <source>SSH tunnel</source>
            <translation>SSH-Tunnel</translation>
        </message>
        <message>
            <source>SSH user name</source>
            <translation>SSH-Benutzername</translation>
        </message>
        <message>
            <source>Sample and reason</source>
            <translation>Beispiel und Grund</translation>
        </message>
        <message>
            <source>Sample source</source>
            <translation>Beispielquelle</translation>
        </message>
        <message>
            <source>Saturday and Sunday</source>
            <translation>Samstag und Sonntag</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Save and sync</source>
            <translation>Speichern und abgleichen</translation>
        </message>
        <message>
            <source>Save as it is</source>
            <translation>So speichern</translation>
        </message>
        <message>
            <source>Save changes</source>
            <translation>Änderungen speichern</translation>
        </message>
        <message>
            <source>Save connector</source>
            <translation>Verbindung speichern</translation>
        </message>
        <message>
            <source>Save limits</source>
            <translation>Grenzen speichern</translation>
        </message>
        <message>
            <source>Save question</source>
            <translation>Frage speichern</translation>
        </message>
        <message>
            <source>Save schedule</source>
            <translation>Zeitplan speichern</translation>
        </message>
        <message>
            <source>Save script</source>
            <translation>Skript speichern</translation>
        </message>
        <message>
            <source>Save script…</source>
            <translation>Skript speichern …</translation>
        </message>
        <message>
            <source>Save server</source>
            <translation>Server speichern</translation>
        </message>
        <message>
            <source>Save this question</source>
            <translation>Diese Frage speichern</translation>
        </message>
        <message>
            <source>Saved as {name}</source>
            <translation>Gespeichert als {name}</translation>
        </message>
        <message>
            <source>Saved question</source>
            <translation>Gespeicherte Frage</translation>
        </message>
        <message>
            <source>Saved questions</source>
            <translation>Gespeicherte Fragen</translation>
        </message>
        <message>
            <source>Saved questions {count}</source>
            <translation>Gespeicherte Fragen {count}</translation>
        </message>
        <message>
            <source>Saved, and can't connect yet: a password can't be read</source>
            <translation>Gespeichert, kann aber noch nicht verbinden: Ein Passwort lässt sich nicht lesen</translation>
        </message>
        <message>
            <source>Saved, and still without a password</source>
            <translation>Gespeichert und noch ohne Passwort</translation>
        </message>
        <message>
            <source>Saved. Type a new one to replace it.</source>
            <translation>Gespeichert. Geben Sie ein neues ein, um es zu ersetzen.</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>Wird gespeichert …</translation>
        </message>
        <message>
            <source>Say where it is, and connectors can name passwords that are kept there.</source>
            <translation>Sagen Sie, wo es ist, dann können Verbindungen Passwörter nennen, die dort liegen.</translation>
        </message>
        <message>
            <source>Say where the role id is read from.</source>
            <translation>Geben Sie an, woher die Role-ID gelesen wird.</translation>
        </message>
        <message>
            <source>Say where your data is. A test shows each step.</source>
            <translation>Sagen Sie, wo Ihre Daten sind. Eine Prüfung zeigt jeden Schritt.</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>Zeitplan</translation>
        </message>
        <message>
            <source>Schedules</source>
            <translation>Zeitpläne</translation>
        </message>
        <message>
            <source>Schedules are on</source>
            <translation>Zeitpläne sind an</translation>
        </message>
        <message>
            <source>Schedules are paused</source>
            <translation>Zeitpläne angehalten</translation>
        </message>
        <message>
            <source>Schedules keep running. Quit kbconnect from this icon, or choose otherwise in Settings, Running.</source>
            <translation>Zeitpläne laufen weiter. Beenden Sie kbconnect über dieses Symbol, oder wählen Sie es anders in den Einstellungen unter „Betrieb“.</translation>
        </message>
        <message>
            <source>Schedules run as long as kbconnect does, also from the notification area.</source>
            <translation>Zeitpläne laufen, solange kbconnect läuft, auch aus dem Infobereich.</translation>
        </message>
        <message>
            <source>Schedules run while kbconnect does, with or without its window. To sync also when it is not running, let the system's own scheduler run this command every quarter of an hour.</source>
            <translation>Zeitpläne laufen, solange kbconnect läuft, mit oder ohne Fenster. Um auch sonst abzugleichen, lassen Sie den Zeitplaner des Systems diesen Befehl jede Viertelstunde ausführen.</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>Wertung</translation>
        </message>
        <message>
            <source>Score {score}</source>
            <translation>Wertung {score}</translation>
        </message>
        <message>
            <source>Scripts (*.sql *.txt *.sh)</source>
            <translation>Skripte (*.sql *.txt *.sh)</translation>
        </message>
        <message>
            <source>Search by words at once, by meaning soon after.</source>
            <translation>Suchen Sie sofort nach Wörtern, bald darauf nach Bedeutung.</translation>
        </message>
        <message>
            <source>Search connectors</source>
            <translation>Verbindungen suchen</translation>
        </message>
        <message>
            <source>Search dataset or error</source>
            <translation>Datenbestand oder Fehler suchen</translation>
        </message>
        <message>
            <source>Search tables</source>
            <translation>Tabellen suchen</translation>
        </message>
        <message>
            <source>Search {tables}</source>
            <translation>{tables} durchsuchen</translation>
        </message>
        <message>
            <source>Searchable by words after</source>
            <translation>Nach Wörtern durchsuchbar nach</translation>
        </message>
        <message>
            <source>Seconds</source>
            <translation>Sekunden</translation>
        </message>
        <message>
            <source>Secret id</source>
            <translation>Secret-ID</translation>
        </message>
        <message>
            <source>Secrets</source>
            <translation>Geheimnisse</translation>
        </message>
        <message>
            <source>Secrets in use</source>
            <translation>Verwendete Geheimnisse</translation>
        </message>
        <message>
            <source>Sections</source>
            <translation>Bereiche</translation>
        </message>
        <message>
            <source>See each step before anything is saved.</source>
            <translation>Sehen Sie jeden Schritt, bevor etwas gespeichert wird.</translation>
        </message>
        <message>
            <source>See what would change</source>
            <translation>Ansehen, was sich ändern würde</translation>
        </message>
        <message>
            <source>Semicolon ;</source>
            <translation>Semikolon ;</translation>
        </message>
        <message>
            <source>Sensitive ({kinds}): {reason}</source>
            <translation>Sensibel ({kinds}): {reason}</translation>
        </message>
        <message>
            <source>Sensitive columns are stored as they are: {columns}</source>
            <translation>Sensible Spalten sind unverändert gespeichert: {columns}</translation>
        </message>
        <message>
            <source>Sensitive: {kinds}</source>
            <translation>Sensibel: {kinds}</translation>
        </message>
        <message>
            <source>Separator</source>
            <translation>Trennzeichen</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Server's certificate</source>
            <translation>Zertifikat des Servers</translation>
        </message>
        <message>
            <source>Servers to go through before</source>
            <translation>Server, die davor zu durchlaufen sind</translation>
        </message>
        <message>
            <source>Service name</source>
            <translation>Name des Dienstes</translation>
        </message>
        <message>
            <source>Set a schedule</source>
            <translation>Zeitplan festlegen</translation>
        </message>
        <message>
            <source>Set up OpenBao or HashiCorp Vault</source>
            <translation>OpenBao oder HashiCorp Vault einrichten</translation>
        </message>
        <message>
            <source>Set up…</source>
            <translation>Einrichten …</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Share of the score by {way}</source>
            <translation>Anteil an der Wertung: {way}</translation>
        </message>
        <message>
            <source>Shipped parts and their licences</source>
            <translation>Mitgelieferte Teile und ihre Lizenzen</translation>
        </message>
        <message>
            <source>Show details</source>
            <translation>Details zeigen</translation>
        </message>
        <message>
            <source>Show details: {step}</source>
            <translation>Details zeigen: {step}</translation>
        </message>
        <message>
            <source>Show licence</source>
            <translation>Lizenz zeigen</translation>
        </message>
        <message>
            <source>Show more chunks</source>
            <translation>Weitere Abschnitte zeigen</translation>
        </message>
        <message>
            <source>Show the answers</source>
            <translation>Antworten zeigen</translation>
        </message>
        <message>
            <source>Show the dataset</source>
            <translation>Datenbestand zeigen</translation>
        </message>
        <message>
            <source>Show the dataset {name}</source>
            <translation>Datenbestand {name} zeigen</translation>
        </message>
        <message>
            <source>Show the sync</source>
            <translation>Abgleich zeigen</translation>
        </message>
        <message>
            <source>Show what is typed</source>
            <translation>Eingabe zeigen</translation>
        </message>
        <message>
            <source>Show what would be copied</source>
            <translation>Zeigen, was kopiert würde</translation>
        </message>
        <message>
            <source>Shown by this side</source>
            <translation>Von dieser Seite vorgelegt</translation>
        </message>
        <message>
            <source>Sign in with</source>
            <translation>Anmelden mit</translation>
        </message>
        <message>
            <source>Signed in with an AppRole.</source>
            <translation>Mit einer AppRole angemeldet.</translation>
        </message>
        <message>
            <source>Signed in with the token in BAO_TOKEN or VAULT_TOKEN.</source>
            <translation>Mit dem Token in BAO_TOKEN oder VAULT_TOKEN angemeldet.</translation>
        </message>
        <message>
            <source>Signed in with the token of “bao login”.</source>
            <translation>Mit dem Token von „bao login“ angemeldet.</translation>
        </message>
        <message>
            <source>Signs in with</source>
            <translation>Meldet sich an mit</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Slow queries need more. With 0 it waits without end.</source>
            <translation>Langsame Abfragen brauchen mehr. Bei 0 wartet er ohne Ende.</translation>
        </message>
        <message>
            <source>Something was changed since this test.</source>
            <translation>Seit dieser Prüfung wurde etwas geändert.</translation>
        </message>
        <message>
            <source>Sort connectors</source>
            <translation>Verbindungen ordnen</translation>
        </message>
        <message>
            <source>Source: {0}</source>
            <translation>Quelle: {0}</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>Quellen</translation>
        </message>
        <message>
            <source>Start kbconnect when I sign in, in the notification area</source>
            <translation>kbconnect beim Anmelden starten, im Infobereich</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>Begonnen</translation>
        </message>
        <message>
            <source>Started by</source>
            <translation>Begonnen von</translation>
        </message>
        <message>
            <source>Started by anybody</source>
            <translation>Von jedem begonnen</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Stand</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Stays in the tray</source>
            <translation>Bleibt im Infobereich</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop %d syncs</source>
            <translation>%d Abgleiche anhalten</translation>
        </message>
        <message>
            <source>Stop backing up</source>
            <translation>Sicherung anhalten</translation>
        </message>
        <message>
            <source>Stop compacting</source>
            <translation>Verdichten anhalten</translation>
        </message>
        <message>
            <source>Stop counting</source>
            <translation>Nicht weiter zählen</translation>
        </message>
        <message>
            <source>Stop looking</source>
            <translation>Nicht weiter nachsehen</translation>
        </message>
        <message>
            <source>Stop moving</source>
            <translation>Nicht weiter verschieben</translation>
        </message>
        <message>
            <source>Stop reading from the source</source>
            <translation>Nicht weiter aus der Quelle lesen</translation>
        </message>
        <message>
            <source>Stop sync</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop test</source>
            <translation>Prüfung anhalten</translation>
        </message>
        <message>
            <source>Stop testing</source>
            <translation>Nicht weiter prüfen</translation>
        </message>
        <message>
            <source>Stop {syncs} and close</source>
            <translation>{syncs} anhalten und schließen</translation>
        </message>
        <message>
            <source>Stop {syncs} and close?</source>
            <translation>{syncs} anhalten und schließen?</translation>
        </message>
        <message>
            <source>Stopped by you</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>Stopped. Every password is where it was.</source>
            <translation>Angehalten. Jedes Passwort ist, wo es war.</translation>
        </message>
        <message>
            <source>Stopped. Nothing was changed at the source.</source>
            <translation>Angehalten. In der Quelle wurde nichts verändert.</translation>
        </message>
        <message>
            <source>Stopped. The file is as it was.</source>
            <translation>Angehalten. Die Datei ist, wie sie war.</translation>
        </message>
        <message>
            <source>Stopping</source>
            <translation>Wird angehalten</translation>
        </message>
        <message>
            <source>Storage</source>
            <translation>Speicherplatz</translation>
        </message>
        <message>
            <source>Suggested: {role} ({reason})</source>
            <translation>Vorgeschlagen: {role} ({reason})</translation>
        </message>
        <message>
            <source>Superuser</source>
            <translation>Superuser</translation>
        </message>
        <message>
            <source>Support</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Support desk</source>
            <translation>Kundendienst</translation>
        </message>
        <message>
            <source>Sync</source>
            <translation>Abgleich</translation>
        </message>
        <message>
            <source>Sync again</source>
            <translation>Erneut abgleichen</translation>
        </message>
        <message>
            <source>Sync all</source>
            <translation>Alle abgleichen</translation>
        </message>
        <message>
            <source>Sync all that is due now</source>
            <translation>Alles jetzt Fällige abgleichen</translation>
        </message>
        <message>
            <source>Sync now</source>
            <translation>Jetzt abgleichen</translation>
        </message>
        <message>
            <source>Sync of {dataset}, {state}</source>
            <translation>Abgleich von {dataset}, {state}</translation>
        </message>
        <message>
            <source>Sync {connectors}</source>
            <translation>{connectors} abgleichen</translation>
        </message>
        <message>
            <source>Sync {datasets}</source>
            <translation>{datasets} abgleichen</translation>
        </message>
        <message>
            <source>Synced only when somebody asks for it</source>
            <translation>Wird nur auf Wunsch abgeglichen</translation>
        </message>
        <message>
            <source>Synced only when somebody asks for it.</source>
            <translation>Wird nur auf Wunsch abgeglichen.</translation>
        </message>
        <message>
            <source>Synced {time}</source>
            <translation>Stand {time}</translation>
        </message>
        <message>
            <source>Syncing</source>
            <translation>Gleicht ab</translation>
        </message>
        <message>
            <source>Syncs</source>
            <translation>Abgleiche</translation>
        </message>
        <message>
            <source>Syncs a day</source>
            <translation>Abgleiche am Tag</translation>
        </message>
        <message>
            <source>Syncs tell when its text was written; its metadata may be newer.</source>
            <translation>Abgleiche sagen, wann sein Text geschrieben wurde; seine Metadaten können neuer sein.</translation>
        </message>
        <message>
            <source>Tab</source>
            <translation>Tabulator</translation>
        </message>
        <message>
            <source>Tab leaves the editor. Ctrl+Space shows what may stand here. Ctrl+] and Ctrl+[ move lines.</source>
            <translation>Tab verlässt den Editor. Strg+Leertaste zeigt, was hier stehen kann. Strg+] und Strg+[ rücken Zeilen ein und aus.</translation>
        </message>
        <message>
            <source>Table {table}</source>
            <translation>Tabelle {table}</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>Tabellen</translation>
        </message>
        <message>
            <source>Tables (*.csv)</source>
            <translation>Tabellen (*.csv)</translation>
        </message>
        <message>
            <source>Take a sensitive column as it is?</source>
            <translation>Eine sensible Spalte unverändert übernehmen?</translation>
        </message>
        <message>
            <source>Take as it is</source>
            <translation>Unverändert</translation>
        </message>
        <message>
            <source>Take it out of the queue</source>
            <translation>Aus der Warteschlange nehmen</translation>
        </message>
        <message>
            <source>Take rights from the present one</source>
            <translation>Dem jetzigen Rechte entziehen</translation>
        </message>
        <message>
            <source>Take {number} sensitive columns as they are?</source>
            <translation>{number} sensible Spalten unverändert übernehmen?</translation>
        </message>
        <message>
            <source>Taken as it is</source>
            <translation>Unverändert übernommen</translation>
        </message>
        <message>
            <source>Taken from the address.</source>
            <translation>Aus der Adresse übernommen.</translation>
        </message>
        <message>
            <source>Taken from the address. What is inside tells its kind.</source>
            <translation>Aus der Adresse übernommen. Was darin ist, sagt, welche Art es ist.</translation>
        </message>
        <message>
            <source>Tell me when a sync failed or needs my answer</source>
            <translation>Melden, wenn ein Abgleich fehlschlägt oder auf meine Antwort wartet</translation>
        </message>
        <message>
            <source>Test OpenBao or HashiCorp Vault</source>
            <translation>OpenBao oder HashiCorp Vault prüfen</translation>
        </message>
        <message>
            <source>Test again</source>
            <translation>Erneut prüfen</translation>
        </message>
        <message>
            <source>Test connection</source>
            <translation>Verbindung prüfen</translation>
        </message>
        <message>
            <source>Test failed</source>
            <translation>Prüfung fehlgeschlagen</translation>
        </message>
        <message>
            <source>Test {connections}</source>
            <translation>{connections} prüfen</translation>
        </message>
        <message>
            <source>Tested by us with the driver of {kind} only, not on a real server: check the first sync.</source>
            <translation>Von uns nur mit dem Treiber von {kind} geprüft, nicht an einem echten Server: Sehen Sie sich den ersten Abgleich genau an.</translation>
        </message>
        <message>
            <source>Testing</source>
            <translation>Wird geprüft</translation>
        </message>
        <message>
            <source>Testing…</source>
            <translation>Wird geprüft …</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Text and source were copied</source>
            <translation>Text und Quelle wurden kopiert</translation>
        </message>
        <message>
            <source>Text of a document</source>
            <translation>Text eines Dokuments</translation>
        </message>
        <message>
            <source>Text that can be scrolled</source>
            <translation>Text zum Blättern</translation>
        </message>
        <message>
            <source>Text to copy</source>
            <translation>Text zum Kopieren</translation>
        </message>
        <message>
            <source>Text written</source>
            <translation>Text geschrieben</translation>
        </message>
        <message>
            <source>That of BAO_TOKEN or VAULT_TOKEN, or of “bao login”. kbconnect neither shows nor keeps it.</source>
            <translation>Das in BAO_TOKEN oder VAULT_TOKEN oder das von „bao login“. kbconnect zeigt es nicht und bewahrt es nicht auf.</translation>
        </message>
        <message>
            <source>The colours of the window. The change is seen at once.</source>
            <translation>Die Farben des Fensters. Die Änderung ist sofort zu sehen.</translation>
        </message>
        <message>
            <source>The command line speaks English.</source>
            <translation>Die Befehlszeile spricht Englisch.</translation>
        </message>
        <message>
            <source>The connector and its documents are as they were.</source>
            <translation>Die Verbindung und ihre Dokumente sind, wie sie waren.</translation>
        </message>
        <message>
            <source>The connector and its password are as they were before.</source>
            <translation>Die Verbindung und ihr Passwort sind, wie sie vorher waren.</translation>
        </message>
        <message>
            <source>The documents made from {source} leave the knowledge base of “{base}”, and the history of this dataset goes with them.</source>
            <translation>Die Dokumente aus {source} werden aus der Wissensbasis „{base}“ entfernt, und mit ihnen der Verlauf dieses Datenbestands.</translation>
        </message>
        <message>
            <source>The documents made from {source} leave the knowledge base, and the history of this dataset goes with them.</source>
            <translation>Die Dokumente aus {source} werden aus der Wissensbasis entfernt, und mit ihnen der Verlauf dieses Datenbestands.</translation>
        </message>
        <message>
            <source>The embedding model has changed: {chunks} would get their meaning anew.</source>
            <translation>Das Einbettungsmodell hat sich geändert: {chunks} bekämen ihre Bedeutung neu.</translation>
        </message>
        <message>
            <source>The environment names an AppRole; it is used.</source>
            <translation>Die Umgebung nennt eine AppRole; sie wird verwendet.</translation>
        </message>
        <message>
            <source>The fields below were filled from it.</source>
            <translation>Die Felder unten wurden daraus ausgefüllt.</translation>
        </message>
        <message>
            <source>The fields below were filled from it. The password was taken out.</source>
            <translation>Die Felder unten wurden daraus ausgefüllt. Das Passwort wurde herausgenommen.</translation>
        </message>
        <message>
            <source>The file of an SQLite database, often with the ending .db or .sqlite.</source>
            <translation>Die Datei einer SQLite-Datenbank, oft mit der Endung .db oder .sqlite.</translation>
        </message>
        <message>
            <source>The first by words has the score 1.</source>
            <translation>Der Erste nach Wörtern hat die Wertung 1.</translation>
        </message>
        <message>
            <source>The first {0} are shown.</source>
            <translation>Die ersten {0} werden gezeigt.</translation>
        </message>
        <message>
            <source>The keyring of this computer. It opens when you sign in.</source>
            <translation>Der Schlüsselbund dieses Rechners. Er öffnet sich, wenn Sie sich anmelden.</translation>
        </message>
        <message>
            <source>The keys of this computer</source>
            <translation>Schlüsseln dieses Computers</translation>
        </message>
        <message>
            <source>The knowledge base now matches {0}, apart from {1}.</source>
            <translation>Die Wissensbasis stimmt jetzt mit {0} überein, bis auf {1}.</translation>
        </message>
        <message>
            <source>The knowledge base now matches {0}.</source>
            <translation>Die Wissensbasis stimmt jetzt mit {0} überein.</translation>
        </message>
        <message>
            <source>The knowledge base was removed</source>
            <translation>Die Wissensbasis wurde entfernt</translation>
        </message>
        <message>
            <source>The last sync failed</source>
            <translation>Der letzte Abgleich ist fehlgeschlagen</translation>
        </message>
        <message>
            <source>The last test failed</source>
            <translation>Die letzte Prüfung ist fehlgeschlagen</translation>
        </message>
        <message>
            <source>The old copies are deleted.</source>
            <translation>Die alten Kopien sind gelöscht.</translation>
        </message>
        <message>
            <source>The other {0} not affected.</source>
            <translation>Die übrigen {0} nicht betroffen.</translation>
        </message>
        <message>
            <source>The passwords stay as they are. Programs that are open ask for the new one. Nobody can recover a pass phrase: without it the passwords must be entered again.</source>
            <translation>Die Passwörter bleiben, wie sie sind. Offene Programme fragen nach dem neuen Kennsatz. Niemand kann einen Kennsatz wiederherstellen: Ohne ihn müssen die Passwörter neu eingegeben werden.</translation>
        </message>
        <message>
            <source>The question was removed</source>
            <translation>Die Frage wurde entfernt</translation>
        </message>
        <message>
            <source>The question was saved; it finds what it should</source>
            <translation>Die Frage wurde gespeichert; sie findet, was sie soll</translation>
        </message>
        <message>
            <source>The rest is in step with the source. Rejected rows are tried again when they change.</source>
            <translation>Der Rest stimmt mit der Quelle überein. Abgewiesene Zeilen werden wieder versucht, wenn sie sich ändern.</translation>
        </message>
        <message>
            <source>The role of a column offers to mask or hash it, or to leave it out.</source>
            <translation>Bei der Rolle einer Spalte können Sie wählen, ob sie maskiert, als Hash übernommen oder weggelassen wird.</translation>
        </message>
        <message>
            <source>The rows of {0} that were looked at are in the knowledge base.</source>
            <translation>Die angesehenen Zeilen von {0} stehen in der Wissensbasis.</translation>
        </message>
        <message>
            <source>The sentence goes on in the next chunk.</source>
            <translation>Der Satz geht im nächsten Abschnitt weiter.</translation>
        </message>
        <message>
            <source>The server asks for a certificate…</source>
            <translation>Der Server verlangt ein Zertifikat …</translation>
        </message>
        <message>
            <source>The source returned {rows}, but {known} are known. Removing the difference takes away {share} % of “{dataset}”. Your limit is {limit} %.</source>
            <translation>Die Quelle hat {rows} geliefert, bekannt sind aber {known}. Den Unterschied zu entfernen nimmt {share} % von „{dataset}“ weg. Ihre Grenze ist {limit} %.</translation>
        </message>
        <message>
            <source>The sync goes on. Quit kbconnect from this icon, or choose otherwise in Settings, Running.</source>
            <translation>Der Abgleich läuft weiter. Beenden Sie kbconnect über dieses Symbol, oder wählen Sie es anders in den Einstellungen unter „Betrieb“.</translation>
        </message>
        <message>
            <source>The syncs go on. Quit kbconnect from this icon, or choose otherwise in Settings, Running.</source>
            <translation>Die Abgleiche laufen weiter. Beenden Sie kbconnect über dieses Symbol, oder wählen Sie es anders in den Einstellungen unter „Betrieb“.</translation>
        </message>
        <message>
            <source>The tables could not be read.</source>
            <translation>Die Tabellen konnten nicht gelesen werden.</translation>
        </message>
        <message>
            <source>The test could not be made.</source>
            <translation>Die Prüfung konnte nicht ausgeführt werden.</translation>
        </message>
        <message>
            <source>The test was stopped.</source>
            <translation>Die Prüfung wurde angehalten.</translation>
        </message>
        <message>
            <source>The text was copied</source>
            <translation>Der Text wurde kopiert</translation>
        </message>
        <message>
            <source>The token of this account</source>
            <translation>Das Token dieses Kontos</translation>
        </message>
        <message>
            <source>The two are not the same.</source>
            <translation>Die beiden sind nicht gleich.</translation>
        </message>
        <message>
            <source>The vault has a new pass phrase.</source>
            <translation>Der Tresor hat einen neuen Kennsatz.</translation>
        </message>
        <message>
            <source>The vault is locked. The next use asks for its pass phrase.</source>
            <translation>Der Tresor ist verschlossen. Der nächste Gebrauch fragt nach seinem Kennsatz.</translation>
        </message>
        <message>
            <source>The {0} of this dataset can still be searched.</source>
            <translation>{0} dieses Datenbestands: weiter durchsuchbar.</translation>
        </message>
        <message>
            <source>Their history and the saved password go too.</source>
            <translation>Auch der Verlauf und das gespeicherte Passwort werden entfernt.</translation>
        </message>
        <message>
            <source>Their history goes too.</source>
            <translation>Auch der Verlauf wird entfernt.</translation>
        </message>
        <message>
            <source>There are no rows yet. You can save the dataset; documents come with the first rows.</source>
            <translation>Es gibt noch keine Zeilen. Sie können den Datenbestand speichern; Dokumente kommen mit den ersten Zeilen.</translation>
        </message>
        <message>
            <source>There is already a connector with this name.</source>
            <translation>Es gibt schon eine Verbindung mit diesem Namen.</translation>
        </message>
        <message>
            <source>There is already a knowledge base with this name.</source>
            <translation>Es gibt schon eine Wissensbasis mit diesem Namen.</translation>
        </message>
        <message>
            <source>There is no advice: the columns could not be looked at.</source>
            <translation>Es gibt keine Empfehlung: Die Spalten konnten nicht angesehen werden.</translation>
        </message>
        <message>
            <source>There is nothing to set here. Account and region are those of AWS's own programs on this computer: AWS_PROFILE, AWS_DEFAULT_REGION or the folder .aws. A connector can name another region.</source>
            <translation>Hier ist nichts einzustellen. Konto und Region sind die der Programme von AWS auf diesem Computer: AWS_PROFILE, AWS_DEFAULT_REGION oder der Ordner .aws. Eine Verbindung kann eine andere Region nennen.</translation>
        </message>
        <message>
            <source>There is one of this name, and it differs:</source>
            <translation>Es gibt schon eine mit diesem Namen, und sie ist anders:</translation>
        </message>
        <message>
            <source>There was no sync in this time.</source>
            <translation>In dieser Zeit gab es keinen Abgleich.</translation>
        </message>
        <message>
            <source>They change no document, and count from the next sync on.</source>
            <translation>Sie ändern kein Dokument und gelten ab dem nächsten Abgleich.</translation>
        </message>
        <message>
            <source>This account can do more than read.</source>
            <translation>Dieses Konto kann mehr als lesen.</translation>
        </message>
        <message>
            <source>This account may not read it. Ask who looks after the database for the right to SELECT.</source>
            <translation>Dieses Konto darf sie nicht lesen. Bitten Sie die Person, die die Datenbank betreut, um das Recht zu SELECT.</translation>
        </message>
        <message>
            <source>This account sees no table. Ask who looks after the database for the right to SELECT, then load again.</source>
            <translation>Dieses Konto sieht keine Tabelle. Bitten Sie die Person, die die Datenbank betreut, um das Recht zu SELECT, und laden Sie dann erneut.</translation>
        </message>
        <message>
            <source>This desktop has no notification area in which kbconnect could go on without its window. To sync all the same, let the system run “kbconnect sync --due”.</source>
            <translation>Dieser Schreibtisch hat keinen Infobereich, in dem kbconnect ohne Fenster weiterlaufen könnte. Um trotzdem abzugleichen, lassen Sie das System „kbconnect sync --due“ ausführen.</translation>
        </message>
        <message>
            <source>This desktop has no notification area: closing the window ends kbconnect.</source>
            <translation>Dieser Schreibtisch hat keinen Infobereich: Das Fenster zu schließen beendet kbconnect.</translation>
        </message>
        <message>
            <source>This is the address of something else. Choose a path on this computer.</source>
            <translation>Das ist die Adresse von etwas anderem. Wählen Sie einen Pfad auf diesem Computer.</translation>
        </message>
        <message>
            <source>This kbconnect has no kind of source for this address.</source>
            <translation>Dieses kbconnect hat keine Art von Quelle für diese Adresse.</translation>
        </message>
        <message>
            <source>This knowledge base has no model: it is searched by words.</source>
            <translation>Diese Wissensbasis hat kein Modell: Sie wird nach Wörtern durchsucht.</translation>
        </message>
        <message>
            <source>This one was found</source>
            <translation>Dieser wurde gefunden</translation>
        </message>
        <message>
            <source>This part ships no text of its licence; its name is %s.</source>
            <translation>Dieser Teil liefert keinen Lizenztext mit; die Lizenz heißt %s.</translation>
        </message>
        <message>
            <source>This sync could not be finished.</source>
            <translation>Dieser Abgleich konnte nicht beendet werden.</translation>
        </message>
        <message>
            <source>This sync waits for your answer.</source>
            <translation>Dieser Abgleich wartet auf Ihre Antwort.</translation>
        </message>
        <message>
            <source>This token is good for another {time}.</source>
            <translation>Dieses Token gilt noch {time}.</translation>
        </message>
        <message>
            <source>Those of the SSH agent, and of the folder .ssh</source>
            <translation>Die des SSH-Agenten und die im Ordner .ssh</translation>
        </message>
        <message>
            <source>Through an SSH server</source>
            <translation>Über einen SSH-Server</translation>
        </message>
        <message>
            <source>Through an SSH server…</source>
            <translation>Über einen SSH-Server …</translation>
        </message>
        <message>
            <source>Tick at least one row that answers the question.</source>
            <translation>Haken Sie mindestens eine Zeile an, die die Frage beantwortet.</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Time of day</source>
            <translation>Uhrzeit</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>To stop syncing for a while, just keep the connector: nothing is synced unless you ask for it.</source>
            <translation>Um eine Weile nicht abzugleichen, behalten Sie die Verbindung einfach: Abgeglichen wird nur, wenn Sie es wollen.</translation>
        </message>
        <message>
            <source>To stop syncing for a while, just keep the connectors: nothing is synced unless you ask for it.</source>
            <translation>Um eine Weile nicht abzugleichen, behalten Sie die Verbindungen einfach: Abgeglichen wird nur, wenn Sie es wollen.</translation>
        </message>
        <message>
            <source>To: {place}</source>
            <translation>Nach: {place}</translation>
        </message>
        <message>
            <source>Today {time}</source>
            <translation>Heute {time}</translation>
        </message>
        <message>
            <source>Tomorrow {time}</source>
            <translation>Morgen {time}</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>Trust this server</source>
            <translation>Diesem Server vertrauen</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Try it again. If it comes back, copy the report and send it to whoever looks after kbconnect.</source>
            <translation>Versuchen Sie es erneut. Wenn es wiederkommt, kopieren Sie den Bericht und schicken Sie ihn an die Person, die kbconnect betreut.</translation>
        </message>
        <message>
            <source>Try the sample source</source>
            <translation>Beispielquelle ausprobieren</translation>
        </message>
        <message>
            <source>Turns the rows of your databases into a knowledge base.</source>
            <translation>Macht aus den Zeilen Ihrer Datenbanken eine Wissensbasis.</translation>
        </message>
        <message>
            <source>Type it here, it is kept safely</source>
            <translation>Hier eingeben, es wird sicher aufbewahrt</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>Unverändert</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z)</source>
            <translation>Rückgängig (Strg+Z)</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>Unbekannt</translation>
        </message>
        <message>
            <source>Unlock the vault</source>
            <translation>Tresor öffnen</translation>
        </message>
        <message>
            <source>Unlocked</source>
            <translation>Offen</translation>
        </message>
        <message>
            <source>Unused</source>
            <translation>Ungenutzt</translation>
        </message>
        <message>
            <source>Usable</source>
            <translation>Brauchbar</translation>
        </message>
        <message>
            <source>Use for new secrets</source>
            <translation>Für neue Geheimnisse verwenden</translation>
        </message>
        <message>
            <source>Use suggestions</source>
            <translation>Vorschläge übernehmen</translation>
        </message>
        <message>
            <source>Use {count} characters or more; several words are good.</source>
            <translation>Verwenden Sie mindestens {count} Zeichen; mehrere Wörter sind gut.</translation>
        </message>
        <message>
            <source>User name</source>
            <translation>Benutzername</translation>
        </message>
        <message>
            <source>Valid until</source>
            <translation>Gültig bis</translation>
        </message>
        <message>
            <source>Variable {name}</source>
            <translation>Variable {name}</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Version {version}</source>
            <translation>Version {version}</translation>
        </message>
        <message>
            <source>Versions, settings, counts and the latest warnings. Warnings may name hosts and tables; they never hold passwords or contents.</source>
            <translation>Versionen, Einstellungen, Anzahlen und die neuesten Warnungen. Warnungen können Rechner und Tabellen nennen; sie enthalten nie Passwörter oder Inhalte.</translation>
        </message>
        <message>
            <source>View</source>
            <translation>Ansicht</translation>
        </message>
        <message>
            <source>View {table}</source>
            <translation>Sicht {table}</translation>
        </message>
        <message>
            <source>Views</source>
            <translation>Ansichten</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Warten</translation>
        </message>
        <message>
            <source>Waiting for keyring</source>
            <translation>Wartet auf Schlüsselbund</translation>
        </message>
        <message>
            <source>Waiting for network</source>
            <translation>Wartet auf Netz</translation>
        </message>
        <message>
            <source>Waiting for server</source>
            <translation>Wartet auf Server</translation>
        </message>
        <message>
            <source>Waiting for unlock</source>
            <translation>Wartet auf Entsperren</translation>
        </message>
        <message>
            <source>Waiting for you</source>
            <translation>Wartet auf Sie</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Western Europe (Latin-1)</source>
            <translation>Westeuropa (Latin-1)</translation>
        </message>
        <message>
            <source>Western Europe (Windows-1252)</source>
            <translation>Westeuropa (Windows-1252)</translation>
        </message>
        <message>
            <source>What changed, what was rejected and why, and what to do if a sync fails.</source>
            <translation>Was sich geändert hat, was abgewiesen wurde und warum, und was zu tun ist, wenn ein Abgleich fehlschlägt.</translation>
        </message>
        <message>
            <source>What each sync did, as the page “Activity” shows it.</source>
            <translation>Was jeder Abgleich getan hat, wie es die Seite „Aktivität“ zeigt.</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>Was geschehen ist</translation>
        </message>
        <message>
            <source>What has been written so far stays and can be searched. The next sync continues there.</source>
            <translation>Was bisher geschrieben wurde, bleibt und kann durchsucht werden. Der nächste Abgleich fährt dort fort.</translation>
        </message>
        <message>
            <source>What is done, too</source>
            <translation>Auch was getan wird</translation>
        </message>
        <message>
            <source>What is synced by itself, and when.</source>
            <translation>Was von selbst abgeglichen wird, und wann.</translation>
        </message>
        <message>
            <source>What kbconnect needs for sources of the kind “{kind}” is not installed.</source>
            <translation>Was kbconnect für Quellen der Art „{kind}“ braucht, ist nicht installiert.</translation>
        </message>
        <message>
            <source>What may stand here</source>
            <translation>Was hier stehen kann</translation>
        </message>
        <message>
            <source>What the present account can do</source>
            <translation>Was das jetzige Konto kann</translation>
        </message>
        <message>
            <source>What the script does</source>
            <translation>Was das Skript tut</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>Was zu tun ist</translation>
        </message>
        <message>
            <source>What to do with {name}</source>
            <translation>Was mit {name} zu tun ist</translation>
        </message>
        <message>
            <source>What to run</source>
            <translation>Was auszuführen ist</translation>
        </message>
        <message>
            <source>What to show</source>
            <translation>Was gezeigt wird</translation>
        </message>
        <message>
            <source>What was saved before is still there, and what was being done may be unfinished.</source>
            <translation>Was vorher gespeichert war, ist noch da; was gerade getan wurde, ist vielleicht nicht fertig.</translation>
        </message>
        <message>
            <source>What was written can be searched; the sync continues there.</source>
            <translation>Was geschrieben wurde, kann durchsucht werden; der Abgleich fährt dort fort.</translation>
        </message>
        <message>
            <source>What was written stays and can be searched. The next sync continues there.</source>
            <translation>Was geschrieben wurde, bleibt und kann durchsucht werden. Der nächste Abgleich fährt dort fort.</translation>
        </message>
        <message>
            <source>What you filled in for this connector has not been saved.</source>
            <translation>Ihre Eingaben für diese Verbindung sind nicht gespeichert.</translation>
        </message>
        <message>
            <source>What you have chosen here is not saved yet.</source>
            <translation>Ihre Auswahl ist noch nicht gespeichert.</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>When asked</source>
            <translation>Auf Wunsch</translation>
        </message>
        <message>
            <source>When is {dataset} synced?</source>
            <translation>Wann wird {dataset} abgeglichen?</translation>
        </message>
        <message>
            <source>When the window is closed</source>
            <translation>Wenn das Fenster geschlossen wird</translation>
        </message>
        <message>
            <source>When to sync</source>
            <translation>Wann abgleichen</translation>
        </message>
        <message>
            <source>Where it comes from</source>
            <translation>Woher es kommt</translation>
        </message>
        <message>
            <source>Where it is kept</source>
            <translation>Wo es aufbewahrt wird</translation>
        </message>
        <message>
            <source>Where it is kept is shown in the settings.</source>
            <translation>Wo es aufbewahrt wird, zeigen die Einstellungen.</translation>
        </message>
        <message>
            <source>Where the password is</source>
            <translation>Wo das Passwort ist</translation>
        </message>
        <message>
            <source>Where they should be</source>
            <translation>Wo sie sein sollen</translation>
        </message>
        <message>
            <source>Wherever it breaks off, every password can still be read.</source>
            <translation>Wo immer es abbricht: Jedes Passwort bleibt lesbar.</translation>
        </message>
        <message>
            <source>While kbconnect is not running</source>
            <translation>Wenn kbconnect nicht läuft</translation>
        </message>
        <message>
            <source>Whoever has the file and this pass phrase has every password in it. Keep the two apart. Nobody can recover it.</source>
            <translation>Wer die Datei und diesen Kennsatz hat, hat jedes Passwort darin. Bewahren Sie beide getrennt auf. Niemand kann den Kennsatz wiederherstellen.</translation>
        </message>
        <message>
            <source>Why it was found</source>
            <translation>Warum er gefunden wurde</translation>
        </message>
        <message>
            <source>With 100 it never stops because of them.</source>
            <translation>Bei 100 bricht er ihretwegen nie ab.</translation>
        </message>
        <message>
            <source>Without the window</source>
            <translation>Ohne Fenster</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>Words can be searched at once; giving every chunk its meaning is what takes time.</source>
            <translation>Wörter können sofort durchsucht werden; Zeit braucht es, jedem Abschnitt seine Bedeutung zu geben.</translation>
        </message>
        <message>
            <source>Words cover everything, meaning {0} so far, newest first.</source>
            <translation>Wörter decken alles ab, Bedeutung bisher {0}, das Neueste zuerst.</translation>
        </message>
        <message>
            <source>Words cover everything; meaning comes with the next sync.</source>
            <translation>Wörter decken alles ab; Bedeutung kommt mit dem nächsten Abgleich.</translation>
        </message>
        <message>
            <source>Words not found</source>
            <translation>Wörter nicht gefunden</translation>
        </message>
        <message>
            <source>Words only</source>
            <translation>Nur Wörter</translation>
        </message>
        <message>
            <source>Words only until the next sync: the model has changed.</source>
            <translation>Nur Wörter bis zum nächsten Abgleich: Das Modell hat sich geändert.</translation>
        </message>
        <message>
            <source>Words only, no model</source>
            <translation>Nur Wörter, kein Modell</translation>
        </message>
        <message>
            <source>Words only: this knowledge base has no model.</source>
            <translation>Nur Wörter: Diese Wissensbasis hat kein Modell.</translation>
        </message>
        <message>
            <source>Words {place}</source>
            <translation>Wörter {place}</translation>
        </message>
        <message>
            <source>Worse</source>
            <translation>Schlechter</translation>
        </message>
        <message>
            <source>Would be removed: {titles}</source>
            <translation>Entfernt würden: {titles}</translation>
        </message>
        <message>
            <source>Write a SELECT</source>
            <translation>SELECT schreiben</translation>
        </message>
        <message>
            <source>Write a question as you would ask a colleague. You see the chunks that answer it, and their row.</source>
            <translation>Stellen Sie eine Frage, wie Sie sie in der Runde stellen würden. Sie sehen die Abschnitte, die sie beantworten, und ihre Zeile.</translation>
        </message>
        <message>
            <source>Write the whole path of the file.</source>
            <translation>Schreiben Sie den ganzen Pfad der Datei.</translation>
        </message>
        <message>
            <source>Write what people ask.</source>
            <translation>Schreiben Sie, was gefragt wird.</translation>
        </message>
        <message>
            <source>Write where they are read from, env:NAME or file:PATH, never the ids themselves.</source>
            <translation>Schreiben Sie, woher sie gelesen werden, env:NAME oder file:PFAD, nie die IDs selbst.</translation>
        </message>
        <message>
            <source>Write {column} where a value belongs; it then takes the place of the Text columns.</source>
            <translation>Schreiben Sie {column}, wo ein Wert stehen soll; das ersetzt dann die Textspalten.</translation>
        </message>
        <message>
            <source>Yesterday {time}</source>
            <translation>Gestern {time}</translation>
        </message>
        <message>
            <source>You stopped reading</source>
            <translation>Sie haben das Lesen angehalten</translation>
        </message>
        <message>
            <source>You stopped this sync. What was written can be searched; the next sync continues here.</source>
            <translation>Sie haben diesen Abgleich angehalten. Was geschrieben wurde, kann durchsucht werden; der nächste Abgleich fährt hier fort.</translation>
        </message>
        <message>
            <source>Your changes to this connector have not been saved.</source>
            <translation>Ihre Änderungen an dieser Verbindung sind nicht gespeichert.</translation>
        </message>
        <message>
            <source>Your choice is kept, but new secrets still go to the vault now. %s</source>
            <translation>Ihre Wahl ist gespeichert, aber neue Geheimnisse kommen zurzeit noch in den Tresor. %s</translation>
        </message>
        <message>
            <source>a SELECT</source>
            <translation>ein SELECT</translation>
        </message>
        <message>
            <source>a source</source>
            <translation>eine Quelle</translation>
        </message>
        <message>
            <source>about {0} rows</source>
            <translation>etwa {0} Zeilen</translation>
        </message>
        <message>
            <source>address</source>
            <translation>Anschrift</translation>
        </message>
        <message>
            <source>among the first {count}</source>
            <translation>unter den ersten {count}</translation>
        </message>
        <message>
            <source>an AppRole</source>
            <translation>einer AppRole</translation>
        </message>
        <message>
            <source>and {0}</source>
            <translation>und {0}</translation>
        </message>
        <message>
            <source>and {rows} more</source>
            <translation>und {rows} weitere</translation>
        </message>
        <message>
            <source>answer {rank}</source>
            <translation>Antwort {rank}</translation>
        </message>
        <message>
            <source>asked by you</source>
            <translation>von Ihnen gestellt</translation>
        </message>
        <message>
            <source>at least {documents}</source>
            <translation>mindestens {documents}</translation>
        </message>
        <message>
            <source>bank account</source>
            <translation>Konto</translation>
        </message>
        <message>
            <source>by you</source>
            <translation>von Ihnen</translation>
        </message>
        <message>
            <source>byte</source>
            <translation>Byte</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>Byte</translation>
        </message>
        <message>
            <source>certificate</source>
            <translation>Zertifikat</translation>
        </message>
        <message>
            <source>character</source>
            <translation>Zeichen</translation>
        </message>
        <message>
            <source>characters</source>
            <translation>Zeichen</translation>
        </message>
        <message>
            <source>chunk</source>
            <translation>Abschnitt</translation>
        </message>
        <message>
            <source>chunk is</source>
            <translation>Abschnitt ist</translation>
        </message>
        <message>
            <source>chunks</source>
            <translation>Abschnitte</translation>
        </message>
        <message>
            <source>chunks are</source>
            <translation>Abschnitte sind</translation>
        </message>
        <message>
            <source>column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>command line</source>
            <translation>Befehlszeile</translation>
        </message>
        <message>
            <source>connection</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <source>connections</source>
            <translation>Verbindungen</translation>
        </message>
        <message>
            <source>connector</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <source>connector was imported</source>
            <translation>Verbindung wurde importiert</translation>
        </message>
        <message>
            <source>connector was written</source>
            <translation>Verbindung wurde geschrieben</translation>
        </message>
        <message>
            <source>connectors</source>
            <translation>Verbindungen</translation>
        </message>
        <message>
            <source>connectors were imported</source>
            <translation>Verbindungen wurden importiert</translation>
        </message>
        <message>
            <source>connectors were written</source>
            <translation>Verbindungen wurden geschrieben</translation>
        </message>
        <message>
            <source>database</source>
            <translation>Datenbank</translation>
        </message>
        <message>
            <source>dataset</source>
            <translation>Datenbestand</translation>
        </message>
        <message>
            <source>datasets</source>
            <translation>Datenbestände</translation>
        </message>
        <message>
            <source>date of birth</source>
            <translation>Geburtsdatum</translation>
        </message>
        <message>
            <source>day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <source>days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>document</source>
            <translation>Dokument</translation>
        </message>
        <message>
            <source>document is</source>
            <translation>Dokument ist</translation>
        </message>
        <message>
            <source>documents</source>
            <translation>Dokumente</translation>
        </message>
        <message>
            <source>documents are</source>
            <translation>Dokumente sind</translation>
        </message>
        <message>
            <source>due now</source>
            <translation>jetzt fällig</translation>
        </message>
        <message>
            <source>due, and waits for {0}</source>
            <translation>fällig und wartet: {0}</translation>
        </message>
        <message>
            <source>e-mail</source>
            <translation>E-Mail</translation>
        </message>
        <message>
            <source>embedded again</source>
            <translation>erneut eingebettet</translation>
        </message>
        <message>
            <source>embedding model</source>
            <translation>Einbettungsmodell</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>leer</translation>
        </message>
        <message>
            <source>encryption</source>
            <translation>Verschlüsselung</translation>
        </message>
        <message>
            <source>every row fits</source>
            <translation>jede Zeile passt</translation>
        </message>
        <message>
            <source>expected 1st</source>
            <translation>erwartet 1.</translation>
        </message>
        <message>
            <source>expected 1–{count}</source>
            <translation>erwartet 1–{count}</translation>
        </message>
        <message>
            <source>feeds</source>
            <translation>speist</translation>
        </message>
        <message>
            <source>first sync</source>
            <translation>erster Abgleich</translation>
        </message>
        <message>
            <source>first sync of this dataset</source>
            <translation>erster Abgleich</translation>
        </message>
        <message>
            <source>for example {example}</source>
            <translation>zum Beispiel {example}</translation>
        </message>
        <message>
            <source>foreign</source>
            <translation>fremd</translation>
        </message>
        <message>
            <source>from the environment: {value}</source>
            <translation>aus der Umgebung: {value}</translation>
        </message>
        <message>
            <source>gone</source>
            <translation>weg</translation>
        </message>
        <message>
            <source>gone from the source</source>
            <translation>fehlt in der Quelle</translation>
        </message>
        <message>
            <source>host</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>icons</source>
            <translation>Symbole</translation>
        </message>
        <message>
            <source>if the server offers it</source>
            <translation>wenn der Server sie anbietet</translation>
        </message>
        <message>
            <source>its documents</source>
            <translation>seine Dokumente</translation>
        </message>
        <message>
            <source>kbconnect ended while it ran. What was written stays; the next sync continues there.</source>
            <translation>kbconnect wurde dabei beendet. Was geschrieben wurde, bleibt; der nächste Abgleich fährt dort fort.</translation>
        </message>
        <message>
            <source>kbconnect ended while this sync ran. Nothing is lost; the next sync continues here.</source>
            <translation>kbconnect wurde während dieses Abgleichs beendet. Nichts ist verloren; der nächste Abgleich fährt hier fort.</translation>
        </message>
        <message>
            <source>kbconnect goes on here</source>
            <translation>kbconnect läuft hier weiter</translation>
        </message>
        <message>
            <source>kbconnect has met a fault of its own</source>
            <translation>kbconnect hat selbst einen Fehler gemacht</translation>
        </message>
        <message>
            <source>kbconnect is open already on this data folder, and does not answer.</source>
            <translation>kbconnect ist mit diesem Datenordner schon offen und antwortet nicht.</translation>
        </message>
        <message>
            <source>kbconnect is open already on this data folder. Its window can't be called from here.</source>
            <translation>kbconnect ist mit diesem Datenordner schon geöffnet. Sein Fenster lässt sich von hier nicht rufen.</translation>
        </message>
        <message>
            <source>kbconnect logs in to this server first and reaches the database from there.</source>
            <translation>kbconnect meldet sich zuerst an diesem Server an und erreicht die Datenbank von dort.</translation>
        </message>
        <message>
            <source>kbconnect never writes; a read-only account is safer.</source>
            <translation>kbconnect schreibt nie; ein nur lesendes Konto ist sicherer.</translation>
        </message>
        <message>
            <source>kbconnect only reads. With an account that can do nothing else, whoever gets hold of its password can't change anything either. Hand this to an administrator of the database; kbconnect runs nothing of it.</source>
            <translation>kbconnect liest nur. Mit einem Konto, das nichts anderes kann, kann auch niemand etwas ändern, der an dessen Passwort gelangt. Geben Sie dies an eine Person, die die Datenbank verwaltet; kbconnect führt nichts davon aus.</translation>
        </message>
        <message>
            <source>kbconnect only reads. Your database is never changed.</source>
            <translation>kbconnect liest nur. Ihre Datenbank wird nie verändert.</translation>
        </message>
        <message>
            <source>kbconnect syncs only while it is running.</source>
            <translation>kbconnect gleicht nur ab, solange es läuft.</translation>
        </message>
        <message>
            <source>kbconnect turns rows into a knowledge base you can ask, and keeps it in step with your database.</source>
            <translation>kbconnect macht aus Zeilen eine Wissensbasis, die Sie befragen können, und hält sie mit Ihrer Datenbank im Gleichstand.</translation>
        </message>
        <message>
            <source>key of the own certificate</source>
            <translation>Schlüssel des eigenen Zertifikats</translation>
        </message>
        <message>
            <source>key or token</source>
            <translation>Zugangsschlüssel</translation>
        </message>
        <message>
            <source>kind of source</source>
            <translation>Art der Quelle</translation>
        </message>
        <message>
            <source>listed below</source>
            <translation>unten aufgeführt</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>gesperrt</translation>
        </message>
        <message>
            <source>metadata only</source>
            <translation>nur Metadaten</translation>
        </message>
        <message>
            <source>minute</source>
            <translation>Minute</translation>
        </message>
        <message>
            <source>minutes</source>
            <translation>Minuten</translation>
        </message>
        <message>
            <source>minutes without a row</source>
            <translation>Minuten ohne eine Zeile</translation>
        </message>
        <message>
            <source>more chunk</source>
            <translation>weiterer Abschnitt</translation>
        </message>
        <message>
            <source>more chunks</source>
            <translation>weitere Abschnitte</translation>
        </message>
        <message>
            <source>national id</source>
            <translation>Ausweisnummer</translation>
        </message>
        <message>
            <source>new at the source</source>
            <translation>neu in der Quelle</translation>
        </message>
        <message>
            <source>new secrets go here</source>
            <translation>neue Geheimnisse kommen hierher</translation>
        </message>
        <message>
            <source>next {0}</source>
            <translation>dann {0}</translation>
        </message>
        <message>
            <source>no change</source>
            <translation>unverändert</translation>
        </message>
        <message>
            <source>no datasets yet</source>
            <translation>noch keine Datenbestände</translation>
        </message>
        <message>
            <source>no rows</source>
            <translation>keine Zeilen</translation>
        </message>
        <message>
            <source>no schedule</source>
            <translation>kein Zeitplan</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>not among the answers now</source>
            <translation>jetzt nicht unter den Antworten</translation>
        </message>
        <message>
            <source>not asked yet</source>
            <translation>noch nicht gestellt</translation>
        </message>
        <message>
            <source>not found</source>
            <translation>nicht gefunden</translation>
        </message>
        <message>
            <source>not readable now</source>
            <translation>gerade nicht lesbar</translation>
        </message>
        <message>
            <source>not synced yet</source>
            <translation>noch nicht abgeglichen</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
        <message>
            <source>nothing to do, no cost</source>
            <translation>nichts zu tun</translation>
        </message>
        <message>
            <source>nothing yet</source>
            <translation>noch nichts</translation>
        </message>
        <message>
            <source>now</source>
            <translation>jetzt</translation>
        </message>
        <message>
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>old copies</source>
            <translation>alte Kopien</translation>
        </message>
        <message>
            <source>old copies are</source>
            <translation>alte Kopien sind</translation>
        </message>
        <message>
            <source>old copy</source>
            <translation>alte Kopie</translation>
        </message>
        <message>
            <source>old copy is</source>
            <translation>alte Kopie ist</translation>
        </message>
        <message>
            <source>options</source>
            <translation>Optionen</translation>
        </message>
        <message>
            <source>over {count}</source>
            <translation>über {count}</translation>
        </message>
        <message>
            <source>own certificate</source>
            <translation>eigenes Zertifikat</translation>
        </message>
        <message>
            <source>password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <source>password is</source>
            <translation>Passwort ist</translation>
        </message>
        <message>
            <source>password to move</source>
            <translation>Passwort zu verschieben</translation>
        </message>
        <message>
            <source>password was moved</source>
            <translation>Passwort wurde verschoben</translation>
        </message>
        <message>
            <source>passwords</source>
            <translation>Passwörter</translation>
        </message>
        <message>
            <source>passwords are</source>
            <translation>Passwörter sind</translation>
        </message>
        <message>
            <source>passwords to move</source>
            <translation>Passwörter zu verschieben</translation>
        </message>
        <message>
            <source>passwords were moved</source>
            <translation>Passwörter wurden verschoben</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>payment card</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>phone</source>
            <translation>Telefon</translation>
        </message>
        <message>
            <source>port</source>
            <translation>Port</translation>
        </message>
        <message>
            <source>processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>processors</source>
            <translation>Prozessoren</translation>
        </message>
        <message>
            <source>rejected row</source>
            <translation>abgewiesene Zeile</translation>
        </message>
        <message>
            <source>rejected rows</source>
            <translation>abgewiesene Zeilen</translation>
        </message>
        <message>
            <source>required</source>
            <translation>verlangt</translation>
        </message>
        <message>
            <source>required, certificate and name checked</source>
            <translation>verlangt, Zertifikat und Name geprüft</translation>
        </message>
        <message>
            <source>required, certificate checked</source>
            <translation>verlangt, Zertifikat geprüft</translation>
        </message>
        <message>
            <source>row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>row is</source>
            <translation>Zeile ist</translation>
        </message>
        <message>
            <source>row stays as it is</source>
            <translation>Zeile bleibt, wie sie ist</translation>
        </message>
        <message>
            <source>row was rejected</source>
            <translation>Zeile wurde abgewiesen</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>rows are</source>
            <translation>Zeilen sind</translation>
        </message>
        <message>
            <source>rows stay as they are</source>
            <translation>Zeilen bleiben, wie sie sind</translation>
        </message>
        <message>
            <source>rows were rejected</source>
            <translation>Zeilen wurden abgewiesen</translation>
        </message>
        <message>
            <source>run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>run was written</source>
            <translation>Lauf wurde geschrieben</translation>
        </message>
        <message>
            <source>runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>runs after unlock</source>
            <translation>nach Entsperren</translation>
        </message>
        <message>
            <source>runs were written</source>
            <translation>Läufe wurden geschrieben</translation>
        </message>
        <message>
            <source>schedule</source>
            <translation>Zeitplan</translation>
        </message>
        <message>
            <source>schedule can't be read</source>
            <translation>Zeitplan nicht lesbar</translation>
        </message>
        <message>
            <source>schedules</source>
            <translation>Zeitpläne</translation>
        </message>
        <message>
            <source>secret</source>
            <translation>Geheimnis</translation>
        </message>
        <message>
            <source>secret is</source>
            <translation>Geheimnis ist</translation>
        </message>
        <message>
            <source>secrets</source>
            <translation>Geheimnisse</translation>
        </message>
        <message>
            <source>secrets are</source>
            <translation>Geheimnisse sind</translation>
        </message>
        <message>
            <source>see its text</source>
            <translation>siehe Text</translation>
        </message>
        <message>
            <source>still need</source>
            <translation>brauchen noch</translation>
        </message>
        <message>
            <source>still needs</source>
            <translation>braucht noch</translation>
        </message>
        <message>
            <source>sync</source>
            <translation>Abgleich</translation>
        </message>
        <message>
            <source>sync {run}</source>
            <translation>Abgleich {run}</translation>
        </message>
        <message>
            <source>syncs</source>
            <translation>Abgleiche</translation>
        </message>
        <message>
            <source>table</source>
            <translation>Tabelle</translation>
        </message>
        <message>
            <source>tables</source>
            <translation>Tabellen</translation>
        </message>
        <message>
            <source>the certificates this computer trusts</source>
            <translation>die Zertifikate, denen dieser Rechner vertraut</translation>
        </message>
        <message>
            <source>the first answer</source>
            <translation>die erste Antwort</translation>
        </message>
        <message>
            <source>the rest goes on</source>
            <translation>der Rest läuft weiter</translation>
        </message>
        <message>
            <source>the source</source>
            <translation>die Quelle</translation>
        </message>
        <message>
            <source>the token of this account</source>
            <translation>dem Token dieses Kontos</translation>
        </message>
        <message>
            <source>this program</source>
            <translation>dieses Programm</translation>
        </message>
        <message>
            <source>time limits</source>
            <translation>Zeitgrenzen</translation>
        </message>
        <message>
            <source>today</source>
            <translation>heute</translation>
        </message>
        <message>
            <source>token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>took {0}</source>
            <translation>Dauer {0}</translation>
        </message>
        <message>
            <source>typeface</source>
            <translation>Schrift</translation>
        </message>
        <message>
            <source>until plugged in</source>
            <translation>bis zum Netzanschluss</translation>
        </message>
        <message>
            <source>used by a dataset</source>
            <translation>von einem Datenbestand verwendet</translation>
        </message>
        <message>
            <source>user name</source>
            <translation>Benutzername</translation>
        </message>
        <message>
            <source>view</source>
            <translation>Sicht</translation>
        </message>
        <message>
            <source>when you close it</source>
            <translation>wenn Sie es schließen</translation>
        </message>
        <message>
            <source>{0} is fed by {1}.</source>
            <translation>{0} wird von {1} gespeist.</translation>
        </message>
        <message>
            <source>{0} is ready</source>
            <translation>{0} ist bereit</translation>
        </message>
        <message>
            <source>{0} metadata only</source>
            <translation>{0} nur Metadaten</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>{0} von {1}</translation>
        </message>
        <message>
            <source>{0} of {1} documents would be removed</source>
            <translation>{0} von {1} Dokumenten würden entfernt</translation>
        </message>
        <message>
            <source>{0} of {1} rows</source>
            <translation>{0} von {1} Zeilen</translation>
        </message>
        <message>
            <source>{0} of {1} rows would be rejected</source>
            <translation>{0} von {1} Zeilen würden abgewiesen</translation>
        </message>
        <message>
            <source>{0} s ago</source>
            <translation>Vor {0} s</translation>
        </message>
        <message>
            <source>{act}: checking the copy</source>
            <translation>{act}: Kopie wird geprüft</translation>
        </message>
        <message>
            <source>{characters}, {tokens} tokens</source>
            <translation>{characters}, {tokens} Token</translation>
        </message>
        <message>
            <source>{chunks_are} longer than the model reads.</source>
            <translation>{chunks_are} länger, als das Modell liest.</translation>
        </message>
        <message>
            <source>{chunks} in {time}</source>
            <translation>{chunks} in {time}</translation>
        </message>
        <message>
            <source>{connectors} back</source>
            <translation>{connectors} wieder da</translation>
        </message>
        <message>
            <source>{connectors} chosen</source>
            <translation>{connectors} gewählt</translation>
        </message>
        <message>
            <source>{connectors} deleted</source>
            <translation>{connectors} gelöscht</translation>
        </message>
        <message>
            <source>{connectors}, without passwords</source>
            <translation>{connectors}, ohne Passwörter</translation>
        </message>
        <message>
            <source>{connector} stays where it was</source>
            <translation>{connector} bleibt, wo sie war</translation>
        </message>
        <message>
            <source>{copies_are} still where they were</source>
            <translation>{copies_are} noch, wo sie waren</translation>
        </message>
        <message>
            <source>{copies} of moved passwords could not be deleted</source>
            <translation>{copies} verschobener Passwörter konnten nicht gelöscht werden</translation>
        </message>
        <message>
            <source>{datasets} and what they brought go with them and can no longer be searched. Their history and the saved passwords go too.</source>
            <translation>{datasets} und was sie gebracht haben, werden mit entfernt und können nicht mehr durchsucht werden. Auch der Verlauf und die gespeicherten Passwörter werden entfernt.</translation>
        </message>
        <message>
            <source>{datasets} more</source>
            <translation>{datasets} mehr</translation>
        </message>
        <message>
            <source>{datasets} more with sensitive columns as they are</source>
            <translation>{datasets} mehr mit unveränderten sensiblen Spalten</translation>
        </message>
        <message>
            <source>{datasets} never</source>
            <translation>{datasets} nie</translation>
        </message>
        <message>
            <source>{dataset} could not be synced</source>
            <translation>{dataset} konnte nicht abgeglichen werden</translation>
        </message>
        <message>
            <source>{dataset} waits for your answer</source>
            <translation>{dataset} wartet auf Ihre Antwort</translation>
        </message>
        <message>
            <source>{dataset}: the sensitive column {column} is stored as it is</source>
            <translation>{dataset}: Die sensible Spalte {column} ist unverändert gespeichert</translation>
        </message>
        <message>
            <source>{dataset}: {number} sensitive columns are stored as they are: {columns}</source>
            <translation>{dataset}: {number} sensible Spalten sind unverändert gespeichert: {columns}</translation>
        </message>
        <message>
            <source>{day} {month}</source>
            <comment>of a date</comment>
            <translation>{day}. {month}</translation>
        </message>
        <message>
            <source>{documents_are} gone from the source, removing</source>
            <translation>{documents_are} aus der Quelle verschwunden, wird entfernt</translation>
        </message>
        <message>
            <source>{documents} in {base}</source>
            <translation>{documents} in {base}</translation>
        </message>
        <message>
            <source>{done} chunks</source>
            <translation>{done} Abschnitte</translation>
        </message>
        <message>
            <source>{done} documents</source>
            <translation>{done} Dokumente</translation>
        </message>
        <message>
            <source>{done} of about {total} rows counted</source>
            <translation>{done} von etwa {total} Zeilen gezählt</translation>
        </message>
        <message>
            <source>{done} of {connections} tested</source>
            <translation>{done} von {connections} geprüft</translation>
        </message>
        <message>
            <source>{done} of {total} chunks</source>
            <translation>{done} von {total} Abschnitten</translation>
        </message>
        <message>
            <source>{done} of {total} documents</source>
            <translation>{done} von {total} Dokumenten</translation>
        </message>
        <message>
            <source>{done} of {total} rows</source>
            <translation>{done} von {total} Zeilen</translation>
        </message>
        <message>
            <source>{done} rows</source>
            <translation>{done} Zeilen</translation>
        </message>
        <message>
            <source>{done} rows counted</source>
            <translation>{done} Zeilen gezählt</translation>
        </message>
        <message>
            <source>{field} {before} → {after}</source>
            <translation>{field} {before} → {after}</translation>
        </message>
        <message>
            <source>{file}. To go back to it: quit kbconnect, remove the files beside the original that end in -wal or -shm, and put this one in its place under the same name. The next sync brings it up to date.</source>
            <translation>{file}. Um zu ihr zurückzukehren: Beenden Sie kbconnect, entfernen Sie neben der ursprünglichen Datei die mit -wal oder -shm am Ende, und legen Sie diese unter demselben Namen an ihre Stelle. Der nächste Abgleich bringt sie auf den neuesten Stand.</translation>
        </message>
        <message>
            <source>{found} of {connectors}</source>
            <translation>{found} von {connectors}</translation>
        </message>
        <message>
            <source>{found} of {count} found where expected</source>
            <translation>{found} von {count} gefunden, wo erwartet</translation>
        </message>
        <message>
            <source>{imported}; {count_needs} a password</source>
            <translation>{imported}; {count_needs} ein Passwort</translation>
        </message>
        <message>
            <source>{kind} files ({patterns})</source>
            <translation>{kind}-Dateien ({patterns})</translation>
        </message>
        <message>
            <source>{minutes} min ago</source>
            <translation>Vor {minutes} min</translation>
        </message>
        <message>
            <source>{name} are removed</source>
            <translation>{name} sind entfernt</translation>
        </message>
        <message>
            <source>{name} are removed, with {documents}</source>
            <translation>{name} sind entfernt, mit {documents}</translation>
        </message>
        <message>
            <source>{name} is back</source>
            <translation>{name} ist wieder da</translation>
        </message>
        <message>
            <source>{name} is deleted</source>
            <translation>{name} ist gelöscht</translation>
        </message>
        <message>
            <source>{name} is removed</source>
            <translation>{name} ist entfernt</translation>
        </message>
        <message>
            <source>{name} is removed, with {documents}</source>
            <translation>{name} ist entfernt, mit {documents}</translation>
        </message>
        <message>
            <source>{name} is saved, and can't connect yet. {reason}</source>
            <translation>{name} ist gespeichert und kann sich noch nicht verbinden. {reason}</translation>
        </message>
        <message>
            <source>{name} leads there already.</source>
            <translation>{name} führt schon dorthin.</translation>
        </message>
        <message>
            <source>{place}: every copy was read back and compared.</source>
            <translation>{place}: Jede Kopie wurde zurückgelesen und verglichen.</translation>
        </message>
        <message>
            <source>{rate} a second</source>
            <translation>{rate} je Sekunde</translation>
        </message>
        <message>
            <source>{reason} Check the path, or choose the kind of source.</source>
            <translation>{reason} Prüfen Sie den Pfad, oder wählen Sie die Art der Quelle.</translation>
        </message>
        <message>
            <source>{rows_stay}. Nothing has been written yet.</source>
            <translation>{rows_stay}. Es wurde noch nichts geschrieben.</translation>
        </message>
        <message>
            <source>{rows} of its rows are no longer found where they should be.</source>
            <translation>{rows} ihrer Zeilen werden nicht mehr dort gefunden, wo sie sein sollen.</translation>
        </message>
        <message>
            <source>{rows} rejected; the rest goes on</source>
            <translation>{rows} abgewiesen; der Rest läuft weiter</translation>
        </message>
        <message>
            <source>{rows} rows expected</source>
            <translation>{rows} Zeilen erwartet</translation>
        </message>
        <message>
            <source>{rows} would be rejected.</source>
            <translation>{rows} würden abgewiesen.</translation>
        </message>
        <message>
            <source>{rule}. Due, and waits for {reason}.</source>
            <translation>{rule}. Fällig und wartet: {reason}.</translation>
        </message>
        <message>
            <source>{rule}. Next: {time}.</source>
            <translation>{rule}. Als Nächstes: {time}.</translation>
        </message>
        <message>
            <source>{rule}. Paused.</source>
            <translation>{rule}. Angehalten.</translation>
        </message>
        <message>
            <source>{secrets} encrypted with a new key.</source>
            <translation>{secrets} mit einem neuen Schlüssel verschlüsselt.</translation>
        </message>
        <message>
            <source>{secrets} in {file}</source>
            <translation>{secrets} in {file}</translation>
        </message>
        <message>
            <source>{server} answers, is unsealed and lets kbconnect in</source>
            <translation>{server} antwortet, ist entsiegelt und lässt kbconnect ein</translation>
        </message>
        <message>
            <source>{server} shows a key that nobody has approved on this computer. Its fingerprint tells it from any other server: if it is the right one, nobody has put a server of theirs in between to read passwords and data.</source>
            <translation>{server} zeigt einen Schlüssel, den auf diesem Computer noch niemand bestätigt hat. Sein Fingerabdruck unterscheidet ihn von jedem anderen Server: Ist es der richtige, hat niemand einen eigenen Server dazwischengesetzt, um Passwörter und Daten mitzulesen.</translation>
        </message>
        <message>
            <source>{share} with meaning</source>
            <translation>{share} mit Bedeutung</translation>
        </message>
        <message>
            <source>{signed} changed</source>
            <translation>{signed} geändert</translation>
        </message>
        <message>
            <source>{signed} gone</source>
            <translation>{signed} verschwunden</translation>
        </message>
        <message>
            <source>{signed} new</source>
            <translation>{signed} neu</translation>
        </message>
        <message>
            <source>{stage}, {others} more</source>
            <translation>{stage}, {others} weitere</translation>
        </message>
        <message>
            <source>{syncs} in four weeks, none failed</source>
            <translation>{syncs} in vier Wochen, keiner fehlgeschlagen</translation>
        </message>
        <message>
            <source>{syncs} in four weeks, {failed} failed on {days}</source>
            <translation>{syncs} in vier Wochen, {failed} fehlgeschlagen ({days})</translation>
        </message>
        <message>
            <source>{syncs} more</source>
            <translation>{syncs} weitere</translation>
        </message>
        <message>
            <source>{syncs} under way</source>
            <translation>{syncs} im Gange</translation>
        </message>
        <message>
            <source>{table} is not among the tables of this account</source>
            <translation>{table} gehört nicht zu den Tabellen dieses Kontos</translation>
        </message>
        <message>
            <source>{tested}, {failed} failed</source>
            <translation>{tested}, {failed} fehlgeschlagen</translation>
        </message>
        <message>
            <source>{time}, no change</source>
            <translation>{time}, unverändert</translation>
        </message>
        <message>
            <source>{tokens} of the {most} tokens that the model reads at once, the title with each chunk</source>
            <translation>{tokens} der {most} Tokens, die das Modell auf einmal liest, der Titel bei jedem Abschnitt mitgezählt</translation>
        </message>
        <message>
            <source>{type}, looks back by {lag}</source>
            <translation>{type}, blickt {lag} zurück</translation>
        </message>
        <message>
            <source>{when}, by sync {run}</source>
            <translation>{when}, durch Abgleich {run}</translation>
        </message>
        <message>
            <source>{worse} of {count} are worse than before</source>
            <translation>{worse} von {count} sind schlechter als vorher</translation>
        </message>
        <message>
            <source>{worse} worse</source>
            <translation>{worse} schlechter</translation>
        </message>
        <message>
            <source>“As the system” follows the system's light or dark mode when it changes.</source>
            <translation>„Wie das System“ folgt dem hellen oder dunklen Modus des Systems, wenn er wechselt.</translation>
        </message>
        <message>
            <source>“{name}”</source>
            <translation>„{name}“</translation>
        </message>
        <message>
            <source>“{title}” is in place {place} now and should be among the first {count}.</source>
            <translation>„{title}“ ist jetzt auf Platz {place} und soll unter den ersten {count} sein.</translation>
        </message>
        <message>
            <source>“{title}” is in place {place} now and should be the first.</source>
            <translation>„{title}“ ist jetzt auf Platz {place} und soll Erste sein.</translation>
        </message>
        <message>
            <source>“{title}” is no longer among the first {count} answers.</source>
            <translation>„{title}“ ist nicht mehr unter den ersten {count} Antworten.</translation>
        </message>
        <message>
            <source>“{title}” is no longer in the knowledge base.</source>
            <translation>„{title}“ ist nicht mehr in der Wissensbasis.</translation>
        </message>
        <message>
            <source>✕ Failed</source>
            <translation>✕ Fehlgeschlagen</translation>
        </message>
    </context>
</TS>
