#pragma once

#include "account/accounthandle.h"
#include "types/error.h"
#include "types/message.h"

#include <QHash>
#include <QObject>
#include <optional>

namespace ui
{

class Actions;

/// What a person does to the messages that are chosen, wherever these are shown.
class Deeds : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// The messages that are chosen.
    struct Chosen {
        qint64 count = 0;
        QList<imap::MessageSummaryPtr> known; ///< those that were looked at
        bool all = true;                      ///< these are all
        QHash<QString, int> places{};         ///< how many of `known` are in the folder of this name
    };
    /// More are not looked at one by one.
    static constexpr int MostLookedAt = 5000;

    virtual void markRead(bool read) = 0;
    virtual void star(bool on) = 0;
    /// Any flag or keyword.
    virtual void setFlag(const imap::Flag &flag, bool on) = 0;
    virtual Chosen chosen() const = 0;
    /// Why this flag cannot be changed on them; empty: it can.
    virtual QString flagReason(const imap::Flag &flag) const = 0;
    /// Any label of Gmail; one that does not exist is made.
    virtual void setLabel(const QString &label, bool on) = 0;
    /// Gmail's labels that people have made for such messages; nullopt: not all of them are in accounts of
    /// Gmail, and keywords are their labels.
    virtual std::optional<QStringList> gmailLabels() const = 0;
    /// Why this label of Gmail cannot be changed on them; empty: it can.
    virtual QString labelReason(const QString &label) const = 0;
    /// Off if all of them have it.
    virtual void toggleStar() = 0;
    virtual void archive() = 0;
    /// Into the Junk folder, or out of it into the Inbox.
    virtual void junk(bool isJunk) = 0;
    /// Into the Trash; what is in the Trash already is deleted for good, after a question.
    virtual void remove() = 0;
    virtual void purge() = 0;
    virtual void chooseTarget(bool copy) = 0;
    /// Why each action on messages cannot be done now; empty: it can.
    virtual void explain(Actions *actions) const = 0;

Q_SIGNALS:
    /// `account` is null if it went meanwhile.
    void failed(imap::AccountHandle *account, const QString &words, const imap::Error &error);
};

} // namespace ui
