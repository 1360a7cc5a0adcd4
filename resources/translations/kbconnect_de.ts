<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>sentences</name>
        <message>
            <source> The {0} documents it wrote are not read again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source> {0} may not look into the {1} {2}{3}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>'Battery Power'</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>(SELECT text FROM vectors WHERE id &lt;= ?)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>, as far as this sync came</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>-- Run as an administrator. Choose a password first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>1 table can be read</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>::text</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A SQLite address names no server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A SQLite database, texts in {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A bracket is closed here that was never opened.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A bracket is opened here that is never closed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A comment is opened here that is never closed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A dataset stays with its connector.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A date: good for filtering</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A file named by a reference</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A key is 32 random bytes in URL-safe base64: 44 characters, the last one “=”. Several keys are separated by commas.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A list of values</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A name is written with escaped characters here (U&amp;), which hides what it is.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A pass phrase needs at least {0} characters.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A port is a number from 1 to 65535.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A project that DBeaver encrypts as a whole can't be read by other programs. Else choose the file data-sources.json.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A reference is env:NAME for a variable, file:PATH for a file, or what the program itself stored (keyring:… or vault:…).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A run can't look back by {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A run that finds nothing new takes about {0} for {1} rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A saved {0} can't be read: the program's own database holds something else in its place.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A time of day</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A value of this address begins with a quote that is never closed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A {0} was saved by a newer version of this program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Add a new dataset to the other connector, and remove this one.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Adding meaning can't use {0} processors.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Adding meaning waits until this computer is plugged in; until then new documents are found by words.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>All rows were compared, because there were some that the cursor does not show.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>All {0} tables can be read</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Allow this account to read the file, or change the connector's secret.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Allow this account to write to the folder {0}, or choose another one with --home.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Also catches up {0} {1} missed before.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>An index serves it, so a run reads little more than what is new.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Another program is writing to the database file and holds it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Another program is writing to the knowledge base {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>As cron says, {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask the owner of the file for the right to read it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to connect to it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to log in.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read it, or choose another table.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read it, or leave the column out.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database for the right to read this table.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database to look into its log, and pass on the text for IT.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database whether that other server can be reached.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the database; kbconnect reads again once it is repaired.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the server to renew it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the server to switch TLS on, or choose a weaker setting if the network in between is yours.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the server to switch TLS on.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask who looks after the server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Behind the password this URL has a parameter that kbconnect does not know.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Between the words of this address something stands without a name and “=”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Catches up the sync of {0}, which was missed{1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change it where it is kept, or give the secret itself so that it is stored.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change the query so that it leaves such values out or converts them otherwise.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change the query where it points at, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change the query where the database points at, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change the rows that the saved one expects, or remove it first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check that the disk is connected and healthy, then try again. If not, show IT the technical detail.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check that the file and its folder may be read by this account.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check that the folder exists and its disk is connected, or choose another one with --home.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check that this is the port of PostgreSQL, and whether the server lets this computer in.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check that this is the port of PostgreSQL; else the server may be overloaded.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the disk or the network drive it is on, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the folder and the port, and whether the server is running.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the name of the database; capital and small letters count.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the network or VPN of this computer, and the host.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the network or VPN of this computer, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the path, and whether the disk or network drive it is on is there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the port, and ask who looks after the server whether the database is running and listens to other computers.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the port.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the spelling against the list.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the spelling of the host, and whether this computer is on the right network or VPN.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the spelling; capital and small letters count.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check the user name, or ask who looks after the server to let this computer in.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check user name and password, or ask who looks after the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check what stands in the brackets.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a column with the time of the last change, or find changes by comparing.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a day that the month has.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a file that kbconnect has exported, a .pgpass, a pg_service.conf, or DBeaver's data-sources.json.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a file that kbconnect has exported.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a file that was made by SQLite; its name often ends in .db, .sqlite or .sqlite3.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a key of one growing column, or find changes by comparing.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a number from 1 to {0}, or 0 for all there are.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS) if the server offers it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose an encrypted connection (TLS). If it is chosen already, ask who looks after the server to let this computer in.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another column, or find changes by comparing.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another cursor column, or the mode “compare”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another file name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another folder with --home or KBCONNECT_HOME, or give your account the right to write.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another folder.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose another name; names that differ only in upper and lower case count as the same.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose between one minute and a year.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose fewer rows, or raise the time limit of this connector.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose from: {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose keyring or vault.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose numbers from 1 on.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose one of them: a connector reaches one server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose one of these: {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose one of: {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the column or columns whose values are different in every row.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the column that holds the time of a row's last change, or find changes by comparing.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the columns again; one may have been renamed or removed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the columns again; this one may have been renamed or removed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the database file inside it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the file of the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the file that holds the certificate of the authority, or leave the field empty.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the file with the certificate of the authority, in PEM form.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the file with the certificate of your organisation's authority in the connector.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the table again; it may have been moved or renamed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the table again; it may have been renamed or removed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Close every other version of this program that uses it, then sync with this one: everything is embedded again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Close that program or wait until it is done, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Close the file with: chmod 600 '{0}'. Then change the password, others may have read it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Comparing finds every change, removals included. How many rows there are can't be told beforehand; if a run that finds nothing new takes too long, follow a cursor.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connectors, datasets and history can't be read. Knowledge bases, files of their own, are unaffected.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Continues run {0}, which {1}.{2}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>DBeaver calls it data-sources.json.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>DBeaver reaches it through {0}, which kbconnect does not open.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>DBeaver's password stays there, encrypted: enter it once here.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Did you mean {0}?</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Different in every row seen; make sure it always is</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Different in every row; the database sees to it</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Documents would be empty.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>EXPLAIN (FORMAT JSON) SELECT 1 FROM {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Empty in the rows seen</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Encrypted vault in the program's database</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Encryption with {0} could not be agreed on.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter one host name or IP address.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter the host name, for example db.example.org.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter the name or address of the database server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter the password of {0} again, or ask who looks after the database for it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter the password.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Every Saturday and Sunday</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Every day in {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Every document would read the same.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Files or other data that is no text</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Free about {0} MB on that disk, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Free some space on that disk and try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Free some space on that disk, then try again: the sync continues where it stopped.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Free some space, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Full sentences</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give 0 or more: seconds for a time, or units of a number.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give 0 to look in every run, or a number of hours.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give a number from 0 to 1; 0.2 is one in five.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give at least one column the role Text, or write a template.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give at least one column the role Text.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give it a name that people recognise.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give one of them another name: … AS "{0}_2".</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give your user account the right to read the file and its folder.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give your user account the right to write the file and its folder, or move it to a folder of your own.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Grows when a row changes</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Have the lines below run by the owner if you need these tables.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Have the lines below run by the owner of the tables, then test again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Have the script below run by an administrator, then use the new account here.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>If the file was moved, move it back. If it is gone, {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>If there should be some, check that this is the right file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>If there should be some, check the name of the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Install this program again: the model comes with it. In a checkout, `python3 packaging/dev.py app` builds it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It came from a text in another encoding. Type that character again, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It can't be searched or synced. The databases it was made from are not affected.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It grows with each new row.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It has a word that kbconnect doesn't know: “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It has been left as it is, and no knowledge base was made.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It has no name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It has no time zone: a change of the server's or the client's zone, or the end of summer time, can set it back, so a run looks back further.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It has no value in the rows seen.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It has not been opened, so nothing in it has changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It holds days: the rows of whole days are read again in each run.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It is empty, or opened by {0}: put a new key in front there to change that.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It is kept in a directory (LDAP), which kbconnect doesn't ask.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It is later than “{0}” in {1} of the rows seen.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It is set when a row is added.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It is synced only when somebody asks for it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It may have been removed in another window or by a command.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It may have gone with its dataset.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It names no file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It names no host.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It reads jdbc:postgresql: and jdbc:sqlite: addresses.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It reads postgresql:// and sqlite:/// addresses, and paths of SQLite files.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It should look like host:5432/database. An @ in a database name is written %40.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It should look like jdbc:postgresql://host:5432/database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It stands for another service, which PostgreSQL's own tools don't follow either.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It stands for any {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It stays as it is. It can be searched as long as the file can be read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It stopped before that. What it changed before stays and can be searched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It takes {0}, for example {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It was chosen before.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It was never seen to be updated{0}: changes to rows would be missed, so only additions would arrive.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It was not run, and nothing was changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its address has a variable (${…}) that only DBeaver knows.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its name says that it counts changes.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its name says that it is set when a row changes.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its password has to be entered again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its times are rounded: rows that share the last one are read again in each run.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its values repeat: it seems to count the changes of each row by itself.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its “password” may only be none, enter, env:NAME or file:PATH. A password has no place there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its “tls” is none of the words there are for it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its “{0}” is not a text, or too long a one.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Its “{0}” is not a whole number from 1 to {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Knowledge base</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Larger than the limit of {0} ({1})</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Leave the column to follow empty, or choose to follow a cursor.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Left out: {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Long text{0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Long, but not made of words</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look at the file's rights, or choose another one.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look at the list again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look at the list of datasets again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look at the list of runs again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look at the list of saved questions again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look at the rejected rows and their reasons, mend the mapping or the data, then sync again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look into the log.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Looks like a secret</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Looks like personal data</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Made by the database itself</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Make room, or give your account the right to write into {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Named like a text</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Named like a title</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>New passwords can't go into the system's keyring, because it can't be used.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No PostgreSQL server listens in {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No column is chosen to follow.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No connection was found in {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No connector was changed, and nothing was exported.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No database file is named.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No document was made.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No host is named.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No index begins with it: every run scans the whole table.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No key is chosen.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No password was read or stored.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No password was read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No saved password could be read or stored.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No saved password was read or stored.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No schedule was changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No text is chosen.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not encrypted, as this connector demands. Others on the network could read along.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not encrypted: the server offers no TLS. Others on the network could read along.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not encrypted; nothing leaves this computer</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not needed: the server is on this computer</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not valid UTF-8 at character {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing can be found by meaning until it is back. Searching by words works.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing can be searched or synced until it is back. {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing has been changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing has been changed. All {0} documents can still be searched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing says that it grows when a row changes: a changed row could go unseen.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was changed, neither in the database nor in your documents.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was changed, neither in the file nor in your documents.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was changed. Knowledge bases are files of their own and unaffected.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was changed; connectors, datasets and knowledge bases are as they were.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was changed; passwords already saved stay where they are.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was changed; the newer version can still use it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was done.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was imported.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was read. Other saved passwords are unaffected.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was read; your documents are as they were.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was removed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was saved.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was started or changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was written by this step; the knowledge base is as it was before it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was written. Your documents are as they were.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Often the cause is a failed import or a new filter at the source. If the rows are really gone or empty, sync again and allow the removal (--allow-deletes).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>On the {0} of {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>One of its lines has no “=”, so PostgreSQL's own tools don't read it either.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Only rows that the cursor shows as new were read; removed rows were not looked for.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Only the rejected rows were read again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Others can read {0}, so PostgreSQL's own tools don't use it, and no password was taken from it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Part of the primary key</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Pass on the text for IT.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Paste it again, in one line.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Paste something like postgresql://user@host:5432/database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Plan Rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Points at another row; says nothing by itself</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Port {0} answers</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>PostgreSQL's usual port is 5432.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Primary key</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Put a backup in its place, for instance a file {0}.before-… beside it, or move it away to start with an empty one.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Put a backup of the database in its place, or remove that entry and make it again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Put a backup of the program's database in its place, or empty the vault and type the passwords again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Put back a copy from a backup, after removing the files beside it that end in -wal or -shm, or {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Put the file there, or change the connector's secret.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Reading broke off and was taken up again {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Reading only what is added follows the key “{0}”, not “{1}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Reading only what is added needs a key of one column; this one has {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove it there yourself (in the keyring it is called kbconnect), or leave it; nothing uses it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove it, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove it. Known are: {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove those datasets first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove what stands behind the “?”. A question mark in a file's name is written %3F.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove what uses it first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Removed rows can't be looked for every {0} hours.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Restore it from a backup, or run SQLite's “.recover” on a copy of it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Restore the file from a backup, or run SQLite's “.recover” on a copy of it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Rows that the cursor shows as new were read, and all keys were looked through for removed rows.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Save the file again as plain UTF-8 text with nothing but the password in it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Search again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Secret Service (GNOME keyring, KWallet or the like)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Set {0} before the program starts, or change the connector's secret.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Set {0} to the old key; to change it, write the new key, a comma and the old key.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Set {0} to the vault's key before the program starts.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Several rows have the same key</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Short structured data (JSON)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Short text</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Short text, as far as its name says</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Short, different in every row</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Signed in as {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Somebody else is changing the structure of the table, so it could not be read in time.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Split it into several files.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Start a desktop session or a Secret Service, or use the encrypted vault (KBCONNECT_VAULT_KEY).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Start the keyring, or choose the encrypted vault.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Start the newer version, or put the copy it made before its upgrade ({0}.before-…) in the place of {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Start the newer version.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Start the program where it can ask for the pass phrase, or set {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Start the program without {0} and give the pass phrase.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Structured data (JSON); choose Text to search it</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Sync again: it continues with these texts. If it fails again, close other programs to free memory.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Sync when nobody works with the file, or have the line below run once by whoever looks after it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Take PYTHON_KEYRING_BACKEND and keyringrc.cfg away to use the system's keyring, or use the encrypted vault.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Take a few words that belong together for you alone.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Takes up the sync of {0}, which was broken off.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>That sync goes on; nothing else was started.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The URL names several hosts.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The account is not allowed to read the column “{0}” of {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The account is not allowed to read this.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The account is not allowed to read “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The account {0} exists, but may not log in.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The address has a</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The address holds a line break or another control character.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The address is empty.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The address names no file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The certificate file {0} does not exist.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The certificate of {0} has expired.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The certificate of {0} is signed by nobody this computer trusts.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The chosen key is no key: more than {0} of its values stand in several rows.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The column “{0}” can't be used to find changes: its values are neither numbers nor times.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The column “{0}” can't be used to find changes: {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The connection to the database was lost.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The connector has no name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The connector is gone. The password is still where it was kept.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The connector “{0}”</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The data folder {0} can't be used: {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database answered in a way kbconnect did not expect.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database broke off the reading because of other work going on there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database could not read a table that lives on another server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database could not run this query.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database file answered in a way kbconnect did not expect.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database file can't be opened.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database file could not be read to its end.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database file is damaged.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database found a damaged index of its own.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database found damaged data in its own files.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database has no schema of this name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database has no table of this name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database has no table “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database met a value the query can't work with.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database refused this query, because it would change something.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database server has no room for this right now.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database server met a fault of its own.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database server refuses to compute MD5 checksums, by which kbconnect sees what changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database sets it whenever a row is changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database took longer than the time limit and was stopped.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database was not changed. What this sync did so far is kept.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The database was removed while it was read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The databases it was made from are not affected.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The dataset has no name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The dataset of this run is not there any more.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The day of the month, {0}, never comes in the month {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The disk that holds {0} has too little room to bring that knowledge base to this version's form.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The disk that holds {0} is full.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The disk with {0} is full.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The embedding model changed with this version of the program; all {chunks:,} chunks are embedded again. They stay searchable by words meanwhile.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The embedding model changed with this version of the program; {left:,} of {chunks:,} chunks were still to be embedded again. They stay searchable by words meanwhile.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The embedding model could not work on a batch of texts.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The embedding model is not complete in {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The encrypted vault has no pass phrase that could be changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The encrypted vault holds no password for this connection.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The encrypted vault is being changed by another program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The encrypted vault is locked with a key, and {0} is not set.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The encrypted vault is locked with a pass phrase, not with the key in {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The encrypted vault needs its pass phrase, and nobody gave it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The encrypted vault was written by a newer version of this program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The entry that opens the encrypted vault is damaged.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The environment</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The environment has no variable {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file can be read, but there is no table in it yet.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file of the database is missing.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file was left as it was; nothing in it has changed or is lost.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file {0} can't be opened.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file {0} is damaged or is not a knowledge base.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file {0} with the password can't be read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file {0} with the password is not UTF-8 text.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file {0} with the password is not there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The file {0} with the password is open to every account of this machine.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The folder of the program's own database, {0}, can't be used.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The function {0} does more than read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The host of the server is missing.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The key in {0} is not the one the encrypted vault was locked with.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The key is empty (NULL)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The keyring holds no password for this connection.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The keyring's entry for this connection is not text.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base file {0} can't be opened.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base file {0} can't be written.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base file {0} is not there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base has no name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base {0} could not be read or written.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base {0} was written by a newer version of this program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base “{0}”</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The lock of {0} can't be written: {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The other change counts; yours was not saved.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The part of the URL behind the last @ is not a host with port and database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The part of the URL behind “//” is not a host with port and database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The pass phrase was changed by another program at the same moment.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The password for this connection is not known, so nothing was read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The password was not read or stored.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The password was not saved.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The password was not used.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The path of the knowledge base, {0}, holds a character no file can have in its name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The port in the URL is not a number from 1 to 65535.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The program's own database {0} can't be opened for writing.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The program's own database {0} did not do what was asked.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The program's own database {0} is damaged or is no database of this program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The program's own database {0} is in use by another program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The program's own database {0} was written by a newer version of this program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The query gives two columns named “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The query has the parameter {0}, and nothing fills it in.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The query holds a character with the number 0.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The query holds half a character at position {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The query took longer than the time limit and was stopped.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The query was stopped before it was done.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The question is empty.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The read replica broke off the reading, because it had to take over changes from its main server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The run history keeps at least one run and one day.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The run was not started.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The same value in every row seen</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The saved password for this connection is damaged.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The saved passwords are still there and stay closed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The saved passwords are still there; none was read or stored now.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The saved passwords can't be read; connectors and knowledge bases are unaffected.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The saved question “{0}” got worse: {1}{2}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The secret was not saved.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server answered the login wrongly.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server asks for the password of {0}, and none was given.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server could not prove that it knows this account.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server does not let {0} in from this computer without encryption, or not at all.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server does not let {0} in: there is no such user, or not from this computer.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server has no database named “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server has no database of this name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server has too many connections open and takes no more right now.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server is PostgreSQL {0}, which is too old for kbconnect.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server is starting or stopping and takes no connections right now.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server may only know old versions of TLS. Pass on the text for IT.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server probably allows certain algorithms only (FIPS mode). Ask who looks after it whether kbconnect can read from a server or a copy that computes them.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server refused the login of {0}: the password is wrong, or there is no such user.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server refused the login.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The server's certificate is not made out to {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The share of rows that may be {0} can't be {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The source returned {0}, and {1} of {2} documents ({3}) would be removed{4}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The sync ended unexpectedly.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The sync of {0} had to wait for {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The sync stopped there. What was written before can be searched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The system's keyring</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The system's keyring did not do what was asked.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The system's keyring is locked and was not opened.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The table has no column of this name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The table has no column “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The table is not in a state to be read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The template has a brace that doesn't fit.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The template names no column.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The text is empty</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The text is empty after the HTML tags are removed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The vectors in the knowledge base {0} were made by another embedding model.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The {0} can't be “{1}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There already is a {0} called “{1}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is already a connector called {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is already a dataset called {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is already a knowledge base called {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is already something at {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no account whose home folder {0} could lie in.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no column {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no column “{0}” in {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no column “{0}” to follow.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no column “{0}” to tell new rows by.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no embedder “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no embedding model called “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no file {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no kind of knowledge base called “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no provider “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no query yet.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no run number {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no saved question number {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no server named {0}, as far as this computer can see.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no table in this database yet.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no time zone called “{0}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no {0} called “{1}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>These could be: {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>These texts have no vectors yet. Everything can be searched by words.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This account can only read</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This account can {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This account is an administrator of the whole server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This account may not read {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This address has a word that PostgreSQL doesn't know.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This address stands for a service that is described in a service file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This computer could not find out the address of {0} within {1} seconds.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This computer ran out of memory or disk space while reading the database file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This document is no longer in the knowledge base.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file can't be read: it holds a number that is too long.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file can't be read: it is not JSON from line {0} on.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file has more than {0} connectors.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file has no list of connectors.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file is nested too deeply to be a file of connectors.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file is not a SQLite database, or it is encrypted.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file of DBeaver can't be read: it isn't JSON.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file of connectors doesn't say its version.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This file of connectors was written by a newer kbconnect.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This holds more than one statement.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This is neither the URL of a database nor the path of a file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This is not a file of DBeaver's connections.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This is not a file of kbconnect's connectors.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This is not a query that gives rows.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This is not a reading query.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This is not a reference to a secret.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This is not the pass phrase of the encrypted vault.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This machine has no keyring that is running.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This machine's keyring is switched off or set to one that does not protect passwords.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This password holds characters that can't be stored.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This query does more than read, so it was refused.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This query would change data ({0}).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This query would lock rows (FOR UPDATE or FOR SHARE).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This query would make a new table (SELECT … INTO).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This question is saved already, as number {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This text holds characters that can't be stored.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This {0} is not there any more.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Time zones are written as a region and a city, like Europe/Berlin, or UTC.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again at a quieter time, or ask who looks after the database to let the replica wait longer for readers (max_standby_streaming_delay, hot_standby_feedback).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again in a few minutes, or ask who looks after the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again in a few minutes; if it happens again, ask who looks after the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again in a minute.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again in a moment.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again in a moment. If it stays busy, close other programs that have the file open.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again later, choose fewer rows, or raise the time limit of this connector.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again later, or ask who looks after the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again when that work is done.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again with the pass phrase that is in force now.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again. If it stays like this, look at the keyring with the system's own program for passwords.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again. If it stays like this, restart the program and send the log to whoever looks after it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again; if it happens again, ask who looks after the database whether it was restarted.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again; if it happens again, pass on the text for IT.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again; mind upper and lower case and the keyboard's language.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Type the password again in the connector's form and save it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Type the password again in the connector's form and save it. Keyrings are not copied together with the home folder.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Type the password again instead of pasting it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Type the text again instead of pasting it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Unlock the keyring (log in to the desktop, or answer its prompt) and try again. Without a desktop, use the encrypted vault (KBCONNECT_VAULT_KEY).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Update kbconnect, then import it again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Update this program, or use the newer one on the other computer.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use one of: {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use the encrypted vault for this one, or a password without unusual characters.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use the encrypted vault instead, or a reference to a file (file:PATH).</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use the host name the certificate names, or ask who looks after the server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use the kind “sqlite”: one file on this computer.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use “Import connections…”, which reads that file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use “minilm”, or “none” for a knowledge base that is searched by words alone.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Vectors of two models can't be compared, so none were mixed. Nothing has been changed, and searching by words works as before.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Wait until it is done, or stop it where it was started.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Wait until the other sync has finished, then try again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Web address</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What answers at {0} does not speak as PostgreSQL does.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What can be found in it may be incomplete, and nothing was written by this step. {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What is written</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What stands in the brackets is not an IPv6 address.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Whole seconds: rows that share the last second are read again, which costs little.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Windows Credential Manager</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Without a name</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Without one, a changed row can't be told from a new one.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write a whole number from 1 on, or leave it out.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write it like host=db.example user=reader dbname=shop; a value with spaces stands in 'single quotes'.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write jdbc:sqlite: and the path of the file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write one SELECT that only reads.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write one SELECT that only reads. kbconnect never changes a source.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write one SELECT, or pick a table instead.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write postgresql://user@host:5432/database, or the path of a SQLite file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write sqlite:/// and the path of the file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write sqlite:/// and the path, for example sqlite:////data/shop.db.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write the path again without that character.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write the value itself in its place.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write the whole path, for instance file:/etc/kbconnect/password.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write the whole path, or ~/ for a folder of your own.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write what you are looking for.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write {0} for the value of a column, and {{ or }} for a brace itself.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write {0} where the value of a column belongs.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Yes or no: good for filtering</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>day</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>encrypted vault</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect can't change the file, but while a sync reads it, no other program can write to it: it keeps no write-ahead log and is too large to be copied first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect does not know the {0} {1} of this URL.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect has no kind of source for addresses that begin with “{0}://”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect has no kind of source for this JDBC address.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect has no kind of source for {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect has no such kind of source.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect knows no parameters for SQLite files{0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect never writes, but a read-only account is safer.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect reads PostgreSQL {0} and later. Ask who looks after the server to update it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>keyring</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>night</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>no rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>parameter</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>parameters</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>remove this knowledge base, add a new one and sync its datasets again: everything in it comes from the sources.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>sync</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>syncs</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>table</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>tables</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>the dataset</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>value of sslmode that PostgreSQL doesn't have.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>value of sslmode.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} Ask its owner to run:</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} Ask the owner to run:</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} Trying again in {1} s.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} What was written before can be searched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} and every {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} answers, but nothing listens on port {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} broke off the connection.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} by comparing; following “{1}” reads only what is new, and looks for removed rows once a day.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} bytes are free</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} bytes of signs for {1} vectors</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} can be read</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} can be read; the file is too large to be checked for damage here</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} can only be read by this program.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} can't be read: {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} can't be written: {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} cannot be reached from this computer.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} did not answer on port {1} in time.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} did not keep the password as it was given.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} found, but the file is damaged. Some rows may not be readable.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} has no schedule.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} holds at most {1} characters a password, and this one has {2}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} holds no certificate that can be used.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} holds something that is not a key of the encrypted vault.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} instead of {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is a folder, not a file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is an address itself</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is another knowledge base already.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is being synced already.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is due and waits for {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is fed by {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is larger than any file of connections.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is missing</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is not a number of seconds for {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is not a port.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is not text in UTF-8.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is removed, but its password could not be: {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is set.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is still used by {1} {2}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is there, {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is used by {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} may log in, but not open the database “{1}”.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} may not read any of the {1} tables. Ask their owner to run:</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} minutes is no interval for a schedule.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of its values are neither times nor numbers.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of its values are still to come: it holds plans, not changes.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of its values are still to come: those rows are read in every run.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of its values can't be understood: those rows are read every time.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of the rows have no value and would be read in every run; comparing is better.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of the rows have no value: those are read in every run.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of {1} rows in the ledger have a key</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of {1} rows were rejected; the limit is {2}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of {1} tables can be read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} offers no encryption, but this connector demands it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} rows have the same key</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} took the connection but did not answer in time.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} values: good for filtering</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0}, and comparing finds every change, removals included.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0}, and no column shows every change, so comparing is the way.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0}. The key “{1}” comes from a sequence, and the server has counted {2} rows added, none changed and none removed: reading what was added is enough as long as that holds.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” can't be followed: its type, {1}, is none of numbers or times.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” has {1} field{2}, and cron has five.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is answer {1} now and should be among the first {2}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is no longer in the knowledge base</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is no place for secrets.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is not a</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is not a kind of source kbconnect knows.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is not a reading query.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is not among the first {1} answers any more</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” is not the name of one host.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“{0}” names a file without saying which folder it is in.</source>
            <translation type="unfinished"></translation>
        </message>
    </context>
    <context>
        <name>window</name>
        <message>
            <source>%s is removed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>%s is saved</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>%s, took %s</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>1 to 65535</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A host has no spaces.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A knowledge base holds what the rows of your databases say, ready to be asked.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A local file</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A number of seconds from 1 to 3,600</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>A sync brings the rows into the knowledge base. Later ones only bring what changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>About</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>About {time} left</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Account</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Add dataset</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Added</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Advanced</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>All</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>All datasets</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>All files</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>All together, with knowledge bases</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Another window or a command on this computer does it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Answer the question</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Answers</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>As the system</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask a question</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask a question now</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ask what the rows know</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Begins when all rows can be searched by words.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Begins when the sync before it on this connector has ended.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Best {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Can write</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Certificate of the issuer</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Certificates (*.pem *.crt *.cer)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change schedule</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change what is synced</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Changed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Changed since it ran. Run it again to see its columns.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Change…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Check all</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a run to see what it did.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a table</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a table first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a table or a SELECT of a source; a sync makes documents of its rows.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a table or write a SELECT. You see the documents before anything is synced.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose a table to see its documents.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose an answer to see the row it comes from.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose data</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose file…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose how changes are found</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the certificate</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the database file</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Choose the file of the database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Chunk {0} of {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Chunks a second</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Colours</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Column</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Columns and their roles</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Columns of the result</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Comparing the source with the knowledge base. Only what changed is read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Compose the text yourself</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connect</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connect your first database</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connecting to the source.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connection URL</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connection test</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connectors</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Connectors, datasets and history</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Continue the sync</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Continues run</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Copy report</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Copy text and source</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Copy versions</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Dark</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Data</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Data folder</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Data folder: %s</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Database</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Database kind</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Dataset</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Discard my changes</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Discard what I filled in</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Documents already there can still be searched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Documents are shown here once the columns are known.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Done</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Done, some rejected</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Done, {rows} rejected</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Each of its rows becomes a document. Its columns are shown here, with a role suggested for each.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Edit %s</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Encryption</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Encryption (TLS)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter new password</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter opens the folder of the chosen one.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Enter the name or address of the database server.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Event</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Every row that could be read is in the knowledge base.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Every sync is kept here</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Everything can be searched by words.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Everything kbconnect keeps is in one folder of yours. Knowledge bases may lie elsewhere.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Everything stays on this machine.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Expires in {days} days</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Expires soon</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Expires today</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Expires tomorrow</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Failed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>File</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>For IT</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>From rows to answers</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give every column the role suggested for it</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give it a name that people recognise.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give the dataset a name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give up a query after</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Give up connecting after</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Given meaning</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Go to sources</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Healthy</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Hide the test</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Host</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>How many</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>If you stop it or close the window, nothing is lost: the next sync continues here.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>In step with the source</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>In use</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Interrupted</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It is running</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>It starts when another sync of this connector is done</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Just now</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Keep editing</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Kept in %s, never in kbconnect's own files.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Kept in the encrypted vault, never in the clear.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Key</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Key ({0})</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Key: {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Knowledge base</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Knowledge base it feeds</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Knowledge bases</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Last checked</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Latest changes</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Leave without saving?</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Licensed under the Apache License 2.0.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Light</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Login refused</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Logs</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Look and decide</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Making the sample…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Metadata</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>More actions</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>More for this knowledge base</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Name</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Name of the dataset</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Never</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>New connector</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>New knowledge base</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>New knowledge base…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Newest documents first. Answers get better while this runs.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Next row</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No chunk holds these words. Try other words, or look in all datasets.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No connector has a password yet.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No connector has this in its name, place or datasets.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No row has changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No sync has brought anything yet.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No sync has “%s” in its dataset, connector or error.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No table has “{0}” in its name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>No title</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>None</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>None needed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>None. The saved one goes when you save.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not checked yet</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not found</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not older than</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not synced yet</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Not tested yet</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing has been removed. All {0} documents can still be searched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing has been stored, the password neither.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing is being synced now.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing is saved until you say so.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing is taken from here yet</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing needs you: the newest sync of every dataset went well.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing to search yet</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing was removed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Nothing yet</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Older runs go after the next sync of their dataset. The newest 20 and the last one that was completed always stay; documents are not touched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>One SELECT. It runs read-only; only a few rows are read here.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>One query, read-only, {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>One sync a connector at a time, so that the database isn't burdened.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Open</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Parts and licences</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Password</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Password of %s</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Passwords and keys live in one of these places. They are never written in the clear to kbconnect's database, logs, exports or reports.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Paste a URL or fill in the form. A test shows each step.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Paste one and the fields below are filled, or fill them in yourself.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Pause schedule</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Period</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Pick a table</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Pick tables and columns. See the documents first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Port</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Preview</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Previous row</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Queued</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Read</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Read from %s each time it is needed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Read-only</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Ready after {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Reason</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Rejected rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Rejected rows are tried again by themselves when they change.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Rejected {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove knowledge base…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove those datasets first, or let them feed another knowledge base.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Removed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Removing documents that are gone from the source.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Resume schedule</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Retry {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Role</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Room used</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Rows a second</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Rows can be searched by words as soon as they are written.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Run</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Run again</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Run history</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Run the query and read its columns (F5)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Run the query to see its documents.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Running</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Running, read-only.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Runs of each dataset</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>SELECT</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>SELECT id, title, body FROM articles</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>SQLite files (*.db *.sqlite *.sqlite3)</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Sample and reason</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Sample source</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Save</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Save and sync</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Save connector</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Save without a password</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Saved. Type a new one to replace it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Search by words at once, by meaning soon after.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Search connectors</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Search dataset or error</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Search tables</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Search {0} tables</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Searchable by words after</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Seconds</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Secrets</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Secrets in use</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>See each step before anything is saved.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Set a schedule</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Shipped parts and their licences</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Show licence</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Show the dataset</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Show the sync</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Show the whole document</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Something was changed since this test.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Started</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Stop %d syncs</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Stop sync</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Stop test</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Stopped by you</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Storage</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Support desk</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Sync again</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Sync all</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Sync now</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Synced only when somebody asks for it</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Syncing</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Syncs</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Syncs a day</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Tables</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Take it out of the queue</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Test again</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Test connection</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Testing…</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Text</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Text and source were copied</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Text of a document</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The colours of the window. The change is seen at once.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The connector and its password are as they were before.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The fields below were filled from it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The fields below were filled from it. The password was taken out.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The first {0} are shown.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base now matches {0}, apart from {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base now matches {0}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The knowledge base was removed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The last test failed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The other {0} not affected.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The rest is in step with the source. Rejected rows are tried again when they change.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The rows of {0} that were looked at are in the knowledge base.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The tables could not be read.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The test could not be made.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The test was stopped.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>The {0} of this dataset can still be searched.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There are no rows yet. You can save the dataset; documents come with the first rows.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is already a connector with this name.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There is no knowledge base yet.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>There was no sync in this time.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This account sees no table. Ask who looks after the database for the right to SELECT, then load again.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This knowledge base has no model: it is searched by words.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This part ships no text of its licence; its name is %s.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This sync could not be finished.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>This sync waits for your answer.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Time</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Title</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Today {time}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Tomorrow {time}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Took</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try again</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Try the sample source</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Turns the rows of your databases into a knowledge base.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Unlocked</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Use suggestions</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>User name</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Waiting for network</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Waiting for unlock</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Waiting for you</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What changed, what was rejected and why, and what to do if a sync fails.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What each sync did, as the page “Activity” shows it.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What happened</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What to do</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What was written can be searched; the sync continues there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What was written stays and can be searched. The next sync continues there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>What you filled in for this connector has not been saved.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Where it comes from</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Where it is kept is shown in the settings.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Why</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Words cover everything, meaning {0} so far, newest first.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Words cover everything; meaning comes with the next sync.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Words only</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Words only: the model changed with this version; meaning comes again with the next sync.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Words only: this knowledge base has no model.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write a SELECT</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write a question as you would ask a colleague. You see the chunks that answer it, and their row.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write the whole path of the file.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Write {column} where a value belongs; it then takes the place of the Text columns.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Yesterday {time}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>You stopped this sync. What was written can be searched; the next sync continues here.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Your changes to this connector have not been saved.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>Your choice is kept, but new secrets still go to the vault now. %s</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>about {0} rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>and %s more</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>and {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>as the user name</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>byte</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>bytes</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>character</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>characters</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>chunk</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>chunks</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>column</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>columns</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>document</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>document is</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>documents</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>documents are</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>due, and waits for {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>embedded again</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>empty</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>every row fits</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>feeds</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>first sync of this dataset</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>gone from the source</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect ended while it ran. What was written stays; the next sync continues there.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect ended while this sync ran. Nothing is lost; the next sync continues here.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect never writes; a read-only account is safer.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect only reads. Your database is never changed.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>kbconnect turns rows into a knowledge base you can ask, and keeps it in step with your database.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>listed below</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>metadata only</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>more chunk</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>more chunks</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>new at the source</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>next {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>nothing to do, no cost</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>paused</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>rejected row</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>rejected rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>row</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>row was rejected</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>rows were rejected</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>the certificates this computer trusts</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>the rest goes on</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>the variable %s</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>token</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>tokens</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>took {0}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>with %s</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} in {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is fed by {1}.</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} is ready</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} metadata only</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of {1} documents would be removed</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of {1} rows</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} of {1} rows would be rejected</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{0} s ago</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{day} {month}</source>
            <comment>of a date</comment>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>{minutes} min ago</source>
            <translation type="unfinished"></translation>
        </message>
        <message>
            <source>“As the system” follows the system's light or dark mode when it changes.</source>
            <translation type="unfinished"></translation>
        </message>
    </context>
</TS>
