#pragma once

#include "types/message.h"

#include <QList>
#include <QString>
#include <functional>
#include <optional>

namespace imap
{

/// What of a message can be searched, as people read it.
struct SearchText {
    QString subject;
    QString people; ///< names and addresses, of all who wrote or got it
    QString files;  ///< names of attachments
    QString body{}; ///< empty while the message's text is not cached
    bool operator==(const SearchText &) const = default;
};

/// How text is had from mail: decoding is the business of `mime`, not of those who keep and index. Called in
/// the account's thread; time must be bounded.
struct TextExtractor {
    /// The sections that `text` makes the body of.
    std::function<QList<QByteArray>(const BodyStructure &)> sections;
    /// `body` has those of the sections that are cached.
    std::function<SearchText(const MessageSummary &summary, const MessageBody &body)> text;

    explicit operator bool() const { return sections && text; }
};

/// A search in what is cached of an account: subjects, people, names of attachments, texts.
struct CacheSearch {
    std::optional<MailboxName> folder; ///< nullopt: all folders
    /// As typed: all words must be there, each as a whole or as the beginning of one; "in quotes" as they
    /// stand. Case, accents and punctuation do not count. Nothing in it is an operator.
    QString text;
    qsizetype limit = 50; ///< hits in one answer, 1 to MaxLimit
    QByteArray after{};   ///< CacheHits::next of the answer before; empty: the first
    static constexpr qsizetype MaxLimit = 500;
    bool operator==(const CacheSearch &) const = default;
};

/// A part of a text, in UTF-16 units.
struct TextSpan {
    qsizetype start = 0;
    qsizetype length = 0;
    bool operator==(const TextSpan &) const = default;
};

struct CacheHit {
    MailboxName folder;
    MessageSummaryPtr message;
    QString snippet;       ///< one line of the text around the first match, else its beginning; may be empty
    QList<TextSpan> marks; ///< what of the snippet was searched for
};

/// How much of the folders that were searched is here, by what was ever brought here.
enum class Kept {
    Everything, ///< all messages with their texts
    Headers,    ///< all messages, but not all of their texts
    Part,       ///< some messages are not known here, or nobody has counted
};

/// Newest first: in one folder by its order, in all folders by the time they came.
struct CacheHits {
    QList<CacheHit> hits;
    QByteArray next;        ///< gives the following ones; empty: that was all
    Kept kept = Kept::Part; ///< told with the first page
    quint32 notIndexed = 0; ///< messages that are cached but could not be looked at yet (at most 100,000)
};

} // namespace imap
