#include "ui/mainwindow/quotawarnings.h"

#include <QSettings>
#include <algorithm>

namespace ui
{

namespace
{

/// So far below a threshold it counts as having been left: figures that swing around it are not told again
/// and again.
constexpr double slack = 0.05;

QuotaLevel levelWithSlack(double share, QuotaLevel said)
{
    const QuotaLevel level = quotaLevel(share);
    return level < said ? std::max(level, std::min(said, quotaLevel(share + slack))) : level;
}

} // namespace

QuotaWarnings::QuotaWarnings(QSettings *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
}

void QuotaWarnings::add(imap::AccountHandle *account)
{
    connect(account, &imap::AccountHandle::eventsReady, this, [this, account](const imap::EventBatch &batch) {
        for (const imap::Event &event : batch.events) {
            if (const auto *quota = std::get_if<imap::QuotaChanged>(&event))
                look(account, quota->quotas);
        }
    });
}

void QuotaWarnings::remove(imap::AccountHandle *account)
{
    disconnect(account, nullptr, this, nullptr);
    Q_EMIT passed(account);
}

void QuotaWarnings::look(imap::AccountHandle *account, const QList<imap::Quota> &quotas)
{
    const std::optional<imap::Quota> nearest = fullest(quotas);
    if (!nearest) {
        Q_EMIT passed(account); // without a limit, or it is not told any more
        return;
    }
    const imap::AccountConfig config = account->config();
    const QString key = QStringLiteral("quotaWarned/") + config.id;
    const double share = quotaShare(*nearest);
    const auto said = QuotaLevel(qBound(0, m_store->value(key).toInt(), int(QuotaLevel::Full)));
    const QuotaLevel level = levelWithSlack(share, said);
    if (level == said && level == QuotaLevel::Fine)
        return;
    if (level == QuotaLevel::Fine)
        m_store->remove(key);
    else
        m_store->setValue(key, int(level));
    if (level < said) {
        Q_EMIT passed(account);
        return;
    }
    QStringList details;
    for (const imap::Quota &quota : quotas)
        details << quotaText(quota);
    const QString words = quotaText(*nearest);
    const QString text =
        share >= 1 ? tr("“%1” is full: %2. No more mail comes in until something is deleted.")
                         .arg(config.displayName, words)
        : level == QuotaLevel::Full ? tr("“%1” is almost full: %2. Soon no more mail comes in; deleting "
                                         "large messages and emptying the "
                                         "Trash makes room.")
                                          .arg(config.displayName, words)
                                    : tr("“%1” is getting full: %2.").arg(config.displayName, words);
    if (level == said)
        Q_EMIT renewed(account, text, details.join(QLatin1Char('\n')), level);
    else
        Q_EMIT warned(account, text, details.join(QLatin1Char('\n')), level);
}

} // namespace ui
