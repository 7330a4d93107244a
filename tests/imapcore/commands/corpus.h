#pragma once

#include <QByteArray>
#include <QtTest>

/// Responses as servers really send them, shortened, with invented names and addresses. All are legal or
/// at least clear, so all must be understood.
namespace corpus
{

struct Sample {
    const char *server;
    const char *bytes;
};

inline const Sample samples[] = {
    // Dovecot
    {"dovecot greeting",
     "* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS "
     "AUTH=PLAIN AUTH=LOGIN] Dovecot (Debian) ready."},
    {"dovecot login",
     "A1 OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY "
     "THREAD=REFERENCES THREAD=REFS THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT "
     "CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES "
     "WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE "
     "SAVEDATE LITERAL+ NOTIFY SPECIAL-USE] Logged in"},
    {"dovecot list", "* LIST (\\HasNoChildren \\UnMarked \\Trash) \"/\" Trash"},
    {"dovecot list inbox", "* LIST (\\Subscribed \\HasNoChildren) \".\" INBOX"},
    {"dovecot list childinfo", "* LIST (\\NonExistent) \"/\" Foo (\"CHILDINFO\" (\"SUBSCRIBED\"))"},
    {"dovecot status",
     "* STATUS \"Entw&APw-rfe\" (MESSAGES 231 UIDNEXT 44292 UIDVALIDITY 1557838382 UNSEEN 0 "
     "HIGHESTMODSEQ 18446744073709551615 SIZE 5000000000)"},
    {"dovecot flags", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Forwarded NonJunk $MDNSent)"},
    {"dovecot permanentflags",
     "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Forwarded \\*)] Flags permitted."},
    {"dovecot unseen", "* OK [UNSEEN 12] First unseen."},
    {"dovecot modseq", "* OK [HIGHESTMODSEQ 5013] Highest"},
    {"dovecot namespace", "* NAMESPACE ((\"\" \"/\")) ((\"user/\" \"/\")) ((\"Public/\" \"/\"))"},
    {"dovecot id", "* ID (\"name\" \"Dovecot\")"},
    {"dovecot id nil", "* ID NIL"},
    {"dovecot vanished", "* VANISHED (EARLIER) 300:310,405,411"},
    {"dovecot fetch",
     "* 2 FETCH (UID 7 MODSEQ (12121231000) FLAGS (\\Seen $Forwarded) INTERNALDATE \" 7-Feb-2024 10:11:12 "
     "+0100\" "
     "RFC822.SIZE 4286 ENVELOPE (\"Wed, 07 Feb 2024 10:11:10 +0100\" \"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\" "
     "((\"Ada\" NIL \"ada\" \"example.org\")) ((\"Ada\" NIL \"ada\" \"example.org\")) ((\"Ada\" NIL \"ada\" "
     "\"example.org\")) ((NIL NIL \"bob\" \"example.com\")(NIL NIL \"eve\" \"example.com\")) NIL NIL NIL "
     "\"<1@example.org>\") BODY[HEADER.FIELDS (REFERENCES)] {2}\r\n\r\n)"},
    {"dovecot bodystructure", "* 3 FETCH (UID 8 BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\" "
                              "\"format\" \"flowed\") NIL NIL "
                              "\"quoted-printable\" 1315 42 NIL NIL NIL NIL)(\"image\" \"png\" (\"name\" "
                              "\"x.png\") \"<a@b>\" NIL \"base64\" "
                              "4554 NIL (\"attachment\" (\"filename\" \"x.png\")) NIL NIL) \"mixed\" "
                              "(\"boundary\" \"=-1\") NIL (\"en\") NIL))"},
    {"dovecot binary", "* 1 FETCH (UID 1 BINARY[1] ~{4}\r\n\0ab\r)"},
    {"dovecot enabled", "* ENABLED CONDSTORE QRESYNC"},
    {"dovecot search modseq", "* SEARCH 2 5 6 7 11 12 18 19 20 23 (MODSEQ 917162500)"},
    {"dovecot tryagain", "A4 NO [TRYCREATE] Mailbox doesn't exist: Foo (0.001 + 0.000 secs)."},
    {"dovecot expunge issued", "A9 OK [EXPUNGEISSUED] Fetch completed (0.002 + 0.000 secs)."},
    {"dovecot esearch", "* ESEARCH (TAG \"a\") UID MIN 1 MAX 882 COUNT 3 ALL 1,84,882"},
    {"dovecot esearch partial", "* ESEARCH (TAG \"a\") UID PARTIAL (1:2 1,84)"},
    {"dovecot esearch nothing", "* ESEARCH (TAG \"a\") UID"},
    {"dovecot esearch addto", "* ESEARCH (TAG \"a\") UID ADDTO (0 885)"},
    {"dovecot thread", "* THREAD (1)(2 (3)(4 5))((6)(7))"},
    {"dovecot badcharset", "a NO [BADCHARSET] Unknown charset (0.001 + 0.000 secs)."},
    // Cyrus
    {"cyrus greeting",
     "* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE] mail.example.org Cyrus IMAP 3.6.0 server ready"},
    {"cyrus capability",
     "* CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE ACL ANNOTATE-EXPERIMENT-1 BINARY CATENATE "
     "CHILDREN CONDSTORE CREATE-SPECIAL-USE ESEARCH ESORT LIST-EXTENDED LIST-METADATA LIST-MYRIGHTS "
     "LIST-STATUS MAILBOX-REFERRALS METADATA MOVE MULTIAPPEND NAMESPACE OBJECTID PREVIEW QRESYNC "
     "QUOTA REPLACE RIGHTS=kxten SAVEDATE SEARCH=FUZZY SORT SORT=DISPLAY SORT=MODSEQ SORT=UID "
     "SPECIAL-USE STATUS=SIZE THREAD=ORDEREDSUBJECT THREAD=REFERENCES UIDPLUS UNSELECT URL-PARTIAL "
     "WITHIN DIGEST=SHA1 LIST-SUBSCRIBED X-CREATEDMODSEQ X-REPLICATION XLIST XMOVE LOGINDISABLED "
     "COMPRESS=DEFLATE X-QUOTA=STORAGE X-QUOTA=MESSAGE IDLE"},
    {"cyrus list", "* LIST (\\Noinferiors \\HasNoChildren) \".\" \"INBOX\""},
    {"cyrus list root", "* LIST (\\Noselect) \".\" \"\""},
    {"cyrus namespace", "* NAMESPACE ((\"INBOX.\" \".\")) ((\"user.\" \".\")) ((\"\" \".\"))"},
    {"cyrus namespace extension", "* NAMESPACE ((\"\" \"/\" \"X-PARAM\" (\"FLAG1\" \"FLAG2\"))) NIL NIL"},
    {"cyrus status", "* STATUS INBOX (MESSAGES 3 MAILBOXID (5e8a1bd7-8ef7) APPENDLIMIT NIL DELETED 1)"},
    {"cyrus select id", "* OK [MAILBOXID (5e8a1bd7-8ef7)] Ok"},
    {"cyrus urlmech", "* OK [URLMECH INTERNAL] Ok"},
    {"cyrus closed", "* OK [CLOSED] Ok"},
    {"cyrus fetch objectid",
     "* 1 FETCH (UID 1 EMAILID (M1234) THREADID (T5678) SAVEDATE \"01-Jan-2024 00:00:00 +0000\")"},
    {"cyrus fetch preview", "* 1 FETCH (UID 1 PREVIEW {9}\r\nHello\nyou)"},
    {"uidonly fetch", "* 25996 UIDFETCH (FLAGS (\\Seen) MODSEQ (12))"},
    {"inprogress", "* OK [INPROGRESS (\"A001\" 454 1000)] Processed 45% of the mailbox"},
    {"replace appenduid", "* OK [APPENDUID 1 2000] Replacement Message ready"},
    {"move copyuid", "* OK [COPYUID 432432 42:69 1202:1229]"},
    {"cyrus vanished", "* VANISHED 405,407,410:425"},
    {"cyrus lsub", "* LSUB (\\Noselect) \".\" \"INBOX.Lists\""},
    // Gmail
    {"gmail greeting", "* OK Gimap ready for requests from 192.0.2.1 x12mb123"},
    {"gmail capability",
     "* CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY "
     "SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER"},
    {"gmail xlist", "* XLIST (\\HasNoChildren \\Inbox) \"/\" \"Inbox\""},
    {"gmail list", "* LIST (\\All \\HasNoChildren) \"/\" \"[Gmail]/All Mail\""},
    {"gmail list utf7",
     "* LIST (\\HasNoChildren \\Sent) \"/\" \"[Gmail]/&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-\""},
    {"gmail list important", "* LIST (\\HasNoChildren \\Important) \"/\" \"[Gmail]/Important\""},
    {"gmail fetch",
     "* 1 FETCH (X-GM-THRID 1278455344230334865 X-GM-MSGID 1278455344230334866 X-GM-LABELS "
     "(\"\\\\Important\" \"\\\\Sent\" foo \"a b\") UID 1 FLAGS (NotJunk $NotPhishing \\Seen) MODSEQ (29))"},
    {"gmail fetch no labels", "* 9 FETCH (X-GM-LABELS () UID 44)"},
    {"gmail alert", "A2 NO [ALERT] Application-specific password required: "
                    "https://support.google.com/accounts/answer/185833 (Failure)"},
    {"gmail auth failed", "A2 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"},
    {"gmail sasl error", "+ eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0="},
    {"gmail throttled", "A7 NO [THROTTLED] Account exceeded command or bandwidth limits. x12 (Failure)"},
    {"gmail uidplus", "A8 OK [COPYUID 1 17 18] (Success)"},
    {"gmail bye", "* BYE LOGOUT Requested"},
    {"gmail highestmodseq", "* OK [HIGHESTMODSEQ 2938]"},
    // Exchange and Outlook
    {"exchange greeting", "* OK The Microsoft Exchange IMAP4 service is ready. [QQBNADAAUA=]"},
    {"exchange capability",
     "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN "
     "IDLE NAMESPACE LITERAL+"},
    {"exchange list", "* LIST (\\Marked \\HasNoChildren) \"/\" \"Sent Items\""},
    {"exchange list archive", "* LIST (\\HasNoChildren \\Archive) \"/\" Archive"},
    {"exchange unseen", "* OK [UNSEEN 1] Is the first unseen message"},
    {"exchange login failed", "A1 NO LOGIN failed."},
    {"exchange bad", "A1 BAD Command Error. 12"},
    {"exchange bye", "* BYE Microsoft Exchange Server IMAP4 server signing off."},
    {"exchange fetch",
     "* 1 FETCH (ENVELOPE (\"Tue, 6 Aug 2013 07:55:20 +0000\" \"x\" ((\"A \\\"B\\\" C\" NIL \"a\" "
     "\"example.com\")) NIL NIL ((NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL)) NIL NIL "
     "NIL \"<2@example.com>\") RFC822.SIZE 12345 UID 5)"},
    {"exchange bodystructure", "* 1 FETCH (BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL "
                               "NIL \"7bit\" 24 2 NIL NIL NIL NIL)"
                               "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1024 (NIL \"inner\" NIL NIL NIL "
                               "NIL NIL NIL NIL NIL) (\"text\" "
                               "\"html\" (\"charset\" \"utf-8\") NIL NIL \"base64\" 600 8 NIL NIL NIL NIL) "
                               "30 NIL (\"attachment\" NIL) NIL NIL) "
                               "\"mixed\" (\"boundary\" \"_1_\") NIL \"en-US\" NIL))"},
    {"exchange status", "* STATUS \"Sent Items\" (MESSAGES 4 RECENT 0 UNSEEN 0) "},
    // Courier
    {"courier greeting",
     "* OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES "
     "SORT QUOTA IDLE ACL ACL2=UNION STARTTLS] Courier-IMAP ready. Copyright 1998-2011 Double "
     "Precision, Inc.  See COPYING for distribution information."},
    {"courier list", "* LIST (\\Unmarked \\HasChildren) \".\" \"INBOX\""},
    {"courier permanentflags",
     "* OK [PERMANENTFLAGS (\\* \\Draft \\Answered \\Flagged \\Deleted \\Seen)] Limited"},
    {"courier alert",
     "* NO [ALERT] Filesystem notification initialization error -- contact your mail administrator"},
    {"courier envelope",
     "* 1 FETCH (ENVELOPE (\"Mon, 1 Jan 2001 00:00:00 +0000\" \"\" ((\"\" NIL \"a\" \"b\")) "
     "((\"\" NIL \"a\" \"b\")) NIL NIL NIL NIL \"\" \"<x@y>\"))"},
    {"courier header list", "* 1 FETCH (UID 3 BODY[HEADER.FIELDS (\"Subject\" \"From\")] {2}\r\n\r\n)"},
    // UW, Domino, GroupWise, Zimbra, Yahoo, iCloud, hMailServer, Archiveopteryx, James
    {"uw greeting",
     "* OK [CAPABILITY IMAP4REV1 LITERAL+ SASL-IR LOGIN-REFERRALS STARTTLS] host IMAP4rev1 2007e.404 at "
     "Mon, 5 Jan 2009 12:00:00 +0100 (CET)"},
    {"uw preauth", "* PREAUTH [CAPABILITY IMAP4REV1] host IMAP4rev1 server logged in as user"},
    {"uw list", "* LIST (\\NoInferiors) NIL INBOX"},
    {"uw envelope group",
     "* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL ((NIL NIL \"A Group\" NIL)(\"Ed\" NIL \"ed\" "
     "\"ex.org\")(NIL NIL NIL NIL)) NIL NIL NIL NIL))"},
    {"domino greeting", "* OK Domino IMAP4 Server Release 8.5.3 ready Fri, 1 Mar 2013 10:00:00 +0100"},
    {"domino list", "* LIST () \"\\\\\" INBOX"},
    {"groupwise flags", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft ) "},
    {"zimbra greeting", "* OK IMAP4rev1 proxy server ready"},
    {"zimbra capability",
     "* CAPABILITY IMAP4rev1 ACL BINARY CATENATE CHILDREN CONDSTORE ENABLE ESEARCH ESORT I18NLEVEL=1 "
     "ID IDLE LIST-EXTENDED LIST-STATUS LITERAL+ LOGIN-REFERRALS MULTIAPPEND NAMESPACE QRESYNC QUOTA "
     "RIGHTS=ektx SASL-IR SEARCHRES SORT THREAD=ORDEREDSUBJECT UIDPLUS UNSELECT WITHIN XLIST"},
    {"yahoo login", "A1 NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials"},
    {"yahoo fetch", "* 4 FETCH (UID 17 RFC822.SIZE 3112 FLAGS (\\Seen \\Recent) RFC822.HEADER {4}\r\nA: b)"},
    {"icloud fetch", "* 3 FETCH (UID 12 BODY[]<0> {5}\r\nabcde FLAGS (\\Seen))"},
    {"hmailserver status",
     "* STATUS \"INBOX\" (MESSAGES 2 UNSEEN 1 RECENT 1 UIDNEXT 12 UIDVALIDITY 1333384310)"},
    {"archiveopteryx search", "* SEARCH"},
    {"james sort", "* SORT 5 3 4 1 2"},
    {"rev2 list oldname", "* LIST () \"/\" \"NewMailbox\" (\"OLDNAME\" (\"OldMailbox\"))"},
    {"old list unquoted", "* LIST () \"/\" Deleted Items"},
    {"dovecot acl", "* ACL Acl anyone l bob lrw -bob w carol kxeilprwtscd alice lrwstipekxacd"},
    {"dovecot acl empty entry", "* ACL Acl anyone l -bob \"\" carol \"\" alice lrwstipekxacd"},
    {"dovecot listrights", "* LISTRIGHTS Acl bob \"\" l r w s t p i e k x a c d"},
    {"dovecot quotaroot", "* QUOTAROOT INBOX Mailbox"},
    {"dovecot quota", "* QUOTA Mailbox (STORAGE 0 2097152 MESSAGE 0 500000)"},
    {"dovecot metadata",
     "* METADATA Meta (/private/big {20}\r\n12345678901234567890 /private/comment {10}\r\n"
     "My comment)"},
    {"dovecot metadata code", "t6 OK [METADATA LONGENTRIES 20] Getmetadata completed (0.001 + 0.000 secs)."},
    {"dovecot badevent",
     "t42 NO [BADEVENT AnnotationChange] Unsupported NOTIFY events (0.001 + 0.000 secs)."},
    {"cyrus acl", "* ACL Acl alice lrswipkxtecdan bob lrw -bob w anyone l carol lrswipkxtecd"},
    {"cyrus listrights", "* LISTRIGHTS Acl alice lkxcan r s w i p t e d 0 1 2 3 4 5 6 7 8 9"},
    {"cyrus myrights", "* MYRIGHTS Acl lrswipkxtecdan"},
    {"cyrus metadata", "* METADATA \"\" (\"/shared/admin\" NIL \"/private/comment\" \"srv\")"},
    {"cyrus quota",
     "* QUOTA user/alice (STORAGE 0 100000 MESSAGE 0 500 X-ANNOTATION-STORAGE 0 10 X-NUM-FOLDERS "
     "7 40)"},
    {"cyrus no quota", "* QUOTA user/alice ()"},
    {"cyrus leftover", "* BAD Invalid tag"},
    {"gmail quota", "* QUOTA \"\" (STORAGE 1234567 15728640)"},
    {"rfc 5464 pushed", "* METADATA \"INBOX\" /shared/comment /private/comment"},
    {"rfc 5465 overflow", "* OK [NOTIFICATIONOVERFLOW] ...A comment can go here..."},
    {"rfc 5255 language", "* LANGUAGE (EN DE IT i-default)"},
    {"rfc 5255 comparator", "* COMPARATOR i;unicode-casemap (\"cz;uca=1.1;...\" i;unicode-casemap)"},
    {"rfc 9698 jmapaccess", "* JMAPACCESS \"https://example.com/.s/[jmap]\""},
    {"lower case", "* list (\\hasnochildren) \"/\" inbox"},
    {"double spaces", "* LIST  ()  \"/\"  INBOX"},
    {"negative lines", "* 1 FETCH (BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 10 -1))"},
    {"nil body", "* 1 FETCH (BODYSTRUCTURE NIL UID 4)"},
    {"empty fetch", "* 1 FETCH ()"},
    {"bad date", "* 1 FETCH (UID 1 INTERNALDATE \"yesterday\")"},
};

inline void columns()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const Sample &sample : samples) {
        QByteArray bytes(sample.bytes);
        if (qstrcmp(sample.server, "dovecot binary") == 0)
            bytes = QByteArray("* 1 FETCH (UID 1 BINARY[1] ~{4}\r\n\0ab\r)", 38);
        QTest::newRow(sample.server) << bytes;
    }
}

} // namespace corpus
