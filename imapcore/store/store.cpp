#include "store/store.h"

#include <QDateTime>

namespace imap::store
{

std::unique_ptr<Store> Store::open(const QString &directory, Clock clock)
{
    if (!clock)
        clock = QDateTime::currentMSecsSinceEpoch;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(clock(), Qt::UTC);
    OpenedDatabase opened = openDatabase(directory + QLatin1String("/mail.sqlite"), bundledMigrations(), now);
    return std::unique_ptr<Store>(new Store(std::move(opened), directory, clock));
}

Store::Store(OpenedDatabase opened, const QString &directory, const Clock &clock)
    : m_database(std::move(opened.database))
    , m_report(std::move(opened.report))
    , m_directory(directory)
    , m_mailboxes(*m_database, clock)
    , m_messages(*m_database, clock)
    , m_bodies(*m_database, directory + QLatin1String("/bodies"), clock)
    , m_operations(*m_database, clock)
    , m_fills(*m_database, clock)
    , m_notes(*m_database, clock)
    , m_search(*m_database)
{
}

Store::~Store() = default;

Transaction Store::transaction(Durability durability)
{
    return Transaction(*m_database, durability);
}

} // namespace imap::store
