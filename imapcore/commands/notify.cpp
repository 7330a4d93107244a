#include "commands/notify.h"

#include "wire/reader.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace imap
{

static_assert(Command<Notify>);

namespace
{

using Kind = NotifyFilter::Kind;

struct FilterName {
    const char *name;
    Kind kind;
};

constexpr std::array<FilterName, 7> filterNames{{
    {"selected", Kind::Selected},
    {"selected-delayed", Kind::SelectedDelayed},
    {"inboxes", Kind::Inboxes},
    {"personal", Kind::Personal},
    {"subscribed", Kind::Subscribed},
    {"subtree", Kind::Subtree},
    {"mailboxes", Kind::Mailboxes},
}};

struct EventName {
    const char *name;
    bool NotifyEvents::*event;
};

constexpr std::array<EventName, 8> eventNames{{
    {"MessageNew", &NotifyEvents::messageNew},
    {"MessageExpunge", &NotifyEvents::messageExpunge},
    {"FlagChange", &NotifyEvents::flagChange},
    {"AnnotationChange", &NotifyEvents::annotationChange},
    {"MailboxName", &NotifyEvents::mailboxName},
    {"SubscriptionChange", &NotifyEvents::subscriptionChange},
    {"MailboxMetadataChange", &NotifyEvents::mailboxMetadataChange},
    {"ServerMetadataChange", &NotifyEvents::serverMetadataChange},
}};

[[noreturn]] void refuse(const QByteArray &why)
{
    throw std::invalid_argument(why.toStdString());
}

bool same(const QByteArray &word, const char *name)
{
    return word.compare(QByteArrayView(name), Qt::CaseInsensitive) == 0;
}

bool isSelected(const NotifyGroup &group)
{
    return group.filter.kind == Kind::Selected || group.filter.kind == Kind::SelectedDelayed;
}

bool hasMailboxes(Kind kind)
{
    return kind == Kind::Subtree || kind == Kind::Mailboxes;
}

void encodeEvents(wire::Writer &writer, const NotifyEvents &events)
{
    if (events.isEmpty()) {
        writer.atom("NONE");
        return;
    }
    writer.open();
    for (const EventName &entry : eventNames) {
        if (!(events.*entry.event))
            continue;
        writer.atom(entry.name);
        if (entry.event == &NotifyEvents::messageNew && !events.fetchItems.isEmpty()) {
            writer.open();
            for (const QByteArray &item : events.fetchItems)
                writer.raw(item);
            writer.close();
        }
    }
    for (const QByteArray &event : events.extra)
        writer.atom(event);
    writer.close();
}

void encodeFilter(wire::Writer &writer, const NotifyFilter &filter)
{
    const auto entry = std::find_if(filterNames.begin(), filterNames.end(),
                                    [&](const FilterName &one) { return one.kind == filter.kind; });
    writer.atom(entry->name);
    if (!hasMailboxes(filter.kind))
        return;
    if (filter.mailboxes.size() == 1) {
        writer.mailbox(filter.mailboxes.first());
        return;
    }
    writer.open();
    for (const MailboxName &mailbox : filter.mailboxes)
        writer.mailbox(mailbox);
    writer.close();
}

void checkGroup(const NotifyGroup &group)
{
    const NotifyEvents &events = group.events;
    if (hasMailboxes(group.filter.kind) && group.filter.mailboxes.isEmpty())
        refuse("subtree and mailboxes want the name of a mailbox");
    // §5.2, §5.3 and §5.1
    if (events.messageNew != events.messageExpunge)
        refuse("MessageNew and MessageExpunge come together only");
    if ((events.flagChange || events.annotationChange) && !events.messageNew)
        refuse("FlagChange and AnnotationChange want MessageNew and MessageExpunge beside them");
    if (!events.fetchItems.isEmpty() && !isSelected(group))
        refuse("only of the selected mailbox the server can fetch"); // §5.2
    // §6.1
    if (isSelected(group) && (events.mailboxName || events.subscriptionChange ||
                              events.mailboxMetadataChange || events.serverMetadataChange))
        refuse("of the selected mailbox there are only events of messages");
}

QByteArray textOf(const Token &token)
{
    if (std::holds_alternative<Token::List>(token.value))
        refuse("a word was expected, not a list");
    return token.text();
}

/// A FETCH item with its list, as "BODY.PEEK[HEADER.FIELDS (SUBJECT)]", is one token.
void parseEvents(const Token::List &tokens, NotifyEvents &events)
{
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const QByteArray word = textOf(tokens.at(i));
        const auto entry = std::find_if(eventNames.begin(), eventNames.end(),
                                        [&](const EventName &one) { return same(word, one.name); });
        if (entry == eventNames.end()) {
            events.extra.append(word);
            continue;
        }
        events.*entry->event = true;
        const bool items =
            i + 1 < tokens.size() && std::holds_alternative<Token::List>(tokens.at(i + 1).value);
        if (items && entry->event == &NotifyEvents::messageNew) {
            const Token::List list = tokens.at(++i).list();
            for (const Token &item : list)
                events.fetchItems.append(textOf(item));
        }
    }
}

QList<Token> tokensOf(QByteArrayView text)
{
    wire::Reader reader(text);
    try {
        QList<Token> tokens = reader.tokens();
        reader.expectEnd();
        return tokens;
    } catch (const wire::SyntaxError &error) {
        refuse("expected " + error.expected());
    }
}

MailboxName mailboxOf(const Token &token)
{
    return MailboxName(QString::fromUtf8(textOf(token)));
}

} // namespace

