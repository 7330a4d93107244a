#include "ui/dialogs/serverreport.h"

#include "mime/cleantext.h"
#include "ui/dialogs/certificatetext.h"
#include "ui/models/capabilitymodel.h"
#include "ui/support/formatting.h"

#include <QCoreApplication>

namespace ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("ServerReport", text);
}

QString clean(const QString &text)
{
    return imap::mime::cleanLine(text, 300);
}

QString clean(const QByteArray &text)
{
    return clean(QString::fromUtf8(text));
}

QString joined(const QList<QByteArray> &names)
{
    QStringList words;
    for (const QByteArray &name : names)
        words << clean(name);
    return words.join(QStringLiteral(", "));
}

/// The fields of ID that servers usually have, as people call them.
QString idName(const QByteArray &field)
{
    const QByteArray name = field.toLower();
    if (name == "name")
        return tr("Program");
    if (name == "version")
        return tr("Version");
    if (name == "vendor")
        return tr("Made by");
    if (name == "os")
        return tr("Runs on");
    if (name == "os-version")
        return tr("System version");
    if (name == "support-url")
        return tr("Support");
    if (name == "environment")
        return tr("Environment");
    return imap::mime::cleanLine(QString::fromUtf8(field), 40);
}

ServerSection serverSection(const imap::ServerDetails &server)
{
    ServerSection section{tr("Server"), {}};
    section.lines.append({tr("Address"), clean(server.peer)});
    section.lines.append({tr("Greeting"), clean(server.greeting)});
    bool any = false;
    for (const auto &[name, value] : server.id) {
        if (value && !value->isEmpty()) {
            section.lines.append({idName(name), clean(*value)});
            any = true;
        }
    }
    if (!any)
        section.lines.append({tr("Program"), tr("It does not say")});
    if (server.appendLimit)
        section.lines.append({tr("Largest message"), sizeText(*server.appendLimit)});
    return section;
}

ServerSection connectionSection(const imap::ServerDetails &server)
{
    ServerSection section{tr("Connection"), {}};
    if (server.encrypted)
        section.lines.append(
            {tr("Encryption"), server.cipher.isEmpty()
                                   ? clean(server.protocol)
                                   : clean(server.protocol + QStringLiteral(", ") + server.cipher)});
    else
        section.lines.append({tr("Encryption"), tr("None: whoever is in between can read everything"), true});
    section.lines.append({tr("Compression"), server.compressed ? tr("On") : tr("Off")});
    section.lines.append(
        {tr("Connections"), tr("%1 now, of this account").arg(countText(server.connections))});
    if (!server.enabled.isEmpty())
        section.lines.append({tr("Switched on"), joined(server.enabled)});
    if (!server.dropped.isEmpty())
        section.lines.append({tr("Offered, but refused"), joined(server.dropped), true});
    return section;
}

ServerSection certificateSection(const imap::ServerDetails &server)
{
    ServerSection section{tr("Certificate"), {}};
    if (server.certificates.isEmpty())
        return section;
    const CertificateText text = certificateText(server.certificates.first());
    section.lines.append({tr("Issued to"), text.subject});
    if (!text.names.isEmpty())
        section.lines.append({tr("Speaks for"), text.names.join(QStringLiteral(", "))});
    section.lines.append({tr("Valid"), text.validity});
    QStringList issuers{text.issuer};
    constexpr qsizetype longestChain = 10;
    for (qsizetype i = 1; i < qMin(server.certificates.size(), longestChain); ++i) {
        const QString next = certificateText(server.certificates.at(i)).issuer;
        if (!issuers.contains(next))
            issuers << next;
    }
    section.lines.append({tr("Issued by"), issuers.join(tr(", by "))});
    section.lines.append({tr("Key"), text.key});
    section.lines.append({tr("SHA-256"), inTwoLines(text.fingerprint), false, true});
    section.lines.removeIf([](const ServerSection::Line &line) { return line.value.isEmpty(); });
    return section;
}

QString namespaceText(const QList<imap::NamespaceEntry> &entries)
{
    if (entries.isEmpty())
        return tr("None");
    QStringList words;
    for (const imap::NamespaceEntry &entry : entries) {
        const QString prefix = clean(entry.prefix.toString());
        const QString place = prefix.isEmpty() ? tr("At the top") : tr("Below “%1”").arg(prefix);
        words << (entry.delimiter ? tr("%1, levels set apart by “%2”").arg(place, QString(*entry.delimiter))
                                  : tr("%1, without levels").arg(place));
    }
    return words.join(QLatin1Char('\n'));
}

ServerSection namespaceSection(const imap::ServerDetails &server)
{
    ServerSection section{tr("Folders"), {}};
    if (!server.namespaces) {
        section.lines.append({tr("Namespaces"), tr("It does not say")});
        return section;
    }
    section.lines.append({tr("Yours"), namespaceText(server.namespaces->personal)});
    section.lines.append({tr("Other people's"), namespaceText(server.namespaces->otherUsers)});
    section.lines.append({tr("Shared"), namespaceText(server.namespaces->shared)});
    return section;
}

} // namespace

QList<ServerSection> serverSections(const imap::ServerDetails &server)
{
    QList<ServerSection> sections{serverSection(server), connectionSection(server),
                                  certificateSection(server), namespaceSection(server)};
    sections.removeIf([](const ServerSection &section) { return section.lines.isEmpty(); });
    return sections;
}

QString serverReport(const imap::ServerDetails &server, const QAbstractItemModel &capabilities)
{
    QString text =
        tr("Server information, by Postrider %1").arg(QLatin1String(POSTRIDER_VERSION)) + QLatin1Char('\n');
    const QList<ServerSection> sections = serverSections(server);
    for (const ServerSection &section : sections) {
        text += QLatin1Char('\n') + section.title + QLatin1Char('\n');
        for (const ServerSection::Line &line : section.lines) {
            const QString value = line.fixed
                                      ? QString(line.value).remove(QLatin1Char('\n'))
                                      : QString(line.value).replace(QLatin1Char('\n'), QLatin1String("; "));
            text += QStringLiteral("  %1: %2\n").arg(line.name, value);
        }
    }
    text += QLatin1Char('\n') + tr("Capabilities") + QLatin1Char('\n');
    text += QStringLiteral("  %1: %2\n")
                .arg(tr("Before signing in"), joined(server.beforeSignIn).remove(QLatin1Char(',')));
    text += QStringLiteral("  %1: %2\n")
                .arg(tr("After signing in"), joined(server.capabilities).remove(QLatin1Char(',')));
    for (int row = 0; row < capabilities.rowCount(); ++row) {
        const QModelIndex index = capabilities.index(row, 0);
        text += QStringLiteral("  %1: %2\n")
                    .arg(index.data().toString(), index.data(CapabilityRoles::StateText).toString());
    }
    return text;
}

} // namespace ui
