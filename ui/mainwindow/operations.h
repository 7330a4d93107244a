#pragma once

#include "account/accounthandle.h"

#include <QObject>
#include <QPointer>
#include <QString>

namespace ui
{

/// What a person did to messages, and taking it back. The account keeps the journal; this keeps the order in
/// which things were done in this run, over all accounts, with the words for them.
class Operations : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// `words` say what was done: "3 messages marked as read". With `quiet` there is nothing to take back,
    /// for what the program does by itself.
    void changeFlags(imap::AccountHandle *account, const imap::MailboxName &folder,
                     const QList<imap::Uid> &uids, const imap::FlagSet &add, const imap::FlagSet &remove,
                     const QString &words, bool quiet = false);

    bool canUndo() const { return !m_done.isEmpty(); }
    bool canRedo() const { return !m_undone.isEmpty(); }
    QString undoWords() const { return m_done.isEmpty() ? QString() : m_done.last().words; }
    QString redoWords() const { return m_undone.isEmpty() ? QString() : m_undone.last().words; }
    void undo();
    void redo();

    /// The server refused it and it was taken back: there is nothing to undo any more. Returns its words.
    QString refused(imap::AccountHandle *account, quint64 operation);
    /// Forgets what was done in an account that goes away.
    void forget(imap::AccountHandle *account);

Q_SIGNALS:
    /// canUndo, canRedo or their words changed.
    void changed();
    /// Something was done (or taken back) and can be taken back (or done again).
    void done(const QString &words, bool wasUndo);
    void failed(const QString &words, const imap::Error &error);

private:
    struct Entry {
        QPointer<imap::AccountHandle> account;
        quint64 operation = 0;
        QString words;
    };
    void reverse(QList<Entry> &from, QList<Entry> &to, bool isUndo);

    QList<Entry> m_done;
    QList<Entry> m_undone;
};

} // namespace ui