NotifyGroup NotifyGroup::parse(QByteArrayView text)
{
    QList<Token> tokens = tokensOf(text);
    if (tokens.size() == 1 && std::holds_alternative<Token::List>(tokens.first().value))
        tokens = tokens.first().list();
    if (tokens.isEmpty())
        refuse("a filter such as personal was expected");
    NotifyGroup group;
    const QByteArray name = textOf(tokens.takeFirst());
    const auto filter = std::find_if(filterNames.begin(), filterNames.end(),
                                     [&](const FilterName &one) { return same(name, one.name); });
    if (filter == filterNames.end())
        refuse("no filter of NOTIFY: " + name);
    group.filter.kind = filter->kind;
    if (hasMailboxes(filter->kind)) {
        if (tokens.isEmpty())
            refuse("subtree and mailboxes want the name of a mailbox");
        const Token mailboxes = tokens.takeFirst();
        const Token::List list = mailboxes.list();
        for (const Token &one : list.isEmpty() ? Token::List{mailboxes} : list)
            group.filter.mailboxes.append(mailboxOf(one));
    }
    if (tokens.size() == 1 && std::holds_alternative<Token::List>(tokens.first().value))
        parseEvents(tokens.first().list(), group.events);
    else if (tokens.size() != 1 || !same(textOf(tokens.first()), "NONE"))
        parseEvents(tokens, group.events);
    return group;
}

void Notify::check(const Capabilities &) const
{
    for (const NotifyGroup &group : groups)
        checkGroup(group);
    if (std::count_if(groups.begin(), groups.end(), isSelected) > 1)
        refuse("selected and selected-delayed together"); // §6.1
}

/// notify        = "NOTIFY" SP (notify-add / "NONE")
/// notify-add    = "SET" [SP "STATUS"] SP event-group *(SP event-group)
/// event-group   = "(" filter-mailboxes SP events ")"
/// events        = "(" event *(SP event) ")" / "NONE"
/// message-event = "MessageNew" [SP "(" fetch-att *(SP fetch-att) ")"] / "MessageExpunge" / "FlagChange" /
///                 "AnnotationChange"                                   (RFC 5465 §8)
void Notify::encode(wire::Writer &writer) const
{
    writer.atom("NOTIFY");
    if (groups.isEmpty()) {
        writer.atom("NONE");
        return;
    }
    writer.atom("SET");
    if (status)
        writer.atom("STATUS");
    for (const NotifyGroup &group : groups) {
        writer.open();
        encodeFilter(writer, group.filter);
        encodeEvents(writer, group.events);
        writer.close();
    }
}

bool Notify::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<MailboxStatusResponse>(&untagged);
    if (!response || !status)
        return false;
    result.insert(response->mailbox, response->status);
    return true;
}

/// resp-text-code =/ "NOTIFICATIONOVERFLOW"
bool isNotificationOverflow(const Untagged &untagged)
{
    const auto *status = std::get_if<StatusResponse>(&untagged);
    return status && status->kind == StatusResponse::Kind::Ok && status->code.name == "NOTIFICATIONOVERFLOW";
}

/// unsupported-events-code = "BADEVENT" SP "(" event-name *(SP event-name) ")"
/// Dovecot 2.3.19 leaves the parentheses out.
QList<QByteArray> unsupportedEvents(const ResponseCode &code)
{
    QList<QByteArray> events;
    if (code.name != "BADEVENT")
        return events;
    for (const Token &token : code.arguments) {
        const Token::List list = token.list();
        for (const Token &event : list.isEmpty() ? Token::List{token} : list)
            events.append(event.text());
    }
    return events;
}

} // namespace imap
