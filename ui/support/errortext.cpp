#include "ui/support/errortext.h"

#include <QCoreApplication>
#include <algorithm>
#include <iterator>

namespace ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("ErrorText", text);
}

QString serverName(const QString &server)
{
    return server.isEmpty() ? tr("the server") : server;
}

QString sentenceStart(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

/// At the start of a sentence; a host's name is never spelled otherwise.
QString serverAtStart(const QString &server)
{
    return server.isEmpty() ? tr("The server") : server;
}

ErrorText abortText(const imap::AbortError &error, const QString &server)
{
    using Reason = imap::AbortError::Reason;
    const QString name = serverName(server);
    switch (error.reason()) {
    case Reason::ConnectionLost:
        return {tr("Connection lost"),
                tr("The connection to %1 broke off.").arg(name),
                tr("Postrider connects again by itself. Nothing you did is lost."),
                {}};
    case Reason::ServerBye:
        return {tr("The server said goodbye"),
                tr("%1 closed the connection.").arg(serverAtStart(server)),
                tr("Postrider connects again by itself after a moment."),
                {}};
    case Reason::HostNotFound:
        return {tr("Server not found"),
                tr("There is no address for the name %1.").arg(name),
                tr("Check the server's name in the account's settings, and whether this computer is "
                   "connected to the network."),
                {}};
    case Reason::ConnectionRefused:
        return {tr("Connection refused"),
                tr("%1 does not take connections on this port.").arg(serverAtStart(server)),
                tr("Check the port in the account's settings: 993 with TLS, 143 with STARTTLS is usual."),
                {}};
    case Reason::ConnectTimeout:
        return {tr("No answer"),
                tr("%1 did not answer in time.").arg(serverAtStart(server)),
                tr("The network may be slow, or a firewall in between drops the connection. Postrider tries "
                   "again by itself."),
                {}};
    case Reason::ReadTimeout:
        return {tr("The server fell silent"),
                tr("%1 owes an answer and sent nothing for too long, so the connection was given up.")
                    .arg(serverAtStart(server)),
                tr("Postrider connects again by itself."),
                {}};
    case Reason::TlsFailed:
        return {tr("No secure connection"),
                tr("No encrypted connection to %1 could be agreed on.").arg(name),
                tr("Perhaps the port belongs to another kind of security: 993 is for TLS, 143 for STARTTLS. "
                   "Nothing was sent unencrypted."),
                {}};
    case Reason::TlsStripped:
        return {tr("Encryption was prevented"),
                tr("%1 should switch to encryption, but it was not offered, or somebody on the way tampered "
                   "with the start of it.")
                    .arg(serverAtStart(server)),
                tr("No password was sent. Try another network; if it stays like this, ask those who run the "
                   "server."),
                {}};
    case Reason::Stopped:
        return {tr("Stopped"), tr("The connection was closed before this was done."), {}, {}};
    case Reason::Other:
        break;
    }
    return {tr("Connection failed"),
            tr("The connection to %1 ended unexpectedly.").arg(name),
            tr("Postrider connects again by itself."),
            {}};
}

ErrorText certificateText(const imap::CertificateError &error)
{
    return {tr("Certificate not trusted"),
            tr("%1 could not prove that it is the right server. %2")
                .arg(error.host().isEmpty() ? tr("The server") : error.host(),
                     certificateProblemTexts(error).join(QLatin1Char(' '))),
            tr("No password was sent. Look at the certificate, and trust it only if you know why it looks "
               "like this."),
            {}};
}

struct CodeText {
    const char *code;
    const char *title;
    const char *what;
    const char *advice;
};

/// Why signing in was refused, by response code (RFC 5530 §3 and RFC 9051 §7.1).
constexpr CodeText loginTexts[] = {
    {"AUTHENTICATIONFAILED", QT_TRANSLATE_NOOP("ErrorText", "Password refused"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 does not accept this user name and password."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Check both. Some providers want an app password instead of the usual one.")},
    {"AUTHORIZATIONFAILED", QT_TRANSLATE_NOOP("ErrorText", "Not allowed to act as this user"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 accepted the password, but does not let you act as the other user."),
     QT_TRANSLATE_NOOP("ErrorText", "Check the name to act as in the account's settings.")},
    {"EXPIRED", QT_TRANSLATE_NOOP("ErrorText", "Password expired"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 says that the password has expired."),
     QT_TRANSLATE_NOOP("ErrorText", "Set a new password with your provider, then enter it here.")},
    {"PRIVACYREQUIRED", QT_TRANSLATE_NOOP("ErrorText", "Encryption required"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 signs in only over encrypted connections."),
     QT_TRANSLATE_NOOP("ErrorText", "Choose TLS or STARTTLS in the account's settings.")},
    {"UNAVAILABLE", QT_TRANSLATE_NOOP("ErrorText", "Signing in is not possible now"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 cannot check passwords at the moment."),
     QT_TRANSLATE_NOOP("ErrorText", "Your password may well be right. Try again later.")},
    {"CONTACTADMIN", QT_TRANSLATE_NOOP("ErrorText", "Account needs attention"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 asks you to contact those who run it."),
     QT_TRANSLATE_NOOP("ErrorText", "They see more about this in their logs than Postrider can.")},
    {"LIMIT", QT_TRANSLATE_NOOP("ErrorText", "Too many connections"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 has reached a limit for this account."),
     QT_TRANSLATE_NOOP("ErrorText", "Close other mail programs that use it, or wait a few minutes.")},
    {"INUSE", QT_TRANSLATE_NOOP("ErrorText", "Mailbox in use"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 allows one program at a time, and another one is using the mailbox."),
     QT_TRANSLATE_NOOP("ErrorText", "Close the other program and try again.")},
};

/// Why a command was refused (RFC 5530 §3, RFC 9051 §7.1, RFC 9208 §4.3), and what has no code of its own.
constexpr CodeText commandTexts[] = {
    {"NONEXISTENT", QT_TRANSLATE_NOOP("ErrorText", "It is not there any more"),
     QT_TRANSLATE_NOOP("ErrorText", "The folder does not exist on %1."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "It may have been deleted or renamed elsewhere. The folder list is being refreshed.")},
    {"TRYCREATE", QT_TRANSLATE_NOOP("ErrorText", "The folder does not exist"),
     QT_TRANSLATE_NOOP("ErrorText", "The target folder does not exist on %1."),
     QT_TRANSLATE_NOOP("ErrorText", "Create it, then try again.")},
    {"ALREADYEXISTS", QT_TRANSLATE_NOOP("ErrorText", "Name already taken"),
     QT_TRANSLATE_NOOP("ErrorText", "A folder of that name exists on %1 already."),
     QT_TRANSLATE_NOOP("ErrorText", "Choose another name.")},
    {"INVALIDNAME", QT_TRANSLATE_NOOP("ErrorText", "Name not possible"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 does not take this name for a folder."),
     QT_TRANSLATE_NOOP("ErrorText", "Choose another name.")},
    {"USECONFLICT", QT_TRANSLATE_NOOP("ErrorText", "In use as a special folder"),
     QT_TRANSLATE_NOOP("ErrorText", "On %1 there is a special folder for this use."),
     QT_TRANSLATE_NOOP("ErrorText", "A special folder cannot be deleted there, and no use has two of them.")},
    {"NOPERM", QT_TRANSLATE_NOOP("ErrorText", "Not permitted"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 does not give you the right to do this."),
     QT_TRANSLATE_NOOP("ErrorText", "The owner of the folder can grant the right.")},
    {"CANNOT", QT_TRANSLATE_NOOP("ErrorText", "Not possible on this server"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 cannot do this, and trying again will not help."), ""},
    {"LIMIT", QT_TRANSLATE_NOOP("ErrorText", "Limit reached"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 has reached a limit of its own."),
     QT_TRANSLATE_NOOP("ErrorText", "Try it with fewer messages, or later.")},
    {"OVERQUOTA", QT_TRANSLATE_NOOP("ErrorText", "Mailbox full"),
     QT_TRANSLATE_NOOP("ErrorText", "There is no room left for this on %1."),
     QT_TRANSLATE_NOOP("ErrorText", "Delete large messages and empty the trash, then try again.")},
    {"INUSE", QT_TRANSLATE_NOOP("ErrorText", "Busy elsewhere"),
     QT_TRANSLATE_NOOP("ErrorText", "Another program is using the mailbox on %1 right now."),
     QT_TRANSLATE_NOOP("ErrorText", "Try again in a moment.")},
    {"EXPUNGEISSUED", QT_TRANSLATE_NOOP("ErrorText", "The message is gone"),
     QT_TRANSLATE_NOOP("ErrorText", "The message was deleted on %1 by another program."), ""},
    {"CORRUPTION", QT_TRANSLATE_NOOP("ErrorText", "The server's mailbox is damaged"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 found damage in its own storage."),
     QT_TRANSLATE_NOOP("ErrorText", "Tell those who run it. Nothing on this computer is wrong.")},
    {"SERVERBUG", QT_TRANSLATE_NOOP("ErrorText", "Trouble on the server"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 ran into an error of its own."),
     QT_TRANSLATE_NOOP("ErrorText", "Try again; if it stays, tell those who run it.")},
    {"CLIENTBUG", QT_TRANSLATE_NOOP("ErrorText", "Misunderstanding with the server"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 thinks that Postrider did something wrong."),
     QT_TRANSLATE_NOOP("ErrorText", "Please report it with the details below.")},
    {"UNAVAILABLE", QT_TRANSLATE_NOOP("ErrorText", "Not available now"),
     QT_TRANSLATE_NOOP("ErrorText", "A part of %1 is out of order at the moment."),
     QT_TRANSLATE_NOOP("ErrorText", "Try again later.")},
    {"CONTACTADMIN", QT_TRANSLATE_NOOP("ErrorText", "Account needs attention"),
     QT_TRANSLATE_NOOP("ErrorText", "%1 asks you to contact those who run it."), ""},
};

template <size_t Size>
const CodeText *findCode(const CodeText (&texts)[Size], const QByteArray &code)
{
    const auto found = std::find_if(std::begin(texts), std::end(texts),
                                    [&](const CodeText &text) { return code == text.code; });
    return found == std::end(texts) ? nullptr : found;
}

ErrorText fromCode(const CodeText &text, const QString &server)
{
    return {tr(text.title),
            tr(text.what).arg(QLatin1String(text.what).startsWith(QLatin1String("%1")) ? serverAtStart(server)
                                                                                       : serverName(server)),
            *text.advice ? tr(text.advice) : QString(),
            {}};
}

ErrorText loginText(const imap::Error &error, const QString &server)
{
    if (const CodeText *known = findCode(loginTexts, error.code().name))
        return fromCode(*known, server);
    return {tr("Signing in refused"),
            tr("%1 did not let you in.").arg(serverAtStart(server)),
            tr("Check the user name and the password. Some providers want an app password, or that IMAP is "
               "switched on in their settings first."),
            {}};
}

/// Cyrus 3.6 gives its reasons in words only; here the code (RFC 5530) that they stand for. Empty: unknown.
QByteArray codeInWords(const QByteArray &serverText)
{
    struct Words {
        const char *words;
        const char *code;
    };
    constexpr Words known[] = {
        {"over quota", "OVERQUOTA"},
        {"mailbox already exists", "ALREADYEXISTS"},
        {"mailbox does not exist", "NONEXISTENT"},
        {"permission denied", "NOPERM"},
        {"mailbox is locked", "INUSE"},
        {"invalid mailbox name", "INVALIDNAME"},
        {"special-use flag conflict", "USECONFLICT"},
        {"system i/o error", "SERVERBUG"},
    };
    const QByteArray said = serverText.toLower();
    const auto *found = std::find_if(std::begin(known), std::end(known),
                                     [&](const Words &one) { return said.contains(one.words); });
    return found == std::end(known) ? QByteArray() : QByteArray(found->code);
}

QByteArray codeOf(const imap::Error &error)
{
    return error.code().isEmpty() ? codeInWords(error.serverText()) : error.code().name;
}

ErrorText commandText(const imap::Error &error, const QString &server)
{
    const QByteArray code = codeOf(error);
    if (const CodeText *known = findCode(commandTexts, code))
        return fromCode(*known, server);
    return {tr("The server refused"), tr("%1 did not do what was asked.").arg(serverAtStart(server)), {}, {}};
}

ErrorText baseText(const imap::Error &error, const QString &server)
{
    const QString name = serverAtStart(server);
    if (const auto *certificate = dynamic_cast<const imap::CertificateError *>(&error))
        return certificateText(*certificate);
    if (const auto *abort = dynamic_cast<const imap::AbortError *>(&error))
        return abortText(*abort, server);
    if (dynamic_cast<const imap::LoginError *>(&error))
        return loginText(error, server);
    if (dynamic_cast<const imap::CapabilityError *>(&error))
        return {tr("The server cannot do this"),
                tr("%1 does not offer what this needs.").arg(name),
                tr("Nothing was changed."),
                {}};
    if (dynamic_cast<const imap::IllegalStateError *>(&error))
        return {tr("Not possible right now"),
                tr("The connection to %1 is not in a state for this.").arg(serverName(server)),
                tr("Try again in a moment. Nothing was changed."),
                {}};
    if (dynamic_cast<const imap::InvalidCriteriaError *>(&error))
        return {tr("Search not understood"),
                tr("%1 does not understand this search.").arg(name),
                tr("Try it in simpler words."),
                {}};
    if (dynamic_cast<const imap::ReadOnlyError *>(&error))
        return {tr("Folder is read-only"),
                tr("%1 lets you read this folder, but not change it.").arg(name),
                tr("Your change was taken back."),
                {}};
    if (dynamic_cast<const imap::ProtocolError *>(&error))
        return {tr("The server's answer makes no sense"),
                tr("%1 sent something that is not IMAP, so the connection was closed.").arg(name),
                tr("Check that the port is the one for IMAP. If it is, please report it with the details "
                   "below."),
                {}};
    if (dynamic_cast<const imap::CommandError *>(&error))
        return commandText(error, server);
    if (dynamic_cast<const imap::LocalError *>(&error))
        return {tr("Trouble on this computer"), sentenceStart(error.message()), {}, {}};
    return {tr("Something went wrong"), sentenceStart(error.message()), {}, {}};
}

QString detailLines(const imap::Error &error, const QString &server)
{
    QStringList lines;
    lines << QStringLiteral("%1: %2").arg(QLatin1String(error.name()), error.message());
    if (!server.isEmpty())
        lines << tr("Server: %1").arg(server);
    if (!error.command().isEmpty())
        lines << tr("Command: %1").arg(QString::fromUtf8(error.command()));
    if (!error.code().isEmpty())
        lines << tr("Response code: %1").arg(QString::fromUtf8(error.code().name));
    if (!error.serverText().isEmpty())
        lines << tr("Server's words: %1").arg(serverWords(error.serverText()));
    if (const auto *certificate = dynamic_cast<const imap::CertificateError *>(&error)) {
        for (const imap::CertificateProblem &problem : certificate->problems())
            lines << tr("Certificate %1 of the chain: %2").arg(problem.chainPosition + 1).arg(problem.text);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString serverWords(const QByteArray &serverText)
{
    constexpr qsizetype limit = 200;
    QString words = QString::fromUtf8(imap::withoutTimes(serverText).left(limit * 4)).simplified();
    words.removeIf(
        [](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    if (words.size() > limit)
        words = words.left(limit - 1) + QChar(0x2026);
    return words;
}

bool isNotThere(const imap::Error &error)
{
    return dynamic_cast<const imap::CommandError *>(&error) && codeOf(error) == "NONEXISTENT";
}

QStringList certificateProblemTexts(const imap::CertificateError &error)
{
    using Kind = imap::CertificateProblem::Kind;
    QStringList texts;
    for (const imap::CertificateProblem &problem : error.problems()) {
        QString text;
        switch (problem.kind) {
        case Kind::HostMismatch:
            text = tr("Its certificate is for another name than %1.").arg(error.host());
            break;
        case Kind::Expired:
            text = tr("Its certificate has expired.");
            break;
        case Kind::NotYetValid:
            text = tr("Its certificate is not valid yet; perhaps this computer's clock is wrong.");
            break;
        case Kind::UnknownIssuer:
            text = tr("Its certificate was issued by somebody whom this computer does not know.");
            break;
        case Kind::SelfSigned:
            text = tr("It signed its certificate itself.");
            break;
        case Kind::Revoked:
            text = tr("Its certificate was revoked by its issuer.");
            break;
        case Kind::Other:
            text = problem.text.isEmpty() ? tr("Its certificate could not be checked.")
                                          : tr("Its certificate could not be checked: %1.").arg(problem.text);
            break;
        }
        if (!texts.contains(text))
            texts << text;
    }
    return texts;
}

ErrorText errorText(const imap::Error &error, const QString &server)
{
    ErrorText text = baseText(error, server);
    const QString words = serverWords(error.serverText());
    if (!words.isEmpty()) {
        // A sentence may follow.
        const bool ended = QStringLiteral(".!?\u2026").contains(words.back());
        text.what += QLatin1Char(' ') +
                     (ended ? tr("It said: \u201c%1\u201d") : tr("It said: \u201c%1\u201d.")).arg(words);
    }
    text.details = detailLines(error, server);
    return text;
}

} // namespace ui
