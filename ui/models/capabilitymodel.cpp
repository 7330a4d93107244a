#include "ui/models/capabilitymodel.h"

#include "mime/cleantext.h"
#include "types/capability.h"
#include "ui/models/capabilitywords.h"

#include <QCoreApplication>
#include <algorithm>

namespace ui
{

namespace
{

QString say(const char *text)
{
    return QCoreApplication::translate("Capabilities", text);
}

bool contains(const QList<QByteArray> &names, QByteArrayView name)
{
    return std::any_of(names.begin(), names.end(), [&](const QByteArray &one) {
        return QByteArrayView(one).compare(name, Qt::CaseInsensitive) == 0;
    });
}

CapabilityState stateOf(const QByteArray &name, const CapabilityWords *words,
                        const imap::ServerDetails &server)
{
    if (contains(server.dropped, name))
        return CapabilityState::Refused;
    if (contains(server.avoided, name))
        return CapabilityState::Avoided;
    if (contains(server.enabled, name))
        return CapabilityState::Enabled;
    if (!words || !words->use ||
        (words->unless && imap::Capabilities(server.capabilities).has(words->unless)))
        return CapabilityState::Unused;
    if (name.compare("COMPRESS=DEFLATE", Qt::CaseInsensitive) == 0)
        return server.compressed ? CapabilityState::Enabled : CapabilityState::Unused;
    return CapabilityState::Used;
}

QString sentenceOf(const CapabilityWords *words, CapabilityState state)
{
    if (!words)
        return say("Postrider does not know it, and leaves it alone.");
    const QString what = say(words->what);
    switch (state) {
    case CapabilityState::Missing:
        return what + QLatin1Char(' ') + say("Without it: %1").arg(say(words->cost));
    case CapabilityState::Refused:
        return what + QLatin1Char(' ') + say("The server refused it when it was used, so it is left alone.");
    case CapabilityState::Avoided:
        return what + QLatin1Char(' ') +
               say("Servers like this one are known to do it wrong, so it is left alone.");
    case CapabilityState::Enabled:
    case CapabilityState::Used:
    case CapabilityState::Unused:
        break;
    }
    if (state != CapabilityState::Unused)
        return words->use ? what + QLatin1Char(' ') + say(words->use) : what;
    if (words->use && words->unless)
        return what + QLatin1Char(' ') + say("Not needed beside %1.").arg(QLatin1String(words->unless));
    return what + QLatin1Char(' ') + say(words->use ? "Not in use on this connection." : "Not needed here.");
}

} // namespace

QString capabilityStateText(CapabilityState state)
{
    switch (state) {
    case CapabilityState::Enabled:
        return say("Switched on");
    case CapabilityState::Used:
        return say("Used");
    case CapabilityState::Refused:
        return say("Refused");
    case CapabilityState::Avoided:
        return say("Avoided");
    case CapabilityState::Unused:
        return say("Not used");
    case CapabilityState::Missing:
        break;
    }
    return say("Missing");
}

CapabilityModel::Row CapabilityModel::describe(const QByteArray &name, const imap::ServerDetails &server)
{
    const CapabilityWords *words = wordsFor(name);
    Row row;
    row.name = imap::mime::cleanLine(QString::fromUtf8(name), 80);
    row.reference = words ? QString::fromLatin1(words->reference) : QString();
    row.state = stateOf(name, words, server);
    row.sentence = sentenceOf(words, row.state);
    if (!contains(server.capabilities, name) && contains(server.beforeSignIn, name))
        row.sentence += QLatin1Char(' ') + say("Offered before signing in.");
    return row;
}

void CapabilityModel::setServer(const imap::ServerDetails &server)
{
    beginResetModel();
    m_rows.clear();
    QList<QByteArray> offered = server.capabilities;
    for (const QList<QByteArray> &more : {server.beforeSignIn, server.dropped, server.avoided}) {
        for (const QByteArray &name : more) {
            if (!contains(offered, name))
                offered.append(name);
        }
    }
    for (const QByteArray &name : std::as_const(offered))
        m_rows.append(describe(name, server));
    const imap::Capabilities capabilities(offered);
    for (const CapabilityWords &words : capabilityWords()) {
        if (!words.cost || capabilities.has(words.name) || (words.unless && capabilities.has(words.unless)))
            continue;
        Row row;
        row.name = QString::fromLatin1(words.name);
        row.reference = QString::fromLatin1(words.reference);
        row.state = CapabilityState::Missing;
        row.sentence = sentenceOf(&words, row.state);
        m_rows.append(row);
    }
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row &a, const Row &b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    endResetModel();
}

int CapabilityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CapabilityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2. %3").arg(row.name, capabilityStateText(row.state), row.sentence);
    case CapabilityRoles::State:
        return int(row.state);
    case CapabilityRoles::StateText:
        return capabilityStateText(row.state);
    case CapabilityRoles::Reference:
        return row.reference;
    case CapabilityRoles::Sentence:
        return row.sentence;
    default:
        return {};
    }
}

void CapabilityFilter::setText(const QString &text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void CapabilityFilter::setShown(Show show)
{
    m_show = show;
    invalidateFilter();
}

bool CapabilityFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto state = CapabilityState(index.data(CapabilityRoles::State).toInt());
    const bool used = state == CapabilityState::Used || state == CapabilityState::Enabled;
    const bool missing = state == CapabilityState::Missing;
    if ((m_show == Show::Used && !used) || (m_show == Show::Missing && !missing) ||
        (m_show == Show::NotUsed && (used || missing)))
        return false;
    const QString text = index.data().toString() + QLatin1Char(' ') +
                         index.data(CapabilityRoles::Reference).toString() + QLatin1Char(' ') +
                         index.data(CapabilityRoles::StateText).toString() + QLatin1Char(' ') +
                         index.data(CapabilityRoles::Sentence).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace ui
