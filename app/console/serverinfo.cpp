#include "app/console/serverinfo.h"
#include "app/console/bytesjson.h"
#include "commands/connection.h"
#include "commands/id.h"
#include "commands/namespaces.h"
#include "net/trust.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>

namespace app
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

/// Each certificate as a person would want to read it; the server's first.
QJsonArray certificatesJson(const QList<QByteArray> &chain)
{
    QJsonArray array;
    for (const QByteArray &der : chain) {
        const auto summary = imap::summarizeCertificate(der);
        if (!summary)
            continue;
        array.append(QJsonObject{{key("subject"), summary->subject},
                                 {key("issuer"), summary->issuer},
                                 {key("names"), QJsonArray::fromStringList(summary->names)},
                                 {key("not-before"), summary->notBefore.toString(Qt::ISODate)},
                                 {key("not-after"), summary->notAfter.toString(Qt::ISODate)},
                                 {key("sha256"), imap::fingerprintText(summary->sha256)}});
    }
    return array;
}

QJsonValue tlsJson(const imap::TransportInfo &info)
{
    if (!info.encrypted)
        return QJsonValue::Null;
    return QJsonObject{{key("protocol"), info.protocol},
                       {key("cipher"), info.cipher},
                       {key("certificates"), certificatesJson(info.certificates)}};
}

QJsonValue compressionJson(const std::optional<imap::Deflate::Counts> &counts)
{
    if (!counts)
        return QJsonValue::Null;
    return QJsonObject{{key("algorithm"), key("DEFLATE")},
                       {key("wire-in"), numberJson(counts->wireIn)},
                       {key("plain-in"), numberJson(counts->plainIn)},
                       {key("wire-out"), numberJson(counts->wireOut)},
                       {key("plain-out"), numberJson(counts->plainOut)}};
}

} // namespace

QJsonObject idJson(const imap::IdFields &fields)
{
    QJsonObject object;
    for (const auto &[name, value] : fields)
        object[QString::fromUtf8(name).toLower()] = optionalJson(value);
    return object;
}

QJsonObject namespacesJson(const imap::Namespaces &namespaces)
{
    const auto entries = [](const QList<imap::NamespaceEntry> &list) {
        QJsonArray array;
        for (const imap::NamespaceEntry &entry : list) {
            array.append(QJsonArray{entry.prefix.toString(),
                                    entry.delimiter ? QJsonValue(QString(*entry.delimiter)) : QJsonValue()});
        }
        return array;
    };
    return {{key("personal"), entries(namespaces.personal)},
            {key("other"), entries(namespaces.otherUsers)},
            {key("shared"), entries(namespaces.shared)}};
}

QCoro::Task<> serverInfo(VerbContext context, VerbArguments)
{
    imap::Session *session = context.session;
    const imap::Capabilities offered = session->state().capabilities;
    QJsonValue id;
    QJsonValue namespaces;
    // One flight for both; a server that refuses either is described without it.
    QFuture<imap::IdFields> idAsked;
    QFuture<imap::Namespaces> namespacesAsked;
    if (offered.has("ID")) {
        imap::Id command;
        idAsked = session->run(std::move(command));
    }
    if (offered.has("NAMESPACE")) {
        imap::Namespace command;
        namespacesAsked = session->run(std::move(command));
    }
    try {
        if (idAsked.isValid())
            id = idJson(co_await idAsked);
    } catch (const imap::CommandError &) {
    }
    try {
        if (namespacesAsked.isValid())
            namespaces = namespacesJson(co_await namespacesAsked);
    } catch (const imap::CommandError &) {
    }
    const imap::SessionState &state = session->state();
    const imap::TransportInfo info = session->transportInfo();
    QJsonObject object;
    object[key("greeting")] = bytesJson(state.greeting.text);
    object[key("peer")] = info.peer;
    object[key("mechanism")] = context.mechanism;
    object[key("capabilities-before")] = bytesListJson(state.beforeSignIn.names());
    object[key("capabilities")] = bytesListJson(state.capabilities.names());
    object[key("enabled")] = bytesListJson(state.enabled);
    object[key("id")] = id;
    object[key("namespace")] = namespaces;
    object[key("tls")] = tlsJson(info);
    object[key("compression")] = compressionJson(session->compression());
    object[key("quirks")] = bytesListJson(state.quirks.names);
    object[key("dropped")] = bytesListJson(session->droppedExtensions());
    context.print(object);
}

QCoro::Task<> logout(VerbContext context, VerbArguments)
{
    imap::Logout command;
    auto pending = context.session->run(std::move(command));
    co_await pending;
    const auto &bye = context.session->state().bye;
    context.print(QJsonObject{{key("bye"), bye ? bytesJson(bye->text) : QJsonValue()}});
}

QCoro::Task<> shutdown(VerbContext context, VerbArguments)
{
    context.session->close();
    context.print(QJsonObject{{key("done"), true}});
    co_return;
}

} // namespace app
