#pragma once

#include "account/accounthandle.h"
#include "ui/models/journalmodel.h"

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <optional>

namespace ui
{

/// What a person did, and taking it back. The accounts keep the journals; this keeps the order in which
/// things were done over all accounts, from earlier runs too, with the words for them.
class Operations : public QObject
{
    Q_OBJECT
public:
    /// `nameOf` names folders in the words.
    explicit Operations(JournalModel::NameFolder nameOf, QObject *parent = nullptr);

    /// From now on what the account's journal tells counts; what can still be undone from earlier runs can be
    /// undone here.
    void add(imap::AccountHandle *account);
    /// Forgets what was done in an account that goes away.
    void forget(imap::AccountHandle *account);

    /// Makes the change. With `quiet` nothing is said and undo passes it by, for what the program does by
    /// itself or as a part of something else.
    void change(imap::AccountHandle *account, const imap::Change &change, bool quiet = false);
    /// What an account was asked to do by another call; the result is the entry's number, 0: nothing was
    /// done.
    void track(imap::AccountHandle *account, const QFuture<quint64> &operation, const QString &words);

    struct Deed {
        imap::AccountHandle *account = nullptr;
        imap::Change change{};
    };
    /// Several changes, in this order, that are one deed for people, also of several accounts: one word for
    /// all, one undo.
    void changeAll(const QList<Deed> &deeds, const QString &words);
    void changeAll(imap::AccountHandle *account, const QList<imap::Change> &changes, const QString &words);
    /// The same where all of them are of one kind: their words follow from it.
    void changeAll(const QList<Deed> &deeds);

    bool canUndo() const { return !m_done.isEmpty(); }
    bool canRedo() const { return !m_undone.isEmpty(); }
    QString undoWords() const { return m_done.isEmpty() ? QString() : m_done.last().words; }
    QString redoWords() const { return m_undone.isEmpty() ? QString() : m_undone.last().words; }
    void undo();
    void redo();
    /// Whether the deed that `done` told with this number is still there to be taken back.
    bool canUndo(quint64 number) const;
    /// Takes back that deed, whatever was done since.
    void undo(quint64 number);
    /// The same for an entry of an account's journal.
    void undo(imap::AccountHandle *account, quint64 operation, const QString &words);

    struct Refused {
        QString words;        ///< empty: nothing is known of it here
        bool wasUndo = false; ///< it was to take back what these words say, which therefore still holds
    };
    /// The server refused it and it was taken back: there is nothing to undo (or to do again) any more.
    Refused refused(imap::AccountHandle *account, quint64 operation);

Q_SIGNALS:
    /// canUndo, canRedo or their words changed.
    void changed();
    /// Something was done (or taken back) and can be taken back (or done again). `number`: whose undo this
    /// is; 0 of what was taken back, and of what cannot be.
    void done(const QString &words, bool wasUndo, quint64 number);
    void failed(imap::AccountHandle *account, const QString &words, const imap::Error &error);

private:
    /// One entry of the journal.
    struct Part {
        QPointer<imap::AccountHandle> account;
        quint64 operation = 0;
        QString words;
        bool wasUndo = false; ///< it takes back what the words say
    };
    struct Entry {
        QList<Part> parts; ///< in the order of doing; not empty
        QString words;
        QDateTime when;
        quint64 number = 0; ///< in this run; 0 of earlier ones
    };
    /// Those that failed have none.
    using Numbers = std::function<void(const QList<std::optional<quint64>> &)>;
    void gather(const QList<QFuture<quint64>> &futures, const QList<Part> &parts, const QString &words,
                const Numbers &all);
    void remember(Entry entry);
    qsizetype placeOf(quint64 number) const;
    void reverse(QList<Entry> &from, QList<Entry> &to, bool isUndo);
    void reverse(const Entry &entry, QList<Entry> &to, bool isUndo);
    void ask(imap::AccountHandle *account);
    void remember(imap::AccountHandle *account, const QList<imap::JournalEntry> &entries);
    void apply(imap::AccountHandle *account, const imap::EventBatch &batch);
    Part take(const imap::AccountHandle *account, quint64 operation);
    QString wordsFor(const imap::AccountHandle *account, const imap::Change &change) const;

    JournalModel::NameFolder m_nameOf;
    QList<imap::AccountHandle *> m_toAsk;
    QList<Entry> m_done;   // in the order of doing
    QList<Entry> m_undone; // in the order of undoing
    quint64 m_numbers = 0;
};

} // namespace ui
