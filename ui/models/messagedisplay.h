#pragma once

#include "types/cachesearch.h"
#include "types/message.h"
#include "ui/models/labels.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QVariant>
#include <memory>

namespace ui
{

/// Whom a row names: those who wrote, or in folders of one's own mail those who were written to.
enum class Correspondents { From, To };

/// Everything that a row of the list shows of one message: decoded, cleaned, one line each.
struct MessageDisplay {
    imap::Uid uid;
    QString correspondents; ///< never empty
    QString people;         ///< all of them with addresses, for the tooltip
    QString subject;        ///< never empty; see `noSubject`
    QString preview;        ///< empty unless somebody read the text
    QDateTime date;
    quint64 size = 0;
    QList<Label> labels;
    bool noSubject = false;
    bool unread = false;
    bool flagged = false;
    bool answered = false;
    bool forwarded = false;
    bool draft = false;
    bool deleted = false;
    bool attachment = false;
    // Of what a search found:
    QString place;                            ///< where it is, if that is elsewhere than where one is
    QList<imap::TextSpan> correspondentMarks; ///< what of each text was searched for
    QList<imap::TextSpan> subjectMarks;
    QList<imap::TextSpan> previewMarks;
    bool operator==(const MessageDisplay &) const = default;
};
/// What a row is of its conversation.
struct ThreadRow {
    int count = 1; ///< messages of the conversation
    int unread = 0;
    bool newest = true; ///< the row that stays when it is collapsed
    bool expanded = false;

    bool isCollapsed() const { return count > 1 && !expanded; }
    bool operator==(const ThreadRow &) const = default;
};

using MessageDisplayPtr = std::shared_ptr<const MessageDisplay>;

/// Decodes `message`. Costs some 20 microseconds, so keep the result.
MessageDisplay makeDisplay(const imap::MessageSummary &message, Correspondents who);
/// The same message with the flags and labels that `message` has: keeps the decoded words.
MessageDisplay withFlags(const MessageDisplay &display, const imap::MessageSummary &message);

/// When it was written by its Date header, unless that is missing or later than its arrival.
QDateTime displayDate(const imap::MessageSummary &message);

/// What a row says in a column of table mode, MessageColumn; empty where it shows signs.
QString columnText(const MessageDisplay &display, int column);
/// What a row has for a MessageRole other than Known and Thread; also for screen readers and tooltips.
QVariant displayValue(const MessageDisplayPtr &display, const ThreadRow &thread, int column, int role);

/// "Unread, Anna Berg, subject, date": the row as a screen reader says it.
QString spokenRow(const MessageDisplay &display, const ThreadRow &thread = {});

} // namespace ui

Q_DECLARE_METATYPE(ui::MessageDisplayPtr)
