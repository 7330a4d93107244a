#pragma once

#include "account/accounthandle.h"
#include "ui/models/quotawords.h"

#include <QObject>

class QSettings;

namespace ui
{

/// Says once when an account gets near to one of its limits, and once more when it is almost there; after
/// that only when it was well below meanwhile. Takes it back when there is room again. What was said is kept
/// from run to run.
class QuotaWarnings : public QObject
{
    Q_OBJECT
public:
    /// `store` must outlive it; its group is "quotaWarned".
    explicit QuotaWarnings(QSettings *store, QObject *parent = nullptr);

    void add(imap::AccountHandle *account);
    void remove(imap::AccountHandle *account);

Q_SIGNALS:
    /// To be said until a person closes it. `details` for a tooltip.
    void warned(imap::AccountHandle *account, const QString &text, const QString &details, QuotaLevel level);
    /// The same, with the figures of now: for where it is still being said.
    void renewed(imap::AccountHandle *account, const QString &text, const QString &details, QuotaLevel level);
    /// What was said last of this account, if anything, is no longer so: there is room again.
    void passed(imap::AccountHandle *account);

private:
    void look(imap::AccountHandle *account, const QList<imap::Quota> &quotas);

    QSettings *m_store;
};

} // namespace ui
