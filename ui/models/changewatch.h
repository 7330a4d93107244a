#pragma once

#include "account/accounthandle.h"

#include <QObject>

namespace ui
{

/// Tells what becomes of an account's changes, to what shows something that they change: first those that
/// wait already, perhaps since an earlier run, then each as the journal tells of it. GUI thread.
class ChangeWatch : public QObject
{
    Q_OBJECT
public:
    explicit ChangeWatch(imap::AccountHandle *account, QObject *parent = nullptr);

Q_SIGNALS:
    /// `refusal`: what is wrong, with the server's words, if the change was refused just now; else empty.
    void told(const imap::JournalEntry &entry, const QString &refusal);
    /// Everything that waited when the watch was made was told.
    void waitingKnown();
    void connectionChanged(bool online);

private:
    void apply(const imap::EventBatch &batch);
};

/// The change that was taken back when the journal told this; 0: none was. `wasUnderWay`: the entry was told
/// as waiting or running before, so that it was taken back before it was made.
quint64 takenBackBy(const imap::JournalEntry &entry, bool wasUnderWay);

} // namespace ui
