#include "ui/models/messagedisplay.h"

#include "mime/headertext.h"
#include "mime/maildate.h"
#include "mime/people.h"
#include "ui/models/roles.h"
#include "ui/support/formatting.h"

#include <QCoreApplication>

namespace ui
{

namespace
{

/// A list shows a line; nobody reads further, and searching does not happen here.
constexpr qsizetype maximumSubject = 1000;
constexpr qsizetype maximumTooltipPeople = 12;

QString tr(const char *text)
{
    return QCoreApplication::translate("MessageDisplay", text);
}

void setFlags(MessageDisplay &display, const imap::MessageSummary &message)
{
    static const imap::Flag forwarded(QByteArrayLiteral("$Forwarded"));
    const imap::FlagSet &flags = message.flags;
    display.unread = !flags.contains(imap::flags::Seen);
    display.flagged = flags.contains(imap::flags::Flagged);
    display.answered = flags.contains(imap::flags::Answered);
    display.draft = flags.contains(imap::flags::Draft);
    display.deleted = flags.contains(imap::flags::Deleted);
    display.forwarded = flags.contains(forwarded);
    display.labels = labelsOf(flags, message.gmailLabels);
}

QString fullNames(const QList<imap::mime::Person> &people)
{
    QStringList names;
    for (const imap::mime::Person &person : people) {
        if (names.size() == maximumTooltipPeople) {
            names << tr("and %1 more").arg(people.size() - maximumTooltipPeople);
            break;
        }
        names << person.full();
    }
    return names.join(QLatin1Char('\n'));
}

} // namespace

QDateTime displayDate(const imap::MessageSummary &message)
{
    return imap::mime::writtenDate(message);
}

MessageDisplay makeDisplay(const imap::MessageSummary &message, Correspondents who)
{
    const imap::Envelope &envelope = message.envelope;
    MessageDisplay display;
    display.uid = message.uid;
    QList<imap::mime::Person> people;
    if (who == Correspondents::From) {
        people = imap::mime::people(envelope.from.isEmpty() ? envelope.sender : envelope.from);
    } else {
        people = imap::mime::people(envelope.to);
        if (people.isEmpty())
            people = imap::mime::people(envelope.cc.isEmpty() ? envelope.bcc : envelope.cc);
    }
    display.correspondents = imap::mime::correspondents(people);
    if (display.correspondents.isEmpty())
        display.correspondents = who == Correspondents::From ? tr("(unknown sender)") : tr("(no recipients)");
    display.people = fullNames(people);
    display.subject = imap::mime::decodeHeader(envelope.subject.value_or(QByteArray())).left(maximumSubject);
    display.noSubject = display.subject.isEmpty();
    if (display.noSubject)
        display.subject = tr("(no subject)");
    display.date = displayDate(message);
    display.size = message.size;
    display.attachment = message.structure && imap::hasAttachments(*message.structure);
    setFlags(display, message);
    return display;
}

MessageDisplay withFlags(const MessageDisplay &display, const imap::MessageSummary &message)
{
    MessageDisplay changed(display);
    setFlags(changed, message);
    return changed;
}

QString spokenRow(const MessageDisplay &display, const ThreadRow &thread)
{
    QStringList words;
    if (thread.isCollapsed())
        words << tr("Conversation of %1 messages").arg(countText(thread.count));
    else if (thread.count > 1 && thread.newest)
        words << tr("Newest of an open conversation of %1 messages").arg(countText(thread.count));
    else if (thread.count > 1)
        words << tr("In a conversation");
    if (display.unread)
        words << tr("Unread");
    if (display.flagged)
        words << tr("Starred");
    if (display.answered)
        words << tr("Answered");
    if (display.forwarded)
        words << tr("Forwarded");
    words << display.correspondents << display.subject << listDate(display.date);
    if (display.attachment)
        words << tr("with attachment");
    if (!display.place.isEmpty())
        words << tr("in %1").arg(display.place);
    for (const Label &label : display.labels)
        words << label.name;
    return words.join(QLatin1String(", "));
}

QString columnText(const MessageDisplay &display, int column)
{
    switch (column) {
    case MessageColumn::Correspondents:
        return display.correspondents;
    case MessageColumn::Subject:
        return display.subject;
    case MessageColumn::Date:
        return listDate(display.date);
    case MessageColumn::Size:
        return sizeText(display.size);
    case MessageColumn::Labels: {
        QStringList names;
        for (const Label &label : display.labels)
            names << label.name;
        return names.join(QLatin1String(", "));
    }
    default:
        return {};
    }
}

QVariant displayValue(const MessageDisplayPtr &display, const ThreadRow &thread, int column, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return columnText(*display, column);
    case Qt::ToolTipRole:
        if (column == MessageColumn::Correspondents)
            return display->people;
        return column == MessageColumn::Date ? exactDate(display->date) : display->subject;
    case Qt::AccessibleTextRole:
        return spokenRow(*display, thread);
    case MessageRole::Display:
        return QVariant::fromValue(display);
    case MessageRole::Uid:
        return display->uid.value;
    case MessageRole::Date:
        return display->date;
    case MessageRole::Size:
        return display->size;
    case MessageRole::Unread:
        return display->unread;
    case MessageRole::Flagged:
        return display->flagged;
    case MessageRole::HasAttachment:
        return display->attachment;
    case MessageRole::SearchText:
        return QString(display->correspondents + QLatin1Char(' ') + display->subject);
    default:
        return {};
    }
}

} // namespace ui
