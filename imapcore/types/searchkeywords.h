#pragma once

#include "types/searchkey.h"

#include <array>
#include <utility>

/// The words of search criteria on the wire, in one place for writing and reading.
namespace imap::searchwords
{

template <class Key>
struct Word {
    Key key;
    const char *text;
};

inline constexpr std::array<const char *, 12> monthNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

inline constexpr Word<SearchKey::Simple> simples[] = {
    {SearchKey::Simple::All, "ALL"},
    {SearchKey::Simple::Answered, "ANSWERED"},
    {SearchKey::Simple::Deleted, "DELETED"},
    {SearchKey::Simple::Draft, "DRAFT"},
    {SearchKey::Simple::Flagged, "FLAGGED"},
    {SearchKey::Simple::New, "NEW"},
    {SearchKey::Simple::Old, "OLD"},
    {SearchKey::Simple::Recent, "RECENT"},
    {SearchKey::Simple::Seen, "SEEN"},
    {SearchKey::Simple::Unanswered, "UNANSWERED"},
    {SearchKey::Simple::Undeleted, "UNDELETED"},
    {SearchKey::Simple::Undraft, "UNDRAFT"},
    {SearchKey::Simple::Unflagged, "UNFLAGGED"},
    {SearchKey::Simple::Unseen, "UNSEEN"},
    {SearchKey::Simple::SavedResult, "$"},
    {SearchKey::Simple::SaveDateSupported, "SAVEDATESUPPORTED"},
};

inline constexpr Word<SearchKey::TextField> texts[] = {
    {SearchKey::TextField::Bcc, "BCC"},
    {SearchKey::TextField::Body, "BODY"},
    {SearchKey::TextField::Cc, "CC"},
    {SearchKey::TextField::From, "FROM"},
    {SearchKey::TextField::Subject, "SUBJECT"},
    {SearchKey::TextField::Text, "TEXT"},
    {SearchKey::TextField::To, "TO"},
    {SearchKey::TextField::GmailRaw, "X-GM-RAW"},
    {SearchKey::TextField::GmailLabel, "X-GM-LABELS"},
};

inline constexpr Word<SearchKey::DateField> dates[] = {
    {SearchKey::DateField::Before, "BEFORE"},
    {SearchKey::DateField::On, "ON"},
    {SearchKey::DateField::Since, "SINCE"},
    {SearchKey::DateField::SentBefore, "SENTBEFORE"},
    {SearchKey::DateField::SentOn, "SENTON"},
    {SearchKey::DateField::SentSince, "SENTSINCE"},
    {SearchKey::DateField::SavedBefore, "SAVEDBEFORE"},
    {SearchKey::DateField::SavedOn, "SAVEDON"},
    {SearchKey::DateField::SavedSince, "SAVEDSINCE"},
};

inline constexpr Word<SearchKey::NumberField> numbers[] = {
    {SearchKey::NumberField::Larger, "LARGER"},
    {SearchKey::NumberField::Smaller, "SMALLER"},
    {SearchKey::NumberField::Older, "OLDER"},
    {SearchKey::NumberField::Younger, "YOUNGER"},
    {SearchKey::NumberField::GmailMessageId, "X-GM-MSGID"},
    {SearchKey::NumberField::GmailThreadId, "X-GM-THRID"},
};

inline constexpr Word<SearchKey::NameField> names[] = {
    {SearchKey::NameField::EmailId, "EMAILID"},
    {SearchKey::NameField::ThreadId, "THREADID"},
    {SearchKey::NameField::Filter, "FILTER"},
};

inline constexpr Word<SearchKey::Modified::Scope> scopes[] = {
    {SearchKey::Modified::Scope::Private, "priv"},
    {SearchKey::Modified::Scope::Shared, "shared"},
    {SearchKey::Modified::Scope::All, "all"},
};

/// The keys that stand for system flags.
inline constexpr Word<SearchKey::Simple> systemFlags[] = {
    {SearchKey::Simple::Answered, "\\Answered"}, {SearchKey::Simple::Deleted, "\\Deleted"},
    {SearchKey::Simple::Draft, "\\Draft"},       {SearchKey::Simple::Flagged, "\\Flagged"},
    {SearchKey::Simple::Recent, "\\Recent"},     {SearchKey::Simple::Seen, "\\Seen"},
};

constexpr const auto &wordsOf(SearchKey::Simple)
{
    return simples;
}
constexpr const auto &wordsOf(SearchKey::TextField)
{
    return texts;
}
constexpr const auto &wordsOf(SearchKey::DateField)
{
    return dates;
}
constexpr const auto &wordsOf(SearchKey::NumberField)
{
    return numbers;
}
constexpr const auto &wordsOf(SearchKey::NameField)
{
    return names;
}
constexpr const auto &wordsOf(SearchKey::Modified::Scope)
{
    return scopes;
}

template <class Key>
constexpr const char *wordOf(Key key)
{
    for (const Word<Key> &word : wordsOf(key)) {
        if (word.key == key)
            return word.text;
    }
    return "";
}

/// In quotes, as `parse` reads it back.
inline QString quoted(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

/// The key that `text`, in any case, names.
template <class Key>
std::optional<Key> keyOf(const QString &text)
{
    for (const Word<Key> &word : wordsOf(Key{})) {
        if (text.compare(QLatin1String(word.text), Qt::CaseInsensitive) == 0)
            return word.key;
    }
    return {};
}

} // namespace imap::searchwords
